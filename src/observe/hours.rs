//! Hours of people: when each is at work, what of it is paid, and how much in which week.
//!
//! What people do changes often, whether they are there rarely: only the latter is followed here.
//!
//! Memory: a row for each person, and the hours of at most [`MOST_WEEKS`] weeks of at most
//! [`MOST_CELLS`] weeks of people.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::OperatorState;
use super::days::Days;
use super::roster::Mark;
use super::skills::Done;
use super::tariff::{Apart, Tariff, Tariffs};
use crate::ids::{CalendarId, CrewId, OperatorId, Table};
use crate::model::{
    Breach, Calendar, Doing, Judge, Model, Premium, Rule, Shift, Weeks, Why, WorkingTime,
};
use crate::units::{Span, Time};

/// Most weeks that are kept: the first ones of the measured time.
const MOST_WEEKS: usize = 104;

/// Most weeks of people that are kept: of very many people there are fewer weeks, or none.
pub const MOST_CELLS: usize = 100_000;

/// Hours of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonHours {
    /// At work in the hours of the calendar, on a task or not; also in a break that was worked in.
    pub regular: Span,
    /// On paid breaks.
    pub breaks: Span,
    /// Paid and not there.
    pub absent: Span,
    /// In training, in the hours of the calendar.
    pub training: Span,
    /// At work outside the hours of the calendar.
    pub overtime: Span,
    /// The part of the overtime that is paid in the first tier of the crew's premium.
    pub first_tier: Span,
    /// Overtime that is paid otherwise, or not, and time off for it.
    pub apart: Apart,
    /// Standard time done, a person's share of the attention counted. Unit: ticks × percent.
    pub standard: i128,
    /// Time that this took. Unit: ticks × percent.
    pub took: i128,
}

impl PersonHours {
    /// All hours that are paid.
    pub fn paid(&self) -> Span {
        let all = self.regular + self.breaks + self.absent + self.training + self.overtime;
        all - self.apart.credited + self.apart.taken
    }
}

/// Hours of a person in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekHours {
    /// At work, overtime included, breaks excluded.
    pub worked: Span,
    /// At work outside the hours of the calendar.
    pub overtime: Span,
    /// The part of the work that is training.
    pub training: Span,
}

/// Whether somebody is at work, and paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// Not there, and not paid.
    Away,
    /// At work in the hours of the calendar.
    Regular,
    /// At work outside of them.
    Overtime,
    /// In training, in the hours of the calendar.
    Training,
    /// On a paid break.
    Break,
    /// Not there in the hours of the calendar.
    Absent {
        /// Whether this is paid.
        paid: bool,
    },
    /// Not there in the hours of the calendar, for which the time account pays.
    TimeOff,
}

impl Presence {
    /// What rules see of it.
    const fn doing(self) -> Doing {
        match self {
            Self::Away | Self::Break | Self::TimeOff => Doing::Rest,
            Self::Regular | Self::Training => Doing::Work,
            Self::Overtime => Doing::Overtime,
            Self::Absent { .. } => Doing::Absent,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Row {
    presence: Presence,
    since: Time,
    hours: PersonHours,
    /// The day on which the last overtime began, and how much of it there was on that day.
    overtime_day: i64,
    overtime_of_day: Span,
}

/// What is known of a crew.
#[derive(Clone, Debug)]
struct Terms {
    /// Its hours, if some of its breaks are not paid or somebody takes time off from an account; those of
    /// its people, where they have their own.
    told: Vec<Option<Arc<Calendar>>>,
    pays_absence: bool,
    premium: Premium,
}

/// The hours of all people.
#[derive(Clone, Debug)]
pub struct Hours {
    crews: Table<OperatorId, CrewId>,
    /// Numbers within the crews, from 1.
    numbers: Table<OperatorId, u32>,
    terms: Table<CrewId, Terms>,
    rows: Table<OperatorId, Row>,
    calendar: Weeks,
    /// The first whole week that is counted.
    first: i64,
    /// How many weeks are kept at most.
    most: usize,
    /// Shape: person by person, the weeks from the first one on, as far as there are any hours.
    weeks: Table<OperatorId, Vec<WeekHours>>,
    days: Days,
    pub(super) tariffs: Tariffs,
    /// `None` where there are no rules.
    judging: Option<Box<Judging>>,
}

/// The rules, and what was broken of them.
#[derive(Clone, Debug)]
struct Judging {
    rules: WorkingTime,
    judges: Table<OperatorId, Judge>,
    /// Since when breaches count.
    begin: Time,
    breaches: Breaches,
}

/// Rules that were broken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Breaches {
    /// How often, by crew and rule.
    pub counts: Table<CrewId, [u32; Rule::COUNT]>,
    /// The first ones, in the order in which they became known: at most [`Breaches::MOST`].
    pub first: Vec<(OperatorId, Breach)>,
}

impl Breaches {
    /// How many are kept with person and date.
    pub const MOST: usize = 200;
}

impl Judging {
    fn new(model: &Model) -> Option<Box<Self>> {
        let rules = model.working_time.clone();
        let judge = |operator| Judge::new(model, model.past_hours(operator));
        (!rules.is_empty()).then(|| {
            Box::new(Self {
                rules,
                judges: model.operators.ids().map(judge).collect(),
                begin: Time::ZERO,
                breaches: Breaches {
                    counts: Table::filled(model.crews.len(), [0; Rule::COUNT]),
                    first: Vec::new(),
                },
            })
        })
    }

    fn tell(&mut self, crew: CrewId, operator: OperatorId, doing: Doing, stretch: (Time, Time)) {
        let Self { rules, judges, begin, breaches } = self;
        let judge = &mut judges[operator];
        judge.tell(rules, doing, stretch, &mut |breach| {
            breaches.count(crew, operator, breach, *begin);
        });
    }
}

impl Breaches {
    fn count(&mut self, crew: CrewId, operator: OperatorId, breach: Breach, begin: Time) {
        if breach.at < begin {
            return;
        }
        self.counts[crew][breach.rule as usize] += 1;
        if self.first.len() < Self::MOST {
            self.first.push((operator, breach));
        }
    }
}

impl Hours {
    pub(super) fn new(model: &Model) -> Self {
        let row = Row {
            presence: Presence::Away,
            since: Time::ZERO,
            hours: PersonHours::default(),
            overtime_day: i64::MIN,
            overtime_of_day: Span::ZERO,
        };
        let people = model.operators.len();
        let calendar = Weeks::of(model);
        Self {
            crews: model.operators.iter().map(|operator| operator.crew).collect(),
            numbers: model.operators.iter().map(|operator| operator.number).collect(),
            terms: model.crews.ids().map(|crew| Terms::of(model, crew)).collect(),
            rows: Table::filled(people, row),
            calendar,
            first: calendar.first_from(Time::ZERO),
            most: MOST_WEEKS.min(MOST_CELLS / people.max(1)),
            weeks: Table::filled(people, Vec::new()),
            days: Days::new(model.crews.len(), people),
            tariffs: Tariffs::new(model),
            judging: Judging::new(model),
        }
    }

    /// A person's state changes.
    #[inline]
    pub(super) fn enter(&mut self, operator: OperatorId, to: OperatorState, now: Time) {
        let presence = self.presence(operator, to, now);
        if presence != self.rows[operator].presence {
            self.turn(operator, presence, now);
        }
    }

    /// A segment of a task is over: what it was in standard time, and how long it took.
    pub(super) fn work(&mut self, operator: OperatorId, done: Done) {
        let hours = &mut self.rows[operator].hours;
        hours.standard += i128::from(done.standard.ticks()) * i128::from(done.attention);
        hours.took += i128::from(done.took.ticks()) * i128::from(done.attention);
    }

    /// Forgets what was counted, keeps who is there: the end of the warm-up.
    pub(super) fn restart(&mut self, now: Time) {
        self.settle(now);
        self.first = self.calendar.first_from(now);
        self.days.restart(now);
        if let Some(judging) = &mut self.judging {
            judging.begin = now;
            let crews = judging.breaches.counts.len();
            judging.breaches =
                Breaches { counts: Table::filled(crews, [0; Rule::COUNT]), first: Vec::new() };
        }
        for (row, weeks) in self.rows.iter_mut().zip(self.weeks.iter_mut()) {
            row.hours = PersonHours::default();
            weeks.clear();
        }
    }

    /// Counts until `now`, before anything is asked.
    fn settle(&mut self, now: Time) {
        for operator in self.rows.ids() {
            self.turn(operator, self.rows[operator].presence, now);
        }
    }

    /// Counts until the end of the run, and judges the weeks that are over.
    pub fn close(&mut self, end: Time) {
        self.settle(end);
        let Some(judging) = &mut self.judging else { return };
        let Judging { rules, judges, begin, breaches } = &mut **judging;
        for (operator, judge) in judges.ids().collect::<Vec<_>>().into_iter().zip(judges.iter_mut())
        {
            let crew = self.crews[operator];
            judge.settle(rules, end, &mut |breach| breaches.count(crew, operator, breach, *begin));
        }
    }

    /// The rules that were broken; `None` where there are none to break.
    pub fn breaches(&self) -> Option<&Breaches> {
        self.judging.as_ref().map(|judging| &judging.breaches)
    }

    /// The hours of a person until the last [`Hours::close`].
    pub fn of(&self, operator: OperatorId) -> &PersonHours {
        &self.rows[operator].hours
    }

    /// What a roster shows of a person in this state.
    pub(super) fn mark(&self, operator: OperatorId, state: OperatorState) -> Option<Mark> {
        Mark::of(self.rows[operator].presence, state)
    }

    /// The hours of crews day by day.
    pub const fn days(&self) -> &Days {
        &self.days
    }

    /// The whole weeks from the first one until `end`, as far as they are kept: how many there are.
    pub fn weeks_until(&self, end: Time) -> usize {
        let whole = self.calendar.week(end) - self.first;
        usize::try_from(whole).unwrap_or(0).min(self.most)
    }

    /// When a week is over, counted from the first whole one.
    pub fn week_ends(&self, week: usize) -> Time {
        self.calendar.begins(self.first + i64::try_from(week).unwrap_or(0) + 1)
    }

    /// The hours of a person in a week, counted from the first whole one.
    pub fn in_week(&self, operator: OperatorId, week: usize) -> WeekHours {
        self.weeks[operator].get(week).copied().unwrap_or_default()
    }

    fn presence(&self, operator: OperatorId, state: OperatorState, now: Time) -> Presence {
        let terms = || &self.terms[self.crews[operator]];
        let is_paid = || terms().are_paid(self.numbers[operator], now);
        match state {
            OperatorState::Working
            | OperatorState::Idle
            | OperatorState::Walking
            | OperatorState::Waiting => Presence::Regular,
            OperatorState::Overtime
            | OperatorState::OvertimeIdle
            | OperatorState::OvertimeWalking
            | OperatorState::OvertimeWaiting => Presence::Overtime,
            OperatorState::Break if is_paid() => Presence::Break,
            OperatorState::Absent if terms().is_time_off(self.numbers[operator], now) => {
                Presence::TimeOff
            }
            OperatorState::Absent if is_paid() => Presence::Absent { paid: terms().pays_absence },
            OperatorState::Training if is_paid() => Presence::Training,
            OperatorState::Off
            | OperatorState::Break
            | OperatorState::Absent
            | OperatorState::Training => Presence::Away,
        }
    }

    /// What a person does.
    pub(super) fn presence_of(&self, operator: OperatorId) -> Presence {
        self.rows[operator].presence
    }

    #[cold]
    pub(super) fn turn(&mut self, operator: OperatorId, presence: Presence, now: Time) {
        let row = &mut self.rows[operator];
        let (since, before) = (row.since, row.presence);
        let stretch = now - since;
        (row.since, row.presence) = (now, presence);
        let mut tariff = Tariff::default();
        match before {
            Presence::Away | Presence::Absent { paid: false } => {}
            Presence::Regular => row.hours.regular += stretch,
            Presence::Training => row.hours.training += stretch,
            Presence::Break => row.hours.breaks += stretch,
            Presence::Absent { paid: true } => row.hours.absent += stretch,
            Presence::Overtime => {
                let premium = self.terms[self.crews[operator]].premium;
                row.hours.overtime += stretch;
                let of = (row.overtime_of_day, stretch);
                tariff = self.tariffs.of_stretch(operator, premium, of);
                let (first_tier, apart) = tariff.part(Span::ZERO, stretch);
                row.hours.first_tier += first_tier;
                row.hours.apart.add(apart);
                row.overtime_of_day += stretch;
            }
            Presence::TimeOff => {
                row.hours.apart.taken += stretch;
                self.tariffs.take(operator, stretch);
            }
        }
        self.tariffs.turn(operator, presence);
        let day = now.ticks().div_euclid(Span::from_days(1).ticks());
        let begins = presence == Presence::Overtime && before != Presence::Overtime;
        if begins && row.overtime_day != day {
            (row.overtime_day, row.overtime_of_day) = (day, Span::ZERO);
        }
        let crew = self.crews[operator];
        if let Some(judging) = &mut self.judging {
            judging.tell(crew, operator, before.doing(), (since, now));
        }
        self.days.count((crew, operator), before, (since, now), tariff);
        if matches!(before, Presence::Regular | Presence::Training | Presence::Overtime) {
            self.count_weeks(operator, before, since, now);
        }
    }

    /// Counts a stretch at work in each week that it meets.
    fn count_weeks(&mut self, operator: OperatorId, presence: Presence, from: Time, to: Time) {
        let mut at = from;
        while at < to {
            let week = self.calendar.week(at);
            let end = self.calendar.begins(week + 1).min(to);
            let kept = usize::try_from(week - self.first).ok().filter(|week| *week < self.most);
            if let Some(week) = kept {
                let weeks = &mut self.weeks[operator];
                if weeks.len() <= week {
                    weeks.resize(week + 1, WeekHours::default());
                }
                weeks[week].worked += end - at;
                match presence {
                    Presence::Overtime => weeks[week].overtime += end - at,
                    Presence::Training => weeks[week].training += end - at,
                    _ => {}
                }
            }
            at = end;
        }
    }
}

impl Terms {
    fn of(model: &Model, crew: CrewId) -> Self {
        let row = &model.crews[crew];
        let mut known: BTreeMap<CalendarId, Option<Arc<Calendar>>> = BTreeMap::new();
        let mut told = |id: CalendarId| {
            let has = |it: &&Calendar| it.has_unpaid_breaks() || it.has_time_off();
            let calendar = || Some(&model.calendars[id]).filter(has);
            known.entry(id).or_insert_with(|| calendar().cloned().map(Arc::new)).clone()
        };
        let told = match row.calendar {
            _ if !row.own_calendars.is_empty() => {
                row.own_calendars.iter().map(|&id| told(id)).collect()
            }
            Some(id) => vec![told(id)],
            None => vec![None],
        };
        Self { told, pays_absence: row.pay.absence, premium: row.pay.premium }
    }

    /// What the calendar of a person says, if it says more than when work is.
    fn told(&self, number: u32, now: Time) -> Option<Shift> {
        let own = self.told.get(number as usize - 1).or(self.told.first());
        own.and_then(Option::as_deref).map(|calendar| calendar.shift_at(now))
    }

    /// Whether the calendar of a person pays for this time, if it is inside a shift.
    fn are_paid(&self, number: u32, now: Time) -> bool {
        let unpaid = |shift: Shift| {
            matches!(shift, Shift::Break { paid: false } | Shift::Away { paid: false, .. })
        };
        !self.told(number, now).is_some_and(unpaid)
    }

    /// Whether a person has time off from the account.
    fn is_time_off(&self, number: u32, now: Time) -> bool {
        let shift = self.told(number, now);
        matches!(shift, Some(Shift::Away { why: Why::Account, paid: true }))
    }
}
