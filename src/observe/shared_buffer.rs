//! What is counted of shared buffers.

use super::Level;
use crate::units::Time;

/// What is counted of a shared buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedBufferTally {
    /// Places where a part stands, or that are kept for one on its way.
    pub taken: Level,
    /// Most places taken at one time.
    pub most: i64,
    /// 1 while all places are taken.
    pub full: Level,
    places: i64,
}

impl SharedBufferTally {
    /// An empty buffer with so many places. One without places is never said to be full.
    pub(super) fn new(places: u32) -> Self {
        let (taken, full) = (Level::default(), Level::default());
        Self { taken, most: 0, full, places: places.into() }
    }

    pub(super) fn restart(&mut self, now: Time) {
        self.taken.restart(now);
        self.full.restart(now);
        self.most = self.taken.level();
    }

    pub(super) fn take(&mut self, taken: u32, now: Time) {
        let was_full = self.taken.level() == self.places;
        self.taken.set(taken.into(), now);
        let is_full = self.taken.level() == self.places;
        if was_full != is_full {
            self.full.change(is_full, now);
        }
        self.most = self.most.max(self.taken.level());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_weighed_by_the_time_for_which_they_are_taken() {
        let mut tally = SharedBufferTally::new(3);
        let at = Time::from_ticks;
        tally.take(2, at(10));
        tally.take(3, at(20));
        tally.take(1, at(50));
        // 2 places for 10 ticks, 3 for 30, 1 for 50.
        assert_eq!(tally.taken.integral(at(100)), 160);
        assert_eq!(tally.full.integral(at(100)), 30);
        assert_eq!(tally.most, 3);
        tally.restart(at(100));
        assert_eq!((tally.taken.integral(at(110)), tally.most), (10, 1));
    }
}
