//! Clocks of what is seen: how long each state holds, and how long a closed machine is failed.

use crate::units::{Span, Time};

/// Time in each of `N` states, and the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clocked<const N: usize> {
    state: u8,
    since: i64,
    ticks: [i64; N],
}

impl<const N: usize> Clocked<N> {
    pub(super) const fn starting(state: u8) -> Self {
        Self { state, since: 0, ticks: [0; N] }
    }

    #[inline]
    pub(super) fn enter(&mut self, state: u8, now: Time) {
        self.ticks[self.state as usize] += now.ticks() - self.since;
        self.since = now.ticks();
        self.state = state;
    }

    pub(super) fn restart(&mut self, now: Time) {
        self.since = now.ticks();
        self.ticks = [0; N];
    }

    /// The present state.
    #[inline]
    pub(super) const fn state(&self) -> u8 {
        self.state
    }

    /// Time in each state until `now` since the restart; sums to the elapsed time exactly.
    pub(super) fn until(&self, now: Time) -> [Span; N] {
        let mut spans = self.ticks;
        spans[self.state as usize] += now.ticks() - self.since;
        spans.map(Span::from_ticks)
    }
}

/// How long a machine is failed while it shows that it is off shift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FailedOffShift {
    /// Failures that are not repaired.
    failures: u32,
    is_off_shift: bool,
    since: Time,
    time: Span,
}

impl FailedOffShift {
    /// The machine goes off shift, or comes back.
    #[cold]
    pub(super) fn turn(&mut self, is_off_shift: bool, now: Time) {
        self.count(now);
        self.is_off_shift = is_off_shift;
    }

    /// A failure strikes.
    pub(super) fn fail(&mut self, now: Time) {
        self.count(now);
        self.failures += 1;
    }

    /// A failure is repaired.
    pub(super) fn repair(&mut self, now: Time) {
        self.count(now);
        self.failures -= 1;
    }

    /// Counts until `now`; whoever changes something calls it before.
    fn count(&mut self, now: Time) {
        self.time = self.until(now);
        self.since = now;
    }

    pub(super) fn restart(&mut self, now: Time) {
        (self.since, self.time) = (now, Span::ZERO);
    }

    pub(super) fn until(&self, now: Time) -> Span {
        let is_both = self.failures > 0 && self.is_off_shift;
        if is_both { self.time + (now - self.since) } else { self.time }
    }
}
