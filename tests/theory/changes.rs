//! Dated changes against closed formulas.

use gemba::observe::State;

use crate::hand_cards::{same, table};
use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;

/// Orders at random, one a day, and in the peak twelve a day: a Poisson process whose rate changes.
const SEASON: &str = r#"
[plant]
start = 2026-03-02
[run]
warm_up = "30 days"
length = "2 days"
replications = 4000
[line.main]
stations = ["pack"]
[station.pack]
machines = 9
cycle = "1 s"
[demand.spares]
every = { mean = "24 h" }
[change.peak]
from = 2026-04-01
until = 2026-04-02
demand.spares.every = { mean = "2 h" }
"#;

/// The two days of the peak after thirty calm ones: 24 orders, as in a process without memory. Had the
/// interval under way been kept, the first of them alone would come a day late on average.
#[test]
fn random_orders_come_at_the_rate_of_the_date_at_once() {
    Case::<()>::new("dated demand, peak")
        .mean("orders", 24.0, Relative(0.01), |run| run.done("pack"))
        .spread("orders", 24.0_f64.sqrt(), Relative(0.04), |run| run.done("pack"))
        .run(SEASON);
}

/// After the peak of thirty days, two calm ones with one order each.
#[test]
fn random_orders_slow_down_at_once() {
    let text = SEASON
        .replace("from = 2026-04-01", "from = 2026-03-02")
        .replace("until = 2026-04-02", "until = 2026-03-31");
    Case::<()>::new("dated demand, after the peak")
        .mean("orders", 2.0, Relative(0.04), |run| run.done("pack"))
        .run(&text);
}

/// A machine that always works, fails by chance after 100 min of work, and is repaired in 10 min; from
/// the date on after 20 min. Before 10 of 11 hours are left, afterwards 2 of 3.
#[test]
fn failures_come_at_the_rate_of_the_date() {
    for clock in ["operating", "on_shift", "calendar"] {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
[run]
warm_up = "1 day"
length = "2 days"
replications = 1000
[line.main]
stations = ["saw"]
[station.saw]
cycle = "1 min"
[station.saw.failure.jam]
clock = "{clock}"
every = {{ mean = "100 min" }}
repair = {{ time = {{ dist = "exponential", mean = "10 min" }} }}
[change.old]
from = 2026-03-04
station.saw.failure.jam.every = {{ mean = "20 min" }}
"#
        );
        // One day of each.
        Case::<()>::new("dated failures")
            .mean("working", f64::midpoint(10.0 / 11.0, 2.0 / 3.0), Relative(0.005), |run| {
                run.share("saw", &[State::Working])
            })
            .run(&text);
    }
}

/// Hands of 3 min are on the way of a cycle of 2, all of which they take. They are asked for at 0 and come at 10; from
/// 5 min on a cycle takes 6, which is for the next part: 1.5 min alone, 3 with hands from 14.5 on, 1.5 alone.
#[test]
fn hands_that_are_asked_for_are_for_the_cycle_as_it_was() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[calendar.late]
mon = "00:10-08:00"
[crew.operators]
count = 1
skills = ["operator"]
calendar = "late"
[station.s]
cycle = "120 s"
during = { time = "180 s", operators = { operator = 1 }, at = "50 %" }
[line.main]
stations = ["s"]
[order.all]
quantity = 2
[change.slow]
from = 2026-03-02T00:05:00
station.s.cycle = "360 s"
"#;
    let (story, rows) = table(text);
    same(&rows, &[(1, "s", 10, 13), (2, "s", 13, 19)]);
    // Nobody works at 14, and somebody from 14.5 to 17.5.
    assert_eq!(story.time_in(1, State::Working), 9);
}
