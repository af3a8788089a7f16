//! One machine that fails at known instants or after a known time, worked by hand.

use gemba::observe::{State, Told};

use crate::hand_walking::{minute as told_minute, watch};
use crate::support::model;
use crate::visits::{Story, minute, story};

/// Four parts of 7 min wait at 0; the machine is down from 12 to 20 and from 35 to 40.
const LOGGED: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"

[line.main]
stations = ["machine"]
[station.machine]
cycle = "7 min"

[station.machine.failure.first]
at = [2026-03-02T00:12:00]
repair = { time = "8 min" }
part = "PART"
[station.machine.failure.second]
at = [2026-03-02T00:35:00]
repair = { time = "5 min" }
part = "PART"

[order.all]
quantity = 4
release = 2026-03-02
"#;

/// Part, start, end of its stay in the machine, whether it was finished.
fn table(story: &Story) -> Vec<(usize, i64, i64, bool)> {
    let row = |visit: &crate::visits::Visit| {
        let left = minute(visit.left.expect("it left"));
        (visit.part, minute(visit.started), left, visit.finished.is_some())
    };
    story.visits.by_part().iter().map(row).collect()
}

/// Sum of the finish times of good parts.
fn sum_of_finishes(story: &Story) -> i64 {
    table(story).iter().filter(|row| row.3).map(|row| row.2).sum()
}

/// `pub-hand-breakdown`: the part goes on after the repair.
#[test]
fn pub_hand_breakdown_resume() {
    let story = story(&model(&LOGGED.replace("PART", "resume")));
    let expected = [(1, 0, 7, true), (2, 7, 22, true), (3, 22, 29, true), (4, 29, 41, true)];
    assert_eq!(table(&story), expected);
    assert_eq!(sum_of_finishes(&story), 99);
    assert_eq!(story.stretches(1, State::Repair), [(12, 20), (35, 40)]);
}

/// `pub-hand-breakdown`: the part starts again from zero.
#[test]
fn pub_hand_breakdown_repeat() {
    let story = story(&model(&LOGGED.replace("PART", "restart")));
    let expected = [(1, 0, 7, true), (2, 7, 27, true), (3, 27, 34, true), (4, 34, 47, true)];
    assert_eq!(table(&story), expected);
    assert_eq!(sum_of_finishes(&story), 115);
}

/// `pub-hand-breakdown`: the part is lost at the failure.
#[test]
fn pub_hand_breakdown_scrap() {
    let story = story(&model(&LOGGED.replace("PART", "scrap")));
    let expected = [(1, 0, 7, true), (2, 7, 12, false), (3, 20, 27, true), (4, 27, 34, true)];
    assert_eq!(table(&story), expected);
    assert_eq!(sum_of_finishes(&story), 68);
}

/// A failure at the very instant a part finishes does not hit that part, and the machine that is
/// down starts nothing.
#[test]
fn a_failure_at_the_finish_spares_the_part() {
    let text = LOGGED.replace("T00:12:00", "T00:07:00").replace("PART", "scrap");
    let expected = [(1, 0, 7, true), (2, 15, 22, true), (3, 22, 29, true), (4, 29, 35, false)];
    assert_eq!(table(&story(&model(&text))), expected);
}

/// Parts come at 0, 5, 30 and 41; the machine fails after every 15 min of its clock.
const COUNTED: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"

[line.main]
stations = ["machine"]
[station.machine]
cycle = "8 min"
[station.machine.failure.stop]
clock = "CLOCK"
every = "15 min"
repair = { time = "5 min" }

[order.1]
release = 2026-03-02
[order.2]
release = 2026-03-02T00:05:00
[order.3]
release = 2026-03-02T00:30:00
[order.4]
release = 2026-03-02T00:41:00
"#;

/// Arrival, start and finish of each part, and the failures.
fn counted(clock: &str) -> (Vec<[i64; 3]>, Vec<i64>) {
    let story = story(&model(&COUNTED.replace("CLOCK", clock)));
    let row = |visit: &crate::visits::Visit| {
        [visit.arrived, visit.started, visit.finished.expect("it was finished")].map(minute)
    };
    let failures = story.trace.times(|told| matches!(told, Told::Failed(_)));
    let table = story.visits.by_part().iter().map(row).collect();
    (table, failures.into_iter().map(minute).collect())
}

/// `pub-hand-failure-clock`: only processing minutes count.
#[test]
fn pub_hand_failure_clock_operating() {
    let expected = vec![[0, 0, 8], [5, 8, 21], [30, 30, 38], [41, 41, 54]];
    assert_eq!(counted("operating"), (expected, vec![15, 47]));
}

/// `pub-hand-failure-clock`: all minutes count, also idle ones.
#[test]
fn pub_hand_failure_clock_calendar() {
    let expected = vec![[0, 0, 8], [5, 8, 21], [30, 30, 43], [41, 43, 51]];
    assert_eq!(counted("calendar"), (expected, vec![15, 35]));
}

/// A (2 min) and B (10 min) without a place between. The second part is done at 4 and waits for B, which works until
/// 12. A fails at 5 for 10 min.
const KEPT: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[line.main]
stations = ["A", "B"]
[order.two]
product = "main"
quantity = 2
[station.A]
cycle = "2 min"
[station.A.failure.door]
at = [2026-03-02T00:05:00]
repair = { time = "10 min" }
finished = "stays"
[station.B]
buffer = 0
cycle = "10 min"
"#;

#[test]
fn a_failure_may_keep_a_finished_part() {
    let left = watch(&KEPT.replace("\"stays\"", "\"leaves\""));
    assert_eq!(told_minute(left.end), 22);
    let blocked = [(0, State::Working), (4, State::Blocked), (5, State::Repair)];
    assert_eq!(left.machine(1)[..3], blocked);
    // B stands from 12 to 15.
    let kept = watch(KEPT);
    assert_eq!(kept.machine(1)[..3], blocked);
    let expected =
        [(2, State::Working), (12, State::Starved), (15, State::Working), (25, State::Starved)];
    assert_eq!(kept.machine(2), expected);
    assert_eq!(told_minute(kept.end), 25);
}

/// The failure comes in the instant in which the first part is done, at 2: by the clock it is first, and the part
/// stays until 12; at the end of the first cycle the part is out. Either way the second one is done at 14.
#[test]
fn a_part_that_is_done_as_its_machine_fails() {
    let early = KEPT.replace("00:05", "00:02");
    let kept = watch(&early);
    assert_eq!(kept.machine(2)[0], (12, State::Working));
    assert_eq!(told_minute(kept.end), 32);
    let by_work = early.replace("at = [2026-03-02T00:02:00]", "clock = \"cycles\"\nevery = 1");
    let out = watch(&by_work);
    assert_eq!(out.machine(2)[0], (2, State::Working));
    assert_eq!(told_minute(out.end), 24);
}

/// A clock of open hours has run out just when the machine closes, which comes first: it fails when it
/// opens, at 30, whatever else happens in that instant. Another machine ends a cycle at 20, or not.
#[test]
fn a_clock_of_open_hours_that_ends_at_the_closing_strikes_at_the_opening() {
    let text = |other: &str| {
        format!(
            "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
             [line.main]\nstations = [\"machine\"]\n[line.other]\nstations = [\"other\"]\n\
             [order.1]\nproduct = \"main\"\nrelease = 2026-03-02\nquantity = 4\n\
             [order.2]\nproduct = \"other\"\nrelease = 2026-03-02\nquantity = 4\n\
             [station.other]\ncycle = \"{other}\"\n\
             [station.machine]\ncycle = \"8 min\"\ncalendar = \"day\"\nat_close = \"pause\"\n\
             [calendar.day]\nmon = [\"00:00-00:20\", \"00:30-03:00\"]\n\
             [station.machine.failure.stop]\nclock = \"on_shift\"\nevery = \"20 min\"\n\
             repair = {{ time = \"5 min\" }}\n"
        )
    };
    for other in ["7 min", "20 min", "10 min"] {
        let failures = watch(&text(other)).machine(1);
        let repairs = failures.iter().filter(|(_, state)| *state == State::Repair);
        assert_eq!(repairs.map(|(at, _)| *at).next(), Some(30), "{other}");
    }
}
