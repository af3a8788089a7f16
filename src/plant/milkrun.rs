//! Milk runs: tours that take parts from stop to stop at set times.
//!
//! A tour comes to a stop after all else that happens at the instant: whoever is there then is taken.

use super::{Observer, Plant};
use crate::ids::{MachineId, MilkrunId, PartId, PlaceId, StationId, StepId, Table};
use crate::model::Model;
use crate::observe::Label;
use crate::units::Time;

/// A part that waits for a tour, or is on one.
#[derive(Clone, Copy, Debug)]
struct Load {
    part: PartId,
    to: PlaceId,
    since: Time,
}

#[derive(Clone, Debug, Default)]
struct Tour {
    /// The stop to which it comes next.
    stop: usize,
    begun: Time,
    /// Parts that wait, the longest waiting first, each with the station where it does.
    waiting: Vec<(StationId, Load)>,
    cargo: Vec<Load>,
}

/// All milk runs.
#[derive(Debug)]
pub(super) struct Milkruns(Table<MilkrunId, Tour>);

impl Milkruns {
    pub(super) fn new(model: &Model) -> Self {
        Self(Table::filled(model.milkruns.len(), Tour::default()))
    }

    /// The parts on tours.
    pub(super) fn carried(&self) -> impl Iterator<Item = PartId> {
        self.0.iter().flat_map(|tour| &tour.cargo).map(|load| load.part)
    }

    /// The parts that wait for a tour.
    pub(super) fn waiting(&self) -> impl Iterator<Item = PartId> {
        self.0.iter().flat_map(|tour| &tour.waiting).map(|(_, load)| load.part)
    }
}

impl<O: Observer> Plant<'_, O> {
    /// The first tours begin with the run.
    pub(super) fn book_tours(&mut self) {
        for id in self.model.milkruns.ids() {
            self.events.book(self.slots.tour(id), Time::ZERO);
        }
    }

    /// A finished part that goes to a step by a milk run waits for it, off its machine; whether it does.
    pub(super) fn wait_for_tour(&mut self, machine: MachineId, part: PartId, step: StepId) -> bool {
        let to = self.model.steps[step].places.first();
        let here = self.model.machines[machine].station;
        let Some(id) = self.model.milkrun(here, self.model.places[to].station) else {
            return false;
        };
        let load = Load { part, to, since: self.now };
        self.milkruns.0[id].waiting.push((here, load));
        self.observer.waits_for_tour(id, self.parts.get(part).key, self.now);
        self.vacate(machine);
        true
    }

    /// A tour comes to a stop: it puts down what goes there, and takes what it can.
    pub(super) fn stop_tour(&mut self, id: MilkrunId) {
        let row = &self.model.milkruns[id];
        let stop = self.milkruns.0[id].stop;
        if stop == 0 {
            self.milkruns.0[id].begun = self.now;
            self.observer.tour_begun(id, self.now);
        }
        let here = row.stops[stop];
        self.put_down_at(id, here);
        self.take_along(id, stop);
        let tour = &mut self.milkruns.0[id];
        tour.stop = stop + 1;
        let mut next = self.now + row.time;
        if tour.stop == row.stops.len() {
            tour.stop = 0;
            next = tour.begun + row.every;
        }
        self.events.book(self.slots.tour(id), next);
    }

    fn put_down_at(&mut self, id: MilkrunId, here: StationId) {
        let model = self.model;
        let is_here = |load: &Load| model.met(model.places[load.to].station) == here;
        let cargo = std::mem::take(&mut self.milkruns.0[id].cargo);
        let (down, cargo): (Vec<Load>, Vec<Load>) = cargo.into_iter().partition(is_here);
        self.milkruns.0[id].cargo = cargo;
        for load in down {
            self.moved = self.now;
            self.observer.toured(id, self.parts.get(load.part).key, self.now);
            if O::CAUSES {
                let token = self.end_activity(Label::Tour(id), self.parts.token(load.part));
                self.parts.set_token(load.part, token);
            }
            self.buffers.break_promise(model.places[load.to].station);
            self.arrive(load.part, load.to);
        }
    }

    fn take_along(&mut self, id: MilkrunId, stop: usize) {
        let row = &self.model.milkruns[id];
        let (here, later) = (row.stops[stop], &row.stops[stop + 1..]);
        let most = row.carries.map_or(usize::MAX, |carries| carries as usize);
        let waiting = std::mem::take(&mut self.milkruns.0[id].waiting);
        for (at, load) in waiting {
            let to = self.model.places[load.to].station;
            let goes = at == here
                && later.contains(&self.model.met(to))
                && self.milkruns.0[id].cargo.len() < most
                && self.has_room_for_tour(to);
            if !goes {
                self.milkruns.0[id].waiting.push((at, load));
                continue;
            }
            self.moved = self.now;
            self.note_step(load.part, Some(self.model.places[load.to].step));
            self.buffers.promise(to);
            self.parts.send_to(load.part, load.to);
            let key = self.parts.get(load.part).key;
            self.observer.taken_along(id, key, self.now - load.since, self.now);
            self.milkruns.0[id].cargo.push(load);
        }
    }

    fn has_room_for_tour(&self, to: StationId) -> bool {
        self.buffers.has_room(to) && !self.buffers.is_wanted(to)
    }

    /// Whether a tour will move a part some day without anything else.
    pub(super) fn may_tour(&self) -> bool {
        let has_room =
            |part: &(StationId, Load)| self.has_room_for_tour(self.model.places[part.1.to].station);
        self.milkruns.carried().next().is_some()
            || self.milkruns.0.iter().flat_map(|tour| &tour.waiting).any(has_room)
    }
}
