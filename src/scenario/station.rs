//! `[station.<name>]`: where work is done.

use super::decoder::Decoder;
use super::distribution::Cycle;
use super::failure::Failure;
use super::node::{Content, Node};
use super::plant::CalendarName;
use super::quantity::Share;
use super::shape::{FieldShape, Form};
use super::table::{Value, table};
use super::words::{choose, words};
use super::{Given, Named, Written};
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::units::guess;

table! {
    /// Where work is done: identical machines with one queue in front.
    Station ("a station") {
        /// Number of identical machines.
        machines [1..=100_000]: Given<u32> = "1",
        /// Places in front of the station, machines not counted, or `"unlimited"`.
        buffer [0..=100_000_000]: Given<Buffer> = "unlimited",
        /// Time a part is worked on: always the same, `"45 s"`, by chance, `{ mean = "45 s", cv =
        /// 0.3 }`, or a standard time, `{ standard = "45 s", allowance = "12 %" }`.
        cycle: Given<Cycle> = "given by the routes",
        /// People needed during the cycle: skills and how many of each, such as `{ welder = 1 }`, or
        /// `"none"`. A skill is what somebody can do, not a crew: whoever of any crew has it may
        /// come. A crew that lists no `skills` has one, called like itself.
        operators [1..=100_000]: Given<Operators> = "none",
        /// What the closing of the station, at the end of a shift, does to a cycle under way.
        at_close: Given<AtClose> = "pause with operators, finish without",
        /// When a part waits for room at the next station, whose buffer is full.
        block: Given<Blocking> = "after",
        /// Share of parts found bad and thrown away after the cycle. Nothing replaces a scrapped part:
        /// its order closes with the others, short, and an order that is short counts as late.
        scrap: Given<Share> = "0 %",
        /// When it is open, or `"always"`.
        calendar: Given<CalendarName> = "the plant's",
        /// What stops its machines.
        failure: Named<Failure> = "none",
        /// The type, or the station, that it starts as a copy of: what is written here holds instead.
        like: Given<String> = "none",
    }
    later [
        "load", "during", "unload", "setup", "tool", "start_up", "runs_at",
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
    const FORM: Form = Form::Either(&[Form::Whole, Form::Words(&[("unlimited", &[])])]);

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
    const FORM: Form = Form::Either(&[Form::Map(&Form::Whole), Form::Words(&[("none", &[])])]);

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
            _ => {
                let message = format!(
                    "`{}` must be skills such as `{{ welder = 1 }}` or `\"none\"`, found: {}",
                    field.key,
                    node.found()
                );
                let hint = with_a_skill(node, &decoder.skills);
                let complaint = Diagnostic::error(code::WRONG_TYPE, message).at(node.spot);
                if node.content != Content::Broken {
                    decoder.complain(complaint.maybe_hint(hint));
                }
                None
            }
        }
    }
}

/// The skills that a bare number or name stands for.
fn with_a_skill(node: &Node, skills: &[String]) -> Option<String> {
    let (number, wanted) = match &node.content {
        Content::Whole(number) if *number > 0 => (*number, None),
        Content::Text(name) => (1, Some(name)),
        _ => return None,
    };
    let key = |name: &str| guess::key(name);
    let names = || skills.iter().map(String::as_str);
    Some(match (wanted, skills) {
        (Some(name), _) if closest(name, names()).is_some() => {
            let known = closest(name, names()).map(key).unwrap_or_default();
            format!("did you mean `{{ {known} = 1 }}`?")
        }
        (None, [only]) => format!("did you mean `{{ {} = {number} }}`?", key(only)),
        (Some(name), []) => {
            let name = key(name);
            format!("write `{{ {name} = 1 }}`, and add `[crew.{name}]`")
        }
        (None, []) => "name the skill that is needed, and add a crew that has it".to_owned(),
        (_, [first, ..]) => format!(
            "name the skill, such as `{{ {} = {number} }}`; operators have: {}",
            key(first),
            listed(names())
        ),
    })
}

/// Whether somebody is needed for a share of their attention only.
fn is_attention(node: &Node) -> bool {
    node.table().is_some_and(|table| table.contains_key("attention"))
}

words! {
    /// `at_close`: what the closing of a station does to work in progress.
    AtClose {
        /// Work stops, and what is left of it is done from the next opening on.
        Pause = "pause",
        /// A started cycle runs to its end, after closing too.
        Finish = "finish",
        /// A cycle that cannot end before the closing does not start; the part waits.
        NoStart = "no_start",
    }
}

words! {
    /// `block`: when a part waits for room at the next station.
    Blocking {
        /// The part is worked on, and if there is no room then, it stays on the machine.
        After = "after",
        /// The part is loaded, and its work does not start until there is room for it.
        Before = "before",
    }
}
