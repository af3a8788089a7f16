//! `like`: a thing that starts as a copy of another, or of a type.

use std::collections::{BTreeMap, BTreeSet};

use super::sequence::{arrange, arrange_line, forget_waiting};
use super::{Copies, size};
use crate::diagnostic::{Diagnostic, Spot, code, meant};
use crate::scenario::calendar::Calendar;
use crate::scenario::line::Line;
use crate::scenario::merge::{Laid, REMOVE, patch};
use crate::scenario::node::{Branch, Branches, Content, Node, group, group_mut};
use crate::scenario::station::Station;
use crate::scenario::table::Table;
use crate::scenario::words::LIKE;

/// Lays every thing over what it is like; gives the names of types that something is like.
pub(super) fn copy(tree: &mut Branches, copies: &mut Copies<'_>) -> BTreeSet<String> {
    let (done, used) = (BTreeSet::new(), BTreeSet::new());
    let mut likes = Likes { tree, copies, done, used, unknown: 0 };
    for group in [Group::Calendar, Group::Line, Group::Type, Group::Station] {
        for name in names(likes.tree, group) {
            likes.settle(&Thing { group, name });
        }
    }
    let used = likes.used;
    arrange(tree, copies.diagnostics);
    forget_waiting(tree);
    for (name, branch) in group(tree, Group::Type.key()).into_iter().flatten() {
        if !used.contains(name) && branch.node.table().is_some() {
            let message = format!("no station is like the type `{name}`");
            copies.complain(Diagnostic::warning(code::UNUSED, message).at(branch.key));
        }
    }
    used
}

/// Complaints for which the word that was meant is looked for.
const MOST_GUESSES: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Calendar,
    Line,
    Station,
    Type,
}

impl Group {
    const fn key(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Line => "line",
            Self::Station => "station",
            Self::Type => "type",
        }
    }

    /// The groups whose things can be copied, those that are looked through first in front.
    const fn sources(self) -> &'static [Self] {
        match self {
            Self::Calendar => &[Self::Calendar],
            Self::Line => &[Self::Line],
            Self::Station => &[Self::Type, Self::Station],
            Self::Type => &[Self::Type],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Thing {
    group: Group,
    name: String,
}

struct Likes<'a, 'c> {
    tree: &'a mut Branches,
    copies: &'a mut Copies<'c>,
    /// Things that are written out.
    done: BTreeSet<Thing>,
    /// Types that something is like.
    used: BTreeSet<String>,
    /// How many things are like nothing that is there.
    unknown: usize,
}

impl Likes<'_, '_> {
    /// Writes a thing out, after what it is like, however long the chain is.
    fn settle(&mut self, thing: &Thing) {
        let mut open: Vec<(Thing, Thing, Spot)> = Vec::new();
        let mut next = thing.clone();
        while self.done.insert(next.clone()) {
            let Some((word, spot)) = self.like(&next) else { break };
            let Some(model) = self.find(&next, &word, spot) else { break };
            open.push((next, model.clone(), spot));
            next = model;
        }
        // What is done already and waits here all the same closes a circle.
        if open.iter().any(|(waiting, ..)| *waiting == next)
            && let Some((_, model, spot)) = open.pop()
        {
            let message = format!("`{}` is like itself, in a circle", model.name);
            self.copies.complain(Diagnostic::error(code::CYCLE, message).at(spot));
        }
        for (thing, model, spot) in open.iter().rev() {
            self.lay(thing, model, *spot);
        }
    }

    /// What a thing is like, and where that is written.
    fn like(&self, thing: &Thing) -> Option<(String, Spot)> {
        let node = &entry(self.tree, thing)?.get(LIKE)?.node;
        Some((node.text()?.to_owned(), node.spot))
    }

    /// The thing that a word means.
    fn find(&mut self, thing: &Thing, word: &str, spot: Spot) -> Option<Thing> {
        for &group in thing.group.sources() {
            let path = word.strip_prefix(group.key()).and_then(|rest| rest.strip_prefix('.'));
            for name in [Some(word), path].into_iter().flatten() {
                let found = Thing { group, name: name.to_owned() };
                if entry(self.tree, &found).is_some() {
                    if group == Group::Type {
                        self.used.insert(found.name.clone());
                    }
                    return Some(found);
                }
            }
        }
        self.unknown += 1;
        // To look through all names again and again would take for ever.
        let sources = thing.group.sources();
        let sources = if self.unknown <= MOST_GUESSES { sources } else { &[] };
        let known: Vec<String> =
            sources.iter().flat_map(|&group| names(self.tree, group)).collect();
        let known = known.iter().map(String::as_str).filter(|name| *name != thing.name);
        let noun = match thing.group {
            Group::Calendar => "calendar",
            Group::Line => "line",
            Group::Station => "type or station",
            Group::Type => "type",
        };
        let message = format!("`{}` is like `{word}`, and there is no such {noun}", thing.name);
        let hint = if known.clone().next().is_some() {
            meant(word, known, "there is")
        } else {
            format!("add `[{}.{word}]`", thing.group.sources()[0].key())
        };
        self.copies.complain(Diagnostic::error(code::UNKNOWN_NAME, message).at(spot).hint(hint));
        None
    }

    /// Lays a thing over the one that it is like.
    fn lay(&mut self, thing: &Thing, model: &Thing, spot: Spot) {
        let Some(model_table) = entry(self.tree, model) else { return };
        if !self.copies.may(1 + size(model_table), spot) {
            return;
        }
        let mut below = model_table.clone();
        let Some(own) = entry_mut(self.tree, thing).map(std::mem::take) else { return };
        let shape = match thing.group {
            Group::Calendar => Calendar::SHAPE,
            Group::Line => Line::SHAPE,
            Group::Station | Group::Type => Station::SHAPE,
        };
        let has_stations = own.contains_key("stations");
        if (thing.group, model.group) == (Group::Station, Group::Station) {
            for key in ["cycle", "setup"].into_iter().filter(|key| !own.contains_key(*key)) {
                copy_times(self.tree, key, (&model.name, &thing.name), self.copies, spot);
            }
        }
        let originals = stations(&below);
        patch(&mut below, own, &shape, Laid::Thing, self.copies.diagnostics);
        if thing.group == Group::Line && !has_stations {
            let prefix = format!("{}.", thing.name);
            arrange_line(&thing.name, &mut below, &prefix, self.copies.diagnostics);
            self.copy_stations(&mut below, &originals, model, (&prefix, spot));
        }
        if let Some(place) = entry_mut(self.tree, thing) {
            *place = below;
        }
    }

    /// Gives a line stations of its own, each like the one it stands for.
    fn copy_stations(
        &mut self,
        line: &mut Branches,
        originals: &BTreeSet<String>,
        model: &Thing,
        (prefix, spot): (&str, Spot),
    ) {
        let Some(branch) = line.get_mut("stations") else { return };
        let Content::List(stations) = &mut branch.node.content else { return };
        let line_name = prefix.trim_end_matches('.').to_owned();
        let mut copied = 0;
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        for node in stations.iter_mut() {
            let Content::Text(name) = &mut node.content else { continue };
            let original = Thing { group: Group::Station, name: name.clone() };
            if !originals.contains(name) || entry(self.tree, &original).is_none() {
                continue;
            }
            let bare = name.strip_prefix(&format!("{}.", model.name)).unwrap_or(name);
            let copy = format!("{prefix}{bare}");
            if taken.insert(copy.clone(), name.clone()).is_some_and(|other| other != *name) {
                let message = format!("two stations of the line would be called `{copy}`");
                let hint = "write its `stations` itself";
                self.copies
                    .complain(Diagnostic::error(code::NAME_TWICE, message).at(spot).hint(hint));
            }
            self.be_like(&line_name, &copy, name, spot);
            copied += 1;
            *name = copy;
            // At its place stands the original.
            node.remark("");
        }
        branch.node.remark(&format!("like line.{}", model.name));
        if copied > 0 {
            let stations = if copied == 1 { "1 station" } else { &format!("{copied} stations") };
            let message = format!(
                "the line `{line_name}` has {stations} of its own, like those of `{}`",
                model.name
            );
            self.copies.complain(Diagnostic::note(code::COUNTED, message));
        }
    }

    /// Makes a station of a line, if it is not there, and lets it be like another. One that was
    /// removed and given anew is like nothing.
    fn be_like(&mut self, line: &str, copy: &str, original: &str, spot: Spot) {
        let Some(stations) = group_mut(self.tree, Group::Station.key()) else { return };
        let empty = || Branch { key: spot, node: Node::new(spot, Content::Table(Branches::new())) };
        let entry = stations.entry(copy.to_owned()).or_insert_with(empty);
        let Some(table) = entry.node.table_mut() else { return };
        if table.contains_key(REMOVE) && table.len() > 1 {
            return;
        }
        if let Some(mark) = table.shift_remove(REMOVE) {
            let message = format!("the line `{line}` visits `{copy}`, which is removed");
            let hint =
                format!("let the line do without it: `without = [\"{copy}\"]` in `[line.{line}]`");
            let complaint = Diagnostic::error(code::REMOVE, message).at(mark.key).hint(hint);
            self.copies.complain(complaint);
        }
        let like = Content::Text(format!("station.{original}"));
        let like = Branch { key: spot, node: Node::new(spot, like) };
        table.entry(LIKE.to_owned()).or_insert(like);
    }
}

/// Gives a copy of a station the times that products have at the original: their cycles, or their setups.
fn copy_times(
    tree: &mut Branches,
    key: &str,
    (original, copy): (&str, &str),
    copies: &mut Copies<'_>,
    spot: Spot,
) {
    let products = group_mut(tree, "times").and_then(|times| group_mut(times, "product"));
    for product in products.into_iter().flat_map(Branches::values_mut) {
        let times = product.node.table_mut().and_then(|times| group_mut(times, key));
        if let Some(times) = times
            && let Some(time) = times.get(original).cloned()
            && copies.may(1 + time.node.table().map_or(0, size), spot)
        {
            times.entry(copy.to_owned()).or_insert(time);
        }
    }
}

/// The stations of a line.
fn stations(line: &Branches) -> BTreeSet<String> {
    let list = line.get("stations").map(|branch| &branch.node.content);
    let Some(Content::List(items)) = list else { return BTreeSet::new() };
    items.iter().filter_map(Node::text).map(str::to_owned).collect()
}

fn names(tree: &Branches, group: Group) -> Vec<String> {
    self::group(tree, group.key()).into_iter().flat_map(Branches::keys).cloned().collect()
}

fn entry<'a>(tree: &'a Branches, thing: &Thing) -> Option<&'a Branches> {
    group(tree, thing.group.key())?.get(&thing.name)?.node.table()
}

fn entry_mut<'a>(tree: &'a mut Branches, thing: &Thing) -> Option<&'a mut Branches> {
    group_mut(tree, thing.group.key())?.get_mut(&thing.name)?.node.table_mut()
}
