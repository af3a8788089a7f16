//! What comes into the plant because it is taken for something else.

use super::{Assembly, Model};
use crate::ids::{ProductId, StationId, StepId};
use crate::model::compile::Compiler;

/// Most ways by which parts come along with one product: far more than any bill of items has.
const MOST_WAYS: usize = 10_000;

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

impl Compiler<'_> {
    /// Finds what comes into the plant with parts of each product: what is taken for them, and is neither
    /// ordered nor supplied by itself; comes after demands and orders.
    pub(in crate::model) fn compile_along(&mut self) {
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
            self.warn_of_kits();
        }
    }

    /// Whether a product is ordered by itself.
    pub(super) fn is_asked(&self, product: ProductId) -> bool {
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
    pub(in crate::model) fn parts_of(&self, product: ProductId) -> Vec<(ProductId, u64, u64)> {
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
    pub(in crate::model) fn comes_with(&self, product: ProductId) -> Vec<ProductId> {
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
    pub(in crate::model) fn passes(&self, product: ProductId, station: StationId) -> u64 {
        let steps = self.products[product].steps;
        let leads_there = |step: &StepId| {
            let mut places = self.steps[*step].places.iter();
            places.any(|place| self.places[place].station == station)
        };
        steps.iter().filter(leads_there).count() as u64
    }
}
