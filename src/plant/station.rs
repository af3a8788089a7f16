//! Stations: parts come to stand in front, free machines take them.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::buffer::Upcoming;
use super::cause::Token;
use super::part::Part;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, StationId};

impl<O: Observer> Plant<'_, O> {
    /// A part joins the queue of a place.
    pub(super) fn arrive(&mut self, part: PartId, place: PlaceId) {
        if self.has_rare_ways && self.arrives_too_late(part, place) {
            return;
        }
        let station = self.settle_in(part, place);
        if self.buffers.join(station, part, &mut self.parts) {
            self.agenda.put_start(station);
        }
    }

    /// A part comes to a place by a rare way, perhaps: whether it is too late, and taken out.
    #[inline(never)]
    fn arrives_too_late(&mut self, part: PartId, place: PlaceId) -> bool {
        if self.limits.are_some_overdue() && self.comes_too_late(part, place) {
            return true;
        }
        if self.dedications.are_some() {
            self.note_place(part, place);
        }
        self.need_material(part, place);
        self.may_push(self.model.places[place].station);
        false
    }

    /// A part is at a place: its visit is counted, its cycle drawn. The station of the place.
    #[inline(always)]
    pub(super) fn settle_in(&mut self, part: PartId, place: PlaceId) -> StationId {
        let at = &self.places[place];
        let number = self.parts.next_visit(part, place, at.visit());
        self.parts.put_at(part, place, number, |key| at.cycle_time(key, number), self.now);
        self.observer.queue_joined(at.station(), self.now);
        at.station()
    }

    /// Free machines take parts.
    #[inline(never)]
    pub(super) fn start(&mut self, station: StationId) {
        while self.start_one(station) {}
    }

    /// A free machine takes the next part; whether another one may.
    #[inline(always)]
    pub(super) fn start_one(&mut self, station: StationId) -> bool {
        let Some(next) = self.buffers.next(station, &self.parts) else { return false };
        let part = match next.part {
            Upcoming::Queued { part, wanted } => {
                if wanted {
                    self.agenda.put_room(station);
                }
                part
            }
            Upcoming::Supplied(supply) => {
                let part = self.supply(supply);
                self.observer.queue_joined(station, self.now);
                part
            }
        };
        let machine = self.machines.first_available(next.machines).expect("one is available");
        self.load(station, part, machine);
        next.more && self.stop.is_none()
    }

    /// A free machine of a station that chooses takes a new part of the supply; whether another may.
    pub(super) fn start_supplied(&mut self, station: StationId) -> bool {
        let Some(supply) = self.buffers.take_supplied(station) else { return false };
        let part = self.supply(supply);
        self.observer.queue_joined(station, self.now);
        let machines = self.buffers.machines(station);
        let machine = self.machines.first_in_turn(machines).expect("one is available");
        self.load(station, part, machine);
        self.stop.is_none()
    }

    /// A machine takes a part; the cycle starts as soon as nothing is missing.
    #[inline(always)]
    pub(super) fn load(&mut self, station: StationId, part: PartId, machine: MachineId) {
        let traits = self.machines.load(machine, part);
        let task = Tasks::of_machine(machine);
        let &Part { cycle, arrived, key, .. } = self.parts.get(part);
        let mut ready = Token::default();
        if O::CAUSES {
            ready = self.parts.token(part).later(self.machines.token(machine));
            ready = self.reach_now(ready, machine);
            self.buffers.set_token(station, ready);
            self.tasks.set_ready(task, ready);
        }
        if traits.is_conditional() {
            self.tasks.place(task, cycle, ready, self.now);
            self.start_if_ready(machine, part);
        } else {
            if O::PARTS {
                self.tell_work_on(machine, part);
            }
            self.observer.queue_left(station, self.now - arrived, self.now);
            self.observer.cycle_started(machine, key, self.now);
            self.tasks.place_running(task, cycle, self.now);
            self.book_cycle(machine, cycle, traits);
        }
    }
}
