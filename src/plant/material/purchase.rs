//! Purchase orders: when they come, and how much of them.

use std::cmp::Reverse;

use super::super::{Observer, Plant};
use super::{Coming, Materials};
use crate::ids::{MaterialId, SupplierId};
use crate::model::{Material, Reorder, Supplier};
use crate::random::{Stream, successes};
use crate::units::{Span, Time};

/// The streams of a material and one of its suppliers.
type Streams = [Stream; 7];

/// Whose turn it is: what is known of a supplier of a material.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    supplier: SupplierId,
    /// 0 is a backup without a share.
    share: u32,
    /// How many were ordered so far when it was the supplier's turn.
    ordered: i64,
    /// When the last of what has been ordered so far is delivered.
    last: Time,
}

/// The suppliers of a material; what was open at the start comes `last`.
pub(super) fn suppliers(material: &Material) -> Vec<Turn> {
    let share = |supplier| match &material.shares[..] {
        [] => u32::from(material.backup != Some(supplier)),
        shares => shares.iter().find(|row| row.0 == supplier).map_or(0, |&(_, share)| share),
    };
    let last = material.on_order.iter().map(|open| open.at).max().unwrap_or(Time::ZERO);
    let turn = |supplier| Turn { supplier, share: share(supplier), ordered: 0, last };
    material.suppliers().map(turn).collect()
}

impl<O: Observer> Plant<'_, O> {
    /// So many of a material are wanted.
    pub(super) fn purchase(&mut self, material: MaterialId, rule: Reorder, wanted: i64) {
        let Some(turn) = furthest_behind(&self.materials.rows[material].turns, wanted) else {
            return;
        };
        let source = self.who_delivers(material, turn);
        let Materials { rows, outages, .. } = &mut self.materials;
        let row = &mut rows[material];
        let id = row.turns[source].supplier;
        let supplier = &self.model.suppliers[id];
        let quantity = rule.round_up(wanted, supplier.at_least);
        row.turns[turn].ordered += quantity;
        let ordinal = row.ordered;
        row.ordered += 1;
        let since = row.needed;
        let streams = &self.streams.supplier[material][source];
        let time = (self.now, lead_time(supplier, streams, ordinal));
        let earliest = outages.after(supplier, (id, &self.streams.outage[id]), time);
        let at = when(supplier, earliest, row.turns[source].last);
        row.turns[source].last = row.turns[source].last.max(at);
        let came = quantity - missing(supplier, streams, ordinal, quantity);
        let rejected = rejected(supplier, streams, ordinal, came);
        let coming = Coming {
            at: at + inspection(supplier, streams, ordinal),
            number: self.model.materials[material].on_order.len() as u64 + ordinal,
            ordered: quantity,
            delivered: came - rejected,
            rejected,
            source: Some(source),
        };
        self.materials.expect(material, coming, since);
        self.observer.material_ordered(material, quantity, self.now);
        self.book_delivery(material);
    }

    /// Who delivers what it is a supplier's turn for: itself, or the backup while it is down.
    fn who_delivers(&mut self, material: MaterialId, turn: usize) -> usize {
        let Materials { rows, outages, .. } = &mut self.materials;
        let turns = &rows[material].turns;
        let mut is_down = |at: usize| {
            let id = turns[at].supplier;
            let streams = &self.streams.outage[id];
            outages.is_down(&self.model.suppliers[id], (id, streams), self.now)
        };
        let backup = self.model.materials[material].backup;
        let backup = backup.and_then(|id| turns.iter().position(|row| row.supplier == id));
        backup.filter(|&backup| is_down(turn) && !is_down(backup)).unwrap_or(turn)
    }

    /// Expedites the next delivery where too few are on hand, and it is sooner there then.
    pub(super) fn expedite(&mut self, material: MaterialId) {
        let Some(point) = self.model.materials[material].expedite else { return };
        let row = &self.materials.rows[material];
        let Some(&Reverse((next, since))) = row.coming.peek() else { return };
        let Some(source) = next.source.filter(|_| row.on_hand <= i64::from(point)) else { return };
        let id = row.turns[source].supplier;
        let supplier = &self.model.suppliers[id];
        let Some(way) = &supplier.expedite else { return };
        let streams = &self.streams.supplier[material][source];
        let ordinal = next.number - self.model.materials[material].on_order.len() as u64;
        let [.., by] = *streams;
        let time = Span::round(way.lead_time.sample(by, ordinal, 0)).max(Span::ZERO);
        let outage = (id, &self.streams.outage[id]);
        let at = self.materials.outages.after(supplier, outage, (self.now, time));
        let at = at + inspection(supplier, streams, ordinal);
        if at >= next.at {
            return;
        }
        let coming = &mut self.materials.rows[material].coming;
        coming.pop();
        coming.push(Reverse((Coming { at, source: None, ..next }, since)));
        self.observer.material_expedited(material, way.cost, self.now);
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

/// Whose turn it is, of those with a share: who is furthest behind it in what was ordered, were so many more; of several the first
/// by name.
fn furthest_behind(turns: &[Turn], wanted: i64) -> Option<usize> {
    let all: i128 = turns.iter().map(|row| i128::from(row.ordered)).sum();
    let shares: i128 = turns.iter().map(|row| i128::from(row.share)).sum();
    let behind = |row: &Turn| {
        (all + i128::from(wanted)) * i128::from(row.share) - i128::from(row.ordered) * shares
    };
    let rows = turns.iter().enumerate().filter(|(_, row)| row.share > 0);
    let best = rows.min_by_key(|(_, row)| Reverse(behind(row)));
    best.map(|(position, _)| position)
}

/// When is delivered what could come at the `earliest` at the end of its lead time, where the `last` delivery so far comes
/// then.
fn when(supplier: &Supplier, earliest: Time, last: Time) -> Time {
    let at = if supplier.in_order { earliest.max(last) } else { earliest };
    supplier.days.as_ref().map_or(at, |days| days.next(at))
}

/// Turn the order to the end of the lead time.
fn lead_time(supplier: &Supplier, streams: &Streams, ordinal: u64) -> Span {
    let [lead_time, late, late_by, ..] = *streams;
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
fn missing(supplier: &Supplier, streams: &Streams, ordinal: u64, quantity: i64) -> i64 {
    let [_, _, _, short, ..] = *streams;
    match supplier.short {
        Some((chance, share)) if short.uniform(ordinal, 0, 0) < chance => {
            whole(quantity as f64 * share).min(quantity)
        }
        Some(_) | None => 0,
    }
}

/// How many of those that came the incoming inspection takes out.
fn rejected(supplier: &Supplier, streams: &Streams, ordinal: u64, came: i64) -> i64 {
    let [_, _, _, _, defective, ..] = *streams;
    supplier.defective.map_or(0, |chance| successes(came, chance, defective.uniform(ordinal, 0, 0)))
}

fn inspection(supplier: &Supplier, streams: &Streams, ordinal: u64) -> Span {
    let [.., inspection, _] = *streams;
    supplier
        .inspection
        .as_ref()
        .map_or(Span::ZERO, |time| Span::round(time.sample(inspection, ordinal, 0)).max(Span::ZERO))
}

#[expect(clippy::cast_possible_truncation, reason = "a share of a whole number")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}
