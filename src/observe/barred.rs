//! What rules of working time keep people from.

use crate::ids::{CrewId, OperatorId, Table};
use crate::model::Model;
use crate::units::Span;

/// What somebody may not do, because it would break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// Begin a shift with so much working time.
    Shift(Span),
    /// Come for overtime.
    Call,
}

/// What the people of each crew were kept from: working time of shifts, and calls.
#[derive(Clone, Debug)]
pub(super) struct AllBarred {
    crews: Table<OperatorId, CrewId>,
    sums: Table<CrewId, (Span, u64)>,
}

impl AllBarred {
    pub(super) fn new(model: &Model) -> Self {
        Self {
            crews: model.operators.iter().map(|operator| operator.crew).collect(),
            sums: Table::filled(model.crews.len(), (Span::ZERO, 0)),
        }
    }

    pub(super) fn restart(&mut self) {
        self.sums.iter_mut().for_each(|sum| *sum = (Span::ZERO, 0));
    }

    pub(super) fn count(&mut self, operator: OperatorId, barred: Barred) {
        let (hours, calls) = &mut self.sums[self.crews[operator]];
        match barred {
            Barred::Shift(time) => *hours += time,
            Barred::Call => *calls += 1,
        }
    }

    pub(super) fn of(&self, crew: CrewId) -> (Span, u64) {
        self.sums[crew]
    }
}
