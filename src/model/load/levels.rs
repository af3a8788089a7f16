//! Products by what they need of each other.

use crate::ids::{ProductId, Table};
use crate::model::Model;

impl Model {
    /// The products, each before those that it needs; one that needs itself in the end is not followed round.
    pub(super) fn before_what_they_need<I: IntoIterator<Item = ProductId>>(
        &self,
        needs: impl Fn(ProductId) -> I,
    ) -> Vec<ProductId> {
        let mut order = Vec::with_capacity(self.products.len());
        let mut seen = Table::filled(self.products.len(), false);
        for product in self.products.ids() {
            // What is left to look at, and whether all that it needs has been.
            let mut open = vec![(product, false)];
            while let Some((product, is_done)) = open.pop() {
                if is_done {
                    order.push(product);
                } else if !std::mem::replace(&mut seen[product], true) {
                    open.push((product, true));
                    open.extend(needs(product).into_iter().map(|part| (part, false)));
                }
            }
        }
        order.reverse();
        order
    }
}
