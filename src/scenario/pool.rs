//! `[pool.<name>]`: things that go round with parts, such as fixtures, pallets and carriers.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::{Given, Written};
use crate::diagnostic::code;
use crate::random::Distribution;

table! {
    /// A number of things of which a part holds one over a stretch of its route: fixtures, pallets, carriers,
    /// boxes.
    ///
    /// A part takes one where the stretch begins, and gives it back where it ends, or when it is thrown
    /// away. Rework within the stretch keeps it, and so does a machine that has failed. A part that gets
    /// none waits: in front of the station whose machines then show `wait_pool`, or where it comes from, as
    /// for a card of a kanban. Whoever has waited longest of those that can go on gets the next; a part that takes
    /// one on its way to a station goes before those that take one on a machine. A free machine takes a part that
    /// needs none, or for which there is one, before others that must wait.
    Pool ("a pool") {
        /// How many there are.
        count [1..=100_000_000]: Given<u32> = "required",
        /// Over which stretch of its route a part holds one, or a list of stretches.
        held: Given<Held> = "required",
        /// Products whose parts need one.
        products: Given<Vec<Written<String>>> = "all that pass the stretch",
        /// How long it takes until one that was given back can be taken again.
        returns as "return": Given<Distribution> = "no time",
    }
    check Pool::check_products
}

table! {
    /// A stretch of routes over which parts hold something of a pool. On a route that comes to `from` again
    /// behind `to` another stretch begins there.
    Stretch ("a stretch") {
        /// Where it is taken: before the part comes to a station, `"cnc"`; when a machine takes the part,
        /// before its setup and its load, `"cnc.load"`; or when it leaves for the next station,
        /// `"cnc.unload"`.
        from: Given<String> = "required",
        /// Where it is given back: when the part leaves a station, `"weld"`; after its cycle and its unload,
        /// `"weld.unload"`; or when a machine takes the part, `"weld.load"`.
        to: Given<String> = "required",
    }
}

impl Pool {
    fn check_products(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(products) = &self.products {
            decoder.check_names(products, "products");
        }
        if let Some(held) = self.held.as_ref().filter(|held| held.value.0.is_empty()) {
            decoder.mistake(code::MISSING, held.spot, "`held` is empty", "name a stretch");
        }
    }
}

/// `held`: a stretch, or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Held(pub Vec<Written<Stretch>>);

impl Value for Held {
    const FORM: Form = Form::Either(&[
        Form::Inline(&<Stretch as Table>::SHAPE),
        Form::List(&Form::Inline(&<Stretch as Table>::SHAPE)),
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Table(_) => {
                let value = <Stretch as Value>::decode(node, field, decoder)?;
                Some(Self(vec![Written { value, spot: node.spot }]))
            }
            Content::List(_) => decoder.list(node, field).map(Self),
            _ => {
                let wanted =
                    "such as `{ from = \"cnc.load\", to = \"weld.unload\" }`, or a list of them";
                decoder.wrong_type(node, field, wanted)
            }
        }
    }
}
