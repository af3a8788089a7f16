//! Parts inside the plant: a slab that is used again, with links for the queues they stand in.

use super::cause::Token;
use crate::ids::{Id, OpenOrderId, PartId, PlaceId, ProductId, StationId, Table};
use crate::model::Model;
use crate::units::Time;

/// One part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Key of all its random numbers.
    pub(super) key: u64,
    /// When it entered the plant.
    pub(super) released: Time,
    /// When it came to where it is.
    pub(super) arrived: Time,
    /// What it becomes.
    pub(super) product: ProductId,
    /// The order it belongs to; `None` under unlimited supply.
    pub(super) order: Option<OpenOrderId>,
    /// Where it is, or is going: a step at a station.
    pub(super) place: PlaceId,
    /// Since when it is there and what brought it.
    pub(super) token: Token,
}

/// All parts inside the plant.
#[derive(Debug)]
pub(super) struct Parts {
    rows: Table<PartId, Part>,
    /// The part behind each one in its queue.
    behind: Table<PartId, Option<PartId>>,
    free: Vec<PartId>,
    inside: u32,
    visits: Visits,
}

impl Parts {
    pub(super) fn new(model: &Model) -> Self {
        Self {
            rows: Table::new(),
            behind: Table::new(),
            free: Vec::new(),
            inside: 0,
            visits: Visits::new(model),
        }
    }

    /// Takes a part in.
    pub(super) fn enter(&mut self, part: Part) -> PartId {
        self.inside += 1;
        let id = if let Some(id) = self.free.pop() {
            self.rows[id] = part;
            id
        } else {
            self.behind.push(None);
            self.rows.push(part)
        };
        self.visits.clear(id);
        id
    }

    /// Lets a part go; its number will be used again.
    pub(super) fn leave(&mut self, id: PartId) {
        self.inside -= 1;
        self.free.push(id);
    }

    /// How many parts are inside.
    pub(super) const fn inside(&self) -> u32 {
        self.inside
    }

    #[inline]
    pub(super) fn get(&self, id: PartId) -> &Part {
        &self.rows[id]
    }

    /// Moves the part to `place` at `now`.
    #[inline]
    pub(super) fn put_at(&mut self, id: PartId, place: PlaceId, now: Time) {
        let part = &mut self.rows[id];
        part.place = place;
        part.arrived = now;
    }

    /// Says what brought the part to where it is.
    #[inline]
    pub(super) fn set_token(&mut self, id: PartId, token: Token) {
        self.rows[id].token = token;
    }

    /// Which visit to the station of its place this is, from 0; asked once a visit.
    #[inline]
    pub(super) fn visit(&mut self, id: PartId, model: &Model) -> u32 {
        let part = &self.rows[id];
        if model.products[part.product].loops {
            self.visits.next(id, part.place)
        } else {
            model.places[part.place].visit
        }
    }
}

/// A queue of parts, first in, first out, linked through the parts themselves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Queue {
    ends: Option<(PartId, PartId)>,
    length: u32,
}

impl Queue {
    #[inline]
    pub(super) const fn len(&self) -> u32 {
        self.length
    }

    /// Puts a part at the end.
    #[inline]
    pub(super) fn push(&mut self, id: PartId, parts: &mut Parts) {
        parts.behind[id] = None;
        self.ends = match self.ends {
            None => Some((id, id)),
            Some((first, last)) => {
                parts.behind[last] = Some(id);
                Some((first, id))
            }
        };
        self.length += 1;
    }

    /// Takes the first part.
    #[inline]
    pub(super) fn pop(&mut self, parts: &Parts) -> Option<PartId> {
        let (first, last) = self.ends?;
        self.ends = parts.behind[first].map(|next| (next, last));
        self.length -= 1;
        Some(first)
    }

    /// The parts from first to last.
    pub(super) fn iter<'a>(&self, parts: &'a Parts) -> impl Iterator<Item = PartId> + use<'a> {
        std::iter::successors(self.ends.map(|(first, _)| first), |&id| parts.behind[id])
    }
}

/// How often each part of a product with loops has been at each of its stations.
#[derive(Debug)]
struct Visits {
    /// Counters of one part; 0 when no product has loops.
    stride: usize,
    counts: Vec<u32>,
    /// Counter of each place.
    counter: Table<PlaceId, u32>,
}

impl Visits {
    fn new(model: &Model) -> Self {
        let mut counter = Table::filled(model.places.len(), 0);
        let mut stride = 0;
        for product in model.products.iter().filter(|product| product.loops) {
            let mut seen: Vec<StationId> = Vec::new();
            let places = product.steps.iter().flat_map(|step| model.steps[step].places.iter());
            for place in places {
                let station = model.places[place].station;
                let at = seen.iter().position(|&s| s == station).unwrap_or_else(|| {
                    seen.push(station);
                    seen.len() - 1
                });
                counter[place] = u32::try_from(at).expect("a route has fewer than 2^32 stations");
            }
            stride = stride.max(seen.len());
        }
        Self { stride, counts: Vec::new(), counter }
    }

    fn clear(&mut self, id: PartId) {
        if self.stride > 0 {
            let first = id.position() * self.stride;
            if self.counts.len() < first + self.stride {
                self.counts.resize(first + self.stride, 0);
            }
            self.counts[first..first + self.stride].fill(0);
        }
    }

    fn next(&mut self, id: PartId, place: PlaceId) -> u32 {
        let count = &mut self.counts[id.position() * self.stride + self.counter[place] as usize];
        *count += 1;
        *count - 1
    }
}
