//! Hours of crews day by day: what a plan of who comes when is made of.
//!
//! Memory: at most [`MOST_CREW_DAYS`] days of crews, the first ones of the measured time.

use super::hours::Presence;
use super::tariff::{Apart, Tariff};
use crate::ids::{CrewId, OperatorId, Table};
use crate::units::{Span, Time};

const DAY: Span = Span::from_days(1);

/// Most days that are kept.
const MOST_DAYS: usize = 732;

/// Most days of crews that are kept: of very many crews there are fewer days.
pub const MOST_CREW_DAYS: usize = 20_000;

/// Hours of a crew on a day, from midnight to midnight: a shift across midnight is on both days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CrewDay {
    /// People who were at work.
    pub people: u32,
    /// At work in the hours of the calendar.
    pub regular: Span,
    /// At work outside of them.
    pub overtime: Span,
    /// The part of the overtime that is paid in the first tier of the crew's premium.
    pub first_tier: Span,
    /// Overtime that is paid otherwise, or not, and time off for it.
    pub apart: Apart,
    /// On paid breaks.
    pub breaks: Span,
    /// Paid and not there.
    pub absent: Span,
    /// In training.
    pub training: Span,
}

/// The days of all crews.
#[derive(Clone, Debug)]
pub struct Days {
    /// The day on which counting began.
    first: i64,
    most: usize,
    /// Shape: crew by crew, the days from the first one on, as far as there are any hours.
    crews: Table<CrewId, Vec<CrewDay>>,
    /// The last day on which each person was counted as being at work.
    seen: Table<OperatorId, i64>,
}

impl Days {
    pub(super) fn new(crews: usize, people: usize) -> Self {
        Self {
            first: 0,
            most: MOST_DAYS.min(MOST_CREW_DAYS / crews.max(1)),
            crews: Table::filled(crews, Vec::new()),
            seen: Table::filled(people, i64::MIN),
        }
    }

    /// Forgets what was counted: the end of the warm-up.
    pub(super) fn restart(&mut self, now: Time) {
        self.first = day_of(now);
        self.crews.iter_mut().for_each(Vec::clear);
        self.seen.iter_mut().for_each(|day| *day = i64::MIN);
    }

    /// Counts a stretch of a person's presence, and how it is paid if it is overtime.
    pub(super) fn count(
        &mut self,
        (crew, operator): (CrewId, OperatorId),
        presence: Presence,
        (from, to): (Time, Time),
        tariff: Tariff,
    ) {
        let mut at = from;
        while at < to {
            let day = day_of(at);
            let end = (Time::ZERO + Span::from_days(day + 1)).min(to);
            let kept = usize::try_from(day - self.first).ok().filter(|day| *day < self.most);
            // Days are in order: behind the last one that is kept nothing comes.
            let Some(position) = kept else { return };
            let is_first = self.seen[operator] != day;
            let days = &mut self.crews[crew];
            if days.len() <= position {
                days.resize(position + 1, CrewDay::default());
            }
            if days[position].add(presence, (at - from, end - from), tariff) {
                self.seen[operator] = day;
                days[position].people += u32::from(is_first);
            }
            at = end;
        }
    }

    /// The day on which counting began, from day 0.
    pub const fn first(&self) -> i64 {
        self.first
    }

    /// Days from the first one until `end`, as far as they are kept: how many there are.
    pub fn until(&self, end: Time) -> usize {
        let days = (end - (Time::ZERO + Span::from_days(self.first))).ticks();
        let begun = usize::try_from(days / DAY.ticks()).unwrap_or(0);
        (begun + usize::from(days % DAY.ticks() > 0)).min(self.most)
    }

    /// The hours of a crew on a day, counted from the first one.
    pub fn of(&self, crew: CrewId, day: usize) -> CrewDay {
        self.crews[crew].get(day).copied().unwrap_or_default()
    }
}

impl CrewDay {
    /// Adds some time; whether it is time at work.
    fn add(&mut self, presence: Presence, (from, to): (Span, Span), tariff: Tariff) -> bool {
        let time = to - from;
        match presence {
            Presence::TimeOff => self.apart.taken += time,
            Presence::Away | Presence::Absent { paid: false } => return false,
            Presence::Break => self.breaks += time,
            Presence::Absent { paid: true } => self.absent += time,
            Presence::Training => self.training += time,
            Presence::Regular => {
                self.regular += time;
                return true;
            }
            Presence::Overtime => {
                let (first_tier, apart) = tariff.part(from, to);
                self.overtime += time;
                self.first_tier += first_tier;
                self.apart.add(apart);
                return true;
            }
        }
        false
    }
}

const fn day_of(at: Time) -> i64 {
    at.ticks().div_euclid(DAY.ticks())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;

    fn hour(hours: i64) -> Time {
        Time::ZERO + Span::from_hours(hours)
    }

    #[test]
    fn a_stretch_across_midnight_is_on_both_days_and_its_premium_on_the_first() {
        let (crew, operator) = (CrewId::at(0), OperatorId::at(0));
        let mut days = Days::new(1, 1);
        let mut count = |presence, from, to, tier| {
            let tariff = Tariff::in_first(Span::from_hours(tier));
            days.count((crew, operator), presence, (hour(from), hour(to)), tariff);
        };
        count(Presence::Regular, 14, 22, 0);
        count(Presence::Overtime, 22, 27, 3);
        count(Presence::Break, 28, 29, 0);
        let overtime = |hours, tier| CrewDay {
            people: 1,
            overtime: Span::from_hours(hours),
            first_tier: Span::from_hours(tier),
            ..CrewDay::default()
        };
        let first = CrewDay { regular: Span::from_hours(8), ..overtime(2, 2) };
        let second = CrewDay { breaks: Span::from_hours(1), ..overtime(3, 1) };
        assert_eq!((days.of(crew, 0), days.of(crew, 1)), (first, second));
        assert_eq!((days.until(hour(48)), days.until(hour(49))), (2, 3));
    }
}
