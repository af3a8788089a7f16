//! Crews of small plants, by hand.

use super::*;
use crate::diagnostic::Diagnostics;
use crate::model::compile;
use crate::scenario::{Memory, read};
use crate::study::{Band, Results, Settings, run};

/// Two cycles of five hours a day, begun in a shift of eight, and planned overtime on both Saturdays.
const PLANT: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "2 weeks"
replications = 3
[line.main]
stations = ["bench"]
[station.bench]
cycle = "5 h"
operators = { fitter = 1 }
[calendar.day]
mon-fri = "06:00-14:00"
[crew.fitter]
calendar = "day"
at_shift_end = "finish"
labour_cost = "30 EUR/h"
premium = "50 %"
[crew.spare]
count = 2
[overtime.saturday]
crews = { fitter = 1 }
days = "sat"
from = "06:00"
hours = "5 h"
"#;

fn results(text: &str) -> Results {
    let files = Memory::default().with("plant.toml", text);
    let scenario = read(&files, "plant.toml").scenario.expect("it is right");
    let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
    run(&model, &Settings { threads: 1, ..Settings::default() }, &())
}

fn exactly(mean: f64) -> Band {
    Band { mean, low: mean, high: mean }
}

/// By hand: from Monday to Friday 8 h at 30 and 2 h at 45 EUR, on Saturday 5 h at 45 EUR.
#[test]
fn what_is_planned_is_exact_and_dated() {
    let staff = results(PLANT).staff;
    let told = staff.plan.iter().map(|row| {
        assert_eq!((row.crew.as_str(), row.people), ("fitter", exactly(1.0)));
        let day = row.day.since_start().hours() / 24.0;
        (day, row.hours, row.overtime, row.cost.expect("it has a price"))
    });
    let day = |day: f64, all: f64, overtime: f64, cost: f64| {
        (day, exactly(all), exactly(overtime), exactly(cost))
    };
    let week = |from: f64| {
        let days = (0..5).map(move |n| day(from + f64::from(n), 10.0, 2.0, 330.0));
        days.chain([day(from + 5.0, 5.0, 5.0, 225.0)])
    };
    let expected: Vec<_> = week(0.0).chain(week(7.0)).collect();
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// By hand: in a week 40 h in shifts and 15 h of overtime, all on tasks; who is spare is always there,
/// without hours of their own and without a task.
#[test]
fn states_and_weeks_of_skills_are_those_of_the_crew() {
    let staff = results(PLANT).staff;
    let share = |crew: usize, state: OperatorState| {
        let (word, share) = &staff.states[crew].shares[state as usize];
        assert_eq!(*word, state.word());
        share.estimate
    };
    assert_eq!((staff.states[0].crew.as_str(), staff.states[1].crew.as_str()), ("fitter", "spare"));
    let is = |found: f64, right: f64| assert!((found - right).abs() < 1e-12, "{found} for {right}");
    is(share(0, OperatorState::Working), 40.0 / 55.0);
    is(share(0, OperatorState::Overtime), 15.0 / 55.0);
    is(share(0, OperatorState::Off), 1.0 - 55.0 / 168.0);
    is(share(1, OperatorState::Idle), 1.0);
    is(share(1, OperatorState::Off), 0.0);
    let fitter = &staff.loads[0];
    assert_eq!((fitter.skill.as_str(), fitter.calendar.as_deref()), ("fitter", Some("day")));
    assert_eq!(fitter.used, [exactly(55.0), exactly(55.0)]);
    assert_eq!(fitter.there, [exactly(55.0), exactly(55.0)]);
    let spare = &staff.loads[1];
    assert_eq!((spare.calendar.as_deref(), spare.used.as_slice()), (None, &[exactly(0.0); 2][..]));
    assert_eq!(spare.there, [exactly(336.0), exactly(336.0)]);
}

/// A person who minds a rig with a quarter of the attention while fitting with the rest: three hours on
/// the one are three quarters of an hour.
#[test]
fn hours_of_a_skill_are_those_on_its_tasks_by_their_attention() {
    let text = r#"
[run]
length = "1 week"
replications = 1
[line.a]
stations = ["rig"]
[line.b]
stations = ["bench"]
[station.rig]
cycle = "1 h"
operators = { mind = { attention = "25 %" } }
[station.bench]
cycle = "1 h"
operators = { fit = { attention = "75 %" } }
[calendar.day]
mon-fri = "06:00-14:00"
[crew.both]
calendar = "day"
skills = ["fit", "mind"]
"#;
    let staff = results(text).staff;
    let used: Vec<_> =
        staff.loads.iter().map(|load| (load.skill.as_str(), load.used[0].mean)).collect();
    assert_eq!(used, [("fit", 30.0), ("mind", 10.0)]);
    assert!((staff.loads[0].there[0].mean - 40.0).abs() < 1e-12);
}

#[test]
fn the_roster_has_the_stretches_of_the_first_run() {
    let roster = results(PLANT).staff.roster;
    let fitter: Vec<_> = roster.stints.iter().filter(|stint| stint.crew == "fitter").collect();
    assert_eq!(fitter.len(), 2 * (5 * 2 + 1));
    let at = |time: Time| time.since_start().hours();
    let first: Vec<_> =
        fitter[..2].iter().map(|stint| (stint.mark, at(stint.from), at(stint.to))).collect();
    assert_eq!(first, [(Mark::Work, 6.0, 14.0), (Mark::Overtime, 14.0, 16.0)]);
    assert_eq!((at(roster.from), at(roster.until), roster.left_out), (0.0, 336.0, 0));
}

/// By hand: 10 m from A to B and 10 m back, in a run of 10 + 10 + 20 + 10 + 10 = 60 min of one person: an eighth
/// of a shift.
#[test]
fn ways_are_counted_there_and_back() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
replications = 2
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
[station.C]
cycle = "1 min"
[line.c]
stations = ["C"]
[crew.hand]
base = [0, 0]
[layout]
walking_speed = "1 m/min"
positions = { A = [0, 0], B = [4, 6] }
[order.1]
product = "a"
release = 2026-03-02
[order.2]
product = "b"
release = 2026-03-02T00:01:00
[order.3]
product = "a"
release = 2026-03-02T00:02:00
"#;
    let floor = results(text).staff.floor;
    let places: Vec<(&str, Option<[f64; 2]>)> =
        floor.places.iter().map(|place| (place.name.as_str(), place.at)).collect();
    let at = |x: f64, y: f64| Some([x, y]);
    assert_eq!(places, [("A", at(0.0, 0.0)), ("B", at(4.0, 6.0)), ("base of hand", at(0.0, 0.0))]);
    let ways = floor
        .ways
        .iter()
        .map(|way| (way.crew.as_str(), way.from, way.to, way.ways.estimate, way.metres.estimate));
    assert_eq!(ways.collect::<Vec<_>>(), [("hand", 0, 1, 8.0, 80.0), ("hand", 1, 0, 8.0, 80.0)]);
}
