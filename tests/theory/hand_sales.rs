//! What sells, and what is on time by value and by line: worked by hand.

use gemba::study::{EntityKind, Results, Settings, compare, run};

use crate::support::model;

fn results(text: &str) -> Results {
    run(&model(text), &Settings::default(), &())
}

/// The estimate of a figure, to a millionth.
fn estimate(results: &Results, of: (EntityKind, &str), kpi: &str) -> f64 {
    let figure = match of {
        (EntityKind::Plant, _) => results.plant(kpi),
        (kind, name) => results.of(kind, name, kpi),
    };
    let figure = figure.unwrap_or_else(|| panic!("{of:?} has no `{kpi}`"));
    (figure.interval.estimate * 1e6).round() / 1e6
}

#[track_caller]
fn same(results: &Results, of: (EntityKind, &str), figures: &[(&str, f64)]) {
    for &(kpi, value) in figures {
        let found = estimate(results, of, kpi);
        assert!((found - value).abs() < 1e-5, "{kpi} of {of:?} is {found}, and not {value}");
    }
}

const PLANT: (EntityKind, &str) = (EntityKind::Plant, "");

/// A machine of so many minutes a part that is never starved, for ten hours.
fn capacity(cycle: u32, sales: &str) -> String {
    format!(
        "[run]\nlength = \"10 h\"\nreplications = 5\n[line.l]\nstations = [\"s\"]\n\
         [station.s]\ncycle = \"{cycle} min\"\n[product.p]\nlines = [\"l\"]\n{sales}\n"
    )
}

/// Of 60 parts in ten hours 50 sell, at 5 an hour.
#[test]
fn what_is_made_beyond_what_sells_brings_nothing() {
    let found = results(&capacity(10, "sells_for = \"2.50 EUR\"\nsells_at_most = \"5 /h\""));
    same(&found, PLANT, &[("parts_finished", 60.0), ("revenue", 125.0), ("unsold", 10.0)]);
    let product = (EntityKind::Product, "p");
    same(&found, product, &[("revenue", 125.0), ("unsold", 10.0)]);
    let found = results(&capacity(10, "sells_for = \"2.50 EUR\""));
    same(&found, PLANT, &[("revenue", 150.0), ("unsold", 0.0)]);
    // 168 a week are 10 in ten hours.
    let found = results(&capacity(10, "sells_for = \"2.50 EUR\"\nsells_at_most = \"168 /week\""));
    same(&found, PLANT, &[("revenue", 25.0), ("unsold", 50.0)]);
    assert!(results(&capacity(10, "")).plant("revenue").is_none(), "nothing has a price");
}

/// Parts of the warm-up are neither sold nor unsold: 8 of ten hours count, with 48 parts of which 40 sell.
#[test]
fn the_warm_up_brings_nothing() {
    let text = capacity(10, "sells_for = \"2.50 EUR\"\nsells_at_most = \"5 /h\"")
        .replace("length = \"10 h\"", "length = \"8 h\"\nwarm_up = \"2 h\"");
    same(&results(&text), PLANT, &[("revenue", 100.0), ("unsold", 8.0)]);
}

/// 60 parts are 150 EUR; twice as fast 120 are made, and 80 sell, at 8 an hour: 200 EUR.
#[test]
fn a_faster_machine_brings_as_much_more_as_sells() {
    let sales = "sells_for = \"2.50 EUR\"\nsells_at_most = \"8 /h\"";
    let [slow, fast] = [10, 5].map(|cycle| model(&capacity(cycle, sales)));
    let models = [("slow".to_owned(), slow), ("fast".to_owned(), fast)];
    let comparison = compare(&models, &Settings::default(), &());
    let mut differences = comparison.differences.iter();
    let is_revenue = |id: &str, kind| id == "revenue" && kind == EntityKind::Plant;
    let difference = differences.find(|row| is_revenue(row.kpi.id, row.entity.kind));
    let interval = difference.expect("both have prices").interval;
    assert!((interval.estimate - 50.0).abs() < 1e-9 && interval.half_width.abs() < 1e-9);
    assert_eq!(interval.n, 5);
}

/// Two are on stock, and orders take one at 0 and three at 15. The first brings the position to 1, so four are made, until
/// 10, 20, 30 and 40. At 15 two are there, and the second order gets its third part at 20. The position is then
/// 2 + 3 - 3 = 2, above the point.
#[test]
fn what_lies_on_stock_is_not_sold() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"1 h\"\nreplications = 1\n[station.s]\n\
        cycle = \"10 min\"\n[product.valve]\nroute = [\"s\"]\nsells_for = \"100 EUR\"\n\
        [stock.valve]\nstart = 2\nreorder = { point = 1, quantity = 4 }\n\
        [order.a]\nrelease = 2026-03-02\n[order.b]\nquantity = 3\nrelease = 2026-03-02T00:15:00\n";
    let found = results(text);
    same(&found, (EntityKind::Stock, "valve"), &[("sold", 4.0), ("replenishments", 1.0)]);
    // Made are 4, sold 4: two of them from the start; as many lie there as at the start.
    same(&found, PLANT, &[("parts_finished", 4.0), ("revenue", 400.0), ("unsold", 0.0)]);
    // Without the second order one is sold, and three more lie there than before.
    let one = text.split("[order.b]").next().expect("it has a beginning");
    same(&results(one), PLANT, &[("revenue", 100.0), ("unsold", 3.0)]);
}

/// One machine of 10 min a part. `a` has 3 parts and is done at 30, as promised; `b` has 2 and is done at 50 instead of
/// 40; `c` is of a product without a price and done at 60, as promised. Of 30 + 20 EUR 30 are on time.
#[test]
fn orders_are_on_time_by_value() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"2 h\"\nreplications = 1\n[station.s]\n\
        cycle = \"10 min\"\n[product.p]\nroute = [\"s\"]\nsells_for = \"10 EUR\"\n[product.q]\n\
        route = [\"s\"]\n[order.a]\nproduct = \"p\"\nquantity = 3\ndue = 2026-03-02T00:30:00\n\
        customer = \"North\"\n[order.b]\nproduct = \"p\"\nquantity = 2\ndue = 2026-03-02T00:40:00\n\
        customer = \"South\"\n[order.c]\nproduct = \"q\"\ndue = 2026-03-02T01:00:00\ncustomer = \"North\"\n";
    let found = results(text);
    same(&found, PLANT, &[("on_time", 0.666_667), ("on_time_by_value", 0.6), ("revenue", 50.0)]);
    same(&found, (EntityKind::Customer, "North"), &[("on_time", 1.0), ("on_time_by_value", 1.0)]);
    same(&found, (EntityKind::Customer, "South"), &[("on_time", 0.0), ("on_time_by_value", 0.0)]);
    same(&found, (EntityKind::Product, "p"), &[("on_time", 0.5), ("on_time_by_value", 0.6)]);
    assert!(found.of(EntityKind::Product, "q", "on_time_by_value").is_none(), "it has no price");
}

/// Each hour an order of 3 parts of `p` comes, done after 30 min instead of 25, and one of a part of `q` with a machine
/// of its own, done after 10 as promised. At 250 three of the first are late, 3 · 3 · 5 EUR; the fourth came at 240 and
/// is due at 265, so it is not judged. All four of the second are on time, 4 · 5 EUR, the last one at that instant.
#[test]
fn random_orders_are_on_time_by_value_of_all_their_parts() {
    let text = "[run]\nlength = \"250 min\"\nreplications = 1\n[station.s]\ncycle = \"10 min\"\n[station.t]\n\
        cycle = \"10 min\"\n[product.p]\nroute = [\"s\"]\nsells_for = \"5 EUR\"\n[product.q]\n\
        route = [\"t\"]\nsells_for = \"5 EUR\"\n[demand.p]\nproducts = { p = 1 }\nevery = \"60 min\"\n\
        quantity = 3\ndue_in = \"25 min\"\n[demand.q]\nproducts = { q = 1 }\nevery = \"60 min\"\n\
        due_in = \"15 min\"\n";
    let found = results(text);
    same(&found, PLANT, &[("on_time", 0.571_429), ("on_time_by_value", 0.307_692)]);
}

/// The line `fast` takes 10 min, `slow` 30. The first order starts on `fast`; the second finds it busy and goes to `slow`:
/// done at 10 and 30, both promised for 20. Another product is made on `slow` only: from 60 to 90, promised for 95.
#[test]
fn orders_are_told_by_the_line_that_made_them() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"2 h\"\nreplications = 1\n[station.f]\n\
        cycle = \"10 min\"\n[station.s]\ncycle = \"30 min\"\n[line.fast]\nstations = [\"f\"]\n[line.slow]\n\
        stations = [\"s\"]\n[product.p]\nlines = [\"fast\", \"slow\"]\nchoice = \"preference\"\n\
        [product.q]\nlines = [\"slow\"]\n[order.1]\nproduct = \"p\"\ndue = 2026-03-02T00:20:00\n\
        [order.2]\nproduct = \"p\"\ndue = 2026-03-02T00:20:00\n[order.3]\nproduct = \"q\"\n\
        release = 2026-03-02T01:00:00\ndue = 2026-03-02T01:35:00\n";
    let found = results(text);
    let fast =
        [("orders_finished", 1.0), ("on_time", 1.0), ("lead_time_p50", 10.0), ("lateness", -10.0)];
    same(&found, (EntityKind::Line, "fast"), &fast);
    let slow = [
        ("orders_finished", 2.0),
        ("on_time", 0.5),
        ("lead_time_p50", 30.0),
        ("tardiness", 5.0),
        ("lateness", 2.5),
        ("lateness_p80", 10.0),
    ];
    same(&found, (EntityKind::Line, "slow"), &slow);
    // Where each product has one line, nobody asks which.
    let one = text.replace("[\"fast\", \"slow\"]\nchoice = \"preference\"", "[\"fast\"]");
    assert!(results(&one).of(EntityKind::Line, "fast", "on_time").is_none());
}

/// Five minutes are left of the only part of an order on `slow` when the plant starts, though `fast` is free.
#[test]
fn what_is_in_work_was_made_where_it_is() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"2 h\"\nreplications = 1\n[station.f]\n\
        cycle = \"10 min\"\n[station.s]\ncycle = \"30 min\"\n[line.fast]\nstations = [\"f\"]\n[line.slow]\n\
        stations = [\"s\"]\n[product.p]\nlines = [\"fast\", \"slow\"]\n[order.1]\n\
        due = 2026-03-02T00:20:00\n[today.wip.order.1.at.s]\nrunning = [\"5 min\"]\n";
    let found = results(text);
    same(&found, (EntityKind::Line, "fast"), &[("orders_finished", 0.0)]);
    let slow = [("orders_finished", 1.0), ("on_time", 1.0), ("lateness", -15.0)];
    same(&found, (EntityKind::Line, "slow"), &slow);
}

/// The first order is cancelled at 15, with one part done and one on the machine: both are surplus and bring nothing, unless
/// parts leave one by one, when the first has left. The third part is for the other order. A part sells for 5 EUR.
#[test]
fn what_is_surplus_is_not_sold() {
    for (ships, surplus) in [("order", 2.0), ("piece", 1.0)] {
        let found = results(&format!(
            "[plant]\nstart = 2026-03-02\n[run]\nlength = \"2 h\"\nreplications = 5\n[station.s]\ncycle = \"10 min\"\n\
             [product.p]\nroute = [\"s\"]\nsells_for = \"5 EUR\"\nships_in = \"{ships}\"\n\
             [order.1]\nquantity = 2\ncancelled = 2026-03-02T00:15:00\n[order.2]\nrelease = 2026-03-02T01:00:00\n"
        ));
        same(&found, (EntityKind::Product, "p"), &[("parts_finished", 3.0), ("surplus", surplus)]);
        same(&found, PLANT, &[("revenue", 5.0 * (3.0 - surplus)), ("unsold", surplus)]);
    }
}
