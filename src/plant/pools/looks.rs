//! Looks at stations whose parts need something of a pool, or material: which machine takes a part next.
//!
//! What a station finds is kept until something of it changes. Where parts take material and nothing else that is
//! known by itself: a part has come, a machine is free, or there has come to be enough, or too little, of a material.
//! All other stations are looked at whenever one is.

use std::cmp::Ordering;

use super::super::dispatch::Pair;
use super::super::{Observer, Plant};
use crate::ids::{StationId, StepId, Table};
use crate::model::Model;
use crate::units::Time;

/// What a free machine can take next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    Queued(Pair),
    Supplied,
}

/// Since when a part has waited that a machine can take, and what the machine takes.
pub(super) type Found = ((Time, u64), Next);

/// What was found at a station.
#[derive(Clone, Copy, Debug)]
struct Look {
    /// The position of the station among all those at whose machines things change hands.
    position: u32,
    found: Option<Found>,
}

/// Where something may have changed, and what was found there.
#[derive(Debug)]
pub(super) struct Looks {
    /// The position of each station among those at whose machines things change hands.
    position: Table<StationId, u32>,
    /// Positions of those that are looked at whenever one is.
    always: Vec<u32>,
    /// Positions of those at which something has changed.
    changed: Vec<u32>,
    /// In the order of their positions; kept from one instant to the next to be used again.
    kept: Vec<Look>,
}

impl Looks {
    pub(super) fn new(model: &Model, loading: &[StationId]) -> Self {
        let alone = with_material_alone(model);
        let stations = if loading.is_empty() { 0 } else { model.stations.len() };
        let mut position = Table::filled(stations, 0);
        let mut always = Vec::new();
        for (at, &station) in (0..).zip(loading) {
            position[station] = at;
            if !alone[station] {
                always.push(at);
            }
        }
        Self { position, always, changed: Vec::new(), kept: Vec::new() }
    }
}

impl super::Pools {
    /// Something has changed at a station: what a machine of it can take, or what the machine waits for.
    fn note_changed(&mut self, station: StationId) {
        self.looks.changed.push(self.looks.position[station]);
    }

    /// There is too little of a material for the parts at a step.
    pub(in crate::plant) fn note_short(&mut self, model: &Model, step: StepId) {
        for place in model.steps[step].places.iter() {
            self.note_changed(model.places[place].station);
        }
    }
}

/// At which stations parts take material when machines take them, and nothing on which other stations depend.
pub(in crate::plant) fn with_material_alone(model: &Model) -> Table<StationId, bool> {
    let mut alone = model.stations_with_material();
    for (id, row) in model.stations.enumerated() {
        alone[id] &= row.shared.is_none() && row.takt.is_none() && !row.in_turn;
    }
    for place in &model.places {
        let control = &model.control;
        alone[place.station] &= control.taken_at_load(place.step).next().is_none()
            && control.given_at_load(place.step).next().is_none();
    }
    alone
}

impl<O: Observer> Plant<'_, O> {
    /// Something has changed at a station whose parts take material, and nothing else.
    pub(in crate::plant) fn look_for_material(&mut self, station: StationId) {
        self.pools.note_changed(station);
        self.agenda.put_pools();
    }

    /// Free machines take parts for which there is what they need, the longest waiting first.
    #[inline(never)]
    pub(in crate::plant) fn start_with_pools(&mut self) {
        if self.has_rare_ways {
            for number in 0..self.pools.looks.always.len() {
                let position = self.pools.looks.always[number];
                self.is_kept_out(self.pools.loading[position as usize]);
            }
        }
        let mut looks = std::mem::take(&mut self.pools.looks.kept);
        self.look_where_changed(&mut looks);
        while self.stop.is_none()
            && let Some((number, next)) = self.first_of(&looks)
        {
            let station = self.station_of(looks[number]);
            match next {
                Next::Queued(Pair { part, machine }) => {
                    self.need_no_material(self.parts.get(part).place);
                    if self.take_ranked(station, part) {
                        self.agenda.put_room(station);
                    }
                    self.load_with_pools(station, part, machine, false);
                }
                Next::Supplied => {
                    let Some(supply) = self.buffers.take_supplied(station) else { break };
                    let part = self.supply(supply);
                    self.observer.queue_joined(station, self.now);
                    self.pools.number += 1;
                    self.pools.supplied[station] = (self.now, self.pools.number);
                    let machines = self.buffers.machines(station);
                    let machine = self.machines.first_in_turn(machines).expect("one is available");
                    self.load_with_pools(station, part, machine, true);
                }
            }
            self.pools.note_changed(station);
            self.look_where_changed(&mut looks);
        }
        for look in looks.drain(..) {
            self.show_waits_for_pools(self.station_of(look));
        }
        self.pools.looks.kept = looks;
    }

    fn station_of(&self, look: Look) -> StationId {
        self.pools.loading[look.position as usize]
    }

    /// Looks at all stations at which something has changed, and at those that are looked at always.
    fn look_where_changed(&mut self, looks: &mut Vec<Look>) {
        let mut changed = std::mem::take(&mut self.pools.looks.changed);
        changed.extend_from_slice(&self.pools.looks.always);
        for position in changed.drain(..) {
            let station = self.pools.loading[position as usize];
            self.rank_new(station);
            let look = Look { position, found: self.next_with_pools(station) };
            match looks.binary_search_by_key(&position, |look| look.position) {
                Ok(at) => looks[at] = look,
                Err(at) => looks.insert(at, look),
            }
        }
        self.pools.looks.changed = changed;
    }

    /// Which look has found the part that goes first.
    fn first_of(&self, looks: &[Look]) -> Option<(usize, Next)> {
        let mut best: Option<(usize, Found)> = None;
        for (number, look) in looks.iter().enumerate() {
            let Some(found) = look.found else { continue };
            if best.is_none_or(|(_, best)| self.goes_before(found, best)) {
                best = Some((number, found));
            }
        }
        best.map(|(number, (_, next))| (number, next))
    }

    /// What a free machine of a station takes next, if there is something for which nothing is lacking.
    pub(super) fn next_with_pools(&self, station: StationId) -> Option<Found> {
        if self.buffers.available(station) == 0 || self.keeps_out(station) {
            return None;
        }
        let can = |part| self.lacking(self.step_of(part), Some(part)).next().is_none();
        if let Some(pair) = self.best_pair(station, can) {
            return Some(((self.parts.get(pair.part).arrived, 0), Next::Queued(pair)));
        }
        let supply = self.buffers.supplied(station)?;
        let may = self.may_load(self.step_of_supply(supply));
        may.then(|| (self.pools.supplied[station], Next::Supplied))
    }

    /// Whether what is found has waited longer than something else.
    fn goes_before(&self, (since, next): Found, (longest, other): Found) -> bool {
        let together = || match (next, other) {
            (Next::Queued(one), Next::Queued(other)) => self.by_arrival(one.part, other.part),
            (Next::Supplied, _) | (_, Next::Supplied) => Ordering::Equal,
        };
        since.cmp(&longest).then_with(together).is_lt()
    }
}
