//! `clearance` of a station: nothing of the last order, or product, is left before the next one comes in.

use super::compile::Compiler;
use super::{Model, Station, Target};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{ProductId, StationId, StepId};
use crate::scenario::{self, Written};

/// `clearance` of a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clearance {
    /// What may not be there together.
    pub between: Between,
    /// How far the last one must be gone.
    pub until: Until,
}

/// What may not be at a station together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Parts of different orders; those of no order count as one.
    Order,
    /// Parts of different products.
    Product,
}

/// How far the last order or product must be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Nothing of it stands in front or is on the machines.
    Left,
    /// Nothing of it stands in front.
    Taken,
}

impl Clearance {
    /// The clearance of a station.
    pub(super) fn of(table: &scenario::Station) -> Option<Self> {
        let given = &table.clearance.as_ref()?.value.0;
        let between = match given.between.as_ref()?.value {
            scenario::ClearedBetween::Order => Between::Order,
            scenario::ClearedBetween::Product => Between::Product,
        };
        let until = match given.until.as_ref().map(|until| until.value) {
            Some(scenario::ClearedUntil::Taken) => Until::Taken,
            Some(scenario::ClearedUntil::Left) | None => Until::Left,
        };
        Some(Self { between, until })
    }
}

impl Station {
    /// Whether parts may have to wait before it: for places, or for others to be gone.
    pub const fn may_keep_out(&self) -> bool {
        self.buffer.is_some() || self.clearance.is_some()
    }
}

impl Model {
    /// Where the parts stand that are kept out of a station: in front, or in the store of what it takes.
    pub fn front_of(&self, station: StationId) -> StationId {
        let mut stores = self.stations.enumerated();
        let own = |(_, row): &(_, &Station)| row.store.as_ref().is_some_and(|of| of.of == station);
        stores.find(own).map_or(station, |(id, _)| id)
    }

    /// Why parts cannot be kept out of a station, because of the station itself; and what to do.
    fn what_keeps_from_clearance(
        &self,
        station: StationId,
        clearance: Clearance,
    ) -> Option<(String, &'static str)> {
        let row = &self.stations[station];
        let name = &row.name;
        if let Some(assembly) = row.assembly.as_deref() {
            let is_plain = assembly.kit && assembly.takes.len() == 1 && !assembly.gives.is_empty();
            if !is_plain {
                let why = format!(
                    "`{name}` takes several things, what need not be of one order, or what goes into others"
                );
                return Some((why, "give a station before it the clearance"));
            }
            let is_of_order = clearance.between == Between::Order && clearance.until == Until::Left;
            if !is_of_order {
                let why = format!("`{name}` makes others of what it takes");
                return Some((why, "write `clearance = \"order\"`, until they have left"));
            }
        }
        if let Some(shared) = self.stations[self.front_of(station)].shared {
            let why = format!(
                "it has places in the shared buffer `{}`",
                self.shared_buffers[shared].name
            );
            return Some((why, "leave it out of `serves`, and give it a `buffer`"));
        }
        if row.takt.is_some() {
            return Some(("it belongs to a paced line".to_owned(), "leave `clearance` out"));
        }
        if self.stations[self.front_of(station)].supply.is_some() {
            let why = "its parts never end".to_owned();
            return Some((why, "add a demand or orders, or give a later station the clearance"));
        }
        None
    }

    /// Why parts cannot be kept out of a station on their way there; and what to do.
    fn what_leads_to_clearance(&self, station: StationId) -> Option<(String, &'static str)> {
        let front = self.front_of(station);
        let is_here = |step: StepId| {
            let mut places = self.steps[step].places.iter();
            places.any(|place| [station, front].contains(&self.places[place].station))
        };
        let is_taken = self.stations[station].clearance.map(|row| row.until) == Some(Until::Taken);
        for from in self.steps.ids() {
            for target in self.targets(from) {
                let Target::Step(to) = target else { continue };
                if !is_here(to) {
                    continue;
                }
                if self.control.door(Some(from), to).is_some() {
                    return Some(door());
                }
                if self.is_brought(from, to) {
                    let why = "a conveyor, a vehicle or a milk run brings its parts".to_owned();
                    return Some((why, "let it bring them to a station before"));
                }
                if is_taken && is_here(from) {
                    let why =
                        "parts come back to it from its own machines, on which another order \
                               may be in front then"
                            .to_owned();
                    return Some((why, "write `until = \"left\"`"));
                }
            }
        }
        let mut firsts = self.lines.iter().filter_map(|line| line.steps.iter().next());
        firsts.any(|first| is_here(first) && self.control.door(None, first).is_some()).then(door)
    }

    /// The product of all parts that come to a station, if it is one.
    fn only_product(&self, station: StationId) -> Option<ProductId> {
        let mut places = self.places.iter().filter(|place| place.station == station);
        let product = |place: &super::Place| self.steps[place.step].product;
        let first = product(places.next()?);
        places.all(|place| product(place) == first).then_some(first)
    }

    /// A product of the parts of a station that are of no order.
    fn without_order(&self, station: StationId) -> Option<ProductId> {
        let is_ordered = |product: ProductId| {
            let mut demands = self.demand_products.iter();
            demands.any(|&(_, other)| other == product)
                || self.orders.iter().any(|order| order.product == product)
        };
        let has_none = |&product: &ProductId| {
            let mut along = self.products.iter().flat_map(|row| &row.along);
            let mut makers = self.assemblies().map(|(_, row)| row).filter(|row| !row.kit);
            self.supplies.iter().any(|supply| supply.product == product)
                || along.any(|row| row.product == product && !row.kit)
                || makers.any(|row| row.gives.iter().any(|made| made.product == product))
                    && !is_ordered(product)
        };
        let here = [station, self.front_of(station)];
        let at = self.places.iter().filter(|place| here.contains(&place.station));
        at.map(|place| self.steps[place.step].product).find(has_none)
    }
}

fn door() -> (String, &'static str) {
    let why =
        "its parts take a card, or something of a pool, on their way, or give it back".to_owned();
    (why, "let the cards, or the pool, begin and end elsewhere")
}

impl Compiler<'_> {
    /// Complains about stations out of which parts cannot be kept; comes after the supplies.
    pub(super) fn check_clearances(&mut self) {
        let mut found: Vec<(Option<Spot>, String, &'static str)> = Vec::new();
        let mut vain = Vec::new();
        let model = &self.model;
        for (id, row) in model.stations.enumerated() {
            let Some(clearance) = row.clearance else { continue };
            let table = self.scenario.station.get(&row.name);
            let given = table.and_then(|table| table.clearance.as_ref());
            let spot = given.map(|Written { spot, .. }| *spot);
            let cannot = model
                .what_keeps_from_clearance(id, clearance)
                .or_else(|| model.what_leads_to_clearance(id));
            if let Some((why, hint)) = cannot {
                let message = format!("`{}` can have no clearance: {why}", row.name);
                found.push((spot, message, hint));
            } else if clearance.between == Between::Order
                && let Some(product) = model.without_order(id)
            {
                let product = &model.products[product].name;
                let message =
                    format!("parts of `{product}` come to `{}`, and are of no order", row.name);
                let hint = match model.only_product(id) {
                    Some(_) => "leave it out, or add a demand or orders",
                    None => "write `clearance = \"product\"`",
                };
                found.push((spot, message, hint));
            } else if clearance.between == Between::Product
                && let Some(only) = model.only_product(id)
            {
                let only = &model.products[only].name;
                let message =
                    format!("only parts of `{only}` come to `{}`: nothing is kept out", row.name);
                let hint = match model.without_order(id) {
                    Some(_) => "leave it out",
                    None => "write `clearance = \"order\"`, or leave it out",
                };
                let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
                vain.push(Diagnostic { spot, ..complaint });
            }
        }
        // What is taken stands in a store, out of which it is kept.
        for id in self.model.stations.ids() {
            let clearance = self.model.stations[id].clearance;
            let front = self.model.front_of(id);
            if clearance.is_some() {
                self.model.stations[front].clearance = clearance;
            }
        }
        for (spot, message, hint) in found {
            let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
        for complaint in vain {
            self.complain(complaint);
        }
    }
}
