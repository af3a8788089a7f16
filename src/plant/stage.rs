//! The stages of a cycle that hands work around: load, cycle with hands on its way, unload.
//!
//! A machine holds its part through all of them. Each stage is asked for, interrupted and resumed like
//! a cycle; where the next stage needs the same people, they stay.

use super::crew::at_pace;
use super::machine::Holding;
use super::task::{Owner, Tasks};
use super::{Observer, Plant};
use crate::ids::{MachineId, NeedsId, PartId, TaskId};
use crate::model::{Attendance, Handling, Station};
use crate::observe::State;
use crate::units::Span;

/// A stage of a cycle, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Stage {
    /// The machine is changed over to the product of its part.
    Setup,
    Load,
    /// The cycle, or what comes of it before the hands on its way.
    Cycle,
    During,
    /// What comes of the cycle after the hands on its way.
    Rest,
    Unload,
    /// The part is inspected, if it is the first after a setup.
    Approve,
}

impl Stage {
    pub(super) const ALL: [Self; 7] = [
        Self::Setup,
        Self::Load,
        Self::Cycle,
        Self::During,
        Self::Rest,
        Self::Unload,
        Self::Approve,
    ];

    /// Whether the machine works in this stage, so that clocks run that count its work.
    pub(super) const fn is_work(self) -> bool {
        !matches!(self, Self::Setup | Self::Approve)
    }

    /// What hands do in this stage; `None` for the cycle itself, a setup and an inspection.
    pub(super) fn handling(self, attendance: &Attendance) -> Option<&Handling> {
        match self {
            Self::Load => attendance.load.as_deref(),
            Self::Setup | Self::Cycle | Self::Rest | Self::Approve => None,
            Self::During => attendance.during.as_deref(),
            Self::Unload => attendance.unload.as_deref(),
        }
    }

    /// The people that it needs at a station.
    pub(super) fn needs(self, station: &Station) -> Option<NeedsId> {
        match self {
            Self::Setup => station.setup.as_ref()?.operators,
            Self::Approve => station.first_piece()?.operators,
            Self::Cycle | Self::Rest => station.operators,
            Self::Load | Self::During | Self::Unload => {
                self.handling(&station.attendance)?.operators
            }
        }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// How long a stage takes for the part on a machine, in standard time.
    pub(super) fn stage_time(&self, machine: MachineId, part: PartId, stage: Stage) -> Span {
        let station = self.model.machines[machine].station;
        let attendance = &self.model.stations[station].attendance;
        let row = self.parts.get(part);
        let handled = |stage: Stage| {
            let handling = stage.handling(attendance)?;
            let stream = self.streams.handling[station].as_ref()?[stage as usize];
            Some(Span::round(handling.time.sample(stream, row.key, row.visit)))
        };
        match stage {
            Stage::Setup => self.setup_time(machine, part),
            Stage::Approve => self.inspection_time(machine, part),
            Stage::Load | Stage::During | Stage::Unload => handled(stage).unwrap_or(Span::ZERO),
            Stage::Cycle | Stage::Rest => {
                let Some(during) = handled(Stage::During) else {
                    return if stage == Stage::Cycle { row.cycle } else { Span::ZERO };
                };
                let alone = (row.cycle - during).max(Span::ZERO);
                let before = Span::round(alone.ticks() as f64 * attendance.during_at);
                if stage == Stage::Cycle { before } else { alone - before }
            }
        }
    }

    /// The first stage after `after` that takes time, and how much; the cycle if none does.
    fn next_stage(
        &self,
        machine: MachineId,
        part: PartId,
        after: Option<Stage>,
    ) -> Option<(Stage, Span)> {
        let later = Stage::ALL.into_iter().filter(|&stage| Some(stage) > after);
        let mut timed = later.map(|stage| (stage, self.time_left(machine, part, stage)));
        let found = timed.find(|&(_, time)| time > Span::ZERO);
        found.or_else(|| (after <= Some(Stage::Setup)).then_some((Stage::Cycle, Span::ZERO)))
    }

    /// The task of a part that was put on a machine begins with its first stage.
    pub(super) fn begin_stages(&mut self, machine: MachineId, part: PartId) {
        if let Some((stage, time)) = self.next_stage(machine, part, None) {
            self.tasks.set_stage(Tasks::of_machine(machine), stage, time);
            self.first_pieces.begin(machine, stage);
            self.show_pause(machine);
        }
    }

    /// Another part stands for what is on a machine: what has not begun takes as long as it does for that. A setup
    /// under way goes on.
    pub(super) fn begin_stage_anew(&mut self, machine: MachineId, part: PartId) {
        let task = Tasks::of_machine(machine);
        let stage = self.tasks.stage(task);
        if stage != Stage::Setup {
            let time = self.stage_time(machine, part, stage);
            self.tasks.set_stage(task, stage, time);
        }
    }

    /// What is left of all stages of a task, in standard time.
    pub(super) fn work_ahead(&self, task: TaskId) -> Span {
        let later = self.stages_ahead(task).map(|(_, time)| time);
        later.fold(self.tasks.left(task), |sum, time| sum + time)
    }

    /// How long all that is left of a task takes whose present stage goes at `pace`: so do later ones
    /// with the same people, others at the best pace of theirs.
    pub(super) fn time_ahead(&self, task: TaskId, pace: u32) -> Span {
        let present = self.needs(task);
        let at_their_pace = |(needs, time): (Option<NeedsId>, Span)| match needs {
            Some(_) if needs == present => at_pace(time, pace),
            Some(needs) => at_pace(time, self.crews.best_pace(needs)),
            None => time,
        };
        let later = self.stages_ahead(task).map(at_their_pace);
        later.fold(at_pace(self.tasks.left(task), pace), |sum, time| sum + time)
    }

    /// The people and the standard time of each stage of a task that is still to come.
    pub(super) fn stages_ahead(
        &self,
        task: TaskId,
    ) -> impl Iterator<Item = (Option<NeedsId>, Span)> + '_ {
        let cycle = match self.tasks.owner(task) {
            Owner::Cycle(machine) if self.machines.traits(machine).is_staged() => {
                match self.machines.holding(machine) {
                    Holding::InCycle(part) => Some((machine, part)),
                    Holding::Nothing | Holding::Finished(_) => None,
                }
            }
            Owner::Cycle(_) | Owner::Repair(_) => None,
        };
        let present = self.tasks.stage(task);
        cycle.into_iter().flat_map(move |(machine, part)| {
            let station = self.model.station_of(machine);
            let later = Stage::ALL.into_iter().filter(move |&stage| stage > present);
            later.map(move |stage| {
                let needs = stage.needs(station);
                (needs, self.time_left(machine, part, stage))
            })
        })
    }

    /// What a machine does to its part starts again: the handling under way, or the cycle.
    pub(super) fn restart_cycle(&mut self, machine: MachineId) {
        let Holding::InCycle(part) = self.machines.holding(machine) else { return };
        let task = Tasks::of_machine(machine);
        if !self.machines.traits(machine).is_staged() {
            self.tasks.restart(task, self.parts.get(part).cycle);
            return;
        }
        let mut stage = self.tasks.stage(task);
        // Nothing has been done here to a part that was pushed off.
        if stage != Stage::Setup && self.rest_of(part).is_some() {
            return;
        }
        if matches!(stage, Stage::During | Stage::Rest) {
            stage = Stage::Cycle;
        }
        let mut time = self.stage_time(machine, part, stage);
        if stage == Stage::Cycle && time == Span::ZERO {
            (stage, time) = self
                .next_stage(machine, part, Some(Stage::Cycle))
                .filter(|&(next, _)| next < Stage::Unload)
                .unwrap_or((stage, time));
        }
        self.tasks.set_stage(task, stage, time);
    }

    /// The people that a machine needs now, or needs next if it is empty.
    pub(super) fn needs_of_machine(&self, machine: MachineId) -> Option<NeedsId> {
        let station = self.model.station_of(machine);
        let task = Tasks::of_machine(machine);
        if !self.tasks.is_absent(task) {
            return self.needs(task);
        }
        match &station.attendance.load {
            Some(load) => load.operators,
            None => station.operators,
        }
    }

    /// Whoever completes a cycle has made a piece more.
    pub(super) fn learn(&mut self, machine: MachineId) {
        let task = Tasks::of_machine(machine);
        if self.crews.learns()
            && let Some(station) = self.tasks.cycle_at(self.model, task)
            && self.crews.people_at(task) > 0
        {
            self.crews.learn(self.model, task, station, self.now);
        }
    }

    /// A stage of a cycle is complete: the next one begins; `false` if it was the last.
    pub(super) fn end_stage(&mut self, machine: MachineId) -> bool {
        let traits = self.machines.traits(machine);
        let Holding::InCycle(part) = self.machines.holding(machine) else { return false };
        let task = Tasks::of_machine(machine);
        let stage = self.tasks.stage(task);
        let Some((next, time)) = self.next_stage(machine, part, Some(stage)) else { return false };
        let before = self.needs(task);
        self.learn(machine);
        self.send_on(machine);
        let worked = self.tasks.complete(task, self.now);
        self.machines.stop_work(machine);
        self.tell_work(task);
        self.tell_pace(task);
        let is_setup = stage == Stage::Setup && self.note_setup(machine, part);
        if next == Stage::Approve {
            self.machines.set(machine, State::Approval, true);
        }
        self.tasks.advance(task, next, time, self.now);
        if stage == Stage::Setup && self.has_rare_ways {
            self.let_urgent_first(machine, part);
        }
        let stay = before.is_some() && self.needs(task) == before && self.crews.are_all_there(task);
        if stay {
            self.tell_segment(task, stage);
        } else {
            self.end_segment_of(task, stage);
        }
        if traits.ages() && stage.is_work() {
            self.age(machine, worked, false);
        } else if is_setup {
            self.age_by_setup(machine);
        }
        self.show_closed(machine);
        self.show_pause(machine);
        if !stay {
            self.go_on(task);
        } else if self.tasks.may_go_on(task) {
            self.run_task(task);
        } else {
            self.end_segment(task);
        }
        true
    }
}
