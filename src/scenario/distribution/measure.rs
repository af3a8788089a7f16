//! What a distribution is about: lengths of time, parts, cycles, or wear.

use super::family::{Family, Kind};
use crate::scenario::decoder::Decoder;
use crate::scenario::node::{Content, Node};
use crate::scenario::shape::FieldShape;
use crate::scenario::table::Value;
use crate::units::Span;

/// What a distribution is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Measure {
    /// A length of time, with its unit.
    Time,
    /// A number of parts, bare and whole.
    Parts,
    /// A number of cycles, bare.
    Cycles,
    /// An amount of wear, bare, in whatever unit.
    Wear,
}

impl Measure {
    /// With an article, for messages.
    pub(in crate::scenario) const fn noun(self) -> &'static str {
        match self {
            Self::Time => "a length of time",
            Self::Parts => "a number of parts",
            Self::Cycles => "a number of cycles",
            Self::Wear => "an amount of wear",
        }
    }

    /// The name of its definition in the JSON Schema.
    pub(in crate::scenario) const fn definition(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Parts => "parts",
            Self::Cycles => "cycles",
            Self::Wear => "wear",
        }
    }

    /// Whether a family can describe it.
    pub(super) const fn allows(self, family: &Family) -> bool {
        match (self, family.kind) {
            (Self::Time | Self::Cycles | Self::Wear, Kind::Continuous)
            | (Self::Parts, Kind::Counting)
            | (_, Kind::Either) => true,
            (Self::Time | Self::Cycles | Self::Wear, Kind::Counting)
            | (Self::Parts, Kind::Continuous) => false,
        }
    }

    /// Reads an amount of it. Unit: ticks for a length of time.
    pub(super) fn decode(
        self,
        node: &Node,
        field: &FieldShape<'_>,
        decoder: &mut Decoder<'_>,
    ) -> Option<f64> {
        match (self, &node.content) {
            (Self::Time, _) => Span::decode(node, field, decoder).map(|span| span.ticks() as f64),
            (Self::Parts, _) => u32::decode(node, field, decoder).map(f64::from),
            (Self::Cycles | Self::Wear, _) => f64::decode(node, field, decoder),
        }
    }

    /// Whether the first amount in a table or value is a bare number, as a count is written.
    pub(in crate::scenario) fn is_bare(node: &Node) -> bool {
        match &node.content {
            Content::Whole(_) | Content::Real(_) => true,
            Content::Table(branches) => super::parameters::amounts(branches).any(Self::is_bare),
            Content::List(items) => items.iter().any(Self::is_bare),
            Content::Text(_) | Content::Truth(_) | Content::When(_) | Content::Broken => false,
        }
    }
}
