//! Line clearance by hand: who is kept out, who passes whom, what clears a station, and what locks.

use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::hand_cards::{same, table};
use crate::hand_causes::assert_chain;
use crate::support::model;

const HEAD: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n";

/// `mix` takes 1 min, `fill` 3 min.
fn line(fill: &str) -> String {
    format!(
        "{HEAD}[station.mix]\ncycle = \"1 min\"\n[station.fill]\ncycle = \"3 min\"\n{fill}\n\
         [product.p]\nroute = [\"mix\", \"fill\"]\n"
    )
}

fn order(name: &str, product: &str, quantity: u32) -> String {
    format!("[order.{name}]\nproduct = \"{product}\"\nquantity = {quantity}\n")
}

fn starts(rows: &[(usize, String, i64, i64)], at: &str) -> Vec<i64> {
    rows.iter().filter(|row| row.1 == at).map(|row| row.2).collect()
}

/// Two orders of two. The first part of the second is mixed at 3 and waits on `mix` until the second part of the
/// first leaves `fill` at 7; the last is mixed from then on.
#[test]
fn the_next_order_comes_when_the_last_part_has_left() {
    let orders = [order("1", "p", 2), order("2", "p", 2)].concat();
    for key in ["\"order\"", "{ between = \"order\", until = \"left\" }"] {
        let text = format!("{}{orders}", line(&format!("buffer = 2\nclearance = {key}")));
        let (_, rows) = table(&text);
        let expected = [
            (1, "mix", 0, 1),
            (1, "fill", 1, 4),
            (2, "mix", 1, 2),
            (2, "fill", 4, 7),
            (3, "mix", 2, 3),
            (3, "fill", 7, 10),
            (4, "mix", 7, 8),
            (4, "fill", 10, 13),
        ];
        same(&rows, &expected);
        assert_chain(
            &text,
            &[
                ("cycle at fill", 10, 13),
                ("cycle at fill", 7, 10),
                ("cycle at fill", 4, 7),
                ("cycle at fill", 1, 4),
                ("cycle at mix", 0, 1),
            ],
        );
    }
}

/// Until it is taken: the second part goes onto `fill` at 4, and the third comes to stand in front.
#[test]
fn the_next_order_comes_when_the_last_part_is_taken() {
    let orders = [order("1", "p", 2), order("2", "p", 2)].concat();
    let fill = "buffer = 2\nclearance = { between = \"order\", until = \"taken\" }";
    let (_, rows) = table(&format!("{}{orders}", line(fill)));
    assert_eq!(starts(&rows, "mix"), [0, 1, 2, 4]);
    assert_eq!(starts(&rows, "fill"), [1, 4, 7, 10]);
}

/// Four orders of one part: x, x, y, x. By product the second follows the first into the place in front; by order each
/// waits on `mix` until `fill` is empty.
#[test]
fn orders_of_one_product_are_together_between_products() {
    let products =
        "[product.x]\nroute = [\"mix\", \"fill\"]\n[product.y]\nroute = [\"mix\", \"fill\"]\n";
    let line = |between: &str| {
        let orders = ["x", "x", "y", "x"].iter().enumerate();
        let orders: Vec<String> = orders.map(|(n, of)| order(&n.to_string(), of, 1)).collect();
        let text = line(&format!("buffer = 2\nclearance = \"{between}\""));
        text.replace("[product.p]\nroute = [\"mix\", \"fill\"]\n", products) + &orders.concat()
    };
    let (_, rows) = table(&line("product"));
    assert_eq!(starts(&rows, "mix"), [0, 1, 2, 7]);
    assert_eq!(starts(&rows, "fill"), [1, 4, 7, 10]);
    let (_, rows) = table(&line("order"));
    assert_eq!(starts(&rows, "mix"), [0, 1, 4, 7]);
    assert_eq!(starts(&rows, "fill"), [1, 4, 7, 10]);
}

/// Parts go to `fast`, 1 min, or if that is taken to `slow`, 6 min. Of three parts of the first order the second is on
/// `slow` until 6. The part of the second order waits on `fast` from 3 on; the other comes by it at 6 into the place in
/// front, and is filled from 7 to 10.
#[test]
fn a_part_of_the_order_inside_passes_one_that_waits_longer() {
    let text = format!(
        "{HEAD}[station.fast]\ncycle = \"1 min\"\nbuffer = 0\n[station.slow]\ncycle = \"6 min\"\nbuffer = 0\n\
         [station.fill]\ncycle = \"3 min\"\nbuffer = 1\nclearance = \"order\"\n[product.p]\n\
         route = [{{ station = [\"fast\", \"slow\"], choice = \"preference\" }}, \"fill\"]\n{}{}",
        order("1", "p", 3),
        order("2", "p", 1)
    );
    let (_, rows) = table(&text);
    let expected = [
        (1, "fast", 0, 1),
        (1, "fill", 1, 4),
        (2, "slow", 0, 6),
        (2, "fill", 7, 10),
        (3, "fast", 1, 2),
        (3, "fill", 4, 7),
        (4, "fast", 2, 3),
        (4, "fill", 10, 13),
    ];
    same(&rows, &expected);
}

/// With two fillers each order has one for itself: the first part of the second goes past the one that it prefers.
#[test]
fn a_part_chooses_where_its_order_is() {
    let text = format!(
        "{HEAD}[station.mix]\ncycle = \"1 min\"\n[station.f1]\ncycle = \"5 min\"\nbuffer = 1\nclearance = \"order\"\n\
         [station.f2]\nlike = \"f1\"\n[product.p]\n\
         route = [\"mix\", {{ station = [\"f1\", \"f2\"], choice = \"preference\" }}]\n{}{}",
        order("1", "p", 2),
        order("2", "p", 2)
    );
    let (_, rows) = table(&text);
    let expected = [
        (1, "mix", 0, 1),
        (1, "f1", 1, 6),
        (2, "mix", 1, 2),
        (2, "f1", 6, 11),
        (3, "mix", 2, 3),
        (3, "f2", 3, 8),
        (4, "mix", 3, 4),
        (4, "f2", 8, 13),
    ];
    same(&rows, &expected);
}

/// Parts are filled, checked for 2 min, and filled again.
fn twice(check: &str, first: u32) -> String {
    format!(
        "{HEAD}[station.fill]\ncycle = \"3 min\"\nbuffer = 1\nclearance = \"order\"\n[station.check]\ncycle = \"2 min\"\n\
         {check}\n[product.p]\nroute = [\"fill\", \"check\", \"fill\"]\n{}{}",
        order("1", "p", first),
        order("2", "p", 1)
    )
}

/// Of two parts one is always on `fill` when the other comes back, at 5 and 8; the second order waits outside until the
/// last has left for good at 12. The first ends at 9.
#[test]
fn parts_that_come_back_to_their_order_keep_the_next_one_out() {
    let (_, rows) = table(&twice("", 2));
    let expected = [
        (1, "fill", 0, 3),
        (1, "check", 3, 5),
        (1, "fill", 6, 9),
        (2, "fill", 3, 6),
        (2, "check", 6, 8),
        (2, "fill", 9, 12),
        (3, "fill", 12, 15),
        (3, "check", 15, 17),
        (3, "fill", 17, 20),
    ];
    same(&rows, &expected);
}

/// A single part leaves `fill` at 3 and finds the next order there when it comes back at 5; it waits until 6, and the
/// other one, checked from 6 to 8, until 9.
#[test]
fn who_has_left_finds_the_next_order_inside() {
    let (_, rows) = table(&twice("", 1));
    let expected = [
        (1, "fill", 0, 3),
        (1, "check", 3, 5),
        (1, "fill", 6, 9),
        (2, "fill", 3, 6),
        (2, "check", 6, 8),
        (2, "fill", 9, 12),
    ];
    same(&rows, &expected);
    // Without a place before `check` neither machine can give up its part from 6 on.
    assert_locked(&twice("buffer = 0", 1), 6, 2);
}

/// Fill closes at 4 min past each midnight, and ends what is on it. The part of the first order leaves at 6, or is
/// thrown away then: the first of the second comes to stand in front of the closed machine, and `mix` takes the next.
#[test]
fn what_leaves_a_closed_machine_or_is_thrown_away_clears_it() {
    for scrap in ["0 %", "100 %"] {
        let text = format!(
            "{HEAD}[calendar.early]\nmon-sun = \"00:00-00:04\"\n[station.mix]\ncycle = \"1 min\"\n[station.fill]\n\
             cycle = \"5 min\"\nbuffer = 1\ncalendar = \"early\"\nat_close = \"finish\"\nscrap = \"{scrap}\"\n\
             clearance = \"order\"\n[product.p]\nroute = [\"mix\", \"fill\"]\n{}{}",
            order("1", "p", 1),
            order("2", "p", 2)
        );
        let (_, rows) = table(&text);
        assert_eq!(starts(&rows, "mix"), [0, 1, 6], "scrap {scrap}");
        assert_eq!(starts(&rows, "fill"), [1, 1440, 2880], "scrap {scrap}");
    }
}

/// The last part of the first order is thrown away at the end of its cycle, at 7: the next one comes in then.
#[test]
fn scrap_of_the_last_part_clears() {
    let orders = [order("1", "p", 2), order("2", "p", 2)].concat();
    let fill = "buffer = 2\nclearance = \"order\"\nscrap = \"100 %\"";
    let (story, rows) = table(&format!("{}{orders}", line(fill)));
    assert_eq!(starts(&rows, "mix"), [0, 1, 2, 7]);
    assert_eq!(starts(&rows, "fill"), [1, 4, 7, 10]);
    assert_eq!(crate::visits::minute(story.end), 13);
}

/// The way to `fill` takes 2 min. What is on it keeps the next order out, though nothing is there yet: the second
/// part waits on `mix` from 2 until the first leaves `fill` at 6.
#[test]
fn who_is_on_the_way_counts_as_there() {
    let orders = [order("1", "p", 1), order("2", "p", 1)].concat();
    let text = line("clearance = \"order\"");
    let (_, rows) = table(&format!("{text}[transfer]\nfrom.mix.to.fill = \"2 min\"\n{orders}"));
    let expected = [(1, "mix", 0, 1), (1, "fill", 3, 6), (2, "mix", 1, 2), (2, "fill", 8, 11)];
    same(&rows, &expected);
}

/// `mix` keeps a place at `fill` before it begins. The second order cannot have one before the first part has left
/// `fill`, at 4.
#[test]
fn a_kept_place_counts_as_there() {
    let orders = [order("1", "p", 1), order("2", "p", 1)].concat();
    let text = line("clearance = \"order\"").replace("\"1 min\"", "\"1 min\"\nblock = \"before\"");
    let (_, rows) = table(&format!("{text}{orders}"));
    let expected = [(1, "mix", 0, 1), (1, "fill", 1, 4), (2, "mix", 4, 5), (2, "fill", 5, 8)];
    same(&rows, &expected);
}

/// Two fillers in one station count as one place: the second order waits until both are empty, at 5.
#[test]
fn all_machines_of_a_station_are_cleared() {
    let orders = [order("1", "p", 2), order("2", "p", 2)].concat();
    let (_, rows) =
        table(&format!("{}{orders}", line("machines = 2\nbuffer = 0\nclearance = \"order\"")));
    assert_eq!(starts(&rows, "mix"), [0, 1, 2, 5]);
    // The first two at 1 and 2, until 4 and 5; the third at 5, the fourth, mixed from 5 to 6, at 6.
    assert_eq!(starts(&rows, "fill"), [1, 2, 5, 6]);
}

/// Parts of `p` go from `a` to `b`, those of `q` the other way.
fn crossing(machines: u32, quantity: u32, until: &str, more: &str) -> String {
    let station = |name: &str, cycle: u32| {
        format!(
            "[station.{name}]\nmachines = {machines}\ncycle = \"{cycle} min\"\n\
             clearance = {{ between = \"order\", until = \"{until}\" }}\n"
        )
    };
    format!(
        "{HEAD}{more}{}{}[product.p]\nroute = [\"a\", \"b\"]\n[product.q]\nroute = [\"b\", \"a\"]\n{}{}",
        station("a", 5),
        station("b", 7),
        order("p", "p", quantity),
        order("q", "q", quantity)
    )
}

fn assert_locked(text: &str, at: i64, stations: usize) {
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, ());
    assert!(!plant.run_orders(Time::NEVER), "it ends: {text}");
    let (when, which) = plant.deadlocked().expect("a deadlock");
    assert_eq!((when.since_start(), which.len()), (Span::from_minutes(at), stations), "{text}");
}

/// At 5 the first p is done at `a`, where it keeps q out, and finds q at `b`; at 7 q is done there. Free machines and
/// unlimited places help nobody, and they cannot change places.
#[test]
fn two_orders_that_cross_lock() {
    for (machines, quantity) in [(1, 1), (1, 2), (2, 1), (2, 2), (3, 2)] {
        assert_locked(&crossing(machines, quantity, "left", ""), 7, 2);
    }
    assert_locked(&crossing(1, 1, "left", "[control]\ndeadlock = \"swap\"\n"), 7, 2);
}

/// Until they are taken two parts of each lock as well: the second ones stand in front. Single ones cross: p
/// stands in front of `b` from 5 on, and q in front of `a`, which is free, from 7.
#[test]
fn orders_that_cross_until_taken_lock_where_parts_stand_in_front() {
    assert_locked(&crossing(1, 2, "taken", ""), 7, 2);
    let (_, rows) = table(&crossing(1, 1, "taken", ""));
    let mut rows = rows;
    rows.sort_by_key(|&(part, _, start, _)| (part, start));
    same(&rows, &[(1, "a", 0, 5), (1, "b", 7, 14), (2, "b", 0, 7), (2, "a", 7, 12)]);
}

/// Orders of a lid each: two halves, pressed for 1 min, are joined in 4 min, and what comes of them is checked for `check`
/// minutes with no place in front.
fn joined(check: u32, clearance: &str) -> String {
    format!(
        "{HEAD}[station.press]\ncycle = \"1 min\"\n[station.join]\ncycle = \"4 min\"\nbuffer = 2\nkit = true\n\
         takes = {{ half = 2 }}\ngives = {{ lid = 1 }}\n{clearance}\n[station.check]\ncycle = \"{check} min\"\nbuffer = 0\n\
         [product.half]\nroute = [\"press\", \"join\"]\n[product.lid]\nroute = [\"join\", \"check\"]\n{}",
        ["1", "2", "3"].map(|name| order(name, "lid", 1)).concat()
    )
}

/// Halves are pressed until 1, 2, 3 and so on; joined are those of 2. Without a clearance the next two stand there at 4
/// and are taken at 6; with one the third waits on the press from 3 to 6, comes then, and the fourth is pressed until 7. The
/// second lid is joined at 11 and finds `check` taken until 16: it is still there, and so the fifth half waits on the press
/// from 8 to 16.
#[test]
fn what_is_made_keeps_the_next_kit_out_until_it_has_left() {
    let (_, rows) = table(&joined(10, ""));
    assert_eq!(starts(&rows, "press"), [0, 1, 2, 3, 4, 6]);
    assert_eq!(starts(&rows, "join"), [2, 6, 16]);
    assert_eq!(starts(&rows, "check"), [6, 16, 26]);
    let (_, rows) = table(&joined(10, "clearance = \"order\""));
    assert_eq!(starts(&rows, "press"), [0, 1, 2, 6, 7, 16]);
    assert_eq!(starts(&rows, "join"), [2, 7, 17]);
    assert_eq!(starts(&rows, "check"), [6, 16, 26]);
}
