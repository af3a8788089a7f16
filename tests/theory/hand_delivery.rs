//! What becomes of orders beside their parts, by hand: trucks, lots, partial shipment, cancellation, expediting, and a plan
//! that stands for some time ahead.

use gemba::ids::{Id, OrderId};
use gemba::observe::{Observer, OrderTally, Placed};
use gemba::plant::Plant;
use gemba::units::{Money, Span, Time};

use crate::hand_cards::{same, table};
use crate::support::model;
use crate::visits::{Story, minute, story};

/// 2026-03-02 is a Monday.
const BEGIN: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.a]\ncycle = \"10 min\"\n";

fn told(text: &str) -> Story {
    story(&model(text))
}

/// When an order was done, and what is counted of it.
fn order(story: &Story, number: usize) -> (i64, OrderTally) {
    let row = story.tally.dated(OrderId::at(number));
    (minute(row.closed_at.expect("it is done")), row.order)
}

/// The truck leaves Mondays and Wednesdays at 00:25. Orders that are done at 10 and 20 leave at 25, one that is done
/// in the minute of the truck is on it, and one that is done later leaves on Wednesday. A day late is who was due on
/// Tuesday, although it was done on Monday; who is due on Wednesday is on time.
#[test]
fn on_time_is_who_is_on_the_truck() {
    let orders = "[order.1]\n[order.2]\ndue = 2026-03-02T00:24:00\n[order.3]\ndue = 2026-03-03\n\
                  [order.4]\ndue = 2026-03-04\nshipping = \"north\"\n";
    let text = format!(
        "{BEGIN}[product.p]\nroute = [\"a\"]\nshipping = \"north\"\n\
         [shipping.north]\nleaves = {{ days = [\"mon\", \"wed\"], at = \"00:25\" }}\n{orders}"
    );
    let story = told(&text);
    let wednesday = 2 * 24 * 60 + 25;
    let done: Vec<i64> = (0..4).map(|number| order(&story, number).0).collect();
    assert_eq!(done, [25, 25, wednesday, wednesday]);
    let late: Vec<u64> = (0..4).map(|number| order(&story, number).1.late).collect();
    assert_eq!(late, [0, 1, 1, 0]);
    // At the minute of the truck: the second order ends at 25.
    let story = told(&text.replace("\"10 min\"", "\"750 s\""));
    assert_eq!(order(&story, 1).0, 25);
}

/// An order of five in lots of two: 2, 2, 1. Each goes to the line with less before it: the first to a, the second to b,
/// the last one to a, which is alike; so the order is done at 30 and not at 50.
#[test]
fn lots_go_to_lines_of_their_own() {
    let lines = "[station.b]\ncycle = \"10 min\"\n[line.a]\nstations = [\"a\"]\n[line.b]\nstations = [\"b\"]\n";
    let plant = |size: &str| {
        format!(
            "{BEGIN}{lines}[product.p]\nlines = [\"a\", \"b\"]\n{size}\n[order.1]\nquantity = 5\n"
        )
    };
    let (story, rows) = table(&plant("lot_size = 2"));
    same(
        &rows,
        &[(1, "a", 0, 10), (2, "a", 10, 20), (3, "b", 0, 10), (4, "b", 10, 20), (5, "a", 20, 30)],
    );
    let (done, row) = order(&story, 0);
    assert_eq!((done, row.opened, row.closed), (30, 1, 1));
    assert_eq!(order(&told(&plant("")), 0).0, 50);
}

/// A lot moves as one: of four parts in lots of two the first two go on at 20, and the others at 40.
#[test]
fn a_lot_moves_by_itself() {
    let text = format!(
        "{BEGIN}[station.b]\ncycle = \"1 min\"\n[product.p]\nroute = [\"a\", \"b\"]\nmoves_in = \"lot\"\nlot_size = 2\n\
         [order.1]\nquantity = 4\n"
    );
    let (story, rows) = table(&text);
    let b: Vec<(usize, i64)> =
        rows.iter().filter(|row| row.1 == "b").map(|row| (row.0, row.2)).collect();
    assert_eq!(b, [(1, 20), (2, 21), (3, 40), (4, 41)]);
    assert_eq!(order(&story, 0).0, 42);
}

/// Four parts at 10, 20, 30, 40 of an order that is due at 25, for 1440 EUR a day, which is 1 EUR a minute.
///
/// As a whole it is late by 15 min: 15 EUR, and no part is on time. Part by part two are on time, and the others are
/// late by 5 and 15: 5 min on average. In lots of two the first leaves at 20, the second at 40: 7.5 min on average.
#[test]
fn what_leaves_in_parts_is_late_in_parts() {
    let plant = |ships: &str| {
        format!(
            "{BEGIN}[product.p]\nroute = [\"a\"]\n{ships}\n[order.1]\nquantity = 4\ndue = 2026-03-02T00:25:00\n\
             penalty = \"1440 EUR/day\"\n"
        )
    };
    let euros = |cents: i64| Money::from_millionths(i128::from(cents) * 10_000);
    for (ships, on_time, cost) in [
        ("", 0, 1500),
        ("ships_in = \"order\"\nlot_size = 2", 0, 1500),
        ("ships_in = \"piece\"", 2, 500),
        ("ships_in = \"piece\"\nlot_size = 2", 2, 500),
        ("ships_in = \"lot\"\nlot_size = 2", 2, 750),
        ("ships_in = \"lot\"", 0, 1500),
    ] {
        let (done, row) = order(&told(&plant(ships)), 0);
        assert_eq!((done, row.late, row.parts_judged), (40, 1, 4), "{ships}");
        assert_eq!((row.parts_on_time, row.cost), (on_time, euros(cost)), "{ships}");
    }
    // With a truck at 00:22 and 00:52 of every day the first two are on it.
    let truck = "[shipping.t]\nleaves = { at = \"00:22\" }\n";
    let text = plant("ships_in = \"piece\"\nshipping = \"t\"") + truck;
    let (done, row) = order(&told(&text), 0);
    // The others are a day later than 00:22, late by 1437 min each: 718.5 on average.
    assert_eq!((done, row.parts_on_time), (24 * 60 + 22, 2));
    assert_eq!(row.cost, euros(71_850));
}

/// Two parts are done at 10 and 20 and wait for the truck of 10:00; the order was due at 5. At the end of the run, at 60,
/// both are late by 55 min so far, and not until the truck: 55 EUR at 1 EUR a minute.
#[test]
fn who_waits_for_the_truck_is_late_until_the_end() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"60 min\"\nreplications = 3\n[station.a]\n\
                cycle = \"10 min\"\n[product.p]\nroute = [\"a\"]\nships_in = \"piece\"\nshipping = \"t\"\n\
                [shipping.t]\nleaves = { at = \"10:00\" }\n\
                [order.1]\nquantity = 2\ndue = 2026-03-02T00:05:00\npenalty = \"1440 EUR/day\"\n";
    let results = gemba::study::run(&model(text), &gemba::study::Settings::default(), &());
    let cost = results.plant("lateness_cost").expect("lateness costs").interval.estimate;
    assert!((cost - 55.0).abs() < 1e-9, "{cost}");
}

/// Parts from stock leave as they are there: two of three at once, on time, the third when it is made.
#[test]
fn what_is_sold_from_stock_leaves_in_parts() {
    let text = format!(
        "{BEGIN}[product.p]\nroute = [\"a\"]\nships_in = \"piece\"\n[stock.p]\nstart = 2\nreorder = {{ up_to = 2 }}\n\
         [order.1]\nquantity = 3\ndue = 2026-03-02T00:05:00\n"
    );
    let (done, row) = order(&told(&text), 0);
    assert_eq!((done, row.late, row.parts_judged, row.parts_on_time), (10, 1, 3, 2));
}

/// The second order is cancelled at 15, when one of its two parts is on the machine, and the other in front: both go on,
/// and are surplus. The third, which is to be released at 30, is cancelled before that: it is not made. The fourth is
/// cancelled when it is done.
#[test]
fn what_is_cancelled_is_surplus_or_not_made() {
    let text = format!(
        "{BEGIN}[product.p]\nroute = [\"a\"]\n[order.1]\ndue = 2026-03-03\n\
         [order.2]\nquantity = 2\ndue = 2026-03-02T00:15:00\ncancelled = 2026-03-02T00:15:00\n\
         [order.3]\nrelease = 2026-03-02T00:30:00\ncancelled = 2026-03-02T00:30:00\n\
         [order.4]\nrelease = 2026-03-02T00:31:00\ncancelled = 2026-03-02T01:00:00\n"
    );
    let (story, rows) = table(&text);
    same(&rows, &[(1, "a", 0, 10), (2, "a", 10, 20), (3, "a", 20, 30), (4, "a", 31, 41)]);
    let all = story.tally.orders();
    let all = all.tally();
    assert_eq!((all.opened, all.closed, all.cancelled, all.judged, all.late), (3, 2, 2, 1, 0));
    assert_eq!(story.tally.product(gemba::ids::ProductId::at(0)).surplus, 2);
    assert!(story.tally.dated(OrderId::at(1)).is_cancelled);
    assert!(story.tally.dated(OrderId::at(2)).is_cancelled);
    // With a plan that stands for 20 min the third is made all the same unless it is cancelled at 10.
    for (at, made) in [("00:10", 4), ("00:11", 5)] {
        let text = text
            .replace("cancelled = 2026-03-02T00:30:00", &format!("cancelled = 2026-03-02T{at}:00"))
            + "[control]\nfrozen = \"20 min\"\n";
        assert_eq!(table(&text).1.len(), made, "{at}");
    }
}

/// Of three orders of five two parts each are in front of t. The first is cancelled at the start: its two go on, and its
/// three others are not made. The saw makes the three of b and the three of c in six hours; t works twelve hours without
/// a gap, the last three for c.
#[test]
fn what_is_in_work_of_a_cancelled_order_goes_on_alone() {
    let orders = ["a", "b", "c"].map(|name| {
        format!(
            "[order.{name}]\nquantity = 5\nrelease = 2026-03-02\n\
             [today.wip.order.{name}.at]\nt = {{ waiting = 2 }}\n"
        )
    });
    let cancelled = orders[0].replace("\n[today", "\ncancelled = 2026-03-02\n[today");
    let text = format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.s]\ncycle = \"1 h\"\n\
         [station.t]\ncycle = \"1 h\"\n[product.p]\nroute = [\"s\", \"t\"]\n{cancelled}{}{}",
        orders[1], orders[2]
    );
    let story = told(&text);
    assert_eq!((order(&story, 1).0, order(&story, 2).0), (9 * 60, 12 * 60));
    let all = story.tally.orders();
    let all = all.tally();
    assert_eq!((all.opened, all.closed, all.cancelled), (3, 2, 1));
    let made = story.tally.product(gemba::ids::ProductId::at(0));
    assert_eq!((made.finished, made.surplus), (12, 2));
}

/// The first of two parts is done at 10, and the order is cancelled at 15: both are surplus. Part by part the first has
/// left by then.
#[test]
fn what_is_done_of_a_cancelled_order_is_surplus_unless_it_has_left() {
    for (ships, surplus) in [("order", 2), ("piece", 1)] {
        let text = format!(
            "{BEGIN}[product.p]\nroute = [\"a\"]\nships_in = \"{ships}\"\n\
             [order.1]\nquantity = 2\ncancelled = 2026-03-02T00:15:00\n[order.2]\nrelease = 2026-03-02T01:00:00\n"
        );
        let made = *told(&text).tally.product(gemba::ids::ProductId::at(0));
        assert_eq!((made.finished, made.surplus), (3, surplus), "{ships}");
    }
}

/// An order that waits for stock is cancelled: the next one gets what is made.
#[test]
fn who_is_cancelled_waits_for_no_stock() {
    let text = format!(
        "{BEGIN}[product.p]\nroute = [\"a\"]\n[stock.p]\nstart = 1\nreorder = {{ point = 0, quantity = 1 }}\n\
         [order.1]\nquantity = 2\ncancelled = 2026-03-02T00:05:00\n[order.2]\nrelease = 2026-03-02T00:02:00\n"
    );
    // One is there and goes to the first order; one is made for it from 0 to 10, and one for the second from then on.
    // What the first order has got is surplus.
    let story = told(&text);
    assert_eq!(order(&story, 1).0, 10);
    assert_eq!(story.tally.orders().tally().cancelled, 1);
    assert_eq!(story.tally.product(gemba::ids::ProductId::at(0)).surplus, 1);
}

/// Three orders wait for the machine. The last one is due at 5, and becomes urgent at 15, when it is late by 10 min: the
/// part on the machine goes on until 20, and it goes before the one that came first.
#[test]
fn who_is_late_goes_first() {
    let orders = "[order.1]\nquantity = 2\n[order.2]\n[order.3]\ndue = 2026-03-02T00:05:00\n";
    let plant = |control: &str| {
        format!(
            "{BEGIN}[product.p]\nroute = [\"a\"]\n[control]\ndispatch = [\"priority\"]\n{control}\n{orders}"
        )
    };
    let (story, _) = table(&plant(""));
    assert_eq!([0, 1, 2].map(|number| order(&story, number).0), [20, 30, 40]);
    let hurry = "expedite = { when_late_by = \"10 min\", priority = 9 }";
    let (story, _) = table(&plant(hurry));
    assert_eq!([0, 1, 2].map(|number| order(&story, number).0), [20, 40, 30]);
    assert_eq!(story.tally.orders().tally().expedited, 1);
    // At 20 min, when it is late by 15, it is in time; later by a minute it is not.
    for (late, ends) in [("15 min", 30), ("16 min", 40)] {
        let (story, _) = table(&plant(&hurry.replace("10 min", late)));
        assert_eq!(order(&story, 2).0, ends, "{late}");
    }
    // Before it is due: two minutes before 00:12 it is 10, and the first machine that is free takes it.
    let early = plant("expedite = { before_due = \"2 min\", priority = 9 }")
        .replace("T00:05:00", "T00:12:00");
    assert_eq!(order(&table(&early).0, 2).0, 20);
}

/// It pushes off who is on the machine as soon as it is urgent: at 15 it begins, and the other goes on at 25.
#[test]
fn who_is_late_pushes_off() {
    let text = format!(
        "{BEGIN}preempts = \"resume\"\n[product.p]\nroute = [\"a\"]\n\
         [control]\ndispatch = \"priority\"\nexpedite = {{ when_late_by = \"10 min\", priority = 9 }}\n\
         [order.1]\nquantity = 2\n[order.2]\ndue = 2026-03-02T00:05:00\n"
    );
    let story = told(&text);
    assert_eq!([0, 1].map(|number| order(&story, number).0), [30, 25]);
}

/// The automatic line takes 2 min a part and costs 100 EUR an order and 1 EUR a part; the manual one takes 10 min, and
/// costs 5 EUR a part. Up to 25 parts the manual one is cheaper: 24 cost 120 and not 124, 26 cost 130 and not 126, 25 cost
/// 125 on both, and are done sooner on the automatic one. Lateness counts, and the truck:
/// 24 parts are done by hand at 240. If they are due at 120, they are late by two hours, which at 72 EUR a day is 6 EUR: more
/// than the 4 that are saved; at 24 EUR a day it is 2 EUR. If the truck leaves at 05:00 they are late by three hours on either
/// line, so that these cost nothing more.
#[test]
fn the_cheapest_line_is_that_with_lateness() {
    let plant = |quantity: u32, more: &str| {
        format!(
            "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.auto]\ncycle = \"2 min\"\n\
             [station.hand]\ncycle = \"10 min\"\n[line.auto]\nstations = [\"auto\"]\n\
             cost = {{ per_order = \"100 EUR\", per_part = \"1 EUR\" }}\n[line.hand]\nstations = [\"hand\"]\n\
             cost = {{ per_part = \"5 EUR\" }}\n\
             [product.p]\nlines = [\"hand\", \"auto\"]\nchoice = \"cheapest\"\n\
             [order.1]\nquantity = {quantity}\n{more}"
        )
    };
    let due = |rate: &str| format!("due = 2026-03-02T02:00:00\npenalty = \"{rate} EUR/day\"\n");
    let truck = due("72") + "shipping = \"t\"\n[shipping.t]\nleaves = { at = \"05:00\" }\n";
    for (quantity, more, line, euros) in [
        (24, String::new(), "hand", 120),
        (25, String::new(), "auto", 125),
        (26, String::new(), "auto", 126),
        (24, due("72"), "auto", 124),
        (24, due("24"), "hand", 120),
        (24, truck, "hand", 120),
    ] {
        let (story, rows) = table(&plant(quantity, &more));
        assert!(rows.iter().all(|row| row.1 == line), "{quantity} {more}");
        let cost = Money::from_millionths(i128::from(euros) * 1_000_000);
        assert_eq!(story.tally.making_cost(), cost, "{quantity} {more}");
    }
}

/// When orders came, when parts came in, and what became of the orders.
#[derive(Debug, Default)]
struct Times {
    opened: Vec<i64>,
    released: Vec<i64>,
    cancelled: u64,
    closed: u64,
}

impl Observer for Times {
    fn order_opened(&mut self, _: Placed, now: Time) {
        self.opened.push(minute(now));
    }

    fn released(&mut self, _: gemba::ids::ProductId, _: u64, now: Time) {
        self.released.push(minute(now));
    }

    fn order_cancelled(&mut self, _: Placed, _: Time) {
        self.cancelled += 1;
    }

    fn order_closed(&mut self, _: Placed, _: Time) {
        self.closed += 1;
    }
}

fn times(text: &str, minutes: i64) -> Times {
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Times::default());
    plant.run_until(Time::ZERO + Span::from_minutes(minutes));
    assert_eq!(plant.audit(), Ok(()));
    plant.into_observer()
}

const DEMAND: &str = "[run]\nlength = \"2 days\"\n[station.a]\ncycle = \"10 min\"\n[product.p]\nroute = [\"a\"]\n\
                      [demand.d]\nevery = \"60 min\"\nquantity = 2\n";

/// Orders come every hour, and their parts come in two hours later.
#[test]
fn a_plan_that_stands_lets_nobody_in() {
    let found = times(&format!("{DEMAND}[control]\nfrozen = \"2 h\"\n"), 250);
    assert_eq!(found.opened, [60, 120, 180, 240]);
    assert_eq!(found.released, [180, 180, 240, 240]);
    assert_eq!(times(DEMAND, 130).released, [60, 60, 120, 120]);
}

/// All are cancelled five minutes after they came, before one part is done: no order is ever done, all parts go on.
/// Of a chance of 30 % about 30 % are cancelled: in 20,000 orders within 3.5 standard deviations of 0.3 %, 1.1 %.
#[test]
fn demands_are_cancelled_by_chance() {
    let all = format!("{DEMAND}cancelled = {{ chance = \"100 %\", after = \"5 min\" }}\n");
    let found = times(&all, 601);
    assert_eq!((found.opened.len(), found.cancelled, found.closed), (10, 9, 0));
    let found = times(&all, 606);
    assert_eq!((found.opened.len(), found.cancelled, found.closed), (10, 10, 0));
    let some = all.replace("100 %", "30 %").replace("2 days", "20000 h");
    let found = times(&some, 20_000 * 60);
    let share = found.cancelled as f64 / found.opened.len() as f64;
    assert!((share - 0.3).abs() < 0.0114, "{share}");
}
