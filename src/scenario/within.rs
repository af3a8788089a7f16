//! `within`: how long a part may wait between two of its steps.

use super::Given;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Value, table};
use crate::units::Span;

table! {
    /// How long a part may wait between the end of an earlier step and the beginning of this one.
    ///
    /// The clock starts when the cycle of the earlier step ends, its `unload` included, and again each time the
    /// part comes through that step. It stops when work on the part begins here: the `load` or, without one,
    /// the cycle. The way, the queue, a setup for the part and a wait for people count. Work that begins
    /// exactly at the limit is in time.
    ///
    /// A part that stands in front of the station when the limit is reached, or on a machine that has not begun,
    /// is too late at that instant. One that is elsewhere then, on its way or at a step between, is so when
    /// it comes.
    Within ("a limit on waiting") {
        /// The earlier step from whose end the time counts, by its name or its station; of several the last one
        /// before this step. At a station, routes that do not come from there have no limit.
        of: Given<String> = "the step before",
        /// How long it may be.
        time: Given<Span> = "required",
        /// What becomes of a part that is too late: `"count"` only counts it, `"scrap"` throws it away. The name or
        /// the station of an earlier step of the route sends it back there; of several to the last one before
        /// this step. It goes by `[transfer]` or in no time. As long as there is no room it stands aside,
        /// where it is in nobody's way.
        otherwise as "else": Given<Else> = "count",
    }
}

/// `else`: what becomes of a part that has waited too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Else {
    /// It is only counted, and goes on (`"count"`).
    Count,
    /// It is thrown away (`"scrap"`).
    Scrap,
    /// It goes back to an earlier step.
    Step(String),
}

impl Value for Else {
    const FORM: Form = Form::Either(&[
        Form::Words(&[
            ("count", &["It is only counted, and goes on."]),
            ("scrap", &["It is thrown away."]),
        ]),
        Form::Text,
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(word) if word == "count" => Some(Self::Count),
            Content::Text(word) if word == "scrap" => Some(Self::Scrap),
            Content::Text(step) => Some(Self::Step(step.clone())),
            _ => decoder.wrong_type(node, field, "`\"count\"`, `\"scrap\"` or an earlier step"),
        }
    }
}
