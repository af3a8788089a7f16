//! The way of a part: the step that follows, and which of its stations does it.

use super::buffer::Waiting;
use super::machine::Holding;
use super::{Observer, Plant};
use crate::ids::{DoorId, MachineId, PartId, PlaceId, StepId};
use crate::model::{Next, Target};

impl<O: Observer> Plant<'_, O> {
    /// What follows the step of the part on the machine.
    pub(super) fn target(&self, part: PartId) -> Target {
        let part = self.parts.get(part);
        let place = &self.model.places[part.place];
        match self.model.steps[place.step].next {
            Next::Always(target) => target,
            Next::Shares { first, end } => {
                let shares = &self.model.shares[first as usize..end as usize];
                let stream = self.streams.next[place.station];
                let u = stream.uniform(part.key, part.visit, 0);
                let chosen = shares.iter().find(|share| u <= share.cumulated);
                chosen.or(shares.last()).expect("a branching step has shares").target
            }
        }
    }

    /// The step that follows, for a part that waits for room there.
    pub(super) fn next_step(&self, part: PartId) -> StepId {
        match self.target(part) {
            Target::Step(step) => step,
            Target::Out => unreachable!("a part that leaves the plant waits for no room"),
        }
    }

    /// The door between a part and a step that follows.
    pub(super) fn door_behind(&self, part: PartId, next: StepId) -> Option<DoorId> {
        let here = self.model.places[self.parts.get(part).place].step;
        self.model.control.door(Some(here), next)
    }

    /// The finished part on a machine.
    pub(super) fn finished_part(&self, machine: MachineId) -> PartId {
        match self.machines.holding(machine) {
            Holding::Finished(part) => part,
            Holding::Nothing | Holding::InCycle(_) => {
                unreachable!("only a machine with a finished part waits at a door")
            }
        }
    }

    /// Whether a part goes on at the station where it is, perhaps among others.
    pub(super) fn comes_back(&self, part: PartId) -> bool {
        let here = self.model.places[self.parts.get(part).place].station;
        let mut places = self.model.steps[self.next_step(part)].places.iter();
        places.any(|place| self.model.places[place].station == here)
    }

    /// The place where a step can be done soonest by the rule: the first in the order written with
    /// a free machine, else the one with the shortest queue for the machines that can work, else,
    /// where none can, the one with the shortest queue for all of its machines; only with room.
    ///
    /// A part that comes back to the station of its machine has room there if the machine can work:
    /// it changes places with the first one in front. For one from outside, without a machine, room
    /// that this instant has brought belongs to those who wait already.
    pub(super) fn choose_place(&self, step: StepId, from: Option<MachineId>) -> Option<PlaceId> {
        let sound = from.filter(|&machine| self.machines.is_sound(machine));
        let here = sound.map(|machine| self.model.machines[machine].station);
        let has_room = |&place: &PlaceId| {
            let station = self.model.places[place].station;
            if self.conveyors.are_some()
                && let Some(machine) = from
                && let Some(conveyor) = self.conveyor_of(Waiting::Machine(machine), station)
            {
                return self.may_get_on(conveyor);
            }
            let is_taken = from.is_none() && self.buffers.is_wanted(station);
            here == Some(station) || self.buffers.has_room(station) && !is_taken
        };
        let places = self.model.steps[step].places;
        if places.len() == 1 {
            return Some(places.first()).filter(has_room);
        }
        let all = places.iter().filter(has_room).map(|place| (place, self.crowding(place)));
        let least = all.min_by(|(_, (idle, one)), (_, (other_idle, other))| {
            idle.cmp(other_idle).then(one.total_cmp(other))
        });
        least.map(|(place, _)| place)
    }

    /// Whether no machine of a station can work, and the parts in front beyond its free machines,
    /// for each machine that can, or for each if none can; 0 if one would start at once.
    ///
    /// Cost: a look at every machine, unless one is free.
    fn crowding(&self, place: PlaceId) -> (bool, f64) {
        let station = self.model.places[place].station;
        let load = self.buffers.load(station) + self.conveyors.load(station);
        let available = self.buffers.available(station);
        let batch = self.model.stations[station].batch_size();
        let available = available.saturating_mul(batch);
        if load < available {
            return (false, 0.0);
        }
        let machines = self.model.stations[station].machines;
        let can_work =
            |&machine: &MachineId| self.machines.is_sound(machine) && self.is_open(machine);
        let able = machines.iter().filter(can_work).count();
        let share = if able == 0 { machines.len() } else { able };
        (able == 0, f64::from(load - available + 1) / share as f64 / f64::from(batch))
    }
}
