//! Machines that fail: one alone, and in short lines.

use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;

/// `pub-breakdown-clock`: Poisson arrivals every two minutes, cycles of a minute, 20 min to a
/// failure, 2.5 min to repair, all exponential; the part waits in the machine and goes on.
const CLOCK: &str = r#"
[run]
warm_up = "5000 min"
length = "300000 min"
replications = 20

[line.main]
stations = ["machine"]
[station.machine]
cycle = { dist = "exponential", mean = "1 min" }
[station.machine.failure.stop]
clock = "CLOCK"
every = { mean = "20 min" }
repair = { time = { dist = "exponential", mean = "2.5 min" } }
[demand.parts]
every = { mean = "2 min" }
"#;

/// (a) The clock runs while the machine works: completion times of B. Avi-Itzhak, P. Naor 1963 in
/// the formula of Pollaczek and Khinchine.
#[test]
fn pub_breakdown_clock_operating() {
    Case::<()>::new("pub-breakdown-clock (a)")
        .mean("lead time", 2.928_571_4, Relative(0.03), |run| run.lead_time())
        .mean("down", 0.0625, Relative(0.03), |run| run.down("machine"))
        .mean("time in machine", 1.125, Relative(0.01), |run| {
            let held = run.working("machine") + run.down("machine");
            held * run.elapsed().minutes() / run.done("machine")
        })
        .mean("processing", 0.5, Relative(0.005), |run| run.working("machine"))
        .run(&CLOCK.replace("CLOCK", "operating"));
}

/// (b) The clock always runs: H. White, L. S. Christie 1958.
#[test]
fn pub_breakdown_clock_calendar() {
    Case::<()>::new("pub-breakdown-clock (b)")
        .mean("lead time", 3.206_349_2, Relative(0.03), |run| run.lead_time())
        .mean("down", 0.111_111_11, Relative(0.03), |run| run.down("machine"))
        .mean("processing", 0.5, Relative(0.005), |run| run.working("machine"))
        .run(&CLOCK.replace("CLOCK", "calendar"));
}

/// `pub-breakdown-resume-repeat-scrap`: a machine that never starves, cycles of 10 min, 60 min of
/// work to a failure, 12 min to repair. D. P. Gaver 1962: a restarted part takes
/// (exp(S/m) - 1)(m + D) in all; a scrapped one is replaced by a fresh one, which is alike.
const SATURATED: &str = r#"
[run]
warm_up = "1000 min"
length = "200000 min"
replications = 20

[line.main]
stations = ["machine"]
[station.machine]
cycle = "10 min"
[station.machine.failure.stop]
clock = "operating"
every = { mean = "60 min" }
repair = { time = { dist = "exponential", mean = "12 min" } }
part = "PART"
"#;

#[test]
fn pub_breakdown_resume_repeat_scrap() {
    Case::<()>::new("pub-breakdown-resume-repeat-scrap (a)")
        .mean("throughput", 0.083_333_333, Relative(0.01), |run| run.throughput())
        .run(&SATURATED.replace("PART", "resume"));
    Case::<()>::new("pub-breakdown-resume-repeat-scrap (b)")
        .mean("throughput", 0.076_581_701, Relative(0.01), |run| run.throughput())
        .run(&SATURATED.replace("PART", "restart"));
    Case::<()>::new("pub-breakdown-resume-repeat-scrap (c)")
        .mean("throughput of good parts", 0.076_581_701, Relative(0.01), |run| run.throughput())
        .mean("scrapped of loaded", 0.153_518_28, Relative(0.02), |run| {
            run.scrapped("machine") / run.starts("machine")
        })
        .run(&SATURATED.replace("PART", "scrap"));
}

/// `pub-unreliable2-odf`: two stations that fail by work, six places between. S. B. Gershwin,
/// O. Berman 1981, with room for eight parts in all. Exact: the chain of 32 states.
const TWO: &str = r#"
[run]
warm_up = "10000 min"
length = "500000 min"
replications = 20

[line.main]
stations = ["s1", "s2"]
[station.s1]
cycle = { dist = "exponential", mean = "1 min" }
[station.s1.failure.stop]
clock = "operating"
every = { mean = "100 min" }
repair = { time = { dist = "exponential", mean = "10 min" } }
[station.s2]
cycle = { dist = "exponential", mean = "50 s" }
buffer = 6
[station.s2.failure.stop]
clock = "operating"
every = { mean = "50 min" }
repair = { time = { dist = "exponential", mean = "12.5 min" } }
"#;

#[test]
fn pub_unreliable2_odf() {
    Case::<()>::new("pub-unreliable2-odf")
        .mean("throughput", 0.757_718_14, Relative(0.01), |run| run.throughput())
        .mean("content of buffer", 2.571_968_6, Relative(0.04), |run| run.queue("s2"))
        .mean("down 1", 0.075_771_814, Relative(0.03), |run| run.down("s1"))
        .mean("down 2", 0.157_857_95, Relative(0.03), |run| run.down("s2"))
        .mean("processing 1", 0.757_718_14, Relative(0.01), |run| run.working("s1"))
        .mean("processing 2", 0.631_431_78, Relative(0.01), |run| run.working("s2"))
        .run(TWO);
}

/// `pub-unreliable3-tdf`: three stations whose failure clocks always run, four places between. A
/// machine that is down takes no part, but hands over a finished one. Exact: the chain of 950
/// states.
const THREE: &str = r#"
[run]
warm_up = "10000 min"
length = "500000 min"
replications = 20

[line.main]
stations = ["s1", "s2", "s3"]
[station.s1]
cycle = { dist = "exponential", mean = "1 min" }
[station.s1.failure.stop]
clock = "calendar"
every = { mean = "40 min" }
repair = { time = { dist = "exponential", mean = "8 min" } }
[station.s2]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 4
[station.s2.failure.stop]
clock = "calendar"
every = { mean = "50 min" }
repair = { time = { dist = "exponential", mean = "5 min" } }
[station.s3]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 4
[station.s3.failure.stop]
clock = "calendar"
every = { mean = "40 min" }
repair = { time = { dist = "exponential", mean = "8 min" } }
"#;

#[test]
fn pub_unreliable3_tdf() {
    Case::<()>::new("pub-unreliable3-tdf")
        .mean("throughput", 0.582_873_83, Relative(0.01), |run| run.throughput())
        .mean("content of buffer 1", 2.333_641_9, Relative(0.04), |run| run.queue("s2"))
        .mean("content of buffer 2", 1.704_052_3, Relative(0.04), |run| run.queue("s3"))
        .mean("down 1", 0.166_666_67, Relative(0.03), |run| run.down("s1"))
        .mean("down 2", 0.090_909_091, Relative(0.03), |run| run.down("s2"))
        .mean("down 3", 0.166_666_67, Relative(0.03), |run| run.down("s3"))
        .mean("processing 1", 0.582_873_83, Relative(0.01), |run| run.working("s1"))
        .mean("processing 2", 0.582_873_83, Relative(0.01), |run| run.working("s2"))
        .mean("processing 3", 0.582_873_83, Relative(0.01), |run| run.working("s3"))
        .run(THREE);
}
