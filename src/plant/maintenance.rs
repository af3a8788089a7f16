//! Planned work: it comes due instead of striking, and waits for the end of the cycle, for its window or
//! for an opportunity.

use super::failure::{Ages, Progress};
use super::machine::Holding;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, ModeId};
use crate::model::{Begins, Clock, Model, Planned, Shift, Strikes};
use crate::units::Span;

impl Planned {
    /// The part of an interval after which it may be done early.
    pub(super) fn early_after(&self, whole: Span, clock: Clock) -> Span {
        let Begins::Opportunistic(from) = self.begins else { return whole };
        let share = whole.ticks() as f64 * from;
        if !clock.counts() {
            return Span::round(share).min(whole);
        }
        // Cycles are counted when they end: the first at whose end the share is reached. What a product of
        // numbers is off by is not a cycle.
        Span::round((share - 1e-6).ceil()).max(Span::from_ticks(1)).min(whole)
    }
}

impl<O: Observer> Plant<'_, O> {
    fn planned(&self, mode: ModeId) -> Option<&Planned> {
        let model: &Model = self.model;
        model.failures[model.modes[mode].failure].planned.as_ref()
    }

    /// How much of its clock a mode has from one to the next, and after how much of that its clock is
    /// looked at first.
    pub(super) fn interval(&self, mode: ModeId) -> Option<(Clock, Span, Span)> {
        let failure = &self.model.failures[self.model.modes[mode].failure];
        if let Some(worn) = &failure.worn {
            return self.interval_of_wear(mode, worn);
        }
        let Strikes::Every { clock, every } = &failure.strikes else { return None };
        let number = self.failures.row(mode).count;
        let planned = failure.planned.as_ref();
        let first = planned.filter(|_| number == 0).and_then(|planned| planned.first.as_ref());
        let stream = self.streams.to_failure[mode];
        let whole = Span::round(first.unwrap_or(every).sample(stream, u64::from(number), 0));
        let early = planned.map_or(whole, |planned| planned.early_after(whole, *clock));
        Some((*clock, whole, early))
    }

    /// The clock of planned work has run out, or says that it may be done early.
    pub(super) fn come_due(&mut self, mode: ModeId) {
        let machine = self.model.modes[mode].machine;
        self.ripen(mode);
        if self.failures.row(mode).progress == Progress::Early {
            self.look_for_upkeep(machine);
        } else if self.may_begin(mode) {
            self.begin_upkeep(mode);
        } else if self.failures.row(mode).ages == Some(Ages::Work) {
            // The cycle goes on that its clock would have interrupted.
            self.expect_wear(machine);
        }
    }

    /// What is due goes a step on: early, then due.
    fn ripen(&mut self, mode: ModeId) {
        if self.wears.are_some() && self.is_settled_by_wear(mode) {
            return;
        }
        let interval = self.interval(mode);
        let row = self.failures.row_mut(mode);
        row.running = None;
        let rest = interval.map(|(clock, whole, early)| (clock, whole - early));
        let rest = rest.filter(|&(_, rest)| row.progress == Progress::Running && rest > Span::ZERO);
        let Some((clock, rest)) = rest else {
            row.progress = Progress::Due;
            return;
        };
        row.progress = Progress::Early;
        if clock == Clock::Operating {
            // It is looked at now and then, and not just when it comes to be early.
            row.left += rest;
            if row.left <= self.odometers.reading(self.model.modes[mode].machine) {
                self.failures.row_mut(mode).progress = Progress::Due;
            }
        } else {
            self.run_clock(mode, clock, rest);
        }
    }

    /// Working time has no events where nothing is interrupted: what it has brought due is looked up.
    fn ripen_worn(&mut self, machine: MachineId) {
        let reading = self.odometers.reading(machine);
        for mode in self.model.machines[machine].modes.iter() {
            let row = self.failures.row(mode);
            if row.waits && row.has_worn_out(reading) {
                self.ripen(mode);
            }
        }
    }

    /// Whether planned work may begin now that may not have begun.
    pub(super) fn may_begin(&self, mode: ModeId) -> bool {
        let Some(planned) = self.planned(mode) else { return false };
        let machine = self.model.modes[mode].machine;
        let is_open = |calendar| self.model.calendars[calendar].shift_at(self.now) != Shift::Closed;
        let may = match self.failures.row(mode).progress {
            Progress::Due => planned.begins == Begins::Immediate || !self.is_under_way(machine),
            Progress::Early => self.stands(machine),
            Progress::Running | Progress::Down => false,
        };
        may && planned.window.is_none_or(is_open) && !self.is_being_renewed(mode)
    }

    /// Whether something is under way at whose end the clock of a mode starts anew.
    fn is_being_renewed(&self, mode: ModeId) -> bool {
        let model = self.model;
        let row = &model.modes[mode];
        let mut others = model.machines[row.machine].modes.iter().filter(|&other| other != mode);
        others.any(|other| {
            self.failures.is_down(other)
                && model.failures[model.modes[other].failure].renews.contains(&row.failure)
        })
    }

    /// Whether the cycle of a machine has begun, and has not ended; or that of a part which was pushed off for another.
    fn is_under_way(&self, machine: MachineId) -> bool {
        matches!(self.machines.holding(machine), Holding::InCycle(_))
            && (self.tasks.is_begun(Tasks::of_machine(machine)) || self.has_taken_over(machine))
    }

    /// Whether a machine can do nothing anyway.
    fn stands(&self, machine: MachineId) -> bool {
        self.machines.holding(machine) == Holding::Nothing
            || self.machines.waits_for_room(machine)
            || !self.machines.is_sound(machine)
    }

    /// Planned work of a machine that may begin early looks for an opportunity when everything else of
    /// this instant has happened.
    #[inline]
    pub(super) fn look_for_upkeep(&mut self, machine: MachineId) {
        if self.failures.has_planned() {
            self.agenda.put_upkeep(machine);
        }
    }

    /// All planned work of a machine begins that may.
    pub(super) fn begin_all_upkeep(&mut self, machine: MachineId) {
        self.ripen_worn(machine);
        for mode in self.model.machines[machine].modes.iter() {
            if self.may_begin(mode) {
                self.begin_upkeep(mode);
            }
        }
    }

    /// A cycle has ended, a part has been taken off, or a window opens: planned work that is due begins, before the
    /// machine takes another part.
    pub(super) fn begin_due_upkeep(&mut self, machine: MachineId) {
        self.ripen_worn(machine);
        for mode in self.model.machines[machine].modes.iter() {
            match self.failures.row(mode).progress {
                Progress::Due if self.may_begin(mode) => self.begin_upkeep(mode),
                Progress::Early => self.look_for_upkeep(machine),
                Progress::Running | Progress::Due | Progress::Down => {}
            }
        }
    }

    /// Planned work begins: the machine stands for it, and it asks for its people.
    fn begin_upkeep(&mut self, mode: ModeId) {
        let machine = self.model.modes[mode].machine;
        self.events.cancel(self.slots.failure(mode));
        if self.failures.is_upkeep(mode) {
            self.observer.maintenance_begun(mode, self.now);
        } else {
            self.observer.failed(mode, self.now);
        }
        if self.wears.are_some() {
            self.tell_wear(mode);
        }
        let number = self.failures.go_down(mode);
        let stopped = self.stop(mode);
        match self.failures.light(mode) {
            Some(state) => self.machines.go_down(machine, state),
            None => self.machines.fail(machine),
        }
        self.offer(machine);
        self.look_for_upkeep(machine);
        self.ask_for_repair(mode, number, stopped);
    }

    /// The clocks start anew of what is renewed by the end of a mode, unless it is under way itself.
    pub(super) fn renew_others(&mut self, of: ModeId) {
        let model = self.model;
        let renews = &model.failures[model.modes[of].failure].renews;
        if renews.is_empty() {
            return;
        }
        let machine = model.modes[of].machine;
        for mode in model.machines[machine].modes.iter() {
            let is_down = self.failures.row(mode).progress == Progress::Down;
            if is_down || !renews.contains(&model.modes[mode].failure) {
                continue;
            }
            self.events.cancel(self.slots.failure(mode));
            let row = self.failures.row_mut(mode);
            row.running = None;
            row.count += 1;
            self.renew(mode);
        }
    }

    /// Whether planned work of a machine waits that could begin.
    pub(super) fn misses_upkeep(&self, machine: MachineId) -> bool {
        self.model.machines[machine].modes.iter().any(|mode| self.may_begin(mode))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planned_work_is_early_when_its_share_is_reached_and_not_before() {
        let early = |cycles: i64, from: f64| {
            let planned =
                Planned { begins: Begins::Opportunistic(from), first: None, window: None };
            planned.early_after(Span::from_ticks(cycles), Clock::Cycles).ticks()
        };
        // 80 % of 4 are 3.2 cycles, 90 % of 6 are 5.4, 70 % of 2 are 1.4, 55 % of 20 are 11.
        assert_eq!([early(4, 0.8), early(6, 0.9), early(2, 0.7), early(20, 0.55)], [4, 6, 2, 11]);
        assert_eq!(early(10, 0.01), 1);
    }
}
