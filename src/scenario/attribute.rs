//! `is` of orders and demands: what sets them apart, and `only` and `unless` of a step: which of them take it.

use super::decoder::Decoder;
use super::distribution::check_sum;
use super::node::{Branches, Content, Node};
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::{Given, Named, Written};
use crate::diagnostic::{Spot, code};

/// What an order is in one respect: a word, or a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// Such as `"red"`.
    Word(String),
    /// Such as `3`.
    Number(f64),
}

impl Attribute {
    /// The word or number that a text means: a text that is a number counts as that number, be it written `3`, `"3"`,
    /// as a name before its share, or `003` in a sheet.
    fn of_text(text: &str) -> Self {
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.map_or_else(|| Self::Word(text.to_owned()), Self::Number)
    }
}

impl std::fmt::Display for Attribute {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(word) => formatter.write_str(word),
            Self::Number(number) => number.fmt(formatter),
        }
    }
}

impl Value for Attribute {
    const FORM: Form = Form::Either(&[Form::Text, Form::Rating]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(text) => Some(Self::of_text(text)),
            Content::Whole(number) => Some(Self::Number(*number as f64)),
            Content::Real(number) if number.is_finite() => Some(Self::Number(*number)),
            _ => decoder.wrong_type(node, field, "a word or a number"),
        }
    }
}

/// What the orders of a demand are in one respect: always the same, or by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn(pub Vec<(Attribute, f64)>);

impl Value for Drawn {
    const FORM: Form = Form::Either(&[Form::Text, Form::Rating, Form::Map(&Form::Share)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Table(_) => {
                let shares = <Named<Written<Share>> as Value>::decode(node, field, decoder)?;
                let numbers: Vec<f64> = shares.iter().map(|(_, share)| share.value.0).collect();
                check_sum(&numbers, field.key, node.spot, decoder);
                let rows = shares
                    .iter()
                    .map(|(name, share)| (Attribute::of_text(&name.value), share.value.0));
                Some(Self(rows.filter(|(_, share)| *share > 0.0).collect()))
            }
            Content::Text(_) | Content::Whole(_) | Content::Real(_) => {
                Attribute::decode(node, field, decoder).map(|value| Self(vec![(value, 1.0)]))
            }
            _ => {
                let wanted =
                    "a word, a number, or shares such as `{ red = \"30 %\", blue = \"70 %\" }`";
                decoder.wrong_type(node, field, wanted)
            }
        }
    }
}

table! {
    /// Numbers between bounds.
    Between ("a range of numbers") {
        /// The least that will do.
        at_least: Given<f64> = "no bound",
        /// The least that is too much.
        below: Given<f64> = "no bound",
    }
    check Between::check_bounds
}

impl Between {
    /// There is a bound, and a number between both.
    fn check_bounds(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if !written.has("at_least") && !written.has("below") {
            let message = "a range of numbers needs `at_least` or `below`";
            decoder.mistake(code::MISSING, written.name, message, "");
        }
        if let (Some(least), Some(below)) = (&self.at_least, &self.below)
            && least.value >= below.value
        {
            let message = "no number is in the range: `at_least` is not less than `below`";
            decoder.mistake(code::CONFLICT, below.spot, message, "");
        }
    }
}

/// Another word for a bound, where it is written, and what to write instead.
fn other_bound(bounds: &Branches) -> Option<(&str, Spot, &'static str)> {
    const WORDS: [(&str, &str); 4] = [
        ("at_most", "write the least that is too much: of whole numbers at most 5 are `below = 6`"),
        ("max", "write the least that is too much: of whole numbers up to 5 are `below = 6`"),
        (
            "above",
            "write the least that will do: of whole numbers those above 5 are `at_least = 6`",
        ),
        ("min", "write the least that will do: `at_least`"),
    ];
    let found = |(word, hint): (&'static str, &'static str)| {
        let branch = bounds.get(word)?;
        Some((word, branch.key, hint))
    };
    WORDS.into_iter().find_map(found)
}

/// What an order must be in one respect.
#[derive(Clone, Debug, PartialEq)]
pub enum Sought {
    /// One of these.
    OneOf(Vec<Written<Attribute>>),
    /// A number between bounds.
    Between(Between),
}

impl Value for Sought {
    const FORM: Form = Form::Either(&[
        Form::Text,
        Form::Rating,
        Form::List(&<Attribute as Value>::FORM),
        Form::Inline(&<Between as Table>::SHAPE),
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::List(_) => {
                let all: Vec<Written<Attribute>> = decoder.list(node, field)?;
                if all.is_empty() {
                    let message = format!("`{}` names nothing that will do", field.key);
                    decoder.mistake(code::MISSING, node.spot, message, "");
                    return None;
                }
                Some(Self::OneOf(all))
            }
            Content::Table(bounds) => {
                if let Some((word, spot, hint)) = other_bound(bounds) {
                    let message = format!("a range of numbers has no key `{word}`");
                    decoder.mistake(code::UNKNOWN_KEY, spot, &message, hint);
                    return None;
                }
                <Between as Value>::decode(node, field, decoder).map(Self::Between)
            }
            _ => {
                let value = Attribute::decode(node, field, decoder)?;
                Some(Self::OneOf(vec![Written { value, spot: node.spot }]))
            }
        }
    }
}
