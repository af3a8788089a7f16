//! Suppliers by hand: when what is ordered comes, how much of it, and when they are down.

use gemba::ids::{Id, MaterialId};
use gemba::observe::{MaterialTally, Told};
use gemba::plant::{Plant, Stop};
use gemba::study::{EntityKind, Settings, run};
use gemba::units::{Span, Time};

use crate::hand_cards::table;
use crate::hand_causes::assert_chain;
use crate::simulate::Tolerance::Relative;
use crate::simulate::{Case, Run};
use crate::support::model;
use crate::visits::{Story, minute};

/// Parts that come at these hours after Monday, 2026-03-02, 00:00, each for a plate. A plate is cut in no time.
fn cut(hours: &[i64], material: &str, supplier: &str) -> String {
    let order = |at: &i64| {
        let (day, hour) = (2 + at / 24, at % 24);
        format!("[order.{at:03}]\nrelease = 2026-03-{day:02}T{hour:02}:00:00\n")
    };
    let orders: String = hours.iter().map(order).collect();
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.s]\ncycle = \"0 s\"\n\
         [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 1 }}\n\
         [material.plate]\nsupplier = \"mill\"\n{material}\n[supplier.mill]\n{supplier}\n{orders}"
    )
}

/// At which hours how much was ordered, delivered and taken out.
fn told(story: &Story) -> [Vec<(i64, i64)>; 3] {
    let mut told = [const { Vec::new() }; 3];
    for &(at, what) in story.trace.lines() {
        let hour = minute(at) / 60;
        match what {
            Told::MaterialOrdered(_, quantity) => told[0].push((hour, quantity)),
            Told::MaterialDelivered(_, quantity) => told[1].push((hour, quantity)),
            Told::MaterialRejected(_, quantity) => told[2].push((hour, quantity)),
            _ => {}
        }
    }
    told
}

fn plate(story: &Story) -> MaterialTally {
    *story.tally.material(MaterialId::at(0))
}

const BASE: &str = "stock = 1\nreorder = { up_to = 1 }";

/// One plate, and one is ordered for each that is taken. Lead times of 30 hours end on Tuesday at 6:00 and on Wednesday at
/// 13:00, that of the third after Friday's delivery. Deliveries come on Tuesdays and Fridays at 7:00.
#[test]
fn deliveries_come_on_their_days_at_their_time() {
    // Taken at 0, on Tuesday at 7:00 (31), and on Thursday at 2:00 (74), when the second one is still on its way.
    let days = "lead_time = \"30 h\"\ndays = [\"tue\", \"fri\"]\nat = \"07:00\"";
    let (story, _) = table(&cut(&[0, 31, 74], BASE, days));
    let [ordered, delivered, _] = told(&story);
    assert_eq!(ordered, [(0, 1), (31, 1), (74, 1)]);
    // Tuesday at 7:00; the lead time of the second ends at 61, on Wednesday: Friday at 7:00.
    assert_eq!(delivered, [(24 + 7, 1), (4 * 24 + 7, 1)]);
    // At the end of its lead time, to the minute, it comes at once.
    let exact = days.replace("30 h", "31 h");
    assert_eq!(told(&table(&cut(&[0, 40], BASE, &exact)).0)[1], [(31, 1)]);
    // Without a time of day at 00:00, without days on each of them: what is ordered at 0 and at 1 comes together, on the
    // next Tuesday, and on Wednesday at 5:00.
    let midnight = "lead_time = \"30 h\"\ndays = \"tue\"";
    assert_eq!(told(&table(&cut(&[0, 1], BASE, midnight)).0)[1], [(8 * 24, 1), (8 * 24, 1)]);
    let daily = "lead_time = \"30 h\"\nat = \"05:00\"";
    assert_eq!(told(&table(&cut(&[0, 1], BASE, daily)).0)[1], [(53, 1), (53, 1)]);
    // Sunday 24:00 is Monday 0:00, a week after the start.
    let sunday = "lead_time = \"7 days\"\ndays = \"sun\"\nat = \"24:00\"";
    assert_eq!(told(&table(&cut(&[0, 160], BASE, sunday)).0)[1], [(7 * 24, 1)]);
}

/// At least 5 at a time: where 2 are wanted 5 come; where the rule orders 3 at a time it is twice 3.
#[test]
fn no_fewer_are_ordered_than_the_supplier_takes_orders_for() {
    let supplier = "lead_time = \"4 h\"\nat_least = 5";
    let ordered = |rule: &str, hours: &[i64]| {
        let material = format!("stock = 2\nreorder = {rule}");
        let [ordered, ..] = told(&table(&cut(hours, &material, supplier)).0);
        ordered
    };
    // Of two on hand one is taken at 0: five come at 4 and make six, of which one is left at 9.
    assert_eq!(ordered("{ point = 1, up_to = 3 }", &[0, 5, 6, 7, 8, 9, 10]), [(0, 5), (9, 5)]);
    assert_eq!(ordered("{ point = 1, quantity = 3 }", &[0, 1]), [(0, 6)]);
    assert_eq!(ordered("{ point = 1, quantity = 7 }", &[0, 1]), [(0, 7)]);
    // A look every 10 hours at a position of 1 of 3 orders five; with 6 on hand and on order it orders none.
    assert_eq!(ordered("{ every = \"10 h\", up_to = 3 }", &[0, 11]), [(0, 5)]);
}

/// What is open at the start comes at 20. What is ordered at 0 would come at 10: it waits for it, and comes at the same
/// time; with `crossing` it does not wait.
#[test]
fn deliveries_that_do_not_cross_wait_for_those_before_them() {
    let material = "stock = 2\nreorder = { up_to = 4 }\n\
                    on_order = [{ quantity = 2, at = 2026-03-02T20:00:00 }]";
    let delivered = |supplier: &str| {
        let text = cut(&[0, 15, 21, 22, 23], material, supplier);
        let [ordered, delivered, _] = told(&table(&text).0);
        assert_eq!(ordered[..2], [(0, 1), (15, 1)]);
        delivered
    };
    assert_eq!(delivered("lead_time = \"10 h\"\ncrossing = false"), [(20, 2), (20, 1)]);
    assert_eq!(delivered("lead_time = \"10 h\""), [(10, 1), (20, 2)]);
}

/// The inspection takes 2 hours: what comes at 10 is on hand, and on order no more, at 12.
#[test]
fn what_is_inspected_is_on_hand_only_then() {
    let supplier = "lead_time = \"10 h\"\ninspection = \"2 h\"";
    let (story, rows) = table(&cut(&[0, 11], BASE, supplier));
    let [ordered, delivered, rejected] = told(&story);
    assert_eq!((ordered, delivered, rejected), (vec![(0, 1), (11, 1)], vec![(12, 1)], vec![]));
    assert_eq!(rows.last().map(|row| row.2), Some(12 * 60));
    assert_eq!((plate(&story).waited, plate(&story).rejected), (1, 0));
}

/// Down from Monday 20:00 to the end of Tuesday, for 28 hours. A lead time of 30 hours that begins at 0 has 10 left then,
/// and is over on Wednesday at 10:00 instead of Tuesday at 6:00. What is ordered on Tuesday comes 30 hours after its end.
#[test]
fn what_is_ordered_or_under_way_while_the_supplier_is_down_comes_later() {
    let supplier = "lead_time = \"30 h\"\n\
                    down = [{ from = 2026-03-03, until = 2026-03-03 }, \
                    { from = 2026-03-02T20:00:00, until = 2026-03-03T04:00:00 }]";
    let (story, _) = table(&cut(&[0, 30, 90], "stock = 2\nreorder = { up_to = 2 }", supplier));
    let [ordered, delivered, _] = told(&story);
    assert_eq!(ordered[..2], [(0, 1), (30, 1)]);
    assert_eq!(delivered, [(48 + 10, 1), (48 + 30, 1)]);
}

/// At which hours the next delivery was expedited.
fn expedited(story: &Story) -> Vec<i64> {
    let lines = story.trace.lines().iter();
    let lines = lines.filter(|(_, what)| matches!(what, Told::MaterialExpedited(_)));
    lines.map(|&(at, _)| minute(at) / 60).collect()
}

/// A quarter is ordered from the mill, which delivers within 1 hour, the rest from the works, within 2. The first goes to
/// the works: it would be behind by three quarters of it. Of the second each would be behind by a half: the first by
/// name. With one of four at the mill it is the turn of the works again, until two of six would be behind alike.
#[test]
fn purchase_orders_go_to_whom_is_furthest_behind_its_share() {
    let supplier = "lead_time = \"1 h\"\n[supplier.works]\nlead_time = \"2 h\"";
    let text = cut(&[0, 10, 20, 30, 40, 50, 60, 70], BASE, supplier)
        .replace("supplier = \"mill\"", "supplier = { works = 3, mill = 1 }");
    let [_, delivered, _] = told(&table(&text).0);
    assert_eq!(delivered, [(2, 1), (11, 1), (22, 1), (32, 1), (42, 1), (51, 1), (62, 1)]);
    // With equal shares they take turns, the first by name first.
    let [_, delivered, _] = told(&table(&text.replace("works = 3", "works = 1")).0);
    assert_eq!(delivered, [(1, 1), (12, 1), (21, 1), (32, 1), (41, 1), (52, 1), (61, 1)]);
}

/// The mill is down from 5 to 15: what is ordered at 10 goes to the works, unless that is down, too. Then it comes from the
/// mill, an hour after it is up again.
#[test]
fn the_backup_delivers_while_the_supplier_is_down() {
    let down = |from: i64, until: i64| {
        let at = |hour| format!("2026-03-02T{hour:02}:00:00");
        format!("down = [{{ from = {}, until = {} }}]\n", at(from), at(until))
    };
    let delivered = |backup: &str, works: &str| {
        let supplier = format!(
            "lead_time = \"1 h\"\n{}[supplier.works]\nlead_time = \"2 h\"\n{works}",
            down(5, 15)
        );
        let text = cut(&[0, 10, 20, 30], BASE, &supplier);
        let text = text.replace("supplier = \"mill\"", &format!("supplier = \"mill\"\n{backup}"));
        told(&table(&text).0)[1].clone()
    };
    assert_eq!(delivered("backup = \"works\"", ""), [(1, 1), (12, 1), (21, 1)]);
    assert_eq!(delivered("backup = \"works\"", &down(9, 11)), [(1, 1), (16, 1), (21, 1)]);
    assert_eq!(delivered("", ""), [(1, 1), (16, 1), (21, 1)]);
}

const EXPEDITE: &str =
    "lead_time = \"10 h\"\nexpedite = { lead_time = \"2 h\", cost = \"400 EUR\" }";

/// Three are ordered at 0 and would come at 10. With one left at 1 they are expedited, and come at 3; with one left at 9 that
/// would be no sooner.
#[test]
fn the_next_delivery_is_expedited_when_too_few_are_left() {
    let material = "stock = 3\nreorder = { point = 2, quantity = 3 }\nexpedite = { point = 1 }";
    let (story, _) = table(&cut(&[0, 1, 20], material, EXPEDITE));
    assert_eq!(told(&story)[..2], [vec![(0, 3)], vec![(3, 3)]]);
    assert_eq!((expedited(&story), plate(&story).expedite_cost.value()), (vec![1], 400.0));
    let (story, _) = table(&cut(&[0, 9, 20], material, EXPEDITE));
    assert_eq!(told(&story)[..2], [vec![(0, 3)], vec![(10, 3)]]);
    assert_eq!((expedited(&story), plate(&story).expedite_cost.value()), (vec![], 0.0));
}

/// Two parts at 1, and a plate for one of them: the second finds none. The delivery is expedited, in no time: it has not
/// waited.
#[test]
fn a_shortage_of_no_length_is_no_wait() {
    let material = "stock = 1\nreorder = { point = 0, quantity = 3 }\nexpedite = { point = 0 }";
    let in_no_time = EXPEDITE.replace("2 h", "0 s");
    let text = cut(&[1], material, &in_no_time).replace("release = ", "quantity = 2\nrelease = ");
    let (story, rows) = table(&text);
    assert_eq!((expedited(&story), told(&story)[1].clone()), (vec![1], vec![(1, 3)]));
    assert_eq!(rows.iter().map(|row| row.2).collect::<Vec<_>>(), [60, 60]);
    let row = plate(&story);
    assert_eq!((row.parts, row.waited, row.orders_delayed), (2, 0, 0));
    // With the two hours that it takes otherwise it has.
    let row = plate(&table(&text.replace("0 s\", cost", "2 h\", cost")).0);
    assert_eq!((row.waited, row.orders_delayed), (1, 1));
}

/// One is ordered for each at 0, 1 and 2. With one left at 1 the first is expedited, and comes at 3; with none left at 2 it has
/// been already. With one left then the second is, and comes at 5; with two then the third comes at 12, as it was to.
#[test]
fn each_delivery_is_expedited_once_and_only_the_next_one() {
    let material = "stock = 3\nreorder = { point = 2, quantity = 1 }\nexpedite = { point = 1 }";
    let text = cut(&[0, 1, 2, 20], material, EXPEDITE);
    let (story, _) = table(&text);
    assert_eq!(told(&story)[1], [(3, 1), (5, 1), (12, 1)]);
    assert_eq!(expedited(&story), [1, 3]);
    let text = text.replace("[run]\n", "[run]\nreplications = 2\n");
    let results = run(&model(&text), &Settings { threads: 1, ..Settings::default() }, &());
    let of = |kind, name, kpi| results.of(kind, name, kpi).map(|row| row.interval.estimate);
    assert_eq!(of(EntityKind::Material, "plate", "expedited"), Some(2.0));
    assert_eq!(of(EntityKind::Material, "plate", "expedite_cost"), Some(800.0));
    assert_eq!(results.plant("expedite_cost").map(|row| row.interval.estimate), Some(800.0));
}

/// The second part begins with the delivery, which was on order since the first one came: after 10 hours and an inspection
/// of 2, or expedited after 2 hours.
#[test]
fn a_delivery_that_is_inspected_or_expedited_is_the_cause_of_what_begins_with_it() {
    let chain = |material: &str, supplier: &str, end: i64| {
        let text = cut(&[0, 1], material, supplier);
        let text = text.replace("cycle = \"0 s\"", "cycle = \"1 min\"");
        assert_chain(&text, &[("cycle at s", end, end + 1), ("delivery of plate", 0, end)]);
    };
    chain(BASE, "lead_time = \"10 h\"\ninspection = \"2 h\"", 12 * 60);
    chain(&format!("{BASE}\nexpedite = {{ point = 0 }}"), EXPEDITE, 2 * 60);
}

/// Three plates can be used until 10. Of the two that are left one is taken at 5; the other is thrown away at 10, where
/// another part comes: it waits for what is ordered then, until 12. The two that
/// are left then are thrown away at 22, ten hours after they came.
#[test]
fn what_came_first_is_taken_first_and_thrown_away_at_the_end_of_its_life() {
    let material = "stock = 3\nreorder = { point = 0, up_to = 2 }\nshelf_life = \"10 h\"";
    let text = cut(&[0, 5, 10, 30], material, "lead_time = \"2 h\"");
    let (story, _) = table(&text);
    let [ordered, delivered, _] = told(&story);
    // At 10 nothing is on hand, and a part needs one: the position is -1. At 22 it is 0.
    assert_eq!(ordered, [(10, 3), (22, 2)]);
    assert_eq!(delivered, [(12, 3), (24, 2)]);
    let thrown = story.trace.lines().iter().filter_map(|&(at, what)| match what {
        Told::MaterialExpired(_, quantity) => Some((minute(at) / 60, quantity)),
        _ => None,
    });
    assert_eq!(thrown.collect::<Vec<_>>(), [(10, 1), (22, 2)]);
    let row = plate(&story);
    assert_eq!((row.expired, row.used, row.delivered), (3, 4, 5));
    // 2 for 5 hours, 1 for 5, 2 for 10, 2 for 6.
    assert_eq!(
        row.on_hand.integral(story.end),
        i128::from(Span::from_hours(10 + 5 + 20 + 12).ticks())
    );
}

/// Nobody needs it, and it lasts a second: an order every second, and a run that comes to its end.
#[test]
fn what_is_thrown_away_at_once_hangs_nothing() {
    let material = "stock = 3\nreorder = { up_to = 2 }\nshelf_life = \"1 s\"";
    let text = cut(&[1], material, "lead_time = \"0 s\"");
    let model = model(&text);
    let mut plant = Plant::new(&model, 1, 0, ());
    assert!(plant.run_orders(Time::ZERO + Span::from_days(30)));
    assert_eq!(plant.audit(), Ok(()));
}

fn material(run: &Run<'_, ()>) -> MaterialTally {
    *run.tally.material(MaterialId::at(0))
}

fn average(run: &Run<'_, ()>, level: gemba::observe::Level) -> f64 {
    level.integral(run.end) as f64 / run.elapsed().ticks() as f64
}

/// Two an hour are needed of a material with these suppliers' words, and 40 are ordered at a time.
fn issued(material: &str, supplier: &str) -> String {
    format!(
        "[run]\nwarm_up = \"500 h\"\nlength = \"50000 h\"\nreplications = 20\n\
         [station.issue]\ncycle = \"0 s\"\n\
         [product.unit]\nroute = [\"issue\"]\nmaterials = {{ raw = 1 }}\n\
         [demand.units]\nevery = {{ dist = \"exponential\", mean = \"30 min\" }}\n\
         [material.raw]\n{material}\nsupplier = \"mill\"\n[supplier.mill]\n{supplier}\n"
    )
}

/// Each of the 40 that come is defective with a chance of 10 %: 36 are good on average, for two an hour, and one is taken
/// out for nine that are used.
#[test]
fn a_share_of_what_comes_is_taken_out_and_ordered_again() {
    let text = issued(
        "stock = 40\nreorder = { point = 15, quantity = 40 }",
        "lead_time = \"3 h\"\ndefective = \"10 %\"",
    );
    Case::<()>::new("defective")
        .mean("orders in 100 hours", 200.0 / 36.0, Relative(0.01), |run| {
            material(run).ordered as f64 / (run.elapsed().hours() / 100.0)
        })
        .mean("taken out of those that came", 0.1, Relative(0.02), |run| {
            let row = material(run);
            row.rejected as f64 / (row.delivered + row.rejected) as f64
        })
        .run(&text);
}

/// Base stock of 60, two an hour at random, and deliveries every day at 00:00 with a lead time of 6 hours: what is
/// ordered in the day up to 18:00 comes 6 to 30 hours later, 18 on average. What is on order is Poisson at each
/// hour of the day, with a mean of twice the hours since 18:00 of the day before the last delivery: from 12 to 60.
#[test]
fn base_stock_with_delivery_days_is_the_poisson_number_of_the_hour() {
    let text =
        issued("stock = 60\nreorder = { up_to = 60 }", "lead_time = \"6 h\"\nat = \"00:00\"");
    // The mean over the day, in 2,400 pieces of it, of max(0, 60 - on order).
    let pieces = 2400;
    let (mut stock, mut short) = (0.0, 0.0);
    for piece in 0..pieces {
        let mean = 2.0 * (6.0 + 24.0 * (f64::from(piece) + 0.5) / f64::from(pieces));
        let mut chance = libm::exp(-mean);
        for on_order in 0..400 {
            let left = 60.0 - f64::from(on_order);
            stock += chance * left.max(0.0);
            short += chance * (-left).max(0.0);
            chance *= mean / f64::from(on_order + 1);
        }
    }
    Case::<()>::new("delivery days")
        .mean("stock", stock / f64::from(pieces), Relative(0.01), |run| {
            average(run, material(run).on_hand)
        })
        .mean("wait", short / f64::from(pieces), Relative(0.06), |run| {
            average(run, material(run).waiting)
        })
        .run(&text);
}

/// Nearly all is defective, and comes in no time: what is ordered anew in one instant comes to an end.
#[test]
fn a_supplier_of_defects_hangs_nothing() {
    for defective in ["99.99999 %", "99.9 %"] {
        let supplier = format!("lead_time = \"0 s\"\ndefective = \"{defective}\"");
        let text = cut(&[0, 1, 2], BASE, &supplier);
        let model = model(&text);
        let mut plant = Plant::new(&model, 1, 0, ());
        let is_done = plant.run_orders(Time::ZERO + Span::from_days(30));
        assert!(is_done || plant.stopped() == Some(&Stop::TooManyRounds), "{defective}");
        assert_eq!(plant.audit(), Ok(()));
    }
}

/// A supplier that is down by chance, after exponential times u with mean 60 h, for times D with mean m = 15 h and a coefficient
/// of variation of ½. An order that comes at any time finds it down with the chance m/(u + m) = 1/5, and waits for the rest
/// of that time, E[D²]/2m = 15 (1 + ¼)/2 h on average. In the lead time of L = 20 h, which does not count while it is down,
/// it is so L/u times, for m each. What is ordered thus comes after L (1 + m/u) + 9.375 h/5 = 26.875 h, and of two an hour
/// twice as many are on order, by Little's law: of 400 the rest is on hand, as that is always enough.
///
/// From a backup in the time in which it is down: no order waits for the rest of it, and those are on order for 1 h.
#[test]
fn a_supplier_that_is_down_by_chance_delivers_later_on_average() {
    let mill = "lead_time = \"20 h\"\ndown = { every = { dist = \"exponential\", mean = \"60 h\" }, \
                lasts = { dist = \"gamma\", mean = \"15 h\", cv = 0.5 } }";
    let base = "stock = 400\nreorder = { up_to = 400 }";
    let (work, rest) = (20.0 * (1.0 + 15.0 / 60.0), 15.0 * (1.0 + 0.25) / 2.0);
    Case::<()>::new("down by chance")
        .mean("on order", 2.0 * (work + rest / 5.0), Relative(0.01), |run| {
            400.0 - average(run, material(run).on_hand)
        })
        .run(&issued(base, mill));
    let backup = format!("{mill}\n[supplier.works]\nlead_time = \"1 h\"");
    Case::<()>::new("down by chance, with a backup")
        .mean("on order", 2.0 * (work * 4.0 / 5.0 + 1.0 / 5.0), Relative(0.01), |run| {
            400.0 - average(run, material(run).on_hand)
        })
        .run(&issued(&format!("{base}\nbackup = \"works\""), &backup));
}

/// Like clockwork: down from 10 to 12, from 22 to 24, from 34 to 36. A lead time of 11 hours from 0 on ends at 13; what is ordered
/// at 11 comes at 12 + 10 + 2 + 1 = 25. By date it is down from 38 to 39, too: what is ordered at 30 comes at 44.
#[test]
fn times_that_are_drawn_are_those_between_the_last_end_and_the_next_begin() {
    let mill = "lead_time = \"11 h\"\ndown = [{ every = \"10 h\", lasts = \"2 h\" }, \
                { from = 2026-03-03T14:00:00, until = 2026-03-03T15:00:00 }]";
    let text = cut(&[0, 11, 30, 50], "stock = 3\nreorder = { up_to = 3 }", mill);
    // From 30: 4 until 34, 2 from 36 to 38, 5 from 39 on.
    assert_eq!(told(&table(&text).0)[1][..3], [(13, 1), (25, 1), (44, 1)]);
}
