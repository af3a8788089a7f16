//! Finished stock by hand: what orders get, for what they wait, and what is made when.

use gemba::ids::{Id, MaterialId, OrderId};
use gemba::observe::{MaterialTally, Told};
use gemba::units::Money;

use crate::hand_cards::{area, same, table};
use crate::support::model;
use crate::visits::{Story, minute, story};

const BEGIN: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n";

fn stock(story: &Story, number: usize) -> MaterialTally {
    *story.tally.material(MaterialId::at(number))
}

/// When how much is made for the first stock: the instants at which its rule asks for more.
fn asked_for(story: &Story) -> Vec<(i64, i64)> {
    let lines = story.trace.lines().iter();
    let asked = lines.filter_map(|&(at, told)| match told {
        Told::MaterialOrdered(_, quantity) => Some((minute(at), quantity)),
        _ => None,
    });
    asked.collect()
}

/// When the orders are done, in the order of their releases.
fn done(story: &Story, orders: usize) -> Vec<i64> {
    let done = (0..orders).map(|order| story.tally.dated(OrderId::at(order)).closed_at);
    done.map(|at| minute(at.expect("it is done"))).collect()
}

/// Orders of one product: at which minute of how many.
fn orders(all: &[(i64, u32)]) -> String {
    let one = |(at, quantity): &(i64, u32)| {
        format!(
            "[order.{at:03}]\nquantity = {quantity}\nrelease = 2026-03-02T{:02}:{:02}:00\n",
            at / 60,
            at % 60
        )
    };
    all.iter().map(one).collect()
}

/// One machine of 10 min a part, and a stock of its product.
fn made(stock: &str, orders: &str) -> String {
    format!(
        "{BEGIN}[station.s]\ncycle = \"10 min\"\n[product.valve]\nroute = [\"s\"]\n\
         [stock.valve]\n{stock}\n{orders}"
    )
}

/// Base stock of 2. The first order gets one of the two at once. The second wants two: one is there, and the other
/// comes at 10. The third waits from 12 to 20. The last one finds the two that were made until 40.
#[test]
fn base_stock_is_made_again_one_for_one() {
    let text =
        made("start = 2\nreorder = { up_to = 2 }", &orders(&[(0, 1), (3, 2), (12, 1), (45, 1)]));
    let (story, rows) = table(&text);
    same(&rows, &[(1, "s", 0, 10), (2, "s", 10, 20), (3, "s", 20, 30), (4, "s", 30, 40)]);
    assert_eq!(asked_for(&story), [(0, 1), (3, 2), (12, 1), (45, 1)]);
    assert_eq!(done(&story, 4), [0, 10, 20, 45]);
    let valve = stock(&story, 0);
    assert_eq!((valve.asked, valve.asked_at_once, valve.sold, valve.lost), (5, 3, 5, 0));
    assert_eq!(area(valve.owed, story.end), (10 - 3) + (20 - 12));
    assert_eq!(area(valve.on_hand, story.end), 3 + (40 - 30) + 2 * (45 - 40));
    assert_eq!((valve.least, valve.ordered, valve.delivered), (0, 4, 4));
    // Of the parts that are made for the stock nobody is told as of orders.
    assert_eq!(story.tally.orders().tally().opened, 4);
}

/// (s,Q): lots of 3 at a position of 1 or below. Two of three are taken: a lot. Then six are wanted, one of which is
/// there: 0 on hand, 3 in work, 5 owed are a position of -2, and two more lots bring it above the point.
#[test]
fn lots_are_made_when_the_position_is_at_the_point() {
    let text = made("start = 3\nreorder = { point = 1, quantity = 3 }", &orders(&[(0, 2), (5, 6)]));
    let story = story(&model(&text));
    assert_eq!(asked_for(&story), [(0, 3), (5, 6)]);
    // Five parts are owed: the order is done with the fifth that is made.
    assert_eq!(done(&story, 2), [0, 50]);
    assert_eq!(stock(&story, 0).ordered, 2);
}

/// (R,S): looked at every 15 min, the first time at the start, after the order that comes then.
#[test]
fn more_is_made_at_set_times() {
    let text = made(
        "start = 4\nreorder = { every = \"15 min\", up_to = 4 }",
        &orders(&[(0, 1), (2, 2), (20, 2), (40, 1)]),
    );
    let story = story(&model(&text));
    // At 15 the position is 1 + 1 made by 10 = 2; at 30: 2 - 2 by the order at 20, and two in work by 35.
    assert_eq!(asked_for(&story), [(0, 1), (15, 2), (30, 2)]);
    assert_eq!(done(&story, 4), [0, 2, 20, 40]);
}

/// What is not there is not sold: the order is short, and done. The third one is late at 10, by no time: of its penalty
/// only what it costs at all counts.
#[test]
fn lost_sales_do_not_wait() {
    let text = made(
        "start = 1\nreorder = { up_to = 1 }\nunmet = \"lost\"",
        &orders(&[(0, 1), (4, 2), (10, 3), (30, 1)]),
    )
    .replace(
        "[order.010]\n",
        "[order.010]\ndue = 2026-03-02T02:00:00\n\
         penalty = { per_order = \"50 EUR\", per_day = \"10 EUR\" }\n",
    );
    let story = story(&model(&text));
    // At 10 the part of the first order is there, whatever comes first at that instant.
    assert_eq!(asked_for(&story), [(0, 1), (10, 1), (30, 1)]);
    assert_eq!(done(&story, 4), [0, 4, 10, 30]);
    let valve = stock(&story, 0);
    assert_eq!((valve.asked, valve.asked_at_once, valve.lost), (7, 3, 4));
    let orders = *story.tally.orders().tally();
    assert_eq!((orders.closed, orders.short), (4, 2));
    assert_eq!((orders.judged, orders.late, orders.tardiness), (1, 1, 0));
    assert_eq!(orders.cost, Money::from_millionths(50_000_000));
}

/// The urgent order that came last gets the first part.
#[test]
fn the_urgent_order_gets_what_comes_first() {
    let urgent = "[order.007]\npriority = 5\nrelease = 2026-03-02T00:07:00\n";
    let text = made("reorder = { up_to = 1 }", &format!("{}{urgent}", orders(&[(1, 1), (2, 1)])));
    let story = story(&model(&text));
    // The part for the stock is made from 0 on.
    assert_eq!(done(&story, 3), [20, 30, 10]);
}

/// A pump takes two seals that are made to stock on another machine, which makes them again.
#[test]
fn a_product_is_the_material_of_another() {
    let text = format!(
        "{BEGIN}[station.mould]\ncycle = \"4 min\"\n[station.close]\ncycle = \"3 min\"\n\
         [product.seal]\nroute = [\"mould\"]\n\
         [product.pump]\nroute = [\"close\"]\nmaterials = {{ seal = 2 }}\n\
         [stock.seal]\nstart = 2\nreorder = {{ point = 0, quantity = 2 }}\n\
         [order.pumps]\nproduct = \"pump\"\nquantity = 3\n"
    );
    let story = story(&model(&text));
    // Six are needed and two are there: two pumps stand in front when the first has taken them, so that the position
    // is -4, and six more are made, two at a time. The second pump has its two at 8, the third at 16.
    assert_eq!(asked_for(&story), [(0, 6)]);
    assert_eq!(done(&story, 1), [19]);
    let seal = stock(&story, 0);
    assert_eq!((seal.used, seal.parts, seal.waited, seal.sold), (6, 3, 2, 0));
    assert_eq!(story.stretches(2, gemba::observe::State::WaitMaterial).len(), 0);
    assert_eq!(story.stretches(1, gemba::observe::State::WaitMaterial), [(3, 8), (11, 16)]);
}

/// Orders for the seal come before the pump that needs one.
#[test]
fn orders_come_before_parts_that_need_the_product() {
    let text = format!(
        "{BEGIN}[station.mould]\ncycle = \"4 min\"\n[station.close]\ncycle = \"3 min\"\n\
         [product.seal]\nroute = [\"mould\"]\n\
         [product.pump]\nroute = [\"close\"]\nmaterials = {{ seal = 1 }}\n\
         [stock.seal]\nreorder = {{ up_to = 1 }}\n\
         [order.1]\nproduct = \"pump\"\n[order.2]\nproduct = \"seal\"\nrelease = 2026-03-02T00:01:00\n"
    );
    let story = story(&model(&text));
    // The first seal goes to the order, at 4, the second to the pump, at 8.
    assert_eq!(done(&story, 2), [11, 4]);
}
