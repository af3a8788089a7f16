//! `setup`: changing a machine over to another product.

use super::decoder::Decoder;
use super::first_piece::FirstPiece;
use super::node::{Content, Node};
use super::operators::Operators;
use super::shape::{FieldShape, Form};
use super::sheet::SetupSheet;
use super::table::{Table, Value, WrittenTable, table};
use super::words::words;
use super::{Given, Named, Written};
use crate::diagnostic::code;
use crate::random::Distribution;

table! {
    /// What it takes to change a machine over to another product.
    Setup ("a setup") {
        /// How long it takes, whatever the machine was set up for before.
        time: Given<Distribution> = "required unless `matrix` is given",
        /// How long it takes from each to each: `{ a = { b = "5 min" }, b = { a = "4 min" } }`, or a sheet of
        /// it, `"setup.csv"`. What is not written takes `time`, or no time without one.
        matrix: Given<Matrix> = "none",
        /// What a machine is set up for: parts of the same product, or of the same family, need no setup
        /// one after the other.
        by: Given<SetupBy> = "product",
        /// People needed for it: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// Who gets a free person first: the task with the higher number.
        priority [0..=1_000]: Given<u32> = "the station's",
        /// Parts that are made after a setup before the next one, as long as such parts wait, whatever
        /// `dispatch` says.
        at_least [1..=1_000_000]: Given<u32> = "1",
        /// Whether a machine that stands is set up for the part that will come next, as far as that is known:
        /// of the parts on their way by `[transfer]`, and of those that are worked on at the stop before and
        /// go nowhere else next, the one that is expected first. It takes parts while it waits for the
        /// people of the setup, which is called off if it is wanted no more; one that has begun is finished,
        /// whatever comes.
        ahead: Given<bool> = "false",
        /// The first part that is made after a setup is inspected before the series goes on.
        first_piece: Given<FirstPiece> = "none",
    }
    check Setup::check_time
}

impl Setup {
    /// A setup has a time, or times.
    fn check_time(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let is_timed = self.time.is_some() || self.matrix.is_some();
        if !is_timed && !written.has("time") && !written.has("matrix") {
            let message = "a setup needs a `time` or a `matrix`";
            let hint = "such as `setup = \"20 min\"`";
            decoder.mistake(code::MISSING, written.name, message, hint);
        }
    }
}

/// `matrix`: how long setups take from each kind to each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix(pub Times);

/// Times from what a machine was set up for to what it is set up for next.
type Times = Named<Written<Named<Written<Distribution>>>>;

impl Value for Matrix {
    const FORM: Form = Form::Either(&[
        <Times as Value>::FORM,
        Form::Text,
        Form::Inline(&<SetupSheet as Table>::SHAPE),
    ]);

    /// A sheet has been laid into the tree, and reads like a matrix that is written out. The names count,
    /// whatever is wrong with some of the times.
    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if !matches!(node.content, Content::Table(_) | Content::Broken) {
            let wanted = "a table of times, or the name of a sheet's file";
            return decoder.wrong_type(node, field, wanted);
        }
        let rows = decoder.named(node, field, |from, row, decoder| {
            let field = field.named(from, &<Named<Written<Distribution>> as Value>::FORM);
            let times = decoder.named(&row.node, &field, |to, time, decoder| {
                let field = field.named(to, &<Distribution as Value>::FORM);
                let value = Distribution::decode(&time.node, &field, decoder)?;
                Some(Written { value, spot: time.node.spot })
            })?;
            Some(Written { value: times, spot: row.node.spot })
        })?;
        Some(Self(rows))
    }
}

words! {
    /// `by`: what a machine is set up for.
    SetupBy {
        /// For a product.
        Product = "product",
        /// For a family of products; a product without one is a family of its own.
        Family = "family",
    }
}

/// `setup` of a station: a time, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct AnySetup(pub Setup);

impl Value for AnySetup {
    const FORM: Form =
        Form::Either(&[<Distribution as Value>::FORM, Form::Inline(&<Setup as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let is_time = match &node.content {
            Content::Table(branches) => {
                ["mean", "dist", "standard"].iter().any(|key| branches.contains_key(*key))
            }
            _ => true,
        };
        if !is_time {
            return <Setup as Value>::decode(node, field, decoder).map(Self);
        }
        let time = Distribution::decode(node, field, decoder)?;
        let time = Some(Written { value: time, spot: node.spot });
        Some(Self(Setup { time, ..Setup::default() }))
    }
}
