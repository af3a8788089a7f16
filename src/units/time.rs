//! Instants and lengths of time, both counted in ticks of one microsecond.

use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Ticks in one second.
pub const TICKS_PER_SECOND: i64 = 1_000_000;

/// An instant: ticks since the plant's start (00:00 of day 0).
///
/// Unit: microseconds. Bounds: a run lasts at most a hundred years, far inside 64 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// A length of time.
///
/// Unit: microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Time {
    /// The plant's start.
    pub const ZERO: Self = Self(0);
    /// Later than every instant of a run.
    pub const NEVER: Self = Self(i64::MAX);

    /// The instant `ticks` microseconds after the plant's start.
    pub const fn from_ticks(ticks: i64) -> Self {
        Self(ticks)
    }

    /// Microseconds since the plant's start.
    pub const fn ticks(self) -> i64 {
        self.0
    }

    /// The length from the plant's start to this instant.
    pub const fn since_start(self) -> Span {
        Span(self.0)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Longer than every run.
    pub const MAX: Self = Self(i64::MAX);

    /// A length of `ticks` microseconds.
    pub const fn from_ticks(ticks: i64) -> Self {
        Self(ticks)
    }

    /// Length in microseconds.
    pub const fn ticks(self) -> i64 {
        self.0
    }

    /// A length of whole seconds.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds * TICKS_PER_SECOND)
    }

    /// A length of whole minutes.
    pub const fn from_minutes(minutes: i64) -> Self {
        Self::from_seconds(minutes * 60)
    }

    /// A length of whole hours.
    pub const fn from_hours(hours: i64) -> Self {
        Self::from_minutes(hours * 60)
    }

    /// A length of whole days of 24 hours.
    pub const fn from_days(days: i64) -> Self {
        Self::from_hours(days * 24)
    }

    /// The nearest length to `ticks` (of two as near, the even one), never negative; beyond the
    /// range it is [`Span::MAX`].
    #[inline]
    pub fn round(ticks: f64) -> Self {
        // The sum lies where doubles are whole numbers, so adding is rounding, and the bits of the
        // whole number are the last ones of the sum.
        const WHOLE: f64 = (1_i64 << 52) as f64;
        // The bits of doubles above 0 rise with them; those of all others are greater or 0.
        if ticks.to_bits().wrapping_sub(1) < WHOLE.to_bits() - 1 {
            let bits = (ticks + WHOLE).to_bits().wrapping_sub(WHOLE.to_bits());
            Self(bits.cast_signed())
        } else {
            Self::round_far(ticks)
        }
    }

    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, as wanted")]
    const fn round_far(ticks: f64) -> Self {
        // So large a double is a whole number; a cast takes not-a-number for 0.
        if ticks > 0.0 { Self(ticks as i64) } else { Self::ZERO }
    }

    /// Length in seconds, for statistics and print.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / TICKS_PER_SECOND as f64
    }

    /// Length in minutes, for statistics and print.
    pub fn minutes(self) -> f64 {
        self.seconds() / 60.0
    }

    /// Length in hours, for statistics and print.
    pub fn hours(self) -> f64 {
        self.seconds() / 3600.0
    }

    /// Whether this is no time at all.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add<Span> for Time {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Time {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0 - span.0)
    }
}

impl Sub for Time {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0 - earlier.0)
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Span {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Span {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_rounds_to_the_nearest_tick_and_never_below_zero() {
        assert_eq!(Span::round(1.5), Span::from_ticks(2));
        assert_eq!(Span::round(1.49), Span::from_ticks(1));
        assert_eq!(Span::round(-3.0), Span::ZERO);
        assert_eq!(Span::round(f64::NAN), Span::ZERO);
        assert_eq!(Span::round(1e300), Span::MAX);
    }

    #[test]
    fn an_instant_beyond_all_runs_saturates() {
        assert_eq!(Time::from_ticks(5) + Span::MAX, Time::NEVER);
    }
}
