//! Line clearance: parts of one order, or product, at a time in front of a station (`clearance`).
//!
//! What is there says what else may come: the first part in front, else one on a machine, where these count, else one
//! on its way, since all of them are alike. Whoever may not come in waits in the line for room with all others, and is
//! passed by those who may. So the line is looked at from its beginning each time that something leaves.

use super::buffer::Waiting;
use super::{Observer, Plant};
use crate::ids::{Id, MachineId, PartId, PlaceId, Run, StationId, StepId, Table};
use crate::model::{Between, Clearance, Model, StationChoice, Until};

/// Where the parts stand that stations with a clearance keep out; empty in a plant without.
#[derive(Debug)]
pub(super) struct Clearances {
    fronts: Table<StationId, StationId>,
}

impl Clearances {
    pub(super) fn new(model: &Model) -> Self {
        let are_some = model.stations.iter().any(|station| station.clearance.is_some());
        let stations = model.stations.ids().filter(|_| are_some);
        Self { fronts: stations.map(|station| model.front_of(station)).collect() }
    }

    pub(super) fn are_some(&self) -> bool {
        !self.fronts.is_empty()
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Whether a part is of the order, or product, that is at a station; room is another matter.
    pub(super) fn is_let_in(&self, station: StationId, part: PartId) -> bool {
        let Some(clearance) = self.model.stations[station].clearance else { return true };
        let inside = self.parts_before(station, clearance).next();
        inside.is_none_or(|other| self.is_of_same(clearance, part, other))
    }

    fn is_of_same(&self, clearance: Clearance, part: PartId, other: PartId) -> bool {
        let (part, other) = (self.parts.get(part), self.parts.get(other));
        match clearance.between {
            Between::Order => part.order == other.order,
            Between::Product => part.product == other.product,
        }
    }

    /// The parts that keep others out of a station: in front, on its machines where these count, and on their way.
    ///
    /// Cost: the first is found at once unless it is on its way.
    fn parts_before(
        &self,
        station: StationId,
        clearance: Clearance,
    ) -> impl Iterator<Item = PartId> + '_ {
        let (home, front) = (self.home_of(station), self.clearances.fronts[station]);
        let machines = match clearance.until {
            Until::Left => self.model.stations[home].machines,
            Until::Taken => Run::empty(),
        };
        let on_machines = machines.iter().flat_map(|machine| self.parts_on(machine));
        let waiting = self.buffers.iter(front, &self.parts);
        waiting.chain(on_machines).chain(self.parts_promised(front))
    }

    /// The station that has the machines: that of a store is the one that takes its parts.
    pub(super) fn home_of(&self, station: StationId) -> StationId {
        self.model.stations[station].store.as_ref().map_or(station, |store| store.of)
    }

    /// The parts that are on their way to a station, or for which a place is kept there.
    fn parts_promised(&self, station: StationId) -> impl Iterator<Item = PartId> + '_ {
        let is_some = self.buffers.promised(station) > 0;
        let is_for = move |place: PlaceId| self.model.places[place].station == station;
        let moving = self.transfers.parts().filter(move |&part| is_for(self.parts.get(part).place));
        let kept = self
            .model
            .machines
            .ids()
            .filter(move |&machine| self.machines.kept(machine).is_some_and(is_for));
        let kept = kept.filter_map(|machine| self.part_of(machine));
        is_some.then(|| moving.chain(kept)).into_iter().flatten()
    }

    /// The one who has waited longest for room at a station of those who may come in.
    ///
    /// Cost: a look at all who wait longer.
    fn first_let_in(&self, station: StationId) -> Option<Waiting> {
        let clearance = self.model.stations[station].clearance?;
        let inside = self.parts_before(station, clearance).next();
        let may_come = |&who: &Waiting| {
            let part = match who {
                Waiting::Machine(machine) => self.part_of(machine),
                Waiting::Outside(part) | Waiting::Aside(part) => Some(part),
                Waiting::Conveyor(_) | Waiting::Stand(_) | Waiting::Door(_) => None,
            };
            let is_of_same =
                |part| inside.is_none_or(|other| self.is_of_same(clearance, part, other));
            part.is_some_and(is_of_same)
        };
        self.buffers.line(station).find(may_come)
    }

    /// Whether somebody waits for room at a station who may come in.
    pub(super) fn is_wanted_by_some(&self, station: StationId) -> bool {
        match self.model.stations[station].clearance {
            None => self.buffers.waiting(station) > 0,
            Some(_) => self.first_let_in(station).is_some(),
        }
    }

    /// The place where a step is done next for a part, if it may come in and there is room.
    #[inline(never)]
    pub(super) fn choose_cleared(
        &self,
        part: PartId,
        step: StepId,
        from: Option<MachineId>,
    ) -> Option<PlaceId> {
        let places = self.places_of(part, step);
        let choice = self.model.steps[step].choice;
        let mut open = places.iter().filter(|&place| self.may_come_in(part, place, from));
        if places.len() == 1 || choice == StationChoice::Preference && !self.stands.are_some() {
            return open.next();
        }
        let is_brought = |place: PlaceId| {
            let who = from.map(Waiting::Machine);
            let station = self.model.places[place].station;
            who.is_some_and(|who| self.stand_of(who, station).is_some())
        };
        self.best_place(choice, open.map(|place| (place, is_brought(place))))
    }

    fn may_come_in(&self, part: PartId, place: PlaceId, from: Option<MachineId>) -> bool {
        let station = self.model.places[place].station;
        if self.model.stations[station].clearance.is_none() {
            let only = Run::new(place.position()..place.position() + 1);
            return self.choose_place(self.model.places[place].step, only, from).is_some();
        }
        // A part that comes back to the station it is on changes places there.
        let sound = from.filter(|&machine| self.machines.is_sound(machine));
        if sound.is_some_and(|machine| self.model.machines[machine].station == station) {
            return true;
        }
        let is_taken = || from.is_none() && self.first_let_in(station).is_some();
        self.buffers.has_room(station) && self.is_let_in(station, part) && !is_taken()
    }

    /// Something leaves a station: others may come in when it has.
    #[inline(never)]
    pub(super) fn may_be_clear(&mut self, station: StationId) {
        if self.model.stations[station].clearance.is_some() {
            self.agenda.put_room(self.clearances.fronts[station]);
        }
    }

    /// Those who wait for room at a station with a clearance get it, the longest waiting of those who may come in
    /// first.
    pub(super) fn give_cleared_room(&mut self, station: StationId) {
        while self.buffers.has_room(station)
            && let Some(who) = self.first_let_in(station)
        {
            if let Some((freed, _)) = self.let_go(station, who) {
                self.agenda.put_start(freed);
                self.agenda.put_room(freed);
            }
        }
    }

    /// Only one order, or product, is at each station with a clearance, and nobody waits who may come in.
    pub(super) fn audit_clearance(&self, station: StationId) -> Result<(), String> {
        let row = &self.model.stations[station];
        let Some(clearance) = row.clearance else { return Ok(()) };
        let name = &row.name;
        let mut inside = self.parts_before(station, clearance);
        if let Some(first) = inside.next()
            && inside.any(|other| !self.is_of_same(clearance, first, other))
        {
            return Err(format!("`{name}` is not cleared between what it holds"));
        }
        if self.buffers.has_room(station) && self.first_let_in(station).is_some() {
            return Err(format!("`{name}` has room that is waited for"));
        }
        Ok(())
    }
}
