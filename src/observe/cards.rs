//! What is counted of cards.

use super::Level;
use crate::units::Time;

/// What is counted of a number of cards that go round together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardsTally {
    /// Cards that parts hold.
    pub in_use: Level,
    /// Parts that wait for a card, and perhaps for room, or for other cards, too.
    pub waiting: Level,
    /// Finished parts in the store of a kanban stage.
    pub stored: Level,
    /// Things of a pool that come back empty.
    pub coming_back: Level,
    /// 1 while all of a pool are out.
    pub all_out: Level,
    /// Times that a card was taken.
    pub taken: u64,
    /// Time from wanting a card to taking it, summed over the cards taken. Unit: ticks.
    pub waited: i128,
}

impl CardsTally {
    pub(super) fn restart(&mut self, now: Time) {
        let Self { in_use, waiting, stored, coming_back, all_out, .. } = self;
        for level in [in_use, waiting, stored, coming_back, all_out] {
            level.restart(now);
        }
        (self.taken, self.waited) = (0, 0);
    }

    pub(super) fn take(&mut self, since: Option<Time>, now: Time) {
        self.in_use.rise(now);
        self.taken += 1;
        if let Some(since) = since {
            self.waiting.fall(now);
            self.waited += i128::from((now - since).ticks());
        }
    }
}
