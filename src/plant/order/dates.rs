//! What is known ahead of orders: when they are cancelled, and when they become urgent.

use super::super::{Observer, Plant};
use super::later::What;
use crate::ids::OpenOrderId;
use crate::observe::Ordered;
use crate::units::{Span, Time};

impl<O: Observer> Plant<'_, O> {
    /// Notes when an order that has come is cancelled, and when it becomes urgent.
    pub(in crate::plant) fn note_dates(&mut self, order: OpenOrderId) {
        let model = self.model;
        let placed = self.orders.get(order).placed;
        if let Some(at) = self.cancelled_at(placed.ordered, placed.number) {
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
    fn cancelled_at(&self, ordered: Ordered, number: u64) -> Option<Time> {
        let model = self.model;
        match ordered {
            Ordered::Book(order) => {
                model.orders[order].cancelled.filter(|_| model.frozen.is_none())
            }
            Ordered::Stock(_) => None,
            Ordered::Demand(demand) => {
                let row = model.demands[demand].cancelled.as_ref();
                let row = row.filter(|_| model.frozen.is_none())?;
                let [chance, after] = self.streams.cancelled.get(demand)?;
                let is_cancelled = chance.uniform(number, 0, 0) < row.chance;
                let after = || Span::round(row.after.sample(*after, number, 0)).max(Span::ZERO);
                is_cancelled.then(|| self.now + after())
            }
        }
    }

    /// Dated orders that are cancelled before they are made are none.
    pub(super) fn drop_cancelled(&mut self) {
        for (id, order) in self.model.orders.enumerated() {
            if self.model.is_never_made(order) {
                self.orders.dated_left -= 1;
                let ordered = (order.product, order.quantity);
                let placed = self.placed(Ordered::Book(id), ordered, order.due);
                self.observer.order_cancelled(placed, self.now);
            }
        }
    }

    /// Orders may have become more urgent than others on machines.
    pub(super) fn look_at_the_urgent(&mut self) {
        self.model.stations.ids().for_each(|station| self.may_push(station));
    }
}
