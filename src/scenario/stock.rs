//! `[stock.<product>]`: products that are made to stock.

use super::Given;
use super::decoder::Decoder;
use super::material::Reorder;
use super::table::{WrittenTable, table};
use super::words::words;
use crate::diagnostic::code;

table! {
    /// Finished parts of a product that lie ready: orders for the product are served from them, and more is made by a
    /// rule (make to stock). It is called like its product.
    ///
    /// An order takes what is there when it comes, after all else that happens at that instant, and waits for the
    /// rest; what comes on stock goes to the orders that wait, the more urgent first (`priority`), then in the order
    /// in which they came. It is done with its last part. Parts of other products that need the product as material
    /// (`materials`) take from the same stock, after the orders that wait; nothing is `reserved` for them.
    Stock ("a stock") {
        /// How many are on hand at the start.
        start [0..=100_000_000]: Given<u32> = "0",
        /// When more is made, and how much. What is made is released like an order for the product, as many orders
        /// as the rule says of `quantity` each. The position is what is on hand and in work, less what orders wait
        /// for and what parts need that stand in front of the step at which they take it. All rules go by it: what is
        /// made has no `kanban` and no `rule` here.
        reorder: Given<Reorder> = "required",
        /// What becomes of an order for more than is there.
        unmet: Given<Unmet> = "\"wait\"",
        /// How urgent what is made for the stock is, for stations whose `dispatch` says `priority` or that have `preempts`.
        priority [0..=1_000]: Given<u32> = "0",
    }
    later ["shelf_life", "at_least"]
    check Stock::check_reorder
}

impl Stock {
    /// What is made is not bought: it comes one by one, and for nobody's order.
    fn check_reorder(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(rule) = self.reorder.as_ref().map(|rule| &rule.value) else { return };
        if let Some(kanban) = &rule.kanban {
            let message =
                "what is made to stock comes one by one, and not in bins: it has no `kanban`";
            let hint = "write `{ point = 300, quantity = 100 }` for four bins of 100, of which one is always in use";
            decoder.mistake(code::CONFLICT, kanban.spot, message, hint);
        }
        if let Some(rule) = &rule.rule {
            let message = "what is made to stock is not made for an order: it has no `per_order`";
            let hint = "leave the stock out: then each order for the product has parts of its own";
            decoder.mistake(code::CONFLICT, rule.spot, message, hint);
        }
    }
}

words! {
    /// `unmet`: what becomes of an order for more than is there.
    Unmet {
        /// It waits for the rest.
        Wait = "wait",
        /// It gets what is there, and the rest is not sold: the order is short.
        Lost = "lost",
    }
}
