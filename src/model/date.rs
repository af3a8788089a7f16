//! Dates become instants relative to the plant's start.

use jiff::civil::{Date, DateTime, Time as Clock};

use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::scenario::Moment;
use crate::units::{Span, Time};

impl Compiler<'_> {
    /// Days from the plant's start to `date`; negative before it.
    pub(super) fn day(&mut self, date: Date, spot: Spot) -> Option<i64> {
        let start = self.start(spot)?;
        Some(date.duration_since(start).as_hours() / 24)
    }

    /// The instant at which a moment begins; a day begins at 00:00.
    pub(super) fn beginning(&mut self, moment: Moment, spot: Spot) -> Option<Time> {
        match moment {
            Moment::Day(date) => self.instant(date.at(0, 0, 0, 0), spot),
            Moment::At(instant) => self.instant(instant, spot),
        }
    }

    /// The instant at which a moment is over; a day is over at its midnight.
    pub(super) fn ending(&mut self, moment: Moment, spot: Spot) -> Option<Time> {
        let day = if let Moment::Day(_) = moment { Span::from_days(1) } else { Span::ZERO };
        Some(self.beginning(moment, spot)? + day)
    }

    /// The instant of a date and time of day, which must not be before the plant's start.
    pub(super) fn instant(&mut self, instant: DateTime, spot: Spot) -> Option<Time> {
        let start = self.start(spot)?;
        let since = instant.duration_since(start.to_datetime(Clock::midnight()));
        if since.is_negative() {
            let message = format!("{instant} is before the plant's start on {start}");
            self.complain(Diagnostic::error(code::DATE, message).at(spot));
            return None;
        }
        // All dates lie within ten thousand years, far inside 64 bits of microseconds.
        i64::try_from(since.as_micros()).ok().map(Time::from_ticks)
    }

    /// The plant's start; without one, the first date that needs it is complained about.
    fn start(&mut self, spot: Spot) -> Option<Date> {
        if self.model.start.is_none() && !self.misses_start {
            self.misses_start = true;
            let message = "a date means nothing without the date of day 0";
            let hint = "write it in `[plant]`, such as `start = 2026-03-02`";
            self.complain(Diagnostic::error(code::DATE, message).at(spot).hint(hint));
        }
        self.model.start
    }
}
