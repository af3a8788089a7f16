//! Which sheets a scenario has, and where they lie: beside the files that name them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Loader, bytes};
use crate::diagnostic::{Diagnostic, Diagnostics, Spot, code, meant};
use crate::scenario::decoder::Decoder;
use crate::scenario::expand::{VALUE, replace_values};
use crate::scenario::files::{Files, folder_of, is_within, resolve};
use crate::scenario::merge::{Laid, patch};
use crate::scenario::node::{Branch, Branches, Content, Node, group_mut};
use crate::scenario::sheet::{Bottom, Keys, SetupSheet, can_be_a_sheet, sheet_groups};
use crate::scenario::table::Table;
use crate::scenario::words::LIKE;
use crate::scenario::{Distances, Scenario, Written};

/// The tables that name sheets.
const TABLE: &str = "table";
const TIMES: &str = "times";
const ROSTER: &str = "roster";
const LAYOUT: &str = "layout";
const PLAN: &str = "plan";
const TODAY: &str = "today";

/// Stations for which the one that was meant is looked for.
const MOST_GUESSES: usize = 100;

impl Loader<'_> {
    /// What the sheets of a scenario say; all files together say which sheets there are. Beside it
    /// stations that only rows of times name.
    pub(super) fn sheets(&mut self, stack: &[String]) -> (Branches, BTreeMap<String, Spot>) {
        let named = self.named_sheets(stack);
        if [TABLE, TIMES, ROSTER, PLAN, TODAY, LAYOUT].iter().all(|key| !named.contains_key(*key)) {
            return Default::default();
        }
        let mut told_later = Diagnostics::default();
        let scenario = Decoder::new(&mut told_later).scenario(&named);
        if told_later.has_errors() {
            self.is_short = true;
            self.sure.extend(told_later.iter().cloned());
            return Default::default();
        }
        let folders = self.folders();
        let bottom = Bottom::new(&mut self.sources, &mut self.diagnostics);
        let mut finder = Finder { files: self.files, folders, bottom, is_short: false };
        for (group, sheet) in scenario.sheets.iter() {
            if can_be_a_sheet(&group.value) {
                finder.lay(Rows::Things(&group.value), &sheet.keys());
            } else {
                finder.no_group(group);
            }
        }
        finder.lay(Rows::Times, &scenario.times.keys());
        finder.lay(Rows::Roster, &scenario.roster.keys());
        finder.lay(Rows::Plan, &scenario.plan.keys());
        finder.lay(Rows::Wip, &scenario.today.wip.keys());
        finder.lay(Rows::OnOrder, &scenario.today.on_order.keys());
        if let Some(Distances::Sheet(sheet)) = scenario.layout.distance.map(|it| it.value) {
            finder.lay(Rows::Distances, &sheet.keys());
        }
        self.is_short |= finder.is_short;
        (finder.bottom.tree, finder.bottom.only_timed)
    }

    /// The folders of the files that were read.
    pub(super) fn folders(&self) -> BTreeSet<String> {
        self.layers.keys().map(|name| folder_of(name).to_owned()).collect()
    }

    /// Puts the cells of sheets where setups name one as their `matrix`: into the merged tree, as a patch
    /// replaces a setup whole.
    pub(super) fn setups(&mut self, tree: &mut Branches, folders: BTreeSet<String>) {
        let bottom = Bottom::new(&mut self.sources, &mut self.diagnostics);
        let mut finder = Finder { files: self.files, folders, bottom, is_short: false };
        each_matrix(tree, &mut |matrix| finder.lay_matrix(matrix));
        self.is_short |= finder.is_short;
    }

    /// Complains about stations that nothing but rows of times knows, and forgets them.
    pub(super) fn drop_unknown_stations(
        &mut self,
        tree: &mut Branches,
        only_timed: BTreeMap<String, Spot>,
    ) {
        let Some(stations) = group_mut(tree, "station") else { return };
        let is_known = |station: &Branch| {
            // A line that is like another has made it.
            station.node.table().is_some_and(|station| station.contains_key(LIKE))
        };
        let unknown = only_timed.into_iter();
        let unknown =
            unknown.filter(|(name, _)| stations.get(name).is_some_and(|it| !is_known(it)));
        let unknown: BTreeMap<String, Spot> = unknown.collect();
        stations.retain(|name, _| !unknown.contains_key(name));
        if self.is_short {
            return;
        }
        for (place, (name, spot)) in unknown.iter().enumerate() {
            let message = format!("the times name the station `{name}`, which does not exist");
            let names = stations.keys().map(String::as_str);
            let hint = (place < MOST_GUESSES).then(|| meant(name, names, "there are"));
            let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(*spot);
            self.diagnostics.push(complaint.maybe_hint(hint));
        }
    }

    /// What the files of a scenario say of its sheets.
    fn named_sheets(&self, stack: &[String]) -> Branches {
        let mut named = Branches::new();
        for layer in stack.iter().filter_map(|layer| self.layers.get(layer)) {
            let own = [TABLE, TIMES, ROSTER, PLAN, TODAY, LAYOUT, VALUE]
                .map(|key| Some((key.to_owned(), layer.get(key)?.clone())));
            let own: Branches = own.into_iter().flatten().collect();
            // What is wrong with it is told when the whole is laid.
            patch(&mut named, own, &Scenario::SHAPE, Laid::File, &mut Diagnostics::default());
        }
        replace_values(&mut named);
        keep_sheets(&mut named, LAYOUT, &["distance"]);
        keep_sheets(&mut named, TODAY, &["wip", "on_order"]);
        named
    }
}

/// Of a group only these tables are wanted, if it has them: sheets.
fn keep_sheets(named: &mut Branches, group: &str, keys: &[&str]) {
    let take = |key: &&str| Some(((*key).to_owned(), group_mut(named, group)?.shift_remove(*key)?));
    let mut sheets: Branches = keys.iter().filter_map(take).collect();
    sheets.retain(|_, sheet| sheet.node.table().is_some());
    named.retain(|name, _| name != group);
    if let Some((key, spot)) = sheets.values().next().map(|sheet| (sheet.key, sheet.node.spot)) {
        let node = Node::new(spot, Content::Table(sheets));
        named.insert(group.to_owned(), Branch { key, node });
    }
}

/// What the rows of a sheet are.
#[derive(Clone, Copy)]
enum Rows<'a> {
    /// Things of a group.
    Things(&'a str),
    /// Times of products at stations.
    Times,
    /// Days of people.
    Roster,
    /// Orders in sequence.
    Plan,
    /// Parts in work.
    Wip,
    /// Open purchase orders.
    OnOrder,
    /// Distances between stations.
    Distances,
}

/// Finds sheets and lays them.
struct Finder<'a> {
    files: &'a dyn Files,
    /// The folders of the files that were read.
    folders: BTreeSet<String>,
    bottom: Bottom<'a>,
    /// Whether a sheet could not be read.
    is_short: bool,
}

impl Finder<'_> {
    /// Lays the rows of one sheet.
    fn lay(&mut self, rows: Rows<'_>, keys: &Keys) {
        let Some(file) = &keys.file else { return };
        let is_read = self.read(file).is_some_and(|(name, bytes)| match rows {
            Rows::Things(group) => self.bottom.group(group, &name, bytes, keys),
            Rows::Times => self.bottom.times(&name, bytes, keys),
            Rows::Roster => self.bottom.roster(&name, bytes, keys),
            Rows::Plan => self.bottom.plan(&name, bytes, keys),
            Rows::Wip => self.bottom.wip(&name, bytes, keys),
            Rows::OnOrder => self.bottom.on_order(&name, bytes, keys),
            Rows::Distances => self.bottom.ways(&name, bytes, keys),
        });
        self.is_short |= !is_read;
    }

    /// Puts the cells of a sheet in the place of the matrix that names it.
    fn lay_matrix(&mut self, matrix: &mut Node) {
        if !SetupSheet::is_named_by(matrix) {
            return;
        }
        let Some(sheet) = SetupSheet::named_by(matrix, self.bottom.diagnostics) else {
            matrix.content = Content::Broken;
            return;
        };
        let laid = sheet.file.as_ref().and_then(|file| self.read(file));
        let laid = laid.and_then(|(name, bytes)| self.bottom.setups(&name, bytes, &sheet));
        self.is_short |= laid.is_none();
        matrix.content = laid.map_or(Content::Broken, Content::Table);
    }

    /// The full name of a sheet's file, and what it holds.
    fn read(&mut self, file: &Written<String>) -> Option<(String, Vec<u8>)> {
        let name = resolve(self.bottom.sources.name(file.spot.file), &file.value);
        if self.folders.iter().any(|folder| is_within(folder, &name)) {
            let bytes = bytes(self.files, &name, Some(file.spot), self.bottom.diagnostics)?;
            return Some((name, bytes));
        }
        let message = format!("`{}` is outside the scenario's folder", file.value);
        let hint = "put the sheet beside the scenario, or into a folder below";
        let complaint = Diagnostic::error(code::FILE, message).at(file.spot).hint(hint);
        self.bottom.diagnostics.push(complaint);
        None
    }

    fn no_group(&mut self, group: &Written<String>) {
        let message = format!("`{}` cannot come from a sheet", group.value);
        let hint = meant(&group.value, sheet_groups(), "what can");
        let complaint = Diagnostic::error(code::UNKNOWN_KEY, message).at(group.spot);
        self.bottom.diagnostics.push(complaint.hint(hint));
    }
}

/// Shows every `matrix` of a setup in a tree: of stations, of types, and of what changes on a day.
fn each_matrix(tree: &mut Branches, see: &mut impl FnMut(&mut Node)) {
    for group in ["station", "type"] {
        for (_, thing) in group_mut(tree, group).into_iter().flatten() {
            let setup = thing.node.table_mut().and_then(|thing| thing.get_mut("setup"));
            let matrix = setup.and_then(|setup| setup.node.table_mut()?.get_mut("matrix"));
            if let Some(matrix) = matrix {
                see(&mut matrix.node);
            }
        }
    }
    for (_, change) in group_mut(tree, "change").into_iter().flatten() {
        if let Some(change) = change.node.table_mut() {
            each_matrix(change, see);
        }
    }
}
