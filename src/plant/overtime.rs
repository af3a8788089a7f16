//! Overtime: decided on what is known, it opens stations and brings people outside their shifts.

mod backlog;

use std::collections::{BTreeSet, VecDeque};

use super::task::{Interruption, Tasks};
use super::{Observer, Plant};
use crate::ids::{CrewId, OperatorId, OvertimeId, SkillId, StationId, Table};
use crate::model::{Calendar, Matter, Model, Operator, Overtime, Shift, Weeks};
use crate::random::Stream;
use crate::units::{Span, Time};

/// A length of time that is counted for a day, a week, or a run.
#[derive(Clone, Copy, Debug, Default)]
struct Ledger {
    day: i64,
    on_day: Span,
    week: i64,
    in_week: Span,
    in_run: Span,
}

impl Ledger {
    /// Overtime on the day, in the week and in the run of `now`.
    fn at(self, day: i64, week: i64) -> [Span; 3] {
        let on_day = if self.day == day { self.on_day } else { Span::ZERO };
        let in_week = if self.week == week { self.in_week } else { Span::ZERO };
        [on_day, in_week, self.in_run]
    }

    fn add(&mut self, day: i64, week: i64, time: Span) {
        let [on_day, in_week, in_run] = self.at(day, week).map(|sum| sum + time);
        *self = Self { day, on_day, week, in_week, in_run };
    }
}

#[derive(Clone, Debug, Default)]
struct Row {
    /// Beginnings that are decided and still to come.
    decided: VecDeque<bool>,
    /// Whether the last decision was for it.
    goes_on: bool,
    /// How often it could have come: the number of the next time.
    number: u64,
    /// Who is there, until its end.
    called: Vec<OperatorId>,
    /// Whether stations are open for it.
    is_on: bool,
}

/// All overtime.
#[derive(Debug)]
pub(super) struct Overtimes {
    rows: Table<OvertimeId, Row>,
    /// How much overtime holds each station open, and until when; empty where there is no overtime.
    open: Table<StationId, (u32, Time)>,
    ledgers: Table<OperatorId, Ledger>,
    /// Whether somebody of each of its crews comes. Index: number of the time, number of the person.
    accepts: Table<OvertimeId, Vec<Stream>>,
    /// Overtime that is sure to hold each station open; empty where there is no overtime.
    sure_at: Table<StationId, Vec<OvertimeId>>,
    weeks: Weeks,
    work: backlog::Work,
}

impl Overtimes {
    pub(super) fn new(model: &Model, seed: u64, replication: u64) -> Self {
        let any = !model.overtimes.is_empty();
        let stations = if any { model.stations.len() } else { 0 };
        let people = if any { model.operators.len() } else { 0 };
        let streams = |row: &Overtime| {
            let of_crew = |&(crew, _): &(CrewId, u32)| {
                let crew = &model.crews[crew].name;
                Stream::new(seed, &["overtime", &row.name, crew, "accepts"], replication)
            };
            row.crews.iter().map(of_crew).collect()
        };
        let sure_at = if any { sure_at(model) } else { Table::new() };
        Self {
            sure_at,
            rows: Table::filled(model.overtimes.len(), Row::default()),
            open: Table::filled(stations, (0, Time::ZERO)),
            ledgers: Table::filled(people, Ledger::default()),
            accepts: model.overtimes.iter().map(streams).collect(),
            weeks: Weeks::of(model),
            work: backlog::Work::new(model),
        }
    }

    /// Whether overtime holds a station open.
    pub(super) fn opens(&self, station: StationId) -> bool {
        self.open.get(station).is_some_and(|&(count, _)| count > 0)
    }

    /// What holds at a station whose calendar says `shift`.
    pub(super) fn or_overtime(&self, station: StationId, shift: Shift) -> Shift {
        if shift == Shift::Closed && self.opens(station) { Shift::Open } else { shift }
    }

    /// A person is not there by overtime any more, or by other overtime.
    fn forget(&mut self, operator: OperatorId) {
        for row in &mut self.rows {
            row.called.retain(|&other| other != operator);
        }
    }

    /// Until when overtime holds a station open, if it does.
    pub(super) fn until(&self, station: StationId) -> Option<Time> {
        let &(count, until) = self.open.get(station)?;
        (count > 0).then_some(until)
    }

    /// When a station closes that would close at `usual`: overtime that is sure to begin by then holds
    /// it open.
    pub(super) fn station_closes(&self, model: &Model, station: StationId, usual: Time) -> Time {
        self.sure_at.get(station).map_or(usual, |sure| prolonged(model, sure, usual, None))
    }

    fn day_and_week(&self, at: Time) -> (i64, i64) {
        (at.ticks().div_euclid(Span::from_days(1).ticks()), self.weeks.week(at))
    }
}

/// Overtime that comes for sure, as far as it is known: planned, refused by nobody, without limits, and
/// where no rule that is enforced may keep people from it.
fn sure(model: &Model) -> impl Iterator<Item = (OvertimeId, &Overtime)> {
    let is_free = model.working_time.enforced.is_empty();
    model.overtimes.enumerated().filter(move |(_, row)| {
        let is_unlimited = row.at_most.iter().all(Option::is_none);
        is_free && row.is_planned() && row.accepts >= 1.0 && is_unlimited
    })
}

/// The overtime that is sure to hold each station open.
fn sure_at(model: &Model) -> Table<StationId, Vec<OvertimeId>> {
    let mut at = Table::filled(model.stations.len(), Vec::new());
    // Of people with days of their own some may be away; with breaks of their own nobody is.
    let have_one_calendar = |(_, row): &(OvertimeId, &Overtime)| {
        let own = row.crews.iter().flat_map(|&(crew, _)| &model.crews[crew].own_calendars);
        own.into_iter().all(|&id| model.calendars[id].is_nobodys_own())
    };
    for (overtime, row) in sure(model).filter(have_one_calendar) {
        row.opens.iter().for_each(|&station| at[station].push(overtime));
    }
    at
}

/// The overtime for which everybody of each crew is sure to come.
pub(super) fn sure_of(model: &Model) -> Table<CrewId, Vec<OvertimeId>> {
    let mut of = Table::filled(model.crews.len(), Vec::new());
    for (overtime, row) in sure(model) {
        let comes = |&&(crew, count): &&(CrewId, u32)| {
            let crew = &model.crews[crew];
            count >= crew.count && crew.conduct.absence.is_none()
        };
        row.crews.iter().filter(comes).for_each(|&(crew, _)| of[crew].push(overtime));
    }
    of
}

/// The end of what would end at `usual`, if one of these overtimes begins by then and lasts longer; for a
/// person, if nothing in the own calendar keeps the person from it.
pub(super) fn prolonged(
    model: &Model,
    overtimes: &[OvertimeId],
    usual: Time,
    person: Option<&Calendar>,
) -> Time {
    if usual == Time::NEVER {
        return usual;
    }
    let ends = |row: &Overtime| {
        let from = Time::from_ticks((usual.ticks() - row.hours.ticks() + 1).max(0));
        let begins = row.next(from).filter(|&begins| begins <= usual)?;
        let ends = begins + row.hours;
        let comes = person.is_none_or(|calendar| !calendar.keeps_from_overtime(begins, ends));
        comes.then_some(ends)
    };
    let ends = overtimes.iter().filter_map(|&overtime| ends(&model.overtimes[overtime]));
    ends.fold(usual, Time::max)
}

impl<O: Observer> Plant<'_, O> {
    /// Books the first of all overtime.
    pub(super) fn book_overtimes(&mut self) {
        for overtime in self.model.overtimes.ids() {
            self.book_overtime(overtime, Time::ZERO);
            if !self.model.overtimes[overtime].notice.is_zero() {
                self.book_decision(overtime, Time::ZERO);
            }
        }
    }

    fn book_overtime(&mut self, overtime: OvertimeId, from: Time) {
        if let Some(begins) = self.model.overtimes[overtime].next(from) {
            self.events.book(self.slots.overtime_begins(overtime), begins);
        }
    }

    /// Books the decision about the first overtime at or after `from`; what would have been decided
    /// before the start is decided at the start.
    fn book_decision(&mut self, overtime: OvertimeId, from: Time) {
        let row = &self.model.overtimes[overtime];
        if let Some(begins) = row.next(from) {
            let at = Time::from_ticks(begins.ticks().saturating_sub(row.notice.ticks()));
            self.events.book(self.slots.overtime_decided(overtime), at.max(self.now));
        }
    }

    /// It is decided, some time before, whether overtime comes.
    pub(super) fn decide_overtime(&mut self, overtime: OvertimeId) {
        let row = &self.model.overtimes[overtime];
        // All beginnings whose time of decision has come, which at the start may be several.
        let decided = self.overtimes.rows[overtime].decided.len();
        let mut begins = row.next(self.now);
        for _ in 0..decided {
            begins = begins.and_then(|at| row.next(at + Span::from_ticks(1)));
        }
        let Some(begins) = begins else { return };
        let goes = self.is_called_for(overtime);
        self.overtimes.rows[overtime].decided.push_back(goes);
        self.book_decision(overtime, begins + Span::from_ticks(1));
    }

    /// Whether what must be the matter is the matter.
    fn is_called_for(&mut self, overtime: OvertimeId) -> bool {
        let goes_on = self.overtimes.rows[overtime].goes_on;
        let goes = match self.model.overtimes[overtime].matter {
            None => true,
            Some(Matter::Backlog { at, over, under }) => {
                let backlog = self.backlog(at);
                if goes_on { backlog >= under && backlog > Span::ZERO } else { backlog > over }
            }
            Some(Matter::LateOrders(count)) => self.late_orders() > count as usize,
        };
        self.overtimes.rows[overtime].goes_on = goes;
        goes
    }

    /// Overtime begins, if it is wanted and people come.
    pub(super) fn begin_overtime(&mut self, overtime: OvertimeId) {
        if self.overtimes.rows[overtime].is_on {
            // The last one ends now.
            self.events.cancel(self.slots.overtime_ends(overtime));
            self.end_overtime(overtime);
        }
        let model = self.model;
        let row = &model.overtimes[overtime];
        let goes = match self.overtimes.rows[overtime].decided.pop_front() {
            Some(goes) => goes,
            None => self.is_called_for(overtime),
        };
        self.book_overtime(overtime, self.now + Span::from_ticks(1));
        let number = self.overtimes.rows[overtime].number;
        self.overtimes.rows[overtime].number += 1;
        if !goes || row.hours.is_zero() {
            return;
        }
        let until = self.now + row.hours;
        let called = self.ask_people(overtime, number, until);
        let are_there = |&(crew, _): &(CrewId, u32)| {
            let mut people = self.model.crews[crew].people();
            people.any(|o| self.beyond_shift(o, until) <= Span::ZERO && !self.is_away(o, until))
        };
        if called.is_empty() && !row.crews.is_empty() && !row.crews.iter().any(are_there) {
            return;
        }
        self.observer.overtime(overtime, called.len(), self.now);
        for &station in &row.opens {
            self.hold_open(station, until);
        }
        for &operator in &called {
            if self.is_called(operator) {
                // Who stays does not go home when the other overtime ends, which it does now.
                self.overtimes.forget(operator);
            }
            self.observer.came(operator, overtime, self.now);
            self.call(operator, until);
        }
        let state = &mut self.overtimes.rows[overtime];
        (state.called, state.is_on) = (called, true);
        self.events.book(self.slots.overtime_ends(overtime), until);
    }

    /// A person goes home from overtime before it ends, if there at all.
    pub(super) fn dismiss(&mut self, operator: OperatorId) {
        if self.is_called(operator) {
            self.overtimes.forget(operator);
            self.send_home(operator);
        }
    }

    /// Overtime ends: people go home, stations close.
    pub(super) fn end_overtime(&mut self, overtime: OvertimeId) {
        let state = &mut self.overtimes.rows[overtime];
        state.is_on = false;
        for operator in std::mem::take(&mut state.called) {
            self.send_home(operator);
        }
        let model = self.model;
        for &station in &model.overtimes[overtime].opens {
            self.let_close(station);
        }
    }

    /// Who comes: those who can do something at the stations that are open, and of them those with least
    /// overtime, are asked first, then by name; who is absent, there by
    /// other overtime, or has no overtime left is not asked; who would come and break a rule that is
    /// enforced is not called.
    fn ask_people(&mut self, overtime: OvertimeId, number: u64, until: Time) -> Vec<OperatorId> {
        let model = self.model;
        let row = &model.overtimes[overtime];
        let (day, week) = self.overtimes.day_and_week(self.now);
        let mut called = Vec::new();
        let skills = self.skills_asked(overtime);
        for (place, &(crew, count)) in row.crews.iter().enumerate() {
            let done = |o: OperatorId| self.overtimes.ledgers[o].at(day, week);
            let has_time = |&operator: &OperatorId| {
                // Who works by the own shift all the time need not be asked.
                let time = self.beyond_shift(operator, until);
                if time <= Span::ZERO || self.is_away(operator, until) {
                    return false;
                }
                let sums = done(operator).into_iter().zip(row.at_most);
                sums.into_iter().all(|(sum, most)| most.is_none_or(|most| sum + time <= most))
            };
            let people = model.crews[crew].people();
            let mut people: Vec<OperatorId> =
                people.filter(|&o| self.may_be_called(o)).filter(has_time).collect();
            let idles = |o: OperatorId| !self.has_use_for(o, &skills);
            people.sort_by_cached_key(|&o| (idles(o), self.overtimes.ledgers[o].in_run, o));
            let stream = self.overtimes.accepts[overtime][place];
            let comes = |&operator: &OperatorId| {
                let person = model.operators[operator].number;
                row.accepts >= 1.0 || stream.uniform(number, person, 0) < row.accepts
            };
            let mut come: Vec<OperatorId> = Vec::new();
            for operator in people.into_iter().filter(comes) {
                if come.len() < count as usize && self.rules_allow(operator, until) {
                    come.push(operator);
                }
            }
            for &operator in &come {
                let time = self.beyond_shift(operator, until);
                self.overtimes.ledgers[operator].add(day, week, time);
            }
            called.extend(come);
        }
        called
    }

    /// The skills that the stations ask for which overtime opens; none where whoever comes can do the same.
    fn skills_asked(&self, overtime: OvertimeId) -> BTreeSet<SkillId> {
        let model = self.model;
        let row = &model.overtimes[overtime];
        let differ = |&(crew, _): &(CrewId, u32)| {
            let crew = &model.crews[crew];
            crew.conduct.zones.differ() || !crew.training.is_empty()
        };
        if !row.crews.iter().any(differ) {
            return BTreeSet::new();
        }
        let needs = row.opens.iter().flat_map(|&station| model.needs_at(station));
        needs.flat_map(|needs| &model.needs[needs].skills).map(|&(skill, _)| skill).collect()
    }

    /// Whether a person has one of these skills now.
    fn has_use_for(&self, operator: OperatorId, skills: &BTreeSet<SkillId>) -> bool {
        let Operator { crew, number } = self.model.operators[operator];
        let crew = &self.model.crews[crew];
        let mut own = crew.skills.iter().filter(|skill| skills.contains(skill));
        skills.is_empty() || own.any(|&skill| crew.may_do(number, skill, self.now))
    }

    /// How much of the time from now on is outside the shifts of a person.
    fn beyond_shift(&self, operator: OperatorId, until: Time) -> Span {
        let Operator { crew, number } = self.model.operators[operator];
        let Some(calendar) = self.model.crews[crew].calendar_of(number) else { return Span::ZERO };
        until - self.now - self.model.calendars[calendar].shift_time(self.now, until)
    }

    /// Whether leave, sickness or training keeps a person from overtime until an instant.
    fn is_away(&self, operator: OperatorId, until: Time) -> bool {
        let Operator { crew, number } = self.model.operators[operator];
        let calendar = self.model.crews[crew].calendar_of(number);
        calendar.is_some_and(|id| self.model.calendars[id].keeps_from_overtime(self.now, until))
    }

    fn hold_open(&mut self, station: StationId, until: Time) {
        let before = self.overtimes.open[station];
        self.overtimes.open[station] =
            (before.0 + 1, if before.0 > 0 { before.1.max(until) } else { until });
        if before.0 == 0 {
            self.turn_station(station, Shift::Open);
        }
        // What would not have ended before the usual closing may end before this one.
        for machine in self.model.stations[station].machines.iter() {
            self.free(Tasks::of_machine(machine), Interruption::NoFit);
            self.show_pause(machine);
        }
    }

    fn let_close(&mut self, station: StationId) {
        let (count, until) = self.overtimes.open[station];
        self.overtimes.open[station] = (count - 1, until);
        if count == 1 {
            self.turn_station(station, Shift::Closed);
        }
    }

    /// Overtime opens or closes a station whose calendar is closed.
    fn turn_station(&mut self, station: StationId, now: Shift) {
        let row = &self.model.stations[station];
        let Some(calendar) = row.calendar else { return };
        if self.calendars.is_open(calendar) {
            return;
        }
        let before = if now == Shift::Open { Shift::Closed } else { Shift::Open };
        for machine in row.machines.iter() {
            self.turn_machine(machine, before, now);
        }
    }
}
