//! Intervals of means, ratios, quantiles and probabilities.

use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Normal, StudentsT};

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

    /// The level as a number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Probability below the upper end of a two-sided interval.
    fn upper(self) -> f64 {
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
    /// Half of the width.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// Quantile of Student's t distribution.
pub(super) fn student(p: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |t| t.inverse_cdf(p))
}

/// Probability that Student's t lies at least `t` away from zero, on both sides.
pub(super) fn student_tails(t: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |s| 2.0 * s.sf(t.abs()))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("fewer than 2^32 observations")
}

/// Mean and sum of squared deviations, in two passes.
pub(super) fn moments(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, squares)
}

/// Mean of independent observations, with Student's interval.
///
/// `None` without observations; no interval with one. Equal observations give an interval of no
/// width.
///
/// Source: A. M. Law, *Simulation Modeling and Analysis*, 5th edition 2015, section 4.5.
pub fn mean_interval(values: &[f64], level: Level) -> Option<Estimate> {
    let n = values.len();
    match n {
        0 => None,
        1 => {
            let nan = f64::NAN;
            Some(Estimate { estimate: values[0], low: nan, high: nan, sd: nan, n: 1 })
        }
        _ => {
            let (mean, squares) = moments(values);
            let sd = (squares / (n - 1) as f64).sqrt();
            let half = student(level.upper(), (n - 1) as f64) * sd / (n as f64).sqrt();
            Some(Estimate { estimate: mean, low: mean - half, high: mean + half, sd, n: count(n) })
        }
    }
}

/// Ratio of two sums, such as orders on time to all orders: numerator and denominator of each
/// replication.
///
/// Student's interval of the ratio estimator, by linearisation: the sum of the denominators is
/// random, so the mean of the ratios would be biased. `None` without observations or when all
/// denominators are zero; no interval with one observation. `sd` is that of one replication's
/// contribution.
///
/// Source: W. G. Cochran, *Sampling Techniques*, 3rd edition 1977, section 6.4.
pub fn ratio_interval(pairs: &[(f64, f64)], level: Level) -> Option<Estimate> {
    let n = pairs.len();
    let (top, bottom) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    if n == 0 || bottom == 0.0 {
        return None;
    }
    let ratio = top / bottom;
    if n == 1 {
        let nan = f64::NAN;
        return Some(Estimate { estimate: ratio, low: nan, high: nan, sd: nan, n: 1 });
    }
    let squares: f64 = pairs.iter().map(|&(y, m)| (y - ratio * m) * (y - ratio * m)).sum();
    let sd = (squares / (n - 1) as f64).sqrt() / (bottom / n as f64);
    let half = student(level.upper(), (n - 1) as f64) * sd / (n as f64).sqrt();
    Some(Estimate { estimate: ratio, low: ratio - half, high: ratio + half, sd, n: count(n) })
}

/// A quantile over replications, with an interval from order statistics, free of any distribution.
///
/// The point estimate interpolates between order statistics (type 7). An end is infinite when
/// there are too few observations for it. `None` without observations or for a `p` outside (0, 1).
///
/// Source: G. J. Hahn, W. Q. Meeker, *Statistical Intervals*, 1991, section 5.2; type 7 of
/// R. J. Hyndman, Y. Fan, *Sample quantiles in statistical packages*, 1996.
pub fn quantile_interval(values: &[f64], p: f64, level: Level) -> Option<Estimate> {
    let n = values.len();
    if n == 0 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = ranks(n, p, level);
    let at = |rank: usize| (1..=n).contains(&rank).then(|| sorted[rank - 1]);
    let position = (n - 1) as f64 * p;
    let below = position.floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to n - 1")]
    let row = below as usize;
    let next = sorted[(row + 1).min(n - 1)];
    let estimate = sorted[row] + (position - below) * (next - sorted[row]);
    Some(Estimate {
        estimate,
        low: at(low).unwrap_or(f64::NEG_INFINITY),
        high: at(high).unwrap_or(f64::INFINITY),
        sd: f64::NAN,
        n: count(n),
    })
}

/// Ranks (from 1) of the order statistics that enclose a quantile; 0 or n + 1 is an open end.
fn ranks(n: usize, p: f64, level: Level) -> (usize, usize) {
    let Ok(binomial) = Binomial::new(p, n as u64) else { return (0, n + 1) };
    let quantile = |q: f64| (0..=n).find(|&k| binomial.cdf(k as u64) >= q).unwrap_or(n);
    (quantile(1.0 - level.upper()), quantile(level.upper()) + 1)
}

/// Wilson's interval of a probability.
///
/// `None` without trials.
///
/// Source: E. B. Wilson, *Probable inference, the law of succession, and statistical inference*,
/// Journal of the American Statistical Association 22, 1927.
pub fn wilson(successes: u32, trials: u32, level: Level) -> Option<Estimate> {
    if trials == 0 || successes > trials {
        return None;
    }
    let z = Normal::standard().inverse_cdf(level.upper());
    let n = f64::from(trials);
    let p = f64::from(successes) / n;
    let scale = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / scale;
    let half = z / scale * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let low = if successes == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if successes == trials { 1.0 } else { (centre + half).min(1.0) };
    Some(Estimate { estimate: p, low, high, sd: (p * (1.0 - p)).sqrt(), n: trials })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranks_of_quantile_intervals_are_those_of_the_binomial() {
        // Checked against tables of the binomial distribution function.
        assert_eq!(ranks(20, 0.5, Level::P95), (6, 15));
        assert_eq!(ranks(100, 0.9, Level::P95), (84, 96));
        assert_eq!(ranks(200, 0.95, Level::P95), (184, 197));
    }

    #[test]
    fn a_quantile_without_enough_observations_has_an_open_end() {
        let found = quantile_interval(&[1.0, 2.0, 3.0], 0.95, Level::P95).expect("values");
        assert!(found.high.is_infinite());
        assert!((found.estimate - 2.9).abs() < 1e-12);
    }

    #[test]
    fn one_observation_has_no_interval_and_equal_ones_have_none_to_speak_of() {
        assert!(mean_interval(&[], Level::P95).is_none());
        assert!(mean_interval(&[3.0], Level::P95).expect("one value").low.is_nan());
        let equal = mean_interval(&[3.0; 5], Level::P95).expect("values");
        assert_eq!((equal.low, equal.high), (3.0, 3.0));
    }

    #[test]
    fn student_quantiles_are_those_of_the_table() {
        // Two-sided 95 %: 9 and 29 degrees of freedom, any table of Student's t.
        assert!((student(0.975, 9.0) - 2.262_157).abs() < 1e-6);
        assert!((student(0.975, 29.0) - 2.045_230).abs() < 1e-6);
    }

    #[test]
    fn wilson_has_the_published_ends() {
        // R. G. Newcombe 1998, table I: 81 of 263, method 3: 0.2553 to 0.3662; 0 of 20: 0 to 0.1611.
        let some = wilson(81, 263, Level::P95).expect("trials");
        assert!((some.low - 0.2553).abs() < 5e-5 && (some.high - 0.3662).abs() < 5e-5);
        let none = wilson(0, 20, Level::P95).expect("trials");
        assert!(none.low == 0.0 && (none.high - 0.1611).abs() < 5e-5);
    }

    #[test]
    fn a_ratio_of_constant_denominators_is_a_mean() {
        let pairs = [(8.0, 10.0), (9.0, 10.0), (7.0, 10.0), (10.0, 10.0)];
        let ratio = ratio_interval(&pairs, Level::P95).expect("pairs");
        let mean = mean_interval(&[0.8, 0.9, 0.7, 1.0], Level::P95).expect("values");
        assert!((ratio.low - mean.low).abs() < 1e-12 && (ratio.high - mean.high).abs() < 1e-12);
    }
}
