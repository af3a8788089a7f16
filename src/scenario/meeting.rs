//! `moves_in` of a product, `after` of a step: where parts wait for others of their order.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::Value;
use super::words::choose;
use super::{Named, Written};
use crate::diagnostic::{closest, code};

/// `moves_in`: how many parts of an order go on to the next step together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovesIn {
    /// Each by itself (`"piece"`).
    Piece,
    /// All of its order (`"lot"`).
    Lot,
    /// So many at a time; those of an order that are left over go as fewer.
    Parts(u32),
}

impl Value for MovesIn {
    const FORM: Form = Form::Either(&[Form::Whole, Form::Words(&[("piece", &[]), ("lot", &[])])]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Whole(_) => u32::decode(node, field, decoder).map(Self::Parts),
            Content::Text(word) if closest(word, ["piece", "lot"]).is_some() => {
                choose(node, field, &[("piece", Self::Piece), ("lot", Self::Lot)], decoder)
            }
            _ => decoder.not_a_number(node, field, "a number of parts, `\"piece\"` or `\"lot\"`"),
        }
    }
}

/// `after` of a step: products whose parts of the same order must be done before it, each perhaps at a step only.
#[derive(Clone, Debug, PartialEq)]
pub struct After(pub Vec<(Written<String>, Option<Written<String>>)>);

impl Value for After {
    const FORM: Form = Form::Either(&[Form::List(&Form::Text), Form::Map(&Form::Text)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let all: Vec<(Written<String>, Option<Written<String>>)> = match &node.content {
            Content::List(_) => {
                let names: Vec<Written<String>> = decoder.list(node, field)?;
                let names = Written { value: names, spot: node.spot };
                decoder.check_names(&names, field.key);
                names.value.into_iter().map(|name| (name, None)).collect()
            }
            Content::Table(_) => {
                let steps = <Named<Written<String>> as Value>::decode(node, field, decoder)?;
                steps.iter().map(|(name, step)| (name.clone(), Some(step.clone()))).collect()
            }
            _ => {
                let wanted =
                    "a list of products, or products and steps, such as `{ core = \"mill\" }`";
                return decoder.wrong_type(node, field, wanted);
            }
        };
        if all.is_empty() && matches!(node.content, Content::Table(_)) {
            let hint = "name a product, such as `[\"core\"]`";
            decoder.mistake(code::MISSING, node.spot, "`after` names nothing", hint);
        }
        (!all.is_empty()).then_some(Self(all))
    }
}
