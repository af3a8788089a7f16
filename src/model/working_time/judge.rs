//! Judges the working time of one person, stretch by stretch, against the rules.
//!
//! Memory: the hours of the weeks of a reference period.

use std::collections::VecDeque;

use jiff::civil::{Date, Weekday};

use super::{Breach, Rule, WorkingTime};
use crate::model::{Model, Weeks};
use crate::units::{Span, Time};

const DAY: Span = Span::from_days(1);

/// Night work of a working day from which on it is one of a night worker.
///
/// Source: Directive 2003/88/EC, Article 2 (4).
const NIGHT_WORK: Span = Span::from_hours(3);

/// What a person does, as far as rules are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// At work in the hours of the calendar.
    Work,
    /// At work outside of them.
    Overtime,
    /// Not at work, for however long.
    Rest,
    /// Hours of the calendar for which the person has not come.
    Absent,
}

/// What is known of the working time of a person.
///
/// It is told every stretch, one after the other, and says what is broken when it is.
#[derive(Clone, Debug)]
pub struct Judge {
    weeks: Weeks,
    /// The date of day 0; without one, every 28 days are a month.
    start: Option<Date>,
    /// When the working day under way began, and what is in it.
    day: Option<WorkingDay>,
    /// When the last work ended.
    ended: Option<Time>,
    /// Working time since the last break.
    unbroken: Span,
    unbroken_told: bool,
    week: Week,
    /// The beginning of a week that has its rest only if the one under way, in which the person did not
    /// come, becomes long enough.
    doubt: Option<Time>,
    /// Hours of the weeks before, the last one last.
    past: VecDeque<Span>,
    /// The month and the day of the last Saturday worked, and how many there were.
    month: i64,
    saturday: i64,
    saturdays: u32,
    /// The day on which the last overtime began, how much there was, and when it ended.
    overtime_day: i64,
    overtime: Span,
    overtime_ended: Option<Time>,
    overtime_told: bool,
}

#[derive(Clone, Copy, Debug)]
struct WorkingDay {
    begun: Time,
    worked: Span,
    night: Span,
    daily_told: bool,
    rest_told: bool,
    night_told: bool,
}

/// The week in which the person was last at work, or was to be.
#[derive(Clone, Copy, Debug)]
struct Week {
    number: i64,
    /// Whether the person was at work in it.
    is_worked: bool,
    has_rest: bool,
    hours: Span,
    overtime: Span,
    overtime_told: bool,
}

impl Week {
    const fn new(number: i64) -> Self {
        Self {
            number,
            is_worked: false,
            has_rest: false,
            hours: Span::ZERO,
            overtime: Span::ZERO,
            overtime_told: false,
        }
    }
}

impl Judge {
    /// Of a person who has worked `past` in the weeks before the plant's start, the last week last.
    pub fn new(model: &Model, past: &[Span]) -> Self {
        let weeks = Weeks::of(model);
        let kept = past.len().min(model.working_time.weeks.saturating_sub(1) as usize);
        Self {
            weeks,
            start: model.start,
            day: None,
            ended: None,
            unbroken: Span::ZERO,
            unbroken_told: false,
            week: Week::new(weeks.week(Time::ZERO)),
            doubt: None,
            past: past[past.len() - kept..].iter().copied().collect(),
            month: i64::MIN,
            saturday: i64::MIN,
            saturdays: 0,
            overtime_day: i64::MIN,
            overtime: Span::ZERO,
            overtime_ended: None,
            overtime_told: false,
        }
    }

    /// The person has done something from one instant to another.
    pub fn tell(
        &mut self,
        rules: &WorkingTime,
        doing: Doing,
        (from, to): (Time, Time),
        breach: &mut impl FnMut(Breach),
    ) {
        if from >= to {
            return;
        }
        match doing {
            Doing::Rest => (self.unbroken, self.unbroken_told) = (Span::ZERO, false),
            Doing::Absent => {
                (self.unbroken, self.unbroken_told) = (Span::ZERO, false);
                self.by_week((from, to), |judge, (from, to)| {
                    // Who does not come rests from the last work on until the next.
                    let Week { number, is_worked, has_rest, .. } = judge.week;
                    if judge.weeks.week(from) > number && is_worked && !has_rest {
                        judge.doubt = Some(judge.weeks.begins(number));
                        judge.week.has_rest = true;
                    }
                    judge.enter_week(rules, from, breach);
                    judge.week.hours += to - from;
                });
            }
            Doing::Work | Doing::Overtime => {
                self.rest_before(rules, from, breach);
                if doing == Doing::Overtime {
                    self.count_overtime(rules, (from, to), breach);
                }
                self.by_week((from, to), |judge, (from, to)| {
                    judge.enter_week(rules, from, breach);
                    judge.week.is_worked = true;
                    judge.week.hours += to - from;
                    if doing == Doing::Overtime {
                        judge.count_weekly_overtime(rules, to - from, breach);
                    }
                });
                self.work(rules, (from, to), breach);
                self.ended = Some(to);
            }
        }
    }

    /// Everything is told until `end`, where a person rests or not: judges the weeks that are over.
    pub fn settle(&mut self, rules: &WorkingTime, end: Time, breach: &mut impl FnMut(Breach)) {
        if self.weeks.week(end) <= self.week.number {
            return;
        }
        // A rest that is under way may become long enough: nothing is said of that week then.
        if self.ended.is_some_and(|ended| ended < end) {
            self.week.has_rest = true;
        }
        self.enter_week(rules, end, breach);
    }

    /// The rest between the last work and this one.
    fn rest_before(&mut self, rules: &WorkingTime, from: Time, breach: &mut impl FnMut(Breach)) {
        if let Some(needed) = rules.limit(Rule::WeeklyRest) {
            let ended = self.ended.unwrap_or(Time::ZERO);
            let is_enough = from - ended >= needed;
            if is_enough && self.weeks.week(ended) == self.week.number {
                self.week.has_rest = true;
            }
            if let Some(at) = self.doubt.take().filter(|_| !is_enough) {
                breach(Breach { rule: Rule::WeeklyRest, at });
            }
        }
        let is_new = |day: &WorkingDay, ended: Time| {
            from - ended >= rules.daily_rest() || from - day.begun >= DAY
        };
        match (&self.day, self.ended) {
            (Some(day), Some(ended)) if !is_new(day, ended) => {}
            _ => self.begin_day(from),
        }
    }

    const fn begin_day(&mut self, begun: Time) {
        self.day = Some(WorkingDay {
            begun,
            worked: Span::ZERO,
            night: Span::ZERO,
            daily_told: false,
            rest_told: false,
            night_told: false,
        });
    }

    /// Splits a stretch at the beginnings of weeks.
    fn by_week(&mut self, (from, to): (Time, Time), mut each: impl FnMut(&mut Self, (Time, Time))) {
        let mut at = from;
        while at < to {
            let end = self.weeks.begins(self.weeks.week(at) + 1).min(to);
            each(self, (at, end));
            at = end;
        }
    }

    /// Something happens at `at`: the week before, if it is over, is judged.
    fn enter_week(&mut self, rules: &WorkingTime, at: Time, breach: &mut impl FnMut(Breach)) {
        let number = self.weeks.week(at);
        if number <= self.week.number {
            return;
        }
        let over = std::mem::replace(&mut self.week, Week::new(number));
        let monday = self.weeks.begins(over.number);
        let needed = rules.limit(Rule::WeeklyRest);
        if needed.is_some() && over.is_worked && !over.has_rest {
            breach(Breach { rule: Rule::WeeklyRest, at: monday });
        }
        if let Some(limit) = rules.limit(Rule::MaxWeeklyAverage) {
            let before: Span = self.past.iter().fold(Span::ZERO, |sum, hours| sum + *hours);
            let all = i128::from((before + over.hours).ticks());
            if all > i128::from(limit.ticks()) * i128::from(rules.weeks) {
                breach(Breach { rule: Rule::MaxWeeklyAverage, at: monday });
            }
        }
        let most = rules.weeks.saturating_sub(1) as usize;
        let idle = usize::try_from(number - over.number - 1).unwrap_or(0).min(most);
        self.past.extend(std::iter::once(over.hours).chain(std::iter::repeat_n(Span::ZERO, idle)));
        self.past.drain(..self.past.len().saturating_sub(most));
        // A rest that began before and goes on into this week.
        let since = self.weeks.begins(number);
        if let Some(needed) = needed {
            let ended = self.ended.unwrap_or(Time::ZERO);
            self.week.has_rest = ended <= since && at - since >= needed;
        }
    }

    fn count_overtime(
        &mut self,
        rules: &WorkingTime,
        (from, to): (Time, Time),
        breach: &mut impl FnMut(Breach),
    ) {
        let day = day_of(from);
        if self.overtime_ended != Some(from) && day != self.overtime_day {
            (self.overtime_day, self.overtime, self.overtime_told) = (day, Span::ZERO, false);
        }
        let limit = rules.limit(Rule::MaxOvertimeDaily);
        if let Some(limit) = limit.filter(|limit| self.overtime + (to - from) > *limit)
            && !self.overtime_told
        {
            self.overtime_told = true;
            breach(Breach { rule: Rule::MaxOvertimeDaily, at: from + (limit - self.overtime) });
        }
        self.overtime += to - from;
        self.overtime_ended = Some(to);
    }

    fn count_weekly_overtime(
        &mut self,
        rules: &WorkingTime,
        time: Span,
        breach: &mut impl FnMut(Breach),
    ) {
        self.week.overtime += time;
        let limit = rules.limit(Rule::MaxOvertimeWeekly);
        if limit.is_some_and(|limit| self.week.overtime > limit) && !self.week.overtime_told {
            self.week.overtime_told = true;
            let at = self.weeks.begins(self.week.number);
            breach(Breach { rule: Rule::MaxOvertimeWeekly, at });
        }
    }

    /// Work in working days of 24 hours at most.
    fn work(
        &mut self,
        rules: &WorkingTime,
        (from, to): (Time, Time),
        breach: &mut impl FnMut(Breach),
    ) {
        self.count_unbroken(rules, (from, to), breach);
        self.count_saturdays(rules, (from, to), breach);
        let mut at = from;
        while at < to {
            let Some(mut day) = self.day else { return };
            let end = (day.begun + DAY).min(to);
            day.count(rules, (at, end), breach);
            self.day = Some(day);
            at = end;
            if at < to {
                self.begin_day(at);
            }
        }
    }

    fn count_unbroken(
        &mut self,
        rules: &WorkingTime,
        (from, to): (Time, Time),
        breach: &mut impl FnMut(Breach),
    ) {
        let before = self.unbroken;
        self.unbroken += to - from;
        let limit = rules.limit(Rule::BreakAfter).filter(|limit| self.unbroken > *limit);
        if let Some(limit) = limit.filter(|_| !self.unbroken_told) {
            self.unbroken_told = true;
            breach(Breach { rule: Rule::BreakAfter, at: from + (limit - before) });
        }
    }

    fn count_saturdays(
        &mut self,
        rules: &WorkingTime,
        (from, to): (Time, Time),
        breach: &mut impl FnMut(Breach),
    ) {
        let Some(most) = rules.saturdays else { return };
        let last = day_of(to - Span::from_ticks(1));
        for day in day_of(from)..=last {
            let begins = Time::ZERO + Span::from_days(day);
            let week = self.weeks.begins(self.weeks.week(begins));
            let is_saturday = begins - week
                == Span::from_days(i64::from(Weekday::Saturday.to_monday_zero_offset()));
            if !is_saturday || day == self.saturday {
                continue;
            }
            let month = self.month_of(day);
            if month != self.month {
                (self.month, self.saturdays) = (month, 0);
            }
            (self.saturday, self.saturdays) = (day, self.saturdays + 1);
            if self.saturdays > most {
                breach(Breach { rule: Rule::Saturdays, at: begins.max(from) });
            }
        }
    }

    /// What tells a month from others.
    fn month_of(&self, day: i64) -> i64 {
        let days = jiff::Span::new().try_days(day).ok();
        let date = self.start.zip(days).and_then(|(start, days)| start.checked_add(days).ok());
        date.map_or(day.div_euclid(28), |date| {
            i64::from(date.year()) * 12 + i64::from(date.month())
        })
    }
}

impl WorkingDay {
    /// Work that lies in the 24 hours of the day.
    fn count(
        &mut self,
        rules: &WorkingTime,
        (from, to): (Time, Time),
        breach: &mut impl FnMut(Breach),
    ) {
        let time = to - from;
        let limit = rules.limit(Rule::MaxDaily).filter(|limit| self.worked + time > *limit);
        if let Some(limit) = limit.filter(|_| !self.daily_told) {
            self.daily_told = true;
            breach(Breach { rule: Rule::MaxDaily, at: from + (limit - self.worked) });
        }
        if let Some(rest) = rules.limit(Rule::MinDailyRest) {
            let latest = self.begun + (DAY - rest);
            if to > latest && !self.rest_told {
                self.rest_told = true;
                breach(Breach { rule: Rule::MinDailyRest, at: latest.max(from) });
            }
        }
        self.worked += time;
        let Some(limit) = rules.limit(Rule::MaxNight) else { return };
        self.night += in_night(rules.night, (from, to));
        if self.night >= NIGHT_WORK && self.worked > limit && !self.night_told {
            self.night_told = true;
            breach(Breach { rule: Rule::MaxNight, at: to });
        }
    }
}

/// How much of a stretch lies in the night.
fn in_night((start, end): (Span, Span), (from, to): (Time, Time)) -> Span {
    let nights = day_of(from) - 1..=day_of(to);
    let midnight = |day| Time::ZERO + Span::from_days(day);
    let both = nights.map(|day| {
        let (start, end) = ((midnight(day) + start).max(from), (midnight(day) + end).min(to));
        (end - start).max(Span::ZERO)
    });
    both.fold(Span::ZERO, |sum, span| sum + span)
}

const fn day_of(at: Time) -> i64 {
    at.ticks().div_euclid(DAY.ticks())
}
