//! Machines: the part each holds, why it stands or works, and the state it shows.
//!
//! Every rule sets or clears the reasons it knows; at the end of an instant each touched machine
//! shows the first reason that holds. So a machine has exactly one state at any instant, and a
//! state of no duration is never shown.

use super::cause::Token;
use super::{Observer, Plant};
use crate::ids::{MachineId, ModeId, PartId, PlaceId, Run, StationId, Table};
use crate::model::{AtClose, Blocking, Clock, Model, Strikes};
use crate::observe::State;
use crate::units::Time;

/// What a machine holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// No part.
    Nothing,
    /// A part whose cycle is not complete.
    InCycle(PartId),
    /// A part that wants to leave.
    Finished(PartId),
}

/// Two machines share a cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Row {
    station: StationId,
    holding: Holding,
    reasons: u32,
    /// Failures that are not repaired yet, and planned work that is not done; the model has no more of a
    /// station.
    failures: u16,
    /// The planned work, minor stops and start-ups among them, which nobody repairs.
    light: u16,
    /// Repairs going on.
    repairs: u16,
    shown: State,
    /// Whether it could take a part, as last counted.
    available: bool,
    traits: Traits,
}

/// What is special about a machine, so that the others need not ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits(u8);

impl Traits {
    /// Its cycle needs people, a place downstream, or time before the closing to start.
    const CONDITIONAL: u8 = 1;
    /// It fails by a number of cycles, or planned work may wait for the end of a cycle.
    const COUNTS_CYCLES: u8 = 2;
    /// It fails by work.
    const WEARS: u8 = 4;
    /// Its cycle may not simply end: it frees people, scraps, or runs on after closing.
    const ENDS_SPECIALLY: u8 = 8;
    /// Its station can be part of a deadlock.
    const CIRCLES: u8 = 16;
    /// Hands work before, in or after its cycle.
    const STAGED: u8 = 32;

    fn of(model: &Model, machine: MachineId, is_in_circle: bool) -> Self {
        let (row, station) = (&model.machines[machine], model.station_of(machine));
        let staffed = station.is_attended();
        let wear = |mode: ModeId| model.failures[model.modes[mode].failure].wear.is_some();
        let has_wear = row.modes.iter().any(wear);
        let mut bits = 0;
        if station.is_staged() {
            bits |= Self::STAGED | Self::CONDITIONAL | Self::ENDS_SPECIALLY;
        }
        if staffed
            || station.blocking == Blocking::BeforeService
            || station.at_close == AtClose::NoStart
        {
            bits |= Self::CONDITIONAL;
        }
        let counts = |mode: ModeId| {
            let failure = &model.failures[model.modes[mode].failure];
            matches!(failure.strikes, Strikes::Every { clock: Clock::Cycles, .. })
                || failure.planned.is_some()
                || failure.wear.is_some()
        };
        if row.modes.iter().any(counts) {
            bits |= Self::COUNTS_CYCLES;
        }
        if row.wears {
            bits |= Self::WEARS;
        }
        if staffed
            || station.scrap > 0.0
            || station.calendar.is_some()
            || station.at_unload
            || station.limited.starts
            || has_wear
            || station.inspects
        {
            bits |= Self::ENDS_SPECIALLY;
        }
        if is_in_circle {
            bits |= Self::CIRCLES;
        }
        Self(bits)
    }

    /// Stages and what comes with them, if it had them before: a cycle at less than full speed that is under
    /// way ends as it began.
    const fn or_staged(self, before: Self) -> Self {
        if before.is_staged() {
            Self(self.0 | Self::STAGED | Self::CONDITIONAL | Self::ENDS_SPECIALLY)
        } else {
            self
        }
    }

    #[inline]
    pub(super) const fn is_conditional(self) -> bool {
        self.0 & Self::CONDITIONAL != 0
    }

    /// Whether a cycle brings a failure nearer.
    #[inline]
    pub(super) const fn ages(self) -> bool {
        self.0 & (Self::WEARS | Self::COUNTS_CYCLES) != 0
    }

    #[inline]
    pub(super) const fn counts_cycles(self) -> bool {
        self.0 & Self::COUNTS_CYCLES != 0
    }

    #[inline]
    pub(super) const fn wears(self) -> bool {
        self.0 & Self::WEARS != 0
    }

    /// Whether its station can be part of a deadlock.
    #[inline]
    pub(super) const fn is_in_circle(self) -> bool {
        self.0 & Self::CIRCLES != 0
    }

    /// Whether hands work before, in or after its cycle.
    #[inline]
    pub(super) const fn is_staged(self) -> bool {
        self.0 & Self::STAGED != 0
    }

    #[inline]
    pub(super) const fn ends_specially(self) -> bool {
        self.0 & Self::ENDS_SPECIALLY != 0
    }
}

/// All machines.
#[derive(Debug)]
pub(super) struct Machines {
    rows: Table<MachineId, Row>,
    /// Places kept downstream for the parts in the cycles (blocking before service).
    kept: Table<MachineId, Option<PlaceId>>,
    /// Since when each machine is as it is, and what brought it there.
    tokens: Table<MachineId, Token>,
    /// When the last part left each machine; empty where no step asks (`choice = "free_longest"`).
    freed: Table<MachineId, Time>,
    /// Machines that may show another state at the end of the instant; some more than once.
    touched: Vec<MachineId>,
}

impl Machines {
    pub(super) fn new(model: &Model) -> Self {
        let circles = model.circles();
        let row = |machine: MachineId| Row {
            station: model.machines[machine].station,
            holding: Holding::Nothing,
            reasons: 0,
            failures: 0,
            light: 0,
            repairs: 0,
            shown: State::Starved,
            available: true,
            traits: Traits::of(model, machine, circles[model.machines[machine].station]),
        };
        let machines = model.machines.len();
        Self {
            rows: model.machines.ids().map(row).collect(),
            kept: Table::filled(machines, None),
            tokens: Table::filled(machines, Token::default()),
            freed: Table::filled(if model.are_some_in_turn() { machines } else { 0 }, Time::ZERO),
            touched: Vec::with_capacity(machines),
        }
    }

    /// What is special about the machines is what a model of the same plant says.
    pub(super) fn change_traits(&mut self, model: &Model) {
        for machine in model.machines.ids() {
            let row = &mut self.rows[machine];
            row.traits =
                Traits::of(model, machine, row.traits.is_in_circle()).or_staged(row.traits);
        }
    }

    /// Fetches what is known of a machine into the cache.
    #[inline]
    pub(super) fn fetch(&self, machine: MachineId) {
        self.rows.fetch(machine);
    }

    /// What a machine holds.
    #[inline]
    pub(super) fn holding(&self, machine: MachineId) -> Holding {
        self.rows[machine].holding
    }

    /// A machine that could take a part takes one; what is special about it. It works from now on
    /// unless that is conditional.
    #[inline]
    pub(super) fn load(&mut self, machine: MachineId, part: PartId) -> Traits {
        let row = &mut self.rows[machine];
        row.holding = Holding::InCycle(part);
        row.available = false;
        let traits = row.traits;
        if !traits.is_conditional() {
            row.reasons |= 1 << State::Working as u32;
            if row.shown != State::Working {
                self.touch(machine);
            }
        }
        traits
    }

    /// The cycle of a machine ends: what it holds, where it stands, what is special about it; `None`
    /// if its cycle has stages.
    ///
    /// The caller touches the machine, or shows its state.
    #[inline]
    pub(super) fn finish(&mut self, machine: MachineId) -> Option<(PartId, StationId, Traits)> {
        if self.rows[machine].traits.is_staged() {
            return None;
        }
        self.finish_staged(machine)
    }

    /// The last stage of a cycle ends: see [`Machines::finish`].
    #[inline]
    pub(super) fn finish_staged(
        &mut self,
        machine: MachineId,
    ) -> Option<(PartId, StationId, Traits)> {
        let row = &mut self.rows[machine];
        let Holding::InCycle(part) = row.holding else { return None };
        row.holding = Holding::Finished(part);
        row.reasons &= !(1 << State::Working as u32);
        Some((part, row.station, row.traits))
    }

    /// A machine becomes empty: its station, if it can take a part now.
    #[inline]
    pub(super) fn empty(&mut self, machine: MachineId) -> Option<StationId> {
        let row = &mut self.rows[machine];
        row.holding = Holding::Nothing;
        row.available = row.could_take();
        row.available.then_some(row.station)
    }

    /// A machine goes on with another finished part of its batch.
    pub(super) fn hold_finished(&mut self, machine: MachineId, part: PartId) {
        self.rows[machine].holding = Holding::Finished(part);
    }

    /// Another part of the batch on a machine stands for it, whose work has not begun.
    pub(super) fn hold_in_cycle(&mut self, machine: MachineId, part: PartId) {
        self.rows[machine].holding = Holding::InCycle(part);
    }

    /// What is special about a machine.
    #[inline]
    pub(super) fn traits(&self, machine: MachineId) -> Traits {
        self.rows[machine].traits
    }

    /// The place kept downstream for the part in the cycle.
    pub(super) fn kept(&self, machine: MachineId) -> Option<PlaceId> {
        self.kept[machine]
    }

    pub(super) fn keep(&mut self, machine: MachineId, place: Option<PlaceId>) {
        self.kept[machine] = place;
    }

    #[inline]
    pub(super) fn token(&self, machine: MachineId) -> Token {
        self.tokens[machine]
    }

    #[inline]
    pub(super) fn set_token(&mut self, machine: MachineId, token: Token) {
        self.tokens[machine] = token;
    }

    /// A machine works: nobody is missing any more.
    #[inline]
    pub(super) fn work(&mut self, machine: MachineId) {
        self.work_on(machine, State::Working);
    }

    /// A machine is being set up: nobody is missing any more.
    pub(super) fn set_up(&mut self, machine: MachineId) {
        self.work_on(machine, State::Setup);
    }

    /// The part on a machine is being inspected: nobody is missing any more.
    pub(super) fn inspect(&mut self, machine: MachineId) {
        self.work_on(machine, State::Approval);
    }

    #[inline]
    fn work_on(&mut self, machine: MachineId, state: State) {
        const MISSING: u32 = 1 << State::WaitOperator as u32 | 1 << State::Paused as u32;
        let row = &mut self.rows[machine];
        row.reasons = row.reasons & !MISSING | 1 << state as u32;
        if State::winning(row.reasons) != row.shown {
            self.touch(machine);
        }
    }

    /// Whether the machine stands until its first piece is approved, or that is inspected on it.
    pub(super) fn awaits_approval(&self, machine: MachineId) -> bool {
        self.rows[machine].reasons & 1 << State::Approval as u32 != 0
    }

    /// Whether the machine holds a finished part.
    pub(super) fn waits_with_finished(&self, machine: MachineId) -> bool {
        matches!(self.rows[machine].holding, Holding::Finished(_))
    }

    /// A machine works no more, and is set up no more.
    pub(super) fn stop_work(&mut self, machine: MachineId) {
        self.set(machine, State::Working, false);
        self.set(machine, State::Setup, false);
    }

    /// Adds or takes away a reason for a state.
    #[inline]
    pub(super) fn set(&mut self, machine: MachineId, state: State, holds: bool) {
        let row = &mut self.rows[machine];
        let bit = 1 << state as u32;
        row.reasons = if holds { row.reasons | bit } else { row.reasons & !bit };
        if State::winning(row.reasons) != row.shown {
            self.touch(machine);
        }
    }

    /// The machine shows its state at the end of the instant.
    #[inline]
    pub(super) fn touch(&mut self, machine: MachineId) {
        self.touched.push(machine);
    }

    /// Whether the machine is down: it has failed, or stands for planned work.
    pub(super) fn is_down(&self, machine: MachineId) -> bool {
        self.rows[machine].failures > 0
    }

    pub(super) fn shown(&self, machine: MachineId) -> State {
        self.rows[machine].shown
    }

    /// Whether the machine is neither down nor closed.
    pub(super) fn is_sound(&self, machine: MachineId) -> bool {
        self.rows[machine].is_sound()
    }

    /// Whether its part cannot leave, or does not start, for want of room elsewhere.
    pub(super) fn waits_for_room(&self, machine: MachineId) -> bool {
        let bits = 1 << State::Blocked as u32 | 1 << State::BlockedBefore as u32;
        self.rows[machine].reasons & bits != 0
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

    /// A repair ends.
    pub(super) fn repaired(&mut self, machine: MachineId) {
        let row = &mut self.rows[machine];
        row.repairs -= 1;
        row.failures -= 1;
        self.show_failure(machine);
    }

    /// Planned work, a minor stop, or a start-up begins: the machine stands for it.
    pub(super) fn go_down(&mut self, machine: MachineId, state: State) {
        let row = &mut self.rows[machine];
        row.failures += 1;
        row.light += 1;
        self.set(machine, state, true);
    }

    /// Planned work, or a minor stop, ends; others of its kind may go on.
    pub(super) fn come_up(&mut self, machine: MachineId, state: State, goes_on: bool) {
        let row = &mut self.rows[machine];
        row.failures -= 1;
        row.light -= 1;
        self.set(machine, state, goes_on);
    }

    fn show_failure(&mut self, machine: MachineId) {
        let Row { failures, light, repairs, .. } = self.rows[machine];
        self.set(machine, State::Repair, repairs > 0);
        self.set(machine, State::WaitRepair, failures > light && repairs == 0);
    }

    /// The machines that could take a part.
    pub(super) fn all_available(
        &self,
        machines: Run<MachineId>,
    ) -> impl Iterator<Item = MachineId> {
        machines.iter().filter(|&machine| self.rows[machine].available)
    }

    /// The first machine that could take a part.
    #[inline]
    pub(super) fn first_available(&self, machines: Run<MachineId>) -> Option<MachineId> {
        if machines.len() == 1 {
            return Some(machines.first());
        }
        machines.iter().find(|&machine| self.rows[machine].available)
    }

    /// Of the machines that could take a part the one whose last part left longest ago, where they take turns, else the
    /// first.
    pub(super) fn first_in_turn(&self, machines: Run<MachineId>) -> Option<MachineId> {
        self.all_available(machines).min_by_key(|&machine| self.freed(machine))
    }

    /// When the last part left a machine of a station that takes turns with others; the start of the run if none has.
    pub(super) fn freed(&self, machine: MachineId) -> Time {
        self.freed.get(machine).copied().unwrap_or_default()
    }

    /// The part of a machine leaves.
    #[inline(never)]
    pub(super) fn note_freed(&mut self, machine: MachineId, now: Time) {
        if let Some(freed) = self.freed.get_mut(machine) {
            *freed = now;
        }
    }

    /// Whether the machine could take a part, as last counted.
    pub(super) fn is_available(&self, machine: MachineId) -> bool {
        self.rows[machine].available
    }

    /// Counts anew whether the machine could take a part: its station, before, and now.
    fn count_available(&mut self, machine: MachineId) -> (StationId, bool, bool) {
        let row = &mut self.rows[machine];
        let now = row.could_take();
        (row.station, std::mem::replace(&mut row.available, now), now)
    }
}

impl Row {
    /// Whether the machine is empty, sound and open.
    #[inline]
    fn could_take(&self) -> bool {
        // An empty machine is only set up ahead; and what it made last may have to be approved.
        const HINDRANCES: u32 =
            Row::HINDRANCES | 1 << State::Setup as u32 | 1 << State::Approval as u32;
        self.holding == Holding::Nothing && self.reasons & HINDRANCES == 0
    }

    const HINDRANCES: u32 = 1 << State::OffShift as u32
        | 1 << State::Maintenance as u32
        | 1 << State::ToolChange as u32
        | 1 << State::Repair as u32
        | 1 << State::WaitRepair as u32
        | 1 << State::MinorStop as u32
        | 1 << State::StartUp as u32;

    /// Whether the machine is neither down nor closed.
    #[inline]
    fn is_sound(&self) -> bool {
        self.reasons & Self::HINDRANCES == 0
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Lets every touched machine show the first reason that holds: the end of an instant.
    #[inline]
    pub(super) fn settle(&mut self) {
        while let Some(machine) = self.machines.touched.pop() {
            self.show(machine);
        }
    }

    /// Lets a machine show the first reason that holds.
    #[inline]
    pub(super) fn show(&mut self, machine: MachineId) {
        let row = &mut self.machines.rows[machine];
        let state = State::winning(row.reasons);
        if state != row.shown {
            row.shown = state;
            self.observer.machine_state(machine, state, self.now);
        }
    }

    /// Counts a machine that has failed, closed, opened or been repaired; its station uses it if it
    /// can take a part.
    pub(super) fn offer(&mut self, machine: MachineId) {
        let (station, before, now) = self.machines.count_available(machine);
        match (before, now) {
            (false, true) => self.welcome(station),
            (true, false) => {
                self.buffers.machine_goes(station);
                self.stop_waiting_for_pools(machine);
            }
            (true, true) | (false, false) => {}
        }
        if self.has_rare_ways {
            self.look_at_takt_of(machine);
            self.may_push(station);
        }
        self.try_again(machine);
    }

    /// A part leaves its machine, which becomes empty unless others of a batch are on it; its station uses
    /// it if it can take a part.
    pub(super) fn vacate(&mut self, machine: MachineId) {
        if self.go_on_with_batch(machine) {
            return;
        }
        self.token_of_room(machine);
        if self.has_rare_ways {
            self.machines.note_freed(machine, self.now);
        }
        if let Some(station) = self.machines.empty(machine) {
            self.welcome(station);
        }
    }

    /// A part that waits for room at the station may come because this machine is empty.
    #[inline]
    pub(super) fn token_of_room(&mut self, machine: MachineId) {
        if O::CAUSES {
            let station = self.model.machines[machine].station;
            let token = self.buffers.token(station).later(self.machines.token(machine));
            self.buffers.set_token(station, token);
        }
    }

    /// A machine of a station can take a part.
    fn welcome(&mut self, station: StationId) {
        self.agenda.put_start(station);
        if self.buffers.machine_comes(station) {
            self.agenda.put_room(station);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_machines_share_a_cache_line() {
        assert_eq!(size_of::<Row>(), 32);
    }
}
