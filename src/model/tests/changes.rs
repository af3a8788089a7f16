//! Dated changes become periods with the same ids.

use super::*;
use crate::units::Time;

const SHOP: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "4 weeks"
[calendar.early]
mon-fri = "06:00-14:00"
[calendar.late]
mon-fri = "14:00-22:00"
[line.main]
stations = ["weld"]
[station.weld]
cycle = "30 min"
operators = { welder = 1 }
[crew.welder]
calendar = "early"
[demand.all]
every = { mean = "6 h" }
"#;

fn changed(change: &str) -> Model {
    model(&format!("{SHOP}{change}"))
}

#[test]
fn a_plant_without_changes_has_one_period_and_one_with_a_change_has_three() {
    let day = |day| Time::ZERO + Span::from_days(day);
    assert!(model(SHOP).periods.is_empty());
    let shop = changed(
        "[change.help]\nfrom = 2026-03-09\nuntil = 2026-03-13\ncrew.welder.count = 3\n\
         crew.welder.calendar = \"late\"\n",
    );
    let from: Vec<Time> = shop.periods.iter().map(|period| period.from).collect();
    assert_eq!(from, [day(7), day(12)]);
    let welders = |plant: &Model| {
        let crew = plant.crews.iter().next().expect("the welders");
        (crew.count, crew.operators.len(), crew.calendar)
    };
    let calendar = shop.calendars.ids().next();
    let all: Vec<_> = shop.plants().map(welders).collect();
    assert_eq!(all, [(1, 3, calendar), (3, 3, calendar), (1, 3, calendar)]);
    // Five late shifts of eight hours between five and ten early ones.
    let hours = &shop.calendars[calendar.expect("one calendar for all")];
    assert_eq!(hours.name, "early → late → early");
    assert_eq!(hours.open_time(day(7), day(12)), Span::from_hours(40));
    assert_eq!(hours.next_change(day(7)), Some(day(7) + Span::from_hours(14)));
    assert_eq!(hours.next_change(day(12)), Some(day(14) + Span::from_hours(6)));
}

#[test]
fn what_only_a_change_brings_is_known_of_the_whole_plant() {
    assert!(!model(SHOP).scraps() && !model(SHOP).has_promises());
    let shop = changed(
        "[change.season]\nfrom = 2026-03-09\nstation.weld.scrap = \"1 %\"\n\
         demand.all.due_in = \"2 days\"\n",
    );
    assert!(shop.scraps() && shop.has_promises());
    assert_eq!(shop.common_promise(), None);
}

#[test]
fn the_hash_knows_what_changes_and_when_but_not_what_the_change_is_called() {
    let hash = |name: &str, from: &str, count: u32| {
        changed(&format!("[change.{name}]\nfrom = {from}\ncrew.welder.count = {count}\n")).hash()
    };
    let one = hash("help", "2026-03-09", 2);
    assert_eq!(one, hash("temps", "2026-03-09", 2));
    assert_ne!(one, hash("help", "2026-03-10", 2));
    assert_ne!(one, hash("help", "2026-03-09", 3));
    assert_ne!(one, model(SHOP).hash());
    // From the start on it is the plant itself.
    let from_the_start = changed("[change.help]\nfrom = 2026-03-02\ncrew.welder.count = 2\n");
    let plain = model(&SHOP.replace("[crew.welder]\n", "[crew.welder]\ncount = 2\n"));
    assert_eq!(from_the_start.hash(), plain.hash());
}

#[test]
fn each_period_has_loads_of_its_own() {
    // A welder has 8 hours on 5 of 7 days; an order takes half an hour, every six hours.
    let shop = changed(
        "[change.peak]\nfrom = 2026-03-09\nuntil = 2026-03-15\n\
         demand.all.every = { mean = \"2 h\" }\ncrew.welder.count = 2\n",
    );
    let loads: Vec<f64> = shop
        .loads_by_period()
        .iter()
        .map(|period| 40.0 * period.loads.skills.iter().sum::<f64>())
        .collect();
    // Hours of work in a week over the hours of a person.
    let right = [14.0, 21.0, 14.0];
    assert!(loads.iter().zip(right).all(|(load, right)| (load - right).abs() < 1e-9), "{loads:?}");
}
