//! How parts are best divided among the stations and lines that can stand in for each other.

use std::collections::BTreeMap;

use super::capacity::Capacity;
use super::visits::visits;
use crate::ids::{LineId, PlaceId, ProductId, StationId, StepId, Table};
use crate::model::Model;

/// Slices into which the parts of a step are cut; divisible by most small numbers of stations.
const SLICES: u32 = 120;

/// How parts are divided.
pub(super) struct Shares {
    /// Share of the parts of its step that each place takes.
    pub(super) places: Table<PlaceId, f64>,
    /// Share of the parts of its product that each line takes.
    pub(super) lines: Table<LineId, f64>,
}

/// The shares that keep the highest load low.
///
/// `mix` is the number of parts of each product, on any scale. Steps are dealt out slice by slice,
/// each to the station that has the least to do then, and so are the parts of products with
/// several lines, each to the line whose busiest station has: a share is exact to one part in 120.
pub(super) fn balance(
    model: &Model,
    mix: &Table<ProductId, f64>,
    capacities: &Table<StationId, Capacity>,
) -> Shares {
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
        let hours = model.occupied(row.station, row.mean_cycle).hours();
        let takt = model.least_takt(row.station).hours();
        capacity.share(parts * capacity.occupied(hours).max(takt))
    };
    let has_lines = |step: &StepId| model.products[model.steps[*step].product].lines.len() > 1;
    let (fixed, free): (Vec<StepId>, Vec<StepId>) = model
        .steps
        .ids()
        .filter(|step| !has_lines(step))
        .partition(|&step| model.steps[step].places.len() == 1);
    for step in fixed {
        let place = model.steps[step].places.first();
        loads[model.places[place].station] += added(place, parts[step]);
    }
    let mut shares = Shares { places: even, lines: Table::filled(model.lines.len(), 1.0) };
    for &step in &free {
        for place in model.steps[step].places.iter() {
            shares.places[place] = 0.0;
        }
    }
    let slices = line_slices(model, |step| {
        let place = model.steps[step].places.first();
        (model.places[place].station, added(place, parts[step] / f64::from(SLICES)))
    });
    for (line, _) in slices.iter().flatten() {
        shares.lines[*line] = 0.0;
    }
    for _ in 0..SLICES {
        for &step in &free {
            let slice = parts[step] / f64::from(SLICES);
            let load = |place: PlaceId| loads[model.places[place].station] + added(place, slice);
            let places = model.steps[step].places.iter();
            let least = places.min_by(|&one, &other| load(one).total_cmp(&load(other)));
            let place = least.expect("a step has a place");
            loads[model.places[place].station] = load(place);
            shares.places[place] += 1.0 / f64::from(SLICES);
        }
        for lines in &slices {
            let peak = |(_, slice): &&LineSlice| {
                let after = slice.iter().map(|(station, added)| loads[*station] + added);
                after.fold(0.0, f64::max)
            };
            let least = lines.iter().min_by(|one, other| peak(one).total_cmp(&peak(other)));
            let (line, slice) = least.expect("a product has a line");
            for (station, added) in slice {
                loads[*station] += added;
            }
            shares.lines[*line] += 1.0 / f64::from(SLICES);
        }
    }
    shares
}

/// What a slice of a product's parts adds to the stations of one of its lines.
type LineSlice = (LineId, BTreeMap<StationId, f64>);

/// The slices of products with several lines, product by product.
fn line_slices(model: &Model, added: impl Fn(StepId) -> (StationId, f64)) -> Vec<Vec<LineSlice>> {
    let slice = |line: LineId| {
        let mut slice = BTreeMap::new();
        for (station, added) in model.lines[line].steps.iter().map(&added) {
            *slice.entry(station).or_insert(0.0) += added;
        }
        (line, slice)
    };
    let several = model.products.iter().filter(|product| product.lines.len() > 1);
    several.map(|product| product.lines.iter().map(slice).collect()).collect()
}

fn even_shares(model: &Model) -> Table<PlaceId, f64> {
    let share = |place: PlaceId| {
        let step = model.places[place].step;
        1.0 / model.steps[step].places.len() as f64
    };
    model.places.ids().map(share).collect()
}
