//! What becomes of each dated order: replications are folded one after the other, so that an order
//! costs a few numbers however many replications there are.

use super::estimate::{LEVEL, made, wilson};
use super::kept::Words;
use super::kpi::{Entity, EntityKind, kpi};
use super::results::{DatedOrder, Figure, Interval, Method};
use crate::ids::{OrderId, Table};
use crate::model::Model;
use crate::observe::Tally;
use crate::statistics::{Estimate, Running};
use crate::units::{Money, Span, Time};

/// What became of a dated order in one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fate {
    /// When it closed, in measured time.
    closed_at: Option<Time>,
    /// Its lateness, zero if there is none; `None` if it was not judged.
    tardiness: Option<Span>,
    /// What it costs.
    cost: Money,
    is_on_time: bool,
    is_open: bool,
    is_short: bool,
}

/// The fates of all dated orders in one replication, open orders judged already.
pub(super) fn fates(model: &Model, tally: &Tally) -> Vec<Fate> {
    let fate = |order: OrderId| {
        let row = tally.dated(order);
        let ticks = i64::try_from(row.order.tardiness).expect("a run is shorter than a century");
        let is_judged = row.order.judged > 0;
        Fate {
            closed_at: row.closed_at,
            tardiness: is_judged.then_some(Span::from_ticks(ticks)),
            cost: row.order.cost,
            is_on_time: is_judged && row.order.late == 0,
            is_open: row.closed_at.is_none() && !row.is_past,
            is_short: row.order.short > 0,
        }
    };
    model.orders.ids().map(fate).collect()
}

/// The dated orders over the replications so far.
///
/// Memory: one row an order; it does not grow with the replications.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Book {
    rows: Table<OrderId, Row>,
    /// Replications so far.
    n: u32,
}

/// One order over the replications so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Row {
    /// From the plant's start to its closing, where it closed. Unit: minutes.
    finish: Running,
    /// The earliest and the latest of them.
    range: Option<(Time, Time)>,
    /// Where it was judged. Unit: minutes.
    tardiness: Running,
    /// The same. Unit: of the currency.
    cost: Running,
    on_time: u32,
    open: u32,
    short: u32,
}

impl Book {
    pub(super) fn of(model: &Model) -> Self {
        Self { rows: Table::filled(model.orders.len(), Row::default()), n: 0 }
    }

    /// Adds the next replication. The order of replications decides the last bits of a mean.
    pub(super) fn add(&mut self, fates: &[Fate]) {
        self.n += 1;
        for (row, fate) in self.rows.iter_mut().zip(fates) {
            if let Some(at) = fate.closed_at {
                row.finish.push(at.since_start().minutes());
                let (first, last) = row.range.unwrap_or((at, at));
                row.range = Some((first.min(at), last.max(at)));
            }
            if let Some(late) = fate.tardiness {
                row.tardiness.push(late.minutes());
                row.cost.push(fate.cost.value());
            }
            row.on_time += u32::from(fate.is_on_time);
            row.open += u32::from(fate.is_open);
            row.short += u32::from(fate.is_short);
        }
    }

    /// What the scenario says of each dated order and the range in which it was finished, for tables.
    pub(super) fn dated(&self, model: &Model) -> Vec<DatedOrder> {
        let dated = |(id, order): (OrderId, &crate::model::Order)| {
            let row = &self.rows[id];
            DatedOrder {
                name: order.name.clone(),
                product: model.products[order.product].name.clone(),
                quantity: order.quantity,
                release: order.release,
                due: order.due,
                customer: order.customer.map(|customer| model.customers[customer].clone()),
                finished: row.range.filter(|_| row.finish.n() == u64::from(self.n)),
            }
        };
        model.orders.enumerated().map(dated).collect()
    }

    /// How many orders there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        words.push(u64::from(self.n));
        for Row { finish, range, tardiness, cost, on_time, open, short } in &self.rows {
            let (first, last) = range.unwrap_or((Time::NEVER, Time::ZERO));
            words.extend([first, last].map(|at| at.ticks().cast_unsigned()));
            words.extend([finish, tardiness, cost].into_iter().flat_map(Running::words));
            words.extend([on_time, open, short].map(|&count| u64::from(count)));
        }
    }

    /// Takes over what [`Book::keep`] has written of the same orders.
    pub(super) fn go_on_from(&mut self, words: &mut Words) -> Option<()> {
        self.n = words.small()?;
        for row in &mut self.rows {
            let (first, last) = (words.time()?, words.time()?);
            let range = (first <= last).then_some((first, last));
            let (finish, tardiness) = (Running::from_words(words)?, Running::from_words(words)?);
            let cost = Running::from_words(words)?;
            let (on_time, open, short) = (words.small()?, words.small()?, words.small()?);
            *row = Row { finish, range, tardiness, cost, on_time, open, short };
        }
        Some(())
    }

    /// The figures of all dated orders, in the order of the book.
    pub(super) fn figures(&self, model: &Model) -> Vec<Figure> {
        let may_be_short = model.may_be_short();
        let mut figures = Vec::new();
        for (id, order) in model.orders.enumerated() {
            let mut add = |name: &str, interval: Interval| {
                let kpi = kpi(name).expect("a KPI of the list");
                let entity = Entity { kind: EntityKind::Order, name: order.name.clone() };
                let unit = kpi.unit.of_plant(model.currency);
                figures.push(Figure { unit, ..Figure::new(kpi, entity, interval) });
            };
            let row = &self.rows[id];
            add("finish", mean(&row.finish));
            if order.due.is_some() {
                add("on_time", wilson(row.on_time, row.judged()));
                add("tardiness", mean(&row.tardiness));
                if order.penalty.is_some() {
                    add("lateness_cost", mean(&row.cost));
                }
            }
            add("open_at_end", wilson(row.open, self.n));
            if may_be_short {
                add("short", wilson(row.short, self.n));
            }
        }
        figures
    }
}

impl Row {
    /// Replications in which the order was judged.
    fn judged(&self) -> u32 {
        u32::try_from(self.tardiness.n()).expect("fewer than 2^32 replications")
    }
}

fn mean(values: &Running) -> Interval {
    made(Estimate::of_mean(values, LEVEL), Method::Student)
}
