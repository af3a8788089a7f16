//! `[station.<name>.failure.<mode>]`: what stops a machine, and what brings it back.

use super::decoder::Decoder;
use super::node::Node;
use super::order::Timestamp;
use super::shape::{FieldShape, Form};
use super::station::Operators;
use super::table::{Value, table};
use super::words::words;
use super::{Given, Written};
use crate::random::Distribution;

table! {
    /// What stops a machine, and what brings it back.
    Failure ("a failure") {
        /// What makes the time between failures run; required with `every`.
        clock: Given<Clock> = "required with `every`",
        /// Time between the end of a repair and the next failure, counted by the clock; a number of
        /// cycles for `clock = "cycles"`. A mean alone is exponential.
        every: Given<Every> = "required unless `at` is given",
        /// Instants at which the first machine fails: the replay of a log.
        at: Given<Vec<Written<Timestamp>>> = "required unless `every` is given",
        /// What brings the machine back.
        repair: Given<Repair> = "required",
        /// What becomes of the part in the machine.
        part: Given<AfterRepair> = "resume",
    }
    later ["availability", "base", "when", "like"]
}

table! {
    /// What brings a machine back.
    Repair ("a repair") {
        /// How long it takes.
        time: Given<Distribution> = "required",
        /// People needed: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// Whether the time already contains waiting for people.
        measured: Given<Measured> = "hands_on",
    }
}

words! {
    /// `clock`: what makes the time between failures run.
    Clock {
        /// Working time of the machine.
        Operating = "operating",
        /// Time the station is open.
        OnShift = "on_shift",
        /// All time.
        Calendar = "calendar",
        /// Completed cycles.
        Cycles = "cycles",
    }
}

words! {
    /// `part`: what becomes of the part in a machine that fails.
    AfterRepair {
        /// It goes on with the time that was left.
        Resume = "resume",
        /// It starts again with the same duration.
        Restart = "restart",
        /// It is lost.
        Scrap = "scrap",
    }
}

words! {
    /// `measured`: what a repair time contains.
    Measured {
        /// The work alone; waiting for people comes on top.
        HandsOn = "hands_on",
        /// From stop to restart: waiting is already inside.
        StopToRestart = "stop_to_restart",
    }
}

/// `every` of a failure.
#[derive(Clone, Debug, PartialEq)]
pub enum Every {
    /// An amount of time. Unit: ticks.
    Time(Distribution),
    /// A number of cycles.
    Cycles(Distribution),
}

impl Value for Every {
    const FORM: Form = Form::Distribution("a length of time, or a number of cycles");

    fn decode(node: &Node, field: &FieldShape, decoder: &mut Decoder<'_>) -> Option<Self> {
        Distribution::decode(node, field, decoder).map(Self::Time)
    }
}
