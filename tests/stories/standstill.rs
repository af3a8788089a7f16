//! When nothing will ever move again, and when it only looks so.

use std::fmt::Write as _;

use crate::shop::weld_and_test;
use crate::told::story;

/// Closed for three months is closed, not stuck.
#[test]
fn a_long_closure_is_no_deadlock() {
    let text = r#"
[plant]
start = 2026-01-01
calendar = "season"
[run]
length = "100 days"
[calendar.season]
extra = [
  { date = 2026-01-01, hours = "06:00-14:00" },
  { date = 2026-04-01, hours = "06:00-14:00" },
]
[line.main]
stations = ["press"]
[crew.joiner]
[station.press]
cycle = "5 h"
operators = { joiner = 1 }
[order.cider]
quantity = 2
release = 2026-01-01
"#;
    let told = story(text, 100);
    assert_eq!(told.stop, None);
    // 90 days to the first of April, 3 of its 5 h were done on the first of January.
    assert_eq!(told.departures(), [660, 90 * 1440 + 480]);
}

/// Two stations wait for each other; that one of them fails and is repaired again and again moves
/// nothing.
#[test]
fn a_deadlock_is_found_though_machines_fail() {
    let jam = r#"
[station.weld.failure.jam]
clock = "calendar"
every = "50 min"
repair = { time = "2 min" }
"#;
    let told = story(&(weld_and_test(0) + jam), 20);
    assert_eq!(told.stop, None, "its failures and repairs go on");
    let (_, stations) = told.deadlock.expect("it is noted");
    assert_eq!(stations, ["test", "weld"]);
}

/// The loop locks at once; the line beside it works on, and what arrives goes on arriving.
#[test]
fn a_deadlock_is_found_though_the_rest_goes_on() {
    let more = r#"
[product.frame]
route = ["bend"]
[station.bend]
cycle = "9 min"
[demand.doors]
every = { dist = "constant", value = "1 min" }
products = { door = 1 }
[demand.frames]
every = { dist = "constant", value = "10 min" }
products = { frame = 1 }
"#;
    let told = story(&(weld_and_test(1) + more), 2);
    assert_eq!(told.stop, None);
    let (at, stations) = told.deadlock.clone().expect("it is noted");
    assert_eq!(stations, ["test", "weld"]);
    assert!(at < 120, "{at}");
    // A frame every ten minutes, the last at 2,880, gone nine minutes after it came.
    assert_eq!(told.departures().into_iter().filter(|minute| minute % 10 == 9).count(), 287);
}

/// A part that comes back to its own station changes places with the first one in front.
#[test]
fn rework_at_the_same_station_never_locks() {
    let text = r#"
[run]
length = "10 days"
[product.door]
route = [{ station = "weld", next = { weld = "50 %", pack = "50 %" } }, "pack"]
[station.weld]
cycle = "3 min"
buffer = 1
[station.pack]
cycle = "1 min"
buffer = 1
[demand.doors]
every = { dist = "constant", value = "1 min" }
"#;
    let told = story(text, 10);
    assert_eq!((told.stop, told.deadlock), (None, None));
}

/// A thousand stations that wait for room are looked at once each, not each for each.
#[test]
fn a_long_line_of_blocked_stations_is_no_deadlock() {
    let mut steps: Vec<String> = (0..999).map(|n| format!("\"s{n}\"")).collect();
    // Practically never, but it makes a circle of all stations.
    let back = "{ station = \"s999\", next = { s0 = \"0.0000001 %\", out = \"99.9999999 %\" } }";
    steps.push(back.to_owned());
    let mut text =
        format!("[run]\nlength = \"1 day\"\n[product.p]\nroute = [{}]\n", steps.join(", "));
    for n in 0..1000 {
        let cycle = if n == 999 { 60 } else { 20 };
        writeln!(text, "[station.s{n}]\nbuffer = 0\ncycle = \"{cycle} s\"").unwrap();
    }
    let told = story(&text, 1);
    assert_eq!((told.stop.clone(), told.deadlock.clone()), (None, None));
    // The first part is at the last station after 999 times 20 s: 333 min.
    assert_eq!(told.departures(), (334..=1440).collect::<Vec<_>>());
}
