//! How the parts of a step are best divided among the stations that can stand in for each other.

use super::capacity::Capacity;
use super::visits::visits;
use crate::ids::{PlaceId, ProductId, StationId, StepId, Table};
use crate::model::Model;

/// Slices into which the parts of a step are cut; divisible by most small numbers of stations.
const SLICES: u32 = 120;

/// Share of the parts of its step that each place takes when the highest load is kept low.
///
/// `mix` is the number of parts of each product, on any scale. Steps are dealt out slice by slice,
/// each to the station that has the least to do then, so a share is exact to one part in 120.
pub(super) fn balance(
    model: &Model,
    mix: &Table<ProductId, f64>,
    capacities: &Table<StationId, Capacity>,
) -> Table<PlaceId, f64> {
    let even = even_shares(model);
    let mut parts = Table::filled(model.steps.len(), 0.0);
    for (product, row) in model.products.enumerated() {
        for (step, visits) in row.steps.iter().zip(visits(model, row, &even)) {
            parts[step] = mix[product] * visits;
        }
    }
    let mut loads = Table::filled(model.stations.len(), 0.0);
    let added = |place: PlaceId, parts: f64| {
        let row = &model.places[place];
        let capacity = &capacities[row.station];
        capacity.share(parts * capacity.occupied(row.mean_cycle.hours()))
    };
    let (fixed, free): (Vec<StepId>, Vec<StepId>) =
        model.steps.ids().partition(|&step| model.steps[step].places.len() == 1);
    for step in fixed {
        let place = model.steps[step].places.first();
        loads[model.places[place].station] += added(place, parts[step]);
    }
    let mut shares = even;
    for &step in &free {
        for place in model.steps[step].places.iter() {
            shares[place] = 0.0;
        }
    }
    for _ in 0..SLICES {
        for &step in &free {
            let slice = parts[step] / f64::from(SLICES);
            let load = |place: PlaceId| loads[model.places[place].station] + added(place, slice);
            let places = model.steps[step].places.iter();
            let least = places.min_by(|&one, &other| load(one).total_cmp(&load(other)));
            let place = least.expect("a step has a place");
            loads[model.places[place].station] = load(place);
            shares[place] += 1.0 / f64::from(SLICES);
        }
    }
    shares
}

fn even_shares(model: &Model) -> Table<PlaceId, f64> {
    let share = |place: PlaceId| {
        let step = model.places[place].step;
        1.0 / model.steps[step].places.len() as f64
    };
    model.places.ids().map(share).collect()
}
