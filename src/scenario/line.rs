//! `[line.<name>]`: stations that are passed one after the other.

use super::table::table;
use super::{Given, Written};

table! {
    /// Stations that are passed one after the other: the short way to write a route.
    Line ("a line") {
        /// Names of the stations, in the order of the work.
        stations: Given<Vec<Written<String>>> = "required",
    }
    later ["like", "insert", "move", "pace", "andon"]
}
