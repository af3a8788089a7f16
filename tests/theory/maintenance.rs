//! Planned work in the long run.

use gemba::observe::State;

use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;

/// `pub-age-replacement`: a Weibull life of shape 2.5 and scale 100 h, replaced after 80 h of work; either
/// makes the machine as new. R. E. Barlow, F. Proschan 1965, chapter 4.
const REPLACED: &str = r#"
[run]
warm_up = "5000 h"
length = "200000 h"
replications = 20

[line.main]
stations = ["machine"]
[station.machine]
cycle = "6 min"
[station.machine.failure.wear]
clock = "operating"
every = { dist = "weibull", shape = 2.5, scale = "100 h" }
repair = { time = "10 h" }
renews = ["replacement"]
[station.machine.maintenance.replacement]
clock = "operating"
every = "80 h"
time = "2 h"
renews = ["wear"]
"#;

#[test]
fn pub_age_replacement() {
    Case::<()>::new("pub-age-replacement")
        .mean("availability", 0.926_176_02, Relative(0.003), |run| run.working("machine"))
        .mean("failures in 1000 h", 5.864_284_5, Relative(0.02), |run| {
            run.station_tally("machine").failures as f64 / run.elapsed().hours() * 1000.0
        })
        .mean("replacements in 1000 h", 7.590_567_9, Relative(0.02), |run| {
            run.station_tally("machine").maintenances as f64 / run.elapsed().hours() * 1000.0
        })
        .mean("share of lives that end in failure", 0.435_849_04, Relative(0.02), |run| {
            let row = run.station_tally("machine");
            row.failures as f64 / (row.failures + row.maintenances) as f64
        })
        .mean("in maintenance", 2.0 * 0.007_590_567_9, Relative(0.02), |run| {
            run.share("machine", &[State::Maintenance])
        })
        .run(REPLACED);
}

/// Poisson arrivals every 2 min, cycles of 1 min, and 5 min of planned work after every 55 min whatever
/// happens: interrupting, so that its share of time is 5 in 60 exactly.
#[test]
fn planned_work_by_the_clock_takes_its_share() {
    let text = r#"
[run]
warm_up = "60 min"
length = "6000 h"
replications = 2
[line.main]
stations = ["machine"]
[station.machine]
cycle = { dist = "exponential", mean = "1 min" }
[station.machine.maintenance.clean]
clock = "calendar"
every = "55 min"
time = "5 min"
when = "immediate"
[demand.parts]
every = { mean = "2 min" }
"#;
    Case::<()>::new("planned work by the clock")
        .mean("in maintenance", 1.0 / 12.0, Relative(1e-12), |run| {
            run.share("machine", &[State::Maintenance])
        })
        .mean("times", 6000.0, Relative(1e-12), |run| {
            run.station_tally("machine").maintenances as f64
        })
        .run(text);
}
