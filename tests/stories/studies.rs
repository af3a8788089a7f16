//! Figures of studies whose truth is plain.

use gemba::study::{Ending, EntityKind, Results, Settings};

use crate::shop::{run, saw, weld_and_test};
use crate::support::model;

fn study(text: &str) -> Results {
    gemba::study::run(&model(text), &Settings::default(), &())
}

fn plant(results: &Results, kpi: &str) -> f64 {
    results.plant(kpi).expect("it is a figure").interval.estimate
}

fn station(results: &Results, name: &str, kpi: &str) -> f64 {
    results.of(EntityKind::Station, name, kpi).expect("it is a figure").interval.estimate
}

/// Without a warm-up the first instant counts like all others.
#[test]
fn what_starts_with_the_run_is_counted() {
    let text = saw("cycle = \"10 min\"") + "[order.1]\nquantity = 2\n";
    let results = study(&(run("1 h") + &text));
    assert!((station(&results, "saw", "starts") - 2.0).abs() < 1e-12);
    assert!((station(&results, "saw", "queue_time") - 5.0).abs() < 1e-12);
}

/// An order that is due when the run ends and is not complete then is late.
#[test]
fn an_order_due_at_the_end_of_the_run_is_judged() {
    let orders = "[order]\n1 = { due = 2026-03-02 }\n2 = { due = 2026-03-02 }\n";
    let results = study(&(run("1 day") + &saw("cycle = \"20 h\"") + orders));
    assert!((plant(&results, "on_time") - 0.5).abs() < 1e-12);
    assert!((plant(&results, "orders_late") - 1.0).abs() < 1e-12);
}

/// A run that never sees its orders complete has no makespan, and says why.
#[test]
fn orders_that_are_never_done_have_no_makespan() {
    let text = saw("cycle = \"10 min\"") + "[order.1]\nrelease = 2200-01-01\n";
    let results = study(&(run("orders_done") + &text));
    assert!(plant(&results, "makespan").is_nan());
    assert!(matches!(results.endings[..], [(Ending::NeverDone { orders: 1, .. }, 2)]));
}

/// A plant that stops before measuring begins has no figures: nothing is divided by no time.
#[test]
fn a_deadlock_in_the_warm_up_stands_still_for_all_of_the_measured_time() {
    let results = study(&(run("1 day") + "warm_up = \"20 days\"\n" + &weld_and_test(0)));
    assert!(matches!(results.endings[..], [(Ending::Deadlock { .. }, _)]));
    assert!(plant(&results, "throughput").abs() < 1e-12);
    assert!(station(&results, "weld", "working").abs() < 1e-12);
}

/// One part is inside all the time, so one part is inside in every stretch of the picture, also in
/// the last ones, which replications end at different instants.
#[test]
fn the_last_stretch_of_the_picture_is_cut_for_each_replication() {
    let text = saw("cycle = { dist = \"uniform\", min = \"61 s\", max = \"119 s\" }");
    let run = "[run]\nlength = \"orders_done\"\nreplications = 20\n";
    let results = study(&(run.to_owned() + &text + "[order.1]\n"));
    assert_eq!(results.picture.wip.len(), 2);
    for band in &results.picture.wip {
        assert!((band.mean - 1.0).abs() < 1e-9, "{band:?}");
    }
}

/// A plant that is stuck closes and opens all the same.
#[test]
fn a_deadlocked_plant_keeps_its_hours() {
    let hours = "[plant]\ncalendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n";
    let results = study(&(run("6 weeks") + hours + &weld_and_test(0)));
    assert!(matches!(results.endings[..], [(Ending::Deadlock { .. }, 2)]));
    assert!((station(&results, "weld", "off_shift") - (1.0 - 40.0 / 168.0)).abs() < 1e-12);
}

/// A free machine that is promised to a part on its way is not given to a new part: in front of a
/// station without a buffer nobody ever waits.
#[test]
fn a_promised_machine_takes_no_new_part() {
    let results = study(
        &(run("2 days")
            + r#"
[product.door]
route = ["weld", { station = "test", next = { weld = "50 %", out = "50 %" } }]
[station.weld]
cycle = "3 min"
buffer = 0
[station.test]
cycle = "3 min"
[transfer]
from.test.to.weld = "7 min"
"#),
    );
    assert!(station(&results, "weld", "starts") > 100.0);
    assert!(station(&results, "weld", "queue_length").abs() < 1e-12);
}
