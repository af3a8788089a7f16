//! Rounds of walking loops, worked by hand.

use super::model;
use crate::model::{Model, Round};
use crate::units::Span;

/// Two machines 60 m apart, walked at 1 m/s; `more` is said of the second.
fn cell(more: &str) -> Model {
    let text = format!(
        r#"
[run]
length = "1 week"
[line.main]
stations = ["saw", "mill"]
[station.saw]
cycle = "100 s"
load = {{ time = "8 s", operators = {{ cell = 1 }} }}
unload = {{ time = "2 s", operators = {{ cell = 1 }} }}
[station.mill]
{more}
[crew.cell]
skills = {{ cell = 0.5 }}
loop = ["saw", "mill"]
[layout]
walking_speed = "1 m/s"
positions = {{ saw = [0, 0], mill = [60, 0] }}
"#
    );
    model(&text)
}

fn only(model: &Model) -> Round {
    let rounds = model.rounds();
    assert_eq!(rounds.len(), 1);
    rounds[0]
}

/// At half the pace, hands at the saw take 20 s. The machine with its hands: 120 s. By hand, the mill takes 80 s.
#[test]
fn a_round_is_hands_and_ways_and_the_slowest_machine() {
    let model = cell("cycle = \"40 s\"\noperators = { cell = 1 }");
    let round = only(&model);
    assert_eq!(round.hands, Span::from_seconds(20 + 80));
    assert_eq!(round.ways, Span::from_seconds(120));
    assert_eq!(model.stations[round.slowest].name, "saw");
    assert_eq!(round.longest, Span::from_seconds(120));
    assert_eq!(round.interval(1), Span::from_seconds(220));
    assert_eq!(round.interval(2), Span::from_seconds(120));
    assert_eq!(round.enough(), 2);
}

/// Hands on the way of a cycle are a part of it: 30 s at half the pace. Of two machines each has twice the time.
#[test]
fn hands_inside_a_cycle_and_several_machines() {
    let during = "during = { time = \"15 s\", operators = { cell = 1 } }";
    let model = cell(&format!("machines = 2\ncycle = \"400 s\"\n{during}"));
    let round = only(&model);
    assert_eq!(round.hands, Span::from_seconds(20 + 30));
    assert_eq!(model.stations[round.slowest].name, "mill");
    assert_eq!(round.longest, Span::from_seconds(200));
    assert_eq!(round.enough(), 1);
}

#[test]
fn a_round_with_times_that_differ_by_product_is_not_told() {
    let text = "cycle = \"40 s\"\n[product.other]\nroute = [{ station = \"mill\", cycle = \"50 s\" }]\n\
                [demand.mix]\nproducts = { main = 1, other = 1 }\nevery = \"10 min\"";
    assert_eq!(cell(text).rounds(), []);
}

/// One part every 4 min at a single machine each: at the saw hands take 20 s, at the mill 80 s, and each part takes
/// 60 s from the saw on and 60 s from the mill on: 220 of 240 s. Of two mills one visit may serve both, so ways
/// are left out there: 100 s.
#[test]
fn whoever_goes_round_is_asked_for_the_ways_too() {
    let demand = "[demand.d]\nevery = \"4 min\"\n";
    let of = |more: &str| {
        let model = cell(&format!("cycle = \"40 s\"\noperators = {{ cell = 1 }}\n{more}{demand}"));
        let loads = model.loads();
        loads.skills.iter().copied().fold(0.0, f64::max)
    };
    super::assert_close(of(""), 220.0 / 240.0);
    super::assert_close(of("machines = 2\n"), 100.0 / 240.0);
}
