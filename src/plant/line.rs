//! Which of the lines that make a product an order goes to.

use super::{Observer, Plant};
use crate::ids::{LineId, OpenOrderId, ProductId, StationId, StepId};
use crate::model::Choice;
use crate::units::Money;

impl<O: Observer> Plant<'_, O> {
    /// The line that an order of so many parts of a product goes to; all its parts keep to it.
    ///
    /// Nothing is drawn: what the plant holds decides, and the order written among equals.
    #[inline]
    pub(super) fn choose_line(
        &self,
        product: ProductId,
        quantity: u32,
        order: Option<OpenOrderId>,
    ) -> LineId {
        let row = &self.model.products[product];
        if row.lines.len() == 1 {
            return row.lines.first();
        }
        self.choose_among_lines(product, quantity, order)
    }

    #[inline(never)]
    fn choose_among_lines(
        &self,
        product: ProductId,
        quantity: u32,
        order: Option<OpenOrderId>,
    ) -> LineId {
        let row = &self.model.products[product];
        let mut lines = row.lines.iter();
        let chosen = match row.choice {
            Choice::EarliestFinish => lines.min_by_key(|&line| self.line_finish(line, quantity)),
            Choice::Cheapest => lines.min_by_key(|&line| {
                let (broken, at) = self.line_finish(line, quantity);
                let late = order.map_or(Money::ZERO, |order| self.cost_if_done(order, at));
                (self.model.lines[line].cost.of(quantity) + late, broken, at)
            }),
            Choice::Preference => {
                lines.find(|&line| self.starts_at_once(line)).or_else(|| self.least_loaded(product))
            }
            Choice::LeastLoad => self.least_loaded(product),
        };
        chosen.expect("a product has a line")
    }

    fn least_loaded(&self, product: ProductId) -> Option<LineId> {
        let lines = self.model.products[product].lines.iter();
        let loads = lines.map(|line| (self.line_load(line), line));
        let least = loads.min_by(|(one, _), (other, _)| one.total_cmp(other));
        least.map(|(_, line)| line)
    }

    /// Whether the first station of a line would start a part at once.
    fn starts_at_once(&self, line: LineId) -> bool {
        let first = self.model.lines[line].steps.first();
        let station = self.model.places[self.model.steps[first].places.first()].station;
        let door = self.model.control.door(None, first);
        if door.is_some_and(|door| !self.has_cards(door) || self.cards.waiting(door) > 0) {
            return false;
        }
        if !self.may_load(first) || self.takes_none_in(station) {
            return false;
        }
        let is_free = self.buffers.load(station) < self.buffers.available(station);
        is_free && !self.buffers.is_wanted(station)
    }

    /// How long the slowest station of a line needs for the parts before it, at the cycles of the
    /// line. Unit: ticks.
    ///
    /// Parts on the way through any station before it count, whatever their product; a machine that
    /// cannot take a part (at work, blocked, failed, closed) counts as one more.
    ///
    /// Cost: one step for each station of the line.
    fn line_load(&self, line: LineId) -> f64 {
        let (mut ahead, mut load) = (0_u64, 0.0_f64);
        for (position, step) in self.model.lines[line].steps.iter().enumerate() {
            let place = &self.model.places[self.model.steps[step].places.first()];
            let station = place.station;
            if self.model.stations[station].is_store() {
                continue;
            }
            let machines = self.model.stations[station].machines.len() as u64;
            if place.visit == 0 {
                ahead += u64::from(self.buffers.load(station)) + machines;
                ahead += u64::from(self.conveyors.load(station) + self.stands.load(station));
                ahead -= u64::from(self.buffers.available(station));
            }
            if position == 0 {
                ahead += self.waiting_outside(station, step);
            }
            let cycle = self.model.occupied(station, place.mean_cycle);
            let cycle = cycle.max(self.model.least_takt(station)).ticks() as f64;
            load = load.max(ahead as f64 * cycle / machines as f64);
        }
        load
    }

    /// Parts that wait outside the plant for room at the first station of a line, or for a card.
    pub(super) fn waiting_outside(&self, station: StationId, first: StepId) -> u64 {
        let door = self.model.control.door(None, first);
        let for_cards = door.map_or(0, |door| self.cards.waiting(door)) as u64;
        u64::from(self.buffers.waiting(station)) + for_cards
    }
}
