//! Scrap: parts that are thrown away, at the end of a cycle or by a failure.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, StationId};

impl<O: Observer> Plant<'_, O> {
    /// Whether a part whose cycle at the station has ended is to be thrown away.
    #[inline(always)]
    pub(super) fn is_bad(&self, station: StationId, part: PartId) -> bool {
        let scrap = self.model.stations[station].scrap;
        scrap > 0.0 && self.draws_scrap(station, part, scrap)
    }

    fn draws_scrap(&self, station: StationId, part: PartId, share: f64) -> bool {
        let part = self.parts.get(part);
        self.streams.scrap[station].uniform(part.key, part.visit, 0) < share
    }

    /// A part on a machine is thrown away.
    pub(super) fn lose(&mut self, machine: MachineId, part: PartId) {
        let station = self.model.machines[machine].station;
        self.end_inspection(machine);
        self.drop_task(Tasks::of_machine(machine));
        self.give_up_place(machine);
        self.throw_away(station, part);
        self.close_late(machine);
        self.vacate(machine);
    }

    /// The place kept downstream for the part in a cycle is there for others.
    pub(super) fn give_up_place(&mut self, machine: MachineId) {
        if let Some(place) = self.machines.kept(machine) {
            self.machines.keep(machine, None);
            let next = self.model.places[place].station;
            self.buffers.break_promise(next);
            self.agenda.put_start(next);
            if self.buffers.is_wanted(next) {
                self.agenda.put_room(next);
            }
        }
    }

    /// A part in front of a station is thrown away.
    pub(super) fn throw_away_in_front(&mut self, station: StationId, part: PartId) {
        if self.has_rare_ways {
            self.lose_first_piece(part);
        }
        let row = *self.parts.get(part);
        self.observer.scrapped(row.product, station, row.key, row.released, self.now);
        self.give_back_brought(part);
        self.return_cards_in_front(part);
        self.miss(part, false);
        self.forget(part);
    }

    /// A part on a machine is thrown away.
    pub(super) fn throw_away(&mut self, station: StationId, part: PartId) {
        if self.has_rare_ways {
            self.lose_first_piece(part);
        }
        let row = *self.parts.get(part);
        self.observer.scrapped(row.product, station, row.key, row.released, self.now);
        self.return_cards_of_lost(part);
        self.miss(part, true);
        self.forget(part);
    }
}
