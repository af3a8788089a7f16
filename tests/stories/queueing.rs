//! Who comes first.

use crate::shop::{START, saw};
use crate::told::story;

/// An order released at the very opening goes behind the one that has waited for it.
#[test]
fn an_order_released_at_the_opening_does_not_overtake() {
    let orders = r"
[order.1]
release = 2026-03-02T05:00:00
[order.2]
release = 2026-03-02T06:00:00
";
    let saw = saw("cycle = \"10 min\"\nbuffer = 0\ncalendar = \"day\"");
    let told = story(&(saw + orders), 1);
    assert_eq!((told.completion(1), told.completion(2)), (Some(370), Some(380)));
}

/// The saw that opens belongs to the order that has waited for it. The one that comes then and can
/// be pressed too goes to the press, which is free, instead of waiting for the saw.
#[test]
fn an_order_that_does_not_overtake_takes_another_station_with_room() {
    let text = START.to_owned()
        + r#"
[station.saw]
cycle = "10 min"
buffer = 0
calendar = "day"
[station.press]
cycle = "10 min"
[product.board]
route = ["saw"]
[product.door]
route = [{ station = ["saw", "press"] }]
[order.1]
product = "board"
release = 2026-03-02T05:00:00
[order.2]
product = "door"
release = 2026-03-02T06:00:00
"#;
    let told = story(&text, 1);
    assert_eq!((told.completion(1), told.completion(2)), (Some(370), Some(370)));
}

/// However many parts wait outside, each one that gets a place costs the same.
#[test]
fn an_order_of_very_many_parts_goes_through_a_small_buffer() {
    let text = saw("cycle = \"1 s\"\nbuffer = 5") + "[order.large]\nquantity = 600_000\n";
    assert_eq!(story(&text, 7).completion(1), Some(10_000));
}

/// A part that waits for two stations takes the first place that either has.
#[test]
fn a_blocked_part_goes_to_the_station_that_is_free_first() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
[product.door]
route = ["saw", { station = ["drill", "press"] }]
[station.saw]
cycle = "1 min"
[station.drill]
cycle = "10 min"
buffer = 0
[station.press]
cycle = "15 min"
buffer = 0
[order.1]
quantity = 5
release = 2026-03-02
"#;
    // The saw gives 1, 2; its third part waits for the drill until 11, its fourth for the press
    // until 17, its fifth for the drill until 21.
    assert_eq!(story(text, 1).departures(), [11, 17, 21, 31, 32]);
}
