//! Blocking: whoever finds no room waits for it, and goes on when it comes.
//!
//! A finished part blocks its machine; under blocking before service a loaded part does not start
//! before a place downstream is kept for it; a part from outside waits outside.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::buffer::Waiting;
use super::machine::Holding;
use super::place::{Hop, Starts};
use super::task::{Interruption, Tasks};
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, StationId, StepId};
use crate::model::Target;
use crate::observe::State;
use crate::units::Time;

impl<O: Observer> Plant<'_, O> {
    /// A part enters the plant at the first step of its line, or waits outside for room.
    pub(super) fn enter_route(&mut self, part: PartId, first: StepId) {
        if let Some(door) = self.model.control.door(None, first) {
            self.wait_at_entrance(door, part);
        } else if let Some(meeting) = self.model.meetings.at(first) {
            self.join_meeting(meeting, part, true);
        } else {
            self.come_in(part, first);
        }
    }

    /// A part comes to the first step of its line, or waits outside for room.
    #[inline]
    pub(super) fn come_in(&mut self, part: PartId, first: StepId) {
        if let Some(place) = self.ask_place(part, first, None) {
            self.arrive(part, place);
        } else {
            self.observer.waits_outside(self.now);
            self.wait_for_room(first, Waiting::Outside(part), self.now);
        }
    }

    /// Blocking before service: keeps a place downstream, or waits for one.
    pub(super) fn keep_place(&mut self, machine: MachineId, part: PartId) {
        let Target::Step(step) = self.target(part) else { return };
        if let Some(place) = self.ask_place(part, step, Some(machine)) {
            let station = self.model.places[place].station;
            // A part that comes back here changes places: nothing need be kept for it.
            if station != self.model.machines[machine].station {
                self.buffers.promise(station);
                self.machines.keep(machine, Some(place));
            }
        } else {
            self.machines.set(machine, State::BlockedBefore, true);
            self.interrupt(Tasks::of_machine(machine), Interruption::NoRoom);
            self.wait_for_room(step, Waiting::Machine(machine), self.now);
            self.watch_deadlock(machine);
        }
    }

    /// A finished part finds no room at the only station it can go to.
    pub(super) fn block(&mut self, machine: MachineId, next: StationId) {
        if self.keeps_finished(machine) {
            return;
        }
        self.machines.set(machine, State::Blocked, true);
        let since = self.batches.ended(machine).unwrap_or(self.now);
        self.buffers.wait(next, Waiting::Machine(machine), since);
        self.watch_deadlock(machine);
    }

    /// Lets somebody wait for room at all stations of a step, who has waited since an instant.
    pub(super) fn wait_for_room(&mut self, step: StepId, who: Waiting, since: Time) {
        for place in self.places_for(who, step).iter() {
            let station = self.model.places[place].station;
            match (who, self.conveyor_of(who, station), self.stand_of(who, station)) {
                (Waiting::Machine(machine), Some(conveyor), _) => {
                    self.wait_to_get_on(conveyor, machine, since);
                }
                (Waiting::Machine(machine), None, Some(stand)) => {
                    self.wait_for_stand(stand, machine, since);
                }
                _ => self.buffers.wait(station, who, since),
            }
        }
    }

    /// Somebody does not wait any more for room at a station, or on the conveyor that leads there.
    pub(super) fn stop_waiting_for(&mut self, station: StationId, who: Waiting) {
        match (who, self.conveyor_of(who, station), self.stand_of(who, station)) {
            (Waiting::Machine(machine), Some(conveyor), _) => {
                self.stop_waiting_to_get_on(conveyor, machine);
            }
            (Waiting::Machine(machine), None, Some(stand)) => {
                self.stands.stop_waiting(stand, machine);
            }
            _ => self.buffers.stop_waiting(station, who),
        }
    }

    /// A machine that is sound and open again tries anew to give up a part that comes back to it.
    pub(super) fn try_again(&mut self, machine: MachineId) {
        let Holding::Finished(part) = self.machines.holding(machine) else { return };
        let waits = self.machines.waits_for_room(machine) && self.machines.is_sound(machine);
        if waits && self.comes_back(part) {
            self.stop_waiting(machine, part);
            self.agenda.put_leave(machine);
        } else if waits && self.has_rare_ways {
            self.may_go_again(machine);
            self.may_swap(machine);
        }
    }

    /// A machine whose finished part waits for room gives up its wait.
    pub(super) fn stop_waiting(&mut self, machine: MachineId, part: PartId) {
        if self.stop_waiting_at_door(machine) {
            return;
        }
        self.end_watch(machine);
        for place in self.places_of(part, self.next_step(part)).iter() {
            let at = self.model.places[place].station;
            self.stop_waiting_for(at, Waiting::Machine(machine));
        }
        self.machines.set(machine, State::Blocked, false);
    }

    /// A machine whose loaded part waits for room to start gives up its wait.
    pub(super) fn stop_waiting_before(&mut self, machine: MachineId, part: PartId) {
        if self.machines.waits_for_room(machine) {
            self.stop_waiting(machine, part);
            self.machines.set(machine, State::BlockedBefore, false);
        }
    }

    /// Those who wait for room at a station get it, the longest waiting first.
    pub(super) fn give_room(&mut self, station: StationId) {
        let mut last = None;
        while let Some(who) = self.buffers.first_waiting(station) {
            if !self.buffers.has_room(station) {
                break;
            }
            if let Some((before, wanted)) = last.take() {
                self.agenda.put_start(before);
                if wanted {
                    self.agenda.put_room(before);
                }
            }
            last = self.let_go(station, who);
        }
        if let Some(freed) = last {
            self.take_next(freed);
        }
    }

    /// The first who waits for room at a station gets it; what [`Self::free_machine`] says if that frees a machine at
    /// once.
    #[inline(always)]
    pub(super) fn let_go(&mut self, station: StationId, who: Waiting) -> Option<(StationId, bool)> {
        match who {
            Waiting::Outside(part) => self.let_in(station, part),
            Waiting::Aside(part) => self.let_go_on(station, part),
            Waiting::Door(door) => self.open_door(station, door),
            Waiting::Conveyor(conveyor) => self.let_off(station, conveyor),
            Waiting::Stand(stand) => self.let_call(station, stand),
            Waiting::Machine(machine) => return self.unblock(station, machine),
        }
        None
    }

    /// A part outside gets a place.
    fn let_in(&mut self, station: StationId, part: PartId) {
        let step = self.model.places[self.parts.get(part).place].step;
        let place = self.end_wait(step, station, Waiting::Outside(part));
        self.observer.let_in(self.now);
        if O::CAUSES {
            let token = self.parts.token(part).later(self.buffers.token(station));
            self.parts.set_token(part, token);
        }
        self.arrive(part, place);
    }

    /// A machine gets room for its part; what [`Self::free_machine`] says if it is free at once.
    #[inline(always)]
    fn unblock(&mut self, station: StationId, machine: MachineId) -> Option<(StationId, bool)> {
        let token = self.buffers.token(station);
        match self.machines.holding(machine) {
            Holding::Finished(part) => {
                self.machines.set(machine, State::Blocked, false);
                if O::CAUSES {
                    let token = self.reach_now(self.parts.token(part).later(token), machine);
                    self.parts.set_token(part, token);
                    self.machines.set_token(machine, token);
                }
                let hop = self.places[self.parts.get(part).place].hop();
                if let Hop::To { place, starts, .. } = hop {
                    if starts != Starts::Before {
                        self.end_watch(machine);
                    }
                    self.buffers.end_first_wait(station);
                    self.arrive(part, place);
                    if self.go_on_with_batch(machine) {
                        return None;
                    }
                    return self.free_machine(machine);
                }
                self.end_watch(machine);
                let place = self.end_wait(self.next_step(part), station, Waiting::Machine(machine));
                self.pass_on(machine, part, place);
            }
            Holding::InCycle(part) => {
                self.end_watch(machine);
                let place = self.end_wait(self.next_step(part), station, Waiting::Machine(machine));
                self.machines.set(machine, State::BlockedBefore, false);
                self.buffers.promise(station);
                self.machines.keep(machine, Some(place));
                let task = Tasks::of_machine(machine);
                self.tasks.wait_for(task, token);
                self.free(task, Interruption::NoRoom);
            }
            Holding::Nothing => unreachable!("only a machine with a part waits for room"),
        }
        None
    }

    /// Ends a wait at all stations of a step; the place of the step at `station`.
    pub(super) fn end_wait(&mut self, step: StepId, station: StationId, who: Waiting) -> PlaceId {
        let mut found = None;
        for place in self.places_for(who, step).iter() {
            let at = self.model.places[place].station;
            self.stop_waiting_for(at, who);
            if at == station {
                found = Some(place);
            }
        }
        found.expect("it waited at a station of the step")
    }
}
