//! Limits on how long parts wait between two steps (`within`): clocks, and what becomes of who is too late.
//!
//! A clock starts with the end of a cycle and stops with the beginning of another. When it runs out is
//! looked at after all else that happens at the instant: what begins then is in time. A part in front of the
//! station, or on a machine of it, is taken out at once; one that is elsewhere when it comes.

use std::collections::VecDeque;

use super::agenda::Rare;
use super::machine::Holding;
use super::task::{Interruption, Tasks};
use super::{Observer, Plant};
use crate::ids::{LimitId, MachineId, PartId, PlaceId, StationId, StepId, Table};
use crate::model::{Late, Model};
use crate::observe::Label;
use crate::random::Stream;
use crate::units::{Span, Time};

/// A clock that runs for a part. Its key tells whether the number is still that of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Clock {
    due: Time,
    part: PartId,
    key: u64,
}

/// The clocks of all limits; empty without any.
#[derive(Debug)]
pub(super) struct Limits {
    /// The limits whose clocks start with the end of each step.
    starts: Table<StepId, Vec<LimitId>>,
    /// The clocks that run, in the order in which they run out.
    clocks: Table<LimitId, VecDeque<Clock>>,
    /// Clocks that have run out for parts that were elsewhere.
    overdue: Vec<(LimitId, Clock)>,
}

impl Limits {
    pub(super) fn new(model: &Model) -> Self {
        let steps = if model.limits.is_empty() { 0 } else { model.steps.len() };
        let mut starts = Table::filled(steps, Vec::new());
        for (id, limit) in model.limits.enumerated() {
            starts[limit.from].push(id);
        }
        let clocks = Table::filled(model.limits.len(), VecDeque::new());
        Self { starts, clocks, overdue: Vec::new() }
    }

    /// Stops the clock of a part; whether one ran.
    ///
    /// Cost: a look at the clocks that started before.
    fn stop(&mut self, limit: LimitId, part: PartId, key: u64) -> bool {
        let is_its = |clock: &Clock| (clock.part, clock.key) == (part, key);
        let clocks = &mut self.clocks[limit];
        let position = clocks.iter().position(is_its);
        position.and_then(|position| clocks.remove(position)).is_some()
    }

    /// Whether some part that was elsewhere when its clock ran out may still come.
    #[inline]
    pub(super) fn are_some_overdue(&self) -> bool {
        !self.overdue.is_empty()
    }

    /// Forgets that a part is overdue; whether it was.
    fn forget_overdue(&mut self, limit: LimitId, part: PartId, key: u64) -> bool {
        let before = self.overdue.len();
        self.overdue.retain(|(id, clock)| (*id, clock.part, clock.key) != (limit, part, key));
        self.overdue.len() < before
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A part is through a step: the clocks that count from there start.
    pub(super) fn start_limits(&mut self, part: PartId) {
        let row = self.parts.get(part);
        let (key, step) = (row.key, self.model.places[row.place].step);
        for position in 0..self.limits.starts.get(step).map_or(0, Vec::len) {
            let limit = self.limits.starts[step][position];
            self.limits.stop(limit, part, key);
            self.limits.forget_overdue(limit, part, key);
            let due = self.now + self.model.limits[limit].time;
            self.limits.clocks[limit].push_back(Clock { due, part, key });
            self.expect_limit(limit);
        }
    }

    /// Work begins on all parts on a machine: their clocks stop.
    pub(super) fn stop_limits(&mut self, machine: MachineId) {
        let station = self.model.machines[machine].station;
        if !self.model.stations[station].limited.ends {
            return;
        }
        let parts: Vec<PartId> = self.parts_on(machine).collect();
        for part in parts {
            let row = self.parts.get(part);
            let (key, step) = (row.key, self.model.places[row.place].step);
            if let Some(limit) = self.model.steps[step].limit
                && self.limits.stop(limit, part, key)
            {
                self.observer.in_time(station, self.now);
                self.expect_limit(limit);
            }
        }
    }

    fn expect_limit(&mut self, limit: LimitId) {
        match self.limits.clocks[limit].front() {
            Some(clock) => self.events.book(self.slots.limit(limit), clock.due),
            None => self.events.cancel(self.slots.limit(limit)),
        }
    }

    /// Clocks have run out: whoever has not begun by now is too late. People who are free go to work before.
    pub(super) fn look_at_limits(&mut self) {
        if self.agenda.take_people() {
            self.agenda.put_rare(Rare::Limits);
            return self.let_people_work();
        }
        for limit in self.model.limits.ids() {
            while let Some(&clock) = self.limits.clocks[limit].front()
                && clock.due <= self.now
            {
                self.limits.clocks[limit].pop_front();
                self.run_out_of_time(limit, clock);
            }
            self.expect_limit(limit);
        }
        let parts = &self.parts;
        self.limits.overdue.retain(|(_, clock)| parts.is_inside(clock.part, clock.key));
    }

    /// The clock of a part has run out.
    fn run_out_of_time(&mut self, limit: LimitId, clock: Clock) {
        let Clock { part, key, .. } = clock;
        if !self.parts.is_inside(part, key) {
            return;
        }
        let at = &self.model.places[self.parts.get(part).place];
        let (station, is_bound) = (at.station, at.step == self.model.limits[limit].to);
        if is_bound && self.buffers.iter(station, &self.parts).any(|other| other == part) {
            self.lose_patience(limit, station, part, None);
        } else if let Some(machine) = self.holder(station, part).filter(|_| is_bound) {
            self.lose_patience(limit, station, part, Some(machine));
        } else {
            self.limits.overdue.push((limit, clock));
        }
    }

    /// The machine on which work on a part has not begun.
    fn holder(&self, station: StationId, part: PartId) -> Option<MachineId> {
        let mut machines = self.model.stations[station].machines.iter();
        machines.find(|&machine| {
            matches!(self.machines.holding(machine), Holding::InCycle(_))
                && self.parts_on(machine).any(|other| other == part)
        })
    }

    /// A part in front of a station, or on a machine that has not begun, is too late.
    fn lose_patience(
        &mut self,
        limit: LimitId,
        station: StationId,
        part: PartId,
        machine: Option<MachineId>,
    ) {
        let late = self.model.limits[limit].late;
        self.observer.too_late(station, late != Late::Counts, self.now);
        if late == Late::Counts {
            return;
        }
        match machine {
            Some(machine) => self.take_off(machine, part),
            None => self.take_out_of_queue(station, part),
        }
        let at_machine = machine.is_some();
        self.send_away(late, station, part, at_machine);
    }

    /// A part that was overdue comes to a place: whether it is taken out.
    #[cold]
    pub(super) fn comes_too_late(&mut self, part: PartId, place: PlaceId) -> bool {
        let at = &self.model.places[place];
        let (station, key) = (at.station, self.parts.get(part).key);
        let Some(limit) = self.model.steps[at.step].limit else { return false };
        if !self.limits.forget_overdue(limit, part, key) {
            return false;
        }
        let late = self.model.limits[limit].late;
        self.observer.too_late(station, false, self.now);
        if late == Late::Counts {
            return false;
        }
        self.parts.send_to(part, place);
        if self.buffers.is_wanted(station) {
            self.agenda.put_room(station);
        }
        self.agenda.put_start(station);
        self.send_away(late, station, part, false);
        true
    }

    /// What becomes of a part that is too late, and is nowhere any more.
    fn send_away(&mut self, late: Late, station: StationId, part: PartId, is_off_machine: bool) {
        if O::CAUSES {
            let token = self.end_activity(Label::Aside(station), self.parts.token(part));
            self.parts.set_token(part, token);
        }
        match late {
            Late::Counts => unreachable!("it goes on"),
            Late::Scrap if is_off_machine => self.throw_away(station, part),
            Late::Scrap => self.throw_away_in_front(station, part),
            Late::Back(step) => self.go_on_from_aside(part, step),
        }
    }

    /// Whether a part that stands aside goes back to an earlier step.
    pub(super) fn is_going_back(&self, part: PartId) -> bool {
        let step = self.model.places[self.parts.get(part).place].step;
        let back = self.model.back_from(step);
        back.is_some() && self.asides.step(part) == back
    }

    fn take_out_of_queue(&mut self, station: StationId, part: PartId) {
        let wanted = self.buffers.take_some(station, &[part], &mut self.parts);
        self.ranks.forget(station);
        self.stop_waiting_for_material(part);
        if wanted {
            self.agenda.put_room(station);
        }
        // Machines may have waited for what only this part lacked.
        self.agenda.put_start(station);
    }

    /// A part leaves a machine that has not begun its work: what was done of a setup for it is lost.
    fn take_off(&mut self, machine: MachineId, part: PartId) {
        if self.batches.has_others(machine) {
            return self.take_out_of_batch(machine, part);
        }
        let task = Tasks::of_machine(machine);
        self.interrupt(task, Interruption::NoRoom);
        self.stop_waiting_before(machine, part);
        self.drop_task(task);
        self.give_up_place(machine);
        self.close_late(machine);
        self.vacate(machine);
        self.may_be_clear(self.model.machines[machine].station);
        self.begin_due_upkeep(machine);
    }

    /// A part leaves a batch whose work has not begun: it goes on with the others.
    fn take_out_of_batch(&mut self, machine: MachineId, part: PartId) {
        let mut left: Vec<PartId> = self.parts_on(machine).filter(|&other| other != part).collect();
        let head = self.head(&left);
        left.retain(|&other| other != head);
        let others = left.len();
        left.reverse();
        self.batches.put(machine, left);
        self.batches.note_size(machine, others + 1);
        self.machines.hold_in_cycle(machine, head);
        let cycle = self.cycle_of_batch(machine, head);
        self.parts.set_cycle(head, cycle);
        self.begin_stage_anew(machine, head);
    }

    /// How long the cycle of a batch takes whose first part this is.
    fn cycle_of_batch(&self, machine: MachineId, head: PartId) -> Span {
        let station = self.model.machines[machine].station;
        let row = self.parts.get(head);
        let own = self.places[row.place].cycle_time(row.key, row.visit);
        let batch = self.model.stations[station].batch.as_deref();
        let Some(each) = batch.and_then(|batch| batch.each.as_ref()) else { return own };
        let stream: Stream = self.streams.batch[station];
        let time = |part: PartId| {
            let row = self.parts.get(part);
            each.sample(stream, row.key, row.visit)
        };
        own + Span::round(self.parts_on(machine).map(time).sum())
    }
}
