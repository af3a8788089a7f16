//! Rosters that obey the rules of working time: who may not begin a shift, or be called for overtime.
//!
//! Only what is known at the time counts: what people have done, and the calendar of their crew.

use crate::ids::{CrewId, OperatorId, Table};
use crate::model::{
    Calendar, Doing, Judge, Model, Operator, Shift, Stretch, Weeks, Why, end_of_shift, next_shift,
    stretches,
};
use crate::observe::{Barred, Observer, OperatorState};
use crate::plant::Plant;
use crate::units::{Span, Time};

/// What is known of the working time of people; nothing where rosters need not obey.
#[derive(Debug)]
pub(super) struct Obeyed {
    people: Table<OperatorId, Known>,
}

#[derive(Clone, Debug)]
struct Known {
    judge: Judge,
    doing: Doing,
    since: Time,
    /// Whether the shift under way is off for the person.
    is_barred: bool,
}

impl Obeyed {
    pub(super) fn new(model: &Model) -> Self {
        let known = |operator| Known {
            judge: Judge::new(model, model.past_hours(operator)),
            doing: Doing::Rest,
            since: Time::ZERO,
            is_barred: false,
        };
        let is_obeyed = !model.working_time.enforced.is_empty();
        Self { people: model.operators.ids().filter(|_| is_obeyed).map(known).collect() }
    }

    /// Whether the shift under way is off for a person.
    pub(super) fn is_barred(&self, operator: OperatorId) -> bool {
        self.people.get(operator).is_some_and(|known| known.is_barred)
    }

    /// Whether rosters must obey.
    pub(super) fn counts(&self) -> bool {
        !self.people.is_empty()
    }

    /// A person does something else, in what the calendar calls `shift`.
    #[inline]
    pub(super) fn tell(
        &mut self,
        model: &Model,
        operator: OperatorId,
        what: (OperatorState, Shift),
        now: Time,
    ) {
        if !self.people.is_empty() {
            self.turn(model, operator, what, now);
        }
    }

    #[inline(never)]
    fn turn(
        &mut self,
        model: &Model,
        operator: OperatorId,
        (state, shift): (OperatorState, Shift),
        now: Time,
    ) {
        let known = &mut self.people[operator];
        let doing = doing(state, shift);
        if doing != known.doing {
            let stretch = (known.since, now);
            known.judge.tell(&model.working_time, known.doing, stretch, &mut |_| {});
            (known.doing, known.since) = (doing, now);
        }
    }

    /// Whether more of an enforced rule is broken by the stretches `with` than by those `without`.
    fn breaks(
        &self,
        model: &Model,
        operator: OperatorId,
        [with, without]: [&[Stretch]; 2],
        now: Time,
    ) -> bool {
        let Known { judge, doing, since, .. } = &self.people[operator];
        let mut judge = judge.clone();
        judge.tell(&model.working_time, *doing, (*since, now), &mut |_| {});
        judge.broken_by(model, [with, without], now).is_some()
    }
}

/// What rules see of a state.
const fn doing(state: OperatorState, shift: Shift) -> Doing {
    match state {
        OperatorState::Off | OperatorState::Break => Doing::Rest,
        // As for the hours of people: in an unpaid break nobody is missed.
        OperatorState::Absent if matches!(shift, Shift::Break { paid: false }) => Doing::Rest,
        // Time off from the account was worked before.
        OperatorState::Absent if matches!(shift, Shift::Away { why: Why::Account, .. }) => {
            Doing::Rest
        }
        OperatorState::Absent => Doing::Absent,
        OperatorState::Overtime
        | OperatorState::OvertimeIdle
        | OperatorState::OvertimeWalking
        | OperatorState::OvertimeWaiting => Doing::Overtime,
        OperatorState::Working
        | OperatorState::Idle
        | OperatorState::Walking
        | OperatorState::Waiting
        | OperatorState::Training => Doing::Work,
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A shift begins or ends: whoever would break a rule by working it stays away from it, and goes home
    /// from overtime that meets it.
    pub(super) fn bar_from_shift(&mut self, crew: CrewId, shift: Shift, begins: bool) {
        if self.crews.obeyed.people.is_empty() || !begins && shift != Shift::Closed {
            return;
        }
        let row = &self.model.crews[crew];
        for operator in row.operators.iter().take(row.count as usize) {
            self.bar_person(operator, begins);
        }
    }

    /// The same, for one person with a calendar of the own.
    pub(super) fn bar_from_own_shift(&mut self, operator: OperatorId, shift: Shift, begins: bool) {
        let is_over = matches!(shift, Shift::Closed | Shift::Away { .. });
        if !self.crews.obeyed.people.is_empty() && (begins || is_over) {
            self.bar_person(operator, begins);
        }
    }

    /// A shift begins for a person, or has ended.
    fn bar_person(&mut self, operator: OperatorId, begins: bool) {
        let model = self.model;
        let Operator { crew, number } = model.operators[operator];
        let Some(id) = model.crews[crew].calendar_of(number) else { return };
        let calendar = &model.calendars[id];
        let until = end_of_shift(calendar, self.now);
        let is_barred = begins && self.may_not_begin(operator, calendar, until);
        self.crews.obeyed.people[operator].is_barred = is_barred;
        if is_barred {
            // What lies behind the end of the run is no part of it.
            let end = model.run.horizon().unwrap_or(Time::NEVER);
            let hours = calendar.open_time(self.now, until.min(end));
            self.observer.barred(operator, Barred::Shift(hours), self.now);
            self.dismiss(operator);
        }
    }

    fn may_not_begin(&self, operator: OperatorId, calendar: &Calendar, until: Time) -> bool {
        let called = self.crews.rows[operator].called.unwrap_or(self.now);
        let all = (self.now, until.max(called));
        let with = stretches(calendar, all, called, false);
        let without = stretches(calendar, all, self.now, true);
        self.crews.obeyed.breaks(self.model, operator, [&with, &without], self.now)
    }

    /// Whether the rules let somebody be called for overtime: neither it nor the shifts that follow it, a
    /// day long at least and to the end of the week, break a rule by it. Who may not is told.
    pub(in crate::plant) fn rules_allow(&mut self, operator: OperatorId, until: Time) -> bool {
        if self.crews.obeyed.people.is_empty() {
            return true;
        }
        let Operator { crew, number } = self.model.operators[operator];
        let Some(id) = self.model.crews[crew].calendar_of(number) else { return true };
        let (model, now) = (self.model, self.now);
        let calendar = &model.calendars[id];
        let is_off = self.crews.obeyed.is_barred(operator);
        let weeks = Weeks::of(model);
        let week = weeks.begins(weeks.week(until) + 1);
        let later = end_of_shift(calendar, (until + Span::from_days(1)).max(week));
        // By itself, whatever becomes of the next shift; and with the shifts to come, one after the other:
        // one of them may break a rule anyway.
        let mut ends = vec![until.min(next_shift(calendar, now))];
        let mut begins = next_shift(calendar, now);
        while begins < later {
            let ends_at = end_of_shift(calendar, begins);
            ends.push(ends_at.min(later));
            begins = next_shift(calendar, ends_at.max(begins + Span::from_ticks(1)));
        }
        ends.push(later);
        let is_broken = ends.into_iter().any(|end| {
            let with = stretches(calendar, (now, end), until, is_off);
            let without = stretches(calendar, (now, end), now, is_off);
            self.crews.obeyed.breaks(model, operator, [&with, &without], now)
        });
        if is_broken {
            self.observer.barred(operator, Barred::Call, now);
        }
        !is_broken
    }
}
