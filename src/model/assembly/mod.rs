//! Assembly: stations that take parts of products in, and give others out.
//!
//! What a station takes waits in stores, one for each product: stations without machines, where the routes of
//! what is taken end.

mod along;
mod check;

pub use along::Along;

use super::compile::Compiler;
use super::{Model, Station};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{Id, PlaceId, ProductId, StationId};
use crate::scenario::{self, Written};

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
    pub(in crate::model) fn taker(&self, product: ProductId) -> Option<StationId> {
        let takes = |(_, assembly): &(StationId, &Assembly)| {
            assembly.takes.iter().any(|taken| taken.products.contains(&product))
        };
        self.assemblies().find(takes).map(|(station, _)| station)
    }
}

impl Compiler<'_> {
    /// Adds what stations take and give, and the stores; comes after the stations.
    pub(in crate::model) fn compile_assemblies(&mut self) {
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

    /// All that is taken at once must find a place; where places are shared that is looked at later.
    fn check_places(&mut self, store: StationId, count: u32, spot: Spot, product: &str) {
        let row = &self.model.stations[store];
        let of = row.store.as_ref().map(|store| &self.model.stations[store.of].name);
        let shares = of.is_some_and(|of| self.is_served(of));
        if let Some(places) = row.buffer.filter(|places| *places < count && !shares) {
            let message = format!(
                "{count} parts of `{product}` are taken at once, and there is room for {places}"
            );
            let hint = "give `buffer` as many places of that product, or more";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
    }

    /// The store where a product ends at a station, if that takes it.
    pub(in crate::model) fn store_at(
        &self,
        station: StationId,
        product: ProductId,
    ) -> Option<StationId> {
        let assembly = self.model.stations.get(station)?.assembly.as_deref()?;
        let taken = assembly.takes.iter().find(|taken| taken.products.contains(&product))?;
        Some(taken.store)
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
