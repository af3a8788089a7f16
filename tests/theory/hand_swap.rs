//! Parts that wait for each other's room change places, by hand.

use gemba::observe::Tally;
use gemba::plant::{Plant, Stop};
use gemba::units::{Span, Time};

use crate::hand_cards::{same, table};
use crate::hand_causes::assert_chain;
use crate::support::model;

/// Two stations without places in front. Parts of `p` go from `a`, 3 min, to `b`, 5 min; those of `q` the other way.
fn plant(deadlock: &str, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [control]\ndeadlock = \"{deadlock}\"\n\
         [station.a]\nbuffer = 0\ncycle = \"3 min\"\n{more}\n\
         [station.b]\nbuffer = 0\ncycle = \"5 min\"\n\
         [product.p]\nroute = [\"a\", \"b\"]\n[product.q]\nroute = [\"b\", \"a\"]\n\
         [order.p]\nproduct = \"p\"\nquantity = 2\n[order.q]\nproduct = \"q\"\nquantity = 2\n"
    )
}

/// At 5 the p on `a` and the q on `b` wait for each other, and so do the second ones at 15. They change places; who
/// waits outside for `a` or `b` does not come between.
#[test]
fn two_parts_change_places() {
    let text = plant("swap", "");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 5, 10),
        (2, "a", 8, 11),
        (2, "b", 15, 20),
        (3, "b", 0, 5),
        (3, "a", 5, 8),
        (4, "b", 10, 15),
        (4, "a", 15, 18),
    ];
    let mut found = rows;
    found.sort_by_key(|&(part, _, start, _)| (part, start));
    same(&found, &expected);
    assert_eq!(story.tally.swaps(), 2);
    assert_chain(
        &text,
        &[
            ("cycle at b", 15, 20),
            ("cycle at b", 10, 15),
            ("cycle at b", 5, 10),
            ("cycle at b", 0, 5),
        ],
    );
}

/// Otherwise they stand from 5 min on.
#[test]
fn without_it_they_stand() {
    let model = model(&plant("error", ""));
    let mut plant = Plant::new(&model, 1, 0, ());
    assert!(!plant.run_orders(Time::NEVER));
    let (at, stations) = plant.deadlocked().expect("a deadlock");
    assert_eq!((at.since_start(), stations.len()), (Span::from_minutes(5), 2));
    assert_eq!(plant.stopped(), None::<&Stop>);
}

/// `a` breaks down at 4 for ten minutes, and keeps its finished part: they change places at 14.
#[test]
fn a_machine_that_is_down_is_waited_for() {
    let crash = "[station.a.failure.jam]\nat = [2026-03-02T00:04:00]\n\
                 repair = { time = \"10 min\" }\nfinished = \"stays\"";
    let (story, rows) = table(&plant("swap", crash));
    let changed: Vec<_> = rows.iter().filter(|row| row.2 == 14).cloned().collect();
    same(&changed, &[(1, "b", 14, 19), (3, "a", 14, 17)]);
    assert_eq!(story.tally.swaps(), 2);
}

/// Three stations in a ring, with one place in front of each: each part that leaves makes room for one, and the first
/// in front is the next on the machine.
#[test]
fn rings_with_places_turn() {
    let ring = |from: &str, to: &str, then: &str| {
        format!(
            "[product.{from}]\nroute = [\"{from}\", \"{to}\", \"{then}\"]\n[order.{from}]\nproduct = \"{from}\"\nquantity = 3\n"
        )
    };
    let stations = ["a", "b", "c"]
        .map(|name| format!("[station.{name}]\nbuffer = 1\ncycle = \"10 min\"\n"))
        .concat();
    let text = format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[control]\ndeadlock = \"swap\"\n{stations}{}{}{}",
        ring("a", "b", "c"),
        ring("b", "c", "a"),
        ring("c", "a", "b")
    );
    let (story, rows) = table(&text);
    // At 10 each machine is done, and each place is taken: all turn, and so on every 10 min. All three stations are
    // alike, and none ever lacks a part: nine parts of three cycles on three machines are 90 min.
    assert_eq!(rows.len(), 27);
    assert_eq!(crate::visits::minute(story.end), 90);
}

/// `a` is closed from 4 min on for three days: nothing moves until then, but the hours of somebody else go by, and it is
/// no standstill. At the opening the parts change places.
#[test]
fn who_is_closed_for_days_changes_places_at_the_opening() {
    let hours = "calendar = \"seldom\"\nat_close = \"finish\"\n[calendar.seldom]\n\
                 mon = \"00:00-00:04\"\nthu = \"00:00-24:00\"\n\
                 [calendar.day]\nmon-sun = \"06:00-14:00\"\n\
                 [station.idle]\ncycle = \"1 min\"\ncalendar = \"day\"\n[product.idle]\nroute = [\"idle\"]\n\
                 [order.idle]\nproduct = \"idle\"\nquantity = 1";
    let (story, rows) = table(&plant("swap", hours));
    let opening = 3 * 24 * 60;
    let changed: Vec<_> = rows.iter().filter(|row| row.2 == opening).cloned().collect();
    // The only part of `idle` is the first.
    same(&changed, &[(2, "b", opening, opening + 5), (4, "a", opening, opening + 3)]);
    assert_eq!(story.tally.swaps(), 2);
}

/// `a` has two machines, whose parts go to `b`, which holds a batch of two that both come back, and to `c`. Only the
/// circle of `a` and `c` can change places, though its machine comes second: at 5, when the part of `c` is done, too.
#[test]
fn a_circle_behind_another_wait_is_found() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "20 min"
[control]
deadlock = "swap"
[station.a]
machines = 2
buffer = 0
cycle = "3 min"
[station.b]
buffer = 0
cycle = "4 min"
batch = { size = 2 }
[station.c]
buffer = 0
cycle = "5 min"
[product.ab]
route = ["a", "b"]
[product.ac]
route = ["a", "c"]
[product.ba]
route = ["b", "a"]
[product.ca]
route = ["c", "a"]
[order.1]
product = "ab"
[order.2]
product = "ac"
[order.3]
product = "ba"
quantity = 2
[order.4]
product = "ca"
"#;
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Tally::new(&model, Span::from_hours(1)));
    assert!(plant.run_until(Time::ZERO + Span::from_minutes(4)));
    assert_eq!(plant.observer().swaps(), 0);
    // 5 to 8 on the second machine of `a`, and out; then the two of the batch, 8 to 11 and 11 to 14; the other is out at 10.
    assert!(plant.run_until(Time::ZERO + Span::from_minutes(13)));
    assert_eq!(plant.observer().swaps(), 1);
    assert!(plant.deadlocked().is_none());
    let finished: u64 =
        model.products.ids().map(|product| plant.observer().product(product).finished).sum();
    assert_eq!(finished, 3);
}
