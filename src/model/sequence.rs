//! `[plan]`: the sequence in which a planner wants orders at stations.

use std::collections::BTreeMap;

use super::compile::Compiler;
use super::{DispatchRule, names};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{OrderId, StationId, Table};

/// The numbers of orders at stations, of which the smaller goes first.
///
/// Shape: by station, each by order; empty where nothing is planned so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Order and number, orders ascending.
    pub rows: Table<StationId, Vec<(OrderId, u32)>>,
}

impl Plan {
    /// Whether nothing is planned so.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of an order at a station; `None` if it is not in the plan.
    pub fn number(&self, station: StationId, order: OrderId) -> Option<u32> {
        let row = self.rows.get(station)?;
        let found = row.binary_search_by_key(&order, |&(of, _)| of).ok()?;
        Some(row[found].1)
    }
}

impl Compiler<'_> {
    /// Compiles the plan; comes after the stations and the order book.
    pub(super) fn compile_plan(&mut self) {
        let scenario = self.scenario;
        if scenario.plan.station.is_empty() {
            return self.warn_of_no_plan();
        }
        let orders: BTreeMap<String, OrderId> =
            self.model.orders.enumerated().map(|(id, order)| (order.name.clone(), id)).collect();
        let mut rows = Table::filled(self.model.stations.len(), Vec::new());
        for (name, planned) in scenario.plan.station.iter() {
            let found = self.names.stations.find(name, "the plan");
            let station = self.keep(found);
            if let Some(station) = station {
                self.warn_of_idle_plan(station, name);
            }
            let mut numbers = Vec::new();
            for (order, number) in planned.order.iter() {
                match orders.get(&order.value) {
                    Some(&order) => numbers.push((order, number.value)),
                    // A mistake in the order itself has been told.
                    None if scenario.order.get(&order.value).is_some() => {}
                    None => {
                        let known = scenario.order.names();
                        self.complain(names::unknown("order", order, "the plan", known));
                    }
                }
            }
            numbers.sort_unstable();
            if let Some(station) = station {
                rows[station] = numbers;
            }
        }
        self.model.plan = Plan { rows };
    }

    /// Warns of a plan for which a station does not ask.
    fn warn_of_idle_plan(&mut self, station: StationId, name: &crate::scenario::Written<String>) {
        if self.model.stations[station].dispatch.contains(&DispatchRule::Plan) {
            return;
        }
        let message = format!("the station `{}` does not ask for its plan", name.value);
        let hint = "write `dispatch = \"plan\"` there, or in `[control]` for all";
        self.complain(Diagnostic::warning(code::UNUSED, message).at(name.spot).hint(hint));
    }

    /// Warns of stations that ask for a plan where there is none.
    fn warn_of_no_plan(&mut self) {
        let stations = self.scenario.station.iter().map(|(_, row)| &row.dispatch);
        let all = stations.chain([&self.scenario.control.dispatch]).flatten();
        let mut rules = all.flat_map(|given| &given.value.rules);
        let asking = rules.find(|rule| DispatchRule::from(rule.value) == DispatchRule::Plan);
        if let Some(rule) = asking {
            let message = "there is no plan, which this rule asks for";
            let hint = "write `[plan]` with the `file` that has the columns `station`, `order` and `sequence`";
            self.complain(Diagnostic::warning(code::UNUSED, message).at(rule.spot).hint(hint));
        }
    }
}
