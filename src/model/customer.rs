//! `customer`: who ordered.

use std::collections::BTreeMap;

use super::compile::Compiler;
use crate::ids::{CustomerId, Table};
use crate::scenario::Written;
use crate::units::natural_order;

impl<'a> Compiler<'a> {
    /// Finds all customers that orders and demands name.
    pub(super) fn compile_customers(&mut self) {
        let scenario = self.scenario;
        let orders = scenario.order.iter().map(|(_, row)| &row.customer);
        let demands = scenario.demand.iter().map(|(_, row)| &row.customer);
        let all = orders.chain(demands).flatten();
        let mut names: Vec<&'a str> = all.map(|customer| customer.value.as_str()).collect();
        names.sort_by(|one, other| natural_order(one, other).then_with(|| one.cmp(other)));
        names.dedup();
        self.customers = BTreeMap::new();
        let mut customers: Table<CustomerId, String> = Table::new();
        for name in names {
            self.customers.insert(name, customers.push(name.to_owned()));
        }
        self.model.customers = customers;
    }

    pub(super) fn customer(&self, given: Option<&Written<String>>) -> Option<CustomerId> {
        self.customers.get(given?.value.as_str()).copied()
    }
}
