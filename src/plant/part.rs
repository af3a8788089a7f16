//! Parts inside the plant: a slab that is used again, with links for the queues they stand in.

use super::cause::Token;
use crate::ids::{Id, OpenOrderId, PartId, PlaceId, ProductId, StationId, Table};
use crate::model::Model;
use crate::units::{Span, Time};

/// One part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Key of all its random numbers.
    pub(super) key: u64,
    /// When it entered the plant.
    pub(super) released: Time,
    /// When it came to where it is.
    pub(super) arrived: Time,
    /// How long its cycle takes where it is. Drawn on arrival: a number is a function, so it does
    /// not matter when it is found, and the draw need not be waited for when the cycle starts.
    pub(super) cycle: Span,
    /// What it becomes.
    pub(super) product: ProductId,
    /// The order it belongs to; `None` under unlimited supply.
    pub(super) order: Option<OpenOrderId>,
    /// Where it is, or is going: a step at a station.
    pub(super) place: PlaceId,
    /// Which visit to the station this is, from 0.
    pub(super) visit: u32,
}

/// A cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Row {
    part: Part,
    /// The part behind it in its queue.
    behind: PartId,
}

/// All parts inside the plant.
#[derive(Debug)]
pub(super) struct Parts {
    rows: Table<PartId, Row>,
    /// Since when each one is where it is and what brought it.
    token: Table<PartId, Token>,
    free: Vec<PartId>,
    inside: u32,
    visits: Visits,
}

impl Parts {
    pub(super) fn new(model: &Model) -> Self {
        Self {
            rows: Table::new(),
            token: Table::new(),
            free: Vec::new(),
            inside: 0,
            visits: Visits::new(model),
        }
    }

    /// Takes a part in.
    #[inline]
    pub(super) fn enter(&mut self, part: Part) -> PartId {
        self.inside += 1;
        let row = Row { part, behind: PartId::at(0) };
        let id = if let Some(id) = self.free.pop() {
            self.rows[id] = row;
            id
        } else {
            self.token.push(Token::default());
            self.rows.push(row)
        };
        if self.visits.stride > 0 {
            self.visits.clear(id);
        }
        id
    }

    /// Lets a part go; its number will be used again.
    pub(super) fn leave(&mut self, id: PartId) {
        self.inside -= 1;
        self.free.push(id);
    }

    /// Fetches what is known of a part into the cache.
    #[inline]
    pub(super) fn fetch(&self, id: PartId) {
        self.rows.fetch(id);
    }

    /// Whether the number is still that of the part with a key.
    ///
    /// Cost: a look at all numbers that are free.
    pub(super) fn is_inside(&self, id: PartId, key: u64) -> bool {
        self.rows[id].part.key == key && !self.free.contains(&id)
    }

    /// How many parts are inside.
    pub(super) const fn inside(&self) -> u32 {
        self.inside
    }

    #[inline]
    pub(super) fn get(&self, id: PartId) -> &Part {
        &self.rows[id].part
    }

    /// The part is at `place` from `now` on, for this visit there; `cycle` draws its cycle for its
    /// key.
    #[inline]
    pub(super) fn put_at(
        &mut self,
        id: PartId,
        place: PlaceId,
        visit: u32,
        cycle: impl FnOnce(u64) -> Span,
        now: Time,
    ) {
        let part = &mut self.rows[id].part;
        part.place = place;
        part.arrived = now;
        part.visit = visit;
        part.cycle = cycle(part.key);
    }

    /// The part stands in front of its station again from `now` on.
    pub(super) fn come_back(&mut self, id: PartId, now: Time) {
        self.rows[id].part.arrived = now;
    }

    /// Its cycle, which has not begun, takes so long.
    pub(super) fn set_cycle(&mut self, id: PartId, cycle: Span) {
        self.rows[id].part.cycle = cycle;
    }

    /// The part is on its way to `place`.
    pub(super) fn send_to(&mut self, id: PartId, place: PlaceId) {
        self.rows[id].part.place = place;
    }

    /// Since when the part is where it is and what brought it.
    #[inline]
    pub(super) fn token(&self, id: PartId) -> Token {
        self.token[id]
    }

    /// Says what brought the part to where it is.
    #[inline]
    pub(super) fn set_token(&mut self, id: PartId, token: Token) {
        self.token[id] = token;
    }

    /// Which visit to the station of `place` comes next, from 0; asked once a visit. `first` is the
    /// number of a part that never comes back.
    #[inline]
    pub(super) fn next_visit(&mut self, id: PartId, place: PlaceId, first: u32) -> u32 {
        if self.visits.stride == 0 { first } else { self.count_visit(id, place).unwrap_or(first) }
    }

    /// The number that the next visit of a part to a place will have.
    pub(super) fn visit_to_come(&self, id: PartId, place: PlaceId, first: u32) -> u32 {
        let loops = self.visits.stride > 0 && self.visits.loops[self.rows[id].part.product];
        if loops { self.visits.count(id, place) } else { first }
    }

    /// Counts a visit of a part whose product has loops.
    fn count_visit(&mut self, id: PartId, place: PlaceId) -> Option<u32> {
        let loops = self.visits.loops[self.rows[id].part.product];
        loops.then(|| self.visits.next(id, place))
    }
}

/// A queue of parts, first in, first out, linked through the parts themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queue {
    first: PartId,
    last: PartId,
    length: u32,
}

impl Default for Queue {
    fn default() -> Self {
        Self { first: PartId::at(0), last: PartId::at(0), length: 0 }
    }
}

impl Queue {
    #[inline]
    pub(super) const fn len(&self) -> u32 {
        self.length
    }

    /// The first part; some part if there is none.
    #[inline]
    pub(super) const fn first(&self) -> PartId {
        self.first
    }

    /// The last part; some part if there is none.
    #[inline]
    pub(super) const fn last(&self) -> PartId {
        self.last
    }

    /// Puts a part at the end.
    #[inline]
    pub(super) fn push(&mut self, id: PartId, parts: &mut Parts) {
        if self.length == 0 {
            self.first = id;
        } else {
            parts.rows[self.last].behind = id;
        }
        self.last = id;
        self.length += 1;
    }

    /// Takes the first part.
    #[inline]
    pub(super) fn pop(&mut self, parts: &Parts) -> Option<PartId> {
        if self.length == 0 {
            return None;
        }
        let first = self.first;
        self.first = parts.rows[first].behind;
        self.length -= 1;
        Some(first)
    }

    /// Takes the part that stands behind `before`, or the first.
    pub(super) fn take(&mut self, before: Option<PartId>, part: PartId, parts: &mut Parts) {
        let behind = parts.rows[part].behind;
        match before {
            Some(before) => parts.rows[before].behind = behind,
            None => self.first = behind,
        }
        if self.last == part {
            self.last = before.unwrap_or(part);
        }
        self.length -= 1;
    }

    /// Takes some of the parts; the others keep their order.
    pub(super) fn take_all(&mut self, chosen: &[PartId], parts: &mut Parts) {
        let mut chosen = chosen.to_vec();
        chosen.sort_unstable();
        let left: Vec<PartId> =
            self.iter(parts).filter(|part| chosen.binary_search(part).is_err()).collect();
        *self = Self::default();
        for part in left {
            self.push(part, parts);
        }
    }

    /// The parts from first to last.
    pub(super) fn iter<'a>(&self, parts: &'a Parts) -> impl Iterator<Item = PartId> + use<'a> {
        let all = std::iter::successors(Some(self.first), |&id| Some(parts.rows[id].behind));
        all.take(self.length as usize)
    }

    /// The parts that stand behind one of them.
    pub(super) fn iter_behind<'a>(
        &self,
        part: PartId,
        parts: &'a Parts,
    ) -> impl Iterator<Item = PartId> + use<'a> {
        let last = self.last;
        let behind = move |&id: &PartId| (id != last).then(|| parts.rows[id].behind);
        std::iter::successors(Some(part), behind).skip(1)
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
    /// Whether parts of each product can come back.
    loops: Table<ProductId, bool>,
}

impl Visits {
    fn new(model: &Model) -> Self {
        let mut counter = Table::filled(model.places.len(), 0);
        let mut stride = 0;
        // For which product each station has been met last, and its counter there.
        let mut met: Table<StationId, Option<(ProductId, u32)>> =
            Table::filled(model.stations.len(), None);
        for (id, product) in model.products.enumerated().filter(|(_, product)| product.loops) {
            let mut stations = 0;
            let inspections = model.inspections.iter().map(|row| row.step);
            let inspections = inspections.filter(|step| model.steps[*step].product == id);
            let steps = product.steps.iter().chain(inspections);
            let places = steps.flat_map(|step| model.steps[step].places.iter());
            for place in places {
                let of = &mut met[model.places[place].station];
                counter[place] = match *of {
                    Some((product, at)) if product == id => at,
                    Some(_) | None => {
                        *of = Some((id, stations));
                        stations += 1;
                        stations - 1
                    }
                };
            }
            stride = stride.max(stations as usize);
        }
        let loops = model.products.iter().map(|product| product.loops).collect();
        Self { stride, counts: Vec::new(), counter, loops }
    }

    fn clear(&mut self, id: PartId) {
        let first = id.position() * self.stride;
        if self.counts.len() < first + self.stride {
            self.counts.resize(first + self.stride, 0);
        }
        self.counts[first..first + self.stride].fill(0);
    }

    fn count(&self, id: PartId, place: PlaceId) -> u32 {
        self.counts[id.position() * self.stride + self.counter[place] as usize]
    }

    fn next(&mut self, id: PartId, place: PlaceId) -> u32 {
        let count = &mut self.counts[id.position() * self.stride + self.counter[place] as usize];
        *count += 1;
        *count - 1
    }
}
