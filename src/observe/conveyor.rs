//! What is counted of conveyors.

use super::Level;
use crate::units::Time;

/// What is counted of a conveyor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConveyorTally {
    /// Parts on it.
    pub content: Level,
    /// Most parts on it at one time.
    pub most: i64,
    /// Whether all its places are taken.
    pub full: Level,
    /// Whether the part at its end finds no room ahead.
    pub held: Level,
    /// Parts that got off.
    pub moved: u64,
    places: i64,
}

impl ConveyorTally {
    /// An empty conveyor with so many places.
    pub(super) fn new(places: u32) -> Self {
        Self { places: places.into(), ..Self::default() }
    }

    pub(super) fn restart(&mut self, now: Time) {
        for level in [&mut self.content, &mut self.full, &mut self.held] {
            level.restart(now);
        }
        (self.most, self.moved) = (self.content.level(), 0);
    }

    pub(super) fn get_on(&mut self, now: Time) {
        self.content.rise(now);
        self.most = self.most.max(self.content.level());
        if self.content.level() == self.places {
            self.full.rise(now);
        }
    }

    pub(super) fn get_off(&mut self, now: Time) {
        if self.content.level() == self.places {
            self.full.fall(now);
        }
        self.content.fall(now);
        self.moved += 1;
    }

    pub(super) fn hold(&mut self, is_held: bool, now: Time) {
        if is_held { self.held.rise(now) } else { self.held.fall(now) }
    }
}
