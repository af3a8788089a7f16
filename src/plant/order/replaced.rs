//! Parts of orders that are thrown away: parts that were started beyond the order stand in for them, or they are made
//! anew, or they may be missing.

use std::ops::Range;

use super::super::cause::Token;
use super::super::{Observer, Plant, Stop};
use super::Orders;
use super::later::What;
use crate::ids::{LineId, OpenOrderId, PartId, Table};
use crate::model::{Model, Replaced, Short, rounded_up};
use crate::observe::Ordered;

/// Share of an order that is started beyond it on each line; empty in a plant without.
pub(super) fn extra(model: &Model) -> Table<LineId, f64> {
    let is_started =
        |short: &Short| matches!(short.replaced, Replaced::AsExpected | Replaced::Beforehand(_));
    if !model.products.iter().any(|product| is_started(&product.short)) {
        return Table::new();
    }
    model.lines.ids().map(|line| model.extra(line)).collect()
}

/// How many more parts than these of an order are started, of a share that is rounded up for the whole order.
pub(in crate::plant) fn extra_of(share: f64, units: &Range<u32>) -> u32 {
    rounded_up(share, units.end) - rounded_up(share, units.start)
}

impl Orders {
    /// Parts of an order, or of a lot, go to a line, by their numbers within the order; how many more are started. Of all
    /// lots together it is the share of the order, rounded up.
    #[inline]
    pub(super) fn start_extra(
        &mut self,
        order: OpenOrderId,
        line: LineId,
        units: &Range<u32>,
    ) -> u32 {
        let extra = self.extra.get(line).map_or(0, |&share| extra_of(share, units));
        let whole = self.whole(order);
        self.note_line(whole, line);
        let open = self.get_mut(order);
        open.line = Some(line);
        if extra > 0 {
            self.add_parts(order, extra);
            self.get_mut(whole).spare += extra;
        }
        extra
    }

    /// So many more parts of an order, or of a lot, come in.
    pub(super) fn add_parts(&mut self, order: OpenOrderId, parts: u32) {
        let open = self.get_mut(order);
        open.left = open.left.saturating_add(parts);
        if let Some(whole) = open.of {
            let whole = self.get_mut(whole);
            whole.to_go = whole.to_go.saturating_add(parts);
        }
    }

    /// An order, or a lot of it, is made on a line; who made it is not told where lots go to several.
    #[inline]
    fn note_line(&mut self, order: OpenOrderId, line: LineId) {
        let open = self.get_mut(order);
        let was_several = open.line.is_some() && open.placed.line.is_none();
        let is_same = open.placed.line.is_none_or(|known| known == line) && !was_several;
        open.placed.line = is_same.then_some(line);
        open.line.get_or_insert(line);
    }

    /// How many parts of an open order may be missing.
    pub(in crate::plant) fn may_miss(&self, order: OpenOrderId) -> u32 {
        self.open[order].as_ref().map_or(0, |open| open.may_miss)
    }

    /// Other shares of the parts are expected to be thrown away.
    pub(in crate::plant) fn expect_scrap(&mut self, model: &Model) {
        self.extra = extra(model);
    }

    /// Whether a part of an order, or of a lot, is about to be made anew.
    pub(in crate::plant) fn remakes_of(&self, order: OpenOrderId) -> bool {
        self.later.remakes_of(order)
    }
}

impl<O: Observer> Plant<'_, O> {
    /// A part was thrown away, on a machine or in front: its order is short of it, unless it is not needed, or made anew.
    pub(in crate::plant) fn miss(&mut self, part: PartId, is_on_machine: bool) {
        let Some(lot) = self.parts.get(part).order else { return };
        let order = self.orders.whole(lot);
        if self.orders.get(order).is_done {
            return;
        }
        let token = self.parts.token(part);
        let open = self.orders.get_mut(lot);
        if let Ordered::Stock(material) = open.placed.ordered {
            open.placed.missing += 1;
            self.one_less_to_come(material, lot);
            return self.materials.note_need(material, token);
        }
        let product = open.placed.product;
        let whole = self.orders.get_mut(order);
        if whole.spare > 0 {
            whole.spare -= 1;
            return;
        }
        let is_allowed = whole.may_miss > 0;
        if is_allowed {
            whole.may_miss -= 1;
        }
        if !is_allowed && self.model.products[product].short.replaced == Replaced::Anew {
            self.orders.add_parts(lot, 1);
            self.need_again(lot, part, is_on_machine);
            self.orders.later.add(self.now, What::Remake(lot, token));
            return self.book_next_release();
        }
        whole.placed.missing += u32::from(!is_allowed);
    }

    /// A part comes in for one that was thrown away, unless the order has been cancelled in the meantime.
    pub(super) fn remake(&mut self, lot: OpenOrderId, token: Token) {
        if self.orders.get(self.orders.whole(lot)).is_done {
            return self.one_less(lot);
        }
        if self.stop == Some(Stop::TooManyParts) {
            self.orders.kept_out += 1;
            return;
        }
        let unit = self.orders.next_unit(lot);
        let open = self.orders.get(lot);
        let (product, line) = (open.placed.product, open.line);
        let line = line.unwrap_or_else(|| self.choose_line(product, 1, Some(lot)));
        self.observer.remade(product, line, self.now);
        self.bring_part_in(product, (lot, unit), line, token);
    }
}
