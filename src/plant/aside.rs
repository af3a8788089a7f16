//! Parts that stand aside: on no machine and in nobody's way. They are held after their cycle, or away for work
//! outside, or go back to an earlier step; and they wait until there is room where they go.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::buffer::Waiting;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, StationId, StepId, Table};
use crate::model::{Model, Target};
use crate::observe::Label;
use crate::units::{Span, Time};

/// A part until its time is over; those of one instant in the order in which they began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stay {
    until: Time,
    number: u64,
    part: PartId,
}

/// The parts that stand aside.
#[derive(Debug)]
pub(super) struct Asides {
    /// Parts whose time is not over, by the station where they were last; empty where none is held or away.
    stays: Table<StationId, BinaryHeap<Reverse<Stay>>>,
    /// Lorries that have left each station.
    lorries: Table<StationId, u64>,
    /// Parts that wait for room, each with the step to which it goes.
    waiting: Vec<(PartId, StepId)>,
    number: u64,
}

impl Asides {
    pub(super) fn new(model: &Model) -> Self {
        let are_some = model.stations.iter().any(crate::model::Station::lets_stand_aside);
        let stations = if are_some { model.stations.len() } else { 0 };
        Self {
            stays: Table::filled(stations, BinaryHeap::new()),
            lorries: Table::filled(stations, 0),
            waiting: Vec::new(),
            number: 0,
        }
    }

    /// All parts that stand aside.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        self.held().chain(self.waiting.iter().map(|&(part, _)| part))
    }

    /// The parts whose time is not over.
    fn held(&self) -> impl Iterator<Item = PartId> {
        self.stays.iter().flatten().map(|Reverse(stay)| stay.part)
    }

    /// Where a part goes that waits for room.
    pub(super) fn step(&self, part: PartId) -> Option<StepId> {
        self.waiting.iter().find(|(other, _)| *other == part).map(|&(_, step)| step)
    }

    fn take(&mut self, part: PartId) -> StepId {
        let position = self.waiting.iter().position(|(other, _)| *other == part);
        self.waiting.remove(position.expect("it stands aside")).1
    }

    fn put(&mut self, station: StationId, part: PartId, until: Time) {
        self.number += 1;
        self.stays[station].push(Reverse(Stay { until, number: self.number, part }));
    }

    /// When the next part of a station goes on.
    fn next(&self, station: StationId) -> Option<Time> {
        self.stays[station].peek().map(|Reverse(stay)| stay.until)
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A part that stands aside goes to a step, or waits for room there.
    pub(super) fn go_from_aside(&mut self, part: PartId, step: StepId) {
        if let Some(place) = self.ask_place(part, step, None) {
            self.move_on(part, place);
        } else {
            self.tell_aside(part, true);
            self.asides.waiting.push((part, step));
            self.wait_for_room(step, Waiting::Aside(part), self.now);
        }
    }

    /// A part that stands aside gets room at a station.
    pub(super) fn let_go_on(&mut self, station: StationId, part: PartId) {
        let step = self.asides.take(part);
        self.tell_aside(part, false);
        let place = self.end_wait(step, station, Waiting::Aside(part));
        if O::CAUSES {
            let token = self.parts.token(part).later(self.buffers.token(station));
            self.parts.set_token(part, token);
        }
        self.move_on(part, place);
    }

    fn tell_aside(&mut self, part: PartId, is_so: bool) {
        let row = self.parts.get(part);
        let (station, key) = (self.places[row.place].station(), row.key);
        self.observer.stands_aside(station, key, is_so, self.now);
    }

    /// A finished part stands aside from now on, where its station holds its parts; whether it does.
    pub(super) fn hold(&mut self, machine: MachineId, part: PartId) -> bool {
        let station = self.model.machines[machine].station;
        let Some(hold) = &self.model.stations[station].hold else { return false };
        let row = self.parts.get(part);
        let time = Span::round(hold.sample(self.streams.hold[station], row.key, row.visit));
        self.asides.put(station, part, self.now + time);
        self.tell_aside(part, true);
        self.expect_aside(station);
        self.vacate(machine);
        true
    }

    fn expect_aside(&mut self, station: StationId) {
        match self.asides.next(station) {
            Some(until) => self.events.book(self.slots.aside(station), until),
            None => self.events.cancel(self.slots.aside(station)),
        }
    }

    /// Parts whose time is over go on.
    pub(super) fn end_asides(&mut self, station: StationId) {
        while let Some(&Reverse(stay)) = self.asides.stays[station].peek()
            && stay.until <= self.now
        {
            self.asides.stays[station].pop();
            self.end_aside(station, stay.part);
        }
        self.expect_aside(station);
    }

    fn end_aside(&mut self, station: StationId, part: PartId) {
        self.tell_aside(part, false);
        if O::CAUSES {
            let token = self.end_activity(Label::Aside(station), self.parts.token(part));
            self.parts.set_token(part, token);
        }
        if self.model.stations[station].outside.is_some() {
            let key = self.parts.get(part).key;
            self.observer.came_back(station, key, self.now);
            if self.is_bad(station, part) {
                return self.throw_away_in_front(station, part);
            }
            self.start_limits(part);
        }
        let Target::Step(step) = self.target(part) else {
            self.return_cards_of_done(part);
            return self.depart(part);
        };
        match self.door_behind(part, step) {
            Some(door) => self.go_through_from_aside(door, part),
            None => self.go_on_from_aside(part, step),
        }
    }

    /// Books the first lorry of each station whose work is done outside.
    pub(super) fn book_lorries(&mut self) {
        for (station, row) in self.model.stations.enumerated() {
            if let Some(outside) = &row.outside {
                self.events.book(self.slots.lorry(station), outside.leaves.next(Time::ZERO));
            }
        }
    }

    /// A lorry leaves with all that waits, if that is enough.
    pub(super) fn leave_by_lorry(&mut self, station: StationId) {
        let Some(outside) = &self.model.stations[station].outside else { return };
        let next = outside.leaves.next(self.now + Span::from_ticks(1));
        self.events.book(self.slots.lorry(station), next);
        let waiting = self.buffers.len(station);
        if waiting == 0 || waiting < outside.minimum {
            return;
        }
        self.moved = self.now;
        let number = self.asides.lorries[station];
        self.asides.lorries[station] += 1;
        let stream = self.streams.hold[station];
        let until =
            self.model.back_from_outside(outside, |time| time.sample(stream, number, 0), self.now);
        while let Some((part, _)) = self.buffers.take_first(station, &self.parts) {
            let arrived = self.parts.get(part).arrived;
            self.observer.queue_left(station, self.now - arrived, self.now);
            self.asides.put(station, part, until);
            self.tell_aside(part, true);
        }
        self.expect_aside(station);
    }

    /// Whether a lorry will leave some day with what waits for it.
    pub(super) fn may_leave_by_lorry(&self) -> bool {
        self.model.stations.enumerated().any(|(station, row)| {
            let waiting = self.buffers.len(station);
            row.outside.as_ref().is_some_and(|row| waiting > 0 && waiting >= row.minimum)
        })
    }
}
