//! `[demand.<name>]`: orders that arrive at random.

use super::decoder::Decoder;
use super::node::Node;
use super::shape::{FieldShape, Form};
use super::table::{Value, table};
use super::{Given, Named, Written};
use crate::random::Distribution;
use crate::units::Duration;

table! {
    /// Orders that arrive at random.
    Demand ("a demand") {
        /// What is ordered, in shares of any size: `{ h200 = 3, h300 = 1 }`.
        products: Given<Named<Written<f64>>> = "the only product",
        /// Time between two orders; a mean alone is exponential.
        every: Given<Interval> = "required",
        /// Parts in an order.
        quantity [1..=1_000_000]: Given<Quantity> = "1",
        /// Promise: due this long after arrival.
        due_in: Given<Duration> = "no promise",
    }
    later ["priority", "release", "like"]
}

/// Time between two orders, as a distribution. Unit: ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval(pub Distribution);

/// A number of parts, as a distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity(pub Distribution);

impl Value for Interval {
    const FORM: Form = Form::Distribution("a length of time");

    fn decode(node: &Node, field: &FieldShape, decoder: &mut Decoder<'_>) -> Option<Self> {
        Distribution::decode(node, field, decoder).map(Self)
    }
}

impl Value for Quantity {
    const FORM: Form = Form::Distribution("a count");

    fn decode(node: &Node, field: &FieldShape, decoder: &mut Decoder<'_>) -> Option<Self> {
        let count = u32::decode(node, field, decoder)?;
        Some(Self(Distribution::from(count)))
    }
}
