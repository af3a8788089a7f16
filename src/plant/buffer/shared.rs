//! Shared buffers: places that several stations have in common (`[buffer.<name>]`).
//!
//! The room of such a station is counted as that of others, by its free machines and the places of its own: what
//! is below zero stands in the shared places, or is to come there. So nothing need be counted twice; the free
//! places are found by a look at the stations that share them, and only where a station has no room of its own.

use super::{Buffers, Row, Waiting};
use crate::ids::{PlaceId, SharedBufferId, StationId, Table};
use crate::model::Model;
use crate::plant::cause::Token;
use crate::plant::{Observer, Plant};

/// The places of a shared buffer.
#[derive(Debug)]
pub(super) struct Shared {
    places: i64,
    /// The stations in front of which they are, the last before the exit first.
    stations: Vec<StationId>,
    /// Places taken, as told last.
    told: u32,
}

/// The places of each shared buffer, and whose they are.
#[derive(Debug)]
pub(super) struct AllShared {
    rows: Table<SharedBufferId, Shared>,
    /// Empty in a plant without shared buffers.
    of: Table<StationId, Option<SharedBufferId>>,
}

impl AllShared {
    pub(super) fn new(model: &Model) -> Self {
        let row = |buffer: &crate::model::SharedBuffer| {
            let mut stations = buffer.stations.clone();
            stations.sort_by_key(|&station| model.stations[station].rank);
            Shared { places: buffer.places.into(), stations, told: 0 }
        };
        let rows: Table<SharedBufferId, Shared> = model.shared_buffers.iter().map(row).collect();
        let of = model.stations.iter().map(|station| station.shared);
        let of = if rows.is_empty() { Table::new() } else { of.collect() };
        Self { rows, of }
    }

    fn of(&self, station: StationId) -> Option<SharedBufferId> {
        self.of.get(station).copied().flatten()
    }
}

impl Row {
    /// Places of a shared buffer that are taken in front of the station, or promised.
    fn shared_places(&self) -> i64 {
        (-self.room).max(0)
    }
}

impl Buffers {
    /// Free places of the buffer that a station shares; below zero when a machine stops that was counted on.
    ///
    /// Cost: a look at every station that shares it.
    fn free_shared(&self, station: StationId) -> i64 {
        let Some(id) = self.shared.of(station) else { return 0 };
        self.shared.rows[id].places - self.taken_of(id)
    }

    fn taken_of(&self, id: SharedBufferId) -> i64 {
        let stations = self.shared.rows[id].stations.iter();
        stations.map(|&station| self.rows[station].shared_places()).sum()
    }

    /// Whether a station that has no room of its own gets some of the buffer that it shares.
    #[inline(never)]
    pub(super) fn has_shared_room(&self, station: StationId) -> bool {
        self.free_shared(station) > 0
    }

    /// How many more parts may come to a station: into its own room and the places that it shares; below zero when a
    /// machine stops that was counted on.
    pub(in crate::plant) fn room(&self, station: StationId) -> i64 {
        let own = self.rows[station].room;
        if self.shared.of(station).is_none() {
            return own;
        }
        own.max(0) + self.free_shared(station).max(0)
    }

    /// Whether somebody waits for the places that a station without room of its own shares.
    pub(super) fn is_shared_wanted(&self, station: StationId) -> bool {
        let id = self.shared.of(station).filter(|_| self.rows[station].room <= 0);
        id.is_some_and(|id| self.are_shared_wanted(id))
    }

    /// Who of all that wait at these stations and would find room has waited longest, and where; the station
    /// farthest downstream among equals.
    fn first_of_shared(&self, id: SharedBufferId) -> Option<(StationId, Waiting)> {
        let stations = self.shared.rows[id].stations.iter();
        let has_shared = self.shared.rows[id].places > self.taken_of(id);
        let first = stations.filter_map(|&station| Some((station, self.first_waiting(station)?)));
        let found = first.filter(|&(station, _)| has_shared || self.rows[station].room > 0);
        found.min_by_key(|&(station, _)| self.since[station])
    }

    /// When a place of a shared buffer became free last, and why.
    fn token_of_shared(&self, id: SharedBufferId) -> Token {
        let tokens = self.shared.rows[id].stations.iter().map(|&station| self.tokens[station]);
        tokens.reduce(Token::later).unwrap_or_default()
    }

    /// The stations whose parts hold places of a shared buffer.
    pub(in crate::plant) fn holders_of_shared(
        &self,
        id: SharedBufferId,
    ) -> impl Iterator<Item = StationId> {
        let stations = self.shared.rows[id].stations.iter().copied();
        stations.filter(|&station| self.rows[station].shared_places() > 0)
    }

    /// Whether somebody waits for a place of a shared buffer.
    fn are_shared_wanted(&self, id: SharedBufferId) -> bool {
        self.shared.rows[id].stations.iter().any(|&station| self.waiting(station) > 0)
    }

    /// The stations that share places, have room and take parts of a supply that never ends.
    fn supplied_of_shared(&self, id: SharedBufferId) -> Vec<StationId> {
        let stations = self.shared.rows[id].stations.iter().copied();
        stations.filter(|&station| self.supplied(station).is_some()).collect()
    }
}

impl<O: Observer> Plant<'_, O> {
    /// No more places are taken than there are, but for what machines could take and take no more, since they stopped
    /// or began with a part of a batch: places on them may have been promised before.
    pub(in crate::plant) fn audit_shared(&self) -> Result<(), String> {
        for (id, row) in self.buffers.shared.rows.enumerated() {
            let stopped = |&station: &StationId| {
                let at = &self.buffers.rows[station];
                let left = |machine| {
                    u64::from(at.batch).saturating_sub(self.parts_on(machine).count() as u64)
                };
                let free = u64::from(at.available) * u64::from(at.batch);
                let left: u64 = self.model.stations[station].machines.iter().map(left).sum();
                left.saturating_sub(free)
            };
            let stopped: u64 = row.stations.iter().map(stopped).sum();
            let taken = self.buffers.taken_of(id);
            if taken > row.places.saturating_add_unsigned(stopped) {
                let name = &self.model.shared_buffers[id].name;
                return Err(format!("`{name}` has {taken} places taken, more than there are"));
            }
        }
        Ok(())
    }

    /// Those who wait for room at stations that share places get it, the longest waiting first.
    pub(in crate::plant) fn give_shared_room(&mut self, id: SharedBufferId) {
        let mut gave = false;
        while let Some((first, who)) = self.buffers.first_of_shared(id) {
            gave = true;
            let station = self.best_of_shared(id, who).unwrap_or(first);
            if O::CAUSES {
                let token = self.buffers.token_of_shared(id);
                self.buffers.set_token(station, token);
            }
            if let Some((freed, _)) = self.let_go(station, who) {
                self.agenda.put_start(freed);
                self.agenda.put_room(freed);
            }
        }
        for station in self.buffers.supplied_of_shared(id) {
            self.agenda.put_start(station);
        }
        if gave && self.buffers.are_shared_wanted(id) {
            self.watch_shared(id);
        }
    }

    /// The best by the rule of the step of all that share the places and have room, of the stations for which somebody
    /// waits; `None` if it is one only, or a place was chosen before.
    fn best_of_shared(&self, id: SharedBufferId, who: Waiting) -> Option<StationId> {
        let step = match who {
            Waiting::Machine(machine) => self.next_step(self.part_of(machine)?),
            Waiting::Outside(part) => self.model.places[self.parts.get(part).place].step,
            Waiting::Aside(part) => self.asides.step(part)?,
            Waiting::Conveyor(_) | Waiting::Stand(_) | Waiting::Door(_) => return None,
        };
        let places = self.places_for(who, step);
        if places.len() < 2 {
            return None;
        }
        let station = |place: PlaceId| self.model.places[place].station;
        let is_open = |&place: &PlaceId| {
            let at = station(place);
            let is_moved = self.conveyor_of(who, at).is_some() || self.stand_of(who, at).is_some();
            let shares = self.model.stations[at].shared == Some(id);
            shares && !is_moved && self.buffers.has_room(at)
        };
        let open = places.iter().filter(is_open).map(|place| (place, false));
        self.best_place(self.model.steps[step].choice, open).map(station)
    }

    /// Tells how many places of shared buffers are taken, where that is another number than before.
    ///
    /// In a plant that has some it is looked at in every instant: see [`Agenda`](crate::plant::agenda::Agenda).
    #[inline(never)]
    pub(in crate::plant) fn tell_shared(&mut self) {
        for id in self.buffers.shared.rows.ids() {
            let taken = self.buffers.taken_of(id);
            let row = &mut self.buffers.shared.rows[id];
            let taken = u32::try_from(taken.clamp(0, row.places)).unwrap_or(u32::MAX);
            if std::mem::replace(&mut row.told, taken) != taken {
                self.observer.places_taken(id, taken, self.now);
            }
        }
    }
}
