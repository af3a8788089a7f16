//! Figures that ask for a plant of their own, worked by hand.

use gemba::model::Replications;
use gemba::observe::{Observer, Placed};
use gemba::plant::Plant;
use gemba::study::{EntityKind, Results, Settings, Stopped};
use gemba::units::{Span, Time};
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::shop::{run, saw};
use crate::support::model;

fn study(text: &str) -> Results {
    gemba::study::run(&model(text), &Settings::default(), &())
}

#[track_caller]
fn assert_plant(results: &Results, kpi: &str, expected: f64) {
    let found = results.plant(kpi).expect("it is a figure").interval.estimate;
    assert!((found - expected).abs() < 1e-12, "{kpi}: {found} is not {expected}");
}

#[track_caller]
fn assert_station(results: &Results, station: &str, kpi: &str, expected: f64) {
    let figure = results.of(EntityKind::Station, station, kpi).expect("it is a figure");
    let found = figure.interval.estimate;
    assert!((found - expected).abs() < 1e-12, "{station} {kpi}: {found} is not {expected}");
}

/// Four parts for a saw of ten minutes with one place in front. The first is sawn, the second stands
/// in front, two wait outside: one until 10, the other until 20. That is 30 minutes of waiting
/// outside; inside or outside are 4, 3, 2 and 1 parts for ten minutes each.
#[test]
fn parts_that_find_no_room_wait_outside() {
    let plant = saw("cycle = \"10 min\"\nbuffer = 1") + "[order.1]\nquantity = 4\n";
    let results = study(&(run("1 h") + &plant));
    assert_plant(&results, "waiting_outside", 30.0 / 60.0);
    assert_plant(&results, "wip", 100.0 / 60.0);
    // In front stand one part from 0 to 10, from 10 to 20 and from 20 to 30.
    assert_station(&results, "saw", "queue_length", 30.0 / 60.0);
}

/// Measured from minute 5 to 65: two parts wait outside for five minutes and one for ten more.
#[test]
fn who_waits_outside_in_the_warm_up_is_not_counted() {
    let plant = saw("cycle = \"10 min\"\nbuffer = 1") + "[order.1]\nquantity = 4\n";
    let results = study(&(run("1 h") + "warm_up = \"5 min\"\n" + &plant));
    assert_plant(&results, "waiting_outside", 20.0 / 60.0);
}

/// With places without number nobody waits outside, and there is no such figure.
#[test]
fn where_there_is_always_room_nobody_waits_outside() {
    let results = study(&(run("1 h") + &saw("cycle = \"10 min\"") + "[order.1]\nquantity = 4\n"));
    assert!(results.plant("waiting_outside").is_none());
}

/// A saw of ten minutes before a packer of thirty who has no place in front.
fn saw_and_pack(block: &str) -> Results {
    study(&format!(
        r#"
{}
[line.main]
stations = ["saw", "pack"]
[station.saw]
cycle = "10 min"
block = "{block}"
[station.pack]
cycle = "30 min"
buffer = 0
"#,
        run("2 h")
    ))
}

/// The saw starts when the packer is free: at 0, 40 and 80. From the end of each cycle, at 10, 50
/// and 90, until the packer ends, at 40, 80 and 120, its next part does not start. The packer works
/// meanwhile and starves while the saw works.
#[test]
fn a_station_that_blocks_before_its_cycle_waits_with_the_part_untouched() {
    let results = saw_and_pack("before");
    assert_station(&results, "saw", "working", 30.0 / 120.0);
    assert_station(&results, "saw", "blocked_before", 90.0 / 120.0);
    // Blocked is both kinds together.
    assert_station(&results, "saw", "blocked", 90.0 / 120.0);
    assert_station(&results, "pack", "working", 90.0 / 120.0);
    assert_station(&results, "pack", "starved", 30.0 / 120.0);
}

/// The packer works from 10 on without a pause. The saw works from 0 to 20, and for ten minutes each
/// from 40, 70 and 100 on; from 20, 50, 80 and 110 until the packer ends, at 40, 70, 100 and after
/// the run, it holds a finished part.
#[test]
fn a_station_that_blocks_after_its_cycle_is_never_blocked_before() {
    let results = saw_and_pack("after");
    assert_station(&results, "saw", "working", 50.0 / 120.0);
    assert_station(&results, "saw", "blocked_before", 0.0);
    assert_station(&results, "saw", "blocked", 70.0 / 120.0);
    assert_station(&results, "pack", "working", 110.0 / 120.0);
}

/// A saw that is busy three quarters of its time, with a promise of an hour.
const PROMISES: &str = r#"
[run]
length = "20 h"
[line.main]
stations = ["saw"]
[station.saw]
cycle = { dist = "exponential", mean = "15 min" }
[demand.boards]
every = { mean = "20 min" }
due_in = "60 min"
"#;

/// Orders of a replication that are judged, and those of them in time.
#[derive(Default)]
struct Kept {
    judged: f64,
    in_time: f64,
}

impl Observer for Kept {
    fn order_closed(&mut self, order: Placed, now: Time) {
        self.judged += 1.0;
        self.in_time += f64::from(u8::from(now <= order.due.expect("all are promised")));
    }
}

/// Promises kept and judged in one replication: those of orders that are complete, or due by the
/// end.
fn kept(replication: u64) -> (f64, f64) {
    let (model, end) = (model(PROMISES), Time::ZERO + Span::from_hours(20));
    let mut plant = Plant::new(&model, 1, replication, Kept::default());
    assert!(plant.run_until(end));
    let late = plant.open_orders().filter(|order| order.due.is_some_and(|due| due <= end)).count();
    let Kept { judged, in_time } = plant.into_observer();
    (in_time, judged + f64::from(u32::try_from(late).expect("few orders")))
}

/// Half of the width of the 95 % interval of a ratio of sums over its estimate, from the formula of
/// the ratio estimator.
fn relative_half_width(pairs: &[(f64, f64)]) -> f64 {
    let n = f64::from(u32::try_from(pairs.len()).expect("few replications"));
    let sum = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    let ratio = sum.0 / sum.1;
    let squares: f64 = pairs.iter().map(|(kept, judged)| (kept - ratio * judged).powi(2)).sum();
    let t = StudentsT::new(0.0, 1.0, n - 1.0).expect("a distribution").inverse_cdf(0.975);
    t * (squares / (n - 1.0)).sqrt() / (n.sqrt() * (sum.1 / n)) / ratio
}

/// A study asked for a share of orders to four per cent stops at the first of 10, 15, 22, 33, …
/// replications at which the half-width is at most 0.04 / 1.04 of the share: worked out here from
/// the orders of each replication.
#[test]
fn a_precision_of_a_share_is_that_of_its_ratio() {
    let pairs: Vec<(f64, f64)> = (0..400).map(kept).collect();
    let looks = [10_usize, 15, 22, 33, 49, 73, 109, 163, 244, 366];
    let is_enough = |n: &&usize| relative_half_width(&pairs[..**n]) <= 0.04 / 1.04;
    let enough = *looks.iter().find(is_enough).expect("it gets precise");
    assert!(enough > 15, "it is looked at more than twice: {enough}");

    let of = "on_time".to_owned();
    let asked = Replications::Precise { precision: 0.04, of, at_most: 1000 };
    let settings = Settings { replications: Some(asked), ..Settings::default() };
    let results = gemba::study::run(&model(PROMISES), &settings, &());
    assert_eq!(results.stopped, Stopped::ByPrecision);
    assert_eq!(results.replications as usize, enough);
    let share = pairs[..enough].iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
    assert_plant(&results, "on_time", share.0 / share.1);
    let interval = results.plant("on_time").expect("it is a figure").interval;
    let half = (interval.high - interval.low) / 2.0 / interval.estimate;
    assert!((half - relative_half_width(&pairs[..enough])).abs() < 1e-6, "{half}");
}
