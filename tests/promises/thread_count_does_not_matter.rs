//! The same seed gives the same bytes, however many threads work.

use gemba::model::{Model, Replications};
use gemba::report::results_json;
use gemba::study::{Settings, Stopped, run};
use proptest::prelude::*;

use crate::checks::checks;
use crate::random_plant::plan;
use crate::support::model;

/// All results as bytes, with why there are not more.
fn bytes(model: &Model, threads: usize, replications: Option<Replications>) -> (String, Stopped) {
    let results = run(model, &Settings { threads, replications, ..Settings::default() }, &());
    (format!("{results:?}\n{}", results_json(&results)), results.stopped)
}

/// Asserts that one, two and seven threads give the same bytes; why there are not more.
#[track_caller]
fn assert_same(model: &Model, replications: &Replications) -> Stopped {
    let with = |threads| bytes(model, threads, Some(replications.clone()));
    let alone = with(1);
    assert!(alone == with(2), "two threads");
    assert!(alone == with(7), "seven threads");
    assert!(alone == with(7), "a second time");
    alone.1
}

fn precisely(precision: f64, of: &str) -> Replications {
    Replications::Precise { precision, of: of.to_owned(), at_most: 200 }
}

/// Four hundred hours of the repair shop.
fn repair_shop() -> Model {
    let mut model = model(include_str!("../../scenarios/test-and-repair.toml"));
    model.run.length = gemba::model::Length::For(gemba::units::Span::from_hours(400));
    model
}

/// Two shifts with breaks, three crews of which one is on call for repairs, failures by three clocks
/// and from a log, random and dated orders on two lines, scrap, and a warm-up.
const WORKSHOP: &str = r#"
[plant]
start = 2026-03-02
calendar = "two_shift"
[run]
length = "2 weeks"
warm_up = "2 days"
[calendar.two_shift]
mon-fri = ["06:00-14:00", "14:00-22:00"]
sat = "06:00-12:00"
breaks = [{ at = "09:30", for = "15 min" }, { at = "18:00", for = "30 min" }]
closed = [2026-03-10]
[calendar.day]
mon-fri = "08:00-17:00"
[crew.joiner]
count = 3
[crew.fitter]
calendar = "day"
[crew.allround]
skills = ["joiner", "fitter"]
[line.a]
stations = ["saw", "weld_a", "paint"]
[line.b]
stations = ["saw", "weld_b", "paint"]
[station.saw]
machines = 2
cycle = { mean = "9 min", cv = 0.4 }
operators = { joiner = 1 }
scrap = "2 %"
failure.blade = { clock = "cycles", every = { mean = 60 }, repair = { time = "20 min", operators = { fitter = 1 } } }
[station.weld_a]
cycle = { dist = "gamma", mean = "17 min", cv = 0.5 }
buffer = 3
operators = { joiner = 1 }
failure.gas = { at = [2026-03-05T10:15:00, 2026-03-11T15:00:00], repair = { time = "3 h" } }
[station.weld_b]
cycle = { dist = "triangular", min = "12 min", mode = "15 min", max = "30 min" }
buffer = 2
block = "before"
at_close = "no_start"
failure.jam = { clock = "operating", every = { mean = "7 h" }, repair = { time = { dist = "exponential", mean = "30 min" }, operators = { fitter = 1 } }, part = "restart" }
[station.paint]
machines = 2
cycle = { dist = "uniform", min = "8 min", max = "20 min" }
buffer = 4
at_close = "finish"
failure.pump = { clock = "on_shift", every = { dist = "weibull", mean = "30 h", cv = 0.7 }, repair = { time = "45 min" } }
[transfer]
time = "2 min"
from.saw.to.weld_b = { dist = "exponential", mean = "4 min" }
[product.door]
lines = ["a", "b"]
[product.frame]
lines = ["b", "a"]
choice = "preference"
[demand.doors]
products = { door = 2, frame = 1 }
every = { mean = "70 min" }
quantity = { dist = "poisson", mean = 3 }
due_in = "2 workdays"
[order]
1 = { product = "door", quantity = 20, release = 2026-03-03, due = 2026-03-06 }
2 = { product = "frame", quantity = 15, release = 2026-03-05T12:00:00, due = 2026-03-06T20:00:00 }
3 = { product = "door", quantity = 30, release = 2026-03-09, due = 2026-03-13 }
4 = { product = "frame", quantity = 10, release = 2026-03-12 }
"#;

#[test]
fn one_two_and_seven_threads_give_the_same_bytes() {
    assert_same(&repair_shop(), &Replications::Fixed(23));
    assert_same(&model(WORKSHOP), &Replications::Fixed(23));
}

#[test]
fn also_when_a_precision_decides_how_many_replications_are_run() {
    assert_same(&repair_shop(), &precisely(0.1, "wip"));
    let workshop = model(WORKSHOP);
    assert_eq!(assert_same(&workshop, &precisely(0.02, "throughput")), Stopped::ByPrecision);
    assert_eq!(assert_same(&workshop, &precisely(0.05, "on_time")), Stopped::ByPrecision);
    assert_eq!(assert_same(&workshop, &precisely(0.001, "tardiness")), Stopped::ByCap);
}

/// Nine weeks are too few for the shop, so it works every day alike; what the pilot finds is the same
/// however many threads it has.
#[test]
fn also_when_a_pilot_finds_the_warm_up() {
    let text = WORKSHOP
        .replace("warm_up = \"2 days\"", "warm_up = \"auto\"")
        .replace("2 weeks", "9 weeks")
        .replace("70 min", "150 min")
        .replace("mon-fri", "mon-sun")
        .replace("sat = \"06:00-12:00\"\n", "");
    let workshop = model(&text);
    assert_eq!(assert_same(&workshop, &Replications::Fixed(9)), Stopped::ByNumber);
}

/// The same shop, until the last of its dated orders is complete.
#[test]
fn also_when_the_orders_decide_how_long_a_run_is() {
    let mut workshop = model(WORKSHOP);
    workshop.run.warm_up = gemba::model::WarmUp::For(gemba::units::Span::ZERO);
    workshop.run.length = gemba::model::Length::OrdersDone;
    assert_same(&workshop, &Replications::Fixed(19));
    assert_eq!(assert_same(&workshop, &precisely(0.05, "makespan")), Stopped::ByPrecision);
}

proptest! {
    #![proptest_config(checks(100))]

    #[test]
    fn in_any_study(plan in plan()) {
        let model = model(&plan.text());
        let alone = bytes(&model, 1, None);
        prop_assert!(alone == bytes(&model, 3, None), "three threads");
    }
}
