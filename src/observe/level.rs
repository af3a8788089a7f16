//! Levels: how many of something are there, integrated over time.

use crate::units::Time;

/// A level over time, integrated exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    level: i64,
    /// Integral until now less level times now.
    area: i128,
}

impl Level {
    #[inline]
    pub(super) fn rise(&mut self, now: Time) {
        self.level += 1;
        self.area -= i128::from(now.ticks());
    }

    #[inline]
    pub(super) fn fall(&mut self, now: Time) {
        self.level -= 1;
        self.area += i128::from(now.ticks());
    }

    /// Another number from now on.
    pub(super) fn set(&mut self, level: i64, now: Time) {
        self.area -= i128::from(level - self.level) * i128::from(now.ticks());
        self.level = level;
    }

    /// One more, or one less.
    pub(super) fn change(&mut self, rises: bool, now: Time) {
        if rises {
            self.rise(now);
        } else {
            self.fall(now);
        }
    }

    pub(super) fn restart(&mut self, now: Time) {
        self.area = -i128::from(self.level) * i128::from(now.ticks());
    }

    /// Integral until `now` since the restart. Unit: things × ticks.
    pub fn integral(&self, now: Time) -> i128 {
        self.area + i128::from(self.level) * i128::from(now.ticks())
    }

    /// The level itself.
    pub const fn level(&self) -> i64 {
        self.level
    }
}
