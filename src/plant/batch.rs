//! Batches: the parts that a machine works on together.
//!
//! The first of them stands for all: its cycle is that of the batch. When that ends the parts leave one
//! by one, and the machine is free when the last has left.

use std::cmp::Ordering;

use super::dispatch::Pair;
use super::machine::Holding;
use super::urgency::Scales;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, StationId, Table};
use crate::model::{self, DispatchRule, Mix, Model};
use crate::units::{Span, Time};

/// The parts on each machine behind the first, the next one last; empty where no station has batches.
#[derive(Debug)]
pub(super) struct Batches {
    others: Table<MachineId, Vec<PartId>>,
    /// Parts of the batch on each machine when it began.
    sizes: Table<MachineId, u32>,
    /// When the cycle of the batch on each machine ended.
    ended: Table<MachineId, Time>,
}

impl Batches {
    pub(super) fn new(model: &Model) -> Self {
        let several = |row: &model::Station| row.batch.is_some() || row.gives_several();
        let has_some = model.stations.iter().any(several);
        let machines = if has_some { model.machines.len() } else { 0 };
        Self {
            others: Table::filled(machines, Vec::new()),
            sizes: Table::filled(machines, 1),
            ended: Table::filled(machines, Time::ZERO),
        }
    }

    /// Since when the parts of a batch on a machine have waited to leave; `None` without batches.
    #[inline]
    pub(super) fn ended(&self, machine: MachineId) -> Option<Time> {
        self.ended.get(machine).copied().filter(|ended| *ended > Time::ZERO)
    }

    /// The cycle of what is on a machine ends.
    pub(super) fn end(&mut self, machine: MachineId, now: Time) {
        if let Some(ended) = self.ended.get_mut(machine) {
            *ended = now;
        }
    }

    /// Whether parts are on a machine behind the first.
    pub(super) fn has_others(&self, machine: MachineId) -> bool {
        self.others.get(machine).is_some_and(|others| !others.is_empty())
    }

    /// The parts on a machine behind the first.
    pub(super) fn others(&self, machine: MachineId) -> &[PartId] {
        self.others.get(machine).map_or(&[], Vec::as_slice)
    }

    /// Takes them all.
    pub(super) fn take(&mut self, machine: MachineId) -> Vec<PartId> {
        self.others.get_mut(machine).map(std::mem::take).unwrap_or_default()
    }

    pub(super) fn put(&mut self, machine: MachineId, others: Vec<PartId>) {
        if let Some(row) = self.others.get_mut(machine) {
            *row = others;
        }
    }

    pub(super) fn note_size(&mut self, machine: MachineId, parts: usize) {
        if let Some(row) = self.sizes.get_mut(machine) {
            *row = u32::try_from(parts).unwrap_or(u32::MAX);
        }
    }

    /// Parts of the batch on a machine when it began; one where there are no batches.
    pub(super) fn size(&self, machine: MachineId) -> u32 {
        self.sizes.get(machine).copied().unwrap_or(1)
    }

    fn next(&mut self, machine: MachineId) -> Option<PartId> {
        self.others.get_mut(machine)?.pop()
    }
}

/// What goes together: products of a kind, an order, or what is supplied without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Kind(u32),
    Order(crate::ids::OpenOrderId),
    Supply,
}

impl<O: Observer> Plant<'_, O> {
    fn group(&self, batch: &model::Batch, part: PartId) -> Group {
        let row = self.parts.get(part);
        match &batch.mix {
            Mix::Kinds(kinds) => Group::Kind(kinds[row.product]),
            Mix::Orders => row.order.map_or(Group::Supply, Group::Order),
        }
    }

    /// A free machine takes a batch, if enough parts wait or have waited long enough; whether another
    /// machine may.
    pub(super) fn start_batch(&mut self, station: StationId, batch: &model::Batch) -> bool {
        self.fill_up(station, batch);
        let found = self.best_batch(station, batch);
        self.expect_batch(station, batch);
        let Some((machine, parts)) = found else { return false };
        let wanted = self.buffers.take_all(station, &parts, batch.size, &mut self.parts);
        if wanted {
            self.agenda.put_room(station);
        }
        let head = self.head(&parts);
        let each = batch.each.as_ref().map(|each| {
            let stream = self.streams.batch[station];
            let time = |&part: &PartId| {
                let row = self.parts.get(part);
                each.sample(stream, row.key, row.visit)
            };
            Span::round(parts.iter().map(time).sum())
        });
        if let Some(each) = each {
            let cycle = self.parts.get(head).cycle + each;
            self.parts.set_cycle(head, cycle);
        }
        self.batches.note_size(machine, parts.len());
        let mut others: Vec<PartId> = parts.into_iter().filter(|&part| part != head).collect();
        others.reverse();
        self.batches.put(machine, others);
        self.load(station, head, machine);
        self.stop.is_none()
    }

    /// The part whose cycle is that of the batch: the one that is planned to take longest.
    pub(super) fn head(&self, parts: &[PartId]) -> PartId {
        let planned = |part: PartId| self.model.places[self.parts.get(part).place].mean_cycle;
        let longest = parts
            .iter()
            .copied()
            .reduce(|one, other| if planned(other) > planned(one) { other } else { one });
        longest.expect("a batch has a part")
    }

    /// Parts of a supply that never ends wait, as many as a machine takes.
    fn fill_up(&mut self, station: StationId, batch: &model::Batch) {
        while self.buffers.len(station) < batch.size && self.stop.is_none() {
            let Some(supply) = self.buffers.supplied(station) else { return };
            let part = self.supply(supply);
            self.observer.queue_joined(station, self.now);
            self.buffers.join(station, part, &mut self.parts);
        }
    }

    /// The best batch that can start, and the machine for it: that of the part which would be taken
    /// first, if enough go with it, else that of the next.
    fn best_batch(
        &self,
        station: StationId,
        batch: &model::Batch,
    ) -> Option<(MachineId, Vec<PartId>)> {
        let row = &self.model.stations[station];
        let mut groups = self.groups(station, batch);
        groups.retain(|(_, parts)| self.is_ready(batch, parts));
        let mut machines: Vec<MachineId> = self.machines.all_available(row.machines).collect();
        machines.sort_by_key(|&machine| self.machines.freed(machine));
        // Not enough parts since its last setup, and a batch of what it is set up for is ready.
        let goes_on = |machine: MachineId| {
            let setup = row.setup.as_deref();
            setup.is_some_and(|setup| self.setups.goes_on(machine, setup))
                && groups.iter().any(|(_, parts)| self.needs_no_setup(machine, parts[0]))
        };
        let bound: Vec<MachineId> =
            machines.iter().copied().filter(|&machine| goes_on(machine)).collect();
        let mut best: Option<(Pair, Vec<PartId>)> = None;
        let scales = self.scales(station, &machines);
        for (_, mut parts) in groups {
            self.sort(&row.dispatch, &scales, &mut parts);
            parts.truncate(batch.size as usize);
            for &machine in &machines {
                if bound.contains(&machine) && !self.needs_no_setup(machine, parts[0]) {
                    continue;
                }
                let pair = Pair { part: parts[0], machine };
                if best.as_ref().is_none_or(|(best, _)| {
                    self.compare(&row.dispatch, &scales, pair, *best) == Ordering::Less
                }) {
                    best = Some((pair, parts.clone()));
                }
            }
        }
        best.map(|(pair, parts)| (pair.machine, parts))
    }

    /// The parts in front of a station by what goes together.
    fn groups(&self, station: StationId, batch: &model::Batch) -> Vec<(Group, Vec<PartId>)> {
        let mut groups: Vec<(Group, Vec<PartId>)> = Vec::new();
        for part in self.buffers.iter(station, &self.parts) {
            let group = self.group(batch, part);
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, parts)) => parts.push(part),
                None => groups.push((group, vec![part])),
            }
        }
        groups
    }

    /// The most parts that go together in front of a station whose batches none of them fill; `None` if a batch is
    /// ready, or nobody waits.
    pub(super) fn not_enough(&self, station: StationId) -> Option<u32> {
        let batch = self.model.stations[station].batch.as_deref()?;
        let groups = self.groups(station, batch);
        if groups.iter().any(|(_, parts)| self.is_ready(batch, parts)) {
            return None;
        }
        let most = groups.iter().map(|(_, parts)| parts.len()).max()?;
        Some(u32::try_from(most).unwrap_or(u32::MAX))
    }

    /// Sorts parts as a station would take them one by one; those that are equal keep their order.
    fn sort(&self, rules: &[DispatchRule], scales: &Scales, parts: &mut [PartId]) {
        let Some(&first) = parts.first() else { return };
        let station = self.model.places[self.parts.get(first).place].station;
        let machine = self.model.stations[station].machines.first();
        let pair = |part: PartId| Pair { part, machine };
        parts.sort_by(|&one, &other| self.compare(rules, scales, pair(one), pair(other)));
    }

    /// Whether parts that go together are enough, or have waited long enough.
    fn is_ready(&self, batch: &model::Batch, parts: &[PartId]) -> bool {
        let first = parts.iter().map(|&part| self.parts.get(part).arrived).min();
        let is_late = first.zip(batch.wait).is_some_and(|(first, wait)| first + wait <= self.now);
        parts.len() >= batch.minimum as usize || is_late
    }

    /// Books the time at which a part in front of a station will have waited long enough.
    fn expect_batch(&mut self, station: StationId, batch: &model::Batch) {
        let Some(wait) = batch.wait else { return };
        let ends =
            self.buffers.iter(station, &self.parts).map(|part| self.parts.get(part).arrived + wait);
        let next: Option<Time> = ends.filter(|&end| end > self.now).min();
        match next {
            Some(end) => self.events.book(self.slots.batch(station), end),
            None => self.events.cancel(self.slots.batch(station)),
        }
    }

    /// The first part of a batch has left its machine: the next one stands for what is left of it;
    /// whether there is one.
    #[inline]
    pub(super) fn go_on_with_batch(&mut self, machine: MachineId) -> bool {
        let Some(next) = self.batches.next(machine) else { return false };
        self.machines.hold_finished(machine, next);
        self.agenda.put_leave(machine);
        true
    }

    /// The parts of a batch whose cycle has ended leave in the order in which they came.
    pub(super) fn line_up(&mut self, machine: MachineId) {
        let mut parts: Vec<PartId> = self.parts_on(machine).collect();
        parts.sort_by(|&one, &other| self.by_arrival(one, other));
        if let Some(&first) = parts.first() {
            self.machines.hold_finished(machine, first);
            parts.remove(0);
            parts.reverse();
            self.batches.put(machine, parts);
        }
    }

    /// The cycle of a batch ends: all its parts but the first are done, and the bad ones are thrown away.
    pub(super) fn end_others(&mut self, machine: MachineId) {
        let station = self.model.machines[machine].station;
        let mut others = self.batches.take(machine);
        others.retain(|&part| {
            self.observer.cycle_done(station, machine, self.parts.get(part).key, self.now);
            if O::CAUSES {
                self.parts
                    .set_token(part, self.tasks.ready(super::task::Tasks::of_machine(machine)));
            }
            let is_bad = self.is_bad(station, part);
            if is_bad {
                self.spoil(machine, part, false);
                self.throw_away(station, part);
            } else {
                if self.model.stations[station].at_unload {
                    self.give_back_unloaded(part);
                }
                if self.model.stations[station].limited.starts {
                    self.start_limits(part);
                }
            }
            !is_bad
        });
        self.batches.put(machine, others);
    }

    /// All parts of a batch but the first are thrown away.
    pub(super) fn lose_others(&mut self, machine: MachineId) {
        let station = self.model.machines[machine].station;
        for part in self.batches.take(machine) {
            self.throw_away(station, part);
        }
    }

    /// The parts on a machine.
    pub(super) fn parts_on(&self, machine: MachineId) -> impl Iterator<Item = PartId> + '_ {
        let first = match self.machines.holding(machine) {
            Holding::Nothing => None,
            Holding::InCycle(part) | Holding::Finished(part) => Some(part),
        };
        first.into_iter().chain(self.batches.others(machine).iter().rev().copied())
    }
}
