//! How long parts stand in front of machines while there is too little of a material for them, and for how long orders
//! wait so.

use std::collections::BTreeMap;

use crate::ids::{BillId, MaterialId, OpenOrderId, PartId, Table};
use crate::units::{Span, Time};

/// For how long there has been too little for a part at a step.
#[derive(Clone, Copy, Debug, Default)]
struct Shortage {
    sum: Span,
    since: Option<Time>,
}

impl Shortage {
    fn until(self, now: Time) -> Span {
        self.sum + self.since.map_or(Span::ZERO, |since| now - since)
    }
}

/// How long a part has waited for what a line of a bill names.
#[derive(Clone, Copy, Debug)]
struct Wait {
    /// Of what is reserved: for how long there was too little for the part. Of all else: for how long there had been too
    /// little when it came.
    sum: Span,
    /// Of what is reserved: since when there is too little for the part.
    since: Option<Time>,
}

/// The waits of all parts, and of the orders that are open.
#[derive(Debug)]
pub(super) struct Waits {
    shortages: Table<BillId, Shortage>,
    /// Of each part that stands in front, by the lines of its bill.
    parts: Table<PartId, Vec<Wait>>,
    /// How long the part of an order waited that waited longest for a material.
    orders: BTreeMap<(OpenOrderId, MaterialId), Span>,
}

impl Waits {
    /// `is_short` says for which lines of bills there is too little at the start.
    pub(super) fn new(is_short: impl Iterator<Item = bool>) -> Self {
        let shortage =
            |is_short: bool| Shortage { sum: Span::ZERO, since: is_short.then_some(Time::ZERO) };
        Self {
            shortages: is_short.map(shortage).collect(),
            parts: Table::new(),
            orders: BTreeMap::new(),
        }
    }

    /// There is too little for parts at a step from now on, or enough.
    pub(super) fn set(&mut self, bill: BillId, is_short: bool, now: Time) {
        let shortage = &mut self.shortages[bill];
        if is_short {
            shortage.since.get_or_insert(now);
        } else {
            *shortage = Shortage { sum: shortage.until(now), since: None };
        }
    }

    /// A part comes to stand in front of a machine, where it takes what these lines name; with each of them whether that
    /// is reserved.
    pub(super) fn come(
        &mut self,
        part: PartId,
        bills: impl Iterator<Item = (BillId, bool)>,
        now: Time,
    ) {
        while self.parts.get(part).is_none() {
            self.parts.push(Vec::new());
        }
        let waits = &mut self.parts[part];
        waits.clear();
        let shortages = &self.shortages;
        waits.extend(bills.map(|(bill, is_reserved)| {
            let sum = if is_reserved { Span::ZERO } else { shortages[bill].until(now) };
            Wait { sum, since: None }
        }));
    }

    /// There is too little for a part of what is reserved, or enough.
    pub(super) fn set_of_part(&mut self, part: PartId, line: usize, is_short: bool, now: Time) {
        let Some(wait) = self.parts.get_mut(part).and_then(|waits| waits.get_mut(line)) else {
            return;
        };
        match (is_short, wait.since) {
            (true, None) => wait.since = Some(now),
            (false, Some(since)) => {
                wait.sum += now - since;
                wait.since = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }

    /// For how long a part has waited for what a line names; nothing if it has not stood in front.
    pub(super) fn of(
        &self,
        part: PartId,
        line: usize,
        bill: BillId,
        now: Time,
        is_reserved: bool,
    ) -> Span {
        let Some(wait) = self.parts.get(part).and_then(|waits| waits.get(line)) else {
            return Span::ZERO;
        };
        if is_reserved {
            return wait.sum + wait.since.map_or(Span::ZERO, |since| now - since);
        }
        self.shortages[bill].until(now) - wait.sum
    }

    /// A part stands in front no more.
    pub(super) fn leave(&mut self, part: PartId) {
        if let Some(waits) = self.parts.get_mut(part) {
            waits.clear();
        }
    }

    /// A part of an order has waited for a material.
    pub(super) fn note(&mut self, order: OpenOrderId, material: MaterialId, wait: Span) {
        let longest = self.orders.entry((order, material)).or_default();
        *longest = wait.max(*longest);
    }

    /// How long an order waited for each material, its part that waited longest; asked once.
    pub(super) fn take(&mut self, order: OpenOrderId) -> impl Iterator<Item = (MaterialId, Span)> {
        let mut own = Vec::new();
        while let Some((&(of, material), _)) =
            self.orders.range((order, first())..).next().filter(|((of, _), _)| *of == order)
        {
            own.extend(self.orders.remove(&(of, material)).map(|wait| (material, wait)));
        }
        own.into_iter()
    }
}

fn first() -> MaterialId {
    crate::ids::Id::at(0)
}
