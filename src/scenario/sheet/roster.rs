//! `[roster]`: a sheet with a row for each person and a column for each day.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;
use toml::value::Datetime;

use super::cell::{self, NO_YEAR};
use super::column::Column;
use super::grid::{Cell, Grid};
use super::keys::Keys;
use super::lay::{Bottom, Told, find, in_two_rows, insert, name_of, no_name};
use super::takes::Takes;
use crate::diagnostic::{Diagnostic, Spot, code, listed, meant};
use crate::scenario::node::{Branches, Content, Node};
use crate::scenario::shape::Form;

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// What names a person, and the words of the columns that do so together.
const PERSON: &str = "person";
const CREW: &str = "crew";

/// A column of the sheet and its day, as the language writes it.
type Day = (usize, String);

impl Bottom<'_> {
    /// Lays the cells of a roster as codes of people; false if the sheet cannot be read.
    pub(in crate::scenario) fn roster(&mut self, name: &str, bytes: Vec<u8>, keys: &Keys) -> bool {
        let grid = super::grid(name, bytes, keys, self.sources, self.diagnostics);
        let Some(mut grid) = grid else { return false };
        self.keep_only(name, &mut grid, keys);
        self.complain_of_the_headless(&grid);
        let mut told = Told { diagnostics: self.diagnostics, headers: BTreeSet::new() };
        let Some(names) = names(&grid, keys, &mut told) else { return false };
        let Some(days) = days(name, &grid, &names, keys, &mut told) else { return false };
        lay(&mut self.tree, &grid, &names, &days, &mut told);
        true
    }
}

/// The column that names people; `None` after a complaint.
fn names(grid: &Grid, keys: &Keys, told: &mut Told<'_>) -> Option<Column> {
    let called =
        |word: &str| grid.headers.iter().find(|cell| cell.text().trim().eq_ignore_ascii_case(word));
    let mut wanted: Vec<&Cell> = Vec::new();
    match keys.columns.iter().find(|(key, _)| key == PERSON) {
        Some((_, headers)) => {
            for header in headers {
                let Some(cell) = called(&header.value) else {
                    let known: Vec<String> = grid.headers.iter().map(Cell::text).collect();
                    let message = format!("the sheet has no column `{}`", header.value);
                    let words = known.iter().map(String::as_str);
                    let hint = meant(&header.value, words, "its columns are");
                    let complaint = Diagnostic::error(code::UNKNOWN_NAME, message);
                    told.push(complaint.at(header.spot).hint(hint));
                    return None;
                };
                wanted.push(cell);
            }
        }
        None => match (called(CREW), called(PERSON)) {
            (Some(crew), Some(person)) => wanted.extend([crew, person]),
            _ => wanted.extend(grid.headers.first()),
        },
    }
    let (first, more) = wanted.split_first()?;
    let mut column = Column::of_one_kind(first, PERSON, Takes::default());
    column.more = more.iter().map(|cell| cell.column).collect();
    Some(column)
}

/// The columns that are days; `None` after a complaint that there are none.
fn days(
    sheet: &str,
    grid: &Grid,
    names: &Column,
    keys: &Keys,
    told: &mut Told<'_>,
) -> Option<Vec<Day>> {
    let mut days: Vec<Day> = Vec::new();
    let mut known: BTreeMap<String, Spot> = BTreeMap::new();
    let mut others: Vec<String> = Vec::new();
    let mut is_wrong = false;
    let (mut unread, mut misnamed): (Vec<Diagnostic>, Vec<Diagnostic>) = Default::default();
    let is_name = |cell: &&Cell| cell.column == names.index || names.more.contains(&cell.column);
    for header in grid.headers.iter().filter(|cell| !is_name(cell)) {
        match day(header, keys) {
            Ok(Some(day)) if known.insert(day.clone(), header.spot).is_some() => {
                let message = format!("the day {day} has two columns");
                told.push(Diagnostic::error(code::GIVEN_TWICE, message).at(header.spot));
                is_wrong = true;
            }
            Ok(Some(day)) => {
                misnamed.extend(other_weekday(header, &day));
                days.push((header.column, day));
            }
            Ok(None) => others.push(header.text()),
            Err(complaint) => unread.push(complaint),
        }
    }
    is_wrong |= !unread.is_empty();
    let (short, unread): (Vec<_>, Vec<_>) =
        unread.into_iter().partition(|complaint| complaint.message.ends_with(NO_YEAR));
    for complaint in unread {
        told.push(complaint);
    }
    tell_first(short, told);
    tell_first(misnamed, told);
    if days.is_empty() && !is_wrong {
        let message = format!("no header of `{sheet}` is a day");
        let hint = "a roster has a column for each day, such as `2026-03-16` or `Mon 16.03.2026`; \
                    `header = 3` says that its headers stand in row 3";
        let spot = grid.headers.first().map(|cell| cell.spot);
        let complaint = Diagnostic::error(code::SHEET, message).hint(hint);
        told.push(Diagnostic { spot, ..complaint });
        return None;
    }
    if !others.is_empty() {
        let words = listed(others.iter().map(String::as_str));
        let message = match others.as_slice() {
            [_] => format!("`{sheet}`: a column is no day and not used: {words}"),
            several => {
                format!("`{sheet}`: {} columns are no days and not used: {words}", several.len())
            }
        };
        told.push(Diagnostic::note(code::UNREAD, message));
    }
    Some(days)
}

/// The days of the week as rosters write them, from Monday.
const WEEKDAYS: [[&str; 3]; 7] = [
    ["mon", "mo", "monday"],
    ["tue", "di", "tuesday"],
    ["wed", "mi", "wednesday"],
    ["thu", "do", "thursday"],
    ["fri", "fr", "friday"],
    ["sat", "sa", "saturday"],
    ["sun", "so", "sunday"],
];

/// A header whose day of the week is not that of its date: the year is wrong, or the month.
fn other_weekday(header: &Cell, day: &str) -> Option<Diagnostic> {
    let text = header.text().to_lowercase();
    let word = text.split(|sign: char| !sign.is_alphabetic()).find(|word| !word.is_empty())?;
    let said = WEEKDAYS.iter().position(|words| words.contains(&word))?;
    let weekday = day.parse::<Date>().ok()?.weekday();
    let right = usize::try_from(weekday.to_monday_zero_offset()).ok()?;
    (said != right).then(|| {
        let message = format!(
            "{day} is a {}, and the header says `{word}`",
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][right]
        );
        Diagnostic::warning(code::DUBIOUS, message).at(header.spot)
    })
}

/// Tells the first of complaints that are all alike, and how many others there are.
fn tell_first(complaints: Vec<Diagnostic>, told: &mut Told<'_>) {
    let others = complaints.len().saturating_sub(1);
    if let Some(mut complaint) = complaints.into_iter().next() {
        match others {
            0 => {}
            1 => complaint.message.push_str("; the same in another header"),
            _ => write!(complaint.message, "; the same in {others} other headers").expect(SURE),
        }
        told.push(complaint);
    }
}

/// The day of a header, without the day of the week before it; `None` if it is none.
fn day(header: &Cell, keys: &Keys) -> Result<Option<String>, Diagnostic> {
    let column = Column::of_one_kind(header, "day", Takes::of(&Form::Date));
    let text = header.text();
    let mut cell = header.clone();
    if let super::grid::Raw::Text(text) = &mut cell.raw
        && keys.dates.is_none()
    {
        let from = text.find(|sign: char| sign.is_ascii_digit()).unwrap_or(0);
        *text = text[from..].to_owned();
    }
    match cell::node(&cell, &column, keys).map(|node| node.content) {
        Ok(Content::When(Datetime { date: Some(date), .. })) => Ok(Some(date.to_string())),
        Ok(_) => Ok(None),
        Err(_) if !is_like_a_date(&text) => Ok(None),
        Err(complaint) => Err(complaint),
    }
}

/// Whether a header is meant to be a date: numbers with signs between them.
fn is_like_a_date(text: &str) -> bool {
    let numbers = text.split(['-', '.', '/']).filter(|part| {
        part.split_whitespace().last().is_some_and(|word| word.parse::<u32>().is_ok())
    });
    numbers.count() >= 2
}

/// Puts the code of every cell at `roster.person.<name>.<day>`.
fn lay(tree: &mut Branches, grid: &Grid, names: &Column, days: &[Day], told: &mut Told<'_>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut nameless: Vec<&[Cell]> = Vec::new();
    for row in &grid.rows {
        let codes: Vec<(&str, &Cell)> = days
            .iter()
            .filter_map(|(column, day)| Some((day.as_str(), find(row, *column)?)))
            .collect();
        let Some(first) = find(row, names.index) else {
            // A line of weekdays or dates stands above names in many rosters.
            nameless.extend((!codes.is_empty()).then_some(row.as_slice()));
            continue;
        };
        let Some(name) = name_of(row, first, names, told) else { continue };
        if !seen.insert(name.clone()) {
            told.push(in_two_rows(PERSON, &name, first, names));
            continue;
        }
        for (day, cell) in codes {
            let text = match cell::name(cell) {
                Ok(text) => text,
                Err(complaint) => {
                    told.push(complaint);
                    continue;
                }
            };
            let mut node = Node::new(cell.spot, Content::Text(text));
            node.remark("");
            let path = ["roster", PERSON, name.as_str(), day].map(str::to_owned);
            insert(tree, &path, node);
        }
        // The name stands where its cell does, not where its first code does.
        if let Some(branch) = row_of(tree, &name) {
            branch.key = first.spot;
        }
    }
    if let Some(first) = nameless.first() {
        told.push(no_name(first, nameless.len(), names));
    }
}

/// What the tree has of a person.
fn row_of<'t>(tree: &'t mut Branches, name: &str) -> Option<&'t mut crate::scenario::node::Branch> {
    let people = tree.get_mut("roster")?.node.table_mut()?.get_mut(PERSON)?;
    people.node.table_mut()?.get_mut(name)
}
