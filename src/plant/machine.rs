//! Machines: the part each holds, why it stands or works, and the state it shows.
//!
//! Every rule sets or clears the reasons it knows; at the end of an instant each touched machine
//! shows the first reason that holds. So a machine has exactly one state at any instant, and a
//! state of no duration is never shown.

use super::cause::Token;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, Run, StationId, Table};
use crate::model::{Model, Target};
use crate::observe::State;

/// What a machine holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// No part.
    Nothing,
    /// A part whose cycle is not complete.
    InCycle(PartId),
    /// A part that wants to leave.
    Finished(PartId, Target),
}

#[derive(Clone, Copy, Debug)]
struct Row {
    holding: Holding,
    /// Place kept downstream for the part in the cycle (blocking before service).
    kept: Option<PlaceId>,
    visit: u32,
    reasons: u16,
    /// Failures that are not repaired yet.
    failures: u16,
    /// Repairs going on.
    repairs: u16,
    shown: State,
    touched: bool,
    /// Whether it could take a part, as last counted.
    available: bool,
    token: Token,
}

/// All machines.
#[derive(Debug)]
pub(super) struct Machines {
    rows: Table<MachineId, Row>,
    touched: Vec<MachineId>,
    /// Machines of each station that could take a part.
    available: Table<StationId, u32>,
}

impl Machines {
    pub(super) fn new(model: &Model) -> Self {
        let row = Row {
            holding: Holding::Nothing,
            kept: None,
            visit: 0,
            reasons: 0,
            failures: 0,
            repairs: 0,
            shown: State::Starved,
            touched: false,
            available: true,
            token: Token::default(),
        };
        let count = |station: &crate::model::Station| {
            u32::try_from(station.machines.len()).expect("fewer than 2^32 machines")
        };
        Self {
            rows: Table::filled(model.machines.len(), row),
            touched: Vec::with_capacity(model.machines.len()),
            available: model.stations.iter().map(count).collect(),
        }
    }

    #[inline]
    pub(super) fn holding(&self, machine: MachineId) -> Holding {
        self.rows[machine].holding
    }

    #[inline]
    pub(super) fn hold(&mut self, machine: MachineId, holding: Holding) {
        self.rows[machine].holding = holding;
    }

    /// The number of this visit of the held part to the station.
    #[inline]
    pub(super) fn visit(&self, machine: MachineId) -> u32 {
        self.rows[machine].visit
    }

    #[inline]
    pub(super) fn set_visit(&mut self, machine: MachineId, visit: u32) {
        self.rows[machine].visit = visit;
    }

    /// The place kept downstream for the part in the cycle.
    #[inline]
    pub(super) fn kept(&self, machine: MachineId) -> Option<PlaceId> {
        self.rows[machine].kept
    }

    pub(super) fn keep(&mut self, machine: MachineId, place: Option<PlaceId>) {
        self.rows[machine].kept = place;
    }

    #[inline]
    pub(super) fn token(&self, machine: MachineId) -> Token {
        self.rows[machine].token
    }

    #[inline]
    pub(super) fn set_token(&mut self, machine: MachineId, token: Token) {
        self.rows[machine].token = token;
    }

    /// Adds or takes away a reason for a state.
    #[inline]
    pub(super) fn set(&mut self, machine: MachineId, state: State, holds: bool) {
        let row = &mut self.rows[machine];
        let bit = 1 << state as u16;
        row.reasons = if holds { row.reasons | bit } else { row.reasons & !bit };
        if !row.touched {
            row.touched = true;
            self.touched.push(machine);
        }
    }

    pub(super) fn is_failed(&self, machine: MachineId) -> bool {
        self.rows[machine].failures > 0
    }

    pub(super) fn shown(&self, machine: MachineId) -> State {
        self.rows[machine].shown
    }

    /// Counts a failure.
    pub(super) fn fail(&mut self, machine: MachineId) {
        self.rows[machine].failures += 1;
        self.show_failure(machine);
    }

    /// A repair begins or goes on.
    pub(super) fn repair(&mut self, machine: MachineId) {
        self.rows[machine].repairs += 1;
        self.show_failure(machine);
    }

    /// A repair stops before its end.
    pub(super) fn interrupt_repair(&mut self, machine: MachineId) {
        self.rows[machine].repairs -= 1;
        self.show_failure(machine);
    }

    /// A repair ends; whether the machine runs again.
    pub(super) fn repaired(&mut self, machine: MachineId) -> bool {
        let row = &mut self.rows[machine];
        row.repairs -= 1;
        row.failures -= 1;
        self.show_failure(machine);
        !self.is_failed(machine)
    }

    fn show_failure(&mut self, machine: MachineId) {
        let (failures, repairs) = (self.rows[machine].failures, self.rows[machine].repairs);
        self.set(machine, State::Repair, repairs > 0);
        self.set(machine, State::WaitRepair, failures > 0 && repairs == 0);
    }

    /// How many machines of the station could take a part now.
    #[inline]
    pub(super) fn available(&self, station: StationId) -> u32 {
        self.available[station]
    }

    /// The first machine that could take a part.
    #[inline]
    pub(super) fn first_available(&self, machines: Run<MachineId>) -> Option<MachineId> {
        machines.iter().find(|&machine| self.rows[machine].available)
    }

    /// Counts anew whether the machine could take a part; true if it has become so.
    #[inline]
    pub(super) fn count_available(&mut self, machine: MachineId, station: StationId) -> bool {
        let row = &mut self.rows[machine];
        let closed = row.reasons & 1 << State::OffShift as u16 != 0;
        let now = row.holding == Holding::Nothing && row.failures == 0 && !closed;
        let before = std::mem::replace(&mut row.available, now);
        match (before, now) {
            (false, true) => self.available[station] += 1,
            (true, false) => self.available[station] -= 1,
            (true, true) | (false, false) => {}
        }
        now && !before
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Lets every touched machine show the first reason that holds: the end of an instant.
    #[inline]
    pub(super) fn settle(&mut self) {
        while let Some(machine) = self.machines.touched.pop() {
            let row = &mut self.machines.rows[machine];
            row.touched = false;
            let state = State::winning(row.reasons);
            if state != row.shown {
                row.shown = state;
                self.observer.machine_state(machine, state, self.now);
            }
        }
    }

    /// Counts a machine that has become empty, open or sound, and lets its station use it.
    #[inline]
    pub(super) fn offer(&mut self, machine: MachineId) {
        let station = self.model.machines[machine].station;
        if self.machines.count_available(machine, station) {
            self.offer_station(station);
        }
    }
}
