//! Loads against sums made by hand.

use crate::ids::StationId;
use crate::model::tests::model;
use crate::model::{Load, Loads, Model};

/// The load of the station called `name`.
fn load(model: &Model, loads: &Loads, name: &str) -> Load {
    let is = |id: &StationId| model.stations[*id].name == name;
    loads.stations[model.stations.ids().find(is).expect("it exists")]
}

fn assert_close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
}

/// Two stations in a row with 30 orders an hour; `more` is added to the first one.
fn two_stations(more: &str) -> Model {
    model(&format!(
        r#"
[line.main]
stations = ["saw", "pack"]
[demand.all]
every = "2 min"
[station.pack]
cycle = "30 s"
[station.saw]
cycle = "60 s"
{more}
"#
    ))
}

#[test]
fn a_line_that_is_never_short_of_parts_makes_what_its_slowest_station_can() {
    let model = model(
        r#"
[line.main]
stations = ["saw", "drill", "pack"]
[station]
saw = { cycle = "40 s" }
drill = { cycle = "45 s", buffer = 5 }
pack = { cycle = "38 s" }
"#,
    );
    let loads = model.loads();
    assert_close(loads.rate, 80.0);
    assert_close(loads.bottleneck_rate, 80.0);
    assert_close(load(&model, &loads, "drill").load, 1.0);
    assert_close(load(&model, &loads, "saw").load, 40.0 / 45.0);
    assert_close(loads.visit_rate, 240.0);
    assert_eq!(loads.bottleneck.map(|id| model.stations[id].name.as_str()), Some("drill"));
}

#[test]
fn lines_that_share_a_station_share_its_time() {
    let model = model(
        r#"
[line.a]
stations = ["saw", "pack"]
[line.b]
stations = ["mill", "pack"]
[station]
saw = { cycle = "60 s" }
mill = { cycle = "60 s" }
pack = { cycle = "60 s" }
"#,
    );
    let loads = model.loads();
    assert_close(loads.rate, 60.0);
    assert_close(load(&model, &loads, "pack").load, 1.0);
    assert_close(load(&model, &loads, "saw").load, 0.5);
}

#[test]
fn demand_over_capacity_is_the_load() {
    let model = two_stations("");
    let loads = model.loads();
    assert_close(loads.rate, 30.0);
    assert_close(load(&model, &loads, "saw").load, 0.5);
    assert_close(load(&model, &loads, "pack").load, 0.25);
    assert_close(loads.bottleneck_rate, 60.0);
}

#[test]
fn failures_take_their_part_of_the_time() {
    let of = |more: &str| {
        let model = two_stations(more);
        let loads = model.loads();
        load(&model, &loads, "saw").load
    };
    // Ten hours for nine of work.
    let operating =
        r#"failure.f = { clock = "operating", every = "9 h", repair = { time = "1 h" } }"#;
    assert_close(of(operating), 0.5 * 10.0 / 9.0);
    let calendar =
        r#"failure.f = { clock = "calendar", every = "9 h", repair = { time = "1 h" } }"#;
    assert_close(of(calendar), 0.5 / 0.9);
}

#[test]
fn scrap_spares_the_stations_behind() {
    let model = two_stations(r#"scrap = "10 %""#);
    let loads = model.loads();
    assert_close(load(&model, &loads, "saw").visits, 30.0);
    assert_close(load(&model, &loads, "pack").visits, 27.0);
}

#[test]
fn parts_that_come_back_are_counted_again() {
    let model = model(
        r#"
[demand.all]
every = "2 min"
[product.a]
route = [
  { station = "saw" },
  { station = "weld", next = { weld = "10 %", grind = "90 %" } },
  { station = "grind", next = { weld = "20 %", out = "80 %" } },
]
[station]
saw = { cycle = "1 s" }
weld = { cycle = "1 s" }
grind = { cycle = "1 s" }
"#,
    );
    let loads = model.loads();
    // Every part leaves from grinding: 1 = 0.8 g; what leaves welding is ground: 0.9 w = g.
    assert_close(load(&model, &loads, "saw").visits, 30.0);
    assert_close(load(&model, &loads, "grind").visits, 30.0 / 0.8);
    assert_close(load(&model, &loads, "weld").visits, 30.0 / 0.8 / 0.9);
}

#[test]
fn stations_that_can_stand_in_for_each_other_divide_the_work_evenly() {
    let model = model(
        r#"
[demand.all]
every = "80 s"
[product.a]
route = [{ station = ["fast", "slow"] }]
[station]
fast = { cycle = "60 s" }
slow = { cycle = "120 s" }
"#,
    );
    let loads = model.loads();
    for name in ["fast", "slow"] {
        let load = load(&model, &loads, name);
        assert_close(load.load, 0.5);
        assert_close(load.alone, 0.0);
    }
}

#[test]
fn a_busy_station_leaves_common_work_to_the_others() {
    let model = model(
        r#"
[demand.all]
every = "80 s"
products = { a = 1, b = 2 }
[product.a]
route = [{ station = ["fast", "slow"] }]
[product.b]
route = ["fast"]
[station]
fast = { cycle = "60 s" }
slow = { cycle = "120 s" }
"#,
    );
    let loads = model.loads();
    // 30 of 45 parts an hour need half of the fast station; the other 15 need half of the slow one.
    assert_close(load(&model, &loads, "fast").load, 0.5);
    assert_close(load(&model, &loads, "slow").load, 0.5);
    assert_close(load(&model, &loads, "fast").alone, 0.5);
    assert_close(loads.bottleneck_rate, 90.0);
}

#[test]
fn a_station_works_while_it_is_open_and_its_people_are_there() {
    let calendars = r#"
[run]
length = "1 week"
[plant]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{ at = "09:00", for = "30 min" }]
[demand.all]
every = "10 min"
[line.main]
stations = ["saw", "weld"]
[crew.welder]
count = 2
[station.saw]
cycle = "60 s"
[station.weld]
cycle = "60 s"
machines = 2
operators = { welder = 2 }
"#;
    let model = model(calendars);
    let loads = model.loads();
    let (saw, weld) = (load(&model, &loads, "saw"), load(&model, &loads, "weld"));
    assert_close(saw.open, 40.0 / 168.0);
    assert_close(weld.open, 37.5 / 168.0);
    assert_close(saw.load, 0.1 / (40.0 / 168.0));
    // Six parts an hour, one minute, two people each; two people in 37.5 hours of 168.
    let skill = loads.skills.iter().next().copied().expect("one skill");
    assert_close(skill, 0.2 / (2.0 * 37.5 / 168.0));
}

#[test]
fn lines_of_a_product_share_its_parts_by_their_speed() {
    let model = model(
        r#"
[line]
a = { stations = ["saw_a", "pack"] }
b = { stations = ["saw_b", "pack"] }
[station]
saw_a = { cycle = "60 s" }
saw_b = { cycle = "120 s" }
pack = { cycle = "30 s" }
[product.door]
lines = ["a", "b"]
[demand.all]
every = "60 s"
products = { door = 1 }
"#,
    );
    let loads = model.loads();
    // 60 parts an hour: 40 on the fast line, 20 on the slow one.
    assert_close(load(&model, &loads, "saw_a").load, 40.0 / 60.0);
    assert_close(load(&model, &loads, "saw_b").load, 40.0 / 60.0);
    assert_close(load(&model, &loads, "saw_a").alone, 0.0);
    assert_close(load(&model, &loads, "pack").load, 0.5);
    assert_close(load(&model, &loads, "pack").alone, 0.5);
}

#[test]
fn supplied_lines_of_a_product_give_what_they_can_together() {
    let model = model(
        r#"
[line]
a = { stations = ["saw_a"] }
b = { stations = ["saw_b"] }
[station]
saw_a = { cycle = "60 s" }
saw_b = { cycle = "120 s" }
[product.door]
lines = ["a", "b"]
"#,
    );
    assert_close(model.loads().rate, 90.0);
}
