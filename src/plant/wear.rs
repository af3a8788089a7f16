//! Wear: it grows with the parts or the hours of a machine, slows it, and is renewed.

use super::crew::at_pace;
use super::failure::Progress;
use super::machine::Holding;
use super::stage::Stage;
use super::task::{Owner, Tasks};
use super::{Observer, Plant};
use crate::ids::{FailureId, MachineId, ModeId, PartId, Table, TaskId};
use crate::model::{Begins, Clock, Grows, Model, Seen, Wear, Worn};
use crate::units::Span;

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    /// How much parts have worn since the last renewal.
    level: f64,
    /// What the odometer of the machine said then.
    since: Span,
    /// How much an hour wears until the next; renewals so far.
    rate: f64,
    renewals: u32,
}

/// The wear of all machines; empty where none wears, or is slowed by a failure.
#[derive(Debug)]
pub(super) struct Wears {
    rows: Table<ModeId, Row>,
    are_some: bool,
}

impl Wears {
    pub(super) fn new(model: &Model) -> Self {
        let has_some = model.stations.iter().any(|row| row.is_slowed) || model.has_wear();
        let modes = if has_some { model.modes.len() } else { 0 };
        Self { rows: Table::filled(modes, Row::default()), are_some: has_some }
    }

    /// Whether machines wear, or are slowed by failures.
    #[inline]
    pub(super) const fn are_some(&self) -> bool {
        self.are_some
    }
}

/// The mode of a machine that a failure is.
fn mode_of(model: &Model, machine: MachineId, failure: FailureId) -> Option<ModeId> {
    model.machines[machine].modes.iter().find(|&mode| model.modes[mode].failure == failure)
}

impl<O: Observer> Plant<'_, O> {
    /// All wear is new at the start.
    pub(super) fn begin_wear(&mut self) {
        if self.wears.are_some {
            for mode in self.model.modes.ids() {
                self.draw_pace_of_wear(mode);
            }
        }
    }

    fn wear_of(&self, mode: ModeId) -> Option<&Wear> {
        self.model.failures[self.model.modes[mode].failure].wear.as_deref()
    }

    fn worn(&self, mode: ModeId) -> Option<&Worn> {
        self.model.failures[self.model.modes[mode].failure].worn.as_deref()
    }

    /// Draws how much an hour wears until the next renewal.
    fn draw_pace_of_wear(&mut self, mode: ModeId) {
        if let Some(Wear { grows: Grows::PerHour(amount), .. }) = self.wear_of(mode) {
            let number = u64::from(self.wears.rows[mode].renewals);
            self.wears.rows[mode].rate = amount.sample(self.streams.wear[mode], number, 0);
        }
    }

    /// A cycle is complete: the part wears the machine, with others that were on it.
    #[inline(never)]
    pub(super) fn wear_by_part(&mut self, machine: MachineId, part: PartId) {
        for mode in self.model.machines[machine].modes.iter() {
            if let Some(Wear { grows: Grows::EachPart(amount), .. }) = self.wear_of(mode) {
                let row = self.parts.get(part);
                let worn = amount.sample(self.streams.wear[mode], row.key, row.visit);
                self.wears.rows[mode].level += worn;
            }
        }
    }

    /// The parts of a batch wear the machine one after the other; the first of them does with the end of its cycle.
    pub(super) fn wear_by_others(&mut self, machine: MachineId) {
        for part in self.batches.others(machine).to_vec() {
            self.wear_by_part(machine, part);
        }
    }

    /// How much of a wear there is.
    fn level(&self, mode: ModeId) -> f64 {
        let row = &self.wears.rows[mode];
        if row.rate <= 0.0 {
            return row.level;
        }
        let machine = self.model.modes[mode].machine;
        let worked = self.odometers.reading(machine) + self.worked(machine) - row.since;
        row.rate * worked.hours()
    }

    /// What is renewed by the end of a mode is as new.
    pub(super) fn renew_wear(&mut self, by: ModeId) {
        let machine = self.model.modes[by].machine;
        let by = self.model.modes[by].failure;
        for mode in self.model.machines[machine].modes.iter() {
            if self.wear_of(mode).is_none()
                || !self.model.renews_wear(by, self.model.modes[mode].failure)
            {
                continue;
            }
            let since = self.odometers.reading(machine);
            let row = &mut self.wears.rows[mode];
            *row = Row { level: 0.0, since, rate: row.rate, renewals: row.renewals + 1 };
            self.draw_pace_of_wear(mode);
        }
    }

    /// A machine stands for a breakdown by wear, or for planned work: how worn it is.
    pub(super) fn tell_wear(&mut self, by: ModeId) {
        let model = self.model;
        let failure = model.modes[by].failure;
        for mode in model.machines[model.modes[by].machine].modes.iter() {
            let is_told = mode == by || model.failures[failure].is_upkeep();
            if is_told
                && self.wear_of(mode).is_some()
                && model.renews_wear(failure, model.modes[mode].failure)
            {
                self.observer.worn(mode, by, self.level(mode), self.now);
            }
        }
    }

    /// How much of a clock passes from a renewal to the next time, where a wear decides: none where that is seen at the
    /// end of a cycle. After how much of that it may be done early.
    pub(super) fn interval_of_wear(
        &self,
        mode: ModeId,
        worn: &Worn,
    ) -> Option<(Clock, Span, Span)> {
        let failure = &self.model.failures[self.model.modes[mode].failure];
        let planned = failure.planned.as_ref();
        match &worn.seen {
            Seen::AtParts => None,
            Seen::Looks(clock, every) => {
                let number = self.failures.row(mode).count;
                let first = planned.filter(|_| number == 0).and_then(|row| row.first.as_ref());
                let stream = self.streams.to_failure[mode];
                let whole = Span::round(first.unwrap_or(every).sample(stream, number.into(), 0));
                Some((*clock, whole, whole))
            }
            Seen::AtOnce => {
                let wear = mode_of(self.model, self.model.modes[mode].machine, worn.wear)?;
                let hours = worn.at / self.wears.rows[wear].rate;
                let ticks = hours * Span::from_hours(1).ticks() as f64;
                let whole = Span::round(ticks.min(Span::MAX.ticks() as f64 / 4.0));
                let early = planned.map_or(whole, |row| row.early_after(whole, Clock::Operating));
                Some((Clock::Operating, whole, early))
            }
        }
    }

    /// What a wear says of a mode at the end of a cycle, or at a look: whether it strikes, is due, or may be done early.
    /// Nothing while the machine is down with the wear itself.
    pub(super) fn progress_by_wear(&self, mode: ModeId) -> Progress {
        let Some(worn) = self.worn(mode) else { return Progress::Due };
        let Some(wear) = mode_of(self.model, self.model.modes[mode].machine, worn.wear) else {
            return Progress::Running;
        };
        if self.failures.is_down(wear) {
            return Progress::Running;
        }
        let failure = &self.model.failures[self.model.modes[mode].failure];
        let from = match failure.planned.as_ref().map(|planned| planned.begins) {
            Some(Begins::Opportunistic(from)) => from,
            Some(Begins::AfterPart | Begins::Immediate) | None => 1.0,
        };
        // Many small amounts add up to a hair less than they should.
        let level = self.level(wear) * (1.0 + 1e-9);
        if level >= worn.at {
            Progress::Due
        } else if level >= worn.at * from {
            Progress::Early
        } else {
            Progress::Running
        }
    }

    /// A mode that wear decides about has come to a moment at which that is known: whether nothing comes of it, and all
    /// is said. Where it wears by the hour the clock has said it.
    pub(super) fn is_settled_by_wear(&mut self, mode: ModeId) -> bool {
        let seen = self.worn(mode).map(|worn| &worn.seen);
        let progress = match seen {
            None => return false,
            Some(Seen::AtParts | Seen::Looks(..)) => self.progress_by_wear(mode),
            Some(Seen::AtOnce) => return self.is_broken_by_wear(mode),
        };
        let is_look = matches!(seen, Some(Seen::Looks(..)));
        match progress {
            Progress::Running if is_look => self.look_again(mode),
            progress => self.failures.row_mut(mode).progress = progress,
        }
        true
    }

    fn is_broken_by_wear(&self, mode: ModeId) -> bool {
        let machine = self.model.modes[mode].machine;
        let wear = self.worn(mode).and_then(|worn| mode_of(self.model, machine, worn.wear));
        wear.is_some_and(|wear| self.failures.is_down(wear))
    }

    /// A wear has been looked at, and is not enough: the time to the next look begins.
    fn look_again(&mut self, mode: ModeId) {
        let row = self.failures.row_mut(mode);
        (row.count, row.progress) = (row.count + 1, Progress::Running);
        let before = row.left;
        let Some((clock, whole, _)) = self.interval(mode) else { return };
        self.run_clock(mode, clock, whole);
        if clock == Clock::Operating {
            // The cycle under way is on no odometer yet.
            let machine = self.model.modes[mode].machine;
            let reading = self.odometers.reading(machine);
            self.failures.row_mut(mode).left = before.max(reading) + whole;
            self.find_next_worn(machine);
        }
    }

    /// The share of its speed at which a machine runs by its wear, and by failures whose repair waits.
    fn speed_by_trouble(&self, machine: MachineId) -> f64 {
        let of = |mode: ModeId| {
            let failure = &self.model.failures[self.model.modes[mode].failure];
            let is_waiting = self.failures.row(mode).progress == Progress::Due;
            let slow = failure.slow.filter(|_| is_waiting).map_or(1.0, |speed| speed.0);
            failure.wear.as_ref().map_or(slow, |wear| slow * wear.speed(self.level(mode)))
        };
        self.model.machines[machine].modes.iter().map(of).product()
    }

    /// How much longer the cycle of a machine takes that has not begun, at a pace, if it begins now, by its wear and by
    /// failures that slow it.
    pub(super) fn longer_by_trouble(&self, task: TaskId, pace: u32) -> Span {
        let Owner::Cycle(machine) = self.tasks.owner(task) else { return Span::ZERO };
        let station = self.model.station_of(machine);
        let Holding::InCycle(part) = self.machines.holding(machine) else { return Span::ZERO };
        let speed = if station.is_slowed { self.speed_by_trouble(machine) } else { 1.0 };
        if speed >= 1.0 || self.rest_of(part).is_some() {
            return Span::ZERO;
        }
        let cycle = self.parts.get(part).cycle;
        let hands = self.stage_time(machine, part, Stage::During);
        let alone = |cycle: Span| {
            let time = (cycle - hands).max(Span::ZERO);
            match station.operators {
                None => time,
                needs if needs == self.needs(task) => at_pace(time, pace),
                Some(needs) => at_pace(time, self.crews.best_pace(needs)),
            }
        };
        alone(Span::round(cycle.ticks() as f64 / speed)) - alone(cycle)
    }

    /// A cycle begins on a machine that may be slower than its station: by which share of its speed.
    pub(super) fn slow_down(&mut self, machine: MachineId) -> f64 {
        let speed = self.speed_by_trouble(machine);
        let Holding::InCycle(part) = self.machines.holding(machine) else { return 1.0 };
        if speed >= 1.0 {
            return 1.0;
        }
        let cycle = Span::round(self.parts.get(part).cycle.ticks() as f64 / speed);
        self.parts.set_cycle(part, cycle);
        let task = Tasks::of_machine(machine);
        let stage = self.tasks.stage(task);
        if matches!(stage, Stage::Cycle | Stage::Rest) {
            let left = self.stage_time(machine, part, stage);
            self.tasks.restart(task, left);
        }
        speed
    }
}
