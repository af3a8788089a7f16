//! `[shipping.<name>]`: when finished orders leave, and how.

use super::quantity::Share;
use super::table::table;
use super::words::words;
use super::{Given, Lorry};
use crate::random::Distribution;

table! {
    /// When orders leave that are finished: on time is who is on the truck.
    ///
    /// Orders that name it with `shipping` wait for the next truck when they are done, and are open until it leaves;
    /// whoever is done at the minute of the truck is on it. It has room for all of them.
    Shipping ("a shipping") {
        /// When the truck leaves.
        leaves: Given<Lorry> = "required",
    }
}

words! {
    /// `ships_in`: how orders leave.
    ShipsIn {
        /// As a whole, when all parts are done.
        Order = "order",
        /// Lot by lot, as each is done (`lot_size`).
        Lot = "lot",
        /// Part by part, as each is done.
        Piece = "piece",
    }
}

table! {
    /// Orders that are cancelled, by chance.
    Cancelled ("`cancelled` of a demand") {
        /// Share of the orders that are cancelled, if they are not done by then.
        chance: Given<Share> = "required",
        /// How long after they came.
        after: Given<Distribution> = "required",
    }
}
