//! Parts and times of a published story, replayed: `pub-hand-arena-drill`, `pub-hand-rework-back`.

use std::fmt::Write as _;

use gemba::model::Model;
use gemba::observe::{State, Tally, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;
use crate::visits::{Story, Visit, Visits, minute, story};

/// Hundredths of a minute, the unit of the story of the drill.
fn hundredths(at: Time) -> i64 {
    let one = Span::from_minutes(1).ticks() / 100;
    assert_eq!(at.ticks() % one, 0, "{at:?} is no hundredth of a minute");
    at.ticks() / one
}

/// One drill: when parts come, and how long each is worked on. Unit: hundredths of a minute.
///
/// The story has three more arrivals, all after its end.
const DRILLED: [(i64, i64); 7] =
    [(0, 290), (173, 176), (308, 339), (379, 452), (441, 446), (1869, 436), (1939, 207)];

fn drill() -> String {
    let mut text =
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"20 min\"\n[station.drill]\n".to_owned();
    for (number, (arrival, time)) in (1..).zip(DRILLED) {
        // A hundredth of a minute is 0.6 s.
        let (minutes, tenths) = (arrival / 100, arrival % 100 * 6);
        let seconds = format!("{:02}.{}", tenths / 10, tenths % 10);
        let _ = write!(
            text,
            "[product.p{number}]\nroute = [{{ station = \"drill\", cycle = \"{} s\" }}]\n\
             [order.{number}]\nproduct = \"p{number}\"\nrelease = 2026-03-02T00:{minutes:02}:{seconds}\n",
            time as f64 * 0.6
        );
    }
    text
}

/// Tells a story until a moment.
fn told_until(model: &Model, end: Time) -> Story {
    let tally = Tally::new(model, Span::from_minutes(1));
    let mut plant = Plant::new(model, 1, 0, (tally, (Trace::default(), Visits::default())));
    assert!(plant.run_until(end), "it ended early: {:?}", plant.stopped());
    assert_eq!(plant.audit(), Ok(()));
    let (tally, (trace, visits)) = plant.into_observer();
    Story { end, tally, trace, visits }
}

#[test]
fn pub_hand_arena_drill() {
    let model = model(&drill());
    let end = Time::ZERO + Span::from_minutes(20);
    let story = told_until(&model, end);
    let visits = story.visits.by_part();
    let table: Vec<(usize, i64, i64, Option<i64>)> = visits
        .iter()
        .map(|visit| {
            let finished = visit.finished.map(hundredths);
            (visit.part, hundredths(visit.arrived), hundredths(visit.started), finished)
        })
        .collect();
    // part, arrival, start, finish; the seventh is not started by the end
    let expected = [
        (1, 0, 0, Some(290)),
        (2, 173, 290, Some(466)),
        (3, 308, 466, Some(805)),
        (4, 379, 805, Some(1257)),
        (5, 441, 1257, Some(1703)),
        (6, 1869, 1869, None),
    ];
    assert_eq!(table, expected);
    let wait = |visit: &Visit| hundredths(visit.started) - hundredths(visit.arrived);
    let waits: Vec<i64> = visits.iter().map(wait).collect();
    assert_eq!(waits.iter().max(), Some(&816), "maximum wait");
    // 15.17 min in all: 2.528333 min for each of six.
    assert_eq!((waits.iter().sum::<i64>(), waits.len()), (1517, 6), "mean wait");
    let stays = visits.iter().filter_map(|visit| visit.left.map(|left| left - visit.arrived));
    let stays: Vec<i64> = stays.map(|stay| hundredths(Time::ZERO + stay)).collect();
    // 32.20 min in all: 6.44 min for each of five.
    assert_eq!((stays.iter().sum::<i64>(), stays.len()), (3220, 5), "parts finished, total time");
    assert_eq!(stays.iter().max(), Some(&1262), "maximum total time");
    let station = model.stations.ids().next().unwrap();
    let queue = story.tally.station(station).queue;
    let hundredth = i128::from(Span::from_minutes(1).ticks() / 100);
    // The part that waits at the end has done so for 0.61 min: 15.78 / 20 = 0.789.
    assert_eq!(queue.integral(end) / hundredth, 1517 + 61, "number in queue");
    let waiting = |now: Time| {
        visits.iter().filter(|visit| visit.arrived <= now && now < visit.started).count()
    };
    assert_eq!(visits.iter().map(|visit| waiting(visit.arrived)).max(), Some(3));
    let machine = model.machines.ids().next().unwrap();
    let working = story.tally.machine(machine, end)[State::Working as usize];
    // 17.03 min on five parts, 1.31 min on the sixth: 18.34 / 20 = 0.917.
    assert_eq!(hundredths(Time::ZERO + working), 1703 + 131, "utilisation");
}

/// Which parts fail is told by their products: those that fail have a route with a second pass.
const REWORK: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.machine]
cycle = "5 min"
[station.inspect]
cycle = "3 min"
[product.good]
route = ["machine", "inspect"]
[product.fails]
route = [
  "machine",
  "inspect",
  { station = "machine", cycle = "4 min", name = "rework" },
  { station = "inspect", name = "inspect_again" },
]
[order.1]
product = "fails"
[order.2]
product = "fails"
[order.3]
product = "good"
[order.4]
product = "good"
"#;

#[test]
fn pub_hand_rework_back() {
    let model = model(REWORK);
    let story = story(&model);
    let names: Vec<&str> =
        model.machines.iter().map(|m| model.stations[m.station].name.as_str()).collect();
    let mut table: Vec<(i64, &str, usize, i64)> = story
        .visits
        .by_part()
        .iter()
        .map(|visit| {
            let finished = minute(visit.finished.unwrap());
            (minute(visit.started), names[visit.machine - 1], visit.part, finished)
        })
        .collect();
    table.sort_unstable_by_key(|&(start, name, ..)| (start, std::cmp::Reverse(name)));
    // start, station, part, finish
    let expected = [
        (0, "machine", 1, 5),
        (5, "machine", 2, 10),
        (5, "inspect", 1, 8),
        (10, "machine", 3, 15),
        (10, "inspect", 2, 13),
        (15, "machine", 4, 20),
        (15, "inspect", 3, 18),
        (20, "machine", 1, 24),
        (20, "inspect", 4, 23),
        (24, "machine", 2, 28),
        (24, "inspect", 1, 27),
        (28, "inspect", 2, 31),
    ];
    assert_eq!(table, expected);
    assert_eq!(minute(story.end), 31, "makespan");
    let passes = |part: usize| {
        table.iter().filter(|&&(_, name, of, _)| of == part && name == "inspect").count()
    };
    let first_pass = (1..=4).filter(|&part| passes(part) == 1).count();
    assert_eq!(first_pass, 2, "first-pass yield: two of four");
}
