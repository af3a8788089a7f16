//! What is counted in the hours in which the plant works.

use crate::model::OpenHours;
use crate::units::{Span, Time};

/// What was counted in open hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenTime {
    /// Open time.
    pub time: Span,
    /// Integral of the parts inside over it. Unit: parts × ticks.
    pub inside: i128,
    /// How often the plant closed, breaks in which nobody works included.
    pub closings: u64,
}

/// Counts in open hours while the plant runs; whoever changes the parts inside sees to it that the
/// clock is turned before.
#[derive(Clone, Debug)]
pub(super) struct OpenClock {
    /// None where the stations share no hours: then all of them count.
    hours: Option<OpenHours>,
    is_open: bool,
    /// When it turns next.
    edge: Time,
    /// When it turned last, and the integral of the parts inside until then.
    since: Time,
    area: i128,
    seen: OpenTime,
}

impl OpenClock {
    pub(super) fn new(hours: Option<OpenHours>) -> Self {
        let is_open = hours.as_ref().is_none_or(|hours| hours.is_open(Time::ZERO));
        let edge = hours.as_ref().map_or(Time::NEVER, |hours| hours.next_change(Time::ZERO));
        Self { hours, is_open, edge, since: Time::ZERO, area: 0, seen: OpenTime::default() }
    }

    /// When it turns next; [`Time::NEVER`] if it does not.
    pub(super) const fn edge(&self) -> Time {
        self.edge
    }

    /// Its edge is reached, and the integral of the parts inside is `area`.
    pub(super) fn turn(&mut self, area: i128) {
        let (edge, was_open) = (self.edge, self.is_open);
        self.seen = self.until(edge, area);
        (self.since, self.area) = (edge, area);
        let Some(hours) = &self.hours else { return };
        self.is_open = hours.is_open(edge);
        self.edge = hours.next_change(edge);
        self.seen.closings += u64::from(was_open && !self.is_open);
    }

    /// Forgets what was counted: at `now` the integral is `area`.
    pub(super) fn restart(&mut self, now: Time, area: i128) {
        (self.since, self.area, self.seen) = (now, area, OpenTime::default());
    }

    /// What was counted until `now`, when the integral of the parts inside is `area`.
    pub(super) fn until(&self, now: Time, area: i128) -> OpenTime {
        if !self.is_open {
            return self.seen;
        }
        let OpenTime { time, inside, closings } = self.seen;
        OpenTime { time: time + (now - self.since), inside: inside + area - self.area, closings }
    }
}
