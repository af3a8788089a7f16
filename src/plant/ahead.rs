//! Looking ahead: while an event happens, the rows that the next ones will touch are fetched into
//! the cache.
//!
//! These are hints to the processor; nothing that happens depends on them. In a small plant every
//! row is in the cache anyway and nothing is asked for. In a large one the next event is somewhere
//! else entirely, and would wait for a dozen rows, several of them one after the other.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::machine::Holding;
use super::place::{Hop, Place};
use super::{Observer, Plant};
use crate::ids::{Id, MachineId, PlaceId, StationId, Table};
use crate::model::Model;

/// Machines from which on a plant is large: with fewer, hints cost more than they save.
const LARGE: usize = 1000;

/// What the end of a cycle is likely to touch: the first step that is done at the station, and the
/// one that follows; the same again where that is not known.
///
/// Four of them share a cache line.
#[derive(Clone, Copy, Debug)]
struct Row {
    station: StationId,
    place: PlaceId,
    next_station: StationId,
    next_place: PlaceId,
}

/// What is likely to be touched, for each machine; empty in a small plant.
#[derive(Debug)]
pub(super) struct Ahead(Table<MachineId, Row>);

impl Ahead {
    pub(super) fn new(model: &Model, places: &Table<PlaceId, Place>) -> Self {
        if model.machines.len() < LARGE {
            return Self(Table::new());
        }
        let mut first = Table::filled(model.stations.len(), None);
        for (id, place) in places.enumerated() {
            first[place.station()].get_or_insert(id);
        }
        let row = |machine: &crate::model::Machine| {
            let station = machine.station;
            let place = first[station].unwrap_or(PlaceId::at(0));
            let (next_place, next_station) = match places.get(place).map(Place::hop) {
                Some(Hop::To { place, station, .. }) => (place, station),
                Some(Hop::Out | Hop::Elsewhere) | None => (place, station),
            };
            Row { station, place, next_station, next_place }
        };
        Self(model.machines.iter().map(row).collect())
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Fetches what the next events will touch; called for each event before it happens.
    #[inline(always)]
    pub(super) fn look_ahead(&self) {
        if !self.ahead.0.is_empty() {
            self.fetch();
        }
    }

    /// First what hangs on the machine alone, some events before its cycle ends; then, one event
    /// before, the parts that these rows name.
    #[inline(always)]
    fn fetch(&self) {
        if let Some(slot) = self.events.rising() {
            self.events.fetch(slot);
            self.fetch_station(MachineId::at(slot as usize));
        }
        if let Some(slot) = self.events.next_slot() {
            self.fetch_parts(MachineId::at(slot as usize));
        }
    }

    /// Rows of the machine, of its station, and of the one that follows.
    #[inline]
    fn fetch_station(&self, machine: MachineId) {
        let Some(row) = self.ahead.0.get(machine) else { return };
        self.machines.fetch(machine);
        self.tasks.fetch(machine);
        self.buffers.fetch(row.station);
        self.observer.expect_station(row.station);
        self.places.fetch(row.place);
        self.places.fetch(row.next_place);
        self.buffers.fetch(row.next_station);
        self.observer.expect_station(row.next_station);
    }

    /// The part on the machine, the one that it will take, and the one behind which its own will
    /// stand; the next machine, if it waits for a part.
    #[inline]
    fn fetch_parts(&self, machine: MachineId) {
        let Some(row) = self.ahead.0.get(machine) else { return };
        if let Holding::InCycle(part) = self.machines.holding(machine) {
            self.parts.fetch(part);
        }
        if !self.buffers.fetch_first(row.station, &self.parts) {
            self.observer.expect_machine(machine);
        }
        self.buffers.fetch_last(row.next_station, &self.parts);
        if self.buffers.available(row.next_station) > 0 {
            let next = self.buffers.machines(row.next_station).first();
            self.machines.fetch(next);
            self.tasks.fetch(next);
            self.observer.expect_machine(next);
        }
    }
}
