//! Chains of causes worked out by hand: what the last departure waited for, step by step.
//!
//! That durations along a chain add up is tested elsewhere; here it is who gets the blame.

use gemba::model::Model;
use gemba::observe::{Activities, Label};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;

/// The chain behind the last departure, latest first: what, from minute, to minute.
fn chain(text: &str) -> Vec<(String, i64, i64)> {
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Activities::default());
    assert!(plant.run_orders(Time::ZERO + Span::from_days(9)), "{:?}", plant.stopped());
    let activities = plant.into_observer();
    let departure = activities.last_departure().expect("something left");
    let mut ended = activities.all().iter().rev();
    let last = ended
        .find(|(activity, end)| *end == departure && matches!(activity.label, Label::Cycle(_)));
    let links = activities.chain(last.expect("a part leaves after a cycle").0.number);
    let told = links.iter().map(|&(activity, end)| {
        (name(&model, activity.label), minute(activity.start), minute(end))
    });
    told.collect()
}

fn minute(at: Time) -> i64 {
    at.ticks() / Span::from_minutes(1).ticks()
}

fn name(model: &Model, label: Label) -> String {
    let station = |machine| model.stations[model.machines[machine].station].name.as_str();
    match label {
        Label::Cycle(at) => format!("cycle at {}", model.stations[at].name),
        Label::Setup(at) => format!("setup at {}", model.stations[at].name),
        Label::Repair(mode) => format!("repair of {}", station(model.modes[mode].machine)),
        Label::Maintenance(mode) => {
            format!("maintenance of {}", station(model.modes[mode].machine))
        }
        Label::Transfer(_) => "transfer".to_owned(),
        Label::Tour(id) => format!("tour of {}", model.milkruns[id].name),
        Label::Takt(id) => format!("takt of {}", model.takts[id].name),
        Label::Aside(id) => format!("aside at {}", model.stations[id].name),
        Label::Conveyor(id) => format!("ride on {}", model.conveyors[id].name),
        Label::Return(cards) => format!("return of {}", model.control.cards[cards].name),
        Label::Delivery(id) => format!("delivery of {}", model.materials[id].name),
        Label::Vehicle(id, state) => {
            format!("{} {state:?}", model.vehicles[id].name).to_lowercase()
        }
        Label::Demand(_) => "demand".to_owned(),
        Label::Release(_) => "release".to_owned(),
        Label::OffShift(machine) => format!("{} is off shift", station(machine)),
        Label::Down(machine) => format!("{} is down", station(machine)),
        Label::Room(machine) => format!("room for {}", station(machine)),
        Label::Uptime(mode) => format!("until {} fails", station(model.modes[mode].machine)),
        Label::Walking(at) => format!("walk to {}", model.stations[at].name),
        Label::Absent(machine) => format!("nobody at {}", station(machine)),
    }
}

pub(crate) fn assert_chain(text: &str, expected: &[(&str, i64, i64)]) {
    let found = chain(text);
    let found: Vec<_> = found.iter().map(|(what, from, to)| (what.as_str(), *from, *to)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_part_that_meets_a_repair_waits_for_that_repair() {
    let text = r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["saw"]
[station.saw]
cycle = "5 min"
[station.saw.failure.blade]
at = [2026-03-02T00:10:00]
repair = { time = "30 min" }
[order.1]
product = "main"
release = 2026-03-02T00:20:00
"#;
    assert_chain(
        text,
        &[("cycle at saw", 40, 45), ("repair of saw", 10, 40), ("until saw fails", 0, 10)],
    );
}

#[test]
fn the_only_operator_passes_the_blame_from_task_to_task() {
    let text = r#"
[line.main]
stations = ["a", "b"]
[crew.op]
[station.a]
cycle = "10 min"
operators = { op = 1 }
[station.b]
cycle = "4 min"
operators = { op = 1 }
[order.1]
product = "main"
quantity = 2
"#;
    assert_chain(
        text,
        &[
            ("cycle at b", 24, 28),
            ("cycle at a", 14, 24),
            ("cycle at b", 10, 14),
            ("cycle at a", 0, 10),
        ],
    );
}

#[test]
fn a_blocked_part_waits_for_the_cycle_in_front_of_it() {
    let text = r#"
[line.main]
stations = ["a", "b"]
[station.a]
cycle = "5 min"
block = "after"
[station.b]
cycle = "10 min"
buffer = 0
[order.1]
product = "main"
quantity = 3
"#;
    let expected = [
        ("cycle at b", 25, 35),
        ("cycle at b", 15, 25),
        ("cycle at b", 5, 15),
        ("cycle at a", 0, 5),
    ];
    assert_chain(text, &expected);
    // Blocking before service: the second and third cycles upstream wait for room, and then count.
    assert_chain(
        &text.replace("\"after\"", "\"before\""),
        &[
            ("cycle at b", 35, 45),
            ("cycle at a", 30, 35),
            ("cycle at b", 20, 30),
            ("cycle at a", 15, 20),
            ("cycle at b", 5, 15),
            ("cycle at a", 0, 5),
        ],
    );
}

#[test]
fn a_move_stands_between_two_cycles() {
    let text = r#"
[line.main]
stations = ["saw", "pack"]
[station.saw]
cycle = "10 min"
[station.pack]
cycle = "5 min"
[transfer]
time = "2 min"
[order.1]
product = "main"
"#;
    assert_chain(text, &[("cycle at pack", 12, 17), ("transfer", 10, 12), ("cycle at saw", 0, 10)]);
}

#[test]
fn the_night_splits_a_cycle() {
    let text = r#"
[plant]
start = 2026-03-02
[calendar.day]
mon-sun = ["06:00-14:00"]
[line.main]
stations = ["saw"]
[station.saw]
cycle = "60 min"
calendar = "day"
at_close = "pause"
[order.1]
product = "main"
release = 2026-03-02T13:30:00
"#;
    assert_chain(
        text,
        &[
            ("cycle at saw", 1800, 1830),
            ("saw is off shift", 840, 1800),
            ("cycle at saw", 810, 840),
            ("release", 0, 810),
        ],
    );
}

#[test]
fn a_break_splits_attended_work() {
    let text = r#"
[plant]
start = 2026-03-02
[calendar.day]
mon-sun = ["06:00-14:00"]
breaks = [{ at = "10:00", for = "15 min" }]
[crew.joiner]
calendar = "day"
[line.main]
stations = ["bench"]
[station.bench]
cycle = "30 min"
operators = { joiner = 1 }
[order.1]
product = "main"
release = 2026-03-02T09:50:00
"#;
    assert_chain(
        text,
        &[
            ("cycle at bench", 615, 635),
            ("nobody at bench", 600, 615),
            ("cycle at bench", 590, 600),
            ("release", 0, 590),
        ],
    );
}

/// The part at B is ready at 1; the only operator is at A until 10, walks 12 m, and works from 22 on.
#[test]
fn who_comes_from_elsewhere_is_waited_for() {
    let text = r#"
[plant]
start = 2026-03-02
[line.a]
stations = ["A"]
[line.b]
stations = ["B"]
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "20 min"
operators = { hand = 1 }
[crew.hand]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [12, 0] }
[order.1]
product = "a"
release = 2026-03-02
[order.2]
product = "b"
release = 2026-03-02T00:01:00
"#;
    assert_chain(text, &[("cycle at B", 22, 42), ("walk to B", 10, 22), ("cycle at A", 0, 10)]);
}

/// B fails at 15 while the operator comes: the walk to it counts until then, and the part waits for the
/// repair, done at 18, and for the operator, who arrives at 22.
#[test]
fn a_walk_that_is_called_off_counts_until_then() {
    let text = r#"
[plant]
start = 2026-03-02
[line.a]
stations = ["A"]
[line.b]
stations = ["B"]
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "20 min"
operators = { hand = 1 }
[station.B.failure.jam]
at = [2026-03-02T00:15:00]
repair = { time = "3 min" }
[crew.hand]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [12, 0] }
[order.1]
product = "a"
release = 2026-03-02
[order.2]
product = "b"
release = 2026-03-02T00:01:00
"#;
    // From 15 to 22 the operator walks for nothing.
    assert_chain(
        text,
        &[
            ("cycle at B", 22, 42),
            ("walk to B", 15, 22),
            ("walk to B", 10, 15),
            ("cycle at A", 0, 10),
        ],
    );
}
