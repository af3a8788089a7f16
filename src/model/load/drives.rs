//! What parts ask of vehicles.

use std::collections::BTreeMap;

use super::balance::Shares;
use super::capacity::Hours;
use super::over;
use super::visits::visits;
use crate::ids::{PlaceId, StationId, StepId, Table, VehicleId};
use crate::model::{Model, Next, Product, Target};
use crate::random::Distribution;
use crate::units::Span;

/// What is asked of the vehicles of a kind. Unit: vehicles at work, averaged over all hours, the closed ones
/// included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VehicleLoad {
    /// Parts an hour that shall be moved.
    pub asked: f64,
    /// Vehicles that drive with parts, load and unload, if every trip is full: no less will do.
    pub loaded: f64,
    /// Vehicles that drive to their loads, by estimate: a vehicle is where it has put down a load, and the
    /// next one is at any place as often as loads are there. For one way there and back that is exact.
    pub empty: f64,
    /// Vehicles that are charged, by the same estimate.
    pub charged: f64,
    /// Vehicles that are there.
    pub there: f64,
}

impl VehicleLoad {
    /// The share of their open time that the vehicles need at least: above 1 loads wait ever longer.
    pub fn least(&self) -> f64 {
        over(self.loaded, self.there)
    }

    /// The same with what they drive empty and are charged, by estimate.
    pub fn estimate(&self) -> f64 {
        over(self.loaded + self.empty + self.charged, self.there)
    }
}

/// How often a part goes from one station to another at once.
pub(super) type Hops = BTreeMap<(StationId, StationId), f64>;

impl Model {
    /// How often a part of each product goes from station to station; nothing where nothing takes it there.
    pub(super) fn hops(&self, shares: &Shares) -> Vec<Hops> {
        if self.conveyors.is_empty() && self.vehicles.is_empty() && self.milkruns.is_empty() {
            return vec![Hops::new(); self.products.len()];
        }
        self.products.iter().map(|product| self.hops_of(product, shares)).collect()
    }

    fn hops_of(&self, product: &Product, shares: &Shares) -> Hops {
        let mut hops = Hops::new();
        let visits = visits(self, product, &shares.places);
        for (step, visits) in product.steps.iter().zip(visits) {
            let line = product
                .lines
                .iter()
                .find(|&line| self.lines[line].steps.iter().any(|own| own == step));
            let visits = visits * line.map_or(0.0, |line| shares.lines[line]);
            for (next, chance) in self.chances(step) {
                for from in self.steps[step].places.iter() {
                    for to in self.steps[next].places.iter() {
                        let station = |place: PlaceId| self.places[place].station;
                        let way = (station(from), station(to));
                        let good = shares.places[from] * (1.0 - self.stations[way.0].scrap);
                        *hops.entry(way).or_default() += visits * good * chance * shares.places[to];
                    }
                }
            }
        }
        hops
    }

    /// The steps that follow a step, with their chances.
    pub(super) fn chances(&self, step: StepId) -> Vec<(StepId, f64)> {
        let to_step = |target, chance| match target {
            Target::Step(next) => Some((next, chance)),
            Target::Out => None,
        };
        match self.steps[step].next {
            Next::Always(target) => to_step(target, 1.0).into_iter().collect(),
            Next::Shares { first, end } => {
                let shares = &self.shares[first as usize..end as usize];
                let before = std::iter::once(0.0).chain(shares.iter().map(|share| share.cumulated));
                let chances = shares.iter().zip(before);
                chances
                    .filter_map(|(share, before)| to_step(share.target, share.cumulated - before))
                    .collect()
            }
        }
    }
}

impl Model {
    /// How long a part is on a vehicle from one station to another, with loading and unloading. Unit: hours.
    pub(super) fn trip_hours(&self, vehicle: VehicleId, from: StationId, to: StationId) -> f64 {
        let row = &self.vehicles[vehicle];
        row.drive(self.stop_at(vehicle, from), self.stop_at(vehicle, to)).hours() + handling(row)
    }
}

/// How long loading and unloading take for a trip. Unit: hours.
fn handling(row: &crate::model::Vehicle) -> f64 {
    let time = |time: &Option<Distribution>| {
        time.as_ref().map_or(0.0, |time| Span::round(time.mean()).hours())
    };
    time(&row.load) + time(&row.unload)
}

/// What so many parts of each product an hour ask of the vehicles.
pub(super) fn asked(
    hours: &Hours<'_>,
    hops: &[Hops],
    parts: &[f64],
) -> Table<VehicleId, VehicleLoad> {
    let of = |vehicle: VehicleId| {
        let model = hours.model;
        let row = &model.vehicles[vehicle];
        let mut ways: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (hops, parts) in hops.iter().zip(parts) {
            for (&(from, to), times) in hops.iter().filter(|(way, _)| row.moves.contains(way)) {
                let way = (model.stop_at(vehicle, from), model.stop_at(vehicle, to));
                *ways.entry(way).or_default() += times * parts;
            }
        }
        let asked: f64 = ways.values().sum();
        let handling = handling(row);
        // No more are taken than stand there.
        let carries = f64::from(row.carries.min(row.buffer));
        let trips = ways.iter().map(|(&way, &parts)| (way, parts / carries));
        let trips: Vec<((usize, usize), f64)> = trips.collect();
        let drive = |from: usize, to: usize| row.drive(from, to).hours();
        let driven: f64 = trips.iter().map(|&((from, to), n)| n * drive(from, to)).sum();
        let all: f64 = trips.iter().map(|(_, n)| n).sum();
        let loaded = driven + all * handling;
        let mut empty = 0.0;
        for &((_, at), ends) in &trips {
            for &((next, _), starts) in &trips {
                empty += over(ends * starts, all) * drive(at, next);
            }
        }
        let there = f64::from(row.count) * row.calendar.map_or(1.0, |id| hours.shifts(Some(id)));
        let charged = row.charge.map_or(0.0, |charge| {
            (driven + empty) * over(charge.time.hours(), charge.after.hours())
        });
        VehicleLoad { asked, loaded, empty, charged, there }
    };
    hours.model.vehicles.ids().map(of).collect()
}
