//! Batches worked by hand, and an oven by its Markov chain.

use std::fmt::Write;

use gemba::ids::{Id, StationId};
use gemba::observe::{Observer, State};
use gemba::units::{Span, Time};

use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;
use crate::support::model;
use crate::visits::{Story, minute, story};

/// When each part begins, ends and leaves, part by part.
fn times(story: &Story) -> Vec<(i64, i64, i64)> {
    let at = |time: Option<Time>| minute(time.expect("every part ends"));
    let rows = story.visits.by_part();
    rows.iter().map(|row| (minute(row.started), at(row.finished), at(row.left))).collect()
}

/// Validation case `pub-hand-oven-timeout`: an oven for 3 parts, which waits 6 minutes at most.
///
/// ```text
/// batch  start  end  parts  why
/// 1          3   13      3  full
/// 2         15   25      1  the part of 9 has waited 6 min
/// 3         26   36      2  the part of 20 has
/// 4         39   49      1  the part of 33 has
/// ```
#[test]
fn an_oven_that_waits_so_long() {
    let mut text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.oven]
batch = { size = 3, wait = "6 min" }
cycle = "10 min"
[line.l]
stations = ["oven"]
[order]
"#
    .to_owned();
    for (number, minute) in [0, 2, 3, 9, 20, 21, 33].into_iter().enumerate() {
        writeln!(text, "{} = {{ release = 2026-03-02T00:{minute:02}:00 }}", number + 1)
            .expect("a text");
    }
    let story = story(&model(&text));
    let ends: Vec<i64> = times(&story).into_iter().map(|(_, _, left)| left).collect();
    assert_eq!(ends, [13, 13, 13, 25, 36, 36, 49]);
    let starts: Vec<i64> = times(&story).into_iter().map(|(start, ..)| start).collect();
    assert_eq!(starts, [3, 3, 3, 15, 26, 26, 39]);
    assert_eq!(story.stretches(1, State::Working), [(3, 13), (15, 25), (26, 36), (39, 49)]);
    let released = [0, 2, 3, 9, 20, 21, 33];
    let lead: i64 = ends.iter().zip(released).map(|(end, release)| end - release).sum();
    assert!((lead as f64 / 7.0 - 13.857_143).abs() < 1e-6);
}

/// Parts that come at the very end of the wait join.
#[test]
fn who_comes_at_the_start_joins() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.oven]
batch = { size = 3, wait = "6 min" }
cycle = "10 min"
[line.l]
stations = ["oven"]
[order]
1 = { release = 2026-03-02 }
2 = { release = 2026-03-02T00:06:00 }
"#,
    ));
    assert_eq!(times(&story), [(6, 16, 16), (6, 16, 16)]);
}

/// An oven for 4 parts and one place before the next machine: a batch leaves part by part.
///
/// ```text
/// min   oven            next (5 min each)
/// 10    batch 1 ends    part 1 begins, part 2 has the place
/// 15    part 3 leaves   part 2
/// 20    part 4 leaves   part 3; batch 2 begins in the oven, which is free
/// 25                    part 4; the place is free
/// 30    batch 2 ends    part 5 begins, part 6 has the place
/// 35    part 7 leaves   part 6
/// 40    part 8 leaves   part 7
/// 45                    part 8, until 50
/// ```
#[test]
fn a_batch_leaves_part_by_part() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.oven]
batch = 4
cycle = "10 min"
[station.next]
cycle = "5 min"
buffer = 1
[line.l]
stations = ["oven", "next"]
[order]
1 = { release = 2026-03-02, quantity = 8 }
"#,
    ));
    let (next, oven) = (1, 2);
    assert_eq!(story.stretches(oven, State::Working), [(0, 10), (20, 30)]);
    assert_eq!(story.stretches(oven, State::Blocked), [(10, 20), (30, 40)]);
    assert_eq!(story.stretches(next, State::Working), [(10, 50)]);
    assert_eq!(story.end, Time::ZERO + Span::from_minutes(50));
}

/// A washer takes parts of one family: the third part goes alone after its wait, as the fourth is of the
/// other family; the family that waits longest goes first. Each part adds a minute.
#[test]
fn a_batch_is_of_one_family() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.washer]
batch = { size = 2, minimum = 2, wait = "30 min", by = "family", each = "1 min" }
cycle = "10 min"
[product.a1]
family = "a"
route = ["washer"]
[product.a2]
family = "a"
route = ["washer"]
[product.b]
route = ["washer"]
[order]
1 = { product = "a1", release = 2026-03-02T00:00:00 }
2 = { product = "b", release = 2026-03-02T00:01:00 }
3 = { product = "a2", release = 2026-03-02T00:02:00 }
4 = { product = "a1", release = 2026-03-02T00:03:00 }
"#,
    ));
    // a1 and a2 from 2 to 14; b alone from 31 to 42; the other a1, which came at 3, at 42 after its 33.
    assert_eq!(times(&story), [(2, 14, 14), (31, 42, 42), (2, 14, 14), (42, 53, 53)]);
}

/// What fails in the middle of a batch loses all of it; scrap at its end is drawn part by part.
#[test]
fn a_failure_loses_the_batch() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.oven]
batch = { size = 3, minimum = 1 }
cycle = "10 min"
[station.oven.failure.log]
at = [2026-03-02T00:05:00]
repair = { time = "7 min" }
part = "scrap"
[line.l]
stations = ["oven"]
[order]
1 = { release = 2026-03-02, quantity = 5 }
"#,
    ));
    assert_eq!(story.tally.station(StationId::at(0)).scrapped, 3);
    assert_eq!(story.stretches(1, State::Working), [(0, 5), (12, 22)]);
    assert_eq!(story.tally.station(StationId::at(0)).done, 2);
}

/// A machine without places in front gathers the batch itself, and the one before it is not blocked
/// until the batch is full and at work.
#[test]
fn a_free_machine_has_places_for_a_batch() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
cycle = "2 min"
[station.oven]
batch = 3
buffer = 0
cycle = "10 min"
[line.l]
stations = ["a", "oven"]
[order]
1 = { release = 2026-03-02, quantity = 6 }
"#,
    ));
    let (a, oven) = (1, 2);
    // Parts 1 to 3 are there at 6. Part 4 is done at 8 and waits until 16; parts 5 and 6 follow.
    assert_eq!(story.stretches(oven, State::Working), [(6, 16), (20, 30)]);
    assert_eq!(story.stretches(a, State::Working), [(0, 8), (16, 20)]);
    assert_eq!(story.stretches(a, State::Blocked), [(8, 16)]);
}

/// Two ovens for 3 parts and a machine without places behind them: the parts of the first batch have waited
/// since 10, those of the second since 20, so the first leave first, at a minute each.
#[test]
fn a_blocked_batch_keeps_its_place() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.oven]
machines = 2
batch = { size = 3, by = "order" }
cycle = "10 min"
[station.next]
cycle = "60 min"
buffer = 0
[line.l]
stations = ["oven", "next"]
[order]
1 = { release = 2026-03-02T00:00:00, quantity = 3 }
2 = { release = 2026-03-02T00:10:00, quantity = 3 }
"#,
    ));
    let rows = story.visits.by_part();
    let next = rows.iter().filter(|row| row.machine == 1);
    let starts: Vec<(usize, i64)> = next.map(|row| (row.part, minute(row.started))).collect();
    assert_eq!(starts, [(1, 10), (2, 70), (3, 130), (4, 190), (5, 250), (6, 310)]);
}

/// What an oven waited for with its last batch is past: the single part of the third order, which waits for room
/// since 81, goes after both of the second order, in the other oven, which wait since 75.
#[test]
fn a_single_part_does_not_inherit_the_place_of_the_batch_before() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.oven]
machines = 2
batch = { size = 2, by = "order", wait = "1 min" }
cycle = "10 min"
[station.next]
cycle = "60 min"
buffer = 0
[line.l]
stations = ["oven", "next"]
[order]
1 = { release = 2026-03-02T00:00:00, quantity = 2 }
2 = { release = 2026-03-02T01:05:00, quantity = 2 }
3 = { release = 2026-03-02T01:10:00, quantity = 1 }
"#,
    ));
    let rows = story.visits.by_part();
    let next = rows.iter().filter(|row| row.machine == 1);
    let starts: Vec<(usize, i64)> = next.map(|row| (row.part, minute(row.started))).collect();
    assert_eq!(starts, [(1, 10), (2, 70), (3, 130), (4, 190), (5, 250)]);
}

/// Parts leave in the order in which they came, whichever of them takes longest: the batch takes 20 minutes
/// for the third.
#[test]
fn a_batch_leaves_in_the_order_of_arrival() {
    let story = story(&model(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.oven]
batch = 3
[station.next]
cycle = "5 min"
[product.short]
route = [{ station = "oven", cycle = "10 min" }, "next"]
[product.long]
route = [{ station = "oven", cycle = "20 min" }, "next"]
[order]
1 = { product = "short", release = 2026-03-02 }
2 = { product = "short", release = 2026-03-02 }
3 = { product = "long", release = 2026-03-02 }
"#,
    ));
    let rows = story.visits.by_part();
    let next = rows.iter().filter(|row| row.machine == 1);
    let starts: Vec<(usize, i64)> = next.map(|row| (row.part, minute(row.started))).collect();
    assert_eq!(starts, [(1, 20), (2, 25), (3, 30)]);
}

/// How long parts wait, and are in the plant.
#[derive(Debug, Default)]
struct Times {
    waited: f64,
    starts: f64,
    lead: f64,
    parts: f64,
}

impl Observer for Times {
    fn queue_left(&mut self, _: StationId, waited: Span, _: Time) {
        self.waited += waited.minutes();
        self.starts += 1.0;
    }

    fn departed(&mut self, _: gemba::ids::ProductId, _: u64, released: Time, now: Time) {
        self.lead += (now - released).minutes();
        self.parts += 1.0;
    }
}

/// Validation case `pub-oven-full-batch`: batches of exactly 4.
#[test]
fn an_oven_that_waits_until_it_is_full() {
    Case::new("pub-oven-full-batch")
        .mean("mean queue wait", 3.574_090_5, Relative(0.02), |run| {
            let times: &Times = &run.watch;
            times.waited / times.starts
        })
        .mean("mean lead time", 6.074_090_5, Relative(0.02), |run| run.watch.lead / run.watch.parts)
        .mean("oven utilisation", 0.625, Relative(0.01), |run| run.working("oven"))
        .run(
            r#"
[run]
warm_up = "2000 min"
length = "200000 min"
replications = 20
[station.oven]
batch = 4
cycle = { dist = "exponential", mean = "2.5 min" }
[line.l]
stations = ["oven"]
[demand.d]
every = { mean = "1 min" }
"#,
        );
}
