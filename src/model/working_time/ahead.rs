//! What lies ahead of a person: stretches of work and rest by the calendar, and what they would break.

use super::{Breach, Doing, Judge, Rule};
use crate::model::{Calendar, Model, Shift, Weeks, Why};
use crate::units::{Span, Time};

/// How far ahead a shift is looked at.
const AHEAD: Span = Span::from_days(14);

/// A stretch to come.
pub type Stretch = (Doing, Time, Time);

impl Judge {
    /// The first enforced rule of which more is broken by the stretches `with` than by those `without`, both
    /// from `now` on; the judge has been told everything until then.
    pub fn broken_by(
        &self,
        model: &Model,
        [with, without]: [&[Stretch]; 2],
        now: Time,
    ) -> Option<Rule> {
        let end = with.iter().map(|&(_, _, to)| to).fold(now, Time::max);
        let weeks = Weeks::of(model);
        // Averages are told when a week is over.
        let end = weeks.begins(weeks.week(end - Span::from_ticks(1)) + 1).max(end);
        let [with, without] = [with, without].map(|stretches| self.judged(model, stretches, end));
        let is_broken = |rule: &Rule| with[*rule as usize] > without[*rule as usize];
        model.working_time.enforced.iter().copied().find(is_broken)
    }

    /// How often each rule is broken by stretches until `end`.
    fn judged(&self, model: &Model, stretches: &[Stretch], end: Time) -> [u32; Rule::COUNT] {
        let rules = &model.working_time;
        let mut judge = self.clone();
        let mut counts = [0; Rule::COUNT];
        // A week that had begun before the start is not known whole.
        let mut count =
            |breach: Breach| counts[breach.rule as usize] += u32::from(breach.at >= Time::ZERO);
        for &(doing, from, to) in stretches {
            judge.tell(rules, doing, (from, to), &mut count);
        }
        judge.settle(rules, end, &mut count);
        counts
    }
}

/// What a person does from `from` to `to` by the calendar, and until `called` in overtime; `is_off` says
/// that the shift under way is not worked.
pub fn stretches(
    calendar: &Calendar,
    (from, to): (Time, Time),
    called: Time,
    mut is_off: bool,
) -> Vec<Stretch> {
    let mut all = Vec::new();
    let mut at = from;
    while at < to {
        let next = calendar.next_change(at).unwrap_or(Time::NEVER).min(to);
        let shift = calendar.shift_at(at);
        is_off &= shift != Shift::Closed;
        match shift {
            Shift::Open | Shift::Away { why: Why::Training, .. } if !is_off => {
                all.push((Doing::Work, at, next));
            }
            Shift::Away { why: Why::Absent, .. } if !is_off => {
                all.push((Doing::Absent, at, next));
            }
            Shift::Break { .. } | Shift::Away { why: Why::Account, .. } if !is_off => {
                all.push((Doing::Rest, at, next));
            }
            _ if at < called => {
                all.push((Doing::Overtime, at, next.min(called)));
                all.push((Doing::Rest, next.min(called), next));
            }
            _ => all.push((Doing::Rest, at, next)),
        }
        at = next;
    }
    all
}

/// When the shift that is under way at `now` is over.
pub fn end_of_shift(calendar: &Calendar, now: Time) -> Time {
    let mut at = now;
    while calendar.shift_at(at) != Shift::Closed && at < now + AHEAD {
        at = calendar.next_change(at).unwrap_or(now + AHEAD);
    }
    at.min(now + AHEAD)
}

/// When the next shift begins after the one under way; never if that is far ahead.
pub fn next_shift(calendar: &Calendar, now: Time) -> Time {
    let mut at = end_of_shift(calendar, now);
    while calendar.shift_at(at) == Shift::Closed && at < now + AHEAD {
        at = calendar.next_change(at).unwrap_or(Time::NEVER);
    }
    at
}
