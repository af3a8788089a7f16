//! What a plant has to work with, and what else was changed in it: to tell which of two plants is
//! the smaller.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use indexmap::IndexMap;

use super::findings;
use crate::ids::{CalendarId, CrewId, Id};
use crate::model::{Calendar, Crew, Length, Model};
use crate::scenario::Origin;
use crate::units::{Span, Time};

/// Weeks over which opening hours are averaged where no measured time says it: a year, so that
/// holidays count.
const WEEKS: i64 = 52;

/// Hours of a week of what is always open.
const ALWAYS: f64 = 168.0;

/// What opening hours are called.
const HOURS: &str = "hours a week of ";

/// What things of a pool and vehicles are called.
const POOL: &str = "pool ";
const VEHICLES: &str = "vehicles ";

/// Most characters of a value in a change.
const SHOWN: usize = 24;

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
    /// On average over the time that is measured.
    Mean(f64),
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
        for (id, crew) in model.crews.enumerated() {
            let people = Amount::Mean(people(model, id, measured(model)));
            amounts.insert(format!("people in {}", crew.name), people);
        }
        let stores = model.stations.iter().filter(|row| row.is_store());
        for row in stations().filter(|row| row.assembly.is_none()).chain(stores) {
            let places = row.buffer.map_or(Amount::Unlimited, |places| {
                Amount::Number(usize::try_from(places).unwrap_or(usize::MAX))
            });
            amounts.insert(format!("places before {}", row.name), places);
        }
        for row in &model.shared_buffers {
            let places = usize::try_from(row.places).unwrap_or(usize::MAX);
            amounts.insert(format!("shared places of {}", row.name), Amount::Number(places));
        }
        for row in &model.materials {
            let stock = usize::try_from(row.stock).unwrap_or(usize::MAX);
            amounts.insert(format!("stock of {}", row.name), Amount::Number(stock));
        }
        for cards in model.control.cards.iter().filter(|cards| cards.pool.is_some()) {
            let count = usize::try_from(cards.count).unwrap_or(usize::MAX);
            amounts.insert(format!("{POOL}{}", cards.noun()), Amount::Number(count));
        }
        for row in &model.vehicles {
            let count = usize::try_from(row.count).unwrap_or(usize::MAX);
            amounts.insert(format!("{VEHICLES}{}", row.name), Amount::Number(count));
        }
        let measured = measured(model);
        let of = |calendar| weekly_hours(calendar, measured);
        let weekly: Vec<f64> = model.calendars.iter().map(of).collect();
        // Breaks stop people, and stations that need them.
        let unstaffed = |calendar: CalendarId| {
            let (begin, end) = measured;
            let shifts = model.calendars[calendar].shift_time(begin, end).hours();
            Amount::Mean(shifts / weeks(measured))
        };
        let hours = |calendar: Option<CalendarId>| {
            Amount::Mean(calendar.map_or(ALWAYS, |id| weekly[id.position()]))
        };
        let mean = |crew: &Crew| match crew.hours().as_slice() {
            [(calendar, _)] => hours(*calendar),
            several => {
                let people: u32 = several.iter().map(|(_, people)| people).sum();
                let of = |&(calendar, people): &(Option<CalendarId>, u32)| {
                    f64::from(people) * calendar.map_or(ALWAYS, |id| weekly[id.position()])
                };
                Amount::Mean(several.iter().map(of).sum::<f64>() / f64::from(people.max(1)))
            }
        };
        for row in stations() {
            let hours = match row.calendar {
                Some(calendar) if row.operators.is_none() => unstaffed(calendar),
                calendar => hours(calendar),
            };
            amounts.insert(format!("{HOURS}{}", row.name), hours);
        }
        for crew in &model.crews {
            amounts.insert(format!("{HOURS}{}", crew.name), mean(crew));
        }
        let values = written.into_iter().filter(|origin| is_change(&origin.key));
        Self { amounts, values: values.map(|origin| (origin.key, origin.value)).collect() }
    }

    /// What is counted: machines, people, places and hours, and what else some of the plants have.
    pub(super) fn counted(all: &[Self]) -> String {
        let has = |what: &str| {
            all.iter().flat_map(|row| row.amounts.keys()).any(|name| name.starts_with(what))
        };
        let pools = if has(POOL) { "things of pools, " } else { "" };
        let vehicles = if has(VEHICLES) { "vehicles, " } else { "" };
        format!("machines, people, {vehicles}{pools}buffer places and opening hours")
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

    /// What this plant has more or less of than `base`, `machines at test1 1 → 2`, and the other
    /// values that differ: those of a whole new or removed thing in one.
    pub(super) fn changes_from(&self, base: &Self) -> Vec<String> {
        let gone = base.amounts.keys().filter(|what| !self.amounts.contains_key(*what));
        let all = self.amounts.keys().chain(gone);
        let mut said: Vec<String> = Vec::new();
        // Stations and crews whose hours change alike stand together.
        let mut hours: IndexMap<String, Vec<&str>> = IndexMap::new();
        for what in all.filter(|what| self.amount(what) != base.amount(what)) {
            let change = format!("{} → {}", base.amount(what), self.amount(what));
            match what.strip_prefix(HOURS) {
                Some(name) => hours.entry(change).or_default().push(name),
                None => said.push(format!("{what} {change}")),
            }
        }
        for (change, names) in hours {
            said.push(format!("{HOURS}{} {change}", findings::listed(names.into_iter())));
        }
        let things = |values: &'_ BTreeMap<String, String>| -> BTreeSet<String> {
            values.keys().filter_map(|key| thing_of(key).map(str::to_owned)).collect()
        };
        let (here, there) = (things(&self.values), things(&base.values));
        let mut told = BTreeSet::new();
        for key in self.changed_values(base) {
            let whole = thing_of(key).and_then(|thing| {
                match (there.contains(thing), here.contains(thing)) {
                    (true, false) => Some((thing, "without")),
                    (false, true) => Some((thing, "with")),
                    _ => None,
                }
            });
            match whole {
                Some((thing, word)) => {
                    if told.insert(thing) {
                        said.push(format!("{word} `{thing}`"));
                    }
                }
                None => said.push(self.changed_value(base, key)),
            }
        }
        said
    }

    /// One value that differs, in words.
    fn changed_value(&self, base: &Self, key: &str) -> String {
        let short = |values: &BTreeMap<String, String>| {
            let value = values.get(key)?;
            let plain = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let value = plain.filter(|text| !text.contains('"')).unwrap_or(value);
            (value.chars().count() <= SHOWN).then(|| value.to_owned())
        };
        match (base.values.contains_key(key), self.values.contains_key(key)) {
            (true, false) => format!("no `{key}`"),
            (false, _) => match short(&self.values) {
                Some(new) => format!("`{key}` = {new}"),
                None => format!("a `{key}`"),
            },
            (true, true) => match (short(&base.values), short(&self.values)) {
                (Some(old), Some(new)) => format!("`{key}` {old} → {new}"),
                _ => format!("another `{key}`"),
            },
        }
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

/// The time over which opening hours are averaged: what is measured, if that is a week or more.
fn measured(model: &Model) -> (Time, Time) {
    let begin = Time::ZERO + model.run.warm_up.span();
    match model.run.length {
        Length::For(length) if length >= Span::from_days(7) => (begin, begin + length),
        Length::For(_) | Length::OrdersDone => (begin, begin + Span::from_days(7 * WEEKS)),
    }
}

/// People in a crew on average: dated changes bring and take some.
fn people(model: &Model, crew: CrewId, (begin, end): (Time, Time)) -> f64 {
    let in_period = |(from, until, plant): &(Time, Time, &Model)| {
        let hours = (*until - (*from).max(begin)).hours().max(0.0);
        hours * f64::from(plant.crews[crew].count)
    };
    let hours: f64 = model.periods_until(end).iter().map(in_period).sum();
    // Equal numbers of people are equal however the time is cut.
    (hours / (end - begin).hours() * 1e9).round() / 1e9
}

/// Hours of work in a week, on average.
fn weekly_hours(calendar: &Calendar, (begin, end): (Time, Time)) -> f64 {
    calendar.open_time(begin, end).hours() / weeks((begin, end))
}

fn weeks((begin, end): (Time, Time)) -> f64 {
    (end - begin).hours() / Span::from_days(7).hours()
}

/// The named thing that a key belongs to: `order.K01` of `order.K01.due`.
fn thing_of(key: &str) -> Option<&str> {
    let mut dots = key.match_indices('.').map(|(at, _)| at);
    let table = &key[..dots.next()?];
    let named = matches!(
        table,
        "station" | "crew" | "line" | "product" | "demand" | "order" | "overtime" | "change"
    );
    named.then(|| &key[..dots.next().unwrap_or(key.len())])
}

/// Whether a value says something of the plant that is not counted as an amount.
fn is_change(key: &str) -> bool {
    let (table, own) = (key.split('.').next(), key.rsplit('.').next());
    let is_amount = matches!(
        (table, own),
        (Some("calendar"), _)
            | (Some("station"), Some("machines" | "buffer"))
            | (Some("buffer"), Some("places"))
            | (Some("crew" | "pool" | "tool" | "vehicle"), Some("count"))
            | (_, Some("calendar"))
    );
    // Names are for print; the run is how the plant is watched.
    let is_aside = matches!(table, Some("name" | "run" | "report")) || matches!(key, "plant.name");
    !is_amount && !is_aside
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Mean(hours) => {
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
    fn people_who_come_for_a_week_are_fewer_than_those_who_stay() {
        let start = "[plant]\nstart = 2026-03-02\n";
        let week = "[change.help]\nfrom = 2026-03-09\nuntil = 2026-03-15\n\
            crew.driller.count = 2\n";
        let base = patched(start);
        let week = patched(&format!("{start}{week}"));
        let always = patched(&format!("{start}[crew.driller]\ncount = 2\n"));
        assert!(base.is_smaller_than(&week, &base));
        assert!(!always.is_smaller_than(&week, &base));
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
        assert_eq!(faster.changes_from(&base), ["`station.drill.cycle` 45 s → 30 s"]);
        assert!(base.changes_from(&base).is_empty());
    }

    #[test]
    fn whole_things_come_and_go_in_one() {
        let base = patched("");
        let spray = "[order.A]\nproduct = \"main\"\nquantity = 3\n[station.saw]\nscrap = \"2 %\"";
        let ordered = patched(spray);
        assert_eq!(ordered.changes_from(&base), ["with `order.A`", "`station.saw.scrap` = 2 %"]);
        assert_eq!(base.changes_from(&ordered), ["without `order.A`", "no `station.saw.scrap`"]);
    }

    /// Breaks stop people: a station that needs nobody has the hours of its shifts.
    #[test]
    fn a_station_that_needs_nobody_gains_nothing_where_breaks_go() {
        let plant = "[plant]\ncalendar = \"day\"\n[calendar.day]\n";
        let breaks = "breaks = [{ at = \"09:00\", for = \"30 min\" }]\n";
        let (with, without) = (patched(&format!("{plant}{breaks}")), patched(plant));
        // Five half hours a week for the drill and its driller, none for the saw.
        let expected = ["hours a week of drill and driller 37.5 → 40"];
        assert_eq!(without.changes_from(&with), expected);
    }

    #[test]
    fn extra_shifts_are_averaged_over_the_measured_time_and_told_once() {
        let plant = "[run]\nlength = \"4 weeks\"\n[plant]\nstart = 2026-03-02\n\
                     [station.saw]\ncalendar = \"day\"\n[station.drill]\ncalendar = \"day\"\n";
        let base = patched(plant);
        let extra = "[calendar.day]\nextra = [{ date = 2026-03-07, hours = \"06:00-14:00\" }]\n";
        let saturday = patched(&format!("{plant}{extra}"));
        // 168 hours in four weeks instead of 160.
        let expected = ["hours a week of saw, drill and driller 40 → 42"];
        assert_eq!(saturday.changes_from(&base), expected);
    }
}
