//! The agenda: what has become possible in this instant, in one fixed order.
//!
//! A set of small numbers from which the least is taken; putting a number twice is putting it once. What vehicles
//! did ends first, and what they do next is decided last. Downstream stations come before upstream ones; at one
//! station the parts that wait for room come first, then parts that wait for a card, then those that have met
//! others of their order, then those that have stood aside, then finished parts that leave, then machines that
//! start; then parts get off and on the conveyors that lead there. Cards have their place at the station farthest
//! downstream to which somebody needs one, and so has the room of stations that share places. Stations that choose
//! start after all others, and push parts off then; those follow whose parts need something of a pool; planned work on
//! machines that stand anyway comes after them, then paced lines, milk runs that stop and lorries that leave, then
//! parts that find no room and do their cycle again, then parts that change places, then people. Whether parts have
//! waited too long is looked at when people have been served.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use std::collections::BTreeMap;

use prefetch_index::prefetch_index;

use super::pools::with_material_alone;
use crate::ids::{
    CardsId, ConveyorId, MachineId, MeetingId, MilkrunId, SharedBufferId, StandId, StationId,
    StepId, Table, TaktId, VehicleId,
};
use crate::model::{Blocking, Deadlock, Model};

/// Something that may have become possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Possible {
    /// A place in front of a station may have become free for a part that waits for it.
    Room(StationId),
    /// There may be a card for a part that waits for one.
    Cards(CardsId),
    /// The part at the end of a conveyor may get off.
    End(ConveyorId),
    /// Parts that wait for a conveyor may get on.
    Entry(ConveyorId),
    /// What vehicles of a kind did is over.
    Trips(VehicleId),
    /// Parts that wait for a place where vehicles take them may get it.
    Stand(StandId),
    /// Free vehicles of a kind may take loads.
    Calls(VehicleId),
    /// A finished part may leave its machine.
    Leave(MachineId),
    /// A machine of the station may take a part.
    Start(StationId),
    /// A machine of the station may choose a part.
    Choose(StationId),
    /// A machine may take a part that needs something of a pool.
    Pools,
    /// Planned work on a machine that stands anyway may begin.
    Upkeep(MachineId),
    /// Something that only few plants have.
    Rare(Rare),
    /// Free people may take tasks that wait for them.
    People,
}

/// Free people may take tasks.
const PEOPLE: u8 = 1;
/// Nobody need look for anything, but what this instant has changed is counted.
const COUNT: u8 = 2;

/// What may have become possible on rare ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rare {
    /// Places that stations share may have become free for parts that wait for them.
    Shared(SharedBufferId),
    /// A station may be clear for a part that waits for it.
    Cleared(StationId),
    /// Parts that wait for others of their order may have met them.
    Meeting(MeetingId),
    /// A machine of a station may take a part that needs material.
    Material(StationId),
    /// A machine of a station may choose a part, or somebody be pushed off one.
    Urgent(StationId),
    /// Parts of a station that stand aside may go on.
    Asides(StationId),
    /// A paced line may move, or begin.
    Takt(TaktId),
    /// A milk run comes to a stop.
    Tour(MilkrunId),
    /// A lorry leaves, if there is enough for it.
    Lorry(StationId),
    /// Parts on machines of a station may have found no room.
    Again(StationId),
    /// Parts may wait for each other's room in a circle, and change places.
    Swap,
    /// Parts may have waited too long.
    Limits,
}

/// What to look at before the clock moves on.
///
/// Cost: a put and a take together are a few bit operations; what is touched in one instant lies
/// close together.
#[derive(Debug)]
pub(super) struct Agenda {
    /// The set, a bit for each number; the word `low` is kept in `lowest`, 0 stands here for it.
    words: Vec<u64>,
    lowest: u64,
    /// No word before `low` and none after `high` has a bit.
    low: usize,
    high: usize,
    /// What is to be done last in this instant: [`PEOPLE`], [`COUNT`], or nothing.
    last: u8,
    /// What is to be done last in every instant.
    always: u8,
    meaning: Vec<Possible>,
    room: Table<StationId, u32>,
    cards: Table<CardsId, u32>,
    ends: Table<ConveyorId, u32>,
    entries: Table<ConveyorId, u32>,
    trips: Table<VehicleId, u32>,
    stands: Table<StandId, u32>,
    calls: Table<VehicleId, u32>,
    leave: Table<MachineId, u32>,
    start: Table<StationId, u32>,
    /// A plant in which nothing changes hands at the load of a machine has none.
    pools: Option<u32>,
    /// Empty in a plant without planned work.
    upkeep: Table<MachineId, u32>,
    rare: BTreeMap<Rare, u32>,
}

impl Agenda {
    pub(super) fn new(model: &Model) -> Self {
        let order = downstream_first(model);
        let mut meaning = Vec::new();
        let (stations, machines) = (model.stations.len(), model.machines.len());
        let mut room = Table::filled(stations, 0);
        let mut shared = Table::filled(model.shared_buffers.len(), None);
        let mut cards = Table::filled(model.control.cards.len(), 0);
        let mut ends = Table::filled(model.conveyors.len(), 0);
        let mut entries = ends.clone();
        let mut stands = Table::filled(model.stands.len(), 0);
        let wanted_at = wanted_at(model);
        let mut leave = Table::filled(machines, 0);
        let mut start = Table::filled(stations, 0);
        let mut give = |what: Possible| {
            meaning.push(what);
            u32::try_from(meaning.len() - 1).expect("fewer than 2^32 things are possible")
        };
        let trips = model.vehicles.ids().map(|id| give(Possible::Trips(id))).collect();
        for &station in &order {
            // Whoever waits for shared places gets them where the first station stands that has them.
            room[station] = match model.stations[station].shared {
                None => give(room_at(model, station)),
                Some(id) => {
                    *shared[id].get_or_insert_with(|| give(Possible::Rare(Rare::Shared(id))))
                }
            };
            for (id, _) in wanted_at.iter().filter(|(_, at)| *at == station) {
                cards[*id] = give(Possible::Cards(*id));
            }
            for id in meetings_before(model, station) {
                give(Possible::Rare(Rare::Meeting(id)));
            }
            for (id, _) in model.stands.enumerated().filter(|(_, row)| row.station == station) {
                stands[id] = give(Possible::Stand(id));
            }
            if model.stations[station].lets_stand_aside() {
                give(Possible::Rare(Rare::Asides(station)));
            }
            for machine in model.stations[station].machines.iter() {
                leave[machine] = give(Possible::Leave(machine));
            }
            if !model.stations[station].chooses() {
                start[station] = give(Possible::Start(station));
            }
            for (id, _) in model.conveyors.enumerated().filter(|(_, row)| row.to == station) {
                ends[id] = give(Possible::End(id));
                entries[id] = give(Possible::Entry(id));
            }
        }
        for &station in &order {
            let row = &model.stations[station];
            if row.chooses() && !row.is_store() && !row.at_load {
                start[station] = give(choice_at(model, station));
            }
        }
        let pools = number_loading(model, &order, &mut start, &mut give);
        // Cards that are taken on machines only have no place of their own.
        let has_door = |cards: &CardsId| wanted_at.iter().any(|(id, _)| id == cards);
        for id in model.control.cards.ids().filter(|id| !has_door(id)) {
            cards[id] = pools.unwrap_or_default();
        }
        for (store, row) in model.stations.enumerated() {
            if let Some(of) = &row.store {
                start[store] = start[of.of];
            }
        }
        let calls = model.vehicles.ids().map(|id| give(Possible::Calls(id))).collect();
        // When nothing else is possible it is known which machines stand.
        let has_upkeep = model.failures.iter().any(|failure| failure.planned.is_some());
        let kept = model.machines.ids().filter(|_| has_upkeep);
        let upkeep = kept.map(|machine| give(Possible::Upkeep(machine))).collect();
        for rare in last_of_rare(model, &order) {
            give(Possible::Rare(rare));
        }
        let rare = rare_numbers(&meaning);
        let words = vec![0; meaning.len().div_ceil(64).max(1)];
        let always = in_every_instant(model);
        Self {
            words,
            lowest: 0,
            low: 0,
            high: 0,
            last: always,
            always,
            meaning,
            room,
            cards,
            ends,
            entries,
            trips,
            stands,
            calls,
            leave,
            start,
            pools,
            upkeep,
            rare,
        }
    }

    /// Parts that wait for room at the station may get it.
    #[inline]
    pub(super) fn put_room(&mut self, station: StationId) {
        self.put(self.room[station]);
    }

    /// There may be a card for who waits for one.
    #[inline]
    pub(super) fn put_cards(&mut self, cards: CardsId) {
        self.put(self.cards[cards]);
    }

    /// The part at the end of the conveyor may get off.
    pub(super) fn put_end(&mut self, conveyor: ConveyorId) {
        self.put(self.ends[conveyor]);
    }

    /// Parts that wait for the conveyor may get on.
    pub(super) fn put_entry(&mut self, conveyor: ConveyorId) {
        self.put(self.entries[conveyor]);
    }

    /// What vehicles of a kind did is over.
    pub(super) fn put_trips(&mut self, vehicle: VehicleId) {
        self.put(self.trips[vehicle]);
    }

    /// Parts that wait for a place where vehicles take them may get it.
    pub(super) fn put_stand(&mut self, stand: StandId) {
        self.put(self.stands[stand]);
    }

    /// Free vehicles of a kind may take loads.
    pub(super) fn put_calls(&mut self, vehicle: VehicleId) {
        self.put(self.calls[vehicle]);
    }

    /// The finished part of the machine may leave.
    #[inline]
    pub(super) fn put_leave(&mut self, machine: MachineId) {
        self.put(self.leave[machine]);
    }

    /// A machine of the station may take a part.
    #[inline]
    pub(super) fn put_start(&mut self, station: StationId) {
        self.put(self.start[station]);
    }

    /// There may be something of a pool for a part that a machine can take.
    pub(super) fn put_pools(&mut self) {
        if let Some(pools) = self.pools {
            self.put(pools);
        }
    }

    /// Planned work on the machine may begin; only in a plant that has some.
    pub(super) fn put_upkeep(&mut self, machine: MachineId) {
        self.put(self.upkeep[machine]);
    }

    /// Something may be possible on a rare way.
    pub(super) fn put_rare(&mut self, rare: Rare) {
        if let Some(&number) = self.rare.get(&rare) {
            self.put(number);
        }
    }

    /// Whether free people may take tasks, who come before all that is left then.
    pub(super) const fn take_people(&mut self) -> bool {
        std::mem::replace(&mut self.last, 0) == PEOPLE
    }

    /// Free people may take tasks.
    #[inline]
    pub(super) const fn put_people(&mut self) {
        self.last = PEOPLE;
    }

    #[inline]
    fn put(&mut self, number: u32) {
        let word = (number / 64) as usize;
        if word == self.low {
            self.lowest |= 1 << (number % 64);
        } else {
            self.put_far(word, 1 << (number % 64));
        }
    }

    /// Puts a bit into another word than the lowest, which it may become.
    fn put_far(&mut self, word: usize, bit: u64) {
        // It will be taken soon, and in a large plant its meaning is not in the cache.
        prefetch_index(&self.meaning, 64 * word + bit.trailing_zeros() as usize);
        if self.low == self.high && self.lowest == 0 {
            (self.low, self.high, self.lowest) = (word, word, bit);
        } else if word < self.low {
            self.words[self.low] = self.lowest;
            (self.low, self.lowest) = (word, bit);
        } else {
            self.high = self.high.max(word);
            self.words[word] |= bit;
        }
    }

    /// Whether nothing on the agenda comes before a start at the station, which does not choose.
    ///
    /// May be wrong in one direction: `false` though nothing comes before.
    #[inline(always)]
    pub(super) fn is_start_next(&self, station: StationId) -> bool {
        if self.lowest == 0 && self.low == self.high {
            return true;
        }
        let number = self.start[station];
        let word = (number / 64) as usize;
        let before = (1 << (number % 64)) - 1;
        word < self.low || word == self.low && self.lowest & before == 0
    }

    /// Whether nothing is possible. May be wrong in one direction: `false` though nothing is.
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.lowest == 0 && self.low == self.high && self.last == 0
    }

    /// Takes the first thing off the agenda.
    #[inline]
    pub(super) fn take(&mut self) -> Option<Possible> {
        loop {
            if self.lowest != 0 {
                let bit = self.lowest.trailing_zeros() as usize;
                self.lowest &= self.lowest - 1;
                return Some(self.meaning[self.low * 64 + bit]);
            }
            if self.low >= self.high {
                if std::mem::replace(&mut self.last, 0) == PEOPLE {
                    return Some(Possible::People);
                }
                self.last = self.always;
                return None;
            }
            self.low += 1;
            self.lowest = std::mem::take(&mut self.words[self.low]);
        }
    }
}

/// Numbers the starts of stations at whose machines things change hands: each by itself where parts take material alone,
/// the others together. Returns the number of these, at which parts are taken at all such stations.
fn number_loading(
    model: &Model,
    order: &[StationId],
    start: &mut Table<StationId, u32>,
    give: &mut impl FnMut(Possible) -> u32,
) -> Option<u32> {
    let loading = || order.iter().copied().filter(|&id| model.stations[id].at_load);
    let alone = with_material_alone(model);
    for station in loading().filter(|&id| alone[id]) {
        start[station] = give(Possible::Rare(Rare::Material(station)));
    }
    loading().next()?;
    let pools = give(Possible::Pools);
    for station in loading().filter(|&id| !alone[id]) {
        start[station] = pools;
    }
    Some(pools)
}

/// How those who wait for places of a station's own get them.
fn room_at(model: &Model, station: StationId) -> Possible {
    match model.stations[station].clearance {
        Some(_) => Possible::Rare(Rare::Cleared(station)),
        None => Possible::Room(station),
    }
}

/// How a station that chooses does so.
fn choice_at(model: &Model, station: StationId) -> Possible {
    match model.stations[station].preempts {
        Some(_) => Possible::Rare(Rare::Urgent(station)),
        None => Possible::Choose(station),
    }
}

/// The numbers of what is possible on rare ways.
fn rare_numbers(meaning: &[Possible]) -> BTreeMap<Rare, u32> {
    let numbered = (0..).zip(meaning);
    let is_rare = |(number, possible): (u32, &Possible)| {
        if let Possible::Rare(rare) = *possible { Some((rare, number)) } else { None }
    };
    numbered.filter_map(is_rare).collect()
}

fn downstream_first(model: &Model) -> Vec<StationId> {
    let mut order: Vec<StationId> = model.stations.ids().collect();
    order.sort_by_key(|&station| model.stations[station].rank);
    order
}

/// What is possible on rare ways after all else but people, and what after them, in its order.
fn last_of_rare(model: &Model, order: &[StationId]) -> Vec<Rare> {
    let takts = takts_upstream_first(model).into_iter().map(Rare::Takt);
    let tours = model.milkruns.ids().map(Rare::Tour);
    let outside = order.iter().copied().filter(|&id| model.stations[id].outside.is_some());
    let goes_again = |id: &StationId| model.stations[*id].blocking == Blocking::Again;
    let again = order.iter().copied().filter(goes_again).map(Rare::Again);
    let swap = (model.deadlock == Deadlock::Swap).then_some(Rare::Swap);
    let limits = (!model.limits.is_empty()).then_some(Rare::Limits);
    let lorries = outside.map(Rare::Lorry);
    takts.chain(tours).chain(lorries).chain(again).chain(swap).chain(limits).collect()
}

/// The paced lines, the one farthest upstream first: what leaves one enters the next when that moves in the same
/// instant.
fn takts_upstream_first(model: &Model) -> Vec<TaktId> {
    let mut takts: Vec<TaktId> = model.takts.ids().collect();
    let rank = |id: TaktId| model.takts[id].stations.first().map(|&id| model.stations[id].rank);
    takts.sort_by_key(|&id| std::cmp::Reverse(rank(id)));
    takts
}

/// What is to be done last in every instant: people look around, or machines for what comes; or places that stations
/// share are counted, or material is ordered, for which nobody need look.
fn in_every_instant(model: &Model) -> u8 {
    let mut setups = model.stations.iter().filter_map(|row| row.setup.as_deref());
    if model.crews_on_rounds().next().is_some() || setups.any(|setup| setup.ahead) {
        PEOPLE
    } else if model.shared_buffers.is_empty() && model.materials.is_empty() {
        0
    } else {
        COUNT
    }
}

/// Where parts wait for others of their order on the way to a station.
fn meetings_before(model: &Model, station: StationId) -> impl Iterator<Item = MeetingId> {
    let first = |to: StepId| model.places[model.steps[to].places.first()].station;
    let rows = model.meetings.rows.enumerated();
    rows.filter(move |(_, row)| first(row.to) == station).map(|(id, _)| id)
}

/// The station farthest downstream to which parts need each of the cards.
fn wanted_at(model: &Model) -> Vec<(CardsId, StationId)> {
    let doors = &model.control.doors;
    let at = |cards: CardsId| {
        let doors = doors.iter().filter(|door| door.takes.contains(&cards));
        let places = doors.flat_map(|door| model.steps[door.to].places.iter());
        let stations = places.map(|place| model.places[place].station);
        stations.min_by_key(|&station| model.stations[station].rank)
    };
    model.control.cards.ids().filter_map(|cards| Some((cards, at(cards)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Id, Run};
    use crate::model::{Machine, Station};

    fn plant(n: usize) -> Model {
        let mut model = Model::default();
        for position in 0..n {
            let station = model.stations.push(Station {
                machines: Run::new(position..position + 1),
                rank: u32::try_from(n - 1 - position).expect("small"),
                ..Station::named("s")
            });
            model.machines.push(Machine { station, number: 1, modes: Run::empty(), wears: false });
        }
        model
    }

    #[test]
    fn downstream_comes_first_and_room_before_leaving_before_starting() {
        let mut agenda = Agenda::new(&plant(3));
        let (first, last) = (StationId::at(0), StationId::at(2));
        agenda.put_people();
        agenda.put_start(first);
        agenda.put_leave(MachineId::at(2));
        agenda.put_start(last);
        agenda.put_leave(MachineId::at(0));
        agenda.put_room(first);
        agenda.put_start(last);
        let order: Vec<_> = std::iter::from_fn(|| agenda.take()).collect();
        assert_eq!(
            order,
            [
                Possible::Leave(MachineId::at(2)),
                Possible::Start(last),
                Possible::Room(first),
                Possible::Leave(MachineId::at(0)),
                Possible::Start(first),
                Possible::People
            ]
        );
    }

    #[test]
    fn a_large_plant_is_taken_in_order_and_what_comes_late_still_comes_first() {
        let n = 100_000;
        let mut agenda = Agenda::new(&plant(n));
        for position in (0..n).step_by(997) {
            agenda.put_start(StationId::at(position));
        }
        let last = (0..n).step_by(997).next_back().expect("there are stations");
        assert_eq!(agenda.take(), Some(Possible::Start(StationId::at(last))));
        agenda.put_leave(MachineId::at(n - 1));
        assert_eq!(agenda.take(), Some(Possible::Leave(MachineId::at(n - 1))));
        let order: Vec<_> = std::iter::from_fn(|| agenda.take()).collect();
        let expected: Vec<_> =
            (0..last).step_by(997).rev().map(|p| Possible::Start(StationId::at(p))).collect();
        assert_eq!(order, expected);
    }
}
