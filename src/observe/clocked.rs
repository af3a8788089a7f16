//! Clocks of what is seen: how long each state holds, and how long a closed machine is failed.

use crate::ids::{Id, Table};
use crate::units::{Span, Time};

/// What each of many is doing, and for how long it has done what: `RARE` states that come first, and
/// `USUAL` ones behind them, which are kept in one cache line.
#[derive(Clone, Debug)]
pub(super) struct Clocks<I, const RARE: usize, const USUAL: usize> {
    rows: Table<I, Row<USUAL>>,
    /// Time in the rare states. Unit: ticks.
    rare: Table<I, [i64; RARE]>,
}

#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Row<const USUAL: usize> {
    state: u8,
    since: i64,
    /// Time in the usual states. Unit: ticks.
    usual: [i64; USUAL],
}

impl<I: Id, const RARE: usize, const USUAL: usize> Clocks<I, RARE, USUAL> {
    /// Clocks of `n` things that all begin in a state.
    pub(super) fn starting(n: usize, state: u8) -> Self {
        let row = Row { state, since: 0, usual: [0; USUAL] };
        Self { rows: Table::filled(n, row), rare: Table::filled(n, [0; RARE]) }
    }

    /// Something changes its state; the one that it leaves.
    #[inline]
    pub(super) fn enter(&mut self, id: I, state: u8, now: Time) -> u8 {
        let row = &mut self.rows[id];
        let time = now.ticks() - row.since;
        let left = std::mem::replace(&mut row.state, state);
        match (left as usize).checked_sub(RARE) {
            Some(usual) => row.usual[usual] += time,
            None => self.rare[id][left as usize] += time,
        }
        row.since = now.ticks();
        left
    }

    /// Forgets what was counted, keeps the states.
    pub(super) fn restart(&mut self, now: Time) {
        for row in &mut self.rows {
            row.since = now.ticks();
            row.usual = [0; USUAL];
        }
        self.rare.iter_mut().for_each(|rare| *rare = [0; RARE]);
    }

    /// Time in each state until `now` since the restart; sums to the elapsed time exactly.
    pub(super) fn until<const N: usize>(&self, id: I, now: Time) -> [Span; N] {
        let row = &self.rows[id];
        let mut ticks = self.rare[id].iter().chain(&row.usual);
        std::array::from_fn(|state| {
            let present = if state == row.state as usize { now.ticks() - row.since } else { 0 };
            Span::from_ticks(ticks.next().expect("a clock for each state") + present)
        })
    }

    /// Fetches the clock of something into the cache.
    #[inline]
    pub(super) fn fetch(&self, id: I) {
        self.rows.fetch(id);
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
