//! `[product.<name>]`: what the plant makes, and how.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Value, table};
use super::{Given, Named, Written};
use crate::random::Distribution;

table! {
    /// What the plant makes, and how.
    Product ("a product") {
        /// Lines that make it; instead of a route.
        lines: Given<Vec<Written<String>>> = "required unless `route` is given",
        /// Its steps in order; instead of lines.
        route: Given<Vec<Written<RouteItem>>> = "required unless `lines` is given",
    }
    later [
        "family", "choice", "moves_in", "short", "tolerance", "materials", "sells_for",
        "sells_at_most", "priority",
    ]
}

table! {
    /// A step of a route.
    Stop ("a step") {
        /// The station, or a list of stations any of which will do, the preferred one first.
        station: Given<Stations> = "required",
        /// Time a part is worked on in this step.
        cycle: Given<Distribution> = "the station's",
        /// Name of the step, so that `next` can tell two visits of a station apart.
        name: Given<String> = "the station's",
        /// What follows, by chance: shares of steps (by name or station) or of `out`.
        next: Given<Named<Written<Share>>> = "the next step of the route",
    }
    later ["setup", "load", "unload", "operators", "scrap", "batch"]
}

/// One step of a route: the name of a station, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteItem {
    /// Stations any of which will do, the preferred one first; at least one.
    pub stations: Vec<Written<String>>,
    /// Time a part is worked on in this step; `None` is the station's.
    pub cycle: Given<Distribution>,
    /// Name of the step.
    pub name: Given<String>,
    /// Shares of what follows, summing to one; `None` is the next step of the route.
    pub next: Given<Named<Written<Share>>>,
}

/// A station or a list of stations any of which will do.
#[derive(Clone, Debug, PartialEq)]
pub struct Stations {
    /// The preferred one first; at least one.
    pub names: Vec<Written<String>>,
}

impl Value for Stations {
    const FORM: Form = Form::Either(&[Form::Text, Form::List(&Form::Text)]);

    fn decode(node: &Node, field: &FieldShape, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(name) => {
                let name = Written { value: name.clone(), spot: node.spot };
                Some(Self { names: vec![name] })
            }
            Content::List(_) => decoder.list(node, field).map(|names| Self { names }),
            _ => decoder.wrong_type(node, field, "a station or a list of stations"),
        }
    }
}

impl Value for RouteItem {
    const FORM: Form = Form::Either(&[Form::Text, Stop::FORM]);

    fn decode(node: &Node, field: &FieldShape, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(_) = node.content else {
            let stations = Stations::decode(node, field, decoder)?.names;
            return Some(Self { stations, cycle: None, name: None, next: None });
        };
        let stop = Stop::decode(node, field, decoder)?;
        let stations = stop.station?.value.names;
        Some(Self { stations, cycle: stop.cycle, name: stop.name, next: stop.next })
    }
}
