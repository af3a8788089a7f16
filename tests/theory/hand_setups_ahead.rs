//! Setups ahead, worked by hand.

use gemba::observe::{State, Told};
use gemba::units::Time;

use crate::support::model;
use crate::visits::{Story, minute, story};

/// Parts of a and b come through `s`, whose cycle is said, to `m`, which takes 10 min for each and 8 for a setup.
fn two_stations(cycle: &str, ahead: bool, more: &str) -> Story {
    story(&model(&format!(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = {{ m = "a" }}
[station.s]
cycle = "{cycle}"
[station.m]
cycle = "10 min"
setup = {{ time = "8 min", ahead = {ahead} }}
[product.a]
route = ["s", "m"]
[product.b]
route = ["s", "m"]
{more}
"#
    )))
}

/// When cycles begin and end on a machine, by part.
fn at(story: &Story, machine: usize) -> Vec<(usize, i64, i64)> {
    let ended = |at: Option<Time>| minute(at.expect("every visit ends"));
    let rows = story.visits.by_part();
    let rows = rows.iter().filter(|row| row.machine == machine);
    let mut rows: Vec<(usize, i64, i64)> =
        rows.map(|row| (row.part, minute(row.started), ended(row.finished))).collect();
    rows.sort_by_key(|&(_, start, _)| start);
    rows
}

const THREE: &str = r#"
[order]
1 = { product = "a" }
2 = { product = "b" }
3 = { product = "a" }
"#;

/// A part leaves `s` every 20 min: a at 20, b at 40, a at 60. Ahead, the machine is set up for b while that is
/// worked on at `s`, as soon as it stands (30 to 38), and again for a (50 to 58): no part waits. Else each waits
/// for its setup.
#[test]
fn a_machine_is_set_up_while_its_part_is_worked_on_before() {
    let ahead = two_stations("20 min", true, THREE);
    // The machines of `m` come before those of `s`, by name.
    assert_eq!(at(&ahead, 1), [(1, 20, 30), (2, 40, 50), (3, 60, 70)]);
    assert_eq!(ahead.stretches(1, State::Setup), [(30, 38), (50, 58)]);
    assert_eq!(ahead.time_in(1, State::Setup), 16);
    let set_up = ahead.trace.times(|told| matches!(told, Told::SetUp(_)));
    assert_eq!(set_up.into_iter().map(minute).collect::<Vec<_>>(), [38, 58]);
    let else_ = two_stations("20 min", false, THREE);
    assert_eq!(at(&else_, 1), [(1, 20, 30), (2, 48, 58), (3, 68, 78)]);
    // What comes when the machine gets free is set up for as usual; nothing is known before.
    let short = two_stations("10 min", true, THREE);
    assert_eq!(at(&short, 1), [(1, 10, 20), (2, 28, 38), (3, 46, 56)]);
}

/// While b is worked on at `s` for 30 min, an a that nobody knew of comes through `t` in 5. What has begun is
/// finished; then what is expected first counts.
///
/// ```text
/// min      what
/// 0-8      the machine is set up for b, which is expected at 30
/// 10       a comes to t, and is expected at 15: the machine is set up for it
/// 15       a is there, and waits
/// 18-28    a is worked on
/// 28-36    the machine is set up for b, which comes at 30
/// 36-46    b is worked on
/// ```
#[test]
fn a_wrong_guess_costs_setups() {
    let other = |release: &str, cycle: &str| {
        let more = format!(
            "[station.t]\ncycle = \"{cycle}\"\n[product.c]\nfamily = \"a\"\nroute = [\"t\", \"m\"]\n\
             [order.1]\nproduct = \"b\"\n[order.2]\nproduct = \"c\"\nrelease = {release}\n"
        );
        more
    };
    let of = |ahead: bool, release: &str, cycle: &str| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = {{ m = "a" }}
[station.s]
cycle = "30 min"
[station.m]
cycle = "10 min"
setup = {{ time = "8 min", by = "family", ahead = {ahead} }}
[product.b]
route = ["s", "m"]
{}
"#,
            other(release, cycle)
        );
        at(&story(&model(&text)), 1)
    };
    assert_eq!(of(true, "2026-03-02T00:10:00", "5 min"), [(2, 18, 28), (1, 36, 46)]);
    assert_eq!(of(false, "2026-03-02T00:10:00", "5 min"), [(2, 15, 25), (1, 38, 48)]);
    // It comes to t at 4 and to m at 6, in the middle of the setup for b: this is finished at 8, and another
    // one for a follows, 8 to 16.
    assert_eq!(of(true, "2026-03-02T00:04:00", "2 min"), [(2, 16, 26), (1, 34, 44)]);
}

/// The setter comes at 20. Until then the machine asks for b, and takes the a that comes at 6; it asks again at
/// 16, is set up from 20 to 28, and b comes at 30.
#[test]
fn a_machine_takes_parts_while_it_waits_for_its_setter() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a" }
[calendar.late]
mon = ["00:20-12:00"]
[crew.setter]
calendar = "late"
[station.s]
cycle = "30 min"
[station.t]
cycle = "2 min"
[station.m]
cycle = "10 min"
setup = { time = "8 min", operators = { setter = 1 }, ahead = true }
[product.a]
route = ["t", "m"]
[product.b]
route = ["s", "m"]
[order]
1 = { product = "b" }
2 = { product = "a", release = 2026-03-02T00:04:00 }
"#;
    let story = story(&model(text));
    assert_eq!(at(&story, 1), [(2, 6, 16), (1, 30, 40)]);
    assert_eq!(story.stretches(1, State::Setup), [(20, 28)]);
    assert_eq!(story.time_in(1, State::WaitOperator), 0);
}

/// The setter goes home at 4, in the middle of the setup, and is back at 40: what has begun is finished, and b
/// waits for that from 30 to 44.
#[test]
fn a_setup_that_has_begun_is_finished_by_whoever_comes_next() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a" }
[calendar.early]
mon = ["00:00-00:04", "00:40-12:00"]
[crew.setter]
calendar = "early"
[station.s]
cycle = "30 min"
[station.m]
cycle = "10 min"
setup = { time = "8 min", operators = { setter = 1 }, ahead = true }
[product.a]
route = ["m"]
[product.b]
route = ["s", "m"]
[order]
1 = { product = "b" }
"#;
    let story = story(&model(text));
    assert_eq!(at(&story, 1), [(1, 44, 54)]);
}

/// Two machines are set up for a and b until 10. A b is expected at 20, and has the second; a c is expected at 30,
/// and the first is set up for it at once, 10 to 18.
#[test]
fn each_part_that_is_expected_has_a_machine() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.s]
cycle = "10 min"
[station.t]
cycle = "20 min"
[station.m]
machines = 2
cycle = "10 min"
setup = { time = "8 min", ahead = true }
[product.a]
route = ["m"]
[product.b]
route = ["m"]
[product.b2]
family = "b"
route = ["s", "m"]
[product.c]
route = ["t", "m"]
[order]
1 = { product = "a" }
2 = { product = "b" }
3 = { product = "b2", release = 2026-03-02T00:10:00 }
4 = { product = "c", release = 2026-03-02T00:10:00 }
"#
    .replace("time = \"8 min\"", "time = \"8 min\", by = \"family\"");
    let story = story(&model(&text));
    // 0-10: a and b; 10-18: the first machine for c; 20-30: b2 on the second, 30-40: c on the first.
    assert_eq!(at(&story, 1), [(1, 0, 10), (4, 30, 40)]);
    assert_eq!(at(&story, 2), [(2, 0, 10), (3, 20, 30)]);
    assert_eq!(story.stretches(1, State::Setup), [(10, 18)]);
    assert_eq!(story.time_in(2, State::Setup), 0);
}

/// Where a part goes next is chosen when it leaves `s`; it is known from when it is on its way, at 5, which takes
/// 10 min: the machine is set up from 5 to 13.
#[test]
fn a_part_that_could_go_elsewhere_is_known_when_it_is_on_its_way() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a", n = "a" }
[transfer]
time = "10 min"
[station.s]
cycle = "5 min"
[station.m]
cycle = "10 min"
setup = { time = "8 min", ahead = true }
[station.n]
cycle = "10 min"
setup = "8 min"
[product.a]
route = ["m"]
[product.b]
route = ["s", { station = ["m", "n"] }]
[order]
1 = { product = "b" }
"#;
    let story = story(&model(text));
    assert_eq!(story.stretches(1, State::Setup), [(5, 13)]);
    assert_eq!(at(&story, 1), [(1, 15, 25)]);
}

/// The setter comes at 23. The b of 10 waits for the setup on the machine and is thrown away at 22, when its 12
/// minutes are over; the next b is then still at `s`, until 24, and the machine is set up ahead for it, 23 to 31.
#[test]
fn a_part_that_is_too_late_makes_room_for_a_setup_ahead() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { m = "a" }
[calendar.late]
mon = "00:23-08:00"
[crew.setter]
count = 1
calendar = "late"
[station.s]
cycle = "10 min"
[station.m]
cycle = "10 min"
setup = { time = "8 min", operators = { setter = 1 }, ahead = true }
within = { of = "s", time = "12 min", else = "scrap" }
[product.a]
route = ["m"]
[product.b]
route = ["s", "m"]
[order]
1 = { product = "a" }
2 = { product = "b" }
3 = { product = "b", release = 2026-03-02T00:14:00 }
"#;
    let story = story(&model(text));
    assert_eq!(at(&story, 1), [(1, 0, 10), (3, 31, 41)]);
    assert_eq!(story.stretches(1, State::Setup), [(23, 31)]);
    let scrapped = |(_, told): &&(Time, Told)| matches!(told, Told::Scrapped(..));
    let lost = story.trace.lines().iter().filter(scrapped).map(|(at, _)| minute(*at));
    assert_eq!(lost.collect::<Vec<i64>>(), [22]);
}
