//! The order in which stations that choose would take the parts in front of them (`dispatch`).
//!
//! Parts of one kind are alike to every machine, so that their order among each other does not change while
//! they wait: only the first of each kind is looked at when a machine is free. Who has come since is ranked
//! then, by walking on from the last that is ranked. Where a rule puts parts in another order as time passes
//! ([`DispatchRule::moves`](crate::model::DispatchRule::moves)), those of one place keep theirs but for instants
//! that are known ahead, as when one becomes late: then it is ranked anew.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::dispatch::{Key, Pair};
use super::{Observer, Plant};
use crate::ids::{MachineId, OpenOrderId, PartId, PlaceId, StationId, StepId, Table};
use crate::model::{DispatchRule, Model};
use crate::units::Time;

/// Where a part stands among those of its kind: by the rules, then by its place in the queue.
type Rank = (Vec<Key>, u64);

/// What is alike to every machine: parts of one kind of setup, or of one place whose step has a setup of its own;
/// where things of pools are taken on the machine, of one step, which have brought the same, and of one order where it
/// takes what is reserved; where a rule moves, of one place, and where it weighs, of one weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    setup: u32,
    place: Option<PlaceId>,
    weight: u64,
    lacks: Option<(StepId, u64, Option<OpenOrderId>)>,
}

/// A part that is ranked.
#[derive(Clone, Copy, Debug)]
struct Ranked {
    part: PartId,
    /// When it is ranked anew.
    until: Time,
}

/// A part that is the first of its kind, and all of which it is the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    /// The kind of setup.
    setup: u32,
    pub(super) part: PartId,
    /// Where it stands in the queue.
    position: u64,
    /// How many are of its kind.
    pub(super) count: usize,
}

/// Which of the parts that wait a machine may take.
#[derive(Clone, Copy, Debug)]
struct Wish {
    /// It has not made enough parts of what it is set up for, and some wait.
    no_setup: bool,
    /// What it makes next in its campaign.
    setup: Option<u32>,
}

/// The parts in front of a station.
#[derive(Clone, Debug, Default)]
struct Row {
    /// Of each kind, the parts in their order.
    kinds: BTreeMap<Kind, BTreeMap<Rank, Ranked>>,
    /// Who is ranked anew, and when: by the time and the place in the queue.
    turns: BTreeMap<(Time, u64), (Kind, Rank)>,
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

    /// What is first of each kind in front of a station, of those that are ranked.
    pub(super) fn firsts(&self, station: StationId) -> impl Iterator<Item = First> {
        self.rows[station].kinds.iter().filter_map(|(kind, ranks)| {
            let ((_, position), ranked) = ranks.first_key_value()?;
            let (part, position, count) = (ranked.part, *position, ranks.len());
            Some(First { setup: kind.setup, part, position, count })
        })
    }

    /// A part takes its place behind the last one that is ranked.
    fn put(&mut self, station: StationId, kind: Kind, keys: Vec<Key>, ranked: Ranked) {
        let row = &mut self.rows[station];
        let part = ranked.part;
        while self.before.get(part).is_none() {
            self.before.push(None);
        }
        self.before[part] = row.last;
        let rank = (keys, row.ranked);
        row.rank(kind, rank, ranked);
        row.ranked += 1;
        row.last = Some(part);
    }

    /// The next part in front of a station that is to be ranked anew by now: it has no rank any more.
    fn take_turn(&mut self, station: StationId, now: Time) -> Option<(Kind, u64, PartId)> {
        let row = &mut self.rows[station];
        let turn = row.turns.first_entry().filter(|turn| turn.key().0 <= now)?;
        let (kind, rank) = turn.remove();
        let ranked = row.kinds.get_mut(&kind)?.remove(&rank)?;
        Some((kind, rank.1, ranked.part))
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
            let is_first = ranks.get().first_key_value().is_some_and(|(_, one)| one.part == part);
            let taken = if is_first {
                ranks.get_mut().pop_first()
            } else {
                let mut all = ranks.get().iter();
                let rank = all.find(|(_, one)| one.part == part).map(|(rank, _)| rank.clone());
                rank.and_then(|rank| ranks.get_mut().remove_entry(&rank))
            };
            if let Some(((_, position), ranked)) = taken {
                row.turns.remove(&(ranked.until, position));
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

impl Row {
    fn rank(&mut self, kind: Kind, rank: Rank, ranked: Ranked) {
        if ranked.until < Time::NEVER {
            self.turns.insert((ranked.until, rank.1), (kind, rank.clone()));
        }
        self.kinds.entry(kind).or_default().insert(rank, ranked);
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Ranks those who have come since the last time, and those whose rank is another by now.
    pub(super) fn rank_new(&mut self, station: StationId) {
        let last = self.ranks.rows[station].last;
        let new: Vec<PartId> = match last {
            Some(last) => self.buffers.iter_behind(station, last, &self.parts).collect(),
            None => self.buffers.iter(station, &self.parts).collect(),
        };
        for part in new {
            let (kind, (keys, until)) = (self.kind_at(station, part), self.keys(station, part));
            self.ranks.put(station, kind, keys, Ranked { part, until });
        }
        while let Some((kind, position, part)) = self.ranks.take_turn(station, self.now) {
            let (keys, until) = self.keys(station, part);
            self.ranks.rows[station].rank(kind, (keys, position), Ranked { part, until });
        }
    }

    fn kind_at(&self, station: StationId, part: PartId) -> Kind {
        let station = &self.model.stations[station];
        let row = self.parts.get(part);
        let step = self.model.places[row.place].step;
        let setup = station.setup.as_deref();
        let is_apart = setup.and_then(|setup| setup.of_step(row.place)).is_some()
            || station.dispatch.iter().any(|rule| rule.moves());
        let weighs = station.dispatch.iter().any(|rule| rule.weighs());
        Kind {
            setup: setup.map_or(0, |setup| setup.kinds[row.product]),
            place: is_apart.then_some(row.place),
            weight: if weighs { self.weight_of(part) } else { 0 },
            lacks: station.at_load.then(|| {
                let order = self.parts.get(part).order.filter(|_| self.takes_reserved(step));
                (step, self.pools.brought(part), order)
            }),
        }
    }

    /// Whether all parts in front of a station are ranked.
    pub(super) fn are_ranked(&self, station: StationId) -> bool {
        let kinds = self.ranks.rows[station].kinds.values();
        kinds.map(BTreeMap::len).sum::<usize>() == self.buffers.len(station) as usize
    }

    /// By what a part is ranked among those of its kind, the smaller first, and until when. What depends on the
    /// machine is the same for all of them.
    fn keys(&self, station: StationId, part: PartId) -> (Vec<Key>, Time) {
        let mut until = Time::NEVER;
        let mut keys = Vec::new();
        for &rule in &self.model.stations[station].dispatch {
            if rule.moves() {
                let (key, end) = self.key_for_now(rule, part);
                keys.push([key, 0, 0]);
                until = until.min(end);
            } else {
                keys.extend(self.key(rule, part));
                if rule == DispatchRule::Priority {
                    until = until.min(self.hurries_at(part).unwrap_or(Time::NEVER));
                }
            }
        }
        keys.push(self.arrival(part));
        (keys, until)
    }

    /// A free machine takes the best part for it out of the queue in front; `None` if none may be taken. Then
    /// whether somebody waits for the place.
    ///
    /// Cost: a look at the first part of each kind for each free machine, and the rank of each part once, or a few
    /// times where a rule moves.
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
        let firsts: Vec<First> =
            self.ranks.firsts(station).filter(|first| may(first.part)).collect();
        let scales = self.scales(station, &machines);
        let mut best: Option<(Pair, u64)> = None;
        for &machine in &machines {
            let wish = self.wish(station, machine, &firsts);
            for first in firsts.iter().filter(|first| self.grants(wish, machine, first)) {
                let pair = Pair { part: first.part, machine };
                let is_better = best.is_none_or(|(best, position)| {
                    let freed = |machine| self.machines.freed(machine);
                    let by_place = || {
                        let of_best = (position, freed(best.machine), best.machine);
                        (first.position, freed(machine), machine).cmp(&of_best)
                    };
                    self.compare(&row.dispatch, &scales, pair, best).then_with(by_place).is_lt()
                });
                if is_better {
                    best = Some((pair, first.position));
                }
            }
        }
        best.map(|(pair, _)| pair)
    }

    /// Which of the parts that wait a machine may take, by what it is set up for.
    fn wish(&self, station: StationId, machine: MachineId, firsts: &[First]) -> Wish {
        let row = &self.model.stations[station];
        let Some(setup) = row.setup.as_deref() else {
            return Wish { no_setup: false, setup: None };
        };
        let waits = |kind: u32| firsts.iter().any(|first| first.setup == kind);
        let kind = self.setups.kind(machine);
        // Urgent parts do not wait for that.
        let no_setup = row.preempts.is_none()
            && self.setups.goes_on(machine, setup)
            && kind.map_or(!firsts.is_empty(), waits);
        let has_campaign = !setup.campaign.is_empty();
        let next = has_campaign.then(|| setup.next_in_campaign(kind, waits)).flatten();
        Wish { no_setup, setup: next }
    }

    fn grants(&self, wish: Wish, machine: MachineId, first: &First) -> bool {
        (!wish.no_setup || self.needs_no_setup(machine, first.part))
            && wish.setup.is_none_or(|kind| first.setup == kind)
    }
}
