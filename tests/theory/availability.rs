//! Availabilities as written: in the long run, what is left of the time is the share that was asked.

use gemba::observe::State;

use crate::simulate::Case;
use crate::simulate::Run;
use crate::simulate::Tolerance::Relative;

/// A machine that works about half of its open hours; its repairs go on day and night.
const SAW: &str = r#"
[run]
warm_up = "4 weeks"
length = "200 weeks"
replications = 20
[calendar.shifts]
mon-fri = "06:00-22:00"

[line.main]
stations = ["saw"]
[station.saw]
cycle = { dist = "exponential", mean = "1 min" }
at_close = "pause"
calendar = "CALENDAR"
[station.saw.failure.jam]
availability = "94 %"
base = "BASE"
repair = { time = { dist = "lognormal", mean = "9 min", cv = 1 } }
[demand.parts]
every = { mean = "EVERY min" }
"#;

fn plant(base: &str, calendar: &str, every: &str) -> String {
    SAW.replace("BASE", base).replace("CALENDAR", calendar).replace("EVERY", every)
}

/// Share of all time in which the machine is failed, closed hours included.
fn failed(run: &Run<'_, ()>) -> f64 {
    run.down("saw") + run.failed_off_shift("saw")
}

/// The working time over that and all hours of repair.
#[test]
fn of_operating_time_the_share_is_left() {
    let left: fn(&Run<'_, ()>) -> f64 = |run| {
        let working = run.working("saw");
        working / (working + failed(run))
    };
    for calendar in ["always", "shifts"] {
        Case::<()>::new("availability, operating")
            .mean("left", 0.94, Relative(0.002), left)
            .run(&plant("operating", calendar, "5"));
    }
}

/// The open hours in which the machine is sound over those and all hours of repair.
#[test]
fn of_planned_time_the_share_is_left() {
    /// Open 16 hours on five days.
    const OPEN: f64 = 80.0 / 168.0;
    Case::<()>::new("availability, planned time")
        .mean("left", 0.94, Relative(0.002), |run| {
            let sound = OPEN - run.down("saw");
            sound / (sound + failed(run))
        })
        .mean("open", OPEN, Relative(0.000_1), |run| 1.0 - run.share("saw", &[State::OffShift]))
        .run(&plant("planned_time", "shifts", "5"));
    Case::<()>::new("availability, planned time, always open")
        .mean("left", 0.94, Relative(0.002), |run| 1.0 - failed(run))
        .run(&plant("planned_time", "always", "2"));
}

/// All time in which the machine is sound.
#[test]
fn of_all_time_the_share_is_left() {
    for calendar in ["always", "shifts"] {
        Case::<()>::new("availability, calendar")
            .mean("left", 0.94, Relative(0.002), |run| 1.0 - failed(run))
            .run(&plant("calendar", calendar, "5"));
    }
}

/// Two failures of 90 % each, by work: of 9 hours of work each takes one, so 9 of 11 are left.
#[test]
fn two_failures_of_operating_time_share_the_work() {
    let second = r#"
[station.saw.failure.tool]
availability = "90 %"
base = "operating"
repair = { time = { dist = "exponential", mean = "30 min" } }
"#;
    Case::<()>::new("availability, two failures")
        .mean("left", 9.0 / 11.0, Relative(0.004), |run| {
            let working = run.working("saw");
            working / (working + failed(run))
        })
        .run(&(plant("operating", "always", "2").replace("94 %", "90 %") + second));
}
