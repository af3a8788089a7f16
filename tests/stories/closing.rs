//! What closing does to work in progress.

use gemba::observe::State;

use crate::shop::{START, saw};
use crate::told::story;

/// A saw of an hour that finishes after closing what it has begun.
const LATE: &str = r#"
cycle = "60 min"
calendar = "day"
at_close = "finish"
"#;

/// The same with an operator.
const LATE_STAFFED: &str = r#"
cycle = "60 min"
calendar = "day"
at_close = "finish"
operators = { joiner = 1 }
"#;

/// A cycle that has been asked for in good time, but for which somebody comes too late, would not
/// end before the closing: it starts the next morning.
#[test]
fn no_start_looks_at_the_clock_when_the_operator_comes() {
    let text = START.to_owned()
        + r#"
[line.early]
stations = ["drill"]
[line.late]
stations = ["saw"]
[crew.joiner]
[station.drill]
cycle = "90 min"
operators = { joiner = 1 }
[station.saw]
cycle = "60 min"
operators = { joiner = 1 }
calendar = "day"
at_close = "no_start"
[order.1]
product = "early"
release = 2026-03-02T12:00:00
[order.2]
product = "late"
release = 2026-03-02T12:30:00
"#;
    let told = story(&text, 2);
    assert_eq!(told.starts(), [720, 1800]);
    assert_eq!(told.departures(), [810, 1860]);
    assert_eq!(told.stretches(2, State::WaitOperator), [(750, 810)]);
    assert_eq!(told.stretches(2, State::Paused), [(810, 840)]);
}

/// A station that finishes its cycle after closing needs its operator for it: without, it is off
/// shift like the others.
#[test]
fn a_late_cycle_without_its_operator_is_off_shift() {
    let text = saw(LATE_STAFFED)
        + r#"
[crew.joiner]
calendar = "day"
[order.1]
release = 2026-03-02T13:30:00
"#;
    let told = story(&text, 2);
    assert_eq!(told.departures(), [1830]);
    assert_eq!(told.stretches(1, State::Working), [(810, 840), (1800, 1830)]);
    assert_eq!(told.stretches(1, State::WaitOperator), []);
    assert_eq!(told.stretches(1, State::OffShift), [(0, 360), (840, 1800)]);
}

/// Another crew finishes the cycle at night.
#[test]
fn a_late_cycle_goes_on_when_somebody_comes() {
    let text = saw(LATE_STAFFED)
        + r#"
[calendar.night]
mon-sun = ["20:00-23:00"]
[crew.joiner]
calendar = "day"
[crew.guard]
calendar = "night"
skills = ["joiner"]
[order.1]
release = 2026-03-02T13:30:00
"#;
    let told = story(&text, 2);
    assert_eq!(told.departures(), [1230]);
    assert_eq!(told.stretches(1, State::Working), [(810, 840), (1200, 1230)]);
    assert_eq!(told.stretches(1, State::OffShift), [(0, 360), (840, 1200), (1230, 1800)]);
}

/// A part that is lost after closing ends the overrun: the next one waits until morning.
#[test]
fn a_machine_that_loses_its_late_part_takes_no_other() {
    let text = saw(LATE)
        + r#"
[station.saw.failure.crash]
at = [2026-03-02T14:10:00]
repair = { time = "10 min" }
part = "scrap"
[order.1]
release = 2026-03-02T13:30:00
quantity = 2
"#;
    let told = story(&text, 2);
    assert_eq!(told.starts(), [810, 1800]);
    assert_eq!(told.stretches(1, State::OffShift), [(0, 360), (850, 1800)]);
}

/// A calendar that never closes has breaks all the same.
#[test]
fn a_plant_that_never_closes_has_breaks() {
    let text = r#"
[plant]
calendar = "always_there"
[run]
length = "2 days"
[calendar.always_there]
mon-sun = "00:00-24:00"
breaks = [{ at = "12:00", for = "30 min" }]
[line.main]
stations = ["saw"]
[crew.joiner]
[station.saw]
cycle = "16 h"
operators = { joiner = 1 }
"#;
    let told = story(text, 2);
    assert_eq!(told.departures(), [990, 1950]);
    assert_eq!(told.stretches(1, State::Paused), [(720, 750), (2160, 2190)]);
    assert_eq!(told.stretches(1, State::WaitOperator), []);
}

/// A machine is paused in the break of its people, with a part or without, sound or failed (F1, row
/// 2); while somebody else stands in, it works. One that needs nobody works through.
#[test]
fn a_machine_is_paused_in_the_break_of_its_people() {
    let plant = |saw: &str, crews: &str| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
calendar = "early"
[run]
length = "2 days"
[calendar]
early = {{ mon-fri = "06:00-14:00", breaks = [{{ at = "10:00", for = "30 min" }}] }}
late = {{ mon-fri = "06:00-14:00", breaks = [{{ at = "11:00", for = "30 min" }}] }}
[line.main]
stations = ["saw"]
[station.saw]
cycle = "5 h"
{saw}
{crews}
[order.1]
quantity = 2
"#
        );
        story(&text, 2)
    };
    let one = "operators = { joiner = 1 }";
    // From 6:00 on, with half an hour of break: until 11:30; the next one until 14:00, and from 6:00
    // to 8:30 on Tuesday.
    let alone = plant(one, "[crew.joiner]");
    assert_eq!(alone.stretches(1, State::Paused), [(600, 630), (2040, 2070)]);
    assert_eq!(alone.departures(), [690, 1950]);
    // Somebody with another break stands in.
    let two = plant(
        one,
        "[crew.a]\nskills = [\"joiner\"]\n[crew.b]\nskills = [\"joiner\"]\ncalendar = \"late\"",
    );
    assert_eq!(two.stretches(1, State::Paused), []);
    assert_eq!(two.departures(), [660, 1920]);
    // A failure at 9:50 that takes half an hour: down before the break and paused in it.
    let failed = format!(
        "{one}\nfailure.stop = {{ at = [2026-03-02T09:50:00], repair = {{ time = \"20 min\" }} }}"
    );
    let failed = plant(&failed, "[crew.joiner]");
    assert_eq!(failed.stretches(1, State::Repair), [(590, 600)]);
    assert_eq!(failed.stretches(1, State::Paused), [(600, 630), (2040, 2070)]);
    // Nobody is needed, nobody is missed, and the last cycle ends after closing.
    let through = plant("", "");
    assert_eq!(through.stretches(1, State::Paused), []);
    assert_eq!(through.departures(), [660, 960]);
}

/// A machine without a part is paused in the break of its people, too.
#[test]
fn a_machine_without_a_part_is_paused_in_a_break() {
    let text = r#"
[plant]
calendar = "day"
[run]
length = "2 days"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{ at = "10:00", for = "30 min" }]
[line.main]
stations = ["saw"]
[crew.joiner]
[station.saw]
cycle = "5 h"
operators = { joiner = 1 }
[demand.all]
every = "100 h"
"#;
    let told = story(text, 2);
    assert_eq!(told.stretches(1, State::Paused), [(600, 630), (2040, 2070)]);
    let starved = [(360, 600), (630, 840), (1800, 2040), (2070, 2280)];
    assert_eq!(told.stretches(1, State::Starved), starved);
}

/// A machine that has failed in its last cycle of the day is off shift after closing, whether its
/// repair goes on, waits, or has to wait for the morning.
#[test]
fn a_failed_machine_is_off_shift_when_its_station_is_closed() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "2 days"
[calendar.day]
mon-sun = ["08:00-18:00"]
[calendar.fitters]
mon-sun = ["08:00-16:00"]
[crew.fitter]
calendar = "fitters"
[line.main]
stations = ["saw"]
[station.saw]
cycle = "60 min"
calendar = "day"
[station.saw.failure.blade]
at = [2026-03-02T15:35:00]
repair = { time = "1 h", operators = { fitter = 1 } }
[order.1]
product = "main"
release = 2026-03-02T15:00:00
"#;
    let told = story(text, 2);
    assert_eq!(told.stretches(1, State::Working), [(900, 935), (1955, 1980)]);
    // The fitter leaves at 16:00; of the wait until the morning the station is open for two hours.
    assert_eq!(told.stretches(1, State::Repair), [(935, 960), (1920, 1955)]);
    assert_eq!(told.stretches(1, State::WaitRepair), [(960, 1080)]);
    assert_eq!(told.stretches(1, State::OffShift)[..2], [(0, 480), (1080, 1920)]);
}

/// An `on_shift` clock of three hours, from 8:00, with a break from 10:00 to 10:30. It stands in
/// the break where the cycle needs people, and runs through it where the machine works alone.
#[test]
fn a_shift_clock_stands_in_the_breaks_of_a_station_that_needs_people() {
    let failures = |operators: &str, breaks: &str| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
calendar = "day"
[run]
length = "2 days"
[calendar.day]
mon-fri = "08:00-16:00"
breaks = [{breaks}]
[crew.joiner]
[line.main]
stations = ["saw"]
[station.saw]
cycle = "25 min"
{operators}
[station.saw.failure.blade]
clock = "on_shift"
every = "3 h"
repair = {{ time = "10 min" }}
"#
        );
        story(&text, 2).stretches(1, State::Repair)
    };
    let (staffed, pause) = ("operators = { joiner = 1 }", r#"{ at = "10:00", for = "30 min" }"#);
    // Two hours before the break and one after it: 11:30 to 11:40; 14:40 to 14:50. The 70 minutes
    // until 16:00 and 110 of Tuesday make three hours at 9:50; the next three begin in the break.
    let with = [(690, 700), (880, 890), (2030, 2040), (2250, 2260)];
    assert_eq!(failures(staffed, pause), with);
    // Without a break, or alone: 11:00, 14:10, then 1 h 40 min on Monday and 1 h 20 min on Tuesday,
    // so 9:20; 12:30, 15:40.
    let without = [(660, 670), (850, 860), (2000, 2010), (2190, 2200), (2380, 2390)];
    assert_eq!(failures("", pause), without);
    assert_eq!(failures(staffed, ""), without);
}
