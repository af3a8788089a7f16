//! The way of a part: the step that follows, and which of its stations does it.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::machine::Holding;
use super::part::Part;
use super::{Observer, Plant};
use crate::ids::{DoorId, MachineId, MeetingId, PartId, StepId};
use crate::model::{About, Attribute, Next, Target};
use crate::observe::Ordered;

impl<O: Observer> Plant<'_, O> {
    /// What follows the step of the part on the machine.
    pub(super) fn target(&self, part: PartId) -> Target {
        if self.has_rare_ways
            && let Some(step) = self.inspection_of(part)
        {
            return Target::Step(step);
        }
        let part = self.parts.get(part);
        let place = &self.model.places[part.place];
        match self.model.steps[place.step].next {
            Next::Always(target) => target,
            Next::Shares { .. } if !self.model.steps[place.step].branches.is_empty() => {
                self.target_by_order(part, place.step)
            }
            Next::Shares { first, end } => {
                let shares = &self.model.shares[first as usize..end as usize];
                let stream = self.streams.next[place.station];
                let u = stream.uniform(part.key, part.visit, 0);
                let chosen = shares.iter().find(|share| u <= share.cumulated);
                chosen.or(shares.last()).expect("a branching step has shares").target
            }
        }
    }

    /// What follows a step by the order of a part, which is the same whenever it is asked.
    #[inline(never)]
    fn target_by_order(&self, part: &Part, step: StepId) -> Target {
        let stream = self.streams.next[self.model.places[part.place].station];
        let branches = &self.model.steps[step].branches;
        let branch = if let [only] = branches.as_slice() {
            only
        } else {
            let u = stream.uniform(part.key, part.visit, 0);
            let chosen = branches.iter().find(|branch| u <= branch.cumulated);
            chosen.or(branches.last()).expect("there is a branch")
        };
        for (draw, onward) in (1..).zip(&branch.onward) {
            let passes = |test: u32| {
                self.model.attributes.tests[test as usize].passes(|about| self.is(part, about))
            };
            let goes = onward.test.is_none_or(passes)
                && (onward.chance >= 1.0
                    || stream.uniform(part.key, part.visit, draw) <= onward.chance);
            if goes {
                return onward.target;
            }
        }
        unreachable!("the last step of a branch is for all")
    }

    /// What the order of a part is in a respect; nothing without an order.
    fn is(&self, part: &Part, about: About) -> Option<Attribute> {
        let (ordered, number) = self.orders.ordered(part.order?)?;
        let demand = match ordered {
            Ordered::Book(order) => return self.model.of_order(&self.model.orders[order], about),
            // What is made to stock goes no way of some orders.
            Ordered::Stock(_) => return None,
            Ordered::Demand(demand) => demand,
        };
        let row = &self.model.demands[demand];
        match about {
            About::Quantity => {
                let stream = self.streams.quantity[demand];
                Some(Attribute::Number(libm::round(row.quantity.sample(stream, number, 0))))
            }
            About::Priority => Some(Attribute::Number(row.priority.into())),
            About::Named(name) => {
                let place = row.is.iter().position(|(known, _)| *known == name)?;
                let values = &row.is[place].1;
                let u = self.streams.is[demand].get(place)?.uniform(number, 0, 0);
                values.iter().find(|(share, _)| u <= *share).or(values.last()).map(|(_, it)| *it)
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
