//! Campaigns and cleaning, worked by hand.

use gemba::observe::State;
use gemba::units::Time;

use crate::support::model;
use crate::visits::{Story, minute, story};

/// Parts of three products on one machine, 10 min each, with 5 min from one to another.
fn cook(station: &str, orders: &str) -> Story {
    story(&model(&format!(
        r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.cook]
cycle = "10 min"
{station}
[product.mild]
route = ["cook"]
[product.medium]
route = ["cook"]
[product.hot]
route = ["cook"]
[order]
{orders}
"#
    )))
}

const ORDER: &str = r#"setup = "5 min"
campaign = { order = ["mild", "medium", "hot"] }
"#;

const SIX: &str = r#"
1 = { product = "hot" }
2 = { product = "medium" }
3 = { product = "mild" }
4 = { product = "hot" }
5 = { product = "medium" }
6 = { product = "mild", release = 2026-03-02T00:25:00 }
"#;

fn times(story: &Story) -> Vec<(usize, i64, i64)> {
    let ended = |at: Option<Time>| minute(at.expect("every job ends"));
    let rows = story.visits.by_part();
    let mut rows: Vec<(usize, i64, i64)> =
        rows.iter().map(|row| (row.part, minute(row.started), ended(row.finished))).collect();
    rows.sort_by_key(|&(_, start, _)| start);
    rows
}

/// The first of the order begins: mild (job 3). Then medium from 15, of which there are two, though a mild comes at
/// 25; then hot from 40; then round to mild at 65.
#[test]
fn kinds_are_made_in_their_order_round_and_round() {
    let in_order = [(3, 0, 10), (2, 15, 25), (5, 25, 35), (1, 40, 50), (4, 50, 60), (6, 65, 75)];
    assert_eq!(times(&cook(ORDER, SIX)), in_order);
    // Among parts of one kind `dispatch` decides.
    let last_first = [(3, 0, 10), (5, 15, 25), (2, 25, 35), (4, 40, 50), (1, 50, 60), (6, 65, 75)];
    let lifo = format!("{ORDER}dispatch = \"lifo\"\n");
    assert_eq!(times(&cook(&lifo, SIX)), last_first);
    // Set up for medium, it begins with that, and hot and mild follow: the mild of 25 goes with the other.
    let text = format!("{ORDER}[today]\nset_up_for = {{ cook = \"medium\" }}\n");
    let from_medium = [(2, 0, 10), (5, 10, 20), (1, 25, 35), (4, 35, 45), (3, 50, 60), (6, 60, 70)];
    assert_eq!(times(&cook(&text, SIX)), from_medium);
}

/// Of what does not wait nothing is made: hot follows mild. When the machine stands, whatever comes is next: medium
/// at 60, which is behind hot.
#[test]
fn kinds_without_parts_are_skipped() {
    let orders = r#"
1 = { product = "hot" }
2 = { product = "mild" }
3 = { product = "medium", release = 2026-03-02T01:00:00 }
"#;
    assert_eq!(times(&cook(ORDER, orders)), [(2, 0, 10), (1, 15, 25), (3, 65, 75)]);
}

/// Two machines go round each for itself. The first begins with mild, and the second, for which no other mild waits,
/// with medium. A mild that comes at 5 is made by the first, which is set up for it, 10 to 20, while the second goes on
/// to hot, 15 to 25: in one round for both nothing mild would be made after medium before hot.
#[test]
fn each_machine_goes_round_for_itself() {
    let two = format!("machines = 2\n{ORDER}");
    let orders = r#"
1 = { product = "mild" }
2 = { product = "medium" }
3 = { product = "hot" }
4 = { product = "mild", release = 2026-03-02T00:05:00 }
"#;
    let mut rows = times(&cook(&two, orders));
    rows.sort_by_key(|&(part, ..)| part);
    assert_eq!(rows, [(1, 0, 10), (2, 0, 10), (3, 15, 25), (4, 10, 20)]);
}

/// Cleaned 30 min after the start, and after each cleaning, for 7 min, when no cycle is under way: the second cycle
/// ends at 40, the next cleaning is due at 77 and comes at 87.
#[test]
fn a_machine_is_cleaned_when_its_limit_has_passed() {
    let clean = |orders: &str| {
        story(&model(&format!(
            r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[station.cook]
cycle = "20 min"
setup = "5 min"
campaign = {{ order = ["mild"], clean_after = "30 min", clean = {{ time = "7 min" }} }}
[product.mild]
route = ["cook"]
[order]
{orders}
"#
        )))
    };
    let five = clean("1 = { product = \"mild\", quantity = 5 }");
    let begins: Vec<i64> = times(&five).into_iter().map(|(_, start, _)| start).collect();
    assert_eq!(begins, [0, 20, 47, 67, 94]);
    assert_eq!(five.stretches(1, State::Maintenance), [(40, 47), (87, 94)]);
    // A machine that stands is cleaned when it is due.
    let late = clean("1 = { product = \"mild\", release = 2026-03-02T00:45:00 }");
    assert_eq!(late.stretches(1, State::Maintenance), [(30, 37)]);
    assert_eq!(times(&late), [(1, 45, 65)]);
}
