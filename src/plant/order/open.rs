//! Open orders: what is still to come of them.
//!
//! An order that is split into lots has one row for itself and one for each lot; the parts belong to the lots, and what
//! an order may lack or exceed, and when it is done, is kept with the order: parts beyond one lot stand in for those that
//! another lacks.

use super::Orders;
use crate::ids::{LineId, OpenOrderId};
use crate::model::Short;
use crate::observe::Placed;

/// An order, or a lot of one, some of whose parts are inside or to come.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Open {
    pub(in crate::plant) placed: Placed,
    /// Parts that have not left.
    pub(super) left: u32,
    /// Key of the random numbers of its parts.
    pub(super) key: u64,
    /// Parts that have come in, or will, those that replace others included.
    pub(super) started: u32,
    /// Parts inside that it does not need: as many may be thrown away. Those of lots are kept with the order.
    pub(super) spare: u32,
    /// How many more may be missing.
    pub(super) may_miss: u32,
    /// How many are taken beyond it.
    pub(super) may_exceed: u32,
    /// Where its parts went.
    pub(super) line: Option<LineId>,
    /// The order of which it is a lot.
    pub(super) of: Option<OpenOrderId>,
    /// Its lots of which parts are inside.
    pub(super) lots: u32,
    /// Parts of all its lots that have not left.
    pub(super) to_go: u32,
    /// Good parts that have left, where somebody asks for them.
    pub(super) good: u32,
    /// Whether it needs no part any more.
    pub(super) is_done: bool,
    /// Whether whoever ordered has it, or wants it no more.
    pub(super) is_gone: bool,
    /// Tells it from other orders that have the same place one after the other.
    pub(super) serial: u64,
}

impl Open {
    /// An order of so many parts, of which nothing has happened yet.
    #[inline]
    pub(in crate::plant) fn new(
        placed: Placed,
        short: &Short,
        (quantity, key): (u32, u64),
    ) -> Self {
        Self {
            placed,
            left: quantity,
            key,
            started: quantity,
            spare: 0,
            may_miss: short.may_miss(quantity),
            may_exceed: short.may_exceed(quantity),
            line: None,
            of: None,
            lots: 0,
            to_go: 0,
            good: 0,
            is_done: false,
            is_gone: false,
            serial: 0,
        }
    }

    /// The same of which only so many parts are made.
    pub(in crate::plant) const fn with_left(self, left: u32) -> Self {
        Self { left, ..self }
    }
}

impl Orders {
    /// An order is open from now on.
    #[inline]
    pub(in crate::plant) fn add(&mut self, open: Open) -> OpenOrderId {
        self.serial += 1;
        let open = Some(Open { serial: self.serial, ..open });
        if let Some(id) = self.free.pop() {
            self.open[id] = open;
            id
        } else {
            self.open.push(open)
        }
    }

    #[inline]
    pub(super) fn get(&self, order: OpenOrderId) -> &Open {
        self.open[order].as_ref().expect("the order is open")
    }

    #[inline]
    pub(super) fn get_mut(&mut self, order: OpenOrderId) -> &mut Open {
        self.open[order].as_mut().expect("the order is open")
    }

    /// The order to which a lot belongs, or the order itself.
    #[inline]
    pub(super) fn whole(&self, order: OpenOrderId) -> OpenOrderId {
        self.get(order).of.unwrap_or(order)
    }

    /// The order to which a lot belongs, or the order itself, as long as whoever ordered has not got it.
    pub(in crate::plant) fn whole_order(&self, order: OpenOrderId) -> Option<OpenOrderId> {
        let whole = self.whole(order);
        (!self.get(whole).is_gone).then_some(whole)
    }

    /// The order with a number of its own, if it is still open.
    #[inline]
    pub(super) fn still(&self, (order, serial): (OpenOrderId, u64)) -> Option<OpenOrderId> {
        let open = self.open[order].as_ref()?;
        (open.serial == serial).then_some(order)
    }

    /// An order, with what tells it from others in its place.
    #[inline]
    pub(super) fn ticket(&self, order: OpenOrderId) -> (OpenOrderId, u64) {
        (order, self.get(order).serial)
    }

    /// The number of the next part of an order that is not one of those that were ordered.
    pub(super) fn next_unit(&mut self, order: OpenOrderId) -> u32 {
        let whole = self.whole(order);
        let whole = self.get_mut(whole);
        whole.started = whole.started.saturating_add(1);
        whole.started - 1
    }

    /// The orders of customers that they do not have: for what is late at the end.
    pub(in crate::plant) fn open(&self) -> impl Iterator<Item = Placed> {
        let all = self.open.iter().flatten().filter(|open| !open.is_gone && open.of.is_none());
        all.map(|open| open.placed).filter(Placed::is_of_customer)
    }
}
