//! Suppliers: how soon what is ordered comes, how late, and how short.

use super::compile::Compiler;
use crate::random::Distribution;
use crate::scenario::{self, Written};

/// `[supplier.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// Name as written.
    pub name: String,
    /// From the order to the delivery. Unit: ticks.
    pub lead_time: Distribution,
    /// Share of the deliveries that are late, and by how much. Unit: ticks.
    pub late: Option<(f64, Distribution)>,
    /// Share of the deliveries that are short, and the share of the order that is missing then.
    pub short: Option<(f64, f64)>,
}

impl Compiler<'_> {
    /// Compiles the suppliers; comes before the material.
    pub(super) fn compile_suppliers(&mut self) {
        for (name, table) in self.scenario.supplier.iter() {
            let who = format!("the supplier `{}`", name.value);
            let lead_time = self.required(table.lead_time.as_ref(), "lead_time", &who, name.spot);
            let row = Supplier {
                name: name.value.clone(),
                lead_time: lead_time.cloned().unwrap_or_else(|| Distribution::from(0)),
                late: table.late.as_ref().and_then(|late| self.late(late)),
                short: table.short.as_ref().and_then(|short| self.short(short)),
            };
            self.model.suppliers.push(row);
        }
    }

    fn late(&mut self, late: &Written<scenario::LateDelivery>) -> Option<(f64, Distribution)> {
        let (table, spot) = (&late.value, late.spot);
        let chance = self.required(table.chance.as_ref(), "chance", "`late`", spot).copied();
        let by = self.required(table.by.as_ref(), "by", "`late`", spot).cloned();
        Some((chance?.0, by?))
    }

    fn short(&mut self, short: &Written<scenario::ShortDelivery>) -> Option<(f64, f64)> {
        let (table, spot) = (&short.value, short.spot);
        let chance = self.required(table.chance.as_ref(), "chance", "`short`", spot).copied();
        let missing = self.required(table.missing.as_ref(), "missing", "`short`", spot).copied();
        Some((chance?.0, missing?.0))
    }
}
