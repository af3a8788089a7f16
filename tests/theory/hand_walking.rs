//! Walking, worked by hand: between two machines, together from different places, into a break and the
//! end of a shift, to repairs, to a machine that fails meanwhile.

use std::fmt::Write;

use gemba::ids::{Id, OperatorId};
use gemba::observe::{OperatorState, State, Tally, Told, Trace};
use gemba::plant::Plant;
use gemba::study::EntityKind;
use gemba::units::{Span, Time};

use crate::figures::Judged;
use crate::support::model;

/// Why writing is sure.
const SURE: &str = "a text takes every text";

/// What was told of a plant until its orders were done.
pub(crate) struct Walked {
    trace: Trace,
    pub(crate) tally: Tally,
    pub(crate) end: Time,
}

pub(crate) fn watch(text: &str) -> Walked {
    let model = model(text);
    let tally = Tally::new(&model, Span::from_minutes(1));
    let mut plant = Plant::new(&model, 1, 0, (tally, Trace::default()));
    while plant.dated_orders_left() > 0 && plant.step(Time::ZERO + Span::from_days(9)) {
        assert_eq!(plant.audit(), Ok(()), "at {:?}", plant.now());
    }
    assert_eq!(plant.stopped(), None);
    let end = plant.now();
    let (tally, trace) = plant.into_observer();
    Walked { trace, tally, end }
}

pub(crate) fn minute(at: Time) -> i64 {
    assert_eq!(at.ticks() % Span::from_minutes(1).ticks(), 0, "{at:?}");
    at.ticks() / Span::from_minutes(1).ticks()
}

/// States with the minute in which each began; those of no duration are left out.
fn lasting<S: Copy + PartialEq>(told: impl Iterator<Item = (Time, S)>) -> Vec<(i64, S)> {
    let mut states: Vec<(i64, S)> = Vec::new();
    for (at, state) in told {
        states.retain(|&(before, _)| before < minute(at));
        if states.last().is_none_or(|&(_, before)| before != state) {
            states.push((minute(at), state));
        }
    }
    states
}

impl Walked {
    /// What a person (from 1) did from which minute on.
    pub(crate) fn person(&self, number: usize) -> Vec<(i64, OperatorState)> {
        lasting(self.trace.lines().iter().filter_map(|&(at, told)| match told {
            Told::Operator(id, state) if id.position() + 1 == number => Some((at, state)),
            _ => None,
        }))
    }

    /// What a machine (from 1) showed from which minute on.
    pub(crate) fn machine(&self, number: usize) -> Vec<(i64, State)> {
        lasting(self.trace.lines().iter().filter_map(|&(at, told)| match told {
            Told::State(id, state) if id.position() + 1 == number => Some((at, state)),
            _ => None,
        }))
    }

    /// How far a person (from 1) walked. Unit: centimetres.
    pub(crate) fn centimetres(&self, number: usize) -> i64 {
        self.tally.walked(OperatorId::at(number - 1)).micrometres() / 10_000
    }

    pub(crate) fn minutes_of(&self, number: usize, state: OperatorState) -> i64 {
        let spans = self.tally.operator(OperatorId::at(number - 1), self.end);
        minute(Time::ZERO + spans[state as usize])
    }
}

/// Products `a`, `b` … of one station each, in orders released so many minutes after the start.
pub(crate) fn orders(releases: &[(&str, u32)]) -> String {
    let mut text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n".to_owned();
    let mut lines: Vec<&str> = releases.iter().map(|&(station, _)| station).collect();
    lines.sort_unstable();
    lines.dedup();
    for station in lines {
        writeln!(text, "[line.{station}]\nstations = [\"{station}\"]").expect(SURE);
    }
    for (number, (station, at)) in releases.iter().enumerate() {
        let day = "2026-03-02";
        writeln!(
            text,
            "[order.{number}]
product = \"{station}\"
release = {day}T00:{at:02}:00"
        )
        .expect(SURE);
    }
    text
}

pub(crate) const IDLE: OperatorState = OperatorState::Idle;
pub(crate) const WORKING: OperatorState = OperatorState::Working;
pub(crate) const WALKING: OperatorState = OperatorState::Walking;
pub(crate) const WAITING: OperatorState = OperatorState::Waiting;

/// The first task is reached without a walk. At 10 the order for B has asked longest: 12 m take until
/// 22, the work until 42, the way back until 54, the second part of A until 64.
#[test]
fn one_operator_between_two_machines() {
    let text = orders(&[("A", 0), ("B", 1), ("A", 2)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "20 min"
operators = { hand = 1 }
[crew.hand]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [8, -4] }
"#;
    let told = watch(&text);
    let expected = [(0, WORKING), (10, WALKING), (22, WORKING), (42, WALKING), (54, WORKING)];
    assert_eq!(told.person(1)[..5], expected);
    assert_eq!(minute(told.end), 64);
    assert_eq!(told.centimetres(1), 2400);
    assert_eq!(told.minutes_of(1, WALKING), 24);
    assert_eq!(told.minutes_of(1, WORKING), 40);
    let machine = told.machine(2);
    assert_eq!(machine, [(1, State::WaitOperator), (22, State::Working), (42, State::Starved)]);
    assert_eq!(
        told.machine(1)[..3],
        [(0, State::Working), (10, State::WaitOperator), (54, State::Working)]
    );
    // Straight it is √80 m, 8.944272 m, and the time to the tick as many minutes.
    let straight = text.replace("[layout]", "[layout]\ndistance = \"straight\"");
    let model = model(&straight);
    let tally = Tally::new(&model, Span::from_minutes(1));
    let mut plant = Plant::new(&model, 1, 0, tally);
    assert!(plant.run_orders(Time::ZERO + Span::from_days(1)));
    let walk = Span::from_ticks(536_656_320);
    assert_eq!(plant.now(), Time::ZERO + Span::from_minutes(40) + walk + walk);
}

/// The person of A walks 10 m to C and is there at 20, the one of B 20 m and is there at 30: then both
/// work until 35. The next task at the place where they are needs no walk.
#[test]
fn a_team_comes_from_different_places() {
    let text = orders(&[("A", 0), ("B", 1), ("C", 5), ("C", 6)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "9 min"
operators = { hand = 1 }
[station.C]
cycle = "5 min"
operators = { hand = 2 }
[crew.hand]
count = 2
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [30, 0], C = [10, 0] }
"#;
    let told = watch(&text);
    assert_eq!(told.person(1)[..4], [(0, WORKING), (10, WALKING), (20, WAITING), (30, WORKING)]);
    assert_eq!(told.person(2)[..4], [(0, IDLE), (1, WORKING), (10, WALKING), (30, WORKING)]);
    assert_eq!(minute(told.end), 40);
    assert_eq!([told.centimetres(1), told.centimetres(2)], [1000, 2000]);
    assert_eq!(told.machine(3)[0], (5, State::WaitOperator));
    assert_eq!(told.machine(3)[1], (30, State::Working));
}

fn with_hours(hours: &str, conduct: &str) -> String {
    orders(&[("A", 0), ("B", 1)])
        + &format!(
            r#"
[station.A]
cycle = "10 min"
operators = {{ hand = 1 }}
[station.B]
cycle = "10 min"
operators = {{ hand = 1 }}
[calendar.hours]
{hours}
[crew.hand]
calendar = "hours"
{conduct}
[layout]
walking_speed = "1 m/min"
positions = {{ A = [0, 0], B = [12, 0] }}
"#
        )
}

/// The walk from 10 on is broken off at 15, 5 m from A; after the break it begins anew at A.
#[test]
fn a_break_in_the_middle_of_a_walk() {
    let hours = "mon-sun = \"00:00-02:00\"\nbreaks = [{ at = \"00:15\", for = \"15 min\" }]";
    let told = watch(&with_hours(hours, ""));
    assert_eq!(
        told.person(1)[..5],
        [(0, WORKING), (10, WALKING), (15, OperatorState::Break), (30, WALKING), (42, WORKING)]
    );
    assert_eq!(minute(told.end), 52);
    assert_eq!(told.centimetres(1), 500 + 1200);
    assert_eq!(
        told.machine(2)[..4],
        [
            (1, State::WaitOperator),
            (15, State::Paused),
            (30, State::WaitOperator),
            (42, State::Working)
        ]
    );
    // Who finishes goes on, there at 22, and works until 32.
    let told = watch(&with_hours(hours, "at_shift_end = \"finish\""));
    assert_eq!(told.person(1)[..3], [(0, WORKING), (10, WALKING), (22, WORKING)]);
    assert_eq!((minute(told.end), told.centimetres(1)), (32, 1200));
}

/// The shift ends at 15: the person goes home, and is at the base, 3 m before B, when the next begins at
/// 60. Who finishes is in overtime on the way and at work.
#[test]
fn the_end_of_a_shift_in_the_middle_of_a_walk() {
    let hours = "mon-sun = [\"00:00-00:15\", \"01:00-02:00\"]";
    let told = watch(&with_hours(hours, "base = [9, 0]"));
    assert_eq!(
        told.person(1),
        [
            (0, WALKING),
            (9, WORKING),
            (15, OperatorState::Off),
            (60, WALKING),
            (69, WORKING),
            (73, WALKING),
            (85, WORKING),
            (95, IDLE)
        ]
    );
    assert_eq!(told.centimetres(1), 900 + 900 + 1200);
    let told = watch(&with_hours(hours, "base = \"A\"\nat_shift_end = \"finish\""));
    assert_eq!(
        told.person(1)[..4],
        [
            (0, WORKING),
            (10, WALKING),
            (15, OperatorState::OvertimeWalking),
            (22, OperatorState::Overtime)
        ]
    );
    assert_eq!(minute(told.end), 32);
}

/// Who starts nothing late counts the way: from A at 10 it is 12 to B and 10 of work, and the shift ends
/// at 31.
#[test]
fn who_starts_nothing_late_counts_the_way() {
    let hours = |end: u32| format!("mon-sun = [\"00:00-00:{end}\", \"01:00-02:00\"]");
    let late = "at_shift_end = \"no_start\"";
    let told = watch(&with_hours(&hours(31), late));
    assert_eq!(told.person(1)[1..4], [(10, IDLE), (31, OperatorState::Off), (60, WORKING)]);
    let told = watch(&with_hours(&hours(32), late));
    assert_eq!(told.person(1)[1..3], [(10, WALKING), (22, WORKING)]);
    assert_eq!(minute(told.end), 32);
}

/// A saw fails at 10, and the repairer comes from the base, 8 m away: at 18. It is repaired at 23. A
/// press, 6 m farther on, fails at 20 and waits for the repair of the saw and the way until 29.
#[test]
fn a_repairer_walks_to_the_machine() {
    let text = orders(&[("press", 0), ("saw", 0)])
        + r#"
[station.saw]
cycle = "40 min"
[station.saw.failure.jam]
at = [2026-03-02T00:10:00]
repair = { time = "5 min", operators = { fitter = 1 } }
[station.press]
cycle = "50 min"
[station.press.failure.jam]
at = [2026-03-02T00:20:00]
repair = { time = "5 min", operators = { fitter = 1 } }
[crew.fitter]
base = [0, 8]
walking_speed = "1 m/min"
[layout]
positions = { saw = [0, 0], press = [6, 0] }
"#;
    let told = watch(&text);
    assert_eq!(
        told.person(1),
        [(0, IDLE), (10, WALKING), (18, WORKING), (23, WALKING), (29, WORKING), (34, IDLE)]
    );
    assert_eq!(
        told.machine(2)[1..4],
        [(10, State::WaitRepair), (18, State::Repair), (23, State::Working)]
    );
    assert_eq!(
        told.machine(1)[1..4],
        [(20, State::WaitRepair), (29, State::Repair), (34, State::Working)]
    );
}

/// B needs two. From A at 10 the first walks 12 m and would be there at 22; the second, at D 2 m before
/// B, is there at 12 and waits. B fails at 15: the second is free at once, walks back to D and works there
/// from 17 to 27; the first walks on until 22, from there to C, and works from 27 to 30. Then B is
/// repaired and has asked longest: the second is there at 32, the first at 35.
#[test]
fn a_machine_fails_while_its_people_come() {
    let text = orders(&[("A", 0), ("D", 0), ("B", 1), ("C", 12), ("D", 13)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "10 min"
operators = { hand = 2 }
[station.B.failure.jam]
at = [2026-03-02T00:15:00]
repair = { time = "15 min" }
[station.C]
cycle = "3 min"
operators = { left = 1 }
[station.D]
cycle = "10 min"
operators = { right = 1 }
[crew.one]
skills = ["hand", "left"]
[crew.two]
skills = ["hand", "right"]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [12, 0], C = [12, 5], D = [10, 0] }
"#;
    let told = watch(&text);
    assert_eq!(
        told.person(1)[..5],
        [(0, WORKING), (10, WALKING), (27, WORKING), (30, WALKING), (35, WORKING)]
    );
    assert_eq!(
        told.person(2)[..9],
        [
            (0, WORKING),
            (10, WALKING),
            (12, WAITING),
            (15, WALKING),
            (17, WORKING),
            (27, IDLE),
            (30, WALKING),
            (32, WAITING),
            (35, WORKING)
        ]
    );
    assert_eq!([told.centimetres(1), told.centimetres(2)], [2200, 600]);
    assert_eq!(
        told.machine(2)[..4],
        [
            (1, State::WaitOperator),
            (15, State::Repair),
            (30, State::WaitOperator),
            (35, State::Working)
        ]
    );
    assert_eq!(minute(told.end), 45);
}

/// B, 12 m away, is asked for at 5 and fails before anybody is there. Who would finish learns it there, at 17:
/// in overtime if the shift ends at 15, whether B fails before or after that, and in the break if there is one.
/// Who leaves at the end of the shift turns back. The next shift begins at 60, the break is over at 45.
#[test]
fn who_finishes_walks_on_to_a_machine_that_has_failed() {
    let text = |hours: &str, at_end: &str, fails: u32| {
        orders(&[("B", 5)])
            + &format!(
                r#"
[station.B]
cycle = "10 min"
operators = {{ hand = 1 }}
[station.B.failure.jam]
at = [2026-03-02T00:{fails}:00]
repair = {{ time = "30 min" }}
[calendar.hours]
{hours}
[crew.hand]
calendar = "hours"
at_shift_end = "{at_end}"
base = [0, 0]
[layout]
walking_speed = "1 m/min"
positions = {{ B = [12, 0] }}
"#
            )
    };
    let shifts = "mon-sun = [\"00:00-00:15\", \"01:00-02:00\"]";
    let after = [(60, WALKING), (72, WORKING), (82, IDLE)];
    for fails in [10, 16] {
        let told = watch(&text(shifts, "finish", fails));
        let walk = [(0, IDLE), (5, WALKING), (15, OperatorState::OvertimeWalking)];
        assert_eq!(told.person(1), [&walk[..], &[(17, OperatorState::Off)], &after].concat());
        assert_eq!(told.centimetres(1), 1200 + 1200);
        let told = watch(&text(shifts, "pause", fails));
        let walk = [(0, IDLE), (5, WALKING), (15, OperatorState::Off)];
        assert_eq!(told.person(1), [&walk[..], &after].concat());
        assert_eq!(told.centimetres(1), 1000 + 1200);
    }
    let pause = "mon-sun = \"00:00-02:00\"\nbreaks = [{ at = \"00:15\", for = \"30 min\" }]";
    for (fails, done) in [(10, 55), (16, 56)] {
        let told = watch(&text(pause, "finish", fails));
        let walk = [(0, IDLE), (5, WALKING), (17, OperatorState::Break)];
        assert_eq!(told.person(1)[..3], walk);
        assert_eq!((minute(told.end), told.centimetres(1)), (done, 1200));
    }
}

/// The urgent task at C, 3 m from B, is asked for at 14, while one of the team of B waits there since 12
/// and the other is on the way until 22. Who waits is called away and works at C from 17 to 22; who walks
/// is not, though the first by name, and comes to B for nothing. B has asked since 1 and gets both: one is
/// there, the other at 25, and they work until 30.
#[test]
fn who_waits_is_called_away_and_who_walks_is_not() {
    let text = orders(&[("A", 0), ("D", 0), ("B", 1), ("C", 14)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "5 min"
operators = { hand = 2 }
[station.C]
cycle = "5 min"
operators = { hand = 1 }
priority = 5
interrupts = true
[station.D]
cycle = "10 min"
operators = { right = 1 }
[crew.one]
skills = ["hand"]
[crew.two]
skills = ["hand", "right"]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [12, 0], C = [12, 3], D = [10, 0] }
"#;
    let told = watch(&text);
    assert_eq!(
        told.person(2)[..7],
        [
            (0, WORKING),
            (10, WALKING),
            (12, WAITING),
            (14, WALKING),
            (17, WORKING),
            (22, WALKING),
            (25, WORKING)
        ]
    );
    assert_eq!(told.person(1)[..4], [(0, WORKING), (10, WALKING), (22, WAITING), (25, WORKING)]);
    assert_eq!(minute(told.end), 30);
}

/// One person minds both machines with half of the attention: who is at A at 0 has no way to B at 5. Free
/// of both at 25, at B, the person walks back for the second part of A.
#[test]
fn who_minds_several_machines_does_not_walk_between_them() {
    let text = orders(&[("A", 0), ("B", 5), ("A", 30)])
        + r#"
[station.A]
cycle = "20 min"
operators = { hand = { attention = "50 %" } }
[station.B]
cycle = "20 min"
operators = { hand = { attention = "50 %" } }
[crew.hand]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [12, 0] }
"#;
    let told = watch(&text);
    assert_eq!(told.person(1)[..4], [(0, WORKING), (25, IDLE), (30, WALKING), (42, WORKING)]);
    assert_eq!((minute(told.end), told.centimetres(1)), (62, 1200));
}

/// Hands come to load, go away, and come again to unload: at the mill from 0 to 2, at the bench, 3 m
/// away, from 5 to 9, called at 12, when the cycle of the mill is over, and there from 15 to 16.
#[test]
fn hands_come_and_go_around_a_cycle() {
    let text = orders(&[("mill", 0), ("bench", 1), ("mill", 50)])
        + r#"
[station.mill]
cycle = "10 min"
load = { time = "2 min", operators = { hand = 1 } }
unload = { time = "1 min", operators = { hand = 1 } }
[station.bench]
cycle = "4 min"
operators = { hand = 1 }
[crew.hand]
[layout]
walking_speed = "1 m/min"
positions = { mill = [0, 0], bench = [3, 0] }
"#;
    let told = watch(&text);
    assert_eq!(
        told.person(1)[..8],
        [
            (0, WORKING),
            (2, WALKING),
            (5, WORKING),
            (9, IDLE),
            (12, WALKING),
            (15, WORKING),
            (16, IDLE),
            (50, WORKING)
        ]
    );
    assert_eq!(told.centimetres(1), 600);
}

/// A long-run figure with a closed form: one person loads two machines that then run alone for an
/// exponential time, and walks where the machine is that asked first.
///
/// At the end of a load the other machine waits (with the share p of loads) or runs. If it waits, the
/// next load ends after the way `w` and the load `l`; if not, the first of both machines ends after half
/// of the mean time `m`, and is the other one in half of the cases. Whether the machine that was left
/// waits when the next load ends is decided by its memoryless time: a renewal argument, no formula of
/// others.
#[test]
fn one_person_loads_two_machines_in_the_long_run() {
    let (m, l, w) = (10.0_f64, 2.0_f64, 3.0_f64);
    let ends_within = |time: f64| 1.0 - libm::exp(-time / m);
    let stays_waiting = ends_within(w + l);
    let becomes_waiting = 0.5 * ends_within(l) + 0.5 * ends_within(w + l);
    let p = becomes_waiting / (1.0 - stays_waiting + becomes_waiting);
    let between = p * (w + l) + (1.0 - p) * (m / 2.0 + l + w / 2.0);
    let walks = p + (1.0 - p) / 2.0;
    let mut judged = Judged::of(
        r#"
[run]
warm_up = "1000 min"
length = "200000 min"
replications = 20
[line.one]
stations = ["A"]
[line.two]
stations = ["B"]
[station.A]
cycle = { dist = "exponential", mean = "10 min" }
load = { time = "2 min", operators = { loader = 1 } }
[station.B]
cycle = { dist = "exponential", mean = "10 min" }
load = { time = "2 min", operators = { loader = 1 } }
[crew.loader]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [1, 2] }
"#,
    )
    .plant("throughput", 60.0 / between, 0.005);
    let crew = EntityKind::Crew;
    judged.is(crew, "loader", "crew_utilisation", l / between, 0.005);
    judged.is(crew, "loader", "walking", walks * w / between, 0.005);
    judged.is(crew, "loader", "walked_per_shift", 480.0 * walks * w / between, 1.0);
    judged.end();
}

/// Ways as they are written, without positions: from A to B it is 12 m, round by the gate, and back 5; to C no more
/// is written than 3 m from C to A, which holds for the way there, too. The base is the station C.
#[test]
fn ways_are_as_long_as_they_are_written() {
    let text = orders(&[("A", 0), ("B", 1), ("A", 2)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "20 min"
operators = { hand = 1 }
[station.C]
cycle = "1 min"
operators = "none"
[line.c]
stations = ["C"]
[crew.hand]
base = "C"
[layout]
walking_speed = "1 m/min"
from.A.to.B = 12
from.B.to = { A = 5, C = 30 }
from.C.to.A = 3
"#;
    let told = watch(&text);
    let expected = [(0, WALKING), (3, WORKING), (13, WALKING), (25, WORKING), (45, WALKING)];
    assert_eq!(told.person(1)[..5], expected);
    assert_eq!(told.person(1)[5], (50, WORKING));
    assert_eq!(told.centimetres(1), 300 + 1200 + 500);
    assert_eq!(minute(told.end), 60);
    // What is written holds against positions, and these hold where nothing is written.
    let text = text.replace(
        "from.B.to = { A = 5, C = 30 }",
        "positions = { A = [0, 0], B = [0, 4], C = [1, 1] }",
    );
    let told = watch(&text.replace("from.C.to.A = 3\n", ""));
    let expected = [(0, WALKING), (2, WORKING), (12, WALKING), (24, WORKING), (44, WALKING)];
    assert_eq!(told.person(1)[..5], expected);
    assert_eq!(told.person(1)[5], (56, WORKING));
}
