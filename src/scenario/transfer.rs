//! `[transfer]`: moving time between stations.

use super::table::table;
use super::{Given, Named, Written};
use crate::random::Distribution;

table! {
    /// Moving time between stations; nobody and nothing is needed for a move.
    Transfer ("the transfer") {
        /// Time of every move that is not listed, but for those along paced lines.
        time: Given<Distribution> = "0 s",
        /// Moves from a station.
        from: Named<From> = "none",
    }
}

table! {
    /// Moves that start at a station.
    From ("moves from a station") {
        /// Time of a move to a station.
        to: Named<Written<Distribution>> = "none",
    }
}
