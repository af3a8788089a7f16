//! Finished stock: products that are made before they are ordered.

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
        for (name, _) in scenario.stock.iter() {
            if let Some(other) = scenario.material.spot(&name.value) {
                let message =
                    format!("`{}` is made to stock, and cannot be bought, too", name.value);
                let hint = "give the material another name, or leave the stock out";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(other).hint(hint));
                continue;
            }
            self.check_stock(name);
        }
    }

    fn check_stock(&mut self, name: &Written<String>) {
        let Some(product) = self.names.products.get(&name.value) else { return };
        if self.complaints.has_errors() {
            return;
        }
        if self.model.is_taken(product) {
            let message = format!(
                "nothing comes on the stock of `{}`: a station takes it for other parts",
                name.value
            );
            let hint = "leave the stock out, or take the product as material (`materials`) instead";
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
