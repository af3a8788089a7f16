//! Calendars: functions of time, no list that grows with the horizon.

use crate::units::Time;

/// `[calendar.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Name as written.
    pub name: String,
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
    /// Outside all shifts.
    Closed,
}

impl Calendar {
    /// What holds at `at` (intervals include their start and exclude their end).
    pub fn shift_at(&self, at: Time) -> Shift {
        let _ = at;
        Shift::Open
    }

    /// The first instant at or after `after` at which the calendar is closed (breaks are not
    /// closings); [`Time::NEVER`] if it never closes.
    pub fn closes(&self, after: Time) -> Time {
        let _ = after;
        Time::NEVER
    }

    /// The first instant after `after` at which [`Calendar::shift_at`] changes, if there is one.
    pub fn next_change(&self, after: Time) -> Option<Time> {
        let _ = after;
        None
    }
}
