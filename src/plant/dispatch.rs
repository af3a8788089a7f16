//! Stations that choose: which of the parts that wait a free machine takes (`dispatch`), and which
//! machine takes it.
//!
//! Who chooses does so last: after everything that happens at an instant, and after every part that can
//! move then has moved.

use std::cmp::Ordering;

use super::urgency::Scales;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, StationId};
use crate::model::DispatchRule;
use crate::observe::Ordered;
use crate::units::Time;

/// A part that waits and a machine that is free.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) part: PartId,
    pub(super) machine: MachineId,
}

/// By what a part is ranked.
pub(super) type Key = [u64; 3];

impl<O: Observer> Plant<'_, O> {
    /// A free machine of a station that chooses takes a part; whether another one may.
    #[inline(never)]
    pub(super) fn choose_one(&mut self, station: StationId) -> bool {
        if self.has_rare_ways && self.is_kept_out(station) || self.buffers.available(station) == 0 {
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
    pub(super) fn compare(
        &self,
        rules: &[DispatchRule],
        scales: &Scales,
        one: Pair,
        other: Pair,
    ) -> Ordering {
        let by_rule = |&rule: &DispatchRule| self.by_rule(rule, scales, one, other);
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

    fn by_rule(&self, rule: DispatchRule, scales: &Scales, one: Pair, other: Pair) -> Ordering {
        let keys = self.key(rule, one.part).zip(self.key(rule, other.part));
        if let Some((one, other)) = keys {
            return one.cmp(&other);
        }
        match rule {
            DispatchRule::SameSetup => {
                let needs = |pair: Pair| !self.needs_no_setup(pair.machine, pair.part);
                needs(one).cmp(&needs(other))
            }
            DispatchRule::Setup => self.by_setup(one, other),
            _ => {
                let urgency = |pair: Pair| self.urgency(rule, scales, pair);
                urgency(one).total_cmp(&urgency(other))
            }
        }
    }

    /// By what a rule ranks a part, the smaller first, as long as it waits; `None` where that depends on the
    /// machine, or on the time.
    pub(super) fn key(&self, rule: DispatchRule, part: PartId) -> Option<Key> {
        let planned = || {
            let place = self.parts.get(part).place;
            self.model.places[place].mean_cycle.ticks().cast_unsigned()
        };
        Some(match rule {
            DispatchRule::Fifo => self.arrival(part),
            DispatchRule::Lifo => self.arrival(part).map(|key| u64::MAX - key),
            DispatchRule::FirstReleased => self.release_of(part),
            DispatchRule::Shortest => [planned(), 0, 0],
            DispatchRule::Longest => [u64::MAX - planned(), 0, 0],
            DispatchRule::DueDate => {
                let due = self.due_of(part).unwrap_or(Time::NEVER);
                [in_order(due), 0, 0]
            }
            DispatchRule::Priority => {
                let [turn, number] = self.place_among_equals(part);
                [u64::MAX - u64::from(self.priority_of(part)), turn, number]
            }
            DispatchRule::OperationDue
            | DispatchRule::Slack
            | DispatchRule::MostWork
            | DispatchRule::LeastWork
            | DispatchRule::MostSteps
            | DispatchRule::FewestSteps => [self.key_of_remaining(rule, part), 0, 0],
            DispatchRule::Plan => [self.planned_number(part), 0, 0],
            DispatchRule::Setup
            | DispatchRule::SameSetup
            | DispatchRule::SlackPerStep
            | DispatchRule::CriticalRatio
            | DispatchRule::ModifiedDue
            | DispatchRule::Covert { .. }
            | DispatchRule::Atc { .. }
            | DispatchRule::NextQueue => return None,
        })
    }

    /// When a part came to the station; where its order stands in the book; and when it came into the plant.
    pub(super) fn arrival(&self, part: PartId) -> Key {
        let row = self.parts.get(part);
        let in_book = u64::try_from(self.place_in_book(part)).unwrap_or(u64::MAX);
        [in_order(row.arrived), in_book, in_order(row.released)]
    }

    /// When the order of a part was released, where it stands in the book, and when the part came into the plant.
    fn release_of(&self, part: PartId) -> Key {
        let [_, in_book, released] = self.arrival(part);
        let order = self.parts.get(part).order;
        let opened = order.and_then(|order| self.orders.opened(order));
        [opened.map_or(released, in_order), in_book, released]
    }

    /// The number of a part's order in the plan of its station; those that are not planned come after all others.
    fn planned_number(&self, part: PartId) -> u64 {
        let row = self.parts.get(part);
        let station = self.model.places[row.place].station;
        let ordered = row.order.and_then(|order| self.orders.ordered(order));
        let number = match ordered {
            Some((Ordered::Book(order), _)) => self.model.plan.number(station, order),
            Some((Ordered::Demand(_) | Ordered::Stock(_), _)) | None => None,
        };
        number.map_or(u64::MAX, u64::from)
    }

    fn by_setup(&self, one: Pair, other: Pair) -> Ordering {
        let planned = |pair: Pair| self.planned_setup(pair.machine, pair.part);
        planned(one).total_cmp(&planned(other))
    }

    /// Who came to the station first; of those that came together, whose order is first in the book, or
    /// who came into the plant first. Else they keep the order of the queue.
    pub(super) fn by_arrival(&self, one: PartId, other: PartId) -> Ordering {
        self.arrival(one).cmp(&self.arrival(other))
    }
}

/// An instant as a number: the earlier, the smaller, also before the start.
const fn in_order(time: Time) -> u64 {
    time.since_start().ticks().cast_unsigned() ^ (1 << 63)
}
