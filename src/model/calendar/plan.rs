//! Days of one person: the hours that a roster gives, and times for which the person is away.

use super::{Break, Calendar, Hours, day_of, midnight};
use crate::units::Time;

/// Why a person does not come to a shift, as was known before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Leave or sickness.
    Absent,
    /// Learning something.
    Training,
    /// Time off from the time account.
    Account,
}

/// Hours of a day, as a calendar has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct DayHours {
    /// Shifts that start on it.
    pub(in crate::model) shifts: Vec<Hours>,
    /// Breaks in them, on whichever day they fall.
    pub(in crate::model) breaks: Vec<Break>,
}

/// A time for which a person is away, as far as it lies in shifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) struct Away {
    /// Its first instant.
    pub(in crate::model) from: Time,
    /// The first instant after it.
    pub(in crate::model) until: Time,
    /// Why.
    pub(in crate::model) why: Why,
}

/// What is different for one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::model) struct Plan {
    /// Days that have hours of their own, ascending. Unit: days since day 0.
    days: Vec<(i64, DayHours)>,
    /// Ascending; none meets another.
    away: Vec<Away>,
}

impl Plan {
    /// Hours for single days, each once, in any order.
    pub(in crate::model) fn of(mut days: Vec<(i64, DayHours)>) -> Self {
        days.sort_by_key(|(day, _)| *day);
        Self { days, away: Vec::new() }
    }

    /// The days with their hours, and the times away.
    pub(in crate::model) fn parts(&self) -> (&[(i64, DayHours)], &[Away]) {
        (&self.days, &self.away)
    }

    /// Whether nothing is different.
    pub(in crate::model) const fn is_empty(&self) -> bool {
        self.days.is_empty() && self.away.is_empty()
    }

    /// Changes the breaks of its days.
    pub(super) fn change_breaks(&mut self, change: impl Fn(&mut Vec<Break>)) {
        self.days.iter_mut().for_each(|(_, hours)| change(&mut hours.breaks));
    }

    /// All breaks of its days.
    pub(super) fn breaks(&self) -> impl Iterator<Item = &Break> {
        self.days.iter().flat_map(|(_, hours)| &hours.breaks)
    }

    fn hours(&self, day: i64) -> Option<&DayHours> {
        let place = self.days.binary_search_by_key(&day, |(date, _)| *date).ok()?;
        Some(&self.days[place].1)
    }

    /// The first day from `day` on that is different.
    pub(super) fn next_day(&self, day: i64) -> Option<i64> {
        let planned = self.days.get(self.days.partition_point(|(date, _)| *date < day));
        let edges = self.away.iter().flat_map(|away| [day_of(away.from), day_of(away.until)]);
        let edge = edges.filter(|&edge| edge >= day).min();
        planned.map(|(date, _)| *date).into_iter().chain(edge).min()
    }

    /// Adds a time away. What was there before goes on to hold.
    pub(in crate::model) fn add_away(&mut self, away: Away) {
        let mut from = away.from;
        let mut pieces = Vec::new();
        for known in &self.away {
            if known.until <= from || known.from >= away.until {
                continue;
            }
            pieces.extend((from < known.from).then_some(Away { from, until: known.from, ..away }));
            from = known.until;
        }
        pieces.extend((from < away.until).then_some(Away { from, ..away }));
        self.away.extend(pieces);
        self.away.sort_by_key(|away| away.from);
    }
}

impl Calendar {
    /// The same for one person.
    #[must_use]
    pub(in crate::model) fn with_plan(mut self, plan: Plan) -> Self {
        self.plan = (!plan.is_empty()).then(|| Box::new(plan));
        self
    }

    /// The same for a person who is away for a time, whatever calendar is in force.
    #[must_use]
    pub(in crate::model) fn away(&self, away: Away) -> Self {
        let mut calendar = self.clone();
        let add = |piece: &mut Self| {
            let mut plan = piece.plan.take().unwrap_or_default();
            plan.add_away(away);
            piece.plan = (!plan.is_empty()).then_some(plan);
        };
        add(&mut calendar);
        calendar.later.iter_mut().for_each(|(_, piece)| add(piece));
        calendar
    }

    /// The hours that its plan has for a day.
    pub(super) fn planned(&self, day: i64) -> Option<&DayHours> {
        self.plan.as_ref()?.hours(day)
    }

    /// The hours of a day, as another calendar takes them over.
    pub(in crate::model) fn hours_on(&self, day: i64) -> DayHours {
        let (own, _) = self.breaks_of_shifts_from(day);
        let common = if self.planned(day).is_some() { &[][..] } else { &self.breaks };
        let breaks = own.iter().chain(common).copied().collect();
        DayHours { shifts: self.own_shifts(day).collect(), breaks }
    }

    /// Why its person is away at an instant, if it is in a shift.
    pub(super) fn away_at(&self, at: Time) -> Option<Why> {
        // Most calendars are nobody's own.
        if self.plan.is_none() && self.later.is_empty() {
            return None;
        }
        let in_force = self.pieces().find(|(from, end, _)| *from <= at && at < *end);
        let plan = in_force.and_then(|(_, _, piece)| piece.plan.as_ref())?;
        let place = plan.away.partition_point(|away| away.until <= at);
        plan.away.get(place).filter(|away| away.from <= at).map(|away| away.why)
    }

    /// The first instant of which its plans say something.
    pub(in crate::model) fn first_planned(&self) -> Option<Time> {
        let plans = self.pieces().filter_map(|(_, _, piece)| piece.plan.as_ref());
        let firsts = plans.flat_map(|plan| {
            let day = plan.days.first().map(|(day, _)| midnight(*day));
            day.into_iter().chain(plan.away.first().map(|away| away.from))
        });
        firsts.min()
    }

    /// Whether nobody calls its person for overtime from `from` to `until`: who is on leave or sick before
    /// the day of `until` is over, or is in training by then.
    pub(crate) fn keeps_from_overtime(&self, from: Time, until: Time) -> bool {
        let end_of_day = midnight(day_of(until) + 1);
        self.pieces().any(|(begins, ends, piece)| {
            let from = from.max(begins);
            let meets = |away: &Away| {
                let (starts, end) = match away.why {
                    Why::Absent | Why::Account => (away.from, end_of_day),
                    Why::Training => (self.first_hour(away), until),
                };
                starts < end.min(ends) && from < away.until
            };
            piece.plan.as_ref().is_some_and(|plan| plan.away.iter().any(meets))
        })
    }

    /// When a training begins: at the first working hour, which may come long after the day does.
    fn first_hour(&self, training: &Away) -> Time {
        let mut at = training.from;
        while at < training.until && !matches!(self.shift_at(at), super::Shift::Away { .. }) {
            at = self.next_change(at).unwrap_or(training.until);
        }
        at
    }

    /// The next instant at which its person may come or go for a reason of a plan.
    pub(super) fn next_away_edge(&self, after: Time) -> Option<Time> {
        let plans = self.pieces().filter_map(|(_, _, piece)| piece.plan.as_ref());
        let edges = plans.flat_map(|plan| {
            let place = plan.away.partition_point(|away| away.until <= after);
            plan.away[place..].iter().take(2).flat_map(|away| [away.from, away.until])
        });
        // The calendar in force changes between plans, too.
        let starts = self.later.iter().map(|(from, _)| *from).filter(|_| self.has_away());
        edges.chain(starts).filter(|&edge| after < edge).min()
    }

    /// Whether its person is ever away for a reason.
    pub(in crate::model) fn is_ever_away(&self, why: Why) -> bool {
        let is_so = |plan: &Plan| plan.away.iter().any(|away| away.why == why);
        self.pieces().any(|(_, _, piece)| piece.plan.as_ref().is_some_and(|plan| is_so(plan)))
    }

    fn has_away(&self) -> bool {
        self.pieces()
            .any(|(_, _, piece)| piece.plan.as_ref().is_some_and(|plan| !plan.away.is_empty()))
    }
}
