//! A station, or several.

use super::Written;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::Value;

/// A station, or a list of stations.
#[derive(Clone, Debug, PartialEq)]
pub struct StationNames(pub Vec<Written<String>>);

impl Value for StationNames {
    const FORM: Form = Form::Either(&[Form::Text, Form::List(&Form::Text)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(name) => {
                Some(Self(vec![Written { value: name.clone(), spot: node.spot }]))
            }
            Content::List(_) => decoder.list(node, field).map(Self),
            _ => decoder.wrong_type(node, field, "a station or a list of stations"),
        }
    }
}
