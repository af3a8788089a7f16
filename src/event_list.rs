//! The event list: at most one pending event per slot, taken in the order of time, then slot.
//!
//! A 4-ary heap of 8-byte keys: 44 bits of time since a moving base (203 days of microseconds),
//! 20 bits of slot. What lies further ahead waits in a plain list until the base moves. The taken
//! top stays open until the next booking fills it. A cancelled event is dropped when it comes up.

use crate::units::Time;

const SLOT_BITS: u32 = 20;
const REACH: i64 = 1 << (64 - SLOT_BITS);
const SLOT_MASK: u64 = (1 << SLOT_BITS) - 1;
const NONE: i64 = i64::MAX;

/// Most slots an event list can have.
pub const MOST_SLOTS: usize = 1 << SLOT_BITS;

/// Pending events, one at most per slot.
///
/// Cost: a booking and a taking together are logarithmic in the number of pending events.
#[derive(Clone, Debug)]
pub struct EventList {
    /// Keys of the near events: `(time - base) << 20 | slot`. With `open`, row 0 is free.
    heap: Vec<u64>,
    /// Whether the top was taken and not yet filled again.
    open: bool,
    /// Events `REACH` ticks or more after the base.
    far: Vec<(i64, u32)>,
    base: i64,
    /// When each slot is booked; an event that comes up at another time is stale.
    booked: Vec<i64>,
}

impl EventList {
    /// An empty list with `slots` slots.
    pub fn new(slots: usize) -> Self {
        assert!(slots <= MOST_SLOTS, "a plant has at most 2^20 slots");
        Self {
            heap: Vec::with_capacity(slots + 1),
            open: false,
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
    #[inline]
    pub fn book(&mut self, slot: u32, at: Time) {
        let at = at.ticks();
        self.booked[slot as usize] = at;
        if at == NONE {
            return;
        }
        let offset = at - self.base;
        if offset >= REACH {
            self.far.push((at, slot));
            return;
        }
        self.insert(offset.cast_unsigned() << SLOT_BITS | u64::from(slot));
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
            let Some(key) = self.top() else {
                if self.far.is_empty() {
                    return None;
                }
                self.move_base();
                continue;
            };
            let at = self.time(key);
            if at > until.ticks() {
                return None;
            }
            if let Some(slot) = self.remove(key, at) {
                return Some((Time::from_ticks(at), slot));
            }
        }
    }

    /// Takes the next event if it is due exactly at `now`, the instant of the last taken event.
    #[inline]
    pub fn take_at(&mut self, now: Time) -> Option<u32> {
        loop {
            // Far events are never due at the instant of a near one.
            let key = self.top()?;
            if self.time(key) != now.ticks() {
                return None;
            }
            if let Some(slot) = self.remove(key, now.ticks()) {
                return Some(slot);
            }
        }
    }

    #[inline]
    fn time(&self, key: u64) -> i64 {
        self.base + (key >> SLOT_BITS).cast_signed()
    }

    /// The smallest key, stale ones included.
    #[inline]
    fn top(&self) -> Option<u64> {
        if !self.open {
            return self.heap.first().copied();
        }
        let children = &self.heap[1..self.heap.len().min(5)];
        children.iter().copied().min()
    }

    /// Takes away the top, whose key and time are given; its slot unless it is stale.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a slot has 20 bits")]
    fn remove(&mut self, key: u64, at: i64) -> Option<u32> {
        self.close();
        self.open = true;
        let slot = (key & SLOT_MASK) as u32;
        let booked = &mut self.booked[slot as usize];
        if *booked != at {
            return None;
        }
        *booked = NONE;
        Some(slot)
    }

    /// Fills an open top with the last key.
    #[inline]
    fn close(&mut self) {
        if self.open {
            self.open = false;
            if let Some(last) = self.heap.pop()
                && !self.heap.is_empty()
            {
                self.sink(last);
            }
        }
    }

    #[inline]
    fn insert(&mut self, key: u64) {
        if self.open {
            self.open = false;
            self.sink(key);
        } else {
            if self.heap.len() == self.heap.capacity() && self.heap.len() > 4 * self.booked.len() {
                self.drop_stale();
            }
            self.heap.push(key);
            self.rise(key);
        }
    }

    /// Moves a key down from the open top.
    #[inline]
    fn sink(&mut self, key: u64) {
        let heap = &mut self.heap[..];
        let mut row = 0;
        loop {
            let first = 4 * row + 1;
            let (mut least, mut least_key) = (first, u64::MAX);
            if let Some(family) = heap.get(first..first + 4) {
                for (child, &other) in (first..).zip(family) {
                    let less = other < least_key;
                    least = if less { child } else { least };
                    least_key = if less { other } else { least_key };
                }
            } else if let Some(family) = heap.get(first..) {
                for (child, &other) in (first..).zip(family) {
                    if other < least_key {
                        (least, least_key) = (child, other);
                    }
                }
            }
            if least_key >= key {
                break;
            }
            heap[row] = least_key;
            row = least;
        }
        heap[row] = key;
    }

    /// Moves the last key up to its place.
    #[inline]
    fn rise(&mut self, key: u64) {
        let heap = &mut self.heap[..];
        let mut row = heap.len() - 1;
        while row > 0 {
            let parent = (row - 1) / 4;
            if heap[parent] <= key {
                break;
            }
            heap[row] = heap[parent];
            row = parent;
        }
        heap[row] = key;
    }

    /// Moves the base to the first far event and lets in what has come near. The heap is empty.
    #[cold]
    fn move_base(&mut self) {
        self.heap.clear();
        self.open = false;
        let booked = &self.booked;
        self.far.retain(|&(at, slot)| booked[slot as usize] == at);
        let Some(first) = self.far.iter().map(|&(at, _)| at).min() else { return };
        self.base = first;
        let (near, far) = self.far.iter().partition(|&&(at, _)| at - first < REACH);
        self.far = far;
        let near: Vec<(i64, u32)> = near;
        for (at, slot) in near {
            self.insert((at - first).cast_unsigned() << SLOT_BITS | u64::from(slot));
        }
    }

    /// Forgets cancelled events; called when they have become the majority.
    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "a slot has 20 bits")]
    fn drop_stale(&mut self) {
        let (base, booked) = (self.base, &self.booked);
        self.heap.retain(|key| {
            booked[(key & SLOT_MASK) as usize] == base + (key >> SLOT_BITS).cast_signed()
        });
        self.heap.sort_unstable();
        self.heap.dedup();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(ticks: i64) -> Time {
        Time::from_ticks(ticks)
    }

    #[test]
    fn events_come_by_time_then_slot() {
        let mut list = EventList::new(4);
        list.book(3, at(5));
        list.book(1, at(5));
        list.book(2, at(4));
        assert_eq!(list.take(at(10)), Some((at(4), 2)));
        assert_eq!(list.take(at(10)), Some((at(5), 1)));
        assert_eq!(list.take_at(at(5)), Some(3));
        assert_eq!(list.take_at(at(5)), None);
        assert_eq!(list.take(at(10)), None);
    }

    #[test]
    fn a_cancelled_event_never_comes_and_a_moved_one_comes_once() {
        let mut list = EventList::new(3);
        list.book(0, at(1));
        list.book(1, at(2));
        list.cancel(0);
        list.book(1, at(3));
        list.book(1, at(2));
        assert_eq!(list.take(at(9)), Some((at(2), 1)));
        assert_eq!(list.take(at(9)), None);
    }

    #[test]
    fn what_lies_beyond_the_reach_comes_in_its_turn() {
        let mut list = EventList::new(3);
        list.book(0, at(3 * REACH));
        list.book(1, at(1));
        list.book(2, at(REACH));
        let order: Vec<_> = std::iter::from_fn(|| list.take(Time::NEVER)).collect();
        assert_eq!(order, [(at(1), 1), (at(REACH), 2), (at(3 * REACH), 0)]);
    }

    proptest! {
        #[test]
        fn the_list_agrees_with_a_search_of_all_bookings(
            steps in prop::collection::vec((0u32..12, 0i64..40, 0u8..8), 1..400)
        ) {
            let mut list = EventList::new(12);
            let mut plain = [NONE; 12];
            let mut now = 0;
            for (slot, ahead, act) in steps {
                match act {
                    0 => {
                        list.cancel(slot);
                        plain[slot as usize] = NONE;
                    }
                    1..4 => {
                        let scale = if act == 1 { REACH / 8 } else { 1 };
                        list.book(slot, at(now + ahead * scale));
                        plain[slot as usize] = now + ahead * scale;
                    }
                    _ => {
                        let first = (0u32..).zip(plain).map(|(slot, at)| (at, slot)).min();
                        let expected = first.filter(|(time, _)| *time != NONE);
                        let taken = list.take(Time::from_ticks(NONE - 1));
                        prop_assert_eq!(taken.map(|(t, s)| (t.ticks(), s)), expected);
                        if let Some((time, slot)) = expected {
                            now = time;
                            plain[slot as usize] = NONE;
                        }
                    }
                }
            }
        }
    }
}
