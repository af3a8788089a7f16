//! Material in bins with cards, by hand.

use gemba::observe::{Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::hand_cards::table;
use crate::support::model;
use crate::visits::{Story, minute};

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

/// Parts that come at these hours, and take so many plates each. They are cut in no time.
fn shop(takes: u32, material: &str, supplier: &str, hours: &[i64]) -> String {
    let order = |at: &i64| {
        let (day, hour) = (2 + at / 24, at % 24);
        format!("[order.{at:03}]\nrelease = 2026-03-{day:02}T{hour:02}:00:00\n")
    };
    let orders: String = hours.iter().map(order).collect();
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n[station.s]\ncycle = \"0 s\"\n\
         [product.p]\nroute = [\"s\"]\nmaterials = {{ plate = {takes} }}\n\
         [material.plate]\nsupplier = \"mill\"\n{material}\n[supplier.mill]\n{supplier}\n{orders}"
    )
}

const MILL: &str = "lead_time = \"10 h\"";

/// Six are on hand for three bins of four: one that has been begun with two, and a full one. The third is ordered at once.
/// The first is empty with the second part, the next with the sixth; the seventh part waits for the bin that comes at 10.
#[test]
fn each_bin_that_is_emptied_is_ordered() {
    let material = "stock = 6\nreorder = { kanban = 3, quantity = 4 }";
    let (story, rows) = table(&shop(1, material, MILL, &[1, 2, 3, 4, 5, 6, 7, 17]));
    let [ordered, delivered] = purchases(&story);
    assert_eq!(ordered, [(0, 4), (2, 4), (6, 4)]);
    assert_eq!(delivered, [(10, 4), (12, 4), (16, 4)]);
    let hours: Vec<i64> = rows.iter().map(|row| row.2 / 60).collect();
    assert_eq!(hours, [1, 2, 3, 4, 5, 6, 10, 17]);
}

/// More than all bins hold lies beside and is not ordered again: of fourteen the first two take no card.
#[test]
fn what_is_more_than_all_bins_hold_lies_beside() {
    let material = "stock = 14\nreorder = { kanban = 3, quantity = 4 }";
    let hours: Vec<i64> = (1..=10).collect();
    // A bin of two that has been begun, two full ones, and four beside: the first four, the begun one with the sixth, a full
    // one with the tenth.
    assert_eq!(purchases(&table(&shop(1, material, MILL, &hours)).0)[0][..1], [(6, 4)]);
}

/// Three bins of three, and parts that take seven: the first empties two bins and takes one of the third; two bins are
/// ordered, each by itself. With what is left in the third that makes seven at 10.
#[test]
fn a_part_may_take_of_several_bins() {
    let material = "stock = 9\nreorder = { kanban = 3, quantity = 3 }";
    let (story, rows) = table(&shop(7, material, MILL, &[0, 1]));
    assert_eq!(purchases(&story)[0][..2], [(0, 3), (0, 3)]);
    assert_eq!(purchases(&story)[1], [(10, 3), (10, 3)]);
    let hours: Vec<i64> = rows.iter().map(|row| row.2 / 60).collect();
    assert_eq!(hours, [0, 10]);
}

/// The same with parts that take eight: with one left and two bins of three there are seven at 10, no bin is empty, and none
/// is on order. What is left in the first is put beside, and its card ordered: at 20 there are ten.
#[test]
fn what_is_too_little_for_a_part_is_put_beside() {
    let material = "stock = 9\nreorder = { kanban = 3, quantity = 3 }";
    let (story, rows) = table(&shop(8, material, MILL, &[0, 1]));
    assert_eq!(purchases(&story)[0][..3], [(0, 3), (0, 3), (10, 3)]);
    let hours: Vec<i64> = rows.iter().map(|row| row.2 / 60).collect();
    assert_eq!(hours, [0, 20]);
}

/// A supply whose parts take two of a bin of three, for an hour each: at 1 one is left, which is put beside. At 11 there are
/// four, for two parts, and the bin is empty with the second, at 12.
#[test]
fn a_machine_that_finds_too_little_in_the_bins_waits_for_the_next() {
    let text = "[run]\nlength = \"24 h\"\nwarm_up = \"none\"\n[station.s]\ncycle = \"1 h\"\n\
                [product.p]\nroute = [\"s\"]\nmaterials = { plate = 2 }\n\
                [material.plate]\nstock = 3\nsupplier = \"mill\"\nreorder = { kanban = 1, quantity = 3 }\n\
                [supplier.mill]\nlead_time = \"10 h\"\n";
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Trace::default());
    assert!(plant.run_until(Time::ZERO + Span::from_hours(24)));
    assert_eq!(plant.audit(), Ok(()));
    let [ordered, delivered] = of_trace(&plant.into_observer());
    // At 22 there are three again, of which one is left at 23.
    assert_eq!((ordered, delivered), (vec![(1, 3), (12, 3), (23, 3)], vec![(11, 3), (22, 3)]));
}

/// Of each bin half is missing: what comes fills a bin by half, and is ordered again when that is empty.
#[test]
fn a_bin_that_comes_short_is_empty_sooner() {
    let material = "stock = 4\nreorder = { kanban = 1, quantity = 4 }";
    let mill = "lead_time = \"10 h\"\nshort = { chance = \"100 %\", missing = \"50 %\" }";
    let text = shop(1, material, mill, &[0, 1, 2, 3, 20, 21, 40]);
    let [ordered, delivered] = purchases(&table(&text).0);
    assert_eq!((ordered, delivered), (vec![(3, 4), (21, 4)], vec![(13, 2), (31, 2)]));
}
