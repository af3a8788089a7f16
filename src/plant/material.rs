//! Material: what is on hand and on order, what parts take of it, and when more is ordered.
//!
//! A part takes its material when a machine takes the part, as it does things of pools: see [`super::pools`]. At the
//! end of each instant it is known how many parts wait, and more is ordered where a rule says so. The position is
//! what is on hand and on order, less what the parts need that stand in front of the step where they take it,
//! whether they wait for it or for a machine. Of what is reserved it is less what released orders need: see
//! [`claims`].

mod audit;
mod bins;
mod claims;
mod expiry;
mod fronts;
mod needs;
mod outages;
mod purchase;
mod reorder;
mod waits;
mod wanted;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::cause::Token;
use super::{Observer, Plant};
use crate::ids::{BillId, MaterialId, OpenOrderId, PartId, StationId, Table};
use crate::model::{Bill, Model, Reorder};
use crate::observe::Label;
use crate::units::Time;

/// Something on order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Coming {
    at: Time,
    /// Those of one instant in the order in which they were ordered.
    number: u64,
    ordered: i64,
    /// How many can be used then.
    delivered: i64,
    /// How many the incoming inspection takes out.
    rejected: i64,
    /// Which of the suppliers delivers, where it can be expedited: not what was open at the start, and what has been
    /// expedited.
    source: Option<usize>,
}

/// A material.
#[derive(Clone, Debug, Default)]
struct Row {
    on_hand: i64,
    on_order: i64,
    delivered: i64,
    used: i64,
    /// How many were thrown away.
    expired: i64,
    /// What lies there until when, the oldest first; empty where it can be used for ever.
    lots: VecDeque<expiry::Lot>,
    coming: BinaryHeap<Reverse<(Coming, Token)>>,
    /// Where it lies in bins with cards.
    bins: bins::Bins,
    /// Who delivers it: those of [`crate::model::Material::suppliers`].
    turns: Vec<purchase::Turn>,
    /// Purchase orders so far, those that were open at the start left out.
    ordered: u64,
    /// Whether the time for a look has come.
    is_due: bool,
    /// Parts that wait for it, as last told.
    waiting: i64,
    /// Since when what came last is there, and what brought it.
    token: Token,
    /// What needed it last.
    needed: Token,
}

/// All material; empty in a plant without.
#[derive(Debug)]
pub(super) struct Materials {
    rows: Table<MaterialId, Row>,
    claims: claims::Claims,
    waits: waits::Waits,
    outages: outages::Outages,
    /// Stations at which parts take material.
    stations: Vec<StationId>,
    wanted: wanted::Wanted,
    /// What was waited for when the plant began to stand still.
    missing: Vec<MaterialId>,
}

impl Materials {
    pub(super) fn new(model: &Model) -> Self {
        let row = |row: &crate::model::Material| Row {
            on_hand: row.stock.into(),
            turns: purchase::suppliers(row),
            bins: bins::Bins::new(row),
            ..Row::default()
        };
        let takes = model.stations_with_material();
        Self {
            rows: model.materials.iter().map(row).collect(),
            claims: claims::Claims::new(model),
            waits: waits::Waits::new(
                model.bills.iter().map(|bill| model.materials[bill.material].stock < bill.quantity),
            ),
            outages: outages::Outages::new(&model.suppliers),
            stations: model.stations.ids().filter(|&id| takes[id]).collect(),
            wanted: wanted::Wanted::new(model),
            missing: Vec::new(),
        }
    }

    pub(super) fn on_hand(&self, material: MaterialId) -> i64 {
        self.rows[material].on_hand
    }

    /// An order gets so many, which are there; what that means for parts is looked at later.
    pub(super) fn sell(&mut self, material: MaterialId, quantity: u32) {
        let row = &mut self.rows[material];
        row.on_hand -= i64::from(quantity);
        row.used += i64::from(quantity);
    }

    /// One was made; what that means for parts is looked at later.
    pub(super) fn put(&mut self, material: MaterialId, token: Token) {
        let row = &mut self.rows[material];
        row.on_hand += 1;
        row.delivered += 1;
        row.token = token;
    }

    /// So many more are in work.
    pub(super) fn expect_made(&mut self, material: MaterialId, parts: i64) {
        self.rows[material].on_order += parts;
    }

    /// So many fewer come than were expected.
    pub(super) fn expect_fewer(&mut self, material: MaterialId, parts: u32) {
        self.rows[material].on_order -= i64::from(parts);
        self.wanted.touch(material);
    }

    /// Something needs it, or is missing of it, because of what has just ended.
    pub(super) fn note_need(&mut self, material: MaterialId, token: Token) {
        self.rows[material].needed = token;
    }

    /// What needed it last.
    pub(super) fn last_need(&self, material: MaterialId) -> Token {
        self.rows[material].needed
    }

    /// What orders wait for has changed.
    pub(super) fn touch(&mut self, material: MaterialId) {
        self.wanted.touch(material);
    }

    /// Whether there is too little for a part of an order, or of none.
    fn is_short(&self, bill: Bill, order: Option<OpenOrderId>) -> bool {
        let row = &self.rows[bill.material];
        let for_others =
            self.claims.reserved(bill.material) - self.claims.reserved_for(order, bill.material);
        row.on_hand - for_others < i64::from(bill.quantity)
    }

    /// Whether there is too little for all parts at a step; of what is reserved that depends on the order.
    fn is_short_for_all(&self, bill: Bill) -> bool {
        !self.wanted.is_reserved(bill.material) && self.is_short(bill, None)
    }

    /// A part of an order, or of none, takes some; the lines of bills for which there is too little then.
    fn take(&mut self, bill: Bill, order: Option<OpenOrderId>, now: Time) -> &[(i64, BillId)] {
        let row = &mut self.rows[bill.material];
        let (before, quantity) = (row.on_hand, i64::from(bill.quantity));
        row.on_hand -= quantity;
        row.used += quantity;
        row.take_oldest(quantity);
        row.bins.take(quantity);
        let after = row.on_hand;
        self.claims.take(order, bill.material, quantity);
        self.change(bill.material, before, after, now)
    }

    /// There are so many on hand, and were so many before: the lines of bills for which there has come to be enough,
    /// or too little.
    fn change(
        &mut self,
        material: MaterialId,
        before: i64,
        after: i64,
        now: Time,
    ) -> &[(i64, BillId)] {
        let lines = self.wanted.change(material, before, after);
        for &(_, bill) in lines {
            self.waits.set(bill, after < before, now);
        }
        lines
    }

    /// A machine waits for it: too little is left in its bins, perhaps.
    pub(super) fn miss(&mut self, material: MaterialId) {
        if self.rows[material].bins.are_some() {
            self.wanted.touch(material);
        }
    }

    /// Something is on order no more; what comes, and since when it was.
    fn receive(&mut self, material: MaterialId, now: Time) -> Option<(Coming, Token)> {
        let row = &mut self.rows[material];
        let Reverse((next, since)) = row.coming.peek().copied()?;
        if next.at > now {
            return None;
        }
        row.coming.pop();
        row.on_order -= next.ordered;
        row.bins.receive(next.ordered, next.delivered);
        Some((next, since))
    }

    fn expect(&mut self, material: MaterialId, coming: Coming, since: Token) {
        let row = &mut self.rows[material];
        row.on_order += coming.ordered;
        row.coming.push(Reverse((coming, since)));
    }
}

impl<O: Observer> Plant<'_, O> {
    /// What was ordered before the start comes, and the first looks are taken.
    pub(super) fn begin_material(&mut self) {
        for (id, row) in self.model.materials.enumerated() {
            for (number, open) in (0..).zip(&row.on_order) {
                let quantity = i64::from(open.quantity);
                let coming = Coming {
                    at: open.at,
                    number,
                    ordered: quantity,
                    delivered: quantity,
                    rejected: 0,
                    source: None,
                };
                self.materials.expect(id, coming, Token::default());
            }
            self.book_delivery(id);
            self.lay_down(id, row.stock.into());
            if row.reorder.is_some() {
                self.events.book(self.slots.review(id), self.now);
            }
        }
    }

    /// What was ordered comes.
    pub(super) fn receive(&mut self, material: MaterialId) {
        if let Some(made) = self.model.materials[material].made_to_stock() {
            return self.release_to_stock(material, made);
        }
        while let Some((coming, since)) = self.materials.receive(material, self.now) {
            let Coming { delivered, rejected, .. } = coming;
            self.enough_of(material, delivered);
            self.lay_down(material, delivered);
            self.observer.material_delivered(material, delivered, self.now);
            if rejected > 0 {
                self.observer.material_rejected(material, rejected, self.now);
            }
            if O::CAUSES {
                let token = self.end_activity(Label::Delivery(material), since);
                self.materials.rows[material].token = token;
            }
        }
        self.book_delivery(material);
    }

    /// So many more are on hand: those look for whom that is enough.
    fn enough_of(&mut self, material: MaterialId, quantity: i64) {
        let row = &mut self.materials.rows[material];
        row.delivered += quantity;
        let before = row.on_hand;
        row.on_hand += quantity;
        let after = row.on_hand;
        self.materials.claims.give(material, after);
        self.tell_parts(material, before);
    }

    /// There are more or fewer on hand than `before`: parts may have enough or too little.
    pub(super) fn tell_parts(&mut self, material: MaterialId, before: i64) {
        let model = self.model;
        let after = self.materials.rows[material].on_hand;
        for &(_, id) in self.materials.change(material, before, after, self.now) {
            let step = model.bills[id].step;
            if after < before {
                self.pools.note_short(model, step);
                continue;
            }
            let places = model.steps[step].places.iter();
            places.for_each(|place| self.agenda.put_start(model.places[place].station));
        }
    }

    /// The time for a look has come: at the end of the instant.
    pub(super) fn look_at_stock(&mut self, material: MaterialId) {
        self.materials.rows[material].is_due = true;
        self.materials.wanted.touch(material);
        self.materials.claims.look_at_plan(material, self.now);
        let next = match self.model.materials[material].reorder {
            Some((Reorder::Every { every, .. }, _)) => Some(self.now + every),
            _ => self.materials.claims.next_planned(material),
        };
        // What never comes is no event.
        if let Some(next) = next.filter(|&next| next < Time::NEVER) {
            self.events.book(self.slots.review(material), next);
        }
    }

    /// Other rules may hold: all material is looked at, and all parts that take some.
    pub(super) fn look_at_all_material(&mut self) {
        self.materials.wanted = wanted::Wanted::new(self.model);
        self.model.materials.ids().for_each(|id| self.materials.wanted.touch(id));
        for position in 0..self.materials.stations.len() {
            let station = self.materials.stations[position];
            let queued: Vec<PartId> = self.buffers.iter(station, &self.parts).collect();
            for part in queued {
                self.count_need(self.parts.get(part).place);
            }
            self.agenda.put_start(station);
        }
    }

    /// Whether a part in front of a machine, or the machine itself, waits for a material.
    pub(super) fn is_waited_for(&self, material: MaterialId) -> bool {
        self.materials.rows[material].waiting > 0
            || self.stocks.owed(material) > 0
            || self.pools.materials_waited_for().any(|waited| waited == material)
    }

    /// The plant stands still: keeps what was waited for then.
    pub(super) fn note_missing_material(&mut self) {
        let all = self.model.materials.ids();
        self.materials.missing = all.filter(|&id| self.is_waited_for(id)).collect();
    }

    /// The materials that were waited for when the plant began to stand still; in natural order.
    pub fn materials_missing(&self) -> &[MaterialId] {
        &self.materials.missing
    }
}
