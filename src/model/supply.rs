//! Capacity runs: a plant without demand and orders is never short of parts.

use std::collections::BTreeMap;

use super::Line;
use super::compile::Compiler;
use super::names::spot_of;
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{LineId, PlaceId, ProductId, StationId};

/// Unlimited supply of a product in front of the first station of one of its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Supply {
    /// The product (or line) supplied.
    pub product: ProductId,
    /// The line supplied.
    pub line: LineId,
    /// Its first station.
    pub station: StationId,
}

impl Compiler<'_> {
    /// Without any demand and order, every line of every product is supplied without limit, if its parts are
    /// not made of others.
    pub(super) fn compile_supplies(&mut self) {
        if !self.scenario.demand.is_empty() || !self.scenario.order.is_empty() {
            return;
        }
        let mut starts: BTreeMap<StationId, LineId> = BTreeMap::new();
        for line in self.model.lines.ids() {
            let Line { product, steps, .. } = self.model.lines[line];
            // What is made to stock is released when the stock asks for it.
            let has_stock = self.model.products[product].stock.is_some();
            if has_stock || self.model.is_made_of_others(product) {
                continue;
            }
            let Some(step) = steps.iter().next() else { continue };
            let places = self.model.steps[step].places;
            let Some(place) = places.iter().next() else { continue };
            if places.len() > 1 {
                self.warn_about_choice(product, place);
            }
            let station = self.model.places[place].station;
            if let Some(&other) = starts.get(&station) {
                self.complain_about_mix(other, line, station);
            } else {
                starts.insert(station, line);
                let supply = self.model.supplies.push(Supply { product, line, station });
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

    fn complain_about_mix(&mut self, one: LineId, other: LineId, station: StationId) {
        let (one, other) = (&self.model.lines[one], &self.model.lines[other]);
        let station = &self.model.stations[station].name;
        let name = |line: &Line| self.model.products[line.product].name.as_str();
        let (first, second) = (name(one), name(other));
        let (message, hint) = if one.product == other.product {
            let (one, other) = (&one.name, &other.name);
            let message = format!(
                "the lines `{one}` and `{other}` of `{first}` both start at `{station}`, in an \
                 unknown mix"
            );
            (message, "add a demand or orders, each of which chooses its line".to_owned())
        } else {
            let message =
                format!("`{first}` and `{second}` both start at `{station}`, in an unknown mix");
            let hint = format!(
                "without demand a station is supplied with one product: add orders, or a demand \
                 with `products = {{ {first} = 1, {second} = 1 }}`"
            );
            (message, hint)
        };
        let spot = spot_of(&self.scenario.product, second);
        let complaint = Diagnostic::error(code::MIX, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }
}
