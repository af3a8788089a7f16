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

    /// The instant of a date and time of day, which must not be before the plant's start.
    pub(super) fn instant(&mut self, instant: DateTime, spot: Spot) -> Option<Time> {
        let start = self.start(spot)?;
        let since = instant.duration_since(start.to_datetime(Clock::midnight()));
        if since.is_negative() {
            self.before_start.push((instant, spot));
            return None;
        }
        // All dates lie within ten thousand years, far inside 64 bits of microseconds.
        i64::try_from(since.as_micros()).ok().map(Time::from_ticks)
    }

    /// When an order is released.
    pub(super) fn release(&mut self, moment: Moment, spot: Spot) -> Option<Time> {
        self.of_order(moment, spot)
    }

    /// When an order is due; a day is over at its midnight.
    pub(super) fn due(&mut self, moment: Moment, spot: Spot) -> Option<Time> {
        let day = if let Moment::Day(_) = moment { Span::from_days(1) } else { Span::ZERO };
        Some(self.of_order(moment, spot)? + day)
    }

    /// The first instant of a moment, before the start perhaps in a plant that starts from what is in work.
    fn of_order(&mut self, moment: Moment, spot: Spot) -> Option<Time> {
        if !self.starts_from_the_floor() {
            return self.beginning(moment, spot);
        }
        let start = self.start(spot)?.to_datetime(Clock::midnight());
        i64::try_from(moment.start().duration_since(start).as_micros()).ok().map(Time::from_ticks)
    }

    /// Complains once about all dates before the plant's start, at the first of them in the text.
    pub(super) fn complain_about_early_dates(&mut self) {
        let mut early = std::mem::take(&mut self.before_start);
        early.sort_by_key(|(_, spot)| *spot);
        early.dedup();
        let earliest = early.iter().map(|(instant, _)| *instant).min();
        let (Some(&(first, spot)), Some(earliest), Some(start)) =
            (early.first(), earliest, self.model.start)
        else {
            return;
        };
        let message = match early.len() {
            1 => format!("{first} is before the plant's start on {start}"),
            count => {
                format!("{count} dates are before the plant's start on {start}, {first} among them")
            }
        };
        let hint = format!(
            "correct the date, or let the plant start earlier: `start = {}` in `[plant]`",
            earliest.date()
        );
        self.complain(Diagnostic::error(code::DATE, message).at(spot).hint(hint));
    }

    /// The plant's start; without one, the first date that needs it is complained about.
    pub(super) fn start(&mut self, spot: Spot) -> Option<Date> {
        if self.model.start.is_none() && !self.misses_start {
            self.misses_start = true;
            let message = "a date means nothing without the date of day 0";
            let hint = "write it in `[plant]`, such as `start = 2026-03-02`";
            self.complain(Diagnostic::error(code::DATE, message).at(spot).hint(hint));
        }
        self.model.start
    }
}
