//! The order in which people expect names: `press_2` before `press_10`.

use std::cmp::Ordering;

/// Compares names so that numbers inside them count as numbers.
///
/// A total order: names that differ only in leading zeros are told apart by their bytes.
pub fn natural_order(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    while !left.is_empty() && !right.is_empty() {
        let (left_run, left_rest) = next_run(left);
        let (right_run, right_rest) = next_run(right);
        let order = match (number(left_run), number(right_run)) {
            (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            _ => left_run.cmp(right_run),
        };
        if order.is_ne() {
            return order;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.len().cmp(&right.len()).then_with(|| one.cmp(other))
}

/// Splits off the longest run of digits, or of anything else.
fn next_run(text: &str) -> (&str, &str) {
    let digit = |c: char| c.is_ascii_digit();
    let is_number = text.starts_with(digit);
    text.split_at(text.find(|c| digit(c) != is_number).unwrap_or(text.len()))
}

/// The digits of a run without leading zeros, if it is a number.
fn number(run: &str) -> Option<&str> {
    run.starts_with(|c: char| c.is_ascii_digit()).then(|| run.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_inside_names_count_as_numbers() {
        let mut names = ["press_10", "press_2", "press", "press_02", "oven", "press_2b"];
        names.sort_by(|a, b| natural_order(a, b));
        assert_eq!(names, ["oven", "press", "press_02", "press_2", "press_2b", "press_10"]);
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[a0-2]{0,5}", b in "[a0-2]{0,5}", c in "[a0-2]{0,5}") {
            prop_assert_eq!(natural_order(&a, &b), natural_order(&b, &a).reverse());
            prop_assert_eq!(natural_order(&a, &b).is_eq(), a == b);
            if natural_order(&a, &b).is_le() && natural_order(&b, &c).is_le() {
                prop_assert!(natural_order(&a, &c).is_le());
            }
        }
    }
}
