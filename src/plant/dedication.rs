//! Steps that are bound to a station (`dedicated`): to which, for each part or each order.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use std::collections::BTreeMap;

use super::buffer::Waiting;
use super::{Observer, Plant};
use crate::ids::{Id, MachineId, OpenOrderId, PartId, PlaceId, Run, StationId, StepId};
use crate::model::{Dedicated, Model};

/// Where parts and orders have been, as far as steps are bound by it.
#[derive(Debug)]
pub(super) struct Dedications {
    are_some: bool,
    /// Where each part did each step that binds another one.
    parts: BTreeMap<(PartId, StepId), StationId>,
    /// Where each order does each step that its first part binds.
    orders: BTreeMap<(Option<OpenOrderId>, StepId), StationId>,
}

impl Dedications {
    pub(super) fn new(model: &Model) -> Self {
        let are_some = model.is_dedicated();
        Self { are_some, parts: BTreeMap::new(), orders: BTreeMap::new() }
    }

    #[inline]
    pub(super) const fn are_some(&self) -> bool {
        self.are_some
    }

    /// A part has gone.
    pub(super) fn forget_part(&mut self, part: PartId) {
        while let Some((&key, _)) = self.parts.range((part, StepId::at(0))..).next()
            && key.0 == part
        {
            self.parts.remove(&key);
        }
    }

    /// An order is complete.
    pub(super) fn forget_order(&mut self, order: OpenOrderId) {
        let of = Some(order);
        while let Some((&key, _)) = self.orders.range((of, StepId::at(0))..).next()
            && key.0 == of
        {
            self.orders.remove(&key);
        }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// The places where a step can be done for a part: all, or the one to which it is bound.
    #[inline(always)]
    pub(super) fn places_of(&self, part: PartId, step: StepId) -> Run<PlaceId> {
        if self.has_rare_ways {
            self.bound_places(part, step)
        } else {
            self.model.steps[step].places
        }
    }

    #[inline(never)]
    fn bound_places(&self, part: PartId, step: StepId) -> Run<PlaceId> {
        let row = &self.model.steps[step];
        let station = match row.dedicated {
            None => None,
            Some(Dedicated::Order) => {
                self.dedications.orders.get(&(self.parts.get(part).order, step))
            }
            Some(Dedicated::Step(of)) => self.dedications.parts.get(&(part, of)),
        };
        let is_it = |place: &PlaceId| Some(&self.model.places[*place].station) == station;
        row.places
            .iter()
            .find(is_it)
            .map_or(row.places, |only| Run::new(only.position()..only.position() + 1))
    }

    /// The places where a step can be done for somebody's part.
    pub(super) fn places_for(&self, who: Waiting, step: StepId) -> Run<PlaceId> {
        let part = match who {
            _ if !self.has_rare_ways => None,
            Waiting::Machine(machine) => self.part_of(machine),
            Waiting::Outside(part) | Waiting::Aside(part) => Some(part),
            Waiting::Conveyor(_) | Waiting::Stand(_) | Waiting::Door(_) => None,
        };
        part.map_or(self.model.steps[step].places, |part| self.places_of(part, step))
    }

    /// The place where a step is done next for a part, if there is room. The first part of an order that asks
    /// decides for all of them; where there is no room, by the rule of the step.
    #[inline(always)]
    pub(super) fn ask_place(
        &mut self,
        part: PartId,
        step: StepId,
        from: Option<MachineId>,
    ) -> Option<PlaceId> {
        if self.has_rare_ways {
            self.bind_order(part, step, from);
            if self.clearances.are_some() {
                return self.choose_cleared(part, step, from);
            }
        }
        self.choose_place(step, self.places_of(part, step), from)
    }

    #[inline(never)]
    fn bind_order(&mut self, part: PartId, step: StepId, from: Option<MachineId>) {
        let order = self.parts.get(part).order;
        let key = (order, step);
        if order.is_none()
            || self.model.steps[step].dedicated != Some(Dedicated::Order)
            || self.dedications.orders.contains_key(&key)
        {
            return;
        }
        let row = &self.model.steps[step];
        let all = || row.places.iter().map(|place| (place, false));
        let place = if self.clearances.are_some() {
            self.choose_cleared(part, step, from)
        } else {
            self.choose_place(step, row.places, from)
        };
        if let Some(place) = place.or_else(|| self.best_place(row.choice, all())) {
            self.dedications.orders.insert(key, self.model.places[place].station);
        }
    }

    /// A part is at a place: other steps may be bound to the station.
    pub(super) fn note_place(&mut self, part: PartId, place: PlaceId) {
        let row = &self.model.places[place];
        let product = self.model.steps[row.step].product;
        let binds =
            |step: StepId| self.model.steps[step].dedicated == Some(Dedicated::Step(row.step));
        if self.model.products[product].steps.iter().any(binds) {
            self.dedications.parts.insert((part, row.step), row.station);
        }
    }
}
