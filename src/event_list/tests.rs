//! The order in which events come, against a search of all bookings.

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
fn what_comes_soon_is_known_before_it_comes() {
    let mut list = EventList::new(40);
    for slot in 0..40 {
        list.book(slot, at(100 + i64::from(slot * 7 % 40)));
    }
    let mut seen = Vec::new();
    while let Some(next) = list.next_slot() {
        let (now, slot) = list.take(Time::NEVER).expect("there is one");
        assert_eq!(slot, next);
        if let Some(soon) = list.rising() {
            let due = list.due(soon).expect("it is booked");
            assert!(due >= now, "it has not happened yet");
            seen.push(soon);
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert!(seen.len() >= 30, "{} of 40 were told", seen.len());
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

#[test]
fn what_is_booked_while_only_far_events_are_left_comes_before_them() {
    let mut list = EventList::new(2);
    list.book(0, at(2 * REACH));
    assert_eq!(list.take(at(10)), None);
    list.book(1, at(11));
    assert_eq!(list.take(Time::NEVER), Some((at(11), 1)));
    assert_eq!(list.take(Time::NEVER), Some((at(2 * REACH), 0)));
}

#[test]
fn the_list_does_not_grow_with_what_is_cancelled() {
    let mut list = EventList::new(3);
    for tick in 0..10_000 {
        list.book(0, at(tick + 5));
        list.cancel(0);
        list.book(1, at(tick + 7));
    }
    assert!(list.families.len() < 12, "{} families for 3 slots", list.families.len());
    assert_eq!(list.take(Time::NEVER), Some((at(10_006), 1)));
    assert_eq!(list.take(Time::NEVER), None);
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
