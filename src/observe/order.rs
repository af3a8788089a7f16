//! What becomes of orders: counted for each demand, for the book, and for each order of the book.
//!
//! An order is judged as soon as its fate is certain: when it closes, when its due date has passed,
//! or when it is short. It is short from the moment one of its parts is thrown away: whatever
//! leaves later, it is never complete, so it is never on time.

use super::lasting::Lasting;
use super::{Ordered, Placed, Series};
use crate::ids::{CustomerId, DemandId, LineId, MaterialId, OrderId, ProductId, Table};
use crate::model::{Model, Penalty};
use crate::statistics::Spread;
use crate::units::{Money, Span, Time};

/// What is counted of orders that have something in common, or of one dated order.
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
    /// Those that are judged and not short.
    pub whole: u64,
    /// Their lateness, below zero before the due date. Unit: ticks.
    pub lateness: i128,
    /// What those that are late or short cost.
    pub cost: Money,
    /// Orders that were cancelled before they were done.
    pub cancelled: u64,
    /// Orders that became more urgent than they were, by `expedite` of `[control]`.
    pub expedited: u64,
    /// Parts of those that are judged.
    pub parts_judged: u64,
    /// Parts of them that left on time.
    pub parts_on_time: u64,
}

impl OrderTally {
    fn merge(&mut self, other: &Self) {
        self.opened += other.opened;
        self.closed += other.closed;
        self.short += other.short;
        self.judged += other.judged;
        self.late += other.late;
        self.tardiness += other.tardiness;
        self.whole += other.whole;
        self.lateness += other.lateness;
        self.cost += other.cost;
        self.cancelled += other.cancelled;
        self.expedited += other.expedited;
        self.parts_judged += other.parts_judged;
        self.parts_on_time += other.parts_on_time;
    }

    /// Whether it is on time, if that is judged.
    fn close(&mut self, order: &Fate<'_>, now: Time) -> Option<bool> {
        self.closed += 1;
        self.short += u64::from(order.placed.is_short());
        let due = order.placed.due?;
        self.expedited += u64::from(order.is_expedited(due, now));
        let is_on_time = self.judge(order, due, order.placed.is_short(), now);
        let placed = order.placed;
        let rest = placed.quantity - placed.shipped.parts.min(placed.quantity);
        let rest = if now > due { 0 } else { rest - placed.missing.min(rest) };
        self.parts_on_time += u64::from(rest);
        Some(is_on_time)
    }

    /// The same of an order that is open at the end.
    fn judge_open(&mut self, order: &Fate<'_>, now: Time) -> Option<bool> {
        let is_short = order.placed.is_short();
        self.short += u64::from(is_short);
        let due = order.placed.due?;
        self.expedited += u64::from(order.is_expedited(due, now));
        let due = Some(due).filter(|&due| due <= now || is_short)?;
        // An order that is due at this very instant and not complete is late by nothing.
        Some(self.judge(order, due, true, now))
    }

    fn judge(&mut self, order: &Fate<'_>, due: Time, is_missed: bool, now: Time) -> bool {
        let lateness = now - due;
        let late = lateness.max(Span::ZERO);
        self.judged += 1;
        self.parts_judged += u64::from(order.placed.quantity);
        self.parts_on_time += u64::from(order.placed.shipped.on_time);
        self.tardiness += i128::from(late.ticks());
        let is_late = is_missed || !late.is_zero();
        if is_late {
            self.late += 1;
            let late = order.placed.mean_late(late);
            self.cost += order.penalty.map_or(Money::ZERO, |penalty| penalty.of(late));
        }
        if !order.placed.is_short() {
            self.whole += 1;
            self.lateness += i128::from(lateness.ticks());
        }
        !is_late
    }
}

/// What judged orders are worth, of products with a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// How many they are.
    pub orders: u64,
    /// What all their parts sell for.
    pub judged: Money,
    /// Those of them that are on time.
    pub on_time: Money,
}

impl Worth {
    fn merge(&mut self, other: &Self) {
        self.orders += other.orders;
        self.judged += other.judged;
        self.on_time += other.on_time;
    }

    /// Adds an order that is judged to be on time or not, if it has a price.
    fn add(&mut self, fate: &Fate<'_>, is_on_time: Option<bool>) {
        let (Some(price), Some(is_on_time)) = (fate.price, is_on_time) else { return };
        let worth = price.times(fate.placed.quantity);
        self.orders += 1;
        self.judged += worth;
        if is_on_time {
            self.on_time += worth;
        }
    }
}

/// An order, what it costs that it is late, and what a part of it sells for.
struct Fate<'a> {
    placed: &'a Placed,
    penalty: Option<&'a Penalty>,
    price: Option<Money>,
    /// How late it is when it becomes more urgent.
    hurry: Option<Span>,
}

impl Fate<'_> {
    fn is_expedited(&self, due: Time, now: Time) -> bool {
        self.placed.opened <= now && self.hurry.is_some_and(|late| due + late <= now)
    }
}

/// What is counted of orders that have something in common, and their times.
///
/// Memory: that of two [`Spread`]s, and two times for each order that is open at the end.
#[derive(Clone, Debug, Default)]
pub struct OrderGroup {
    tally: OrderTally,
    worth: Worth,
    /// From opening to closing, of those that are not short. Unit: ticks.
    lead: Spread,
    /// From due to closing, of those that are not short. Unit: ticks.
    lateness: Spread,
    /// The same of orders that are open at the end, so far.
    open_lead: Vec<i64>,
    open_lateness: Vec<i64>,
}

impl OrderGroup {
    /// What is counted.
    pub const fn tally(&self) -> &OrderTally {
        &self.tally
    }

    /// What those that are judged are worth.
    pub const fn worth(&self) -> &Worth {
        &self.worth
    }

    /// Quantiles of the lead time of orders that are not short, by hundredths; `None` if there are none. Those that
    /// are open count as longer than their time so far. Unit: ticks.
    pub fn lead_times<const N: usize>(&self, percent: [u8; N]) -> Option<[f64; N]> {
        self.lead.quantiles(self.open_lead.clone(), percent)
    }

    /// Quantiles of lateness, below zero before the due date, as those of the lead time.
    pub fn lateness<const N: usize>(&self, percent: [u8; N]) -> Option<[f64; N]> {
        self.lateness.quantiles(self.open_lateness.clone(), percent)
    }

    /// Adds what was counted of other orders.
    fn merge(&mut self, other: &Self) {
        self.tally.merge(&other.tally);
        self.worth.merge(&other.worth);
        self.lead.merge(&other.lead);
        self.lateness.merge(&other.lateness);
        self.open_lead.extend_from_slice(&other.open_lead);
        self.open_lateness.extend_from_slice(&other.open_lateness);
    }

    fn close(&mut self, fate: &Fate<'_>, now: Time) {
        let is_on_time = self.tally.close(fate, now);
        self.worth.add(fate, is_on_time);
        let order = fate.placed;
        if order.is_short() {
            return;
        }
        self.lead.add((now - order.opened).ticks());
        if let Some(due) = order.due {
            self.lateness.add((now - due).ticks());
        }
    }

    fn judge_open(&mut self, fate: &Fate<'_>, now: Time) {
        let is_on_time = self.tally.judge_open(fate, now);
        self.worth.add(fate, is_on_time);
        let order = fate.placed;
        if order.is_short() {
            return;
        }
        if order.opened <= now {
            self.open_lead.push((now - order.opened).ticks());
        }
        self.open_lateness.extend(order.due.map(|due| (now - due).ticks()));
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
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// The material for which its parts waited longest, and for how long one of them did.
    pub waited: Option<(MaterialId, Span)>,
}

/// What is counted of all orders. Memory: one row a demand, a product, a line, a customer and a dated order.
#[derive(Clone, Debug)]
pub(super) struct Orders {
    /// Of the dated orders.
    book: OrderGroup,
    pub(super) demands: Table<DemandId, OrderGroup>,
    /// Empty where all orders are for one product.
    pub(super) products: Table<ProductId, OrderGroup>,
    pub(super) customers: Table<CustomerId, OrderGroup>,
    pub(super) lines: ByLine,
    terms: Terms,
    hurry: Option<Span>,
    /// How many are open.
    lasting: Lasting,
    pub(super) dated: Table<OrderId, DatedTally>,
}

impl Orders {
    /// Nothing counted yet; how many are open in stretches that begin so long.
    pub(super) fn new(model: &Model, stretch: Span) -> Self {
        let is_waited_for = !model.orders.is_empty() || model.has_promises();
        let lasting = if is_waited_for { Lasting::new(stretch) } else { Lasting::default() };
        let products = if model.has_orders_by_product() { model.products.len() } else { 0 };
        // Nothing is counted yet, but it is known which orders are cancelled before they are made.
        let dated = |id| DatedTally { is_cancelled: model.is_dropped(id), ..DatedTally::default() };
        Self {
            book: OrderGroup::default(),
            demands: Table::filled(model.demands.len(), OrderGroup::default()),
            products: Table::filled(products, OrderGroup::default()),
            customers: Table::filled(model.customers.len(), OrderGroup::default()),
            lines: ByLine::new(model),
            terms: Terms::new(model),
            hurry: model.hurry.map(|hurry| hurry.late_by),
            lasting,
            dated: model.orders.ids().map(dated).collect(),
        }
    }

    /// Of all orders together. Cost: that of their times, which are copied.
    pub(super) fn all(&self) -> OrderGroup {
        let mut all = self.book.clone();
        self.demands.iter().for_each(|group| all.merge(group));
        all
    }

    /// Forgets what was counted: the end of the warm-up.
    pub(super) fn restart(&mut self) {
        let groups = self.demands.iter_mut().chain(&mut self.products).chain(&mut self.customers);
        let groups = groups.chain(&mut self.lines.groups);
        groups.chain([&mut self.book]).for_each(|group| *group = OrderGroup::default());
        for row in &mut self.dated {
            let is_past = row.is_past || row.closed_at.is_some();
            let is_cancelled = row.is_cancelled;
            *row = DatedTally { is_past, is_cancelled, ..DatedTally::default() };
        }
    }

    pub(super) fn open(&mut self, order: &Placed) {
        self.each(order, |row, _| row.tally.opened += 1, |row, _| row.opened += 1);
    }

    pub(super) fn close(&mut self, order: &Placed, now: Time) {
        self.each(
            order,
            |row, fate| row.close(fate, now),
            |row, fate| {
                row.close(fate, now);
            },
        );
        if let Ordered::Book(order) = order.ordered {
            self.dated[order].closed_at = Some(now);
        }
        self.lasting.add(order.opened, order.due, now);
    }

    /// An order is none any more: nobody waits for it.
    pub(super) fn cancel(&mut self, order: &Placed, now: Time) {
        self.each(order, |row, _| row.tally.cancelled += 1, |row, _| row.cancelled += 1);
        if let Ordered::Book(order) = order.ordered {
            self.dated[order].is_cancelled = true;
        }
        if order.opened <= now {
            self.lasting.add(order.opened, None, now);
        }
    }

    pub(super) fn judge_open(&mut self, order: &Placed, now: Time) {
        self.each(
            order,
            |row, fate| row.judge_open(fate, now),
            |row, fate| {
                row.judge_open(fate, now);
            },
        );
        self.lasting.add(order.opened, order.due, now);
    }

    /// Gives what was counted of open orders to the series of the run.
    pub(super) fn give_lasting(&mut self, series: &mut Series) {
        self.lasting.give(series);
    }

    /// Counts in every group that the order belongs to, and in its own row.
    fn each(
        &mut self,
        order: &Placed,
        count: impl Fn(&mut OrderGroup, &Fate<'_>),
        count_dated: impl Fn(&mut OrderTally, &Fate<'_>),
    ) {
        let price = self.terms.prices.get(order.product).copied().flatten();
        let penalty = self.terms.penalty(order.ordered);
        let fate = Fate { placed: order, penalty, price, hurry: self.hurry };
        if let Some(row) = self.products.get_mut(order.product) {
            count(row, &fate);
        }
        if let Some(customer) = self.terms.customer(order.ordered) {
            count(&mut self.customers[customer], &fate);
        }
        if let Some(line) = self.lines.of(order) {
            count(line, &fate);
        }
        match order.ordered {
            Ordered::Demand(demand) => count(&mut self.demands[demand], &fate),
            // Nobody outside waits for it, and nobody is told.
            Ordered::Stock(_) => {}
            Ordered::Book(order) => {
                count(&mut self.book, &fate);
                count_dated(&mut self.dated[order].order, &fate);
            }
        }
    }
}

/// What is counted of orders by the line that makes them. Empty where no product has several.
#[derive(Clone, Debug, Default)]
pub(super) struct ByLine {
    /// By the position of the name of the line.
    pub(super) groups: Vec<OrderGroup>,
    /// The position of each line, if it is told of.
    positions: Table<LineId, Option<usize>>,
    /// The line of products that only one makes.
    only: Table<ProductId, Option<LineId>>,
}

impl ByLine {
    fn new(model: &Model) -> Self {
        let names = model.lines_of_orders();
        if names.is_empty() {
            return Self::default();
        }
        let position = |line| names.iter().position(|name| model.is_line(line, name));
        Self {
            groups: vec![OrderGroup::default(); names.len()],
            positions: model.lines.ids().map(position).collect(),
            only: model.products.ids().map(|product| model.only_line(product)).collect(),
        }
    }

    /// Where orders of the line that makes this one are counted.
    fn of(&mut self, order: &Placed) -> Option<&mut OrderGroup> {
        let line = order.line.or_else(|| self.only.get(order.product).copied().flatten())?;
        let position = self.positions.get(line).copied().flatten()?;
        self.groups.get_mut(position)
    }
}

/// What is agreed with customers. Empty where nothing is.
#[derive(Clone, Debug, Default)]
struct Terms {
    /// What a part sells for; empty where that is not told of orders.
    prices: Table<ProductId, Option<Money>>,
    demands: Table<DemandId, (Option<CustomerId>, Option<Penalty>)>,
    orders: Table<OrderId, (Option<CustomerId>, Option<Penalty>)>,
}

impl Terms {
    fn new(model: &Model) -> Self {
        let prices = if model.has_promised_value() {
            model.products.ids().map(|product| model.price(product)).collect()
        } else {
            Table::default()
        };
        if model.customers.is_empty() && !model.has_penalties() {
            return Self { prices, ..Self::default() };
        }
        Self {
            prices,
            demands: model.demands.iter().map(|row| (row.customer, row.penalty)).collect(),
            orders: model.orders.iter().map(|row| (row.customer, row.penalty)).collect(),
        }
    }

    fn of(&self, ordered: Ordered) -> Option<&(Option<CustomerId>, Option<Penalty>)> {
        match ordered {
            Ordered::Demand(demand) => self.demands.get(demand),
            Ordered::Book(order) => self.orders.get(order),
            Ordered::Stock(_) => None,
        }
    }

    fn penalty(&self, ordered: Ordered) -> Option<&Penalty> {
        self.of(ordered).and_then(|(_, penalty)| penalty.as_ref())
    }

    fn customer(&self, ordered: Ordered) -> Option<CustomerId> {
        self.of(ordered).and_then(|(customer, _)| *customer)
    }
}
