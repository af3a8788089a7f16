//! `hold`: how long parts stand aside after their cycle, to age, to cool or in quarantine.

use super::Given;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, table};
use crate::random::Distribution;
use crate::scenario::Written;

table! {
    /// What parts do after their cycle before they go on: they stand aside for a time, on no machine and in
    /// nobody's way. There are as many places as are needed.
    ///
    /// The time passes day and night, also while the station is closed. A part whose time is over goes on as
    /// soon as there is room, and stands aside until then. Whoever releases what was held does that at a station
    /// of its own behind.
    Hold ("a hold") {
        /// How long a part stands aside: always the same, or by chance; each part of a batch has its own.
        time: Given<Distribution> = "required",
    }
    later ["release", "places"]
}

/// `hold` of a station: a time, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyHold(pub Hold);

impl Value for AnyHold {
    const FORM: Form =
        Form::Either(&[<Distribution as Value>::FORM, Form::Inline(&<Hold as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let is_table = |branches: &super::node::Branches| {
            ["time", "release", "places"].iter().any(|key| branches.contains_key(*key))
        };
        match &node.content {
            Content::Table(branches) if is_table(branches) => {
                <Hold as Value>::decode(node, field, decoder).map(Self)
            }
            _ => {
                let value = Distribution::decode(node, field, decoder)?;
                let time = Some(Written { value, spot: node.spot });
                Some(Self(Hold { time }))
            }
        }
    }
}
