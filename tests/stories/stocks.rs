//! What is told of finished stock: how much of what is ordered is there, and what becomes of the rest.

use gemba::report::{Asked, Target, comparison_text, run_text};
use gemba::study::{Results, Settings, compare, run};

use crate::support::model;

/// A valve is wanted every 10 min, and takes 20 min to make; a nozzle is wanted every 40 min, and takes 1 min.
fn plant(unmet: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"125 min\"\nreplications = 6\n\
         [station.lathe]\ncycle = \"20 min\"\n[station.drill]\ncycle = \"1 min\"\n\
         [product.valve]\nroute = [\"lathe\"]\n[product.nozzle]\nroute = [\"drill\"]\n\
         [stock.valve]\nstart = 1\nreorder = {{ up_to = 1 }}\nunmet = \"{unmet}\"\n\
         [stock.nozzle]\nstart = 1\nreorder = {{ up_to = 1 }}\n\
         [demand.valves]\nproducts = {{ valve = 1 }}\nevery = \"10 min\"\n\
         [demand.nozzles]\nproducts = {{ nozzle = 1 }}\nevery = \"40 min\"\n"
    )
}

fn told(unmet: &str) -> (Results, String) {
    let results = run(&model(&plant(unmet)), &Settings::default(), &());
    let text = run_text(&results).split_whitespace().collect::<Vec<_>>().join(" ");
    (results, text)
}

fn estimate(results: &Results, kpi: &str) -> Option<f64> {
    results.plant(kpi).map(|figure| figure.interval.estimate)
}

/// The valve of 10 is there; the next is made from then to 30. So one of 20 is lost, one of 30 is there, and so on: six
/// of twelve. All three nozzles are there: 9 of 15 in all.
#[test]
fn what_is_not_sold_is_told() {
    let (results, text) = told("lost");
    assert_eq!(estimate(&results, "fill_rate"), Some(0.6));
    assert_eq!(estimate(&results, "lost_sales"), Some(6.0));
    assert_eq!(estimate(&results, "backorders"), Some(0.0));
    assert_eq!(estimate(&results, "orders_short"), Some(6.0));
    assert!(text.contains("60.0 % of the parts that are ordered from stock are there"), "{text}");
    assert!(text.contains("6.000 parts in a run are not sold."), "{text}");
    let of_valves = "50.0 % of the parts that are ordered of valve are on stock; 6.000 parts in a run are not sold.";
    assert!(text.contains(of_valves), "{text}");
    assert!(text.contains("Fill rate") && text.contains("Lost sales"), "{text}");
    assert!(!text.contains("Backorders"), "{text}");
}

/// Valves are wanted faster than they are made: the one of 10 is there, and of the others, one each 10 min, one is given
/// each 20 min from 30 on.
#[test]
fn what_is_waited_for_is_told() {
    let (results, text) = told("wait");
    // One valve and three nozzles of fifteen.
    assert_eq!(estimate(&results, "fill_rate"), Some(4.0 / 15.0));
    assert_eq!(estimate(&results, "lost_sales"), Some(0.0));
    assert_eq!(estimate(&results, "orders_short"), None);
    // After 10 n minutes n are wanted; of these 1 + (n - 1) / 2 are given, rounded down, and the rest is owed.
    let owed: i32 = (1..=12).map(|n| (n - 1 - (n - 1) / 2) * if n < 12 { 10 } else { 5 }).sum();
    let backorders = estimate(&results, "backorders").expect("it is told");
    assert!((backorders - f64::from(owed) / 125.0).abs() < 1e-9, "{backorders}, {owed}");
    assert!(text.contains("are waited for at a time."), "{text}");
    assert!(!text.contains("not sold"), "{text}");
}

/// A comparison tells the fill rate, and it can be asked for.
#[test]
fn scenarios_are_compared_by_what_is_there() {
    let many = plant("wait")
        .replace("start = 1\nreorder = { up_to = 1 }", "start = 20\nreorder = { up_to = 20 }");
    let scenarios =
        [("one".to_owned(), model(&plant("wait"))), ("twenty".to_owned(), model(&many))];
    let comparison = compare(&scenarios, &Settings::default(), &());
    let target = Target::parse("fill_rate >= 90 %").expect("it is a target");
    let asked = Asked { target: Some(target), ..Asked::default() };
    let text =
        comparison_text(&comparison, &asked).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Fill rate ≥ 90 %"), "{text}");
    assert!(text.contains("twenty reaches it"), "{text}");
    let text = comparison_text(&comparison, &Asked::default());
    assert!(text.contains("Fill rate"), "{text}");
}
