//! What happens to orders at an instant to come.

use std::collections::BTreeMap;

use super::super::cause::Token;
use super::super::{Observer, Plant};
use super::Release;
use crate::ids::{OpenOrderId, OrderId};
use crate::units::Time;

/// What happens to an order. Of those that can be gone by then it is known which one is meant.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// A part of an order, or of a lot, is made anew.
    Remake(OpenOrderId, Token),
    /// It is on the truck.
    Leave((OpenOrderId, u64)),
    /// It is cancelled.
    Cancel((OpenOrderId, u64)),
    /// Its parts come in.
    Enter(Release),
    /// It becomes more urgent.
    Hurry,
    /// A dated order is cancelled that is not made at all.
    Drop(OrderId),
}

impl What {
    /// What comes first of all that happens at an instant.
    const fn class(&self) -> u8 {
        match self {
            Self::Leave(_) => 0,
            Self::Cancel(_) | Self::Drop(_) => 1,
            Self::Remake(..) => 2,
            Self::Enter(_) => 3,
            Self::Hurry => 4,
        }
    }
}

/// What happens to orders, and when.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Of one instant and class in the order in which it was noted.
    rows: BTreeMap<(Time, u8, u64), What>,
    number: u64,
    /// Parts that are about to be made anew.
    remakes: BTreeMap<OpenOrderId, u32>,
    /// Parts of open orders that are to come in.
    to_come: u64,
}

impl Later {
    pub(super) fn add(&mut self, at: Time, what: What) {
        self.number += 1;
        match what {
            What::Remake(order, _) => *self.remakes.entry(order).or_default() += 1,
            What::Enter(release) => self.to_come += u64::from(release.quantity),
            What::Leave(_) | What::Cancel(_) | What::Hurry | What::Drop(_) => {}
        }
        // What never happens is no event.
        if at < Time::NEVER {
            self.rows.insert((at, what.class(), self.number), what);
        }
    }

    /// When something happens next.
    pub(super) fn next(&self) -> Option<Time> {
        self.rows.first_key_value().map(|(&(at, ..), _)| at)
    }

    fn take(&mut self, now: Time) -> Option<What> {
        let first = self.rows.first_entry().filter(|first| first.key().0 <= now)?;
        let what = first.remove();
        match what {
            What::Remake(order, _) => {
                let count = self.remakes.entry(order).or_default();
                *count -= 1;
                if *count == 0 {
                    self.remakes.remove(&order);
                }
            }
            What::Enter(release) => self.to_come -= u64::from(release.quantity),
            What::Leave(_) | What::Cancel(_) | What::Hurry | What::Drop(_) => {}
        }
        Some(what)
    }

    /// Parts of open orders that are to come in.
    pub(super) fn to_come(&self) -> u64 {
        self.to_come + self.remakes.values().map(|&count| u64::from(count)).sum::<u64>()
    }

    /// Whether a part of an order, or of a lot, is about to be made anew.
    pub(super) fn remakes_of(&self, order: OpenOrderId) -> bool {
        self.remakes.contains_key(&order)
    }
}

impl<O: Observer> Plant<'_, O> {
    /// What is due happens.
    pub(super) fn do_what_is_due(&mut self) {
        while let Some(what) = self.orders.later.take(self.now) {
            match what {
                What::Remake(lot, token) => self.remake(lot, token),
                What::Leave(ticket) => self.leave_with_truck(ticket),
                What::Cancel(ticket) => self.cancel(ticket),
                What::Enter(release) => self.let_order_in(release),
                What::Hurry => self.look_at_the_urgent(),
                What::Drop(order) => self.drop_order(order),
            }
        }
    }
}
