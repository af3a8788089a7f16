//! Places in front of stations: who stands there, who is promised a place, who waits for one.

use std::collections::VecDeque;

use super::cause::Token;
use super::part::{Parts, Queue};
use crate::ids::{MachineId, PartId, StationId, Table};
use crate::model::Model;

/// Who waits for room at a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A machine whose finished part cannot leave, or whose loaded part does not start.
    Machine(MachineId),
    /// A part outside the plant.
    Outside(PartId),
}

/// What a station does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// No machine could take a part.
    Full,
    /// A machine takes this part; whether somebody waits for the place that becomes free.
    Part { part: PartId, wanted: bool },
    /// No part is there.
    Empty,
}

#[derive(Clone, Debug)]
struct Row {
    queue: Queue,
    /// Places promised to parts on their way or in a machine upstream.
    promised: u32,
    places: u32,
    /// Machines that could take a part at once.
    available: u32,
    waiting: VecDeque<Waiting>,
    /// When a place became free last, and why.
    token: Token,
}

impl Row {
    #[inline]
    fn has_room(&self) -> bool {
        self.queue.len() + self.promised < self.places.saturating_add(self.available)
    }
}

/// The buffers of all stations.
#[derive(Debug)]
pub(super) struct Buffers {
    rows: Table<StationId, Row>,
}

impl Buffers {
    pub(super) fn new(model: &Model) -> Self {
        let row = |station: &crate::model::Station| Row {
            queue: Queue::default(),
            promised: 0,
            places: station.buffer.unwrap_or(u32::MAX),
            available: u32::try_from(station.machines.len()).expect("fewer than 2^32 machines"),
            waiting: VecDeque::new(),
            token: Token::default(),
        };
        Self { rows: model.stations.iter().map(row).collect() }
    }

    /// Whether one more part may come: to a place in front, or through it to a free machine.
    #[inline]
    pub(super) fn has_room(&self, station: StationId) -> bool {
        self.rows[station].has_room()
    }

    /// Machines of the station that could take a part at once.
    #[inline]
    pub(super) fn available(&self, station: StationId) -> u32 {
        self.rows[station].available
    }

    /// A machine can take a part again; whether somebody waits for room.
    #[inline]
    pub(super) fn machine_comes(&mut self, station: StationId) -> bool {
        let row = &mut self.rows[station];
        row.available += 1;
        !row.waiting.is_empty()
    }

    /// A machine cannot take a part any more.
    #[inline]
    pub(super) fn machine_goes(&mut self, station: StationId) {
        self.rows[station].available -= 1;
    }

    /// Parts standing in front and promised.
    pub(super) fn load(&self, station: StationId) -> u32 {
        self.rows[station].queue.len() + self.rows[station].promised
    }

    /// Parts standing in front.
    #[inline]
    pub(super) fn len(&self, station: StationId) -> u32 {
        self.rows[station].queue.len()
    }

    pub(super) fn promise(&mut self, station: StationId) {
        self.rows[station].promised += 1;
    }

    pub(super) fn break_promise(&mut self, station: StationId) {
        self.rows[station].promised -= 1;
    }

    /// A part joins the queue; whether a machine could take one at once.
    #[inline]
    pub(super) fn join(&mut self, station: StationId, part: PartId, parts: &mut Parts) -> bool {
        let row = &mut self.rows[station];
        row.queue.push(part, parts);
        row.available > 0
    }

    /// What a station with a free machine does next.
    #[inline]
    pub(super) fn next(&mut self, station: StationId, parts: &Parts) -> Next {
        let row = &mut self.rows[station];
        if row.available == 0 {
            return Next::Full;
        }
        match row.queue.pop(parts) {
            None => Next::Empty,
            Some(part) => {
                row.available -= 1;
                Next::Part { part, wanted: !row.waiting.is_empty() }
            }
        }
    }

    /// Whether somebody waits for room.
    #[inline]
    pub(super) fn is_wanted(&self, station: StationId) -> bool {
        !self.rows[station].waiting.is_empty()
    }

    pub(super) fn wait(&mut self, station: StationId, who: Waiting) {
        self.rows[station].waiting.push_back(who);
    }

    pub(super) fn stop_waiting(&mut self, station: StationId, who: Waiting) {
        self.rows[station].waiting.retain(|&other| other != who);
    }

    /// Who has waited longest.
    pub(super) fn first_waiting(&self, station: StationId) -> Option<Waiting> {
        self.rows[station].waiting.front().copied()
    }

    pub(super) fn token(&self, station: StationId) -> Token {
        self.rows[station].token
    }

    pub(super) fn set_token(&mut self, station: StationId, token: Token) {
        self.rows[station].token = token;
    }

    /// The parts standing in front of a station.
    pub(super) fn iter<'a>(
        &self,
        station: StationId,
        parts: &'a Parts,
    ) -> impl Iterator<Item = PartId> + use<'a> {
        self.rows[station].queue.iter(parts)
    }

    /// Places promised at a station.
    pub(super) fn promised(&self, station: StationId) -> u32 {
        self.rows[station].promised
    }

    /// Parts that wait outside for room at a station.
    pub(super) fn outside(&self, station: StationId) -> impl Iterator<Item = PartId> {
        self.rows[station].waiting.iter().filter_map(|who| match who {
            Waiting::Outside(part) => Some(*part),
            Waiting::Machine(_) => None,
        })
    }
}
