//! Material for orders by hand: what is ordered for each order, what is reserved for it, and how long it waits.

use gemba::ids::{Id, MaterialId, OrderId};
use gemba::observe::{MaterialTally, Ordered, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::hand_cards::table;
use crate::support::model;
use crate::visits::{Story, minute, story};

const BEGIN: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n";

fn material(story: &Story, number: usize) -> MaterialTally {
    *story.tally.material(MaterialId::at(number))
}

/// At which hours how much was ordered, and delivered.
fn purchases(story: &Story) -> [Vec<(i64, i64)>; 2] {
    of_trace(&story.trace)
}

fn of_trace(trace: &Trace) -> [Vec<(i64, i64)>; 2] {
    let mut told = [const { Vec::new() }; 2];
    for &(at, what) in trace.lines() {
        match what {
            Told::MaterialOrdered(_, quantity) => told[0].push((minute(at) / 60, quantity)),
            Told::MaterialDelivered(_, quantity) => told[1].push((minute(at) / 60, quantity)),
            _ => {}
        }
    }
    told
}

/// Orders for parts of p: at which hour, how many. A part takes two plates, and is cut in no time.
fn shop(material: &str, supplier: &str, orders: &[(i64, u32)]) -> String {
    let order = |&(at, quantity): &(i64, u32)| {
        let (day, hour) = (2 + at / 24, at % 24);
        format!(
            "[order.{at:03}]\nquantity = {quantity}\nrelease = 2026-03-{day:02}T{hour:02}:00:00\n"
        )
    };
    let orders: String = orders.iter().map(order).collect();
    format!(
        "{BEGIN}[station.s]\ncycle = \"0 s\"\n[product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 2 }}\n\
         [material.plate]\nsupplier = \"mill\"\n{material}\n[supplier.mill]\n{supplier}\n{orders}"
    )
}

const PER_ORDER: &str = "reorder = \"per_order\"";
const MILL: &str = "lead_time = \"10 h\"";

/// Five are on hand, and two come at hour 40. The order of 5 needs 2 of 5; at its time, 5 − 10, before the start: at 0
/// nothing is missing. That of 30 needs 6: it takes the 3 that are left and the 2 that come at 40, and one is ordered at
/// 30 − 10. That of 50 needs 4, ordered at 40, and that of 60 needs 2, ordered at 50.
#[test]
fn what_an_order_needs_is_there_at_its_release() {
    let stock = "stock = 5\non_order = [{ quantity = 2, at = 2026-03-03T16:00:00 }]\n";
    let text = shop(&format!("{stock}{PER_ORDER}"), MILL, &[(5, 1), (30, 3), (50, 2), (60, 1)]);
    let (story, rows) = table(&text);
    let [ordered, delivered] = purchases(&story);
    assert_eq!(ordered, [(20, 1), (40, 4), (50, 2)]);
    assert_eq!(delivered, [(30, 1), (40, 2), (50, 4), (60, 2)]);
    // Of the three parts of 30 two find 4 there, the third waits for what comes at 40.
    let hours: Vec<i64> = rows.iter().map(|row| row.2 / 60).collect();
    assert_eq!(hours, [5, 30, 30, 40, 50, 50, 60]);
    assert_eq!((material(&story, 0).on_hand.level(), material(&story, 0).used), (0, 14));
    // Twelve hours ahead it is ordered at 8, 28 and 38.
    let ahead = "reorder = { rule = \"per_order\", ahead = \"12 h\" }";
    let text = text.replace(PER_ORDER, ahead);
    assert_eq!(purchases(&table(&text).0)[0], [(8, 1), (28, 4), (38, 2)]);
}

/// Deliveries come on Tuesdays at 7:00 (hour 31, and 199 a week later). The order of hour 50 has to have what it needs on
/// the first, after a lead time of 20 hours: ordered at 11. That of hour 31 as well, at the same time, in a purchase order
/// of its own. That of 30 would have had to be ordered before the start: it is at 0, and comes at 31.
#[test]
fn planned_times_end_on_days_of_delivery() {
    let mill = "lead_time = \"20 h\"\ndays = \"tue\"\nat = \"07:00\"";
    let text = shop(PER_ORDER, mill, &[(30, 1), (31, 2), (50, 3)]);
    let [ordered, delivered] = purchases(&table(&text).0);
    assert_eq!(ordered, [(0, 2), (11, 4), (11, 6)]);
    assert_eq!(delivered, [(31, 2), (31, 4), (31, 6)]);
    // The inspection takes 2 hours and shall be over: what comes at 31 is there for 33.
    let inspected = format!("{mill}\ninspection = \"2 h\"");
    let text = shop(PER_ORDER, &inspected, &[(33, 1), (34, 1)]);
    let [ordered, delivered] = purchases(&table(&text).0);
    assert_eq!((ordered, delivered), (vec![(11, 2), (11, 2)], vec![(33, 2), (33, 2)]));
}

/// The supplier takes no order for fewer than 5. The first order needs 2, and 3 are left for the second, which needs 6: for
/// it 3 are missing, and 5 come, so that 2 are left for the third, which needs no more.
#[test]
fn what_comes_beyond_the_need_goes_to_the_next() {
    let text = shop(PER_ORDER, "lead_time = \"10 h\"\nat_least = 5", &[(20, 1), (30, 3), (40, 1)]);
    let [ordered, delivered] = purchases(&table(&text).0);
    assert_eq!((ordered, delivered), (vec![(10, 5), (20, 5)], vec![(20, 5), (30, 5)]));
}

/// Two parts are cut for an hour each, from hour 10 on, and then coated for five. The second has waited for three hours at
/// 15 and is cut again: that is not in the plan, and ordered when it is seen to be missing.
#[test]
fn what_parts_take_again_is_ordered_when_it_is_missing() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"1 h\"\n[station.t]\ncycle = \"5 h\"\n\
         within = {{ of = \"s\", time = \"3 h\", else = \"s\" }}\n\
         [product.p]\nroute = [\"s\", \"t\"]\nmaterials = {{ plate = 2 }}\n\
         [material.plate]\nsupplier = \"mill\"\n{PER_ORDER}\n[supplier.mill]\n{MILL}\n\
         [order.o]\nquantity = 2\nrelease = 2026-03-02T10:00:00\n"
    );
    let (story, _) = table(&text);
    assert_eq!(purchases(&story), [vec![(0, 4), (15, 2)], vec![(10, 4), (25, 2)]]);
}

/// Parts of random orders, every 8 hours: what they need is ordered when they come. At 8 two of three are spoken for, at 16
/// one is missing, at 24 two are. A dated order that takes none ends the run.
#[test]
fn what_random_orders_need_is_ordered_when_they_come() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"0 s\"\n[station.t]\ncycle = \"0 s\"\n\
         [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 2 }}\n[product.q]\nroute = [\"t\"]\n\
         [material.plate]\nstock = 3\nsupplier = \"mill\"\n{PER_ORDER}\n[supplier.mill]\n{MILL}\n\
         [demand.d]\nproducts = {{ p = 1 }}\nevery = \"8 h\"\n\
         [order.last]\nproduct = \"q\"\nrelease = 2026-03-03T01:00:00\n"
    );
    // In a plan that stands for five hours parts come in later, and their plates are ordered at the same times.
    for text in [text.clone(), format!("{text}[control]\nfrozen = \"5 h\"\n")] {
        let model = model(&text);
        let mut plant = Plant::new(&model, 1, 0, Trace::default());
        assert!(plant.run_orders(Time::ZERO + Span::from_days(2)));
        assert_eq!(of_trace(&plant.into_observer()), [vec![(16, 1), (24, 2)], vec![]]);
    }
}

/// What is in work has taken its plates: of five parts two have been cut, and one is on the saw. Two more need two each.
#[test]
fn what_is_in_work_needs_no_more() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"1 h\"\n[station.t]\ncycle = \"1 h\"\n\
         [product.p]\nroute = [\"s\", \"t\"]\nmaterials = {{ plate = 2 }}\n\
         [material.plate]\nsupplier = \"mill\"\n{PER_ORDER}\n[supplier.mill]\n{MILL}\n\
         [order.o]\nquantity = 5\nrelease = 2026-02-28\n\
         [today.wip.order.o.at]\nt = {{ waiting = 2 }}\ns = {{ running = [\"30 min\"] }}\n"
    );
    let (story, _) = table(&text);
    assert_eq!(purchases(&story), [vec![(0, 4)], vec![(10, 4)]]);
}

/// Three parts of a are prepared for three hours each, from 0 on, one of b for one, from 1 on. Each takes a plate when it is
/// cut, for an hour. Two plates are on hand, and two come at 10.
fn two_orders(material: &str) -> String {
    format!(
        "{BEGIN}[station.slow]\ncycle = \"3 h\"\n[station.quick]\ncycle = \"1 h\"\n\
         [station.cut]\ncycle = \"1 h\"\n\
         [product.p]\nroute = [\"slow\", \"cut\"]\nmaterials = {{ plate = {{ at = \"cut\" }} }}\n\
         [product.q]\nroute = [\"quick\", \"cut\"]\nmaterials = {{ plate = {{ at = \"cut\" }} }}\n\
         [material.plate]\nstock = 2\n{material}\n\
         [order.a]\nproduct = \"p\"\nquantity = 3\n\
         [order.b]\nproduct = \"q\"\nrelease = 2026-03-02T01:00:00\n"
    )
}

/// Who is cut when, by hour: parts of a are 1 to 3, that of b is 4.
fn cut(rows: &[(usize, String, i64, i64)]) -> Vec<(usize, i64)> {
    let rows = rows.iter().filter(|row| row.1 == "cut");
    rows.map(|row| (row.0, row.2 / 60)).collect()
}

/// How long each order waited for the plate, by hour.
fn waits(story: &Story) -> Vec<(usize, i64)> {
    let of = |what: &Told| match what {
        Told::OrderWaited(Ordered::Book(order), _, wait) => {
            Some((order.position(), wait.ticks() / Span::from_hours(1).ticks()))
        }
        _ => None,
    };
    let mut waits: Vec<_> = story.trace.lines().iter().filter_map(|(_, what)| of(what)).collect();
    waits.sort_unstable();
    waits
}

const OPEN: &str = "on_order = [{ quantity = 2, at = 2026-03-02T10:00:00 }]";

/// Who comes first takes the plates: b at 2 and the first part of a at 3. The second of a waits from 6 to 10, the third from
/// 9 to 10.
///
/// Reserved at the release, both plates are for a: its first two parts are cut at 3 and 6, and b waits from 2 on. Of the
/// two that come at 10 the first is for a, and the second for b, which has stood there longest: it goes first.
#[test]
fn what_is_reserved_is_taken_by_nobody_else() {
    let (story, rows) = table(&two_orders(OPEN));
    assert_eq!(cut(&rows), [(1, 3), (2, 10), (3, 11), (4, 2)]);
    assert_eq!(waits(&story), [(0, 10 - 6)]);
    let row = material(&story, 0);
    assert_eq!((row.orders_delayed, row.waited), (1, 2));
    let of = |story: &Story, order| story.tally.dated(OrderId::at(order)).waited;
    assert_eq!(of(&story, 0), Some((MaterialId::at(0), Span::from_hours(4))));
    assert_eq!(of(&story, 1), None);

    let (story, rows) = table(&two_orders(&format!("{OPEN}\nreserved = \"at_release\"")));
    assert_eq!(cut(&rows), [(1, 3), (2, 6), (3, 11), (4, 10)]);
    assert_eq!(waits(&story), [(0, 10 - 9), (1, 10 - 2)]);
    let row = material(&story, 0);
    assert_eq!((row.orders_delayed, row.waited), (2, 2));
    assert_eq!(row.order_wait, i128::from(Span::from_hours(1 + 8).ticks()));
    // b stands there from 2 on, the third part of a from 9 on.
    assert_eq!(row.waiting.integral(story.end), i128::from(Span::from_hours(8 + 1).ticks()));
}

/// Two are ordered when the position is 0. With two on hand that is so at 3, when b and the first part of a have taken them.
/// What is reserved is spoken for at the release of a: two are there, and three needed, so that four come, for a position of 1
/// at 0; b needs another one at 1, and two more are ordered.
#[test]
fn the_position_of_what_is_reserved_is_less_what_released_orders_need() {
    let rule = "supplier = \"mill\"\nreorder = { point = 0, quantity = 2 }";
    let mill = "\n[supplier.mill]\nlead_time = \"10 h\"\n";
    let ordered = |material: &str| purchases(&table(&(two_orders(material) + mill)).0)[0].clone();
    assert_eq!(ordered(rule)[..1], [(3, 2)]);
    // 2 − 3 = −1: two are ordered, and the position is 1. With b it is 0 again.
    assert_eq!(ordered(&format!("{rule}\nreserved = \"at_release\"")), [(0, 2), (1, 2)]);
}

/// Both words together: a gets the two that are there and one that is ordered for it at 0, b one that is ordered at 0 for its
/// release at 1, before which there was no time.
#[test]
fn what_is_ordered_for_orders_is_reserved_for_them() {
    let text = two_orders(&format!("supplier = \"mill\"\n{PER_ORDER}\nreserved = \"at_release\""));
    let (story, rows) = table(&(text + "\n[supplier.mill]\nlead_time = \"5 h\"\n"));
    assert_eq!(purchases(&story), [vec![(0, 1), (0, 1)], vec![(5, 1), (5, 1)]]);
    assert_eq!(cut(&rows), [(1, 3), (2, 6), (3, 9), (4, 5)]);
}

/// Each part takes a plate, which is reserved. Both orders come at 0, and the two plates that are there are for the two parts
/// of a. The first of them is lost at 0:30, its machine is repaired at 1:00, and the other one done at 2. The plate that
/// comes at 2 is for the part that is made anew: its order came before b, which waits for the plate of 4.
#[test]
fn what_is_made_anew_has_the_place_of_its_order_in_line() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"1 h\"\n[station.s.failure.jam]\nat = [2026-03-02T00:30:00]\n\
         repair = {{ time = \"30 min\" }}\npart = \"scrap\"\n\
         [product.p]\nroute = [\"s\"]\nshort = \"remake\"\nmaterials = {{ plate = 1 }}\n\
         [material.plate]\nstock = 2\nreserved = \"at_release\"\n\
         on_order = [{{ quantity = 1, at = 2026-03-02T02:00:00 }}, {{ quantity = 1, at = 2026-03-02T04:00:00 }}]\n\
         [order.a]\nquantity = 2\n[order.b]\n"
    );
    let story = story(&model(&text));
    let done = [0, 1].map(|order| story.tally.dated(OrderId::at(order)).closed_at.map(minute));
    assert_eq!(done, [Some(3 * 60), Some(5 * 60)]);
}

/// Both parts of a wait for plates until hour 72, and a is cancelled at 84, while they are on the machines until 96. What a
/// waited for is not told of b, which comes at 120 and finds plates.
#[test]
fn what_a_cancelled_order_waited_for_is_told_of_nobody() {
    let text = format!(
        "{BEGIN}[station.s]\nmachines = 2\ncycle = \"1 day\"\n\
         [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 1 }}\n\
         [material.plate]\nstock = 0\non_order = [{{ quantity = 10, at = 2026-03-05 }}]\n\
         [order.a]\nquantity = 2\nrelease = 2026-03-02\ncancelled = 2026-03-05T12:00:00\n\
         [order.b]\nquantity = 2\nrelease = 2026-03-07\n"
    );
    let (story, _) = table(&text);
    assert_eq!(story.tally.dated(OrderId::at(1)).closed_at.map(minute), Some(144 * 60));
    assert_eq!(waits(&story), []);
}

/// All ten parts of a are thrown away on s, and a waits for the truck of Friday. The plates that were reserved for it on t
/// are for b from then on, which comes on Tuesday and needs five hours.
#[test]
fn what_waits_for_its_truck_keeps_no_material() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"1 h\"\nscrap = \"100 %\"\n[station.t]\ncycle = \"1 h\"\n\
         [product.p]\nroute = [\"s\", \"t\"]\nshipping = \"north\"\n\
         materials = {{ plate = {{ quantity = 1, at = \"t\" }} }}\n\
         [product.q]\nroute = [\"t\"]\nmaterials = {{ plate = 1 }}\n\
         [material.plate]\nstock = 10\nreserved = \"at_release\"\n\
         [shipping.north]\nleaves = {{ days = [\"fri\"], at = \"14:00\" }}\n\
         [order.a]\nproduct = \"p\"\nquantity = 10\nrelease = 2026-03-02\n\
         [order.b]\nproduct = \"q\"\nquantity = 5\nrelease = 2026-03-03\n"
    );
    let (story, _) = table(&text);
    assert_eq!(story.tally.dated(OrderId::at(1)).closed_at.map(minute), Some(29 * 60));
}

/// The order of hour 30 needs two plates, which are ordered at 20. Cancelled at 25, they come at 30 all the same, and are for
/// the order of 40; cancelled at 15, nothing is ordered for it, and two are for that of 40 at 30.
#[test]
fn what_was_ordered_for_a_cancelled_order_is_for_others() {
    let text = shop(PER_ORDER, MILL, &[(30, 1), (40, 1)]);
    for (cancelled, ordered) in [("03T01", 20), ("02T15", 30)] {
        let key = format!("[order.030]\ncancelled = 2026-03-{cancelled}:00:00\n");
        let (story, rows) = table(&text.replace("[order.030]\n", &key));
        assert_eq!(purchases(&story)[0], [(ordered, 2)], "{cancelled}");
        assert_eq!(rows.iter().map(|row| row.2 / 60).collect::<Vec<_>>(), [40], "{cancelled}");
    }
}

/// Three parts of a are in work and have taken their plates; the other two are not made, as a is cancelled at the start. The
/// two plates for b, whose part comes at 20, are ordered at 10.
#[test]
fn what_is_not_made_of_a_cancelled_order_in_work_needs_nothing() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"1 h\"\n[station.t]\ncycle = \"1 h\"\n\
         [product.p]\nroute = [\"s\", \"t\"]\nmaterials = {{ plate = 2 }}\n\
         [material.plate]\nsupplier = \"mill\"\n{PER_ORDER}\n[supplier.mill]\n{MILL}\n\
         [order.a]\nquantity = 5\nrelease = 2026-03-02\ncancelled = 2026-03-02\n\
         [order.b]\nrelease = 2026-03-02T20:00:00\n\
         [today.wip.order.a.at]\nt = {{ waiting = 2 }}\ns = {{ running = [\"30 min\"] }}\n"
    );
    let story = story(&model(&text));
    assert_eq!(purchases(&story), [vec![(10, 2)], vec![(20, 2)]]);
    assert_eq!(story.tally.dated(OrderId::at(1)).closed_at.map(minute), Some(22 * 60));
}
