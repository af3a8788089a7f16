//! `clearance`: nothing of the last order, or product, may be left before the next one comes in.

use super::Given;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, table};
use super::words::words;
use crate::scenario::Written;

table! {
    /// What must be gone before parts of another order, or product, come to a station.
    ///
    /// Parts come in only if what is there is of their own order or product; to an empty station comes whoever waits.
    /// What is on its way there, or has a place kept, counts as there. Others wait where they are, as for a full
    /// buffer: on their machines, or outside the plant. Of those that may come in the one that has waited longest
    /// comes first, past others who may not. Of a station with `takes` it is what it takes that waits, until what was
    /// made of the last order has left.
    Clearance ("a clearance") {
        /// What may not be there together.
        between: Given<ClearedBetween> = "required",
        /// How far the last one must be gone.
        until: Given<ClearedUntil> = "left",
    }
    later ["time", "operators", "priority"]
}

words! {
    /// `between`: what may not be at a station together.
    ClearedBetween {
        /// Parts of different orders. Parts of no order, such as those that come into the plant with others and
        /// are no kit, count as one order.
        Order = "order",
        /// Parts of different products.
        Product = "product",
    }
}

words! {
    /// `until`: how far the last order or product must be gone before the next one comes in.
    ClearedUntil {
        /// None of it stands in front of the station or is on its machines.
        Left = "left",
        /// None of it stands in front: what is on the machines does not count.
        Taken = "taken",
    }
}

/// `clearance` of a station: what it is between, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyClearance(pub Clearance);

impl Value for AnyClearance {
    const FORM: Form = Form::Either(&[
        <ClearedBetween as Value>::FORM,
        Form::Inline(&<Clearance as Table>::SHAPE),
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if matches!(node.content, Content::Table(_)) {
            return <Clearance as Value>::decode(node, field, decoder).map(Self);
        }
        let value = ClearedBetween::decode(node, field, decoder)?;
        let between = Some(Written { value, spot: node.spot });
        Some(Self(Clearance { between, ..Clearance::default() }))
    }
}
