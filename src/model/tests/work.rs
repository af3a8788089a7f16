//! Work elements: cycles that are sums, precedence, and the balance of a line.

use std::fmt::Write as _;

use super::{compiled, errors, model};
use crate::model::{Kind, Model};
use crate::units::Span;

/// Eleven tasks of a line: time in minutes, and what must be done before.
const TASKS: [(u32, u32, &[u32]); 11] = [
    (1, 6, &[]),
    (2, 2, &[1]),
    (3, 5, &[1]),
    (4, 7, &[1]),
    (5, 1, &[1]),
    (6, 2, &[2]),
    (7, 3, &[3, 4, 5]),
    (8, 6, &[6]),
    (9, 5, &[7]),
    (10, 5, &[8]),
    (11, 4, &[9, 10]),
];

/// The tasks of each of the five stations.
const STATIONS: [&[u32]; 5] = [&[1, 2], &[5, 6, 8], &[3, 10], &[4, 7], &[9, 11]];

fn line(stations: &[&[u32]], rest: &str) -> String {
    let names: Vec<String> = (1..=stations.len()).map(|n| format!("\"op{n}\"")).collect();
    let mut text = format!("[line.main]\nstations = [{}]\n", names.join(", "));
    for (position, tasks) in stations.iter().enumerate() {
        let _ = writeln!(text, "[station.op{}]", position + 1);
        for task in *tasks {
            let (_, time, after) = TASKS.iter().find(|(name, _, _)| name == task).expect("a task");
            let after: Vec<String> = after.iter().map(|name| format!("\"t{name}\"")).collect();
            let after = after.join(", ");
            let station = position + 1;
            let _ = writeln!(
                text,
                "[work.t{task}]\nstation = \"op{station}\"\ntime = \"{time} min\"\nafter = [{after}]"
            );
        }
    }
    text + rest
}

fn names(model: &Model, works: &[crate::ids::WorkId]) -> Vec<String> {
    works.iter().map(|&work| model.works[work].name.clone()).collect()
}

/// 46 min of work at five stations of 8, 9, 10, 10 and 9 min: 4 of 5 × 10 min are lost, 8 %.
#[test]
fn the_balance_of_eleven_tasks_at_five_stations_is_that_worked_by_hand() {
    let demand = "[demand.all]\nevery = \"12 min\"\n";
    let model = model(&line(&STATIONS, demand));
    let minutes = |place: crate::ids::PlaceId| model.places[place].mean_cycle.minutes();
    let cycles: Vec<f64> = model.places.ids().map(minutes).collect();
    assert_eq!(cycles, [8.0, 9.0, 10.0, 10.0, 9.0]);
    assert!(model.places.iter().all(|place| place.cycle.is_constant()));
    let [balance] = &model.balances()[..] else { panic!("one line") };
    assert_eq!((balance.works, balance.content), (11, Span::from_minutes(46)));
    assert!((balance.loss - 0.08).abs() < 1e-12, "{}", balance.loss);
    assert_eq!(model.stations[balance.fullest].name, "op3", "the first of equals");
    let work = model.station_work(&model.loads());
    let takt = Some(Span::from_minutes(12));
    assert!(work.iter().all(|row| row.takt == takt));
    assert_eq!(names(&model, &work[1].works), ["t5", "t6", "t8"]);
}

/// Two machines share the 10 min of op3, 5 min each: 46 of 6 × 10 min.
#[test]
fn machines_of_a_station_share_its_work() {
    let text = line(&STATIONS, "").replace("[station.op3]", "[station.op3]\nmachines = 2");
    let [balance] = &model(&text).balances()[..] else { panic!("one line") };
    assert!((balance.loss - (1.0 - 46.0 / 60.0)).abs() < 1e-12, "{}", balance.loss);
}

#[test]
fn elements_stand_in_the_order_in_which_they_can_be_done() {
    // All at one station: by name where nothing else decides, t10 behind t8 and t9 behind t7.
    let all: Vec<u32> = (1..=11).rev().collect();
    let model = model(&line(&[&all], ""));
    let work = model.station_work(&model.loads());
    let expected: Vec<String> =
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"].map(|n| format!("t{n}")).into();
    assert_eq!(names(&model, &work[0].works), expected);
    assert_eq!(work[0].takt, None, "supply is unlimited");
    assert!(model.balances().is_empty(), "one station has nothing to be uneven with");
    // A chain against the names.
    let model = self::model(
        "[line.main]\nstations = [\"s\"]\n[station.s]\n[work.a]\nstation = \"s\"\ntime = \"1 min\"\n\
         after = [\"b\"]\nkind = \"waste\"\n[work.b]\nstation = \"s\"\ntime = { mean = \"2 min\", cv \
         = 0.5 }\nafter = [\"c\"]\n[work.c]\nstation = \"s\"\ntime = \"3 min\"\nkind = \
         \"necessary\"\n",
    );
    let work = model.station_work(&model.loads());
    assert_eq!(names(&model, &work[0].works), ["c", "b", "a"]);
    let of = |kind| model.content_of(&work[0].works, kind);
    assert_eq!(of(Kind::Waste), Span::from_minutes(1));
    assert_eq!(of(Kind::Necessary), Span::from_minutes(3));
    let cycle = &model.places.iter().next().expect("a place").cycle;
    // Mean 1 + 2 + 3 min, of which only the 2 min scatter: sd 1 min.
    assert!((cycle.mean() - 360e6).abs() < 1.0 && (cycle.sd() - 60e6).abs() < 1.0);
}

#[test]
fn what_cannot_be_done_in_its_order_is_told() {
    let mut stations = STATIONS;
    stations.swap(0, 4);
    let said = errors(&line(&stations, ""));
    // 9 after 7, 11 after 10; 3, 4 and 5 after 1, 6 after 2.
    assert_eq!(said.len(), 6, "{said:#?}");
    let first =
        "E110: `t11` is done at `op1` and must come after `t10`, which is done later, at `op3`";
    assert!(said.iter().any(|line| line == first), "{said:#?}");
    let circle = line(&STATIONS, "").replace("after = [\"t1\"]", "after = [\"t8\"]");
    let said = errors(&circle);
    let message = "E110: work elements wait for each other: `t2` after `t8` after `t6` after `t2`";
    assert!(said.iter().any(|line| line == message), "{said:#?}");
}

#[test]
fn work_elements_and_cycle_exclude_each_other() {
    let text = line(&STATIONS, "").replace("[station.op3]", "[station.op3]\ncycle = \"10 min\"");
    let message = "E019: the station `op3` has work elements and a `cycle` beside them";
    assert_eq!(errors(&text), [message]);
    let text = line(&STATIONS, "").replace("station = \"op5\"", "station = \"op4\"");
    let message = "E103: the product `main` visits `op5`, and nothing says for how long";
    assert_eq!(errors(&text), [message.replace("product `main`", "line `main`")]);
}

#[test]
fn work_elements_that_no_product_needs_are_told() {
    let route = "[product.p]\nroute = [{ station = \"op1\", cycle = \"1 min\" }, \"op2\"]\n\
                 [station.op1]\n[station.op2]\ncycle = \"1 min\"\n[work.a]\nstation = \"op1\"\n\
                 time = \"2 min\"\n[demand.d]\nevery = \"5 min\"\n";
    let (_, said) = compiled(route);
    let message = "W100: the work elements of the station `op1` hold for no product: routes or \
                   `[times]` give another";
    assert!(said.iter().any(|line| line == message), "{said:#?}");
}
