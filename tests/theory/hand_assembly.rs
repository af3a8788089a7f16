//! Assembly worked by hand, and by its Markov chain.

use std::fmt::Write;

use gemba::ids::Id;
use gemba::observe::{Ordered, State, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::simulate::Tolerance::{Absolute, Relative};
use crate::simulate::{Case, replicate};
use crate::support::model;
use crate::visits::{Story, minute, story};

/// When cycles of a machine (from 1) started and ended, in their order.
fn cycles(story: &Story, machine: usize) -> Vec<(i64, i64)> {
    let rows = story.visits.by_part();
    let mut cycles: Vec<(i64, i64)> = (rows.iter().filter(|row| row.machine == machine))
        .map(|row| (minute(row.started), minute(row.finished.expect("every cycle ends"))))
        .collect();
    cycles.sort_unstable();
    cycles
}

/// When parts were taken.
fn taken(story: &Story) -> Vec<i64> {
    let times = story.trace.times(|told| matches!(told, Told::Taken(..)));
    times.into_iter().map(minute).collect()
}

/// Six parts `x` at the feeder `a` and six parts `y` at `b`, each with a time of its own, for six of `z`.
fn two_feeders() -> String {
    let mut text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
[station.b]
[station.join]
cycle = "5 min"
buffer = { x = 1, y = 2 }
takes = { x = 1, y = 1 }
gives = { z = 1 }
[product.z]
route = ["join"]
[order.z]
release = 2026-03-02
product = "z"
quantity = 6
"#
    .to_owned();
    for (family, feeder, times) in [("x", "a", [4, 3, 5, 4, 3, 5]), ("y", "b", [8, 2, 8, 2, 8, 2])]
    {
        for (number, time) in times.into_iter().enumerate() {
            write!(
                text,
                "[product.{family}{number}]\nfamily = \"{family}\"\n\
                 route = [{{ station = \"{feeder}\", cycle = \"{time} min\" }}, \"join\"]\n\
                 [order.{family}{number}]\nrelease = 2026-03-02\nproduct = \"{family}{number}\"\n"
            )
            .expect("a text");
        }
    }
    text
}

/// Validation case `pub-hand-assembly`.
///
/// ```text
/// unit  a done  leaves  b done  leaves  start  end
/// 1          4       4       8       8      8   13
/// 2          7       8      10      10     13   18
/// 3         13      13      18      18     18   23
/// 4         17      18      20      20     23   28
/// 5         21      23      28      28     28   33
/// 6         28      28      30      30     33   38
/// ```
#[test]
fn two_feeders_and_an_assembly() {
    let story = story(&model(&two_feeders()));
    let ends = |machine| cycles(&story, machine).into_iter().map(|(_, end)| end);
    assert_eq!(ends(1).collect::<Vec<_>>(), [4, 7, 13, 17, 21, 28]);
    assert_eq!(ends(2).collect::<Vec<_>>(), [8, 10, 18, 20, 28, 30]);
    let joined = [(8, 13), (13, 18), (18, 23), (23, 28), (28, 33), (33, 38)];
    assert_eq!(cycles(&story, 3), joined);
    assert_eq!(story.time_in(1, State::Blocked), 4);
    assert_eq!(story.time_in(2, State::Blocked), 0);
    assert_eq!(taken(&story), [8, 8, 13, 13, 18, 18, 23, 23, 28, 28, 33, 33]);
}

/// Validation case `pub-assembly-exp`: never starved feeders with exponential times.
#[test]
fn two_feeders_with_exponential_times() {
    Case::<()>::new("pub-assembly-exp")
        .mean("throughput", 0.720_566_38, Relative(0.01), |run| run.throughput())
        .mean("mean content of buffer 1", 1.249_732_1, Relative(0.03), |run| run.queue("x at join"))
        .mean("mean content of buffer 2", 0.809_139_82, Relative(0.03), |run| {
            run.queue("y at join")
        })
        .mean("feeder 1 fraction blocked", 0.279_433_62, Absolute(0.01), |run| {
            run.share("a", &[State::Blocked])
        })
        .mean("assembly utilisation", 0.576_453_1, Relative(0.01), |run| run.working("join"))
        .run(
            r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20
[station.a]
cycle = { dist = "exponential", mean = "1 min" }
[station.b]
cycle = { dist = "exponential", mean = "1.2 min" }
[station.join]
cycle = { dist = "exponential", mean = "0.8 min" }
buffer = 2
takes = { x = 1, y = 1 }
gives = { z = 1 }
[product.x]
route = ["a", "join"]
[product.y]
route = ["b", "join"]
[product.z]
route = ["join"]
"#,
        );
}

/// A case takes 3 bottles; an order for 2 cases brings 6 bottles with it. The filler needs 1 min for a
/// bottle, the packer 2 min for a case, the label 1 min.
///
/// ```text
/// bottle  filled  case  packed  labelled
/// 1 2 3    1 2 3     1     3-5       5-6
/// 4 5 6    4 5 6     2     6-8       8-9
/// ```
#[test]
fn an_order_brings_what_is_taken_for_it() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.fill]
cycle = "1 min"
[station.label]
cycle = "1 min"
[station.pack]
cycle = "2 min"
takes = { bottle = 3 }
gives = { case = 1 }
[product.bottle]
route = ["fill", "pack"]
[product.case]
route = ["pack", "label"]
[order]
1 = { release = 2026-03-02, product = "case", quantity = 2 }
"#,
    ));
    assert_eq!(cycles(&story, 1), [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]);
    assert_eq!(cycles(&story, 3), [(3, 5), (6, 8)]);
    assert_eq!(cycles(&story, 2), [(5, 6), (8, 9)]);
    assert_eq!(minute(story.end), 9);
}

/// Taking apart: a car gives a body and 4 wheels, which leave one by one; the body goes on to the press
/// (3 min), wheels to the washer (1 min each, one place in front of it).
///
/// The parts of the first car leave at 5: the body, then wheels 1 and 2 (one washed, one in front); wheel 3
/// at 6, wheel 4 at 7. So the second car starts at 7 and ends at 12.
#[test]
fn what_is_taken_apart_leaves_one_by_one() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.apart]
cycle = "5 min"
takes = { car = 1 }
gives = { body = 1, wheel = 4 }
[station.press]
cycle = "3 min"
[station.wash]
cycle = "1 min"
buffer = 1
[product.body]
route = ["apart", "press"]
[product.car]
route = ["apart"]
[product.wheel]
route = ["apart", "wash"]
[order]
1 = { release = 2026-03-02, product = "car", quantity = 2 }
2 = { release = 2026-03-02, product = "body", quantity = 2 }
3 = { release = 2026-03-02, product = "wheel", quantity = 8 }
"#,
    ));
    assert_eq!(story.stretches(1, State::Working), [(0, 5), (7, 12)]);
    assert_eq!(story.stretches(1, State::Blocked), [(5, 7), (12, 14)]);
    assert_eq!(story.stretches(2, State::Working), [(5, 8), (12, 15)]);
    assert_eq!(story.stretches(3, State::Working), [(5, 9), (12, 16)]);
    assert_eq!(minute(story.end), 16);
}

/// Parts that come by take in what waits for them: seals come in every 4 min, pumps every 3 min, the
/// cycle takes 1 min; the third pump waits for the third seal.
///
/// ```text
/// pump  there  seal there  start  end
/// 1         3           4      4    5
/// 2         6           8      8    9
/// 3         9          12     12   13
/// ```
#[test]
fn a_part_that_comes_by_takes_in_others() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.mill]
cycle = "3 min"
[station.mould]
cycle = "4 min"
[station.fit]
cycle = "1 min"
takes = { seal = 1 }
[product.pump]
route = ["mill", "fit"]
[product.seal]
route = ["mould", "fit"]
[order]
1 = { release = 2026-03-02, product = "pump", quantity = 3 }
"#,
    ));
    assert_eq!(cycles(&story, 1), [(4, 5), (8, 9), (12, 13)]);
    assert_eq!(taken(&story), [4, 8, 12]);
}

/// Two levels: a frame of 2 tubes, a bike of a frame and 2 wheels. Nobody but the bike is ordered.
///
/// Tubes are cut in 1 min each (4 for 2 bikes), a frame is welded in 3 min, wheels are there at once (they
/// have no step but to be taken), a bike is put together in 2 min.
///
/// ```text
/// tubes  frame  bike
/// 1 2      2-5   5-7
/// 3 4      5-8  8-10
/// ```
#[test]
fn what_is_made_of_others_goes_into_others() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.cut]
cycle = "1 min"
[station.weld]
cycle = "3 min"
takes = { tube = 2 }
gives = { frame = 1 }
[station.put_together]
cycle = "2 min"
takes = { frame = 1, wheel = 2 }
gives = { bike = 1 }
[product.tube]
route = ["cut", "weld"]
[product.frame]
route = ["weld", "put_together"]
[product.wheel]
route = ["put_together"]
[product.bike]
route = ["put_together"]
[order]
1 = { release = 2026-03-02, product = "bike", quantity = 2 }
"#,
    ));
    assert_eq!(story.stretches(3, State::Working), [(2, 8)]);
    assert_eq!(story.stretches(2, State::Working), [(5, 7), (8, 10)]);
    assert_eq!(minute(story.end), 10);
}

/// One feeder makes both products, `x` three times before `y`; one place for each. The second `x` finds no
/// room at 2 min, and what it waits for is behind it. The other line goes on.
#[test]
fn a_feeder_that_makes_the_wrong_part_is_found() {
    let model = model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "1 days"
[station.both]
cycle = "1 min"
[station.join]
cycle = "5 min"
buffer = 1
takes = { x = 1, y = 1 }
gives = { z = 1 }
[station.other]
cycle = "1 min"
[product.x]
route = ["both", "join"]
[product.y]
route = ["both", "join"]
[product.z]
route = ["join"]
[product.o]
route = ["other"]
[demand.o]
every = "10 min"
products = { o = 1 }
[order]
1 = { release = 2026-03-02, product = "x", quantity = 3 }
2 = { release = 2026-03-02, product = "y", quantity = 3 }
"#,
    );
    let mut plant = Plant::new(&model, 1, 0, Trace::default());
    assert!(plant.run_until(Time::ZERO + Span::from_hours(2)));
    let (at, stations) = plant.deadlocked().expect("a deadlock");
    assert_eq!(minute(at), 2);
    let names: Vec<&str> =
        stations.iter().map(|&station| model.stations[station].name.as_str()).collect();
    assert_eq!(names, ["both", "x at join"]);
    assert_eq!(plant.audit(), Ok(()));
}

/// Kits: `b` of the first order is made in 10 min, that of the second in 3 min; `a` takes 1 min each. The
/// cycle takes 5 min.
///
/// ```text
///             a there  b there  start  end
/// any order   1 2      3 10         3    8
///                                  10   15
/// kit 2       2        3            3    8
/// kit 1       1        10          10   15
/// ```
///
/// The times are the same, the orders are not: in kits the second is complete at 8, else the first is.
#[test]
fn kits_are_of_one_order() {
    let plant = |kit: bool| {
        format!(
            r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "1 min"
[station.b1]
cycle = "10 min"
[station.b2]
cycle = "3 min"
[station.join]
cycle = "5 min"
takes = {{ a = 1, b = 1 }}
gives = {{ z = 1 }}
kit = {kit}
[product.a]
route = ["a", "join"]
[product.b]
route = [["b1", "b2"], "join"]
[product.z]
route = ["join"]
[order]
1 = {{ release = 2026-03-02, product = "z" }}
2 = {{ release = 2026-03-02, product = "z" }}
"#
        )
    };
    for (kit, expected) in [(false, [(0, 8), (1, 15)]), (true, [(1, 8), (0, 15)])] {
        let story = story(&model(&plant(kit)));
        let closed = story.trace.lines().iter().filter_map(|&(at, told)| match told {
            Told::Closed(Ordered::Book(order)) => Some((order.position(), minute(at))),
            _ => None,
        });
        assert_eq!(closed.collect::<Vec<_>>(), expected, "kit = {kit}");
        assert_eq!(cycles(&story, 4), [(3, 8), (10, 15)]);
    }
}

/// Two parts of `a` give three of `p`: an order for four needs two cycles, so four of `a`, which are cut one a
/// minute; a cycle takes 2 min. Two more come out than are ordered.
#[test]
fn an_order_brings_what_whole_cycles_need() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.cut]
cycle = "1 min"
[station.join]
cycle = "2 min"
takes = { a = 2 }
gives = { p = 3 }
[product.a]
route = ["cut", "join"]
[product.p]
route = ["join"]
[order]
1 = { release = 2026-03-02, product = "p", quantity = 4 }
"#,
    ));
    assert_eq!(story.stretches(1, State::Working), [(0, 4)]);
    assert_eq!(story.stretches(2, State::Working), [(2, 6)]);
    assert_eq!(minute(story.end), 6);
}

/// A car gives a body and 4 wheels: 6 an hour of the first bring 24 of the second, which the washer needs 3 min
/// each for. So the washer is asked for 120 % of what it can do, and with cars as they are needed the plant does
/// 5 an hour.
#[test]
fn loads_count_a_cycle_once_for_all_that_comes_out() {
    let plant = model(
        r#"
[station.apart]
cycle = "10 min"
takes = { car = 1 }
gives = { body = 1, wheel = 4 }
[station.wash]
cycle = "3 min"
[product.car]
route = ["apart"]
[product.body]
route = ["apart"]
[product.wheel]
route = ["apart", "wash"]
[demand.d]
products = { body = 1 }
every = "10 min"
"#,
    );
    let loads = plant.loads();
    let load = |name: &str| {
        let station = plant.stations.enumerated().find(|(_, row)| row.name == name);
        loads.stations[station.expect("a station").0].load
    };
    assert!((load("apart") - 1.0).abs() < 1e-9, "{}", load("apart"));
    assert!((load("wash") - 1.2).abs() < 1e-9, "{}", load("wash"));
}

/// Two feeders and moves of 130 s to a bench with one place for each: the second part of `x` waits for room from
/// 2 min on, while the first part of `y` is on its way. That is no deadlock.
#[test]
fn what_is_under_way_comes() {
    let model = model(
        r#"
[run]
length = "1 h"
[transfer]
time = "130 s"
[station.fx]
cycle = "1 min"
[station.fy]
cycle = "2 min"
[station.bench]
cycle = "1 min"
buffer = 1
takes = { x = 1, y = 1 }
gives = { z = 1 }
[product.x]
route = ["fx", "bench"]
[product.y]
route = ["fy", "bench"]
[product.z]
route = ["bench"]
"#,
    );
    let mut plant = Plant::new(&model, 1, 0, Trace::default());
    assert!(plant.run_until(Time::ZERO + Span::from_hours(1)));
    assert_eq!(plant.deadlocked(), None);
}

/// Two people go round three hand stations of 40, 35 and 45 s; the last joins a bought part. In the rhythm of a
/// round each makes a part in 120 s, so that they make 60 an hour, as they do where nothing is joined.
#[test]
fn people_go_round_by_a_station_that_takes_parts() {
    let plant = |joins: &str, route: &str| {
        format!(
            r#"
[run]
warm_up = "1 h"
length = "10 h"
[crew.people]
count = 2
loop = ["one", "two", "three"]
[station.one]
cycle = "40 s"
operators = {{ people = 1 }}
buffer = 0
[station.two]
cycle = "35 s"
operators = {{ people = 1 }}
buffer = 1
[station.three]
cycle = "45 s"
operators = {{ people = 1 }}
{joins}
{route}
"#
        )
    };
    let plain = plant("buffer = 1", "[product.p]\nroute = [\"one\", \"two\", \"three\"]");
    let joined = plant(
        "buffer = { body = 1 }\ntakes = { body = 1 }\ngives = { valve = 1 }",
        "[product.body]\nroute = [\"one\", \"two\", \"three\"]\n[product.valve]\nroute = [\"three\"]",
    );
    let made = |text: &str| {
        let model = model(text);
        let run = replicate::<()>(&model, 0);
        run.throughput() * 60.0
    };
    let (plain, joined) = (made(&plain), made(&joined));
    assert!((plain - 60.0).abs() < 0.7 && (joined - 60.0).abs() < 0.7, "{plain} and {joined}");
}

/// Of the motors 30 % are thrown away before the bench, which takes one a pump. Winding takes 4.2 min, the bench
/// 5 min: of 60 / 4.2 motors an hour 70 % come, which are 10 pumps, and winding sets the pace.
#[test]
fn loads_count_what_is_thrown_away_before_it_is_taken() {
    let plant = model(
        r#"
[station.wind]
cycle = "4.2 min"
scrap = "30 %"
[station.bench]
cycle = "5 min"
buffer = 4
takes = { motor = 1 }
gives = { pump = 1 }
[product.motor]
route = ["wind", "bench"]
[product.pump]
route = ["bench"]
"#,
    );
    let loads = plant.loads();
    assert!((loads.rate - 10.0).abs() < 1e-9, "{}", loads.rate);
    let slowest = loads.bottleneck.expect("a bottleneck");
    assert_eq!(plant.stations[slowest].name, "wind");
}

/// 400 bottles a minute: 0.15 s for a bottle, 3.6 s for a case of 24. 500 bottles a minute: two minutes for a
/// pallet of 1000.
#[test]
fn rates_count_what_there_is_most_of() {
    let plant = model(
        r#"
[station.unload]
rate = "500 /min"
takes = { pallet = 1 }
gives = { bottle = 1000 }
[station.fill]
rate = "400 parts/min"
[station.pack]
rate = "24000 /h"
takes = { bottle = 24 }
gives = { case = 1 }
buffer = { bottle = 2000 }
[product.pallet]
route = ["unload"]
[product.bottle]
route = ["unload", "fill", "pack"]
[product.case]
route = ["pack"]
"#,
    );
    let cycle = |station: &str| {
        let is_of = |place: &&gemba::model::Place| plant.stations[place.station].name == station;
        plant.places.iter().find(is_of).expect("a place").mean_cycle.ticks()
    };
    assert_eq!(["unload", "fill", "pack"].map(cycle), [120_000_000, 150_000, 3_600_000]);
}
