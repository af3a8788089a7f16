//! Finished stock: orders that are served from it, and what is made for it.
//!
//! How much is on hand and in work is kept with the material, which parts of other products take from the same
//! stock: see [`super::material`]. What is made for a stock is an order of its own, of which nobody outside is told.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cause::Token;
use super::{Observer, Plant};
use crate::ids::{MaterialId, OpenOrderId, PartId, Table};
use crate::model::{Model, Reorder, ToStock};
use crate::observe::{Label, Ordered, Placed};
use crate::random::{mix, name_key};

/// What waits for a stock, and what is made for it.
#[derive(Clone, Debug, Default)]
struct Row {
    /// Orders of customers that wait, and for how many parts: the more urgent first, then the earlier.
    waiting: BTreeMap<(Reverse<u32>, u64), (OpenOrderId, u32)>,
    /// Parts for which they wait.
    owed: i64,
    /// Orders so far.
    asked: u64,
    /// Parts that will be released at this instant.
    to_release: i64,
    /// Orders that were released so far.
    released: u64,
    /// Orders in work, and how many parts are still to come of each.
    in_work: BTreeMap<OpenOrderId, u32>,
}

/// An order of this instant.
#[derive(Clone, Copy, Debug)]
struct New {
    material: MaterialId,
    place: (Reverse<u32>, u64),
    order: OpenOrderId,
    quantity: u32,
}

/// All stocks of products.
#[derive(Debug)]
pub(super) struct Stocks {
    /// By the material that they are; empty in a plant without.
    rows: Table<MaterialId, Row>,
    /// Orders that have not got yet what is there.
    new: Vec<New>,
}

impl Stocks {
    pub(super) fn new(model: &Model) -> Self {
        let any = model.materials.iter().any(|row| row.made_to_stock().is_some());
        let rows = if any { model.materials.len() } else { 0 };
        Self { rows: Table::filled(rows, Row::default()), new: Vec::new() }
    }

    /// Parts for which orders wait.
    pub(super) fn owed(&self, material: MaterialId) -> i64 {
        self.rows.get(material).map_or(0, |row| row.owed)
    }

    /// Parts in work for a stock, those included that are about to be released; `None` of what is bought.
    pub(super) fn coming(&self, material: MaterialId) -> Option<i64> {
        let row = self.rows.get(material)?;
        let coming = row.in_work.values().map(|&coming| i64::from(coming));
        Some(row.to_release + coming.sum::<i64>())
    }

    /// An order in work has one part fewer to come; whether it had any.
    fn one_less(&mut self, material: MaterialId, order: OpenOrderId) -> bool {
        match self.rows[material].in_work.get_mut(&order) {
            Some(coming) if *coming > 0 => {
                *coming -= 1;
                true
            }
            Some(_) | None => false,
        }
    }

    /// What is owed is what the orders that wait are waiting for.
    fn audit(&self) -> Result<(), String> {
        for (id, row) in self.rows.enumerated() {
            let owed: i64 = row.waiting.values().map(|&(_, parts)| i64::from(parts)).sum();
            if owed != row.owed {
                return Err(format!("{id:?}: {} owed, orders wait for {owed}", row.owed));
            }
        }
        Ok(())
    }
}

impl<O: Observer> Plant<'_, O> {
    /// An order for a product that is made to stock: it gets what is there when all has happened that happens at
    /// this instant.
    pub(super) fn order_from_stock(
        &mut self,
        material: MaterialId,
        (placed, order): (Placed, OpenOrderId),
        quantity: u32,
        token: Token,
    ) {
        self.materials.note_need(material, token);
        let row = &mut self.stocks.rows[material];
        let place = (Reverse(self.model.priority(placed.ordered)), row.asked);
        row.asked += 1;
        row.waiting.insert(place, (order, quantity));
        row.owed += i64::from(quantity);
        self.stocks.new.push(New { material, place, order, quantity });
        self.materials.touch(material);
    }

    /// Orders of this instant get what is there; the rest waits, or is not sold.
    pub(super) fn serve_new_orders(&mut self) {
        for New { material, place, order, quantity } in std::mem::take(&mut self.stocks.new) {
            let before = self.materials.on_hand(material);
            self.give_to_waiting(material);
            self.tell_parts(material, before);
            let row = &mut self.stocks.rows[material];
            let rest = row.waiting.get(&place).map_or(0, |&(_, rest)| rest);
            let made = self.model.materials[material].made_to_stock();
            let is_lost = rest > 0 && made.is_some_and(|made| made.is_lost);
            let lost = if is_lost { rest } else { 0 };
            self.observer.stock_asked(material, quantity, quantity - rest, lost, self.now);
            if is_lost {
                row.waiting.remove(&place);
                row.owed -= i64::from(lost);
                if let Some(placed) = self.orders.placed(order) {
                    let missing = lost.saturating_sub(self.orders.may_miss(order));
                    self.close_order(order, Placed { missing, ..placed });
                }
            }
            self.observer.stock_owed(material, self.stocks.owed(material), self.now);
        }
    }

    /// More is made for a stock: it is released at this instant.
    pub(super) fn make_to_stock(&mut self, material: MaterialId, quantity: i64) {
        self.stocks.rows[material].to_release += quantity;
        self.materials.expect_made(material, quantity);
        self.observer.material_ordered(material, quantity, self.now);
        self.events.book(self.slots.delivery(material), self.now);
    }

    /// Releases what is made for a stock, in orders as its rule has them.
    pub(super) fn release_to_stock(&mut self, material: MaterialId, made: ToStock) {
        let each = match self.model.materials[material].reorder {
            Some((Reorder::Quantity { quantity, .. }, _)) => quantity,
            Some((Reorder::UpTo { .. } | Reorder::Every { .. }, _)) | None => u32::MAX,
            Some((Reorder::Kanban { .. } | Reorder::PerOrder { .. }, _)) => {
                unreachable!("what is made goes by the position")
            }
        };
        let mut token = Token::new(self.now, 0);
        if O::CAUSES {
            token =
                self.end_activity(Label::Delivery(material), self.materials.last_need(material));
        }
        let key = name_key(&["stock", &self.model.materials[material].name]);
        while self.stocks.rows[material].to_release > 0 && self.stop.is_none() {
            let row = &mut self.stocks.rows[material];
            let quantity = u32::try_from(row.to_release).unwrap_or(u32::MAX).min(each);
            row.to_release -= i64::from(quantity);
            let number = row.released;
            row.released += 1;
            let (ordered, key) = (Ordered::Stock(material), mix(key, number));
            self.release(ordered, made.product, quantity, key, None, token);
        }
    }

    /// An order that is made for a stock is in work.
    pub(super) fn begin_for_stock(
        &mut self,
        material: MaterialId,
        order: OpenOrderId,
        quantity: u32,
    ) {
        self.stocks.rows[material].in_work.insert(order, quantity);
    }

    /// A finished part leaves; if it was made for a stock, it lies there from now on, and so it does if nobody ordered
    /// it and there is a stock of its product.
    pub(super) fn put_on_stock(&mut self, part: PartId) {
        let row = self.parts.get(part);
        let (product, order) = (row.product, row.order);
        let Some(material) = self.model.products[product].stock else { return };
        match order.map(|order| (order, self.orders.ordered(order))) {
            Some((order, Some((Ordered::Stock(stock), _)))) if stock == material => {
                self.one_less_to_come(material, order);
            }
            // What comes with it belongs to whoever ordered it.
            Some((_, Some((Ordered::Demand(_) | Ordered::Book(_), _)))) => return,
            Some(_) | None => {}
        }
        let before = self.materials.on_hand(material);
        self.materials.put(material, self.parts.token(part));
        self.observer.material_delivered(material, 1, self.now);
        self.give_to_waiting(material);
        self.tell_parts(material, before);
    }

    /// Orders that wait get what is there.
    fn give_to_waiting(&mut self, material: MaterialId) {
        while let Some((order, given, is_done)) = self.give_to_first(material) {
            self.observer.stock_given(material, given, self.now);
            self.observer.stock_owed(material, self.stocks.owed(material), self.now);
            if self.model.ships_in_parts() {
                self.ship_from_stock(order, given);
            }
            if is_done && let Some(placed) = self.orders.placed(order) {
                self.close_order(order, placed);
            }
        }
    }

    /// Parts of an order that it has got leave, if its product does not wait for the rest.
    fn ship_from_stock(&mut self, order: OpenOrderId, given: u32) {
        let placed = self.orders.placed(order);
        let product = placed.map(|placed| placed.product);
        if product.is_some_and(|product| !self.model.products[product].ships_in.is_empty()) {
            self.ship(order, given);
        }
    }

    /// An order is wanted no more: it waits for nothing. What it has got is surplus.
    pub(super) fn want_no_more(&mut self, material: MaterialId, order: OpenOrderId) {
        self.stocks.new.retain(|new| new.order != order);
        let row = &mut self.stocks.rows[material];
        let place = row.waiting.iter().find(|(_, (of, _))| *of == order).map(|(place, _)| *place);
        let Some((_, rest)) = place.and_then(|place| row.waiting.remove(&place)) else { return };
        row.owed -= i64::from(rest);
        self.materials.touch(material);
        self.observer.stock_owed(material, self.stocks.owed(material), self.now);
        let Some(placed) = self.orders.placed(order) else { return };
        for _ in rest.saturating_add(placed.shipped.parts)..placed.quantity {
            self.observer.surplus(placed.product, self.now);
        }
    }

    /// The first order that waits gets what is there: how much, and whether it waits no longer.
    fn give_to_first(&mut self, material: MaterialId) -> Option<(OpenOrderId, u32, bool)> {
        let on_hand = u32::try_from(self.materials.on_hand(material).max(0)).unwrap_or(u32::MAX);
        let row = &mut self.stocks.rows[material];
        let mut first = row.waiting.first_entry().filter(|_| on_hand > 0)?;
        let (order, rest) = first.get_mut();
        let (order, given) = (*order, on_hand.min(*rest));
        *rest -= given;
        let is_done = *rest == 0;
        if is_done {
            first.remove();
        }
        row.owed -= i64::from(given);
        self.materials.sell(material, given);
        Some((order, given, is_done))
    }

    /// A part of an order has come, or was thrown away: one fewer is to come on stock.
    pub(super) fn one_less_to_come(&mut self, material: MaterialId, order: OpenOrderId) {
        if self.stocks.one_less(material, order) {
            self.materials.expect_fewer(material, 1);
        }
    }

    /// An order that was made for a stock is done: nothing more comes of it.
    pub(super) fn end_for_stock(&mut self, material: MaterialId, order: OpenOrderId) {
        if let Some(rest) = self.stocks.rows[material].in_work.remove(&order) {
            self.materials.expect_fewer(material, rest);
        }
    }

    /// Checks that what orders wait for is counted, and that they get what is there.
    pub(super) fn audit_stocks(&self) -> Result<(), String> {
        self.stocks.audit()?;
        let mut all = self.model.materials.ids();
        match all.find(|&id| self.stocks.owed(id) > 0 && self.materials.on_hand(id) > 0) {
            Some(id) => {
                Err(format!("orders wait for `{}`, which is there", self.model.materials[id].name))
            }
            None => Ok(()),
        }
    }
}
