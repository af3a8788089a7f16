//! `dispatch`: which part a free machine takes next.

use super::decoder::Decoder;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::words::words;
use super::{Given, Written};
use crate::diagnostic::code;

words! {
    /// `dispatch`: which of the parts that wait a free machine takes.
    DispatchRule {
        /// The one that came first; of those that came together the one whose order stands first in the
        /// book: by release, then by name.
        Fifo = "fifo",
        /// The one that came last; of those that came together the one whose order stands last in the
        /// book.
        Lifo = "lifo",
        /// The one whose order was released first; of those released together the one whose order stands first
        /// in the book.
        FirstReleased = "first_released",
        /// The one with the shortest cycle here, as planned.
        Shortest = "shortest",
        /// The one with the longest cycle here, as planned.
        Longest = "longest",
        /// The one whose order is due first; parts without a due date come last.
        DueDate = "due_date",
        /// The one whose step here is due first: the time from the release of the order to its due date is divided
        /// among the steps of the route by their planned cycles.
        OperationDue = "operation_due",
        /// The one with the least slack: the time to its due date less the planned cycles of this step and of all
        /// that follow on its route. By this rule and all that ask for due dates parts without one come last.
        Slack = "slack",
        /// The one with the least slack for each step that it has left; where the slack is below zero, the
        /// one whose slack times its steps is least.
        SlackPerStep = "slack_per_step",
        /// The one with the smallest critical ratio: the time to its due date over the work that it has left.
        CriticalRatio = "critical_ratio",
        /// The one with the earliest modified due date: its due date or, where that cannot be met any more, when
        /// it could be done at the earliest.
        ModifiedDue = "modified_due",
        /// Cost over time: the largest urgency for each minute of its cycle here, where a part is not urgent if
        /// its slack is `look_ahead` times the waits that it is expected to have, and fully so without slack.
        Covert = "covert",
        /// Apparent tardiness cost: the largest urgency for each minute of its cycle here, which falls with the
        /// slack that is left at the expected waits, measured in `look_ahead` mean cycles of the parts that wait.
        Atc = "atc",
        /// Apparent tardiness cost with setups: as `atc`, less for a setup, measured in `setups` mean setups of
        /// the parts that wait.
        Atcs = "atcs",
        /// The one with the most work left: the planned cycles of this step and of all that follow.
        MostWork = "most_work",
        /// The one with the least work left.
        LeastWork = "least_work",
        /// The one with the most steps left.
        MostSteps = "most_steps",
        /// The one with the fewest steps left.
        FewestSteps = "fewest_steps",
        /// The one in front of whose next station the least work waits, for each of its machines: of several
        /// stations where that is least. What a free machine there takes at once does not wait.
        NextQueue = "next_queue",
        /// The one whose order has the highest `priority`; parts of no order count as 0.
        Priority = "priority",
        /// The one whose order comes first in the `[plan]` of the station; parts of others come after all of these.
        /// Nobody waits for the next one in the plan where others are there.
        Plan = "plan",
        /// The one whose setup takes least, as planned.
        Setup = "setup",
        /// One that needs no setup, if there is one.
        SameSetup = "same_setup",
    }
}

table! {
    /// A rule that weighs, with its numbers.
    Weighing ("a dispatch rule") {
        /// `"covert"`, `"atc"` or `"atcs"`.
        rule: Given<Word> = "required",
        /// How far ahead it looks: for `covert` in expected waits, else in mean cycles of the parts that wait.
        /// Where few parts are late a small number is right, where many are a larger one.
        look_ahead: Given<f64> = "2",
        /// How long parts are expected to wait in front of each step, in cycles of it; 0 expects no waits.
        waits: Given<Waits> = "2",
        /// How long a setup counts, for `atcs`: in mean setups of the parts that wait. The smaller it is, the more
        /// setups are avoided.
        setups: Given<f64> = "1",
    }
    check Weighing::check_rule
}

impl Weighing {
    /// Only rules that weigh have numbers.
    fn check_rule(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let Some(rule) = &self.rule else { return };
        let Word(word) = rule.value;
        if !matches!(word, DispatchRule::Covert | DispatchRule::Atc | DispatchRule::Atcs) {
            let message = "this rule has no numbers of its own";
            let hint = "write the word alone; `covert`, `atc` and `atcs` weigh by numbers";
            decoder.mistake(code::CONFLICT, rule.spot, message, hint);
        } else if let (false, Some(setups)) = (word == DispatchRule::Atcs, &self.setups) {
            let hint = "leave it out, or write `rule = \"atcs\"`";
            decoder.mistake(code::CONFLICT, setups.spot, "`setups` is for `atcs`", hint);
        }
    }
}

/// `waits`: a number of cycles, or none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waits(pub f64);

impl Value for Waits {
    const FORM: Form = Form::Number;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match node.content {
            Content::Whole(0) => Some(Self(0.0)),
            _ => f64::decode(node, field, decoder).map(Self),
        }
    }
}

/// The word of a rule, which is not abbreviated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(pub DispatchRule);

impl Value for Word {
    const FORM: Form = <DispatchRule as Value>::FORM;

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Some(long) = node.text().and_then(in_full) else {
            return DispatchRule::decode(node, field, decoder).map(Self);
        };
        let message = format!("`{}` has no word `{}`", field.key, node.text().unwrap_or_default());
        let hint = format!("here it is called `{long}`");
        decoder.mistake(code::UNKNOWN_WORD, node.spot, &message, &hint);
        None
    }
}

/// A rule with its numbers: a word, or a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighed {
    /// The rule.
    pub rule: DispatchRule,
    /// Expected waits, or mean cycles.
    pub look_ahead: f64,
    /// Expected wait in front of a step, in cycles of it.
    pub waits: f64,
    /// Mean setups.
    pub setups: f64,
}

impl Weighed {
    const fn plain(rule: DispatchRule) -> Self {
        Self { rule, look_ahead: 2.0, waits: 2.0, setups: 1.0 }
    }
}

impl Value for Weighed {
    const FORM: Form =
        Form::Either(&[<DispatchRule as Value>::FORM, Form::Inline(&<Weighing as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if !matches!(node.content, Content::Table(_)) {
            return Word::decode(node, field, decoder).map(|Word(rule)| Self::plain(rule));
        }
        let table = <Weighing as Value>::decode(node, field, decoder)?;
        let Word(rule) = table.rule?.value;
        let usual = Self::plain(rule);
        let or = |given: &Given<f64>, usual: f64| given.as_ref().map_or(usual, |given| given.value);
        let waits = table.waits.as_ref().map_or(usual.waits, |waits| waits.value.0);
        Some(Self {
            rule,
            look_ahead: or(&table.look_ahead, usual.look_ahead),
            waits,
            setups: or(&table.setups, usual.setups),
        })
    }
}

/// The word for what is abbreviated elsewhere.
fn in_full(abbreviation: &str) -> Option<&'static str> {
    match abbreviation.to_lowercase().as_str() {
        "fcfs" | "first_come" => Some("fifo"),
        "lcfs" | "last_come" => Some("lifo"),
        "spt" | "sjf" => Some("shortest"),
        "lpt" | "ljf" => Some("longest"),
        "edd" => Some("due_date"),
        "sst" => Some("setup"),
        "fasfs" => Some("first_released"),
        "odd" => Some("operation_due"),
        "slk" | "min_slack" => Some("slack"),
        "s/ro" | "sro" | "slack_per_operation" => Some("slack_per_step"),
        "cr" => Some("critical_ratio"),
        "mdd" => Some("modified_due"),
        "mwkr" => Some("most_work"),
        "lwkr" => Some("least_work"),
        "mopnr" | "most_operations" => Some("most_steps"),
        "fopnr" | "fewest_operations" => Some("fewest_steps"),
        "winq" => Some("next_queue"),
        "sequence" => Some("plan"),
        _ => None,
    }
}

/// `dispatch` of a station: a rule, or several, each for those that are equal by the rules before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispatch {
    /// The rules; at least one.
    pub rules: Vec<Written<Weighed>>,
}

impl Value for Dispatch {
    const FORM: Form = Form::Either(&[
        <DispatchRule as Value>::FORM,
        Form::Inline(&<Weighing as Table>::SHAPE),
        Form::List(&<Weighed as Value>::FORM),
    ]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::List(items) = &node.content else {
            let value = Weighed::decode(node, field, decoder)?;
            return Some(Self { rules: vec![Written { value, spot: node.spot }] });
        };
        let rules: Vec<Written<Weighed>> = decoder.list(node, field)?;
        for (position, rule) in rules.iter().enumerate() {
            if rules[..position].iter().any(|before| before.value.rule == rule.value.rule) {
                let message = "`dispatch` has a rule twice";
                decoder.mistake(code::GIVEN_TWICE, rule.spot, message, "leave the second one out");
            }
        }
        if items.is_empty() {
            let hint = "such as `[\"due_date\", \"setup\"]`";
            decoder.mistake(code::MISSING, node.spot, "`dispatch` has no rule", hint);
            return None;
        }
        Some(Self { rules })
    }
}
