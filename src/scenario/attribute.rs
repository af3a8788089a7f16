//! `is` of orders and demands: what sets them apart, and `only` and `unless` of a step: which of them take it.

use super::decoder::Decoder;
use super::distribution::check_sum;
use super::node::{Content, Node};
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, table};
use super::{Given, Named, Written};
use crate::diagnostic::code;

/// What an order is in one respect: a word, or a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// Such as `"red"`.
    Word(String),
    /// Such as `3`.
    Number(f64),
}

impl Attribute {
    /// The word or number that a name means: numbers are names as well, where they stand before shares.
    fn of_name(name: &str) -> Self {
        name.parse().map_or_else(|_| Self::Word(name.to_owned()), Self::Number)
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
            Content::Text(word) => Some(Self::Word(word.clone())),
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
                    .map(|(name, share)| (Attribute::of_name(&name.value), share.value.0));
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
    Between ("bounds") {
        /// The least that will do.
        at_least: Given<f64> = "no bound",
        /// The least that is too much.
        below: Given<f64> = "no bound",
    }
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
            Content::Table(_) => {
                let between = <Between as Value>::decode(node, field, decoder)?;
                if between.at_least.is_none() && between.below.is_none() {
                    let message = format!("`{}` needs `at_least` or `below`", field.key);
                    decoder.mistake(code::MISSING, node.spot, message, "");
                }
                Some(Self::Between(between))
            }
            _ => {
                let value = Attribute::decode(node, field, decoder)?;
                Some(Self::OneOf(vec![Written { value, spot: node.spot }]))
            }
        }
    }
}
