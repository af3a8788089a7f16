//! Figures of studies whose truth is plain.

use gemba::study::{Ending, EntityKind, Results, Settings, Unfilled};
use gemba::units::Span;

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

/// By hand: a saw of an hour works in shifts of eight hours; until half past ten it has four parts in 4.5 of them.
#[test]
fn output_is_told_by_the_shift() {
    let text = saw("cycle = \"1 h\"\ncalendar = \"day\"");
    let of = |length: &str| plant(&study(&(run(length) + &text)), "parts_per_shift");
    assert!((of("1 week") - 8.0).abs() < 1e-12);
    assert!((of("10.5 h") - 4.0 / (4.5 / 8.0)).abs() < 1e-12);
    let open = study(&(run("1 week") + &saw("cycle = \"1 h\"")));
    assert!(open.plant("parts_per_shift").is_none(), "what never closes has no shifts");
}

/// By hand: the first eight parts, four of each product, hold all cards; the last of them comes to the oven after
/// eight minutes, and no batch of six is there.
#[test]
fn a_batch_that_cards_keep_from_being_filled_is_named() {
    let lines = "[line]\na = { stations = [\"cut\", \"oven\"] }\nb = { stations = [\"cut\", \"oven\"] }\n\
                 [control]\nrelease = { rule = \"conwip\", limit = 8 }\n[station.cut]\ncycle = \"1 min\"\n\
                 [station.oven]\ncycle = \"2 h\"\nbatch = { size = 12, minimum = 6, by = \"product\" }\n";
    let orders = "[order]\nA1 = { product = \"a\", quantity = 4 }\nA2 = { product = \"b\", quantity = 4 }\n\
                  A3 = { product = \"a\", quantity = 8 }\nA4 = { product = \"b\", quantity = 8 }\n";
    let results = study(&(run("orders_done") + lines + orders));
    let [(Ending::NotFull { at, batches, cards }, 2)] = results.endings.as_slice() else {
        panic!("{:?}", results.endings)
    };
    assert_eq!(at.since_start(), Span::from_minutes(8));
    let oven = Unfilled { station: "oven".to_owned(), parts: 4, minimum: 6 };
    assert_eq!(
        (batches.as_slice(), cards.as_slice()),
        (&[oven][..], &[("control".to_owned(), 8)][..])
    );
}

/// By hand: six of eight parts go into the oven at once, two hours later the other two still wait. A calendar that
/// turns on and on makes no difference.
#[test]
fn the_rest_of_an_order_that_is_no_batch_is_named() {
    let text = saw("cycle = \"2 h\"\nbatch = { size = 12, minimum = 6, by = \"order\" }");
    let order = "[order.1]\nquantity = 8\n";
    let oven = |results: &Results| match results.endings.as_slice() {
        [(Ending::NotFull { batches, cards, .. }, _)] if cards.is_empty() => batches.clone(),
        other => panic!("{other:?}"),
    };
    // All eight are there at once, and fit.
    assert!(study(&(run("orders_done") + &text + order)).endings.is_empty());
    let text =
        text.replace("[\"saw\"]", "[\"cut\", \"saw\"]") + "[station.cut]\ncycle = \"1 min\"\n";
    let rest = [Unfilled { station: "saw".to_owned(), parts: 2, minimum: 6 }];
    assert_eq!(oven(&study(&(run("orders_done") + &text + order))), rest);
    let closes = "calendar = \"day\"\n";
    assert_eq!(oven(&study(&(run("10 days") + &text + closes + order))), rest);
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

/// No percentile lies beyond the longest time there was: all parts take 1,000,003 µs.
#[test]
fn ninety_five_percent_of_equal_times_are_below_that_time() {
    let results = study(
        r#"
[run]
length = "1 h"
replications = 2
[line.main]
stations = ["saw"]
[station.saw]
cycle = "1.000003 s"
"#,
    );
    let minutes = 1.000_003 / 60.0;
    assert!((plant(&results, "time_in_system") - minutes).abs() < 1e-12);
    assert!((plant(&results, "time_in_system_p95") - minutes).abs() < 1e-12);
}

/// A machine that is open from 8:00 to 16:00, stops at 15:00 and takes three hours to repair.
const NIGHT: &str = r#"
[plant]
start = 2026-03-02                    # a Monday
[run]
RUN
replications = 2
[calendar.day]
mon-fri = "08:00-16:00"
[line.main]
stations = ["saw"]
[station.saw]
machines = MACHINES
calendar = "day"
cycle = "7 min"
[station.saw.failure.stop]
at = [2026-03-02T15:00:00]
repair = { time = "3 h" PEOPLE }
"#;

fn night(run: &str, machines: &str, people: &str) -> Results {
    let text = NIGHT.replace("RUN", run).replace("MACHINES", machines).replace("PEOPLE", people);
    let fitters =
        if people.is_empty() { "" } else { "[crew.fitters]\ncount = 1\ncalendar = \"day\"\n" };
    study(&(text + fitters))
}

fn is(found: f64, right: f64) {
    assert!((found - right).abs() < 1e-12, "{found} instead of {right}");
}

/// Repairs in the night are part of off shift, and are told beside it.
#[test]
fn hours_failed_while_closed_are_told_beside_off_shift() {
    // The repair goes on until 18:00: an hour open, two closed.
    let alone = night("length = \"1 day\"", "1", "");
    is(station(&alone, "saw", "repair"), 1.0 / 24.0);
    is(station(&alone, "saw", "off_shift"), 16.0 / 24.0);
    is(station(&alone, "saw", "failed_off_shift"), 2.0 / 24.0);
    // Of two machines only the first stops.
    let two = night("length = \"1 day\"", "2", "");
    is(station(&two, "saw", "failed_off_shift"), 1.0 / 24.0);
    // Measured from 17:00 on, the machine is failed for an hour of seven, and closed for all.
    let late = night("warm_up = \"17 h\"\nlength = \"7 h\"", "1", "");
    is(station(&late, "saw", "failed_off_shift"), 1.0 / 7.0);
    is(station(&late, "saw", "off_shift"), 1.0);
    // People who go home at 16:00 repair until 10:00: it is failed all night, and nobody works then.
    let night = night("length = \"2 days\"", "1", ", operators = { fitters = 1 }");
    is(station(&night, "saw", "repair"), 3.0 / 48.0);
    is(station(&night, "saw", "failed_off_shift"), 16.0 / 48.0);
    // On the second day cycles of 7 min start at 10:00; the last one ends at 16:04.
    is(station(&night, "saw", "off_shift"), (32.0 * 60.0 - 4.0) / (48.0 * 60.0));
}

/// In text the column stands only where it is not zero.
#[test]
fn hours_failed_while_closed_have_a_column_only_where_there_are_some() {
    let text = |at: &str| {
        let plant = NIGHT.replace("RUN", "length = \"1 day\"").replace("MACHINES", "1");
        let plant = plant.replace("PEOPLE", "").replace("15:00:00", at);
        gemba::report::run_text(&study(&plant))
    };
    assert!(text("15:00:00").contains("Failed"), "{}", text("15:00:00"));
    assert!(!text("09:00:00").contains("Failed"), "{}", text("09:00:00"));
}

/// A mean time is that of all parts of all runs together, so that Little's law holds for the
/// figures: work in process is throughput times time in system.
#[test]
fn a_part_of_a_full_run_counts_as_much_as_one_of_an_empty_run() {
    // One order of one or nine parts at 20:00, ten minutes each: a part takes 10 min, or 50 min
    // on average. A quarter of the orders being large, the parts take (3 · 10 + 9 · 50) / 12 = 40
    // min, while the mean of the runs' means would be (3 · 10 + 50) / 4 = 20 min.
    let results = study(
        r#"
[run]
length = "1 day"
replications = 4000
[line.main]
stations = ["oven"]
[station.oven]
cycle = "10 min"
[demand.lots]
every = "20 h"
quantity = { dist = "discrete", values = [1, 9], shares = ["75 %", "25 %"] }
due_in = "0 s"
"#,
    );
    let interval = results.plant("time_in_system").expect("it is a figure").interval;
    assert_eq!(interval.method, gemba::study::Method::Ratio);
    assert!((interval.estimate - 40.0).abs() <= 2.0 * interval.half_width, "{interval:?}");
    assert!(interval.half_width < 1.0, "{interval:?}");
    // All orders are late, by 10 or 90 min: 30 min on average, as each run has one.
    let late = results.plant("tardiness").expect("it is a figure").interval;
    assert!((late.estimate - 30.0).abs() <= 2.0 * late.half_width && late.half_width < 2.0);
    let little = plant(&results, "throughput") / 60.0 * interval.estimate;
    assert!((plant(&results, "wip") / little - 1.0).abs() < 1e-9);
}

/// Half of the arrivals order a part, the others none. A part takes ten of five minutes: each order
/// there is comes late.
#[test]
fn who_orders_no_part_orders_nothing() {
    let results = study(
        r#"
[run]
length = "40 h"
replications = 10
[line.main]
stations = ["saw"]
[station.saw]
cycle = "10 min"
[demand.some]
every = "1 h"
quantity = { dist = "binomial", n = 1, p = "50 %" }
due_in = "5 min"
"#,
    );
    is(plant(&results, "on_time"), 0.0);
    is(plant(&results, "tardiness"), 5.0);
    let (orders, parts) = (plant(&results, "orders_finished"), plant(&results, "parts_finished"));
    is(orders, parts);
    // 39 arrivals in each run are done, of which half order: 19.5 ± 3.1 in one run, ± 1 in ten.
    assert!((orders - 19.5).abs() < 4.0, "{orders}");
}
