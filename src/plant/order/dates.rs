//! What is known ahead of orders: when they are cancelled, and when they become urgent.

use super::super::{Observer, Plant};
use super::later::What;
use crate::ids::{OpenOrderId, OrderId};
use crate::observe::{Ordered, Placed};
use crate::units::{Span, Time};

impl<O: Observer> Plant<'_, O> {
    /// Notes when an order that has come is cancelled, and when it becomes urgent.
    pub(in crate::plant) fn note_dates(&mut self, order: OpenOrderId) {
        let model = self.model;
        let placed = self.orders.get(order).placed;
        if let Some(at) = self.cancelled_at(&placed) {
            let ticket = self.orders.ticket(order);
            self.orders.later.add(at.max(self.now), What::Cancel(ticket));
            self.book_next_release();
        }
        // Who chooses sees by the clock how urgent an order is; who pushes others off must be told.
        if let Some((hurry, due)) = model.hurry.zip(placed.due)
            && model.has_preemption()
            && due + hurry.late_by > self.now
        {
            self.orders.later.add(due + hurry.late_by, What::Hurry);
            self.book_next_release();
        }
    }

    /// When an order that has come is cancelled.
    fn cancelled_at(&self, &Placed { ordered, number, product, .. }: &Placed) -> Option<Time> {
        let model = self.model;
        match ordered {
            Ordered::Book(order) => {
                let row = &model.orders[order];
                row.cancelled.filter(|_| model.frozen.is_none() || model.is_never_made(row))
            }
            Ordered::Stock(_) => None,
            Ordered::Demand(demand) => {
                let row = model.demands[demand].cancelled.as_ref();
                // What comes in stands in the plan from its order on, but for what is sold from stock.
                let is_fixed = model.frozen.is_some() && model.products[product].stock.is_none();
                let row = row.filter(|_| !is_fixed)?;
                let [chance, after] = self.streams.cancelled.get(demand)?;
                let is_cancelled = chance.uniform(number, 0, 0) < row.chance;
                let after = || Span::round(row.after.sample(*after, number, 0)).max(Span::ZERO);
                is_cancelled.then(|| self.now + after())
            }
        }
    }

    /// Nobody waits for dated orders that are cancelled before they are made.
    pub(super) fn drop_cancelled(&mut self) {
        for (id, order) in self.model.orders.enumerated() {
            if self.model.is_dropped(id) {
                self.orders.dated_left -= 1;
                let at = order.cancelled.unwrap_or(order.release);
                self.orders.later.add(at.max(self.now), What::Drop(id));
            }
        }
    }

    /// A dated order is cancelled that is not made at all.
    pub(super) fn drop_order(&mut self, id: OrderId) {
        let order = &self.model.orders[id];
        let placed = self.placed(Ordered::Book(id), (order.product, order.quantity), order.due);
        self.observer.order_cancelled(placed, self.now);
        self.need_nothing(id);
    }

    /// Orders may have become more urgent than others on machines.
    pub(super) fn look_at_the_urgent(&mut self) {
        self.model.stations.ids().for_each(|station| self.may_push(station));
    }
}
