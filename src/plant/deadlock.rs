//! Deadlock: stations whose parts wait for each other's room, and for nothing else, for ever.
//!
//! A machine that waits for the approval of its first piece waits for the machines of the station that inspects it.
//!
//! A station lives if it will give room some day by itself: it has room now, or a machine of it is
//! empty, works, or waits for something other than room. A machine that waits for room at a living
//! station will get it. A full store lives if nothing is missing beside its parts, or if it may come
//! through a living station. Shared places live if some part in them will be taken. A station from which all of an order
//! must be gone before another one comes in lives for that one if all its machines with parts live. What is left when
//! all that lives is taken away is deadlocked.
//!
//! Source: R. C. Holt, *Some deadlock properties of computer systems*, ACM Computing Surveys 4(3),
//! 1972 (reduction of the graph of waits).

use std::collections::BTreeMap;

use super::agenda::Rare;
use super::buffer::Waiting;
use super::machine::Holding;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, SharedBufferId, StationId};
use crate::model::{Deadlock, Taken, Until};

/// What tells at once that there is no deadlock: every circle of waits leads upstream somewhere.
#[derive(Debug, Default)]
pub(super) struct Circles {
    /// Machines of stations in circles that wait for room at a station upstream of their own, or for the approval of
    /// their first piece.
    upstream: u32,
}

/// What somebody waits for at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    /// That a machine goes on.
    Machines(StationId),
    /// That there is room.
    Room(StationId),
    /// That a place of a shared buffer becomes free.
    Shared(SharedBufferId),
    /// That the part of a machine leaves it.
    Machine(MachineId, StationId),
    /// That all parts leave a station: everything that it waits for must happen.
    Clear(StationId),
    /// That what a store lacks comes, for its parts to be taken.
    Rest(StationId),
}

impl Wait {
    const fn station(self) -> Option<StationId> {
        match self {
            Self::Machines(station)
            | Self::Room(station)
            | Self::Machine(_, station)
            | Self::Clear(station)
            | Self::Rest(station) => Some(station),
            Self::Shared(_) => None,
        }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A machine begins to wait for room: notes the deadlock that this may complete.
    pub(super) fn watch_deadlock(&mut self, machine: MachineId) {
        if self.is_in_circle(machine) {
            self.watch_circle(machine);
        }
    }

    #[inline(never)]
    fn watch_circle(&mut self, machine: MachineId) {
        self.circles.upstream += u32::from(self.waits_upstream(machine));
        self.look_for_deadlock(self.model.machines[machine].station);
    }

    /// Notes the deadlock of which a station is part, if there is one, unless its parts can change places.
    fn look_for_deadlock(&mut self, station: StationId) {
        if self.may_be_dead() {
            self.note_dead(self.dead_among_waits(station));
        }
    }

    /// Places of a shared buffer have gone to parts for other stations, while somebody waits for one: notes the deadlock
    /// that this may complete.
    pub(super) fn watch_shared(&mut self, id: SharedBufferId) {
        if self.may_be_dead() {
            self.note_dead(self.dead_among(Wait::Shared(id)));
        }
    }

    fn may_be_dead(&self) -> bool {
        let may_swap = self.model.deadlock == Deadlock::Swap;
        (self.deadlock.is_none() || may_swap) && self.circles.upstream > 0
    }

    fn note_dead(&mut self, dead: Vec<StationId>) {
        if !dead.is_empty() {
            if self.model.deadlock == Deadlock::Swap {
                self.knots.extend(dead);
                self.agenda.put_rare(Rare::Swap);
            } else {
                self.deadlock = Some((self.now, dead));
            }
        }
    }

    /// A machine begins to wait for the approval of its first piece, or ends that: notes the deadlock that this may
    /// complete.
    pub(super) fn watch_approval(&mut self, machine: MachineId, begins: bool) {
        if !self.is_in_circle(machine) {
            return;
        }
        if !begins {
            self.circles.upstream -= 1;
            return;
        }
        self.circles.upstream += 1;
        self.watch_deadlock_at(self.model.machines[machine].station);
    }

    /// The part at the end of a conveyor begins to wait for room at a station: notes the deadlock that this
    /// may complete.
    pub(super) fn watch_deadlock_at(&mut self, station: StationId) {
        self.look_for_deadlock(station);
    }

    /// A machine does not wait for room any more; its part is still there.
    pub(super) fn end_watch(&mut self, machine: MachineId) {
        if self.is_in_circle(machine) {
            self.circles.upstream -= u32::from(self.waits_upstream(machine));
        }
    }

    /// Whether the machines that wait for room upstream are counted right.
    pub(super) fn are_circles_right(&self) -> bool {
        let waits =
            |&machine: &MachineId| self.waits_for_room_alone(machine) && self.is_in_circle(machine);
        let upstream = self.model.machines.ids().filter(waits).filter(|&m| self.waits_upstream(m));
        let approved = |&machine: &MachineId| {
            self.is_in_circle(machine) && self.approved_at(machine).is_some()
        };
        let approved = self.model.machines.ids().filter(approved).count();
        upstream.count() + approved == self.circles.upstream as usize
    }

    /// Whether a machine waits for room and not for a card, which may come from anywhere.
    pub(super) fn waits_for_room_alone(&self, machine: MachineId) -> bool {
        self.machines.waits_for_room(machine) && !self.cards.hold_up(machine)
    }

    #[inline]
    fn is_in_circle(&self, machine: MachineId) -> bool {
        self.machines.traits(machine).is_in_circle()
    }

    /// Whether the part of a machine that waits for room may go to a station upstream; or to a store, whose parts
    /// may wait for others from upstream; or by a vehicle, beside parts that do.
    fn waits_upstream(&self, machine: MachineId) -> bool {
        let rank = self.model.station_of(machine).rank;
        let mut places = self
            .part_of(machine)
            .into_iter()
            .flat_map(|part| self.places_of(part, self.next_step(part)).iter());
        places.any(|place| {
            let id = self.model.places[place].station;
            let to = &self.model.stations[id];
            let by_vehicle = || self.stand_of(Waiting::Machine(machine), id).is_some();
            to.rank > rank || to.is_store() || by_vehicle()
        })
    }

    /// The part on a machine.
    pub(super) fn part_of(&self, machine: MachineId) -> Option<PartId> {
        match self.machines.holding(machine) {
            Holding::Nothing => None,
            Holding::InCycle(part) | Holding::Finished(part) => Some(part),
        }
    }

    /// The deadlocked stations among those that the parts at `start` wait for, ascending; none if all
    /// live.
    ///
    /// Cost: a look at every machine of these stations.
    pub(super) fn dead_among_waits(&self, start: StationId) -> Vec<StationId> {
        // A store has no machines: who waits there waits for what is taken with its parts.
        let row = &self.model.stations[start];
        self.dead_among(if row.is_store() {
            Wait::Room(start)
        } else if row.clearance.is_some_and(|clearance| clearance.until == Until::Left) {
            Wait::Clear(start)
        } else {
            Wait::Machines(start)
        })
    }

    /// The deadlocked stations among those that something waits for.
    fn dead_among(&self, start: Wait) -> Vec<StationId> {
        // Who waits for each; what is taken out lives.
        let mut waiting: BTreeMap<Wait, Vec<Wait>> = BTreeMap::from([(start, Vec::new())]);
        let mut living = Vec::new();
        // Of what needs all that it waits for, how many do not live.
        let mut lacks: BTreeMap<Wait, usize> = BTreeMap::new();
        let mut open = vec![start];
        while let Some(wait) = open.pop() {
            let Some(waits) = self.waits_of(wait) else {
                living.push(wait);
                continue;
            };
            if let Wait::Clear(_) = wait {
                lacks.insert(wait, waits.len());
            }
            for other in waits {
                let behind = waiting.entry(other).or_insert_with(|| {
                    open.push(other);
                    Vec::new()
                });
                behind.push(wait);
            }
        }
        // What waits for something living lives.
        while let Some(wait) = living.pop() {
            for behind in waiting.remove(&wait).into_iter().flatten() {
                let lacks = lacks.get_mut(&behind).map(|lacks| {
                    *lacks -= 1;
                    *lacks
                });
                if lacks.unwrap_or(0) == 0 {
                    living.push(behind);
                }
            }
        }
        let mut stations: Vec<StationId> = waiting.into_keys().filter_map(Wait::station).collect();
        stations.sort_unstable();
        stations.dedup();
        stations
    }

    /// What must happen first, any of it, for a wait to end; `None` if it may end by itself.
    fn waits_of(&self, wait: Wait) -> Option<Vec<Wait>> {
        match wait {
            Wait::Room(station) if self.buffers.has_room(station) => None,
            Wait::Room(station) => {
                let row = &self.model.stations[station];
                let mut waits = match &row.store {
                    Some(store) => self.waits_of_store(station, store.of)?,
                    None => vec![Wait::Machines(station)],
                };
                waits.extend(row.shared.map(Wait::Shared));
                Some(waits)
            }
            // A place becomes free where its part is taken.
            Wait::Shared(id) => {
                let is_store = |station: StationId| self.model.stations[station].is_store();
                let of = |station| {
                    if is_store(station) { Wait::Room(station) } else { Wait::Machines(station) }
                };
                Some(self.buffers.holders_of_shared(id).map(of).collect())
            }
            Wait::Machines(station) => self.waits_of_machines(station),
            Wait::Machine(machine, _) => self.waits_of_machine(machine),
            Wait::Clear(station) => {
                let machines = self.model.stations[self.home_of(station)].machines.iter();
                let holding = machines.filter(|&machine| self.part_of(machine).is_some());
                let wait = |machine| Wait::Machine(machine, self.home_of(station));
                let mut all: Vec<Wait> = holding.map(wait).collect();
                if all.is_empty() && self.model.stations[station].is_store() {
                    all.push(Wait::Rest(station));
                }
                (!all.is_empty()).then_some(all)
            }
            Wait::Rest(station) => self.waits_of_store(station, self.home_of(station)),
        }
    }

    /// What a part waits for at a station.
    fn wait_at(&self, station: StationId, part: PartId) -> Wait {
        match self.model.stations[station].clearance {
            Some(clearance) if !self.is_let_in(station, part) => match clearance.until {
                Until::Left => Wait::Clear(station),
                Until::Taken => Wait::Machines(station),
            },
            Some(_) | None => Wait::Room(station),
        }
    }

    /// The rooms that all machines of a station wait for; `None` if one of them does not wait.
    fn waits_of_machines(&self, station: StationId) -> Option<Vec<Wait>> {
        if self.model.stations[station].outside.is_some() {
            return None;
        }
        if let Some(last) = self.blocks_line(station) {
            return Some(vec![Wait::Machines(last)]);
        }
        let mut waits = Vec::new();
        for machine in self.model.stations[station].machines.iter() {
            waits.extend(self.waits_of_machine(machine)?);
        }
        Some(waits)
    }

    /// What a machine waits for, any of it; `None` if it does not wait.
    fn waits_of_machine(&self, machine: MachineId) -> Option<Vec<Wait>> {
        if !self.waits_for_room_alone(machine) {
            // What is on its way there comes, and waits there.
            return Some(vec![Wait::Machines(self.approved_at(machine)?)]);
        }
        let part = self.part_of(machine)?;
        // A part that comes back here has room as soon as the machine is sound and open.
        if self.comes_back(part) {
            return None;
        }
        let mut waits = Vec::new();
        for place in self.places_of(part, self.next_step(part)).iter() {
            let to = self.model.places[place].station;
            // A conveyor moves on as long as the part at its end does not wait.
            let conveyor = self.conveyor_of(Waiting::Machine(machine), to);
            if conveyor.is_some_and(|conveyor| !self.conveyors.is_held(conveyor)) {
                return None;
            }
            if let Some(stand) = self.stand_of(Waiting::Machine(machine), to) {
                waits.extend(self.stands.waits_of(stand)?.map(Wait::Room));
                continue;
            }
            waits.push(self.wait_at(to, part));
        }
        Some(waits)
    }

    /// The stations from which what is missing comes, for parts in a full store to be taken; `None` if nothing
    /// is missing, or something may come from nowhere.
    fn waits_of_store(&self, store: StationId, of: StationId) -> Option<Vec<Wait>> {
        let assembly = self.model.stations[of].assembly.as_deref()?;
        // With shared places, or a clearance, it may be the store itself that has not enough, and lets in no more.
        let row = &self.model.stations[store];
        let shares = row.shared.is_some() || row.clearance.is_some();
        let all = assembly.takes.iter().filter(|taken| shares || taken.store != store);
        let missing: Vec<&Taken> =
            all.filter(|taken| self.buffers.len(taken.store) < taken.count).collect();
        let comes = |taken: &&Taken| {
            let on_the_way = self.conveyors.load(taken.store) + self.stands.load(taken.store);
            let is_aside = self.asides.parts().chain(self.milkruns.waiting()).next().is_some();
            let is_under_way = self.buffers.promised(taken.store) > 0 || on_the_way > 0 || is_aside;
            is_under_way
                || self.meet_before(taken.store)
                || self.model.makers(taken).next().is_none()
        };
        if missing.is_empty() || missing.iter().any(comes) {
            return None;
        }
        let makers = missing.into_iter().flat_map(|taken| self.model.makers(taken));
        Some(makers.map(Wait::Machines).collect())
    }
}
