//! Due dates in the long run, by formula.

use gemba::ids::{DemandId, Id};
use gemba::observe::{Observer, Ordered};
use gemba::units::{Span, Time};

use crate::simulate::Case;
use crate::simulate::Tolerance::{Absolute, Relative};

/// How late orders end, before their due dates too. Unit: hours.
#[derive(Debug, Default)]
struct Lateness {
    orders: f64,
    sum: f64,
}

impl Observer for Lateness {
    fn order_closed(&mut self, _: Ordered, _: Time, due: Option<Time>, _: u32, now: Time) {
        let due = due.expect("every order is promised");
        self.orders += 1.0;
        self.sum += now.since_start().hours() - due.since_start().hours();
    }
}

fn hours(ticks: i128) -> f64 {
    ticks as f64 / Span::from_hours(1).ticks() as f64
}

/// `pub-lateness-mto`: the lead time at M/M/1, first come, first served, is exponential with a mean of 1 / (μ - λ) = 5 h
/// (L. Kleinrock, *Queueing Systems* 1, 1975, chapter 3), so that after a promise of 10 h e^-2 of the orders are late, by
/// 5 h on average: who has waited so long waits on as long as anybody.
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
    Case::<Lateness>::new("pub-lateness-mto")
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
        .mean("lateness", -5.0, Absolute(0.1), |run| run.watch.sum / run.watch.orders)
        .run(MAKE_TO_ORDER);
}
