//! Vehicles by hand.
//!
//! All vehicles drive a metre a minute, so that distances are times.

use gemba::ids::{Id, TruckId, VehicleId};
use gemba::observe::{State, Told, VehicleState};
use gemba::plant::Plant;
use gemba::study::{Ending, EntityKind, Settings};
use gemba::units::{Span, Time};

use VehicleState::{Charging, Closed, Empty, Idle, Loaded, Loading, Unloading};

use crate::hand_causes::assert_chain;
use crate::support::model;
use crate::visits::{Story, minute, story};

/// Two stations ten metres apart, and a vehicle that begins at the first.
const PAIR: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "A min"
[station.b]
cycle = "1 min"
[line.main]
stations = ["a", "b"]
[order.all]
quantity = 3
[layout.positions]
a = [0, 0]
b = [10, 0]
[vehicle.v]
speed = "1 m/min"
moves = { a = "b" }
"#;

fn pair(a: u32, parts: u32, more: &str) -> String {
    let text = PAIR.replace("A min", &format!("{a} min"));
    format!("{}{more}", text.replace("quantity = 3", &format!("quantity = {parts}")))
}

/// What a vehicle (from 0) did, from minute to minute, until the end; what takes no time is left out.
fn did(story: &Story, truck: usize) -> Vec<(VehicleState, i64, i64)> {
    let mut found: Vec<(VehicleState, i64, i64)> = Vec::new();
    let (mut state, mut since) = (Idle, 0);
    let told = story.trace.lines().iter().filter_map(|&(at, told)| match told {
        Told::Vehicle(id, to) if id == TruckId::at(truck) => Some((to, minute(at))),
        _ => None,
    });
    for (to, at) in told.chain([(Idle, minute(story.end))]) {
        if at > since {
            match found.last_mut() {
                Some(last) if last.0 == state => last.2 = at,
                _ => found.push((state, since, at)),
            }
        }
        (state, since) = (to, at);
    }
    found
}

/// When parts came to the second station, in order of coming: `started` less what they waited.
fn arrivals(story: &Story, machine: usize) -> Vec<i64> {
    let rows = story.visits.by_part();
    let mut found: Vec<i64> = rows
        .iter()
        .filter(|visit| visit.machine == machine)
        .map(|visit| minute(visit.arrived))
        .collect();
    found.sort_unstable();
    found
}

/// Vehicles times minutes in a state.
fn area(story: &Story, state: VehicleState) -> i128 {
    let level = story.tally.vehicle(VehicleId::at(0)).level(state);
    level.integral(story.end) / i128::from(Span::from_minutes(1).ticks())
}

/// A trip is 2 min of loading, 10 of driving, 3 of unloading, and 10 back: one in 25 min. The first
/// part is there at 1, with the vehicle. It takes the one place until it is loaded, at 3.
#[test]
fn one_vehicle_goes_to_and_fro() {
    let story = story(&model(&pair(1, 4, "load = \"2 min\"\nunload = \"3 min\"\n")));
    let mut expected = vec![(Idle, 0, 1)];
    for trip in 0..4 {
        let at = 25 * trip + 1;
        let done =
            [(Loading, at, at + 2), (Loaded, at + 2, at + 12), (Unloading, at + 12, at + 15)];
        expected.extend(done);
        expected.push((Empty, at + 15, at + 25));
    }
    // The last part is worked on for a minute, then the run ends.
    expected.pop();
    expected.push((Idle, 91, 92));
    assert_eq!(did(&story, 0), expected);
    assert_eq!(arrivals(&story, 2), [16, 41, 66, 91]);
    assert_eq!(story.stretches(1, State::Blocked), [(2, 3), (4, 28), (29, 53)]);
    let shares = [Loading, Loaded, Unloading, Empty, Idle].map(|state| area(&story, state));
    assert_eq!(shares, [8, 40, 12, 30, 2]);
    let row = story.tally.vehicle(VehicleId::at(0));
    assert_eq!((row.moved, row.trips, row.picked_up), (4, 4, 4));
    // They stand there from 1, 3, 28 and 53 on, and are loaded from 1, 26, 51 and 76 on.
    assert_eq!(row.waited, i128::from(Span::from_minutes(23 + 23 + 23).ticks()));
}

/// Two vehicles: the second part is taken by the one that is still there, the third and the fourth by those
/// that come back.
#[test]
fn the_nearest_of_two_vehicles_comes() {
    let story = story(&model(&pair(12, 4, "count = 2\n")));
    let first =
        [(Idle, 0, 12), (Loaded, 12, 22), (Idle, 22, 36), (Empty, 36, 46), (Loaded, 46, 56)];
    let second =
        [(Idle, 0, 24), (Loaded, 24, 34), (Idle, 34, 48), (Empty, 48, 58), (Loaded, 58, 68)];
    assert_eq!(did(&story, 0), [first.as_slice(), &[(Idle, 56, 69)]].concat());
    assert_eq!(did(&story, 1), [second.as_slice(), &[(Idle, 68, 69)]].concat());
    assert_eq!(arrivals(&story, 2), [22, 34, 56, 68]);
    assert_eq!(story.time_in(1, State::Blocked), 0);
}

/// Two stations feed one; `c` stands two metres before it, `a` ten.
const THREE: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "1 min"
[station.b]
cycle = "1 min"
[station.c]
cycle = "5 min"
[product.p]
route = ["a", "b"]
[product.q]
route = ["c", "b"]
[order.p]
product = "p"
quantity = 2
[order.q]
product = "q"
quantity = 2
[layout.positions]
a = [0, 0]
b = [10, 0]
c = [8, 0]
[vehicle.v]
speed = "1 m/min"
moves = { a = "b", c = "b" }
choose = "CHOICE"
"#;

/// At 11 the second part of `a` has waited since 2, the first of `c` since 5. At 13 the second of `c` comes
/// beside its machine.
#[test]
fn the_nearest_load_is_taken_first() {
    let story = story(&model(&THREE.replace("CHOICE", "nearest")));
    assert_eq!(arrivals(&story, 2), [11, 15, 19, 39]);
    let expected = [
        (Idle, 0, 1),
        (Loaded, 1, 11),
        (Empty, 11, 13),
        (Loaded, 13, 15),
        (Empty, 15, 17),
        (Loaded, 17, 19),
        (Empty, 19, 29),
        (Loaded, 29, 39),
        (Idle, 39, 40),
    ];
    assert_eq!(did(&story, 0), expected);
    assert_eq!(story.stretches(3, State::Blocked), [(10, 13)]);
}

/// The same by how long they have waited: `a` first, then both of `c`.
#[test]
fn the_load_that_has_waited_longest_is_taken_first() {
    let story = story(&model(&THREE.replace("CHOICE", "longest_wait")));
    assert_eq!(arrivals(&story, 2), [11, 31, 35, 39]);
    let expected = [
        (Idle, 0, 1),
        (Loaded, 1, 11),
        (Empty, 11, 21),
        (Loaded, 21, 31),
        (Empty, 31, 33),
        (Loaded, 33, 35),
        (Empty, 35, 37),
        (Loaded, 37, 39),
        (Idle, 39, 40),
    ];
    assert_eq!(did(&story, 0), expected);
    assert_eq!(story.stretches(3, State::Blocked), [(10, 33)]);
}

/// Three parts at most: the first goes alone; when the vehicle is back at 22 three stand there, and the machine
/// has waited with a fifth since 10; when it is back at 42 the last three.
#[test]
fn a_vehicle_takes_what_stands_there() {
    let story = story(&model(&pair(2, 7, "carries = 3\n")));
    assert_eq!(arrivals(&story, 2), [12, 32, 32, 32, 52, 52, 52]);
    assert_eq!(story.stretches(1, State::Blocked), [(10, 22)]);
    let row = story.tally.vehicle(VehicleId::at(0));
    assert_eq!((row.moved, row.trips), (7, 3));
}

/// Three parts at least, or what is there when the first has waited 15 min. At 6 three are there. At 16 the
/// vehicle is at `b` and four stand there, three of which it takes at 26; the machine has waited with the
/// eighth. The seventh stands there since 14: its 15 min are over at 29, before the vehicle is free.
#[test]
fn a_load_waits_for_its_minimum() {
    let text = pair(2, 8, "carries = 3\nbuffer = 4\nminimum = 3\nwait = \"15 min\"\n");
    let story = story(&model(&text));
    assert_eq!(arrivals(&story, 2), [16, 16, 16, 36, 36, 36, 56, 56]);
    let expected = [
        (Idle, 0, 6),
        (Loaded, 6, 16),
        (Empty, 16, 26),
        (Loaded, 26, 36),
        (Empty, 36, 46),
        (Loaded, 46, 56),
        (Idle, 56, 58),
    ];
    assert_eq!(did(&story, 0), expected);
}

/// A part in 20 min is alone for 15 min: a vehicle comes for it then.
#[test]
fn a_load_that_has_waited_long_enough_goes_alone() {
    let text = pair(20, 2, "carries = 3\nminimum = 2\nwait = \"15 min\"\n");
    let story = story(&model(&text));
    let expected =
        [(Idle, 0, 35), (Loaded, 35, 45), (Idle, 45, 55), (Empty, 55, 65), (Loaded, 65, 75)];
    assert_eq!(did(&story, 0), [expected.as_slice(), &[(Idle, 75, 76)]].concat());
}

/// With one place beside the machine it never finds more than one, whatever it carries.
#[test]
fn what_finds_no_place_beside_the_machine_is_not_taken() {
    let story = story(&model(&pair(2, 3, "carries = 3\nbuffer = 1\n")));
    assert_eq!(arrivals(&story, 2), [12, 32, 52]);
    assert_eq!(story.stretches(1, State::Blocked), [(6, 22)]);
}

/// The next station takes 30 min and has no place in front: a vehicle comes when it is free. The second part
/// has its place from 41 on and is loaded at 51; the third from 91 on.
#[test]
fn a_load_waits_for_room_where_it_goes() {
    let text =
        pair(1, 3, "").replace("cycle = \"1 min\"\n[line", "cycle = \"30 min\"\nbuffer = 0\n[line");
    let text = text
        .replace("[station.a]\ncycle = \"30 min\"\nbuffer = 0", "[station.a]\ncycle = \"1 min\"");
    let story = story(&model(&text));
    assert_eq!(arrivals(&story, 2), [11, 61, 111]);
    let expected = [
        (Idle, 0, 1),
        (Loaded, 1, 11),
        (Idle, 11, 41),
        (Empty, 41, 51),
        (Loaded, 51, 61),
        (Idle, 61, 91),
        (Empty, 91, 101),
        (Loaded, 101, 111),
        (Idle, 111, 141),
    ];
    assert_eq!(did(&story, 0), expected);
    assert_eq!(story.stretches(1, State::Blocked), [(3, 51)]);
    let row = story.tally.vehicle(VehicleId::at(0));
    assert_eq!(row.waited, i128::from(Span::from_minutes(10 + 10).ticks()));
}

/// One place in front keeps the vehicle and the station going: the second part has it at 2, the third at
/// 41, when the second is begun.
#[test]
fn a_place_in_front_is_kept_for_a_part_on_its_way() {
    let text =
        pair(1, 3, "").replace("cycle = \"1 min\"\n[line", "cycle = \"30 min\"\nbuffer = 1\n[line");
    let text = text
        .replace("[station.a]\ncycle = \"30 min\"\nbuffer = 1", "[station.a]\ncycle = \"1 min\"");
    let story = story(&model(&text));
    assert_eq!(arrivals(&story, 2), [11, 31, 61]);
    assert_eq!(story.stretches(1, State::Blocked), [(3, 21)]);
    assert_eq!(minute(story.end), 101);
}

/// Closed from 6 to 60: half of the way is left, and is driven then.
#[test]
fn vehicles_stand_while_their_calendar_is_closed() {
    let hours =
        "calendar = \"drives\"\n[calendar.drives]\nmon = [\"00:00-00:06\", \"01:00-23:00\"]\n";
    let story = story(&model(&pair(1, 2, hours)));
    let expected = [
        (Idle, 0, 1),
        (Loaded, 1, 6),
        (Closed, 6, 60),
        (Loaded, 60, 65),
        (Empty, 65, 75),
        (Loaded, 75, 85),
        (Idle, 85, 86),
    ];
    assert_eq!(did(&story, 0), expected);
    assert_eq!(arrivals(&story, 2), [65, 85]);
}

/// A vehicle that is called while it is closed comes when it opens; what ends when it closes has ended.
#[test]
fn a_trip_that_ends_at_closing_is_over() {
    let hours =
        "calendar = \"drives\"\n[calendar.drives]\nmon = [\"00:00-00:11\", \"01:00-23:00\"]\n";
    let story = story(&model(&pair(1, 2, hours)));
    assert_eq!(arrivals(&story, 2), [11, 80]);
    let expected = [
        (Idle, 0, 1),
        (Loaded, 1, 11),
        (Closed, 11, 60),
        (Empty, 60, 70),
        (Loaded, 70, 80),
        (Idle, 80, 81),
    ];
    assert_eq!(did(&story, 0), expected);
}

/// After the second trip it has driven 30 min, more than 15: it is charged at 31 where it is; and again after two
/// times 10.
#[test]
fn vehicles_are_charged_after_so_much_driving() {
    let story = story(&model(&pair(1, 4, "charge = { after = \"15 min\", time = \"7 min\" }\n")));
    let expected = [
        (Idle, 0, 1),
        (Loaded, 1, 11),
        (Empty, 11, 21),
        (Loaded, 21, 31),
        (Charging, 31, 38),
        (Empty, 38, 48),
        (Loaded, 48, 58),
        (Charging, 58, 65),
        (Empty, 65, 75),
        (Loaded, 75, 85),
        // Due again, and the last part is worked on until 86.
        (Charging, 85, 86),
    ];
    assert_eq!(did(&story, 0), expected);
}

/// The same with a home ten metres behind the second station, where it begins and is charged.
#[test]
fn vehicles_with_a_home_are_charged_there() {
    let more = "home = [20, 0]\ncharge = { after = \"25 min\", time = \"7 min\" }\n";
    let story = story(&model(&pair(1, 2, more)));
    let expected = [
        (Idle, 0, 1),
        (Empty, 1, 21),
        (Loaded, 21, 31),
        (Empty, 31, 41),
        (Charging, 41, 48),
        (Empty, 48, 68),
        (Loaded, 68, 78),
        // On the way to be charged: 20 and 10 min.
        (Empty, 78, 79),
    ];
    assert_eq!(did(&story, 0), expected);
}

/// The home is 20 from the first station and 10 from the second. On its way home the vehicle is called
/// after 2 min and turns round: 2 back, and 10. At 96 it has come home when it is called.
#[test]
fn a_vehicle_on_its_way_home_turns_round() {
    let story = story(&model(&pair(32, 3, "home = [10, 10]\n")));
    let expected = [
        (Idle, 0, 32),
        (Empty, 32, 52),
        (Loaded, 52, 62),
        // Two minutes towards home, and twelve to the load.
        (Empty, 62, 76),
        (Loaded, 76, 86),
        (Empty, 86, 116),
        (Loaded, 116, 126),
        (Empty, 126, 127),
    ];
    assert_eq!(did(&story, 0), expected);
}

/// Distances follow the positions, and the ways that are written.
#[test]
fn moving_a_station_moves_the_ways() {
    let near = pair(1, 1, "").replace("b = [10, 0]", "b = [3, 1]");
    assert_eq!(arrivals(&story(&model(&near)), 2), [5]);
    let straight =
        format!("{}[layout]\ndistance = \"straight\"\n", near.replace("[3, 1]", "[3, 4]"));
    assert_eq!(arrivals(&story(&model(&straight)), 2), [6]);
    let written = format!("{}[layout.from.a.to]\nb = 7\n", pair(1, 2, ""));
    // The way back is as long.
    assert_eq!(arrivals(&story(&model(&written)), 2), [8, 22]);
}

/// In the long run one vehicle makes a trip in twice the way with loading and unloading, and is never idle.
#[test]
fn a_vehicle_that_is_always_called_makes_a_trip_in_its_time() {
    for (way, load, unload) in [(10, 2, 3), (4, 0, 1), (25, 7, 0)] {
        let more = format!("load = \"{load} min\"\nunload = \"{unload} min\"\n");
        let text = pair(1, 1, &more).replace("\"orders_done\"", "\"2000 h\"\nwarm_up = \"10 h\"");
        let text = text
            .replace("[order.all]\nquantity = 1\n", "")
            .replace("[10, 0]", &format!("[{way}, 0]"));
        let results = gemba::study::run(&model(&text), &Settings::default(), &());
        let of = |kpi: &str| {
            results.of(EntityKind::Vehicle, "v", kpi).expect("a figure").interval.estimate
        };
        let trip = f64::from(2 * way + load + unload);
        // No more than a trip is cut off at either end.
        let close = |kpi: &str, value: f64| {
            assert!((of(kpi) / value - 1.0).abs() < 0.001, "{kpi}: {} not {value}", of(kpi));
        };
        close("moved", 60.0 / trip);
        close("driving_loaded", f64::from(way) / trip);
        close("driving_empty", f64::from(way) / trip);
        close("vehicle_in_use", 1.0);
        assert!((of("loading") - f64::from(load + unload) / trip).abs() < 0.001);
        assert!(of("vehicle_idle").abs() < 1e-12);
        assert!((of("parts_a_trip") - 1.0).abs() < 1e-12);
    }
}

/// Parts that nobody takes sooner than they come: of a part in 40 min the vehicle needs 25, and the shares
/// are those by hand.
#[test]
fn a_vehicle_with_little_to_do_stands() {
    let more = "load = \"2 min\"\nunload = \"3 min\"\n";
    let text = pair(40, 1, more).replace("\"orders_done\"", "\"2000 h\"\nwarm_up = \"10 h\"");
    let text = text.replace("[order.all]\nquantity = 1\n", "");
    let results = gemba::study::run(&model(&text), &Settings::default(), &());
    for (kpi, value) in [
        ("driving_loaded", 0.25),
        ("driving_empty", 0.25),
        ("loading", 0.125),
        ("vehicle_idle", 0.375),
    ] {
        let found = results.of(EntityKind::Vehicle, "v", kpi).expect("a figure").interval.estimate;
        assert!((found - value).abs() < 0.0005, "{kpi}: {found}");
    }
}

/// The second part stands there from 3 on; that it is worked on at 41 is because of the trip before, and of
/// the way back.
#[test]
fn a_part_that_waited_for_a_vehicle_comes_because_of_the_trip_before() {
    assert_chain(
        &pair(1, 2, "load = \"2 min\"\nunload = \"3 min\"\n"),
        &[
            ("cycle at b", 41, 42),
            ("v loaded", 28, 41),
            ("v loading", 26, 28),
            ("v empty", 16, 26),
            ("v loaded", 3, 16),
            ("v loading", 1, 3),
            ("cycle at a", 0, 1),
        ],
    );
}

/// Parts of one kind go from `a` to `b`, those of the other from `b` to `a`. At 2 the first of each stand beside
/// their machines, and the second, which have waited longer, take the places that they leave. At 4 these are
/// done, and nothing can move.
#[test]
fn a_deadlock_is_found_behind_vehicles() {
    let text = r#"
[run]
length = "orders_done"
replications = 5
[station.a]
cycle = "2 min"
buffer = 0
[station.b]
cycle = "2 min"
buffer = 0
[product.p]
route = ["a", "b"]
[product.q]
route = ["b", "a"]
[order.p]
product = "p"
quantity = 3
[order.q]
product = "q"
quantity = 3
[layout.positions]
a = [0, 0]
b = [3, 0]
[vehicle.v]
speed = "1 m/min"
moves = { a = "b", b = "a" }
"#;
    let results = gemba::study::run(&model(text), &Settings::default(), &());
    let [(Ending::Deadlock { at, stations, .. }, count)] = results.endings.as_slice() else {
        panic!("{:?}", results.endings)
    };
    assert_eq!((*count, minute(*at)), (5, 4));
    assert_eq!(stations, &["a", "b"]);
}

/// What an assembly takes is brought to its stores: ten minutes from either side.
#[test]
fn vehicles_bring_parts_to_the_stores_of_a_station() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "4 min"
[station.c]
cycle = "6 min"
[station.b]
cycle = "3 min"
takes = { lid = 2 }
[product.box]
route = ["a", "b"]
[product.lid]
route = ["c", "b"]
[order.all]
product = "box"
quantity = 2
[layout.positions]
a = [0, 0]
b = [10, 0]
c = [20, 0]
[vehicle.v]
speed = "1 m/min"
moves = { a = "b", c = "b" }
"#;
    let story = story(&model(text));
    // Boxes are done at 4 and 8, lids at 6, 12, 18 and 24. The vehicle takes the first box, 4 to 14; then a lid
    // and the other box are ten minutes away, the lid has waited longer: 24 to 34. Then box two and the second
    // lid are as far, the box has waited longer; then lids, each 10 and 10.
    let expected = [
        (Idle, 0, 4),
        (Loaded, 4, 14),
        (Empty, 14, 24),
        (Loaded, 24, 34),
        (Empty, 34, 44),
        (Loaded, 44, 54),
        (Empty, 54, 64),
        (Loaded, 64, 74),
        (Empty, 74, 84),
        (Loaded, 84, 94),
        (Empty, 94, 104),
        (Loaded, 104, 114),
        (Idle, 114, 117),
    ];
    assert_eq!(did(&story, 0), expected);
}

/// One case of the slow plant: `a` and `c` feed `b`, that feeds `d`; vehicles bring all.
#[derive(Clone, Copy, Debug)]
struct Case {
    trucks: usize,
    carries: usize,
    stand: usize,
    buffer: usize,
    load: i64,
    unload: i64,
    nearest: bool,
}

const PARTS: usize = 120;

/// Where the four stations stand, on a line.
const AT: [i64; 4] = [0, 7, 11, 18];

fn random(case: Case, seed: u64) -> String {
    let Case { trucks, carries, stand, buffer, load, unload, nearest } = case;
    let choose = if nearest { "nearest" } else { "longest_wait" };
    let station = |name: &str, values: [u32; 3], more: &str| {
        let [x, y, z] = values;
        format!(
            "[station.{name}]\ncycle = {{ dist = \"discrete\", values = [\"{x} min\", \"{y} min\", \"{z} min\"], \
             shares = [\"40 %\", \"40 %\", \"20 %\"] }}\n{more}"
        )
    };
    let stations = [
        station("a", [9, 17, 61], ""),
        station("b", [5, 11, 40], &format!("buffer = {buffer}\n")),
        station("c", [13, 22, 55], ""),
        station("d", [3, 7, 31], ""),
    ]
    .concat();
    format!(
        "[run]\nlength = \"orders_done\"\nseed = {seed}\n{stations}\
         [product.p]\nroute = [\"a\", \"b\", \"d\"]\n[product.q]\nroute = [\"c\", \"b\", \"d\"]\n\
         [order.p]\nproduct = \"p\"\nquantity = {PARTS}\n[order.q]\nproduct = \"q\"\nquantity = {PARTS}\n\
         [layout.positions]\na = [{}, 0]\nb = [{}, 0]\nc = [{}, 0]\nd = [{}, 0]\n\
         [vehicle.v]\ncount = {trucks}\nspeed = \"1 m/min\"\ncarries = {carries}\nbuffer = {stand}\n\
         load = \"{load} min\"\nunload = \"{unload} min\"\nchoose = \"{choose}\"\n\
         moves = {{ a = \"b\", c = \"b\", b = \"d\" }}\n",
        AT[0], AT[1], AT[2], AT[3],
    )
}

/// A part that stands beside a machine in the slow plant.
#[derive(Clone, Debug, PartialEq)]
struct Standing {
    part: usize,
    to: usize,
    since: i64,
    /// Since when a place is kept for it.
    called: i64,
    is_ready: bool,
    truck: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
enum Doing {
    Nothing,
    Coming(usize, usize),
    Loading(usize),
    Bringing(usize),
    Unloading(usize),
}

/// The slow plant: everything is looked at in every minute.
struct Slow<'c> {
    case: Case,
    cycles: &'c [[i64; 4]],
    queues: [Vec<usize>; 4],
    promised: [usize; 4],
    machines: [Option<(usize, i64)>; 4],
    stands: [Vec<Standing>; 4],
    lifted: [usize; 4],
    /// Of each vehicle: where it is, what it does, until when, and its parts.
    trucks: Vec<(usize, Doing, i64, Vec<usize>)>,
    /// Since when the first part of each stand waits for room, and at which it stands.
    lines: [Vec<(i64, usize)>; 4],
    arrived: Vec<[i64; 4]>,
    done: usize,
}

impl Slow<'_> {
    fn has_room(&self, at: usize) -> bool {
        let free = usize::from(self.machines[at].is_none());
        let places = if at == 1 { self.case.buffer } else { usize::MAX / 2 };
        self.queues[at].len() + self.promised[at] < places + free
    }

    /// The first part on a stand that waits for room somewhere.
    fn waiting(&mut self, stand: usize, to: usize) -> Option<&mut Standing> {
        self.stands[stand].iter_mut().find(|row| row.to == to && !row.is_ready)
    }

    /// The first part on a stand that waits for room stands in line, behind who has waited as long.
    fn line_up(&mut self, stand: usize, to: usize) {
        let Some(row) = self.waiting(stand, to) else { return };
        let since = row.since;
        let place = self.lines[to].partition_point(|&(other, _)| other <= since);
        self.lines[to].insert(place, (since, stand));
    }

    /// Ends what vehicles did; whether one of them was due.
    fn end_trips(&mut self, now: i64) -> bool {
        let mut any = false;
        for truck in 0..self.trucks.len() {
            let (_, doing, until, _) = self.trucks[truck].clone();
            if doing == Doing::Nothing || until != now {
                continue;
            }
            any = true;
            match doing {
                Doing::Nothing => {}
                Doing::Coming(stand, to) => {
                    let own = |row: &Standing| row.truck == Some(truck);
                    let free = |row: &Standing| row.truck.is_none() && row.is_ready && row.to == to;
                    let mut more = self.case.carries
                        - self.stands[stand].iter().filter(|row| own(row)).count();
                    let mut cargo = Vec::new();
                    let mut stay = Vec::new();
                    for row in std::mem::take(&mut self.stands[stand]) {
                        if own(&row) || free(&row) && more > 0 {
                            more -= usize::from(!own(&row));
                            cargo.push(row.part);
                        } else {
                            stay.push(row);
                        }
                    }
                    self.stands[stand] = stay;
                    self.lifted[stand] += cargo.len();
                    self.trucks[truck] = (stand, Doing::Loading(to), now + self.case.load, cargo);
                    if self.case.load == 0 {
                        self.lift(truck, to, now);
                    }
                }
                Doing::Loading(to) => self.lift(truck, to, now),
                Doing::Bringing(to) => {
                    self.trucks[truck].0 = to;
                    if self.case.unload > 0 {
                        self.trucks[truck].1 = Doing::Unloading(to);
                        self.trucks[truck].2 = now + self.case.unload;
                    } else {
                        self.put_down(truck, to, now);
                    }
                }
                Doing::Unloading(to) => self.put_down(truck, to, now),
            }
        }
        any
    }

    fn lift(&mut self, truck: usize, to: usize, now: i64) {
        let (at, _, _, cargo) = &self.trucks[truck];
        self.lifted[*at] -= cargo.len();
        let way = (AT[*at] - AT[to]).abs();
        self.trucks[truck].1 = Doing::Bringing(to);
        self.trucks[truck].2 = now + way;
    }

    fn put_down(&mut self, truck: usize, to: usize, now: i64) {
        for part in std::mem::take(&mut self.trucks[truck].3) {
            self.promised[to] -= 1;
            self.arrived[part][to] = now;
            self.queues[to].push(part);
        }
        self.trucks[truck].1 = Doing::Nothing;
    }

    /// What the stations can do, those downstream first; whether anything.
    fn move_on(&mut self, now: i64) -> bool {
        let mut any = false;
        for at in [3, 1, 0, 2] {
            while self.has_room(at) && !self.lines[at].is_empty() {
                let (_, stand) = self.lines[at].remove(0);
                let row = self.waiting(stand, at).expect("it stands in line");
                row.is_ready = true;
                row.called = now;
                self.promised[at] += 1;
                self.line_up(stand, at);
                any = true;
            }
            if let Some((part, until)) = self.machines[at].filter(|&(_, until)| until <= now) {
                let _ = until;
                if at == 3 {
                    self.machines[at] = None;
                    self.done += 1;
                    any = true;
                } else if self.stands[at].len() + self.lifted[at] < self.case.stand {
                    let to = if at == 1 { 3 } else { 1 };
                    let is_first = self.waiting(at, to).is_none();
                    let row = Standing {
                        part,
                        to,
                        since: now,
                        called: now,
                        is_ready: false,
                        truck: None,
                    };
                    self.stands[at].push(row);
                    if is_first {
                        self.line_up(at, to);
                    }
                    self.machines[at] = None;
                    any = true;
                }
            }
            if self.machines[at].is_none() && !self.queues[at].is_empty() {
                let part = self.queues[at].remove(0);
                self.machines[at] = Some((part, now + self.cycles[part][at]));
                any = true;
            }
        }
        any
    }

    /// Free vehicles take loads.
    fn call(&mut self, now: i64) {
        loop {
            let mut best = None;
            for (stand, place) in AT.into_iter().enumerate() {
                for row in
                    self.stands[stand].iter().filter(|row| row.is_ready && row.truck.is_none())
                {
                    for (truck, (at, doing, ..)) in self.trucks.iter().enumerate() {
                        let way = (AT[*at] - place).abs();
                        let order = if self.case.nearest {
                            (way, row.called, stand, row.to, truck)
                        } else {
                            (row.called, way, stand, row.to, truck)
                        };
                        let is_better = best.is_none_or(|(other, _)| order < other);
                        if *doing == Doing::Nothing && is_better {
                            best = Some((order, way));
                        }
                    }
                }
            }
            let Some(((_, _, stand, to, truck), way)) = best else { return };
            let rows = self.stands[stand].iter_mut();
            let free = rows.filter(|row| row.to == to && row.is_ready && row.truck.is_none());
            free.take(self.case.carries).for_each(|row| row.truck = Some(truck));
            self.trucks[truck].1 = Doing::Coming(stand, to);
            self.trucks[truck].2 = now + way;
        }
    }
}

/// When each part comes to `b` and `d` in the slow plant. Cycles are those of the parts, by station.
fn step_by_step(case: Case, cycles: &[[i64; 4]]) -> Vec<[i64; 4]> {
    let mut slow = Slow {
        case,
        cycles,
        queues: [(0..PARTS).collect(), Vec::new(), (PARTS..2 * PARTS).collect(), Vec::new()],
        promised: [0; 4],
        machines: [None; 4],
        stands: [const { Vec::new() }; 4],
        lifted: [0; 4],
        trucks: vec![(0, Doing::Nothing, 0, Vec::new()); case.trucks],
        lines: [const { Vec::new() }; 4],
        arrived: vec![[0; 4]; 2 * PARTS],
        done: 0,
    };
    for now in 0..1_000_000 {
        loop {
            let any = slow.end_trips(now);
            while slow.move_on(now) {}
            slow.call(now);
            let is_due = slow.trucks.iter().any(|row| row.1 != Doing::Nothing && row.2 == now);
            if !any && !is_due {
                break;
            }
        }
        if slow.done == 2 * PARTS {
            return slow.arrived;
        }
    }
    panic!("{case:?}: parts never come through")
}

#[test]
fn vehicles_do_what_slow_ones_do_minute_by_minute() {
    let mut found = std::collections::BTreeSet::new();
    for (trucks, carries, stand) in
        [(1, 1, 1), (1, 3, 3), (2, 1, 2), (2, 4, 6), (3, 2, 2), (1, 5, 2)]
    {
        for (buffer, load, unload) in [(0, 0, 0), (1, 2, 1), (6, 0, 3), (3, 1, 0)] {
            for nearest in [true, false] {
                let case = Case { trucks, carries, stand, buffer, load, unload, nearest };
                let story = story(&model(&random(case, 5)));
                let mut cycles = vec![[0; 4]; 2 * PARTS];
                let mut arrived = vec![[0; 4]; 2 * PARTS];
                for visit in story.visits.by_part() {
                    let (part, at) = (visit.part - 1, visit.machine - 1);
                    let end = visit.finished.expect("it was finished");
                    cycles[part][at] = minute(end) - minute(visit.started);
                    arrived[part][at] = minute(visit.arrived);
                }
                let slow = step_by_step(case, &cycles);
                for (part, (found, slow)) in arrived.iter().zip(&slow).enumerate() {
                    assert_eq!(found, slow, "part {part}: {case:?}");
                }
                found.insert(minute(story.end));
            }
        }
    }
    // The rules matter: the test tells the cases apart.
    assert!(found.len() > 30, "{}", found.len());
}

/// At every instant the state is whole.
#[test]
fn every_instant_is_whole() {
    let case =
        Case { trucks: 2, carries: 2, stand: 3, buffer: 1, load: 1, unload: 0, nearest: true };
    let more = "home = \"d\"\ncharge = { after = \"90 min\", time = \"25 min\" }\ncalendar = \"drives\"\n\
                [calendar.drives]\nmon-sun = [\"00:00-06:10\", \"07:00-19:35\"]\n";
    let model = model(&format!("{}{more}", random(case, 3)));
    let mut plant = Plant::new(&model, 1, 0, ());
    while plant.step(Time::ZERO + Span::from_days(9)) {
        assert_eq!(plant.audit(), Ok(()), "{}", minute(plant.now()));
    }
    assert_eq!(plant.dated_orders_left(), 0);
}

/// Parts of 1 min go by a vehicle that needs 1 min for each way to one of two machines of 60 min without places in
/// front, the first preferred. The first part is there at 2, the second, bound for the other one since the first
/// has no room, at 4: done at 62 and 64. The third has no room anywhere and is bound for the first: it is
/// called at 62, when that is free, and there at 63 with the vehicle where it stands from 5 on.
#[test]
fn parts_are_bound_for_a_station_with_room() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [station.pre]
        cycle = "1 min"
        [station.a]
        cycle = "60 min"
        buffer = 0
        [station.b]
        cycle = "60 min"
        buffer = 0
        [layout.positions]
        pre = [0, 0]
        a = [60, 0]
        b = [60, 0]
        [vehicle.v]
        speed = "1 m/s"
        moves = { pre = ["a", "b"] }
        home = "pre"
        [product.p]
        route = ["pre", { station = ["a", "b"], choice = "CHOICE" }]
        [order.o]
        quantity = 3
    "#;
    for choice in ["preference", "shortest_queue", "least_load", "earliest_finish"] {
        let story = story(&model(&text.replace("CHOICE", choice)));
        assert_eq!(arrivals(&story, 1), [2, 63], "{choice}");
        assert_eq!(arrivals(&story, 2), [4], "{choice}");
    }
}

/// A machine whose part waits for its own station stands behind one that waits for the next: nothing that goes
/// upstream is on the machines, but one of the parts beside them does. At 7 the first part stands beside `a`,
/// bound for `c`, which is full and stays so: at 12 `a` finds no place for the next, and `c` no room at `a`.
#[test]
fn a_deadlock_is_found_by_what_stands_beside_a_machine() {
    let text = r#"
[run]
length = "400 h"
replications = 1
[station.c]
cycle = "2 min"
buffer = 0
[station.a]
cycle = "5 min"
buffer = 0
[station.b]
cycle = "1 min"
[station.x]
cycle = "1 min"
[product.p]
route = [
    "c",
    { station = "a", name = "a1" },
    { station = "c", name = "c2" },
    { station = "a", name = "a2" },
    "b",
]
[product.q]
route = ["c", "a", "b"]
[product.z]
route = ["x"]
[order.a_p]
product = "p"
[order.b_q]
product = "q"
quantity = 50
[order.z]
product = "z"
quantity = 100000
[layout.positions]
c = [0, 0]
a = [5, 0]
b = [9, 0]
[vehicle.v]
speed = "1 m/min"
moves = { a = ["b", "c"] }
"#;
    let results = gemba::study::run(&model(text), &Settings::default(), &());
    let [(Ending::Deadlock { at, stations, .. }, 1)] = results.endings.as_slice() else {
        panic!("{:?}", results.endings)
    };
    assert_eq!((minute(*at), stations.as_slice()), (12, &["a".to_owned(), "c".to_owned()][..]));
}

/// A load waits from when its first part has a place. The first part has the one at `b` at 1, waits 10 for a
/// second and is there at 21. That stands beside `a` from 2 on, and has the place from 51 on, when the cycle of
/// the first ends: it is fetched at 61.
#[test]
fn a_load_waits_from_when_it_has_a_place() {
    let text = r#"
[run]
length = "orders_done"
[station.a]
cycle = "1 min"
[station.b]
cycle = "30 min"
buffer = 0
[line.main]
stations = ["a", "b"]
[order.o]
quantity = 2
[layout.positions]
a = [0, 0]
b = [10, 0]
[vehicle.v]
speed = "1 m/min"
moves = { a = "b" }
home = "a"
carries = 2
minimum = 2
wait = "10 min"
"#;
    let story = story(&model(text));
    assert_eq!(arrivals(&story, 2), [21, 71]);
}
