//! Products and their routes.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::names::{spot_of, unknown};
use super::route::Item;
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{Id, PlaceId, ProductId, Run, StationId, StepId};
use crate::random::Distribution;
use crate::scenario::{Scenario, Written};
use crate::units::Span;

/// `[product.<name>]`, or a line that no product names.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Name as written.
    pub name: String,
    /// Its steps, in route order.
    pub steps: Run<StepId>,
    /// Whether a part can come back to a step (then visits are counted part by part).
    pub loops: bool,
}

/// One step of a route.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its product.
    pub product: ProductId,
    /// Where it can be done, in order of preference.
    pub places: Run<PlaceId>,
    /// What follows.
    pub next: Next,
}

/// What follows a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Always the same.
    Always(Target),
    /// By chance: these rows of [`super::Model::shares`].
    Shares {
        /// First row.
        first: u32,
        /// One past the last row.
        end: u32,
    },
}

/// Where a part goes after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a step of its route.
    Step(StepId),
    /// Out of the plant: it is finished.
    Out,
}

/// One branch of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Share of this branch and of all before it, in (0, 1]; the last one is 1.
    pub cumulated: f64,
    /// Where it leads.
    pub target: Target,
}

/// A place where a step can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The step.
    pub step: StepId,
    /// The station.
    pub station: StationId,
    /// Duration of the cycle there. Unit: ticks.
    pub cycle: Distribution,
    /// Mean of the cycle, for loads and choices.
    pub mean_cycle: Span,
    /// How many earlier steps of the route can use the same station: the visit number of a part
    /// that never comes back.
    pub visit: u32,
    /// First row, and one past the last, in [`super::Model::exits`]: the ways that start here.
    pub exits: (u32, u32),
}

/// The lines that no product names: each is a product of its own name.
pub(super) fn unnamed_lines(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let lists = scenario.product.iter().flat_map(|(_, product)| &product.lines);
    let named: BTreeSet<&str> =
        lists.flat_map(|list| &list.value).map(|line| line.value.as_str()).collect();
    scenario.line.names().filter(move |line| !named.contains(line))
}

impl<'a> Compiler<'a> {
    /// Compiles the products and their routes.
    pub(super) fn compile_products(&mut self) {
        let names: Vec<&str> = self.names.products.iter().collect();
        for name in names {
            self.compile_product(name);
        }
        for line in unnamed_lines(self.scenario) {
            if self.scenario.product.get(line).is_some() {
                let message = format!("`{line}` is a line, and a product that is not made on it");
                let hint = format!("write `lines = [\"{line}\"]`, or rename one of them");
                let complaint = Diagnostic::error(code::NAME_TWICE, message).hint(hint);
                let spot = spot_of(&self.scenario.product, line);
                self.complain(Diagnostic { spot, ..complaint });
            }
        }
        if self.model.products.is_empty() && !self.scenario.station.is_empty() {
            let first = self.scenario.station.names().next().unwrap_or_default();
            let message = "nothing is made: there is no line and no product";
            let hint = format!("add `[line.main]` with `stations = [\"{first}\"]`");
            self.complain(Diagnostic::error(code::NOTHING, message).hint(hint));
        }
    }

    fn compile_product(&mut self, name: &str) {
        let product = ProductId::at(self.model.products.len());
        let items = self.items(name, &format!("the product `{name}`"));
        let who = self.writer_of_route(name);
        let first = self.model.steps.len();
        let is_whole = self.compile_route(product, &items, &who);
        let steps: Run<StepId> = Run::new(first..self.model.steps.len());
        let leads_back = |step: StepId| {
            self.model.targets(step).any(|target| matches!(target, Target::Step(to) if to <= step))
        };
        let loops = steps.iter().any(leads_back);
        self.model.products.push(Product { name: name.to_owned(), steps, loops });
        if is_whole {
            self.check_route(product, &items, &who);
        }
    }

    /// Who writes down the steps of a product: itself, or its line.
    fn writer_of_route(&self, name: &str) -> String {
        let product = self.scenario.product.get(name);
        if product.is_some_and(|product| product.route.is_some()) {
            return format!("the product `{name}`");
        }
        let lines = product.and_then(|product| product.lines.as_ref());
        let line = lines.and_then(|lines| lines.value.first()).map_or(name, |line| &line.value);
        format!("the line `{line}`")
    }

    /// The steps of a product as written: its route, or the stations of its line.
    fn items(&mut self, name: &str, who: &str) -> Vec<Item<'a>> {
        let scenario = self.scenario;
        let Some(product) = scenario.product.get(name) else {
            return self.line_items(name);
        };
        match (&product.route, &product.lines) {
            (Some(route), _) if !route.value.is_empty() => {
                route.value.iter().map(Item::of_route).collect()
            }
            (None, Some(lines)) if !lines.value.is_empty() => self.made_on(&lines.value, who),
            (Some(Written { spot, .. }), _) | (None, Some(Written { spot, .. })) => {
                let message = format!("{who} has no step");
                self.complain(Diagnostic::error(code::NOTHING, message).at(*spot));
                Vec::new()
            }
            (None, None) => {
                let message = format!("{who} has neither a `route` nor `lines`");
                let spot = spot_of(&scenario.product, name);
                self.complain(Diagnostic { spot, ..Diagnostic::error(code::MISSING, message) });
                Vec::new()
            }
        }
    }

    /// The steps of the line that makes `who`.
    fn made_on(&mut self, lines: &'a [Written<String>], who: &str) -> Vec<Item<'a>> {
        let known = |line: &&Written<String>| self.scenario.line.get(&line.value).is_none();
        for line in lines.iter().filter(known).collect::<Vec<_>>() {
            let complaint = unknown("line", line, who, self.scenario.line.names());
            self.complain(complaint);
        }
        if let Some(second) = lines.get(1) {
            let message = format!("{who} is made on several lines, which is not available yet");
            let hint = "one line, or a `route` whose steps name several stations";
            self.complain(Diagnostic::error(code::LATER, message).at(second.spot).hint(hint));
        }
        lines.first().map(|line| self.line_items(&line.value)).unwrap_or_default()
    }

    /// The stations of a line, as steps.
    fn line_items(&mut self, name: &str) -> Vec<Item<'a>> {
        let Some(line) = self.scenario.line.get(name) else { return Vec::new() };
        let stations = line.stations.as_ref().map(|list| list.value.as_slice()).unwrap_or_default();
        if stations.is_empty() {
            let message = format!("the line `{name}` has no station");
            let spot = spot_of(&self.scenario.line, name);
            self.complain(Diagnostic { spot, ..Diagnostic::error(code::NOTHING, message) });
        }
        stations.iter().map(Item::of_line).collect()
    }
}
