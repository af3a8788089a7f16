//! Zones, worked by hand: who minds what, teams of two crews, people who are taken away, walking.

use gemba::diagnostic::Diagnostics;
use gemba::model::compile;
use gemba::observe::State;
use gemba::scenario::{Memory, read};

use crate::hand_walking::{IDLE, WAITING, WALKING, WORKING, minute, orders, watch};
use crate::support::model;

/// Three people are dealt to two zones: the first and the third mind A and B, the second C. The parts of C
/// wait for the second one, though the others are idle.
#[test]
fn people_are_dealt_to_the_zones_in_turn() {
    let text = orders(&[("C", 0), ("C", 1), ("A", 2), ("B", 3), ("A", 4)])
        + r#"
[station.A]
machines = 2
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "10 min"
operators = { hand = 1 }
[station.C]
machines = 2
cycle = "10 min"
operators = { hand = 1 }
[crew.hand]
count = 3
zones = [["A", "B"], ["C"]]
"#;
    let told = watch(&text);
    assert_eq!(told.person(1), [(0, IDLE), (2, WORKING), (22, IDLE)]);
    assert_eq!(told.person(2), [(0, WORKING), (20, IDLE)]);
    assert_eq!(told.person(3), [(0, IDLE), (3, WORKING), (13, IDLE)]);
    assert_eq!(told.machine(5)[..2], [(1, State::WaitOperator), (10, State::Working)]);
    assert_eq!(minute(told.end), 22);
    // Without zones all three are busy from 2 on, and the last part of A begins at 11.
    let free = watch(&text.replace("zones", "# zones"));
    assert_eq!(free.person(2)[..2], [(0, IDLE), (1, WORKING)]);
    assert_eq!(minute(free.end), 21);
}

/// A station in two zones is minded by both; one in no zone by nobody of the crew, but by others with the
/// skill. Loading, unloading and repairs are bound like cycles.
#[test]
fn a_station_in_several_zones_and_in_none() {
    let text = orders(&[("A", 0), ("B", 0), ("C", 0)])
        + r#"
[station.A]
cycle = "10 min"
load = { time = "2 min", operators = { hand = 1 } }
unload = { time = "3 min", operators = { hand = 1 } }
[station.B]
cycle = "10 min"
operators = { hand = 1 }
failure.jam = { at = [2026-03-02T00:04:00], repair = { time = "5 min", operators = { hand = 1 } } }
[station.C]
cycle = "10 min"
operators = { hand = 1 }
[crew.hand]
count = 2
zones = [["A"], ["A", "B"]]
[crew.helper]
skills = ["hand"]
"#;
    let told = watch(&text);
    // The helper, who comes after `hand` by name, minds all: C, as nobody else does; A by the first.
    assert_eq!(told.person(1), [(0, WORKING), (2, IDLE), (12, WORKING), (15, IDLE)]);
    // B fails at 4: its person repairs it until 9, and goes on with the rest until 15.
    assert_eq!(told.person(2), [(0, WORKING), (15, IDLE)]);
    assert_eq!(told.person(3), [(0, WORKING), (10, IDLE)]);
    assert_eq!(
        told.machine(2)[..4],
        [(0, State::Working), (4, State::Repair), (9, State::Working), (15, State::Starved)]
    );
}

/// A team needs one of each crew, and each minds the press. The urgent press at 5 takes away who minds it, not
/// the first by name.
#[test]
fn teams_of_two_crews_and_people_who_are_taken_away() {
    let text = orders(&[("A", 0), ("B", 0), ("press", 5)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "10 min"
operators = { hand = 1 }
[station.press]
cycle = "5 min"
operators = { hand = 1, setter = 1 }
priority = 2
interrupts = true
[crew.hand]
count = 2
zones = [["A"], ["B", "press"]]
[crew.setter]
count = 2
zones = [["A"], ["press"]]
"#;
    let told = watch(&text);
    assert_eq!(told.person(1), [(0, WORKING), (10, IDLE)]);
    assert_eq!(told.person(2), [(0, WORKING), (15, IDLE)]);
    assert_eq!(told.person(3), [(0, IDLE)]);
    assert_eq!(told.person(4), [(0, IDLE), (5, WORKING), (10, IDLE)]);
    assert_eq!(
        told.machine(2),
        [(0, State::Working), (5, State::WaitOperator), (10, State::Working), (15, State::Starved)]
    );
    assert_eq!(told.machine(3)[..2], [(5, State::Working), (10, State::Starved)]);
}

/// The second person minds B and C, 5 m apart, and walks between them; the first stands at A, 1 m from C, and is
/// not called. C needs both later: who is early waits.
#[test]
fn people_walk_within_their_zones() {
    let text = orders(&[("A", 0), ("B", 0), ("C", 1), ("D", 20)])
        + r#"
[station.A]
cycle = "3 min"
operators = { hand = 1 }
[station.B]
cycle = "10 min"
operators = { hand = 1 }
[station.C]
cycle = "4 min"
operators = { hand = 1 }
[station.D]
cycle = "2 min"
operators = { hand = 2 }
[crew.hand]
count = 2
zones = [["A", "D"], ["B", "C", "D"]]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [6, 0], C = [1, 0], D = [0, 3] }
"#;
    let told = watch(&text);
    assert_eq!(
        told.person(1),
        [(0, WORKING), (3, IDLE), (20, WALKING), (23, WAITING), (24, WORKING), (26, IDLE)]
    );
    assert_eq!(
        told.person(2),
        [
            (0, WORKING),
            (10, WALKING),
            (15, WORKING),
            (19, IDLE),
            (20, WALKING),
            (24, WORKING),
            (26, IDLE)
        ]
    );
    assert_eq!([told.centimetres(1), told.centimetres(2)], [300, 900]);
}

/// A crew with zones counts as flexible as it is without them: `hand` has one skill, `all` two.
#[test]
fn zones_make_nobody_more_flexible() {
    let text = orders(&[("A", 0), ("B", 1)])
        + r#"
[station.A]
cycle = "10 min"
operators = { hand = 1 }
[station.B]
cycle = "10 min"
operators = { hand = 1 }
[crew.all]
skills = ["hand", "press"]
[crew.hand]
count = 2
zones = [["A", "B"], ["A", "B"]]
"#;
    let told = watch(&text);
    assert_eq!(told.person(1), [(0, IDLE)]);
    assert_eq!(told.person(2), [(0, WORKING), (10, IDLE)]);
    assert_eq!(told.person(3), [(0, IDLE), (1, WORKING), (11, IDLE)]);
}

/// 6 min of A and 9 of B an hour: of the two people who mind A a twentieth, of the one who minds B 15 %. Without
/// zones it is 15 min of three people.
#[test]
fn loads_count_those_who_mind_the_station() {
    let text = r#"
[product.a]
route = ["A"]
[product.b]
route = ["B"]
[station.A]
cycle = "6 min"
operators = { hand = 1 }
[station.B]
cycle = "9 min"
operators = { hand = 1 }
[crew.hand]
count = 3
zones = [["A"], ["B"]]
[demand.a]
every = "1 h"
products = { a = 1 }
[demand.b]
every = "1 h"
products = { b = 1 }
"#;
    let loads = |text: &str| {
        let model = model(text);
        let loads = model.loads();
        let told = model.told_skills();
        told.map(|id| (model.skills[id].name.clone(), (loads.skills[id] * 1e9).round() / 1e9))
            .collect::<Vec<_>>()
    };
    let named = |name: &str, load: f64| (name.to_owned(), load);
    assert_eq!(loads(text), [named("hand at A", 0.05), named("hand at B", 0.15)]);
    let free = loads(&text.replace("zones", "# zones"));
    assert_eq!(free, [named("hand", (15.0_f64 / 180.0 * 1e9).round() / 1e9)]);
}

/// A zone without people on some day is a gap of the stations that they mind, and of no others.
#[test]
fn hours_without_anybody_who_minds_a_station_are_told() {
    let text = r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["A", "B"]
[station.A]
calendar = "all"
cycle = "6 min"
operators = { hand = 1 }
[station.B]
calendar = "all"
cycle = "6 min"
operators = { hand = 1 }
[calendar.all]
mon-fri = "06:00-22:00"
[calendar.early]
mon-fri = "06:00-14:00"
[crew.hand]
count = 2
calendar = "all"
zones = [["A"], ["A", "B"]]
[roster]
codes = { E = "early" }
[roster.person."hand/2"]
2026-03-02 = "E"
[run]
length = "4 weeks"
"#;
    let said = |text: &str| {
        let files = Memory::default().with("plant.toml", text);
        let mut complaints = Diagnostics::default();
        let scenario = read(&files, "plant.toml").scenario.expect("it is right");
        compile(&scenario, &mut complaints).expect("it is right");
        let gaps = complaints.iter().filter(|one| one.code == "W104");
        gaps.map(|one| one.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        said(text),
        [
            "nobody is at work with the skill `hand at B` in 2 of the 80 h a week in which `B` is open, \
             first from 2026-03-02 14:00 to 2026-03-02 22:00"
        ]
    );
    assert_eq!(said(&text.replace("zones", "# zones")), Vec::<String>::new());
}
