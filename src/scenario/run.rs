//! `[run]`: how long the plant is watched, and how often.

use super::Given;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable, table};
use super::words::words;
use crate::diagnostic::code;
use crate::units::{Duration, Span};

table! {
    /// How long the plant is watched, and how often.
    Run ("the run") {
        /// Measured time, such as `"8 weeks"` or `"20 workdays"` of the plant's calendar, or `"orders_done"`: until
        /// every dated order is complete.
        length: Given<Length> = "7 days",
        /// Time before measuring begins; `"auto"`: as long as a pilot finds that the plant needs to settle; or
        /// `"none"`.
        warm_up: Given<WarmUp> = "none",
        /// Number of independent repetitions, or the precision they must reach.
        replications [1..=1_000_000]: Given<Replications> = "30",
        /// Seed of all random numbers.
        seed [0..=9_223_372_036_854_775_807]: Given<u64> = "1",
        /// What stops a run whatever happens.
        limits: Given<Limits> = "{ parts = 1000000, events = 10000000000 }",
    }
    check Run::check_length
}

impl Run {
    fn check_length(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(length) = &self.length else { return };
        let nothing = [Duration::Elapsed(Span::ZERO), Duration::Workdays(0)];
        if nothing.map(Length::For).contains(&length.value) {
            let message = "`length` must be above zero: nothing happens in no time";
            decoder.mistake(code::OUT_OF_RANGE, length.spot, message, "");
        }
    }
}

table! {
    /// As many replications as a precision needs.
    Precision ("a precision") {
        /// Half-width of the confidence interval relative to the mean, such as `"1 %"`.
        precision: Given<Share> = "required",
        /// The figure that must be so precise.
        of: Given<Watched> = "throughput",
        /// Most replications that are tried.
        at_most [2..=1_000_000]: Given<u32> = "500",
    }
    check Precision::check_precision
}

impl Precision {
    fn check_precision(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(precision) = self.precision.as_ref().filter(|share| share.value.0 <= 0.0) {
            let message = "`precision` must be above zero: no number of runs is exact";
            decoder.mistake(code::OUT_OF_RANGE, precision.spot, message, "");
        }
    }
}

words! {
    /// `of`: the figure of the whole plant that a precision is about.
    Watched {
        /// Good parts an hour.
        Throughput = "throughput",
        /// Parts inside.
        Wip = "wip",
        /// From release to leaving.
        TimeInSystem = "time_in_system",
        /// Share of orders on time.
        OnTime = "on_time",
        /// Mean lateness of all orders.
        Tardiness = "tardiness",
        /// Until the last dated order is complete.
        Makespan = "makespan",
    }
}

table! {
    /// What no run may exceed; a run that does ends with a named result.
    Limits ("limits") {
        /// Parts inside the plant at one time.
        parts [1..=100_000_000]: Given<u32> = "1000000",
        /// Events in one replication.
        events [1..=1_000_000_000_000_000]: Given<u64> = "10000000000",
    }
}

/// `run.length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// A stretch of time after the warm-up.
    For(Duration),
    /// Until every dated order is complete (`"orders_done"`).
    OrdersDone,
}

impl Value for Length {
    const FORM: Form = Form::Either(&[Form::Duration, Form::Words(&[("orders_done", &[])])]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if node.is_text("orders_done") {
            return Some(Self::OrdersDone);
        }
        Duration::decode(node, field, decoder).map(Self::For)
    }
}

/// `run.warm_up`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarmUp {
    /// Measuring begins at once (`"none"`).
    None,
    /// A stretch of time that is not measured.
    For(Duration),
    /// As long as the plant needs to settle, which a pilot finds (`"auto"`).
    Auto,
}

impl Value for WarmUp {
    const FORM: Form =
        Form::Either(&[Form::Duration, Form::Words(&[("none", &[]), ("auto", &[])])]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if node.is_text("none") {
            return Some(Self::None);
        }
        if node.is_text("auto") {
            return Some(Self::Auto);
        }
        Duration::decode(node, field, decoder).map(Self::For)
    }
}

/// `run.replications`.
#[derive(Clone, Debug, PartialEq)]
pub enum Replications {
    /// A fixed number.
    Fixed(u32),
    /// As many as a precision needs.
    Precise(Precision),
}

impl Value for Replications {
    const FORM: Form = Form::Either(&[Form::Whole, Precision::FORM]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Whole(_) => u32::decode(node, field, decoder).map(Self::Fixed),
            Content::Table(_) => Precision::decode(node, field, decoder).map(Self::Precise),
            _ => {
                let wanted = "a whole number or `{ precision = \"1 %\" }`";
                decoder.not_a_number(node, field, wanted)
            }
        }
    }
}
