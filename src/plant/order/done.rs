//! Orders that are done: what leaves at once or by truck, as a whole or in parts, what is surplus, and what is
//! cancelled.

use super::super::{Observer, Plant};
use super::later::What;
use crate::ids::{OpenOrderId, PartId};
use crate::model::ShipsIn;
use crate::observe::{Ordered, Placed};
use crate::units::Time;

impl<O: Observer> Plant<'_, O> {
    /// A part of an order, or of a lot, has left: what is left of it may not be needed.
    #[inline]
    pub(super) fn one_less(&mut self, order: OpenOrderId) {
        let open = self.orders.get_mut(order);
        open.left -= 1;
        if let Some(whole) = open.of {
            self.one_less_of_lot(order, whole);
        } else if open.left <= open.spare {
            self.complete(order);
        }
    }

    /// No part that an order needs is inside any more.
    #[inline(never)]
    fn complete(&mut self, order: OpenOrderId) {
        if !std::mem::replace(&mut self.orders.get_mut(order).is_done, true) {
            self.finish(order);
        }
        self.clear_away(order);
    }

    /// The same of a part of a lot, which is done with as many good parts as it has, or with its last one.
    #[inline(never)]
    fn one_less_of_lot(&mut self, lot: OpenOrderId, order: OpenOrderId) {
        let open = self.orders.get_mut(lot);
        let is_done = open.left == 0 || open.good >= open.placed.quantity;
        if is_done && !std::mem::replace(&mut open.is_done, true) {
            let (good, product) = (open.good, open.placed.product);
            let leaves = self.model.products[product].ships_in == ShipsIn::Lot;
            if leaves && !self.orders.get(order).is_done {
                self.ship(order, good);
            }
        }
        let whole = self.orders.get_mut(order);
        whole.to_go -= 1;
        if whole.to_go <= whole.spare {
            self.complete(order);
        }
        self.clear_away(lot);
    }

    /// An order has got what there is.
    pub(in crate::plant) fn close_order(&mut self, order: OpenOrderId, placed: Placed) {
        let open = self.orders.get_mut(order);
        open.placed = placed;
        open.is_done = true;
        self.finish(order);
        self.clear_away(order);
    }

    /// All of an order is done: it leaves, or waits for its truck.
    #[inline]
    fn finish(&mut self, order: OpenOrderId) {
        let at = self.leaves(&self.orders.get(order).placed, self.now);
        if at > self.now {
            let ticket = self.orders.ticket(order);
            self.orders.later.add(at, What::Leave(ticket));
            self.book_next_release();
        } else {
            self.deliver(order);
        }
    }

    /// When what is done of an order at an instant leaves.
    #[inline]
    pub(super) fn leaves(&self, placed: &Placed, at: Time) -> Time {
        let model = self.model;
        let own = match placed.ordered {
            Ordered::Book(order) => model.orders[order].shipping,
            Ordered::Demand(demand) => model.demands[demand].shipping,
            Ordered::Stock(_) => return at,
        };
        let truck = own.or(model.products[placed.product].shipping);
        truck.map_or(at, |truck| model.shippings[truck].leaves.next(at))
    }

    /// An order that waited for its truck leaves.
    pub(super) fn leave_with_truck(&mut self, ticket: (OpenOrderId, u64)) {
        if let Some(order) = self.orders.still(ticket)
            && !self.orders.get(order).is_gone
        {
            self.deliver(order);
            self.clear_away(order);
        }
    }

    /// Whoever ordered has what there is.
    #[inline]
    fn deliver(&mut self, order: OpenOrderId) {
        let open = self.orders.get_mut(order);
        open.is_gone = true;
        let placed = open.placed;
        match placed.ordered {
            Ordered::Stock(material) => self.end_for_stock(material, order),
            Ordered::Demand(_) | Ordered::Book(_) => self.observer.order_closed(placed, self.now),
        }
        if let Ordered::Book(_) = placed.ordered {
            self.orders.dated_left -= 1;
        }
        if self.has_rare_ways {
            self.tell_waits_for_material(order, placed.ordered);
        }
    }

    /// Forgets an order of which nothing is inside, and that is gone; a lot goes with its last part. What is done and waits
    /// for its truck needs nothing any more.
    #[inline]
    pub(super) fn clear_away(&mut self, order: OpenOrderId) {
        let open = self.orders.get(order);
        let is_over = open.left == 0 && open.lots == 0;
        if !is_over || !open.is_done {
            return;
        }
        if !(open.is_gone || open.of.is_some()) {
            if self.has_rare_ways {
                self.close_claims(order);
            }
            return;
        }
        let of = open.of;
        self.orders.open[order] = None;
        if self.has_rare_ways {
            self.dedications.forget_order(order);
            self.close_claims(order);
        }
        self.orders.free.push(order);
        if let Some(whole) = of {
            self.orders.get_mut(whole).lots -= 1;
            self.clear_away(whole);
        }
    }

    /// A finished part leaves. If its order leaves in parts, whoever ordered has it, or it is on the next truck; if its
    /// order is done, it is taken with it as far as that is agreed, or nobody needs it.
    pub(in crate::plant) fn note_made(&mut self, part: PartId) {
        let row = self.parts.get(part);
        let product = row.product;
        let Some(lot) = row.order.filter(|&order| self.orders.open[order].is_some()) else {
            return;
        };
        let order = self.orders.whole(lot);
        self.orders.get_mut(lot).good += 1;
        if lot != order {
            self.orders.get_mut(order).good += 1;
        }
        if !self.orders.get(order).is_done {
            if self.model.products[product].ships_in == ShipsIn::Piece {
                self.ship(order, 1);
            }
            return;
        }
        let whole = self.orders.get_mut(order);
        if matches!(whole.placed.ordered, Ordered::Stock(_)) {
            // It lies on stock.
        } else if whole.may_exceed > 0 {
            whole.may_exceed -= 1;
        } else {
            self.observer.surplus(product, self.now);
        }
    }

    /// Parts of an order leave before it is done, or with the next truck.
    pub(in crate::plant) fn ship(&mut self, order: OpenOrderId, parts: u32) {
        let placed = self.orders.get(order).placed;
        let at = self.leaves(&placed, self.now);
        let shipped = &mut self.orders.get_mut(order).placed.shipped;
        shipped.add(parts, at, placed.due);
    }

    /// A customer wants an order no more: what is done of it and has not left is surplus; what is inside goes on, and will be.
    pub(super) fn cancel(&mut self, ticket: (OpenOrderId, u64)) {
        let Some(order) = self.orders.still(ticket) else { return };
        let open = self.orders.get_mut(order);
        if open.is_done {
            return;
        }
        (open.is_done, open.is_gone, open.may_exceed) = (true, true, 0);
        let (placed, good) = (open.placed, open.good);
        let is_dated = matches!(placed.ordered, Ordered::Book(_));
        self.orders.dated_left -= usize::from(is_dated);
        self.observer.order_cancelled(placed, self.now);
        if let Some(material) = self.model.products[placed.product].stock {
            self.want_no_more(material, order);
        }
        for _ in placed.shipped.parts..good {
            self.observer.surplus(placed.product, self.now);
        }
        self.forget_waits_for_material(order);
        self.clear_away(order);
    }
}
