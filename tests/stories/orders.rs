//! What becomes of each dated order, on one saw that takes ten minutes a part.

use gemba::study::{EntityKind, Figure, Method, Results, Settings, run};

use crate::shop::{self, saw};
use crate::support::model;

/// One saw and an order book, from midnight on; `length` is that of the run, `more` and `book` are added.
fn study(length: &str, more: &str, book: &str) -> Results {
    let plant = saw(&format!("cycle = \"10 min\"\n{more}"));
    run(&model(&(shop::run(length) + &plant + book)), &Settings::default(), &())
}

fn order(quantity: u32, due: &str) -> String {
    format!("{{ quantity = {quantity}, due = 2026-03-02T{due}:00 }}")
}

fn figure<'a>(results: &'a Results, order: &str, kpi: &str) -> &'a Figure {
    results.of(EntityKind::Order, order, kpi).expect("it is a figure")
}

#[track_caller]
fn assert_is(results: &Results, order: &str, kpi: &str, expected: f64) {
    let found = figure(results, order, kpi).interval.estimate;
    assert!((found - expected).abs() < 1e-9, "{order} {kpi}: {found} is not {expected}");
}

#[track_caller]
fn assert_plant(results: &Results, kpi: &str, expected: f64) {
    let found = results.plant(kpi).expect("it is a figure").interval.estimate;
    assert!((found - expected).abs() < 1e-9, "{kpi}: {found} is not {expected}");
}

/// Twelve parts in a row, three an order: the orders end at 30, 60, 90 and 120 min, but the run is
/// over after 80.
fn four_orders() -> Results {
    let book = format!(
        "[order]\nA = {}\nB = {}\nC = {}\nD = {}\n",
        order(3, "00:40"),
        order(3, "00:40"),
        order(3, "02:00"),
        order(3, "01:15"),
    );
    study("80 min", "", &book)
}

#[test]
fn every_dated_order_has_its_own_figures() {
    let results = four_orders();
    assert_is(&results, "A", "finish", 30.0);
    assert_is(&results, "A", "on_time", 1.0);
    assert_is(&results, "A", "tardiness", 0.0);
    assert_is(&results, "B", "finish", 60.0);
    assert_is(&results, "B", "on_time", 0.0);
    assert_is(&results, "B", "tardiness", 20.0);
    assert_is(&results, "B", "open_at_end", 0.0);
    // Wilson's lower end for 2 of 2 at 95 %: n / (n + z²) = 2 / (2 + 1.959964²).
    let chance = figure(&results, "A", "on_time").interval;
    assert_eq!(chance.method, Method::Wilson);
    assert!((chance.low - 2.0 / (2.0 + 1.959_964_f64 * 1.959_964)).abs() < 1e-6, "{chance:?}");
}

#[test]
fn an_open_order_is_late_if_due_and_not_judged_if_not() {
    let results = four_orders();
    assert!(figure(&results, "D", "finish").interval.estimate.is_nan());
    assert_is(&results, "D", "on_time", 0.0);
    assert_is(&results, "D", "tardiness", 5.0);
    assert_is(&results, "D", "open_at_end", 1.0);
    assert_eq!(figure(&results, "C", "on_time").interval.n, 0);
    assert_is(&results, "C", "open_at_end", 1.0);
    // The plant's figures are the sums: of A, B and D one is on time.
    assert_plant(&results, "on_time", 1.0 / 3.0);
    assert_plant(&results, "orders_late", 2.0);
    assert_plant(&results, "tardiness", 25.0 / 3.0);
}

#[test]
fn an_order_without_a_promise_is_finished_and_nothing_else() {
    let results = study("1 h", "", "[order.A]\nquantity = 2\n");
    assert_is(&results, "A", "finish", 20.0);
    assert!(results.of(EntityKind::Order, "A", "on_time").is_none());
}

/// The saw breaks down after 5 min, loses its part, and is repaired at 15.
const CRASH: &str = r#"failure.crash = { at = [2026-03-02T00:05:00], repair = { time = "10 min" }, part = "scrap" }"#;

#[test]
fn an_order_with_a_scrapped_part_is_never_on_time() {
    let book = format!("[order]\nA = {}\nB = {}\n", order(2, "01:00"), order(1, "00:30"));
    let results = study("1 day", CRASH, &book);
    // Its other part is sawn from 15 to 25: before the due date, so it is late by nothing.
    assert_is(&results, "A", "finish", 25.0);
    assert_is(&results, "A", "short", 1.0);
    assert_is(&results, "A", "on_time", 0.0);
    assert_is(&results, "A", "tardiness", 0.0);
    assert_is(&results, "B", "short", 0.0);
    assert_is(&results, "B", "tardiness", 5.0);
    assert_plant(&results, "orders_short", 1.0);
    assert_plant(&results, "orders_late", 2.0);
    assert_plant(&results, "on_time", 0.0);
    assert_plant(&results, "tardiness", 2.5);
}

#[test]
fn a_short_order_that_closes_after_its_due_date_is_late_by_that() {
    let book = format!("[order]\nA = {}\n", order(2, "00:20"));
    assert_is(&study("1 day", CRASH, &book), "A", "tardiness", 5.0);
}

#[test]
fn a_short_order_is_judged_before_it_is_due() {
    let book = format!("[order]\nA = {}\nB = {}\n", order(2, "01:00"), order(1, "01:00"));
    let results = study("20 min", CRASH, &book);
    assert_is(&results, "A", "on_time", 0.0);
    assert_is(&results, "A", "tardiness", 0.0);
    assert_is(&results, "A", "open_at_end", 1.0);
    assert_eq!(figure(&results, "B", "on_time").interval.n, 0);
    assert_plant(&results, "orders_late", 1.0);
}

/// What is over before measuring begins is in no figure, of the order as of the plant.
#[test]
fn an_order_that_closes_in_the_warm_up_is_not_counted() {
    let book = format!("[order]\nA = {}\nB = {}\n", order(1, "00:05"), order(3, "00:30"));
    let results = study("1 h\"\nwarm_up = \"15 min", "", &book);
    assert!(figure(&results, "A", "finish").interval.estimate.is_nan());
    assert_eq!(figure(&results, "A", "on_time").interval.n, 0);
    assert_is(&results, "A", "open_at_end", 0.0);
    assert_is(&results, "B", "tardiness", 10.0);
    assert_plant(&results, "orders_late", 1.0);
}
