//! `start_up`: what a machine needs that has stood for long.

use super::Given;
use super::operators::Operators;
use super::table::table;
use crate::random::Distribution;
use crate::units::Span;

table! {
    /// What a machine needs that has stood for long, such as warming up. It begins when the station opens, by its
    /// calendar or by overtime, and the machine does nothing else until it is over; once begun it goes on while the
    /// station is closed. A station that is closed at the start of the run has been so for long, one that is open
    /// is warm.
    StartUp ("a start-up") {
        /// How long it takes.
        time: Given<Distribution> = "required",
        /// It is needed if the station has been closed at least so long; a cycle that the machine finishes after the
        /// closing counts as open.
        after_closed: Given<Span> = "0 min",
        /// People needed for it: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// Who gets a free person first: the task with the higher number.
        priority [0..=1_000]: Given<u32> = "0",
    }
}
