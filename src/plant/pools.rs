//! Pools: machines that take parts only with something of a pool, and what comes back empty.
//!
//! At a station where a part takes something of a pool when a machine takes it, a free machine takes the
//! best of those parts for which there is one. Among several such stations the one whose part has waited
//! longest goes first, after everything else that happens at the instant. An unlimited supply waits since
//! its last part was taken. A machine for which there is only a part without shows that it waits. Material is
//! taken in the same way: see [`super::material`].

mod looks;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cause::Token;
use super::{Observer, Plant};
use crate::ids::{CardsId, Id, MachineId, MaterialId, PartId, StationId, StepId, SupplyId, Table};
use crate::model::Model;
use crate::observe::{Label, State};
use crate::random::{mix, name_key};
use crate::units::{Span, Time};
pub(super) use looks::with_material_alone;

/// What a part lacks to be taken by a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    /// All of a pool are out.
    Cards(CardsId),
    /// There is too little of a material.
    Material(MaterialId),
}

impl Lack {
    const fn cards(self) -> Option<CardsId> {
        match self {
            Self::Cards(cards) => Some(cards),
            Self::Material(_) => None,
        }
    }

    const fn material(self) -> Option<MaterialId> {
        match self {
            Self::Cards(_) => None,
            Self::Material(material) => Some(material),
        }
    }
}

/// A machine that could take a part but for what it lacks.
#[derive(Clone, Debug, Default)]
struct Wait {
    since: Time,
    lacks: Vec<Lack>,
}

impl Wait {
    /// Things of pools that are lacking.
    fn cards(&self) -> impl Iterator<Item = CardsId> {
        self.lacks.iter().filter_map(|lack| lack.cards())
    }

    /// Material that is lacking.
    fn materials(&self) -> impl Iterator<Item = MaterialId> {
        self.lacks.iter().filter_map(|lack| lack.material())
    }
}

/// Something empty on its way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Return {
    at: Time,
    /// Those of one instant in the order in which they were given back.
    number: u64,
}

/// What is known of pools; empty where nothing changes hands at a machine and nothing takes time.
#[derive(Debug)]
pub(super) struct Pools {
    /// Stations at whose machines things change hands when a part is taken, downstream first.
    loading: Vec<StationId>,
    looks: looks::Looks,
    waits: Table<MachineId, Wait>,
    /// When the last part of a supply was taken, and as which of all supplied ones.
    supplied: Table<StationId, (Time, u64)>,
    /// What each part has brought that it would take on its next machine, as bits.
    brought: Table<PartId, u64>,
    /// The position of the first pool among all cards.
    first: usize,
    returning: Table<CardsId, BinaryHeap<Reverse<(Return, Token)>>>,
    /// Whether all of a pool are out, as last told.
    all_out: Table<CardsId, bool>,
    /// Counts what is given back, and what is supplied.
    number: u64,
}

impl Pools {
    pub(super) fn new(model: &Model) -> Self {
        let mut loading: Vec<StationId> =
            model.stations.ids().filter(|&id| model.stations[id].at_load).collect();
        loading.sort_by_key(|&id| model.stations[id].rank);
        let has_pools = model.control.has_pools();
        let (machines, stations) =
            if loading.is_empty() { (0, 0) } else { (model.machines.len(), model.stations.len()) };
        let cards = if has_pools { model.control.cards.len() } else { 0 };
        let mut pools = model.control.cards.iter();
        Self {
            looks: looks::Looks::new(model, &loading),
            loading,
            waits: Table::filled(machines, Wait::default()),
            supplied: Table::filled(stations, (Time::ZERO, 0)),
            brought: Table::new(),
            first: pools.position(|cards| cards.pool.is_some()).unwrap_or(0),
            returning: Table::filled(cards, BinaryHeap::new()),
            all_out: Table::filled(cards, false),
            number: 0,
        }
    }

    /// How many of a pool are on their way back.
    pub(super) fn returning(&self, cards: CardsId) -> u32 {
        let returning = self.returning.get(cards).map_or(0, BinaryHeap::len);
        u32::try_from(returning).unwrap_or(u32::MAX)
    }

    /// Whether an empty machine waits for something of a pool.
    pub(super) fn waits(&self, machine: MachineId) -> bool {
        self.waits.get(machine).is_some_and(|wait| !wait.lacks.is_empty())
    }

    /// Whether an empty machine waits for one of these.
    pub(super) fn waits_for(&self, machine: MachineId, cards: CardsId) -> bool {
        self.waits.get(machine).is_some_and(|wait| wait.lacks.contains(&Lack::Cards(cards)))
    }

    /// The materials for which empty machines wait.
    pub(super) fn materials_waited_for(&self) -> impl Iterator<Item = MaterialId> {
        self.waits.iter().flat_map(Wait::materials)
    }

    fn bit(&self, cards: CardsId) -> u64 {
        1 << (cards.position() - self.first)
    }

    /// What a part has brought that it would take on its next machine, as bits.
    pub(super) fn brought(&self, part: PartId) -> u64 {
        self.brought.get(part).copied().unwrap_or(0)
    }

    /// Whether a part has brought what it would take on its next machine.
    pub(super) fn has_brought(&self, part: PartId, cards: CardsId) -> bool {
        let bits = self.brought(part);
        bits != 0 && bits & self.bit(cards) != 0
    }

    /// A part brings what it would take on its next machine.
    pub(super) fn bring(&mut self, part: PartId, keeps: &[CardsId]) {
        if keeps.is_empty() {
            return;
        }
        while self.brought.get(part).is_none() {
            self.brought.push(0);
        }
        self.brought[part] = keeps.iter().map(|&cards| self.bit(cards)).sum();
    }
}

impl<O: Observer> Plant<'_, O> {
    /// What a part takes when the machine of a step takes it.
    fn taken_by(&self, step: StepId, part: Option<PartId>) -> impl Iterator<Item = CardsId> + '_ {
        let has =
            move |cards: CardsId| part.is_some_and(|part| self.pools.has_brought(part, cards));
        self.model.control.taken_at_load(step).filter(move |&cards| !has(cards))
    }

    /// What a part would take and cannot.
    fn lacking(&self, step: StepId, part: Option<PartId>) -> impl Iterator<Item = Lack> + '_ {
        let cards = self.taken_by(step, part).filter(|&cards| !self.is_one_free(cards));
        cards.map(Lack::Cards).chain(self.short_of(step, part).map(Lack::Material))
    }

    fn step_of(&self, part: PartId) -> StepId {
        self.model.places[self.parts.get(part).place].step
    }

    fn step_of_supply(&self, supply: SupplyId) -> StepId {
        self.model.lines[self.model.supplies[supply].line].steps.first()
    }

    /// Whether a machine could take a new part of a line whose first step this is.
    pub(super) fn may_load(&self, step: StepId) -> bool {
        self.lacking(step, None).next().is_none()
    }

    /// Whether something is lacking for every part in front of a station, open or closed.
    pub(super) fn lack_all(&self, station: StationId) -> bool {
        let mut parts = self.buffers.iter(station, &self.parts);
        let lacks = |part: PartId| self.lacking(self.step_of(part), Some(part)).next().is_some();
        self.model.stations[station].at_load && parts.all(lacks)
    }

    /// A machine takes a part, which takes what it needs.
    fn load_with_pools(
        &mut self,
        station: StationId,
        part: PartId,
        machine: MachineId,
        is_supplied: bool,
    ) {
        let step = self.step_of(part);
        let wait = self.end_wait_for_pools(station, machine);
        let taken: Vec<CardsId> = self.taken_by(step, Some(part)).collect();
        for cards in wait.cards().filter(|cards| !taken.contains(cards)) {
            self.observer.card_given_up(cards, self.now);
        }
        for &cards in &taken {
            let since = wait.lacks.contains(&Lack::Cards(cards)).then_some(wait.since);
            self.take_card(cards, since);
            if O::CAUSES {
                let token = self.parts.token(part).later(self.cards.token(cards));
                self.parts.set_token(part, token);
            }
        }
        // A part of a supply has stood nowhere: it waited while its machine did.
        let has_waited = is_supplied && wait.since < self.now;
        let lacked: Vec<MaterialId> = wait.materials().filter(|_| has_waited).collect();
        self.take_material(step, part, &lacked);
        if let Some(bits) = self.pools.brought.get_mut(part) {
            *bits = 0;
        }
        let given: Vec<CardsId> = self.model.control.given_at_load(step).collect();
        for cards in given {
            self.return_card(cards, part);
        }
        self.load(station, part, machine);
    }

    /// A machine takes a part: its wait ends, or that of the machine of the station that has waited longest.
    fn end_wait_for_pools(&mut self, station: StationId, machine: MachineId) -> Wait {
        let waits = &self.pools.waits;
        let mut all = self.model.stations[station].machines.iter();
        let own = (!waits[machine].lacks.is_empty()).then_some(machine);
        let longest = own.or_else(|| {
            let waiting = all.by_ref().filter(|&id| !waits[id].lacks.is_empty());
            waiting.min_by_key(|&id| waits[id].since)
        });
        let Some(waiting) = longest else { return Wait::default() };
        self.machines.set(waiting, State::WaitPool, false);
        self.machines.set(waiting, State::WaitMaterial, false);
        std::mem::take(&mut self.pools.waits[waiting])
    }

    /// Free machines of a station for which there are only parts that lack something wait, one for each part.
    fn show_waits_for_pools(&mut self, station: StationId) {
        let free = self.buffers.available(station) as usize;
        if free == 0 {
            return;
        }
        let lacks = |step, part| self.lacking(step, part).collect::<Vec<Lack>>();
        let queued = self.buffers.iter(station, &self.parts).take(free);
        let mut lists: Vec<Vec<Lack>> =
            queued.map(|part| lacks(self.step_of(part), Some(part))).collect();
        if let Some(supply) = self.buffers.supplied(station) {
            lists.resize(free, lacks(self.step_of_supply(supply), None));
        }
        lists.resize(free, Vec::new());
        let machines = self.model.stations[station].machines;
        let machines: Vec<MachineId> = self.machines.all_available(machines).collect();
        for (machine, lacks) in machines.into_iter().zip(lists) {
            self.wait_for_pools(machine, lacks);
        }
    }

    /// A free machine waits for these, and for nothing else.
    fn wait_for_pools(&mut self, machine: MachineId, lacks: Vec<Lack>) {
        let before = std::mem::take(&mut self.pools.waits[machine]);
        let since = if before.lacks.is_empty() { self.now } else { before.since };
        let wait = Wait { since, lacks };
        for cards in before.cards().filter(|&cards| !wait.lacks.contains(&Lack::Cards(cards))) {
            self.observer.card_given_up(cards, self.now);
        }
        for cards in wait.cards().filter(|&cards| !before.lacks.contains(&Lack::Cards(cards))) {
            self.observer.card_wanted(cards, self.now);
        }
        self.machines.set(machine, State::WaitPool, wait.cards().next().is_some());
        self.machines.set(machine, State::WaitMaterial, wait.materials().next().is_some());
        for material in wait.materials() {
            self.materials.miss(material);
        }
        self.pools.waits[machine] = wait;
    }

    /// A machine can take no part any more: it waits for nothing, and others look anew.
    pub(super) fn stop_waiting_for_pools(&mut self, machine: MachineId) {
        if self.pools.waits(machine) {
            self.wait_for_pools(machine, Vec::new());
            self.agenda.put_start(self.model.machines[machine].station);
        }
    }

    /// A part in front of a station gives back what it has brought for its next machine.
    pub(super) fn give_back_brought(&mut self, part: PartId) {
        let step = self.step_of(part);
        let brought = self.model.control.taken_at_load(step);
        let brought: Vec<CardsId> =
            brought.filter(|&cards| self.pools.has_brought(part, cards)).collect();
        for cards in brought {
            self.return_card(cards, part);
        }
        if let Some(bits) = self.pools.brought.get_mut(part) {
            *bits = 0;
        }
    }

    /// A part that was unloaded gives back what it does not need any more.
    pub(super) fn give_back_unloaded(&mut self, part: PartId) {
        let step = self.step_of(part);
        let given: Vec<CardsId> = self.model.control.given_at_unload(step).collect();
        for cards in given {
            self.return_card(cards, part);
        }
    }

    /// What a part gives back takes time until it can be taken again; whether it does.
    pub(super) fn send_back(&mut self, cards: CardsId, part: PartId) -> bool {
        let Some(pool) = &self.model.control.cards[cards].pool else { return false };
        let Some(time) = &pool.returns else { return false };
        let row = self.parts.get(part);
        let station = self.model.places[row.place].station;
        let key = mix(row.key, name_key(&["station", &self.model.stations[station].name]));
        let time = Span::round(time.sample(self.streams.returns[cards], key, row.visit));
        if time <= Span::ZERO {
            return false;
        }
        self.pools.number += 1;
        let coming = Return { at: self.now + time, number: self.pools.number };
        let started = self.parts.token(part);
        self.pools.returning[cards].push(Reverse((coming, started)));
        self.observer.coming_back(cards, true, self.now);
        self.expect_return(cards);
        true
    }

    fn expect_return(&mut self, cards: CardsId) {
        if let Some(Reverse((next, _))) = self.pools.returning[cards].peek() {
            self.events.book(self.slots.pool(cards), next.at);
        }
    }

    /// Something empty is back.
    pub(super) fn come_back_empty(&mut self, cards: CardsId) {
        while let Some(Reverse((next, started))) = self.pools.returning[cards].peek().copied()
            && next.at <= self.now
        {
            self.pools.returning[cards].pop();
            self.observer.coming_back(cards, false, self.now);
            if O::CAUSES {
                let token = self.end_activity(Label::Return(cards), started);
                self.cards.note_token(cards, token);
            }
            self.put_card(cards);
        }
        self.expect_return(cards);
    }

    /// Tells when the last of a pool is taken, and when one is there again.
    pub(super) fn tell_all_out(&mut self, cards: CardsId) {
        if self.pools.all_out.get(cards).is_none() || self.model.control.cards[cards].pool.is_none()
        {
            return;
        }
        let is_so = !self.is_one_free(cards);
        if std::mem::replace(&mut self.pools.all_out[cards], is_so) != is_so {
            self.observer.all_out(cards, is_so, self.now);
        }
    }

    /// Whether a free machine could take a part and does not.
    pub(super) fn misses_pool(&self) -> bool {
        let mut loading = self.pools.loading.iter();
        let is_unseen = |id: StationId| self.buffers.available(id) > 0 && !self.are_ranked(id);
        self.stop.is_none()
            && loading.any(|&id| is_unseen(id) || self.next_with_pools(id).is_some())
    }
}
