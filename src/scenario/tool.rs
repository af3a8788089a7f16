//! `tool` of a station, and `[tool.<name>]`: tools that wear out, and tools that stations share.

use super::Given;
use super::decoder::Decoder;
use super::failure::Every;
use super::node::{Content, Node};
use super::operators::Operators;
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, table};
use crate::random::Distribution;
use crate::scenario::Written;

table! {
    /// A tool on each machine of a station, which wears out. When its life is over it is changed before the
    /// machine takes the next part; a finished part may leave. From then on, also while it waits for its
    /// people, the machine shows `tool_change`, which is a loss by setups in the OEE.
    Tool ("a tool") {
        /// How long it lasts: a number of cycles, `400`, of which a batch is one; or working time, `"6 h"`.
        /// The cycle in which it ends is completed.
        life: Given<Every> = "required",
        /// How long the change takes.
        change: Given<Distribution> = "required",
        /// People needed for the change: skills and how many of each, or `"none"`.
        operators [1..=100_000]: Given<Operators> = "none",
        /// Who gets a free person first: the task with the higher number.
        priority [0..=1_000]: Given<u32> = "0",
        /// Whether it takes people away from tasks of lower priority if nobody is free.
        interrupts: Given<bool> = "false",
    }
}

table! {
    /// Tools that stations share: a machine takes one before the setup and the load of a part, and gives it
    /// back after its unload. Stations name it as their `tool`. It is a pool: a machine that gets none shows
    /// `wait_pool`, and whoever has waited longest gets the next.
    SharedTool ("a shared tool") {
        /// How many there are.
        count [1..=100_000_000]: Given<u32> = "required",
    }
    later ["life", "change", "operators"]
}

/// `tool` of a station: its own, or the name of a shared one.
#[derive(Clone, Debug, PartialEq)]
pub enum AnyTool {
    /// A tool of its own, which wears out.
    Own(Tool),
    /// One of `[tool.<name>]`.
    Shared(Written<String>),
}

impl Value for AnyTool {
    const FORM: Form = Form::Either(&[Form::Text, Form::Inline(&<Tool as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Table(_) => <Tool as Value>::decode(node, field, decoder).map(Self::Own),
            Content::Text(name) => {
                Some(Self::Shared(Written { value: name.clone(), spot: node.spot }))
            }
            _ => {
                let wanted =
                    "such as `{ life = 400, change = \"4 min\" }`, or the name of a shared tool";
                decoder.wrong_type(node, field, wanted)
            }
        }
    }
}
