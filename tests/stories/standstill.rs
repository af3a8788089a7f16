//! When nothing will ever move again, and when it only looks so.

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
    assert_eq!(told.stuck, 0);
    // 90 days to the first of April, 3 of its 5 h were done on the first of January.
    assert_eq!(told.departures(), [660, 90 * 1440 + 480]);
}

/// Two stations wait for each other; that one of them fails and is repaired again and again moves
/// nothing.
#[test]
fn a_deadlock_is_found_though_machines_fail() {
    let text = r#"
[run]
length = "20 days"
[product.door]
route = ["weld", { station = "test", next = { weld = "99 %", out = "1 %" } }]
[station.weld]
cycle = "3 min"
buffer = 0
failure.jam = { clock = "calendar", every = "50 min", repair = { time = "2 min" } }
[station.test]
cycle = "5 min"
buffer = 0
"#;
    assert_eq!(story(text, 20).stuck, 2);
}
