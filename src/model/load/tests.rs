//! Loads against sums made by hand.

use crate::ids::StationId;
use crate::model::tests::{compiled, model};
use crate::model::{Load, Loads, Model, Slowest};
use crate::units::Span;

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

/// The share of the fitters' time that repairs ask for: one fitter, unless `crew` says otherwise,
/// beside a saw that works half of the time, 30 cycles an hour.
fn fitters(failure: &str, crew: &str) -> f64 {
    let model = two_stations(&format!("failure.f = {{ {failure} }}\n[crew.fitter]\n{crew}"));
    let loads = model.loads();
    loads.skills.iter().next().copied().expect("one skill")
}

#[test]
fn repairs_are_work_of_the_crews_that_do_them() {
    let of = |clock: &str, repair: &str| fitters(&format!("{clock}, repair = {{ {repair} }}"), "");
    let hour = r#"time = "1 h", operators = { fitter = 1 }"#;
    // Half an hour of work an hour, a failure every nine hours of work.
    assert_close(of(r#"clock = "operating", every = "9 h""#, hour), 0.5 / 9.0);
    // Thirty cycles an hour, a failure every hundred.
    assert_close(of(r#"clock = "cycles", every = 100"#, hour), 30.0 / 100.0);
    // Nine hours of soundness, one of repair.
    assert_close(of(r#"clock = "calendar", every = "9 h""#, hour), 1.0 / 10.0);
    assert_close(of(r#"clock = "on_shift", every = "9 h""#, hour), 1.0 / 10.0);
    // What already contains the waiting for people asks for none.
    let measured = format!(r#"{hour}, measured = "stop_to_restart""#);
    assert_close(of(r#"clock = "operating", every = "9 h""#, &measured), 0.0);
}

#[test]
fn repairs_by_several_people_take_the_time_of_each() {
    let failure = r#"clock = "cycles", every = 100, repair = { time = "30 min", operators = { fitter = 2 } }"#;
    // 0.3 failures an hour, half an hour each, two people: 0.3 people, of three.
    assert_close(fitters(failure, "count = 3"), 0.1);
}

#[test]
fn logged_failures_are_work_too() {
    let failure = r#"at = [2026-03-02T10:00:00, 2026-03-03T10:00:00, 2027-03-02T10:00:00], repair = { time = "3 h", operators = { fitter = 1 } }"#;
    // Two of them lie in the week that is run.
    let found = fitters(failure, "count = 1\n[plant]\nstart = 2026-03-02");
    assert_close(found, 6.0 / 168.0);
}

#[test]
fn repair_crews_work_in_their_hours_and_not_in_breaks() {
    let day = r#"calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{ at = "09:00", for = "30 min" }]"#;
    let failure = |clock: &str| {
        format!(
            r#"clock = "{clock}", every = "9 h", repair = {{ time = "1 h", operators = {{ fitter = 1 }} }}"#
        )
    };
    // 37.5 hours of 168: an hour of repair takes 4.48 hours on average; the saw is always open.
    let there = 37.5 / 168.0;
    let rate = 1.0 / (9.0 + 4.48);
    assert_close(fitters(&failure("calendar"), day), rate / there);
    // Work of the machine brings it down as often as before.
    assert_close(fitters(&failure("operating"), day), 0.5 / 9.0 / there);
}

#[test]
fn shift_clocks_stand_in_breaks_where_people_are_needed() {
    // The saw has shifts of 40 hours a week and breaks of 2.5; fitters are always there.
    let day = |operators: &str| {
        let text = format!(
            r#"
[run]
length = "1 week"
[plant]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{{ at = "09:00", for = "30 min" }}]
[demand.all]
every = "10 min"
[line.main]
stations = ["saw"]
[crew.fitter]
calendar = "always"
[crew.joiner]
calendar = "always"
[station.saw]
cycle = "60 s"
{operators}
failure.f = {{ clock = "on_shift", every = "9 h", repair = {{ time = "1 h", operators = {{ fitter = 1 }} }} }}
"#
        );
        let model = model(&text);
        let (loads, skill) = (model.loads(), |name: &str| {
            model.skills.iter().position(|skill| skill.name == name).expect("a skill")
        });
        let fitter = loads.skills.iter().nth(skill("fitter")).copied().expect("a skill");
        (fitter, load(&model, &loads, "saw").open)
    };
    // Nine hours of the clock take so long on average, then the repair an hour.
    let (alone, open) = day("");
    assert_close(alone, 1.0 / (9.0 / (40.0 / 168.0) + 1.0));
    assert_close(open, 40.0 / 168.0);
    let (staffed, open) = day("operators = { joiner = 1 }");
    assert_close(staffed, 1.0 / (9.0 / (37.5 / 168.0) + 1.0));
    // The joiner stands in during breaks, so the saw works on.
    assert_close(open, 40.0 / 168.0);
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

/// A book of ten parts for a run until it is done, in one shift from six to two.
fn book(station: &str, more: &str) -> String {
    format!(
        r#"
[run]
length = "orders_done"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{{ at = "09:00", for = "30 min" }}]
[line.main]
stations = ["saw"]
[order.A]
quantity = 10
[station.saw]
cycle = "1 h"
{station}
{more}
"#
    )
}

#[test]
fn a_book_takes_at_least_the_time_of_its_slowest_station() {
    let (model, said) = compiled(&book("", ""));
    // No queue grows for ever in a run that ends with its orders.
    assert!(said.iter().all(|line| !line.starts_with("W101")), "{said:#?}");
    let model = model.expect("it is right");
    let book = model.loads().book.expect("the run ends with its orders");
    assert_close(book.stations.iter().sum(), 10.0);
    // Eight hours on Monday, through the break, and two on Tuesday, until eight.
    assert_eq!(book.least, Some(Span::from_hours(24 + 8)));
    assert!(matches!(book.slowest, Some(Slowest::Station(_))));
}

#[test]
fn a_book_takes_at_least_the_time_of_its_people() {
    let model =
        model(&book("machines = 2\noperators = { welder = 2 }", "[crew.welder]\ncount = 2"));
    let book = model.loads().book.expect("the run ends with its orders");
    // Two machines need five hours; twenty hours of people, two at a time, need ten: seven and a
    // half on Monday, and until half past eight on Tuesday.
    assert_close(book.skills.iter().sum(), 20.0);
    assert_eq!(book.least, Some(Span::from_minutes(60 * (24 + 8) + 30)));
    assert!(matches!(book.slowest, Some(Slowest::Skill(_))));
}

#[test]
fn downtime_is_part_of_the_time_of_a_book() {
    let failure =
        r#"failure.f = { clock = "operating", every = "8 h", repair = { time = "2 h" } }"#;
    let model = model(&book(failure, ""));
    // Ten hours of work bring 2.5 of repair: eight on Monday, 4.5 on Tuesday, until half past ten.
    let least = model.loads().book.and_then(|book| book.least);
    assert_eq!(least, Some(Span::from_minutes(60 * (24 + 10) + 30)));
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
