//! `load`, `during`, `unload`: what hands do at a machine before, in and after its cycle.

use super::Given;
use super::operators::Operators;
use super::quantity::Share;
use super::table::table;
use crate::random::Distribution;

table! {
    /// What hands do at a machine before or after its cycle.
    Handling ("a handling") {
        /// How long it takes; the machine does nothing else.
        time: Given<Distribution> = "required",
        /// People needed for it: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// Who gets a free person first: the task with the higher number.
        priority [0..=1_000]: Given<u32> = "the station's",
    }
}

table! {
    /// Hands that an otherwise unattended cycle needs on its way.
    During ("a handling during a cycle") {
        /// How long they are needed: a part of the cycle, which takes longer if they do.
        time: Given<Distribution> = "required",
        /// People needed for it: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "required",
        /// How much of the rest of the cycle comes before.
        at: Given<Share> = "50 %",
        /// Who gets a free person first: the task with the higher number.
        priority [0..=1_000]: Given<u32> = "the station's",
    }
}
