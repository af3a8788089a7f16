//! Orders of which parts are thrown away, by hand: made anew, started beyond the order, missing within a tolerance.

use gemba::ids::{Id, OrderId, ProductId};
use gemba::observe::{OrderTally, ProductTally};

use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;
use crate::support::model;
use crate::visits::{Story, minute, story};

/// An order of `quantity` on a machine of 7 min, which fails at a minute of the first hour for 8 min, and loses the part
/// that it works on.
fn plant(quantity: u32, fails: u32, product: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.a]\ncycle = \"7 min\"\n\
         [station.a.failure.jam]\nat = [2026-03-02T00:{fails:02}:00]\nrepair = {{ time = \"8 min\" }}\npart = \"scrap\"\n\
         [product.p]\nroute = [\"a\"]\n{product}\n\
         [order.1]\nquantity = {quantity}\ndue = 2026-03-02T00:30:00\n"
    )
}

fn order(story: &Story, number: usize) -> (i64, OrderTally) {
    let row = story.tally.dated(OrderId::at(number));
    (minute(row.closed_at.expect("it is done")), row.order)
}

fn product_of(story: &Story) -> ProductTally {
    *story.tally.product(ProductId::at(0))
}

/// The second part is lost at 12, and the order has none for it.
#[test]
fn without_a_word_an_order_is_short() {
    for word in ["", "short = \"ship_short\""] {
        let story = story(&model(&plant(2, 12, word)));
        let (done, row) = order(&story, 0);
        assert_eq!((done, row.short, row.late), (12, 1, 1));
    }
}

/// The part that is lost at 12 is made anew as soon as the machine is repaired.
#[test]
fn what_is_lost_is_made_anew() {
    let text = plant(2, 12, "short = \"remake\"");
    let (story, rows) = finished(&text);
    assert_eq!(rows, [(0, 7), (20, 27)]);
    let (done, row) = order(&story, 0);
    assert_eq!((done, row.short, row.late, row.opened, row.closed), (27, 0, 0, 1, 1));
    let made = product_of(&story);
    assert_eq!((made.released, made.finished, made.scrapped, made.remade), (3, 2, 1, 1));
}

/// Half as many again are started: three for an order of two. One is lost, so that there is none to spare.
#[test]
fn what_is_started_beyond_the_order_stands_in() {
    let (story, rows) = finished(&plant(2, 12, "short = { start_extra = \"50 %\" }"));
    assert_eq!(rows, [(0, 7), (20, 27)]);
    let (done, row) = order(&story, 0);
    assert_eq!((done, row.short, row.late), (27, 0, 0));
    assert_eq!((product_of(&story).released, product_of(&story).surplus), (3, 0));
    // Two are lost of three: the order is short of one.
    let text = plant(2, 12, "short = { start_extra = \"50 %\" }")
        .replace("[2026-03-02T00:12:00]", "[2026-03-02T00:05:00, 2026-03-02T00:15:00]");
    let story = story_of(&text);
    // The first is lost at 5, the second works from 13 on and is lost at 15, the third ends at 30.
    let (done, row) = order(&story, 0);
    assert_eq!((done, row.short, row.late), (30, 1, 1));
}

/// Nothing is lost: the order is done with its second part, and the third one, which comes at 21, is surplus unless the
/// customer takes it.
#[test]
fn what_is_made_beyond_the_order_is_surplus() {
    let second = "[order.2]\nrelease = 2026-03-02T00:01:00\n";
    let extra = "short = { start_extra = \"50 %\" }";
    for (tolerance, surplus) in [("", 1), ("tolerance = [\"0 %\", \"+50 %\"]", 0)] {
        let text = plant(2, 59, &format!("{extra}\n{tolerance}")) + second;
        let (story, rows) = finished(&text);
        // The second order starts two for one, and the run is over with the first of them.
        assert_eq!(rows, [(0, 7), (7, 14), (14, 21), (21, 28)]);
        assert_eq!((order(&story, 0).0, order(&story, 1).0), (14, 28));
        assert_eq!(product_of(&story).surplus, surplus, "{tolerance}");
        assert_eq!(story.tally.orders().tally().short, 0);
    }
}

/// Half of the order may be missing: it is done without the part that is lost at 12, and whole; what may be missing is
/// not made anew.
#[test]
fn what_may_be_missing_is_not_missed() {
    for word in ["ship_short", "remake"] {
        let text = plant(2, 12, &format!("short = \"{word}\"\ntolerance = [\"-50 %\", \"+0 %\"]"));
        let (done, row) = order(&story_of(&text), 0);
        assert_eq!((done, row.short, row.late), (12, 0, 0), "{word}");
    }
    // Of three parts one and a half may be missing: one. Of two that are lost the second is made anew.
    let text = plant(3, 12, "short = \"remake\"\ntolerance = [\"-50 %\", \"0 %\"]")
        .replace("[2026-03-02T00:12:00]", "[2026-03-02T00:02:00, 2026-03-02T00:12:00]");
    // Lost at 2, down until 10, lost at 12, down until 20, then two parts.
    let (story, rows) = finished(&text);
    assert_eq!(rows, [(20, 27), (27, 34)]);
    assert_eq!((order(&story, 0).0, product_of(&story).remade), (34, 1));
}

/// A lot waits for the part that is made anew for one of it: both go on at 27.
#[test]
fn a_lot_waits_for_what_is_made_anew() {
    let text = plant(2, 12, "short = \"remake\"\nmoves_in = \"lot\"")
        .replace("route = [\"a\"]", "route = [\"a\", \"b\"]")
        + "[station.b]\ncycle = \"5 min\"\n";
    let story = story_of(&text);
    let rows = story.visits.by_part();
    let at_b: Vec<i64> =
        rows.iter().filter(|row| row.machine == 2).map(|row| minute(row.started)).collect();
    assert_eq!(at_b, [27, 32]);
    assert_eq!(order(&story, 0).0, 37);
}

/// Stations that throw away 20 % and half of the parts: 0.4 get through, and ten are started for four, 12.5 for five.
#[test]
fn as_many_are_started_as_are_expected_to_be_lost() {
    for (quantity, started) in [(4, 10), (5, 13), (1, 3)] {
        let text = format!(
            "[run]\nlength = \"10 days\"\n[station.a]\ncycle = \"1 min\"\nscrap = \"20 %\"\n\
             [station.b]\ncycle = \"1 min\"\nscrap = \"50 %\"\n\
             [product.p]\nroute = [\"a\", \"b\"]\nshort = \"start_extra\"\n\
             [order.1]\nquantity = {quantity}\n"
        );
        let model = model(&text);
        let tally = gemba::observe::Tally::new(&model, gemba::units::Span::from_days(1));
        let mut plant = gemba::plant::Plant::new(&model, 1, 0, tally);
        plant.run_until(gemba::units::Time::ZERO + gemba::units::Span::from_days(1));
        assert_eq!(plant.audit(), Ok(()));
        assert_eq!(plant.observer().product(ProductId::at(0)).released, started);
    }
}

/// A machine of 1 min that throws away a fifth: an order of 20 that makes anew what is lost needs cycles until 20 have
/// succeeded, 20 / 0.8 = 25 on average (negative binomial). Fixed
/// extras of a quarter are enough if at most 5 of 25 are lost, with a chance of 0.616 689 (binomial).
#[test]
fn orders_are_made_until_they_are_whole() {
    let text = |short: &str| {
        format!(
            "[run]\nlength = \"2000000 min\"\nreplications = 20\n[station.a]\ncycle = \"1 min\"\nscrap = \"20 %\"\n\
             [product.p]\nroute = [\"a\"]\nshort = {short}\n[demand.d]\nevery = \"1000 min\"\nquantity = 20\n"
        )
    };
    Case::<()>::new("orders made until they are whole")
        .mean("cycles for an order", 25.0, Relative(0.005), |run| {
            let made = run.tally.product(ProductId::at(0));
            (made.finished + made.scrapped) as f64 / run.tally.orders().tally().closed as f64
        })
        .run(&text("\"remake\""));
    Case::<()>::new("orders with a quarter more")
        .mean("whole", 0.616_689, Relative(0.02), |run| {
            let orders = run.tally.orders();
            1.0 - orders.tally().short as f64 / orders.tally().closed as f64
        })
        .run(&text("{ start_extra = \"25 %\" }"));
}

fn story_of(text: &str) -> Story {
    story(&model(text))
}

/// The cycles that ended well, from minute to minute.
fn finished(text: &str) -> (Story, Vec<(i64, i64)>) {
    let story = story_of(text);
    let rows = story.visits.by_part();
    let ends = rows.iter().filter_map(|row| Some((minute(row.started), minute(row.finished?))));
    let mut ends: Vec<(i64, i64)> = ends.collect();
    ends.sort_unstable();
    (story, ends)
}

/// Four parts in lots of two, and a quarter more: one for the whole order, in the first lot. Of that three are done at 21.
/// The first of the second lot is lost at 24, for which the third stands in: the order is whole with the other one, from
/// 32 to 39.
#[test]
fn what_one_lot_has_beyond_it_stands_in_for_what_another_lacks() {
    let product = "lot_size = 2\nshort = { start_extra = \"25 %\" }";
    let (story, rows) = finished(&plant(4, 24, product));
    assert_eq!(rows, [(0, 7), (7, 14), (14, 21), (32, 39)]);
    let (done, row) = order(&story, 0);
    assert_eq!((done, row.short, row.late, row.closed), (39, 0, 1, 1));
    let made = product_of(&story);
    assert_eq!((made.released, made.scrapped, made.surplus), (5, 1, 0));
    // Lot by lot two leave at 14, which is on time, one at 39, and one that was done beyond its lot with it.
    let (story, _) = finished(&plant(4, 24, &format!("{product}\nships_in = \"lot\"")));
    let row = order(&story, 0).1;
    assert_eq!((row.parts_judged, row.parts_on_time), (4, 2));
}

/// Orders of one part, every hour, on a machine of 20 min: a tenth more is a whole part more, so that 40 min are asked for an
/// hour. In orders of twenty, every ten hours, it is two: 22 parts of 20 min in 600.
#[test]
fn loads_count_extras_in_whole_parts() {
    for (quantity, every, load) in [(1, 1, 2.0 / 3.0), (20, 10, 22.0 * 20.0 / 600.0)] {
        let model = model(&format!(
            "[run]\nlength = \"100 h\"\n[station.a]\ncycle = \"20 min\"\n\
             [product.p]\nroute = [\"a\"]\nshort = {{ start_extra = \"10 %\" }}\n\
             [demand.d]\nevery = \"{every} h\"\nquantity = {quantity}\n"
        ));
        let found = model.loads().stations[gemba::ids::StationId::at(0)].load;
        assert!((found - load).abs() < 1e-9, "{found}");
    }
}
