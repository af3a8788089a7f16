//! Rosters: people of a crew with hours of their own.

mod check;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Model;
use super::calendar::{Away, Calendar, DayHours, Plan, Why};
use super::compile::Compiler;
use crate::diagnostic::Spot;
use crate::ids::{CalendarId, CrewId, Id};
use crate::scenario::{self, CalendarName, Code, RosterDays, Written};
use crate::units::{Span, Time};

/// Hours of a day that no person works: then the calendar of the crew is that of several people.
const LONG_DAY: Span = Span::from_hours(13);

/// What a code of a roster stands for.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    Off,
    Away(Why),
    Hours(Option<CalendarId>),
}

/// What is said once of many cells: the first of them, and how many there are.
#[derive(Default)]
struct Told {
    unknown: BTreeMap<String, (Spot, u32)>,
    empty: BTreeMap<String, (Spot, Date, u32)>,
    always: BTreeMap<String, Spot>,
    long: BTreeMap<String, (Spot, Date)>,
    overlaps: BTreeMap<String, (Spot, Date, u32)>,
}

/// A person of the roster.
struct Person<'a> {
    name: &'a str,
    crew: CrewId,
    number: u32,
    days: &'a RosterDays,
}

impl Model {
    /// The first day in the run, from its start, of which a roster or a training says something for a person.
    pub(crate) fn first_planned_day(&self) -> Option<Time> {
        let people = self.crews.iter().flat_map(|crew| &crew.own_calendars);
        let firsts = people.filter_map(|&id| self.calendars[id].first_planned());
        let end = self.run.horizon().unwrap_or(Time::NEVER);
        firsts.map(|first| first.max(Time::ZERO)).min().filter(|first| *first < end)
    }
}

impl Compiler<'_> {
    /// Gives the people of the roster their hours.
    pub(super) fn compile_roster(&mut self) {
        let scenario = self.scenario;
        let roster = &scenario.roster;
        let codes = self.codes();
        if roster.person.is_empty() {
            return;
        }
        let mut people: BTreeMap<CrewId, Vec<Person<'_>>> = BTreeMap::new();
        let has_codes = |row: &scenario::RosterRow| !row.days.codes.is_empty();
        for (name, row) in roster.person.iter().filter(|(_, row)| has_codes(row)) {
            let Some((crew, number)) = self.person(&name.value) else { continue };
            let person = Person { name: &name.value, crew, number, days: &row.days };
            people.entry(crew).or_default().push(person);
        }
        let mut told = Told::default();
        for (crew, people) in people {
            let mut own: BTreeMap<u32, Calendar> = BTreeMap::new();
            for person in people {
                if let Some(calendar) = self.calendar_of_person(&person, &codes, &mut told) {
                    own.insert(person.number, calendar);
                }
            }
            self.give_own_calendars(crew, &own);
        }
        self.complain_of_roster(told);
    }

    /// What the codes stand for; those that name nothing are complained about.
    fn codes(&mut self) -> BTreeMap<String, Meaning> {
        let scenario = self.scenario;
        let mut codes = BTreeMap::new();
        for (name, code) in scenario.roster.codes.iter() {
            let who = format!("the code `{}` of the roster", name.value);
            let meaning = match &code.value {
                Code::Off => Meaning::Off,
                Code::Leave | Code::Sick => Meaning::Away(Why::Absent),
                Code::Account => Meaning::Away(Why::Account),
                Code::Hours(CalendarName::Always) => Meaning::Hours(None),
                Code::Hours(CalendarName::Named(calendar)) => {
                    let calendar = Written { value: calendar.clone(), spot: code.spot };
                    let found = self.names.calendars.find(&calendar, &who);
                    let Some(id) = self.keep(found) else { continue };
                    self.further_calendars.insert(calendar.value);
                    Meaning::Hours(Some(id))
                }
            };
            codes.insert(name.value.clone(), meaning);
        }
        codes
    }

    /// The crew of a name and the number of the person in it, if there is such a person.
    fn person(&self, name: &str) -> Option<(CrewId, u32)> {
        let crew = |name: &str| self.model.crews.iter().position(|row| row.name == name);
        let (crew, number) = if let Some(crew) = crew(name) {
            (crew, 1)
        } else {
            let (before, number) = name.rsplit_once('/')?;
            (crew(before.trim())?, number.trim().parse().ok()?)
        };
        let crew = CrewId::at(crew);
        let count = self.model.crews[crew].count;
        (1 <= number && number <= count).then_some((crew, number))
    }

    /// The hours of a person; `None` without a beginning of the plant.
    fn calendar_of_person(
        &mut self,
        person: &Person<'_>,
        codes: &BTreeMap<String, Meaning>,
        told: &mut Told,
    ) -> Option<Calendar> {
        let base = self.calendar_or_always(self.model.crews[person.crew].calendar);
        let mut hours: Vec<(i64, Written<Date>, DayHours)> = Vec::new();
        let mut away: Vec<(i64, Date, Spot, Why)> = Vec::new();
        for (date, spot, code) in &person.days.codes {
            let day = self.day(*date, *spot)?;
            let written = Written { value: *date, spot: code.spot };
            match codes.get(&code.value) {
                Some(Meaning::Off) => hours.push((day, written, DayHours::default())),
                Some(Meaning::Away(why)) => away.push((day, *date, code.spot, *why)),
                Some(Meaning::Hours(id)) => {
                    let of_day = self.calendar_or_always(*id).hours_on(day);
                    if of_day.shifts.is_empty() {
                        let first = (code.spot, *date, 0);
                        told.empty.entry(code.value.clone()).or_insert(first).2 += 1;
                    }
                    hours.push((day, written, of_day));
                }
                None => {
                    let first = (code.spot, 0);
                    told.unknown.entry(code.value.clone()).or_insert(first).1 += 1;
                }
            }
        }
        find_overlaps(person, &hours, told);
        let mut plan = Plan::of(hours.into_iter().map(|(day, _, hours)| (day, hours)).collect());
        let crew = &self.model.crews[person.crew];
        for (day, date, spot, why) in away {
            if crew.calendar.is_none() {
                told.always.entry(crew.name.clone()).or_insert(spot);
                continue;
            }
            let shifts = base.hours_on(day).shifts;
            let length = shifts.iter().map(|shift| shift.end() - shift.start());
            if length.fold(Span::ZERO, |sum, length| sum + length) > LONG_DAY {
                told.long.entry(crew.name.clone()).or_insert((spot, date));
            }
            for shift in shifts {
                let midnight = Time::ZERO + Span::from_days(day);
                let (from, until) = (midnight + shift.start(), midnight + shift.end());
                plan.add_away(Away { from, until, why });
            }
        }
        let mut calendar = base.with_plan(plan);
        calendar.name = self.name_of_person(person.crew, person.number);
        Some(calendar)
    }

    /// A person as it is called: the crew and the number, or a crew of one.
    pub(super) fn name_of_person(&self, crew: CrewId, number: u32) -> String {
        let row = &self.model.crews[crew];
        if row.operators.len() == 1 { row.name.clone() } else { format!("{}/{number}", row.name) }
    }

    pub(super) fn calendar_or_always(&self, id: Option<CalendarId>) -> Calendar {
        let first = self.model.start.map_or(jiff::civil::Weekday::Monday, Date::weekday);
        id.map_or_else(|| Calendar::always(first), |id| self.model.calendars[id].clone())
    }

    /// Gives people of a crew calendars of their own, by number; the others keep that of the crew.
    pub(super) fn give_own_calendars(&mut self, crew: CrewId, own: &BTreeMap<u32, Calendar>) {
        if own.is_empty() {
            return;
        }
        let row = &self.model.crews[crew];
        let (common, count) = (row.calendar, row.count);
        let mut known: Vec<(Calendar, CalendarId)> = Vec::new();
        known.extend(common.map(|id| (nameless(&self.model.calendars[id]), id)));
        let mut calendars = Vec::new();
        for number in 1..=count {
            let id = match (own.get(&number), common) {
                (None, Some(id)) => id,
                (None, None) => {
                    let mut always = self.calendar_or_always(None);
                    always.name.clone_from(&self.model.crews[crew].name);
                    self.own_calendar(always, &mut known)
                }
                (Some(calendar), _) => self.own_calendar(calendar.clone(), &mut known),
            };
            calendars.push(id);
        }
        if calendars.iter().any(|id| Some(*id) != common) {
            self.model.crews[crew].own_calendars = calendars;
        }
    }

    /// The id of a calendar of one person, the same for people who have the same hours.
    fn own_calendar(
        &mut self,
        calendar: Calendar,
        known: &mut Vec<(Calendar, CalendarId)>,
    ) -> CalendarId {
        let nameless = nameless(&calendar);
        if let Some((_, id)) = known.iter().find(|(other, _)| *other == nameless) {
            return *id;
        }
        let id = self.model.calendars.push(calendar);
        self.used_calendars.push(true);
        known.push((nameless, id));
        id
    }
}

/// A calendar without its name, to be compared.
fn nameless(calendar: &Calendar) -> Calendar {
    Calendar { name: String::new(), ..calendar.clone() }
}

/// Finds shifts that begin before the one of the day before has ended.
fn find_overlaps(person: &Person<'_>, hours: &[(i64, Written<Date>, DayHours)], told: &mut Told) {
    let day = Span::from_days(1);
    for ((before, _, earlier), (after, written, later)) in hours.iter().zip(hours.iter().skip(1)) {
        let ends = earlier.shifts.iter().map(|shift| shift.end()).max();
        let begins = later.shifts.iter().map(|shift| shift.start() + day).min();
        let meet = ends.zip(begins).is_some_and(|(ends, begins)| begins < ends);
        if after - before == 1 && meet {
            let first = (written.spot, written.value, 0);
            told.overlaps.entry(person.name.to_owned()).or_insert(first).2 += 1;
        }
    }
}
