//! How often a released part comes to each step of its route, on average.

use std::collections::BTreeMap;

use crate::ids::{Id, PlaceId, StepId};
use crate::model::{Model, Next, Product, Target};
use crate::units::Span;

/// Mean number of visits of one released part. Shape: the steps of `product`, in route order.
///
/// A part that is scrapped visits nothing more. Infinite where a part can (almost) never leave.
///
/// Cost: linear in the route; each step that leads back adds an entry to the steps it spans.
pub(super) fn visits(model: &Model, product: &Product) -> Vec<f64> {
    let mut rows = transitions(model, product);
    let mut rounds = vec![1.0; rows.len()];
    // Each step is taken out, last first: whoever leads to it leads to where it leads back to.
    for k in (0..rows.len()).rev() {
        rounds[k] = 1.0 / (1.0 - rows[k].get(&k).copied().unwrap_or(0.0));
        let (earlier, rest) = rows.split_at_mut(k);
        for row in earlier {
            let Some(&share) = row.get(&k) else { continue };
            for (&back, &onward) in rest[0].range(..k) {
                *row.entry(back).or_insert(0.0) += share * rounds[k] * onward;
            }
        }
    }
    let mut visits = vec![0.0; rows.len()];
    for k in 0..rows.len() {
        let first = if k == 0 { 1.0 } else { 0.0 };
        let from = (0..k).map(|i| visits[i] * rows[i].get(&k).copied().unwrap_or(0.0));
        visits[k] = (first + from.sum::<f64>()) * rounds[k];
    }
    visits
}

/// Share of a step's parts that each of its places takes, if the faster takes more: in proportion
/// to machines over mean cycle.
pub(super) fn shares(model: &Model, step: StepId) -> Vec<(PlaceId, f64)> {
    let places = model.steps[step].places;
    let any_time = places.iter().all(|place| model.places[place].mean_cycle > Span::ZERO);
    let speed = |place: PlaceId| {
        let row = &model.places[place];
        let machines = model.stations[row.station].machines.len() as f64;
        if any_time { machines / row.mean_cycle.hours() } else { machines }
    };
    let total: f64 = places.iter().map(speed).sum();
    places.iter().map(|place| (place, speed(place) / total)).collect()
}

/// Chance that a part which came to a step goes on to another, by positions in the route.
fn transitions(model: &Model, product: &Product) -> Vec<BTreeMap<usize, f64>> {
    let base = if product.steps.is_empty() { 0 } else { product.steps.first().position() };
    let row = |id: StepId| {
        let good = |(place, share)| {
            let station = model.places[place].station;
            share * (1.0 - model.stations[station].scrap)
        };
        let kept: f64 = shares(model, id).into_iter().map(good).sum();
        let mut row = BTreeMap::new();
        let mut add = |target, share: f64| match target {
            Target::Step(next) => *row.entry(next.position() - base).or_insert(0.0) += share * kept,
            Target::Out => {}
        };
        match model.steps[id].next {
            Next::Always(target) => add(target, 1.0),
            Next::Shares { first, end } => {
                let mut before = 0.0;
                for share in &model.shares[first as usize..end as usize] {
                    add(share.target, share.cumulated - before);
                    before = share.cumulated;
                }
            }
        }
        row
    };
    product.steps.iter().map(row).collect()
}
