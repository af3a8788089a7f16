//! The event list: at most one pending event per slot, taken in the order of time, then slot.
//!
//! A 4-ary heap of 8-byte keys: 44 bits of time since a moving base (203 days of microseconds),
//! 20 bits of slot. What lies further ahead waits in a plain list until the base moves. The taken
//! top stays open until the next booking fills it. A cancelled event is dropped when it comes up.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use prefetch_index::prefetch_index;

use crate::units::{Span, Time};

const SLOT_BITS: u32 = 20;
/// One less than the keys could reach, so that no event is due at the time of a vacant row.
const REACH: i64 = (1 << (64 - SLOT_BITS)) - 1;
const SLOT_MASK: u64 = (1 << SLOT_BITS) - 1;
const NONE: i64 = i64::MAX;
/// No key; greater than every key.
const VACANT: u64 = u64::MAX;

/// Most slots an event list can have.
pub const MOST_SLOTS: usize = (1 << SLOT_BITS) - 1;

/// Pending events, one at most per slot.
///
/// Cost: a booking and a taking together are logarithmic in the number of pending events.
#[derive(Clone, Debug)]
pub struct EventList {
    /// The smallest key: the top of the heap, or a copy of its least child while the top is open.
    next_key: u64,
    /// Row of the smallest key.
    next: usize,
    /// Keys of the other near events: the children of row 0 (the top), of row 1, and so on. The
    /// last families may be vacant in part, so that a search never asks how many children there are.
    families: Vec<Family>,
    /// The last row that holds a key; the top is row 0.
    last: usize,
    /// Events `REACH` ticks or more after the base.
    far: Vec<(i64, u32)>,
    base: i64,
    /// When each slot is booked; an event that comes up at another time is stale.
    booked: Vec<i64>,
}

impl EventList {
    /// An empty list with `slots` slots.
    ///
    /// # Panics
    /// If there are more than [`MOST_SLOTS`].
    pub fn new(slots: usize) -> Self {
        assert!(slots <= MOST_SLOTS, "a plant has fewer than 2^20 slots");
        Self {
            next_key: VACANT,
            next: 0,
            families: Vec::new(),
            last: 0,
            far: Vec::new(),
            base: 0,
            booked: vec![NONE; slots],
        }
    }

    /// Adds a slot and returns its number; `None` when there is no room for more.
    pub fn add_slot(&mut self) -> Option<u32> {
        let slot = self.booked.len();
        (slot < MOST_SLOTS).then(|| self.booked.push(NONE))?;
        u32::try_from(slot).ok()
    }

    /// Books `slot` for `at`. What it was booked for before is forgotten.
    pub fn book(&mut self, slot: u32, at: Time) {
        self.book_after(slot, at, Span::ZERO);
    }

    /// Books `slot` for `span` after `from`. What it was booked for before is forgotten.
    #[inline(always)]
    pub fn book_after(&mut self, slot: u32, from: Time, span: Span) {
        let offset = from.ticks() - self.base;
        if span.ticks() < REACH - offset {
            self.booked[slot as usize] = from.ticks() + span.ticks();
            let key = (offset + span.ticks()).cast_unsigned() << SLOT_BITS | u64::from(slot);
            self.insert(key);
        } else {
            self.book_far(slot, from + span);
        }
    }

    #[cold]
    fn book_far(&mut self, slot: u32, at: Time) {
        self.booked[slot as usize] = at.ticks();
        if at < Time::NEVER {
            self.far.push((at.ticks(), slot));
        }
    }

    /// Forgets what `slot` is booked for.
    #[inline]
    pub fn cancel(&mut self, slot: u32) {
        self.booked[slot as usize] = NONE;
    }

    /// When `slot` is due, if it is booked.
    pub fn due(&self, slot: u32) -> Option<Time> {
        let at = self.booked[slot as usize];
        (at != NONE).then(|| Time::from_ticks(at))
    }

    /// The slots that are booked, in order of their number.
    pub fn pending(&self) -> impl Iterator<Item = u32> {
        (0u32..).zip(&self.booked).filter(|(_, at)| **at != NONE).map(|(slot, _)| slot)
    }

    /// Takes the earliest event that is due at `until` or before.
    #[inline]
    pub fn take(&mut self, until: Time) -> Option<(Time, u32)> {
        loop {
            let key = self.next_key;
            if key == VACANT {
                if self.far.is_empty() || !self.move_base(until) {
                    return None;
                }
                continue;
            }
            let at = self.time(key);
            if at > until {
                return None;
            }
            if let Some(slot) = self.remove(key, at) {
                return Some((at, slot));
            }
        }
    }

    /// Takes the next event if it is due exactly at `now`, the instant of the last taken event.
    #[inline]
    pub fn take_at(&mut self, now: Time) -> Option<u32> {
        // Far events are never due at the instant of a near one.
        while self.has_next_at(now) {
            if let Some(slot) = self.remove(self.next_key, now) {
                return Some(slot);
            }
        }
        None
    }

    /// The slot of the next event. May be wrong: a cancelled event counts.
    #[inline]
    pub fn next_slot(&self) -> Option<u32> {
        Self::slot(self.next_key)
    }

    /// The slot of an event that comes soon: while the top is open, the one that comes up among the
    /// next four when the top is filled. Most events are told so before they come; a cancelled one may
    /// be.
    #[inline]
    pub fn rising(&self) -> Option<u32> {
        self.least_child(self.next).and_then(|(_, key)| Self::slot(key))
    }

    /// Fetches what is known of a slot into the cache.
    #[inline]
    pub fn fetch(&self, slot: u32) {
        prefetch_index(&self.booked, slot as usize);
    }

    #[inline]
    fn slot(key: u64) -> Option<u32> {
        (key != VACANT).then_some((key & SLOT_MASK) as u32)
    }

    /// Whether another event may be due at `now`, the instant of the last taken event.
    ///
    /// May be wrong in one direction: a cancelled event counts.
    #[inline]
    pub fn has_next_at(&self, now: Time) -> bool {
        self.time(self.next_key) == now
    }

    #[inline]
    const fn time(&self, key: u64) -> Time {
        Time::from_ticks(self.base + (key >> SLOT_BITS).cast_signed())
    }

    /// Takes away the smallest key; its slot unless it is stale. The top is open then.
    #[inline]
    fn remove(&mut self, key: u64, at: Time) -> Option<u32> {
        if self.next > 0 {
            self.close_child();
        }
        (self.next, self.next_key) = self.least_child(0).unwrap_or((0, VACANT));
        let slot = (key & SLOT_MASK) as u32;
        let booked = &mut self.booked[slot as usize];
        if *booked != at.ticks() {
            return None;
        }
        *booked = NONE;
        Some(slot)
    }

    /// Fills the row of the least child, which is taken while the top is open, with the last key.
    fn close_child(&mut self) {
        let key = std::mem::replace(self.row(self.last), VACANT);
        self.last -= 1;
        if self.next <= self.last {
            self.sink(self.next, key);
        }
    }

    /// Puts a key into the open top, or behind the last if the top is filled.
    #[inline(always)]
    fn insert(&mut self, key: u64) {
        if key < self.next_key {
            let above = std::mem::replace(&mut self.next_key, key);
            if std::mem::take(&mut self.next) == 0 && above != VACANT {
                self.append(above);
            }
        } else if self.next > 0 {
            // The least child becomes the top.
            self.sink(self.next, key);
            self.next = 0;
        } else {
            self.append(key);
        }
    }

    /// Moves a key down from an open row.
    #[inline(always)]
    fn sink(&mut self, from: usize, key: u64) {
        let mut row = from;
        while let Some((least, least_key)) = self.least_child(row)
            && least_key < key
        {
            *self.row(row) = least_key;
            row = least;
        }
        *self.row(row) = key;
    }

    /// Puts a key that is not the smallest behind the last and moves it up to its place.
    fn append(&mut self, key: u64) {
        if self.last == FAMILY * self.families.len() {
            self.make_room();
        }
        self.last += 1;
        let mut row = self.last;
        while let parent = (row - 1) / FAMILY
            && parent > 0
        {
            let above = *self.row(parent);
            if above <= key {
                break;
            }
            *self.row(row) = above;
            row = parent;
        }
        *self.row(row) = key;
    }

    /// The key in a row other than the top.
    #[inline]
    fn row(&mut self, row: usize) -> &mut u64 {
        &mut self.families[(row - 1) / FAMILY].0[(row - 1) % FAMILY]
    }

    /// Row and key of the least child of `row`, which may be vacant.
    #[inline]
    fn least_child(&self, row: usize) -> Option<(usize, u64)> {
        let &Family([a, b, c, d]) = self.families.get(row)?;
        let (ab, cd) = (a.min(b), c.min(d));
        let child = if ab <= cd { usize::from(b < a) } else { 2 + usize::from(d < c) };
        Some((FAMILY * row + 1 + child, ab.min(cd)))
    }

    /// Moves the base to the first far event, if that is due at `until` or before, and lets in what
    /// has come near. No near event is left.
    #[cold]
    fn move_base(&mut self, until: Time) -> bool {
        let booked = &self.booked;
        self.far.retain(|&(at, slot)| booked[slot as usize] == at);
        let first = self.far.iter().map(|&(at, _)| at).min();
        let Some(first) = first.filter(|&at| at <= until.ticks()) else { return false };
        self.base = first;
        for (at, slot) in std::mem::take(&mut self.far) {
            self.book(slot, Time::from_ticks(at));
        }
        true
    }

    /// Makes room for a key: forgets cancelled events if they are the majority.
    #[cold]
    fn make_room(&mut self) {
        if self.last > 2 * self.booked.len() {
            let mut keys: Vec<u64> = self.families.iter().flat_map(|family| family.0).collect();
            keys.retain(|&key| self.booked[(key & SLOT_MASK) as usize] == self.time(key).ticks());
            // A slot that was booked twice for the same instant has two keys. Ascending keys are a
            // heap.
            keys.sort_unstable();
            keys.dedup();
            self.last = keys.len();
            keys.resize(keys.len().next_multiple_of(FAMILY), VACANT);
            let family = |keys: &[u64]| Family([keys[0], keys[1], keys[2], keys[3]]);
            self.families = keys.chunks_exact(FAMILY).map(family).collect();
        }
        if self.last == FAMILY * self.families.len() {
            self.families.push(Family([VACANT; FAMILY]));
        }
    }
}

/// Children of a row.
const FAMILY: usize = 4;

/// The keys of the children of a row, in one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Family([u64; FAMILY]);

#[cfg(test)]
mod tests;
