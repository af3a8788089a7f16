//! Failures: machines that stop, and repairs that bring them back.

use std::collections::BTreeMap;

use super::cause::Token;
use super::clock::clock;
use super::machine::Holding;
use super::stage::Stage;
use super::task::{Interruption, Tasks};
use super::{Observer, Plant};
use crate::ids::{FailureId, MachineId, ModeId, Run, Table};
use crate::model::{self, AfterRepair, Begins, Clock, FailureKind, Finished, Model, Seen};
use crate::observe::{Label, State};
use crate::units::{Span, Time};

/// What the work of a machine does to a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ages {
    /// Working time counts.
    Work,
    /// Completed cycles count.
    Cycles,
    /// Completed setups count.
    Setups,
    /// The wear by parts counts.
    Wear,
}

/// How far a mode is on its way from one failure, or planned work, to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Its clock runs.
    Running,
    /// Its clock runs, and it is done at the first opportunity; planned work only.
    Early,
    /// Its clock has run out, and it has not begun; planned work only.
    Due,
    /// The machine is down with it.
    Down,
}

/// How a mode comes to stop its machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comes {
    /// At once.
    AtOnce,
    /// It is due, and begins when it may; until then the machine is slower.
    Slowly,
    /// It is planned work, which is due, and begins when it may.
    Planned,
}

impl Comes {
    fn of(failure: &model::Failure) -> Self {
        match (&failure.planned, failure.is_upkeep()) {
            (None, _) => Self::AtOnce,
            (Some(_), false) => Self::Slowly,
            (Some(_), true) => Self::Planned,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) ages: Option<Ages>,
    comes: Comes,
    /// What its stops count as.
    kind: FailureKind,
    /// Whether another mode has its clock and its repair.
    pub(super) follows: bool,
    /// The modes that go down with it: first and one past the last in [`Failures`].
    followers: (u32, u32),
    /// Whether it lets the cycle under way end.
    pub(super) waits: bool,
    /// What is left on the clock: time for `on_shift`, cycles for `cycles`. For `operating` the
    /// reading of the machine's odometer at which it fails.
    pub(super) left: Span,
    /// Since when an `on_shift` clock has been running.
    pub(super) running: Option<Time>,
    /// Failures so far, and times its clock was started anew: the number of the next one.
    pub(super) count: u32,
    pub(super) progress: Progress,
    /// When it struck last with the end of a cycle, whose part may leave in that instant.
    pub(super) struck_at_end: Time,
    /// When it was repaired last, and by which activity.
    token: Token,
}

impl Row {
    /// Whether its clock runs, or would if its time counted.
    pub(super) const fn is_counting(&self) -> bool {
        matches!(self.progress, Progress::Running | Progress::Early)
    }

    /// Whether it is due first, and begins when it may.
    pub(super) fn comes_due(&self) -> bool {
        self.comes != Comes::AtOnce
    }

    fn is_down(&self) -> bool {
        self.progress == Progress::Down
    }

    /// Whether working time brings it at a reading of the odometer, or has brought it.
    pub(super) fn has_worn_out(&self, reading: Span) -> bool {
        self.ages == Some(Ages::Work) && self.is_counting() && self.left <= reading
    }
}

/// Whether wear by parts decides when it comes.
fn is_at_parts(model: &Model, failure: FailureId) -> bool {
    let worn = model.failures[failure].worn.as_deref();
    worn.is_some_and(|worn| worn.seen == Seen::AtParts)
}

/// All failure modes of all machines, planned work among them.
#[derive(Debug)]
pub(super) struct Failures {
    rows: Table<ModeId, Row>,
    /// Modes that go down with others, common cause by common cause.
    followers: Vec<ModeId>,
    /// Whether some failure keeps finished parts in their machine.
    keep_finished: bool,
    has_planned: bool,
}

impl Failures {
    pub(super) fn new(model: &Model) -> Self {
        let planned = |mode: &crate::model::Mode| model.failures[mode.failure].planned.as_ref();
        let row = |mode: &crate::model::Mode| Row {
            comes: Comes::of(&model.failures[mode.failure]),
            kind: model.failures[mode.failure].kind,
            follows: false,
            followers: (0, 0),
            waits: planned(mode).is_some_and(|planned| planned.begins != Begins::Immediate),
            ages: match clock(model, mode.failure) {
                None if is_at_parts(model, mode.failure) => Some(Ages::Wear),
                Some(Clock::Operating) => Some(Ages::Work),
                Some(Clock::Cycles) => Some(Ages::Cycles),
                Some(Clock::Setups) => Some(Ages::Setups),
                Some(Clock::Calendar | Clock::OnShift) | None => None,
            },
            left: Span::MAX,
            running: None,
            count: 0,
            progress: Progress::Running,
            struck_at_end: Time::NEVER,
            token: Token::default(),
        };
        let keep_finished =
            model.failures.iter().any(|failure| failure.finished == Finished::Stays);
        let has_planned = model.modes.iter().any(|mode| planned(mode).is_some());
        let rows = model.modes.iter().map(row).collect();
        let mut failures = Self { rows, followers: Vec::new(), keep_finished, has_planned };
        failures.join(model);
        failures
    }

    /// Finds what goes down with the first machine of each common cause.
    fn join(&mut self, model: &Model) {
        let mut groups: BTreeMap<FailureId, Vec<ModeId>> = BTreeMap::new();
        for (id, mode) in model.modes.enumerated() {
            if let Some(first) = model.failures[mode.failure].common {
                groups.entry(first).or_default().push(id);
            }
        }
        let count = |all: &Vec<ModeId>| u32::try_from(all.len()).unwrap_or(u32::MAX);
        for (first, group) in groups {
            let leads = |&id: &ModeId| {
                let mode = &model.modes[id];
                mode.failure == first && model.machines[mode.machine].number == 1
            };
            let Some(lead) = group.iter().copied().find(leads) else { continue };
            let begin = count(&self.followers);
            self.followers.extend(group.into_iter().filter(|&id| id != lead));
            self.rows[lead].followers = (begin, count(&self.followers));
        }
        for &mode in &self.followers {
            self.rows[mode].follows = true;
        }
    }

    /// How many modes go down with one.
    fn count_followers(&self, mode: ModeId) -> usize {
        let (first, end) = self.rows[mode].followers;
        (end - first) as usize
    }

    /// One of those that go down with a mode.
    fn follower(&self, mode: ModeId, number: usize) -> ModeId {
        self.followers[self.rows[mode].followers.0 as usize + number]
    }

    pub(super) fn row(&self, mode: ModeId) -> &Row {
        &self.rows[mode]
    }

    pub(super) fn row_mut(&mut self, mode: ModeId) -> &mut Row {
        &mut self.rows[mode]
    }

    pub(super) fn is_upkeep(&self, mode: ModeId) -> bool {
        self.rows[mode].comes == Comes::Planned
    }

    /// Whether it is a setup ahead, which stops its machine as a failure does and is none.
    pub(super) fn is_setup(&self, mode: ModeId) -> bool {
        self.rows[mode].kind == FailureKind::SetupAhead
    }

    /// Whether the machine is down with it.
    pub(super) fn is_down(&self, mode: ModeId) -> bool {
        self.rows[mode].is_down()
    }

    /// What a machine that is down with a mode shows whoever is there; `None` if that depends on its repair.
    pub(super) fn light(&self, mode: ModeId) -> Option<State> {
        match self.rows[mode] {
            Row { kind: FailureKind::ToolChange, .. } => Some(State::ToolChange),
            Row { comes: Comes::Planned, .. } => Some(State::Maintenance),
            Row { kind: FailureKind::Minor, .. } => Some(State::MinorStop),
            Row { kind: FailureKind::StartUp, .. } => Some(State::StartUp),
            Row { kind: FailureKind::SetupAhead, .. } => Some(State::Setup),
            Row { kind: FailureKind::Breakdown, .. } => None,
        }
    }

    /// Whether a machine with these modes is down with another that shows the same.
    fn others_show(&self, modes: Run<ModeId>, but: ModeId, state: State) -> bool {
        let shows = |mode: &ModeId| self.rows[*mode].is_down() && self.light(*mode) == Some(state);
        modes.iter().any(|mode| mode != but && shows(&mode))
    }

    /// Whether there is planned work.
    #[inline]
    pub(super) const fn has_planned(&self) -> bool {
        self.has_planned
    }

    /// A machine goes down with a mode; its number.
    pub(super) fn go_down(&mut self, mode: ModeId) -> u32 {
        let row = &mut self.rows[mode];
        row.progress = Progress::Down;
        row.running = None;
        row.count += 1;
        row.count - 1
    }

    /// The mode of the machine that work brings first within a cycle, and at which reading of the
    /// odometer.
    pub(super) fn next_worn(&self, modes: Run<ModeId>) -> Option<(Span, ModeId)> {
        let worn = modes.iter().map(|mode| (mode, &self.rows[mode]));
        let interrupts =
            |row: &Row| row.ages == Some(Ages::Work) && !row.waits && row.is_counting();
        let worn = worn.filter(|(_, row)| interrupts(row));
        worn.map(|(mode, row)| (row.left, mode)).min()
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A mode has come to its end: it strikes, or is due.
    pub(super) fn run_out(&mut self, mode: ModeId) {
        if self.failures.rows[mode].comes_due() {
            self.come_due(mode);
        } else {
            self.fail(mode);
        }
    }

    /// A mode without a clock strikes, unless the machine is down with it.
    pub(super) fn strike(&mut self, mode: ModeId) {
        if !self.failures.rows[mode].is_down() {
            self.fail(mode);
        }
    }

    /// A failure strikes: the machine stops, and those that it has in common with it; the repair asks for
    /// people.
    fn fail(&mut self, mode: ModeId) {
        let (number, stopped) = self.go_down(mode);
        for follower in 0..self.failures.count_followers(mode) {
            self.go_down(self.failures.follower(mode, follower));
        }
        self.ask_for_repair(mode, number, stopped);
    }

    /// A machine goes down with a failure: it stops, its part waits or is lost. The number of the failure, and
    /// what its repair is caused by.
    fn go_down(&mut self, mode: ModeId) -> (u32, Token) {
        let model = self.model;
        let machine = model.modes[mode].machine;
        let failure = &model.failures[model.modes[mode].failure];
        let task = Tasks::of_machine(machine);
        self.observer.failed(mode, self.now);
        if self.wears.are_some() {
            self.tell_wear(mode);
        }
        let number = self.failures.go_down(mode);
        let stopped = self.stop(mode);
        match self.failures.light(mode) {
            Some(state) => self.machines.go_down(machine, state),
            None => self.machines.fail(machine),
        }
        match failure.part {
            AfterRepair::Resume => {}
            AfterRepair::Restart => self.begin_anew(machine),
            AfterRepair::Scrap => {
                if self.tasks.is_begun(task)
                    && self.tasks.stage(task) != Stage::Setup
                    && !self.setups.is_fresh(machine)
                    && let Holding::InCycle(part) = self.machines.holding(machine)
                {
                    self.spoil_so_far(machine, part);
                    self.lose_others(machine);
                    self.lose(machine, part);
                }
            }
        }
        self.offer(machine);
        if failure.finished == Finished::Stays {
            self.keep_finished(machine);
        }
        self.look_for_upkeep(machine);
        (number, stopped)
    }

    /// A machine stops for a mode; what the repair is caused by.
    pub(super) fn stop(&mut self, mode: ModeId) -> Token {
        let machine = self.model.modes[mode].machine;
        let task = Tasks::of_machine(machine);
        let was_running = self.tasks.is_running(task);
        self.interrupt(task, Interruption::Failed);
        self.find_next_worn(machine);
        if O::CAUSES && !was_running {
            return self.end_activity(Label::Uptime(mode), self.failures.rows[mode].token);
        }
        self.tasks.ready(task)
    }

    /// The repair of a failure, or planned work, begins as soon as its people are there.
    pub(super) fn ask_for_repair(&mut self, mode: ModeId, number: u32, stopped: Token) {
        let failure = &self.model.failures[self.model.modes[mode].failure];
        let stream = self.streams.to_repair[mode];
        let time = Span::round(failure.repair.sample(stream, u64::from(number), 0));
        let repair = self.tasks.of_mode(mode);
        self.tasks.place(repair, time, stopped, self.now);
        self.go_on(repair);
    }

    /// The machine shows whether somebody repairs it; planned work and minor stops are shown whoever is there.
    pub(super) fn show_repair(&mut self, mode: ModeId, goes_on: bool) {
        if self.failures.light(mode).is_some() {
            return;
        }
        let followers = self.failures.count_followers(mode);
        let followers = (0..followers).map(|number| self.failures.follower(mode, number));
        for mode in std::iter::once(mode).chain(followers) {
            let machine = self.model.modes[mode].machine;
            if goes_on {
                self.machines.repair(machine);
            } else {
                self.machines.interrupt_repair(machine);
            }
        }
    }

    /// A repair or planned work ends: its clock starts anew, and the machine runs again if it was the
    /// last.
    pub(super) fn complete_repair(&mut self, mode: ModeId) {
        let repair = self.tasks.of_mode(mode);
        self.tasks.complete(repair, self.now);
        self.tell_work(repair);
        self.end_segment(repair);
        let end = self.tasks.ready(repair);
        self.come_back(mode, end);
        for follower in 0..self.failures.count_followers(mode) {
            self.come_back(self.failures.follower(mode, follower), end);
        }
    }

    /// What a machine was down with is over: see [`Self::complete_repair`]; `end` is that of the repair.
    fn come_back(&mut self, mode: ModeId, end: Token) {
        let machine = self.model.modes[mode].machine;
        if self.failures.is_upkeep(mode) {
            self.observer.maintained(mode, self.now);
        } else if self.failures.is_setup(mode) {
            self.end_setup_ahead(mode);
        } else {
            self.observer.repaired(mode, self.now);
        }
        if let Some(state) = self.failures.light(mode) {
            let modes = self.model.machines[machine].modes;
            let goes_on = self.failures.others_show(modes, mode, state);
            self.machines.come_up(machine, state, goes_on);
        } else {
            self.machines.repaired(machine);
        }
        let task = Tasks::of_machine(machine);
        if O::CAUSES {
            self.failures.rows[mode].token = end;
            // What is on the machine, or comes next, has waited for the repair.
            match self.machines.holding(machine) {
                Holding::InCycle(_) => self.tasks.wait_for(task, end),
                Holding::Nothing | Holding::Finished(_) => self.machines.set_token(machine, end),
            }
        }
        if self.wears.are_some() {
            self.renew_wear(mode);
        }
        // The clock is renewed before the machine runs: a worn one would strike again at once.
        self.renew(mode);
        self.renew_others(mode);
        if !self.machines.is_down(machine) {
            self.free(task, Interruption::Failed);
            self.offer(machine);
        }
        if self.failures.is_setup(mode) {
            self.age_by_setup(machine);
        }
        // A part that no failure has kept waits for room all the time.
        if self.failures.keep_finished
            && !self.machines.waits_for_room(machine)
            && !self.keeps_finished(machine)
        {
            self.agenda.put_leave(machine);
        }
    }

    /// A part that is finished, and waits for room, waits no more: it stays in its machine, which has failed.
    fn keep_finished(&mut self, machine: MachineId) {
        if let Holding::Finished(part) = self.machines.holding(machine)
            && self.machines.waits_for_room(machine)
        {
            self.stop_waiting(machine, part);
        }
    }

    /// Whether a failure of a machine keeps a finished part in it that has found no room.
    #[inline]
    pub(super) fn keeps_finished(&self, machine: MachineId) -> bool {
        self.failures.keep_finished && self.is_kept(machine, Time::NEVER)
    }

    /// Whether it does so with one that is finished just now: not if the end of the cycle was the failure.
    #[inline]
    pub(super) fn keeps_just_finished(&self, machine: MachineId) -> bool {
        self.failures.keep_finished && self.is_kept(machine, self.now)
    }

    fn is_kept(&self, machine: MachineId, sparing: Time) -> bool {
        let keeps = |mode: ModeId| {
            let row = &self.failures.rows[mode];
            let failure = &self.model.failures[self.model.modes[mode].failure];
            let spares = sparing < Time::NEVER && row.struck_at_end == sparing;
            row.is_down() && failure.finished == Finished::Stays && !spares
        };
        self.model.machines[machine].modes.iter().any(keeps)
    }
}
