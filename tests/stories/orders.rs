//! What becomes of each dated order, on one saw that takes ten minutes a part.

use std::fmt::Write;

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

#[track_caller]
fn assert_alike(found: &[f64], right: &[f64]) {
    let is_alike = found.iter().zip(right).all(|(one, other)| (one - other).abs() < 1e-9);
    assert!(is_alike && found.len() == right.len(), "{found:?} is not {right:?}");
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

/// One part an order: A to E take 10 min each, in this order, all from midnight on. They end at 10 to 50 min, are due at
/// 15, 15, 30, 60 and 30: late by -5, 5, 0, -20 and 20, none on average.
const FIVE: [(&str, &str); 5] =
    [("A", "00:15"), ("B", "00:15"), ("C", "00:30"), ("D", "01:00"), ("E", "00:30")];

#[test]
fn lateness_and_lead_times_are_those_of_the_orders() {
    let mut book = "[order]\n".to_owned();
    for (name, due) in FIVE {
        writeln!(book, "{name} = {}", order(1, due)).expect("a text");
    }
    let results = study("1 h", "", &book);
    assert_plant(&results, "lateness", 0.0);
    assert_plant(&results, "tardiness", 5.0);
    // Of five orders 50 % are three, 80 % four, more than that all.
    for (percent, lead, late) in
        [(50, 30.0, 0.0), (80, 40.0, 5.0), (90, 50.0, 20.0), (95, 50.0, 20.0)]
    {
        assert_plant(&results, &format!("lead_time_p{percent}"), lead);
        assert_plant(&results, &format!("lateness_p{percent}"), late);
    }
    // After 35 min D and E are open: D is not due and says nothing but that it takes more than 35 min and is late by more
    // than -25; E is overdue by 5. The three have -5, 5 and 0, E 5: 5 / 4 on average.
    let results = study("35 min", "", &book);
    assert_plant(&results, "lateness", 1.25);
    // At 30 min three of five are finished; from 35 on both are not known to be longer: three of three. Of four that may
    // be late by 0, A and C are not more; by 5 all that are known are not more.
    for (percent, lead, late) in [(50, 30.0, 0.0), (80, 35.0, 5.0), (95, 35.0, 5.0)] {
        assert_plant(&results, &format!("lead_time_p{percent}"), lead);
        assert_plant(&results, &format!("lateness_p{percent}"), late);
    }
}

/// The five orders with what lateness costs, and who ordered: 14,400 EUR a day are 10 EUR a minute.
fn five_with_terms(length: &str) -> Results {
    let terms = [
        "customer = \"North\"",
        "customer = \"North\", penalty = \"14400 EUR/day\"",
        "customer = \"South\", penalty = { per_order = \"100 EUR\" }",
        "customer = \"South\"",
        "penalty = { per_day = \"14400 EUR\", per_order = \"100 EUR\", at_most = \"250 EUR\" }",
    ];
    let mut book = "[order]\n".to_owned();
    for ((name, due), terms) in FIVE.into_iter().zip(terms) {
        let row = order(1, due).replace(" }", &format!(", {terms} }}"));
        writeln!(book, "{name} = {row}").expect("a text");
    }
    study(length, "", &book)
}

#[test]
fn lateness_costs_what_its_penalty_says() {
    let results = five_with_terms("1 h");
    // B is late by 5 min: 50 EUR. C ends when it is due. E, by 20 min: 200 and 100 EUR, of which 250 are paid.
    assert_is(&results, "B", "lateness_cost", 50.0);
    assert_is(&results, "C", "lateness_cost", 0.0);
    assert_is(&results, "E", "lateness_cost", 250.0);
    assert!(results.of(EntityKind::Order, "A", "lateness_cost").is_none());
    assert_plant(&results, "lateness_cost", 300.0);
    let unit = figure(&results, "B", "lateness_cost").unit;
    assert_eq!(unit.word(), "EUR");
    // After 35 min E is open, and late by 5.
    let results = five_with_terms("35 min");
    assert_is(&results, "E", "lateness_cost", 150.0);
    assert_plant(&results, "lateness_cost", 200.0);
}

#[test]
fn customers_have_figures_of_their_own() {
    let results = five_with_terms("1 h");
    let told = |customer, kpi| {
        results.of(EntityKind::Customer, customer, kpi).expect("a figure").interval.estimate
    };
    let kpis = ["orders_finished", "on_time", "tardiness", "lateness", "lateness_cost"];
    assert_alike(&kpis.map(|kpi| told("North", kpi)), &[2.0, 0.5, 2.5, 0.0, 50.0]);
    assert_alike(&kpis.map(|kpi| told("South", kpi)), &[2.0, 1.0, 0.0, -10.0, 0.0]);
    let text = gemba::report::run_text(&results);
    assert!(text.contains("Customers") && text.contains("North"), "{text}");
    assert!(!gemba::report::run_text(&four_orders()).contains("Customers"));
    let csv = gemba::report::orders_csv(&[results]);
    assert!(
        csv.starts_with("scenario,order,") && csv.contains(",short,customer,lateness_cost,"),
        "{csv}"
    );
}

/// The saw is closed on Sunday the 8th. What is due then is due at the end of that day, whether anybody works or not: 15
/// minutes of work on Friday evening and 5 on Monday morning are late by 6 h 5 min, from 24:00 on Sunday.
#[test]
fn a_due_date_on_a_closed_day_is_the_end_of_that_day() {
    let text = "[plant]\nstart = 2026-03-02\ncalendar = \"day\"\n[run]\nlength = \"10 days\"\n\
                [calendar.day]\nmon-fri = \"06:00-22:00\"\n[line.l]\nstations = [\"saw\"]\n\
                [station.saw]\ncycle = \"20 min\"\nat_close = \"pause\"\n\
                [order.A]\nrelease = 2026-03-06T21:45:00\ndue = 2026-03-08\n";
    let results = run(&model(text), &Settings::default(), &());
    assert_is(&results, "A", "finish", 7.0 * 1_440.0 + 365.0);
    assert_is(&results, "A", "tardiness", 365.0);
    assert_plant(&results, "lateness", 365.0);
}

/// All are due at once and of one priority: the book decides, by the numbers in the names, wherever they stand.
#[test]
fn orders_that_are_equal_go_by_the_book() {
    let mut results = Vec::new();
    for dispatch in ["priority", "due_date", "atc", "critical_ratio"] {
        let book = "[order]\n10 = { due = 2026-03-02T00:15:00, priority = 3 }\n9 = { due = 2026-03-02T00:15:00, priority = \
                    3 }\n1 = { due = 2026-03-02T00:15:00, priority = 3 }\n";
        let found = study("1 h", &format!("dispatch = \"{dispatch}\"\n"), book);
        results.push(["1", "9", "10"].map(|name| figure(&found, name, "finish").interval.estimate));
    }
    assert_eq!(results, [[10.0, 20.0, 30.0]; 4]);
}

/// Twice as many orders as the saw can make: of a hundred days 7,200 are done and as many are open; they are counted as late,
/// and the memory of the figures does not grow with them.
#[test]
fn more_demand_than_capacity_is_told_and_counted() {
    let text = "[run]\nlength = \"100 days\"\nreplications = 2\n[line.l]\nstations = [\"saw\"]\n[station.saw]\n\
                cycle = \"20 min\"\n[demand.d]\nevery = \"10 min\"\ndue_in = \"1 day\"\npenalty = \"24 EUR/day\"\n";
    let results = run(&model(text), &Settings::default(), &());
    let plant = |kpi| results.plant(kpi).expect("a figure").interval.estimate;
    // The n-th order comes at 10 n min and would end at 10 + 20 n: late from n = 144 on, by 10 n + 10 - 1440 min; at the
    // end, after 144,000 min, 7,199 are done, and of 14,400 those are due that came a day before.
    assert_alike(&[plant("orders_finished"), plant("orders_late")], &[7_199.0, 14_256.0 - 143.0]);
    // Each that is done took 10 n + 10 min, each that is open has taken 144,000 - 10 n.
    assert!(plant("lateness") > 0.0 && plant("lead_time_p95") > plant("lead_time_p80"));
    let text = gemba::report::run_text(&results).replace('\n', " ");
    assert!(text.contains("Work in process keeps growing"), "{text}");
}

/// A product of two, and a part that is thrown away: A is short, never on time, and pays once; nothing for the time, as it
/// is over before its due date.
#[test]
fn a_short_order_pays_once() {
    let book = "[order]\nA = { quantity = 2, due = 2026-03-02T01:00:00, penalty = { per_day = \"14400 EUR\", \
                per_order = \"70 EUR\" } }\n";
    assert_is(&study("1 day", CRASH, book), "A", "lateness_cost", 70.0);
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
