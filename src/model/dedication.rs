//! `dedicated` of a step: parts go to the station that did another step for them, or for others of their order.

use super::compile::Compiler;
use super::route::step_called;
use super::{Model, Target};
use crate::diagnostic::{Diagnostic, code, meant};
use crate::ids::{ProductId, StationId, StepId};
use crate::scenario::{RouteItem, Written};

/// The word for the parts of an order.
const ORDER: &str = "order";

/// To which of its stations a step is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dedicated {
    /// The one that the first part of the order went to.
    Order,
    /// The one that did this step for the part, the last time if it did it several times.
    Step(StepId),
}

impl Model {
    /// Whether any step is bound to a station.
    pub fn is_dedicated(&self) -> bool {
        self.steps.iter().any(|step| step.dedicated.is_some())
    }

    fn stations_of(&self, step: StepId) -> Vec<StationId> {
        self.steps[step].places.iter().map(|place| self.places[place].station).collect()
    }
}

impl Compiler<'_> {
    /// Binds the steps of a route that are bound to a station; comes after its steps.
    pub(super) fn dedicate(&mut self, product: ProductId, name: &str) {
        let scenario = self.scenario;
        let route = scenario.product.get(name).and_then(|table| table.route.as_ref());
        let items: &[Written<RouteItem>] = route.map_or(&[], |route| &route.value);
        let steps: Vec<StepId> = self.model.products[product].steps.iter().collect();
        if steps.len() != items.len() {
            return;
        }
        for (&step, item) in steps.iter().zip(items) {
            let Some(given) = &item.value.dedicated else { continue };
            self.model.steps[step].dedicated = self.dedicated(given, &steps, step, items, name);
        }
    }

    fn dedicated(
        &mut self,
        given: &Written<String>,
        steps: &[StepId],
        step: StepId,
        items: &[Written<RouteItem>],
        name: &str,
    ) -> Option<Dedicated> {
        let of = match step_called(items, &given.value) {
            Ok(position) => steps[position],
            Err(_) if given.value == ORDER => return Some(Dedicated::Order),
            Err(titles) if titles.is_empty() => {
                self.complain_about_several(given, name);
                return None;
            }
            Err(titles) => {
                let message = format!("`{}` is no step of the route of `{name}`", given.value);
                let hint = meant(&given.value, titles.into_iter().chain([ORDER]), "there are");
                self.complain(Diagnostic::error(code::ROUTE, message).at(given.spot).hint(hint));
                return None;
            }
        };
        let (here, there) = (self.model.stations_of(step), self.model.stations_of(of));
        let (message, hint) = if let [only] = there.as_slice() {
            let only = &self.model.stations[*only].name;
            let message = format!("the step `{}` is always done at `{only}`", given.value);
            let hint = if here.contains(&there[0]) {
                format!("write `station = \"{only}\"`")
            } else {
                "name a step that can be done at several stations".to_owned()
            };
            (message, hint)
        } else if of >= step {
            let message = format!("the step `{}` comes later", given.value);
            (message, "name one that comes before".to_owned())
        } else if let Some(missing) = there.iter().find(|station| !here.contains(station)) {
            let missing = &self.model.stations[*missing].name;
            let message = format!(
                "the step `{}` can be done at `{missing}`, and this one cannot",
                given.value
            );
            (message, "list the same stations in both".to_owned())
        } else {
            return Some(Dedicated::Step(of));
        };
        self.complain(Diagnostic::error(code::CONFLICT, message).at(given.spot).hint(hint));
        None
    }

    /// Complains about a word that means several steps of a route.
    pub(super) fn complain_about_several(&mut self, word: &Written<String>, product: &str) {
        let message = format!("`{}` is several steps of the route of `{product}`", word.value);
        let hint = "give the step meant a `name`, and write that name";
        self.complain(Diagnostic::error(code::ROUTE, message).at(word.spot).hint(hint));
    }

    /// Complains about bound steps of parts without orders, and where parts take cards; comes after the supplies.
    pub(super) fn check_dedicated(&mut self) {
        let mut found = Vec::new();
        for (id, product) in self.model.products.enumerated() {
            let Some(table) = self.scenario.product.get(&product.name) else { continue };
            let Some(route) = &table.route else { continue };
            for (step, item) in product.steps.iter().zip(&route.value) {
                let Some(given) = &item.value.dedicated else { continue };
                let of_orders = self.model.steps[step].dedicated == Some(Dedicated::Order);
                let mut supplies = self.model.supplies.iter();
                if of_orders && supplies.any(|supply| supply.product == id) {
                    let message = format!("`{}` comes without end, and of no order", product.name);
                    found.push((given.spot, message, "give it a demand or orders"));
                }
                let leads =
                    |from: &StepId| self.model.targets(*from).any(|to| to == Target::Step(step));
                let sources = product.steps.iter().filter(leads).map(Some).chain([None]);
                let doors = sources.filter_map(|from| self.model.control.door(from, step));
                if doors.count() > 0 {
                    let message = format!(
                        "parts of `{}` cannot be bound to a station where they take a card, or give one back",
                        product.name
                    );
                    found.push((
                        given.spot,
                        message,
                        "let the cards, or the pool, begin and end elsewhere",
                    ));
                }
            }
        }
        for (spot, message, hint) in found {
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
    }
}
