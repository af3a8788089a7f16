//! `[demand.<name>]`: orders that arrive at random.

use super::attribute::Drawn;
use super::decoder::Decoder;
use super::distribution::{Habit, Measure, decode};
use super::node::Node;
use super::penalty::AnyPenalty;
use super::quantity::Rating;
use super::shape::{FieldShape, Form};
use super::table::{Value, WrittenTable, table};
use super::{Given, Named, Written};
use crate::diagnostic::code;
use crate::random::Distribution;
use crate::units::Duration;

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
        /// Parts in an order. Where none are drawn, there is no order. An order is complete when its
        /// last part leaves; one with a scrapped part closes short, and counts as late.
        quantity [1..=1_000_000]: Given<Quantity> = "1",
        /// Promise: due this long after arrival. `"10 workdays"` end with the tenth day after that
        /// of the arrival on which the plant's calendar opens.
        due_in: Given<Duration> = "no promise",
        /// How urgent its orders are, for stations whose `dispatch` says `priority` or that have `preempts`: the larger
        /// number goes first.
        priority [0..=1_000]: Given<u32> = "0",
        /// What it costs that an order is late, as of an order.
        penalty: Given<AnyPenalty> = "nothing",
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
