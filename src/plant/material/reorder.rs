//! When more of a material is ordered: at the end of an instant, when it is known what parts need.

use super::super::{Observer, Plant};
use crate::ids::MaterialId;
use crate::model::{Reorder, Source};

impl<O: Observer> Plant<'_, O> {
    /// All that can happen at an instant has happened: tells how many parts wait, and orders what is to be.
    pub(in crate::plant) fn order_material(&mut self) {
        // What is needed at the start is known with its events.
        if !self.model.materials.is_empty() && self.happened > 0 {
            self.serve_new_orders();
            self.look_at_touched_stock();
        }
    }

    /// Cost: a look at each material of which something has changed, and at each part that has come.
    #[inline(never)]
    fn look_at_touched_stock(&mut self) {
        let joined = self.materials.wanted.take_joined();
        for &station in &joined {
            self.rank_new(station);
        }
        if O::CAUSES {
            self.note_who_needs();
        }
        let touched = self.materials.wanted.take_touched();
        for &material in &touched {
            let mut needs = self.materials.wanted.needs(material);
            if self.model.materials[material].reserved {
                needs = self.look_at_fronts(material);
            }
            let row = &mut self.materials.rows[material];
            if std::mem::replace(&mut row.waiting, needs.waiting) != needs.waiting {
                self.observer.material_wanted(material, needs.waiting, self.now);
            }
            self.reorder(material, needs.quantity);
        }
        self.materials.wanted.keep(touched, joined);
    }

    /// Orders more of a material of which parts in front of machines need so many, where its rule says so.
    fn reorder(&mut self, material: MaterialId, fronts: i64) {
        let is_due = std::mem::take(&mut self.materials.rows[material].is_due);
        let model = &self.model.materials[material];
        let rule = model.reorder;
        if let Some((rule @ Reorder::PerOrder { .. }, _)) = rule {
            self.order_for_orders(material, rule, fronts);
            return self.expedite(material);
        }
        let spoken = if model.reserved { self.speak_for_orders(material) } else { 0 };
        let Some((rule, source)) = rule else { return };
        let row = &self.materials.rows[material];
        let owed = self.stocks.owed(material);
        let position = row.on_hand + row.on_order - fronts - spoken - owed;
        let quantity = rule.order(position, is_due);
        match source {
            _ if row.bins.are_some() => self.order_bins(material, rule),
            _ if quantity <= 0 => {}
            Source::Bought(_) => self.purchase(material, rule, quantity),
            Source::Made(_) => self.make_to_stock(material, quantity),
        }
        self.expedite(material);
    }

    /// Which part needed each material last.
    ///
    /// Cost: a look at the first part of each kind at each station. Only one run is told with its causes.
    fn note_who_needs(&mut self) {
        for position in 0..self.materials.stations.len() {
            let station = self.materials.stations[position];
            self.rank_new(station);
            for first in self.ranks.firsts(station) {
                let step = self.model.places[self.parts.get(first.part).place].step;
                let token = self.parts.token(first.part);
                for (_, bill) in self.model.bills_at(step) {
                    let needed = &mut self.materials.rows[bill.material].needed;
                    *needed = needed.later(token);
                }
            }
        }
    }
}
