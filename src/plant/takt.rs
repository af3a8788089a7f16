//! Paced lines: all parts on one move on together, at the end of every takt.
//!
//! The clock of a takt runs while the line is open. When it has run out the line moves as soon as every station is
//! done and none is down: the last part goes on its way, and the others one station on. The first station takes a
//! part in only while the line is open for that: at a move, or when it is empty. All that is looked at after
//! everything else that happens at the instant.

use super::agenda::Rare;
use super::cause::Token;
use super::machine::Holding;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, StationId, Table, TaktId};
use crate::model::{Model, Shift, Target};
use crate::observe::{HeldBy, Label, State};
use crate::units::{Span, Time};

/// What a paced line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No part is on it.
    Rests,
    /// The takt is not over.
    Runs,
    /// The takt is over, and the line has not moved.
    Over,
}

/// Whether a paced line takes a part in now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Shut,
    Open,
}

#[derive(Clone, Debug)]
struct Row {
    phase: Phase,
    /// What was left of the takt when its clock began to run, or stood.
    left: Span,
    /// Since when the clock has been running.
    running: Option<Time>,
    entry: Entry,
    /// Whether a part has left it, or is about to, since the takt was over.
    gives: bool,
    /// Since when it has stood beyond the takt, and whether it has before.
    stopped: Option<Time>,
    was_stopped: bool,
    /// Whether it is open, as last told.
    is_open: bool,
    /// Who holds it up, as last told.
    holders: Vec<HeldBy>,
    /// What let the takt begin.
    begun: Token,
}

/// All paced lines.
#[derive(Debug)]
pub(super) struct Takts {
    rows: Table<TaktId, Row>,
    /// The machine whose part leaves its line now.
    leaving: Option<MachineId>,
}

impl Takts {
    pub(super) fn new(model: &Model) -> Self {
        let row = Row {
            phase: Phase::Rests,
            left: Span::ZERO,
            running: None,
            entry: Entry::Shut,
            gives: false,
            stopped: None,
            was_stopped: false,
            is_open: false,
            holders: Vec::new(),
            begun: Token::default(),
        };
        Self { rows: Table::filled(model.takts.len(), row), leaving: None }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// All paced lines are looked at when the run begins.
    pub(super) fn begin_takts(&mut self) {
        for takt in self.model.takts.ids() {
            self.agenda.put_rare(Rare::Takt(takt));
        }
    }

    /// Something has happened at a machine: if it is on a paced line, that is looked at.
    #[inline(never)]
    pub(super) fn look_at_takt_of(&mut self, machine: MachineId) {
        if let Some(takt) = self.model.station_of(machine).takt {
            self.agenda.put_rare(Rare::Takt(takt));
        }
    }

    /// A finished part on a paced line waits for the end of the takt; whether it does.
    pub(super) fn wait_for_takt(&mut self, machine: MachineId) -> bool {
        let Some(takt) = self.model.station_of(machine).takt else { return false };
        if self.takts.leaving == Some(machine) {
            return false;
        }
        self.agenda.put_rare(Rare::Takt(takt));
        true
    }

    /// A machine of a station could take a part: whether it is that of a paced line which takes none in now.
    pub(super) fn is_kept_out(&mut self, station: StationId) -> bool {
        let Some(takt) = self.model.stations[station].takt else { return false };
        if self.takts.rows[takt].entry == Entry::Open {
            return false;
        }
        self.agenda.put_rare(Rare::Takt(takt));
        self.model.takts[takt].begins_at(station)
    }

    /// Whether a station is the first of a paced line that takes no part in now.
    pub(super) fn keeps_out(&self, station: StationId) -> bool {
        self.model.stations[station].takt.is_some_and(|takt| {
            self.takts.rows[takt].entry == Entry::Shut && self.model.takts[takt].begins_at(station)
        })
    }

    /// Whether a station is the first of a paced line that takes no part in at once.
    pub(super) fn takes_none_in(&self, station: StationId) -> bool {
        self.model.stations[station].takt.is_some_and(|takt| {
            let row = &self.takts.rows[takt];
            self.model.takts[takt].begins_at(station)
                && row.entry == Entry::Shut
                && (row.phase != Phase::Rests || !row.is_open)
        })
    }

    /// Looks at what a paced line can do, after everything else that happens at the instant.
    pub(super) fn look_at_takt(&mut self, id: TaktId) {
        self.turn_takt_clock(id);
        let Row { phase, entry, is_open, .. } = self.takts.rows[id];
        match phase {
            _ if entry == Entry::Open => self.begin_takt(id),
            Phase::Rests if is_open && self.may_enter(id) => self.open_entry(id),
            Phase::Over => self.try_to_move(id),
            Phase::Rests | Phase::Runs => {}
        }
        self.tell_takt(id);
    }

    /// The clock of a takt runs, stands or has run out.
    fn turn_takt_clock(&mut self, id: TaktId) {
        let is_open = self.is_takt_open(id);
        let row = &mut self.takts.rows[id];
        if std::mem::replace(&mut row.is_open, is_open) != is_open {
            self.observer.takt_opens(id, is_open, self.now);
        }
        if let Some(since) = row.running {
            let gone = self.now - since;
            if gone >= row.left {
                (row.phase, row.left, row.running) = (Phase::Over, Span::ZERO, None);
            } else if !is_open {
                (row.left, row.running) = (row.left - gone, None);
                self.events.cancel(self.slots.takt(id));
            }
        } else if is_open && row.phase == Phase::Runs && row.entry == Entry::Shut {
            row.running = Some(self.now);
            self.events.book(self.slots.takt(id), self.now + row.left);
        }
    }

    /// Whether a line is open: its stations are, and no break stops its people.
    fn is_takt_open(&self, id: TaktId) -> bool {
        let stations = &self.model.takts[id].stations;
        let mut has_break = false;
        for &id in stations {
            match self.shift_of(self.model.stations[id].machines.first()) {
                Shift::Open => {}
                Shift::Break { .. } => has_break = true,
                Shift::Away { .. } | Shift::Closed => return false,
            }
        }
        !has_break || !stations.iter().any(|&id| self.model.stations[id].is_attended())
    }

    fn machine_of_line(&self, id: TaktId, position: usize) -> MachineId {
        self.model.stations[self.model.takts[id].stations[position]].machines.first()
    }

    /// Whether a part may wait in front of an empty line whose first machine is free.
    fn may_enter(&self, id: TaktId) -> bool {
        let first = self.model.takts[id].stations[0];
        self.buffers.available(first) > 0
            && (self.buffers.len(first) > 0 || self.buffers.supplied(first).is_some())
    }

    /// The line takes a part in, if there is one; then it is looked at again.
    fn open_entry(&mut self, id: TaktId) {
        self.takts.rows[id].entry = Entry::Open;
        self.agenda.put_start(self.model.takts[id].stations[0]);
        self.agenda.put_rare(Rare::Takt(id));
    }

    /// All that moves has moved: the takt begins, unless no part is on the line.
    fn begin_takt(&mut self, id: TaktId) {
        let takt = &self.model.takts[id];
        let is_there = |&station: &StationId| {
            let machine = self.model.stations[station].machines.first();
            self.machines.holding(machine) != Holding::Nothing
                || !takt.begins_at(station) && self.buffers.len(station) > 0
        };
        let is_empty = !takt.stations.iter().any(is_there);
        let (pace, first) = (takt.pace, self.machine_of_line(id, 0));
        let begun = (O::CAUSES && self.takts.rows[id].phase == Phase::Rests)
            .then(|| self.tasks.ready(Tasks::of_machine(first)));
        let row = &mut self.takts.rows[id];
        row.entry = Entry::Shut;
        row.phase = if is_empty { Phase::Rests } else { Phase::Runs };
        row.left = pace;
        row.begun = begun.unwrap_or(row.begun);
        if !is_empty {
            self.turn_takt_clock(id);
        }
    }

    /// Whether a station does not hold its line up: it is done, or empty with nothing in front, and not down.
    fn is_station_ready(&self, id: TaktId, position: usize) -> bool {
        let station = self.model.takts[id].stations[position];
        let machine = self.model.stations[station].machines.first();
        let holds = matches!(self.machines.holding(machine), Holding::InCycle(_));
        !holds
            && !self.machines.is_down(machine)
            && (position == 0 || self.buffers.len(station) == 0)
    }

    fn are_all_ready(&self, id: TaktId) -> bool {
        (0..self.model.takts[id].stations.len()).all(|position| self.is_station_ready(id, position))
    }

    /// The takt is over: the line moves, if every station is ready and the last part finds room.
    fn try_to_move(&mut self, id: TaktId) {
        if !self.are_all_ready(id) {
            return;
        }
        let last = self.machine_of_line(id, self.model.takts[id].stations.len() - 1);
        if let Holding::Finished(part) = self.machines.holding(last) {
            self.takts.rows[id].gives = true;
            if !self.machines.waits_for_room(last) {
                self.stop_takt_waits(last);
                if O::CAUSES {
                    let token = self.token_of_move(id);
                    self.parts.set_token(part, token);
                    self.machines.set_token(last, token);
                }
                self.takts.leaving = Some(last);
                self.send_off(last, part);
                self.takts.leaving = None;
                // If it finds no room, the machine stands from now on.
                self.look_for_upkeep(last);
            }
        }
        let is_gone = self.machines.holding(last) == Holding::Nothing;
        if is_gone && self.takts.rows[id].is_open {
            self.move_on_line(id);
        }
    }

    fn stop_takt_waits(&mut self, machine: MachineId) {
        self.machines.set(machine, State::WaitTakt, false);
        self.machines.set(machine, State::LineStop, false);
    }

    /// All parts go one station on, and the line takes another one in.
    fn move_on_line(&mut self, id: TaktId) {
        self.moved = self.now;
        let token = if O::CAUSES { self.token_of_move(id) } else { Token::default() };
        for position in (0..self.model.takts[id].stations.len()).rev() {
            let machine = self.machine_of_line(id, position);
            if O::CAUSES {
                self.machines.set_token(machine, token);
            }
            let Holding::Finished(part) = self.machines.holding(machine) else { continue };
            let Target::Step(next) = self.target(part) else { continue };
            if O::CAUSES {
                self.parts.set_token(part, token);
            }
            self.stop_takt_waits(machine);
            self.move_on(part, self.model.steps[next].places.first());
            self.vacate(machine);
        }
        let row = &mut self.takts.rows[id];
        let is_late = row.was_stopped || row.stopped.is_some_and(|since| since < self.now);
        let gives = std::mem::take(&mut row.gives);
        (row.was_stopped, row.stopped, row.phase, row.begun) = (false, None, Phase::Runs, token);
        self.observer.takt_moves(id, is_late, gives, self.now);
        self.open_entry(id);
    }

    /// What lets a line move now: the end of the takt, or what came last if that came later.
    fn token_of_move(&mut self, id: TaktId) -> Token {
        let begun = self.takts.rows[id].begun;
        let is_late = self.takts.rows[id].stopped.is_some_and(|since| since < self.now);
        if begun.since() == self.now {
            return begun;
        }
        if !is_late && !self.takts.rows[id].was_stopped {
            let token = self.end_activity(Label::Takt(id), begun);
            self.takts.rows[id].begun = token;
            return token;
        }
        let first = self.machine_of_line(id, 0);
        let mut token = begun;
        for position in 0..self.model.takts[id].stations.len() {
            let machine = self.machine_of_line(id, position);
            let mut own = self.machines.token(machine);
            if let Holding::Finished(part) = self.machines.holding(machine) {
                own = own.later(self.parts.token(part));
            }
            token = token.later(own);
        }
        self.reach_now(token, first)
    }

    /// Tells who holds the line up, and shows why the machines that are done wait.
    fn tell_takt(&mut self, id: TaktId) {
        let Row { phase, is_open, entry, .. } = self.takts.rows[id];
        let stands = phase == Phase::Over && is_open && entry == Entry::Shut;
        let holders = if stands { self.holders(id) } else { Vec::new() };
        let before = std::mem::replace(&mut self.takts.rows[id].holders, holders.clone());
        for &by in before.iter().filter(|by| !holders.contains(by)) {
            self.observer.holds_up(id, by, false, self.now);
        }
        for &by in holders.iter().filter(|by| !before.contains(by)) {
            self.observer.holds_up(id, by, true, self.now);
        }
        let row = &mut self.takts.rows[id];
        if stands {
            row.stopped.get_or_insert(self.now);
        } else if let Some(since) = row.stopped.take() {
            row.was_stopped |= since < self.now;
        }
        for position in 0..self.model.takts[id].stations.len() {
            let machine = self.machine_of_line(id, position);
            let is_done = matches!(self.machines.holding(machine), Holding::Finished(_))
                && !self.machines.waits_for_room(machine);
            self.machines.set(machine, State::WaitTakt, is_done && !stands);
            self.machines.set(machine, State::LineStop, is_done && stands);
            // Planned work may use the gap.
            if self.machines.holding(machine) == Holding::Nothing {
                self.look_for_upkeep(machine);
            }
        }
    }

    /// Who holds up a line that stands: the stations that are not ready, or want of room behind the last one.
    fn holders(&self, id: TaktId) -> Vec<HeldBy> {
        let stations = self.model.takts[id].stations.iter().enumerate();
        let late = stations.filter(|&(position, _)| !self.is_station_ready(id, position));
        let late: Vec<HeldBy> = late.map(|(_, &station)| Some(station)).collect();
        if late.is_empty() { vec![None] } else { late }
    }

    /// The last station of a paced line all whose stations are done, and which stands for want of room behind it.
    pub(super) fn blocks_line(&self, station: StationId) -> Option<StationId> {
        let id = self.model.stations[station].takt?;
        let last = *self.model.takts[id].stations.last()?;
        let is_so = self.takts.rows[id].phase == Phase::Over
            && last != station
            && self.are_all_ready(id)
            && self.machines.waits_for_room(self.model.stations[last].machines.first());
        is_so.then_some(last)
    }

    /// Whether a paced line will move a part some day without anything else.
    pub(super) fn may_move_line(&self) -> bool {
        self.takts.rows.enumerated().any(|(id, row)| match row.phase {
            Phase::Rests => !row.is_open && self.may_wait_in_front(id),
            Phase::Runs => true,
            Phase::Over => {
                let last = self.machine_of_line(id, self.model.takts[id].stations.len() - 1);
                let is_down = |&id: &StationId| {
                    self.machines.is_down(self.model.stations[id].machines.first())
                };
                self.model.takts[id].stations.iter().any(is_down)
                    || !row.is_open && !self.machines.waits_for_room(last)
            }
        })
    }

    fn may_wait_in_front(&self, id: TaktId) -> bool {
        let first = self.model.takts[id].stations[0];
        self.buffers.len(first) > 0 || self.buffers.supplied(first).is_some()
    }

    /// What is known of paced lines is right: clocks run in open hours and have an end, nobody waits for a line that
    /// could move, and parts stand in front of its stations only where something is missing.
    pub(super) fn audit_takts(&self) -> Result<(), String> {
        for (id, row) in self.takts.rows.enumerated() {
            let name = &self.model.takts[id].name;
            let is_open = self.is_takt_open(id);
            if row.entry == Entry::Open || row.is_open != is_open {
                return Err(format!("`{name}` is open, or closed, and does not know it"));
            }
            let due = self.events.due(self.slots.takt(id));
            let end = row.running.map(|since| since + row.left);
            if due != end || row.running.is_some() != (row.phase == Phase::Runs && is_open) {
                return Err(format!("the takt of `{name}` ends at {end:?}, it is due at {due:?}"));
            }
            let last = self.machine_of_line(id, self.model.takts[id].stations.len() - 1);
            let could_move = row.phase == Phase::Over
                && self.are_all_ready(id)
                && !self.machines.waits_for_room(last)
                && is_open;
            if could_move && self.stop.is_none() {
                return Err(format!("`{name}` could move and stands"));
            }
            let station = &self.model.stations[self.model.takts[id].stations[0]];
            let takes_all = station.assembly.is_none() && !station.at_load;
            let could_begin = row.phase == Phase::Rests && is_open && self.may_enter(id);
            if could_begin && takes_all && self.stop.is_none() {
                return Err(format!("`{name}` could take a part and rests"));
            }
            if row.phase == Phase::Rests {
                let is_held = (0..self.model.takts[id].stations.len())
                    .map(|position| self.machines.holding(self.machine_of_line(id, position)))
                    .any(|holding| holding != Holding::Nothing);
                if is_held {
                    return Err(format!("`{name}` has a part and rests"));
                }
            }
        }
        Ok(())
    }
}
