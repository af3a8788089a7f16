//! What setups take of a station if parts come in random order: more than a good dispatch rule lets them.

use super::Works;
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
    let mut visits = vec![0.0; setup.count as usize];
    for (product, &rate) in rates.enumerated() {
        if let Some(work) = works[product.position()].get(&station) {
            visits[setup.kinds[product] as usize] += rate * work.visits * orders[product];
        }
    }
    let all: f64 = visits.iter().sum();
    if all <= 0.0 { 0.0 } else { all * mean(setup, &visits, all) / f64::from(row.batch_size()) }
}

/// Mean hours of the setup before a part, if kinds come with these weights.
fn mean(setup: &Setup, visits: &[f64], all: f64) -> f64 {
    let mut hours = 0.0;
    for (from, before) in visits.iter().enumerate() {
        for (to, after) in visits.iter().enumerate() {
            let [from, to] = [from, to].map(crate::model::number);
            let time = setup.between(Some(from), to).map_or(0.0, Distribution::mean);
            hours += before * after / (all * all) * Span::round(time).hours();
        }
    }
    hours
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
