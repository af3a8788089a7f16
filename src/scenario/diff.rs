//! What is different between two scenarios, thing by thing: the merged trees are compared, so it
//! does not matter in which file or in what way something is written.

mod sequence;
mod value;

use super::holds::Place;
use super::node::{Branch, Branches, Content, Node};
use super::origin::{NOTHING, join};
use super::read::Reading;
use super::shape::{FieldShape, Shape, TableShape};
use super::table::Table;
use super::{Calendar, RosterRow, Scenario};
use crate::units::{Weekdays, natural_order};
use value::{plain, same, summary};

/// A difference between two scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// What kind of thing it is, as in TOML: `station`, `run`.
    pub group: &'static str,
    /// The thing's name; nothing for a table that has none, such as `run`.
    pub name: String,
    /// The key below it, such as `failure.jam.repair`; nothing for the whole thing.
    pub key: String,
    /// What is different.
    pub what: What,
}

/// What is different.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It is new, with the values that it has.
    Added(String),
    /// It is gone.
    Removed,
    /// It has another value.
    Value {
        /// What it was, in words.
        before: String,
        /// What it is, in words.
        after: String,
    },
    /// Something in it, in words: "06:00-12:00 added".
    Words(String),
}

/// Tables whose effect is seen elsewhere.
const SEEN_ELSEWHERE: [&str; 4] = ["type", "value", "scale", "table"];

/// Keys whose effect is seen elsewhere, or that have none.
const NO_EFFECT: [&str; 2] = ["source", "like"];

/// The differences between two scenarios, in the order of the reference.
pub fn diff(before: &Reading, after: &Reading) -> Vec<Diff> {
    let mut walk = Walk { before, after, diffs: Vec::new(), group: "", name: String::new() };
    for field in Scenario::SHAPE.fields.iter().filter(|field| !SEEN_ELSEWHERE.contains(&field.key))
    {
        walk.group = field.key;
        walk.name = String::new();
        let sides = Sides { before: &before.tree, after: &after.tree };
        walk.top(field, sides);
    }
    walk.diffs
}

/// The same table in both scenarios.
#[derive(Clone, Copy)]
struct Sides<'a> {
    before: &'a Branches,
    after: &'a Branches,
}

impl<'a> Sides<'a> {
    fn nodes(self, key: &str) -> (Option<&'a Node>, Option<&'a Node>) {
        let node = |side: &'a Branches| side.get(key).map(|branch| &branch.node);
        (node(self.before), node(self.after))
    }

    /// The tables behind a key; one that is absent is empty.
    fn inside(self, key: &str) -> Self {
        let table = |side: &'a Branches| {
            side.get(key).and_then(|branch| branch.node.table()).unwrap_or(&NOTHING)
        };
        Self { before: table(self.before), after: table(self.after) }
    }

    /// The names in either, in natural order.
    fn names(self) -> Vec<&'a str> {
        // A thing may be called `source`; the key of that name holds a text.
        let is_named = |(name, branch): &(&'a String, &'a Branch)| {
            !NO_EFFECT.contains(&name.as_str()) || branch.node.table().is_some()
        };
        let all = self.before.iter().chain(self.after).filter(is_named);
        let mut names: Vec<&str> = all.map(|(name, _)| name.as_str()).collect();
        names.sort_by(|one, other| natural_order(one, other));
        names.dedup();
        names
    }
}

struct Walk<'a> {
    before: &'a Reading,
    after: &'a Reading,
    diffs: Vec<Diff>,
    group: &'static str,
    name: String,
}

impl Walk<'_> {
    fn push(&mut self, key: &str, what: What) {
        let (group, name, key) = (self.group, self.name.clone(), key.to_owned());
        self.diffs.push(Diff { group, name, key, what });
    }

    /// A key of the scenario itself.
    fn top(&mut self, field: &FieldShape<'static>, sides: Sides<'_>) {
        match &field.shape {
            Shape::Table(shape) => self.table(shape, sides.inside(field.key), ""),
            Shape::Named(shape) => {
                let sides = sides.inside(field.key);
                for name in sides.names() {
                    name.clone_into(&mut self.name);
                    self.entry(shape, sides, name, "");
                }
            }
            // The name of a what-if is no change of the plant.
            Shape::Value(_) | Shape::NamedValues(_) => {}
        }
    }

    /// A named thing: new, gone, or with differences inside.
    fn entry(&mut self, shape: &'static TableShape, sides: Sides<'_>, name: &str, key: &str) {
        if shape.noun == RosterRow::SHAPE.noun {
            let words = roster_row(name, sides.inside(name));
            if !words.is_empty() {
                self.push("", What::Words(words));
            }
            return;
        }
        match sides.nodes(name) {
            (None, Some(node)) => self.push(key, What::Added(summary(node))),
            (Some(_), None) => self.push(key, What::Removed),
            (Some(_), Some(_)) if shape.noun == Calendar::SHAPE.noun => {
                self.week(name);
                self.table(shape, sides.inside(name), key);
            }
            (Some(_), Some(_)) => self.table(shape, sides.inside(name), key),
            (None, None) => {}
        }
    }

    fn table(&mut self, shape: &'static TableShape, sides: Sides<'_>, prefix: &str) {
        let fields = shape.fields.iter().filter(|field| !NO_EFFECT.contains(&field.key));
        for field in fields {
            let key = join(prefix, field.key);
            let inside = sides.inside(field.key);
            match &field.shape {
                Shape::Table(inner) => self.table(inner, inside, &key),
                Shape::Named(inner) => {
                    for name in inside.names() {
                        self.entry(inner, inside, name, &join(&key, name));
                    }
                }
                Shape::NamedValues(_) => {
                    for name in inside.names() {
                        let (before, after) = inside.nodes(name);
                        self.value(&join(&key, name), before, after, "none");
                    }
                }
                Shape::Value(_) => {
                    let (before, after) = sides.nodes(field.key);
                    if before.is_none() && after.is_none() {
                        continue;
                    }
                    // Where a sheet is does not matter, what it says does.
                    if self.group == "times" {
                        continue;
                    }
                    let default = match (before, after) {
                        (None, _) => self.default(self.before, shape, sides.before, field),
                        (_, None) => self.default(self.after, shape, sides.after, field),
                        _ => String::new(),
                    };
                    self.value(&key, before, after, &default);
                }
            }
        }
    }

    /// What holds where a key is absent.
    fn default(
        &self,
        reading: &Reading,
        shape: &'static TableShape,
        branches: &Branches,
        field: &FieldShape<'_>,
    ) -> String {
        let (tree, file, name) = (&reading.tree, reading.file.as_str(), self.name.as_str());
        let default = Place { tree, file, shape, branches, name }.default_of(field);
        // Reasons behind a comma help nobody here.
        default.split(", ").next().unwrap_or_default().to_owned()
    }

    fn value(&mut self, key: &str, before: Option<&Node>, after: Option<&Node>, default: &str) {
        if let (Some(before), Some(after)) = (before, after) {
            if same(before, after) {
                return;
            }
            if let (Content::List(before), Content::List(after)) = (&before.content, &after.content)
                && !is_position(before)
            {
                let words = sequence::differences(before, after, is_sequence(key));
                if words.is_empty() {
                    self.steps(key, before, after);
                }
                for words in words {
                    self.push(key, What::Words(words));
                }
                return;
            }
            if let (Content::Table(one), Content::Table(other)) = (&before.content, &after.content)
                && one.keys().eq(other.keys())
            {
                let inside = Sides { before: one, after: other };
                for name in inside.names() {
                    let (before, after) = inside.nodes(name);
                    self.value(&join(key, name), before, after, "none");
                }
                return;
            }
        }
        let words = |node: Option<&Node>| node.map_or_else(|| default.to_owned(), plain);
        let is_layout = self.group == "layout";
        let (before, after) = (words(before), words(after));
        if (self.group, key) == ("work", "station") {
            self.push("", What::Words(format!("moved from {before} to {after}")));
        } else if let Some(station) = key.strip_prefix("positions.").filter(|_| is_layout) {
            self.push("", What::Words(moved(station, &before, &after)));
        } else if before != after {
            self.push(key, What::Value { before, after });
        }
    }

    /// Items that are called the same and are different inside, such as steps of a route.
    fn steps(&mut self, key: &str, before: &[Node], after: &[Node]) {
        for (one, other) in before.iter().zip(after) {
            if same(one, other) {
                continue;
            }
            let key = join(key, &sequence::title(other));
            if let (Content::Table(one), Content::Table(other)) = (&one.content, &other.content) {
                let inside = Sides { before: one, after: other };
                for name in inside.names() {
                    let (before, after) = inside.nodes(name);
                    self.value(&join(&key, name), before, after, "none");
                }
            } else {
                self.push(&key, What::Value { before: plain(one), after: plain(other) });
            }
        }
    }

    /// The weekly patterns of a calendar, day by day.
    fn week(&mut self, name: &str) {
        let of = |reading: &Reading| {
            let scenario = reading.scenario.as_ref().or(reading.in_part.as_ref())?;
            let week = &scenario.calendar.get(name)?.week;
            let hours = |day: usize| -> Vec<String> {
                week.written(day).iter().map(|range| range.value.to_string()).collect()
            };
            Some((0..7).map(hours).collect::<Vec<_>>())
        };
        let (Some(before), Some(after)) = (of(self.before), of(self.after)) else { return };
        let mut day = 0;
        while day < 7 {
            let is_alike =
                |other: &usize| before[*other] == before[day] && after[*other] == after[day];
            let last = (day..7).take_while(is_alike).last().unwrap_or(day);
            if before[day] != after[day] {
                let (first, until) = (Weekdays::name(day), Weekdays::name(last));
                let days =
                    if first == until { first.to_owned() } else { format!("{first} to {until}") };
                let words = hours(&before[day], &after[day]);
                self.push("", What::Words(format!("{days} {words}")));
            }
            day = last + 1;
        }
    }
}

/// How the days of a person in a roster are different; nothing where they are not.
fn roster_row(person: &str, sides: Sides<'_>) -> String {
    const MOST: usize = 3;
    let code = |node: Option<&Node>| node.map_or_else(|| "as the crew".to_owned(), plain);
    let changed = |day: &&str| {
        let (before, after) = sides.nodes(day);
        code(before) != code(after)
    };
    let days: Vec<&str> = sides.names().into_iter().filter(changed).collect();
    let told = |&day: &&str| {
        let (before, after) = sides.nodes(day);
        format!("{day} {} → {}", code(before), code(after))
    };
    match days.len() {
        0 => String::new(),
        1..=MOST => {
            let days: Vec<String> = days.iter().map(told).collect();
            format!("{person} on {}", days.join(", "))
        }
        count => format!("{person} on {count} days, first {}", told(&days[0])),
    }
}

/// How the hours of a day are different.
fn hours(before: &[String], after: &[String]) -> String {
    let missing = |of: &[String], from: &[String]| -> Vec<String> {
        of.iter().filter(|hours| !from.contains(hours)).cloned().collect()
    };
    let (gone, new) = (missing(before, after), missing(after, before));
    match (gone.as_slice(), new.as_slice()) {
        ([], new) => format!("{} added", new.join(", ")),
        (gone, []) => format!("{} taken away", gone.join(", ")),
        (gone, new) => format!("{} → {}", gone.join(", "), new.join(", ")),
    }
}

/// Whether a list is two coordinates.
fn is_position(list: &[Node]) -> bool {
    let is_number = |node: &Node| matches!(node.content, Content::Whole(_) | Content::Real(_));
    list.len() == 2 && list.iter().all(is_number)
}

/// What becomes of the position of a station.
fn moved(station: &str, before: &str, after: &str) -> String {
    match (before, after) {
        ("none", after) => format!("{station} stands at {after}"),
        (before, "none") => format!("{station} has no position any more, before: {before}"),
        (before, after) => format!("{station} moved from {before} to {after}"),
    }
}

/// Whether a list is passed in its order.
fn is_sequence(key: &str) -> bool {
    matches!(key, "stations" | "route" | "week_by_week" | "day_by_day")
}
