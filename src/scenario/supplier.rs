//! `[supplier.<name>]`: who delivers material, how soon, how late and how short.

use super::Given;
use super::quantity::Share;
use super::table::table;
use crate::random::Distribution;

table! {
    /// Who delivers material. Each purchase order comes after a lead time of its own; a later one may come before an
    /// earlier one.
    Supplier ("a supplier") {
        /// From the order to the delivery, closed hours included.
        lead_time: Given<Distribution> = "required",
        /// Deliveries that come later than that.
        late: Given<LateDelivery> = "none",
        /// Deliveries with less than was ordered. What is missing does not come any more: it is ordered anew by
        /// `reorder`.
        short: Given<ShortDelivery> = "none",
    }
    later ["defective", "days", "at_least", "expedite", "down", "crossing"]
}

table! {
    /// Deliveries that come later than after the lead time.
    LateDelivery ("a late delivery") {
        /// Share of the deliveries that are late.
        chance: Given<Share> = "required",
        /// How much later they come.
        by: Given<Distribution> = "required",
    }
}

table! {
    /// Deliveries with less than was ordered.
    ShortDelivery ("a short delivery") {
        /// Share of the deliveries that are short.
        chance: Given<Share> = "required",
        /// Share of the order that is missing, in whole things.
        missing: Given<Share> = "required",
    }
}
