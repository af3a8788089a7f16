//! The flow: parts arrive, wait, are loaded, leave for the next station or for good.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::buffer::{Upcoming, Waiting};
use super::cause::Token;
use super::machine::Holding;
use super::part::Part;
use super::place::Hop;
use super::task::{Interruption, Tasks};
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, Run, StationId, StepId};
use crate::model::{Blocking, Next, Target};
use crate::observe::State;

impl<O: Observer> Plant<'_, O> {
    /// A part enters the plant at the first step of its line, or waits outside for room.
    pub(super) fn enter_route(&mut self, part: PartId, first: StepId) {
        if let Some(place) = self.choose_place(first, None) {
            self.arrive(part, place);
        } else {
            self.observer.waits_outside(self.now);
            self.wait_for_room(first, Waiting::Outside(part));
        }
    }

    /// A part joins the queue of a place.
    pub(super) fn arrive(&mut self, part: PartId, place: PlaceId) {
        let station = self.settle_in(part, place);
        if self.buffers.join(station, part, &mut self.parts) {
            self.agenda.put_start(station);
        }
    }

    /// A part is at a place: its visit is counted, its cycle drawn. The station of the place.
    #[inline(always)]
    fn settle_in(&mut self, part: PartId, place: PlaceId) -> StationId {
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
    fn start_one(&mut self, station: StationId) -> bool {
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
        self.load(station, part, next.machines);
        next.more && self.stop.is_none()
    }

    /// One of the machines takes a part; the cycle starts as soon as nothing is missing.
    #[inline(always)]
    fn load(&mut self, station: StationId, part: PartId, machines: Run<MachineId>) {
        let machine = self.machines.first_available(machines).expect("one is available");
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
            self.observer.queue_left(station, self.now - arrived, self.now);
            self.observer.cycle_started(machine, key, self.now);
            self.tasks.place_running(task, cycle, self.now);
            self.book_cycle(machine, cycle, traits);
        }
    }

    /// The cycle of a loaded part starts if people, place and time are there.
    fn start_if_ready(&mut self, machine: MachineId, part: PartId) {
        if self.model.station_of(machine).blocking == Blocking::BeforeService {
            self.keep_place(machine, part);
        }
        self.go_on(Tasks::of_machine(machine));
    }

    /// Blocking before service: keeps a place downstream, or waits for one.
    fn keep_place(&mut self, machine: MachineId, part: PartId) {
        let Target::Step(step) = self.target(part) else { return };
        if let Some(place) = self.choose_place(step, Some(machine)) {
            let station = self.model.places[place].station;
            // A part that comes back here changes places: nothing need be kept for it.
            if station != self.model.machines[machine].station {
                self.buffers.promise(station);
                self.machines.keep(machine, Some(place));
            }
        } else {
            self.machines.set(machine, State::BlockedBefore, true);
            self.interrupt(Tasks::of_machine(machine), Interruption::NoRoom);
            self.wait_for_room(step, Waiting::Machine(machine));
            self.watch_deadlock(machine);
        }
    }

    /// What follows the step of the part on the machine.
    fn target(&self, part: PartId) -> Target {
        let part = self.parts.get(part);
        let place = &self.model.places[part.place];
        match self.model.steps[place.step].next {
            Next::Always(target) => target,
            Next::Shares { first, end } => {
                let shares = &self.model.shares[first as usize..end as usize];
                let stream = self.streams.next[place.station];
                let u = stream.uniform(part.key, part.visit, 0);
                let chosen = shares.iter().find(|share| u <= share.cumulated);
                chosen.or(shares.last()).expect("a branching step has shares").target
            }
        }
    }

    /// A cycle ends: the part is scrapped or wants to leave.
    pub(super) fn complete_cycle(&mut self, machine: MachineId) {
        if self.end_cycle(machine).is_some() {
            self.agenda.put_leave(machine);
        }
        self.machines.touch(machine);
    }

    /// A cycle ends, the only thing that happens in this instant: its part leaves before anything
    /// else becomes possible.
    #[inline]
    pub(super) fn complete_cycle_alone(&mut self, machine: MachineId) {
        if let Some(part) = self.end_cycle(machine) {
            self.send_off(machine, part);
        }
        if !self.agenda.is_empty() {
            self.run_agenda();
        }
        self.show(machine);
        self.settle();
    }

    /// Ends a cycle; the part that wants to leave.
    #[inline(always)]
    fn end_cycle(&mut self, machine: MachineId) -> Option<PartId> {
        let (part, station, traits) = self.machines.finish(machine)?;
        let worked = self.tasks.complete(Tasks::of_machine(machine), self.now);
        self.observer.cycle_done(station, machine, self.parts.get(part).key, self.now);
        let is_plain = !O::CAUSES && !traits.ends_specially();
        let is_good = is_plain || self.end_specially(machine, part);
        if traits.ages() {
            self.age(machine, worked, traits.counts_cycles());
        }
        is_good.then_some(part)
    }

    /// The end of a cycle that frees people, is told with its cause, may scrap its part, or came
    /// after closing; whether the part is good.
    #[inline(never)]
    fn end_specially(&mut self, machine: MachineId, part: PartId) -> bool {
        let task = Tasks::of_machine(machine);
        self.end_segment(task);
        if O::CAUSES {
            let end = self.tasks.ready(task);
            self.parts.set_token(part, end);
            self.machines.set_token(machine, end);
        }
        let (key, visit) = (self.parts.get(part).key, self.parts.get(part).visit);
        let station = self.model.machines[machine].station;
        let scrap = self.model.stations[station].scrap;
        self.close_late(machine);
        let is_bad = scrap > 0.0 && self.streams.scrap[station].uniform(key, visit, 0) < scrap;
        if is_bad {
            self.lose(machine, part);
        }
        !is_bad
    }

    /// A finished part, if the machine holds one, leaves it.
    pub(super) fn leave(&mut self, machine: MachineId) {
        if let Holding::Finished(part) = self.machines.holding(machine) {
            self.send_off(machine, part);
        }
    }

    /// A finished part leaves its machine if there is room for it, and machines that can take the
    /// next ones do so at once where nothing on the agenda comes before.
    #[inline(never)]
    fn send_off(&mut self, machine: MachineId, part: PartId) {
        let mut starts_at = None;
        match self.places[self.parts.get(part).place].hop() {
            Hop::Out => self.depart(part),
            Hop::To { place, station, downstream } => {
                let Some(starts) = self.buffers.join_if_room(station, part, &mut self.parts) else {
                    return self.block(machine, station);
                };
                self.settle_in(part, place);
                starts_at = starts.then_some((station, downstream));
            }
            Hop::Elsewhere => return self.leave_by_choice(machine, part),
        }
        let freed = self.free_machine(machine);
        if let Some((station, true)) = starts_at {
            self.start(station);
        }
        if let Some(freed) = freed {
            self.take_next(freed);
        }
        if let Some((station, false)) = starts_at {
            if self.agenda.is_start_next(station) {
                self.start(station);
            } else {
                self.agenda.put_start(station);
            }
        }
    }

    /// A machine that gave up its part: its station, if it can take another one now, and whether
    /// somebody waits for the room that this makes.
    #[inline(always)]
    fn free_machine(&mut self, machine: MachineId) -> Option<(StationId, bool)> {
        self.token_of_room(machine);
        let station = self.machines.empty(machine)?;
        Some((station, self.buffers.machine_comes(station)))
    }

    /// A freed machine takes the next part; those who wait for room there go first.
    #[inline(always)]
    fn take_next(&mut self, (station, wanted): (StationId, bool)) {
        if wanted {
            self.agenda.put_room(station);
            self.agenda.put_start(station);
        } else if self.agenda.is_start_next(station) {
            while self.start_one(station) {}
        } else {
            self.agenda.put_start(station);
        }
    }

    /// A finished part finds no room at the only station it can go to.
    fn block(&mut self, machine: MachineId, next: StationId) {
        self.machines.set(machine, State::Blocked, true);
        self.buffers.wait(next, Waiting::Machine(machine));
        self.watch_deadlock(machine);
    }

    /// A finished part leaves the plant.
    #[inline(never)]
    fn depart(&mut self, part: PartId) {
        let row = self.parts.get(part);
        self.observer.departed(row.product, row.key, row.released, self.now);
        self.forget(part);
    }

    /// A finished part goes where chance, choice or a place kept for it leads, or waits for room.
    fn leave_by_choice(&mut self, machine: MachineId, part: PartId) {
        let Target::Step(step) = self.target(part) else {
            self.depart(part);
            self.vacate(machine);
            return;
        };
        if let Some(place) = self.machines.kept(machine) {
            self.machines.keep(machine, None);
            self.buffers.break_promise(self.places[place].station());
            self.pass_on(machine, part, place);
        } else if let Some(place) = self.choose_place(step, Some(machine)) {
            self.pass_on(machine, part, place);
        } else {
            self.machines.set(machine, State::Blocked, true);
            self.wait_for_room(step, Waiting::Machine(machine));
            self.watch_deadlock(machine);
        }
    }

    /// Moves a finished part to a place that has room.
    fn pass_on(&mut self, machine: MachineId, part: PartId, to: PlaceId) {
        let (from, visit) = (self.parts.get(part).place, self.parts.get(part).visit);
        let station = self.model.places[to].station;
        match self.model.way(from, station) {
            None => self.arrive(part, to),
            Some(way) => {
                self.buffers.promise(station);
                self.send(part, to, way, visit);
            }
        }
        self.vacate(machine);
    }

    /// A part on a machine is thrown away.
    pub(super) fn lose(&mut self, machine: MachineId, part: PartId) {
        let station = self.model.machines[machine].station;
        let row = *self.parts.get(part);
        self.drop_task(Tasks::of_machine(machine));
        if let Some(place) = self.machines.kept(machine) {
            self.machines.keep(machine, None);
            let next = self.model.places[place].station;
            self.buffers.break_promise(next);
            self.agenda.put_start(next);
            if self.buffers.is_wanted(next) {
                self.agenda.put_room(next);
            }
        }
        self.observer.scrapped(row.product, station, row.key, row.released, self.now);
        self.miss(part);
        self.forget(part);
        self.close_late(machine);
        self.vacate(machine);
    }

    /// The place where a step can be done soonest by the rule: the first in the order written with
    /// a free machine, else the one with the shortest queue for the machines that can work, else,
    /// where none can, the one with the shortest queue for all of its machines; only with room.
    ///
    /// A part that comes back to the station of its machine has room there if the machine can work:
    /// it changes places with the first one in front. For one from outside, without a machine, room
    /// that this instant has brought belongs to those who wait already.
    fn choose_place(&self, step: StepId, from: Option<MachineId>) -> Option<PlaceId> {
        let sound = from.filter(|&machine| self.machines.is_sound(machine));
        let here = sound.map(|machine| self.model.machines[machine].station);
        let has_room = |&place: &PlaceId| {
            let station = self.model.places[place].station;
            let is_taken = from.is_none() && self.buffers.is_wanted(station);
            here == Some(station) || self.buffers.has_room(station) && !is_taken
        };
        let places = self.model.steps[step].places;
        if places.len() == 1 {
            return Some(places.first()).filter(has_room);
        }
        let all = places.iter().filter(has_room).map(|place| (place, self.crowding(place)));
        let least = all.min_by(|(_, (idle, one)), (_, (other_idle, other))| {
            idle.cmp(other_idle).then(one.total_cmp(other))
        });
        least.map(|(place, _)| place)
    }

    /// Whether no machine of a station can work, and the parts in front beyond its free machines,
    /// for each machine that can, or for each if none can; 0 if one would start at once.
    ///
    /// Cost: a look at every machine, unless one is free.
    fn crowding(&self, place: PlaceId) -> (bool, f64) {
        let station = self.model.places[place].station;
        let (load, available) = (self.buffers.load(station), self.buffers.available(station));
        if load < available {
            return (false, 0.0);
        }
        let machines = self.model.stations[station].machines;
        let can_work =
            |&machine: &MachineId| self.machines.is_sound(machine) && self.is_open(machine);
        let able = machines.iter().filter(can_work).count();
        let share = if able == 0 { machines.len() } else { able };
        (able == 0, f64::from(load - available + 1) / share as f64)
    }

    /// Whether a part goes on at the station where it is, perhaps among others.
    pub(super) fn comes_back(&self, part: PartId) -> bool {
        let here = self.model.places[self.parts.get(part).place].station;
        let mut places = self.model.steps[self.next_step(part)].places.iter();
        places.any(|place| self.model.places[place].station == here)
    }

    /// A machine that is sound and open again tries anew to give up a part that comes back to it.
    pub(super) fn try_again(&mut self, machine: MachineId) {
        let Holding::Finished(part) = self.machines.holding(machine) else { return };
        let waits = self.machines.waits_for_room(machine) && self.machines.is_sound(machine);
        if waits && self.comes_back(part) {
            for place in self.model.steps[self.next_step(part)].places.iter() {
                let at = self.model.places[place].station;
                self.buffers.stop_waiting(at, Waiting::Machine(machine));
            }
            self.machines.set(machine, State::Blocked, false);
            self.agenda.put_leave(machine);
        }
    }

    /// Lets somebody wait for room at all stations of a step.
    fn wait_for_room(&mut self, step: StepId, who: Waiting) {
        for place in self.model.steps[step].places.iter() {
            self.buffers.wait(self.model.places[place].station, who);
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
            match who {
                Waiting::Outside(part) => self.let_in(station, part),
                Waiting::Machine(machine) => last = self.unblock(station, machine),
            }
        }
        if let Some(freed) = last {
            self.take_next(freed);
        }
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
                if let Hop::To { place, .. } = self.places[self.parts.get(part).place].hop() {
                    self.buffers.end_first_wait(station);
                    self.arrive(part, place);
                    return self.free_machine(machine);
                }
                let place = self.end_wait(self.next_step(part), station, Waiting::Machine(machine));
                self.pass_on(machine, part, place);
            }
            Holding::InCycle(part) => {
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

    /// The step that follows, for a part that waits for room there.
    pub(super) fn next_step(&self, part: PartId) -> StepId {
        match self.target(part) {
            Target::Step(step) => step,
            Target::Out => unreachable!("a part that leaves the plant waits for no room"),
        }
    }

    /// Ends a wait at all stations of a step; the place of the step at `station`.
    fn end_wait(&mut self, step: StepId, station: StationId, who: Waiting) -> PlaceId {
        let mut found = None;
        for place in self.model.steps[step].places.iter() {
            let at = self.model.places[place].station;
            self.buffers.stop_waiting(at, who);
            if at == station {
                found = Some(place);
            }
        }
        found.expect("it waited at a station of the step")
    }
}
