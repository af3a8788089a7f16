//! `[demand.<name>]`: orders that arrive at random.

use super::attribute::Drawn;
use super::decoder::Decoder;
use super::distribution::{Habit, Measure, decode};
use super::node::{Content, Node};
use super::penalty::AnyPenalty;
use super::quantity::Rating;
use super::shape::{FieldShape, Form};
use super::shipping::Cancelled;
use super::table::{Table, Value, WrittenTable, table};
use super::{Given, Named, Written};
use crate::diagnostic::code;
use crate::random::Distribution;
use crate::units::{Duration, Span};

table! {
    /// Orders that arrive at random, round the clock: also at night and on days on which the plant
    /// is closed. They wait until it opens.
    Demand ("a demand") {
        /// What is ordered, in shares of any size: `{ h200 = 3, h300 = 1 }`.
        products: Given<Named<Written<f64>>> = "the only product",
        /// Time between two orders, all hours counted. `{ mean = "3 h" }` is by chance, on average
        /// every 3 h (exponential); `"3 h"` alone is exact, like clockwork.
        every: Given<Interval> = "required",
        /// When more is ordered and when less: how many times as often as `every` says, by time of day, day of the week
        /// and month, `{ "06:00-14:00" = 2, sat = 0.5, nov-dec = 1.5 }`. Those that hold at once are multiplied; what is
        /// not named is 1. The time between two orders is drawn on a clock that goes so many times as fast.
        rates: Given<Named<Written<Rating>>> = "as often at all times",
        /// Parts in an order. Where none are drawn, there is no order. An order is complete when the
        /// last part that it needs leaves; one that is short of a scrapped part counts as late (`short` of its product).
        quantity [1..=1_000_000]: Given<Quantity> = "1",
        /// Promise: due this long after arrival. `"10 workdays"` end with the tenth day after that
        /// of the arrival on which the plant's calendar opens. A table promises by what is ordered, `{ work = 3, plus =
        /// "1 day" }`.
        due_in: Given<DueIn> = "no promise",
        /// How urgent its orders are, for stations whose `dispatch` says `priority` or that have `preempts`: the larger
        /// number goes first.
        priority [0..=1_000]: Given<u32> = "0",
        /// What it costs that an order is late, as of an order.
        penalty: Given<AnyPenalty> = "nothing",
        /// The truck that its orders wait for when they are done, by the name of its `[shipping]`.
        shipping: Given<String> = "that of the product",
        /// Orders that customers cancel. What is inside of them goes on, and is surplus; they are not judged. With `frozen`
        /// of `[control]` the plan stands from their order on: only what is sold from stock is cancelled then.
        cancelled: Given<Cancelled> = "none",
        /// Who orders: orders are told by customer, too.
        customer: Given<String> = "nobody",
        /// What sets its orders apart, in words and numbers of your own; by chance with shares, `{ colour = { red =
        /// "30 %", blue = "70 %" }, size = 3 }`. Each is drawn for itself, once for all parts of an order.
        is: Named<Written<Drawn>> = "nothing",
    }
    later ["release", "like"]
    check Demand::check_products
}

impl Demand {
    fn check_products(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        if let Some(none) = self.products.as_ref().filter(|products| products.value.is_empty()) {
            let hint = "name at least one, such as `{ h200 = 1 }`";
            decoder.mistake(code::MISSING, none.spot, "`products` is empty", hint);
        }
    }
}

table! {
    /// When an order is due by what is ordered: total work, slack and number of operations as rules of due-date setting
    /// have them. All that is given is added up.
    DueBy ("a rule of due dates") {
        /// So many times the work of the order: the planned cycles of all its parts at all steps, without setups.
        work: Given<Rating> = "0",
        /// So much for each step that a part takes.
        per_step: Given<Span> = "0",
        /// So much in any case; workdays as by a length alone.
        plus: Given<Duration> = "0",
    }
}

/// `due_in`: a length of time, and what is added by what is ordered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DueIn {
    /// In any case.
    pub plus: Duration,
    /// So many times the work of the order.
    pub work: f64,
    /// For each step.
    pub per_step: Span,
}

impl Value for DueIn {
    const FORM: Form = Form::Either(&[Form::Duration, Form::Inline(&<DueBy as Table>::SHAPE)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Content::Table(keys) = &node.content else {
            let plus = Duration::decode(node, field, decoder)?;
            return Some(Self { plus, work: 0.0, per_step: Span::ZERO });
        };
        if keys.is_empty() {
            let hint = "such as `{ work = 3, plus = \"1 day\" }`";
            decoder.mistake(code::MISSING, node.spot, "a rule of due dates says when", hint);
            return None;
        }
        let by = <DueBy as Value>::decode(node, field, decoder)?;
        Some(Self {
            plus: by.plus.map_or(Duration::Elapsed(Span::ZERO), |plus| plus.value),
            work: by.work.map_or(0.0, |work| work.value.0),
            per_step: by.per_step.map_or(Span::ZERO, |span| span.value),
        })
    }
}

/// Time between two orders, as a distribution. Unit: ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval(pub Distribution);

/// A number of parts, as a distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity(pub Distribution);

impl Value for Interval {
    const FORM: Form = Form::Distribution(Measure::Time);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        decode(node, field, Measure::Time, Habit::Interval, decoder).map(Self)
    }
}

impl Value for Quantity {
    const FORM: Form = Form::Distribution(Measure::Parts);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        decode(node, field, Measure::Parts, Habit::Count, decoder).map(Self)
    }
}
