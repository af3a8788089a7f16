//! What the plant and its products bring, and what is made beyond what sells.

use super::rows::Value;
use crate::ids::ProductId;
use crate::model::{Model, Product};
use crate::observe::Tally;
use crate::units::Span;

/// Figures of what sells.
const FIGURES: &[&str] = &["revenue", "unsold"];

/// The figures of the plant as a whole.
pub(super) fn of_plant(model: &Model) -> &'static [&'static str] {
    if model.has_prices() { FIGURES } else { &[] }
}

/// The figures of a product.
pub(super) fn of_product(product: &Product) -> &'static [&'static str] {
    if product.sales.is_some() { FIGURES } else { &[] }
}

/// What a product brought, and how many of its parts were not sold; nothing without a price.
#[derive(Clone, Copy, Default)]
struct Sold {
    revenue: f64,
    unsold: f64,
}

impl Sold {
    fn of(model: &Model, tally: &Tally, id: ProductId, elapsed: Span) -> Option<Self> {
        let product = &model.products[id];
        let sales = product.sales?;
        let row = tally.product(id);
        let (finished, surplus) = (row.finished as f64, row.surplus as f64);
        // What lies on stock is for sale to others only if it does not go into other parts.
        let (made, delivered) = product.stock.map_or((finished, finished), |stock| {
            let stock = tally.material(stock);
            (finished - stock.used as f64, stock.sold as f64)
        });
        // What no order needs, or what a customer wants no more, is not sold.
        let sold = sales.sold((delivered - surplus).max(0.0), elapsed);
        Some(Self { revenue: sales.price.value() * sold, unsold: (made - sold).max(0.0) })
    }

    fn and(self, other: Self) -> Self {
        Self { revenue: self.revenue + other.revenue, unsold: self.unsold + other.unsold }
    }

    fn values(self) -> [Value; 2] {
        [Value::Plain(self.revenue), Value::Plain(self.unsold)]
    }
}

/// The values of [`of_plant`], of so much measured time.
pub(super) fn plant_values(model: &Model, tally: &Tally, elapsed: Span) -> Vec<Value> {
    let sold = model.products.ids().filter_map(|id| Sold::of(model, tally, id, elapsed));
    sold.reduce(Sold::and).map_or_else(Vec::new, |sold| sold.values().to_vec())
}

/// The values of [`of_product`].
pub(super) fn product_values(
    model: &Model,
    tally: &Tally,
    product: ProductId,
    elapsed: Span,
) -> Vec<Value> {
    let sold = Sold::of(model, tally, product, elapsed);
    sold.map_or_else(Vec::new, |sold| sold.values().to_vec())
}
