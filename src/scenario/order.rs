//! `[order.<name>]`: the dated order book.

use jiff::civil::{Date, DateTime, Time};

use super::attribute::Attribute;
use super::decoder::Decoder;
use super::penalty::AnyPenalty;
use super::table::{WrittenTable, table};
use super::{Given, Named, Written};
use crate::diagnostic::code;

table! {
    /// A dated order.
    Order ("an order") {
        /// What is ordered.
        product: Given<String> = "the only product",
        /// How many parts. The order is complete when the last that it needs leaves; one that is short of a scrapped
        /// part counts as late (`short` of its product).
        quantity [1..=1_000_000]: Given<u32> = "1",
        /// When its parts may enter the plant; a date means 00:00.
        release: Given<Moment> = "the plant's start",
        /// When it is promised; a date means the end of that day.
        due: Given<Moment> = "no promise",
        /// How urgent it is, for stations whose `dispatch` says `priority` or that have `preempts`: the larger number
        /// goes first.
        priority [0..=1_000]: Given<u32> = "0",
        /// What it costs that it is late: `"50 EUR/day"`, in proportion to the time after the due date, or `{ per_day =
        /// "50 EUR", per_order = "200 EUR", at_most = "1000 EUR" }`. For `covert`, `atc` and `atcs` orders weigh what a
        /// day costs: if some have a penalty, those without weigh nothing and go last; if none has, all weigh the same.
        penalty: Given<AnyPenalty> = "nothing",
        /// The truck that it waits for when it is done, by the name of its `[shipping]`.
        shipping: Given<String> = "that of its product",
        /// When the customer cancels it, if it is not done by then; a date means 00:00. What is not released is not made
        /// any more; parts inside go on, and are surplus. It is not judged.
        cancelled: Given<Moment> = "never",
        /// Who ordered it: orders are told by customer, too.
        customer: Given<String> = "nobody",
        /// What sets it apart, in words and numbers of your own, such as `{ colour = "red", size = 3 }`: steps of
        /// routes can be for `only` some. Columns of a sheet are called `is.colour`. A text that is a number counts as that
        /// number: `"3"` and `003` are 3.
        is: Named<Written<Attribute>> = "nothing",
    }
    later ["like"]
    check Order::check_dates
}

impl Order {
    fn check_dates(&self, _: &WrittenTable<'_>, decoder: &mut Decoder<'_>) {
        let (Some(release), Some(due)) = (&self.release, &self.due) else { return };
        if due.value.end() <= release.value.start() {
            let message = "an order must be due after its release";
            let hint = format!(
                "it is released on {}: make it due later, or release it earlier",
                release.value
            );
            decoder.mistake(code::CONFLICT, due.spot, message, &hint);
        }
    }
}

/// A date, or a date with a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// `2026-03-20`.
    Day(Date),
    /// `2026-03-20T14:00:00`.
    At(DateTime),
}

impl std::fmt::Display for Moment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(date) => date.fmt(formatter),
            Self::At(instant) => instant.fmt(formatter),
        }
    }
}

impl Moment {
    /// Its first instant: 00:00 of a date.
    pub fn start(self) -> DateTime {
        match self {
            Self::Day(date) => date.to_datetime(Time::midnight()),
            Self::At(instant) => instant,
        }
    }

    /// Its last instant: 00:00 of the day after a date.
    pub fn end(self) -> DateTime {
        match self {
            Self::Day(date) => date.tomorrow().unwrap_or(date).to_datetime(Time::midnight()),
            Self::At(instant) => instant,
        }
    }
}

/// A date with a time of day, `2026-03-10T10:15:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp(pub DateTime);
