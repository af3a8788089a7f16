//! Due dates in the long run, by formula.

use std::f64::consts::{LN_2, LN_10};

use gemba::ids::{DemandId, Id};

use crate::simulate::Tolerance::{Absolute, Relative};
use crate::simulate::{Case, Run};

/// Ticks in an hour.
const HOUR: f64 = 3_600e6;

/// The lead time of a share of the orders. Unit: hours.
fn lead_time<const PERCENT: u8>(run: &Run<()>) -> f64 {
    let [found] = run.tally.orders().lead_times([PERCENT]).expect("orders end");
    found / HOUR
}

/// The lateness of a share of the orders. Unit: hours.
fn lateness<const PERCENT: u8>(run: &Run<()>) -> f64 {
    let [found] = run.tally.orders().lateness([PERCENT]).expect("orders end");
    found / HOUR
}

fn hours(ticks: i128) -> f64 {
    ticks as f64 / HOUR
}

/// `pub-lateness-mto`: the lead time at M/M/1, first come, first served, is exponential with a mean of 1 / (μ - λ) = 5 h
/// (L. Kleinrock, *Queueing Systems* 1, 1975, chapter 3), so that after a promise of 10 h e^-2 of the orders are late, by
/// 5 h on average: who has waited so long waits on as long as anybody. A share p of the orders takes up to -5 ln(1 - p) h, and
/// ends 10 h less than that after its due date.
const MAKE_TO_ORDER: &str = r#"
[run]
warm_up = "5000 h"
length = "300000 h"
replications = 20
[line.main]
stations = ["machine"]
[station.machine]
cycle = { dist = "exponential", mean = "1 h" }
[demand.orders]
every = { mean = "1.25 h" }
due_in = "10 h"
"#;

#[test]
fn pub_lateness_mto() {
    Case::<()>::new("pub-lateness-mto")
        .mean("share of orders late", 0.135_335_28, Relative(0.03), |run| {
            let row = run.tally.demand(DemandId::at(0));
            row.late as f64 / row.judged as f64
        })
        .mean("tardiness", 0.676_676_42, Relative(0.05), |run| {
            let row = run.tally.demand(DemandId::at(0));
            hours(row.tardiness) / row.judged as f64
        })
        .mean("tardiness of late orders", 5.0, Relative(0.04), |run| {
            let row = run.tally.demand(DemandId::at(0));
            hours(row.tardiness) / row.late as f64
        })
        .mean("lateness", -5.0, Absolute(0.1), |run| {
            let row = run.tally.demand(DemandId::at(0));
            hours(row.lateness) / row.whole as f64
        })
        .mean("lead time of 50 %", 5.0 * LN_2, Relative(0.02), lead_time::<50>)
        .mean("lead time of 80 %", 5.0 * libm::log(5.0), Relative(0.02), lead_time::<80>)
        .mean("lead time of 90 %", 5.0 * LN_10, Relative(0.02), lead_time::<90>)
        .mean("lead time of 95 %", 5.0 * libm::log(20.0), Relative(0.02), lead_time::<95>)
        .mean("lateness of 50 %", 5.0 * LN_2 - 10.0, Absolute(0.1), lateness::<50>)
        .mean("lateness of 80 %", 5.0 * libm::log(5.0) - 10.0, Absolute(0.2), lateness::<80>)
        .mean("lateness of 90 %", 5.0 * LN_10 - 10.0, Absolute(0.3), lateness::<90>)
        .mean("lateness of 95 %", 5.0 * libm::log(20.0) - 10.0, Absolute(0.4), lateness::<95>)
        .run(MAKE_TO_ORDER);
}
