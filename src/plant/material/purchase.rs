//! Purchase orders: when they come, and how much of them.

use std::cmp::Reverse;

use super::super::{Observer, Plant};
use super::Coming;
use crate::ids::MaterialId;
use crate::model::Supplier;
use crate::random::Stream;
use crate::units::{Span, Time};

impl<O: Observer> Plant<'_, O> {
    /// So many of a material are ordered.
    pub(super) fn purchase(&mut self, material: MaterialId, quantity: i64, supplier: &Supplier) {
        let row = &mut self.materials.rows[material];
        let ordinal = row.ordered;
        row.ordered += 1;
        let since = row.needed;
        let Some(streams) = self.streams.supplier[material] else { return };
        let coming = Coming {
            at: self.now + lead_time(supplier, &streams, ordinal),
            number: self.model.materials[material].on_order.len() as u64 + ordinal,
            ordered: quantity,
            delivered: quantity - missing(supplier, &streams, ordinal, quantity),
        };
        self.materials.expect(material, coming, since);
        self.observer.material_ordered(material, quantity, self.now);
        self.book_delivery(material);
    }

    /// Books when what is on order comes next.
    pub(super) fn book_delivery(&mut self, material: MaterialId) {
        // What never comes is no event.
        if let Some(Reverse((next, _))) = self.materials.rows[material].coming.peek()
            && next.at < Time::NEVER
        {
            self.events.book(self.slots.delivery(material), next.at);
        }
    }
}

/// From the order to the delivery.
fn lead_time(supplier: &Supplier, streams: &[Stream; 4], ordinal: u64) -> Span {
    let [lead_time, late, late_by, _] = *streams;
    let time = Span::round(supplier.lead_time.sample(lead_time, ordinal, 0));
    let by = match &supplier.late {
        Some((chance, by)) if late.uniform(ordinal, 0, 0) < *chance => {
            Span::round(by.sample(late_by, ordinal, 0))
        }
        Some(_) | None => Span::ZERO,
    };
    (time + by).max(Span::ZERO)
}

/// What is missing of a delivery: in whole things, rounded.
fn missing(supplier: &Supplier, streams: &[Stream; 4], ordinal: u64, quantity: i64) -> i64 {
    let [.., short] = *streams;
    match supplier.short {
        Some((chance, share)) if short.uniform(ordinal, 0, 0) < chance => {
            whole(quantity as f64 * share).min(quantity)
        }
        Some(_) | None => 0,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share of a whole number")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}
