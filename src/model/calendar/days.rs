//! The shifts and breaks of single days, and the days that are not like others.

use super::{Break, Calendar, Hours, day_of, midnight, rota, weekday};
use crate::units::Time;

impl Calendar {
    /// The shifts that start on a day.
    pub(super) fn shifts(&self, day: i64) -> impl Iterator<Item = Hours> + '_ {
        self.pieces().flat_map(move |(from, end, piece)| {
            piece.own_shifts(day).filter_map(move |hours| in_force(day, hours, from, end))
        })
    }

    /// The breaks that start on a day.
    pub(super) fn breaks(&self, day: i64) -> impl Iterator<Item = Break> + '_ {
        self.pieces().flat_map(move |(from, end, piece)| {
            // Beside a plan, breaks of every day hold in the shifts that it does not give.
            let common = if piece.plan.is_some() { &[][..] } else { &piece.breaks };
            let breaks = common.iter().copied().chain(piece.breaks_of_shifts(day));
            breaks.filter(|pause| !pause.is_in_groups()).filter_map(move |pause| {
                let hours = in_force(day, pause.hours(), from, end)?;
                let length = hours.end() - hours.start();
                Some(Break::new(hours.start(), length, pause.is_paid()))
            })
        })
    }

    /// The breaks that start on a day in shifts of its rota or its plan: those of the calendar that gives
    /// the shift, after midnight too.
    fn breaks_of_shifts(&self, day: i64) -> impl Iterator<Item = Break> + '_ {
        let is_needed = self.rota.is_some() || self.plan.is_some();
        let starts = [day - 1, day].into_iter().filter(move |_| is_needed);
        starts.flat_map(move |start| {
            let (own, common) = self.breaks_of_shifts_from(start);
            self.own_shifts(start).flat_map(move |shift| {
                let all = own.iter().chain(common).filter(|pause| !pause.is_in_groups());
                all.flat_map(move |&pause| {
                    let days = (start - 1..=start + 1).map(move |day| (day, pause));
                    days.filter_map(move |pause| rota::break_inside(day, (start, shift), pause))
                })
            })
        })
    }

    /// The breaks of the shifts that start on a day: those of the plan or of the turn, and those that it
    /// has on every day, if it has a plan and that says nothing of the day.
    pub(super) fn breaks_of_shifts_from(&self, day: i64) -> (&[Break], &[Break]) {
        if let Some(hours) = self.planned(day) {
            return (&hours.breaks, &[]);
        }
        let turn = self.rota.as_ref().and_then(|rota| rota.turn(day));
        let common = if self.plan.is_some() { &self.breaks[..] } else { &[] };
        (turn.map_or(&[][..], |turn| &turn.breaks), common)
    }

    /// The shifts of its own that start on a day.
    pub(super) fn own_shifts(&self, day: i64) -> impl Iterator<Item = Hours> + '_ {
        let planned = self.planned(day);
        let week = match &self.rota {
            _ if self.is_closed(day) => None,
            Some(rota) => rota.turn(day).map(|turn| &turn.week),
            None => Some(&self.week),
        };
        let usual = week.map_or(&[][..], |week| &week[weekday(self.first_weekday, day)]);
        let usual = planned.map_or(usual, |hours| &hours.shifts);
        let first = self.extra.partition_point(|(date, _)| *date < day);
        let extra = self.extra[first..].iter().filter(move |_| planned.is_none());
        let extra = extra.take_while(move |(date, _)| *date == day);
        usual.iter().copied().chain(extra.map(|(_, hours)| *hours))
    }

    /// The first instant of `day` after `after` at which hours start or end.
    pub(super) fn next_edge(&self, day: i64, after: Time) -> Option<Time> {
        let end = midnight(day + 1);
        let from = [day - 1, day].into_iter().flat_map(|start| {
            let breaks = self.breaks(start).map(Break::hours);
            let edges = self.shifts(start).chain(breaks).flat_map(|h| [h.start(), h.end()]);
            edges.map(move |clock| midnight(start) + clock)
        });
        let away = self.next_away_edge(after);
        from.chain(away).filter(|&edge| after < edge && edge < end).min()
    }

    fn is_closed(&self, day: i64) -> bool {
        self.closed.binary_search(&day).is_ok()
    }

    pub(super) fn is_exception(&self, day: i64) -> bool {
        self.pieces().any(|(from, _, piece)| {
            piece.is_closed(day)
                || piece.plan.as_ref().is_some_and(|plan| plan.next_day(day) == Some(day))
                || piece.extra.binary_search_by_key(&day, |(date, _)| *date).is_ok()
                || day_of(from) == day
        })
    }

    /// The first day from `day` on which the calendar differs from its week, or another takes its
    /// place.
    pub(super) fn next_exception(&self, day: i64) -> Option<i64> {
        let own = self.pieces().filter_map(|(_, _, piece)| piece.next_own_exception(day));
        let starts = self.later.iter().map(|(from, _)| day_of(*from));
        own.chain(starts.filter(|&start| start >= day)).min()
    }

    fn next_own_exception(&self, day: i64) -> Option<i64> {
        let closed = self.closed.get(self.closed.partition_point(|date| *date < day));
        let extra = self.extra.get(self.extra.partition_point(|(date, _)| *date < day));
        let planned = self.plan.as_ref().and_then(|plan| plan.next_day(day));
        closed.copied().into_iter().chain(extra.map(|(date, _)| *date)).chain(planned).min()
    }
}

/// Hours of a day under a calendar that is in force in `[from, end)`: they must begin in that time;
/// on the day on which it takes over, what would have begun before begins then.
fn in_force(day: i64, hours: Hours, from: Time, end: Time) -> Option<Hours> {
    let (start, last) = (midnight(day) + hours.start(), midnight(day) + hours.end());
    let begins = if day == day_of(from) { start.max(from) } else { start };
    let counts = from <= begins && begins < end && begins < last;
    counts.then(|| Hours::new(begins - midnight(day), last - begins))
}
