//! Capacity runs: a plant without demand and orders is never short of parts.

use std::collections::BTreeMap;

use super::compile::Compiler;
use super::names::spot_of;
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{PlaceId, ProductId, StationId};

/// Unlimited supply of a product in front of its first station.
#[derive(Clone, Debug, PartialEq)]
pub struct Supply {
    /// The product (or line) supplied.
    pub product: ProductId,
    /// Its first station.
    pub station: StationId,
}

impl Compiler<'_> {
    /// Without any demand and order, every product is supplied without limit.
    pub(super) fn compile_supplies(&mut self) {
        if !self.scenario.demand.is_empty() || !self.scenario.order.is_empty() {
            return;
        }
        let mut starts: BTreeMap<StationId, ProductId> = BTreeMap::new();
        for product in self.model.products.ids() {
            let Some(step) = self.model.products[product].steps.iter().next() else { continue };
            let places = self.model.steps[step].places;
            let Some(place) = places.iter().next() else { continue };
            if places.len() > 1 {
                self.warn_about_choice(product, place);
            }
            let station = self.model.places[place].station;
            if let Some(&other) = starts.get(&station) {
                self.complain_about_mix(other, product, station);
            } else {
                starts.insert(station, product);
                let supply = self.model.supplies.push(Supply { product, station });
                self.model.stations[station].supply = Some(supply);
            }
        }
    }

    fn warn_about_choice(&mut self, product: ProductId, place: PlaceId) {
        let product = &self.model.products[product].name;
        let station = &self.model.stations[self.model.places[place].station].name;
        let message = format!("`{product}` is supplied without limit to `{station}` only");
        let hint = "add a demand, so that parts can choose the station of their first step";
        let spot = spot_of(&self.scenario.product, product);
        let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    fn complain_about_mix(&mut self, one: ProductId, other: ProductId, station: StationId) {
        let name = |product| self.model.products[product].name.as_str();
        let (one, other) = (name(one), name(other));
        let station = &self.model.stations[station].name;
        let message = format!("`{one}` and `{other}` both start at `{station}`, in an unknown mix");
        let hint = format!(
            "without demand a station is supplied with one product: add orders, or a demand with \
             `products = {{ {one} = 1, {other} = 1 }}`"
        );
        let spot = spot_of(&self.scenario.product, other);
        let complaint = Diagnostic::error(code::MIX, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }
}
