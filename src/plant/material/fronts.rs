//! Parts in front of machines that take what is reserved: which of them wait, and what they need beyond what their
//! orders have claims to.

use std::collections::BTreeMap;

use super::super::{Observer, Plant};
use super::wanted::Needs;
use crate::ids::{MaterialId, OpenOrderId, PartId};
use crate::model::{Bill, Reorder};

impl<O: Observer> Plant<'_, O> {
    /// Looks at all parts in front of machines that take a material which is reserved: how many of them wait, and how much
    /// they need of which nobody knew.
    ///
    /// Cost: a look at each of those parts.
    pub(super) fn look_at_fronts(&mut self, material: MaterialId) -> Needs {
        let mut needs = Needs::default();
        let mut of_orders: BTreeMap<OpenOrderId, i64> = BTreeMap::new();
        for (part, line, bill) in self.fronts(material) {
            let order = self.parts.get(part).order;
            let is_short = self.materials.is_short(bill, order);
            self.materials.waits.set_of_part(part, line, is_short, self.now);
            needs.waiting += i64::from(is_short);
            match order {
                Some(order) => *of_orders.entry(order).or_default() += i64::from(bill.quantity),
                None => needs.quantity += i64::from(bill.quantity),
            }
        }
        for (order, needed) in of_orders {
            needs.quantity += (needed - self.materials.claims.left(Some(order), material)).max(0);
        }
        needs
    }

    /// Parts that stand in front of machines where they take a material, with the lines of their bills.
    fn fronts(&self, material: MaterialId) -> Vec<(PartId, usize, Bill)> {
        let mut fronts = Vec::new();
        for &station in &self.materials.stations {
            for part in self.buffers.iter(station, &self.parts) {
                let step = self.model.places[self.parts.get(part).place].step;
                let lines = self.model.bills_at(step).map(|(_, bill)| bill).enumerate();
                let own = lines.filter(|(_, bill)| bill.material == material);
                fronts.extend(own.map(|(line, bill)| (part, line, bill)));
            }
        }
        fronts
    }

    /// Orders what orders need that have come to be known, for each by itself, and what is missing beside: `fronts` is
    /// what the parts need that stand in front of machines, of what is reserved what they need beyond the claims of
    /// their orders.
    pub(super) fn order_for_orders(&mut self, material: MaterialId, rule: Reorder, fronts: i64) {
        for need in self.materials.claims.take_new(material) {
            self.materials.claims.speak(material, need);
            let spoken = self.materials.claims.spoken(material);
            self.order_missing(material, rule, spoken);
        }
        let spoken = self.materials.claims.spoken(material);
        let is_reserved = self.model.materials[material].reserved;
        let needed = if is_reserved { spoken + fronts } else { spoken.max(fronts) };
        self.order_missing(material, rule, needed);
    }

    fn order_missing(&mut self, material: MaterialId, rule: Reorder, needed: i64) {
        let row = &self.materials.rows[material];
        let missing = needed - row.on_hand - row.on_order;
        if missing > 0 {
            self.purchase(material, rule, missing);
        }
    }

    /// What orders need of a material that have come to be known is spoken for.
    pub(super) fn speak_for_orders(&mut self, material: MaterialId) -> i64 {
        for need in self.materials.claims.take_new(material) {
            self.materials.claims.speak(material, need);
        }
        self.materials.claims.spoken(material)
    }
}
