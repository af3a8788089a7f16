//! Products that are made to stock because others need them.

use crate::ids::{ProductId, Table};
use crate::model::Model;

impl Model {
    /// Of so many that are ordered and not on stock at the start, what must be made before all orders are done, with
    /// what is taken from stock for it.
    pub(super) fn take_from_start(&self, parts: &mut Table<ProductId, f64>) {
        if !self.makes_to_stock() {
            return;
        }
        for product in self.takers_first() {
            if let Some(stock) = self.products[product].stock {
                parts[product] = (parts[product] - f64::from(self.materials[stock].stock)).max(0.0);
            }
            for (part, count) in self.taken_from_stock(product) {
                parts[part] += parts[product] * count;
            }
        }
    }

    fn makes_to_stock(&self) -> bool {
        self.materials.iter().any(|row| row.made_to_stock().is_some())
    }

    /// Whether orders for a product are served from stock.
    pub(super) fn is_got_from_stock(&self, product: ProductId) -> bool {
        self.products[product].stock.is_some()
    }

    /// Adds what is made to stock for the products that are asked for, level by level.
    ///
    /// Where lines take different amounts, each counts alike. What takes itself in the end is not followed round.
    pub(super) fn add_what_is_taken(&self, rates: &mut Table<ProductId, f64>) {
        if !self.makes_to_stock() {
            return;
        }
        for whole in self.takers_first() {
            for (part, count) in self.taken_from_stock(whole) {
                rates[part] += rates[whole] * count;
            }
        }
    }

    /// The products, each before those that it takes from stock.
    fn takers_first(&self) -> Vec<ProductId> {
        self.before_what_they_need(|product| {
            self.taken_from_stock(product).into_iter().map(|(part, _)| part)
        })
    }

    /// How many parts of which products a part of a product takes from stock.
    pub(in crate::model) fn taken_from_stock(&self, product: ProductId) -> Vec<(ProductId, f64)> {
        let row = &self.products[product];
        let lines = row.lines.iter().count().max(1) as f64;
        let bills = row.steps.iter().flat_map(|step| self.bills_at(step));
        let made = bills.filter_map(|(_, bill)| {
            let made = self.materials[bill.material].made_to_stock()?;
            Some((made.product, f64::from(bill.quantity) / lines))
        });
        made.collect()
    }
}
