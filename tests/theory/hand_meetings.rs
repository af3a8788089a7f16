//! Where parts wait for others of their order, by hand: transfer lots, and work that waits for other work.

use crate::hand_cards::{area, same, table};
use crate::visits::{Story, minute, story};
use gemba::ids::{Id, ProductId};
use gemba::observe::ProductTally;
use gemba::plant::{Plant, Stop};
use gemba::units::{Span, Time};

use crate::support::model;

/// Two stations, 3 and 2 min, whose parts move in lots, and so many parts at the start.
fn line(moves_in: &str, quantity: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.a]\ncycle = \"3 min\"\n[station.b]\ncycle = \"2 min\"\n\
         [product.part]\nroute = [\"a\", \"b\"]\nmoves_in = {moves_in}\n\
         [order.all]\nproduct = \"part\"\nquantity = {quantity}\n{more}"
    )
}

fn part(story: &Story) -> ProductTally {
    *story.tally.product(ProductId::at(0))
}

/// Minutes that parts waited for others, all together, and how many waits ended.
fn waits(row: &ProductTally) -> (i128, u64) {
    let minute = i128::from(Span::from_minutes(1).ticks());
    assert_eq!(row.waited_for_rest % minute, 0);
    (row.waited_for_rest / minute, row.waits_for_rest)
}

/// Of three: `b` begins when the third is done, at 9 and at 18 min. Waits 6 + 3 + 0 for each lot.
#[test]
fn parts_go_on_three_at_a_time() {
    let (story, rows) = table(&line("3", 6, ""));
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 9, 11),
        (2, "a", 3, 6),
        (2, "b", 11, 13),
        (3, "a", 6, 9),
        (3, "b", 13, 15),
        (4, "a", 9, 12),
        (4, "b", 18, 20),
        (5, "a", 12, 15),
        (5, "b", 20, 22),
        (6, "a", 15, 18),
        (6, "b", 22, 24),
    ];
    same(&rows, &expected);
    let row = part(&story);
    assert_eq!(area(row.waiting_for_rest, story.end), 18);
    assert_eq!(waits(&row), (18, 6));
}

/// Of four at 12 min; the two that are left over go on when no more can come, at 18 min, though `b`, which takes a
/// minute here, has nothing to do from 16 min on. Waits 9 + 6 + 3 + 0 and 3 + 0.
#[test]
fn the_rest_of_an_order_goes_on_as_fewer() {
    let (story, rows) = table(&line("4", 6, "").replace("\"2 min\"", "\"1 min\""));
    let begin: Vec<i64> = rows.iter().filter(|row| row.1 == "b").map(|row| row.2).collect();
    assert_eq!(begin, [12, 13, 14, 15, 18, 19]);
    assert_eq!(waits(&part(&story)), (21, 6));
    let (_, rows) = table(&line("\"lot\"", 6, ""));
    let begin: Vec<i64> = rows.iter().filter(|row| row.1 == "b").map(|row| row.2).collect();
    assert_eq!(begin, [18, 20, 22, 24, 26, 28]);
    let (_, rows) = table(&line("\"piece\"", 6, ""));
    let begin: Vec<i64> = rows.iter().filter(|row| row.1 == "b").map(|row| row.2).collect();
    assert_eq!(begin, [3, 6, 9, 12, 15, 18]);
}

/// Lots are of one order each: the second order of two begins at `b` at 12 min, when both of its parts are done.
#[test]
fn a_lot_is_of_one_order() {
    let more = "[order.later]\nproduct = \"part\"\nquantity = 2\n";
    let (_, rows) = table(&line("3", 2, more));
    let begin: Vec<i64> = rows.iter().filter(|row| row.1 == "b").map(|row| row.2).collect();
    assert_eq!(begin, [6, 8, 12, 14]);
}

/// The second part is lost at 4 min, and the machine works again from 5 min on: the other two are the lot, at 8 min.
#[test]
fn what_is_thrown_away_is_not_waited_for() {
    let more = "[station.a.failure.crash]\nat = [2026-03-02T00:04:00]\nrepair = { time = \"1 min\" }\n\
                part = \"scrap\"\n";
    let model = model(&line("\"lot\"", 3, more));
    let story = story(&model);
    let rows = story.visits.by_part();
    let at_b = rows.iter().filter(|row| row.machine == 2).map(|row| minute(row.started));
    assert_eq!(at_b.collect::<Vec<i64>>(), [8, 10]);
}

/// A lot moves when it is complete: on the way from 9 to 11 min, and keeps its order.
#[test]
fn a_lot_moves_together() {
    let (_, rows) = table(&line("3", 3, "[transfer]\ntime = \"2 min\"\n"));
    let begin: Vec<i64> = rows.iter().filter(|row| row.1 == "b").map(|row| row.2).collect();
    assert_eq!(begin, [11, 13, 15]);
}

/// One place in front of `b`: of the lot of 9 min two go on at once, the third waits beside `a` until 11 min, when
/// `b` takes the second; `a` is never blocked. Waits for the others 6 + 3.
#[test]
fn a_lot_without_room_waits_beside_the_machine() {
    let scenario = line("3", 3, "").replace("\"2 min\"\n", "\"2 min\"\nbuffer = 1\n");
    let (story, rows) = table(&scenario);
    let begin: Vec<i64> = rows.iter().filter(|row| row.1 == "b").map(|row| row.2).collect();
    assert_eq!(begin, [9, 11, 13]);
    assert_eq!(waits(&part(&story)), (9, 3));
    assert_eq!(story.time_in(1, gemba::observe::State::Blocked), 0);
}

/// A mould of two cores and a cavity: the cavity is eroded when both cores are milled.
fn mould(after: &str, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [station.mill]\ncycle = \"3 min\"\n[station.drill]\ncycle = \"4 min\"\n[station.edm]\ncycle = \"2 min\"\n\
         [station.fit]\ncycle = \"1 min\"\ntakes = {{ core = 2, cavity = 1 }}\ngives = {{ mould = 1 }}\nkit = true\n\
         [product.core]\nroute = [\"mill\", \"drill\", \"fit\"]\n\
         [product.cavity]\nroute = [{{ station = \"edm\", after = {after} }}, \"fit\"]\n\
         [product.mould]\nroute = [\"fit\"]\n\
         [order.one]\nproduct = \"mould\"\nquantity = 1\n{more}"
    )
}

/// Milled 0-3 and 3-6, drilled 3-7 and 7-11: eroded 11-13 after all of it, 6-8 after the milling.
#[test]
fn work_waits_for_other_work_of_the_order() {
    let at = |after: &str, station: &str| -> Vec<(i64, i64)> {
        let (_, rows) = table(&mould(after, ""));
        rows.iter().filter(|row| row.1 == station).map(|row| (row.2, row.3)).collect()
    };
    assert_eq!(at("[\"core\"]", "edm"), [(11, 13)]);
    assert_eq!(at("[\"core\"]", "fit"), [(13, 14)]);
    assert_eq!(at("{ core = \"mill\" }", "edm"), [(6, 8)]);
    assert_eq!(at("{ core = \"mill\" }", "fit"), [(11, 12)]);
}

/// Of two orders each waits for its own cores: those of the second are milled 6-9 and 9-12.
#[test]
fn work_waits_for_its_own_order_only() {
    let more = "[order.two]\nproduct = \"mould\"\nquantity = 1\n";
    let (_, rows) = table(&mould("{ core = \"mill\" }", more));
    let edm: Vec<(i64, i64)> =
        rows.iter().filter(|row| row.1 == "edm").map(|row| (row.2, row.3)).collect();
    assert_eq!(edm, [(6, 8), (12, 14)]);
}

/// A part may wait for all of its own product: `b` begins when the last of three has left `a`, as a lot.
#[test]
fn a_step_after_its_own_product() {
    let scenario = line("\"piece\"", 3, "")
        .replace("[\"a\", \"b\"]", "[\"a\", { station = \"b\", after = { part = \"a\" } }]");
    let (_, rows) = table(&scenario);
    let begin: Vec<i64> = rows.iter().filter(|row| row.1 == "b").map(|row| row.2).collect();
    assert_eq!(begin, [9, 11, 13]);
}

/// Of what is made in kits the lot is complete when all is made: fitted until 20, 30, 40 and 50 min, packed from 50 on.
#[test]
fn a_lot_of_what_is_made() {
    let text = r#"
        [plant]
        start = 2026-03-02
        [run]
        length = "orders_done"
        [station.prep]
        cycle = "10 min"
        [station.fit]
        cycle = "10 min"
        takes = { p = 1 }
        gives = { m = 1 }
        kit = true
        [station.pack]
        cycle = "1 min"
        [product.p]
        route = ["prep", "fit"]
        [product.m]
        route = ["fit", "pack"]
        moves_in = MOVES
        [order.o]
        product = "m"
        quantity = 4
    "#;
    let packed = |moves_in: &str| -> Vec<i64> {
        let (_, rows) = table(&text.replace("MOVES", moves_in));
        let packed = rows.iter().filter(|row| row.1 == "pack").map(|row| row.2);
        packed.collect()
    };
    assert_eq!(packed("\"lot\""), [50, 51, 52, 53]);
    assert_eq!(packed("2"), [30, 31, 50, 51]);
}

/// Two fixtures for a lot of three: the third part never gets one, and the plant stands still.
#[test]
fn fixtures_that_are_too_few_for_a_lot_stop_the_plant() {
    let pool = "[pool.fixture]\ncount = 2\nheld = { from = \"a.load\", to = \"b.unload\" }\n";
    let model = model(&line("3", 3, pool));
    let mut plant = Plant::new(&model, 1, 1, ());
    assert!(!plant.run_orders(Time::ZERO + Span::from_days(30)));
    assert_eq!(plant.stopped(), Some(&Stop::Standstill));
}
