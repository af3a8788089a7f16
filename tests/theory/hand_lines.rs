//! A line of three stations worked by hand, with both kinds of blocking.

use gemba::observe::State;
use gemba::units::Span;

use crate::support::model;
use crate::visits::{minute, story};

/// Five parts wait at 0; every part has its own times. One place before the second station, none
/// before the third.
const LINE: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"

[station.s1]
block = "BLOCK"
[station.s2]
buffer = 1
block = "BLOCK"
[station.s3]
buffer = 0

[product.a]
route = [
  { station = "s1", cycle = "4 min" },
  { station = "s2", cycle = "6 min" },
  { station = "s3", cycle = "3 min" },
]
[product.b]
route = [
  { station = "s1", cycle = "2 min" },
  { station = "s2", cycle = "7 min" },
  { station = "s3", cycle = "5 min" },
]
[product.c]
route = [
  { station = "s1", cycle = "5 min" },
  { station = "s2", cycle = "2 min" },
  { station = "s3", cycle = "6 min" },
]
[product.d]
route = [
  { station = "s1", cycle = "3 min" },
  { station = "s2", cycle = "4 min" },
  { station = "s3", cycle = "2 min" },
]
[product.e]
route = [
  { station = "s1", cycle = "2 min" },
  { station = "s2", cycle = "5 min" },
  { station = "s3", cycle = "4 min" },
]

[order.1]
product = "a"
release = 2026-03-02
[order.2]
product = "b"
release = 2026-03-02
[order.3]
product = "c"
release = 2026-03-02
[order.4]
product = "d"
release = 2026-03-02
[order.5]
product = "e"
release = 2026-03-02
"#;

/// `pub-hand-line-bas`: blocking after service.
#[test]
fn pub_hand_line_bas() {
    let story = story(&model(&LINE.replace("BLOCK", "after")));
    let table: Vec<[i64; 6]> = story
        .visits
        .by_part()
        .iter()
        .map(|visit| {
            let (finished, left) = (visit.finished.unwrap(), visit.left.unwrap());
            let number = |n: usize| i64::try_from(n).unwrap();
            let blocked = minute(left) - minute(finished);
            let (part, station) = (number(visit.part), number(visit.machine));
            [part, station, minute(visit.started), minute(finished), minute(left), blocked]
        })
        .collect();
    // part, station, start, finish, leave, blocked
    let expected = [
        [1, 1, 0, 4, 4, 0],
        [1, 2, 4, 10, 10, 0],
        [1, 3, 10, 13, 13, 0],
        [2, 1, 4, 6, 6, 0],
        [2, 2, 10, 17, 17, 0],
        [2, 3, 17, 22, 22, 0],
        [3, 1, 6, 11, 11, 0],
        [3, 2, 17, 19, 22, 3],
        [3, 3, 22, 28, 28, 0],
        [4, 1, 11, 14, 17, 3],
        [4, 2, 22, 26, 28, 2],
        [4, 3, 28, 30, 30, 0],
        [5, 1, 17, 19, 22, 3],
        [5, 2, 28, 33, 33, 0],
        [5, 3, 33, 37, 37, 0],
    ];
    assert_eq!(table, expected);
    assert_eq!(story.end.since_start(), Span::from_minutes(37), "makespan");
    assert_eq!(story.time_in(1, State::Blocked), 6);
    assert_eq!(story.time_in(2, State::Blocked), 5);
    assert_eq!([1, 2, 3].map(|s| story.time_in(s, State::Working)), [16, 24, 20]);
    assert_eq!(story.stretches(1, State::Blocked), [(14, 17), (19, 22)]);
}

/// `pub-hand-line-bbs`: blocking before service; a part is loaded at once, and starts only when the
/// next place is free.
#[test]
fn pub_hand_line_bbs() {
    let story = story(&model(&LINE.replace("BLOCK", "before")));
    let table: Vec<[i64; 5]> = story
        .visits
        .by_part()
        .iter()
        .map(|visit| {
            let number = |n: usize| i64::try_from(n).unwrap();
            let (finished, left) = (visit.finished.unwrap(), visit.left.unwrap());
            let (part, station) = (number(visit.part), number(visit.machine));
            [part, station, minute(visit.started), minute(finished), minute(left)]
        })
        .collect();
    // part, station, start, finish, leave
    let expected = [
        [1, 1, 0, 4, 4],
        [1, 2, 4, 10, 10],
        [1, 3, 10, 13, 13],
        [2, 1, 4, 6, 6],
        [2, 2, 13, 20, 20],
        [2, 3, 20, 25, 25],
        [3, 1, 10, 15, 15],
        [3, 2, 25, 27, 27],
        [3, 3, 27, 33, 33],
        [4, 1, 20, 23, 23],
        [4, 2, 33, 37, 37],
        [4, 3, 37, 39, 39],
        [5, 1, 27, 29, 29],
        [5, 2, 39, 44, 44],
        [5, 3, 44, 48, 48],
    ];
    assert_eq!(table, expected);
    assert_eq!(story.end.since_start(), Span::from_minutes(48), "makespan");
    // From loading to starting, for every part that has to wait.
    let first = [(6, 10), (15, 20), (23, 27)];
    let second = [(10, 13), (20, 25), (27, 33), (37, 39)];
    assert_eq!(story.stretches(1, State::BlockedBefore), first);
    assert_eq!(story.stretches(2, State::BlockedBefore), second);
    assert_eq!(story.time_in(1, State::BlockedBefore), 13);
    assert_eq!([1, 2, 3].map(|s| story.time_in(s, State::Working)), [16, 24, 20]);
    assert_eq!([1, 2, 3].map(|s| story.time_in(s, State::Blocked)), [0; 3]);
}
