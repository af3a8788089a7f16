//! What is counted of milk runs.

use super::Level;
use crate::units::{Span, Time};

/// What is counted of a milk run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MilkrunTally {
    /// Tours begun.
    pub tours: u64,
    /// Parts that wait for a tour.
    pub waiting: Level,
    /// Parts on a tour.
    pub carried: Level,
    /// Parts taken.
    pub taken: u64,
    /// Time that parts waited until they were taken, summed over these. Unit: ticks.
    pub waited: i128,
}

impl MilkrunTally {
    pub(super) fn restart(&mut self, now: Time) {
        self.waiting.restart(now);
        self.carried.restart(now);
        (self.tours, self.taken, self.waited) = (0, 0, 0);
    }

    pub(super) fn take(&mut self, waited: Span, now: Time) {
        self.waiting.fall(now);
        self.carried.rise(now);
        self.taken += 1;
        self.waited += i128::from(waited.ticks());
    }
}
