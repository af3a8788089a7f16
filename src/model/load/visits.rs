//! How often a released part comes to each step of its route, on average.

use std::collections::BTreeMap;

use crate::ids::{Id, PlaceId, StepId, Table};
use crate::model::{Model, Next, Product, Target};

/// Most entries that are worked on to find the visits exactly.
const MOST_ENTRIES: usize = 3_000_000;

/// Most steps that are looked at to follow parts.
const MOST_MOVES: usize = 100_000_000;

/// Mean number of visits of one part released to the line of the step. Shape: the steps of
/// `product`, line by line.
///
/// `shares` is the share of its step that each place takes. A part that is scrapped visits nothing
/// more. Infinite where a part can (almost) never leave.
///
/// Cost: linear in the route; each step that leads back adds an entry to the steps it spans. Where
/// that would be too many, the visits are found step by step to a precision of one in a million.
pub(super) fn visits(model: &Model, product: &Product, shares: &Table<PlaceId, f64>) -> Vec<f64> {
    let mut rows = transitions(model, product, shares);
    let starts = starts(model, product);
    let mut left = MOST_ENTRIES;
    let mut rounds = vec![1.0; rows.len()];
    let mut leading = leading_onward(&rows);
    // Each step is taken out, last first: whoever leads to it leads to where it leads back to.
    for k in (0..rows.len()).rev() {
        rounds[k] = 1.0 / (1.0 - rows[k].get(&k).copied().unwrap_or(0.0));
        let (earlier, rest) = rows.split_at_mut(k);
        for from in std::mem::take(&mut leading[k]) {
            let share = earlier[from][&k];
            left = left.saturating_sub(1 + rest[0].range(..k).count());
            if left == 0 {
                return followed(&transitions(model, product, shares), &starts);
            }
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
    let mut visits = starts;
    for k in 0..rows.len() {
        visits[k] *= rounds[k];
        for (&to, share) in rows[k].range(k + 1..) {
            visits[to] += visits[k] * share;
        }
    }
    visits
}

/// One part at the first step of every line.
fn starts(model: &Model, product: &Product) -> Vec<f64> {
    let mut starts = vec![0.0; product.steps.len()];
    let mut first = 0;
    for line in product.lines.iter() {
        let steps = model.lines[line].steps;
        if !steps.is_empty() {
            starts[first] = 1.0;
        }
        first += steps.len();
    }
    starts
}

/// The visits of parts that are followed from step to step until next to none is left.
fn followed(rows: &[BTreeMap<usize, f64>], starts: &[f64]) -> Vec<f64> {
    let mut visits = starts.to_vec();
    let mut here = starts.to_vec();
    for _ in 0..MOST_MOVES / rows.len().max(1) {
        let mut next = vec![0.0; rows.len()];
        for (row, parts) in rows.iter().zip(&here).filter(|(_, parts)| **parts > 0.0) {
            for (&to, share) in row {
                next[to] += parts * share;
            }
        }
        for (all, more) in visits.iter_mut().zip(&next) {
            *all += more;
        }
        here = next;
        if here.iter().sum::<f64>() < 1e-6 {
            break;
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
