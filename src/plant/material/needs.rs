//! What parts need in front of machines, and what they take there.

use super::super::{Observer, Plant};
use super::Materials;
use crate::ids::{BillId, MaterialId, OpenOrderId, PartId, PlaceId, StepId};
use crate::model::Bill;
use crate::observe::Ordered;
use crate::units::Span;

impl<O: Observer> Plant<'_, O> {
    /// Of what a part that is taken at a step would get too little.
    pub(in crate::plant) fn short_of(
        &self,
        step: StepId,
        part: Option<PartId>,
    ) -> impl Iterator<Item = MaterialId> + '_ {
        let order = part.and_then(|part| self.parts.get(part).order);
        let bills = self.model.bills_at(step).map(|(_, bill)| bill);
        bills.filter(move |&bill| self.materials.is_short(bill, order)).map(|bill| bill.material)
    }

    /// Whether it depends on their order which parts at a step get what they take.
    pub(in crate::plant) fn takes_reserved(&self, step: StepId) -> bool {
        self.model.bills_at(step).any(|(_, bill)| self.materials.wanted.is_reserved(bill.material))
    }

    /// A part comes to stand in front of a machine at a place, where it takes material perhaps.
    pub(in crate::plant) fn need_material(&mut self, part: PartId, place: PlaceId) {
        if self.count_need(place) {
            let Materials { waits, wanted, .. } = &mut self.materials;
            let bills = self.model.bills_at(self.model.places[place].step);
            let bills = bills.map(|(id, bill)| (id, wanted.is_reserved(bill.material)));
            waits.come(part, bills, self.now);
        }
    }

    /// Counts what a part needs that stands in front of a machine; whether it needs anything.
    pub(super) fn count_need(&mut self, place: PlaceId) -> bool {
        let place = &self.model.places[place];
        let mut needs = false;
        for (id, bill) in self.model.bills_at(place.step) {
            let is_short = self.materials.is_short_for_all(bill);
            self.materials.wanted.come((id, bill), 1, is_short);
            needs = true;
        }
        if needs {
            self.materials.wanted.join(place.station);
        }
        needs
    }

    /// A part stands in front of the machine at a place no more.
    pub(in crate::plant) fn need_no_material(&mut self, place: PlaceId) {
        for (id, bill) in self.model.bills_at(self.model.places[place].step) {
            let is_short = self.materials.is_short_for_all(bill);
            self.materials.wanted.come((id, bill), -1, is_short);
        }
    }

    /// A part is taken out from in front of a machine: it waits for nothing any more.
    pub(in crate::plant) fn stop_waiting_for_material(&mut self, part: PartId) {
        self.need_no_material(self.parts.get(part).place);
        self.materials.waits.leave(part);
    }

    /// A part takes what it needs at a step, after it has stood in front perhaps; a part of a supply has waited for what
    /// its machine `lacked`.
    pub(in crate::plant) fn take_material(
        &mut self,
        step: StepId,
        part: PartId,
        lacked: &[MaterialId],
    ) {
        let model = self.model;
        let order = self.parts.get(part).order;
        for (line, (id, bill)) in model.bills_at(step).enumerate() {
            let waited = self.end_wait_for_material(part, line, (id, bill), order);
            let waited = waited || lacked.contains(&bill.material);
            let token = self.parts.token(part);
            let row = &mut self.materials.rows[bill.material];
            row.needed = token;
            let came = row.token;
            for &(_, short) in self.materials.take(bill, order, self.now) {
                self.pools.note_short(model, model.bills[short].step);
            }
            self.observer.material_used(bill.material, bill.quantity, waited, self.now);
            if O::CAUSES {
                self.parts.set_token(part, token.later(came));
            }
        }
        self.materials.waits.leave(part);
    }

    /// Whether a part has waited for what it takes now; its order waited as long.
    fn end_wait_for_material(
        &mut self,
        part: PartId,
        line: usize,
        (id, bill): (BillId, Bill),
        order: Option<OpenOrderId>,
    ) -> bool {
        let is_reserved = self.materials.wanted.is_reserved(bill.material);
        let wait = self.materials.waits.of(part, line, id, self.now, is_reserved);
        if wait <= Span::ZERO {
            return false;
        }
        if let Some(order) = order {
            let order = self.orders.whole_order(order);
            if let Some(order) = order {
                self.materials.waits.note(order, bill.material, wait);
            }
        }
        true
    }

    /// Nobody waits for an order any more: how long it waited for material is not told.
    pub(in crate::plant) fn forget_waits_for_material(&mut self, order: OpenOrderId) {
        self.materials.waits.take(order).for_each(drop);
    }

    /// An order is done: tells how long it waited for material.
    pub(in crate::plant) fn tell_waits_for_material(
        &mut self,
        order: OpenOrderId,
        ordered: Ordered,
    ) {
        for (material, wait) in self.materials.waits.take(order) {
            match ordered {
                Ordered::Book(_) | Ordered::Demand(_) => {
                    self.observer.order_waited(ordered, material, wait, self.now);
                }
                Ordered::Stock(_) => {}
            }
        }
    }
}
