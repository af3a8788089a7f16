//! `[order.<name>]`: the dated order book.

use jiff::civil::{Date, DateTime};

use super::Given;
use super::table::table;

table! {
    /// A dated order.
    Order ("an order") {
        /// What is ordered.
        product: Given<String> = "the only product",
        /// How many parts.
        quantity [1..=1_000_000]: Given<u32> = "1",
        /// When its parts may enter the plant; a date means 00:00.
        release: Given<Moment> = "the plant's start",
        /// When it is promised; a date means the end of that day.
        due: Given<Moment> = "no promise",
    }
    later ["priority", "customer", "like"]
}

/// A date, or a date with a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// `2026-03-20`.
    Day(Date),
    /// `2026-03-20T14:00:00`.
    At(DateTime),
}

/// A date with a time of day, `2026-03-10T10:15:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp(pub DateTime);
