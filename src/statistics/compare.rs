//! Comparing two sets of observations, and several comparisons at once.

use super::interval::{Estimate, Level};
use super::{Gathering, Running, student};

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

/// Pairs of observations seen so far, the first and the second of each on the same luck.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pairs {
    first: Gathering,
    second: Gathering,
    /// First minus second.
    apart: Gathering,
}

impl Pairs {
    /// Adds a pair.
    pub fn push(&mut self, first: f64, second: f64) {
        self.first.push(first);
        self.second.push(second);
        self.apart.push(first - second);
    }

    /// How many pairs were seen.
    pub const fn n(&self) -> u64 {
        self.apart.n()
    }

    /// The differences, first minus second.
    pub fn differences(&self) -> Running {
        self.apart.so_far()
    }

    /// What the pairs tell; `None` without any.
    ///
    /// The covariance follows from the variance of the difference, which is the sum of both
    /// variances less twice the covariance.
    ///
    /// Source: A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, sections 10.2.1 and
    /// 11.2.
    pub fn compared(&self, level: Level) -> Option<Paired> {
        let (one, other, apart) = (self.first.so_far(), self.second.so_far(), self.apart.so_far());
        let difference = Estimate::of_mean(&apart, level)?;
        let both = one.variance() + other.variance();
        let covariance = (both - apart.variance()) / 2.0;
        let ratio = |top: f64, bottom: f64| if bottom > 0.0 { top / bottom } else { f64::NAN };
        Some(Paired {
            difference,
            p: p_value(difference),
            correlation: ratio(covariance, one.sd() * other.sd()).clamp(-1.0, 1.0),
            saving: ratio(both, apart.variance()),
        })
    }

    /// What is needed to go on later, to the last bit.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        self.first.words().chain(self.second.words()).chain(self.apart.words())
    }

    /// The pairs that were written as `words`; `None` if there are too few.
    pub fn from_words(words: &mut impl Iterator<Item = u64>) -> Option<Self> {
        let mut next = || Gathering::from_words(words);
        Some(Self { first: next()?, second: next()?, apart: next()? })
    }
}

/// Compares pairs of observations on the same luck.
///
/// `None` without pairs or when the lengths differ.
pub fn paired(first: &[f64], second: &[f64], level: Level) -> Option<Paired> {
    if first.len() != second.len() {
        return None;
    }
    let mut pairs = Pairs::default();
    first.iter().zip(second).for_each(|(&first, &second)| pairs.push(first, second));
    pairs.compared(level)
}

/// Probability of a mean at least this far from zero if the truth were zero.
pub(super) fn p_value(found: Estimate) -> f64 {
    let n = f64::from(found.n);
    let error = found.sd / n.sqrt();
    if error > 0.0 {
        student::tails(found.estimate / error, n - 1.0)
    } else if error == 0.0 {
        f64::from(u8::from(found.estimate == 0.0))
    } else {
        f64::NAN
    }
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
    let (one, other) = (Running::of(first), Running::of(second));
    if one.n() < 2 || other.n() < 2 {
        return None;
    }
    let (n, m) = (one.n() as f64, other.n() as f64);
    let (a, b) = (one.variance() / n, other.variance() / m);
    if a + b == 0.0 {
        return None;
    }
    let freedom = (a + b) * (a + b) / (a * a / (n - 1.0) + b * b / (m - 1.0));
    let half_width = student::quantile(level.upper(), freedom) * (a + b).sqrt();
    Some(Welch { difference: one.mean() - other.mean(), half_width, freedom })
}

/// Corrects p-values for being several, in the order given.
///
/// A p-value that is NaN stays so and does not count as one of them.
///
/// Source: S. Holm, *A simple sequentially rejective multiple test procedure*, Scandinavian
/// Journal of Statistics 6, 1979.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&position| !p[position].is_nan()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut corrected = vec![f64::NAN; p.len()];
    let mut largest: f64 = 0.0;
    for (rank, &position) in order.iter().enumerate() {
        largest = largest.max((p[position] * (order.len() - rank) as f64).min(1.0));
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
    fn what_was_not_tested_is_not_corrected_for() {
        let corrected = holm(&[f64::NAN, 0.02, 0.6, 0.6]);
        assert!(corrected[0].is_nan());
        assert_eq!(corrected[1..], [0.06, 1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn identical_designs_do_not_differ_and_save_beyond_measure() {
        let values = [1.0, 2.0, 4.0];
        let same = paired(&values, &values, Level::P95).unwrap();
        assert_eq!((same.difference.estimate, same.p), (0.0, 1.0));
        assert!((same.correlation - 1.0).abs() < 1e-12);
        assert!(same.saving.is_nan());
    }

    #[test]
    fn a_difference_that_never_varies_is_certain() {
        let moved = paired(&[2.0, 3.0, 5.0], &[1.0, 2.0, 4.0], Level::P95).unwrap();
        assert_eq!((moved.difference.low, moved.difference.high, moved.p), (1.0, 1.0, 0.0));
    }

    #[test]
    fn a_single_pair_differs_without_an_interval() {
        let single = paired(&[2.0], &[1.0], Level::P95).unwrap();
        assert!((single.difference.estimate - 1.0).abs() < 1e-15);
        assert!(single.difference.low.is_nan() && single.p.is_nan() && single.saving.is_nan());
        assert!(single.correlation.is_nan());
        assert!(paired(&[1.0], &[], Level::P95).is_none());
        assert!(paired(&[], &[], Level::P95).is_none());
    }

    #[test]
    fn pairing_saves_what_the_correlation_takes_from_the_difference() {
        // Variances 5/3 and 20/3, covariance 10/3: the difference has 5/3.
        let found = paired(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 6.0, 8.0], Level::P95).unwrap();
        assert!((found.correlation - 1.0).abs() < 1e-12);
        assert!((found.saving - 5.0).abs() < 1e-12);
    }

    #[test]
    fn student_found_that_one_sleeping_draught_works_longer() {
        // Student, *The probable error of a mean*, Biometrika 6, 1908: hours of sleep gained by ten
        // patients with each of two drugs; paired t = 4.0621 with p = 0.002833, Welch's freedom
        // 17.776, as any statistics package reports for these data.
        let one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let other = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = paired(&other, &one, Level::P95).unwrap();
        assert!((found.difference.estimate - 1.58).abs() < 1e-12);
        assert!((found.p - 0.002_833).abs() < 5e-7, "{}", found.p);
        let apart = welch(&other, &one, Level::P95).unwrap();
        assert!((apart.freedom - 17.776).abs() < 5e-4, "{}", apart.freedom);
    }

    #[test]
    fn two_designs_without_spread_need_no_test() {
        assert!(welch(&[1.0, 1.0], &[2.0, 2.0], Level::P95).is_none());
        assert!(welch(&[1.0], &[2.0, 3.0], Level::P95).is_none());
        let one_sided = welch(&[1.0, 1.0, 1.0], &[2.0, 3.0, 4.0], Level::P95).unwrap();
        assert!((one_sided.freedom - 2.0).abs() < 1e-12);
    }
}
