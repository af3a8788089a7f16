//! Which of the lines of its product an order goes to by `earliest_finish`: worked by hand.

use std::fmt::Write;

use crate::support::model;
use crate::visits::{minute, story};

/// Why writing is sure.
const SURE: &str = "a text takes every text";

/// Orders of a product, by quantity and minute of release, on this plant: of each part the machine, begin and end of its
/// visits.
fn visits(plant: &str, orders: &[(&str, u32, u32)]) -> Vec<Vec<(usize, i64, i64)>> {
    let mut text =
        format!("[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n{plant}\n");
    for (number, (product, quantity, at)) in orders.iter().enumerate() {
        let (hour, minute) = (at / 60, at % 60);
        writeln!(
            text,
            "[order.{number:02}]\nproduct = \"{product}\"\nquantity = {quantity}\n\
             release = 2026-03-02T{hour:02}:{minute:02}:00"
        )
        .expect(SURE);
    }
    let story = story(&model(&text));
    let mut parts = Vec::new();
    for row in story.visits.by_part() {
        parts.resize(row.part, Vec::new());
        let end = row.finished.expect("all are done");
        parts[row.part - 1].push((row.machine, minute(row.started), minute(end)));
    }
    parts
}

/// `cell` is machine 1, `f1` and `f2` are 2 and 3.
const TWO_LINES: &str = "[station.cell]\ncycle = \"3 min\"\n[station.f1]\ncycle = \"2 min\"\n\
     [station.f2]\ncycle = \"2 min\"\n[line]\nflow = { stations = [\"f1\", \"f2\"] }\n\
     cell = { stations = [\"cell\"] }\n\
     [product.p]\nlines = [\"flow\", \"cell\"]\nchoice = \"earliest_finish\"\n";

/// One part alone is done after 2 + 2 or 3. Five are done after 2 + 2 + 4 · 2 = 12 on the flow, or after 3 + 15. One
/// more would be done at 10 + 2 + 2 there, where five are before it, or at 3 + 3.
#[test]
fn the_first_part_goes_through_and_the_others_follow() {
    let parts = visits(TWO_LINES, &[("p", 1, 0), ("p", 5, 0), ("p", 1, 0)]);
    assert_eq!(parts[0], [(1, 0, 3)]);
    for (number, part) in (0..).zip(&parts[1..6]) {
        let begin = 2 * number;
        assert_eq!(part, &[(2, begin, begin + 2), (3, begin + 2, begin + 4)]);
    }
    assert_eq!(parts[6], [(1, 3, 6)]);
}

/// Two are done after 6 on either line: the first one written takes them.
#[test]
fn of_lines_that_are_equal_the_first_one_written() {
    let parts = visits(TWO_LINES, &[("p", 2, 0)]);
    assert_eq!(parts[1], [(2, 2, 4), (3, 4, 6)]);
}

/// Ten parts by the piece are done after 4 + 9 · 2 = 22 on the flow, in one lot after 20 + 20; in the cell after 30.
/// In lots of two: two parts after 4 + 4, the others at 2 min each, 24.
#[test]
fn lots_go_through_together() {
    for (moves_in, machine, end) in [("\"piece\"", 2, 22), ("\"lot\"", 1, 30), ("2", 2, 24)] {
        let plant = format!("{TWO_LINES}moves_in = {moves_in}\n");
        let parts = visits(&plant, &[("p", 10, 0)]);
        assert_eq!(parts[0][0].0, machine, "{moves_in}");
        let last = parts.iter().flatten().map(|visit| visit.2).max();
        assert_eq!(last, Some(end), "{moves_in}");
    }
}

/// Machine 1 is set up for 10 min for the other product, machine 2 never is. Two of `r` at 1 would be done there at
/// 2 + 10 + 4, on the other one at 1 + 8. Six at 20: 20 + 10 + 12 or 20 + 24. Five of `p` at 43: 43 + 10 + 10 or 43 + 20,
/// and the first line takes them. Four more of `p` at 45: 63 + 8 or 45 + 16.
#[test]
fn setups_count() {
    let plant = "[station.a]\ncycle = \"2 min\"\nsetup = \"10 min\"\n[station.b]\ncycle = \"4 min\"\n\
         [line]\na = { stations = [\"a\"] }\nb = { stations = [\"b\"] }\n\
         [product.p]\nlines = [\"a\", \"b\"]\nchoice = \"earliest_finish\"\n\
         [product.r]\nlines = [\"a\", \"b\"]\nchoice = \"earliest_finish\"\n";
    let orders = [("p", 1, 0), ("r", 2, 1), ("r", 6, 20), ("p", 5, 43), ("p", 4, 45)];
    let parts = visits(plant, &orders);
    let firsts = [0, 1, 3, 9, 14].map(|part: usize| parts[part][0]);
    assert_eq!(firsts, [(1, 0, 2), (2, 1, 5), (1, 30, 32), (1, 53, 55), (2, 45, 49)]);
}

/// Line `a` works from 6 to 14 o'clock, 10 min a part; `b` always, 60 min a part. At 5 o'clock two parts would be done at
/// 6:20 or 7:00, then one more at 6:30 or 6:00. At 13 o'clock twelve would be done at 7 on the next morning, or at 1 in
/// the night; then five at 13:50, or after all of these.
#[test]
fn hours_count() {
    let plant = "[calendar.day]\nmon-sun = \"06:00-14:00\"\n\
         [station.a]\ncycle = \"10 min\"\ncalendar = \"day\"\n[station.b]\ncycle = \"60 min\"\n\
         [line]\na = { stations = [\"a\"] }\nb = { stations = [\"b\"] }\n\
         [product.p]\nlines = [\"a\", \"b\"]\nchoice = \"earliest_finish\"\n";
    let parts = visits(plant, &[("p", 2, 300), ("p", 1, 300), ("p", 12, 780), ("p", 5, 780)]);
    let firsts = [0, 2, 3, 15].map(|part: usize| parts[part][0]);
    assert_eq!(firsts, [(1, 360, 370), (2, 300, 360), (2, 780, 840), (1, 780, 790)]);
}

/// From 100 to 130 the only machine of the quick line is maintained: the order of 105 goes to the other one, the one of
/// 131 to the quick one.
#[test]
fn a_line_that_cannot_work_comes_last() {
    let plant = "[station.a]\ncycle = \"1 min\"\n[station.a.maintenance.oil]\nclock = \"calendar\"\n\
         every = \"100 min\"\ntime = \"30 min\"\n[station.b]\ncycle = \"60 min\"\n\
         [line]\na = { stations = [\"a\"] }\nb = { stations = [\"b\"] }\n\
         [product.p]\nlines = [\"a\", \"b\"]\nchoice = \"earliest_finish\"\n";
    let parts = visits(plant, &[("p", 1, 105), ("p", 1, 131)]);
    assert_eq!(parts, [[(2, 105, 165)], [(1, 131, 132)]]);
}

/// Lines `a` and `b` of one station each, with what is said of them.
fn two(a: &str, b: &str) -> String {
    format!(
        "[calendar.day]\nmon-sun = \"06:00-14:00\"\n[station.a]\n{a}\n[station.b]\n{b}\n\
         [line]\na = {{ stations = [\"a\"] }}\nb = {{ stations = [\"b\"] }}\n\
         [product.p]\nlines = [\"a\", \"b\"]\nchoice = \"earliest_finish\"\n"
    )
}

/// The machine that the first part of an order goes to.
fn first(plant: &str, quantity: u32, at: u32) -> usize {
    visits(plant, &[("p", quantity, at)])[0][0].0
}

/// Ten parts on ten machines are done after 10 min, on one of 1.5 min after 15. Two on two of 10 min: 10, or 14. Of five
/// on two the last is done after 30, or 35; of five on two of 12 min after 36.
#[test]
fn parts_that_begin_together_are_done_together() {
    let plant = two("machines = 10\ncycle = \"10 min\"", "cycle = \"90 s\"");
    assert!(first(&plant, 10, 0) <= 10);
    let plant = two("cycle = \"7 min\"", "machines = 2\ncycle = \"10 min\"");
    assert!(first(&plant, 2, 0) > 1);
    assert!(first(&plant, 5, 0) > 1);
    assert_eq!(first(&plant.replace("10 min", "12 min"), 5, 0), 1);
}

/// A cycle that has begun is finished after closing: 30 min from 13:45 on are done at 14:15, before 2 h elsewhere. One
/// that must not begin when it cannot end before closing waits: 5 h at 12 o'clock are done at 11 on the next day,
/// after 22 h elsewhere; paused they would be at 9.
#[test]
fn what_a_closing_does_counts() {
    assert_eq!(first(&two("calendar = \"day\"\ncycle = \"30 min\"", "cycle = \"2 h\""), 1, 825), 1);
    let late = |at_close: &str| {
        let a = format!("calendar = \"day\"\ncycle = \"5 h\"\nat_close = \"{at_close}\"");
        first(&two(&a, "cycle = \"22 h\""), 1, 720)
    };
    assert_eq!((late("no_start"), late("pause")), (2, 1));
}

/// Three days that parts are held count, and that they are away: the lorry leaves at 14 o'clock, and is back after 10 min,
/// at 850, long before 60 days.
#[test]
fn what_parts_wait_for_behind_a_station_counts() {
    let held = two("cycle = \"1 min\"\nhold = \"3 days\"", "cycle = \"60 min\"");
    assert_eq!(first(&held, 1, 0), 2);
    let outside = "[station.coat]\noutside = { time = \"10 min\", leaves = { days = [\"mon\"], at = \"14:00\" } }\n";
    for (days, machine) in [("60 days", 1), ("849 min", 2), ("851 min", 1)] {
        let plant = two("cycle = \"1 min\"", &format!("cycle = \"{days}\""));
        let plant = plant.replace("stations = [\"a\"]", "stations = [\"a\", \"coat\"]") + outside;
        assert_eq!(first(&plant, 1, 0), machine, "{days}");
    }
}

/// At 8 a lot of ten for `a2` gathers, of which two are not done at `a`: with those that wait for them there are 100 min of
/// work before `a2`.
#[test]
fn those_who_wait_for_their_lot_are_before_it() {
    let plant = two("cycle = \"1 min\"", "cycle = \"40 min\"")
        .replace("stations = [\"a\"]", "stations = [\"a\", \"a2\"]")
        + "moves_in = \"lot\"\n[station.a2]\ncycle = \"10 min\"\n";
    let parts = visits(&plant, &[("p", 10, 0), ("p", 1, 8)]);
    assert_eq!(parts[10], [(3, 8, 48)]);
}
