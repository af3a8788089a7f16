//! Comparing two sets of observations, and several comparisons at once.

use super::interval::{Estimate, Level, mean_interval, moments, student, student_tails};

/// Observations of two designs, pair by pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Mean difference, first minus second, with Student's interval.
    pub difference: Estimate,
    /// Probability of a difference at least as large if there were none; NaN with one pair.
    pub p: f64,
    /// Correlation of the pairs; NaN without spread.
    pub correlation: f64,
    /// Variance of the difference of independent observations over that of the pairs: how many
    /// times as many observations independent ones would need. NaN without spread.
    pub saving: f64,
}

/// Compares pairs of observations on the same luck.
///
/// `None` without pairs or when the lengths differ.
///
/// Source: A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, sections 10.2.1 and
/// 11.2.
pub fn paired(first: &[f64], second: &[f64], level: Level) -> Option<Paired> {
    if first.len() != second.len() {
        return None;
    }
    let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
    let difference = mean_interval(&differences, level)?;
    let n = differences.len() as f64;
    let standard_error = difference.sd / n.sqrt();
    let p = if standard_error > 0.0 {
        student_tails(difference.estimate / standard_error, n - 1.0)
    } else if standard_error == 0.0 {
        if difference.estimate == 0.0 { 1.0 } else { 0.0 }
    } else {
        f64::NAN
    };
    let ((mean_a, squares_a), (mean_b, squares_b)) = (moments(first), moments(second));
    let product: f64 = first.iter().zip(second).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    let (_, squares) = moments(&differences);
    let ratio = |top: f64, bottom: f64| if bottom > 0.0 { top / bottom } else { f64::NAN };
    Some(Paired {
        difference,
        p,
        correlation: ratio(product, (squares_a * squares_b).sqrt()),
        saving: ratio(squares_a + squares_b, squares),
    })
}

/// Two independent sets of observations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// Difference of the means, first minus second.
    pub difference: f64,
    /// Half-width of its interval.
    pub half_width: f64,
    /// Degrees of freedom.
    pub freedom: f64,
}

/// Welch's interval for the difference of two means with unequal variances.
///
/// `None` with fewer than two observations on a side, or without any spread.
///
/// Source: B. L. Welch, *The significance of the difference between two means when the population
/// variances are unequal*, Biometrika 29, 1938.
pub fn welch(first: &[f64], second: &[f64], level: Level) -> Option<Welch> {
    let (n, m) = (first.len() as f64, second.len() as f64);
    if n < 2.0 || m < 2.0 {
        return None;
    }
    let ((mean_a, squares_a), (mean_b, squares_b)) = (moments(first), moments(second));
    let (a, b) = (squares_a / (n - 1.0) / n, squares_b / (m - 1.0) / m);
    if a + b == 0.0 {
        return None;
    }
    let freedom = (a + b) * (a + b) / (a * a / (n - 1.0) + b * b / (m - 1.0));
    let half_width = student(f64::midpoint(1.0, level.get()), freedom) * (a + b).sqrt();
    Some(Welch { difference: mean_a - mean_b, half_width, freedom })
}

/// Corrects p-values for being several, in the order given.
///
/// Source: S. Holm, *A simple sequentially rejective multiple test procedure*, Scandinavian
/// Journal of Statistics 6, 1979.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut corrected = vec![f64::NAN; p.len()];
    let mut largest: f64 = 0.0;
    for (rank, position) in order.into_iter().enumerate() {
        if p[position].is_nan() {
            continue;
        }
        largest = largest.max((p[position] * (p.len() - rank) as f64).min(1.0));
        corrected[position] = largest;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holm_multiplies_the_smallest_most_and_never_falls() {
        let corrected = holm(&[0.01, 0.04, 0.03]);
        let expected = [0.03, 0.06, 0.06];
        for (found, right) in corrected.iter().zip(expected) {
            assert!((found - right).abs() < 1e-12, "{corrected:?}");
        }
    }

    #[test]
    fn identical_designs_do_not_differ_and_save_beyond_measure() {
        let values = [1.0, 2.0, 4.0];
        let same = paired(&values, &values, Level::P95).expect("pairs");
        assert_eq!((same.difference.estimate, same.p), (0.0, 1.0));
        assert!((same.correlation - 1.0).abs() < 1e-12);
        assert!(same.saving.is_nan());
    }
}
