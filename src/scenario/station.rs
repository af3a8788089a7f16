//! `[station.<name>]`: where work is done.

use super::decoder::Decoder;
use super::failure::Failure;
use super::node::{Content, Node};
use super::plant::CalendarName;
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Value, table};
use super::words::{choose, words};
use super::{Given, Named, Written};
use crate::diagnostic::{closest, code};
use crate::random::Distribution;

table! {
    /// Where work is done: identical machines with one queue in front.
    Station ("a station") {
        /// Number of identical machines.
        machines [1..=100_000]: Given<u32> = "1",
        /// Places in front of the station, machines not counted, or `"unlimited"`.
        buffer [0..=100_000_000]: Given<Buffer> = "unlimited",
        /// Time a part is worked on.
        cycle: Given<Distribution> = "given by the routes",
        /// People needed during the cycle: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// What the closing of the station does to work in progress.
        at_close: Given<AtClose> = "pause with operators, finish without",
        /// When a part waits for room at the next station.
        block: Given<Blocking> = "after",
        /// Share of parts found bad and thrown away after the cycle.
        scrap: Given<Share> = "0 %",
        /// When it is open, or `"always"`.
        calendar: Given<CalendarName> = "the plant's",
        /// What stops its machines.
        failure: Named<Failure> = "none",
    }
    later [
        "like", "load", "during", "unload", "setup", "tool", "start_up", "runs_at",
        "running_cost", "power", "maintenance", "batch", "takes", "gives", "rate", "outside",
        "campaign", "hold", "defects", "inspection", "chart", "dispatch", "priority",
    ]
}

/// `station.buffer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buffer {
    /// So many places.
    Places(u32),
    /// As many as are needed (`"unlimited"`).
    Unlimited,
}

impl Value for Buffer {
    const FORM: Form = Form::Either(&[Form::Whole, Form::Words(&["unlimited"])]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Whole(_) => u32::decode(node, field, decoder).map(Self::Places),
            Content::Text(word) if closest(word, ["unlimited"]).is_some() => {
                choose(node, field, &[("unlimited", Self::Unlimited)], decoder)
            }
            _ => decoder.not_a_number(node, field, "a number of places or `\"unlimited\"`"),
        }
    }
}

/// `operators`: people that a task needs at the same time.
#[derive(Clone, Debug, PartialEq)]
pub enum Operators {
    /// Nobody (`"none"`).
    None,
    /// So many people with each skill; at least one.
    Skills(Named<Written<u32>>),
}

impl Value for Operators {
    const FORM: Form = Form::Either(&[Form::Map(&Form::Whole), Form::Words(&["none"])]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(word) if word == "none" => Some(Self::None),
            Content::Table(skills) => {
                let attention = skills.values().find(|skill| is_attention(&skill.node));
                if let Some(skill) = attention {
                    let instead = "write how many people are needed, such as `1`";
                    return decoder.later(&skill.node, "`attention`", instead);
                }
                let skills: Named<Written<u32>> = Value::decode(node, field, decoder)?;
                if skills.is_empty() {
                    let message = format!("`{}` names no skill", field.key);
                    let hint = "write `\"none\"` if nobody is needed";
                    decoder.mistake(code::MISSING, node.spot, message, hint);
                    return None;
                }
                Some(Self::Skills(skills))
            }
            _ => decoder.wrong_type(node, field, "skills such as `{ welder = 1 }` or `\"none\"`"),
        }
    }
}

/// Whether somebody is needed for a share of their attention only.
fn is_attention(node: &Node) -> bool {
    node.table().is_some_and(|table| table.contains_key("attention"))
}

words! {
    /// `at_close`: what the closing of a station does to work in progress.
    AtClose {
        /// Work stops and goes on at the next opening.
        Pause = "pause",
        /// A started cycle runs to its end.
        Finish = "finish",
        /// A cycle that cannot end before the closing does not start.
        NoStart = "no_start",
    }
}

words! {
    /// `block`: when a part waits for room at the next station.
    Blocking {
        /// A finished part that finds no room stays on the machine.
        After = "after",
        /// A loaded part does not start unless there is room.
        Before = "before",
    }
}
