//! The rows of sheets become tables of the tree, below everything that files say themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::cell;
use super::column::{About, Column, Headed, columns};
use super::grid::{Cell, Grid, Raw};
use super::keys::{Keys, PlanRow, PurchaseRow, TimeRow, WipRow};
use super::times::Time;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Spot, code, meant};
use crate::scenario::Scenario;
use crate::scenario::node::{Branch, Branches, Content, Node};
use crate::scenario::shape::{Shape, TableShape};
use crate::scenario::table::Table;
use crate::scenario::words::LIKE;

/// Groups of the scenario that no sheet can name things of.
const NO_SHEETS: [&str; 2] = ["table", "scale"];

/// Puts a row, with its cells, where the language has it. `Err(None)` if one is broken, which has been told.
type Lay = fn(&mut Branches, &Branches, &[Cell]) -> Result<(), Option<Diagnostic>>;

/// The tree that sheets make.
pub(in crate::scenario) struct Bottom<'a> {
    /// What the sheets say so far.
    pub(in crate::scenario) tree: Branches,
    /// Stations that only rows of times without a product name, with the places of their names.
    pub(in crate::scenario) only_timed: BTreeMap<String, Spot>,
    pub(in crate::scenario) sources: &'a mut Sources,
    pub(in crate::scenario) diagnostics: &'a mut Diagnostics,
}

impl<'a> Bottom<'a> {
    /// A tree of sheets that says nothing yet.
    pub(in crate::scenario) fn new(
        sources: &'a mut Sources,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self { tree: Branches::new(), only_timed: BTreeMap::new(), sources, diagnostics }
    }

    /// Lays the rows of a sheet as things of a group; false if the sheet cannot be read.
    pub(in crate::scenario) fn group(
        &mut self,
        group: &str,
        name: &str,
        bytes: Vec<u8>,
        keys: &Keys,
    ) -> bool {
        let field = Scenario::SHAPE.fields.iter().find(|field| field.key == group);
        let about = match field.map(|field| (field.key, &field.shape)) {
            Some((key, Shape::Named(shape))) => About { shape, group: Some(key) },
            _ => return true,
        };
        let Some((grid, columns)) = self.read(name, bytes, keys, &about) else { return false };
        let Some((names, values)) = columns.split_first() else { return false };
        let branch = self.tree.entry(group.to_owned());
        let spot = grid.headers[0].spot;
        let branch = branch.or_insert_with(|| table_at(spot));
        let Content::Table(things) = &mut branch.node.content else { return false };
        let mut told = Told { diagnostics: self.diagnostics, headers: BTreeSet::new() };
        let mut nameless: Vec<&[Cell]> = Vec::new();
        for row in &grid.rows {
            let Some(cell) = find(row, names.index) else {
                nameless.push(row);
                continue;
            };
            let Some(name) = name_of(row, cell, names, &mut told) else { continue };
            if things.contains_key(&name) {
                told.push(in_two_rows(group, &name, cell, names));
                continue;
            }
            let mut thing = thing(row, values, keys, &mut told);
            if let Some(like) = &keys.like {
                let node = Node::new(like.spot, Content::Text(like.value.clone()));
                let like = Branch { key: like.spot, node };
                thing.entry(LIKE.to_owned()).or_insert(like);
            }
            let node = Node::new(cell.spot, Content::Table(thing));
            things.insert(name, Branch { key: cell.spot, node });
        }
        if let Some(first) = nameless.first() {
            told.push(no_name(first, nameless.len(), names));
        }
        true
    }

    /// Lays the rows of a sheet of times; false if the sheet cannot be read.
    pub(in crate::scenario) fn times(&mut self, name: &str, bytes: Vec<u8>, keys: &Keys) -> bool {
        let about = About { shape: &TimeRow::SHAPE, group: None };
        let Some((grid, columns)) = self.read(name, bytes, keys, &about) else { return false };
        let mut told = Told { diagnostics: self.diagnostics, headers: BTreeSet::new() };
        for row in &grid.rows {
            let thing = thing(row, &columns, keys, &mut told);
            match Time::of(&thing, row) {
                Ok(time) => {
                    self.only_timed.extend(time.new_station(&self.tree));
                    time.lay(&mut self.tree, &mut told);
                }
                Err(Some(complaint)) => told.push(complaint),
                Err(None) => {}
            }
        }
        true
    }

    /// Lays the rows of a plan; false if the sheet cannot be read.
    pub(in crate::scenario) fn plan(&mut self, name: &str, bytes: Vec<u8>, keys: &Keys) -> bool {
        self.rows(&PlanRow::SHAPE, super::plan::lay, name, bytes, keys)
    }

    /// Lays rows that are no things of a group; false if the sheet cannot be read.
    fn rows(
        &mut self,
        shape: &'static TableShape,
        lay: Lay,
        name: &str,
        bytes: Vec<u8>,
        keys: &Keys,
    ) -> bool {
        let about = About { shape, group: None };
        let Some((grid, columns)) = self.read(name, bytes, keys, &about) else { return false };
        let mut told = Told { diagnostics: self.diagnostics, headers: BTreeSet::new() };
        for row in &grid.rows {
            let thing = thing(row, &columns, keys, &mut told);
            if let Err(Some(complaint)) = lay(&mut self.tree, &thing, row) {
                told.push(complaint);
            }
        }
        true
    }

    /// Lays the rows of what is in work at the start; false if the sheet cannot be read.
    pub(in crate::scenario) fn wip(&mut self, name: &str, bytes: Vec<u8>, keys: &Keys) -> bool {
        self.rows(&WipRow::SHAPE, super::wip::lay, name, bytes, keys)
    }

    /// Lays the rows of what is on order at the start; false if the sheet cannot be read.
    pub(in crate::scenario) fn on_order(
        &mut self,
        name: &str,
        bytes: Vec<u8>,
        keys: &Keys,
    ) -> bool {
        self.rows(&PurchaseRow::SHAPE, super::on_order::lay, name, bytes, keys)
    }

    /// Complains about cells of a text that no header stands above: a decimal comma between commas
    /// moves all cells behind it.
    pub(super) fn complain_of_the_headless(&mut self, grid: &Grid) {
        let headers: BTreeSet<usize> = grid.headers.iter().map(|cell| cell.column).collect();
        let rows = grid.rows.iter().filter(|_| grid.is_text);
        for cell in rows.filter_map(|row| row.iter().find(|cell| !headers.contains(&cell.column))) {
            let message = format!("no header stands above this cell: `{}`", cell.text());
            let hint =
                "where a number has a decimal comma, put it in quotes or use another delimiter";
            let complaint = Diagnostic::error(code::SHEET, message).at(cell.spot).hint(hint);
            self.diagnostics.push(complaint);
        }
    }

    /// Leaves out the rows that are not asked for.
    pub(super) fn keep_only(&mut self, name: &str, grid: &mut Grid, keys: &Keys) {
        for (header, texts) in &keys.only {
            let known = grid.headers.iter().map(Cell::text);
            let Some(position) = known.clone().position(|text| text == header.value) else {
                let known: Vec<String> = known.collect();
                let message =
                    format!("`only` names the column `{}`, which the sheet has not", header.value);
                let words = known.iter().map(String::as_str);
                let hint = meant(&header.value, words, "its columns are");
                let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(header.spot);
                self.diagnostics.push(complaint.hint(hint));
                continue;
            };
            let column = grid.headers[position].column;
            let before = grid.rows.len();
            grid.rows
                .retain(|row| find(row, column).is_some_and(|cell| texts.contains(&cell.text())));
            if grid.rows.is_empty() && before > 0 {
                let message =
                    format!("no row of `{name}` has what `only` asks for in `{}`", header.value);
                self.diagnostics.push(Diagnostic::warning(code::UNUSED, message).at(header.spot));
            }
        }
    }

    fn read(
        &mut self,
        name: &str,
        bytes: Vec<u8>,
        keys: &Keys,
        about: &About,
    ) -> Option<(Grid, Vec<Column>)> {
        let mut grid = super::grid(name, bytes, keys, self.sources, self.diagnostics)?;
        self.keep_only(name, &mut grid, keys);
        self.complain_of_the_headless(&grid);
        let sources = &*self.sources;
        let line = |spot: Spot| sources.line(spot);
        let sheet = Headed { name, headers: &grid.headers, rows: &grid.rows, line: &line };
        match columns(&sheet, keys, about, self.diagnostics) {
            Ok(columns) => Some((grid, columns)),
            Err(trouble) => {
                self.diagnostics.push(trouble.complaint(None));
                None
            }
        }
    }
}

/// Whether a group can come from a sheet.
pub(in crate::scenario) fn can_be_a_sheet(group: &str) -> bool {
    sheet_groups().any(|known| known == group)
}

/// Groups that can come from sheets.
pub(in crate::scenario) fn sheet_groups() -> impl Iterator<Item = &'static str> {
    let fields = Scenario::SHAPE.fields.iter();
    let named = fields.filter(|field| matches!(field.shape, Shape::Named(_)));
    named.map(|field| field.key).filter(|key| !NO_SHEETS.contains(key))
}

/// Complaints about cells; what is wrong with a whole column is told once.
pub(super) struct Told<'a> {
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) headers: BTreeSet<Spot>,
}

impl Told<'_> {
    /// Warns, once a column, of a name that is a number with more digits than a workbook keeps.
    fn warn_of_digits(&mut self, cell: &Cell, column: &Column) {
        if cell.is_rounded() && self.headers.insert(column.header) {
            let message = format!(
                "`{}` is read as {}: a workbook keeps 15 digits of a number, not more",
                column.key,
                cell.text()
            );
            let hint = "give the column the format of a text, and write its cells anew";
            self.push(Diagnostic::warning(code::DUBIOUS, message).at(cell.spot).hint(hint));
        }
    }

    pub(super) fn push(&mut self, complaint: Diagnostic) {
        self.diagnostics.push(complaint);
    }

    fn push_for(&mut self, column: &Column, complaint: Diagnostic) {
        if complaint.spot != Some(column.header) || self.headers.insert(column.header) {
            self.push(complaint);
        }
    }
}

/// The cell of a row in a column.
pub(super) fn find(row: &[Cell], column: usize) -> Option<&Cell> {
    row.binary_search_by_key(&column, |cell| cell.column).ok().map(|position| &row[position])
}

/// What stands between the parts of a name that is made of several columns.
const BETWEEN_PARTS: &str = "/";

/// The name of a row; `None` if one of its cells cannot be read, which has been told.
pub(super) fn name_of(
    row: &[Cell],
    first: &Cell,
    names: &Column,
    told: &mut Told<'_>,
) -> Option<String> {
    let others = names.more.iter().filter_map(|&column| find(row, column));
    let mut parts = Vec::new();
    for cell in std::iter::once(first).chain(others) {
        told.warn_of_digits(cell, names);
        parts.push(cell::name(cell).map_err(|complaint| told.push(complaint)).ok()?);
    }
    Some(parts.join(BETWEEN_PARTS))
}

pub(super) fn in_two_rows(group: &str, name: &str, cell: &Cell, names: &Column) -> Diagnostic {
    let message = format!("the {group} `{name}` is in two rows");
    let complaint = Diagnostic::error(code::GIVEN_TWICE, message).at(cell.spot);
    if group == "order" && names.more.is_empty() {
        let hint =
            "where orders have positions, both name a row: `columns = { order = [\"…\", \"…\"] }`";
        return complaint.hint(hint);
    }
    complaint
}

/// The warning that rows have no name: totals, or a name that is missing.
pub(super) fn no_name(first: &[Cell], count: usize, names: &Column) -> Diagnostic {
    let key = &names.key;
    let message = if count == 1 {
        format!("a row has no name in the column of `{key}` and is not used")
    } else {
        format!("{count} rows have no name in the column of `{key}` and are not used")
    };
    let spot = first.first().map(|cell| cell.spot);
    Diagnostic { spot, ..Diagnostic::warning(code::UNUSED, message) }
}

/// The keys that a row gives.
fn thing(row: &[Cell], columns: &[Column], keys: &Keys, told: &mut Told<'_>) -> Branches {
    let mut thing = Branches::new();
    for column in columns {
        let Some(cell) = find(row, column.index) else { continue };
        if column.takes.is_a_name() {
            told.warn_of_digits(cell, column);
        }
        if !column.more.is_empty() {
            let name = name_of(row, cell, column, told).map_or(Content::Broken, Content::Text);
            insert(&mut thing, &column.path, Node::new(cell.spot, name));
            continue;
        }
        let read =
            if column.is_broken { Err(None) } else { cell::node(cell, column, keys).map_err(Some) };
        if let (Raw::Number(number), Some("%")) = (&cell.raw, column.unit.as_deref())
            && *number > 0.0
            && *number < 1.0
            && told.headers.insert(column.header)
        {
            let percent = number * 100.0;
            let message = format!("`{}` is read as {number} %", column.key);
            let hint = format!(
                "a cell that shows {percent} % holds {number}: if it is meant so, let the header end with `[1]`"
            );
            told.push(Diagnostic::warning(code::DUBIOUS, message).at(cell.spot).hint(hint));
        }
        let node = read.unwrap_or_else(|complaint| {
            if let Some(complaint) = complaint {
                told.push_for(column, complaint);
            }
            Node::new(cell.spot, Content::Broken)
        });
        insert(&mut thing, &column.path, node);
    }
    thing
}

/// What is at the end of a way.
pub(super) fn found<'a>(tree: &'a mut Branches, way: &[(String, Spot)]) -> Option<&'a mut Node> {
    let ((first, _), rest) = way.split_first()?;
    let node = &mut tree.get_mut(first)?.node;
    if rest.is_empty() { Some(node) } else { found(node.table_mut()?, rest) }
}

/// Puts a value at a path, with the tables on the way.
pub(super) fn insert(branches: &mut Branches, path: &[String], node: Node) {
    let Some((first, rest)) = path.split_first() else { return };
    let spot = node.spot;
    if rest.is_empty() {
        branches.insert(first.clone(), Branch { key: spot, node });
        return;
    }
    let branch = branches.entry(first.clone()).or_insert_with(|| table_at(spot));
    if let Content::Table(inner) = &mut branch.node.content {
        insert(inner, rest, node);
    }
}

pub(super) fn table_at(spot: Spot) -> Branch {
    Branch { key: spot, node: Node::new(spot, Content::Table(Branches::new())) }
}
