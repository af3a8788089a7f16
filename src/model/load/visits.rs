//! How often a released part comes to each step of its route, on average.

use std::collections::BTreeMap;

use crate::ids::{Id, LineId, PlaceId, Run, StepId, Table};
use crate::model::{Model, Next, Product, Target};

/// Most entries that are worked on to find the visits exactly.
const MOST_ENTRIES: usize = 3_000_000;

/// Most entries that are looked at to follow parts.
const MOST_MOVES: usize = 100_000_000;

/// Visits that may be missing, of all visits.
const MISSING: f64 = 1e-12;

/// Mean number of visits of one part released to the line of the step. Shape: the steps of
/// `product`, line by line.
///
/// `shares` is the share of its step that each place takes. A part that is scrapped visits nothing
/// more. Infinite where a part can (almost) never leave.
///
/// Cost: linear in the route; each step that leads back adds an entry to the steps it spans. Where
/// that would be too many, parts are followed round by round, to a precision of 1e-12 unless they
/// come back so often that this takes too long.
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

/// Share of the parts which come to a line that get through, as its stations scrap; where several stations do a step
/// each takes as many.
pub(in crate::model) fn yield_of(model: &Model, line: LineId) -> f64 {
    let steps = model.lines[line].steps;
    let scrap = |place: PlaceId| model.stations[model.places[place].station].scrap;
    if !steps
        .iter()
        .flat_map(|step| model.steps[step].places.iter())
        .any(|place| scrap(place) > 0.0)
    {
        return 1.0;
    }
    let mut even = Table::filled(model.places.len(), 0.0);
    for step in steps.iter() {
        let places = model.steps[step].places;
        places.iter().for_each(|place| even[place] = 1.0 / places.len() as f64);
    }
    let product = Product {
        steps,
        lines: Run::new(line.position()..line.position() + 1),
        ..model.products[model.lines[line].product].clone()
    };
    let lost = steps.iter().zip(visits(model, &product, &even)).map(|(step, visits)| {
        let places = model.steps[step].places.iter();
        visits * places.map(|place| even[place] * scrap(place)).sum::<f64>()
    });
    1.0 - lost.sum::<f64>()
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

/// The visits of parts that are followed along the route, over and over: in every round those that
/// have gone back to an earlier step come through again.
///
/// What is left after the last round is about what comes of all rounds that are still to come if
/// each has the same share of the one before, as rounds have in the end.
///
/// Source: the method of Gauss and Seidel; R. S. Varga, *Matrix Iterative Analysis*, 1962, chapter 3.
fn followed(rows: &[BTreeMap<usize, f64>], starts: &[f64]) -> Vec<f64> {
    let entries: usize = rows.iter().map(BTreeMap::len).sum();
    let mut visits = vec![0.0; rows.len()];
    let mut due = starts.to_vec();
    let mut before = f64::INFINITY;
    let mut added = vec![0.0; rows.len()];
    for round in 1.. {
        added.fill(0.0);
        for (k, row) in rows.iter().enumerate() {
            let parts = std::mem::take(&mut due[k]);
            if parts > 0.0 {
                added[k] = parts / (1.0 - row.get(&k).copied().unwrap_or(0.0));
                row.iter().filter(|(to, _)| **to != k).for_each(|(&to, share)| {
                    due[to] += added[k] * share;
                });
            }
        }
        visits.iter_mut().zip(&added).for_each(|(all, more)| *all += more);
        let now: f64 = added.iter().sum();
        let share = now / before;
        before = now;
        // All that comes of the rounds after this one, as often as this one's.
        let rest = if share < 1.0 { share / (1.0 - share) } else { f64::INFINITY };
        let is_left = due.iter().any(|&parts| parts > 0.0);
        let is_enough = now * rest <= MISSING * visits.iter().sum::<f64>();
        if !is_left || round > 1 && (is_enough || round * entries.max(1) > MOST_MOVES) {
            let moved = visits.iter_mut().zip(&added).filter(|(_, more)| is_left && **more > 0.0);
            moved.for_each(|(all, more)| *all += more * rest);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A route of which each step leads to others with these chances.
    fn route(n: usize, of: impl Fn(usize) -> Vec<(usize, f64)>) -> Vec<BTreeMap<usize, f64>> {
        (0..n).map(|step| of(step).into_iter().filter(|(to, _)| *to < n).collect()).collect()
    }

    fn close(found: f64, right: f64) {
        assert!((found / right - 1.0).abs() < 1e-9, "{found} is not {right}");
    }

    #[test]
    fn parts_that_start_again_come_as_often_as_it_takes() {
        // From each of eight steps back to the first one with 0.2: a part gets through with 0.8^8.
        let rows = route(8, |step| vec![(0, 0.2), (step + 1, 0.8)]);
        let mut starts = vec![0.0; 8];
        starts[0] = 1.0;
        for (step, visits) in followed(&rows, &starts).into_iter().enumerate() {
            close(visits, libm::pow(0.8, step as f64 - 8.0));
        }
    }

    #[test]
    fn a_walk_to_and_fro_visits_as_often_as_the_gambler_plays() {
        // Up or down with a half between 0 and n: from i to j it comes 2 min(i, j) (n - max) / n
        // times (W. Feller, *An Introduction to Probability Theory and Its Applications* 1, 3rd
        // edition 1968, chapter XIV).
        let n: u32 = 60;
        let last = n as usize - 1;
        let rows = route(last, |step| {
            let mut ways = vec![(step + 1, 0.5)];
            ways.extend(step.checked_sub(1).map(|back| (back, 0.5)));
            ways
        });
        let mut starts = vec![0.0; last];
        starts[19] = 1.0;
        for (visits, j) in followed(&rows, &starts).into_iter().zip(1..) {
            let (least, most) = (20.min(j), 20.max(j));
            close(visits, 2.0 * f64::from(least) * f64::from(n - most) / f64::from(n));
        }
    }

    #[test]
    fn a_long_route_is_followed_to_its_end() {
        // Half of the parts go all the way again.
        let n = 50_000;
        let rows =
            route(n, |step| if step + 1 < n { vec![(step + 1, 1.0)] } else { vec![(0, 0.5)] });
        let mut starts = vec![0.0; n];
        starts[0] = 1.0;
        for visits in followed(&rows, &starts) {
            close(visits, 2.0);
        }
    }

    #[test]
    fn parts_that_hardly_ever_leave_come_about_as_often_as_they_should() {
        // One of a thousand million leaves at a time: far more rounds than there is time for.
        let rows = route(2, |step| vec![(1 - step, if step == 0 { 1.0 } else { 1.0 - 1e-9 })]);
        for visits in followed(&rows, &[1.0, 0.0]) {
            assert!((visits / 1e9 - 1.0).abs() < 1e-3, "{visits}");
        }
        // And a route without a way back needs one round.
        assert_eq!(
            followed(&route(3, |step| vec![(step + 1, 0.5)]), &[1.0, 0.0, 0.0]),
            [1.0, 0.5, 0.25]
        );
    }
}
