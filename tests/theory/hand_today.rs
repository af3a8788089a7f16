//! What is in work when the plant starts, by hand: where it is, how far, and what comes after it.

use gemba::ids::{Id, OrderId};
use gemba::units::Span;

use crate::hand_cards::{same, table};
use crate::support::model;
use crate::visits::{Story, minute, story};

const BEGIN: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n";

/// When the orders are done, in the order of the book.
fn done(story: &Story, orders: usize) -> Vec<i64> {
    let done = (0..orders).map(|order| story.tally.dated(OrderId::at(order)).closed_at);
    done.map(|at| minute(at.expect("it is done"))).collect()
}

/// Three orders on the way over saw (10 min), mill (20 min, 30 min of setup between products) and wash (5 min).
///
/// The saw has 4 min left of a part of o2, then come one of o1, two of o2 and one of o3: 4, 14, 24, 34, 44. The mill
/// has 7 min left of a part of o1, is set up for it, and has two of o1 in front: 7, 27, 47. Then by their arrival: one
/// of o2 (set up 47 to 77) until 97, one of o1 (set up to 127) until 147, two of o2 (set up to 177) until 217, one of
/// o3, which is of the product of o1 (set up to 247), until 267. One of o1 is held until 180 before the wash.
#[test]
fn an_order_book_starts_from_the_floor() {
    let text = format!(
        "{BEGIN}[station.saw]\ncycle = \"10 min\"\n[station.mill]\ncycle = \"20 min\"\nsetup = {{ time = \"30 min\" }}\n\
         [station.wash]\ncycle = \"5 min\"\n[product.a]\nroute = [\"saw\", \"mill\", \"wash\"]\n\
         [product.b]\nroute = [\"saw\", \"mill\", \"wash\"]\n\
         [order.o1]\nproduct = \"a\"\nquantity = 5\nrelease = 2026-02-20\ndue = 2026-02-28\n\
         [order.o2]\nproduct = \"b\"\nquantity = 3\ndue = 2026-03-02\n[order.o3]\nproduct = \"a\"\n\
         [today.wip.order.o1.at]\nmill = {{ waiting = 2, running = [\"7 min\"] }}\n\
         wash = {{ held = [{{ quantity = 1, until = 2026-03-02T03:00:00 }}] }}\n\
         [today.wip.order.o2.at.saw]\nrunning = [\"4 min\"]\n"
    );
    let story = story(&model(&text));
    assert_eq!(done(&story, 3), [180 + 5, 217 + 5, 267 + 5]);
    // o1 was due at the end of 28 February, a day before the start.
    let orders = story.tally.orders();
    let late = orders.tally();
    assert_eq!(
        (late.late, late.tardiness),
        (1, i128::from(Span::from_minutes(185 + 24 * 60).ticks()))
    );
}

/// A machine with hands around its cycle: 4 min are left of the cycle, then its part is unloaded for 2 min by the only
/// operator, and the next one loaded for 1 min.
#[test]
fn what_runs_is_loaded_already() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"10 min\"\nload = {{ time = \"1 min\", operators = {{ hand = 1 }} }}\n\
         unload = {{ time = \"2 min\", operators = {{ hand = 1 }} }}\n\
         [crew.c]\nskills = [\"hand\"]\n[product.p]\nroute = [\"s\"]\n[order.o]\nquantity = 2\n\
         [today.wip.order.o.at.s]\nrunning = [\"4 min\"]\nwaiting = 1\n"
    );
    let (_, rows) = table(&text);
    same(&rows, &[(1, "s", 0, 4 + 2), (2, "s", 6, 6 + 1 + 10 + 2)]);
}

/// Under a limit of two the third part of the order comes in when the first has left.
#[test]
fn parts_in_work_hold_the_cards_of_the_release() {
    let text = format!(
        "{BEGIN}[control]\nrelease = {{ rule = \"conwip\", limit = 2 }}\n[station.s]\ncycle = \"10 min\"\n\
         [station.t]\ncycle = \"25 min\"\n[product.p]\nroute = [\"s\", \"t\"]\n[order.o]\nquantity = 3\n\
         [today.wip.order.o.at]\ns = {{ waiting = 1 }}\nt = {{ running = [\"6 min\"] }}\n"
    );
    let (_, rows) = table(&text);
    same(
        &rows,
        &[(1, "t", 0, 6), (2, "s", 0, 10), (2, "t", 10, 35), (3, "s", 10, 20), (3, "t", 35, 60)],
    );
}

/// The plant opens at 6: a cycle under way is finished before by default, or pauses.
#[test]
fn what_runs_in_closed_hours_does_as_at_closing() {
    let done_with = |at_close: &str| {
        let text = format!(
            "[calendar.day]\nmon-sun = [\"06:00-22:00\"]\n{BEGIN}[station.s]\ncycle = \"10 min\"\nbuffer = 3\n\
             calendar = \"day\"\nat_close = \"{at_close}\"\n[product.p]\nroute = [\"s\"]\n[order.o]\nquantity = 4\n\
             [today.wip.order.o.at.s]\nrunning = [\"2 min\"]\nwaiting = 3\n"
        );
        done(&story(&model(&text)), 1)
    };
    assert_eq!(done_with("finish"), [6 * 60 + 30]);
    assert_eq!(done_with("pause"), [6 * 60 + 2 + 30]);
}

/// One machine of 10 min, 5 min of which are left of the cycle of z, and parts of other orders, by a rule.
fn by_rule(rule: &str, orders: &str) -> Vec<i64> {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"10 min\"\ndispatch = \"{rule}\"\n[product.p]\nroute = [\"s\"]\n{orders}\
         [order.z]\nrelease = 2026-03-02\n[today.wip.order.z.at.s]\nrunning = [\"5 min\"]\n"
    );
    let model = model(&text);
    let story = story(&model);
    let mut done: Vec<(String, i64)> = model
        .orders
        .ids()
        .map(|id| {
            let closed = story.tally.dated(id).closed_at.expect("it is done");
            (model.orders[id].name.clone(), minute(closed))
        })
        .collect();
    done.sort();
    done.into_iter().map(|(_, at)| at).collect()
}

/// What is overdue goes before what is due, and that before what is not promised.
#[test]
fn due_dates_before_the_start_come_first() {
    let orders = "[order.a]\ndue = 2026-03-20\n[order.b]\ndue = 2026-02-27\n[order.c]\n";
    assert_eq!(by_rule("due_date", orders), [25, 15, 35, 5]);
}

/// b was released a week before a, and both before what waits: so they stand in front, and so they came.
#[test]
fn releases_before_the_start_keep_their_order() {
    let waiting = "[order.a]\nrelease = 2026-02-27\n[order.b]\nrelease = 2026-02-20\n\
                   [today.wip.order.a.at.s]\nwaiting = 1\n[today.wip.order.b.at.s]\nwaiting = 1\n";
    assert_eq!(by_rule("first_released", waiting), [25, 15, 5]);
    assert_eq!(by_rule("fifo", waiting), [25, 15, 5]);
}

/// An order that is not begun and due first is there when the idle machine chooses at the start.
#[test]
fn machines_choose_among_all_that_comes_at_the_start() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"10 min\"\ndispatch = \"due_date\"\n[product.p]\nroute = [\"s\"]\n\
         [order.o1]\ndue = 2026-03-02T00:10:00\n[order.o2]\ndue = 2026-03-05\n[today.wip.order.o2.at.s]\nwaiting = 1\n"
    );
    assert_eq!(done(&story(&model(&text)), 2), [10, 20]);
}

/// Blocking before service without a buffer: t is taken until 4, so a goes on then, for 5 min, and is at t from 9 to 16;
/// whatever the orders are called.
#[test]
fn what_runs_takes_its_place_before_others_ask_for_it() {
    for (first, second) in [("a", "b"), ("b", "a")] {
        let text = format!(
            "{BEGIN}[station.s]\ncycle = \"10 min\"\nblock = \"before\"\n[station.t]\ncycle = \"7 min\"\nbuffer = 0\n\
             [product.p]\nroute = [\"s\", \"t\"]\n[order.a]\n[order.b]\n\
             [today.wip.order.{first}.at.s]\nrunning = [\"5 min\"]\n[today.wip.order.{second}.at.t]\nrunning = [\"4 min\"]\n"
        );
        let mut done = done(&story(&model(&text)), 2);
        done.sort_unstable();
        assert_eq!(done, [4, 16], "{first} is behind {second}");
    }
}

/// Of four parts two are in work behind the step that takes material: what is there suffices for the others.
#[test]
fn what_is_in_work_has_taken_its_material() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"10 min\"\n[station.t]\ncycle = \"1 min\"\n\
         [product.p]\nroute = [\"s\", \"t\"]\nmaterials = {{ m = 1 }}\n[material.m]\nstock = 2\n[order.o]\nquantity = 4\n\
         [today.wip.order.o.at]\ns = {{ running = [\"4 min\"] }}\nt = {{ waiting = 1 }}\n"
    );
    assert_eq!(done(&story(&model(&text)), 1), [4 + 10 + 10 + 1]);
}

/// A lower limit that holds from a later date on is no limit of what is in work today.
#[test]
fn later_limits_are_not_held_against_what_is_in_work() {
    let text = format!(
        "{BEGIN}[control]\nrelease = {{ rule = \"conwip\", limit = 3 }}\n[station.s]\ncycle = \"10 min\"\n\
         [product.p]\nroute = [\"s\"]\n[order.o]\nquantity = 3\n[today.wip.order.o.at.s]\nwaiting = 3\n\
         [change.low]\nfrom = 2026-03-04\ncontrol.release = {{ rule = \"conwip\", limit = 1 }}\n"
    );
    assert_eq!(done(&story(&model(&text)), 1), [30]);
}

/// A row of a sheet means what `on_order` of a material means, and what `[today]` says itself; those of a material add up.
#[test]
fn a_sheet_of_open_purchase_orders_means_what_materials_say() {
    const SHOP: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.saw]\ncycle = \"1 min\"\n\
                        [product.p]\nroute = [\"saw\"]\nmaterials = { bar = 1, cap = 2 }\n[order.o]\nquantity = 9\n\
                        [material.bar]\n[material.cap]\nstock = 20\n";
    let hash = |text: &str| model(text).hash();
    let toml = SHOP
        .replace(
            "[material.bar]\n",
            "[material.bar]\non_order = [{ quantity = 4, at = 2026-03-03 }, \
             { quantity = 6, at = 2026-03-02T12:30:00 }]\n",
        )
        .replace("stock = 20\n", "stock = 20\non_order = [{ quantity = 7, at = 2026-03-04 }]\n");
    let today = "[today.on_order.material]\n\
                 bar = [{ quantity = 6, at = 2026-03-02T12:30:00 }, { quantity = 4, at = 2026-03-03 }]\n\
                 cap = [{ quantity = 7, at = 2026-03-04 }]\n";
    assert_eq!(hash(&toml), hash(&format!("{SHOP}{today}")));
    let sheet = "[today]\non_order = { file = \"bestellt.csv\", columns = \
                 { material = \"Teil\", quantity = \"Menge\", promised = \"Termin\" } }\n";
    let of_files = |text: &str, csv: &str| {
        let files =
            gemba::scenario::Memory::default().with("plant.toml", text).with("bestellt.csv", csv);
        crate::support::model_of(&files, "plant.toml").hash()
    };
    let csv = "Teil;Menge;Termin\nbar;4;03.03.2026\ncap;7;04.03.2026\nbar;6;02.03.2026 12:30\n";
    assert_eq!(of_files(&format!("{SHOP}{sheet}"), csv), hash(&toml));
    // Beside what the material says itself.
    let own = SHOP.replace(
        "[material.bar]\n",
        "[material.bar]\non_order = [{ quantity = 6, at = 2026-03-02T12:30:00 }]\n",
    );
    let rest = "Teil;Menge;Termin\nbar;4;03.03.2026\ncap;7;04.03.2026\n";
    assert_eq!(of_files(&format!("{own}{sheet}"), rest), hash(&toml));
}
