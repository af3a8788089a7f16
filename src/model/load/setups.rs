//! What setups take of a station if parts come in random order: more than a good dispatch rule lets them; and what
//! their first pieces take of it, and of the stations that inspect them.

use super::{Work, Works};
use crate::ids::{Id, ProductId, StationId, Table};
use crate::model::{FirstPiece, Inspection, Model, Setup};
use crate::random::Distribution;
use crate::units::Span;

/// Hours an hour that setups and first pieces take of each station, if what comes is in random order.
///
/// `orders` is how many orders a part of each product is: parts of one order come together, and need one
/// setup.
///
/// Bounds: a machine that waits for an approval waits for the inspection alone here, not for its queue.
pub(super) fn in_random_order(
    model: &Model,
    works: &[Works],
    rates: &Table<ProductId, f64>,
    orders: &Table<ProductId, f64>,
) -> Table<StationId, f64> {
    let mut hours = Table::filled(model.stations.len(), 0.0);
    let parts = (works, rates, orders);
    for (station, row) in model.stations.enumerated() {
        hours[station] += at_station(model, station, parts, after);
        let Some(first) = row.first_piece() else { continue };
        let setups = at_station(model, station, parts, number);
        // Each that fails is followed by another one.
        let pieces = setups / (1.0 - first.fails);
        hours[station] += (pieces - setups) * Span::round(first.correct.mean()).hours();
        let inspected = pieces * model.hours_of_inspection(station, first);
        if let Some(at) = first.at {
            hours[at] += inspected;
        }
        if first.at.is_none() || first.waits {
            hours[station] += inspected;
        }
    }
    hours
}

/// What comes an hour: what each product asks of stations, how many parts, and how many orders a part is.
type Parts<'a> = (&'a [Works], &'a Table<ProductId, f64>, &'a Table<ProductId, f64>);

/// What `each` says of every part of another kind after one of a kind, in an hour at a station.
fn at_station(
    model: &Model,
    station: StationId,
    (works, rates, orders): Parts<'_>,
    each: impl Fn(&Setup, u32, u32, &Work) -> f64,
) -> f64 {
    let row = &model.stations[station];
    let Some(setup) = row.setup.as_deref() else { return 0.0 };
    let mut before = vec![0.0; setup.count as usize];
    let mut comes: Vec<(u32, f64, &Work)> = Vec::new();
    for (product, &rate) in rates.enumerated() {
        if let Some(work) = works[product.position()].get(&station) {
            let orders = rate * orders[product];
            before[setup.kinds[product] as usize] += orders * work.visits;
            comes.push((setup.kinds[product], orders, work));
        }
    }
    let all: f64 = before.iter().sum();
    if all <= 0.0 {
        return 0.0;
    }
    let mut hours = 0.0;
    for (from, visits) in (0..).zip(before) {
        let asked = comes.iter().map(|(to, orders, work)| orders * each(setup, from, *to, work));
        hours += visits / all * asked.sum::<f64>();
    }
    hours / f64::from(row.batch_size())
}

/// Hours of the setups before what a part asks of a station that is set up for a kind.
fn after(setup: &Setup, from: u32, to: u32, work: &Work) -> f64 {
    let between = setup.between(Some(from), to).map_or(0.0, Distribution::mean);
    let between = Span::round(between).hours();
    if from == to {
        work.visits * between
    } else {
        (work.visits - work.of_steps) * between + work.set_up
    }
}

/// The setups that take time before what a part asks of a station that is set up for a kind.
fn number(setup: &Setup, from: u32, to: u32, work: &Work) -> f64 {
    let takes_time = setup.between(Some(from), to).is_some_and(|time| time.mean() > 0.0);
    let between = if takes_time { 1.0 } else { 0.0 };
    if from == to {
        work.visits * between
    } else {
        let own = if work.set_up > 0.0 { work.of_steps } else { 0.0 };
        (work.visits - work.of_steps) * between + own
    }
}

impl Model {
    /// How long a first piece of a station is inspected on average.
    fn hours_of_inspection(&self, station: StationId, first: &FirstPiece) -> f64 {
        if first.at.is_none() {
            return Span::round(first.time.mean()).hours();
        }
        let is_its = |row: &&Inspection| self.places[row.of].station == station;
        let found = self.inspections.iter().find(is_its);
        let place = found.map(|row| &self.places[self.steps[row.step].places.first()]);
        place.map_or(0.0, |place| self.occupied(place.station, place.mean_cycle).hours())
    }

    /// How many orders a part of each product is on average: one over the parts of an order.
    pub(super) fn orders_per_part(&self) -> Table<ProductId, f64> {
        let mut orders = Table::filled(self.products.len(), 0.0);
        let mut parts = Table::filled(self.products.len(), 0.0);
        for order in self.made_orders() {
            orders[order.product] += self.lots_of(order.product, order.quantity.into());
            parts[order.product] += f64::from(order.quantity);
        }
        // A demand weighs as what it orders in an hour.
        for demand in &self.demands {
            let hours = Span::round(self.mean_gap_of_run(demand)).hours();
            let mut before = 0.0;
            let products = demand.first_product as usize..demand.end_product as usize;
            for &(cumulated, product) in &self.demand_products[products] {
                let lots = self.lots_of(product, demand.quantity.mean());
                orders[product] += (cumulated - before) / hours * lots;
                parts[product] += (cumulated - before) / hours * demand.quantity.mean();
                before = cumulated;
            }
        }
        let of = |(orders, parts): (&f64, &f64)| if *parts > 0.0 { orders / parts } else { 1.0 };
        orders.iter().zip(parts.iter()).map(of).collect()
    }
}
