//! `two_people` of `[rules]`: skills with which nobody works alone.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::Value;
use super::{Named, Written};
use crate::diagnostic::code;

/// `two_people`: skills with which nobody works alone, and the skill of the second person.
///
/// Shape: in the order written, each skill once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TwoPeople {
    /// The skill that a task asks for, and that of the second person.
    pub pairs: Vec<(Written<String>, Written<String>)>,
}

impl Value for TwoPeople {
    const FORM: Form = Form::Either(&[
        Form::List(&Form::Text),
        Form::Map(&Form::Text),
        Form::Words(&[("none", &[])]),
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let pairs = match &node.content {
            Content::Text(word) if word == "none" => Vec::new(),
            Content::List(_) => {
                let names = Written { value: decoder.list(node, field)?, spot: node.spot };
                decoder.check_names(&names, field.key);
                let names: Vec<Written<String>> = names.value;
                names.into_iter().map(|name| (name.clone(), name)).collect()
            }
            Content::Table(_) => {
                let named: Named<Written<String>> = Value::decode(node, field, decoder)?;
                if named.is_empty() {
                    let message = format!("`{}` names no skill", field.key);
                    let hint = "write `\"none\"` if there is no such rule";
                    decoder.mistake(code::MISSING, node.spot, message, hint);
                    return None;
                }
                named.iter().map(|(skill, second)| (skill.clone(), second.clone())).collect()
            }
            _ => {
                let expected = "a list of skills such as `[\"high_voltage\"]`, or the skill of the \
                                second person, `{ high_voltage = \"safety\" }`";
                return decoder.wrong_type(node, field, expected);
            }
        };
        let mut once: Vec<(Written<String>, Written<String>)> = Vec::new();
        for pair in pairs {
            if once.iter().all(|(skill, _)| skill.value != pair.0.value) {
                once.push(pair);
            }
        }
        Some(Self { pairs: once })
    }
}
