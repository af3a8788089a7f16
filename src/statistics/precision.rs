//! When there are enough replications.

use super::Running;
use super::interval::{Estimate, Level};

/// Numbers of replications at which a study looks at its precision: 10, 15, 22, 33, … up to
/// `at_most`, which is always the last.
///
/// Looking only there, and at all replications up to there, keeps short replications from being
/// preferred and the result independent of the number of threads.
pub fn checkpoints(at_most: u32) -> impl Iterator<Item = u32> {
    let grow = |n: &u32| Some(n.saturating_add(n / 2));
    let before = std::iter::successors(Some(10), grow).take_while(move |&n| n < at_most);
    before.chain([at_most])
}

/// Whether the mean is known to a relative precision: the interval's half-width is at most
/// `precision` times the true mean with the confidence of the level.
///
/// Never with fewer than two observations. A mean of zero is never known to a relative precision,
/// unless there is no spread.
///
/// Source: A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, section 9.4.1.
pub fn is_precise(seen: &Running, precision: f64, level: Level) -> bool {
    let adjusted = precision / (1.0 + precision);
    Estimate::of_mean(seen, level)
        .is_some_and(|found| found.half_width() <= adjusted * found.estimate.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkpoints_grow_by_half_and_end_at_the_cap() {
        assert_eq!(checkpoints(50).collect::<Vec<_>>(), [10, 15, 22, 33, 49, 50]);
        assert_eq!(checkpoints(33).collect::<Vec<_>>(), [10, 15, 22, 33]);
        assert_eq!(checkpoints(5).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn equal_values_are_precise_and_a_single_one_is_not() {
        assert!(is_precise(&Running::of(&[2.0; 3]), 0.01, Level::P95));
        assert!(!is_precise(&Running::of(&[2.0]), 0.01, Level::P95));
        assert!(!is_precise(&Running::new(), 0.01, Level::P95));
        assert!(!is_precise(&Running::of(&[1.0, 3.0]), 0.01, Level::P95));
    }

    #[test]
    fn the_half_width_is_held_against_the_smallest_mean_it_allows() {
        // Half-width 2.262 / √10 = 0.7153 around 10: a true mean of 9.2847 is 7.7 % away.
        let values = [9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0].map(|value| {
            // Deviations of √0.9 make the standard deviation exactly 1.
            10.0 + (value - 10.0) * 0.9f64.sqrt()
        });
        assert!(is_precise(&Running::of(&values), 0.0771, Level::P95));
        assert!(!is_precise(&Running::of(&values), 0.0769, Level::P95));
    }

    #[test]
    fn a_mean_of_zero_is_never_relatively_precise() {
        assert!(!is_precise(&Running::of(&[-1.0, 1.0, -1.0, 1.0]), 0.5, Level::P95));
    }
}
