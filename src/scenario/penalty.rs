//! `penalty`: what it costs that an order is late.

use super::Given;
use super::decoder::Decoder;
use super::money::{ADay, Amount};
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use crate::diagnostic::code;
use crate::scenario::Written;

table! {
    /// What it costs that an order is late: one that is complete after its due date, that is overdue at the end of the
    /// run, by so much until then, or that has a scrapped part.
    Penalty ("a penalty") {
        /// For each day after the due date, in proportion: half a day costs half. Days on which the plant is closed
        /// count. It is also the weight of the order for `covert`, `atc` and `atcs`.
        per_day: Given<Amount> = "nothing",
        /// Once for each order that is late, however late it is.
        per_order: Given<Amount> = "nothing",
        /// What an order costs at most, both together.
        at_most: Given<Amount> = "no limit",
    }
    check Penalty::check_amounts
}

impl Penalty {
    fn check_amounts(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if !written.has("per_day") && !written.has("per_order") {
            let hint = "say `per_day`, `per_order`, or both: `{ per_day = \"50 EUR\", per_order = \"200 EUR\" }`";
            decoder.mistake(code::MISSING, written.name, "a `penalty` of nothing", hint);
        }
        let (Some(once), Some(most)) = (&self.per_order, &self.at_most) else { return };
        if most.value.0 < once.value.0 {
            let hint = "raise it, or leave `per_order` out";
            let message = "`at_most` is less than what every late order costs";
            decoder.mistake(code::CONFLICT, most.spot, message, hint);
        }
    }
}

/// `penalty`: money for each day, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyPenalty(pub Penalty);

impl Value for AnyPenalty {
    const FORM: Form = Form::Either(&[Form::ADay, Form::Inline(&<Penalty as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if matches!(node.content, Content::Table(_)) {
            return <Penalty as Value>::decode(node, field, decoder).map(Self);
        }
        let ADay(money) = ADay::decode(node, field, decoder)?;
        let per_day = Some(Written { value: Amount(money), spot: node.spot });
        Some(Self(Penalty { per_day, ..Penalty::default() }))
    }
}
