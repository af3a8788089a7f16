//! What work takes at full speed and the standard pace: how much longer it takes than that, and what of it
//! was in vain.

use super::machine::Holding;
use super::stage::Stage;
use super::task::{Owner, Tasks};
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, Table, TaskId};
use crate::model::{Model, RunsAt};
use crate::units::{Span, Time};

/// How fast machines are.
#[derive(Debug)]
pub(super) struct Speeds {
    /// At which share of its full speed each machine does the cycle that it began last; empty where all run
    /// at full speed.
    shares: Table<MachineId, RunsAt>,
    /// What has been told already of the work that each machine is at; empty if that has never been asked for.
    told: Table<MachineId, Span>,
}

impl Speeds {
    pub(super) fn new(model: &Model) -> Self {
        let later = model.periods.iter().map(|period| &period.model);
        let plants = std::iter::once(model).chain(later);
        let mut stations = plants.flat_map(|plant| plant.stations.iter());
        let some_is_slow = stations.any(|station| !station.runs_at.is_empty() || station.is_slowed);
        let machines = if some_is_slow { model.machines.len() } else { 0 };
        Self { shares: Table::filled(machines, RunsAt::default()), told: Table::new() }
    }

    /// The share of its full speed at which a machine does the cycle that it began last.
    pub(super) fn of(&self, machine: MachineId) -> RunsAt {
        self.shares.get(machine).copied().unwrap_or_default()
    }

    /// What has been told of the work that a machine is at, which is `told` from now on.
    fn tell(&mut self, machine: MachineId, told: Span) -> Span {
        self.told.get_mut(machine).map_or(Span::ZERO, |row| std::mem::replace(row, told))
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A cycle begins, at the speed of its station; one that was pushed off goes on at that at which it began.
    pub(super) fn note_speed(&mut self, machine: MachineId) {
        if self.speeds.shares.is_empty() {
            return;
        }
        if let Some(rest) = self.rest_on(machine) {
            self.speeds.shares[machine] = rest.speed;
            return;
        }
        let station = self.model.station_of(machine);
        let speed = if station.is_slowed { self.slow_down(machine) } else { 1.0 };
        self.speeds.shares[machine] = RunsAt(station.runs_at.0 * speed);
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
            Stage::Cycle | Stage::Rest if !self.speeds.shares.is_empty() => {
                let share = self.share_at_full_speed(machine, part);
                Span::round(standard.ticks() as f64 * share)
            }
            Stage::Cycle | Stage::Rest | Stage::Load | Stage::During | Stage::Unload => standard,
            Stage::Setup | Stage::Approve => Span::ZERO,
        }
    }

    /// Tells by how much the work on a part has taken longer since it started or went on, than at full speed
    /// and the standard pace.
    #[inline]
    pub(super) fn tell_pace(&mut self, task: TaskId) {
        if !self.speeds.shares.is_empty() || !self.tasks.is_at_standard(task) {
            self.tell_lost(task);
        }
    }

    #[inline(never)]
    fn tell_lost(&mut self, task: TaskId) {
        let Owner::Cycle(machine) = self.tasks.owner(task) else { return };
        let lost = self.lost_so_far(machine, self.now);
        let lost = lost - self.speeds.tell(machine, Span::ZERO);
        if lost != Span::ZERO {
            self.observer.slowed(self.model.machines[machine].station, lost, self.now);
        }
    }

    /// The same of all work that is under way at `now`, which goes on: where counting begins, or ends.
    pub fn tell_paces(&mut self, now: Time) {
        if self.speeds.told.is_empty() {
            self.speeds.told = Table::filled(self.model.machines.len(), Span::ZERO);
        }
        for machine in self.model.machines.ids() {
            if !self.tasks.is_running(Tasks::of_machine(machine)) {
                continue;
            }
            let lost = self.lost_so_far(machine, now);
            let lost = lost - self.speeds.tell(machine, lost);
            if lost != Span::ZERO {
                self.observer.slowed(self.model.machines[machine].station, lost, now);
            }
        }
    }

    /// By how much the work on the part of a machine has taken longer since it started or went on.
    fn lost_so_far(&self, machine: MachineId, now: Time) -> Span {
        let task = Tasks::of_machine(machine);
        let stage = self.tasks.stage(task);
        let (Holding::InCycle(part) | Holding::Finished(part)) = self.machines.holding(machine)
        else {
            return Span::ZERO;
        };
        if !stage.is_work() {
            return Span::ZERO;
        }
        let (took, done) = self.tasks.done(task, now);
        took - self.at_full_speed((machine, part), stage, done)
    }

    /// The work on a part at a machine, all of its stages, at full speed.
    pub(super) fn work_on(&self, machine: MachineId, part: PartId) -> Span {
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
        if present == Stage::Setup {
            return Span::ZERO;
        }
        let of_stage = self.stage_time(machine, part, present) - left;
        done + self.at_full_speed((machine, part), present, of_stage)
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
