//! What rules ask of the order of a part: when it is due, how urgent it is, what it weighs.

use super::super::{Observer, Plant};
use crate::ids::{Id, OpenOrderId, PartId};
use crate::model::{Model, Penalty};
use crate::observe::Ordered;
use crate::units::{Money, Span, Time};

impl<O: Observer> Plant<'_, O> {
    /// When the order of a part is due.
    pub(in crate::plant) fn due_of(&self, part: PartId) -> Option<Time> {
        let order = self.parts.get(part).order?;
        self.orders.open[order].as_ref()?.placed.due
    }

    /// How urgent the order of a part is; 0 without an order.
    pub(in crate::plant) fn priority_of(&self, part: PartId) -> u32 {
        let order = self.parts.get(part).order;
        let open = order.and_then(|order| self.orders.open[order].as_ref());
        let Some(open) = open else { return 0 };
        let own = self.model.priority(open.placed.ordered);
        match self.model.hurry.zip(open.placed.due) {
            Some((hurry, due)) if due + hurry.late_by <= self.now => own.max(hurry.priority),
            Some(_) | None => own,
        }
    }

    /// When the order of a part becomes more urgent than it is.
    pub(in crate::plant) fn hurries_at(&self, part: PartId) -> Option<Time> {
        let hurry = self.model.hurry?;
        let at = self.due_of(part)? + hurry.late_by;
        (at > self.now).then_some(at)
    }

    /// What the order of a part weighs: what a day costs for which it is late, or 1 where no order has such a penalty.
    /// Unit: millionths of the currency.
    pub(in crate::plant) fn weight_of(&self, part: PartId) -> u64 {
        if !self.orders.weighs {
            return 1;
        }
        let order = self.parts.get(part).order;
        let open = order.and_then(|order| self.orders.open[order].as_ref());
        let penalty = open.and_then(|open| self.model.penalty(open.placed.ordered));
        let per_day = penalty.map_or(0, |penalty| penalty.per_day.millionths());
        u64::try_from(per_day).expect("amounts are below 2^63 millionths")
    }

    /// What it costs that an open order is late, if it is done at an instant.
    pub(in crate::plant) fn cost_if_done(&self, order: OpenOrderId, at: Time) -> Money {
        let placed = self.orders.get(order).placed;
        let leaves = self.leaves(&placed, at);
        let late = placed.due.map_or(Span::ZERO, |due| (leaves - due).max(Span::ZERO));
        let penalty = self.model.penalty(placed.ordered).filter(|_| !late.is_zero());
        penalty.map_or(Money::ZERO, |penalty| penalty.of(late))
    }

    /// Where the order of a part stands in the book; parts of no dated order come last.
    pub(in crate::plant) fn place_in_book(&self, part: PartId) -> usize {
        let order = self.parts.get(part).order;
        let open = order.and_then(|order| self.orders.open[order].as_ref());
        match open.map(|open| open.placed.ordered) {
            Some(Ordered::Book(order)) => order.position(),
            Some(Ordered::Demand(_) | Ordered::Stock(_)) | None => usize::MAX,
        }
    }
}

impl Model {
    /// What it costs that an order is late.
    fn penalty(&self, ordered: Ordered) -> Option<Penalty> {
        match ordered {
            Ordered::Book(order) => self.orders[order].penalty,
            Ordered::Demand(demand) => self.demands[demand].penalty,
            Ordered::Stock(_) => None,
        }
    }

    /// How urgent what was ordered is.
    pub(in crate::plant) fn priority(&self, ordered: Ordered) -> u32 {
        match ordered {
            Ordered::Book(order) => self.orders[order].priority,
            Ordered::Demand(demand) => self.demands[demand].priority,
            Ordered::Stock(material) => {
                self.materials[material].made_to_stock().map_or(0, |made| made.priority)
            }
        }
    }
}
