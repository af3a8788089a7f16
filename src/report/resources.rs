//! What a plant has to work with, and what else was changed in it: to tell which of two plants is
//! the smaller.

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;

use crate::ids::CalendarId;
use crate::model::Model;
use crate::scenario::Origin;
use crate::units::{Span, Time};

/// Weeks over which opening hours are averaged: a year, so that holidays count.
const WEEKS: i64 = 52;

/// Machines, people, places and opening hours of a plant, and all other values that are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resources {
    /// What it is and how much, in the order of flow, then of crews.
    amounts: IndexMap<String, Amount>,
    /// Values that are no amount, by their key.
    values: BTreeMap<String, String>,
}

/// How much of something; more is larger.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Amount {
    Number(usize),
    Hours(f64),
    Unlimited,
}

impl Resources {
    /// The resources of a model, made from the values `written`.
    pub fn of(model: &Model, written: Vec<Origin>) -> Self {
        let mut amounts = IndexMap::new();
        let flow = model.flow();
        let stations = || flow.iter().map(|&station| &model.stations[station]);
        for row in stations() {
            let machines = Amount::Number(row.machines.len());
            amounts.insert(format!("machines at {}", row.name), machines);
        }
        for crew in &model.crews {
            let people = Amount::Number(crew.operators.len());
            amounts.insert(format!("people in {}", crew.name), people);
        }
        for row in stations() {
            let places = row.buffer.map_or(Amount::Unlimited, |places| {
                Amount::Number(usize::try_from(places).unwrap_or(usize::MAX))
            });
            amounts.insert(format!("places before {}", row.name), places);
        }
        let weekly: Vec<f64> = model.calendars.iter().map(weekly_hours).collect();
        let hours = |calendar: Option<CalendarId>| {
            use crate::ids::Id;
            let always = Span::from_days(7).hours();
            Amount::Hours(calendar.map_or(always, |id| weekly[id.position()]))
        };
        for row in stations() {
            amounts.insert(format!("hours a week of {}", row.name), hours(row.calendar));
        }
        for crew in &model.crews {
            amounts.insert(format!("hours a week of {}", crew.name), hours(crew.calendar));
        }
        let values = written.into_iter().filter(|origin| is_change(&origin.key));
        Self { amounts, values: values.map(|origin| (origin.key, origin.value)).collect() }
    }

    /// How much there is of something; nothing where the plant does not know it.
    fn amount(&self, what: &str) -> Amount {
        self.amounts.get(what).copied().unwrap_or(Amount::Number(0))
    }

    /// Whether this plant is contained in `other`: it has no more of anything, and no other value
    /// that `base` has not and `other` has not either; and the two are not equal.
    pub(super) fn is_smaller_than(&self, other: &Self, base: &Self) -> bool {
        let no_more = self.amounts.iter().all(|(what, amount)| *amount <= other.amount(what));
        let changed = self.changed_values(base);
        let no_other = changed.iter().all(|&key| self.values.get(key) == other.values.get(key));
        let is_less = other.amounts.iter().any(|(what, amount)| self.amount(what) < *amount)
            || changed.len() < other.changed_values(base).len();
        no_more && no_other && is_less
    }

    /// What this plant has more or less of than `base`, `machines at test1 1 → 2`, and the keys of
    /// other values that differ.
    pub(super) fn changes_from(&self, base: &Self) -> Vec<String> {
        let gone = base.amounts.keys().filter(|what| !self.amounts.contains_key(*what));
        let amounts = self
            .amounts
            .keys()
            .chain(gone)
            .filter(|what| self.amount(what) != base.amount(what))
            .map(|what| format!("{what} {} → {}", base.amount(what), self.amount(what)));
        let values = self.changed_values(base).into_iter().map(|key| format!("another `{key}`"));
        amounts.chain(values).collect()
    }

    /// Keys of the values that differ from those of `base`, are new, or are gone.
    fn changed_values<'a>(&'a self, base: &'a Self) -> Vec<&'a str> {
        let mut keys: Vec<&str> =
            self.values.keys().chain(base.values.keys()).map(String::as_str).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|&key| self.values.get(key) != base.values.get(key));
        keys
    }
}

/// Hours of work in a week, on average over a year from the plant's start.
fn weekly_hours(calendar: &crate::model::Calendar) -> f64 {
    let year = Span::from_days(7 * WEEKS);
    calendar.open_time(Time::ZERO, Time::ZERO + year).hours() / WEEKS as f64
}

/// Whether a value says something of the plant that is not counted as an amount.
fn is_change(key: &str) -> bool {
    let (table, own) = (key.split('.').next(), key.rsplit('.').next());
    let is_amount = matches!(
        (table, own),
        (Some("calendar"), _)
            | (Some("station"), Some("machines" | "buffer"))
            | (Some("crew"), Some("count"))
            | (_, Some("calendar"))
    );
    // Names are for print; the run is how the plant is watched.
    let is_aside = matches!(table, Some("name" | "run")) || matches!(key, "plant.name");
    !is_amount && !is_aside
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Hours(hours) => {
                let text = format!("{hours:.1}");
                formatter.write_str(text.trim_end_matches(".0"))
            }
            Self::Unlimited => formatter.write_str("unlimited"),
        }
    }
}

#[cfg(test)]
impl Resources {
    pub(super) fn with(counts: &[(&str, usize)]) -> Self {
        let amount = |&(what, count): &(&str, usize)| (what.to_owned(), Amount::Number(count));
        Self { amounts: counts.iter().map(amount).collect(), values: BTreeMap::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};

    const BASE: &str = r#"
[line.main]
stations = ["saw", "drill"]
[station.saw]
cycle = "40 s"
[station.drill]
cycle = "45 s"
buffer = 2
operators = { driller = 1 }
[crew.driller]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
"#;

    /// The resources of the base with a patch laid over it.
    fn patched(patch: &str) -> Resources {
        let patch = format!("extends = \"base.toml\"\nname = \"A patch\"\n{patch}");
        let files = Memory::default().with("base.toml", BASE).with("patch.toml", patch.as_str());
        let reading = read(&files, "patch.toml");
        let scenario = reading.scenario.as_ref().expect("it is right");
        let model = compile(scenario, &mut Diagnostics::default()).expect("it is right");
        Resources::of(&model, reading.written())
    }

    #[test]
    fn smaller_means_less_of_something_and_more_of_nothing() {
        let base = Resources::with(&[("machines at saw", 1), ("people in fitters", 3)]);
        let machine = Resources::with(&[("machines at saw", 2), ("people in fitters", 3)]);
        let person = Resources::with(&[("machines at saw", 1), ("people in fitters", 4)]);
        let smaller = |one: &Resources, other: &Resources| one.is_smaller_than(other, &base);
        assert!(smaller(&base, &machine) && !smaller(&machine, &base));
        assert!(!smaller(&machine, &person) && !smaller(&person, &machine));
        assert!(!smaller(&base, &base));
        assert_eq!(machine.changes_from(&base), ["machines at saw 1 → 2"]);
    }

    #[test]
    fn places_and_hours_are_counted() {
        let base = patched("");
        let places = patched("[station.drill]\nbuffer = 5\n");
        let unlimited = patched("[station.drill]\nbuffer = \"unlimited\"\n");
        let saturday = |to| patched(&format!("[calendar.day]\nsat = \"06:00-{to}:00\"\n"));
        let smaller = |one: &Resources, other: &Resources| one.is_smaller_than(other, &base);
        assert!(smaller(&base, &places) && smaller(&places, &unlimited));
        assert!(smaller(&base, &saturday("08")) && smaller(&saturday("08"), &saturday("12")));
        assert!(!smaller(&places, &saturday("08")) && !smaller(&saturday("08"), &places));
        assert_eq!(places.changes_from(&base), ["places before drill 2 → 5"]);
        assert_eq!(unlimited.changes_from(&base), ["places before drill 2 → unlimited"]);
        // Five days of eight hours, and two more on Saturday.
        assert_eq!(saturday("08").changes_from(&base), ["hours a week of driller 40 → 42"]);
    }

    #[test]
    fn a_change_that_is_no_amount_is_not_for_nothing() {
        let base = patched("");
        let faster = patched("[station.drill]\ncycle = \"30 s\"\n");
        let machine = patched("[station.drill]\nmachines = 2\n");
        let both = patched("[station.drill]\nmachines = 2\ncycle = \"30 s\"\n");
        let smaller = |one: &Resources, other: &Resources| one.is_smaller_than(other, &base);
        assert!(!smaller(&faster, &machine) && !smaller(&machine, &faster));
        assert!(smaller(&faster, &both) && smaller(&machine, &both) && smaller(&base, &faster));
        assert!(!smaller(&both, &faster) && !smaller(&faster, &base));
        assert_eq!(faster.changes_from(&base), ["another `station.drill.cycle`"]);
        assert!(base.changes_from(&base).is_empty());
    }
}
