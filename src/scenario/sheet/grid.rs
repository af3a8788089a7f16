//! A sheet as cells, wherever it came from: every cell knows its place.

use toml::value::Datetime;

use crate::diagnostic::Spot;

/// Most rows that are read of one sheet; each takes up to a kilobyte.
pub(super) const MOST_ROWS: usize = 250_000;

/// Most columns that are read of one sheet.
pub(super) const MOST_COLUMNS: usize = 1_000;

/// The cells of a sheet that are not empty.
#[derive(Debug)]
pub(super) struct Grid {
    /// The row of headers, from left to right.
    pub(super) headers: Vec<Cell>,
    /// The rows below it that are not empty, from left to right.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether it comes from a text, where a delimiter too many moves all cells behind it.
    pub(super) is_text: bool,
}

/// A cell that is not empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    /// Its column, from 0.
    pub(super) column: usize,
    /// Where it stands in the text of its sheet.
    pub(super) spot: Spot,
    pub(super) raw: Raw,
}

/// What a cell holds.
#[cfg_attr(not(feature = "xlsx"), expect(dead_code, reason = "cells of text files are texts"))]
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Raw {
    /// A text without spaces around it; in a text file every cell is one.
    Text(String),
    Number(f64),
    Truth(bool),
    When(Datetime),
    /// A length of time, or a time of day. Unit: seconds.
    Time(f64),
    /// A formula whose result is not stored.
    Formula,
    /// The mark of a formula that went wrong.
    Fault(String),
}

impl Cell {
    /// Whether it is a number with more digits than a workbook keeps, so that the last ones are wrong.
    pub(super) fn is_rounded(&self) -> bool {
        const FIRST_OF_SIXTEEN_DIGITS: f64 = 1e15;
        matches!(self.raw, Raw::Number(number) if number.abs() >= FIRST_OF_SIXTEEN_DIGITS)
    }

    /// The cell as a text, as one would read it aloud.
    pub(super) fn text(&self) -> String {
        match &self.raw {
            Raw::Text(text) | Raw::Fault(text) => text.clone(),
            Raw::Number(number) => number.to_string(),
            Raw::Truth(truth) => truth.to_string(),
            Raw::When(when) => when.to_string(),
            Raw::Time(seconds) => clock(*seconds),
            Raw::Formula => "a formula".to_owned(),
        }
    }
}

/// A time of day: `09:30`, with seconds where there are some.
fn clock(seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "rounded, and saturates")]
    let whole = seconds.round() as i64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    }
}
