//! Weeks: from Monday to Sunday, by the plant's own calendar.

use jiff::civil::Weekday;

use super::Model;
use crate::units::{Span, Time};

const WEEK: i64 = Span::from_days(7).ticks();

/// Weeks from Monday 00:00; week 0 is the one in which day 0 lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weeks {
    /// From the Monday of week 0 to day 0.
    gone: Span,
}

impl Weeks {
    /// The weeks of a plant; day 0 is a Monday where it has no date.
    pub fn of(model: &Model) -> Self {
        Self::from_weekday(model.start.map_or(Weekday::Monday, jiff::civil::Date::weekday))
    }

    /// The weeks of a plant whose day 0 is a `first_weekday`.
    pub fn from_weekday(first_weekday: Weekday) -> Self {
        Self { gone: Span::from_days(i64::from(first_weekday.to_monday_zero_offset())) }
    }

    /// The week in which an instant lies.
    pub const fn week(self, at: Time) -> i64 {
        (at.ticks() + self.gone.ticks()).div_euclid(WEEK)
    }

    /// When a week begins.
    pub fn begins(self, week: i64) -> Time {
        Time::from_ticks(week * WEEK) - self.gone
    }

    /// The first week that begins at `at` or later.
    pub fn first_from(self, at: Time) -> i64 {
        let week = self.week(at);
        if self.begins(week) == at { week } else { week + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_mondays() {
        // Day 0 is a Thursday: week 0 began three days before.
        let weeks = Weeks::from_weekday(Weekday::Thursday);
        let day = |n| Time::ZERO + Span::from_days(n);
        assert_eq!(weeks.begins(0), Time::ZERO - Span::from_days(3));
        assert_eq!(weeks.begins(1), day(4));
        assert_eq!((weeks.week(day(3)), weeks.week(day(4))), (0, 1));
        assert_eq!((weeks.first_from(day(0)), weeks.first_from(day(4))), (1, 1));
        assert_eq!(Weeks::from_weekday(Weekday::Monday).first_from(day(0)), 0);
    }
}
