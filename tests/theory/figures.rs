//! Figures as people get them, through a whole study, against closed formulas.
//!
//! A figure passes when the theory is within twice the half-width of its interval: about four
//! standard errors, as so many figures are looked at that some lie outside of single intervals by
//! luck. So that this says something, each half-width must be at most a stated share of the theory.

use gemba::study::{EntityKind, Results, Settings, run};

use crate::support::model;

/// Results and what has been found wrong with them.
pub(crate) struct Judged {
    pub(crate) results: Results,
    wrong: Vec<String>,
}

impl Judged {
    pub(crate) fn of(text: &str) -> Self {
        let results = run(&model(text), &Settings::default(), &());
        assert!(results.endings.is_empty(), "{:?}", results.endings);
        Self { results, wrong: Vec::new() }
    }

    /// A figure is as in theory, and known to the relative precision `within`.
    pub(crate) fn is(&mut self, kind: EntityKind, name: &str, kpi: &str, theory: f64, within: f64) {
        let name = if kind == EntityKind::Plant { self.results.name.clone() } else { name.into() };
        let figure = self.results.of(kind, &name, kpi).expect("it is a figure");
        let (found, half) = (figure.interval.estimate, figure.interval.half_width);
        let is_right = (found - theory).abs() <= 2.0 * half;
        if !is_right || half > within * theory.abs() {
            self.wrong.push(format!("{name} {kpi}: {found} ± {half}, right is {theory}"));
        }
    }

    pub(crate) fn plant(mut self, kpi: &str, theory: f64, within: f64) -> Self {
        self.is(EntityKind::Plant, "", kpi, theory, within);
        self
    }

    pub(crate) fn station(mut self, name: &str, kpi: &str, theory: f64, within: f64) -> Self {
        self.is(EntityKind::Station, name, kpi, theory, within);
        self
    }

    fn demand(mut self, name: &str, kpi: &str, theory: f64, within: f64) -> Self {
        self.is(EntityKind::Demand, name, kpi, theory, within);
        self
    }

    /// States that never come have no share at all.
    fn never(self, name: &str, states: &[&str]) -> Self {
        for state in states {
            let figure = self.results.of(EntityKind::Station, name, state).expect("a state");
            assert_eq!((figure.interval.low, figure.interval.high), (0.0, 0.0), "{state}");
        }
        self
    }

    pub(crate) fn end(self) {
        assert!(self.wrong.is_empty(), "{:#?}", self.wrong);
    }
}

/// One station with an unlimited queue for Poisson arrivals.
fn station(machines: &str, cycle: &str, demands: &str) -> Judged {
    Judged::of(&format!(
        r#"
[run]
warm_up = "2000 min"
length = "300000 min"
replications = 20
[line.main]
stations = ["machine"]
[crew.worker]
count = 3
[station.machine]
machines = {machines}
cycle = {cycle}
operators = {{ worker = 1 }}
{demands}
"#
    ))
}

const MINUTES: f64 = 300_000.0;

/// M/M/1 with 0.8 arrivals in the mean cycle of a minute: the time in the plant is exponential with
/// mean 1/(1 - 0.8) = 5 min, so all of its figures are known. L. Kleinrock, *Queueing Systems* 1,
/// 1975, chapter 3.
#[test]
fn one_machine() {
    let late = libm::exp(-2.0);
    station(
        "1",
        r#"{ dist = "exponential", mean = "1 min" }"#,
        "[demand.parts]\nevery = { mean = \"1.25 min\" }\ndue_in = \"10 min\"",
    )
    .plant("throughput", 0.8 * 60.0, 0.005)
    .plant("parts_finished", 0.8 * MINUTES, 0.005)
    .plant("wip", 4.0, 0.02)
    .plant("time_in_system", 5.0, 0.02)
    .plant("time_in_system_p95", 5.0 * libm::log(20.0), 0.02)
    .plant("orders_finished", 0.8 * MINUTES, 0.005)
    .plant("on_time", 1.0 - late, 0.005)
    .plant("orders_late", 0.8 * MINUTES * late, 0.03)
    // The time beyond ten minutes of those that take longer is exponential again.
    .plant("tardiness", 5.0 * late, 0.05)
    .demand("parts", "on_time", 1.0 - late, 0.005)
    .demand("parts", "tardiness", 5.0 * late, 0.05)
    .plant("lateness", -5.0, 0.02)
    .demand("parts", "lateness", -5.0, 0.02)
    // A share p takes up to -5 ln(1 - p) min.
    .plant("lead_time_p50", 5.0 * libm::log(2.0), 0.02)
    .plant("lead_time_p80", 5.0 * libm::log(5.0), 0.02)
    .plant("lead_time_p90", 5.0 * libm::log(10.0), 0.02)
    .plant("lead_time_p95", 5.0 * libm::log(20.0), 0.03)
    .plant("lateness_p50", 5.0 * libm::log(2.0) - 10.0, 0.02)
    .plant("lateness_p80", 5.0 * libm::log(5.0) - 10.0, 0.1)
    .demand("parts", "lateness_p95", 5.0 * libm::log(20.0) - 10.0, 0.1)
    .station("machine", "utilisation", 0.8, 0.005)
    .station("machine", "working", 0.8, 0.005)
    .station("machine", "starved", 0.2, 0.02)
    .station("machine", "queue_length", 3.2, 0.03)
    .station("machine", "queue_time", 4.0, 0.03)
    .station("machine", "starts", 0.8 * MINUTES, 0.005)
    .station("machine", "parts_done", 0.8 * MINUTES, 0.005)
    .never(
        "machine",
        &["blocked", "blocked_before", "repair", "wait_repair", "wait_operator", "off_shift"],
    )
    .end();
}

/// M/M/3 with 2.4 arrivals a minute: a part waits with Erlang's chance C = 0.64719, and then for an
/// exponential time with mean 1/0.6 min; its cycle takes another exponential minute.
#[test]
fn three_machines() {
    let load = 2.4_f64;
    let full = load * load * load / 6.0 / (1.0 - load / 3.0);
    let wait = full / (1.0 + load + load * load / 2.0 + full);
    assert!((wait - 0.647_191_01).abs() < 1e-8);
    let (rate, due) = (3.0 - load, 5.0);
    // Longer than `due`: without waiting, or with a sum of two exponential times.
    let (cycle, queue) = (libm::exp(-due), libm::exp(-rate * due));
    let late = (1.0 - wait) * cycle + wait * (queue - rate * cycle) / (1.0 - rate);
    // Its integral from `due` on.
    let tardiness = (1.0 - wait) * cycle + wait * (queue / rate - rate * cycle) / (1.0 - rate);
    let mut judged = station(
        "3",
        r#"{ dist = "exponential", mean = "1 min" }"#,
        "[demand.parts]\nevery = { mean = \"25 s\" }\ndue_in = \"5 min\"",
    )
    .plant("wip", 2.4 * (wait / rate + 1.0), 0.02)
    .plant("time_in_system", wait / rate + 1.0, 0.02)
    .plant("on_time", 1.0 - late, 0.005)
    .plant("tardiness", tardiness, 0.05)
    .station("machine", "utilisation", 0.8, 0.005)
    .station("machine", "starved", 0.2, 0.02)
    .station("machine", "queue_time", wait / rate, 0.03)
    .station("machine", "queue_length", 2.4 * wait / rate, 0.03);
    judged.is(EntityKind::Crew, "worker", "crew_utilisation", 0.8, 0.005);
    judged.is(EntityKind::Crew, "worker", "people_busy", 2.4, 0.005);
    judged.end();
}

/// M/D/1 with 0.8 arrivals in the cycle of a minute. A part takes a minute if it does not wait, with
/// chance 0.2: that is on time for a promise of a minute. It waits for at most a minute with chance
/// 0.2 exp(0.8). A. K. Erlang 1909; the mean wait by Pollaczek and Khinchine is 2 min.
#[test]
fn one_machine_of_constant_time() {
    let soon = 0.2 * libm::exp(0.8);
    let judged = station(
        "1",
        "\"1 min\"",
        "[demand.now]\nevery = { mean = \"2.5 min\" }\ndue_in = \"1 min\"\n\
         [demand.soon]\nevery = { mean = \"2.5 min\" }\ndue_in = \"2 min\"",
    );
    judged
        .plant("wip", 2.4, 0.02)
        .plant("time_in_system", 3.0, 0.02)
        .plant("on_time", f64::midpoint(0.2, soon), 0.02)
        .demand("now", "on_time", 0.2, 0.02)
        .demand("soon", "on_time", soon, 0.02)
        // Of a part that is due at once, the wait; of the other, what is beyond a minute of it: the
        // mean wait less the integral of 1 - 0.2 exp(0.8 t) from 0 to 1.
        .demand("now", "tardiness", 2.0, 0.03)
        .demand("soon", "tardiness", 2.0 - (1.0 - 0.25 * (libm::exp(0.8) - 1.0)), 0.05)
        .station("machine", "utilisation", 0.8, 0.005)
        .station("machine", "queue_time", 2.0, 0.03)
        .station("machine", "queue_length", 1.6, 0.03)
        .end();
}

/// A machine that works half of its time, fails every 20 min and takes 2.5 min to repair, all times
/// exponential.
fn failing(clock: &str) -> Judged {
    Judged::of(&format!(
        r#"
[run]
warm_up = "2000 min"
length = "300000 min"
replications = 20
[line.main]
stations = ["machine"]
[station.machine]
cycle = {{ dist = "exponential", mean = "1 min" }}
[station.machine.failure.stop]
clock = "{clock}"
every = {{ mean = "20 min" }}
repair = {{ time = {{ dist = "exponential", mean = "2.5 min" }} }}
[demand.parts]
every = {{ mean = "2 min" }}
"#
    ))
}

/// A clock of work runs for half of the time: B. Avi-Itzhak, P. Naor 1963.
#[test]
fn a_machine_that_fails_by_work() {
    failing("operating")
        .plant("time_in_system", 2.928_571_4, 0.02)
        .station("machine", "failures", 0.5 * MINUTES / 20.0, 0.02)
        .station("machine", "working", 0.5, 0.01)
        .station("machine", "repair", 0.5 * 2.5 / 20.0, 0.03)
        .station("machine", "starved", 0.5 - 0.0625, 0.01)
        .never("machine", &["wait_repair", "failed_off_shift", "paused"])
        .end();
}

/// A clock that always runs takes 2.5 of 22.5 min: H. White, L. S. Christie 1958.
#[test]
fn a_machine_that_fails_by_time() {
    failing("calendar")
        .plant("time_in_system", 3.206_349_2, 0.02)
        .station("machine", "failures", MINUTES / 22.5, 0.02)
        .station("machine", "working", 0.5, 0.01)
        .station("machine", "repair", 1.0 / 9.0, 0.03)
        .station("machine", "starved", 0.5 - 1.0 / 9.0, 0.01)
        .end();
}

/// Two exponential machines without a place between: both work in one of three cases, and each
/// alone in one of three. G. C. Hunt, *Sequential arrays of waiting lines*, Operations Research 4,
/// 1956.
#[test]
fn two_machines_that_block_and_starve() {
    Judged::of(
        r#"
[run]
warm_up = "2000 min"
length = "300000 min"
replications = 20
[line.main]
stations = ["first", "second"]
[station.first]
cycle = { dist = "exponential", mean = "1 min" }
[station.second]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 0
"#,
    )
    .plant("throughput", 40.0, 0.005)
    .station("first", "working", 2.0 / 3.0, 0.005)
    .station("first", "blocked", 1.0 / 3.0, 0.01)
    .station("second", "working", 2.0 / 3.0, 0.005)
    .station("second", "starved", 1.0 / 3.0, 0.01)
    .never("first", &["starved", "blocked_before"])
    .never("second", &["blocked"])
    .end();
}
