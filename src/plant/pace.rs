//! What work takes at full speed and the standard pace: how much longer it takes than that, and what of it
//! was in vain.

use super::machine::Holding;
use super::stage::Stage;
use super::task::{Owner, Tasks};
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, Table, TaskId};
use crate::model::{Model, RunsAt};
use crate::units::Span;

/// At which share of its full speed each machine does the cycle that it began last; empty where all run at
/// full speed.
#[derive(Debug)]
pub(super) struct Speeds(Table<MachineId, RunsAt>);

impl Speeds {
    pub(super) fn new(model: &Model) -> Self {
        let later = model.periods.iter().map(|period| &period.model);
        let plants = std::iter::once(model).chain(later);
        let mut stations = plants.flat_map(|plant| plant.stations.iter());
        let some_is_slow = stations.any(|station| !station.runs_at.is_empty());
        let machines = if some_is_slow { model.machines.len() } else { 0 };
        Self(Table::filled(machines, RunsAt::default()))
    }

    fn of(&self, machine: MachineId) -> RunsAt {
        self.0.get(machine).copied().unwrap_or_default()
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A cycle begins, at the speed of its station.
    pub(super) fn note_speed(&mut self, machine: MachineId) {
        if let Some(row) = self.speeds.0.get_mut(machine) {
            *row = self.model.station_of(machine).runs_at;
        }
    }

    /// The share of its time that what a machine does alone to a part would take at full speed: all of the
    /// cycle is slow, but not the hands in it.
    fn share_at_full_speed(&self, machine: MachineId, part: PartId) -> f64 {
        let RunsAt(speed) = self.speeds.of(machine);
        let (cycle, hands) =
            (self.parts.get(part).cycle, self.stage_time(machine, part, Stage::During));
        if speed >= 1.0 || cycle <= hands {
            return 1.0;
        }
        if hands == Span::ZERO {
            return speed;
        }
        let full = Span::round(cycle.ticks() as f64 * speed);
        (full - hands).max(Span::ZERO).ticks() as f64 / (cycle - hands).ticks() as f64
    }

    /// What so much of a stage takes at full speed. A machine that runs slowly does its cycle slowly, and
    /// nothing else.
    fn at_full_speed(
        &self,
        (machine, part): (MachineId, PartId),
        stage: Stage,
        standard: Span,
    ) -> Span {
        match stage {
            Stage::Cycle | Stage::Rest if !self.speeds.0.is_empty() => {
                let share = self.share_at_full_speed(machine, part);
                Span::round(standard.ticks() as f64 * share)
            }
            Stage::Cycle | Stage::Rest | Stage::Load | Stage::During | Stage::Unload => standard,
            Stage::Setup => Span::ZERO,
        }
    }

    /// Tells by how much the work on a part has taken longer since it started or went on, than at full speed
    /// and the standard pace.
    pub(super) fn tell_pace(&mut self, task: TaskId) {
        let Owner::Cycle(machine) = self.tasks.owner(task) else { return };
        let stage = self.tasks.stage(task);
        let (Holding::InCycle(part) | Holding::Finished(part)) = self.machines.holding(machine)
        else {
            return;
        };
        if stage == Stage::Setup {
            return;
        }
        let (took, done) = self.tasks.done(task, self.now);
        let lost = took - self.at_full_speed((machine, part), stage, done);
        if lost != Span::ZERO {
            self.observer.slowed(self.model.machines[machine].station, lost, self.now);
        }
    }

    /// The work on a part at a machine, all of its stages, at full speed.
    fn work_on(&self, machine: MachineId, part: PartId) -> Span {
        if !self.machines.traits(machine).is_staged() {
            return self.parts.get(part).cycle;
        }
        let time = |stage| {
            self.at_full_speed((machine, part), stage, self.stage_time(machine, part, stage))
        };
        // A setup is no work on a part.
        Stage::ALL[1..].iter().fold(Span::ZERO, |sum, &stage| sum + time(stage))
    }

    /// What of it is done; the task of the machine does not run.
    fn work_so_far(&self, machine: MachineId, part: PartId) -> Span {
        let task = Tasks::of_machine(machine);
        let (present, left) = (self.tasks.stage(task), self.tasks.left(task));
        if !self.machines.traits(machine).is_staged() {
            return self.parts.get(part).cycle - left;
        }
        let before = Stage::ALL[1..].iter().filter(|&&stage| stage < present);
        let done = before.fold(Span::ZERO, |sum, &stage| {
            let time = self.stage_time(machine, part, stage);
            sum + self.at_full_speed((machine, part), stage, time)
        });
        match present {
            Stage::Setup => Span::ZERO,
            _ => {
                let of_stage = self.stage_time(machine, part, present) - left;
                done + self.at_full_speed((machine, part), present, of_stage)
            }
        }
    }

    /// A part whose cycle is complete is thrown away: its work was in vain, of a batch its share. The first
    /// part of a batch has what does not divide.
    pub(super) fn spoil(&mut self, machine: MachineId, part: PartId, is_first: bool) {
        let first = match self.machines.holding(machine) {
            Holding::InCycle(first) | Holding::Finished(first) => first,
            Holding::Nothing => part,
        };
        let all = self.work_on(machine, first);
        let parts = i64::from(self.batches.size(machine).max(1));
        let each = Span::from_ticks(all.ticks() / parts);
        let work = if is_first { all - Span::from_ticks(each.ticks() * (parts - 1)) } else { each };
        self.tell_spoiled(machine, work);
    }

    /// The part in a machine is lost in its cycle: what was done was in vain.
    pub(super) fn spoil_so_far(&mut self, machine: MachineId, part: PartId) {
        let work = self.work_so_far(machine, part);
        self.tell_spoiled(machine, work);
    }

    /// What a machine does to its part starts again: what was done of it was in vain.
    pub(super) fn begin_anew(&mut self, machine: MachineId) {
        let Holding::InCycle(part) = self.machines.holding(machine) else { return };
        let is_begun = self.tasks.is_begun(Tasks::of_machine(machine));
        let before = self.work_so_far(machine, part);
        self.restart_cycle(machine);
        let work = before - self.work_so_far(machine, part);
        if is_begun {
            self.tell_spoiled(machine, work);
        }
    }

    fn tell_spoiled(&mut self, machine: MachineId, work: Span) {
        if work != Span::ZERO {
            self.observer.spoiled(self.model.machines[machine].station, work, self.now);
        }
    }
}
