//! `wip` of `[today]`: parts of dated orders that are in work when the plant starts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::names::{self, spot_of};
use super::{Model, Station};
use crate::diagnostic::{Diagnostic, Spot, code, meant};
use crate::ids::{
    CardsId, DoorId, MachineId, OrderId, PlaceId, ProductId, StationId, StepId, Table,
};
use crate::scenario::{InWork, Written};
use crate::units::{Span, Time};

/// Parts of an order that are at a station, or come to it, when the plant starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartsInWork {
    /// The order.
    pub order: OrderId,
    /// The step at the station.
    pub place: PlaceId,
    /// What they do.
    pub state: WipState,
    /// How many they are.
    pub quantity: u32,
}

/// What parts in work do when the plant starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WipState {
    /// One is on a machine, and so much is left of its cycle.
    Running(MachineId, Span),
    /// They stand in front of the station.
    Waiting,
    /// They come later.
    Held(Time),
}

impl Compiler<'_> {
    /// Whether the plant starts with orders in work.
    pub(super) fn starts_from_the_floor(&self) -> bool {
        !self.scenario.today.wip.order.is_empty()
    }

    /// Compiles what is in work at the start; comes after the order book, the cards and the assemblies.
    pub(super) fn compile_wip(&mut self) {
        if !self.starts_from_the_floor() {
            return;
        }
        self.refuse_warm_up();
        let scenario = self.scenario;
        let orders: BTreeMap<String, OrderId> =
            self.model.orders.enumerated().map(|(id, order)| (order.name.clone(), id)).collect();
        let mut rows = Vec::new();
        let mut machines: Table<_, u32> = Table::filled(self.model.stations.len(), 0);
        for (name, in_work) in scenario.today.wip.order.iter() {
            let Some(&order) = orders.get(&name.value) else {
                // A mistake in the order itself has been told.
                if scenario.order.get(&name.value).is_none() {
                    let known = scenario.order.names();
                    self.complain(names::unknown("order", name, "what is in work", known));
                }
                continue;
            };
            let first = rows.len();
            for (at, parts) in in_work.at.iter() {
                let Some(place) = self.place_in_work(order, at) else { continue };
                let station = self.model.places[place].station;
                let running = parts.running.iter().flat_map(|list| &list.value);
                for left in running {
                    let taken = &mut machines[station];
                    let free = self.model.stations[station].machines.iter().nth(*taken as usize);
                    *taken += 1;
                    let Some(machine) = free else {
                        self.refuse_running(at, left.spot);
                        break;
                    };
                    let state = WipState::Running(machine, left.value);
                    rows.push(PartsInWork { order, place, state, quantity: 1 });
                }
                rows.extend(self.standing(order, place, parts));
            }
            self.check_total(order, &rows[first..], name.spot);
        }
        rows.sort_by_key(|row| (row.order, Reverse(row.place), row.progress()));
        self.check_room_in_work(&rows);
        self.check_cards_in_work(&rows);
        if !rows.is_empty() {
            let message = "loads count parts in work with all their steps: what has been done of them is not left out";
            self.complain(Diagnostic::note(code::COUNTED, message));
        }
        self.model.wip = rows;
    }

    /// Parts in front of a station, and those that come to it.
    fn standing(&mut self, order: OrderId, place: PlaceId, parts: &InWork) -> Vec<PartsInWork> {
        let mut rows = Vec::new();
        if let Some(waiting) = parts.waiting.as_ref().filter(|waiting| waiting.value > 0) {
            let state = WipState::Waiting;
            rows.push(PartsInWork { order, place, state, quantity: waiting.value });
        }
        for held in parts.held.iter().flat_map(|list| &list.value) {
            let until = self.required(held.value.until.as_ref(), "until", "`held`", held.spot);
            let Some((until, spot)) =
                until.copied().zip(held.value.until.as_ref().map(|it| it.spot))
            else {
                continue;
            };
            let Some(until) = self.beginning(until, spot) else { continue };
            let quantity = held.value.quantity.as_ref().map_or(1, |quantity| quantity.value);
            rows.push(PartsInWork { order, place, state: WipState::Held(until), quantity });
        }
        rows
    }

    /// The one step of an order at a station.
    fn place_in_work(&mut self, order: OrderId, at: &Written<String>) -> Option<PlaceId> {
        let found = self.names.stations.find(at, "what is in work");
        let station = self.keep(found)?;
        let product = self.model.orders[order].product;
        let of_product = self.model.products[product].steps.iter();
        let at_it = |step: &StepId| {
            self.model.steps[*step]
                .places
                .iter()
                .find(|&it| self.model.places[it].station == station)
        };
        let places: Vec<PlaceId> = of_product.filter_map(|step| at_it(&step)).collect();
        let (order, product_name) =
            (&self.model.orders[order].name, &self.model.products[product].name);
        let place = match places.as_slice() {
            [only] => *only,
            [] => {
                let message = format!(
                    "parts of the order `{order}` cannot be at `{}`: `{product_name}` does not come there",
                    at.value
                );
                let steps = self.model.products[product].steps.iter();
                let places = steps.flat_map(|step| self.model.steps[step].places.iter());
                let stations = places.map(|it| &self.model.stations[self.model.places[it].station]);
                let known: BTreeSet<&str> = stations.map(|row| row.name.as_str()).collect();
                let hint = meant(&at.value, known, "its stations are");
                self.complain(Diagnostic::error(code::ROUTE, message).at(at.spot).hint(hint));
                return None;
            }
            [..] => {
                let message = format!(
                    "`{product_name}` comes to `{}` several times: it is not known at which step parts of `{order}` are",
                    at.value
                );
                let hint = "parts that are between two visits can be told where they go next";
                self.complain(Diagnostic::error(code::ROUTE, message).at(at.spot).hint(hint));
                return None;
            }
        };
        if let Some((why, hint)) = self.what_keeps_from_being_in_work(product, place) {
            let message = format!("parts in work cannot be at `{}`: {why}", at.value);
            self.complain(Diagnostic::error(code::CONFLICT, message).at(at.spot).hint(hint));
            return None;
        }
        Some(place)
    }

    /// Why parts of a product cannot be at a place at the start, and what to do.
    fn what_keeps_from_being_in_work(
        &self,
        product: ProductId,
        place: PlaceId,
    ) -> Option<(&'static str, &'static str)> {
        let (model, row) = (&self.model, &self.model.places[place]);
        let station = &model.stations[row.station];
        let of = &model.products[product];
        let control = &model.control;
        let entrance = model.entrance_of(place).map(|door| &control.doors[door]);
        let brought: &[CardsId] = entrance.map_or(&[], |door| &door.takes);
        let has_pools = brought.iter().any(|&id| control.cards[id].pool.is_some());
        let held =
            [control.held(row.step), control.in_front(row.step), control.when_done(row.step)];
        let is_as_brought = |held: &&[CardsId]| {
            held.len() == brought.len() && held.iter().all(|id| brought.contains(id))
        };
        if of.is_made || !of.along.is_empty() {
            Some(("its parts are joined of others, or taken apart", "leave the order out"))
        } else if of.stock.is_some() {
            Some(("orders for its product are served from stock", "leave the order out"))
        } else if has_pools || !held.iter().all(is_as_brought) {
            let why = "on the way there, or on the machine, parts take or give back cards, tools or things of a pool";
            Some((why, "name a station before that, or leave the order out"))
        } else if model.steps[row.step].dedicated.is_some() {
            Some(("its parts are bound to one of several stations", "leave the order out"))
        } else {
            what_keeps_from_standing(station)
        }
    }

    /// A station has fewer machines than parts run on them.
    fn refuse_running(&mut self, at: &Written<String>, spot: Spot) {
        let message = format!("more parts are running at `{}` than it has machines", at.value);
        let hint = "those that stand in front are `waiting`";
        self.complain(Diagnostic::error(code::TOO_MANY, message).at(spot).hint(hint));
    }

    /// An order has at least as many parts as are in work.
    fn check_total(&mut self, order: OrderId, rows: &[PartsInWork], spot: Spot) {
        let order = &self.model.orders[order];
        let inside: u64 = rows.iter().map(|row| u64::from(row.quantity)).sum();
        if inside > u64::from(order.quantity) {
            let message = format!(
                "{inside} parts of the order `{}` are in work, and its quantity is {}",
                order.name, order.quantity
            );
            let hint = "`quantity` of an order is what is still to be delivered";
            self.complain(Diagnostic::error(code::TOO_MANY, message).at(spot).hint(hint));
        }
    }

    /// There is room for what waits: in front, and on machines that have nothing.
    fn check_room_in_work(&mut self, rows: &[PartsInWork]) {
        let model = &self.model;
        let mut waiting: Table<StationId, i64> = Table::filled(model.stations.len(), 0);
        for row in rows {
            let station = model.places[row.place].station;
            match row.state {
                WipState::Waiting => waiting[station] += i64::from(row.quantity),
                WipState::Running(..) => waiting[station] += 1,
                WipState::Held(_) => {}
            }
        }
        let too_many = model.stations.enumerated().find_map(|(id, row)| {
            let places = i64::from(row.buffer?);
            let machines = i64::try_from(row.machines.len()).unwrap_or(i64::MAX);
            let room = machines.saturating_add(places);
            (waiting[id] > room).then(|| (row.name.clone(), waiting[id], room))
        });
        let Some((name, parts, room)) = too_many else { return };
        let message = format!(
            "{parts} parts are in work at `{name}`, which has room for {room}, machines and places in front together"
        );
        let hint = "those that stand elsewhere are `held` until they come";
        let spot = self.scenario.today.wip.order.iter().find_map(|(_, order)| order.at.spot(&name));
        let complaint = Diagnostic::error(code::TOO_MANY, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    /// There are as many cards as the parts in work hold.
    fn check_cards_in_work(&mut self, rows: &[PartsInWork]) {
        let control = &self.model.control;
        let mut held: Table<_, u64> = Table::filled(control.cards.len(), 0);
        for row in rows {
            if let Some(door) = self.model.entrance_of(row.place) {
                for &cards in &control.doors[door].takes {
                    held[cards] += u64::from(row.quantity);
                }
            }
        }
        let too_few = control
            .cards
            .enumerated()
            .find(|&(id, cards)| cards.work.is_none() && held[id] > u64::from(cards.count));
        let Some((id, cards)) = too_few else { return };
        let message = format!(
            "{} parts are in work, and the limit of the release is {}",
            held[id], cards.count
        );
        let hint = "raise the `limit`: nothing enters before fewer are inside";
        let spot = self.scenario.today.wip.order.iter().next().map(|(name, _)| name.spot);
        let complaint = Diagnostic::error(code::TOO_MANY, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    /// What starts from the real floor needs no time to settle.
    fn refuse_warm_up(&mut self) {
        let Some(warm_up) = &self.scenario.run.warm_up else { return };
        if warm_up.value != crate::scenario::WarmUp::None {
            let message = "a plant that starts from what is in work has no `warm_up`";
            let hint = "write `warm_up = \"none\"`: the orders of today are what is asked about";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(warm_up.spot).hint(hint));
        }
    }

    /// Tells of orders that are due before the plant starts.
    pub(super) fn tell_overdue(&mut self, overdue: &[&str]) {
        if let Some(first) = overdue.first() {
            let message = format!(
                "due before the plant starts, and late from the beginning: {}",
                crate::diagnostic::listed(overdue.iter().copied())
            );
            let spot = spot_of(&self.scenario.order, first);
            let complaint = Diagnostic::note(code::COUNTED, message);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }
}

impl Model {
    /// The door by which parts at a place came into the plant: that of the first step of its line.
    pub fn entrance_of(&self, place: PlaceId) -> Option<DoorId> {
        let line = self.line_of(self.places[place].step)?;
        self.control.door(None, self.lines[line].steps.first())
    }
}

impl PartsInWork {
    /// What runs comes first, then what waits.
    fn progress(&self) -> (u8, Time) {
        match self.state {
            WipState::Running(..) => (0, Time::ZERO),
            WipState::Waiting => (1, Time::ZERO),
            WipState::Held(until) => (2, until),
        }
    }
}

/// Why parts cannot be at a station at the start, and what to do.
fn what_keeps_from_standing(station: &Station) -> Option<(&'static str, &'static str)> {
    let before = "name the station before, or after";
    if station.is_store() || station.assembly.is_some() {
        Some(("parts are joined there, or taken apart", before))
    } else if station.batch.is_some() {
        Some(("it makes batches", before))
    } else if station.outside.is_some() {
        Some(("its work is done outside", "let them be `held` at the next station until they come"))
    } else if station.takt.is_some() {
        Some(("it belongs to a paced line, which starts empty", before))
    } else if station.clearance.is_some() {
        Some(("it is cleared between orders", before))
    } else if station.preempts.is_some() {
        Some(("urgent parts push others off its machines", before))
    } else {
        None
    }
}
