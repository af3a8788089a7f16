//! What is counted of material.

use super::Level;
use crate::units::{Money, Span, Time};

/// What is counted of a material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaterialTally {
    /// How many are on hand.
    pub on_hand: Level,
    /// The least on hand at any time.
    pub least: i64,
    /// 1 while there is none.
    pub none: Level,
    /// Parts in front of machines for which there is too little.
    pub waiting: Level,
    /// Purchase orders.
    pub ordered: u64,
    /// How many were delivered.
    pub delivered: u64,
    /// How many the incoming inspection took out.
    pub rejected: u64,
    /// How many deliveries were expedited.
    pub expedited: u64,
    /// What that cost.
    pub expedite_cost: Money,
    /// How many were thrown away.
    pub expired: u64,
    /// How many parts took.
    pub used: u64,
    /// Parts that took some.
    pub parts: u64,
    /// Those of them that had to wait for it.
    pub waited: u64,
    /// Orders that are done and of which a part waited for it.
    pub orders_delayed: u64,
    /// How long they waited, each as long as its part that waited longest. Unit: ticks.
    pub order_wait: i128,
    /// Parts that orders asked for, of a product that is made to stock.
    pub asked: u64,
    /// Those of them that were there at once.
    pub asked_at_once: u64,
    /// Those that were not there and not sold.
    pub lost: u64,
    /// Parts that orders got.
    pub sold: u64,
    /// Parts for which orders wait.
    pub owed: Level,
}

impl MaterialTally {
    /// A material of which so many are on hand.
    pub(super) fn new(stock: u32) -> Self {
        let mut tally = Self {
            on_hand: Level::default(),
            least: i64::MAX,
            none: Level::default(),
            waiting: Level::default(),
            ordered: 0,
            delivered: 0,
            rejected: 0,
            expired: 0,
            expedited: 0,
            expedite_cost: Money::ZERO,
            used: 0,
            parts: 0,
            waited: 0,
            orders_delayed: 0,
            order_wait: 0,
            asked: 0,
            asked_at_once: 0,
            lost: 0,
            sold: 0,
            owed: Level::default(),
        };
        tally.set(stock.into(), Time::ZERO);
        tally
    }

    pub(super) fn restart(&mut self, now: Time) {
        let Self { on_hand, none, waiting, owed, .. } = self;
        for level in [on_hand, none, waiting, owed] {
            level.restart(now);
        }
        self.least = self.on_hand.level();
        (self.ordered, self.delivered, self.used) = (0, 0, 0);
        (self.rejected, self.expired) = (0, 0);
        (self.expedited, self.expedite_cost) = (0, Money::ZERO);
        (self.parts, self.waited) = (0, 0);
        (self.orders_delayed, self.order_wait) = (0, 0);
        (self.asked, self.asked_at_once, self.lost, self.sold) = (0, 0, 0, 0);
    }

    /// So many are there from now on.
    fn set(&mut self, stock: i64, now: Time) {
        self.on_hand.set(stock, now);
        self.none.set(i64::from(stock == 0), now);
        self.least = self.least.min(stock);
    }

    pub(super) fn deliver(&mut self, quantity: i64, now: Time) {
        self.delivered += quantity.unsigned_abs();
        self.set(self.on_hand.level() + quantity, now);
    }

    pub(super) fn throw_away(&mut self, quantity: i64, now: Time) {
        self.expired += quantity.unsigned_abs();
        self.set(self.on_hand.level() - quantity, now);
    }

    pub(super) fn expedite(&mut self, cost: Money) {
        self.expedited += 1;
        self.expedite_cost += cost;
    }

    pub(super) fn ask(&mut self, asked: u32, at_once: u32, lost: u32) {
        self.asked += u64::from(asked);
        self.asked_at_once += u64::from(at_once);
        self.lost += u64::from(lost);
    }

    pub(super) fn delay(&mut self, wait: Span) {
        self.orders_delayed += 1;
        self.order_wait += i128::from(wait.ticks());
    }

    pub(super) fn sell(&mut self, given: u32, now: Time) {
        self.sold += u64::from(given);
        self.set(self.on_hand.level() - i64::from(given), now);
    }

    pub(super) fn take(&mut self, quantity: u32, waited: bool, now: Time) {
        self.used += u64::from(quantity);
        self.parts += 1;
        self.waited += u64::from(waited);
        self.set(self.on_hand.level() - i64::from(quantity), now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_is_weighed_by_the_time_for_which_it_lies() {
        let mut tally = MaterialTally::new(3);
        let at = Time::from_ticks;
        tally.take(2, false, at(10));
        tally.take(1, true, at(20));
        tally.deliver(5, at(50));
        // 3 for 10 ticks, 1 for 10, none for 30, 5 for 50.
        assert_eq!(tally.on_hand.integral(at(100)), 30 + 10 + 250);
        assert_eq!((tally.none.integral(at(100)), tally.least), (30, 0));
        assert_eq!((tally.used, tally.parts, tally.waited, tally.delivered), (3, 2, 1, 5));
        tally.restart(at(100));
        assert_eq!((tally.on_hand.integral(at(110)), tally.least, tally.used), (50, 5, 0));
    }
}
