//! Start-ups: machines that have stood for long need some time when they open.

use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, ModeId, Table};
use crate::model::{Model, Strikes};
use crate::units::{Span, Time};

/// Which machines need a start-up; empty where none does.
#[derive(Debug)]
pub(super) struct StartUps(Table<MachineId, Row>);

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    /// Its start-up, and after how many closed hours it is needed.
    needs: Option<(ModeId, Span)>,
    /// Since when it has stood; `None` for as long as anybody knows.
    stands: Option<Time>,
}

impl StartUps {
    pub(super) fn new(model: &Model) -> Self {
        let opening = |mode: ModeId| match model.failures[model.modes[mode].failure].strikes {
            Strikes::Opening(after) => Some((mode, after)),
            Strikes::Every { .. } | Strikes::At(_) => None,
        };
        let of = |machine: MachineId| model.machines[machine].modes.iter().find_map(opening);
        let all: Table<MachineId, Row> = (model.machines.ids())
            .map(|machine| Row { needs: of(machine), stands: None })
            .collect();
        let has_some = all.iter().any(|row| row.needs.is_some());
        Self(if has_some { all } else { Table::new() })
    }

    /// A machine stands from now on.
    pub(super) fn stand(&mut self, machine: MachineId, now: Time) {
        if let Some(row) = self.0.get_mut(machine) {
            row.stands = (now > Time::ZERO).then_some(now);
        }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A machine opens: it is started up if it has stood for long enough, and does not work on from before.
    pub(super) fn start_up(&mut self, machine: MachineId) {
        let Some(Row { needs: Some((mode, after)), stands }) =
            self.start_ups.0.get(machine).copied()
        else {
            return;
        };
        let is_cold = stands.is_none_or(|stands| self.now - stands >= after);
        if is_cold && !self.tasks.is_running(Tasks::of_machine(machine)) {
            self.strike(mode);
        }
    }
}
