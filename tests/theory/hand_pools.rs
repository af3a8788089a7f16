//! Pools by hand: fixtures that are held over a station, or over several, who gets the next one, and
//! when it is given back; and a closed network.

use gemba::ids::{CardsId, Id};
use gemba::observe::{CardsTally, State};
use gemba::plant::{Plant, Stop};
use gemba::study::{Ending, Settings, run};
use gemba::units::{Span, Time};

use crate::hand_cards::{area, same, table};
use crate::hand_causes::assert_chain;
use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;
use crate::support::model;
use crate::visits::Story;

/// Two stations, 3 and 2 min, and so many parts at the start.
fn line(quantity: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.a]\ncycle = \"3 min\"\n[station.b]\ncycle = \"2 min\"\n\
         [line.main]\nstations = [\"a\", \"b\"]\n[order.all]\nquantity = {quantity}\n{more}"
    )
}

/// So many fixtures, held from the load at `a` to the unload at `b`.
fn fixtures(count: u32) -> String {
    format!("[pool.fixture]\ncount = {count}\nheld = {{ from = \"a.load\", to = \"b.unload\" }}\n")
}

fn pool(story: &Story) -> CardsTally {
    *story.tally.cards(CardsId::at(0))
}

/// One fixture: the two stations work one after the other, a part takes 5 min. While `b` works, `a` has a
/// part in front and no fixture: 2 min each time but the last, when there is no part.
#[test]
fn one_fixture_makes_two_stations_work_in_turn() {
    let (story, rows) = table(&line(3, &fixtures(1)));
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 5),
        (2, "a", 5, 8),
        (2, "b", 8, 10),
        (3, "a", 10, 13),
        (3, "b", 13, 15),
    ];
    same(&rows, &expected);
    assert_eq!(story.stretches(1, State::WaitPool), [(3, 5), (8, 10)]);
    assert_eq!(story.stretches(2, State::WaitPool), []);
    let pool = pool(&story);
    assert_eq!((area(pool.in_use, story.end), area(pool.all_out, story.end)), (15, 15));
    assert_eq!((area(pool.waiting, story.end), pool.taken), (4, 3));
}

/// Two fixtures are enough for two stations without queues: as under a limit of two parts.
#[test]
fn as_many_fixtures_as_machines_hold_nothing_up() {
    let (story, rows) = table(&line(3, &fixtures(2)));
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 5),
        (2, "a", 3, 6),
        (2, "b", 6, 8),
        (3, "a", 6, 9),
        (3, "b", 9, 11),
    ];
    same(&rows, &expected);
    assert_eq!(story.time_in(1, State::WaitPool), 0);
    let pool = pool(&story);
    // Both are out while `b` works on a part and `a` on the next.
    assert_eq!(area(pool.all_out, story.end), 2 + 2);
    assert_eq!(area(pool.in_use, story.end), 5 + 5 + 5);
}

/// Held from before `a` until it leaves `b`: a part without one does not come to `a`, and waits outside.
#[test]
fn a_pallet_is_taken_before_the_part_comes() {
    let more = "[pool.pallet]\ncount = 1\nheld = { from = \"a\", to = \"b\" }\n";
    let (story, rows) = table(&line(3, more));
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 5),
        (2, "a", 5, 8),
        (2, "b", 8, 10),
        (3, "a", 10, 13),
        (3, "b", 13, 15),
    ];
    same(&rows, &expected);
    assert_eq!(story.time_in(1, State::WaitPool), 0);
    assert_eq!(area(*story.tally.outside(), story.end), 5 + 10);
    let pool = pool(&story);
    assert_eq!((area(pool.in_use, story.end), area(pool.waiting, story.end)), (15, 15));
}

/// Each fixture is back 4 min after it was given back: at 9, 18 and 27, so parts begin at 0, 9 and 18.
#[test]
fn what_comes_back_empty_takes_its_time() {
    let (story, rows) = table(&line(3, &format!("{}return = \"4 min\"\n", fixtures(1))));
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 5),
        (2, "a", 9, 12),
        (2, "b", 12, 14),
        (3, "a", 18, 21),
        (3, "b", 21, 23),
    ];
    same(&rows, &expected);
    assert_eq!(story.stretches(1, State::WaitPool), [(3, 9), (12, 18)]);
    let pool = pool(&story);
    assert_eq!((area(pool.in_use, story.end), area(pool.coming_back, story.end)), (15, 8));
    assert_eq!(area(pool.all_out, story.end), 23);
}

/// Two machines at `a` with one fixture, given back after the unload: a part that is done and blocked has none,
/// so part 3 is worked on from 6 on. At 3 part 1 goes on, and machine 1, which is free again, takes the fixture
/// and part 2; the second machine, which has waited for one since 0, gets it at 6, for part 3.
const BLOCKED: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.a]
machines = 2
cycle = "3 min"
[station.b]
buffer = 0
cycle = "10 min"
[line.main]
stations = ["a", "b"]
[order.all]
quantity = 3
[pool.fixture]
count = 1
held = { from = "a.load", to = "a.unload" }
"#;

#[test]
fn a_blocked_part_has_given_back_its_fixture() {
    let (story, rows) = table(BLOCKED);
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 13),
        (2, "a", 3, 6),
        (2, "b", 13, 23),
        (3, "a", 6, 9),
        (3, "b", 23, 33),
    ];
    same(&rows, &expected);
    assert_eq!(story.stretches(1, State::Blocked), [(6, 13)]);
    assert_eq!(story.stretches(2, State::WaitPool), [(0, 6)]);
    assert_eq!(area(pool(&story).in_use, story.end), 9);
}

/// Held until the part leaves the station: part 3 begins when part 2 goes on, at 13.
#[test]
fn a_blocked_part_keeps_what_it_holds_until_it_leaves() {
    let (story, rows) = table(&BLOCKED.replace("a.unload", "a"));
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 13),
        (2, "a", 3, 6),
        (2, "b", 13, 23),
        (3, "a", 13, 16),
        (3, "b", 23, 33),
    ];
    same(&rows, &expected);
    // The first for 3, the second for 10, the third from 13 to 23.
    assert_eq!(area(pool(&story).in_use, story.end), 3 + 10 + 10);
}

/// Two stations share one fixture.
const SHARED: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.s]
cycle = "4 min"
[station.t]
cycle = "4 min"
[product.x]
route = ["s"]
[product.y]
route = ["t"]
[order.1]
product = "x"
[order.2]
product = "y"
[order.3]
product = "x"
[pool.fixture]
count = 1
held = [{ from = "s.load", to = "s.unload" }, { from = "t.load", to = "t.unload" }]
"#;

/// All came at 0, in the order of the book: the fixture goes to `s`, `t` and `s`.
#[test]
fn two_products_share_by_how_long_they_have_waited() {
    let (story, rows) = table(SHARED);
    same(&rows, &[(1, "s", 0, 4), (2, "t", 4, 8), (3, "s", 8, 12)]);
    assert_eq!(story.stretches(1, State::WaitPool), [(4, 8)]);
    assert_eq!(story.stretches(2, State::WaitPool), [(0, 4)]);
}

/// Of `p` there are two, which need the one fixture until the unload at `n`; `q` needs none and goes first at 2.
#[test]
fn a_part_that_needs_none_goes_before_others() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.m]
cycle = "2 min"
[station.n]
cycle = "5 min"
[product.p]
route = ["m", "n"]
[product.q]
route = ["m"]
[order.1]
product = "p"
quantity = 2
[order.2]
product = "q"
[pool.fixture]
count = 1
products = ["p"]
held = { from = "m.load", to = "n.unload" }
"#;
    let (story, rows) = table(text);
    let expected =
        [(1, "m", 0, 2), (1, "n", 2, 7), (2, "m", 7, 9), (2, "n", 9, 14), (3, "m", 2, 4)];
    same(&rows, &expected);
    assert_eq!(story.stretches(1, State::WaitPool), [(4, 7)]);
}

/// Broken from 1 to 5, `a` keeps its part and the fixture: the part is done at 7.
#[test]
fn a_failure_keeps_the_fixture() {
    let failure =
        "[station.a.failure.jam]\nat = [2026-03-02T00:01:00]\nrepair = { time = \"4 min\" }\n";
    let (story, rows) = table(&line(2, &(fixtures(1) + failure)));
    same(&rows, &[(1, "a", 0, 7), (1, "b", 7, 9), (2, "a", 9, 12), (2, "b", 12, 14)]);
    let pool = pool(&story);
    assert_eq!((area(pool.in_use, story.end), area(pool.all_out, story.end)), (14, 14));
}

/// What `a` throws away gives back its fixture at once.
#[test]
fn a_part_that_is_thrown_away_gives_back_its_fixture() {
    let text = line(3, &fixtures(1)).replace("\"3 min\"", "\"3 min\"\nscrap = \"100 %\"");
    let (story, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 3), (2, "a", 3, 6), (3, "a", 6, 9)]);
    assert_eq!((area(pool(&story).in_use, story.end), pool(&story).taken), (9, 3));
}

/// From `z` parts come to `c`, in the middle of the stretch, where they take the fixture, and only then to
/// `a`, where the stretch begins: they keep it, as rework does. The second part waits on `z` from 2 to 7.
#[test]
fn who_comes_back_into_a_stretch_keeps_the_fixture() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.z]
cycle = "1 min"
[station.a]
cycle = "3 min"
[station.c]
cycle = "2 min"
[station.d]
cycle = "1 min"
[product.p]
route = [
    { station = "z", next = { c = "100 %" } },
    { station = "a", next = { d = "100 %" } },
    { station = "c", next = { a = "100 %" } },
    "d",
]
[order.1]
quantity = 2
[pool.fixture]
count = 1
held = { from = "a.load", to = "d.unload" }
"#;
    let (story, rows) = table(text);
    let expected = [
        (1, "z", 0, 1),
        (1, "c", 1, 3),
        (1, "a", 3, 6),
        (1, "d", 6, 7),
        (2, "z", 1, 2),
        (2, "c", 7, 9),
        (2, "a", 9, 12),
        (2, "d", 12, 13),
    ];
    same(&rows, &expected);
    let pool = pool(&story);
    assert_eq!((area(pool.in_use, story.end), pool.taken), (12, 2));
    // Machines in the order of their names: a, c, d, z.
    assert_eq!(story.stretches(4, State::Blocked), [(2, 7)]);
}

/// A carrier that is taken when the part leaves `a` and given back when `b` loads it: it stands in front of
/// `b`. There is one: while part 2 waits in it for `b`, part 3 waits for it on `a`.
#[test]
fn a_carrier_brings_parts_to_the_next_station() {
    let more = "[pool.box]\ncount = 1\nheld = { from = \"a.unload\", to = \"b.load\" }\n";
    let text = line(4, more).replace("\"2 min\"", "\"7 min\"");
    let (story, rows) = table(&text);
    // Part 2 is done at 6 and takes the box, in which it waits for `b` until 10. Part 3 is done at 9, waits
    // on `a` for the box until 10, and in it until 17; part 4 is done at 13, and waits on `a` until 17.
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 10),
        (2, "a", 3, 6),
        (2, "b", 10, 17),
        (3, "a", 6, 9),
        (3, "b", 17, 24),
        (4, "a", 10, 13),
        (4, "b", 24, 31),
    ];
    same(&rows, &expected);
    assert_eq!(story.stretches(1, State::Blocked), [(9, 10), (13, 17)]);
    assert_eq!(area(pool(&story).in_use, story.end), 4 + 7 + 7);
}

/// A frame stands on the pallet from the press to the end of its assembly, where a seal goes into it: 5 min each
/// with one pallet. With two the second frame is pressed from 2 on.
#[test]
fn what_others_go_into_may_hold_a_pallet() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.press]
cycle = "2 min"
[station.assemble]
cycle = "3 min"
takes = { seal = 1 }
[product.frame]
route = ["press", "assemble"]
[product.seal]
route = ["assemble"]
[order.1]
product = "frame"
quantity = 2
[pool.pallet]
count = 1
held = { from = "press.load", to = "assemble.unload" }
"#;
    let (story, rows) = table(text);
    same(
        &rows,
        &[(1, "press", 0, 2), (1, "assemble", 2, 5), (2, "press", 5, 7), (2, "assemble", 7, 10)],
    );
    assert_eq!(area(pool(&story).in_use, story.end), 10);
    let (_, rows) = table(&text.replace("count = 1", "count = 2"));
    same(
        &rows,
        &[(1, "press", 0, 2), (1, "assemble", 2, 5), (2, "press", 2, 4), (2, "assemble", 5, 8)],
    );
}

/// A machine that has failed waits for no fixture. The first part has the only one, the second waits at machine 2
/// but for the time from 2 to 4, in which both machines are down.
#[test]
fn a_machine_that_fails_waits_for_no_fixture() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.m]
machines = 2
cycle = "9 min"
[line.main]
stations = ["m"]
[order.all]
quantity = 2
[pool.fixture]
count = 1
held = { from = "m.load", to = "m.unload" }
[failure.power]
stops = ["m"]
at = [2026-03-02T00:02:00]
repair = { time = "2 min" }
"#;
    // Both machines stand from 2 to 4; the first part is done at 11.
    let (story, rows) = table(text);
    same(&rows, &[(1, "m", 0, 11), (2, "m", 11, 20)]);
    assert_eq!(story.stretches(2, State::WaitPool), [(0, 2), (4, 11)]);
    let pool = pool(&story);
    assert_eq!((area(pool.waiting, story.end), area(pool.in_use, story.end)), (9, 20));
}

/// One fixture until 15, then two: part 3 begins at 15, part 4 when part 2 is done at 20.
#[test]
fn the_number_changes_on_a_date() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.s]
machines = 2
cycle = "10 min"
[line.main]
stations = ["s"]
[order.all]
quantity = 4
[pool.fixture]
count = 1
held = { from = "s.load", to = "s.unload" }
[change.more]
from = 2026-03-02T00:15:00
pool.fixture.count = 2
"#;
    let (_, rows) = table(text);
    same(&rows, &[(1, "s", 0, 10), (2, "s", 10, 20), (3, "s", 15, 25), (4, "s", 20, 30)]);
}

/// Part 2 could begin because part 1 was unloaded at `b`; with a return of 4 min because the fixture came back.
#[test]
fn causes_go_through_who_gave_the_fixture_back() {
    assert_chain(
        &line(2, &fixtures(1)),
        &[("cycle at b", 8, 10), ("cycle at a", 5, 8), ("cycle at b", 3, 5), ("cycle at a", 0, 3)],
    );
    assert_chain(
        &line(2, &format!("{}return = \"4 min\"\n", fixtures(1))),
        &[
            ("cycle at b", 12, 14),
            ("cycle at a", 9, 12),
            ("return of pool.fixture", 5, 9),
            ("cycle at b", 3, 5),
            ("cycle at a", 0, 3),
        ],
    );
}

/// A part comes every 10 min and has a fixture out for 3 + 1 + 2 + 3 min with a move and the way back: 0.9 at a
/// time, of one that there is. Without demand one fixture makes a part every 9 min, two one every 4.5, and three
/// as many as `a` does: one every 3 min.
#[test]
fn the_load_of_a_pool_is_by_little() {
    let text = |count: u32, demand: &str| {
        let more = format!(
            "{}return = \"3 min\"\n[transfer]\ntime = \"1 min\"\n{demand}",
            fixtures(count)
        );
        let text = line(1, &more).replace("[order.all]\nquantity = 1\n", "");
        model(&text.replace("\"orders_done\"", "\"1 day\""))
    };
    let loads = text(1, "[demand.all]\nevery = \"10 min\"\n").loads();
    let [pool] = loads.pools[..] else { panic!("there is one pool") };
    assert!((pool.out - 0.9).abs() < 1e-9 && (pool.load() - 0.9).abs() < 1e-9, "{pool:?}");
    assert!((loads.bottleneck_rate - 60.0 / 9.0).abs() < 1e-9);
    for (count, minutes) in [(1, 9.0), (2, 4.5), (3, 3.0)] {
        let rate = text(count, "").loads().rate;
        assert!((rate - 60.0 / minutes).abs() < 1e-9, "{count}: {rate}");
    }
}

/// Two pools of one thing each, taken one way round by `p` and the other by `q`: each has what the other needs, for
/// ever. That is told with the pools; with two of one of them nobody waits for ever.
#[test]
fn pools_can_lock_and_that_is_told() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
replications = 2
[station.s]
cycle = "1 min"
[station.t]
cycle = "1 min"
[product.p]
route = ["s", "t"]
[product.q]
route = ["t", "s"]
[order.1]
product = "p"
[order.2]
product = "q"
[pool.at_s]
count = 1
held = [{ from = "s.load", to = "t.unload" }, { from = "s.load", to = "s.unload" }]
[pool.at_t]
count = 1
held = [{ from = "t.load", to = "s.unload" }, { from = "t.load", to = "t.unload" }]
"#;
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, ());
    assert!(!plant.run_orders(Time::ZERO + Span::from_days(365)));
    assert_eq!(plant.audit(), Ok(()));
    assert_eq!(
        (plant.now(), plant.stopped()),
        (Time::ZERO + Span::from_minutes(1), Some(&Stop::Standstill))
    );
    let results = run(&model, &Settings { threads: 1, ..Settings::default() }, &());
    let [(Ending::Deadlock { stations, pools, .. }, 2)] = &results.endings[..] else {
        panic!("{:?}", results.endings)
    };
    assert_eq!((stations.join(" "), pools.join(" ")), ("s t".to_owned(), "at_s at_t".to_owned()));
    // The second is free for `q` at 1, which gives back what `p` needs at 2.
    let (_, rows) = table(&text.replacen("count = 1", "count = 2", 1));
    same(&rows, &[(1, "s", 0, 1), (1, "t", 2, 3), (2, "t", 0, 1), (2, "s", 1, 2)]);
}

/// Two lines that are never short of parts take the fixture in turn: 4 and 6 min of every 10.
#[test]
fn two_endless_supplies_take_turns() {
    let text = r#"
[run]
length = "1000 min"
replications = 2
[station.s]
cycle = "4 min"
[station.t]
cycle = "6 min"
[line.one]
stations = ["s"]
[line.two]
stations = ["t"]
[pool.fixture]
count = 1
held = [{ from = "s.load", to = "s.unload" }, { from = "t.load", to = "t.unload" }]
"#;
    Case::<()>::new("turns")
        .mean("working s", 0.4, Relative(1e-9), |run| run.working("s"))
        .mean("working t", 0.6, Relative(1e-9), |run| run.working("t"))
        .mean("s waits", 0.6, Relative(1e-9), |run| run.share("s", &[State::WaitPool]))
        .run(text);
}

/// `pub-conwip-pennyfab1` with eight fixtures instead of a limit: whoever has none waits in front of the first
/// machine, as a fixture that is free does. So the line makes 8 / (4 + 8 - 1) × 1/2 an hour, and the first machine
/// is without a fixture when it does not work: 3/11 of the time.
///
/// Source: W. J. Hopp, M. L. Spearman, *Factory Physics*, practical worst case.
#[test]
fn fixtures_are_a_closed_network() {
    let text = r#"
[run]
warm_up = "2000 h"
length = "200000 h"
replications = 10
[line.pennies]
stations = ["punch", "stamp", "rim", "deburr"]
[station.punch]
cycle = { dist = "exponential", mean = "2 h" }
[station.stamp]
cycle = { dist = "exponential", mean = "2 h" }
[station.rim]
cycle = { dist = "exponential", mean = "2 h" }
[station.deburr]
cycle = { dist = "exponential", mean = "2 h" }
[pool.fixture]
count = 8
held = { from = "punch.load", to = "deburr.unload" }
"#;
    let held = |run: &crate::simulate::Run<'_, ()>| {
        let held = run.tally.cards(CardsId::at(0)).in_use;
        held.integral(run.end) as f64 / run.elapsed().ticks() as f64
    };
    Case::<()>::new("closed by fixtures")
        .mean("throughput an hour", 4.0 / 11.0, Relative(0.01), |run| run.throughput() * 60.0)
        .mean("without a fixture", 3.0 / 11.0, Relative(0.02), |run| {
            run.share("punch", &[State::WaitPool])
        })
        // Each of the four has two of the eight, of which the first has some that are free: on average
        // those that would wait behind the one that it works on, 2 - 8/11.
        .mean("held", 8.0 - (2.0 - 8.0 / 11.0), Relative(0.02), held)
        .run(text);
}
