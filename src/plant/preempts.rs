//! Preemption: a part of a more urgent order pushes one of a less urgent order off its machine (`preempts`).
//!
//! A station with `preempts` chooses among its parts, the most urgent first; when no machine is free for the first of
//! them it is asked whom it may push off. Nobody finds the machine free in between, so that the number of parts at the
//! station, and the places in front that are taken, stay what they are. Of a part that was pushed off it is kept how
//! far it was, until work on it goes on: all that asks for the stages of a visit asks for what is left then.

use super::machine::Holding;
use super::stage::Stage;
use super::task::{Interruption, Tasks};
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, StationId, Table};
use crate::model::{Model, Preempts, RunsAt};
use crate::units::{Span, Time};

/// How far the work on a part is that was pushed off a machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rest {
    stage: Stage,
    /// What is left of the stage, in standard time.
    left: Span,
    /// The share of its full speed at which the machine worked on it.
    pub(super) speed: RunsAt,
}

/// A part that was pushed off, and on which no work has begun since.
#[derive(Clone, Copy, Debug)]
struct Row {
    key: u64,
    place: PlaceId,
    visit: u32,
    /// How many had been pushed off before.
    number: u64,
    /// `None` if no work on it had begun.
    rest: Option<Rest>,
}

/// Parts that were pushed off, and who may be.
#[derive(Debug)]
pub(super) struct Preemptions {
    /// The parts that were pushed off, by the number that each has in the plant.
    rows: Table<PartId, Option<Row>>,
    /// When each machine began its work on a part last; empty where nobody is pushed off.
    begun: Table<MachineId, Time>,
    /// The part, and its visit, that last took the place of one that it pushed off each machine.
    in_place: Table<MachineId, Option<(u64, u32)>>,
    pushed: u64,
}

impl Preemptions {
    pub(super) fn new(model: &Model) -> Self {
        let machines = if model.has_preemption() { model.machines.len() } else { 0 };
        Self {
            rows: Table::new(),
            begun: Table::filled(machines, Time::ZERO),
            in_place: Table::filled(machines, None),
            pushed: 0,
        }
    }

    /// Whether parts are pushed off anywhere.
    pub(super) fn are_some(&self) -> bool {
        !self.begun.is_empty()
    }

    fn put(&mut self, part: PartId, row: Row) {
        while self.rows.get(part).is_none() {
            self.rows.push(None);
        }
        self.rows[part] = Some(row);
        self.pushed += 1;
    }
}

impl<O: Observer> Plant<'_, O> {
    /// What is kept of a part since it was pushed off; `None` if work on it has begun since, or it never was.
    fn pushed_off(&self, part: PartId) -> Option<&Row> {
        let row = self.preemptions.rows.get(part)?.as_ref()?;
        let known = self.parts.get(part);
        // The number may have gone to another part, or that may be elsewhere.
        let is_it = (row.key, row.place, row.visit) == (known.key, known.place, known.visit);
        is_it.then_some(row)
    }

    /// How far the work on a part is that was pushed off, until it goes on.
    pub(super) fn rest_of(&self, part: PartId) -> Option<Rest> {
        self.pushed_off(part)?.rest
    }

    /// The same of the part on a machine.
    pub(super) fn rest_on(&self, machine: MachineId) -> Option<Rest> {
        self.part_of(machine).and_then(|part| self.rest_of(part))
    }

    /// Where a part stands among those of its priority: those that were pushed off first, the last of them before.
    pub(super) fn place_among_equals(&self, part: PartId) -> [u64; 2] {
        self.pushed_off(part).map_or([1, 0], |row| [0, u64::MAX - row.number])
    }

    /// The stage at which a part was pushed off, and what is left of it, until work on it goes on.
    pub(super) fn stage_left(&self, part: PartId) -> Option<(Stage, Span)> {
        self.rest_of(part).map(|rest| (rest.stage, rest.left))
    }

    /// How long a stage takes for a part, of one that was pushed off what is left of it.
    pub(super) fn time_left(&self, machine: MachineId, part: PartId, stage: Stage) -> Span {
        match self.rest_of(part) {
            Some(rest) if stage != Stage::Setup && stage < rest.stage => Span::ZERO,
            Some(rest) if stage == rest.stage => rest.left,
            Some(_) | None => self.stage_time(machine, part, stage),
        }
    }

    /// Work on a part begins, or goes on after it was pushed off.
    pub(super) fn note_begin(&mut self, machine: MachineId) {
        self.preemptions.begun[machine] = self.now;
        if let Some(part) = self.part_of(machine)
            && let Some(row) = self.preemptions.rows.get_mut(part)
        {
            *row = None;
        }
    }

    /// Somebody more urgent may wait at a station than a part on a machine of it.
    pub(super) fn may_push(&mut self, station: StationId) {
        if self.model.stations[station].preempts.is_some() {
            self.agenda.put_start(station);
        }
    }

    /// A machine has been set up for a part: its work does not begin before it is known whether somebody more urgent
    /// pushes it off.
    pub(super) fn let_urgent_first(&mut self, machine: MachineId, part: PartId) {
        let station = self.model.machines[machine].station;
        if self.model.stations[station].preempts.is_none() {
            return;
        }
        let priority = self.priority_of(part);
        let mut waiting = self.buffers.iter(station, &self.parts);
        if waiting.any(|other| self.priority_of(other) > priority) {
            self.tasks.wait_for_urgent(Tasks::of_machine(machine));
            self.agenda.put_start(station);
        }
    }

    /// The machines of a station at which parts are pushed off take parts, the most urgent first; then work begins
    /// for which machines have been set up.
    pub(super) fn start_by_urgency(&mut self, station: StationId) {
        loop {
            while self.choose_one(station) {}
            if self.stop.is_some() || !self.push_one_off(station) {
                break;
            }
        }
        for machine in self.model.stations[station].machines.iter() {
            self.free(Tasks::of_machine(machine), Interruption::Urgent);
        }
    }

    /// A part that waits pushes a less urgent one off its machine; whether one could.
    fn push_one_off(&mut self, station: StationId) -> bool {
        let Some(preempts) = self.model.stations[station].preempts else { return false };
        if self.buffers.available(station) > 0 || self.buffers.len(station) == 0 {
            return false;
        }
        self.rank_new(station);
        let Some((machine, part)) = self.to_be_pushed(station) else { return false };
        self.push_off(station, machine, part, preempts);
        let may_go_on = self.choose_one(station);
        self.preemptions.in_place[machine] = self.visit_on(machine);
        // Planned work that is due waits for the end of a cycle under way, which there may be none of any more.
        self.begin_due_upkeep(machine);
        may_go_on
    }

    /// The part on a machine and its visit.
    fn visit_on(&self, machine: MachineId) -> Option<(u64, u32)> {
        let row = self.parts.get(self.part_of(machine)?);
        Some((row.key, row.visit))
    }

    /// Whether the part on a machine took the place of one that it pushed off: what waits for the end of that one's
    /// work waits for the end of its own, before it has begun too.
    pub(super) fn has_taken_over(&self, machine: MachineId) -> bool {
        let taken = self.preemptions.in_place.get(machine).copied().flatten();
        taken.is_some() && taken == self.visit_on(machine)
    }

    /// The part that is pushed off next at a station, and its machine.
    fn to_be_pushed(&self, station: StationId) -> Option<(MachineId, PartId)> {
        let urgent = self.most_urgent(station)?;
        let machines = self.model.stations[station].machines.iter();
        let parts = machines.filter_map(|machine| Some((machine, self.may_be_pushed(machine)?)));
        let (least, machine, part) = parts
            .map(|(machine, part)| (self.priority_of(part), machine, part))
            .min_by_key(|&(priority, machine, _)| {
                let begun = self.is_at_work(machine).then(|| self.preemptions.begun[machine]);
                let latest = begun.map(std::cmp::Reverse);
                (priority, latest, std::cmp::Reverse(machine))
            })?;
        (least < urgent).then_some((machine, part))
    }

    /// The highest priority in front of a station all of whose parts are ranked.
    fn most_urgent(&self, station: StationId) -> Option<u32> {
        self.ranks.firsts(station).map(|first| self.priority_of(first.part)).max()
    }

    /// The part that could be pushed off a machine: its cycle is not over, and nothing else is done to it, or to the
    /// machine.
    fn may_be_pushed(&self, machine: MachineId) -> Option<PartId> {
        let Holding::InCycle(part) = self.machines.holding(machine) else { return None };
        let task = Tasks::of_machine(machine);
        let may = match self.tasks.stage(task) {
            Stage::Setup => !self.tasks.is_begun(task),
            Stage::Load | Stage::Cycle | Stage::During | Stage::Rest => true,
            Stage::Unload | Stage::Approve => false,
        };
        (may && self.machines.is_sound(machine) && self.is_open(machine)).then_some(part)
    }

    /// Whether work on the part of a machine has begun there.
    fn is_at_work(&self, machine: MachineId) -> bool {
        let task = Tasks::of_machine(machine);
        self.tasks.is_begun(task)
            && self.tasks.stage(task) != Stage::Setup
            && !self.setups.is_fresh(machine)
    }

    /// A part is pushed off its machine, and stands in front of the station again.
    fn push_off(
        &mut self,
        station: StationId,
        machine: MachineId,
        part: PartId,
        preempts: Preempts,
    ) {
        let task = Tasks::of_machine(machine);
        let is_at_work = self.is_at_work(machine);
        self.interrupt(task, Interruption::NoRoom);
        self.stop_waiting_before(machine, part);
        if is_at_work && preempts == Preempts::Restart {
            self.begin_anew(machine);
        }
        let rest = Rest {
            stage: self.tasks.stage(task),
            left: self.tasks.left(task),
            speed: self.speeds.of(machine),
        };
        let rest = if is_at_work { Some(rest) } else { self.rest_of(part) };
        if O::CAUSES {
            let end = self.tasks.ready(task);
            self.parts.set_token(part, end);
            self.machines.set_token(machine, end);
        }
        self.drop_task(task);
        self.give_up_place(machine);
        let row = *self.parts.get(part);
        let number = self.preemptions.pushed;
        let kept = Row { key: row.key, place: row.place, visit: row.visit, number, rest };
        self.preemptions.put(part, kept);
        self.observer.pushed_off(station, machine, row.key, self.now);
        self.vacate(machine);
        // Until its work begins a part waits, on a machine too.
        if is_at_work {
            self.parts.come_back(part, self.now);
            self.observer.queue_joined(station, self.now);
        }
        self.buffers.join(station, part, &mut self.parts);
    }

    /// Nobody waits who could push somebody off.
    pub(super) fn audit_preemption(&self, station: StationId) -> Result<(), String> {
        // When a limit has ended the run no more parts are taken.
        if self.model.stations[station].preempts.is_none() || self.stop.is_some() {
            return Ok(());
        }
        let name = &self.model.stations[station].name;
        let waiting = self.buffers.iter(station, &self.parts);
        let Some(urgent) = waiting.map(|part| self.priority_of(part)).max() else { return Ok(()) };
        let mut machines = self.model.stations[station].machines.iter();
        let is_less = |part: PartId| self.priority_of(part) < urgent;
        if machines.any(|machine| self.may_be_pushed(machine).is_some_and(is_less)) {
            return Err(format!("a more urgent part waits at `{name}` than one on a machine"));
        }
        Ok(())
    }
}
