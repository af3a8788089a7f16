//! Setups from a sheet: from what stands in the first column to what stands in the headers.

use std::collections::{BTreeMap, BTreeSet};

use super::cell;
use super::column::{Column, Header};
use super::grid::{Cell, Grid};
use super::keys::{Delimiter, Keys, Point, Separator};
use super::lay::{Bottom, Told, find, name_of, no_name};
use super::takes::Takes;
use super::unit::is_same;
use super::ways::corner;
use crate::diagnostic::{Diagnostic, Diagnostics, Spot, code};
use crate::scenario::complaint::other_unit;
use crate::scenario::decoder::Decoder;
use crate::scenario::distribution::Measure;
use crate::scenario::node::{Branch, Branches, Content, Node};
use crate::scenario::shape::{FieldShape, Form, Shape};
use crate::scenario::table::{Table, Value, table};
use crate::scenario::{Given, Written};
use crate::units::{Duration, guess};

/// What names a row: what a machine was set up for.
const FROM: &str = "from";

table! {
    /// How long setups take from each to each, from a sheet: what a machine was set up for stands in the
    /// first column, what it is set up for next in the headers, and how long that takes in the cell. An
    /// empty cell says nothing.
    SetupSheet ("a sheet of setups") {
        /// The sheet's file: CSV in any dialect, or an Excel workbook (`.xlsx`). It lies in the folder of
        /// the scenario or below.
        file: Given<String> = "required",
        /// The sheet of a workbook.
        sheet: Given<String> = "the first one",
        /// The row with the headers.
        header [1..=1_000]: Given<u32> = "1",
        /// Unit of bare numbers, such as `"min"`. A header may end with one of its own, `h200 [min]`, and
        /// the first one with that of all, `from [min]`.
        unit: Given<String> = "in the headers or cells",
        /// What stands before decimals.
        decimal: Given<Point> = ".",
        /// What stands between thousands.
        thousands: Given<Separator> = "nothing",
        /// What stands between the cells of a CSV file.
        delimiter: Given<Delimiter> = "found out",
        /// How letters are written: `utf-8`, `windows-1252`, `utf-16le`.
        encoding: Given<String> = "utf-8, or what the file says itself",
    }
}

impl SetupSheet {
    /// Whether a `matrix` names a sheet, and is no table of times.
    pub(in crate::scenario) fn is_named_by(matrix: &Node) -> bool {
        // A product may be called as a key of a sheet is; its times are a table.
        let is_of_a_sheet = |(key, branch): (&String, &Branch)| {
            branch.node.table().is_none() && Self::SHAPE.fields.iter().any(|field| field.key == key)
        };
        matrix.text().is_some() || matrix.table().is_some_and(|keys| keys.iter().any(is_of_a_sheet))
    }

    /// The sheet that a `matrix` names; `None` if something in that is wrong, which has been told.
    pub(in crate::scenario) fn named_by(
        matrix: &Node,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        if let Some(file) = matrix.text() {
            let file = Some(Written { value: file.to_owned(), spot: matrix.spot });
            return Some(Self { file, ..Self::default() });
        }
        let field = FieldShape::unlisted("matrix", Shape::Value(&<Self as Value>::FORM));
        let sheet = <Self as Value>::decode(matrix, &field, &mut Decoder::new(diagnostics));
        sheet.filter(|sheet| sheet.file.is_some())
    }

    fn keys(&self) -> Keys {
        Keys {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            header: self.header.as_ref().map_or(1, |header| header.value),
            columns: Vec::new(),
            units: Vec::new(),
            decimal: self.decimal.as_ref().map_or('.', |word| word.value.sign()),
            thousands: self.thousands.as_ref().map(|word| word.value.sign()),
            delimiter: self.delimiter.as_ref().map(|word| word.value.sign()),
            dates: None,
            like: None,
            only: Vec::new(),
            encoding: self.encoding.clone(),
        }
    }
}

impl Bottom<'_> {
    /// The cells of a sheet as a matrix of setups; `None` if the sheet cannot be read.
    pub(in crate::scenario) fn setups(
        &mut self,
        name: &str,
        bytes: Vec<u8>,
        sheet: &SetupSheet,
    ) -> Option<Branches> {
        let keys = sheet.keys();
        let mut grid = super::grid(name, bytes, &keys, self.sources, self.diagnostics)?;
        let names = corner(&mut grid, FROM);
        self.complain_of_the_headless(&grid);
        let mut told = Told { diagnostics: self.diagnostics, headers: BTreeSet::new() };
        let ends = ends(&grid, &names, sheet, &mut told)?;
        let mut matrix = Branches::new();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut nameless: Vec<&[Cell]> = Vec::new();
        let mut has_no_unit = false;
        for row in &grid.rows {
            let Some(first) = find(row, names.index) else {
                nameless.push(row);
                continue;
            };
            let Some(from) = name_of(row, first, &names, &mut told) else { continue };
            if !seen.insert(from.clone()) {
                let message = format!("setups from `{from}` are in two rows");
                told.push(Diagnostic::error(code::GIVEN_TWICE, message).at(first.spot));
                continue;
            }
            let mut times = Branches::new();
            for (column, to) in &ends {
                let Some(cell) = find(row, column.index) else { continue };
                let node = match cell::node(cell, column, &keys) {
                    Ok(node) => node,
                    Err(complaint) if complaint.code == code::BARE_NUMBER => {
                        if !std::mem::replace(&mut has_no_unit, true) {
                            told.push(no_unit(name, cell));
                        }
                        Node::new(cell.spot, Content::Broken)
                    }
                    Err(complaint) => {
                        told.push(complaint);
                        Node::new(cell.spot, Content::Broken)
                    }
                };
                times.insert(to.clone(), Branch { key: column.header, node });
            }
            let node = Node::new(first.spot, Content::Table(times));
            matrix.insert(from, Branch { key: first.spot, node });
        }
        if let Some(first) = nameless.first() {
            told.push(no_name(first, nameless.len(), &names));
        }
        if matrix.is_empty() {
            let message = format!("the sheet `{name}` has no setups");
            let spot = Some(grid.headers[0].spot);
            told.push(Diagnostic { spot, ..Diagnostic::error(code::SHEET, message) });
            return None;
        }
        Some(matrix)
    }
}

/// The columns of what a machine is set up for next, each with its name; `None` if `unit` is none.
fn ends(
    grid: &Grid,
    names: &Column,
    sheet: &SetupSheet,
    told: &mut Told<'_>,
) -> Option<Vec<(Column, String)>> {
    let given = sheet.unit.as_ref();
    if let Some(given) = given.filter(|given| time_unit(&given.value).is_none()) {
        let message = format!("setups cannot be in the unit `{}`", given.value);
        let complaint = Diagnostic::error(code::WRONG_UNIT, message).at(given.spot);
        told.push(complaint.hint(other_unit(&given.value, false)));
        return None;
    }
    let is_corner = |header: &&Cell| header.column == names.index;
    let of_all = grid.headers.iter().find(is_corner).and_then(|corner| headed(corner).1);
    if let (Some(given), Some(of_all)) = (given, &of_all) {
        complain_of_two(given, of_all, told);
    }
    let mut ends: Vec<(Column, String)> = Vec::new();
    let mut known: BTreeMap<String, Spot> = BTreeMap::new();
    for header in grid.headers.iter().filter(|header| !is_corner(header)) {
        let (name, unit) = headed(header);
        if known.insert(name.clone(), header.spot).is_some() {
            let message = format!("setups to `{name}` have two columns");
            told.push(Diagnostic::error(code::GIVEN_TWICE, message).at(header.spot));
            continue;
        }
        if let (Some(given), Some(unit)) = (given, &unit) {
            complain_of_two(given, unit, told);
        }
        let takes = Takes::of(&Form::Distribution(Measure::Time));
        let mut column = Column::of_one_kind(header, &name, takes);
        let unit = unit.or_else(|| given.map(|given| given.value.clone()));
        column.unit = unit.or_else(|| of_all.clone());
        ends.push((column, name));
    }
    Some(ends)
}

/// What a header names, and the unit behind that.
fn headed(cell: &Cell) -> (String, Option<String>) {
    let header = Header::of(cell);
    match header.unit.as_deref().and_then(time_unit) {
        Some(unit) => (header.words, Some(unit)),
        None => (header.text, None),
    }
}

/// A unit of time, as the language writes it.
fn time_unit(written: &str) -> Option<String> {
    let unit = guess::unit(written).unwrap_or(written);
    Duration::spellings().any(|known| known == unit).then(|| unit.to_owned())
}

fn complain_of_two(given: &Written<String>, headed: &str, told: &mut Told<'_>) {
    if !is_same(headed, guess::unit(&given.value).unwrap_or(&given.value)) {
        let message = format!(
            "setups are in `{}` as `unit` says, and in `{headed}` as a header says",
            given.value
        );
        let complaint = Diagnostic::error(code::WRONG_UNIT, message).at(given.spot);
        told.push(complaint.hint("take `unit` out, or mend the header"));
    }
}

fn no_unit(sheet: &str, cell: &Cell) -> Diagnostic {
    let message =
        format!("the setups of `{sheet}` need a unit: neither headers nor cells have one");
    let hint = "write `unit = \"min\"`, or let the first header end with it: `from [min]`";
    Diagnostic::error(code::BARE_NUMBER, message).at(cell.spot).hint(hint)
}
