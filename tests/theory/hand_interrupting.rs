//! Tasks that call people away (`interrupts`), worked by hand: who is called, when, and who is not.

use gemba::observe::State;

use crate::hand_walking::{IDLE, WALKING, WORKING, minute, orders, watch};

/// A station where a part takes so many minutes of so many people.
fn station(name: &str, minutes: u32, people: u32, call: &str) -> String {
    format!(
        "[station.{name}]\ncycle = \"{minutes} min\"\noperators = {{ hand = {people} }}\n{call}\n"
    )
}

/// H keeps one person until 10, C another; from 2 on R needs both, and may call from C only: so it waits,
/// and C goes on. At 10 the one from H, free, and the one called from C begin at R, before Z, which has waited
/// longer with a lower priority, sends anybody the way of 12 m. At 15 C is first; whoever has the lower
/// number goes.
#[test]
fn a_team_of_free_and_called_people_comes_before_less_urgent_tasks() {
    let text = orders(&[("H", 0), ("C", 0), ("Z", 1), ("R", 2)])
        + &station("H", 10, 1, "priority = 3")
        + &station("C", 30, 1, "priority = 1")
        + &station("Z", 20, 1, "")
        + &station("R", 5, 2, "priority = 2\ninterrupts = true")
        + r#"
[crew.hand]
count = 2
[layout]
walking_speed = "1 m/min"
positions = { C = [0, 0], H = [0, 0], R = [0, 0], Z = [12, 0] }
"#;
    let told = watch(&text);
    assert_eq!(told.person(1)[..2], [(0, WORKING), (35, IDLE)]);
    assert_eq!(told.person(2)[..3], [(0, WORKING), (15, WALKING), (27, WORKING)]);
    assert_eq!(
        told.machine(1)[..4],
        [
            (0, State::Working),
            (10, State::WaitOperator),
            (15, State::Working),
            (35, State::Starved)
        ]
    );
    assert_eq!(
        told.machine(3),
        [(2, State::WaitOperator), (10, State::Working), (15, State::Starved)]
    );
    assert_eq!(minute(told.end), 47);
}

/// Both are at B. From 1 on A waits for one of them and calls nobody; at 2 C calls both away and has them,
/// though A stands before it. At 7 A has one of them until 17, and B, which needs both, goes on then.
#[test]
fn who_is_called_away_goes_to_the_task_that_called() {
    let text = orders(&[("B", 0), ("A", 1), ("C", 2)])
        + &station("A", 10, 1, "priority = 1")
        + &station("B", 20, 2, "")
        + &station("C", 5, 2, "priority = 1\ninterrupts = true")
        + "[crew.hand]\ncount = 2\n";
    let told = watch(&text);
    assert_eq!(told.person(1)[..1], [(0, WORKING)]);
    assert_eq!(told.person(2)[..3], [(0, WORKING), (7, IDLE), (17, WORKING)]);
    assert_eq!(told.machine(3)[..2], [(2, State::Working), (7, State::Starved)]);
    assert_eq!(minute(told.end), 35);
}

/// The same with one person and the same needs everywhere: whoever calls does not wait behind A, which does not.
#[test]
fn nobody_who_calls_nobody_keeps_another_task_from_calling() {
    let text = orders(&[("B", 0), ("A", 1), ("C", 2)])
        + &station("A", 10, 1, "priority = 1")
        + &station("B", 20, 1, "")
        + &station("C", 5, 1, "priority = 1\ninterrupts = true")
        + "[crew.hand]\n";
    let told = watch(&text);
    assert_eq!(told.machine(3)[..2], [(2, State::Working), (7, State::Starved)]);
    assert_eq!(told.machine(1)[..2], [(1, State::WaitOperator), (7, State::Working)]);
    assert_eq!(minute(told.end), 35);
}

/// Of the two at B only one is called away, by C; the other is free and takes A, which waited before. B goes on
/// when both are free, at 12.
#[test]
fn who_is_left_behind_is_free_for_others() {
    let text = orders(&[("B", 0), ("A", 1), ("C", 2)])
        + &station("A", 10, 1, "priority = 1")
        + &station("B", 20, 2, "")
        + &station("C", 5, 1, "priority = 2\ninterrupts = true")
        + "[crew.hand]\ncount = 2\n";
    let told = watch(&text);
    assert_eq!(told.person(1)[..3], [(0, WORKING), (7, IDLE), (12, WORKING)]);
    assert_eq!(told.person(2)[..1], [(0, WORKING)]);
    assert_eq!(
        told.machine(1)[..3],
        [(1, State::WaitOperator), (2, State::Working), (12, State::Starved)]
    );
    assert_eq!(minute(told.end), 30);
}

/// U needs an x, a y and a z. Of the two who are free one can do x and y, the other x: with both at U only the
/// z is called away, though whoever knows least would take x first.
#[test]
fn nobody_is_called_away_who_is_not_needed() {
    let text = orders(&[("Y", 0), ("Z", 0), ("U", 2)])
        + r#"
[station.Y]
cycle = "20 min"
operators = { y = 1 }
[station.Z]
cycle = "20 min"
operators = { z = 1 }
[station.U]
cycle = "5 min"
operators = { x = 1, y = 1, z = 1 }
priority = 1
interrupts = true
[crew.a]
skills = ["y"]
[crew.b]
skills = ["z"]
[crew.c]
skills = ["x", "y"]
[crew.d]
skills = ["x", "p", "q"]
"#;
    let told = watch(&text);
    assert_eq!(told.person(1)[..2], [(0, WORKING), (20, IDLE)]);
    assert_eq!(told.person(2)[..1], [(0, WORKING)]);
    for free in [3, 4] {
        assert_eq!(told.person(free), [(0, IDLE), (2, WORKING), (7, IDLE)]);
    }
    assert_eq!(minute(told.end), 25);
}
