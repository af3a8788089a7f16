//! The order in which stations that choose would take the parts in front of them (`dispatch`).
//!
//! Parts of one kind are alike to every machine, so that their order among each other does not change while
//! they wait: only the first of each kind is looked at when a machine is free. Who has come since is ranked
//! then, by walking on from the last that is ranked. Where a rule puts them in another order at any time
//! ([`DispatchRule::moves`](crate::model::DispatchRule::moves)) all are looked at.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::dispatch::{Key, Pair};
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, StationId, StepId, Table};
use crate::model::Model;

/// Where a part stands among those of its kind: by the rules, then by its place in the queue.
type Rank = (Vec<Key>, u64);

/// What is alike to every machine: parts of one kind of setup, or of one place whose step has a setup of its own;
/// where things of pools are taken on the machine, of one step, which have brought the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    setup: u32,
    own: Option<PlaceId>,
    lacks: Option<(StepId, u64)>,
}

/// The parts in front of a station.
#[derive(Clone, Debug, Default)]
struct Row {
    /// Of each kind, the parts in their order.
    kinds: BTreeMap<Kind, BTreeMap<Rank, PartId>>,
    /// The last part of the queue that is ranked.
    last: Option<PartId>,
    /// How many have been ranked.
    ranked: u64,
}

/// The parts in front of all stations that choose one part at a time.
#[derive(Debug)]
pub(super) struct Ranks {
    /// Empty where no station chooses.
    rows: Table<StationId, Row>,
    /// Who stands before each of them in its queue.
    before: Table<PartId, Option<PartId>>,
}

impl Ranks {
    pub(super) fn new(model: &Model) -> Self {
        let chooses = |row: &crate::model::Station| {
            row.setup.is_some()
                || !row.dispatch.is_empty()
                || row.at_load
                || row.takt.is_some()
                || row.has_turns()
        };
        let stations = if model.stations.iter().any(chooses) { model.stations.len() } else { 0 };
        Self { rows: Table::filled(stations, Row::default()), before: Table::new() }
    }

    /// Forgets all ranks: they may be others from now on.
    pub(super) fn clear(&mut self) {
        for row in &mut self.rows {
            *row = Row::default();
        }
    }

    /// Forgets the ranks in front of a station: they are found anew.
    pub(super) fn forget(&mut self, station: StationId) {
        if let Some(row) = self.rows.get_mut(station) {
            *row = Row::default();
        }
    }

    /// The first part of each kind in front of a station, of those that are ranked.
    pub(super) fn firsts(&self, station: StationId) -> impl Iterator<Item = PartId> {
        let kinds = self.rows[station].kinds.values();
        kinds.filter_map(|ranks| ranks.first_key_value().map(|(_, &part)| part))
    }

    /// A part takes its place behind the last one that is ranked.
    fn put(&mut self, station: StationId, kind: Kind, keys: Vec<Key>, part: PartId) {
        let row = &mut self.rows[station];
        while self.before.get(part).is_none() {
            self.before.push(None);
        }
        self.before[part] = row.last;
        row.kinds.entry(kind).or_default().insert((keys, row.ranked), part);
        row.ranked += 1;
        row.last = Some(part);
    }

    /// A part of a kind is taken, and `behind` moves up; who stood before it.
    ///
    /// Cost: where it is not the first of its kind, a look at all of them.
    fn take(
        &mut self,
        station: StationId,
        kind: Kind,
        part: PartId,
        behind: Option<PartId>,
    ) -> Option<PartId> {
        let row = &mut self.rows[station];
        if let Entry::Occupied(mut ranks) = row.kinds.entry(kind) {
            let is_first = ranks.get().first_key_value().is_some_and(|(_, &first)| first == part);
            if is_first {
                ranks.get_mut().pop_first();
            } else {
                ranks.get_mut().retain(|_, &mut other| other != part);
            }
            if ranks.get().is_empty() {
                ranks.remove();
            }
        }
        let before = self.before[part];
        if row.last == Some(part) {
            row.last = before;
        } else if let Some(behind) = behind {
            self.before[behind] = before;
        }
        before
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Ranks those who have come since the last time.
    pub(super) fn rank_new(&mut self, station: StationId) {
        let last = self.ranks.rows[station].last;
        let new: Vec<PartId> = match last {
            Some(last) => self.buffers.iter_behind(station, last, &self.parts).collect(),
            None => self.buffers.iter(station, &self.parts).collect(),
        };
        for part in new {
            let (kind, keys) = (self.kind_at(station, part), self.keys(station, part));
            self.ranks.put(station, kind, keys, part);
        }
    }

    fn kind_at(&self, station: StationId, part: PartId) -> Kind {
        let station = &self.model.stations[station];
        let row = self.parts.get(part);
        let step = self.model.places[row.place].step;
        let setup = station.setup.as_deref();
        Kind {
            setup: setup.map_or(0, |setup| setup.kinds[row.product]),
            own: setup.and_then(|setup| setup.of_step(row.place)).map(|_| row.place),
            lacks: station.at_load.then(|| (step, self.pools.brought(part))),
        }
    }

    /// Whether all parts in front of a station are ranked.
    pub(super) fn are_ranked(&self, station: StationId) -> bool {
        let kinds = self.ranks.rows[station].kinds.values();
        kinds.map(BTreeMap::len).sum::<usize>() == self.buffers.len(station) as usize
    }

    /// By what a part is ranked among those of its kind: the smaller goes first. What depends on the machine
    /// is the same for all of them.
    fn keys(&self, station: StationId, part: PartId) -> Vec<Key> {
        let rules = self.model.stations[station].dispatch.iter();
        let keys = rules.filter_map(|&rule| self.key(rule, part));
        keys.chain(std::iter::once(self.arrival(part))).collect()
    }

    /// A free machine takes the best part for it out of the queue in front; `None` if none may be taken. Then
    /// whether somebody waits for the place.
    ///
    /// Cost: a look at the first part of each kind for each free machine, and the rank of each part once; for rules
    /// that move, a look at all parts.
    pub(super) fn take_best(&mut self, station: StationId) -> Option<(Pair, bool)> {
        self.rank_new(station);
        let pair = self.best_pair(station, |_| true)?;
        Some((pair, self.take_ranked(station, pair.part)))
    }

    /// A part is taken by a machine; whether somebody waits for its place.
    pub(super) fn take_ranked(&mut self, station: StationId, part: PartId) -> bool {
        let behind = self.buffers.behind(station, part, &self.parts);
        let before = self.ranks.take(station, self.kind_at(station, part), part, behind);
        self.buffers.take(station, before, part, &mut self.parts)
    }

    /// The best of the ranked parts that may go, with the best machine for it; parts of one kind may all go, or none.
    pub(super) fn best_pair(
        &self,
        station: StationId,
        may: impl Fn(PartId) -> bool,
    ) -> Option<Pair> {
        let row = &self.model.stations[station];
        let machines: Vec<MachineId> = self.machines.all_available(row.machines).collect();
        // Of each kind the first that may go, or all where their order is another at any time, and their places in
        // the queue.
        let most = if row.dispatch.iter().any(|rule| rule.moves()) { usize::MAX } else { 1 };
        let kinds = self.ranks.rows[station].kinds.iter();
        let firsts = kinds.flat_map(|(kind, ranks)| {
            let ranks = ranks.iter().take(most);
            ranks.map(|((_, place), &part)| (kind.setup, part, *place))
        });
        let firsts: Vec<(u32, PartId, u64)> = firsts.filter(|&(_, part, _)| may(part)).collect();
        let scales = self.scales(station, &machines);
        let waits = |kind: Option<u32>| match kind {
            None => !firsts.is_empty(),
            Some(kind) => firsts.iter().any(|&(other, ..)| other == kind),
        };
        let setup = row.setup.as_deref();
        // It has not made enough parts of what it is set up for, and some wait; urgent parts do not wait for that.
        let is_bound = |machine: MachineId| {
            row.preempts.is_none()
                && setup.is_some_and(|setup| self.setups.goes_on(machine, setup))
                && waits(self.setups.kind(machine))
        };
        // What it makes next in its campaign.
        let campaign = setup.filter(|setup| !setup.campaign.is_empty());
        let next = |machine: MachineId| {
            campaign?.next_in_campaign(self.setups.kind(machine), |kind| waits(Some(kind)))
        };
        let mut best: Option<(Pair, u64)> = None;
        for &machine in &machines {
            let (is_bound, next) = (is_bound(machine), next(machine));
            for &(kind, part, place) in &firsts {
                if is_bound && !self.needs_no_setup(machine, part)
                    || next.is_some_and(|next| next != kind)
                {
                    continue;
                }
                let pair = Pair { part, machine };
                let is_better = best.is_none_or(|(best, of_best)| {
                    let freed = |machine| self.machines.freed(machine);
                    let places = || {
                        let of_best = (of_best, freed(best.machine), best.machine);
                        (place, freed(machine), machine).cmp(&of_best)
                    };
                    self.compare(&row.dispatch, &scales, pair, best).then_with(places).is_lt()
                });
                if is_better {
                    best = Some((pair, place));
                }
            }
        }
        best.map(|(pair, _)| pair)
    }
}
