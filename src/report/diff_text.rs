//! What is different between two scenarios, in the words of the plant.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::check_text::{highest_load, slowest};
use super::number::{self, counted};
use super::run_text::{item, paragraph};
use crate::model::Model;
use crate::scenario::{Diff, What};

/// Names that are listed of several things with the same change.
const SHOWN: usize = 4;

/// New things of a kind that are told one by one, with what they have.
const TOLD_APART: usize = 10;

/// Lines that are told of one kind of thing.
const MOST_LINES: usize = 40;

/// What is different between two scenarios, in sentences, and what it does to the highest load.
///
/// # Examples
/// ```
/// use gemba::scenario::{Memory, diff, read};
///
/// let files = Memory::default()
///     .with("base.toml", "[station.saw]\ncycle = \"40 s\"\n[line.a]\nstations = [\"saw\"]\n")
///     .with("fast.toml", "extends = \"base.toml\"\nstation.saw.cycle = \"36 s\"\n");
/// let diffs = diff(&read(&files, "base.toml"), &read(&files, "fast.toml"));
/// let text = gemba::report::diff_text(["base", "fast"], &diffs, None);
/// assert!(text.contains("station saw: cycle 40 s → 36 s"), "{text}");
/// ```
pub fn diff_text(names: [&str; 2], changes: &[Diff], models: Option<[&Model; 2]>) -> String {
    let [before, after] = names.map(|name| number::name(name, 60));
    let lines = lines(changes);
    if changes.is_empty() {
        return paragraph(&format!("{before} and {after} are the same plant."));
    }
    let count = counted(lines.iter().map(|line| line.changes as u64).sum(), "change");
    let mut text = paragraph(&format!("From {before} to {after}: {count}."));
    text.push('\n');
    let mut told = 0;
    let mut group = "";
    for line in &lines {
        if line.group != group {
            (group, told) = (line.group, 0);
        }
        told += 1;
        if told <= MOST_LINES {
            text += &item(&line.text);
        } else if told == MOST_LINES + 1 {
            let more = lines.iter().filter(|other| other.group == group).count() - MOST_LINES;
            text += &item(&format!("and {more} more of {}", plural(group)));
        }
    }
    let is_idle = |[one, other]: [&Model; 2]| one.hash() == other.hash();
    let is_run = |change: &Diff| change.group == "run";
    if models.is_some_and(is_idle) && !changes.iter().any(is_run) {
        text.push('\n');
        text += &paragraph("None of it has an effect: both are the same plant.");
    } else if let Some(loads) = models.and_then(load_sentence) {
        text.push('\n');
        text += &paragraph(&loads);
    }
    text
}

/// The same as JSON: an array of objects with `group`, `name`, `key`, and `added`, `removed`, `before`
/// with `after`, or `change`.
pub fn diff_json(names: [&str; 2], changes: &[Diff]) -> String {
    let change = |change: &Diff| {
        let mut told = json!({ "group": change.group, "name": change.name, "key": change.key });
        match &change.what {
            What::Added(values) => told["added"] = json!(values),
            What::Removed => told["removed"] = json!(true),
            What::Words(words) => told["change"] = json!(words),
            What::Value { before, after } => {
                told["before"] = json!(before);
                told["after"] = json!(after);
            }
        }
        told
    };
    let changes: Vec<Value> = changes.iter().map(change).collect();
    format!("{:#}\n", json!({ "before": names[0], "after": names[1], "changes": changes }))
}

/// The changes in the words of the plant, at most so many of them.
pub(super) fn diff_lines(changes: &[Diff], most: usize) -> Vec<String> {
    let lines = lines(changes);
    let more = lines.len().saturating_sub(most);
    let told = lines.into_iter().take(most).map(|line| line.text);
    told.chain((more > 0).then(|| format!("and {more} more"))).collect()
}

/// New things of which nothing more is told.
static MANY: What = What::Added(String::new());

/// A line of the report: one change, or the same one of several things.
struct Line {
    group: &'static str,
    text: String,
    changes: usize,
}

/// The changes in lines; the same change of several things is one.
fn lines(changes: &[Diff]) -> Vec<Line> {
    let mut groups: Vec<(&Diff, Vec<&str>)> = Vec::new();
    let mut known = BTreeMap::new();
    let is_new = |change: &Diff| matches!(change.what, What::Added(_)) && change.key.is_empty();
    let mut new: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes.iter().filter(|change| is_new(change)) {
        *new.entry(change.group).or_default() += 1;
    }
    for change in changes {
        // New things are told apart, each with what it has, unless there are many.
        let is_one_of_many = is_new(change) && new[change.group] > TOLD_APART;
        let what = if is_one_of_many { &MANY } else { &change.what };
        let key = (change.group, &change.key, what);
        let place = *known.entry(key).or_insert_with(|| {
            groups.push((change, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(&change.name);
    }
    let line = |(change, names): (&Diff, Vec<&str>)| {
        let is_many = is_new(change) && names.len() > TOLD_APART;
        let what = if is_many { MANY.clone() } else { change.what.clone() };
        let text = sentence(&Diff { what, ..change.clone() }, &names);
        Line { group: change.group, text, changes: names.len() }
    };
    groups.into_iter().map(line).collect()
}

/// `station saw: cycle 40 s → 36 s`.
fn sentence(change: &Diff, names: &[&str]) -> String {
    let who = who(change.group, names);
    let key = words_of(&change.key);
    match (&change.what, key.as_str()) {
        (What::Added(values), "") if values.is_empty() => format!("{who} added"),
        (What::Added(values), "") => format!("{who} added: {values}"),
        (What::Removed, "") => format!("{who} taken away"),
        (What::Words(words), "" | "stations" | "week_by_week" | "day_by_day") => {
            format!("{who}: {words}")
        }
        (What::Added(values), key) => format!("{who}: {key} added: {values}"),
        (What::Removed, key) => format!("{who}: {key} taken away"),
        (What::Words(words), key) => format!("{who}: {key} {words}"),
        (What::Value { before, after }, key) => format!("{who}: {key} {before} → {after}"),
    }
}

/// The things that change, by kind and name.
fn who(group: &str, names: &[&str]) -> String {
    let group = if group == "work" { "work element" } else { group };
    let name = |name: &&str| number::name(name, 40);
    match names {
        [] | [""] => group.to_owned(),
        [only] => format!("{group} {}", name(only)),
        several if several.len() <= SHOWN => {
            let (last, first) = several.split_last().expect("there are several");
            let first: Vec<String> = first.iter().map(name).collect();
            format!("{} {} and {}", plural(group), first.join(", "), name(last))
        }
        many => {
            let shown: Vec<String> = many[..SHOWN - 1].iter().map(name).collect();
            let others = many.len() - shown.len();
            let others = number::counted(others as u64, "other");
            format!("{} {} and {others}", plural(group), shown.join(", "))
        }
    }
}

/// The key with its parts as words: `failure.jam.repair` is `failure jam repair`.
fn words_of(key: &str) -> String {
    key.replace('.', " ")
}

/// Several things of a kind.
fn plural(group: &str) -> String {
    format!("{group}s")
}

/// What the changes do to the station with the most to do, if both plants have one.
fn load_sentence(models: [&Model; 2]) -> Option<String> {
    let [before, after] = models;
    if [before, after].iter().all(|model| !model.supplies.is_empty()) {
        let [one, other] = [slowest(before)?, slowest(after)?];
        return Some(if one == other {
            format!("The slowest station stays {one}.")
        } else {
            format!("The slowest station goes from {one} to {other}.")
        });
    }
    let [one, other] = [highest_load(before)?, highest_load(after)?];
    Some(if one == other {
        format!("The highest load stays {one}.")
    } else {
        format!("The highest load goes from {one} to {other}.")
    })
}
