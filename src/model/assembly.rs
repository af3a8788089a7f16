//! Assembly: stations that take parts of products in, and give others out.
//!
//! What a station takes waits in stores, one for each product: stations without machines, where the routes of
//! what is taken end.

use super::compile::Compiler;
use super::names::spot_of;
use super::{Model, Station};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{Id, PlaceId, ProductId, StationId};
use crate::scenario::{self, Written};

/// Most ways by which parts come along with one product: far more than any bill of items has.
const MOST_WAYS: usize = 10_000;

/// `takes` and `gives` of a station.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assembly {
    /// What must be there before a cycle starts.
    pub takes: Vec<Taken>,
    /// What comes out instead; empty: it goes into the part that came on its own route.
    pub gives: Vec<Made>,
    /// Whether all that is taken together must be of one order.
    pub kit: bool,
}

/// So many parts of a product, or of any products of a family, that a station takes at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The product, or all of the family.
    pub products: Vec<ProductId>,
    /// How many of them.
    pub count: u32,
    /// Where they wait.
    pub store: StationId,
}

/// So many parts of a product that come out of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The product.
    pub product: ProductId,
    /// How many of it.
    pub count: u32,
    /// Its first step, at the station.
    pub place: PlaceId,
}

/// Where parts wait to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Store {
    /// The station that takes them.
    pub of: StationId,
}

/// Parts that come into the plant with those of another product, for which they are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Along {
    /// Their product.
    pub product: ProductId,
    /// What is taken from the other product on: so many parts for a cycle, which gives so many.
    pub cycles: Vec<(u64, u64)>,
    /// Whether they belong to the order with which they come.
    pub kit: bool,
}

impl Along {
    /// How many come with so many parts of the other: those of whole cycles.
    pub fn with(&self, quantity: u32) -> u64 {
        let of =
            |parts: u64, &(taken, given): &(u64, u64)| parts.div_ceil(given).saturating_mul(taken);
        self.cycles.iter().fold(u64::from(quantity), of)
    }
}

impl Assembly {
    /// How many parts come out of a cycle; 1 where the part that came goes on.
    pub fn size(&self) -> u64 {
        if self.gives.is_empty() {
            return 1;
        }
        self.gives.iter().map(|made| u64::from(made.count)).sum()
    }
}

impl Station {
    /// Whether parts only wait here, to be taken by another station.
    pub const fn is_store(&self) -> bool {
        self.store.is_some()
    }

    /// Whether several parts leave a machine one by one.
    pub fn gives_several(&self) -> bool {
        self.assembly.as_ref().is_some_and(|assembly| assembly.size() > 1)
    }
}

impl Model {
    /// The stations that work: all but the stores.
    pub fn working_stations(&self) -> impl Iterator<Item = StationId> + '_ {
        self.stations.enumerated().filter(|(_, row)| !row.is_store()).map(|(id, _)| id)
    }

    /// The stations that take parts, and what they take and give.
    pub fn assemblies(&self) -> impl Iterator<Item = (StationId, &Assembly)> {
        self.stations.enumerated().filter_map(|(id, row)| Some((id, row.assembly.as_deref()?)))
    }

    /// Whether parts of a product go into others.
    pub fn is_taken(&self, product: ProductId) -> bool {
        let mut takes = self.assemblies().flat_map(|(_, assembly)| &assembly.takes);
        takes.any(|taken| taken.products.contains(&product))
    }

    /// Whether parts of a product come out of others, and not into the plant.
    pub fn is_made_of_others(&self, product: ProductId) -> bool {
        let mut gives = self.assemblies().flat_map(|(_, assembly)| &assembly.gives);
        gives.any(|made| made.product == product)
    }

    /// Whether another product of the family would do as well where parts of this one are taken.
    fn is_of_several(&self, product: ProductId) -> bool {
        let mut takes = self.assemblies().flat_map(|(_, assembly)| &assembly.takes);
        takes.any(|taken| taken.products.len() > 1 && taken.products.contains(&product))
    }

    /// The station at whose store a product ends, if it goes into others.
    pub(super) fn taker(&self, product: ProductId) -> Option<StationId> {
        let takes = |(_, assembly): &(StationId, &Assembly)| {
            assembly.takes.iter().any(|taken| taken.products.contains(&product))
        };
        self.assemblies().find(takes).map(|(station, _)| station)
    }
}

impl Compiler<'_> {
    /// Adds what stations take and give, and the stores; comes after the stations.
    pub(super) fn compile_assemblies(&mut self) {
        for (position, (name, table)) in self.scenario.station.iter().enumerate() {
            let Some(takes) = &table.takes else { continue };
            let station = StationId::at(position);
            let kit = table.kit.as_ref().is_some_and(|kit| kit.value);
            let mut assembly = Assembly { kit, ..Assembly::default() };
            let who = format!("the station `{}`", name.value);
            for (what, count) in takes.value.iter() {
                let products = self.product_or_family(what, &who);
                let store = self.model.stations.push(Station {
                    buffer: places(table, &what.value),
                    store: Some(Store { of: station }),
                    ..Station::named(&format!("{} at {}", what.value, name.value))
                });
                let count = count.value;
                self.check_places(store, count, takes.spot, &what.value);
                assembly.takes.push(Taken { products, count, store });
            }
            for (what, count) in table.gives.iter().flat_map(|gives| gives.value.iter()) {
                let product = self.names.products.find(what, &who);
                let Some(product) = self.keep(product) else { continue };
                // The first steps are found when there are routes.
                assembly.gives.push(Made { product, count: count.value, place: PlaceId::at(0) });
            }
            self.model.stations[station].assembly = Some(Box::new(assembly));
        }
    }

    /// The product of a name, or all products of the family of that name.
    fn product_or_family(&mut self, name: &Written<String>, who: &str) -> Vec<ProductId> {
        let found = self.names.products.find(name, who);
        let Err(complaint) = found else { return found.into_iter().collect() };
        let is_of_family = |product: &&str| {
            let table = self.scenario.product.get(product);
            let family = table.and_then(|table| table.family.as_ref());
            family.is_some_and(|family| family.value == name.value)
        };
        let products = self.names.products.iter().filter(is_of_family);
        let products: Vec<ProductId> =
            products.filter_map(|product| self.names.products.get(product)).collect();
        if products.is_empty() {
            self.complain(complaint);
        }
        products
    }

    /// What an unlimited supply brings faster than what goes with it stands in its store.
    pub(super) fn warn_about_stores(&mut self) {
        let mut found = Vec::new();
        for (station, assembly) in self.model.assemblies() {
            let fills = |store: StationId| {
                let row = &self.model.stations[store];
                row.buffer.is_none() && row.supply.is_none()
            };
            let endless = assembly.takes.iter().filter(|taken| fills(taken.store));
            let several = assembly.takes.len() > 1 || assembly.gives.is_empty();
            if several && !self.model.supplies.is_empty() {
                let name = |store: StationId| self.model.stations[store].name.clone();
                found.extend(endless.map(|taken| (station, name(taken.store))));
            }
        }
        for (station, store) in found {
            let message = format!(
                "there is room without end for {store}: it fills if what goes with it comes more slowly"
            );
            let hint = "give `buffer` so many places for each product";
            let spot = spot_of(&self.scenario.station, &self.model.stations[station].name);
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Who gives back the card of a part that goes into another one is not settled yet.
    pub(super) fn refuse_assembly(&mut self) {
        let first = self.scenario.station.iter().find(|(_, table)| table.takes.is_some());
        let Some((name, _)) = first else { return };
        let message = format!(
            "`{}` takes parts: cards of the plant, a line or a kanban are not possible there yet",
            name.value
        );
        let hint = "limit what waits for it by `buffer`, so many places for each product";
        self.complain(Diagnostic::error(code::CONFLICT, message).at(name.spot).hint(hint));
    }

    /// All that is taken at once must find a place.
    fn check_places(&mut self, store: StationId, count: u32, spot: Spot, product: &str) {
        let places = self.model.stations[store].buffer;
        if let Some(places) = places.filter(|places| *places < count) {
            let message = format!(
                "{count} parts of `{product}` are taken at once, and there is room for {places}"
            );
            let hint = "give `buffer` as many places of that product, or more";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
    }

    /// The store where a product ends at a station, if that takes it.
    pub(super) fn store_at(&self, station: StationId, product: ProductId) -> Option<StationId> {
        let assembly = self.model.stations.get(station)?.assembly.as_deref()?;
        let taken = assembly.takes.iter().find(|taken| taken.products.contains(&product))?;
        Some(taken.store)
    }

    /// Finds the first steps of what stations give, and complains about routes that do not fit; comes after
    /// the products.
    pub(super) fn check_assemblies(&mut self) {
        let stations: Vec<StationId> =
            self.model.assemblies().map(|(station, _)| station).collect();
        for &station in &stations {
            self.find_first_places(station);
            self.check_takers(station);
            self.check_visitors(station);
        }
        if !stations.is_empty() && !self.complaints.has_errors() {
            self.check_circles();
        }
    }

    /// The routes of what a station gives begin there.
    fn find_first_places(&mut self, station: StationId) {
        let Some(mut assembly) = self.model.stations[station].assembly.take() else { return };
        for made in &mut assembly.gives {
            let Some(product) = self.model.products.get(made.product) else { continue };
            let first = product.lines.iter().find_map(|line| {
                let places = self.model.steps[self.model.lines[line].steps.iter().next()?].places;
                let only = places.iter().next().filter(|_| places.len() == 1)?;
                (self.model.places[only].station == station).then_some(only)
            });
            if let Some(place) = first.filter(|_| product.lines.len() == 1) {
                made.place = place;
                continue;
            }
            let name = product.name.clone();
            let at = self.model.stations[station].name.clone();
            let message = format!("`{at}` gives `{name}`, whose route does not begin there");
            let hint = format!("write `{at}` alone as the first step of `{name}`");
            let spot = spot_of(&self.scenario.product, &name);
            let complaint = Diagnostic::error(code::ROUTE, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
        self.model.stations[station].assembly = Some(assembly);
    }

    /// What a station takes comes to it, and to no other one.
    fn check_takers(&mut self, station: StationId) {
        let takes = self.model.stations[station].assembly.as_ref().map(|row| row.takes.clone());
        let takes = takes.unwrap_or_default();
        let taken =
            takes.iter().flat_map(|taken| taken.products.iter().map(|id| (*id, taken.store)));
        for (id, store) in taken {
            let Some(product) = self.model.products.get(id) else { continue };
            let comes = product.lines.iter().all(|line| {
                let last = self.model.lines[line].steps.iter().last();
                let mut places =
                    last.into_iter().flat_map(|step| self.model.steps[step].places.iter());
                places.any(|place| self.model.places[place].station == store)
            });
            let at = &self.model.stations[station].name;
            let name = product.name.clone();
            let message = if !comes {
                format!("`{at}` takes `{name}`, whose route does not come there")
            } else if self.model.taker(id) != Some(station) {
                format!("`{name}` is taken at `{at}` and elsewhere")
            } else {
                continue;
            };
            let hint = format!("let the route of `{name}` end at `{at}`, and only there");
            let spot = spot_of(&self.scenario.product, &name);
            let complaint = Diagnostic::error(code::ROUTE, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Who comes to a station on the way is what that gives; or, where it gives nothing, somebody must come.
    fn check_visitors(&mut self, station: StationId) {
        let Some(assembly) = self.model.stations[station].assembly.clone() else { return };
        let mut others: Vec<(ProductId, Spot)> = Vec::new();
        let mut comes = false;
        for place in self.model.places.ids().filter(|&p| self.model.places[p].station == station) {
            comes = true;
            let product = self.model.steps[self.model.places[place].step].product;
            let is_first = assembly.gives.iter().any(|made| made.place == place);
            let is_told = assembly.gives.iter().any(|made| {
                made.product == product && self.model.places[made.place].station != station
            });
            if !assembly.gives.is_empty() && !is_first && !is_told {
                let name = self.model.products.get(product).map(|row| row.name.clone());
                let spot = name.and_then(|name| spot_of(&self.scenario.product, &name));
                others.extend(spot.map(|spot| (product, spot)));
            }
        }
        others.dedup_by_key(|(product, _)| *product);
        let at = self.model.stations[station].name.clone();
        for (product, spot) in others {
            let name = &self.model.products[product].name;
            let message = format!("`{name}` comes to `{at}`, which does not take it");
            let hint = format!(
                "name it in `takes`; or leave `gives` out, if what `{at}` takes goes into `{name}`"
            );
            self.complain(Diagnostic::error(code::ROUTE, message).at(spot).hint(hint));
        }
        if assembly.gives.is_empty() && !comes {
            let message = format!("`{at}` takes parts and gives nothing, and nothing comes by");
            let hint = "say what it `gives`, or let the route of a product pass it";
            let spot = spot_of(&self.scenario.station, &at);
            let complaint = Diagnostic::error(code::ROUTE, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Nothing is needed for itself.
    fn check_circles(&mut self) {
        for product in self.model.products.ids() {
            let mut seen = vec![product];
            let mut open = self.model.parts_of(product);
            while let Some((part, ..)) = open.pop() {
                if part == product {
                    let name = self.model.products[product].name.clone();
                    let message = format!("`{name}` is taken to make what it is made of");
                    let spot = spot_of(&self.scenario.product, &name);
                    let complaint = Diagnostic::error(code::ROUTE, message);
                    self.complain(Diagnostic { spot, ..complaint });
                    return;
                }
                if !seen.contains(&part) {
                    seen.push(part);
                    open.extend(self.model.parts_of(part));
                }
            }
        }
    }

    /// Finds what comes into the plant with parts of each product: what is taken for them, and is neither
    /// ordered nor supplied by itself; comes after demands and orders.
    pub(super) fn compile_along(&mut self) {
        if self.complaints.has_errors() {
            return;
        }
        for product in self.model.products.ids() {
            let along = self.along(product);
            self.model.products[product].along = along;
        }
        if self.model.supplies.is_empty() {
            self.complain_about_families();
            self.warn_of_second_visits();
        }
    }

    /// Which of a family come is for those to say who order them: somebody must.
    fn complain_about_families(&mut self) {
        let mut missing = Vec::new();
        for (station, assembly) in self.model.assemblies() {
            let families = assembly.takes.iter().filter(|taken| taken.products.len() > 1);
            let unknown = families.filter(|taken| {
                let mut products = taken.products.iter();
                !products
                    .any(|&product| self.is_asked(product) || self.model.is_made_of_others(product))
            });
            let name = |store: StationId| self.model.stations[store].name.clone();
            missing.extend(unknown.map(|taken| (station, name(taken.store))));
        }
        for (station, store) in missing {
            let at = &self.model.stations[station].name;
            let message =
                format!("nobody orders any product of the family that is taken as {store}");
            let hint = "give its products a demand or orders, or name one product in `takes`";
            let spot = spot_of(&self.scenario.station, at);
            let complaint = Diagnostic::error(code::ROUTE, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Whoever comes back by chance takes parts again, which do not come with the orders.
    fn warn_of_second_visits(&mut self) {
        let mut found = Vec::new();
        for (station, assembly) in self.model.assemblies() {
            for (id, product) in self.model.products.enumerated() {
                let is_main = assembly.gives.is_empty() && product.loops;
                if is_main && !product.along.is_empty() && self.model.passes(id, station) > 0 {
                    found.push((product.name.clone(), self.model.stations[station].name.clone()));
                }
            }
        }
        for (product, at) in found {
            let message = format!(
                "`{product}` may come to `{at}` again, where it takes parts each time; those of one time \
                 come with its orders"
            );
            let hint =
                "give what is taken a demand of its own, or let the parts come back elsewhere";
            let spot = spot_of(&self.scenario.product, &product);
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Whether a product is ordered by itself.
    fn is_asked(&self, product: ProductId) -> bool {
        self.model.demand_products.iter().any(|&(_, asked)| asked == product)
            || self.model.orders.iter().any(|order| order.product == product)
    }

    fn along(&self, product: ProductId) -> Vec<Along> {
        let model = &self.model;
        let mut found: Vec<Along> = Vec::new();
        let mut open: Vec<(ProductId, Vec<(u64, u64)>)> = vec![(product, Vec::new())];
        while let Some((whole, cycles)) = open.pop() {
            for (part, taken, given) in model.parts_of(whole) {
                // Which of a family come is for those to say who order them.
                if self.is_asked(part) || model.is_of_several(part) || found.len() >= MOST_WAYS {
                    continue;
                }
                let mut cycles = cycles.clone();
                cycles.push((taken, given));
                // What is taken for it in its turn.
                open.push((part, cycles.clone()));
                if !model.is_made_of_others(part) {
                    let assembly = model.taker(part);
                    let assembly = assembly.and_then(|at| model.stations[at].assembly.as_ref());
                    let kit = assembly.is_some_and(|assembly| assembly.kit);
                    found.push(Along { product: part, cycles, kit });
                }
            }
        }
        found.sort_by_key(|row| row.product);
        found
    }
}

impl Model {
    /// What is taken for parts of a product where they begin, and on their way: so many of each for so many.
    ///
    /// A step to which parts come by chance only counts as if all came there, once.
    pub(super) fn parts_of(&self, product: ProductId) -> Vec<(ProductId, u64, u64)> {
        let mut parts = Vec::new();
        for (station, assembly) in self.assemblies() {
            let made = assembly.gives.iter().find(|made| made.product == product);
            let per = match made {
                Some(made) => u64::from(made.count),
                None if assembly.gives.is_empty() => 1,
                None => continue,
            };
            let visits = if made.is_some() { 1 } else { self.passes(product, station) };
            if visits == 0 {
                continue;
            }
            for taken in &assembly.takes {
                // Of a family any will do: in equal shares, if nothing says more.
                let per = per * taken.products.len() as u64;
                let count = visits * u64::from(taken.count);
                let of = |&product: &ProductId| (product, count, per);
                parts.extend(taken.products.iter().map(of));
            }
        }
        parts
    }

    /// What comes into the plant, or out of others, because a product does.
    pub(super) fn comes_with(&self, product: ProductId) -> Vec<ProductId> {
        let along = self.products[product].along.iter().map(|along| along.product);
        let takes = |assembly: &&Assembly| {
            assembly.takes.iter().any(|taken| taken.products.contains(&product))
                || assembly.gives.iter().any(|made| made.product == product)
        };
        let made = self.assemblies().map(|(_, assembly)| assembly).filter(takes);
        let made = made.flat_map(|assembly| assembly.gives.iter().map(|made| made.product));
        let parts = self.parts_of(product).into_iter().map(|(part, ..)| part);
        along.chain(made).chain(parts.filter(|&part| self.products[part].is_made)).collect()
    }

    /// How many steps of a product lead to a station.
    pub(super) fn passes(&self, product: ProductId, station: StationId) -> u64 {
        let steps = self.products[product].steps;
        let leads_there = |step: &crate::ids::StepId| {
            let mut places = self.steps[*step].places.iter();
            places.any(|place| self.places[place].station == station)
        };
        steps.iter().filter(leads_there).count() as u64
    }
}

/// Places in front of a station for a product that it takes.
fn places(table: &scenario::Station, product: &str) -> Option<u32> {
    match &table.buffer.as_ref()?.value {
        scenario::Buffer::Places(places) => Some(*places),
        scenario::Buffer::Unlimited => None,
        scenario::Buffer::Each(each) => each.get(product).map(|places| places.value),
    }
}
