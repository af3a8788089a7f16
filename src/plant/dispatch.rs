//! Stations that choose: which of the parts that wait a free machine takes (`dispatch`), and which
//! machine takes it.
//!
//! Who chooses does so last: after everything that happens at an instant, and after every part that can
//! move then has moved.

use std::cmp::Ordering;

use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, StationId};
use crate::model::DispatchRule;
use crate::units::Time;

/// A part that waits and a machine that is free.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) part: PartId,
    pub(super) machine: MachineId,
}

impl<O: Observer> Plant<'_, O> {
    /// A free machine of a station that chooses takes a part; whether another one may.
    #[inline(never)]
    pub(super) fn choose_one(&mut self, station: StationId) -> bool {
        if self.buffers.available(station) == 0 {
            return false;
        }
        if let Some(assembly) = &self.model.stations[station].assembly {
            return self.start_assembly(station, assembly);
        }
        if let Some(batch) = &self.model.stations[station].batch {
            return self.start_batch(station, batch);
        }
        if self.buffers.len(station) == 0 {
            return self.start_supplied(station);
        }
        let Some((best, wanted)) = self.take_best(station) else { return false };
        if wanted {
            self.agenda.put_room(station);
        }
        self.load(station, best.part, best.machine);
        self.stop.is_none()
    }

    pub(super) fn needs_no_setup(&self, machine: MachineId, part: PartId) -> bool {
        let Some(setup) = self.model.station_of(machine).setup.as_deref() else { return true };
        let kind = self.setups.kind(machine);
        kind.is_none() || kind == Some(setup.kinds[self.parts.get(part).product])
    }

    /// Which of two pairs comes first: by the rules in their order, then the part that came first, then
    /// the machine that is set up sooner.
    pub(super) fn compare(&self, rules: &[DispatchRule], one: Pair, other: Pair) -> Ordering {
        let by_rule = |&rule: &DispatchRule| self.by_rule(rule, one, other);
        let decided = rules.iter().map(by_rule).find(|order| order.is_ne());
        decided.unwrap_or_else(|| {
            let by_part = if one.part == other.part {
                Ordering::Equal
            } else {
                self.by_arrival(one.part, other.part)
            };
            by_part.then_with(|| self.by_setup(one, other))
        })
    }

    fn by_rule(&self, rule: DispatchRule, one: Pair, other: Pair) -> Ordering {
        let part = |pair: Pair| self.parts.get(pair.part);
        let planned = |pair: Pair| self.model.places[part(pair).place].mean_cycle;
        let due = |pair: Pair| self.due_of(pair.part).unwrap_or(Time::NEVER);
        match rule {
            DispatchRule::Fifo => self.by_arrival(one.part, other.part),
            DispatchRule::Lifo => self.by_arrival(other.part, one.part),
            DispatchRule::Shortest => planned(one).cmp(&planned(other)),
            DispatchRule::Longest => planned(other).cmp(&planned(one)),
            DispatchRule::DueDate => due(one).cmp(&due(other)),
            DispatchRule::Priority => self.priority_of(other.part).cmp(&self.priority_of(one.part)),
            DispatchRule::Setup => self.by_setup(one, other),
            DispatchRule::SameSetup => {
                let needs = |pair: Pair| !self.needs_no_setup(pair.machine, pair.part);
                needs(one).cmp(&needs(other))
            }
        }
    }

    fn by_setup(&self, one: Pair, other: Pair) -> Ordering {
        let planned =
            |pair: Pair| self.planned_setup(pair.machine, self.parts.get(pair.part).product);
        planned(one).total_cmp(&planned(other))
    }

    /// Who came to the station first; of those that came together, whose order is first in the book, or
    /// who came into the plant first. Else they keep the order of the queue.
    pub(super) fn by_arrival(&self, one: PartId, other: PartId) -> Ordering {
        let came = |part: PartId| {
            let row = self.parts.get(part);
            (row.arrived, self.place_in_book(part), row.released)
        };
        came(one).cmp(&came(other))
    }
}
