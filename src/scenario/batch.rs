//! `batch`: parts that are worked on together, as in an oven or a washer.

use super::Given;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::words::words;
use crate::diagnostic::code;
use crate::random::Distribution;
use crate::scenario::Written;
use crate::units::Span;

table! {
    /// Parts that a machine works on together.
    Batch ("a batch") {
        /// Most parts that a machine takes at once.
        size [1..=1_000_000]: Given<u32> = "required",
        /// Fewest parts with which it starts.
        minimum [1..=1_000_000]: Given<u32> = "the size",
        /// How long the first of them waits at most: then the machine starts with what is there.
        wait: Given<Span> = "as long as it takes",
        /// What goes together.
        by: Given<BatchBy> = "any",
        /// How much longer the batch takes for each of its parts.
        each: Given<Distribution> = "no longer: the cycle is that of the batch",
    }
    check Batch::check_sizes
}

impl Batch {
    /// A batch is as large as its fewest parts, or larger.
    fn check_sizes(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let (Some(size), Some(minimum)) = (&self.size, &self.minimum) else { return };
        if minimum.value > size.value {
            let message = format!("`minimum` is {}, more than the `size`", minimum.value);
            decoder.mistake(code::CONFLICT, minimum.spot, &message, "");
        }
    }
}

words! {
    /// `by`: what goes together in a batch.
    BatchBy {
        /// Whatever waits.
        Any = "any",
        /// Parts of one product.
        Product = "product",
        /// Parts of one family; a product without one is a family of its own.
        Family = "family",
        /// Parts of one order.
        Order = "order",
    }
}

/// `batch` of a station: a size, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyBatch(pub Batch);

impl Value for AnyBatch {
    const FORM: Form = Form::Either(&[Form::Whole, Form::Inline(&<Batch as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Table(_) => <Batch as Value>::decode(node, field, decoder).map(Self),
            Content::Whole(_) => {
                let value = u32::decode(node, field, decoder)?;
                let size = Some(Written { value, spot: node.spot });
                Some(Self(Batch { size, ..Batch::default() }))
            }
            _ => decoder.not_a_number(node, field, "a number of parts, or a table with `size`"),
        }
    }
}
