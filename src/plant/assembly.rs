//! Assembly: a machine takes parts out of stores, and they go into the part that came, or others come out.
//!
//! What is taken leaves its store when the cycle starts; what comes out is on the machine from then on.

use std::collections::VecDeque;

use super::cause::Token;
use super::part::Part;
use super::{Observer, Plant};
use crate::ids::{MachineId, OpenOrderId, PartId, ProductId, StationId, Table};
use crate::model::{Assembly, Model};
use crate::random::{mix, name_key};
use crate::units::{Span, Time};

/// Orders that wait for parts which are not there yet, because they are made of others.
#[derive(Debug)]
pub(super) struct Awaited {
    /// Of each product, the orders in the order in which they came, and how many parts each lacks.
    orders: Table<ProductId, VecDeque<(OpenOrderId, u32)>>,
    /// Part of the keys of what is made.
    keys: Table<ProductId, u64>,
}

impl Awaited {
    pub(super) fn new(model: &Model) -> Self {
        let takes = model.assemblies().next().is_some();
        let products = if takes { model.products.len() } else { 0 };
        let key = |product: &crate::model::Product| name_key(&["made", &product.name]);
        Self {
            orders: Table::filled(products, VecDeque::new()),
            keys: model.products.iter().filter(|_| takes).map(key).collect(),
        }
    }

    /// An order waits for parts of a product that are made of others.
    pub(super) fn put(&mut self, product: ProductId, order: OpenOrderId, quantity: u32) {
        if let Some(orders) = self.orders.get_mut(product) {
            orders.push_back((order, quantity));
        }
    }

    /// The order that a part of a product is for which is made now: the one that waits longest.
    fn take(&mut self, product: ProductId) -> Option<OpenOrderId> {
        let orders = self.orders.get_mut(product)?;
        let (order, lacks) = orders.front_mut()?;
        let order = *order;
        *lacks -= 1;
        if *lacks == 0 {
            orders.pop_front();
        }
        Some(order)
    }

    /// A part of a product is made for an order; whether that waits for one.
    fn take_for(&mut self, product: ProductId, order: OpenOrderId) -> bool {
        let Some(orders) = self.orders.get_mut(product) else { return false };
        let Some(place) = orders.iter().position(|&(other, _)| other == order) else {
            return false;
        };
        orders[place].1 -= 1;
        if orders[place].1 == 0 {
            orders.remove(place);
        }
        true
    }

    /// Whether parts of a product are still to be made for an order.
    pub(super) fn has(&self, product: ProductId, order: OpenOrderId) -> bool {
        let orders = self.orders.get(product).into_iter().flatten();
        orders.into_iter().any(|&(other, _)| other == order)
    }

    /// Parts that orders wait for.
    pub(super) fn parts(&self) -> u64 {
        self.orders.iter().flatten().map(|&(_, lacks)| u64::from(lacks)).sum()
    }
}

/// Of which order parts must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Any,
    /// Of this one, or of none.
    Order(Option<OpenOrderId>),
}

/// What came of the parts that were taken.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// The one that came into the plant first: its key, and when.
    key: u64,
    released: Time,
    /// What was there last.
    token: Token,
}

impl<O: Observer> Plant<'_, O> {
    /// A free machine takes what it needs, if all is there; whether another one may.
    pub(super) fn start_assembly(&mut self, station: StationId, assembly: &Assembly) -> bool {
        let comes_by = assembly.gives.is_empty();
        if comes_by {
            self.fill_store(station, 1);
        }
        for taken in &assembly.takes {
            self.fill_store(taken.store, taken.count);
        }
        if self.stop.is_some() {
            return false;
        }
        let Some(of) = self.what_is_there(station, assembly) else { return false };
        let machines = self.buffers.machines(station);
        let machine = self.machines.first_in_turn(machines).expect("one is available");
        let main = if comes_by { self.take_from(station, 1, of) } else { Vec::new() };
        self.buffers.machine_goes(station);
        let mut parts = Vec::new();
        for taken in &assembly.takes {
            parts.extend(
                self.take_from(taken.store, taken.count, of).into_iter().map(|p| (p, taken.store)),
            );
        }
        let origin = self.origin(&parts);
        let head = match main.first() {
            Some(&part) => {
                if O::CAUSES {
                    let token = self.parts.token(part).later(origin.token);
                    self.parts.set_token(part, token);
                }
                part
            }
            None => self.give(machine, assembly, origin, of),
        };
        for (part, store) in parts {
            self.take_in(part, store);
        }
        self.load(station, head, machine);
        if O::CAUSES {
            for taken in &assembly.takes {
                self.buffers.set_token(taken.store, self.buffers.token(station));
            }
        }
        self.stop.is_none()
    }

    /// Parts of a supply that never ends come, as many as are taken at once.
    fn fill_store(&mut self, store: StationId, count: u32) {
        while self.buffers.len(store) < count && self.stop.is_none() {
            let Some(supply) = self.buffers.supplied(store) else { return };
            let part = self.supply(supply);
            self.observer.queue_joined(store, self.now);
            self.buffers.join(store, part, &mut self.parts);
        }
    }

    /// Of which order all is there that is taken together: the first that can be, by the parts of the first
    /// store or those that come by; of any order where it need not be one. `None` if something is missing.
    ///
    /// Cost: of kits, a look at all parts in the stores for every order there.
    fn what_is_there(&self, station: StationId, assembly: &Assembly) -> Option<Of> {
        let main = assembly.gives.is_empty().then_some((station, 1));
        let takes = assembly.takes.iter().map(|taken| (taken.store, taken.count));
        let mut all = main.into_iter().chain(takes);
        if !assembly.kit {
            return all.all(|(store, count)| self.buffers.len(store) >= count).then_some(Of::Any);
        }
        let all: Vec<(StationId, u32)> = all.collect();
        let mut seen: Vec<Option<OpenOrderId>> = Vec::new();
        for part in self.buffers.iter(all.first()?.0, &self.parts) {
            let order = self.parts.get(part).order;
            if seen.contains(&order) {
                continue;
            }
            seen.push(order);
            let is_there = |&(store, count): &(StationId, u32)| {
                let parts = self.buffers.iter(store, &self.parts);
                let of = parts.filter(|&part| self.parts.get(part).order == order);
                of.take(count as usize).count() == count as usize
            };
            if all.iter().all(is_there) {
                return Some(Of::Order(order));
            }
        }
        None
    }

    /// Whether what a machine of a station takes next is there: a part in front, or at the end of a conveyor, and
    /// all that goes into it.
    pub(super) fn next_is_there(&self, station: StationId) -> bool {
        let is_there = |store: StationId, count: u32| {
            self.model.stations[store].supply.is_some()
                || self.buffers.len(store) + self.conveyors.held_for(store) >= count
        };
        let Some(assembly) = self.model.stations[station].assembly.as_deref() else {
            return is_there(station, 1);
        };
        if assembly.kit {
            return self.what_is_there(station, assembly).is_some();
        }
        (!assembly.gives.is_empty() || is_there(station, 1))
            && assembly.takes.iter().all(|taken| is_there(taken.store, taken.count))
    }

    /// Takes the parts that have waited longest out of a store.
    fn take_from(&mut self, store: StationId, count: u32, of: Of) -> Vec<PartId> {
        let is_right = |&part: &PartId| match of {
            Of::Any => true,
            Of::Order(order) => self.parts.get(part).order == order,
        };
        let parts = self.buffers.iter(store, &self.parts).filter(is_right);
        let chosen: Vec<PartId> = parts.take(count as usize).collect();
        let mut wanted = false;
        match of {
            Of::Any => {
                for _ in &chosen {
                    let taken = self.buffers.take_first(store, &self.parts);
                    wanted |= taken.is_some_and(|(_, wanted)| wanted);
                }
            }
            Of::Order(_) => wanted = self.buffers.take_some(store, &chosen, &mut self.parts),
        }
        if wanted {
            self.agenda.put_room(store);
        }
        chosen
    }

    /// Where the parts that are taken come from.
    fn origin(&self, parts: &[(PartId, StationId)]) -> Origin {
        let of = |&(part, _): &(PartId, StationId)| {
            let &Part { key, released, .. } = self.parts.get(part);
            Origin { key, released, token: self.parts.token(part) }
        };
        let oldest = |one: Origin, other: Origin| {
            let token = one.token.later(other.token);
            let oldest = if other.released < one.released { other } else { one };
            Origin { token, ..oldest }
        };
        parts.iter().map(of).reduce(oldest).expect("a station that takes parts takes one")
    }

    /// A part out of a store goes into another one.
    fn take_in(&mut self, part: PartId, store: StationId) {
        let &Part { product, key, released, arrived, .. } = self.parts.get(part);
        self.observer.queue_left(store, self.now - arrived, self.now);
        self.observer.taken(product, key, released, self.now);
        self.return_cards_in_front(part);
        self.forget(part);
    }

    /// What comes out of a cycle is on the machine from its start: the part whose cycle is that of all.
    fn give(&mut self, machine: MachineId, assembly: &Assembly, origin: Origin, of: Of) -> PartId {
        let mut given: Vec<PartId> = Vec::new();
        for made in &assembly.gives {
            for number in 0..made.count {
                let key = mix(mix(origin.key, self.awaited.keys[made.product]), u64::from(number));
                let order = self.order_of_made(made.product, of);
                let part = Part {
                    key,
                    released: origin.released,
                    arrived: self.now,
                    cycle: Span::ZERO,
                    product: made.product,
                    order,
                    place: made.place,
                    visit: 0,
                };
                let part = self.create(part, origin.token);
                self.settle_in(part, made.place);
                given.push(part);
            }
        }
        self.batches.note_size(machine, given.len());
        let head = self.head(&given);
        if given.len() > 1 {
            given.retain(|&part| part != head);
            given.reverse();
            self.batches.put(machine, given);
        }
        head
    }

    /// The order of a part that is made now: that of its kit, or the one that waits longest.
    fn order_of_made(&mut self, product: ProductId, of: Of) -> Option<OpenOrderId> {
        let Of::Order(Some(order)) = of else { return self.awaited.take(product) };
        if !self.awaited.take_for(product, order) {
            // Nobody has ordered it by itself: the order waits for what it goes into.
            self.orders.wait_for_more(order, 1);
        }
        Some(order)
    }

    /// Parts come with those of an order, to be taken for them.
    pub(super) fn release_along(
        &mut self,
        product: ProductId,
        quantity: u32,
        order: OpenOrderId,
        key: u64,
        token: Token,
    ) {
        let model = self.model;
        for along in &model.products[product].along {
            let count = along.with(quantity);
            let order = along.kit.then_some(order);
            if let Some(order) = order {
                self.orders.wait_for_more(order, count);
            }
            let first = model.lines
                [self.choose_line(along.product, u32::try_from(count).unwrap_or(u32::MAX), None)]
            .steps
            .first();
            let place = model.steps[first].places.first();
            let key = mix(key, self.awaited.keys[along.product]);
            for unit in 0..count {
                if self.stop.is_some() {
                    if order.is_some() {
                        self.orders.keep_out(count - unit);
                    }
                    break;
                }
                let part = Part {
                    key: mix(key, unit + 1),
                    released: self.now,
                    arrived: self.now,
                    cycle: Span::ZERO,
                    product: along.product,
                    order,
                    place,
                    visit: 0,
                };
                let part = self.create(part, token);
                self.enter_route(part, first);
            }
        }
    }
}
