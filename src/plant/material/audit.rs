//! Whether material adds up.

use std::cmp::Reverse;

use super::super::stock::Stocks;
use super::super::{Observer, Plant};
use super::{Materials, expiry, wanted};
use crate::model::Model;

impl Materials {
    /// Stock at the start and what was delivered is what was used and is on hand; what comes is on order.
    fn audit(&self, model: &Model, stocks: &Stocks) -> Result<(), String> {
        for (id, row) in self.rows.enumerated() {
            let (name, stock) = (&model.materials[id].name, i64::from(model.materials[id].stock));
            let gone = row.used + row.expired;
            let lies = row.lots.iter().map(expiry::Lot::quantity).sum::<i64>();
            let mut is_whole = model.materials[id].shelf_life.is_none() || lies == row.on_hand;
            is_whole &= !row.bins.are_some() || row.bins.on_hand() == row.on_hand;
            self.claims.audit(id, row.on_hand)?;
            if stock + row.delivered != gone + row.on_hand || row.on_hand < 0 || !is_whole {
                return Err(format!("the stock of `{name}` does not add up: {row:?}"));
            }
            let coming = row.coming.iter().map(|Reverse((coming, _))| coming.ordered);
            let coming: i64 = coming.sum::<i64>() + stocks.coming(id).unwrap_or(0);
            if coming != row.on_order {
                return Err(format!(
                    "of `{name}` {coming} come, and {} are on order",
                    row.on_order
                ));
            }
        }
        Ok(())
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Checks the stock of all material, and that the parts that wait are counted.
    pub(in crate::plant) fn audit_material(&self) -> Result<(), String> {
        self.materials.audit(self.model, &self.stocks)?;
        self.audit_stocks()?;
        let mut wanted = wanted::Wanted::new(self.model);
        for station in self.model.stations.ids() {
            for part in self.buffers.iter(station, &self.parts) {
                let step = self.model.places[self.parts.get(part).place].step;
                for (id, bill) in self.model.bills_at(step) {
                    wanted.come((id, bill), 1, self.materials.is_short_for_all(bill));
                }
            }
        }
        let mut all = self.model.materials.enumerated();
        match all.find(|&(id, _)| wanted.needs(id) != self.materials.wanted.needs(id)) {
            None => Ok(()),
            Some((id, row)) => {
                let (counted, found) = (self.materials.wanted.needs(id), wanted.needs(id));
                Err(format!("{counted:?} of `{}` are counted, and {found:?} needed", row.name))
            }
        }
    }
}
