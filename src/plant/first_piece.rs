//! First pieces: the first part after a setup is inspected, on its machine or at another station.
//!
//! On the machine the inspection is the last stage of the visit. Elsewhere the part goes to a step that stands in no
//! route, and on from there as it would have gone on from its machine; a machine that waits stands until the cycle of
//! that step ends. A first piece that fails is thrown away: the next part that the machine takes begins with a
//! correction of the setup, and is the first piece again.

use super::cause::Token;
use super::part::Part;
use super::stage::Stage;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, StationId, StepId, Table};
use crate::model::{FirstPiece, Model};
use crate::observe::State;
use crate::units::Span;

/// Which part of a machine is the next first piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Piece {
    /// None: the series goes on.
    #[default]
    None,
    /// The one that the machine takes next, after the setup has been corrected if that is to be.
    Next { corrected: bool },
    /// The one on the machine, or that it takes next.
    Due,
}

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    piece: Piece,
    /// How often the machine has been set up.
    setups: u64,
}

/// A first piece that is not approved yet, at another station or on its way there.
#[derive(Clone, Copy, Debug)]
struct UnderWay {
    part: PartId,
    machine: MachineId,
    /// The setup after which it was made.
    setup: u64,
    /// The work that is in vain if it fails.
    work: Span,
}

/// The first pieces of all machines; empty where no station has any.
#[derive(Debug)]
pub(super) struct FirstPieces {
    rows: Table<MachineId, Row>,
    under_way: Vec<UnderWay>,
}

impl FirstPieces {
    pub(super) fn new(model: &Model) -> Self {
        let machines = if model.has_first_pieces() { model.machines.len() } else { 0 };
        Self { rows: Table::filled(machines, Row::default()), under_way: Vec::new() }
    }

    /// Whether some station has first pieces.
    #[inline]
    pub(super) fn are_some(&self) -> bool {
        !self.rows.is_empty()
    }

    /// A machine has been set up: what it makes next is a first piece.
    pub(super) fn set_up(&mut self, machine: MachineId) {
        if let Some(row) = self.rows.get_mut(machine) {
            *row = Row { piece: Piece::Due, setups: row.setups + 1 };
        }
    }

    /// Whether a first piece of a machine is not approved yet.
    pub(super) fn are_under_way(&self, machine: MachineId) -> bool {
        self.under_way.iter().any(|row| row.machine == machine)
    }

    fn piece(&self, machine: MachineId) -> Piece {
        self.rows.get(machine).map_or(Piece::None, |row| row.piece)
    }

    /// The setup of a machine has been corrected.
    pub(super) fn correct(&mut self, machine: MachineId) {
        self.rows[machine].piece = Piece::Due;
    }

    /// A machine begins with a part, with a correction or without.
    pub(super) fn begin(&mut self, machine: MachineId, stage: Stage) {
        if let Some(row) = self.rows.get_mut(machine)
            && matches!(row.piece, Piece::Next { .. })
            && stage != Stage::Setup
        {
            row.piece = Piece::Due;
        }
    }

    /// The first piece that a part is, taken out.
    fn take(&mut self, part: PartId) -> Option<UnderWay> {
        let position = self.under_way.iter().position(|row| row.part == part)?;
        Some(self.under_way.remove(position))
    }
}

impl<O: Observer> Plant<'_, O> {
    fn first_piece_of(&self, machine: MachineId) -> Option<&FirstPiece> {
        self.model.station_of(machine).first_piece()
    }

    /// How long the setup of a machine is corrected before it works on a part that needs no setup.
    pub(super) fn correction_time(&self, machine: MachineId, part: PartId) -> Span {
        if self.first_pieces.piece(machine) != (Piece::Next { corrected: true }) {
            return Span::ZERO;
        }
        let Some(first) = self.first_piece_of(machine) else { return Span::ZERO };
        let row = self.parts.get(part);
        let [_, correct, _] = self.streams.first_piece[self.model.machines[machine].station];
        Span::round(first.correct.sample(correct, row.key, row.visit))
    }

    /// How long a part is inspected on its machine, if it is a first piece.
    pub(super) fn inspection_time(&self, machine: MachineId, part: PartId) -> Span {
        let Some(first) = self.first_piece_of(machine).filter(|first| first.at.is_none()) else {
            return Span::ZERO;
        };
        let is_first = self.first_pieces.piece(machine) != Piece::None
            || self.setup_time(machine, part) > Span::ZERO;
        if !is_first {
            return Span::ZERO;
        }
        let row = self.parts.get(part);
        let [_, _, inspect] = self.streams.first_piece[self.model.machines[machine].station];
        Span::round(first.time.sample(inspect, row.key, row.visit))
    }

    /// A first piece is inspected on its machine, or goes on being so.
    pub(super) fn run_inspection(&mut self, machine: MachineId) {
        self.machines.inspect(machine);
        let left = self.tasks.start(Tasks::of_machine(machine), self.now);
        self.show_closed(machine);
        self.events.book_after(super::event::Slots::machine(machine), self.now, left);
    }

    /// A part is not inspected on its machine any more: it leaves it, or is lost.
    pub(super) fn end_inspection(&mut self, machine: MachineId) {
        if self.tasks.stage(Tasks::of_machine(machine)) == Stage::Approve {
            self.machines.set(machine, State::Approval, false);
        }
    }

    /// The cycle of a part that is good so far has ended: whether it is a first piece that has failed. One that is to
    /// be inspected elsewhere is on its way there from now on.
    pub(super) fn has_failed_as_first(&mut self, machine: MachineId, part: PartId) -> bool {
        if let Some(row) = self.first_pieces.take(part) {
            return !self.judge(row, machine);
        }
        if self.first_pieces.piece(machine) != Piece::Due {
            return false;
        }
        let Some(first) = self.first_piece_of(machine) else { return false };
        let (is_here, waits) = (first.at.is_none(), first.waits);
        let setup = self.first_pieces.rows[machine].setups;
        let row = UnderWay { part, machine, setup, work: self.work_on(machine, part) };
        self.first_pieces.rows[machine].piece = Piece::None;
        if is_here {
            return !self.judge(row, machine);
        }
        if self.model.inspection_behind(self.parts.get(part).place).is_some() {
            self.first_pieces.under_way.push(row);
            if waits {
                self.await_approval(machine);
            }
        }
        false
    }

    /// A machine stands until its first piece is approved.
    fn await_approval(&mut self, machine: MachineId) {
        self.machines.set(machine, State::Approval, true);
        self.look_for_upkeep(machine);
        self.watch_approval(machine, true);
    }

    /// A first piece has been inspected on a machine; whether it is approved.
    fn judge(&mut self, row: UnderWay, on: MachineId) -> bool {
        let UnderWay { part, machine, .. } = row;
        let station = self.model.machines[machine].station;
        let Some(first) = self.first_piece_of(machine) else { return true };
        let [fails, ..] = self.streams.first_piece[station];
        let Part { key, visit, .. } = *self.parts.get(part);
        let is_good = first.fails <= 0.0 || fails.uniform(key, visit, 0) >= first.fails;
        self.observer.first_piece(station, machine, is_good, self.now);
        if !is_good && row.work != Span::ZERO {
            self.observer.spoiled(station, row.work, self.now);
        }
        let next = if is_good { Piece::None } else { Piece::Next { corrected: true } };
        let end = self.tasks.ready(Tasks::of_machine(on));
        self.end_approval(row, next, Some(end));
        is_good
    }

    /// The wait for a first piece is over; which piece is the next one, unless there was a setup since.
    fn end_approval(&mut self, row: UnderWay, next: Piece, end: Option<Token>) {
        let UnderWay { machine, setup, .. } = row;
        let present = &mut self.first_pieces.rows[machine];
        if present.setups == setup && next != Piece::None {
            present.piece = next;
        }
        if self.approved_at(machine).is_some() {
            self.watch_approval(machine, false);
            self.machines.set(machine, State::Approval, false);
            if O::CAUSES {
                let token = self.machines.token(machine);
                let token = end.unwrap_or_else(|| self.reach_now(token, machine));
                self.machines.set_token(machine, token);
            }
            self.offer(machine);
        }
    }

    /// A part is thrown away: if it is a first piece on its way to be approved, the next part is one.
    pub(super) fn lose_first_piece(&mut self, part: PartId) {
        if let Some(row) = self.first_pieces.take(part) {
            self.end_approval(row, Piece::Next { corrected: false }, None);
        }
    }

    /// The step at which a part is inspected next, if it is a first piece on its machine.
    #[inline(never)]
    pub(super) fn inspection_of(&self, part: PartId) -> Option<StepId> {
        let is_first = self.first_pieces.under_way.iter().any(|row| row.part == part);
        is_first.then(|| self.model.inspection_behind(self.parts.get(part).place)).flatten()
    }

    /// The station at which the first piece is inspected for whose approval a machine stands.
    pub(super) fn approved_at(&self, machine: MachineId) -> Option<StationId> {
        let at = self.first_piece_of(machine)?.at?;
        self.machines.awaits_approval(machine).then_some(at)
    }
}
