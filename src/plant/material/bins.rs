//! Material in bins with cards: whoever empties a bin orders another one.

use std::collections::VecDeque;

use super::super::{Observer, Plant};
use crate::ids::MaterialId;
use crate::model::{Material, Reorder};

/// The bins of a material.
#[derive(Clone, Debug, Default)]
pub(super) struct Bins {
    /// How many are in a full one; 0 where there are none.
    size: i64,
    /// How many cards there are.
    cards: i64,
    /// How many are in each that is not empty; the first is taken from.
    in_use: VecDeque<i64>,
    /// What lies beside, and is taken first.
    beside: i64,
    /// Cards that are on order.
    on_order: i64,
}

impl Bins {
    /// What is on hand at the start lies in full bins, and one that has been begun; what is on order has cards.
    pub(super) fn new(material: &Material) -> Self {
        let Some((Reorder::Kanban { bins, quantity }, _)) = material.reorder else {
            return Self::default();
        };
        let size = i64::from(quantity);
        let (full, begun) = (i64::from(material.stock) / size, i64::from(material.stock) % size);
        let open = material.on_order.iter().map(|open| i64::from(open.quantity));
        let mut all = Self {
            size,
            cards: i64::from(bins),
            on_order: open.map(|quantity| (quantity + size - 1) / size).sum(),
            ..Self::default()
        };
        all.in_use.extend((begun > 0).then_some(begun));
        // What is more than all bins hold lies beside.
        let held = full.min(all.cards - i64::from(begun > 0));
        all.in_use.extend((0..held).map(|_| size));
        all.beside = (full - held) * size;
        all
    }

    pub(super) fn on_hand(&self) -> i64 {
        self.beside + self.in_use.iter().sum::<i64>()
    }

    pub(super) const fn are_some(&self) -> bool {
        self.size > 0
    }

    /// So many are taken, of what lies beside and of the first bins.
    pub(super) fn take(&mut self, quantity: i64) {
        let mut left = quantity - quantity.min(self.beside);
        self.beside -= quantity - left;
        while let Some(first) = self.in_use.front_mut().filter(|_| left > 0) {
            let taken = left.min(*first);
            *first -= taken;
            left -= taken;
            if *first == 0 {
                self.in_use.pop_front();
            }
        }
    }

    /// Of so many that were ordered so many come.
    pub(super) fn receive(&mut self, ordered: i64, delivered: i64) {
        if !self.are_some() {
            return;
        }
        self.on_order -= (ordered + self.size - 1) / self.size;
        let mut left = delivered;
        while left > 0 {
            let bin = left.min(self.size);
            self.in_use.push_back(bin);
            left -= bin;
        }
    }

    /// How many cards have neither a bin nor are on order: they are from now on. If there are none and parts `wait`, what
    /// is left in the first bin is put beside.
    fn order(&mut self, wait: bool) -> i64 {
        let free = |bins: &Self| bins.cards - count(&bins.in_use) - bins.on_order;
        if wait
            && self.on_order == 0
            && free(self) <= 0
            && let Some(rest) = self.in_use.pop_front()
        {
            self.beside += rest;
        }
        let cards = free(self).max(0);
        self.on_order += cards;
        cards
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Orders a bin for each card that is free.
    pub(super) fn order_bins(&mut self, material: MaterialId, rule: Reorder) {
        let wait = self.is_waited_for(material);
        let bins = &mut self.materials.rows[material].bins;
        let size = bins.size;
        for _ in 0..bins.order(wait) {
            self.purchase(material, rule, size);
        }
    }
}

fn count(bins: &VecDeque<i64>) -> i64 {
    i64::try_from(bins.len()).unwrap_or(i64::MAX)
}
