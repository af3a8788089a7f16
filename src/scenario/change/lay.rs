//! Changes are laid over the plant: what it is between two dates.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::{Change, Changes, Period};
use crate::diagnostic::{Diagnostic, Diagnostics, Spot, code, meant};
use crate::scenario::decoder::{Decoder, SOURCE};
use crate::scenario::merge::{Laid, patch};
use crate::scenario::node::{Branches, Content, Node};
use crate::scenario::shape::{Shape, TableShape};
use crate::scenario::table::Table;
use crate::scenario::{Named, Scenario, Written};

/// Most changes a plant may have.
const MOST_CHANGES: usize = 200;

/// Most named things that the plants of all periods may have together.
const MOST_THINGS: usize = 1_000_000;

/// A key that gives a value, with everything that it is in.
type Path = Vec<String>;

impl Decoder<'_> {
    /// The plant as it is between the dates of its changes; nothing if something is wrong.
    pub(in crate::scenario) fn periods(
        &mut self,
        tree: &Branches,
        changes: &Changes,
    ) -> Vec<Period> {
        let named = &changes.named;
        let Some(written) = tree.get("change").and_then(|branch| branch.node.table()) else {
            return Vec::new();
        };
        let base: Branches = tree
            .iter()
            .filter(|(key, _)| *key != "change")
            .map(|(key, branch)| (key.clone(), branch.clone()))
            .collect();
        for (name, _) in named.iter() {
            if let Some(own) = own_branches(written, &name.value) {
                self.check_targets(&own, &base);
            }
        }
        self.check_rivals(written, named);
        let starts = starts(named);
        if named.len() > MOST_CHANGES || starts.len() * things(&base) > MOST_THINGS {
            let spot = tree.get("change").map(|branch| branch.key);
            let message = format!(
                "{} changes of a plant with {} named things are too many",
                named.len(),
                things(&base)
            );
            self.complain(Diagnostic { spot, ..Diagnostic::error(code::TOO_MANY, message) });
        }
        if self.has_errors() { Vec::new() } else { self.lay(&base, written, named, starts) }
    }

    fn lay(
        &mut self,
        base: &Branches,
        written: &Branches,
        named: &Named<Change>,
        starts: Vec<Option<DateTime>>,
    ) -> Vec<Period> {
        let mut known: BTreeMap<Vec<&str>, Scenario> = BTreeMap::new();
        let mut periods = Vec::with_capacity(starts.len());
        for from in starts {
            let mut in_force: Vec<(&Written<String>, &Change)> =
                named.iter().filter(|(_, change)| change.is_in_force(from)).collect();
            // Names are in their order already.
            in_force.sort_by_key(|(_, change)| change.begins());
            let names: Vec<&str> = in_force.iter().map(|(name, _)| name.value.as_str()).collect();
            let scenario = known.entry(names).or_insert_with_key(|names| {
                let mut told = Diagnostics::default();
                let mut tree = base.clone();
                for name in names {
                    let own = own_branches(written, name).unwrap_or_default();
                    patch(&mut tree, own, &Scenario::SHAPE, Laid::File, &mut told);
                }
                let mut decoder = Decoder::new(&mut told);
                decoder.sheets.clone_from(&self.sheets);
                let scenario = decoder.scenario(&tree);
                self.complain_anew(told);
                scenario
            });
            let in_force = in_force.into_iter().map(|(name, _)| name.clone()).collect();
            periods.push(Period { from, in_force, scenario: scenario.clone() });
        }
        periods
    }

    /// Complains about things that change and do not exist.
    fn check_targets(&mut self, own: &Branches, base: &Branches) {
        for field in Change::SHAPE.fields {
            let Shape::Named(shape) = &field.shape else { continue };
            let noun = shape.noun.trim_start_matches("a change of a ");
            let Some(changed) = table(own, field.key) else { continue };
            let there = table(base, field.key);
            self.check_names_exist(changed, there, noun);
            for (name, branch) in changed.iter().filter(|_| field.key == "station") {
                let Some(station) = there.and_then(|stations| table(stations, name)) else {
                    continue;
                };
                for noun in ["failure", "maintenance"] {
                    if let Some(own) = branch.node.table().and_then(|own| table(own, noun)) {
                        self.check_names_exist(own, table(station, noun), noun);
                    }
                }
            }
        }
    }

    fn check_names_exist(&mut self, changed: &Branches, there: Option<&Branches>, noun: &str) {
        for (name, branch) in changed.iter().filter(|(name, _)| *name != SOURCE) {
            if there.is_some_and(|there| there.contains_key(name)) {
                continue;
            }
            let known = there.iter().flat_map(|there| there.keys().map(String::as_str));
            let hint = there.map(|_| meant(name, known, "there is"));
            let message = format!("there is no {noun} `{name}` that could change on a date");
            let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(branch.key);
            self.complain(complaint.maybe_hint(hint));
        }
    }

    /// Complains about values that two changes give at the same time.
    fn check_rivals(&mut self, written: &Branches, named: &Named<Change>) {
        let mut given: BTreeMap<Path, Vec<(&str, &Change, Spot)>> = BTreeMap::new();
        for (name, change) in named.iter() {
            let own = own_branches(written, &name.value).unwrap_or_default();
            let mut found = Vec::new();
            leaves(&own, &Change::SHAPE, &mut Vec::new(), &mut found);
            for (path, spot) in found {
                given.entry(path).or_default().push((&name.value, change, spot));
            }
        }
        for (path, mut rivals) in given {
            rivals.sort_by_key(|(_, _, spot)| *spot);
            for (position, (name, change, spot)) in rivals.iter().enumerate() {
                let other = rivals[..position].iter().find(|(_, other, _)| other.meets(change));
                if let Some((other, _, _)) = other {
                    let path = path.join(".");
                    let message = format!("`{other}` and `{name}` give `{path}` at the same time");
                    let hint = "let one of them end before the other begins";
                    self.mistake(code::CHANGE, *spot, message, hint);
                }
            }
        }
    }
}

/// The instants from which on the plant is different, ascending; `None` is before all dates.
fn starts(named: &Named<Change>) -> Vec<Option<DateTime>> {
    let mut starts: Vec<Option<DateTime>> =
        named.iter().flat_map(|(_, change)| [change.begins(), change.ends()]).collect();
    starts.push(None);
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// What a change says of the plant.
fn own_branches(written: &Branches, name: &str) -> Option<Branches> {
    let own = table(written, name)?.iter();
    let own = own.filter(|(key, _)| !["from", "until", SOURCE].contains(&key.as_str()));
    Some(own.map(|(key, branch)| (key.clone(), branch.clone())).collect())
}

fn table<'a>(branches: &'a Branches, key: &str) -> Option<&'a Branches> {
    branches.get(key).and_then(|branch| branch.node.table())
}

/// How many named things a tree has.
fn things(tree: &Branches) -> usize {
    let count = |node: &Node| match &node.content {
        Content::Table(things) => things.len(),
        _ => 1,
    };
    tree.values().map(|branch| count(&branch.node)).sum()
}

/// The keys that give values, with their places.
fn leaves(branches: &Branches, shape: &TableShape, path: &mut Path, found: &mut Vec<(Path, Spot)>) {
    for (key, branch) in branches.iter().filter(|(key, _)| *key != SOURCE) {
        path.push(key.clone());
        let field = shape.fields.iter().find(|field| field.key == key);
        match (field.map(|field| &field.shape), branch.node.table()) {
            (Some(Shape::Table(inner)), Some(table)) => leaves(table, inner, path, found),
            (Some(Shape::Named(inner)), Some(names)) => {
                for (name, entry) in names {
                    path.push(name.clone());
                    if let Some(table) = entry.node.table() {
                        leaves(table, inner, path, found);
                    }
                    path.pop();
                }
            }
            _ => found.push((path.clone(), branch.key)),
        }
        path.pop();
    }
}
