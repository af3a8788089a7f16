//! Finished stock: products that are made before they are ordered.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::material::{Material, Source, reorder};
use super::names::spot_of;
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{MaterialId, ProductId};
use crate::scenario::{Unmet, Written};

/// What lies on a finished stock, and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToStock {
    /// What is made.
    pub product: ProductId,
    /// How urgent what is made for it is.
    pub priority: u32,
    /// Whether what is not there when it is ordered is not sold at all.
    pub is_lost: bool,
}

impl Material {
    /// What is made for it, if it is a stock of a product.
    pub const fn made_to_stock(&self) -> Option<ToStock> {
        match self.reorder {
            Some((_, Source::Made(made))) => Some(made),
            Some((_, Source::Bought(_))) | None => None,
        }
    }
}

impl Compiler<'_> {
    /// Compiles a stock; comes before the products.
    pub(super) fn compile_stock(&mut self, name: &str) {
        let scenario = self.scenario;
        let Some((name, table)) = scenario.stock.named(name) else { return };
        let found = self.names.products.find(name, "a stock");
        let product = self.keep(found);
        let who = format!("the stock of `{}`", name.value);
        let rule = self.required(table.reorder.as_ref(), "reorder", &who, name.spot);
        let rule = rule.and_then(reorder);
        let made = product.map(|product| ToStock {
            product,
            priority: table.priority.as_ref().map_or(0, |priority| priority.value),
            is_lost: table.unmet.as_ref().is_some_and(|unmet| unmet.value == Unmet::Lost),
        });
        self.model.materials.push(Material {
            name: name.value.clone(),
            stock: table.start.as_ref().map_or(0, |start| start.value),
            reorder: rule.zip(made.map(Source::Made)),
            on_order: Vec::new(),
            shares: Vec::new(),
            backup: None,
            expedite: None,
            shelf_life: None,
            reserved: false,
        });
    }

    /// The stock of a product, if it is made to stock.
    pub(super) fn stock_of(&self, product: &str) -> Option<MaterialId> {
        let stock = self.names.materials.get(product)?;
        self.model.materials[stock].made_to_stock().map(|_| stock)
    }

    /// Refuses stocks on which nothing can come, and warns of those from which nobody takes; comes after the
    /// routes, the demands and the orders.
    pub(super) fn check_stocks(&mut self) {
        let scenario = self.scenario;
        // Of a model that is not whole nothing more can be said.
        let is_whole = !self.complaints.has_errors();
        for (name, _) in scenario.stock.iter() {
            if let Some(other) = scenario.material.spot(&name.value) {
                let message =
                    format!("`{}` is made to stock, and cannot be bought, too", name.value);
                let hint = "give the material another name, or leave the stock out";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(other).hint(hint));
                continue;
            }
            if is_whole {
                self.check_stock(name);
            }
        }
    }

    /// Why a product cannot be made to stock, and what to do.
    fn what_keeps_from_stock(&self, product: ProductId) -> Option<(&'static str, &'static str)> {
        let model = &self.model;
        let mut joined = model
            .assemblies()
            .filter(|(_, assembly)| assembly.gives.iter().any(|made| made.product == product));
        if joined.any(|(_, assembly)| !assembly.kit) {
            return Some((
                "parts that it is joined of belong to no order, so that nothing is known of one that is lost",
                "write `kit = true` at the station that joins it",
            ));
        }
        if model.products[product].steps.iter().any(|step| !model.steps[step].branches.is_empty()) {
            return Some((
                "some of its steps are for some orders only, and what is made to stock is of no such order",
                "leave `only` and `unless` out, or make it to order",
            ));
        }
        self.needs_itself(product).then_some((
            "it goes into itself in the end, so that each one that is made needs another one first",
            "leave it, or what it goes into, out of `materials`",
        ))
    }

    /// Whether a product is taken from stock for itself, or for what it takes.
    fn needs_itself(&self, product: ProductId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![product];
        while let Some(next) = open.pop() {
            for (part, _) in self.model.taken_from_stock(next) {
                if part == product {
                    return true;
                }
                if seen.insert(part) {
                    open.push(part);
                }
            }
        }
        false
    }

    fn check_stock(&mut self, name: &Written<String>) {
        let Some(product) = self.names.products.get(&name.value) else { return };
        if self.model.is_taken(product) {
            let message = format!(
                "nothing comes on the stock of `{}`: a station takes it for other parts",
                name.value
            );
            let hint = "leave the stock out, or take the product as material (`materials`) instead";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(name.spot).hint(hint));
            return;
        }
        if let Some((why, hint)) = self.what_keeps_from_stock(product) {
            let message = format!("`{}` cannot be made to stock: {why}", name.value);
            self.complain(Diagnostic::error(code::CONFLICT, message).at(name.spot).hint(hint));
            return;
        }
        let model = &self.model;
        let stock = model.products[product].stock;
        let is_material = stock.is_some_and(|stock| model.goes_into_others(stock));
        let is_ordered = model.orders.iter().any(|order| order.product == product)
            || model.demand_products.iter().any(|&(_, ordered)| ordered == product);
        if !is_material && !is_ordered {
            let message = format!("nobody takes from the stock of `{}`", name.value);
            let hint =
                "add a demand or orders for it, or name it in `materials` of another product";
            let spot = spot_of(&self.scenario.stock, &name.value);
            let complaint = Diagnostic::warning(code::UNUSED, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }
}
