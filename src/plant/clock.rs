//! The clocks of failures and planned work: what makes them run and stand, and when they run out.

use super::failure::{Ages, Progress};
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{FailureId, MachineId, ModeId};
use crate::model::{Clock, Mode, Model, Shift, Strikes};
use crate::units::{Span, Time};

pub(super) fn clock(model: &Model, failure: FailureId) -> Option<Clock> {
    model.failures[failure].clock()
}

impl<O: Observer> Plant<'_, O> {
    /// Starts the clocks of all modes.
    pub(super) fn start_clocks(&mut self) {
        for mode in self.model.modes.ids() {
            self.renew(mode);
        }
    }

    /// Draws the time to the next failure of a mode and starts its clock.
    pub(super) fn renew(&mut self, mode: ModeId) {
        let model = self.model;
        let row = self.failures.row_mut(mode);
        row.progress = Progress::Running;
        if row.follows {
            return;
        }
        let (number, is_planned) = (row.count as usize, row.comes_due());
        if let Strikes::At(instants) = &model.failures[model.modes[mode].failure].strikes {
            match instants.get(number) {
                // What is planned for an instant that passed meanwhile follows before anything else.
                Some(&at) if is_planned && at < self.now => self.come_due(mode),
                // A logged failure that came during the last repair strikes right after it.
                Some(&at) => self.events.book(self.slots.failure(mode), at.max(self.now)),
                None => {}
            }
        } else if let Some((clock, _, first)) = self.interval(mode) {
            self.run_clock(mode, clock, first);
        }
    }

    /// Lets the clock of a mode run on for a while.
    pub(super) fn run_clock(&mut self, mode: ModeId, clock: Clock, left: Span) {
        match clock {
            Clock::Operating => {
                let machine = self.model.modes[mode].machine;
                self.failures.row_mut(mode).left = self.odometers.reading(machine) + left;
                self.find_next_worn(machine);
            }
            Clock::Cycles | Clock::Setups => {
                self.failures.row_mut(mode).left = left.max(Span::from_ticks(1));
            }
            Clock::Calendar => {
                self.events.book(self.slots.failure(mode), self.now + left);
            }
            Clock::OnShift => {
                self.failures.row_mut(mode).left = left;
                self.run_shift_clock(mode);
            }
        }
    }

    /// Whether `on_shift` clocks of a machine run when its calendar says `shift`: while it is open,
    /// and no break applies to it. Breaks apply to people, and so to machines that need them.
    fn runs_shift_clocks(&self, machine: MachineId, shift: Shift) -> bool {
        match shift {
            Shift::Open => true,
            Shift::Break { .. } => self.model.station_of(machine).operators.is_none(),
            Shift::Away { .. } | Shift::Closed => false,
        }
    }

    fn run_shift_clock(&mut self, mode: ModeId) {
        let machine = self.model.modes[mode].machine;
        if self.runs_shift_clocks(machine, self.shift_of(machine)) {
            let row = self.failures.row_mut(mode);
            row.running = Some(self.now);
            self.events.book(self.slots.failure(mode), self.now + row.left);
        }
    }

    /// The calendar of a machine turns: its `on_shift` clocks run, or stand.
    pub(super) fn turn_shift_clocks(&mut self, machine: MachineId, before: Shift, now: Shift) {
        let runs = |shift| self.runs_shift_clocks(machine, shift);
        match (runs(before), runs(now)) {
            (true, false) => self.stop_shift_clocks(machine),
            (false, true) => self.run_shift_clocks(machine),
            (true, true) | (false, false) => {}
        }
    }

    fn run_shift_clocks(&mut self, machine: MachineId) {
        for mode in self.model.machines[machine].modes.iter() {
            let counts = clock(self.model, self.model.modes[mode].failure) == Some(Clock::OnShift);
            let row = self.failures.row(mode);
            if counts && row.is_counting() && !row.follows {
                self.run_shift_clock(mode);
            }
        }
    }

    fn stop_shift_clocks(&mut self, machine: MachineId) {
        for mode in self.model.machines[machine].modes.iter() {
            if let Some(since) = self.failures.row_mut(mode).running.take() {
                self.failures.row_mut(mode).left -= self.now - since;
                self.events.cancel(self.slots.failure(mode));
            }
        }
    }

    /// A stretch of work ages the modes that count it.
    #[inline]
    pub(super) fn wear(&mut self, machine: MachineId, worked: Span) {
        if !self.model.machines[machine].wears {
            return;
        }
        self.odometers.count(machine, worked);
        if let Some(mode) = self.odometers.next(machine) {
            self.events.cancel(self.slots.failure(mode));
        }
    }

    /// Changes what is left on a clock that counts open hours; when it strikes, if it runs.
    pub(super) fn stretch_shift_clock(
        &mut self,
        mode: ModeId,
        stretch: impl Fn(Span) -> Span,
    ) -> Option<Time> {
        let row = self.failures.row_mut(mode);
        if let Some(since) = row.running {
            row.left = stretch(row.left - (self.now - since));
            row.running = Some(self.now);
            return Some(self.now + row.left);
        }
        if row.is_counting() {
            row.left = stretch(row.left);
        }
        None
    }

    /// Changes how many cycles are left; at least one.
    pub(super) fn stretch_count(&mut self, mode: ModeId, stretch: impl Fn(Span) -> Span) {
        let row = self.failures.row_mut(mode);
        row.left = stretch(row.left).max(Span::from_ticks(1));
    }

    /// Changes what is left of the work of a machine that has worked so much.
    pub(super) fn stretch_wear(
        &mut self,
        mode: ModeId,
        worked: Span,
        stretch: impl Fn(Span) -> Span,
    ) {
        let row = self.failures.row_mut(mode);
        if row.is_counting() {
            row.left = worked + stretch(row.left - worked);
        }
    }

    /// Tells the odometer of a machine what interrupts its work next.
    pub(super) fn find_next_worn(&mut self, machine: MachineId) {
        let next = self.failures.next_worn(self.model.machines[machine].modes);
        self.odometers.set_next(machine, next);
    }

    /// A completed cycle ages the modes that count work or cycles; those that have run out strike.
    #[inline]
    pub(super) fn age(&mut self, machine: MachineId, worked: Span, counts_cycles: bool) {
        if self.odometers.count(machine, worked) || counts_cycles {
            self.strike_worn(machine, counts_cycles);
        }
    }

    /// Modes that have run out when a cycle, or a stage of one, is complete strike, in their order.
    #[inline(never)]
    fn strike_worn(&mut self, machine: MachineId, counts_cycles: bool) {
        let reading = self.odometers.reading(machine);
        for mode in self.model.machines[machine].modes.iter() {
            if counts_cycles && self.failures.row(mode).ages == Some(Ages::Wear) {
                self.age_by_wear(mode);
                continue;
            }
            let row = self.failures.row_mut(mode);
            if !row.is_counting() {
                continue;
            }
            let has_run_out = match row.ages {
                Some(Ages::Work) => row.has_worn_out(reading),
                Some(Ages::Cycles) if counts_cycles => {
                    row.left -= Span::from_ticks(1);
                    row.left <= Span::ZERO
                }
                Some(Ages::Cycles | Ages::Setups | Ages::Wear) | None => false,
            };
            if has_run_out {
                row.struck_at_end = self.now;
                self.run_out(mode);
            }
        }
        if self.failures.has_planned() {
            self.begin_due_upkeep(machine);
        }
    }

    /// A completed cycle has worn a machine: what that brings strikes, or is due.
    fn age_by_wear(&mut self, mode: ModeId) {
        let row = self.failures.row(mode);
        if row.is_counting() && self.progress_by_wear(mode) != Progress::Running {
            self.failures.row_mut(mode).struck_at_end = self.now;
            self.run_out(mode);
        }
    }

    /// A completed setup ages the modes that count setups; those that have run out strike, in their order.
    pub(super) fn age_by_setup(&mut self, machine: MachineId) {
        for mode in self.model.machines[machine].modes.iter() {
            let row = self.failures.row_mut(mode);
            if row.ages != Some(Ages::Setups) || !row.is_counting() {
                continue;
            }
            row.left -= Span::from_ticks(1);
            if row.left <= Span::ZERO {
                self.run_out(mode);
            }
        }
    }

    /// The clock of a mode has run out, unless something stopped it, or started it anew, earlier in
    /// this instant.
    pub(super) fn clock_runs_out(&mut self, mode: ModeId) {
        let row = self.failures.row(mode);
        let Mode { machine, failure } = self.model.modes[mode];
        let stands = match clock(self.model, failure) {
            Some(Clock::OnShift) => row.running.is_none(),
            Some(Clock::Operating) => !self.tasks.is_running(Tasks::of_machine(machine)),
            Some(Clock::Calendar | Clock::Cycles | Clock::Setups) | None => false,
        };
        let is_new = self.events.due(self.slots.failure(mode)).is_some();
        if row.is_counting() && !stands && !is_new {
            self.run_out(mode);
        }
    }
}
