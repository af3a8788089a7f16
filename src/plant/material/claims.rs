//! What orders still need of material that is ordered for them (per order), or reserved for them at their release.
//!
//! An order has a claim from when it is open until it is done: as much as its parts need, less what they have taken.
//! What is needed of material that is ordered per order is known before, when it has to be ordered. What is reserved
//! lies there for an order; who has not all of it stands in line.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::super::order::extra_of;
use super::super::{Observer, Plant};
use crate::ids::{Id, MaterialId, OpenOrderId, OrderId, PartId, ProductId, Table};
use crate::model::Model;
use crate::observe::Ordered;
use crate::units::Time;

/// What an order has a claim to.
#[derive(Clone, Copy, Debug, Default)]
struct Claim {
    /// What its parts need and have not taken.
    left: i64,
    /// What lies there for it.
    reserved: i64,
    /// Its place in line.
    place: u64,
}

/// What is known of a material to which orders have claims.
#[derive(Clone, Debug, Default)]
struct Row {
    /// What orders need of it that are known so far, and their parts have not taken.
    spoken: i64,
    /// What lies there for orders.
    reserved: i64,
    /// What orders need that have come to be known in this instant.
    new: Vec<i64>,
    /// When what dated orders need is to be ordered, and how much it is: the first of them first.
    planned: VecDeque<(Time, i64)>,
    /// Orders for which not all is reserved that they need, by their place in line.
    line: BTreeMap<u64, OpenOrderId>,
    /// Orders so far.
    places: u64,
}

/// All claims; empty in a plant without.
#[derive(Debug)]
pub(super) struct Claims {
    rows: Table<MaterialId, Row>,
    open: BTreeMap<(OpenOrderId, MaterialId), Claim>,
    /// What a part of each product needs.
    needs: Table<ProductId, Vec<(MaterialId, u64)>>,
    /// Share of an order for each product that is started beyond it, on its first line.
    extra: Table<ProductId, f64>,
}

impl Claims {
    pub(super) fn new(model: &Model) -> Self {
        let claimed: Vec<MaterialId> =
            model.materials.ids().filter(|&id| model.materials[id].is_claimed()).collect();
        if claimed.is_empty() {
            return Self {
                rows: Table::new(),
                open: BTreeMap::new(),
                needs: Table::new(),
                extra: Table::new(),
            };
        }
        let of = |product| {
            let needs = claimed.iter().map(|&id| (id, model.need_of_part(product, id)));
            needs.filter(|&(_, need)| need > 0).collect()
        };
        let needs = model.products.ids().map(of).collect();
        let mut claims = Self {
            rows: Table::filled(model.materials.len(), Row::default()),
            open: BTreeMap::new(),
            needs,
            extra: model.products.iter().map(|row| model.extra(row.lines.first())).collect(),
        };
        claims.plan(model);
        claims
    }

    /// Finds when is ordered what dated orders need.
    fn plan(&mut self, model: &Model) {
        for (id, order) in model.orders.enumerated() {
            for (material, at, need) in self.planned(model, id) {
                // What is cancelled before is not ordered.
                if !model.is_dropped(id) || order.cancelled.is_some_and(|end| at < end) {
                    self.rows[material].planned.push_back((at, need));
                }
            }
        }
    }

    /// What a dated order needs of material that is ordered for it, and when it is ordered.
    fn planned(&self, model: &Model, id: OrderId) -> Vec<(MaterialId, Time, i64)> {
        let order = &model.orders[id];
        if model.products[order.product].stock.is_some() {
            return Vec::new();
        }
        let parts = if model.is_dropped(id) { order.quantity } else { model.made_of(id) };
        let all = self.needs_of_all(model, order.product, parts).into_iter();
        let planned = all.filter_map(|(material, need)| {
            let ahead = model.materials[material].per_order()?;
            let need = need - count(model.taken_of_order(id, material));
            let wanted = order.release.ticks().saturating_sub(ahead.ticks());
            Some((material, model.ordered_for(material, Time::from_ticks(wanted)), need))
        });
        planned.collect()
    }

    /// What an order needs as a whole, lot by lot where other parts come with each of them.
    fn needs_of_all(
        &self,
        model: &Model,
        product: ProductId,
        quantity: u32,
    ) -> BTreeMap<MaterialId, i64> {
        let row = &model.products[product];
        let size = row.lot_size.filter(|&size| size < quantity && !row.along.is_empty());
        let Some(size) = size else { return self.needs_of(model, product, &(0..quantity)) };
        let mut needs = self.needs_of(model, product, &(0..size));
        for need in needs.values_mut() {
            *need = need.saturating_mul((quantity / size).into());
        }
        for (material, need) in self.needs_of(model, product, &(0..quantity % size)) {
            *needs.entry(material).or_default() += need;
        }
        needs
    }

    /// What these parts of an order need, those that are started beyond them, and those that come with them for the same
    /// order.
    fn needs_of(
        &self,
        model: &Model,
        product: ProductId,
        units: &Range<u32>,
    ) -> BTreeMap<MaterialId, i64> {
        let mut needs = BTreeMap::new();
        let quantity = units.end - units.start;
        let along = model.products[product].along.iter().filter(|along| along.kit);
        let along = along.map(|along| (along.product, along.with(quantity)));
        let started = u64::from(quantity) + u64::from(extra_of(self.extra[product], units));
        for (product, parts) in std::iter::once((product, started)).chain(along) {
            for &(material, need) in &self.needs[product] {
                let sum: &mut i64 = needs.entry(material).or_default();
                *sum = sum.saturating_add(count(parts.saturating_mul(need)));
            }
        }
        needs
    }

    /// What orders need that are known so far, and their parts have not taken.
    pub(super) fn spoken(&self, material: MaterialId) -> i64 {
        self.rows.get(material).map_or(0, |row| row.spoken)
    }

    /// What lies there for orders.
    pub(super) fn reserved(&self, material: MaterialId) -> i64 {
        self.rows.get(material).map_or(0, |row| row.reserved)
    }

    /// What lies there for an order.
    pub(super) fn reserved_for(&self, order: Option<OpenOrderId>, material: MaterialId) -> i64 {
        let claim = order.and_then(|order| self.open.get(&(order, material)));
        claim.map_or(0, |claim| claim.reserved)
    }

    /// What an order still needs.
    pub(super) fn left(&self, order: Option<OpenOrderId>, material: MaterialId) -> i64 {
        let claim = order.and_then(|order| self.open.get(&(order, material)));
        claim.map_or(0, |claim| claim.left)
    }

    /// A part of an order takes so many: first of what lies there for the order.
    pub(super) fn take(&mut self, order: Option<OpenOrderId>, material: MaterialId, quantity: i64) {
        let Some(order) = order else { return };
        let Some(claim) = self.open.get_mut(&(order, material)) else { return };
        let row = &mut self.rows[material];
        let (left, reserved) = (quantity.min(claim.left), quantity.min(claim.reserved));
        claim.left -= left;
        row.spoken -= left;
        claim.reserved -= reserved;
        row.reserved -= reserved;
        if claim.left == claim.reserved {
            row.line.remove(&claim.place);
        }
    }

    /// What is reserved for nobody goes to the orders in line.
    pub(super) fn give(&mut self, material: MaterialId, on_hand: i64) {
        let Some(row) = self.rows.get_mut(material) else { return };
        while row.reserved < on_hand
            && let Some(first) = row.line.first_entry()
        {
            let key = (*first.get(), material);
            let Some(claim) = self.open.get_mut(&key) else {
                first.remove();
                continue;
            };
            let given = (claim.left - claim.reserved).min(on_hand - row.reserved);
            claim.reserved += given;
            row.reserved += given;
            if claim.left == claim.reserved {
                first.remove();
            }
        }
    }

    /// What an order needs is known from now on.
    fn open(&mut self, order: OpenOrderId, material: MaterialId, need: i64, is_reserved: bool) {
        let row = &mut self.rows[material];
        let place = row.places;
        row.places += 1;
        self.open.insert((order, material), Claim { left: need, reserved: 0, place });
        if is_reserved && need > 0 {
            row.line.insert(place, order);
        }
    }

    /// An order needs so much more than was known.
    fn need_more(
        &mut self,
        order: OpenOrderId,
        material: MaterialId,
        need: i64,
        is_reserved: bool,
    ) {
        let Some(claim) = self.open.get_mut(&(order, material)) else { return };
        claim.left += need;
        let row = &mut self.rows[material];
        row.new.push(need);
        if is_reserved {
            row.line.insert(claim.place, order);
        }
    }

    /// The material to which an order has claims.
    fn of(&self, order: OpenOrderId) -> Vec<MaterialId> {
        let end = (order, MaterialId::at(self.rows.len()));
        let own = self.open.range((order, MaterialId::at(0))..end);
        own.map(|(&(_, material), _)| material).collect()
    }

    /// An order is done: what was left of its claims goes to others. Of which material that is.
    fn close(&mut self, order: OpenOrderId) -> Vec<MaterialId> {
        let own = self.of(order);
        for &material in &own {
            if let Some(claim) = self.open.remove(&(order, material)) {
                let row = &mut self.rows[material];
                row.spoken -= claim.left;
                row.reserved -= claim.reserved;
                row.line.remove(&claim.place);
            }
        }
        own
    }

    /// What orders need whose time to be ordered has come.
    pub(super) fn look_at_plan(&mut self, material: MaterialId, now: Time) {
        let Some(row) = self.rows.get_mut(material) else { return };
        while let Some((_, need)) = row.planned.pop_front_if(|&mut (at, _)| at <= now) {
            row.new.push(need);
        }
    }

    /// When what a dated order needs is ordered next.
    pub(super) fn next_planned(&self, material: MaterialId) -> Option<Time> {
        self.rows.get(material)?.planned.front().map(|&(at, _)| at)
    }

    /// What each order needs that has come to be known in this instant; asked once.
    pub(super) fn take_new(&mut self, material: MaterialId) -> Vec<i64> {
        std::mem::take(&mut self.rows[material].new)
    }

    /// One more order needs so much.
    pub(super) fn speak(&mut self, material: MaterialId, need: i64) {
        self.rows[material].spoken += need;
    }

    /// What lies there for orders is no more than they need and than is on hand, and nobody stands in line for what is
    /// there.
    pub(super) fn audit(&self, material: MaterialId, on_hand: i64) -> Result<(), String> {
        let Some(row) = self.rows.get(material) else { return Ok(()) };
        let own =
            || self.open.iter().filter(|((_, of), _)| *of == material).map(|(_, claim)| claim);
        let reserved: i64 = own().map(|claim| claim.reserved).sum();
        let is_right = own().all(|claim| 0 <= claim.reserved && claim.reserved <= claim.left);
        let waits = !row.line.is_empty() && row.reserved < on_hand;
        if reserved != row.reserved || row.reserved > on_hand || !is_right || waits {
            return Err(format!(
                "{reserved} of {material:?} are reserved, {on_hand} on hand: {row:?}"
            ));
        }
        Ok(())
    }
}

impl<O: Observer> Plant<'_, O> {
    /// An order has come in, and its parts are about to: what they need is spoken for.
    pub(in crate::plant) fn open_claims(
        &mut self,
        order: OpenOrderId,
        ordered: Ordered,
        product: ProductId,
        units: &Range<u32>,
    ) {
        let model = self.model;
        if self.materials.claims.rows.is_empty() {
            return;
        }
        for (material, need) in self.materials.claims.needs_of(model, product, units) {
            let row = &model.materials[material];
            let taken = match ordered {
                Ordered::Book(id) => count(model.taken_of_order(id, material)),
                Ordered::Demand(_) | Ordered::Stock(_) => 0,
            };
            let need = need - taken;
            let claims = &mut self.materials.claims;
            claims.open(order, material, need, row.reserved);
            match ordered {
                // It has been planned, or announced.
                Ordered::Book(_) if row.per_order().is_some() => {}
                Ordered::Demand(_) if row.per_order().is_some() && model.frozen.is_some() => {}
                Ordered::Book(_) | Ordered::Demand(_) | Ordered::Stock(_) => {
                    claims.rows[material].new.push(need);
                }
            }
            self.give_reserved(material);
        }
    }

    /// An order has come whose parts come in later: what they need of material that is ordered for them is ordered now.
    pub(in crate::plant) fn announce(&mut self, product: ProductId, quantity: u32) {
        let model = self.model;
        if self.materials.claims.rows.is_empty() {
            return;
        }
        for (material, need) in self.materials.claims.needs_of_all(model, product, quantity) {
            if model.materials[material].per_order().is_some() {
                self.materials.claims.rows[material].new.push(need);
                self.materials.touch(material);
            }
        }
    }

    /// A part of an order, or of a lot, is thrown away and made anew: that needs what it has taken, at the place of the
    /// order in line.
    pub(in crate::plant) fn need_again(
        &mut self,
        order: OpenOrderId,
        part: PartId,
        is_on_machine: bool,
    ) {
        let place = self.parts.get(part).place;
        for material in self.materials.claims.of(order) {
            let taken = self.model.taken_at(place, is_on_machine, material);
            if taken > 0 {
                let is_reserved = self.model.materials[material].reserved;
                self.materials.claims.need_more(order, material, count(taken), is_reserved);
                self.give_reserved(material);
            }
        }
    }

    /// A dated order is cancelled that is not made: what was ordered for it is for others.
    pub(in crate::plant) fn need_nothing(&mut self, order: OrderId) {
        let claims = &mut self.materials.claims;
        if claims.rows.is_empty() {
            return;
        }
        for (material, at, need) in claims.planned(self.model, order) {
            if at < self.now {
                claims.rows[material].spoken -= need;
            }
        }
    }

    /// An order is done, and needs nothing any more.
    pub(in crate::plant) fn close_claims(&mut self, order: OpenOrderId) {
        if self.materials.claims.rows.is_empty() {
            return;
        }
        for material in self.materials.claims.close(order) {
            self.give_reserved(material);
        }
    }

    /// What is reserved for nobody goes to orders in line; those look for whom that may be enough.
    pub(super) fn give_reserved(&mut self, material: MaterialId) {
        if self.model.materials[material].reserved {
            let on_hand = self.materials.on_hand(material);
            self.materials.claims.give(material, on_hand);
            self.tell_parts(material, on_hand);
        }
        self.materials.touch(material);
    }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
