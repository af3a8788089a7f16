//! Setups: what each machine is set up for, and how long it takes to change that.
//!
//! A setup is the first stage of a visit: it needs people, is interrupted and goes on like the others.
//! The machine does not work meanwhile, so no clock runs that counts work.

use super::machine::Holding;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, Table};
use crate::model::{self, Model};
use crate::units::Span;

#[derive(Clone, Copy, Debug)]
struct Row {
    /// What the machine is set up for; `None` before its first part if that is not said.
    kind: Option<u32>,
    /// Parts begun since then; very many before the first setup of the run.
    begun: u32,
    /// Whether it has been set up for a part whose cycle has not begun.
    fresh: bool,
}

/// What all machines are set up for; empty where no station has setups.
#[derive(Debug)]
pub(super) struct Setups(Table<MachineId, Row>);

impl Setups {
    pub(super) fn new(model: &Model) -> Self {
        if model.stations.iter().all(|station| station.setup.is_none()) {
            return Self(Table::new());
        }
        let row = |machine: MachineId| {
            let setup = model.station_of(machine).setup.as_deref();
            let kind = setup.and_then(|setup| setup.first);
            Row { kind, begun: u32::MAX, fresh: false }
        };
        Self(model.machines.ids().map(row).collect())
    }

    /// Whether a machine was set up for the part whose cycle begins now; asked once.
    pub(super) fn take_fresh(&mut self, machine: MachineId) -> bool {
        self.0.get_mut(machine).is_some_and(|row| std::mem::replace(&mut row.fresh, false))
    }

    /// Whether a machine has been set up for a part whose cycle has not begun.
    pub(super) fn is_fresh(&self, machine: MachineId) -> bool {
        self.0.get(machine).is_some_and(|row| row.fresh)
    }

    /// What a machine is set up for.
    pub(super) fn kind(&self, machine: MachineId) -> Option<u32> {
        self.0.get(machine).and_then(|row| row.kind)
    }

    /// Whether a machine goes on with what it is set up for if such parts wait.
    pub(super) fn goes_on(&self, machine: MachineId, setup: &model::Setup) -> bool {
        self.0.get(machine).is_some_and(|row| row.kind.is_some() && row.begun < setup.at_least)
    }

    /// Parts of a kind begin on a machine.
    fn begin(&mut self, machine: MachineId, kind: u32, parts: u32) {
        if let Some(row) = self.0.get_mut(machine) {
            if row.kind != Some(kind) {
                (row.kind, row.begun) = (Some(kind), 0);
            }
            row.begun = row.begun.saturating_add(parts);
        }
    }

    /// The setup of a machine has been corrected for a part whose cycle has not begun.
    fn correct(&mut self, machine: MachineId) {
        if let Some(row) = self.0.get_mut(machine) {
            row.fresh = true;
        }
    }

    /// A machine has been set up, for a part that it holds or ahead.
    pub(super) fn finish(&mut self, machine: MachineId, kind: u32, fresh: bool) {
        if let Some(row) = self.0.get_mut(machine) {
            *row = Row { kind: Some(kind), begun: 0, fresh };
        }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// How long a machine is planned to be set up for a part. Unit: ticks.
    pub(super) fn planned_setup(&self, machine: MachineId, part: PartId) -> f64 {
        let Some(setup) = self.model.station_of(machine).setup.as_deref() else { return 0.0 };
        let row = self.parts.get(part);
        let time = setup.before(row.place, row.product, self.setups.kind(machine));
        time.map_or(0.0, crate::random::Distribution::mean)
    }

    /// How long a machine is set up for a part, or its setup is corrected.
    pub(super) fn setup_time(&self, machine: MachineId, part: PartId) -> Span {
        let own = self.own_setup_time(machine, part);
        if own > Span::ZERO || !self.first_pieces.are_some() {
            return own;
        }
        self.correction_time(machine, part)
    }

    /// How long a machine is set up for a part.
    fn own_setup_time(&self, machine: MachineId, part: PartId) -> Span {
        let station = self.model.machines[machine].station;
        let Some(setup) = self.model.stations[station].setup.as_deref() else { return Span::ZERO };
        let row = self.parts.get(part);
        let streams = self.streams.handling[station].as_ref();
        let time = setup.before(row.place, row.product, self.setups.kind(machine));
        match (time, streams) {
            (Some(time), Some([stream, ..])) => {
                Span::round(time.sample(*stream, row.key, row.visit))
            }
            (Some(_) | None, _) => Span::ZERO,
        }
    }

    /// A machine is being set up for its part, or goes on with that.
    pub(super) fn run_setup(&mut self, machine: MachineId) {
        self.machines.set_up(machine);
        let left = self.tasks.start(Tasks::of_machine(machine), self.now);
        self.show_closed(machine);
        self.events.book_after(super::event::Slots::machine(machine), self.now, left);
    }

    /// A machine has been set up for its part, or its setup has been corrected; whether it has been set up.
    pub(super) fn note_setup(&mut self, machine: MachineId, part: PartId) -> bool {
        if self.first_pieces.are_some() && self.own_setup_time(machine, part) == Span::ZERO {
            self.setups.correct(machine);
            self.first_pieces.correct(machine);
            return false;
        }
        let station = self.model.machines[machine].station;
        if let Some(setup) = self.model.stations[station].setup.as_deref() {
            let kind = setup.kinds[self.parts.get(part).product];
            self.setups.finish(machine, kind, true);
            self.first_pieces.set_up(machine);
            self.observer.set_up(station, machine, self.now);
        }
        true
    }

    /// What of the last stretch of a task was work of its machine.
    pub(super) fn work_in(&self, machine: MachineId, worked: Span) -> Span {
        let is_work = self.tasks.stage(Tasks::of_machine(machine)).is_work();
        if is_work { worked } else { Span::ZERO }
    }

    /// The cycle of a part begins: the machine is set up for what the part becomes.
    pub(super) fn use_setup(&mut self, machine: MachineId) {
        if let Some(setup) = self.model.station_of(machine).setup.as_deref()
            && let Holding::InCycle(part) = self.machines.holding(machine)
        {
            let parts = u32::try_from(1 + self.batches.others(machine).len()).unwrap_or(u32::MAX);
            self.setups.begin(machine, setup.kinds[self.parts.get(part).product], parts);
        }
    }
}
