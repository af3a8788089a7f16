//! What setups take of a station if parts come in random order: more than a good dispatch rule lets them.

use super::{Work, Works};
use crate::ids::{Id, ProductId, StationId, Table};
use crate::model::{Model, Setup};
use crate::random::Distribution;
use crate::units::Span;

/// Hours of setups an hour at a station, if what comes is in random order.
///
/// `orders` is how many orders a part of each product is: parts of one order come together, and need one
/// setup.
pub(super) fn in_random_order(
    model: &Model,
    station: StationId,
    works: &[Works],
    rates: &Table<ProductId, f64>,
    orders: &Table<ProductId, f64>,
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
        let each = comes.iter().map(|(to, orders, work)| orders * after(setup, from, *to, work));
        hours += visits / all * each.sum::<f64>();
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

impl Model {
    /// How many orders a part of each product is on average: one over the parts of an order.
    pub(super) fn orders_per_part(&self) -> Table<ProductId, f64> {
        let mut orders = Table::filled(self.products.len(), 0.0);
        let mut parts = Table::filled(self.products.len(), 0.0);
        for order in &self.orders {
            orders[order.product] += 1.0;
            parts[order.product] += f64::from(order.quantity);
        }
        // A demand weighs as what it orders in an hour.
        for demand in &self.demands {
            let hours = Span::round(demand.every.mean()).hours();
            let mut before = 0.0;
            let products = demand.first_product as usize..demand.end_product as usize;
            for &(cumulated, product) in &self.demand_products[products] {
                orders[product] += (cumulated - before) / hours;
                parts[product] += (cumulated - before) / hours * demand.quantity.mean();
                before = cumulated;
            }
        }
        let of = |(orders, parts): (&f64, &f64)| if *parts > 0.0 { orders / parts } else { 1.0 };
        orders.iter().zip(parts.iter()).map(of).collect()
    }
}
