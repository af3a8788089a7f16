//! Loads against sums made by hand.

mod book;
mod people;
mod rounds;
mod shifts;

use crate::ids::StationId;
use crate::model::tests::{compiled, model};
use crate::model::{Load, Loads, Model, NoPace};

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
fn a_logged_failure_takes_the_hours_in_which_the_station_is_open() {
    let failure = r#"failure.f = { at = [2026-03-02T13:00:00], repair = { time = "3 h" } }"#;
    let plant = "[plant]\nstart = 2026-03-02";
    let always = two_stations(&format!("{failure}\n{plant}"));
    assert_close(load(&always, &always.loads(), "saw").load, 0.5 / (165.0 / 168.0));
    // Of the three hours one is before closing time.
    let day = "calendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"";
    let early = two_stations(&format!("{failure}\n{day}\n{plant}"));
    assert_close(load(&early, &early.loads(), "saw").load, 0.5 / (39.0 / 168.0));
}

#[test]
fn downtime_can_make_work_too_much() {
    let plant = |more: &str| {
        format!(
            "[line.main]\nstations = [\"saw\"]\n[demand.all]\nevery = \"1 min\"\n\
             [station.saw]\ncycle = \"57 s\"\n{more}\n"
        )
    };
    let warned = |more: &str| {
        let (_, said) = compiled(&plant(more));
        said.into_iter().filter(|line| line.starts_with("W101")).collect::<Vec<String>>()
    };
    assert!(warned("").is_empty());
    // 95 % of the time at work, and ten hours for nine of work: 105.6 %.
    let failure =
        r#"failure.f = { clock = "operating", every = "9 h", repair = { time = "1 h" } }"#;
    let message = "W101: the station `saw` is asked for 106 % of what it can do";
    assert_eq!(warned(failure), [message]);
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

/// A belt of 3 m at 0.1 m/s with a part every 0.6 m: a part every 6 s, 600 an hour; between a saw of 4 s and a welder
/// of 5 s.
#[test]
fn a_conveyor_has_a_load_and_may_set_the_pace() {
    let text = r#"
[product.p]
route = ["saw", "weld"]
[station.saw]
cycle = "4 s"
[station.weld]
cycle = "5 s"
[conveyor.belt]
from = "saw"
to = "weld"
length = "3 m"
speed = "0.1 m/s"
pitch = "0.6 m"
"#;
    let belt = |text: &str| {
        let plant = model(text);
        let loads = plant.loads();
        let belt = *loads.conveyors.iter().next().expect("there is a conveyor");
        let pace = *plant.paces().iter().next().expect("there is a product");
        (loads, belt, pace)
    };
    let (loads, row, pace) = belt(text);
    assert_close(row.most, 600.0);
    assert_close(row.load(), 1.0);
    assert_close(loads.rate, 600.0);
    assert_close(loads.bottleneck_rate, 600.0);
    assert_eq!(pace, Err(NoPace::Conveyor));
    // As long as it is, 2.8 m hold four parts of 0.6 m: four in 28 s.
    assert_close(belt(&text.replace("3 m", "2.8 m")).1.most, 4.0 / 28.0 * 3600.0);
    // Faster than both, it is work of 15 s from station to station.
    let (_, row, pace) = belt(&text.replace("0.1 m/s", "0.2 m/s"));
    assert_close(row.load(), 720.0 / 1200.0);
    assert_close(pace.expect("a pace").work, (4.0 + 5.0 + 15.0) / 3600.0);
    // 360 orders an hour; of 600 an hour that would be 60 %, and less by what is thrown away before it.
    let demand = format!("{text}[demand.all]\nevery = \"10 s\"\n");
    assert_close(belt(&demand).1.load(), 0.6);
    let scrap = demand.replace("cycle = \"4 s\"", "cycle = \"4 s\"\nscrap = \"25 %\"");
    assert_close(belt(&scrap).1.load(), 0.45);
    // A third of the welded parts is welded again after sawing: half as many rides more.
    let route = "[\"saw\", { station = \"weld\", next = { saw = \"33.333333333 %\", out = \"66.666666667 %\" } }]";
    let again = belt(&demand.replace("[\"saw\", \"weld\"]", route)).1.load();
    assert!((again - 0.9).abs() < 1e-6, "{again}");
    // It moves for eight hours a day.
    let hours = "calendar = \"day\"\n[calendar.day]\nmon-sun = \"06:00-14:00\"\n";
    let (_, row, _) =
        belt(&text.replace("pitch = \"0.6 m\"\n", &format!("pitch = \"0.6 m\"\n{hours}")));
    assert_close(row.most, 200.0);
}

/// A cart of 1 m/s loads for 10 s and drives 60 m: 70 s with a part, 60 s back; a part comes every 50 s, 72 an hour.
#[test]
fn vehicles_are_asked_for_trips_and_by_estimate_for_the_ways_between() {
    let text = r#"
[product.p]
route = ["saw", "weld"]
[station.saw]
cycle = "4 s"
[station.weld]
cycle = "5 s"
[layout.positions]
saw = [0, 0]
weld = [60, 0]
[vehicle.cart]
count = 2
speed = "1 m/s"
moves = { saw = "weld" }
load = "10 s"
[demand.all]
products = { p = 1 }
every = { mean = "50 s" }
"#;
    let cart = |text: &str| *model(text).loads().vehicles.iter().next().expect("there is one");
    let row = cart(text);
    assert_close(row.asked, 72.0);
    assert_close(row.loaded, 72.0 * 70.0 / 3600.0);
    assert_close(row.empty, 72.0 * 60.0 / 3600.0);
    assert_close(row.least(), 0.7);
    assert_close(row.estimate(), 1.3);
    let double = cart(&text.replace("count = 2", "count = 2\ncarries = 2"));
    assert_close(double.asked, 72.0);
    assert_close(double.estimate(), 0.65);
    assert_eq!(*model(text).paces().iter().next().expect("a product"), Err(NoPace::Vehicles));
}

/// Three ways around a yard of 60 m by 40 m, 36 trips an hour. From where they end, `weld`, `paint`, `pack`, to where
/// they begin, `cut`, `weld`, `paint`, it is 60, 0, 40, then 100, 40, 0, then 40, 100 and 60 m: 440 m in nine.
#[test]
fn the_estimate_takes_every_next_load_as_often_as_it_is_there() {
    let text = r#"
[line.main]
stations = ["cut", "weld", "paint", "pack"]
[station.cut]
cycle = "5 min"
[station.weld]
cycle = "5 min"
[station.paint]
cycle = "4 min"
[station.pack]
cycle = "4 min"
[layout.positions]
cut = [0, 0]
weld = [60, 0]
paint = [60, 40]
pack = [0, 40]
[vehicle.forklift]
speed = "2 m/s"
moves = { cut = "weld", weld = "paint", paint = "pack" }
"#;
    let loads = model(text).loads();
    let row = loads.vehicles.iter().next().expect("there is one");
    assert_close(row.asked, 36.0);
    assert_close(row.loaded, 12.0 * (60.0 + 40.0 + 60.0) / 2.0 / 3600.0);
    assert_close(row.empty, 36.0 * 440.0 / 9.0 / 2.0 / 3600.0);
}

/// Six pumps an hour take two seals each, and a seal one ring: 12 of both.
#[test]
fn what_is_made_to_stock_for_others_is_work_too() {
    let model = model(
        r#"
[demand.pumps]
every = "10 min"
products = { pump = 1 }
[product.pump]
route = ["close"]
materials = { seal = 2 }
[product.seal]
route = ["mould"]
materials = { ring = 1 }
[product.ring]
route = ["cut"]
[stock.seal]
reorder = { up_to = 20 }
[stock.ring]
reorder = { point = 10, quantity = 40 }
[station]
close = { cycle = "3 min" }
mould = { cycle = "2 min" }
cut = { cycle = "1 min" }
"#,
    );
    let loads = model.loads();
    assert_close(load(&model, &loads, "close").visits, 6.0);
    assert_close(load(&model, &loads, "mould").visits, 12.0);
    assert_close(load(&model, &loads, "cut").visits, 12.0);
}
