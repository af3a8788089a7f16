//! The cycle of a machine: it starts when nothing is missing, goes on after an interruption, ends.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::event::Slots;
use super::machine::{Holding, Traits};
use super::stage::Stage;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, StationId};
use crate::model::Blocking;
use crate::observe::WorkedOn;
use crate::units::Span;

impl<O: Observer> Plant<'_, O> {
    /// The cycle of a loaded part starts if people, place and time are there.
    pub(super) fn start_if_ready(&mut self, machine: MachineId, part: PartId) {
        if self.model.station_of(machine).blocking == Blocking::BeforeService {
            self.keep_place(machine, part);
        }
        if self.machines.traits(machine).is_staged() {
            self.begin_stages(machine, part);
        }
        self.go_on(Tasks::of_machine(machine));
    }

    /// A cycle starts or goes on.
    pub(super) fn run_cycle(&mut self, machine: MachineId) {
        let mut begun = self.tasks.is_begun(Tasks::of_machine(machine));
        let mut stage = Stage::Cycle;
        let traits = self.machines.traits(machine);
        if traits.is_staged() {
            stage = self.tasks.stage(Tasks::of_machine(machine));
            if stage == Stage::Setup {
                return self.run_setup(machine);
            }
            begun &= !self.setups.take_fresh(machine);
            if !begun {
                self.note_speed(machine);
                self.use_setup(machine);
            }
        }
        match self.machines.holding(machine) {
            Holding::InCycle(part) => {
                if O::PARTS {
                    self.tell_work_on(machine, part);
                }
                if !begun {
                    self.tell_start(machine, part);
                    if traits.is_staged() {
                        self.tell_batch(machine);
                    }
                }
                if stage == Stage::Approve {
                    return self.run_inspection(machine);
                }
                self.machines.work(machine);
                let left = self.tasks.start(Tasks::of_machine(machine), self.now);
                self.show_closed(machine);
                self.book_cycle(machine, left, traits);
            }
            Holding::Nothing | Holding::Finished(..) => {
                unreachable!("a cycle runs on a machine that holds a part")
            }
        }
    }

    /// The visit of a part to a station of which more is to be told begins, perhaps with others: that of the first
    /// is told.
    #[inline(never)]
    fn tell_batch(&mut self, machine: MachineId) {
        self.stop_limits(machine);
        if self.preemptions.are_some() {
            self.note_begin(machine);
        }
        let station = self.model.machines[machine].station;
        if self.model.stations[station].batch.is_some() {
            self.observer.batch_started(station, self.now);
        }
        for part in self.batches.others(machine).to_vec() {
            if O::PARTS {
                self.tell_work_on(machine, part);
            }
            self.tell_start(machine, part);
        }
    }

    /// The cycle of a part begins.
    #[inline(always)]
    fn tell_start(&mut self, machine: MachineId, part: PartId) {
        let part = self.parts.get(part);
        let station = self.model.machines[machine].station;
        self.observer.queue_left(station, self.now - part.arrived, self.now);
        self.observer.cycle_started(machine, part.key, self.now);
    }

    /// A machine works on a part.
    #[inline(never)]
    pub(super) fn tell_work_on(&mut self, machine: MachineId, part: PartId) {
        let part = self.parts.get(part);
        let placed = part.order.and_then(|order| self.orders.placed(order));
        let order = placed.map(|placed| (placed.ordered, placed.number));
        let due = placed.and_then(|placed| placed.due);
        let of = WorkedOn { order, due, product: part.product, place: part.place };
        self.observer.works_on(machine, part.key, of, self.now);
    }

    /// A machine works: books the end of its cycle, or the failure that comes before it.
    #[inline(always)]
    pub(super) fn book_cycle(&mut self, machine: MachineId, left: Span, traits: Traits) {
        if traits.wears()
            && let Some((mode, worn)) = self.odometers.fails_within(machine, left)
        {
            self.events.book(self.slots.failure(mode), self.now + worn);
        } else {
            self.events.book_after(Slots::machine(machine), self.now, left);
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
        match self.machines.finish(machine) {
            Some((part, station, traits)) => self.end_last(machine, part, station, traits),
            None => self.end_stage_or_cycle(machine),
        }
    }

    /// Ends a stage of a cycle that hands work around; the part that wants to leave after the last.
    #[inline(never)]
    fn end_stage_or_cycle(&mut self, machine: MachineId) -> Option<PartId> {
        if self.end_stage(machine) {
            return None;
        }
        self.end_inspection(machine);
        let (part, station, traits) = self.machines.finish_staged(machine)?;
        self.batches.end(machine, self.now);
        if !self.batches.has_others(machine) {
            return self.end_last(machine, part, station, traits);
        }
        if self.wears.are_some() {
            self.wear_by_others(machine);
        }
        self.end_others(machine);
        if self.end_last(machine, part, station, traits).is_some() {
            self.line_up(machine);
            self.agenda.put_leave(machine);
        }
        None
    }

    /// Ends a cycle with all its stages.
    #[inline(always)]
    fn end_last(
        &mut self,
        machine: MachineId,
        part: PartId,
        station: StationId,
        traits: Traits,
    ) -> Option<PartId> {
        let worked = self.tasks.complete(Tasks::of_machine(machine), self.now);
        self.observer.cycle_done(station, machine, self.parts.get(part).key, self.now);
        let is_plain = !O::CAUSES && !traits.ends_specially();
        let is_good = is_plain || self.end_specially(machine, part);
        if traits.ages() {
            let worked = if traits.is_staged() { self.work_in(machine, worked) } else { worked };
            self.age(machine, worked, traits.counts_cycles());
        }
        is_good.then_some(part)
    }

    /// The end of a cycle that frees people, is told with its cause, may scrap its part, or came
    /// after closing; whether the part is good.
    #[inline(never)]
    fn end_specially(&mut self, machine: MachineId, part: PartId) -> bool {
        let task = Tasks::of_machine(machine);
        if self.wears.are_some() {
            self.wear_by_part(machine, part);
        }
        self.learn(machine);
        self.send_on(machine);
        self.tell_work(task);
        self.tell_pace(task);
        self.end_segment(task);
        if O::CAUSES {
            let end = self.tasks.ready(task);
            self.parts.set_token(part, end);
            self.machines.set_token(machine, end);
        }
        self.close_late(machine);
        if self.machines.traits(machine).is_staged() || self.crews.finish_in_breaks() {
            self.show_pause(machine);
        }
        let mut is_bad = self.is_bad(self.model.machines[machine].station, part);
        if is_bad {
            self.spoil(machine, part, true);
        } else {
            is_bad = self.first_pieces.are_some() && self.has_failed_as_first(machine, part);
        }
        if is_bad {
            self.lose(machine, part);
        } else {
            let station = self.model.station_of(machine);
            if station.at_unload {
                self.give_back_unloaded(part);
            }
            if station.limited.starts {
                self.start_limits(part);
            }
        }
        !is_bad
    }
}
