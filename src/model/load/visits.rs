//! How often a released part comes to each step of its route, on average.

use std::collections::BTreeMap;

use crate::ids::{Id, PlaceId, StepId, Table};
use crate::model::{Model, Next, Product, Target};

/// Mean number of visits of one part released to the line of the step. Shape: the steps of
/// `product`, line by line.
///
/// `shares` is the share of its step that each place takes. A part that is scrapped visits nothing
/// more. Infinite where a part can (almost) never leave.
///
/// Cost: linear in the route; each step that leads back adds an entry to the steps it spans.
pub(super) fn visits(model: &Model, product: &Product, shares: &Table<PlaceId, f64>) -> Vec<f64> {
    let mut rows = transitions(model, product, shares);
    let mut rounds = vec![1.0; rows.len()];
    let mut leading = leading_onward(&rows);
    // Each step is taken out, last first: whoever leads to it leads to where it leads back to.
    for k in (0..rows.len()).rev() {
        rounds[k] = 1.0 / (1.0 - rows[k].get(&k).copied().unwrap_or(0.0));
        let (earlier, rest) = rows.split_at_mut(k);
        for from in std::mem::take(&mut leading[k]) {
            let share = earlier[from][&k];
            for (&back, &onward) in rest[0].range(..k) {
                let entry = earlier[from].entry(back).or_insert_with(|| {
                    if from < back {
                        leading[back].push(from);
                    }
                    0.0
                });
                *entry += share * rounds[k] * onward;
            }
        }
    }
    let mut visits = vec![0.0; rows.len()];
    let mut start = 0;
    for line in product.lines.iter() {
        let steps = model.lines[line].steps;
        if !steps.is_empty() {
            visits[start] = 1.0;
        }
        start += steps.len();
    }
    for k in 0..rows.len() {
        visits[k] *= rounds[k];
        for (&to, share) in rows[k].range(k + 1..) {
            visits[to] += visits[k] * share;
        }
    }
    visits
}

/// The earlier steps that lead to each step.
fn leading_onward(rows: &[BTreeMap<usize, f64>]) -> Vec<Vec<usize>> {
    let mut leading = vec![Vec::new(); rows.len()];
    for (from, row) in rows.iter().enumerate() {
        for (&to, _) in row.range(from + 1..) {
            leading[to].push(from);
        }
    }
    leading
}

/// Chance that a part which came to a step goes on to another, by positions in the route.
fn transitions(
    model: &Model,
    product: &Product,
    shares: &Table<PlaceId, f64>,
) -> Vec<BTreeMap<usize, f64>> {
    let base = if product.steps.is_empty() { 0 } else { product.steps.first().position() };
    let row = |id: StepId| {
        let good = |place: PlaceId| {
            shares[place] * (1.0 - model.stations[model.places[place].station].scrap)
        };
        let kept: f64 = model.steps[id].places.iter().map(good).sum();
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
