//! `[control]`: when parts may enter the plant or a line, and which goes first.

use super::Given;
use super::decoder::Decoder;
use super::node::{Content, Node};
use super::setup::Dispatch;
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::words::words;
use crate::diagnostic::code;
use crate::units::Duration;

table! {
    /// How the flow of parts is controlled.
    Control ("control") {
        /// When parts enter the plant: at once, `"immediate"`; while fewer than so many are inside,
        /// `{ rule = "conwip", limit = 60 }`; not long before their orders are due, `{ before_due =
        /// "5 workdays" }`; or both.
        release: Given<Release> = "immediate",
        /// Which of the parts that wait free machines take, at stations without a `dispatch` of their own.
        /// Rules of setups are left out where there are none.
        dispatch: Given<Dispatch> = "fifo",
    }
    later ["expedite"]
}

table! {
    /// When parts may enter.
    ///
    /// Under `"conwip"` there is a number of cards. A part takes one when it enters and gives it back
    /// when it leaves or is thrown away. Whoever gets no card waits outside; the one that has waited
    /// longest of those that can go on gets the next. Without demand and orders a new part enters
    /// whenever a card is free.
    Rule ("a rule of release") {
        /// A part enters only while fewer than `limit` are inside.
        rule: Given<ReleaseRule> = "none",
        /// Most parts inside.
        limit [1..=100_000_000]: Given<u32> = "required with `rule`",
        /// A dated order enters so long before it is due, and never before its `release`; one without
        /// a due date, or of a random demand, is not held back.
        before_due: Given<Duration> = "as soon as it may",
    }
    check Rule::check_limit
}

words! {
    /// `rule`: what lets parts enter.
    ReleaseRule {
        /// Constant work in process: a part enters when another has left.
        Conwip = "conwip",
    }
}

impl Rule {
    fn check_limit(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let message = match (written.has("rule"), written.has("limit")) {
            (true, false) => "`rule = \"conwip\"` needs a `limit`",
            (false, true) => "a `limit` needs its `rule`",
            (false, false) if self.before_due.is_none() => "a rule of release says nothing",
            (true, true) | (false, false) => return,
        };
        let hint = "write such as `{ rule = \"conwip\", limit = 60 }`";
        decoder.mistake(code::MISSING, written.name, message, hint);
    }
}

/// `release`: when parts may enter.
#[derive(Clone, Debug, PartialEq)]
pub enum Release {
    /// At once (`"immediate"`).
    Immediate,
    /// By a rule.
    By(Rule),
}

impl Release {
    /// Most parts inside, if there is a limit.
    pub fn limit(&self) -> Option<u32> {
        match self {
            Self::Immediate => None,
            Self::By(rule) => rule.rule.as_ref().and(rule.limit.as_ref()).map(|limit| limit.value),
        }
    }

    /// How long before they are due orders enter.
    pub fn before_due(&self) -> &Given<Duration> {
        match self {
            Self::Immediate => &None,
            Self::By(rule) => &rule.before_due,
        }
    }
}

impl Value for Release {
    const FORM: Form =
        Form::Either(&[Form::Words(&[("immediate", &[])]), Form::Inline(&<Rule as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(word) if word == "immediate" => Some(Self::Immediate),
            Content::Text(word) if word == "drum_buffer_rope" => {
                let instead = "write `{ rule = \"conwip\", limit = 60 }`";
                decoder.later(node, "`release = \"drum_buffer_rope\"`", instead)
            }
            Content::Table(_) => <Rule as Value>::decode(node, field, decoder).map(Self::By),
            _ => {
                let wanted = "`\"immediate\"` or such as `{ rule = \"conwip\", limit = 60 }`";
                decoder.wrong_type(node, field, wanted)
            }
        }
    }
}
