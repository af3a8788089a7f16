//! First pieces after setups, worked by hand.

use gemba::observe::{State, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::simulate::Tolerance::Relative;
use crate::simulate::{Case, Run};
use crate::support::model;
use crate::visits::{Story, minute, story};

/// Three parts of `b` wait at 0 for a machine that is set up for `a`. Machines: 1 `cmm`, 2 `cnc`, 3 `wash`.
const LOT: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { cnc = "a" }
[station.cnc]
cycle = "7 min"
setup = { time = "10 min", first_piece = { FIRST } }
[station.cmm]
cycle = "12 min"
[station.wash]
cycle = "3 min"
[product.a]
route = ["cnc", "wash"]
[product.b]
route = ["cnc", "wash"]
[order]
1 = { product = "b", release = 2026-03-02, quantity = 3 }
"#;

fn lot(first: &str) -> String {
    LOT.replace("FIRST", first)
}

/// Part, machine, when its cycle starts and ends: part by part.
fn times(story: &Story) -> Vec<(usize, usize, i64, i64)> {
    let ended = |at: Option<Time>| minute(at.expect("every cycle ends"));
    let rows = story.visits.by_part().into_iter();
    rows.map(|row| (row.part, row.machine, minute(row.started), ended(row.finished))).collect()
}

/// First pieces of `cnc` that were approved, and that failed.
fn judged(text: &str, story: &Story) -> (u64, u64) {
    let model = model(text);
    let cnc = model.stations.ids().find(|&id| model.stations[id].name == "cnc");
    story.tally.station(cnc.expect("there is a cnc")).first_pieces
}

/// The setup takes 10 min, the first part 7; it is inspected for 12 while `cnc` stands, and goes on to `wash`.
///
/// ```text
///         setup  cnc    cmm    wash
/// part 1  0-10   10-17  17-29  29-32
/// part 2         29-36         36-39
/// part 3         36-43         43-46
/// ```
#[test]
fn the_machine_waits_for_the_approval() {
    let text = lot("at = \"cmm\"");
    let story = story(&model(&text));
    assert_eq!(
        times(&story),
        [
            (1, 2, 10, 17),
            (1, 1, 17, 29),
            (1, 3, 29, 32),
            (2, 2, 29, 36),
            (2, 3, 36, 39),
            (3, 2, 36, 43),
            (3, 3, 43, 46),
        ]
    );
    assert_eq!(story.stretches(2, State::Setup), [(0, 10)]);
    assert_eq!(story.stretches(2, State::Approval), [(17, 29)]);
    assert_eq!(judged(&text, &story), (1, 0));
}

/// The machine goes on: `cmm` has the first part from 17 to 29, and `wash` the second from 24, the first from
/// 29, the third, which is there at 31, from 32 on.
#[test]
fn the_machine_goes_on_meanwhile() {
    let story = story(&model(&lot("at = \"cmm\", machine = \"goes_on\"")));
    assert_eq!(
        times(&story),
        [
            (1, 2, 10, 17),
            (1, 1, 17, 29),
            (1, 3, 29, 32),
            (2, 2, 17, 24),
            (2, 3, 24, 27),
            (3, 2, 24, 31),
            (3, 3, 32, 35),
        ]
    );
    assert_eq!(story.time_in(2, State::Approval), 0);
}

/// A plant in which just one of the first pieces fails, which is then the first one: its story. Orders of other
/// names have other luck.
fn fails_once(first: &str) -> Story {
    let text = lot(&format!("{first}, fails = \"50 %\", correct = \"6 min\""));
    let all = (1..100).map(|name| {
        let text = text.replace("\n1 = {", &format!("\n{name} = {{"));
        let story = story(&model(&text));
        (text, story)
    });
    let mut once = all.filter(|(text, story)| judged(text, story) == (1, 1));
    once.next().expect("with some luck just the first one fails").1
}

/// The first piece fails at 29, and is thrown away. The setup is corrected for 6 min; the second part is the next
/// first piece, and is approved.
///
/// ```text
///         setup  cnc    cmm    wash
/// part 1  0-10   10-17  17-29
/// part 2  29-35  35-42  42-54  54-57
/// part 3         54-61         61-64
/// ```
#[test]
fn one_fails_and_the_next_is_a_first_piece_again() {
    let story = fails_once("at = \"cmm\"");
    assert_eq!(
        times(&story),
        [
            (1, 2, 10, 17),
            (1, 1, 17, 29),
            (2, 2, 35, 42),
            (2, 1, 42, 54),
            (2, 3, 54, 57),
            (3, 2, 54, 61),
            (3, 3, 61, 64),
        ]
    );
    assert_eq!(story.stretches(2, State::Setup), [(0, 10), (29, 35)]);
    assert_eq!(story.stretches(2, State::Approval), [(17, 29), (42, 54)]);
    let set_up = |told: &gemba::observe::Told| matches!(told, gemba::observe::Told::SetUp(_));
    // A correction is no setup.
    assert_eq!(story.trace.times(set_up).into_iter().map(minute).collect::<Vec<_>>(), [10]);
}

/// The machine goes on, and the first piece fails at 29, when the third part is under way: it is good, and nothing
/// is left that would begin with a correction.
///
/// ```text
///         setup  cnc    cmm    wash
/// part 1  0-10   10-17  17-29
/// part 2         17-24         24-27
/// part 3         24-31         31-34
/// ```
#[test]
fn what_is_made_meanwhile_is_good() {
    let fails = "at = \"cmm\", machine = \"goes_on\", fails = \"99.999999 %\", correct = \"6 min\"";
    let text = lot(fails);
    let short = story(&model(&text));
    assert_eq!(
        times(&short),
        [
            (1, 2, 10, 17),
            (1, 1, 17, 29),
            (2, 2, 17, 24),
            (2, 3, 24, 27),
            (3, 2, 24, 31),
            (3, 3, 31, 34),
        ]
    );
    // With five parts the fourth begins with the correction at 31, and is inspected from 44 to 56: it fails, too,
    // while the fifth, made from 44 to 51, is good.
    let long = story(&model(&text.replace("quantity = 3", "quantity = 5")));
    let rest = [(4, 2, 37, 44), (4, 1, 44, 56), (5, 2, 44, 51), (5, 3, 51, 54)];
    assert_eq!(times(&long)[6..], rest);
    assert_eq!(long.stretches(2, State::Setup), [(0, 10), (31, 37)]);
}

/// Two machines of `cnc` (2 and 3) are set up at once; `cmm` has one first piece after the other, `wash` is 4.
///
/// ```text
///         machine  setup  cnc    cmm    wash
/// part 1  2        0-10   10-17  17-29  29-32
/// part 2  3        0-10   10-17  29-41  41-44
/// part 3  2               29-36         36-39
/// part 4  2               36-43         44-47
/// ```
#[test]
fn each_machine_waits_for_its_own() {
    let text = lot("at = \"cmm\"").replace("quantity = 3", "quantity = 4");
    let text = text.replace("[station.cnc]", "[station.cnc]\nmachines = 2");
    let story = story(&model(&text));
    assert_eq!(
        times(&story),
        [
            (1, 2, 10, 17),
            (1, 1, 17, 29),
            (1, 4, 29, 32),
            (2, 3, 10, 17),
            (2, 1, 29, 41),
            (2, 4, 41, 44),
            (3, 2, 29, 36),
            (3, 4, 36, 39),
            (4, 2, 36, 43),
            (4, 4, 44, 47),
        ]
    );
    assert_eq!(story.stretches(2, State::Approval), [(17, 29)]);
    assert_eq!(story.stretches(3, State::Approval), [(17, 41)]);
}

/// Whoever inspects comes at 01:00.
const LATE: &str = r#"
[calendar.late]
extra = [{ date = 2026-03-02, hours = "01:00-20:00" }]
[crew.qa]
calendar = "late"
skills = ["qa"]
"#;

/// Nobody is at `cmm` before 60: the first piece is inspected from 60 to 72, and so long `cnc` stands.
#[test]
fn a_machine_waits_for_who_inspects() {
    let text =
        lot("at = \"cmm\"").replace("[station.cmm]", "[station.cmm]\noperators = { qa = 1 }");
    let story = story(&model(&(text + LATE)));
    let of_cnc: Vec<_> = times(&story).into_iter().filter(|row| row.1 == 2).collect();
    assert_eq!(of_cnc, [(1, 2, 10, 17), (2, 2, 72, 79), (3, 2, 79, 86)]);
    assert_eq!(story.stretches(2, State::Approval), [(17, 72)]);
}

/// On the machine: the first part is done at 17, and inspected until 21; the others take 7 min each. If nobody
/// comes before 60, it is inspected from then on.
#[test]
fn on_the_machine() {
    let at_once = story(&model(&lot("time = \"4 min\"")));
    let of_cnc =
        |story: &Story| -> Vec<_> { times(story).into_iter().filter(|row| row.1 == 2).collect() };
    assert_eq!(of_cnc(&at_once), [(1, 2, 10, 21), (2, 2, 21, 28), (3, 2, 28, 35)]);
    assert_eq!(at_once.stretches(2, State::Approval), [(17, 21)]);

    let text = lot("time = \"4 min\", operators = { qa = 1 }");
    let late = story(&model(&(text + LATE)));
    assert_eq!(of_cnc(&late), [(1, 2, 10, 64), (2, 2, 64, 71), (3, 2, 71, 78)]);
    assert_eq!(late.stretches(2, State::Approval), [(17, 64)]);
    assert_eq!(late.time_in(2, State::WaitOperator), 0);
}

/// On the machine the first piece fails at 21: the setup is corrected until 27, the next part made until 34 and
/// approved at 38, the last one made until 45.
#[test]
fn one_fails_on_the_machine() {
    let story = fails_once("time = \"4 min\"");
    assert_eq!(
        times(&story),
        [(1, 2, 10, 21), (2, 2, 27, 38), (2, 3, 38, 41), (3, 2, 38, 45), (3, 3, 45, 48)]
    );
    assert_eq!(story.stretches(2, State::Approval), [(17, 21), (34, 38)]);
}

/// All that `cmm` inspects is thrown away there for another reason: the next part is the first piece, and nothing
/// is corrected. Parts begin at 10, 29 and 48.
#[test]
fn a_first_piece_that_is_lost_is_followed_by_another() {
    let first = "at = \"cmm\", fails = \"20 %\", correct = \"6 min\"";
    let text = lot(first).replace("[station.cmm]", "[station.cmm]\nscrap = \"100 %\"");
    let story = story(&model(&text));
    assert_eq!(
        times(&story),
        [
            (1, 2, 10, 17),
            (1, 1, 17, 29),
            (2, 2, 29, 36),
            (2, 1, 36, 48),
            (3, 2, 48, 55),
            (3, 1, 55, 67),
        ]
    );
    assert_eq!(story.stretches(2, State::Setup), [(0, 10)]);
    assert_eq!(judged(&text, &story), (0, 0));
}

/// `cmm` has no place in front, and works on a part of `c` from 0 to 30: the first piece of `cnc` finds no room from
/// 17 to 30, and is inspected from then to 42. The machine waits for its approval all the while.
#[test]
fn no_room_where_it_is_inspected() {
    let text = lot("at = \"cmm\"").replace("[station.cmm]", "[station.cmm]\nbuffer = 0")
        + "2 = { product = \"c\", release = 2026-03-02 }\n[product.c]\nroute = [{ station = \"cmm\", cycle = \"30 min\" }]\n";
    let story = story(&model(&text));
    let of_cnc: Vec<_> = times(&story).into_iter().filter(|row| row.1 == 2).collect();
    assert_eq!(of_cnc, [(1, 2, 10, 17), (2, 2, 42, 49), (3, 2, 49, 56)]);
    assert_eq!(story.stretches(2, State::Approval), [(17, 42)]);
}

/// A setup ahead has a first piece, too. `fill` is set up for `b` while the part is at `mix` from 0 to 20, and the part
/// is inspected from 27 to 31.
#[test]
fn after_a_setup_ahead() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[today]
set_up_for = { fill = "a" }
[station.mix]
cycle = "20 min"
[station.fill]
cycle = "7 min"
setup = { time = "10 min", ahead = true, first_piece = { time = "4 min" } }
[product.a]
route = ["mix", "fill"]
[product.b]
route = ["mix", "fill"]
[order]
1 = { product = "b", release = 2026-03-02, quantity = 2 }
"#;
    let story = story(&model(text));
    assert_eq!(times(&story), [(1, 2, 0, 20), (1, 1, 20, 31), (2, 2, 20, 40), (2, 1, 40, 47)]);
    assert_eq!(story.stretches(1, State::Setup), [(0, 10)]);
    assert_eq!(story.stretches(1, State::Approval), [(27, 31)]);
}

/// A part of `x` is at `mill` until 12, and finds no room at `cnc`; one of `z` is at `cmm` until 15, and finds none at
/// `mill`. At 17 `cnc` begins to wait for the first piece, which waits for `cmm`: nobody ever goes on.
#[test]
fn an_approval_in_a_circle_is_a_deadlock() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
[today]
set_up_for = { cnc = "x" }
[station.cnc]
buffer = 0
cycle = "7 min"
setup = { time = "10 min", first_piece = { at = "cmm", time = "12 min" } }
[station.cmm]
cycle = "15 min"
[station.mill]
buffer = 0
cycle = "12 min"
[station.free]
[product.b]
route = ["cnc"]
[product.x]
route = ["mill", "cnc"]
[product.z]
route = ["cmm", "mill"]
[product.free]
route = [{ station = "free", cycle = "1 min" }]
[demand.free]
products = { free = 1 }
every = "1 h"
[order]
1 = { product = "b", release = 2026-03-02 }
2 = { product = "x", release = 2026-03-02 }
3 = { product = "z", release = 2026-03-02 }
"#;
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Trace::default());
    assert!(plant.run_until(Time::ZERO + Span::from_hours(2)));
    let (at, stations) = plant.deadlocked().expect("a deadlock");
    assert_eq!(minute(at), 17);
    let names: Vec<&str> =
        stations.iter().map(|&station| model.stations[station].name.as_str()).collect();
    assert_eq!(names, ["cmm", "cnc", "mill"]);
    assert_eq!(plant.audit(), Ok(()));
}

/// Setups of `cnc` in a run.
fn setups(run: &Run<'_, ()>) -> f64 {
    run.station_tally("cnc").setups as f64
}

/// How long `cnc` was in a state. Unit: minutes.
fn minutes(run: &Run<'_, ()>, state: State) -> f64 {
    run.share("cnc", &[state]) * run.elapsed().minutes()
}

/// A first piece is good with 0.7: a setup has 1 / 0.7 of them on average (geometric), of which 0.3 / 0.7 fail. Each is
/// inspected for 4 min; a setup takes 10 min, a correction 5.
#[test]
fn pieces_until_one_is_approved() {
    let text = r#"
[run]
length = "400 days"
warm_up = "4 days"
replications = 10
[station.cnc]
cycle = "7 min"
setup = { time = "10 min", first_piece = { time = "4 min", fails = "30 %", correct = "5 min" } }
[product.a]
route = ["cnc"]
[product.b]
route = ["cnc"]
[demand.lots]
products = { a = 1, b = 1 }
every = { mean = "12 h" }
quantity = 40
"#;
    Case::<()>::new("first pieces on the machine")
        .mean("pieces a setup", 1.0 / 0.7, Relative(0.02), |run| {
            let (approved, failed) = run.station_tally("cnc").first_pieces;
            (approved + failed) as f64 / setups(run)
        })
        .mean("approval a setup", 4.0 / 0.7, Relative(0.02), |run| {
            minutes(run, State::Approval) / setups(run)
        })
        .mean("setup a setup", 10.0 + 5.0 * 0.3 / 0.7, Relative(0.01), |run| {
            minutes(run, State::Setup) / setups(run)
        })
        .run(text);
}

/// With one fixture for `cnc` and `wash`, and one card for the plant, a first piece keeps both while it is inspected: the
/// next part begins when it has left `wash`.
///
/// ```text
///         setup  cnc    cmm    wash
/// part 1  0-10   10-17  17-29  29-32
/// part 2         32-39         39-42
/// part 3         42-49         49-52
/// ```
#[test]
fn a_first_piece_keeps_what_it_holds() {
    let pool = "[pool.fixture]\ncount = 1\nheld = { from = \"cnc.load\", to = \"wash.unload\" }\n";
    let cards = "[control]\nrelease = { rule = \"conwip\", limit = 1 }\n";
    for more in [pool, cards] {
        let story = story(&model(&(lot("at = \"cmm\"") + more)));
        assert_eq!(
            times(&story),
            [
                (1, 2, 10, 17),
                (1, 1, 17, 29),
                (1, 3, 29, 32),
                (2, 2, 32, 39),
                (2, 3, 39, 42),
                (3, 2, 42, 49),
                (3, 3, 49, 52),
            ]
        );
    }
}

/// The way from `cnc` to `cmm` takes 4 min, from there to `wash` 2, and from `cnc` to `wash` 1.
#[test]
fn first_pieces_go_their_ways() {
    let ways = "[transfer.from]\ncnc.to = { cmm = \"4 min\", wash = \"1 min\" }\ncmm.to.wash = \"2 min\"\n";
    let story = story(&model(&(lot("at = \"cmm\"") + ways)));
    assert_eq!(
        times(&story),
        [
            (1, 2, 10, 17),
            (1, 1, 21, 33),
            (1, 3, 35, 38),
            (2, 2, 33, 40),
            (2, 3, 41, 44),
            (3, 2, 40, 47),
            (3, 3, 48, 51),
        ]
    );
    assert_eq!(story.stretches(2, State::Approval), [(17, 33)]);
}

/// What of a first piece that fails elsewhere is in vain is the work on its machine, 7 min, and not that of who has found
/// it: 6 min of a correction are setups, as are 10 of the setup and 2 · 12 of waiting.
#[test]
fn the_loss_is_that_of_the_machine() {
    let story = fails_once("at = \"cmm\"");
    let spoiled = |name: usize| story.tally.station(gemba::ids::Id::at(name)).spoiled;
    let minutes = |minutes: i64| i128::from(Span::from_minutes(minutes).ticks());
    assert_eq!([spoiled(0), spoiled(1), spoiled(2)], [0, minutes(7), 0]);
    assert_eq!(story.time_in(2, State::Setup) + story.time_in(2, State::Approval), 40);
}

/// From 0 to 20 `cmm` measures something else. Then it has a part of 10 min that goes on for 5, and the first piece,
/// which has 12 min of inspection and 60 of `wash` before it: the least work first.
#[test]
fn who_is_inspected_has_the_rest_of_the_route_before_it() {
    let text = lot("at = \"cmm\"")
        .replace("[station.cmm]\n", "[station.cmm]\ndispatch = \"least_work\"\n")
        .replace(
            "[product.b]\nroute = [\"cnc\", \"wash\"]",
            "[product.b]\nroute = [\"cnc\", { station = \"wash\", cycle = \"60 min\" }]\n[product.c]\nroute = [{ station = \
             \"cmm\", cycle = \"20 min\" }]\n[product.d]\nroute = [{ station = \"cmm\", cycle = \"10 min\" }, { station = \
             \"wash\", cycle = \"5 min\" }]",
        )
        .replace(
            "quantity = 3 }",
            "quantity = 1 }\n2 = { product = \"c\", release = 2026-03-02 }\n3 = { product = \"d\", release = \
             2026-03-02T00:01:00 }",
        );
    let story = story(&model(&text));
    let mut at_cmm: Vec<(usize, usize, i64, i64)> = times(&story);
    at_cmm.retain(|(_, machine, ..)| *machine == 1);
    at_cmm.sort_unstable_by_key(|(.., start, _)| *start);
    assert_eq!(at_cmm, [(2, 1, 0, 20), (3, 1, 20, 30), (1, 1, 30, 42)]);
}
