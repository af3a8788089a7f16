//! Parts of a supply that never ends, and the material that is ordered for them.

use super::super::compile::Compiler;
use super::{Bill, Reorder};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::ProductId;

impl Compiler<'_> {
    /// What is said of parts that may wait for ever: none of a supply stands in front of its first station, where it
    /// would be counted, so that nothing is ordered while a few are left and a part takes more.
    pub(super) fn waits_of_supplies(&self) -> Vec<Diagnostic> {
        let model = &self.model;
        let mut complaints = Vec::new();
        for supply in &model.supplies {
            let step = model.lines[supply.line].steps.first();
            // At a door the next part of it waits, and is counted.
            if model.control.door(None, step).is_some() {
                continue;
            }
            for (_, bill) in model.bills_at(step) {
                complaints.extend(self.wait_of_supply(supply.product, bill));
            }
        }
        complaints
    }

    fn wait_of_supply(&self, product: ProductId, bill: Bill) -> Option<Diagnostic> {
        let row = &self.model.materials[bill.material];
        let (rule, _) = row.reorder?;
        let enough = match rule {
            Reorder::Quantity { point, .. } | Reorder::UpTo { point, .. } => point + 1,
            Reorder::Every { up_to, .. } => up_to,
            // Where parts wait, what is left in a bin is put beside; what is ordered per order is for no supply.
            Reorder::Kanban { .. } | Reorder::PerOrder { .. } => return None,
        };
        if bill.quantity <= enough {
            return None;
        }
        let product = &self.model.products[product].name;
        let who = format!("parts of `{product}` may wait for ever for `{}`", row.name);
        let quantity = bill.quantity;
        let (message, hint) = match rule {
            Reorder::Quantity { point, .. } | Reorder::UpTo { point, .. } => (
                format!("{who}: each takes {quantity}, and with {enough} left none is ordered"),
                format!(
                    "write a `point` of {} or more, found: {point}; a supply that never ends counts as no demand",
                    quantity - 1
                ),
            ),
            Reorder::Every { up_to, .. } => (
                format!("{who}: each takes {quantity}, and no more are ordered than {up_to}"),
                format!("write an `up_to` of {quantity} or more"),
            ),
            Reorder::Kanban { .. } | Reorder::PerOrder { .. } => return None,
        };
        let spot = self.spot_of_need(product, &row.name);
        Some(Diagnostic { spot, ..Diagnostic::warning(code::DUBIOUS, message).hint(hint) })
    }

    /// Where it is written what parts of a product take of a material.
    fn spot_of_need(&self, product: &str, material: &str) -> Option<Spot> {
        let needs = &self.scenario.product.get(product)?.materials.as_ref()?.value;
        needs.iter().find(|(name, _)| name.value == material).map(|(_, need)| need.spot)
    }
}
