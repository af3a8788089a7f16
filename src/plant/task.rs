//! Tasks: whatever takes time and may need people: the cycle of a machine, the repair of a failure.
//!
//! A task that is interrupted keeps its machine and part, frees its people and keeps the time it
//! asked for people and what is left of its standard time. Reasons for an interruption form a set;
//! when the set is empty the task goes on as soon as all its people are there.

use super::cause::Token;
use super::event::Slots;
use super::{Observer, Plant};
use crate::ids::{Id, MachineId, ModeId, NeedsId, Table, TaskId};
use crate::model::{AtClose, Model};
use crate::observe::{Label, State};
use crate::units::{Span, Time};

/// Why a task cannot go on, as a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interruption {
    /// The calendar of the machine is closed.
    Closed = 1,
    /// The machine has failed.
    Failed = 2,
    /// No room downstream (blocking before service).
    NoRoom = 4,
    /// It would not end before the closing (`no_start`).
    NoFit = 8,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// There is none.
    Absent,
    /// It waits until nothing interrupts it.
    Held,
    /// It waits for people.
    Asking,
    /// It runs.
    Running,
}

/// Two tasks share a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Row {
    started: Time,
    left: Span,
    asked: Time,
    phase: Phase,
    interruptions: u8,
    /// Whether it has run before.
    begun: bool,
}

/// All tasks: one for each machine, then one for each failure mode of a machine.
#[derive(Debug)]
pub(super) struct Tasks {
    rows: Table<TaskId, Row>,
    /// What each task waits for behind its last token, if anything.
    ready: Table<TaskId, Token>,
    /// How far upstream the machine of each task stands.
    rank: Table<TaskId, u32>,
    machines: usize,
}

/// Whose task it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The cycle of a machine.
    Cycle(MachineId),
    /// The repair of a failure.
    Repair(ModeId),
}

impl Tasks {
    pub(super) fn new(model: &Model) -> Self {
        let row = Row {
            started: Time::ZERO,
            left: Span::ZERO,
            asked: Time::ZERO,
            phase: Phase::Absent,
            interruptions: 0,
            begun: false,
        };
        let machines = model.machines.len();
        let tasks = machines + model.modes.len();
        let of_modes = model.modes.iter().map(|mode| mode.machine);
        let rank = model.machines.ids().chain(of_modes).map(|m| model.station_of(m).rank).collect();
        Self {
            rows: Table::filled(tasks, row),
            ready: Table::filled(tasks, Token::default()),
            rank,
            machines,
        }
    }

    /// Fetches what is known of the cycle of a machine into the cache.
    #[inline]
    pub(super) fn fetch(&self, machine: MachineId) {
        self.rows.fetch(Self::of_machine(machine));
    }

    #[inline]
    pub(super) fn of_machine(machine: MachineId) -> TaskId {
        TaskId::at(machine.position())
    }

    pub(super) fn of_mode(&self, mode: ModeId) -> TaskId {
        TaskId::at(self.machines + mode.position())
    }

    #[inline]
    pub(super) fn owner(&self, task: TaskId) -> Owner {
        match task.position().checked_sub(self.machines) {
            None => Owner::Cycle(MachineId::at(task.position())),
            Some(mode) => Owner::Repair(ModeId::at(mode)),
        }
    }

    /// Places a task that takes `standard` time, ready since `ready`; it starts when it can.
    #[inline]
    pub(super) fn place(&mut self, task: TaskId, standard: Span, ready: Token, now: Time) {
        let row = &mut self.rows[task];
        row.left = standard;
        row.asked = now;
        row.phase = Phase::Held;
        row.interruptions = 0;
        row.begun = false;
        self.ready[task] = ready;
    }

    /// Places a task that nothing keeps from running now.
    #[inline]
    pub(super) fn place_running(&mut self, task: TaskId, standard: Span, now: Time) {
        let row = &mut self.rows[task];
        row.started = now;
        row.left = standard;
        row.phase = Phase::Running;
        row.interruptions = 0;
        row.begun = true;
    }

    /// A task is complete. Returns how long its last segment ran.
    #[inline]
    pub(super) fn complete(&mut self, task: TaskId, now: Time) -> Span {
        let row = &mut self.rows[task];
        row.phase = Phase::Absent;
        now - row.started
    }

    /// A task runs from now on; what is left of it.
    #[inline]
    pub(super) fn start(&mut self, task: TaskId, now: Time) -> Span {
        let row = &mut self.rows[task];
        row.phase = Phase::Running;
        row.started = now;
        row.begun = true;
        row.left
    }

    pub(super) fn is_running(&self, task: TaskId) -> bool {
        self.rows[task].phase == Phase::Running
    }

    /// Whether the loaded part of a machine does not start because it would find no room.
    pub(super) fn is_without_room(&self, machine: MachineId) -> bool {
        self.rows[Self::of_machine(machine)].interruptions & Interruption::NoRoom as u8 != 0
    }

    /// Whether the loaded part of a machine does not start because it would not end before closing.
    pub(super) fn does_not_fit(&self, machine: MachineId) -> bool {
        self.rows[Self::of_machine(machine)].interruptions & Interruption::NoFit as u8 != 0
    }

    /// Whether the task has run, and is not complete.
    pub(super) fn is_begun(&self, task: TaskId) -> bool {
        self.rows[task].phase != Phase::Absent && self.rows[task].begun
    }

    /// The order in which people serve: who asked first; of those who asked in the same instant,
    /// the one furthest downstream.
    pub(super) fn turn(&self, task: TaskId) -> (Time, u32, TaskId) {
        (self.rows[task].asked, self.rank[task], task)
    }

    /// Starts again from the beginning, with all its `standard` time, when it goes on.
    pub(super) fn restart(&mut self, task: TaskId, standard: Span) {
        self.rows[task].left = standard;
    }

    /// When the running task started or went on.
    pub(super) fn started(&self, task: TaskId) -> Time {
        self.rows[task].started
    }

    /// What was left of the task when it started or went on.
    pub(super) fn left(&self, task: TaskId) -> Span {
        self.rows[task].left
    }

    /// The token that the last segment of a task ended with, or that its next one starts with.
    pub(super) fn ready(&self, task: TaskId) -> Token {
        self.ready[task]
    }

    /// Says what it starts with.
    #[inline]
    pub(super) fn set_ready(&mut self, task: TaskId, token: Token) {
        self.ready[task] = token;
    }

    /// Something else has to be there, too, before it can start.
    #[inline]
    pub(super) fn wait_for(&mut self, task: TaskId, token: Token) {
        self.ready[task] = self.ready[task].later(token);
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Adds a reason for interruption: a running task stops, an asking one stops asking.
    pub(super) fn interrupt(&mut self, task: TaskId, by: Interruption) {
        self.tasks.rows[task].interruptions |= by as u8;
        match self.tasks.rows[task].phase {
            Phase::Running => self.suspend(task),
            Phase::Asking => {
                if let Some(needs) = self.needs(task) {
                    self.crews.stop_asking(task, needs);
                }
                self.show_asking(task, false);
                self.tasks.rows[task].phase = Phase::Held;
            }
            Phase::Held | Phase::Absent => {}
        }
    }

    /// Takes a reason for interruption away and lets the task go on if it was the last.
    pub(super) fn free(&mut self, task: TaskId, from: Interruption) {
        let row = &mut self.tasks.rows[task];
        if row.interruptions & from as u8 != 0 {
            row.interruptions &= !(from as u8);
            self.go_on(task);
        }
    }

    /// Lets a held task run or ask for people, unless something interrupts it.
    #[inline]
    pub(super) fn go_on(&mut self, task: TaskId) {
        let row = &self.tasks.rows[task];
        if row.phase != Phase::Held || row.interruptions != 0 || !self.fits(task) {
            return;
        }
        if self.needs(task).is_some() {
            self.ask(task);
        } else {
            self.run_task(task);
        }
    }

    /// Whether a task for which there are people may start now, or is held again.
    pub(super) fn may_start(&mut self, task: TaskId) -> bool {
        let fits = self.fits(task);
        if !fits {
            self.tasks.rows[task].phase = Phase::Held;
            self.show_asking(task, false);
        }
        fits
    }

    /// Whether a cycle may start now under `no_start`; holds it until the next opening if not.
    #[inline]
    fn fits(&mut self, task: TaskId) -> bool {
        let Owner::Cycle(machine) = self.tasks.owner(task) else { return true };
        let station = self.model.station_of(machine);
        let (AtClose::NoStart, Some(calendar)) = (station.at_close, station.calendar) else {
            return true;
        };
        let row = &mut self.tasks.rows[task];
        let fits = row.begun || self.now + row.left <= self.calendars.closes(calendar);
        if !fits {
            row.interruptions |= Interruption::NoFit as u8;
            self.show_pause(machine);
        }
        fits
    }

    /// The people a task needs.
    #[inline]
    pub(super) fn needs(&self, task: TaskId) -> Option<NeedsId> {
        match self.tasks.owner(task) {
            Owner::Cycle(machine) => self.model.station_of(machine).operators,
            Owner::Repair(mode) => self.model.failures[self.model.modes[mode].failure].crew,
        }
    }

    fn ask(&mut self, task: TaskId) {
        self.tasks.rows[task].phase = Phase::Asking;
        if let Some(needs) = self.needs(task) {
            self.crews.ask(&self.tasks, task, needs);
        }
        self.show_asking(task, true);
        self.agenda.put_people();
    }

    /// Shows a machine that waits for people.
    fn show_asking(&mut self, task: TaskId, holds: bool) {
        if let Owner::Cycle(machine) = self.tasks.owner(task) {
            self.machines.set(machine, State::WaitOperator, holds);
        }
    }

    /// Runs a task whose people, if it needs any, are there.
    pub(super) fn run_task(&mut self, task: TaskId) {
        if self.tasks.rows[task].phase == Phase::Asking {
            self.show_asking(task, false);
        }
        if O::CAUSES {
            self.close_gate(task);
        }
        match self.tasks.owner(task) {
            Owner::Cycle(machine) => self.run_cycle(machine),
            Owner::Repair(mode) => {
                let left = self.tasks.start(task, self.now);
                let waited = self.now - self.tasks.rows[task].asked;
                self.machines.repair(self.model.modes[mode].machine);
                self.observer.repair_started(mode, waited, self.now);
                self.events.book(Slots::task(task), self.now + left);
            }
        }
    }

    /// Stops a running task, which is held then: people are freed, worn modes have aged, the
    /// segment is an activity.
    fn suspend(&mut self, task: TaskId) {
        self.events.cancel(Slots::task(task));
        let row = &mut self.tasks.rows[task];
        let done = self.now - row.started;
        row.left -= done;
        row.phase = Phase::Held;
        match self.tasks.owner(task) {
            Owner::Cycle(machine) => {
                self.wear(machine, done);
                self.machines.set(machine, State::Working, false);
                self.show_closed(machine);
            }
            Owner::Repair(mode) => {
                self.machines.interrupt_repair(self.model.modes[mode].machine);
            }
        }
        self.end_segment(task);
    }

    /// People leave a running task: it asks again, with the time it asked first.
    pub(super) fn desert(&mut self, task: TaskId) {
        self.suspend(task);
        self.go_on(task);
    }

    /// Takes a task away that is not running any more.
    pub(super) fn drop_task(&mut self, task: TaskId) {
        debug_assert!(!self.tasks.is_running(task), "a running task is suspended first");
        self.tasks.rows[task].phase = Phase::Absent;
    }

    /// Frees the people of a task and tells the activity that ends.
    pub(super) fn end_segment(&mut self, task: TaskId) {
        let mut end = Token::default();
        if O::CAUSES {
            let label = match self.tasks.owner(task) {
                Owner::Cycle(machine) => Label::Cycle(self.model.machines[machine].station),
                Owner::Repair(mode) => Label::Repair(mode),
            };
            end = self.end_activity(label, self.tasks.ready[task]);
            self.tasks.ready[task] = end;
        }
        if self.needs(task).is_some() {
            self.crews.release(task, end, self.now, &mut self.observer);
            self.agenda.put_people();
            self.release_left(task);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tasks_share_a_cache_line() {
        assert_eq!(size_of::<Row>(), 32);
    }
}
