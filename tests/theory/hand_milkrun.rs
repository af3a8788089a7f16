//! Milk runs by hand: tours at set times that take parts from stop to stop.

use gemba::ids::{Id, MilkrunId};
use gemba::observe::MilkrunTally;
use gemba::study::{EntityKind, Settings, run};
use gemba::units::Span;

use crate::hand_cards::{area, same, table};
use crate::hand_causes::assert_chain;
use crate::support::model;
use crate::visits::{Story, minute};

/// Two stations, 3 and 2 min, and a tour every 10 min that takes 2 min from the first to the second.
fn line(parts: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.a]\ncycle = \"3 min\"\n[station.b]\ncycle = \"2 min\"\n\
         [line.main]\nstations = [\"a\", \"b\"]\n[order.all]\nquantity = {parts}\n\
         [milkrun.tour]\nevery = \"10 min\"\nstops = [\"a\", \"b\"]\ntime = \"2 min\"\n{more}"
    )
}

fn tour(story: &Story) -> MilkrunTally {
    *story.tally.milkrun(MilkrunId::at(0))
}

/// Parts are there at 3, 6 and 9; the tour of minute 10 takes all three, and puts them down at 12.
#[test]
fn a_tour_takes_all_that_waits() {
    let text = line(3, "");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 12, 14),
        (2, "a", 3, 6),
        (2, "b", 14, 16),
        (3, "a", 6, 9),
        (3, "b", 16, 18),
    ];
    same(&rows, &expected);
    let row = tour(&story);
    assert_eq!((row.tours, row.taken), (2, 3));
    assert_eq!(row.waited, i128::from(Span::from_minutes(7 + 4 + 1).ticks()));
    assert_eq!((area(row.waiting, story.end), area(row.carried, story.end)), (12, 6));
    let chain = [
        ("cycle at b", 16, 18),
        ("cycle at b", 14, 16),
        ("cycle at b", 12, 14),
        ("tour of tour", 3, 12),
        ("cycle at a", 0, 3),
    ];
    assert_chain(&text, &chain);
}

/// It carries two: the third waits for the tour of minute 20.
#[test]
fn a_tour_that_is_full_leaves_parts() {
    let (story, rows) = table(&line(3, "carries = 2\n"));
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 12, 14),
        (2, "a", 3, 6),
        (2, "b", 14, 16),
        (3, "a", 6, 9),
        (3, "b", 22, 24),
    ];
    same(&rows, &expected);
    assert_eq!(area(tour(&story).waiting, story.end), 7 + 4 + 11);
}

/// The second station takes 8 min and has no place in front: each tour takes one part, for the machine that is free
/// at 10, and again at 20 and at 30, when its cycle ends at that minute. The first station is never blocked.
#[test]
fn a_tour_takes_only_what_it_can_put_down() {
    let text = line(3, "").replace("cycle = \"2 min\"", "cycle = \"8 min\"\nbuffer = 0");
    let (_, rows) = table(&text);
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 12, 20),
        (2, "a", 3, 6),
        (2, "b", 22, 30),
        (3, "a", 6, 9),
        (3, "b", 32, 40),
    ];
    same(&rows, &expected);
}

/// Parts are there at 5 and at 10: who comes at the minute of the tour is taken.
#[test]
fn who_comes_at_the_minute_of_the_tour_is_taken() {
    let (_, rows) = table(&line(2, "").replace("cycle = \"3 min\"", "cycle = \"5 min\""));
    same(&rows, &[(1, "a", 0, 5), (1, "b", 12, 14), (2, "a", 5, 10), (2, "b", 14, 16)]);
}

/// A tour that comes back to its first stop brings a part back to it: from 3 on it waits for the tour of 10, is at the
/// second station from 12 to 14, and waits until the next tour is there, at 22; it is back at 24.
#[test]
fn a_tour_comes_back_to_its_first_stop() {
    let text = line(1, "").replace("stops = [\"a\", \"b\"]", "stops = [\"a\", \"b\", \"a\"]");
    let text = text.replace("stations = [\"a\", \"b\"]", "stations = [\"a\", \"b\", \"a\"]");
    let (story, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 3), (1, "b", 12, 14), (1, "a", 24, 27)]);
    assert_eq!(minute(story.end), 27);
    assert_eq!((tour(&story).tours, tour(&story).taken), (3, 2));
}

/// The figures of a study.
#[test]
fn a_study_tells_of_tours() {
    let results = run(&model(&line(3, "")), &Settings { threads: 1, ..Settings::default() }, &());
    let of = |kpi| results.of(EntityKind::Milkrun, "tour", kpi).expect("the figure").interval;
    assert!((of("tours").estimate - 2.0).abs() < 1e-12);
    assert!((of("parts_a_tour").estimate - 1.5).abs() < 1e-12);
    assert!((of("tour_wait").estimate - 4.0).abs() < 1e-12);
    assert!((of("carried").estimate - 6.0 / 18.0).abs() < 1e-12);
}
