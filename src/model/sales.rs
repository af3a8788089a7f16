//! What products bring, and how much of them sells.

use super::Model;
use crate::ids::ProductId;
use crate::scenario;
use crate::units::{Money, SalesRate, Span};

/// What a product brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sales {
    /// For a part that is sold.
    pub price: Money,
    /// How many sell at most; `None` is all that are made.
    pub at_most: Option<SalesRate>,
}

impl Sales {
    /// What a product sells for as written; `None` without a price.
    pub(super) fn of(product: &scenario::Product) -> Option<Self> {
        let price = product.sells_for.as_ref()?.value.0;
        Some(Self { price, at_most: product.sells_at_most.as_ref().map(|rate| rate.value) })
    }

    /// How many of so many parts sell in a time.
    pub fn sold(&self, parts: f64, time: Span) -> f64 {
        self.at_most.map_or(parts, |most| parts.min(most.within(time)))
    }
}

impl Model {
    /// What a part of a product sells for, if that is known.
    pub fn price(&self, product: ProductId) -> Option<Money> {
        self.products[product].sales.map(|sales| sales.price)
    }

    /// Whether it is known of some product what it sells for.
    pub fn has_prices(&self) -> bool {
        self.products.iter().any(|product| product.sales.is_some())
    }

    /// Whether orders can be on time by value: some of what is promised has a price.
    pub fn has_promised_value(&self) -> bool {
        let random = || self.plants().flat_map(|plant| &plant.demand_products);
        let is_priced = |product: ProductId| self.price(product).is_some();
        self.has_prices()
            && self.has_promises()
            && (random().any(|&(_, product)| is_priced(product))
                || self.orders.iter().any(|order| is_priced(order.product)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_sells_than_is_wanted_or_made() {
        let at_most = SalesRate::parse("70 /week").ok();
        let some = Sales { price: Money::ZERO, at_most };
        assert!((some.sold(8.0, Span::from_days(1)) - 8.0).abs() < 1e-12);
        assert!((some.sold(12.0, Span::from_days(1)) - 10.0).abs() < 1e-12);
        let all = Sales { at_most: None, ..some };
        assert!((all.sold(12.0, Span::from_days(1)) - 12.0).abs() < 1e-12);
    }
}
