//! Distributions as written: a quantity, or a table that names its `dist`.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::Value;
use crate::random::Distribution;
use crate::units::Span;

/// A length of time. Unit: ticks.
impl Value for Distribution {
    const FORM: Form = Form::Distribution("a length of time");

    fn decode(node: &Node, field: &FieldShape, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Table(_) => decoder.later(node, "a table", ""),
            _ => Span::decode(node, field, decoder).map(Self::from),
        }
    }
}
