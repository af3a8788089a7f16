//! Paced lines by hand and in theory: what moves when, what stops the line, and for how long.

use std::fmt::Write as _;

use gemba::ids::{Id, StationId, TaktId};
use gemba::observe::{HeldBy, State, TaktTally};
use gemba::study::{EntityKind, Settings, run};
use gemba::units::{Span, Time};

use State::{Blocked, LineStop, Maintenance, OffShift, Repair, Starved, WaitTakt, Working};

use crate::figures::Judged;
use crate::hand_cards::{area, same, table};
use crate::hand_causes::assert_chain;
use crate::hand_walking::{minute, watch};
use crate::support::model;
use crate::visits::Story;

/// Three stations with these cycles in minutes, a takt of 10 min, and so many parts at the start.
fn line([a, b, c]: [u32; 3], quantity: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [line.main]\nstations = [\"a\", \"b\", \"c\"]\npace = \"10 min\"\n\
         [order.all]\nquantity = {quantity}\nrelease = 2026-03-02\n\
         [station.a]\ncycle = \"{a} min\"\n[station.b]\ncycle = \"{b} min\"\n[station.c]\ncycle = \"{c} min\"\n{more}"
    )
}

fn takt(story: &Story) -> TaktTally {
    story.tally.takt(TaktId::at(0)).clone()
}

/// Moves, those that were late, parts given away, minutes for which the line stood, and minutes of each who held it up:
/// the stations in the order of their names, then want of room.
fn counted(story: &Story, stations: usize) -> (u64, u64, u64, i128, Vec<i64>) {
    let row = takt(story);
    let who: Vec<HeldBy> = (0..stations).map(|at| Some(StationId::at(at))).chain([None]).collect();
    let held =
        who.into_iter().map(|who| minute(Time::ZERO + Span::round(row.held_by(who, story.end))));
    (row.moves, row.late, row.given, area(row.stopped, story.end), held.collect())
}

/// Everybody is done in time: parts move at 10, 20, 30, 40 and 50, one behind the other, with a gap behind the last.
#[test]
fn parts_move_together_at_the_end_of_each_takt() {
    let text = line([8, 10, 5], 3, "");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 8),
        (1, "b", 10, 20),
        (1, "c", 20, 25),
        (2, "a", 10, 18),
        (2, "b", 20, 30),
        (2, "c", 30, 35),
        (3, "a", 20, 28),
        (3, "b", 30, 40),
        (3, "c", 40, 45),
    ];
    same(&rows, &expected);
    assert_eq!(counted(&story, 3), (5, 0, 3, 0, vec![0; 4]));
    assert_eq!(area(takt(&story).open, story.end), 50);
    let told = watch(&text);
    let a = [
        (0, Working),
        (8, WaitTakt),
        (10, Working),
        (18, WaitTakt),
        (20, Working),
        (28, WaitTakt),
        (30, Starved),
    ];
    assert_eq!(told.machine(1), a);
    assert_eq!(told.machine(2), [(10, Working), (40, Starved)]);
}

/// The second part takes 14 min at the first station: at 20 the line stands for 4 min, and the next takt ends at 34.
const LATE: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[line.final]
stations = ["a", "b", "c"]
pace = "10 min"
andon = "stop_at_fixed_position"
[product.p]
route = [{ station = "a", cycle = "8 min" }, "b", "c"]
[product.q]
route = [{ station = "a", cycle = "14 min" }, "b", "c"]
[order.1]
product = "p"
release = 2026-03-02
[order.2]
product = "q"
release = 2026-03-02
[order.3]
product = "p"
release = 2026-03-02
[station.a]
[station.b]
cycle = "9 min"
[station.c]
cycle = "5 min"
"#;

#[test]
fn a_station_that_is_late_stops_the_line() {
    let (story, rows) = table(LATE);
    let expected = [
        (1, "a", 0, 8),
        (1, "b", 10, 19),
        (1, "c", 24, 29),
        (2, "a", 10, 24),
        (2, "b", 24, 33),
        (2, "c", 34, 39),
        (3, "a", 24, 32),
        (3, "b", 34, 43),
        (3, "c", 44, 49),
    ];
    same(&rows, &expected);
    assert_eq!(counted(&story, 3), (5, 1, 3, 4, vec![4, 0, 0, 0]));
    let b = [
        (10, Working),
        (19, WaitTakt),
        (20, LineStop),
        (24, Working),
        (33, WaitTakt),
        (34, Working),
        (43, WaitTakt),
        (44, Starved),
    ];
    assert_eq!(watch(LATE).machine(2), b);
}

/// The line is open for 54 min and gives three parts away; of the time of its one stop `a` is the cause of all.
#[test]
fn figures_of_a_line() {
    let results = run(&model(LATE), &Settings { threads: 1, ..Settings::default() }, &());
    let of = |kind, name: &str, kpi: &str| {
        results.of(kind, name, kpi).expect("the figure is there").interval.estimate
    };
    for (kpi, right) in [
        ("line_takt", 18.0),
        ("moves", 5.0),
        ("stops_an_hour", 60.0 / 54.0),
        ("line_stop_time", 4.0),
        ("line_stopped", 4.0 / 54.0),
        ("no_room_behind", 0.0),
    ] {
        let found = of(EntityKind::Line, "final", kpi);
        assert!((found - right).abs() < 1e-12, "{kpi}: {found} is not {right}");
    }
    for (name, kpi, right) in [
        ("a", "stops_line", 1.0),
        ("b", "stops_line", 0.0),
        ("a", "wait_takt", (2.0 + 2.0) / 54.0),
        ("b", "line_stop", 4.0 / 54.0),
        ("a", "line_stop", 0.0),
    ] {
        let found = of(EntityKind::Station, name, kpi);
        assert!((found - right).abs() < 1e-12, "{kpi} of {name}: {found} is not {right}");
    }
}

/// The first part takes 13 min at `b` and 16 at `c`, the second one, too: at 33 both stations are late.
#[test]
fn who_is_late_together_shares_the_stop() {
    let text = line([8, 13, 16], 2, "");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 8),
        (1, "b", 10, 23),
        (1, "c", 23, 39),
        (2, "a", 10, 18),
        (2, "b", 23, 36),
        (2, "c", 39, 55),
    ];
    same(&rows, &expected);
    // At 20 for `b` alone 3 min; at 33 for both 3 min, then for `c` 3 min; at 49 for `c` 6 min.
    let row = takt(&story);
    assert_eq!((row.moves, row.late, row.given, area(row.stopped, story.end)), (4, 3, 2, 15));
    let minute = Span::from_minutes(1).ticks() as f64;
    let held = |at: usize| row.held_by(Some(StationId::at(at)), story.end) / minute;
    for (at, right) in [(0, 0.0), (1, 4.5), (2, 10.5)] {
        assert!((held(at) - right).abs() < 1e-9, "{at}: {}", held(at));
    }
}

/// A breakdown of 9 min at 12, which the rest of the takt does not make good, and one of 2 min, which it does.
#[test]
fn a_breakdown_stops_the_line_only_beyond_the_takt() {
    let broken = |at: &str, minutes: u32| {
        format!(
            "[station.b.failure.jam]\nat = [2026-03-02T00:{at}:00]\nrepair = {{ time = \"{minutes} min\" }}\n"
        )
    };
    let text = line([8, 6, 5], 1, &broken("12", 9));
    let (story, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 8), (1, "b", 10, 25), (1, "c", 25, 30)]);
    assert_eq!(counted(&story, 3), (3, 1, 1, 5, vec![0, 5, 0, 0]));
    let (story, rows) = table(&line([8, 6, 5], 1, &broken("12", 2)));
    same(&rows, &[(1, "a", 0, 8), (1, "b", 10, 18), (1, "c", 20, 25)]);
    assert_eq!(counted(&story, 3), (3, 0, 1, 0, vec![0; 4]));
    // Done at 14, down from 18 to 23: the line stands until it is sound.
    let text = line([8, 4, 5], 1, &broken("18", 5));
    let (story, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 8), (1, "b", 10, 14), (1, "c", 23, 28)]);
    assert_eq!(counted(&story, 3), (3, 1, 1, 3, vec![0, 3, 0, 0]));
    let b = [(10, Working), (14, WaitTakt), (18, Repair), (23, Starved)];
    assert_eq!(watch(&text).machine(2), b);
}

/// A part that is thrown away when its station breaks leaves a gap: the one behind it comes as if it were there.
#[test]
fn a_part_that_is_lost_leaves_a_gap() {
    let text = line(
        [8, 6, 5],
        2,
        "[station.b.failure.jam]\nat = [2026-03-02T00:12:00]\nrepair = { time = \"3 min\" }\npart = \"scrap\"\n",
    );
    let found = watch(&text);
    let row = found.tally.takt(TaktId::at(0));
    // At 10 and 20; at 30 a gap has come to its end; at 40 the second part leaves.
    assert_eq!((row.moves, row.late, row.given), (4, 0, 1));
    let b =
        [(10, Working), (12, Repair), (15, Starved), (20, Working), (26, WaitTakt), (30, Starved)];
    assert_eq!(found.machine(2), b);
    let c = [(30, Working), (35, WaitTakt), (40, Starved)];
    assert_eq!(found.machine(3)[..3], c);
    assert_eq!(minute(found.end), 40);
}

/// A break from 15 to 20 stops the person at `b` and the clock: the takt of 10 ends at 25. `a` needs nobody and works
/// on.
#[test]
fn the_clock_stands_in_a_break() {
    let hours = "[calendar.early]\nmon = [\"00:00-08:00\"]\nbreaks = [{ at = \"00:15\", for = \"5 min\" }]\n\
                 [crew.worker]\ncount = 1\ncalendar = \"early\"\n";
    let text = line([8, 9, 5], 2, hours)
        .replace("\n[run]", "\ncalendar = \"early\"\n[run]")
        .replace("[station.b]\n", "[station.b]\noperators = { worker = 1 }\n");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 8),
        (1, "b", 10, 24),
        (1, "c", 25, 30),
        (2, "a", 10, 18),
        (2, "b", 25, 34),
        (2, "c", 35, 40),
    ];
    same(&rows, &expected);
    assert_eq!(counted(&story, 3), (4, 0, 2, 0, vec![0; 4]));
    // Of 45 min 5 were the break.
    assert_eq!(area(takt(&story).open, story.end), 40);
}

/// Nobody is needed: the clock runs through the break.
#[test]
fn the_clock_runs_in_a_break_where_nobody_is_needed() {
    let hours = "[calendar.early]\nmon = [\"00:00-08:00\"]\nbreaks = [{ at = \"00:15\", for = \"5 min\" }]\n";
    let text = line([8, 9, 5], 1, hours).replace("\n[run]", "\ncalendar = \"early\"\n[run]");
    let (_, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 8), (1, "b", 10, 19), (1, "c", 20, 25)]);
}

/// Open from 0:00 to 0:25 each day: 5 min of the third takt are left for the next day. `c` finishes its cycle.
#[test]
fn what_is_left_of_a_takt_is_for_the_next_day() {
    let hours = "[calendar.short]\nmon = [\"00:00-00:25\"]\ntue = [\"00:00-00:25\"]\n";
    let text = line([8, 8, 8], 1, hours).replace("\n[run]", "\ncalendar = \"short\"\n[run]");
    let (story, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 8), (1, "b", 10, 18), (1, "c", 20, 28)]);
    assert_eq!(area(takt(&story).open, story.end), 30);
    assert_eq!(minute(story.end), 1445);
    let c = [(20, Working), (28, OffShift), (1440, WaitTakt), (1445, Starved)];
    assert_eq!(watch(&text).machine(3)[..4], c);
}

/// A takt that ends with the shift, at 30: the first part leaves, the others move when the line opens.
#[test]
fn a_takt_that_ends_with_the_shift_gives_its_part_away() {
    let hours = "[calendar.short]\nmon = [\"00:00-00:30\"]\ntue = [\"00:00-00:30\"]\n";
    let text = line([8, 8, 8], 2, hours).replace("\n[run]", "\ncalendar = \"short\"\n[run]");
    let (story, rows) = table(&text);
    let expected = [
        (1, "a", 0, 8),
        (1, "b", 10, 18),
        (1, "c", 20, 28),
        (2, "a", 10, 18),
        (2, "b", 20, 28),
        (2, "c", 1440, 1448),
    ];
    same(&rows, &expected);
    assert_eq!(counted(&story, 3), (4, 0, 2, 0, vec![0; 4]));
    let left: Vec<i64> = story
        .visits
        .by_part()
        .iter()
        .filter(|visit| visit.machine == 3)
        .map(|visit| crate::visits::minute(visit.left.expect("it left")))
        .collect();
    assert_eq!(left, [30, 1450]);
}

/// A line of two stations, and behind it a machine of 25 min without a buffer.
const NO_ROOM: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[line.final]
stations = ["a", "b"]
pace = "10 min"
[product.p]
route = ["a", "b", "test"]
[order.1]
quantity = 3
release = 2026-03-02
[station.a]
cycle = "5 min"
[station.b]
cycle = "5 min"
[station.test]
cycle = "25 min"
buffer = 0
"#;

/// At 30 and at 55 the last part cannot leave.
#[test]
fn a_line_without_room_behind_it_stands() {
    let (story, rows) = table(NO_ROOM);
    let expected = [
        (1, "a", 0, 5),
        (1, "b", 10, 15),
        (1, "test", 20, 45),
        (2, "a", 10, 15),
        (2, "b", 20, 25),
        (2, "test", 45, 70),
        (3, "a", 20, 25),
        (3, "b", 45, 50),
        (3, "test", 70, 95),
    ];
    same(&rows, &expected);
    assert_eq!(counted(&story, 2), (4, 2, 3, 30, vec![0, 0, 30]));
    let told = watch(NO_ROOM);
    let a = [
        (0, Working),
        (5, WaitTakt),
        (10, Working),
        (15, WaitTakt),
        (20, Working),
        (25, WaitTakt),
        (30, LineStop),
        (45, Starved),
    ];
    assert_eq!(told.machine(1), a);
    let b = [
        (10, Working),
        (15, WaitTakt),
        (20, Working),
        (25, WaitTakt),
        (30, Blocked),
        (45, Working),
        (50, WaitTakt),
        (55, Blocked),
        (70, Starved),
    ];
    assert_eq!(told.machine(2), b);
}

/// Planned work that may be done early waits for the end of the takt, and begins when the part finds no room then: it
/// may be done from 24 on, is done from 30 to 35, and from 59, 24 later, to 64; then from 88, when nothing is there.
#[test]
fn planned_work_uses_the_want_of_room_behind_a_line() {
    let text = format!(
        "{NO_ROOM}[station.b.maintenance.grease]\nclock = \"calendar\"\nevery = \"32 min\"\ntime = \"5 min\"\n\
         when = \"opportunistic\"\nfrom = \"75 %\"\n"
    );
    let b = [
        (10, Working),
        (15, WaitTakt),
        (20, Working),
        (25, WaitTakt),
        (30, Maintenance),
        (35, Blocked),
        (45, Working),
        (50, WaitTakt),
        (55, Blocked),
        (59, Maintenance),
        (64, Blocked),
        (70, Starved),
        (88, Maintenance),
        (93, Starved),
    ];
    assert_eq!(watch(&text).machine(2), b);
}

/// The second part comes at 25, in the middle of a takt, and enters at 30; the third comes to an empty line at 75 and
/// enters at once.
#[test]
fn a_part_enters_at_a_move_or_an_empty_line() {
    let orders =
        "[order.b]\nrelease = 2026-03-02T00:25:00\n[order.c]\nrelease = 2026-03-02T01:15:00\n";
    let (story, rows) = table(&line([8, 8, 8], 1, orders));
    let expected = [
        (1, "a", 0, 8),
        (1, "b", 10, 18),
        (1, "c", 20, 28),
        (2, "a", 30, 38),
        (2, "b", 40, 48),
        (2, "c", 50, 58),
        (3, "a", 75, 83),
        (3, "b", 85, 93),
        (3, "c", 95, 103),
    ];
    same(&rows, &expected);
    // From 30 to 60 and from 75 to 105 there are three moves each, behind the three of the first part.
    assert_eq!(counted(&story, 3), (9, 0, 3, 0, vec![0; 4]));
    assert_eq!(area(takt(&story).open, story.end), 105);
}

/// What goes into the parts at `b` comes at 13 and 26: the second part waits for it from 20 on, and is done at 31.
#[test]
fn a_kit_that_is_late_stops_the_line() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[line.final]
stations = ["a", "b", "c"]
pace = "10 min"
[product.car]
route = ["a", "b", "c"]
[product.seat]
route = ["sew", "b"]
[order.1]
product = "car"
quantity = 2
release = 2026-03-02
[order.2]
product = "seat"
quantity = 2
release = 2026-03-02
[station.a]
cycle = "5 min"
[station.b]
cycle = "5 min"
takes = { seat = 1 }
[station.c]
cycle = "5 min"
[station.sew]
cycle = "13 min"
"#;
    let found = watch(text);
    let row = found.tally.takt(TaktId::at(0));
    assert_eq!((row.moves, row.late, row.given), (4, 1, 2));
    assert_eq!(area(row.stopped, found.end), 1);
    let b = [(13, Working), (18, WaitTakt), (20, Starved), (26, Working), (31, Starved)];
    assert_eq!(found.machine(2), b);
    let a = [(0, Working), (5, WaitTakt), (10, Working), (15, WaitTakt), (20, Starved)];
    assert_eq!(found.machine(1), a);
    assert_eq!(minute(found.end), 41);
}

/// The takt lets the first parts move, then the late `c` does.
#[test]
fn what_a_move_waits_for_is_the_takt_or_who_is_late() {
    let chain = [
        ("cycle at c", 32, 44),
        ("cycle at c", 20, 32),
        ("takt of main", 10, 20),
        ("takt of main", 0, 10),
    ];
    assert_chain(&line([8, 9, 12], 2, ""), &chain);
}

/// Another pace from 0:15 on, in the takt that ends at 20: the next ones take 6 min.
#[test]
fn a_pace_that_changes_holds_from_the_next_move_on() {
    let change = "[change.faster]\nfrom = 2026-03-02T00:15:00\nline.main.pace = \"6 min\"\n";
    let (_, rows) = table(&line([5, 5, 5], 2, change));
    let expected = [
        (1, "a", 0, 5),
        (1, "b", 10, 15),
        (1, "c", 20, 25),
        (2, "a", 10, 15),
        (2, "b", 20, 25),
        (2, "c", 26, 31),
    ];
    same(&rows, &expected);
}

/// A supply that never ends, in a queue of parts upstream: a part that is blocked before the line enters at the move.
#[test]
fn a_machine_before_the_line_gives_its_part_away_at_a_move() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[line.final]
stations = ["a", "b"]
pace = "10 min"
[product.p]
route = ["saw", "a", "b"]
[order.1]
quantity = 3
release = 2026-03-02
[station.saw]
cycle = "4 min"
[station.a]
cycle = "5 min"
buffer = 0
[station.b]
cycle = "5 min"
"#;
    let (_, rows) = table(text);
    // The line is empty until 4; the saw is blocked from 8 to 14 and has its third part done at 18.
    let expected = [
        (1, "saw", 0, 4),
        (1, "a", 4, 9),
        (1, "b", 14, 19),
        (2, "saw", 4, 8),
        (2, "a", 14, 19),
        (2, "b", 24, 29),
        (3, "saw", 14, 18),
        (3, "a", 24, 29),
        (3, "b", 34, 39),
    ];
    same(&rows, &expected);
}

/// Stations that all have this cycle, and a takt of a minute, always with a part before the first.
fn always_full(stations: usize, cycle: &str) -> String {
    let names: Vec<String> = (0..stations).map(|at| format!("s{at}")).collect();
    let list: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let mut text = format!(
        "[run]\nwarm_up = \"1 h\"\nlength = \"1000 h\"\nreplications = 10\n\
         [line.main]\nstations = [{}]\npace = \"60 s\"\n",
        list.join(", ")
    );
    for name in names {
        writeln!(text, "[station.{name}]\ncycle = {cycle}").expect("a text takes every text");
    }
    text
}

/// With a part at every station the time between two moves is the longest of the takt p and the cycles, which are
/// independent: E max(p, X) = p + the integral of 1 - F(t)^n from p on. For four stations whose cycles are uniform from
/// 40 to 80 s, F is (t - 40) / 40, and that is 60 + 40 (1/2 - (1 - 1/32) / 5) = 72.25 s. The line moves late unless all
/// are below 60 s, which has the chance 1/16.
#[test]
fn the_effective_takt_of_uniform_cycles() {
    let takt = 72.25 / 60.0;
    let text = always_full(4, "{ dist = \"uniform\", min = \"40 s\", max = \"80 s\" }");
    let mut judged = Judged::of(&text).plant("throughput", 60.0 / takt, 0.002);
    for (kpi, theory, within) in [
        ("line_takt", takt, 0.002),
        ("line_stopped", 12.25 / 72.25, 0.01),
        ("line_stop_time", 12.25 / 60.0 / (15.0 / 16.0), 0.01),
        ("stops_an_hour", 60.0 / takt * 15.0 / 16.0, 0.005),
    ] {
        judged.is(EntityKind::Line, "main", kpi, theory, within);
    }
    // None of four that are alike is to blame more than the others; each works for a minute of the takt.
    for name in ["s0", "s1", "s2", "s3"] {
        judged.is(EntityKind::Station, name, "stops_line", 0.25, 0.02);
        judged.is(EntityKind::Station, name, "working", 60.0 / 72.25, 0.002);
    }
    judged.end();
}

/// The same of three stations whose cycles are exponential with a mean m of 40 s:
/// p + the sum of (3 over k) (-1)^(k+1) m/k e^(-kp/m) for k from 1 to 3.
#[test]
fn the_effective_takt_of_exponential_cycles() {
    let (pace, mean) = (60.0_f64, 40.0_f64);
    let term = |k: f64| mean / k * libm::exp(-k * pace / mean);
    let takt = (pace + 3.0 * term(1.0) - 3.0 * term(2.0) + term(3.0)) / 60.0;
    let text = always_full(3, "{ dist = \"exponential\", mean = \"40 s\" }");
    let mut judged = Judged::of(&text).plant("throughput", 60.0 / takt, 0.005);
    judged.is(EntityKind::Line, "main", "line_takt", takt, 0.005);
    judged.is(EntityKind::Line, "main", "line_stopped", 1.0 - 1.0 / takt, 0.02);
    judged.end();
}

/// Two lines of 10 min, one behind the other, that move at the same instants: what leaves the first enters the second.
/// A part comes every 10 min and takes 40; the fourth is out at 70.
#[test]
fn lines_one_behind_the_other_move_together() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[line.one]
stations = ["a", "b"]
pace = "10 min"
[line.two]
stations = ["c", "d"]
pace = "10 min"
[station.a]
cycle = "5 min"
[station.b]
cycle = "5 min"
[station.c]
cycle = "5 min"
buffer = 0
[station.d]
cycle = "5 min"
[product.p]
route = ["a", "b", "c", "d"]
[order.all]
product = "p"
quantity = 4
"#;
    let (story, rows) = table(text);
    let at_c: Vec<i64> = rows.iter().filter(|row| row.1 == "c").map(|row| row.2).collect();
    assert_eq!(at_c, [20, 30, 40, 50]);
    assert_eq!(minute(story.end), 70);
}
