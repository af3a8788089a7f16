//! What each task asks of people: whom, how urgently, and when it may start.

use super::stage::Stage;
use super::task::Tasks;
use crate::ids::{Id, MachineId, ModeId, NeedsId, Table, TaskId};
use crate::model::{AtClose, Call, Model};

/// What a task asks, for each task: looked up often, so it stands close together.
#[derive(Clone, Copy, Debug)]
struct Row {
    needs: Option<NeedsId>,
    call: Call,
    /// How far upstream its machine stands.
    rank: u32,
    /// Whether it asks for other people in each stage.
    is_staged: bool,
    /// Whether it does not start if it would not end before the closing.
    must_end: bool,
}

/// What the tasks of a plant ask.
#[derive(Debug)]
pub(super) struct Asks {
    rows: Table<TaskId, Row>,
}

impl Asks {
    pub(super) fn new(model: &Model) -> Self {
        let cycle = |machine: MachineId| {
            let station = model.station_of(machine);
            Row {
                needs: station.operators,
                call: station.attendance.call,
                rank: station.rank,
                is_staged: station.is_staged(),
                must_end: station.at_close == AtClose::NoStart && station.calendar.is_some(),
            }
        };
        let repair = |mode: ModeId| {
            let row = &model.modes[mode];
            let failure = &model.failures[row.failure];
            Row {
                needs: failure.crew,
                call: failure.call,
                rank: model.station_of(row.machine).rank,
                is_staged: false,
                must_end: false,
            }
        };
        let cycles = model.machines.ids().map(cycle);
        Self { rows: cycles.chain(model.modes.ids().map(repair)).collect() }
    }

    /// How far upstream the machine of a task stands.
    #[inline]
    pub(super) fn rank(&self, task: TaskId) -> u32 {
        self.rows[task].rank
    }

    /// Whether a task does not start if it would not end before the closing of its machine.
    #[inline]
    pub(super) fn must_end(&self, task: TaskId) -> bool {
        self.rows[task].must_end
    }
}

impl Tasks {
    /// The people a task needs at present.
    #[inline]
    pub(super) fn needs(&self, model: &Model, task: TaskId) -> Option<NeedsId> {
        let row = &self.asks.rows[task];
        if row.is_staged { self.needs_of_stage(model, task) } else { row.needs }
    }

    /// How a task asks for people at present.
    #[inline]
    pub(super) fn call(&self, model: &Model, task: TaskId) -> Call {
        let row = &self.asks.rows[task];
        if row.is_staged { self.call_of_stage(model, task) } else { row.call }
    }

    #[inline(never)]
    fn needs_of_stage(&self, model: &Model, task: TaskId) -> Option<NeedsId> {
        self.stage(task).needs(model.station_of(MachineId::at(task.position())))
    }

    #[inline(never)]
    fn call_of_stage(&self, model: &Model, task: TaskId) -> Call {
        let station = model.station_of(MachineId::at(task.position()));
        let (stage, attendance) = (self.stage(task), &station.attendance);
        if let (Stage::Setup | Stage::Approve, Some(setup)) = (stage, &station.setup) {
            return setup.call;
        }
        let handling = Stage::handling(stage, attendance);
        handling.map_or(attendance.call, |handling| handling.call)
    }

    /// From now on tasks ask what a model of the same plant says.
    pub(super) fn follow(&mut self, model: &Model) {
        self.asks = Asks::new(model);
    }
}
