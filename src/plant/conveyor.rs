//! Conveyors: parts get on, move to the end, close up behind one another, and get off.
//!
//! Nothing moves step by step. A conveyor knows how long it has moved in all; that is its odometer, in
//! time. A part that got on at the reading *i* is at the end at the reading *i* + travel, or one gap
//! after the part before it got off, whichever is later. On a conveyor that accumulates that is exact: from when
//! a part closes up behind the one ahead it moves whenever that one does, and so stays a gap behind
//! it until that one gets off at the end. One that does not accumulate stands as a whole, and its odometer
//! with it, while the part at its end finds no room.
//!
//! Two events are pending at most: the next part at the end, and the entry that becomes free for who waits.

use std::collections::VecDeque;

use super::buffer::Waiting;
use super::cause::Token;
use super::{Observer, Plant};
use crate::ids::{CalendarId, ConveyorId, MachineId, PartId, PlaceId, StationId, StepId, Table};
use crate::model::Model;
use crate::observe::{Label, State};
use crate::units::{Span, Time};

/// A part on a conveyor.
#[derive(Clone, Copy, Debug)]
struct Rider {
    part: PartId,
    /// The odometer when it got on.
    on: Span,
    token: Token,
}

#[derive(Clone, Debug)]
struct Row {
    to: StationId,
    places: usize,
    travel: Span,
    gap: Span,
    accumulating: bool,
    /// First the one nearest to the end.
    riders: VecDeque<Rider>,
    /// What the odometer showed at `since`; from then on it runs or stands.
    run: Span,
    since: Time,
    is_open: bool,
    /// Whether the first part is at the end and waits for room ahead.
    held: bool,
    /// The odometer when the last part got on, and when the last one got off.
    last_on: Option<(Span, Token)>,
    last_off: Option<(Span, Token)>,
    /// What let the conveyor go on after it had stood behind a part at its end.
    restart: Token,
    /// Machines whose parts wait to get on, the longest waiting first.
    waiting: VecDeque<(Time, MachineId)>,
}

impl Row {
    fn odometer(&self, now: Time) -> Span {
        if self.runs() { self.run + (now - self.since) } else { self.run }
    }

    /// Whether it moves, as its calendar and the part at its end allow.
    const fn runs(&self) -> bool {
        self.is_open && (self.accumulating || !self.held)
    }

    /// The odometer is read before the conveyor begins or ceases to move.
    fn read(&mut self, now: Time) {
        self.run = self.odometer(now);
        self.since = now;
    }

    fn set_held(&mut self, is_held: bool, now: Time) {
        self.read(now);
        self.held = is_held;
    }

    fn set_open(&mut self, is_open: bool, now: Time) {
        self.read(now);
        self.is_open = is_open;
    }

    /// The reading at which the first part is at the end.
    fn arrives(&self) -> Option<Span> {
        let first = self.riders.front()?;
        let closed_up = self.last_off.map_or(Span::ZERO, |(off, _)| off + self.gap);
        Some((first.on + self.travel).max(closed_up))
    }

    /// The reading at which the part that got on last has left the entry.
    fn entry_free(&self) -> Span {
        self.last_on.map_or(Span::ZERO, |(on, _)| on + self.gap)
    }

    /// Whether a part can get on.
    fn has_room(&self, now: Time) -> bool {
        self.riders.len() < self.places && self.entry_free() <= self.odometer(now)
    }

    /// When the odometer shows a reading that it does not show yet, if it runs on.
    fn when(&self, reading: Span, now: Time) -> Option<Time> {
        self.runs().then(|| now + (reading - self.odometer(now)))
    }
}

/// All conveyors.
#[derive(Debug)]
pub(super) struct Conveyors {
    rows: Table<ConveyorId, Row>,
    /// The conveyors that begin at each station, and where they lead; empty without conveyors.
    exits: Table<StationId, Vec<(StationId, ConveyorId)>>,
    /// The conveyors that lead to each station; empty without conveyors.
    into: Table<StationId, Vec<ConveyorId>>,
}

impl Conveyors {
    pub(super) fn new(model: &Model) -> Self {
        let stations = if model.conveyors.is_empty() { 0 } else { model.stations.len() };
        let mut exits = Table::filled(stations, Vec::new());
        let mut into = Table::filled(stations, Vec::new());
        let row = |(id, row): (ConveyorId, &crate::model::Conveyor)| {
            for &from in &row.from {
                exits[from].push((row.to, id));
            }
            into[row.to].push(id);
            Row {
                to: row.to,
                places: row.places as usize,
                travel: row.travel,
                gap: row.gap,
                accumulating: row.accumulating,
                riders: VecDeque::new(),
                run: Span::ZERO,
                since: Time::ZERO,
                is_open: true,
                held: false,
                last_on: None,
                last_off: None,
                restart: Token::default(),
                waiting: VecDeque::new(),
            }
        };
        let rows = model.conveyors.enumerated().map(row).collect();
        Self { rows, exits, into }
    }

    /// Whether there is one.
    #[inline]
    pub(super) fn are_some(&self) -> bool {
        !self.exits.is_empty()
    }

    /// The conveyor from one station to another.
    #[inline]
    pub(super) fn between(&self, from: StationId, to: StationId) -> Option<ConveyorId> {
        let exits = self.exits.get(from)?;
        exits.iter().find(|(station, _)| *station == to).map(|&(_, id)| id)
    }

    /// The parts on all conveyors.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        self.rows.iter().flat_map(|row| &row.riders).map(|rider| rider.part)
    }

    /// Parts on the way to a station.
    pub(super) fn load(&self, to: StationId) -> u32 {
        let into = self.into.get(to).into_iter().flatten();
        let parts: usize = into.map(|&id| self.rows[id].riders.len()).sum();
        u32::try_from(parts).unwrap_or(u32::MAX)
    }

    /// Parts at the ends of conveyors to a station that wait for room there.
    pub(super) fn held_for(&self, to: StationId) -> u32 {
        let into = self.into.get(to).into_iter().flatten();
        let held = into.filter(|&&id| self.rows[id].held).count();
        u32::try_from(held).unwrap_or(u32::MAX)
    }

    /// Whether the part at the end waits for room ahead.
    pub(super) fn is_held(&self, conveyor: ConveyorId) -> bool {
        self.rows[conveyor].held
    }

    /// Whether parts are on it.
    pub(super) fn has_parts(&self, conveyor: ConveyorId) -> bool {
        !self.rows[conveyor].riders.is_empty()
    }

    /// Where it leads.
    pub(super) fn leads_to(&self, conveyor: ConveyorId) -> StationId {
        self.rows[conveyor].to
    }

    /// Whether one of them has something to move, now or when it opens.
    pub(super) fn may_move(&self) -> bool {
        let mut rows = self.rows.iter();
        rows.any(|row| !row.held && (!row.riders.is_empty() || !row.waiting.is_empty()))
    }

    /// Machines whose parts wait to get on, the longest waiting first.
    pub(super) fn waiting(&self, conveyor: ConveyorId) -> impl Iterator<Item = MachineId> {
        self.rows[conveyor].waiting.iter().map(|&(_, machine)| machine)
    }

    /// What cannot be of a conveyor.
    pub(super) fn audit(&self, conveyor: ConveyorId, now: Time) -> Result<(), String> {
        let row = &self.rows[conveyor];
        if row.riders.len() > row.places {
            return Err("holds more parts than it has places".to_owned());
        }
        let reading = row.odometer(now);
        let is_close = |(one, other): (&Rider, &Rider)| other.on - one.on < row.gap;
        let behind = row.riders.iter().skip(1);
        if row.riders.iter().zip(behind).any(is_close) {
            return Err("has parts that are too close".to_owned());
        }
        let is_late = row.arrives().is_some_and(|at| at < reading);
        if is_late && !row.held {
            return Err("has a part beyond its end".to_owned());
        }
        if row.held && row.arrives().is_none_or(|at| at > reading) {
            return Err("is held up by a part that is not at its end".to_owned());
        }
        if row.has_room(now) && !row.waiting.is_empty() {
            return Err("has room that is waited for".to_owned());
        }
        Ok(())
    }
}

impl<O: Observer> Plant<'_, O> {
    /// The conveyor that somebody with a part takes to a station; only machines take one.
    pub(super) fn conveyor_of(&self, who: Waiting, to: StationId) -> Option<ConveyorId> {
        match who {
            Waiting::Machine(machine) => {
                self.conveyors.between(self.model.machines[machine].station, to)
            }
            Waiting::Outside(_)
            | Waiting::Aside(_)
            | Waiting::Door(_)
            | Waiting::Conveyor(_)
            | Waiting::Stand(_) => None,
        }
    }

    /// Whether a part can get on, and nobody has waited for it.
    pub(super) fn may_get_on(&self, conveyor: ConveyorId) -> bool {
        let row = &self.conveyors.rows[conveyor];
        row.waiting.is_empty() && row.has_room(self.now)
    }

    /// A finished part gets on, on its way to a place.
    pub(super) fn get_on(&mut self, conveyor: ConveyorId, part: PartId, to: PlaceId) {
        self.parts.send_to(part, to);
        let token = self.parts.token(part);
        let row = &mut self.conveyors.rows[conveyor];
        let on = row.odometer(self.now);
        row.riders.push_back(Rider { part, on, token });
        row.last_on = Some((on, token));
        self.observer.got_on(conveyor, self.parts.get(part).key, self.now);
        if row.riders.len() == 1 {
            self.expect_end(conveyor);
        }
        self.expect_entry(conveyor);
    }

    /// Books when the next part is at the end.
    fn expect_end(&mut self, conveyor: ConveyorId) {
        let row = &self.conveyors.rows[conveyor];
        let slot = self.slots.conveyor_end(conveyor);
        self.events.cancel(slot);
        let Some(at) = row.arrives().filter(|_| !row.held) else { return };
        if at <= row.odometer(self.now) {
            self.agenda.put_end(conveyor);
        } else if let Some(due) = row.when(at, self.now) {
            self.events.book(slot, due);
        }
    }

    /// Books when whoever waits can get on; while all places are taken that is when a part gets off.
    fn expect_entry(&mut self, conveyor: ConveyorId) {
        let row = &self.conveyors.rows[conveyor];
        let slot = self.slots.conveyor_entry(conveyor);
        self.events.cancel(slot);
        if row.waiting.is_empty() || row.riders.len() == row.places {
            return;
        }
        let at = row.entry_free();
        if at <= row.odometer(self.now) {
            self.agenda.put_entry(conveyor);
        } else if let Some(due) = row.when(at, self.now) {
            self.events.book(slot, due);
        }
    }

    /// The first part is at the end, perhaps: it gets off, or waits for room ahead.
    pub(super) fn reach_end(&mut self, conveyor: ConveyorId) {
        let row = &self.conveyors.rows[conveyor];
        if row.held || row.arrives().is_none_or(|at| at > row.odometer(self.now)) {
            return;
        }
        let to = row.to;
        if O::CAUSES {
            self.tell_ride(conveyor);
        }
        if self.buffers.has_room(to) {
            return self.get_off(conveyor);
        }
        let row = &mut self.conveyors.rows[conveyor];
        row.set_held(true, self.now);
        self.observer.held(conveyor, true, self.now);
        self.buffers.wait(to, Waiting::Conveyor(conveyor), self.now);
        self.expect_entry(conveyor);
        self.watch_deadlock_at(to);
    }

    /// There is room ahead for the part that waits at the end.
    pub(super) fn let_off(&mut self, station: StationId, conveyor: ConveyorId) {
        self.buffers.end_first_wait(station);
        let row = &mut self.conveyors.rows[conveyor];
        row.set_held(false, self.now);
        let first = row.riders.front().map(|rider| rider.part);
        self.observer.held(conveyor, false, self.now);
        if let Some(part) = first.filter(|_| O::CAUSES) {
            let token = self.parts.token(part).later(self.buffers.token(station));
            let machine = self.buffers.machines(station).first();
            let token = self.reach_now(token, machine);
            self.parts.set_token(part, token);
            self.conveyors.rows[conveyor].restart = token;
        }
        self.get_off(conveyor);
    }

    /// The part at the end gets off; the next ones move on.
    fn get_off(&mut self, conveyor: ConveyorId) {
        let row = &mut self.conveyors.rows[conveyor];
        let Some(Rider { part, .. }) = row.riders.pop_front() else { return };
        row.last_off = Some((row.odometer(self.now), self.parts.token(part)));
        self.observer.got_off(conveyor, self.parts.get(part).key, self.now);
        self.arrive(part, self.parts.get(part).place);
        self.expect_end(conveyor);
        self.expect_entry(conveyor);
    }

    /// Tells how the first part came to the end: over the whole length, or from when it could go on.
    fn tell_ride(&mut self, conveyor: ConveyorId) {
        let row = &self.conveyors.rows[conveyor];
        let Some(&Rider { part, on, token }) = row.riders.front() else { return };
        let closed_up = row.last_off.filter(|(off, _)| *off + row.gap > on + row.travel);
        let mut started = closed_up.map_or(token, |(_, token)| token);
        if !row.accumulating {
            started = started.later(row.restart);
        }
        let token = self.end_activity(Label::Conveyor(conveyor), started);
        self.parts.set_token(part, token);
    }

    /// The machine waits until its part can get on, behind all who have waited as long or longer.
    pub(super) fn wait_to_get_on(&mut self, conveyor: ConveyorId, machine: MachineId, since: Time) {
        let line = &mut self.conveyors.rows[conveyor].waiting;
        let behind = line.iter().rev().take_while(|(other, _)| *other > since).count();
        line.insert(line.len() - behind, (since, machine));
        self.expect_entry(conveyor);
    }

    /// A machine does not wait for a conveyor any more.
    pub(super) fn stop_waiting_to_get_on(&mut self, conveyor: ConveyorId, machine: MachineId) {
        self.conveyors.rows[conveyor].waiting.retain(|&(_, other)| other != machine);
        self.expect_entry(conveyor);
    }

    /// Who has waited longest gets on, if there is room.
    pub(super) fn give_entry(&mut self, conveyor: ConveyorId) {
        while self.conveyors.rows[conveyor].has_room(self.now) {
            let first = self.conveyors.rows[conveyor].waiting.front();
            let Some(&(_, machine)) = first else { return };
            self.let_on(conveyor, machine);
        }
        self.expect_entry(conveyor);
    }

    fn let_on(&mut self, conveyor: ConveyorId, machine: MachineId) {
        let part = self.finished_part(machine);
        self.end_watch(machine);
        self.machines.set(machine, State::Blocked, false);
        if O::CAUSES {
            let token = self.token_of_entry(conveyor);
            let token = self.reach_now(self.parts.token(part).later(token), machine);
            self.parts.set_token(part, token);
            self.machines.set_token(machine, token);
        }
        let step = self.next_step(part);
        let place = self.end_wait_to_get_on(step, conveyor, machine);
        self.pass_on(machine, part, place);
    }

    /// What let a part get on: one that got off, or the one before it that has left the entry.
    fn token_of_entry(&mut self, conveyor: ConveyorId) -> Token {
        let row = &self.conveyors.rows[conveyor];
        let off = row.last_off.map_or(Token::default(), |(_, token)| token);
        match row.last_on {
            Some((_, on)) if off.since() < self.now => {
                let started = if row.accumulating { on } else { on.later(row.restart) };
                self.end_activity(Label::Conveyor(conveyor), started)
            }
            Some(_) | None => off,
        }
    }

    /// Ends a wait at all stations and conveyors of a step; the place to which a conveyor leads.
    fn end_wait_to_get_on(
        &mut self,
        step: StepId,
        conveyor: ConveyorId,
        machine: MachineId,
    ) -> PlaceId {
        let mut found = None;
        for place in self.places_for(Waiting::Machine(machine), step).iter() {
            let to = self.model.places[place].station;
            self.stop_waiting_for(to, Waiting::Machine(machine));
            if self.conveyor_of(Waiting::Machine(machine), to) == Some(conveyor) {
                found = Some(place);
            }
        }
        found.expect("the conveyor leads to a station of the step")
    }

    /// The conveyors of a calendar move from now on, or stand.
    pub(super) fn turn_conveyors(&mut self, calendar: CalendarId, is_open: bool) {
        for (id, row) in self.model.conveyors.enumerated() {
            if row.calendar == Some(calendar) {
                let row = &mut self.conveyors.rows[id];
                row.set_open(is_open, self.now);
                self.expect_end(id);
                self.expect_entry(id);
            }
        }
    }

    /// Conveyors with parts that can never get off, after stations have begun to wait for each other for
    /// ever.
    pub fn deadlocked_conveyors(&self) -> impl Iterator<Item = ConveyorId> {
        let stations = self.deadlock.iter().flat_map(|(_, stations)| stations);
        let into = stations.filter_map(|&station| self.conveyors.into.get(station)).flatten();
        into.copied().filter(|&id| self.conveyors.has_parts(id) && self.conveyors.is_held(id))
    }
}
