//! Places in front of stations: who stands there, who is promised a place, who waits for one.

mod shared;

use std::collections::VecDeque;

use super::cards::Cards;
use super::cause::Token;
use super::part::{Parts, Queue};
use crate::ids::{ConveyorId, DoorId, MachineId, PartId, Run, StandId, StationId, SupplyId, Table};
use crate::model::Model;
use crate::units::Time;

/// Who waits for room at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A machine whose finished part cannot leave, or whose loaded part does not start.
    Machine(MachineId),
    /// A part outside the plant.
    Outside(PartId),
    /// A part that stands aside.
    Aside(PartId),
    /// The part at the end of a conveyor.
    Conveyor(ConveyorId),
    /// The first of the parts for the station that wait where vehicles take them.
    Stand(StandId),
    /// The first at a door, which has all cards that it needs.
    Door(DoorId),
}

/// What one of the machines of a station takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Next {
    pub(super) part: Upcoming,
    /// The machines among which a free one is.
    pub(super) machines: Run<MachineId>,
    /// Whether another of them is free.
    pub(super) more: bool,
}

/// The next part of a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Upcoming {
    /// The first of the queue; whether somebody waits for the place that becomes free.
    Queued { part: PartId, wanted: bool },
    /// A new one of a supply that never ends.
    Supplied(SupplyId),
}

/// Places of a buffer without limit: more than there can be parts.
const UNLIMITED: i64 = 1 << 32;

/// A cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Row {
    queue: Queue,
    /// Places promised to parts on their way or in a machine upstream.
    promised: u32,
    /// Machines that could take a part at once.
    available: u32,
    /// How many more parts may come: places in front and machines that could take a part at once,
    /// less parts in front and promised. Below zero when a machine stops that was counted on.
    room: i64,
    /// How many wait for room; one more, always, if a free machine chooses among the parts
    /// ([`super::dispatch`]), or the station shares places with others ([`shared`]): that is done by the agenda,
    /// as those who wait get their room.
    waiting: u32,
    /// Who has waited longest.
    longest: Option<Waiting>,
    machines: Run<MachineId>,
    supply: Option<SupplyId>,
    /// Whether a free machine chooses among the parts.
    chooses: bool,
    /// Whether the station shares places with others.
    shares: bool,
    /// Parts that a machine takes at once.
    batch: u32,
}

/// The buffers of all stations.
#[derive(Debug)]
pub(super) struct Buffers {
    rows: Table<StationId, Row>,
    /// Who waits for room behind the one who has waited longest.
    lines: Table<StationId, VecDeque<(Time, Waiting)>>,
    /// Since when the one has waited who has waited longest.
    since: Table<StationId, Time>,
    /// When a place became free last, and why.
    tokens: Table<StationId, Token>,
    shared: shared::AllShared,
}

impl Buffers {
    pub(super) fn new(model: &Model) -> Self {
        let row = |station: &crate::model::Station| {
            // A store has one who takes parts, but gives them no place.
            let (available, batch) = if station.is_store() {
                (1, 0)
            } else {
                let machines = u32::try_from(station.machines.len());
                (machines.expect("fewer than 2^32 machines"), station.batch_size())
            };
            Row {
                queue: Queue::default(),
                promised: 0,
                available,
                room: station.buffer.map_or(UNLIMITED, i64::from)
                    + i64::from(available) * i64::from(batch),
                waiting: u32::from(station.chooses() || station.shared.is_some()),
                longest: None,
                machines: station.machines,
                supply: station.supply.filter(|&supply| !Cards::keep_supply(model, supply)),
                chooses: station.chooses(),
                shares: station.shared.is_some(),
                batch,
            }
        };
        let stations = model.stations.len();
        Self {
            rows: model.stations.iter().map(row).collect(),
            lines: Table::filled(stations, VecDeque::new()),
            since: Table::filled(stations, Time::ZERO),
            tokens: Table::filled(stations, Token::default()),
            shared: shared::AllShared::new(model),
        }
    }

    /// Fetches what is known of a station into the cache.
    #[inline]
    pub(super) fn fetch(&self, station: StationId) {
        self.rows.fetch(station);
    }

    /// Fetches the part that stands first in front of a station; whether there is one.
    #[inline]
    pub(super) fn fetch_first(&self, station: StationId, parts: &Parts) -> bool {
        let queue = &self.rows[station].queue;
        parts.fetch(queue.first());
        queue.len() > 0
    }

    /// Fetches the part behind which the next one will stand.
    #[inline]
    pub(super) fn fetch_last(&self, station: StationId, parts: &Parts) {
        parts.fetch(self.rows[station].queue.last());
    }

    /// Whether one more part may come: to a place in front, or through it to a free machine.
    #[inline]
    pub(super) fn has_room(&self, station: StationId) -> bool {
        let row = &self.rows[station];
        row.room > 0 || row.shares && self.has_shared_room(station)
    }

    /// The machines of the station.
    #[inline]
    pub(super) fn machines(&self, station: StationId) -> Run<MachineId> {
        self.rows[station].machines
    }

    /// Machines of the station that could take a part at once.
    #[inline]
    pub(super) fn available(&self, station: StationId) -> u32 {
        self.rows[station].available
    }

    /// A machine can take a part again; whether the agenda comes first, because somebody waits for room
    /// or the machine chooses.
    #[inline]
    pub(super) fn machine_comes(&mut self, station: StationId) -> bool {
        let row = &mut self.rows[station];
        row.available += 1;
        row.room += i64::from(row.batch);
        row.waiting > 0
    }

    /// A machine cannot take a part any more.
    #[inline]
    pub(super) fn machine_goes(&mut self, station: StationId) {
        let row = &mut self.rows[station];
        row.available -= 1;
        row.room -= i64::from(row.batch);
    }

    /// Parts standing in front and promised.
    pub(super) fn load(&self, station: StationId) -> u32 {
        self.rows[station].queue.len() + self.rows[station].promised
    }

    /// Parts standing in front.
    #[inline]
    pub(super) fn len(&self, station: StationId) -> u32 {
        self.rows[station].queue.len()
    }

    pub(super) fn promise(&mut self, station: StationId) {
        self.rows[station].promised += 1;
        self.rows[station].room -= 1;
    }

    pub(super) fn break_promise(&mut self, station: StationId) {
        self.rows[station].promised -= 1;
        self.rows[station].room += 1;
    }

    /// A part joins the queue if there is room; then, whether a machine could take one at once.
    #[inline]
    pub(super) fn join_if_room(
        &mut self,
        station: StationId,
        part: PartId,
        parts: &mut Parts,
    ) -> Option<bool> {
        if !self.has_room(station) {
            return None;
        }
        let row = &mut self.rows[station];
        row.room -= 1;
        row.queue.push(part, parts);
        Some(row.available > 0)
    }

    /// A part joins the queue; whether a machine could take one at once.
    #[inline]
    pub(super) fn join(&mut self, station: StationId, part: PartId, parts: &mut Parts) -> bool {
        let row = &mut self.rows[station];
        row.room -= 1;
        row.queue.push(part, parts);
        row.available > 0
    }

    /// What a free machine of the station takes; `None` if none is free or no part is there. The station
    /// does not choose.
    #[inline]
    pub(super) fn next(&mut self, station: StationId, parts: &Parts) -> Option<Next> {
        let row = &mut self.rows[station];
        debug_assert!(!row.chooses, "a station that chooses does so by the agenda");
        if row.available == 0 {
            return None;
        }
        let part = match (row.queue.pop(parts), row.supply) {
            (Some(part), _) => Upcoming::Queued { part, wanted: row.waiting > 0 },
            // A machine promised to a part on its way is not given to a new one.
            (None, Some(supply)) => {
                if !self.has_room(station) {
                    return None;
                }
                self.rows[station].room -= 1;
                Upcoming::Supplied(supply)
            }
            (None, None) => return None,
        };
        let row = &mut self.rows[station];
        row.available -= 1;
        Some(Next { part, machines: row.machines, more: row.available > 0 })
    }

    /// A free machine takes the part behind `before`; whether somebody waits for the place.
    pub(super) fn take(
        &mut self,
        station: StationId,
        before: Option<PartId>,
        part: PartId,
        parts: &mut Parts,
    ) -> bool {
        let row = &mut self.rows[station];
        row.queue.take(before, part, parts);
        row.available -= 1;
        row.waiting > 0
    }

    /// The first part in front of a station is taken, which makes room; whether somebody waits for that.
    pub(super) fn take_first(
        &mut self,
        station: StationId,
        parts: &Parts,
    ) -> Option<(PartId, bool)> {
        let row = &mut self.rows[station];
        let part = row.queue.pop(parts)?;
        row.room += 1;
        Some((part, row.waiting > 0))
    }

    /// Some parts in front of a station are taken, which makes room; whether somebody waits for that.
    pub(super) fn take_some(
        &mut self,
        station: StationId,
        chosen: &[PartId],
        parts: &mut Parts,
    ) -> bool {
        let row = &mut self.rows[station];
        row.queue.take_all(chosen, parts);
        row.room += i64::try_from(chosen.len()).expect("fewer than 2^32 parts");
        row.waiting > 0
    }

    /// A free machine takes a batch of parts; whether somebody waits for the places.
    pub(super) fn take_all(
        &mut self,
        station: StationId,
        chosen: &[PartId],
        size: u32,
        parts: &mut Parts,
    ) -> bool {
        let row = &mut self.rows[station];
        row.queue.take_all(chosen, parts);
        row.available -= 1;
        row.room += i64::try_from(chosen.len()).expect("fewer than 2^32 parts") - i64::from(size);
        row.waiting > 0
    }

    /// The supply in front of a station, if a part of it may come.
    pub(super) fn supplied(&self, station: StationId) -> Option<SupplyId> {
        self.rows[station].supply.filter(|_| self.has_room(station))
    }

    /// A free machine takes a new part of the supply of a station that chooses; `None` if there is none,
    /// or the machine is promised to a part on its way.
    pub(super) fn take_supplied(&mut self, station: StationId) -> Option<SupplyId> {
        let supply = self.supplied(station)?;
        let row = &mut self.rows[station];
        row.room -= 1;
        row.available -= 1;
        Some(supply)
    }

    /// Whether somebody waits for the room that a part would take there.
    #[inline]
    pub(super) fn is_wanted(&self, station: StationId) -> bool {
        self.waiting(station) > 0 || self.rows[station].shares && self.is_shared_wanted(station)
    }

    /// How many wait for room at the station.
    pub(super) fn waiting(&self, station: StationId) -> u32 {
        let row = &self.rows[station];
        row.waiting - u32::from(row.chooses || row.shares)
    }

    /// Somebody waits for room since an instant, behind all who have waited as long or longer.
    pub(super) fn wait(&mut self, station: StationId, who: Waiting, since: Time) {
        let row = &mut self.rows[station];
        row.waiting += 1;
        let Some(longest) = row.longest else {
            row.longest = Some(who);
            self.since[station] = since;
            return;
        };
        let line = &mut self.lines[station];
        if since < self.since[station] {
            line.push_front((self.since[station], longest));
            row.longest = Some(who);
            self.since[station] = since;
            return;
        }
        let behind = line.iter().rev().take_while(|(other, _)| *other > since).count();
        line.insert(line.len() - behind, (since, who));
    }

    /// Somebody does not wait any more.
    ///
    /// Cost: a scan of those who wait longer.
    pub(super) fn stop_waiting(&mut self, station: StationId, who: Waiting) {
        if self.first_waiting(station) == Some(who) {
            return self.end_first_wait(station);
        }
        let line = &mut self.lines[station];
        if let Some(position) = line.iter().position(|&(_, other)| other == who) {
            line.remove(position);
            self.rows[station].waiting -= 1;
        }
    }

    /// The one who has waited longest does not wait any more.
    #[inline]
    pub(super) fn end_first_wait(&mut self, station: StationId) {
        let row = &mut self.rows[station];
        row.waiting -= 1;
        row.longest = None;
        if row.waiting > 0
            && let Some((since, who)) = self.lines[station].pop_front()
        {
            row.longest = Some(who);
            self.since[station] = since;
        }
    }

    /// Who has waited longest.
    #[inline]
    pub(super) fn first_waiting(&self, station: StationId) -> Option<Waiting> {
        self.rows[station].longest
    }

    pub(super) fn token(&self, station: StationId) -> Token {
        self.tokens[station]
    }

    pub(super) fn set_token(&mut self, station: StationId, token: Token) {
        self.tokens[station] = token;
    }

    /// The parts standing in front of a station.
    pub(super) fn iter<'a>(
        &self,
        station: StationId,
        parts: &'a Parts,
    ) -> impl Iterator<Item = PartId> + use<'a> {
        self.rows[station].queue.iter(parts)
    }

    /// The parts standing behind another one in front of a station.
    pub(super) fn iter_behind<'a>(
        &self,
        station: StationId,
        part: PartId,
        parts: &'a Parts,
    ) -> impl Iterator<Item = PartId> + use<'a> {
        self.rows[station].queue.iter_behind(part, parts)
    }

    /// The part that stands behind another one in front of a station.
    pub(super) fn behind(&self, station: StationId, part: PartId, parts: &Parts) -> Option<PartId> {
        self.iter_behind(station, part, parts).next()
    }

    /// Whether the room at a station with so many places is what it was counted to be.
    pub(super) fn is_room_right(&self, station: StationId, places: Option<u32>) -> bool {
        let row = &self.rows[station];
        let most =
            places.map_or(UNLIMITED, i64::from) + i64::from(row.available) * i64::from(row.batch);
        row.room == most - i64::from(row.queue.len()) - i64::from(row.promised)
    }

    /// Places promised at a station.
    pub(super) fn promised(&self, station: StationId) -> u32 {
        self.rows[station].promised
    }

    /// Those who wait for room at a station, the longest waiting first.
    pub(super) fn line(&self, station: StationId) -> impl Iterator<Item = Waiting> {
        let others = self.lines[station].iter().map(|&(_, who)| who);
        self.first_waiting(station).into_iter().chain(others)
    }

    /// Parts that wait outside for room at a station.
    pub(super) fn outside(&self, station: StationId) -> impl Iterator<Item = PartId> {
        self.line(station).filter_map(|who| match who {
            Waiting::Outside(part) => Some(part),
            Waiting::Machine(_)
            | Waiting::Aside(_)
            | Waiting::Door(_)
            | Waiting::Conveyor(_)
            | Waiting::Stand(_) => None,
        })
    }
}
