//! `outside`: work that somebody else does, somewhere else.

use super::Given;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::quantity::ClockTime;
use super::shape::{FieldShape, Form};
use super::table::{Value, table};
use crate::random::Distribution;
use crate::units::{Duration, Weekdays};

table! {
    /// Work that somebody else does: parts wait for the lorry, are away, and come back.
    ///
    /// The station has no machines, and room for all parts. Its queue is what waits for the lorry; whoever comes
    /// at the minute of the lorry is on it. Figures call `away` what is away, and what is back and finds no room
    /// where it goes.
    Outside ("outside processing") {
        /// How long parts are away: always the same, by chance, or until the end of so many workdays of the
        /// plant's calendar after the day they left. All parts of a lorry are away equally long.
        time: Given<Away> = "required",
        /// When the lorry leaves, with all that waits.
        leaves: Given<Lorry> = "required",
        /// Fewest parts with which it leaves; else it comes again the next time.
        minimum [1..=1_000_000]: Given<u32> = "1",
        /// When parts come back that have been away so long; with the first lorry from then on.
        returns: Given<Lorry> = "at any time",
    }
    later ["cost"]
}

table! {
    /// When a lorry comes.
    Lorry ("a lorry") {
        /// On which days of the week, such as `"tue"` or `["mon", "thu"]`; also on days on which the plant is
        /// closed.
        days: Given<Weekdays> = "every day",
        /// At which time of the day.
        at: Given<ClockTime> = "required",
    }
}

/// `time`: how long parts are away.
#[derive(Clone, Debug, PartialEq)]
pub enum Away {
    /// Always as long.
    For(Duration),
    /// By chance. Unit: ticks.
    ByChance(Distribution),
}

impl Value for Away {
    const FORM: Form = Form::Either(&[Duration::FORM, <Distribution as Value>::FORM]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Table(_) => Distribution::decode(node, field, decoder).map(Self::ByChance),
            _ => Duration::decode(node, field, decoder).map(Self::For),
        }
    }
}
