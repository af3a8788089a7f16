//! What no run may exceed: how it ends, and that the plant is whole when it does.

use std::fmt::Write;

use gemba::model::Model;
use gemba::plant::{Plant, Stop};
use gemba::report::{results_json, run_text};
use gemba::study::{Settings, run};
use gemba::units::{Span, Time};

use crate::shop::saw;
use crate::support::model;

/// A part is sawn for three minutes, then welded and tested again and again in no time: one of ten
/// thousand million tests finds it good.
const ENDLESS: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
replications = 2
limits = { events = 1_000_000_000_000 }
[product.door]
route = ["saw", "weld", { station = "test", next = { weld = "99.99999999 %", out = "0.00000001 %" } }]
[station.saw]
cycle = "3 min"
[station.weld]
cycle = "0 s"
[station.test]
cycle = "0 s"
[order.1]
"#;

/// The first round is a cycle of the welder, the second one of the tester. So the round that is one
/// too many, the 100,001st, is the welder's, and nineteen others come before it.
#[test]
fn a_loop_that_takes_no_time_ends_the_run_and_is_shown() {
    let results = run(&model(ENDLESS), &Settings::default(), &());
    let said = "CUT SHORT in 2 of 2 replications: at 3 min work of zero length went round more \
                than 100000 times. The last 20 events: ";
    let loops = ["cycle at test, cycle at weld"; 10].join(", ");
    let text = run_text(&results).split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(text.contains(&format!("{said}{loops}.")), "{text}");

    let json: serde_json::Value = serde_json::from_str(&results_json(&results)).unwrap();
    let ending = &json["endings"][0];
    assert_eq!(ending["ending"], "too_many_rounds");
    let last = ending["last_events"].as_array().unwrap();
    assert_eq!(last.len(), 20);
    for pair in last.chunks(2) {
        assert_eq!(pair[0], serde_json::json!({ "event": "cycle", "at": ["test"] }));
        assert_eq!(pair[1], serde_json::json!({ "event": "cycle", "at": ["weld"] }));
    }
}

/// Runs a day, or until a limit ends it; the plant is whole then.
fn stopped(model: &Model) -> (Option<Stop>, i64, u64, u32) {
    let mut plant = Plant::new(model, 1, 0, ());
    plant.run_until(Time::ZERO + Span::from_days(1));
    assert_eq!(plant.audit(), Ok(()), "{:?}", plant.stopped());
    let minute = plant.now().ticks() / Span::from_minutes(1).ticks();
    (plant.stopped().cloned(), minute, plant.happened(), plant.parts_inside())
}

#[test]
fn a_plant_that_goes_round_is_whole_when_it_is_stopped() {
    let mut model = model(ENDLESS);
    model.run.limits.rounds = 4;
    // The release, the saw, and the five rounds of which one is too many.
    assert_eq!(stopped(&model), (Some(Stop::TooManyRounds), 3, 7, 1));
}

/// Orders of three parts for a saw of ten minutes a part.
fn book(orders: u32) -> Model {
    let mut text = saw("cycle = \"10 min\"");
    for order in 1..=orders {
        writeln!(text, "[order.{order}]\nquantity = 3\nrelease = 2026-03-02T00:10:00")
            .expect("a text takes every text");
    }
    model(&text)
}

/// The limit of five is found to be exceeded by the last part of the second order. Of the third
/// order, which is released in the same instant, no part comes in.
#[test]
fn what_is_too_much_stays_out() {
    let mut model = book(3);
    model.run.limits.parts = 5;
    assert_eq!(stopped(&model), (Some(Stop::TooManyParts), 10, 1, 6));
    model.run.limits.parts = 4;
    assert_eq!(stopped(&model), (Some(Stop::TooManyParts), 10, 1, 5), "in the middle of an order");
}

/// The limit of three is passed at minute 20, by two events at once, and found before the next one,
/// which happens still.
#[test]
fn the_instant_in_which_there_are_too_many_events_is_complete() {
    let text = r#"
[plant]
start = 2026-03-02
[line.a]
stations = ["a"]
[line.b]
stations = ["b"]
[station.a]
cycle = "10 min"
[station.b]
cycle = "20 min"
[order.1]
product = "a"
quantity = 3
[order.2]
product = "b"
quantity = 3
"#;
    let mut model = model(text);
    // Minute 0: the release. 10: a. 20: a and b, the third and the fourth event. 30: a.
    model.run.limits.events = 3;
    assert_eq!(stopped(&model), (Some(Stop::TooManyEvents), 30, 5, 2));
}

/// A part on its way has an event of its own, and a plant has a million of them at most.
#[test]
fn a_million_parts_on_their_way_are_too_many() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
limits = { parts = 2_000_000 }
[line.main]
stations = ["gate", "yard"]
[station.gate]
cycle = "1 s"
machines = 1000
[station.yard]
cycle = "1 s"
[transfer]
time = "10 h"
[order.1]
quantity = 1_000_000
[order.2]
quantity = 100_000
"#;
    let (stop, minute, _, inside) = stopped(&model(text));
    // Of the 2^20 - 1 events one belongs to each machine and one to the book: 1,047,573 are left, at
    // a thousand parts a second. The 1,048th second is in the 18th minute.
    assert_eq!((stop, minute, inside), (Some(Stop::TooManyParts), 17, 1_100_000));
}
