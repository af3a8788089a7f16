//! Who hands over to whom.

use gemba::observe::State;

use crate::told::story;

/// The late crew takes over at the instant at which the early one leaves, both in the middle of a
/// cycle and of a repair.
#[test]
fn the_next_crew_takes_over_without_a_gap() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
[calendar.early]
mon-sun = ["06:00-14:00"]
[calendar.late]
mon-sun = ["14:00-22:00"]
[crew.early]
calendar = "early"
skills = ["weld", "mend"]
[crew.late]
calendar = "late"
skills = ["weld", "mend"]
[line.main]
stations = ["cell"]
[line.other]
stations = ["press"]
[station.cell]
cycle = "60 min"
operators = { weld = 1 }
[station.press]
cycle = "100 min"
[station.press.failure.jam]
at = [2026-03-02T17:00:00, 2026-03-02T21:45:00]
repair = { time = "30 min", operators = { mend = 1 } }
[order.1]
product = "main"
release = 2026-03-02T13:30:00
[order.2]
product = "other"
release = 2026-03-02T16:00:00
[order.3]
product = "other"
release = 2026-03-02T21:00:00
"#;
    let told = story(text, 2);
    assert_eq!(told.stretches(1, State::Working), [(810, 870)]);
    assert_eq!(told.stretches(1, State::WaitOperator), []);
    // The second repair waits from 22:00 until 06:00.
    assert_eq!(told.stretches(2, State::Repair), [(1020, 1050), (1305, 1320), (1800, 1815)]);
    assert_eq!(told.stretches(2, State::WaitRepair), [(1320, 1800)]);
    assert_eq!(told.departures(), [870, 1090, 1870]);
}

/// One of two people goes home: both are free, the other one takes the next task.
#[test]
fn a_task_for_two_stops_when_one_of_them_leaves() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
[calendar.short]
mon-sun = ["06:00-10:00"]
[crew.fitter]
calendar = "short"
[crew.helper]
[line.main]
stations = ["bench"]
[line.other]
stations = ["saw"]
[station.bench]
cycle = "60 min"
operators = { fitter = 1, helper = 1 }
[station.saw]
cycle = "20 min"
operators = { helper = 1 }
[order.1]
product = "main"
release = 2026-03-02T09:30:00
[order.2]
product = "other"
release = 2026-03-02T09:40:00
"#;
    let told = story(text, 2);
    assert_eq!(told.stretches(1, State::Working), [(570, 600), (1800, 1830)]);
    assert_eq!(told.stretches(2, State::Working), [(600, 620)]);
    assert_eq!(told.stretches(2, State::WaitOperator), [(580, 600)]);
}

/// Two stations ask for the only operator at the instant at which a part moves from one to the
/// other: the one downstream goes first, whatever they are called.
#[test]
fn of_two_that_ask_at_once_the_one_downstream_goes_first() {
    for name in ["a", "z"] {
        let text = format!(
            r#"
[line.main]
stations = ["{name}", "b"]
[crew.op]
[station.{name}]
cycle = "10 min"
operators = {{ op = 1 }}
[station.b]
cycle = "4 min"
operators = {{ op = 1 }}
[order.1]
product = "main"
quantity = 2
"#
        );
        // The second part starts upstream at 14, when the first one has left the plant.
        assert_eq!(story(&text, 1).departures(), [14, 28], "named `{name}`");
    }
}
