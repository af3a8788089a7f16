//! The way of a part: the step that follows, and which of its stations does it.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::machine::Holding;
use super::{Observer, Plant};
use crate::ids::{DoorId, MachineId, MeetingId, PartId, StepId};
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
    #[inline(always)]
    pub(super) fn door_behind(&self, part: PartId, next: StepId) -> Option<DoorId> {
        let here = self.model.places[self.parts.get(part).place].step;
        self.model.control.door(Some(here), next)
    }

    /// The meeting between a part and a step that follows.
    pub(super) fn meeting_behind(&self, part: PartId, next: StepId) -> Option<MeetingId> {
        self.model.meeting(self.model.places[self.parts.get(part).place].step, next)
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
}
