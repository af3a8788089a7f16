//! Which of its lines an order goes to.

use crate::told::{Story, story};

/// Two lines `a` and `b` of one station each, and a product that both make.
fn two_lines(choice: &str, orders: &str) -> Story {
    story(
        &format!(
            r#"
[plant]
start = 2026-03-02
[line]
a = {{ stations = ["a"] }}
b = {{ stations = ["b"] }}
[station]
a = {{ cycle = "10 min" }}
b = {{ cycle = "10 min" }}
[product.door]
lines = ["a", "b"]
{choice}
{orders}
"#
        ),
        2,
    )
}

/// The first order goes to `a` (both are empty), the second to `b`, and so does the third: 20
/// minutes of work wait there, 30 at `a`. No order is split.
#[test]
fn an_order_goes_to_the_line_with_the_least_work_and_keeps_to_it() {
    let told = two_lines(
        "",
        r#"
[order]
1 = { product = "door", quantity = 3 }
2 = { product = "door", quantity = 2 }
3 = { product = "door" }
"#,
    );
    assert_eq!(told.departures(), [10, 10, 20, 20, 30, 30]);
    let completions = [1, 2, 3].map(|order| told.completion(order));
    assert_eq!(completions, [Some(30), Some(20), Some(30)]);
}

/// What another product has brought to a line is work before it all the same.
#[test]
fn the_parts_of_all_products_are_work_before_a_line() {
    let told = two_lines(
        "",
        r#"
[product.frame]
lines = ["a"]
[order]
1 = { product = "frame", quantity = 2 }
2 = { product = "door" }
"#,
    );
    assert_eq!(told.completion(2), Some(10));
}

/// At minute 5 `a` is at work and `b` is free; at minute 6 both have ten minutes before them, and
/// `a` is written first.
#[test]
fn by_preference_the_first_line_that_can_start_is_taken() {
    let orders = r#"
[order]
1 = { product = "door" }
2 = { product = "door", release = 2026-03-02T00:05:00 }
3 = { product = "door", release = 2026-03-02T00:06:00 }
4 = { product = "door", release = 2026-03-02T00:50:00 }
"#;
    let told = two_lines("choice = \"preference\"", orders);
    let completions = [1, 2, 3, 4].map(|order| told.completion(order));
    assert_eq!(completions, [Some(10), Some(15), Some(20), Some(60)]);
}

/// The first stations are always free, the second ones take 100 minutes: an order an hour is too
/// much for one line. Preference looks at the first station only.
#[test]
fn the_slowest_station_tells_the_work_before_a_line() {
    let plant = |choice: &str| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
[line]
a = {{ stations = ["saw_a", "cnc_a"] }}
b = {{ stations = ["saw_b", "cnc_b"] }}
[station]
saw_a = {{ cycle = "1 min" }}
saw_b = {{ cycle = "1 min" }}
cnc_a = {{ cycle = "100 min" }}
cnc_b = {{ cycle = "100 min" }}
[product.door]
lines = ["a", "b"]
choice = "{choice}"
[order]
1 = {{}}
2 = {{ release = 2026-03-02T01:00:00 }}
3 = {{ release = 2026-03-02T02:00:00 }}
4 = {{ release = 2026-03-02T03:00:00 }}
"#
        );
        story(&text, 1).departures()
    };
    assert_eq!(plant("least_load"), [101, 161, 221, 281]);
    assert_eq!(plant("preference"), [101, 201, 301, 401]);
}

/// Parts that wait outside for room wait for their own line, although the other one has room.
#[test]
fn parts_outside_wait_for_the_line_of_their_order() {
    let text = r#"
[line]
a = { stations = ["a"] }
b = { stations = ["b"] }
[station]
a = { cycle = "10 min", buffer = 0 }
b = { cycle = "10 min", buffer = 0 }
[product.door]
lines = ["a", "b"]
[order]
1 = { quantity = 4 }
"#;
    assert_eq!(story(text, 1).departures(), [10, 20, 30, 40]);
}

/// Without demand and orders every line is supplied.
#[test]
fn a_capacity_run_supplies_all_lines_of_a_product() {
    let text = r#"
[line]
a = { stations = ["a"] }
b = { stations = ["b"] }
[station]
a = { cycle = "6 h" }
b = { cycle = "8 h" }
[product.door]
lines = ["a", "b"]
"#;
    let hours: Vec<i64> = story(text, 1).departures().iter().map(|minute| minute / 60).collect();
    assert_eq!(hours, [6, 8, 12, 16, 18, 24, 24]);
}

/// Luck belongs to a part and a station: another line that is never needed changes nothing.
#[test]
fn another_line_moves_no_random_number() {
    let plant = |lines: &str| {
        let text = format!(
            r#"
[line]
a = {{ stations = ["a", "pack"] }}
b = {{ stations = ["b", "pack"] }}
[station]
a = {{ cycle = {{ mean = "10 min", cv = 0.5, at_most = "29 min" }} }}
b = {{ cycle = {{ mean = "10 min", cv = 0.5, at_most = "29 min" }} }}
pack = {{ cycle = {{ mean = "10 min", cv = 0.5, at_most = "29 min" }} }}
[product.door]
lines = {lines}
choice = "preference"
[demand.all]
products = {{ door = 1 }}
every = "1 h"
"#
        );
        story(&text, 10).departures()
    };
    let alone = plant("[\"a\"]");
    assert!(alone.len() > 200, "{}", alone.len());
    assert_eq!(plant("[\"a\", \"b\"]"), alone);
    assert_ne!(plant("[\"b\", \"a\"]"), alone);
}
