//! Orders: random demands, the dated order book, and the parts they bring into the plant.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

mod asked;
mod dates;
mod done;
mod later;
mod open;
mod replaced;

use std::ops::Range;

use self::later::{Later, What};
pub(super) use self::open::Open;
use self::replaced::extra;
pub(super) use self::replaced::extra_of;
use super::cause::Token;
use super::part::Part;
use super::today::FromToday;
use super::{Observer, Plant, Stop};
use crate::ids::{
    DemandId, Id, LineId, OpenOrderId, OrderId, PartId, PlaceId, ProductId, SupplyId, Table,
};
use crate::model::{Model, Order};
use crate::observe::{Label, Ordered, Placed};
use crate::random::{mix, name_key};
use crate::units::{Span, Time};

/// Parts of an open order that come in.
#[derive(Clone, Copy, Debug)]
struct Release {
    order: OpenOrderId,
    product: ProductId,
    quantity: u32,
    token: Token,
}

/// Key of all random numbers of a dated order.
pub(super) fn key_of(order: &Order) -> u64 {
    name_key(&["order", &order.name])
}

/// Orders inside the plant and where the next ones come from.
#[derive(Debug)]
pub(super) struct Orders {
    open: Table<OpenOrderId, Option<Open>>,
    /// What happens to orders at an instant to come.
    later: Later,
    /// Share of an order that is started beyond it on each line; empty in a plant without.
    extra: Table<LineId, f64>,
    free: Vec<OpenOrderId>,
    /// What was in work at the start.
    pub(super) today: FromToday,
    /// Orders, and lots of them, so far.
    serial: u64,
    /// First order of the book that is not released.
    next: usize,
    /// Dated orders that are not complete, released or not.
    dated_left: usize,
    /// Whether orders weigh differently for rules that ask for it.
    weighs: bool,
    /// Parts of orders that did not come in any more, because there were too many inside.
    kept_out: u64,
    demand_key: Table<DemandId, u64>,
    demand_count: Table<DemandId, u64>,
    demand_token: Table<DemandId, Token>,
    supply: Table<SupplyId, Supplied>,
}

/// The next part of an unlimited supply.
#[derive(Clone, Copy, Debug)]
struct Supplied {
    product: ProductId,
    /// Where its parts begin.
    place: PlaceId,
    /// Key of the supply.
    key: u64,
    /// How many came before.
    count: u64,
    /// Key of the next part, and how long its first cycle takes: found one part ahead.
    next_key: u64,
    next_cycle: Span,
}

impl Orders {
    pub(super) fn new(model: &Model) -> Self {
        let demands = model.demands.len();
        let supplied = |supply: &crate::model::Supply| {
            let line = &model.lines[supply.line];
            let product = &model.products[supply.product];
            let key = match product.lines.len() {
                1 => name_key(&["line", &product.name]),
                _ => name_key(&["line", &product.name, &line.name]),
            };
            Supplied {
                product: supply.product,
                place: model.steps[line.steps.first()].places.first(),
                key,
                count: 0,
                next_key: 0,
                next_cycle: Span::ZERO,
            }
        };
        Self {
            open: Table::new(),
            later: Later::default(),
            extra: extra(model),
            free: Vec::new(),
            today: FromToday::default(),
            serial: 0,
            next: 0,
            dated_left: model.orders.len(),
            weighs: model.weighs_orders(),
            kept_out: 0,
            demand_key: model.demands.iter().map(|d| name_key(&["demand", &d.name])).collect(),
            demand_count: Table::filled(demands, 0),
            demand_token: Table::filled(demands, Token::default()),
            supply: model.supplies.iter().map(supplied).collect(),
        }
    }

    /// Dated orders that are not complete.
    pub(super) const fn dated_left(&self) -> usize {
        self.dated_left
    }

    /// When an open order is promised.
    pub(super) fn due(&self, order: OpenOrderId) -> Option<Time> {
        self.open[order].as_ref().and_then(|open| open.placed.due)
    }

    /// When an open order came in.
    pub(super) fn opened(&self, order: OpenOrderId) -> Option<Time> {
        self.open[order].as_ref().map(|open| open.placed.opened)
    }

    /// When an open order came in, and when it is promised.
    pub(super) fn promised(&self, order: OpenOrderId) -> Option<(Time, Time)> {
        self.open[order].as_ref().and_then(|open| Some((open.placed.opened, open.placed.due?)))
    }

    /// Who ordered, and the number of the order among those of a demand; nothing if it is complete.
    pub(super) fn ordered(&self, order: OpenOrderId) -> Option<(Ordered, u64)> {
        self.open[order].as_ref().map(|open| (open.placed.ordered, open.placed.number))
    }

    /// Position of the first order of the book that is not released.
    pub(super) const fn next(&self) -> usize {
        self.next
    }

    /// What was ordered with an open order.
    pub(super) fn placed(&self, order: OpenOrderId) -> Option<Placed> {
        self.open[order].as_ref().map(|open| open.placed)
    }

    /// An order waits for more parts that belong to it.
    pub(super) fn wait_for_more(&mut self, order: OpenOrderId, parts: u64) {
        self.add_parts(order, u32::try_from(parts).unwrap_or(u32::MAX));
    }

    /// Parts of orders did not come in any more.
    pub(super) const fn keep_out(&mut self, parts: u64) {
        self.kept_out += parts;
    }

    /// Parts inside that the open orders still wait for.
    pub(super) fn parts_left(&self, model: &Model) -> u64 {
        let left: u64 = self.open.iter().flatten().map(|open| u64::from(open.left)).sum();
        let to_come = self.today.to_come(|order| model.made_of(order));
        left - self.kept_out - to_come - self.later.to_come()
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Books the first order of every demand and of the book, and finds the first part of every
    /// supply.
    pub(super) fn book_demand(&mut self) {
        for supply in self.model.supplies.ids() {
            self.find_next(supply);
        }
        for demand in self.model.demands.ids() {
            self.book_next_arrival(demand);
        }
        self.drop_cancelled();
        self.book_next_release();
    }

    fn book_next_arrival(&mut self, demand: DemandId) {
        let number = self.orders.demand_count[demand];
        let row = &self.model.demands[demand];
        let gap = row.every.sample(self.streams.arrival[demand], number, 0);
        let at = match &row.rates {
            None => self.now + Span::round(gap),
            Some(rates) => rates.after(self.now, gap),
        };
        // What never comes is no event.
        if at < Time::NEVER {
            self.events.book(self.slots.demand(demand), at);
        }
    }

    /// Books when the next order of the book comes in, or what was held at the start.
    pub(super) fn book_next_release(&mut self) {
        let order = self.model.orders.get(OrderId::at(self.orders.next)).map(|order| order.release);
        let order = order.map(|release| release.max(Time::ZERO));
        let next = [order, self.orders.today.next(), self.orders.later.next()];
        let next = next.into_iter().flatten().min();
        if let Some(next) = next {
            self.events.book(self.slots.book(), next);
        }
    }

    /// A random order arrives.
    pub(super) fn order_arrives(&mut self, demand: DemandId) {
        let model = self.model;
        let row = &model.demands[demand];
        let number = self.orders.demand_count[demand];
        self.orders.demand_count[demand] += 1;
        let mut token = Token::new(self.now, 0);
        if O::CAUSES {
            let started = self.orders.demand_token[demand];
            token = self.end_activity(Label::Demand(demand), started);
            self.orders.demand_token[demand] = token;
        }
        let choices = &model.demand_products[row.first_product as usize..row.end_product as usize];
        let product = if let [(_, only)] = choices {
            *only
        } else {
            let u = self.streams.product[demand].uniform(number, 0, 0);
            let chosen = choices.iter().find(|(cumulated, _)| u <= *cumulated);
            chosen.or(choices.last()).expect("a demand has a product").1
        };
        let quantity = row.quantity.sample(self.streams.quantity[demand], number, 0);
        let key = mix(self.orders.demand_key[demand], number);
        let quantity = count(quantity);
        let added = row.due_by.map_or(Span::ZERO, |by| model.due_by(by, product, quantity));
        let due = row.due_in.map(|promise| model.due(promise, self.now) + added);
        // Who orders no part orders nothing: there is no order to be on time.
        if quantity > 0 {
            self.release(Ordered::Demand(demand), product, quantity, key, due, token);
        }
        self.book_next_arrival(demand);
    }

    /// Dated orders whose release has come enter the plant.
    pub(super) fn release_book(&mut self) {
        let model = self.model;
        self.let_held_come();
        while let Some(order) = model.orders.get(OrderId::at(self.orders.next)) {
            if order.release > self.now {
                break;
            }
            let id = OrderId::at(self.orders.next);
            self.orders.next += 1;
            let begun = self.orders.today.take(id);
            // What is in work of it goes on without the rest.
            if model.is_never_made(order) {
                continue;
            }
            let mut token = Token::new(self.now, 0);
            if O::CAUSES && order.release > Time::ZERO {
                token = self.end_activity(Label::Release(id), Token::default());
            }
            let key = key_of(order);
            if let Some(begun) = begun {
                self.bring_in(order.product, begun.parts..order.quantity, begun.order, token);
                continue;
            }
            self.release(Ordered::Book(id), order.product, order.quantity, key, order.due, token);
        }
        self.do_what_is_due();
        self.book_next_release();
    }

    /// What comes in now. In a book that starts from what is in work it may have been released before the start.
    #[inline]
    pub(super) fn placed(
        &self,
        ordered: Ordered,
        (product, quantity): (ProductId, u32),
        due: Option<Time>,
    ) -> Placed {
        let (opened, number) = match ordered {
            Ordered::Book(order) => (self.model.orders[order].release.min(self.now), 0),
            Ordered::Demand(demand) => (self.now, self.orders.demand_count[demand] - 1),
            Ordered::Stock(_) => (self.now, 0),
        };
        Placed { number, quantity, ..Placed::new(ordered, product, opened, due) }
    }

    /// An order comes in: from stock, or with its parts.
    pub(super) fn release(
        &mut self,
        ordered: Ordered,
        product: ProductId,
        quantity: u32,
        key: u64,
        due: Option<Time>,
        token: Token,
    ) {
        let placed = self.placed(ordered, (product, quantity), due);
        let short = &self.model.products[product].short;
        let open = Open::new(placed, short, (quantity, key));
        if let Ordered::Stock(material) = ordered {
            let order = self.orders.add(open);
            self.begin_for_stock(material, order, quantity);
            self.open_claims(order, ordered, product, &(0..quantity));
            return self.bring_in(product, 0..quantity, order, token);
        }
        self.observer.order_opened(placed, self.now);
        if let Some(material) = self.model.products[product].stock {
            let order = self.orders.add(Open { left: 0, ..open });
            self.note_dates(order);
            return self.order_from_stock(material, (placed, order), quantity, token);
        }
        let order = self.orders.add(open);
        self.note_dates(order);
        let release = Release { order, product, quantity, token };
        match self.model.frozen.filter(|_| matches!(ordered, Ordered::Demand(_))) {
            None => self.let_order_in(release),
            Some(frozen) => {
                self.announce(product, quantity);
                self.orders.later.add(self.now + frozen, What::Enter(release));
                self.book_next_release();
            }
        }
    }

    /// The parts of an order come in, lot by lot.
    #[inline]
    fn let_order_in(&mut self, Release { order, product, quantity, token }: Release) {
        let size = self.model.products[product].lot_size.unwrap_or(quantity);
        let ordered = self.orders.get(order).placed.ordered;
        if size >= quantity {
            if self.has_rare_ways {
                self.open_claims(order, ordered, product, &(0..quantity));
            }
            return self.bring_in(product, 0..quantity, order, token);
        }
        let lots = quantity.div_ceil(size);
        let whole = self.orders.get_mut(order);
        (whole.left, whole.lots, whole.to_go) = (0, lots, quantity);
        let whole = *whole;
        for lot in 0..lots {
            if self.stop == Some(Stop::TooManyParts) {
                return;
            }
            let units = lot * size..quantity.min((lot + 1).saturating_mul(size));
            let parts = units.end - units.start;
            let placed = Placed { quantity: parts, ..whole.placed };
            let own = Open { placed, left: parts, of: Some(order), lots: 0, to_go: 0, ..whole };
            let own = self.orders.add(own);
            self.open_claims(own, ordered, product, &units);
            self.bring_in(product, units, own, token);
        }
    }

    /// The parts of an order come in.
    #[inline]
    fn bring_in(
        &mut self,
        product: ProductId,
        units: Range<u32>,
        order: OpenOrderId,
        token: Token,
    ) {
        let quantity = units.end - units.start;
        let key = self.orders.get(order).key;
        if self.model.products[product].is_made {
            self.awaited.put(product, order, quantity);
            return self.release_along(product, quantity, order, key, token);
        }
        if quantity == 0 {
            return;
        }
        let line = self.choose_line(product, quantity, Some(order));
        let extra = self.orders.start_extra(order, line, &units);
        self.observer.made_on(line, quantity + extra, self.now);
        for number in 0..quantity + extra {
            if self.stop == Some(Stop::TooManyParts) {
                self.orders.kept_out += u64::from(quantity + extra - number);
                return;
            }
            let is_extra = number >= quantity;
            let unit = if is_extra { self.orders.next_unit(order) } else { units.start + number };
            self.bring_part_in(product, (order, unit), line, token);
        }
        if !self.model.products[product].along.is_empty() {
            self.release_along(product, quantity, order, key, token);
        }
    }

    /// A part of an order comes in, and goes to a line.
    fn bring_part_in(
        &mut self,
        product: ProductId,
        (order, unit): (OpenOrderId, u32),
        line: LineId,
        token: Token,
    ) {
        let first = self.model.lines[line].steps.first();
        let part = Part {
            key: mix(self.orders.get(order).key, u64::from(unit) + 1),
            released: self.now,
            arrived: self.now,
            cycle: Span::ZERO,
            product,
            order: Some(order),
            place: self.model.steps[first].places.first(),
            visit: 0,
        };
        let part = self.create(part, token);
        self.enter_route(part, first);
    }

    /// A part of the unlimited supply, at its first station.
    #[inline(never)]
    pub(super) fn supply(&mut self, supply: SupplyId) -> PartId {
        let row = &mut self.orders.supply[supply];
        row.count += 1;
        let &mut Supplied { product, place, next_key: key, next_cycle: cycle, .. } = row;
        let part = Part {
            key,
            released: self.now,
            arrived: self.now,
            cycle,
            product,
            order: None,
            place,
            visit: 0,
        };
        let part = self.create(part, Token::default());
        self.parts.next_visit(part, place, 0);
        self.find_next(supply);
        part
    }

    /// Finds key and first cycle of the next part of a supply.
    #[inline]
    pub(super) fn find_next(&mut self, supply: SupplyId) {
        let row = &mut self.orders.supply[supply];
        row.next_key = mix(row.key, row.count);
        row.next_cycle = self.places[row.place].cycle_time(row.next_key, 0);
    }

    /// A part comes into the plant.
    #[inline(always)]
    pub(super) fn create(&mut self, part: Part, token: Token) -> PartId {
        let id = self.parts.enter(part);
        if O::CAUSES {
            self.parts.set_token(id, token);
        }
        if self.parts.inside() > self.model.run.limits.parts {
            self.stop = Some(Stop::TooManyParts);
        }
        self.observer.released(part.product, part.key, self.now);
        if self.has_rare_ways {
            // A supply puts its parts where they begin.
            self.note_place(id, part.place);
            self.note_step(id, Some(self.model.places[part.place].step));
        }
        id
    }

    /// A part leaves the plant for good; its order may be complete.
    #[inline]
    pub(super) fn forget(&mut self, part: PartId) {
        if self.has_rare_ways {
            self.dedications.forget_part(part);
            self.note_step(part, None);
            self.may_be_clear(self.places[self.parts.get(part).place].station());
        }
        if let Some(order) = self.parts.get(part).order {
            self.one_less(order);
        }
        self.parts.leave(part);
    }
}

/// A drawn quantity as a number of parts.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn count(quantity: f64) -> u32 {
    libm::round(quantity) as u32
}
