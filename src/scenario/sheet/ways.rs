//! Distances from a sheet: stations stand in the first column and in the headers.

use std::collections::{BTreeMap, BTreeSet};

use super::cell;
use super::column::Column;
use super::grid::{Cell, Grid, Raw};
use super::keys::Keys;
use super::lay::{Bottom, Told, find, in_two_rows, name_of, no_name};
use super::takes::Takes;
use super::times::put;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::scenario::shape::Form;

/// What names a row and a column.
const STATION: &str = "station";

impl Bottom<'_> {
    /// Lays the cells of a sheet as distances between stations; false if the sheet cannot be read.
    pub(in crate::scenario) fn ways(&mut self, name: &str, bytes: Vec<u8>, keys: &Keys) -> bool {
        let grid = super::grid(name, bytes, keys, self.sources, self.diagnostics);
        let Some(mut grid) = grid else { return false };
        let names = corner(&mut grid, STATION);
        self.keep_only(name, &mut grid, keys);
        self.complain_of_the_headless(&grid);
        let mut told = Told { diagnostics: self.diagnostics, headers: BTreeSet::new() };
        let ends = ends(&grid, &names, &mut told);
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut nameless: Vec<&[Cell]> = Vec::new();
        for row in &grid.rows {
            let Some(first) = find(row, names.index) else {
                nameless.push(row);
                continue;
            };
            let Some(from) = name_of(row, first, &names, &mut told) else { continue };
            if !seen.insert(from.clone()) {
                told.push(in_two_rows(STATION, &from, first, &names));
                continue;
            }
            for (column, to, header) in &ends {
                let Some(cell) = find(row, column.index) else { continue };
                let node = match cell::node(cell, column, keys) {
                    Ok(node) => node,
                    Err(complaint) => {
                        told.push(complaint);
                        continue;
                    }
                };
                let key = |word: &str, spot: Spot| (word.to_owned(), spot);
                let way = [
                    key("layout", first.spot),
                    key("from", first.spot),
                    key(&from, first.spot),
                    key("to", first.spot),
                    key(to, *header),
                ];
                put(&mut self.tree, &way, node);
            }
        }
        if let Some(first) = nameless.first() {
            told.push(no_name(first, nameless.len(), &names));
        }
        true
    }
}

/// The column of the names: the first one, whether something stands above it or not.
pub(super) fn corner(grid: &mut Grid, key: &str) -> Column {
    let cells = grid.headers.iter().chain(grid.rows.iter().flatten());
    let first = cells.min_by_key(|cell| cell.column).map_or(0, |cell| cell.column);
    let spot = grid.headers[0].spot;
    if grid.headers[0].column != first {
        let empty = Cell { column: first, spot, raw: Raw::Text(String::new()) };
        grid.headers.insert(0, empty);
    }
    Column::of_one_kind(&grid.headers[0], key, Takes::default())
}

/// The columns of the stations at which ways end, each with its name and the place of it.
fn ends(grid: &Grid, names: &Column, told: &mut Told<'_>) -> Vec<(Column, String, Spot)> {
    let mut ends: Vec<(Column, String, Spot)> = Vec::new();
    let mut known: BTreeMap<String, Spot> = BTreeMap::new();
    for header in grid.headers.iter().filter(|header| header.column != names.index) {
        let name = header.text();
        if known.insert(name.clone(), header.spot).is_some() {
            let message = format!("the station `{name}` has two columns");
            told.push(Diagnostic::error(code::GIVEN_TWICE, message).at(header.spot));
            continue;
        }
        let column = Column::of_one_kind(header, &name, Takes::of(&Form::Rating));
        ends.push((column, name, header.spot));
    }
    ends
}
