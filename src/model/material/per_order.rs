//! What orders need of material: when it is ordered for them, and who can have that.

use super::super::compile::Compiler;
use super::super::{Model, PartsInWork, WipState};
use super::{Material, Reorder, Source};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{LineId, MaterialId, PlaceId, ProductId, SupplierId};
use crate::scenario;
use crate::units::{Span, Time};

impl Material {
    /// Whether it is ordered for orders, and how long before their release it should be there.
    pub const fn per_order(&self) -> Option<Span> {
        match self.reorder {
            Some((Reorder::PerOrder { ahead }, _)) => Some(ahead),
            Some((
                Reorder::Quantity { .. }
                | Reorder::UpTo { .. }
                | Reorder::Every { .. }
                | Reorder::Kanban { .. },
                _,
            ))
            | None => None,
        }
    }

    /// Whether it is kept in mind what each order still needs of it.
    pub const fn is_claimed(&self) -> bool {
        self.reserved || self.per_order().is_some()
    }
}

impl Model {
    /// What a part of a product takes of a material if it comes once to each step, on the line on which it takes most.
    pub fn need_of_part(&self, product: ProductId, material: MaterialId) -> u64 {
        let of_line = |line: LineId| -> u64 {
            let (first, last) =
                (self.lines[line].steps.first(), self.lines[line].steps.iter().last());
            let own = self.bills.iter().filter(|bill| bill.material == material);
            let own =
                own.filter(|bill| first <= bill.step && last.is_some_and(|last| bill.step <= last));
            own.map(|bill| u64::from(bill.quantity)).sum()
        };
        self.products[product].lines.iter().map(of_line).max().unwrap_or(0)
    }

    /// What parts in work have taken of a material: what parts take before, and on a machine what they take there.
    pub(in crate::model) fn taken_in_work(&self, row: &PartsInWork, material: MaterialId) -> u64 {
        let runs = matches!(row.state, WipState::Running(..));
        u64::from(row.quantity) * self.taken_at(row.place, runs, material)
    }

    /// What a part has taken of a material that comes to each step once: what it takes before a place, and on a machine
    /// what it takes there.
    pub fn taken_at(&self, place: PlaceId, is_on_machine: bool, material: MaterialId) -> u64 {
        let place = &self.places[place];
        let line = self.line_of(place.step);
        let first = line.map_or(place.step, |line| self.lines[line].steps.first());
        let own = self.bills.iter().filter(|bill| bill.material == material);
        let own = own.filter(|bill| {
            let is_here = is_on_machine && bill.step == place.step;
            first <= bill.step && (bill.step < place.step || is_here)
        });
        own.map(|bill| u64::from(bill.quantity)).sum()
    }

    /// What parts of an order in work have taken of a material when the plant starts.
    pub fn taken_of_order(&self, order: crate::ids::OrderId, material: MaterialId) -> u64 {
        let first = self.wip.partition_point(|row| row.order < order);
        let own = self.wip[first..].iter().take_while(|row| row.order == order);
        own.map(|row| self.taken_in_work(row, material)).sum()
    }

    /// When a material is ordered that should be there at an instant; before the start it is the start.
    pub fn ordered_for(&self, material: MaterialId, wanted: Time) -> Time {
        let row = &self.materials[material];
        let when = |supplier: SupplierId| self.suppliers[supplier].ordered_for(wanted);
        let first = match row.reorder {
            Some((_, Source::Bought(supplier))) if row.shares.is_empty() => Some(when(supplier)),
            Some((_, Source::Bought(_))) => row.shares.iter().map(|&(id, _)| when(id)).min(),
            Some((_, Source::Made(_))) | None => None,
        };
        first.unwrap_or(wanted).max(Time::ZERO)
    }
}

impl Compiler<'_> {
    /// Refuses bins of which fewer are ordered than their supplier takes orders for.
    pub(super) fn check_bins(
        &mut self,
        table: &scenario::Material,
        shares: &[(SupplierId, u32)],
        backup: Option<SupplierId>,
    ) {
        let Some(rule) = table.reorder.as_ref().map(|rule| &rule.value.0) else { return };
        let Some(quantity) = rule.quantity.as_ref().filter(|_| rule.kanban.is_some()) else {
            return;
        };
        let mut all = shares.iter().map(|&(id, _)| id).chain(backup);
        let too_great = |id: &SupplierId| self.model.suppliers[*id].at_least > quantity.value;
        let Some(supplier) = all.find(too_great) else { return };
        let supplier = &self.model.suppliers[supplier];
        let message = format!(
            "`{}` takes no order for fewer than {}, and a bin holds {}",
            supplier.name, supplier.at_least, quantity.value
        );
        let hint = "each bin is ordered by itself: write a greater `quantity`, and fewer bins";
        self.complain(Diagnostic::error(code::CONFLICT, message).at(quantity.spot).hint(hint));
    }

    /// Refuses material that is ordered for orders where parts take it that belong to none; comes after it is known
    /// what comes with which order.
    pub(in crate::model) fn check_per_order(&mut self) {
        if self.complaints.has_errors() {
            return;
        }
        let mut complaints = Vec::new();
        for (id, row) in self.model.materials.enumerated() {
            let given = self.scenario.material.get(&row.name).and_then(|it| it.reorder.as_ref());
            let Some(given) = given.filter(|_| row.per_order().is_some()) else { continue };
            for (product, of) in self.model.products.enumerated() {
                if self.model.need_of_part(product, id) == 0 {
                    continue;
                }
                if let Some((why, hint)) = self.what_keeps_from_orders(product) {
                    let message = format!(
                        "`{}` cannot be ordered per order: parts of `{}` take it, and {why}",
                        row.name, of.name
                    );
                    let complaint = Diagnostic::error(code::CONFLICT, message).at(given.spot);
                    complaints.push(complaint.hint(hint));
                }
            }
        }
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    /// Why parts of a product belong to no order, and what to do.
    fn what_keeps_from_orders(&self, product: ProductId) -> Option<(&'static str, &'static str)> {
        let model = &self.model;
        if model.supplies.iter().any(|supply| supply.product == product) {
            let hint = "write such as `reorder = { point = 400, quantity = 800 }`, or orders or a demand for the product";
            return Some(("nobody orders them: they come without end", hint));
        }
        let mut along = model.products.iter().flat_map(|row| &row.along);
        if along.any(|along| along.product == product && !along.kit) {
            let hint = "write `kit = true` at the station that takes them";
            return Some(("they go into whichever comes next", hint));
        }
        (model.products[product].is_made && model.is_taken(product)).then_some((
            "they are made on the way to another product, for no order of their own",
            "let another product take it, or write such as `reorder = { point = 400, quantity = 800 }`",
        ))
    }
}
