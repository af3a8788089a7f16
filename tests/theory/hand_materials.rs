//! Material by hand: who takes it when, who waits for it, and when more is ordered.

use gemba::ids::{Id, MaterialId};
use gemba::observe::{MaterialTally, State, Told};
use gemba::plant::{Plant, Stop};
use gemba::study::{Ending, EntityKind, Settings, run};
use gemba::units::{Span, Time};

use crate::hand_cards::{area, same, table};
use crate::hand_causes::assert_chain;
use crate::support::model;
use crate::visits::{Story, minute};

const BEGIN: &str = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n";

fn material(story: &Story, number: usize) -> MaterialTally {
    *story.tally.material(MaterialId::at(number))
}

/// At which minutes how much.
type Quantities = Vec<(i64, i64)>;

/// When how much was ordered, and when how much was delivered.
fn purchases(story: &Story) -> (Quantities, Quantities) {
    let (mut ordered, mut delivered) = (Vec::new(), Vec::new());
    for &(at, told) in story.trace.lines() {
        match told {
            Told::MaterialOrdered(_, quantity) => ordered.push((minute(at), quantity)),
            Told::MaterialDelivered(_, quantity) => delivered.push((minute(at), quantity)),
            _ => {}
        }
    }
    (ordered, delivered)
}

/// Parts that come one by one, at these minutes.
fn orders(at: &[i64]) -> String {
    let one = |at: &i64| {
        format!("[order.{:03}]\nrelease = 2026-03-02T{:02}:{:02}:00\n", at, at / 60, at % 60)
    };
    at.iter().map(one).collect()
}

/// `pub-hand-late-material`: two pieces of X for each unit, at its start. Stock 6; 4 come at 15, 2 at 31, 10 at 50.
#[test]
fn late_material_holds_up_an_assembly() {
    let text = format!(
        "{BEGIN}[station.assembly]\ncycle = \"4 min\"\n\
         [product.unit]\nroute = [\"assembly\"]\nmaterials = {{ x = 2 }}\n\
         [material.x]\nstock = 6\non_order = [\n\
         {{ quantity = 2, at = 2026-03-02T00:31:00 }},\n\
         {{ quantity = 4, at = 2026-03-02T00:15:00 }},\n\
         {{ quantity = 10, at = 2026-03-02T00:50:00 }},\n]\n\
         [order.all]\nquantity = 8\n"
    );
    let (story, rows) = table(&text);
    let expected = [
        (1, "assembly", 0, 4),
        (2, "assembly", 4, 8),
        (3, "assembly", 8, 12),
        (4, "assembly", 15, 19),
        (5, "assembly", 19, 23),
        (6, "assembly", 31, 35),
        (7, "assembly", 50, 54),
        (8, "assembly", 54, 58),
    ];
    same(&rows, &expected);
    assert_eq!(story.stretches(1, State::WaitMaterial), [(12, 15), (23, 31), (35, 50)]);
    assert_eq!(story.time_in(1, State::WaitMaterial), 26);
    let x = material(&story, 0);
    // 4, 2 and 0 are left by the first three, 2 and 0 by the next, 0 by the sixth, then 8 and 6.
    let left = 4 * 4 + 2 * 4 + 2 * 4 + 8 * 4 + 6 * 4;
    assert_eq!(area(x.on_hand, story.end), left);
    assert_eq!(area(x.none, story.end), (15 - 8) + (31 - 19) + (50 - 31));
    assert_eq!((x.used, x.delivered, x.on_hand.level(), x.least), (16, 16, 6, 0));
    // The last five have stood in front while there was too little.
    assert_eq!((x.parts, x.waited, x.ordered), (8, 5, 0));
    // Five wait from 8 on, from 19 on three, from 31 on two.
    assert_eq!(area(x.waiting, story.end), 5 * (15 - 8) + 3 * (31 - 19) + 2 * (50 - 31));
}

/// A casting at the first step, two seals at the second: each waits where it takes what is missing.
#[test]
fn two_materials_are_taken_at_two_steps() {
    let text = format!(
        "{BEGIN}[station.a]\ncycle = \"3 min\"\n[station.b]\ncycle = \"2 min\"\n\
         [product.pump]\nroute = [\"a\", {{ station = \"b\", name = \"close\" }}]\n\
         materials = {{ casting = 1, seal = {{ quantity = 2, at = \"close\" }} }}\n\
         [material.casting]\nstock = 2\non_order = [{{ quantity = 1, at = 2026-03-02T00:10:00 }}]\n\
         [material.seal]\nstock = 2\non_order = [\n\
         {{ quantity = 2, at = 2026-03-02T00:07:00 }},\n\
         {{ quantity = 2, at = 2026-03-02T00:20:00 }},\n]\n\
         [order.all]\nquantity = 3\n"
    );
    let expected = [
        (1, "a", 0, 3),
        (1, "b", 3, 5),
        (2, "a", 3, 6),
        (2, "b", 7, 9),
        (3, "a", 10, 13),
        (3, "b", 20, 22),
    ];
    // By the name of the step or of its station.
    for text in [text.clone(), text.replace("at = \"close\"", "at = \"b\"")] {
        let (story, rows) = table(&text);
        same(&rows, &expected);
        assert_eq!(story.stretches(1, State::WaitMaterial), [(6, 10)]);
        assert_eq!(story.stretches(2, State::WaitMaterial), [(6, 7), (13, 20)]);
        let (casting, seal) = (material(&story, 0), material(&story, 1));
        assert_eq!((casting.used, casting.parts, casting.waited), (3, 3, 1));
        assert_eq!((seal.used, seal.parts, seal.waited), (6, 3, 2));
        // The third part stands in front of `a` from 0 on, and there is none left from 3 on.
        assert_eq!(area(casting.waiting, story.end), 7);
        assert_eq!(area(seal.waiting, story.end), 1 + 7);
    }
}

/// Two products at two stations need the same: who has waited longer gets the first that comes.
#[test]
fn of_two_products_the_one_that_has_waited_longer_gets_what_comes() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"2 min\"\n[station.t]\ncycle = \"2 min\"\n\
         [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 1 }}\n\
         [product.q]\nroute = [\"t\"]\nmaterials = {{ plate = 1 }}\n\
         [material.plate]\non_order = [\n\
         {{ quantity = 1, at = 2026-03-02T00:05:00 }},\n\
         {{ quantity = 1, at = 2026-03-02T00:09:00 }},\n]\n\
         [order.p]\nproduct = \"p\"\nrelease = 2026-03-02T00:02:00\n\
         [order.q]\nproduct = \"q\"\nrelease = 2026-03-02T00:01:00\n"
    );
    let (story, rows) = table(&text);
    same(&rows, &[(1, "t", 5, 7), (2, "s", 9, 11)]);
    assert_eq!(story.stretches(1, State::WaitMaterial), [(2, 9)]);
    assert_eq!(story.stretches(2, State::WaitMaterial), [(1, 5)]);
}

/// The first needs three and there is one: the second, which needs one, goes before it, and so does the third,
/// which needs none.
#[test]
fn a_part_for_which_there_is_enough_goes_before_one_that_must_wait() {
    let text = format!(
        "{BEGIN}[station.s]\ncycle = \"2 min\"\n\
         [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 3 }}\n\
         [product.q]\nroute = [\"s\"]\nmaterials = {{ plate = 1 }}\n\
         [product.r]\nroute = [\"s\"]\n\
         [material.plate]\nstock = 1\non_order = [\n\
         {{ quantity = 2, at = 2026-03-02T00:06:00 }},\n\
         {{ quantity = 1, at = 2026-03-02T00:08:00 }},\n]\n\
         [order.1]\nproduct = \"p\"\n[order.2]\nproduct = \"q\"\n[order.3]\nproduct = \"r\"\n"
    );
    let (story, rows) = table(&text);
    same(&rows, &[(1, "s", 8, 10), (2, "s", 0, 2), (3, "s", 2, 4)]);
    assert_eq!(story.stretches(1, State::WaitMaterial), [(4, 8)]);
    let plate = material(&story, 0);
    // One waits all the time though one lies there for the first instant, and two from 6 on.
    assert_eq!((plate.parts, plate.waited, area(plate.waiting, story.end)), (2, 1, 8));
    assert_eq!(area(plate.none, story.end), 6 + 2);
}

fn bought(stock: u32, reorder: &str, supplier: &str, cycle: &str, more: &str) -> String {
    format!(
        "{BEGIN}[station.s]\ncycle = \"{cycle}\"\n\
         [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 1 }}\n\
         [material.plate]\nstock = {stock}\nsupplier = \"mill\"\nreorder = {reorder}\n\
         [supplier.mill]\n{supplier}\n{more}"
    )
}

/// (s,S): at 2 or below up to 6. At 5 two are left: 4 are ordered, and come at 25, when the fifth part has waited
/// for 5 min. Then three are on hand, and one part stands in front: the position is 2 again.
#[test]
fn up_to_a_position_is_ordered_at_the_point() {
    let text = bought(
        4,
        "{ point = 2, up_to = 6 }",
        "lead_time = \"20 min\"",
        "3 min",
        &orders(&[0, 5, 10, 15, 20, 25]),
    );
    let (story, rows) = table(&text);
    let expected = [
        (1, "s", 0, 3),
        (2, "s", 5, 8),
        (3, "s", 10, 13),
        (4, "s", 15, 18),
        (5, "s", 25, 28),
        (6, "s", 28, 31),
    ];
    same(&rows, &expected);
    assert_eq!(purchases(&story), (vec![(5, 4), (25, 4)], vec![(25, 4)]));
    assert_eq!(story.stretches(1, State::WaitMaterial), [(20, 25)]);
}

/// Base stock: a position alone means that each one that is taken is ordered anew.
#[test]
fn a_position_alone_is_base_stock() {
    let orders = orders(&[0, 5, 10, 15]);
    let rules = ["{ up_to = 3 }", "{ point = 2, up_to = 3 }", "{ point = 2, quantity = 1 }"];
    for rule in rules {
        let text = bought(3, rule, "lead_time = \"12 min\"", "3 min", &orders);
        let (story, rows) = table(&text);
        // Three are there; the first that was ordered comes at 12.
        let expected = [(1, "s", 0, 3), (2, "s", 5, 8), (3, "s", 10, 13), (4, "s", 15, 18)];
        same(&rows, &expected);
        let ordered = vec![(0, 1), (5, 1), (10, 1), (15, 1)];
        assert_eq!(purchases(&story), (ordered, vec![(12, 1), (17, 1)]), "{rule}");
    }
}

/// (R,S): every 10 min up to 5, the first time at the start, after the part that is taken then.
#[test]
fn up_to_a_position_is_ordered_at_set_times() {
    let text = bought(
        3,
        "{ every = \"10 min\", up_to = 5 }",
        "lead_time = \"4 min\"",
        "2 min",
        &orders(&[0, 3, 6, 9, 12, 15]),
    );
    let (story, _) = table(&text);
    assert_eq!(purchases(&story), (vec![(0, 3), (10, 3)], vec![(4, 3), (14, 3)]));
    assert_eq!(story.time_in(1, State::WaitMaterial), 0);
    let plate = material(&story, 0);
    // 2 until 3, 1 until 4, 4 until 6, 3 until 9, 2 until 12, 1 until 14, 4 until 15, 3 until 17.
    let area_on_hand = 2 * 3 + 1 + 4 * 2 + 3 * 3 + 2 * 3 + 2 + 4 + 3 * 2;
    assert_eq!((area(plate.on_hand, story.end), plate.least), (area_on_hand, 1));
}

/// (s,Q): ten parts that stand in front with nothing on hand are a position of -10: three times 4 bring it above 0.
#[test]
fn as_many_times_the_quantity_is_ordered_as_the_position_needs() {
    let text = bought(
        0,
        "{ point = 0, quantity = 4 }",
        "lead_time = \"5 min\"",
        "1 min",
        "[order.all]\nquantity = 10\n",
    );
    let (story, _) = table(&text);
    // At 2 on hand and on order with nobody in front the position is above the point.
    assert_eq!(purchases(&story), (vec![(0, 12)], vec![(5, 12)]));
    assert_eq!((minute(story.end), material(&story, 0).on_hand.level()), (15, 2));
}

/// Every delivery is 5 min late and brings half: at 15 there are two for two parts, so that the position is 0, and 4
/// are ordered anew.
#[test]
fn a_delivery_that_is_late_and_short_is_ordered_anew() {
    let supplier = "lead_time = \"10 min\"\nlate = { chance = \"100 %\", by = \"5 min\" }\n\
                    short = { chance = \"100 %\", missing = \"50 %\" }";
    let more = "[order.all]\nquantity = 3\n";
    let text = bought(1, "{ point = 0, quantity = 4 }", supplier, "1 min", more);
    let (story, rows) = table(&text);
    same(&rows, &[(1, "s", 0, 1), (2, "s", 15, 16), (3, "s", 16, 17)]);
    assert_eq!(purchases(&story), (vec![(0, 4), (15, 4)], vec![(15, 2)]));
    // Without bad luck 4 come at 10.
    let text = text.replace("100 %", "0 %");
    let (story, rows) = table(&text);
    same(&rows, &[(1, "s", 0, 1), (2, "s", 10, 11), (3, "s", 11, 12)]);
    assert_eq!(purchases(&story), (vec![(0, 4)], vec![(10, 4)]));
}

/// What is ordered with no lead time is there in the same instant: nobody ever waits.
#[test]
fn what_comes_at_once_holds_nobody_up() {
    let text = bought(
        0,
        "{ point = 0, quantity = 1 }",
        "lead_time = \"0 s\"",
        "1 min",
        "[order.all]\nquantity = 5\n",
    );
    let (story, _) = table(&text);
    assert_eq!((minute(story.end), story.time_in(1, State::WaitMaterial)), (5, 0));
}

/// A delivery lets the third part begin; it was on order since the part was there.
#[test]
fn a_delivery_is_the_cause_of_what_begins_with_it() {
    let text = bought(
        1,
        "{ point = 0, quantity = 4 }",
        "lead_time = \"10 min\"",
        "1 min",
        &orders(&[0, 3]),
    );
    assert_chain(&text, &[("cycle at s", 10, 11), ("delivery of plate", 0, 10)]);
}

/// Nobody supplies the fifth plate: the plant stands still, and says for want of what.
#[test]
fn what_nobody_supplies_runs_out() {
    let text = format!(
        "{BEGIN}replications = 2\n[station.s]\ncycle = \"2 min\"\n\
         [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 1 }}\n\
         [material.plate]\nstock = 4\n[order.all]\nquantity = 6\n"
    );
    let model = model(&text);
    let mut plant = Plant::new(&model, 1, 0, ());
    assert!(!plant.run_orders(Time::ZERO + Span::from_days(365)));
    assert_eq!(plant.audit(), Ok(()));
    assert_eq!((minute(plant.now()), plant.stopped()), (8, Some(&Stop::Standstill)));
    let results = run(&model, &Settings { threads: 1, ..Settings::default() }, &());
    let [(Ending::OutOfMaterial { stations, materials, .. }, 2)] = &results.endings[..] else {
        panic!("{:?}", results.endings)
    };
    assert_eq!((stations.join(" "), materials.join(" ")), ("s".to_owned(), "plate".to_owned()));
}

/// A supplier that never delivers, and parts that never end: the run ends in time, or at the limit of parts.
#[test]
fn a_supplier_that_never_delivers_hangs_nothing() {
    let plant = |lead_time: &str, more: &str| {
        format!(
            "[run]\nlength = \"30 days\"\nreplications = 1\nlimits = {{ parts = 1000 }}\n\
             [station.s]\ncycle = \"2 min\"\n\
             [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = 1 }}\n\
             [material.plate]\nsupplier = \"mill\"\nreorder = {{ point = 0, quantity = 1 }}\n\
             [supplier.mill]\nlead_time = \"{lead_time}\"\n{more}"
        )
    };
    for lead_time in ["3000 days", "36500 days"] {
        let model = model(&plant(lead_time, "[demand.d]\nevery = \"1 min\"\n"));
        let mut plant = Plant::new(&model, 1, 0, ());
        assert!(!plant.run_until(Time::ZERO + Span::from_days(30)));
        assert_eq!((plant.audit(), plant.stopped()), (Ok(()), Some(&Stop::TooManyParts)));
    }
}

/// A supply that never ends: a delivery of ten every hour is worked off in 20 min.
#[test]
fn a_supply_that_never_ends_waits_at_its_machine() {
    let text = "[run]\nlength = \"100 h\"\nreplications = 1\n\
                [station.s]\ncycle = \"2 min\"\n\
                [product.p]\nroute = [\"s\"]\nmaterials = { plate = 1 }\n\
                [material.plate]\nsupplier = \"mill\"\nreorder = { every = \"1 h\", up_to = 10 }\n\
                [supplier.mill]\nlead_time = \"0 s\"\n";
    crate::simulate::Case::<()>::new("endless")
        .mean("working", 1.0 / 3.0, crate::simulate::Tolerance::Relative(1e-9), |run| {
            run.working("s")
        })
        .mean("waits", 2.0 / 3.0, crate::simulate::Tolerance::Relative(1e-9), |run| {
            run.share("s", &[State::WaitMaterial])
        })
        .run(&text.replace("replications = 1", "replications = 2"));
}

/// Nothing is on order for longer than a day, and it is looked at the stock every week only: the plant stands, and goes
/// on when it has come.
#[test]
fn a_long_wait_for_the_next_look_is_no_standstill() {
    let text = bought(
        1,
        "{ every = \"1 week\", up_to = 1 }",
        "lead_time = \"1 h\"",
        "1 min",
        "[order.all]\nquantity = 3\n",
    );
    let (story, rows) = table(&text);
    // The first look is at two in front with nothing on hand, the next finds one on hand.
    same(&rows, &[(1, "s", 0, 1), (2, "s", 60, 61), (3, "s", 61, 62)]);
    assert_eq!(purchases(&story), (vec![(0, 3)], vec![(60, 3)]));
    let late = text
        .replace("[order.all]\nquantity = 3\n", "[order.a]\nquantity = 2\nrelease = 2026-03-03\n");
    let (story, rows) = table(&late);
    // Of the two that come on the next day one finds the plate; the other waits until a week is over, and an hour.
    let week = 7 * 24 * 60;
    same(&rows, &[(1, "s", 1440, 1441), (2, "s", week + 60, week + 61)]);
    assert_eq!(purchases(&story), (vec![(week, 2)], vec![(week + 60, 2)]));
}

/// The big part waits for its five from 0:30 to 8:00. The small ones, which come meanwhile, are taken at once: the
/// machine has waited for another part.
#[test]
fn who_is_taken_at_once_has_not_waited() {
    let order = |name: &str, product: &str, at: &str| {
        format!("[order.{name}]\nproduct = \"{product}\"\nrelease = 2026-03-02T{at}:00\n")
    };
    let orders =
        [order("a", "big", "00:30"), order("b", "small", "01:00"), order("c", "small", "02:00")];
    let text = format!(
        "{BEGIN}[station.m]\ncycle = \"6 min\"\n\
         [product.big]\nroute = [\"m\"]\nmaterials = {{ plate = 5 }}\n\
         [product.small]\nroute = [\"m\"]\nmaterials = {{ plate = 1 }}\n\
         [material.plate]\nstock = 2\non_order = [{{ quantity = 100, at = 2026-03-02T08:00:00 }}]\n{}",
        orders.concat()
    );
    let (story, rows) = table(&text);
    same(&rows, &[(1, "m", 480, 486), (2, "m", 60, 66), (3, "m", 120, 126)]);
    let plate = material(&story, 0);
    assert_eq!((plate.parts, plate.waited, plate.used), (3, 1, 7));
}

/// Open from 6 to 14 o'clock on weekdays. The first part lacks a bolt, which nobody supplies; of the ten behind it one finds its
/// nut, and the others wait until next Monday, when they are looked at, and two days more. Then only the first one waits,
/// and it is told for what, closed or not.
#[test]
fn what_is_ordered_later_for_others_behind_is_no_standstill() {
    let text = "[plant]\nstart = 2026-03-02\ncalendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n\
                [run]\nlength = \"4 weeks\"\nreplications = 2\n[station.m]\ncycle = \"6 min\"\n\
                [product.a]\nroute = [\"m\"]\nmaterials = { bolt = 1 }\n\
                [product.b]\nroute = [\"m\"]\nmaterials = { nut = 1 }\n\
                [order.a]\nproduct = \"a\"\nrelease = 2026-03-02T08:00:00\n\
                [order.b]\nproduct = \"b\"\nquantity = 10\nrelease = 2026-03-02T10:00:00\n\
                [material.bolt]\n[material.nut]\nsupplier = \"works\"\n\
                reorder = { every = \"1 week\", up_to = 1 }\n\
                on_order = [{ quantity = 1, at = 2026-03-02T07:00:00 }]\n\
                [supplier.works]\nlead_time = \"2 days\"\n";
    let results = run(&model(text), &Settings { threads: 1, ..Settings::default() }, &());
    let used = results.of(EntityKind::Material, "nut", "used").map(|row| row.interval.estimate);
    assert_eq!(used, Some(10.0));
    let [(Ending::OutOfMaterial { materials, at, .. }, 2)] = &results.endings[..] else {
        panic!("{:?}", results.endings)
    };
    assert_eq!(materials.join(" "), "bolt");
    assert!(*at > Time::ZERO + Span::from_days(9), "{at:?}");
}

/// Open from 6 to 14 o'clock. Three parts wait from 7 o'clock on for a bolt that nobody supplies, in front of the second
/// station. What is asked a day later is asked when all is closed, and runs end in open hours and in closed ones.
#[test]
fn material_that_never_comes_is_told_when_the_run_ends_in_closed_hours() {
    for length in ["40 h", "68 h", "3 days", "80 h", "5 days", "8 days"] {
        let text = format!(
            "[plant]\nstart = 2026-03-02\ncalendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n\
             [run]\nlength = \"{length}\"\nreplications = 2\n[station.m]\ncycle = \"6 min\"\n\
             [station.n]\ncycle = \"6 min\"\n[product.a]\nroute = [\"m\", \"n\"]\n\
             materials = {{ bolt = {{ at = \"n\" }} }}\n\
             [order.a]\nquantity = 3\nrelease = 2026-03-02T07:00:00\n[material.bolt]\n"
        );
        let results = run(&model(&text), &Settings { threads: 1, ..Settings::default() }, &());
        let [(Ending::OutOfMaterial { stations, materials, .. }, 2)] = &results.endings[..] else {
            panic!("{length}: {:?}", results.endings)
        };
        assert_eq!((stations.join(" "), materials.join(" ")), ("n".into(), "bolt".into()));
    }
}

/// Of eight nuts two are left when two parts have taken three each. What a supply would bring waits nowhere: at a point of
/// one no more are ordered, at a point of two they are.
#[test]
fn a_supply_whose_parts_take_more_than_is_left_at_the_point_stands_still() {
    let used = |point: u32| {
        let text = format!(
            "[run]\nlength = \"50 min\"\nreplications = 2\n[station.m]\ncycle = \"4 min\"\n\
             [product.a]\nroute = [\"m\"]\nmaterials = {{ nut = 3 }}\n[material.nut]\nstock = 8\n\
             supplier = \"works\"\nreorder = {{ point = {point}, quantity = 6 }}\n\
             [supplier.works]\nlead_time = \"10 min\"\n"
        );
        let results = run(&model(&text), &Settings { threads: 1, ..Settings::default() }, &());
        let used = results.of(EntityKind::Material, "nut", "used");
        used.map(|row| row.interval.estimate)
    };
    // From 4 minutes on two are left: parts begin at 0 and 4.
    assert_eq!(used(1), Some(6.0));
    // Six more come 10 minutes later, for two parts: they begin at 0 and 4, 14 and 18, 28 and 32, 42 and 46.
    assert_eq!(used(2), Some(24.0));
}

/// Five parts of 10 min take the five that are there, at 0, 10, 20, 30 and 40: 4, 3, 2, 1 and 0 lie there for 10 min each,
/// 2 on average in 50 min, of which one is taken in 10 min: it lasts for 20.
#[test]
fn cover_is_the_stock_over_its_use() {
    let text = format!(
        "{BEGIN}replications = 3\n[station.s]\ncycle = \"10 min\"\n[product.p]\nroute = [\"s\"]\nmaterials = {{ x = 1 }}\n\
         [material.x]\nstock = 5\n[order.1]\nquantity = 5\n"
    );
    let results = run(&model(&text), &Settings::default(), &());
    let cover = results.of(EntityKind::Material, "x", "cover").expect("it is told");
    assert!((cover.interval.estimate - 20.0).abs() < 1e-9, "{cover:?}");
}
