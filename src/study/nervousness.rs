//! How much a change moves the dated orders that both scenarios have: the nervousness of the schedule.

use std::collections::HashMap;

use super::column::Column;
use super::kept::Words;
use super::order::Fate;
use super::results::{End, Nervousness};
use super::rows::Value;
use super::{Entity, EntityKind, Figure, kpi};
use crate::ids::{Id, OrderId};
use crate::model::Model;
use crate::statistics::swapped_pairs;
use crate::units::Time;

const FIGURES: [&str; 3] = ["orders_moved", "nervousness", "sequence_changed"];

/// The orders that a base and a variant share, over the replications so far.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shifts {
    /// Of the base and of the variant, in the order of the base.
    orders: Vec<(OrderId, OrderId)>,
    /// One for each of [`FIGURES`].
    columns: [Column; FIGURES.len()],
}

impl Shifts {
    /// Nothing has been seen yet.
    pub(super) fn new(base: &Model, variant: &Model) -> Self {
        let known: HashMap<&str, OrderId> =
            variant.orders.enumerated().map(|(id, order)| (order.name.as_str(), id)).collect();
        let both = |(id, order): (OrderId, &crate::model::Order)| {
            Some((id, *known.get(order.name.as_str())?))
        };
        let orders = base.orders.enumerated().filter_map(both).collect();
        Self { orders, columns: Default::default() }
    }

    /// Adds what became of all orders of both in the next replication.
    ///
    /// Cost: that of sorting the orders.
    pub(super) fn add(&mut self, base: &[Fate], variant: &[Fate]) {
        if self.orders.is_empty() {
            return;
        }
        let end = |fates: &[Fate], order: OrderId| fates[order.position()].end;
        let ends = self.orders.iter().map(|&(of, other)| (end(base, of), end(variant, other)));
        // Nobody waits for an order that is cancelled in one of them.
        let is_wanted = |ends: &(End, End)| ![ends.0, ends.1].contains(&End::Cancelled);
        let mut ends: Vec<(End, End)> = ends.filter(is_wanted).collect();
        let moved = ends.iter().filter(|(before, after)| before != after).count();
        let times = ends.iter().filter_map(|(before, after)| before.time().zip(after.time()));
        let shifts: Vec<i128> = times.map(|(before, after)| shift(before, after)).collect();
        let shift = minutes(shifts.iter().sum::<i128>()) / shifts.len() as f64;
        let n = ends.len() as f64;
        let swapped = swapped_pairs(&mut ends) as f64 / (n * (n - 1.0) / 2.0);
        for (column, value) in self.columns.iter_mut().zip([moved as f64, shift, swapped]) {
            column.add(Value::Plain(value));
        }
    }

    /// What is told of a variant, if it shares orders with the base.
    pub(super) fn told(&self, variant: usize, name: &str) -> Option<Nervousness> {
        if self.orders.is_empty() {
            return None;
        }
        let figure = |(id, column): (&str, &Column)| {
            let entity = Entity { kind: EntityKind::Plant, name: name.to_owned() };
            Figure::new(kpi(id).expect("a KPI of the list"), entity, column.interval())
        };
        let figures = FIGURES.into_iter().zip(&self.columns).map(figure).collect();
        Some(Nervousness { variant, orders: self.orders.len(), figures })
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        self.columns.iter().for_each(|column| column.keep(words));
    }

    /// Takes over what [`Shifts::keep`] has written of the same orders.
    pub(super) fn go_on_from(&mut self, words: &mut Words) -> Option<()> {
        for column in &mut self.columns {
            *column = Column::from_kept(words)?;
        }
        Some(())
    }
}

/// Unit: ticks.
fn shift(before: Time, after: Time) -> i128 {
    i128::from((after - before).ticks()).abs()
}

fn minutes(ticks: i128) -> f64 {
    super::rows::minutes(ticks as f64)
}
