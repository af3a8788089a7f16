//! `[crew.<name>]`: people with the same skills and hours.

use super::decoder::Decoder;
use super::node::{Branches, Content, Node};
use super::plant::CalendarName;
use super::shape::{FieldShape, Form};
use super::table::{Value, table};
use super::{Given, Named, Written};
use crate::diagnostic::code;

table! {
    /// People with the same skills and hours.
    Crew ("a crew") {
        /// How many people.
        count [1..=100_000]: Given<u32> = "1",
        /// When they work, or `"always"`.
        calendar: Given<CalendarName> = "the plant's",
        /// What they can do: the words that `operators` of stations and repairs ask for. Each of
        /// them has all of these skills, and several crews may have the same.
        skills: Given<Skills> = "the crew's own name",
    }
    later [
        "labour_cost", "absence", "learning", "at_shift_end", "zones", "loop", "response",
        "training", "levels", "like",
    ]
}

/// `skills`: what the people of a crew can do.
///
/// Shape: names in the order written, each once.
#[derive(Clone, Debug, PartialEq)]
pub struct Skills {
    /// The skills.
    pub names: Vec<Written<String>>,
}

/// What the people of a merged tree can do, as far as it can be read.
pub(super) fn skills(tree: &Branches) -> Vec<String> {
    let crews = tree.get("crew").and_then(|branch| branch.node.table());
    let mut skills: Vec<String> = Vec::new();
    for (name, crew) in crews.into_iter().flatten() {
        let given = crew.node.table().and_then(|crew| crew.get("skills"));
        match given.map(|skills| &skills.node.content) {
            Some(Content::List(names)) => {
                skills.extend(names.iter().filter_map(|name| name.text().map(str::to_owned)));
            }
            Some(Content::Table(names)) => skills.extend(names.keys().cloned()),
            _ => skills.push(name.clone()),
        }
    }
    skills.sort();
    skills.dedup();
    skills
}

impl Value for Skills {
    const FORM: Form = Form::Either(&[Form::List(&Form::Text), Form::Map(&Form::Number)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::List(_) => {
                let names = Written { value: decoder.list(node, field)?, spot: node.spot };
                decoder.check_names(&names, field.key);
                Some(Self { names: names.value })
            }
            Content::Table(_) => {
                let speeds = <Named<Written<f64>> as Value>::decode(node, field, decoder)?;
                for (_, speed) in speeds.iter().filter(|(_, speed)| (speed.value - 1.0).abs() > 0.0)
                {
                    let message = "a speed other than 1.0 is not available in this version";
                    decoder.mistake(code::LATER, speed.spot, message, "");
                }
                Some(Self { names: speeds.iter().map(|(name, _)| name.clone()).collect() })
            }
            _ => decoder.wrong_type(node, field, "a list of skills such as `[\"weld\"]`"),
        }
    }
}
