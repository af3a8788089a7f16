//! Tasks: whatever takes time and may need people: the cycle of a machine, the repair of a failure.
//!
//! A task that is interrupted keeps its machine and part, frees its people and keeps the time it
//! asked for people and what is left of its standard time. Reasons for an interruption form a set;
//! when the set is empty the task goes on as soon as all its people are there.

use super::ask::Asks;
use super::cause::Token;
use super::crew::{Turn, at_pace, done_at_pace};
use super::event::Slots;
use super::stage::Stage;
use super::{Observer, Plant};
use crate::ids::{Id, MachineId, ModeId, NeedsId, StationId, Table, TaskId};
use crate::model::{Model, PACE};
use crate::observe::{Label, State};
use crate::units::{Span, Time};

/// Why a task cannot go on, as a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interruption {
    /// The calendar of the machine is closed.
    Closed = 1,
    /// The machine has failed, or stands for planned work.
    Failed = 2,
    /// No room downstream (blocking before service).
    NoRoom = 4,
    /// It would not end before the closing (`no_start`).
    NoFit = 8,
    /// Somebody more urgent may take the machine first.
    Urgent = 16,
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
    /// Its people are on their way.
    Coming,
    /// It runs.
    Running,
}

/// Two tasks share a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Row {
    started: Time,
    /// What is left of it, in standard time.
    left: Span,
    asked: Time,
    /// How fast it goes. Unit: millionths of the standard pace.
    pace: u32,
    phase: Phase,
    interruptions: u8,
    /// Whether it has run before.
    begun: bool,
    stage: Stage,
}

/// All tasks: one for each machine, then one for each failure mode of a machine.
#[derive(Debug)]
pub(super) struct Tasks {
    rows: Table<TaskId, Row>,
    /// What each task waits for behind its last token, if anything.
    ready: Table<TaskId, Token>,
    pub(super) asks: Asks,
    machines: usize,
}

/// Whose task it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The cycle of a machine.
    Cycle(MachineId),
    /// The repair of a failure, or planned work.
    Repair(ModeId),
}

impl Tasks {
    pub(super) fn new(model: &Model) -> Self {
        let row = Row {
            started: Time::ZERO,
            left: Span::ZERO,
            asked: Time::ZERO,
            pace: PACE,
            phase: Phase::Absent,
            interruptions: 0,
            begun: false,
            stage: Stage::Cycle,
        };
        let machines = model.machines.len();
        let tasks = machines + model.modes.len();
        Self {
            rows: Table::filled(tasks, row),
            ready: Table::filled(tasks, Token::default()),
            asks: Asks::new(model),
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

    /// A task runs from now on; how long it takes at its pace.
    #[inline]
    pub(super) fn start(&mut self, task: TaskId, now: Time) -> Span {
        let row = &mut self.rows[task];
        row.phase = Phase::Running;
        row.started = now;
        row.begun = true;
        at_pace(row.left, row.pace)
    }

    /// How fast a task goes from now on.
    pub(super) fn set_pace(&mut self, task: TaskId, pace: u32) {
        self.rows[task].pace = pace;
    }

    /// The station of a task that is a cycle, not a handling around it.
    pub(super) fn cycle_at(&self, model: &Model, task: TaskId) -> Option<StationId> {
        let Owner::Cycle(machine) = self.owner(task) else { return None };
        let is_cycle = matches!(self.rows[task].stage, Stage::Cycle | Stage::Rest);
        is_cycle.then(|| model.machines[machine].station)
    }

    /// Which stage of a cycle a task is at.
    pub(super) fn stage(&self, task: TaskId) -> Stage {
        self.rows[task].stage
    }

    /// A task that is placed begins with a stage that takes `standard` time.
    pub(super) fn set_stage(&mut self, task: TaskId, stage: Stage, standard: Span) {
        let row = &mut self.rows[task];
        (row.stage, row.left, row.pace) = (stage, standard, PACE);
    }

    /// A task whose stage is complete is held before its next one.
    pub(super) fn advance(&mut self, task: TaskId, stage: Stage, standard: Span, now: Time) {
        self.set_stage(task, stage, standard);
        let row = &mut self.rows[task];
        (row.phase, row.asked) = (Phase::Held, now);
    }

    /// Whether nothing keeps a held task from asking or running.
    pub(super) fn may_go_on(&self, task: TaskId) -> bool {
        self.rows[task].phase == Phase::Held && self.rows[task].interruptions == 0
    }

    /// Whether there is a task at all.
    pub(super) fn is_absent(&self, task: TaskId) -> bool {
        self.rows[task].phase == Phase::Absent
    }

    pub(super) fn is_running(&self, task: TaskId) -> bool {
        self.rows[task].phase == Phase::Running
    }

    /// Whether the task waits for people.
    pub(super) fn is_asking(&self, task: TaskId) -> bool {
        self.rows[task].phase == Phase::Asking
    }

    /// Whether people are on their way to the task.
    pub(super) fn is_coming(&self, task: TaskId) -> bool {
        self.rows[task].phase == Phase::Coming
    }

    /// People are on their way to the task.
    pub(super) fn set_coming(&mut self, task: TaskId) {
        self.rows[task].phase = Phase::Coming;
    }

    /// Whether the loaded part of a machine does not start because it would find no room.
    pub(super) fn is_without_room(&self, machine: MachineId) -> bool {
        self.rows[Self::of_machine(machine)].interruptions & Interruption::NoRoom as u8 != 0
    }

    /// Whether the loaded part of a machine does not start because it would not end before closing.
    pub(super) fn does_not_fit(&self, machine: MachineId) -> bool {
        self.rows[Self::of_machine(machine)].interruptions & Interruption::NoFit as u8 != 0
    }

    /// A task that asked for people waits until it may ask again.
    #[inline]
    pub(super) fn hold(&mut self, task: TaskId) {
        self.rows[task].phase = Phase::Held;
    }

    /// A cycle waits until it is known whether its part is pushed off.
    pub(super) fn wait_for_urgent(&mut self, task: TaskId) {
        self.rows[task].interruptions |= Interruption::Urgent as u8;
    }

    /// A cycle waits for the next opening.
    pub(super) fn wait_for_opening(&mut self, task: TaskId) {
        self.rows[task].interruptions |= Interruption::NoFit as u8;
    }

    /// Whether the task has run, and is not complete.
    pub(super) fn is_begun(&self, task: TaskId) -> bool {
        self.rows[task].phase != Phase::Absent && self.rows[task].begun
    }

    /// When people serve a task.
    #[inline]
    fn turn(&self, model: &Model, task: TaskId) -> Turn {
        let priority = self.call(model, task).priority;
        Turn::new(priority, self.rows[task].asked, self.asks.rank(task), task)
    }

    /// Starts again from the beginning, with all its `standard` time, when it goes on.
    pub(super) fn restart(&mut self, task: TaskId, standard: Span) {
        self.rows[task].left = standard;
    }

    /// When the running task started or went on.
    pub(super) fn started(&self, task: TaskId) -> Time {
        self.rows[task].started
    }

    /// What was left of the task when it started or went on, in standard time.
    pub(super) fn left(&self, task: TaskId) -> Span {
        self.rows[task].left
    }

    /// How long what was left of the task takes at its pace.
    pub(super) fn takes(&self, task: TaskId) -> Span {
        at_pace(self.rows[task].left, self.rows[task].pace)
    }

    /// Whether a task goes at the standard pace.
    pub(super) fn is_at_standard(&self, task: TaskId) -> bool {
        self.rows[task].pace == PACE
    }

    /// How long a task has run since it started or went on, and how much of its standard time that was.
    pub(super) fn done(&self, task: TaskId, now: Time) -> (Span, Span) {
        let Row { started, left, pace, .. } = self.rows[task];
        let took = now - started;
        let done = if took >= at_pace(left, pace) { left } else { done_at_pace(took, pace) };
        (took, done.min(left))
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
            Phase::Coming => self.call_off_task(task),
            Phase::Asking => {
                if let Some(needs) = self.needs(task) {
                    self.crews.stop_asking(task, needs);
                    // What was kept for it is free for others.
                    if self.crews.has_refused() {
                        self.agenda.put_people();
                    }
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
        if !self.tasks.may_go_on(task) {
            return;
        }
        let Some(needs) = self.needs(task) else {
            if self.fits(task, PACE, Span::ZERO) {
                self.run_task(task);
            }
            return;
        };
        if self.fits(task, self.crews.best_pace(needs), Span::ZERO) {
            self.ask(task, needs);
        }
    }

    /// The people a task needs.
    #[inline]
    pub(super) fn needs(&self, task: TaskId) -> Option<NeedsId> {
        self.tasks.needs(self.model, task)
    }

    #[inline]
    fn ask(&mut self, task: TaskId, needs: NeedsId) {
        self.tasks.rows[task].phase = Phase::Asking;
        let turn = self.tasks.turn(self.model, task);
        if self.crews.has_urgent() && self.tasks.call(self.model, task).interrupts {
            self.crews.ask_urgently(turn, needs);
        } else {
            self.crews.ask(turn, needs);
        }
        self.show_asking(task, true);
        self.agenda.put_people();
    }

    /// Shows a machine that waits for people.
    pub(super) fn show_asking(&mut self, task: TaskId, holds: bool) {
        if let Owner::Cycle(machine) = self.tasks.owner(task) {
            self.machines.set(machine, State::WaitOperator, holds);
        }
    }

    /// Runs a task whose people, if it needs any, are there.
    pub(super) fn run_task(&mut self, task: TaskId) {
        if O::CAUSES {
            self.close_gate(task);
        }
        match self.tasks.owner(task) {
            Owner::Cycle(machine) => self.run_cycle(machine),
            Owner::Repair(mode) => {
                let left = self.tasks.start(task, self.now);
                if self.failures.is_setup(mode) {
                    self.start_setup_ahead(mode);
                } else {
                    let waited = self.now - self.tasks.rows[task].asked;
                    self.show_repair(mode, true);
                    self.observer.repair_started(mode, waited, self.now);
                }
                self.events.book(Slots::task(task), self.now + left);
            }
        }
    }

    /// Stops a running task, which is held then: people are freed, worn modes have aged, the
    /// segment is an activity.
    fn suspend(&mut self, task: TaskId) {
        self.events.cancel(Slots::task(task));
        self.tell_work(task);
        self.tell_pace(task);
        let row = &mut self.tasks.rows[task];
        let done = self.now - row.started;
        row.left = (row.left - done_at_pace(done, row.pace)).max(Span::ZERO);
        row.phase = Phase::Held;
        match self.tasks.owner(task) {
            Owner::Cycle(machine) => {
                if self.tasks.stage(task).is_work() {
                    self.wear(machine, done);
                }
                self.machines.stop_work(machine);
                self.show_closed(machine);
                self.show_pause(machine);
            }
            Owner::Repair(mode) => self.show_repair(mode, false),
        }
        self.end_segment(task);
    }

    /// People do not come to a task any more, which is held.
    fn call_off_task(&mut self, task: TaskId) {
        self.show_asking(task, false);
        self.tasks.rows[task].phase = Phase::Held;
        self.call_off(task);
    }

    /// People leave a running task, or are on their way to it no more: it asks again, with the time it
    /// asked first.
    pub(super) fn desert(&mut self, task: TaskId) {
        if self.tasks.is_coming(task) {
            self.call_off_task(task);
            self.go_on(task);
            return;
        }
        self.suspend(task);
        if let Owner::Cycle(machine) = self.tasks.owner(task)
            && self.model.station_of(machine).attendance.restarts
        {
            self.begin_anew(machine);
        }
        self.go_on(task);
    }

    /// Takes a task away that is not running any more.
    pub(super) fn drop_task(&mut self, task: TaskId) {
        debug_assert!(!self.tasks.is_running(task), "a running task is suspended first");
        self.tasks.rows[task].phase = Phase::Absent;
    }

    /// Tells what the people of a task have done since it started or went on.
    pub(super) fn tell_work(&mut self, task: TaskId) {
        if self.crews.people_at(task) > 0 {
            let Row { started, pace, .. } = self.tasks.rows[task];
            let took = self.now - started;
            let done = (done_at_pace(took, pace), took);
            self.crews.tell_work(task, done, self.now, &mut self.observer);
        }
    }

    /// Frees the people of a task and tells the activity that ends.
    pub(super) fn end_segment(&mut self, task: TaskId) {
        self.end_segment_of(task, self.tasks.stage(task));
    }

    /// The same, at the end of a stage.
    pub(super) fn end_segment_of(&mut self, task: TaskId, stage: Stage) {
        let end = self.tell_segment(task, stage);
        if self.crews.people_at(task) > 0 {
            self.crews.release(self.model, task, end, self.now, &mut self.observer);
            self.agenda.put_people();
        }
    }

    /// Tells the activity of a task that ends, or is interrupted in a stage.
    pub(super) fn tell_segment(&mut self, task: TaskId, stage: Stage) -> Token {
        if !O::CAUSES {
            return Token::default();
        }
        let label = match self.tasks.owner(task) {
            Owner::Cycle(machine) if !stage.is_work() => {
                Label::Setup(self.model.machines[machine].station)
            }
            Owner::Cycle(machine) => Label::Cycle(self.model.machines[machine].station),
            Owner::Repair(mode) if self.failures.is_upkeep(mode) => Label::Maintenance(mode),
            Owner::Repair(mode) if self.failures.is_setup(mode) => {
                let machine = self.model.modes[mode].machine;
                Label::Setup(self.model.machines[machine].station)
            }
            Owner::Repair(mode) => Label::Repair(mode),
        };
        let end = self.end_activity(label, self.tasks.ready[task]);
        self.tasks.ready[task] = end;
        end
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
