//! Departures: a finished part leaves its machine, for its next station or for good, and the machine
//! is free for another one.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::buffer::Waiting;
use super::machine::Holding;
use super::place::{Hop, Starts};
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, StationId};
use crate::model::Target;
use crate::observe::State;

impl<O: Observer> Plant<'_, O> {
    /// A finished part, if the machine holds one, leaves it.
    pub(super) fn leave(&mut self, machine: MachineId) {
        if let Holding::Finished(part) = self.machines.holding(machine)
            && !self.keeps_just_finished(machine)
        {
            if self.batches.has_others(machine) {
                self.leave_by_choice(machine, part);
            } else {
                self.send_off(machine, part);
            }
        }
    }

    /// A finished part leaves its machine if there is room for it, and machines that can take the
    /// next ones do so at once where nothing on the agenda comes before.
    #[inline(never)]
    pub(super) fn send_off(&mut self, machine: MachineId, part: PartId) {
        let mut starts_at = None;
        match self.places[self.parts.get(part).place].hop() {
            Hop::Out => self.depart(part),
            Hop::To { place, station, starts } => {
                let Some(can_start) = self.buffers.join_if_room(station, part, &mut self.parts)
                else {
                    return self.block(machine, station);
                };
                self.settle_in(part, place);
                starts_at = can_start.then_some((station, starts));
            }
            Hop::Elsewhere => return self.leave_by_choice(machine, part),
        }
        let freed = self.free_machine(machine);
        if let Some((station, Starts::Before)) = starts_at {
            self.start(station);
        }
        if let Some(freed) = freed {
            self.take_next(freed);
        }
        match starts_at {
            Some((station, Starts::After)) if self.agenda.is_start_next(station) => {
                self.start(station);
            }
            Some((station, Starts::After | Starts::Last)) => self.agenda.put_start(station),
            Some((_, Starts::Before)) | None => {}
        }
    }

    /// A machine that gave up its part: its station, if it can take another one now, and whether
    /// somebody waits for the room that this makes.
    #[inline(always)]
    pub(super) fn free_machine(&mut self, machine: MachineId) -> Option<(StationId, bool)> {
        self.token_of_room(machine);
        let station = self.machines.empty(machine)?;
        Some((station, self.buffers.machine_comes(station)))
    }

    /// A freed machine takes the next part; those who wait for room there go first.
    #[inline(always)]
    pub(super) fn take_next(&mut self, (station, wanted): (StationId, bool)) {
        if wanted {
            self.agenda.put_room(station);
            self.agenda.put_start(station);
        } else if self.agenda.is_start_next(station) {
            while self.start_one(station) {}
        } else {
            self.agenda.put_start(station);
        }
    }

    /// A finished part leaves the plant.
    #[inline(never)]
    pub(super) fn depart(&mut self, part: PartId) {
        let row = self.parts.get(part);
        self.observer.departed(row.product, row.key, row.released, self.now);
        if self.has_rare_ways {
            self.put_on_stock(part);
            self.note_made(part);
        }
        self.forget(part);
    }

    /// A finished part goes where chance, choice or a place kept for it leads, or waits for room, if it does not go
    /// a rare way.
    fn leave_by_choice(&mut self, machine: MachineId, part: PartId) {
        if self.has_rare_ways && self.leave_by_rare_way(machine, part) {
            return;
        }
        let Target::Step(step) = self.target(part) else {
            self.return_cards_of_done(part);
            self.depart(part);
            self.vacate(machine);
            return;
        };
        if let Some(door) = self.door_behind(part, step) {
            return self.leave_through(door, machine, part);
        }
        if let Some(place) = self.machines.kept(machine) {
            self.machines.keep(machine, None);
            self.buffers.break_promise(self.places[place].station());
            self.pass_on(machine, part, place);
        } else if let Some(place) = self.ask_place(part, step, Some(machine)) {
            self.pass_on(machine, part, place);
        } else if !self.keeps_finished(machine) {
            self.machines.set(machine, State::Blocked, true);
            let since = self.batches.ended(machine).unwrap_or(self.now);
            self.wait_for_room(step, Waiting::Machine(machine), since);
            self.watch_deadlock(machine);
            if self.has_rare_ways {
                self.may_go_again(machine);
            }
        }
    }

    /// A finished part stands aside if its station holds it, goes to a meeting, or waits for a milk run that takes it,
    /// or for the end of a takt; whether it does.
    #[inline(never)]
    fn leave_by_rare_way(&mut self, machine: MachineId, part: PartId) -> bool {
        self.may_be_clear(self.model.machines[machine].station);
        if self.wait_for_takt(machine) || self.hold(machine, part) {
            return true;
        }
        let Target::Step(step) = self.target(part) else { return false };
        if let Some(meeting) = self.meeting_behind(part, step) {
            self.leave_for_meeting(meeting, machine, part);
            return true;
        }
        self.door_behind(part, step).is_none() && self.wait_for_tour(machine, part, step)
    }

    /// Moves a finished part to a place that has room.
    pub(super) fn pass_on(&mut self, machine: MachineId, part: PartId, to: PlaceId) {
        self.move_on(part, to);
        self.vacate(machine);
    }

    /// A finished part goes to a place that has room.
    pub(super) fn move_on(&mut self, part: PartId, to: PlaceId) {
        if self.has_rare_ways {
            self.note_step(part, Some(self.model.places[to].step));
            self.may_be_clear(self.places[self.parts.get(part).place].station());
        }
        let (from, visit) = (self.parts.get(part).place, self.parts.get(part).visit);
        let station = self.model.places[to].station;
        if let Some(conveyor) = self.conveyors.between(self.model.places[from].station, station) {
            return self.get_on(conveyor, part, to);
        }
        if let Some(stand) = self.stands.between(self.model.places[from].station, station) {
            return self.put_on_stand(stand, part, to);
        }
        match self.model.way(from, station) {
            None => self.arrive(part, to),
            Some(way) => {
                self.buffers.promise(station);
                self.send(part, to, way, visit);
            }
        }
    }
}
