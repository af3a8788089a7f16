//! Hours of a day and breaks.

use std::fmt;

use crate::units::{Span, clock_text};

/// Hours from a time of day to a later one, perhaps on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    start: Span,
    end: Span,
}

impl Hours {
    /// Hours that begin `start` after midnight and last for `length`.
    ///
    /// # Panics
    /// If they do not start within the day, or last longer than 24 hours.
    pub fn new(start: Span, length: Span) -> Self {
        let day = Span::from_days(1);
        assert!(Span::ZERO <= start && start < day, "hours start within their day");
        assert!(Span::ZERO <= length && length <= day, "hours last for a day at most");
        Self { start, end: start + length }
    }

    /// Hours between two times of day; an `end` that is not later is on the next day.
    ///
    /// # Panics
    /// If `start` is not within the day or `end` is later than its midnight.
    pub fn between(start: Span, end: Span) -> Self {
        let over_midnight = if end <= start { Span::from_days(1) } else { Span::ZERO };
        Self::new(start, end + over_midnight - start)
    }

    /// Their start, since the midnight before it.
    pub const fn start(self) -> Span {
        self.start
    }

    /// Their end, since the midnight before their start: less than 48 hours.
    pub const fn end(self) -> Span {
        self.end
    }

    /// Whether they include the instant `clock` after that midnight.
    pub fn contain(self, clock: Span) -> bool {
        self.start <= clock && clock < self.end
    }
}

/// As people write them: `22:00-06:00`.
impl fmt::Display for Hours {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = Span::from_days(1);
        let end = if self.end > day { self.end - day } else { self.end };
        write!(formatter, "{}-{}", clock_text(self.start), clock_text(end))
    }
}

/// A break at the same time of every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    hours: Hours,
    paid: bool,
    /// In how many groups people take it, one after the other.
    groups: u32,
}

impl Break {
    /// A break of `length` that begins `at` after midnight.
    ///
    /// # Panics
    /// If it does not start within the day, or lasts longer than 24 hours.
    pub fn new(at: Span, length: Span, paid: bool) -> Self {
        Self { hours: Hours::new(at, length), paid, groups: 1 }
    }

    /// The same taken by so many groups of people, one after the other: nobody's until it is known
    /// whose it is. At least one.
    #[must_use]
    pub const fn in_groups(self, groups: u32) -> Self {
        Self { groups, ..self }
    }

    /// In how many groups people take it.
    pub const fn groups(self) -> u32 {
        self.groups
    }

    /// Whether people take it in turn, so that it is nobody's yet.
    pub const fn is_in_groups(self) -> bool {
        self.groups > 1
    }

    /// That of a person of a crew, by the number from 1.
    #[must_use]
    pub fn of_person(self, number: u32) -> Self {
        let before = number.saturating_sub(1) % self.groups.max(1);
        let length = self.hours.end() - self.hours.start();
        let start = self.hours.start().ticks() + length.ticks() * i64::from(before);
        let start = Span::from_ticks(start.rem_euclid(Span::from_days(1).ticks()));
        Self::new(start, length, self.paid)
    }

    /// From when until when its groups are away, since the midnight before.
    pub fn whole(self) -> (Span, Span) {
        let (start, end) = (self.hours.start(), self.hours.end());
        let length = (end - start).ticks().saturating_mul(i64::from(self.groups));
        (start, start + Span::from_ticks(length))
    }

    /// When it is.
    pub const fn hours(self) -> Hours {
        self.hours
    }

    /// Whether the people are paid.
    pub const fn is_paid(self) -> bool {
        self.paid
    }
}
