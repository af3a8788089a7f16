//! `short` and `tolerance` of a product: what becomes of an order of which parts are thrown away.

use super::compile::Compiler;
use super::load::yield_of;
use super::{Line, Model, Order};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{LineId, ProductId};
use crate::scenario;

/// What becomes of an order of which parts are thrown away.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Short {
    /// What replaces them.
    pub replaced: Replaced,
    /// Share of an order that may be missing.
    pub under: f64,
    /// Share that is taken beyond an order.
    pub over: f64,
}

/// What replaces parts that are thrown away.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Replaced {
    /// Nothing: `short = "ship_short"`.
    #[default]
    Nothing,
    /// A new part for each: `short = "remake"`.
    Anew,
    /// As many more are started as are expected to be thrown away: `short = "start_extra"`.
    AsExpected,
    /// So many more are started, as a share of the order: `short = { start_extra = "5 %" }`.
    Beforehand(f64),
}

impl Short {
    /// Whether it is as usual.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many parts of an order of so many may be missing.
    pub fn may_miss(&self, quantity: u32) -> u32 {
        whole(self.under, quantity)
    }

    /// How many parts beyond an order of so many are taken.
    pub fn may_exceed(&self, quantity: u32) -> u32 {
        whole(self.over, quantity)
    }
}

/// What a share of an order is in whole parts, rounded down; what is written in hundredths is not lost by rounding.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a number")]
fn whole(share: f64, quantity: u32) -> u32 {
    if share == 0.0 {
        return 0;
    }
    libm::floor(share * f64::from(quantity) + ROUNDING) as u32
}

/// A share of an order in whole parts, rounded up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
pub fn rounded_up(share: f64, quantity: u32) -> u32 {
    libm::ceil(share * f64::from(quantity) - ROUNDING) as u32
}

/// What is less than that above or below a whole number is one.
const ROUNDING: f64 = 1e-6;

/// The smallest share of the parts that must get through where those that do not are replaced.
const LEAST_YIELD: f64 = 0.01;

impl Model {
    /// How many parts are started on a line beyond an order, as a share of it.
    ///
    /// Cost: the visits of the route, where as many are started as are expected to be thrown away.
    pub fn extra(&self, line: LineId) -> f64 {
        match self.products[self.lines[line].product].short.replaced {
            Replaced::Nothing | Replaced::Anew => 0.0,
            Replaced::AsExpected => 1.0 / self.yield_of(line) - 1.0,
            Replaced::Beforehand(share) => share,
        }
    }

    /// Parts that are started for a dated order, on average.
    pub(in crate::model) fn started(&self, order: &Order) -> f64 {
        let quantity = f64::from(order.quantity);
        quantity * self.starts(order.product, quantity)
    }

    /// Parts that are started for each that is ordered, on average, in orders of so many; what is started beyond an order
    /// is rounded up to whole parts.
    pub(in crate::model) fn starts(&self, product: ProductId, quantity: f64) -> f64 {
        let row = &self.products[product];
        let mean_yield = || {
            let lines = row.lines.iter();
            lines.map(|line| self.yield_of(line)).sum::<f64>() / row.lines.len() as f64
        };
        let quantity = quantity.max(1.0);
        let extra = |share: f64| libm::ceil(share * quantity - ROUNDING) / quantity;
        match row.short.replaced {
            Replaced::Nothing => 1.0,
            Replaced::Anew => ((1.0 - row.short.under) / mean_yield()).max(1.0),
            Replaced::AsExpected => 1.0 + extra(1.0 / mean_yield() - 1.0),
            Replaced::Beforehand(share) => 1.0 + extra(share),
        }
    }

    /// Whether some parts that are thrown away are replaced.
    pub(in crate::model) fn replaces_all(&self, product: ProductId) -> bool {
        !matches!(self.products[product].short.replaced, Replaced::Nothing)
    }

    /// Share of the parts that come to a line and get through.
    fn yield_of(&self, line: LineId) -> f64 {
        yield_of(self, line).max(LEAST_YIELD)
    }
}

impl Compiler<'_> {
    /// What becomes of orders for a product of which parts are thrown away.
    pub(super) fn short_of(&self, name: &str) -> Short {
        let Some(table) = self.scenario.product.get(name) else { return Short::default() };
        let replaced = match table.short.as_ref().map(|short| short.value) {
            None | Some(scenario::Short::Ship) => Replaced::Nothing,
            Some(scenario::Short::Remake) => Replaced::Anew,
            Some(scenario::Short::AsExpected) => Replaced::AsExpected,
            Some(scenario::Short::Extra(share)) => Replaced::Beforehand(share),
        };
        let tolerance = table.tolerance.as_ref().map(|given| given.value).unwrap_or_default();
        Short { replaced, under: tolerance.under, over: tolerance.over }
    }

    /// Refuses to replace parts where that cannot be; comes after the orders.
    pub(super) fn check_short(&mut self) {
        if self.complaints.has_errors() {
            return;
        }
        let scenario = self.scenario;
        for (product, row) in self.model.products.enumerated() {
            let table = scenario.product.get(&row.name);
            let Some(short) = table.and_then(|table| table.short.as_ref()) else { continue };
            if row.short.replaced == Replaced::Nothing {
                continue;
            }
            let model = &self.model;
            let who = &row.name;
            let complaint = if row.stock.is_some() {
                let message =
                    format!("`{who}` is made to stock, which is made anew by its `reorder`");
                Diagnostic::error(code::CONFLICT, message).hint("leave `short` out")
            } else if model.is_taken(product)
                || model.is_made_of_others(product)
                || !row.along.is_empty()
            {
                let message = format!(
                    "parts of `{who}` cannot be replaced one by one: stations join them or take them apart"
                );
                Diagnostic::error(code::CONFLICT, message)
                    .hint("leave `short` out, or make it to stock")
            } else if let Some(line) =
                row.lines.iter().find(|&line| yield_of(model, line) < LEAST_YIELD)
            {
                let Line { name, .. } = &model.lines[line];
                let message = format!(
                    "on `{name}` hardly any part of `{who}` gets through: those that replace them would never end"
                );
                Diagnostic::error(code::CONFLICT, message).hint("lower the `scrap` of its stations")
            } else if !model.has_orders_for(product) {
                let message = format!("nobody orders `{who}`: nothing is short of its parts");
                Diagnostic::warning(code::UNUSED, message)
            } else {
                continue;
            };
            self.complaints.push(complaint.at(short.spot));
        }
    }
}

impl Model {
    /// Whether a demand or a dated order asks for a product.
    fn has_orders_for(&self, product: ProductId) -> bool {
        self.orders.iter().any(|order| order.product == product)
            || self.demand_products.iter().any(|&(_, ordered)| ordered == product)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_are_whole_parts() {
        let short = Short { replaced: Replaced::Nothing, under: 0.02, over: 0.29 };
        assert_eq!([49, 50, 99, 100].map(|quantity| short.may_miss(quantity)), [0, 1, 1, 2]);
        // 0.29 of 100 is 28.999999999999996 for a computer.
        assert_eq!(short.may_exceed(100), 29);
        assert_eq!([0, 1, 20, 21].map(|quantity| rounded_up(0.05, quantity)), [0, 1, 1, 2]);
    }
}
