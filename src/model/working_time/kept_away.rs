//! What rules that are enforced keep people from whatever happens in a run: shifts of their calendar, and
//! overtime that they can never come to.

use super::{Doing, Judge, Rule, Stretch, end_of_shift, stretches};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::{CalendarId, CrewId, OvertimeId};
use crate::model::compile::Compiler;
use crate::model::names::spot_of;
use crate::model::{Calendar, Model, Overtime, Shift};
use crate::units::{Span, Time};

/// How far ahead people are followed, at most.
const LOOK_AHEAD: Span = Span::from_days(366);

/// Most people of a plant who are followed with hours or pasts of their own.
const MOST_FOLLOWED: usize = 500;

/// From how many of their shifts, or times of overtime, people are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Kept {
    all: u32,
    away: u32,
    /// The rule that keeps them away first.
    rule: Option<Rule>,
}

impl Kept {
    fn and(self, other: Self) -> Self {
        let rule = self.rule.or(other.rule);
        Self { all: self.all + other.all, away: self.away + other.away, rule }
    }

    const fn is_never(self) -> bool {
        self.all > 0 && self.away == self.all
    }
}

/// A person who comes to everything that the enforced rules allow.
struct Person<'a> {
    model: &'a Model,
    calendar: &'a Calendar,
    judge: Judge,
    end: Time,
}

impl Compiler<'_> {
    /// Warns of shifts and overtime that no person can come to because rules are enforced.
    pub(crate) fn warn_of_kept_away(&mut self) {
        if self.model.working_time.enforced.is_empty() {
            return;
        }
        for crew in self.model.crews.ids() {
            let kept = kept(&self.model, crew, shifts);
            self.warn_of_shifts(crew, kept);
        }
        for overtime in self.model.overtimes.ids() {
            let row = &self.model.overtimes[overtime];
            let of = |&(crew, _): &(CrewId, u32)| {
                (crew, kept(&self.model, crew, |person| person.overtime(row)))
            };
            let all: Vec<(CrewId, Kept)> = row.crews.iter().map(of).collect();
            self.warn_of_overtime(overtime, &all);
        }
    }

    fn warn_of_shifts(&mut self, crew: CrewId, kept: Kept) {
        let Some(rule) = kept.rule else { return };
        let Kept { all, away, .. } = kept;
        let name = self.model.crews[crew].name.clone();
        let rule = self.rule_text(rule);
        let message = if kept.is_never() {
            format!(
                "nobody of the crew `{name}` ever comes: each of their shifts would break {rule}, which is \
                 enforced"
            )
        } else {
            format!(
                "people of the crew `{name}` stay away from {away} of their {all} shifts in a run: \
                 these would break {rule}, which is enforced"
            )
        };
        let hint = "loads count these shifts all the same: give the crew hours that keep the rule";
        let spot = self.scenario.crew.get(&name).and_then(|table| table.calendar.as_ref());
        let spot = spot.map(|given| given.spot).or_else(|| spot_of(&self.scenario.crew, &name));
        let complaint = Diagnostic::warning(code::ROSTER, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    fn warn_of_overtime(&mut self, overtime: OvertimeId, all: &[(CrewId, Kept)]) {
        let row = &self.model.overtimes[overtime];
        let (name, is_planned) = (row.name.clone(), row.is_planned());
        let spot = self.scenario.overtime.spot(&name);
        let crews = |which: fn(Kept) -> bool| {
            let of = all.iter().filter(|(_, kept)| kept.away > 0 && which(*kept));
            let of: Vec<&(CrewId, Kept)> = of.collect();
            let names = listed(of.iter().map(|(crew, _)| self.model.crews[*crew].name.as_str()));
            let kept = of.iter().fold(Kept::default(), |sum, (_, kept)| sum.and(*kept));
            kept.rule.map(|rule| (names, kept, self.rule_text(rule)))
        };
        let never = crews(Kept::is_never).map(|(crews, _, rule)| {
            let message = format!(
                "nobody of {crews} ever comes to the overtime `{name}`: it would break {rule} each time, which \
                 is enforced"
            );
            let hint = if is_planned {
                "loads count it all the same: make it shorter or rarer, or leave it out"
            } else {
                "make it shorter or rarer, or leave it out"
            };
            Diagnostic::warning(code::ROSTER, message).hint(hint)
        });
        let at_times = crews(|kept| !kept.is_never()).filter(|_| is_planned);
        let at_times = at_times.map(|(crews, Kept { all, away, .. }, rule)| {
            let message = format!(
                "whoever of {crews} comes to the overtime `{name}` each time is kept from {away} of {all} times \
                 by {rule}, which is enforced: loads are as if enough others came"
            );
            Diagnostic::note(code::COUNTED, message)
        });
        for complaint in never.into_iter().chain(at_times) {
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// A rule and its limit.
    fn rule_text(&self, rule: Rule) -> String {
        format!("`{}` ({})", rule.key(), self.model.working_time.limit_text(rule))
    }
}

/// What all people of a crew are kept from.
fn kept(model: &Model, crew: CrewId, of: impl Fn(Person<'_>) -> Kept) -> Kept {
    let row = &model.crews[crew];
    let most = Time::ZERO + LOOK_AHEAD;
    let end = model.run.horizon().map_or(most, |end| end.min(most));
    let mut known: Vec<(CalendarId, &[Span], Kept)> = Vec::new();
    let mut sum = Kept::default();
    for (operator, number) in row.people().zip(1..) {
        let Some(id) = row.calendar_of(number) else { continue };
        let past = model.past_hours(operator);
        let found = known.iter().find(|&&(other, before, _)| other == id && before == past);
        let kept = match found {
            Some((.., kept)) => *kept,
            // Nothing is said for certain of whoever is not followed.
            None if known.len() >= MOST_FOLLOWED => Kept { all: 1, ..Kept::default() },
            None => {
                let (calendar, judge) = (&model.calendars[id], Judge::new(model, past));
                let kept = of(Person { model, calendar, judge, end });
                known.push((id, past, kept));
                kept
            }
        };
        sum = sum.and(kept);
    }
    sum
}

/// Follows a person through the shifts of the calendar.
fn shifts(mut person: Person<'_>) -> Kept {
    let mut kept = Kept::default();
    let mut at = person.shift_from(Time::ZERO);
    while at < person.end {
        let (until, rule) = person.shift(at);
        kept = kept.and(Kept { all: 1, away: u32::from(rule.is_some()), rule });
        at = person.shift_from(until);
    }
    kept
}

impl Person<'_> {
    /// Follows the person through shifts and an overtime, to which they come whenever the rules allow it.
    fn overtime(mut self, row: &Overtime) -> Kept {
        let mut kept = Kept::default();
        let mut at = Time::ZERO;
        while at < self.end {
            let shift = self.shift_from(at);
            let called = row.next(at).unwrap_or(Time::NEVER);
            if shift.min(called) >= self.end {
                break;
            }
            let called = if called < shift {
                Some((called, called + row.hours))
            } else {
                at = self.shift(shift).0;
                // It may begin in the shift and last longer.
                let begun = row.next(shift).filter(|&begins| begins < at);
                begun.map(|begins| (at, begins + row.hours)).filter(|(from, to)| from < to)
            };
            if let Some((from, until)) = called {
                let until = until.min(self.shift_from(from));
                let with = stretches(self.calendar, (from, until), until, false);
                let rule = self.go(&with, &[(Doing::Rest, from, until)], from);
                kept = kept.and(Kept { all: 1, away: u32::from(rule.is_some()), rule });
                at = until.max(from + Span::from_ticks(1));
            }
        }
        kept
    }

    /// The first instant from `at` on in a shift.
    fn shift_from(&self, mut at: Time) -> Time {
        while at < self.end && self.calendar.shift_at(at) == Shift::Closed {
            at = self.calendar.next_change(at).unwrap_or(Time::NEVER);
        }
        at
    }

    /// Works a shift, or stays away from it: when it ends, and the rule that it would break.
    fn shift(&mut self, at: Time) -> (Time, Option<Rule>) {
        let until = end_of_shift(self.calendar, at);
        let with = stretches(self.calendar, (at, until), at, false);
        let without = stretches(self.calendar, (at, until), at, true);
        (until, self.go(&with, &without, at))
    }

    fn go(&mut self, with: &[Stretch], without: &[Stretch], now: Time) -> Option<Rule> {
        let rule = self.judge.broken_by(self.model, [with, without], now);
        for &(doing, from, to) in if rule.is_some() { without } else { with } {
            self.judge.tell(&self.model.working_time, doing, (from, to), &mut |_| {});
        }
        rule
    }
}
