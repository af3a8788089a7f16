//! `[control]`: when parts may enter the plant or a line, and which goes first.

use super::decoder::Decoder;
use super::dispatch::Dispatch;
use super::node::{Content, Node};
use super::shape::{FieldShape, Form};
use super::table::{Table, Value, WrittenTable, table};
use super::words::words;
use super::{Given, Named, Written};
use crate::diagnostic::code;
use crate::units::{Duration, Span};

table! {
    /// How the flow of parts is controlled.
    Control ("control") {
        /// When parts enter the plant: at once, `"immediate"`; while fewer than so many are inside,
        /// `{ rule = "conwip", limit = 60 }`; while less than so much work for a station is inside, `{ rule =
        /// "drum_buffer_rope", drum = "weld", buffer = "4 h" }`; not long before their orders are due,
        /// `{ before_due = "5 workdays" }`; or a limit and a date together.
        release: Given<Release> = "immediate",
        /// Which of the parts that wait free machines take, at stations without a `dispatch` of their own.
        /// Rules of setups are left out where there are none.
        dispatch: Given<Dispatch> = "fifo",
        /// What happens when parts wait for each other's room in a circle, and would for ever.
        deadlock: Given<Deadlock> = "error",
        /// When orders become more urgent than they are: `{ when_late_by = "1 day", priority = 9 }`.
        expedite: Given<Hurry> = "never",
        /// For how long ahead the plan stands: an order of a demand comes into the plant so long after it has come at
        /// the earliest, but for what is sold from stock; and a dated order that is cancelled later than so long
        /// before its release is made all the same.
        frozen: Given<Span> = "not at all",
    }
}

table! {
    /// When orders become more urgent than they are, for stations whose `dispatch` says `priority` or that have
    /// `preempts`.
    Hurry ("`expedite` of control") {
        /// How late they are then.
        when_late_by: Given<Span> = "required unless `before_due` is given",
        /// How long before they are due, if they are not done by then.
        before_due: Given<Span> = "required unless `when_late_by` is given",
        /// The priority that they have from then on, unless theirs is larger.
        priority [1..=1_000]: Given<u32> = "required",
    }
    check Hurry::check_when
}

impl Hurry {
    fn check_when(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let hint = "write such as `{ when_late_by = \"1 day\", priority = 9 }`";
        if !written.has("when_late_by") && !written.has("before_due") {
            let message = "`expedite` needs `when_late_by` or `before_due`";
            decoder.mistake(code::MISSING, written.name, message, hint);
        }
        if let (Some(_), Some(before)) = (&self.when_late_by, &self.before_due) {
            let message = "`expedite` has either `when_late_by` or `before_due`, not both";
            decoder.mistake(code::CONFLICT, before.spot, message, hint);
        }
    }

    /// How late an order is when it becomes urgent; below zero before it is due.
    pub fn late_by(&self) -> Option<Span> {
        let before = self.before_due.as_ref().map(|before| Span::ZERO - before.value);
        before.or_else(|| Some(self.when_late_by.as_ref()?.value))
    }
}

table! {
    /// When parts may enter.
    ///
    /// Under `"conwip"` there is a number of cards. A part takes one when it enters and gives it back
    /// when it leaves or is thrown away. Whoever gets no card waits outside; the one that has waited
    /// longest of those that can go on gets the next. Without demand and orders a new part enters
    /// whenever a card is free.
    ///
    /// The other rules count work instead of parts: what a part that has entered will be worked on at a station,
    /// from then until it has left that station for the last time, by planned cycles, loads and unloads,
    /// over the number of its machines. A part enters while there is less than the limit, whatever it brings.
    Rule ("a rule of release") {
        /// What lets parts enter.
        rule: Given<ReleaseRule> = "none",
        /// Most parts inside.
        limit [1..=100_000_000]: Given<u32> = "required with `rule = \"conwip\"`",
        /// The station that sets the pace.
        drum: Given<String> = "required with `rule = \"drum_buffer_rope\"`",
        /// Work for the drum that is inside: how far ahead of it parts enter.
        buffer: Given<Span> = "required with `rule = \"drum_buffer_rope\"`",
        /// Work inside for each of several stations: a part enters while there is less for all that it comes to.
        limits: Given<Named<Written<Span>>> = "required with `rule = \"workload\"`",
        /// A dated order enters so long before it is due, and never before its `release`; one without
        /// a due date, or of a random demand, is not held back.
        before_due: Given<Duration> = "as soon as it may",
    }
    check Rule::check_limit
}

words! {
    /// `deadlock`: what happens when parts wait for each other's room in a circle.
    Deadlock {
        /// They stand until the end, and it is told which stations wait for each other since when.
        Error = "error",
        /// They change places at once, as when somebody takes a part aside until the others have moved: when
        /// their machines are open and not down. Not on paced lines, not where they wait for cards, a conveyor, a
        /// vehicle or a milk run, in front of a store or to be inspected, nor while others of their batch are on the
        /// machine: there they stand.
        Swap = "swap",
    }
}

words! {
    /// `rule`: what lets parts enter.
    ReleaseRule {
        /// Constant work in process: a part enters when another has left.
        Conwip = "conwip",
        /// Drum, buffer, rope: a part enters while less than `buffer` of work for the `drum` is inside.
        DrumBufferRope = "drum_buffer_rope",
        /// Workload control: a part enters while less work than its limit is inside for each of its stations.
        Workload = "workload",
    }
}

impl Rule {
    fn check_limit(&self, written: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let rule = self.rule.as_ref().map(|rule| rule.value);
        let (keys, hint): (&[&str], &str) = match rule {
            Some(ReleaseRule::Conwip) => (&["limit"], "`{ rule = \"conwip\", limit = 60 }`"),
            Some(ReleaseRule::DrumBufferRope) => (
                &["drum", "buffer"],
                "`{ rule = \"drum_buffer_rope\", drum = \"weld\", buffer = \"4 h\" }`",
            ),
            Some(ReleaseRule::Workload) => {
                (&["limits"], "`{ rule = \"workload\", limits = { weld = \"8 h\" } }`")
            }
            None if written.has("rule") => return,
            None if written.has("drum") || written.has("buffer") => {
                (&[], "`{ rule = \"drum_buffer_rope\", drum = \"weld\", buffer = \"4 h\" }`")
            }
            None if written.has("limits") => {
                (&[], "`{ rule = \"workload\", limits = { weld = \"8 h\" } }`")
            }
            None => (&[], "`{ rule = \"conwip\", limit = 60 }`"),
        };
        let hint = format!("write such as {hint}");
        if let Some(missing) = keys.iter().find(|key| !written.has(key)) {
            let message = format!("this rule of release needs `{missing}`");
            decoder.mistake(code::MISSING, written.name, &message, &hint);
        }
        let all = ["limit", "drum", "buffer", "limits"];
        if let Some(stray) = all.iter().find(|key| written.has(key) && !keys.contains(key)) {
            let message = match rule {
                None => format!("`{stray}` needs its `rule`"),
                Some(_) => format!("this rule of release has no `{stray}`"),
            };
            decoder.mistake(code::CONFLICT, written.name, &message, &hint);
        } else if rule.is_none() && self.before_due.is_none() {
            decoder.mistake(code::MISSING, written.name, "a rule of release says nothing", &hint);
        }
        if let Some(limits) = self.limits.as_ref().filter(|limits| limits.value.is_empty()) {
            decoder.mistake(code::MISSING, limits.spot, "`limits` names no station", &hint);
        }
        let buffer = self.buffer.as_ref().map(|buffer| (buffer.spot, &buffer.value));
        let limits = self.limits.iter().flat_map(|limits| limits.value.iter());
        for (spot, work) in
            buffer.into_iter().chain(limits.map(|(_, work)| (work.spot, &work.value)))
        {
            if *work <= Span::ZERO {
                let message = "work that may be inside is a length of time above zero";
                decoder.mistake(code::OUT_OF_RANGE, spot, message, "write such as `\"4 h\"`");
            }
        }
    }
}

/// `release`: when parts may enter.
#[derive(Clone, Debug, PartialEq)]
pub enum Release {
    /// At once (`"immediate"`).
    Immediate,
    /// By a rule.
    By(Box<Rule>),
}

impl Release {
    /// Most parts inside, if there is a limit.
    pub fn limit(&self) -> Option<u32> {
        match self {
            Self::Immediate => None,
            Self::By(rule) => rule.rule.as_ref().and(rule.limit.as_ref()).map(|limit| limit.value),
        }
    }

    /// Stations, and how much work for each may be inside.
    pub fn workload(&self) -> impl Iterator<Item = (&Written<String>, Span)> + '_ {
        let rule = match self {
            Self::Immediate => None,
            Self::By(rule) => Some(rule),
        };
        let drum = rule.and_then(|rule| Some((rule.drum.as_ref()?, rule.buffer.as_ref()?)));
        let drum = drum.map(|(drum, buffer)| (drum, buffer.value));
        let limits = rule.into_iter().flat_map(|rule| &rule.limits);
        let limits = limits.flat_map(|limits| limits.value.iter());
        drum.into_iter().chain(limits.map(|(station, work)| (station, work.value)))
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
            Content::Table(_) => {
                <Rule as Value>::decode(node, field, decoder).map(|rule| Self::By(Box::new(rule)))
            }
            _ => {
                let wanted = match &node.content {
                    Content::Text(word) if word == "drum_buffer_rope" => {
                        "such as `{ rule = \"drum_buffer_rope\", drum = \"weld\", buffer = \"4 h\" }`"
                    }
                    Content::Text(word) if word == "workload" => {
                        "such as `{ rule = \"workload\", limits = { weld = \"8 h\" } }`"
                    }
                    _ => "`\"immediate\"` or such as `{ rule = \"conwip\", limit = 60 }`",
                };
                decoder.wrong_type(node, field, wanted)
            }
        }
    }
}
