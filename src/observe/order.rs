//! What becomes of orders: counted for each demand, for the book, and for each order of the book.
//!
//! An order is judged as soon as its fate is certain: when it closes, when its due date has passed,
//! or when it is short. It is short from the moment one of its parts is thrown away: whatever
//! leaves later, it is never complete, so it is never on time.

use super::Ordered;
use crate::ids::{DemandId, OrderId, Table};
use crate::model::Model;
use crate::units::{Span, Time};

/// What is counted of a demand, of the order book, or of one dated order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderTally {
    /// Orders that opened.
    pub opened: u64,
    /// Orders that closed: all their parts have left or were thrown away.
    pub closed: u64,
    /// Orders with a part thrown away, closed or open at the end.
    pub short: u64,
    /// Orders with a due date that closed, that are overdue at the end, or short then.
    pub judged: u64,
    /// Those of them that are late or short.
    pub late: u64,
    /// Lateness of those that closed, or are open, after their due date. Unit: ticks.
    ///
    /// A short order that closes before its due date adds nothing.
    pub tardiness: i128,
}

impl OrderTally {
    /// The sums of both.
    #[must_use]
    pub const fn and(&self, other: &Self) -> Self {
        Self {
            opened: self.opened + other.opened,
            closed: self.closed + other.closed,
            short: self.short + other.short,
            judged: self.judged + other.judged,
            late: self.late + other.late,
            tardiness: self.tardiness + other.tardiness,
        }
    }

    fn close(&mut self, due: Option<Time>, is_short: bool, now: Time) {
        self.closed += 1;
        self.short += u64::from(is_short);
        if let Some(due) = due {
            self.judge(due, is_short, now);
        }
    }

    fn judge_open(&mut self, due: Option<Time>, is_short: bool, now: Time) {
        self.short += u64::from(is_short);
        if let Some(due) = due.filter(|&due| due <= now || is_short) {
            // An order that is due at this very instant and not complete is late by nothing.
            self.judge(due, true, now);
        }
    }

    fn judge(&mut self, due: Time, is_missed: bool, now: Time) {
        let late = (now - due).max(Span::ZERO);
        self.judged += 1;
        self.late += u64::from(is_missed || !late.is_zero());
        self.tardiness += i128::from(late.ticks());
    }
}

/// What is counted of one dated order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DatedTally {
    /// The order as a sum of one.
    pub order: OrderTally,
    /// When it closed; `None` if it is open, or closed before counting began.
    pub closed_at: Option<Time>,
    /// Whether it closed before counting began.
    pub is_past: bool,
}

/// What is counted of all orders. Memory: one row a demand and one a dated order.
#[derive(Clone, Debug)]
pub(super) struct Orders {
    pub(super) demands: Table<DemandId, OrderTally>,
    pub(super) book: OrderTally,
    pub(super) dated: Table<OrderId, DatedTally>,
}

impl Orders {
    pub(super) fn new(model: &Model) -> Self {
        Self {
            demands: Table::filled(model.demands.len(), OrderTally::default()),
            book: OrderTally::default(),
            dated: Table::filled(model.orders.len(), DatedTally::default()),
        }
    }

    /// Forgets what was counted: the end of the warm-up.
    pub(super) fn restart(&mut self) {
        self.demands.iter_mut().for_each(|demand| *demand = OrderTally::default());
        self.book = OrderTally::default();
        for row in &mut self.dated {
            let is_past = row.is_past || row.closed_at.is_some();
            *row = DatedTally { is_past, ..DatedTally::default() };
        }
    }

    pub(super) fn open(&mut self, ordered: Ordered) {
        self.each(ordered, |row| row.opened += 1);
    }

    pub(super) fn close(&mut self, ordered: Ordered, due: Option<Time>, is_short: bool, now: Time) {
        self.each(ordered, |row| row.close(due, is_short, now));
        if let Ordered::Book(order) = ordered {
            self.dated[order].closed_at = Some(now);
        }
    }

    pub(super) fn judge_open(
        &mut self,
        ordered: Ordered,
        due: Option<Time>,
        is_short: bool,
        now: Time,
    ) {
        self.each(ordered, |row| row.judge_open(due, is_short, now));
    }

    /// Counts in every row that the order belongs to.
    fn each(&mut self, ordered: Ordered, count: impl Fn(&mut OrderTally)) {
        match ordered {
            Ordered::Demand(demand) => count(&mut self.demands[demand]),
            Ordered::Book(order) => {
                count(&mut self.book);
                count(&mut self.dated[order].order);
            }
        }
    }
}
