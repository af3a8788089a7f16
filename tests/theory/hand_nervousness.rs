//! How much a change moves the orders that are there before and after: worked by hand.

use gemba::report::{Asked, comparison_text};
use gemba::study::{Comparison, End, Settings, compare};
use gemba::units::{Span, Time};

use crate::support::model;

/// One machine of 10 min that takes the urgent order first, and orders of one part each that all come at 0.
fn plant(length: &str, orders: &[(&str, u32)]) -> String {
    let begin = format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"{length}\"\nreplications = 5\n[control]\n\
         dispatch = \"priority\"\n[station.s]\ncycle = \"10 min\"\n[product.p]\nroute = [\"s\"]\n"
    );
    let order = |(name, priority): &(&str, u32)| format!("[order.{name}]\npriority = {priority}\n");
    begin + &orders.iter().map(order).collect::<String>()
}

fn compared(base: &str, variant: &str) -> Comparison {
    let models = [("base".to_owned(), model(base)), ("rush".to_owned(), model(variant))];
    compare(&models, &Settings::default(), &())
}

/// The three figures of the variant: orders moved, mean minutes, share of pairs.
fn figures(comparison: &Comparison) -> [f64; 3] {
    let [row] = &comparison.nervousness[..] else { panic!("one variant shares orders") };
    ["orders_moved", "nervousness", "sequence_changed"]
        .map(|kpi| row.figure(kpi).expect("it is told").interval.estimate)
}

fn at(minutes: i64) -> End {
    End::At(Time::ZERO + Span::from_minutes(minutes))
}

/// a, b and c are done at 10, 20 and 30. With c before, and an order that the base does not have behind: c, a, b at 10, 20,
/// 30. The shifts are 10, 10 and 20 min; c has changed places with both others: two pairs of three.
#[test]
fn a_rush_order_moves_all_others() {
    let base = plant("2 h", &[("a", 1), ("b", 1), ("c", 1)]);
    let rush = plant("2 h", &[("a", 1), ("b", 1), ("c", 2), ("d", 0)]);
    let comparison = compared(&base, &rush);
    let orders = comparison.results[1].orders.iter();
    let finish: Vec<_> =
        orders.map(|order| order.finish.map(|row| (row.earliest, row.latest))).collect();
    assert_eq!(finish, [20, 30, 10, 40].map(|minute| Some((at(minute), at(minute)))));
    let [moved, shift, sequence] = figures(&comparison);
    assert!((moved - 3.0).abs() < 1e-12);
    assert!((shift - 40.0 / 3.0).abs() < 1e-9, "{shift}");
    assert!((sequence - 2.0 / 3.0).abs() < 1e-12, "{sequence}");
    assert_eq!(comparison.nervousness[0].orders, 3);
    let text = comparison_text(&comparison, &Asked::default());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("rush: 3 of 3 dated orders are finished at another time; by how much"),
        "{text}"
    );
    assert!(text.contains("the nervousness, is 13.33 min"), "{text}");
    assert!(text.contains("66.7 % of their pairs change places in the sequence"), "{text}");
}

/// The run ends at 25: c is not finished in the base, and b not in the variant. Only a is in both, 10 min later; what is not
/// finished is behind all others.
#[test]
fn an_order_that_is_not_finished_is_behind_all_others() {
    let base = plant("25 min", &[("a", 1), ("b", 1), ("c", 1)]);
    let rush = plant("25 min", &[("a", 1), ("b", 1), ("c", 2)]);
    let comparison = compared(&base, &rush);
    let finish = comparison.results[0].orders[2].finish;
    assert_eq!(finish.map(|row| (row.earliest, row.likely)), Some((End::Open, End::Open)));
    let [moved, shift, sequence] = figures(&comparison);
    assert!((moved - 3.0).abs() < 1e-12 && (shift - 10.0).abs() < 1e-12, "{moved} {shift}");
    assert!((sequence - 2.0 / 3.0).abs() < 1e-12, "{sequence}");
}

/// The same orders on the same luck are not moved; a single one has no sequence.
#[test]
fn what_is_not_changed_does_not_move() {
    let base = plant("2 h", &[("a", 1)]);
    let comparison = compared(&base, &base);
    let [moved, shift, sequence] = figures(&comparison);
    assert!(moved.abs() < 1e-12 && shift.abs() < 1e-12 && sequence.is_nan());
    let text = comparison_text(&comparison, &Asked::default());
    assert!(text.contains("rush: none of 1 dated order"), "{text}");
    let other = plant("2 h", &[("z", 1)]);
    assert!(compared(&base, &other).nervousness.is_empty(), "no order has the same name");
}

/// b is cancelled while a is on the machine, and made all the same: a and c are done when they were, and stand in the same
/// sequence. Of two orders that stay nothing has moved.
#[test]
fn an_order_that_is_cancelled_has_not_moved() {
    let base = plant("2 h", &[("a", 1), ("b", 1), ("c", 1)]);
    let variant = base.replace("[order.b]\n", "[order.b]\ncancelled = 2026-03-02T00:05:00\n");
    let moved = figures(&compared(&base, &variant));
    assert!(moved.iter().all(|figure| figure.abs() < 1e-12), "{moved:?}");
}
