//! `zones` and `loop` of a crew: which stations its people mind, each some of them or one after the other.

use super::Written;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::Value;
use crate::diagnostic::code;

/// The word for no zones, and for no loop.
const NONE: &[(&str, &[&str])] = &[("none", &[])];

/// The zones of a crew: the stations of each, in the order written, each once; none of `"none"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Zones(pub Vec<Written<Zone>>);

/// The stations of a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone(pub Vec<Written<String>>);

impl Value for Zones {
    const FORM: Form = Form::Either(&[Form::List(&Zone::FORM), Form::Words(NONE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if node.text() == Some("none") {
            return Some(Self(Vec::new()));
        }
        let Content::List(items) = &node.content else {
            let wanted =
                "a list of zones such as `[[\"weld\", \"wash\"], [\"pack\"]]`, or `\"none\"`";
            return decoder.wrong_type(node, field, wanted);
        };
        if items.is_empty() {
            let hint = "write `\"none\"` if everybody minds everything";
            decoder.mistake(code::MISSING, node.spot, format!("`{}` is empty", field.key), hint);
            return None;
        }
        if items.iter().all(|item| item.text().is_some()) {
            let names: Vec<String> =
                items.iter().filter_map(Node::text).map(|name| format!("{name:?}")).collect();
            let message = format!("`{}` is a list of lists, found one list of names", field.key);
            let hint = format!(
                "write `[[{}]]` if the same people mind them all, or `[[{}]]` if others mind each",
                names.join(", "),
                names.join("], [")
            );
            decoder.mistake(code::WRONG_TYPE, node.spot, message, &hint);
            return None;
        }
        decoder.list(node, field).map(Self)
    }
}

impl Value for Zone {
    const FORM: Form = Form::List(&Form::Text);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::List(items) = &node.content else {
            let wanted = "a list of zones such as `[[\"weld\", \"wash\"], [\"pack\"]]`";
            return decoder.wrong_type(node, field, wanted);
        };
        if items.is_empty() {
            let hint =
                "who minds nothing needs no zone; without `zones` everybody minds everything";
            decoder.mistake(code::MISSING, node.spot, "a zone has no station", hint);
            return None;
        }
        let names: Vec<Written<String>> = decoder.list(node, field)?;
        for (place, name) in names.iter().enumerate() {
            if names[..place].iter().any(|other| other.value == name.value) {
                let message = format!("a zone has the station `{}` twice", name.value);
                decoder.mistake(code::CONFLICT, name.spot, message, "");
            }
        }
        Some(Self(names))
    }
}

/// The stations of a walking loop, in the order of the round, each once; none of `"none"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop(pub Vec<Written<String>>);

impl Value for Loop {
    const FORM: Form = Form::Either(&[Form::List(&Form::Text), Form::Words(NONE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if node.text() == Some("none") {
            return Some(Self(Vec::new()));
        }
        let wanted = "a list of stations in the order of the round, such as `[\"saw\", \"mill\"]`";
        let Content::List(items) = &node.content else {
            return decoder.wrong_type(node, field, wanted);
        };
        if items.len() < 2 {
            let message =
                format!("a round has two stations or more, `{}` has {}", field.key, items.len());
            decoder.mistake(code::OUT_OF_RANGE, node.spot, message, &format!("write {wanted}"));
            return None;
        }
        let names = Written { value: decoder.list(node, field)?, spot: node.spot };
        decoder.check_names(&names, field.key);
        Some(Self(names.value))
    }
}
