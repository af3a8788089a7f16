//! Calendars: functions of time, no list that grows with the horizon.
//!
//! A calendar is a weekly pattern of shifts with breaks, or a rota of such patterns in turn, and
//! dates on which it differs. It knows no daylight saving: every day has 24 hours. Before day 0 the
//! pattern goes on backwards, so a plant that starts at midnight may start in the middle of a night
//! shift.

mod clock;
mod common;
mod compile;
mod days;
mod groups;
mod plan;
mod rota;
#[cfg(test)]
mod tests;
mod turns;

pub use clock::{Break, Hours};
pub(in crate::model) use common::{common_cycle, time_in_common};
pub use plan::Why;
pub(in crate::model) use plan::{Away, DayHours, Plan};
pub(in crate::model) use rota::{Rota, Turn};

use jiff::civil::Weekday;

use crate::ids::CalendarId;
use crate::units::{LONGEST, Span, Time};

const DAY: i64 = Span::from_days(1).ticks();
const WEEK: usize = 7;

/// `[calendar.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Name as written.
    pub name: String,
    /// Shifts by the weekday on which they start, from Monday; none in a rota.
    pub(super) week: [Vec<Hours>; WEEK],
    /// The shifts of others in turn, instead of a week.
    pub(super) rota: Option<Rota>,
    /// Days of one person that are like none of these.
    pub(super) plan: Option<Box<Plan>>,
    /// Breaks, the same on every day; they take effect inside shifts only, and those that people take
    /// in turn in the calendars of these people.
    pub(super) breaks: Vec<Break>,
    /// Days on which no shift of the week starts, ascending. Unit: days since day 0.
    pub(super) closed: Vec<i64>,
    /// Further shifts on single days, ascending; open also on a closed day.
    pub(super) extra: Vec<(i64, Hours)>,
    /// Weekday of day 0.
    pub(super) first_weekday: Weekday,
    /// Calendars that take its place one after the other, each from an instant on, ascending; none
    /// of them has any of its own. A shift or break belongs to the one in force when it begins; on
    /// the day on which one takes over, what it would have begun before begins then.
    pub(super) later: Vec<(Time, Calendar)>,
}

/// What a calendar says of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// Working time.
    Open,
    /// A break inside a shift.
    Break {
        /// Whether the people are paid.
        paid: bool,
    },
    /// A shift to which a person does not come, as was known before.
    Away {
        /// Why.
        why: Why,
        /// Whether the hour would be paid if the person were there.
        paid: bool,
    },
    /// Outside all shifts.
    Closed,
}

/// Which days count as workdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workdays {
    /// Every day: the plant never closes.
    All,
    /// The days on which a shift of the calendar starts.
    Of(CalendarId),
}

impl Calendar {
    /// A calendar of shifts `week` (by the weekday on which they start, from Monday), for a plant
    /// whose day 0 is a `first_weekday`.
    pub fn new(name: &str, week: [Vec<Hours>; WEEK], first_weekday: Weekday) -> Self {
        let (breaks, closed, extra) = (Vec::new(), Vec::new(), Vec::new());
        let (rota, plan, later) = (None, None, Vec::new());
        let name = name.to_owned();
        Self { name, week, rota, plan, breaks, closed, extra, first_weekday, later }
    }

    /// A calendar that is always open.
    pub(super) fn always(first_weekday: Weekday) -> Self {
        let day = Hours::new(Span::ZERO, Span::from_days(1));
        Self::new("always", std::array::from_fn(|_| vec![day]), first_weekday)
    }

    /// The same until other calendars take its place, each from an instant on, ascending.
    #[must_use]
    pub(super) fn followed_by(mut self, later: Vec<(Time, Self)>) -> Self {
        self.later = later;
        self
    }

    /// Whether somebody has a break at any time.
    pub fn has_breaks(&self) -> bool {
        self.pieces().any(|(_, _, piece)| piece.all_breaks().next().is_some())
    }

    /// Whether somebody has a break that is not paid.
    pub fn has_unpaid_breaks(&self) -> bool {
        self.pieces().any(|(_, _, piece)| piece.all_breaks().any(|pause| !pause.is_paid()))
    }

    /// All breaks of its days, but for those that people take in turn.
    fn all_breaks(&self) -> impl Iterator<Item = &Break> {
        self.written_breaks().filter(|pause| !pause.is_in_groups())
    }

    /// All breaks that are written for any of its days.
    fn written_breaks(&self) -> impl Iterator<Item = &Break> {
        let turns = self.rota.iter().flat_map(Rota::held).flat_map(|turn| &turn.breaks);
        let planned = self.plan.iter().flat_map(|plan| plan.breaks());
        self.breaks.iter().chain(turns).chain(planned)
    }

    /// The calendars that are in force one after the other: from when, until when, and which.
    fn pieces(&self) -> impl Iterator<Item = (Time, Time, &Self)> {
        let starts = self.later.iter().map(|(from, _)| *from);
        let froms = std::iter::once(Time::from_ticks(i64::MIN)).chain(starts.clone());
        let ends = starts.chain(std::iter::once(Time::NEVER));
        let pieces = std::iter::once(self).chain(self.later.iter().map(|(_, piece)| piece));
        froms.zip(ends).zip(pieces).map(|((from, end), piece)| (from, end, piece))
    }

    /// The same with the shifts of a rota instead of a week.
    #[must_use]
    pub(super) fn in_turn(mut self, rota: Rota) -> Self {
        self.rota = Some(rota);
        self
    }

    /// The same with breaks on every day. Of breaks that overlap, the unpaid one counts.
    #[must_use]
    pub fn with_breaks(mut self, breaks: impl IntoIterator<Item = Break>) -> Self {
        self.breaks.extend(breaks);
        self.breaks.sort_unstable_by_key(|pause| (pause.hours().start(), pause.hours().end()));
        self
    }

    /// The same without the shifts that start on the days `closed` (counted from day 0).
    #[must_use]
    pub fn with_closed(mut self, closed: impl IntoIterator<Item = i64>) -> Self {
        self.closed.extend(closed);
        self.closed.sort_unstable();
        self.closed.dedup();
        self
    }

    /// The same with further shifts on single days (counted from day 0), closed days or not.
    #[must_use]
    pub fn with_extra(mut self, extra: impl IntoIterator<Item = (i64, Hours)>) -> Self {
        self.extra.extend(extra);
        self.extra.sort_unstable_by_key(|(day, hours)| (*day, hours.start(), hours.end()));
        self
    }

    /// What holds at `at` (intervals include their start and exclude their end).
    pub fn shift_at(&self, at: Time) -> Shift {
        if !self.is_in_shift(at) {
            return Shift::Closed;
        }
        let away = self.away_at(at);
        let breaks = |day, paid| {
            let kind = self.breaks(day).filter(move |pause| pause.is_paid() == paid);
            kind.map(Break::hours)
        };
        let pause = if covers(at, |day| breaks(day, false)) {
            Some(false)
        } else {
            covers(at, |day| breaks(day, true)).then_some(true)
        };
        match (away, pause) {
            // Who does not come has no break; who is in training has.
            (Some(why @ (Why::Absent | Why::Account)), pause) => {
                Shift::Away { why, paid: pause != Some(false) }
            }
            (_, Some(paid)) => Shift::Break { paid },
            (Some(why @ Why::Training), None) => Shift::Away { why, paid: true },
            (None, None) => Shift::Open,
        }
    }

    /// The first instant after `after` at which [`Calendar::shift_at`] changes, if there is one.
    ///
    /// Cost: at most two days more than the pattern has, and two for every exception on the way.
    pub fn next_change(&self, after: Time) -> Option<Time> {
        self.next_change_of(after, |at| self.shift_at(at))
    }

    /// The first instant after `after` at which `what` the calendar says changes.
    fn next_change_of<T: PartialEq>(&self, after: Time, what: impl Fn(Time) -> T) -> Option<Time> {
        let before = what(after);
        let mut seen = after;
        let mut day = day_of(after);
        // Days in a row that follow the pattern without a change.
        let mut calm = 0;
        let pattern = self.pieces().map(|(_, _, piece)| piece.pattern()).max().unwrap_or(WEEK);
        loop {
            while let Some(edge) = self.next_edge(day, seen) {
                if what(edge) != before {
                    return Some(edge);
                }
                seen = edge;
            }
            calm = if self.is_exception(day) || self.is_exception(day - 1) { 0 } else { calm + 1 };
            day += 1;
            if calm > pattern {
                day = self.next_exception(day)?;
                calm = 0;
            }
        }
    }

    /// The first instant at or after `after` at which the calendar is closed (breaks are not
    /// closings); [`Time::NEVER`] if it never closes.
    pub fn closes(&self, after: Time) -> Time {
        if !self.is_in_shift(after) {
            return after;
        }
        self.next_change_of(after, |at| self.is_in_shift(at)).unwrap_or(Time::NEVER)
    }

    /// After how many days its pattern repeats: one if all days are alike, else those of a week, or of
    /// its rota. Exceptions on single days are left out.
    fn cycle(&self) -> usize {
        let is_daily = self.week.iter().all(|shifts| *shifts == self.week[0]);
        let days = if is_daily { 1 } else { WEEK };
        self.rota.as_ref().map_or(days, Rota::cycle)
    }

    /// Days that show all that its pattern has.
    fn pattern(&self) -> usize {
        self.cycle().max(WEEK)
    }

    /// Working time in `[from, to)`, breaks excluded.
    ///
    /// Cost: one step for every change in between.
    pub fn open_time(&self, from: Time, to: Time) -> Span {
        self.time_where(from, to, |shift| shift == Shift::Open)
    }

    /// Time inside shifts in `[from, to)`, breaks included.
    ///
    /// Cost: one step for every change in between.
    pub fn shift_time(&self, from: Time, to: Time) -> Span {
        self.time_where(from, to, |shift| shift != Shift::Closed)
    }

    /// Whether `[from, to)` has as much time outside its breaks; closed hours count.
    ///
    /// Cost: one step for every change until there is as much.
    pub fn has_beside_breaks(&self, span: Span, (from, to): (Time, Time)) -> bool {
        let (mut left, mut at) = (span, from);
        while left > Span::ZERO && at < to {
            let end = self.next_change(at).map_or(to, |next| next.min(to));
            if !matches!(self.shift_at(at), Shift::Break { .. }) {
                left = left - left.min(end - at);
            }
            at = end;
        }
        left <= Span::ZERO
    }

    /// The longest shift that begins before `ahead` (breaks are not closings); [`Span::MAX`] if one
    /// never ends.
    ///
    /// Cost: one step for every opening and closing in between.
    pub fn longest_shift(&self, ahead: Span) -> Span {
        let (mut longest, mut at) = (Span::ZERO, Time::ZERO);
        while at < Time::ZERO + ahead {
            let closes = self.closes(at);
            if closes == Time::NEVER {
                return Span::MAX;
            }
            longest = longest.max(closes - at);
            let Some(opens) = self.next_change_of(closes, |at| self.is_in_shift(at)) else {
                break;
            };
            at = opens;
        }
        longest
    }

    /// How many shifts lie in `[from, to)`: of one that does not lie there whole the share that does.
    ///
    /// Cost: one step a day.
    pub fn shifts_between(&self, from: Time, to: Time) -> f64 {
        let of_day = |day: i64| {
            self.shifts(day).map(move |hours| {
                let (start, end) = (midnight(day) + hours.start(), midnight(day) + hours.end());
                let inside = (end.min(to) - start.max(from)).max(Span::ZERO);
                let length = end - start;
                if length.is_zero() { 0.0 } else { inside.hours() / length.hours() }
            })
        };
        // A shift lasts for a day at most.
        (day_of(from) - 1..=day_of(to)).flat_map(of_day).sum()
    }

    /// Whether a shift starts on `day` (counted from day 0).
    pub fn is_workday(&self, day: i64) -> bool {
        self.shifts(day).next().is_some()
    }

    /// The midnight at which `days` workdays are over, counted from the day on which `after` ends;
    /// a day under way counts whole. `None` if that takes more than `limit`.
    ///
    /// Unit: lengths since the plant's start.
    pub fn end_of_workdays(&self, after: Span, days: u32, limit: Span) -> Option<Span> {
        let (mut left, mut day) = (days, day_of(Time::ZERO + after));
        while left > 0 {
            left -= u32::from(self.is_workday(day));
            day += 1;
            if Span::from_days(day) > limit {
                return None;
            }
        }
        Some(if days == 0 { after } else { Span::from_days(day) })
    }

    /// Whether some shift has time in common with `hours` of every day.
    pub(super) fn meets(&self, hours: Hours) -> bool {
        let all = self.pieces().flat_map(|(_, _, piece)| {
            piece.weeks().flatten().flatten().chain(piece.extra.iter().map(|(_, shift)| shift))
        });
        let of_days = |shift: &Hours| {
            [-1, 0, 1]
                .map(Span::from_days)
                .into_iter()
                .any(|day| shift.start() < hours.end() + day && hours.start() + day < shift.end())
        };
        all.into_iter().any(of_days)
    }

    /// Whether there is a shift in every week, or round of its rota, but for exceptions, whatever
    /// calendar is in force.
    pub fn repeats(&self) -> bool {
        self.pieces().all(|(_, _, piece)| piece.weeks().flatten().any(|shifts| !shifts.is_empty()))
    }

    /// Its week, or those of all turns of its rota.
    fn weeks(&self) -> impl Iterator<Item = &[Vec<Hours>; WEEK]> {
        let own = self.rota.is_none().then_some(&self.week);
        own.into_iter().chain(self.rota.iter().flat_map(Rota::held).map(|turn| &turn.week))
    }

    /// The midnight at which the so many-th workday after the day of `after` is over; no day counts
    /// as its end.
    ///
    /// Where there are no more workdays, it is over after a hundred years.
    ///
    /// Cost: one step a day.
    pub fn end_of_workday(&self, after: Time, days: u32) -> Time {
        let (mut left, mut day) = (days, day_of(after));
        let last = day_of(after + LONGEST);
        while left > 0 && day < last {
            day += 1;
            left -= u32::from(self.is_workday(day));
        }
        midnight(day + 1)
    }

    /// The midnight at which the so many-th workday before `end` begins; a day counts if it is over by
    /// then. The plant's start if there are not so many.
    ///
    /// Cost: one step a day.
    pub(super) fn begin_of_workdays(&self, end: Time, days: u32) -> Time {
        let (mut left, mut day) = (days, day_of(end));
        while left > 0 && day > 0 {
            day -= 1;
            left -= u32::from(self.is_workday(day));
        }
        midnight(day)
    }

    fn time_where(&self, from: Time, to: Time, counts: impl Fn(Shift) -> bool) -> Span {
        let (mut total, mut at) = (Span::ZERO, from);
        while at < to {
            let end = self.next_change(at).map_or(to, |next| next.min(to));
            if counts(self.shift_at(at)) {
                total += end - at;
            }
            at = end;
        }
        total
    }

    /// Whether `at` is inside a shift, breaks included.
    fn is_in_shift(&self, at: Time) -> bool {
        covers(at, |day| self.shifts(day))
    }
}

/// Position of a day in its week, from Monday; day 0 is a `first_weekday`.
fn weekday(first_weekday: Weekday, day: i64) -> usize {
    let first = i64::from(first_weekday.to_monday_zero_offset());
    usize::try_from((first + day).rem_euclid(7)).expect("a remainder is not negative")
}

const fn day_of(at: Time) -> i64 {
    at.ticks().div_euclid(DAY)
}

const fn midnight(day: i64) -> Time {
    Time::from_ticks(day * DAY)
}

/// Whether hours that start on the day of `at` or on the day before it contain `at`.
fn covers<I: Iterator<Item = Hours>>(at: Time, hours: impl Fn(i64) -> I) -> bool {
    let today = day_of(at);
    [today, today - 1].into_iter().any(|day| {
        let clock = at - midnight(day);
        hours(day).any(|hours| hours.contain(clock))
    })
}
