//! What becomes of each dated order: replications are folded one after the other, so that an order
//! costs a few numbers however many replications there are.

use std::collections::BTreeMap;

use super::estimate::{LEVEL, made, wilson};
use super::kept::{Words, put_all};
use super::kpi::{Entity, EntityKind, kpi};
use super::results::{DatedOrder, End, Figure, Finish, Interval, Method};
use crate::ids::{Id, MaterialId, OrderId, Table};
use crate::model::Model;
use crate::observe::Tally;
use crate::statistics::{Estimate, Running};
use crate::units::{Money, Span, Time};

/// What became of a dated order in one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fate {
    /// When it closed.
    pub(super) end: End,
    /// Its lateness, zero if there is none; `None` if it was not judged.
    tardiness: Option<Span>,
    /// What it costs.
    cost: Money,
    is_on_time: bool,
    is_short: bool,
    /// The material for which its parts waited longest, and for how long one of them did.
    waited: Option<(MaterialId, Span)>,
}

/// The fates of all dated orders in one replication, open orders judged already.
pub(super) fn fates(model: &Model, tally: &Tally) -> Vec<Fate> {
    let fate = |order: OrderId| {
        let row = tally.dated(order);
        let ticks = i64::try_from(row.order.tardiness).expect("a run is shorter than a century");
        let is_judged = row.order.judged > 0;
        Fate {
            end: match row.closed_at {
                Some(at) => End::At(at),
                None if row.is_past => End::Before,
                None if row.is_cancelled => End::Cancelled,
                None => End::Open,
            },
            tardiness: is_judged.then_some(Span::from_ticks(ticks)),
            cost: row.order.cost,
            is_on_time: is_judged && row.order.late == 0,
            is_short: row.order.short > 0,
            waited: row.waited,
        }
    };
    model.orders.ids().map(fate).collect()
}

/// The dated orders over the replications so far.
///
/// Memory: one row an order, and when it closed in each of the first replications: 32 MiB in all.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Book {
    rows: Table<OrderId, Row>,
    /// For how long orders waited for the material for which they waited longest, all replications together.
    waits: BTreeMap<(OrderId, MaterialId), Span>,
    /// Replications so far.
    n: u32,
    /// Of so many replications it is kept when each order closed: they say when it is likely to.
    most: usize,
}

/// When orders closed, of all orders and replications that are kept.
const MOST_ENDS: usize = 1 << 21;

/// One order over the replications so far.
#[derive(Clone, Debug, Default, PartialEq)]
struct Row {
    /// From the plant's start to its closing, where it closed. Unit: minutes.
    finish: Running,
    /// When it closed in the replication in which it was earliest, and in that in which it was latest.
    range: Option<(End, End)>,
    /// When it closed in the first replications.
    ends: Vec<End>,
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
        let orders = model.orders.len();
        let most = (MOST_ENDS / orders.max(1)).max(1);
        let rows = Table::filled(orders, Row::default());
        Self { rows, waits: BTreeMap::new(), n: 0, most }
    }

    /// Adds the next replication. The order of replications decides the last bits of a mean.
    pub(super) fn add(&mut self, fates: &[Fate]) {
        self.n += 1;
        for ((id, row), fate) in (0..).map(OrderId::at).zip(&mut self.rows).zip(fates) {
            if let Some((material, wait)) = fate.waited {
                let sum = self.waits.entry((id, material)).or_default();
                *sum += wait;
            }
            if let End::At(at) = fate.end {
                row.finish.push(at.since_start().minutes());
            }
            let (first, last) = row.range.unwrap_or((fate.end, fate.end));
            row.range = Some((first.min(fate.end), last.max(fate.end)));
            if row.ends.len() < self.most {
                row.ends.push(fate.end);
            }
            if let Some(late) = fate.tardiness {
                row.tardiness.push(late.minutes());
                row.cost.push(fate.cost.value());
            }
            row.on_time += u32::from(fate.is_on_time);
            row.open += u32::from(fate.end == End::Open);
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
                finish: row.finish(),
                waited: self.waited(model, id),
            }
        };
        model.orders.enumerated().map(dated).collect()
    }

    /// The material for which an order waited longest, and for how long on average over the replications it waited for any.
    fn waited(&self, model: &Model, order: OrderId) -> Option<(String, Span)> {
        let own = self.waits.range((order, MaterialId::at(0))..);
        let own = own.take_while(|((of, _), _)| *of == order);
        let own: Vec<(MaterialId, Span)> = own.map(|(&(_, id), &wait)| (id, wait)).collect();
        let &(material, _) = own.iter().max_by_key(|&&(_, wait)| wait)?;
        let ticks: i64 = own.iter().map(|&(_, wait)| wait.ticks()).sum();
        let mean = Span::round(ticks as f64 / f64::from(self.n));
        Some((model.materials.get(material)?.name.clone(), mean))
    }

    /// How many orders there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        words.push(u64::from(self.n));
        for Row { finish, range, ends, tardiness, cost, on_time, open, short } in &self.rows {
            let (first, last) = range.unwrap_or((End::Open, End::Before));
            words.extend([first, last].map(End::word));
            put_all(words, ends, |words, end| words.push(end.word()));
            words.extend([finish, tardiness, cost].into_iter().flat_map(Running::words));
            words.extend([on_time, open, short].map(|&count| u64::from(count)));
        }
        words.push(self.waits.len() as u64);
        for (&(order, material), wait) in &self.waits {
            let place = [order.position() as u64, material.position() as u64];
            words.extend(place.into_iter().chain([wait.ticks().cast_unsigned()]));
        }
    }

    /// Takes over what [`Book::keep`] has written of the same orders.
    pub(super) fn go_on_from(&mut self, words: &mut Words) -> Option<()> {
        self.n = words.small()?;
        for row in &mut self.rows {
            let (first, last) = (words.end()?, words.end()?);
            let range = (first <= last).then_some((first, last));
            let ends = words.all(Words::end)?;
            let (finish, tardiness) = (Running::from_words(words)?, Running::from_words(words)?);
            let cost = Running::from_words(words)?;
            let (on_time, open, short) = (words.small()?, words.small()?, words.small()?);
            *row = Row { finish, range, ends, tardiness, cost, on_time, open, short };
        }
        for _ in 0..words.small()? {
            let order = OrderId::at(usize::try_from(words.small()?).ok()?);
            let material = MaterialId::at(usize::try_from(words.small()?).ok()?);
            self.waits.insert((order, material), words.time()?.since_start());
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
    /// When it closed at the earliest and at the latest, and by when it did in so many of the replications of which
    /// that is kept.
    fn finish(&self) -> Option<Finish> {
        let (earliest, latest) = self.range?;
        let mut ends = self.ends.clone();
        ends.sort_unstable();
        let [likely, p80, p95] = [50, 80, 95].map(|percent| {
            let needed = (ends.len() * percent).div_ceil(100);
            ends.get(needed.saturating_sub(1)).copied().unwrap_or(End::Open)
        });
        Some(Finish { earliest, likely, p80, p95, latest })
    }

    /// Replications in which the order was judged.
    fn judged(&self) -> u32 {
        u32::try_from(self.tardiness.n()).expect("fewer than 2^32 replications")
    }
}

impl End {
    /// As a word of what is kept; the last instants are none at which anything closes.
    const fn word(self) -> u64 {
        match self {
            Self::Before => i64::MIN.cast_unsigned(),
            Self::At(at) => at.ticks().cast_unsigned(),
            Self::Open => OPEN.cast_unsigned(),
            Self::Cancelled => i64::MAX.cast_unsigned(),
        }
    }
}

/// What is kept of an order that is open.
const OPEN: i64 = i64::MAX - 1;

impl Words<'_> {
    fn end(&mut self) -> Option<End> {
        Some(match self.next()?.cast_signed() {
            i64::MIN => End::Before,
            i64::MAX => End::Cancelled,
            OPEN => End::Open,
            ticks => End::At(Time::from_ticks(ticks)),
        })
    }
}

fn mean(values: &Running) -> Interval {
    made(Estimate::of_mean(values, LEVEL), Method::Student)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ends: &[End]) -> Row {
        let range = ends.iter().min().copied().zip(ends.iter().max().copied());
        Row { range, ends: ends.to_vec(), ..Row::default() }
    }

    fn told(ends: &[End]) -> Option<[End; 5]> {
        let told =
            |Finish { earliest, likely, p80, p95, latest }| [earliest, likely, p80, p95, latest];
        row(ends).finish().map(told)
    }

    /// What is not finished is later than all, and what was before measuring began is earlier.
    #[test]
    fn an_order_is_finished_by_when_it_was_in_so_many_of_the_runs() {
        let at = |hours| End::At(Time::ZERO + Span::from_hours(hours));
        let (before, open) = (End::Before, End::Open);
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[at(3)]), Some([at(3); 5]));
        assert_eq!(told(&[at(9), at(1), at(4)]), Some([at(1), at(4), at(9), at(9), at(9)]));
        assert_eq!(told(&[at(9), at(1)]), Some([at(1), at(1), at(9), at(9), at(9)]));
        assert_eq!(told(&[open, at(2), open, at(5)]), Some([at(2), at(5), open, open, open]));
        assert_eq!(told(&[open, at(2), open]), Some([at(2), open, open, open, open]));
        assert_eq!(told(&[before, at(2), before]), Some([before, before, at(2), at(2), at(2)]));
        // 16 of 20 are 80 %, and 19 are 95 %.
        let twenty: Vec<End> = (1..=20).rev().map(at).collect();
        assert_eq!(told(&twenty), Some([1, 10, 16, 19, 20].map(at)));
    }
}
