//! Odometers: how much each machine has worked, and the reading at which work brings a failure.

use crate::ids::{MachineId, ModeId, Table};
use crate::units::Span;

/// Two machines share a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Row {
    worked: Span,
    /// The reading at which the next mode fails; never if it is [`Span::MAX`].
    fails_at: Span,
    /// The mode that fails then; none if none fails by work.
    mode: Option<ModeId>,
}

/// The odometers of all machines.
#[derive(Debug)]
pub(super) struct Odometers {
    rows: Table<MachineId, Row>,
}

impl Odometers {
    pub(super) fn new(machines: usize) -> Self {
        let row = Row { worked: Span::ZERO, fails_at: Span::MAX, mode: None };
        Self { rows: Table::filled(machines, row) }
    }

    /// How much the machine has worked.
    pub(super) fn reading(&self, machine: MachineId) -> Span {
        self.rows[machine].worked
    }

    /// Sets what fails next, and at which reading.
    pub(super) fn set_next(&mut self, machine: MachineId, next: Option<(Span, ModeId)>) {
        let row = &mut self.rows[machine];
        row.fails_at = next.map_or(Span::MAX, |(fails_at, _)| fails_at);
        row.mode = next.map(|(_, mode)| mode);
    }

    /// The mode that fails before so much more work is done, and after how much.
    #[inline]
    pub(super) fn fails_within(&self, machine: MachineId, work: Span) -> Option<(ModeId, Span)> {
        let row = &self.rows[machine];
        let left = row.fails_at - row.worked;
        if left < work { row.mode.map(|mode| (mode, left)) } else { None }
    }

    /// Counts work; whether something fails now.
    #[inline]
    pub(super) fn count(&mut self, machine: MachineId, work: Span) -> bool {
        let row = &mut self.rows[machine];
        row.worked += work;
        row.fails_at <= row.worked
    }

    /// The mode that fails next.
    pub(super) fn next(&self, machine: MachineId) -> Option<ModeId> {
        self.rows[machine].mode
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;

    #[test]
    fn a_mode_fails_at_its_reading_and_not_before() {
        let (machine, mode) = (MachineId::at(0), ModeId::at(3));
        let second = Span::from_seconds;
        let mut odometers = Odometers::new(1);
        assert!(!odometers.count(machine, second(5)));
        assert_eq!(odometers.fails_within(machine, Span::MAX), None);
        odometers.set_next(machine, Some((second(12), mode)));
        assert_eq!(odometers.fails_within(machine, second(8)), Some((mode, second(7))));
        assert_eq!(odometers.fails_within(machine, second(7)), None);
        assert!(!odometers.count(machine, second(6)));
        assert!(odometers.count(machine, second(1)));
        assert_eq!(odometers.reading(machine), second(12));
    }
}
