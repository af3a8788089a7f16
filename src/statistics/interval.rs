//! Intervals of means.

use super::{Running, student};

/// Level of an interval, strictly between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Level(f64);

impl Level {
    /// 95 %.
    pub const P95: Self = Self(0.95);

    /// A level; `None` unless it lies strictly between 0 and 1.
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// The level of each of `several` intervals that are right together at this level.
    ///
    /// Source: C. E. Bonferroni, 1936: the chances of being wrong add up at most.
    #[must_use]
    pub fn shared_by(self, several: usize) -> Self {
        Self(1.0 - (1.0 - self.0) / several.max(1) as f64)
    }

    /// The level as a number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Probability below the upper end of a two-sided interval.
    pub(super) fn upper(self) -> f64 {
        0.5 + self.0 / 2.0
    }
}

/// An estimate with its interval; the ends are NaN when there is no interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Point estimate.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Standard deviation of a single observation; NaN with fewer than two.
    pub sd: f64,
    /// Observations.
    pub n: u32,
}

impl Estimate {
    /// Half of the width; NaN without an interval, infinite with an open end.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// The mean of independent observations, with Student's interval.
    ///
    /// `None` without observations; no interval with one.
    ///
    /// # Panics
    /// With 2^32 observations or more.
    pub fn of_mean(seen: &Running, level: Level) -> Option<Self> {
        let n = usize::try_from(seen.n()).expect("fewer than 2^32 observations");
        (n > 0).then(|| Self::student(seen.mean(), seen.sd(), n, level))
    }

    /// Student's interval around the estimate; none with fewer than two observations.
    pub(super) fn student(estimate: f64, sd: f64, n: usize, level: Level) -> Self {
        let half = if n < 2 {
            f64::NAN
        } else {
            student::quantile(level.upper(), (n - 1) as f64) * sd / (n as f64).sqrt()
        };
        Self { estimate, low: estimate - half, high: estimate + half, sd, n: count(n) }
    }
}

/// Mean of independent observations, with Student's interval.
///
/// `None` without observations; no interval with one. Equal observations give an interval of no
/// width.
///
/// Source: A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, section 4.5.
pub fn mean_interval(values: &[f64], level: Level) -> Option<Estimate> {
    Estimate::of_mean(&Running::of(values), level)
}

pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32 observations")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_lies_strictly_between_nothing_and_certainty() {
        assert_eq!(Level::new(0.95), Some(Level::P95));
        for wrong in [0.0, 1.0, -0.5, 95.0, f64::NAN] {
            assert_eq!(Level::new(wrong), None);
        }
    }

    #[test]
    fn a_mean_has_the_interval_of_the_textbook() {
        // A. M. Law, example 4.26 (5th edition): ten observations, 90 %: 1.34 and ±0.24.
        let values = [1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09];
        let found = mean_interval(&values, Level::new(0.9).unwrap()).unwrap();
        assert!((found.estimate - 1.34).abs() < 0.005, "{found:?}");
        assert!((found.half_width() - 0.24).abs() < 0.005, "{found:?}");
    }

    #[test]
    fn one_observation_has_no_interval_and_equal_ones_have_one_of_no_width() {
        assert!(mean_interval(&[], Level::P95).is_none());
        assert!(mean_interval(&[3.0], Level::P95).unwrap().low.is_nan());
        let equal = mean_interval(&[0.1; 30], Level::P95).unwrap();
        assert_eq!((equal.low, equal.high, equal.sd), (0.1, 0.1, 0.0));
    }
}
