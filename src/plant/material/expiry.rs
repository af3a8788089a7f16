//! Material that can be used for so long: what came first is taken first, and what is left of it is thrown away.

use super::super::{Observer, Plant};
use super::Row;
use crate::ids::MaterialId;
use crate::units::Time;

/// What came together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lot {
    /// When it is thrown away.
    until: Time,
    /// How many are left of it.
    quantity: i64,
}

impl Lot {
    pub(super) const fn quantity(&self) -> i64 {
        self.quantity
    }
}

impl Row {
    /// So many are taken of what came first.
    pub(super) fn take_oldest(&mut self, quantity: i64) {
        let mut left = quantity;
        while let Some(lot) = self.lots.front_mut().filter(|_| left > 0) {
            let taken = left.min(lot.quantity);
            lot.quantity -= taken;
            left -= taken;
            if lot.quantity == 0 {
                self.lots.pop_front();
            }
        }
    }
}

impl<O: Observer> Plant<'_, O> {
    /// So many have come to lie there, if they cannot lie there for ever.
    pub(super) fn lay_down(&mut self, material: MaterialId, quantity: i64) {
        let Some(life) = self.model.materials[material].shelf_life else { return };
        if quantity <= 0 {
            return;
        }
        let lots = &mut self.materials.rows[material].lots;
        lots.push_back(Lot { until: self.now + life, quantity });
        if lots.len() == 1 {
            self.book_expiry(material);
        }
    }

    /// Throws away what has lain there for its time; some of it has been taken meanwhile, perhaps all.
    pub(in crate::plant) fn expire(&mut self, material: MaterialId) {
        let now = self.now;
        let row = &mut self.materials.rows[material];
        let before = row.on_hand;
        while let Some(lot) = row.lots.pop_front_if(|lot| lot.until <= now) {
            row.on_hand -= lot.quantity;
            row.expired += lot.quantity;
        }
        let quantity = before - row.on_hand;
        if quantity > 0 {
            self.materials.rows[material].bins.take(quantity);
            self.tell_parts(material, before);
            self.observer.material_expired(material, quantity, now);
        }
        self.book_expiry(material);
    }

    /// Books when the oldest that lies there is thrown away.
    fn book_expiry(&mut self, material: MaterialId) {
        if let Some(oldest) = self.materials.rows[material].lots.front()
            && oldest.until < Time::NEVER
        {
            self.events.book(self.slots.expiry(material), oldest.until);
        }
    }
}
