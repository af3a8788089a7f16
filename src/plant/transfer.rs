//! Parts on their way between stations: as many as there are, each with an event of its own.

use super::cause::Token;
use super::{Observer, Plant, Stop};
use crate::ids::{PartId, PlaceId, WayId};
use crate::observe::Label;
use crate::units::Span;

#[derive(Clone, Copy, Debug)]
struct Move {
    part: PartId,
    way: WayId,
    started: Token,
    /// Who set out later has a larger one.
    number: u64,
}

/// Moves that are going on, and those that have just ended.
#[derive(Debug, Default)]
pub(super) struct Transfers {
    /// One row for each slot behind the fixed ones.
    rows: Vec<Option<Move>>,
    free: Vec<u32>,
    landed: Vec<Move>,
    number: u64,
}

impl Transfers {
    /// The parts on their way, each with the slot of the end of its move; `fixed` is the first of these.
    pub(super) fn going(&self, fixed: u32) -> impl Iterator<Item = (PartId, u32)> {
        let rows = (fixed..).zip(&self.rows);
        rows.filter_map(|(slot, row)| Some((row.as_ref()?.part, slot)))
    }

    /// The parts on their way.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        self.rows.iter().flatten().chain(&self.landed).map(|going| going.part)
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Sends a part on its way to a place where room is promised.
    pub(super) fn send(&mut self, part: PartId, to: PlaceId, way: WayId, visit: u32) {
        let stream = self.streams.transfer[way];
        let time = self.model.ways[way].time.sample(stream, self.parts.get(part).key, visit);
        self.parts.send_to(part, to);
        let started = self.parts.token(part);
        self.transfers.number += 1;
        let going = Move { part, way, started, number: self.transfers.number };
        let row = if let Some(row) = self.transfers.free.pop() {
            row
        } else {
            let Some(slot) = self.events.add_slot() else {
                // The run ends: its part has landed at once rather than nowhere.
                self.stop = Some(Stop::TooManyParts);
                self.transfers.landed.push(going);
                return;
            };
            self.transfers.rows.push(None);
            slot - self.slots.fixed()
        };
        self.transfers.rows[row as usize] = Some(going);
        self.observer.moved(way, self.now);
        self.events.book(self.slots.fixed() + row, self.now + Span::round(time));
    }

    /// Where the part goes whose move has this slot.
    pub(super) fn way_of(&self, slot: u32) -> Option<WayId> {
        let row = slot - self.slots.fixed();
        self.transfers.rows[row as usize].as_ref().map(|going| going.way)
    }

    /// A move ends; where the part goes is decided after all events of the instant.
    pub(super) fn land(&mut self, slot: u32) {
        let row = slot - self.slots.fixed();
        let Some(going) = self.transfers.rows[row as usize].take() else { return };
        self.transfers.free.push(row);
        self.transfers.landed.push(going);
    }

    /// Parts whose move ended join their queues: by way, then in the order in which they set out.
    pub(super) fn unload_landed(&mut self) {
        if self.transfers.landed.is_empty() {
            return;
        }
        let mut landed = std::mem::take(&mut self.transfers.landed);
        landed.sort_unstable_by_key(|going| (going.way, going.number));
        for going in landed.drain(..) {
            if O::CAUSES {
                let token = self.end_activity(Label::Transfer(going.way), going.started);
                self.parts.set_token(going.part, token);
            }
            let place = self.parts.get(going.part).place;
            let station = self.model.places[place].station;
            self.buffers.break_promise(station);
            self.arrive(going.part, place);
        }
        self.transfers.landed = landed;
    }
}
