//! Ratios of two sums, of which both come one replication after the other.
//!
//! Nothing is kept of a replication: what the interval needs are means and second moments. They are
//! those of the rest y - r m with the first ratio r that was seen, not of y itself, so that nothing
//! is lost where all ratios are nearly alike.

use super::Paired;
use super::compare::p_value;
use super::interval::{Estimate, Level};

/// Ratio of two sums, such as orders on time to all orders, or the times of all parts to their
/// number.
///
/// The interval is Student's for the ratio estimator, by linearisation: where the sum of the
/// denominators is random, the mean of the ratios would be biased, however many there are.
///
/// Source: W. G. Cochran, *Sampling Techniques*, 3rd edition 1977, section 6.4.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratio {
    own: Sums,
    moments: Moments,
}

/// Two ratios over the same replications, pair by pair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RatioPairs {
    first: Ratio,
    second: Ratio,
    across: Moments,
}

/// Means of what was seen, over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sums {
    n: u64,
    /// The first ratio there was.
    near: Option<f64>,
    /// Mean of the rests y - near m.
    rest: f64,
    /// Mean of the denominators.
    bottom: f64,
}

/// How much rests (first) and denominators (second) of one ratio are off their means, times how
/// much those of another or the same one are, summed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Moments {
    rest_rest: f64,
    rest_bottom: f64,
    bottom_rest: f64,
    bottom_bottom: f64,
}

impl Sums {
    /// Adds a replication; how much its rest and its denominator are off the means before and
    /// after it.
    fn push(&mut self, top: f64, bottom: f64) -> [(f64, f64); 2] {
        if bottom > 0.0 {
            self.near.get_or_insert(top / bottom);
        }
        let rest = top - self.near.unwrap_or(0.0) * bottom;
        self.n += 1;
        let before = (rest - self.rest, bottom - self.bottom);
        self.rest += before.0 / self.n as f64;
        self.bottom += before.1 / self.n as f64;
        [before, (rest - self.rest, bottom - self.bottom)]
    }

    /// How far the ratio is from the first one.
    fn off(&self) -> f64 {
        self.rest / self.bottom
    }

    fn words(&self) -> [u64; 4] {
        let near = self.near.unwrap_or(f64::NAN);
        [self.n, near.to_bits(), self.rest.to_bits(), self.bottom.to_bits()]
    }

    fn from_words(words: &mut impl Iterator<Item = u64>) -> Option<Self> {
        let n = words.next()?;
        let mut number = || words.next().map(f64::from_bits);
        let near = number()?;
        let near = (!near.is_nan()).then_some(near);
        Some(Self { n, near, rest: number()?, bottom: number()? })
    }
}

impl Moments {
    /// Adds a replication: of one ratio what it is off the means before it, of the other after it.
    fn push(&mut self, one: (f64, f64), other: (f64, f64)) {
        self.rest_rest += one.0 * other.0;
        self.rest_bottom += one.0 * other.1;
        self.bottom_rest += one.1 * other.0;
        self.bottom_bottom += one.1 * other.1;
    }

    /// Covariance of what each replication contributes to two ratios.
    fn covariance(&self, one: &Sums, other: &Sums) -> f64 {
        let (off, across) = (one.off(), other.off());
        let mixed = across * self.rest_bottom + off * self.bottom_rest;
        let sum = self.rest_rest - mixed + off * across * self.bottom_bottom;
        sum / (one.n - 1) as f64 / (one.bottom * other.bottom)
    }

    fn words(&self) -> [u64; 4] {
        [self.rest_rest, self.rest_bottom, self.bottom_rest, self.bottom_bottom].map(f64::to_bits)
    }

    fn from_words(words: &mut impl Iterator<Item = u64>) -> Option<Self> {
        let mut number = || words.next().map(f64::from_bits);
        let (rest_rest, rest_bottom) = (number()?, number()?);
        Some(Self { rest_rest, rest_bottom, bottom_rest: number()?, bottom_bottom: number()? })
    }
}

impl Ratio {
    /// Adds numerator and denominator of a replication.
    ///
    /// Both are zero where there was nothing to count.
    pub fn push(&mut self, top: f64, bottom: f64) {
        self.add(top, bottom);
    }

    fn add(&mut self, top: f64, bottom: f64) -> [(f64, f64); 2] {
        let [before, after] = self.own.push(top, bottom);
        self.moments.push(before, after);
        [before, after]
    }

    /// How many replications were seen.
    pub const fn n(&self) -> u64 {
        self.own.n
    }

    /// Sum of the denominators.
    pub fn bottom(&self) -> f64 {
        self.own.bottom * self.own.n as f64
    }

    /// The ratio of the sums; NaN if there is nothing below.
    pub fn ratio(&self) -> f64 {
        self.own.near.map_or(f64::NAN, |near| near + self.own.off())
    }

    /// Variance of what a replication contributes; NaN for fewer than two.
    fn variance(&self) -> f64 {
        if self.own.n < 2 {
            return f64::NAN;
        }
        // Rounding may leave less than nothing.
        self.moments.covariance(&self.own, &self.own).max(0.0)
    }

    /// The ratio with its interval.
    ///
    /// `None` without replications or when all denominators are zero; no interval with one. `sd` is
    /// that of one replication's contribution.
    ///
    /// # Panics
    /// With 2^32 replications or more.
    pub fn interval(&self, level: Level) -> Option<Estimate> {
        let n = usize::try_from(self.own.n).expect("fewer than 2^32 replications");
        let is_told = self.own.bottom > 0.0;
        is_told.then(|| Estimate::student(self.ratio(), self.variance().sqrt(), n, level))
    }

    /// What is needed to go on later, to the last bit.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        self.own.words().into_iter().chain(self.moments.words())
    }

    /// The ratio that was written as `words`; `None` if there are too few.
    pub fn from_words(words: &mut impl Iterator<Item = u64>) -> Option<Self> {
        Some(Self { own: Sums::from_words(words)?, moments: Moments::from_words(words)? })
    }
}

impl RatioPairs {
    /// Adds numerators and denominators of a replication.
    pub fn push(&mut self, first: (f64, f64), second: (f64, f64)) {
        let [before, _] = self.first.add(first.0, first.1);
        let [_, after] = self.second.add(second.0, second.1);
        self.across.push(before, after);
    }

    /// What the pairs tell, first ratio minus second; `None` where one has nothing below.
    ///
    /// What each replication contributes to the ratios makes the pairs, so the difference is that
    /// of the ratios.
    pub fn compared(&self, level: Level) -> Option<Paired> {
        let (one, other) = (self.first.interval(level)?, self.second.interval(level)?);
        let (own, across) = (self.first.variance(), self.second.variance());
        let both = own + across;
        let covariance = if one.n < 2 {
            f64::NAN
        } else {
            self.across.covariance(&self.first.own, &self.second.own)
        };
        // As exact as its terms are: what is less than their rounding is nothing.
        let apart = both - 2.0 * covariance;
        let apart = if apart < 1e-14 * both { 0.0 } else { apart };
        let by = one.estimate - other.estimate;
        let difference = Estimate::student(by, apart.sqrt(), one.n as usize, level);
        let ratio = |top: f64, bottom: f64| if bottom > 0.0 { top / bottom } else { f64::NAN };
        Some(Paired {
            difference,
            p: p_value(difference),
            correlation: ratio(covariance, (own * across).sqrt()).clamp(-1.0, 1.0),
            saving: ratio(both, apart),
        })
    }

    /// What is needed to go on later, to the last bit.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        self.first.words().chain(self.second.words()).chain(self.across.words())
    }

    /// The pairs that were written as `words`; `None` if there are too few.
    pub fn from_words(words: &mut impl Iterator<Item = u64>) -> Option<Self> {
        let (first, second) = (Ratio::from_words(words)?, Ratio::from_words(words)?);
        Some(Self { first, second, across: Moments::from_words(words)? })
    }
}

/// Ratio of two sums from numerator and denominator of each replication: see [`Ratio`].
pub fn ratio_interval(pairs: &[(f64, f64)], level: Level) -> Option<Estimate> {
    let mut ratio = Ratio::default();
    for &(top, bottom) in pairs {
        ratio.push(top, bottom);
    }
    ratio.interval(level)
}

#[cfg(test)]
mod tests {
    use super::super::{mean_interval, paired};
    use super::*;

    #[test]
    fn a_ratio_of_constant_denominators_is_a_mean() {
        let pairs = [(8.0, 10.0), (9.0, 10.0), (7.0, 10.0), (10.0, 10.0)];
        let ratio = ratio_interval(&pairs, Level::P95).unwrap();
        let mean = mean_interval(&[0.8, 0.9, 0.7, 1.0], Level::P95).unwrap();
        assert!((ratio.low - mean.low).abs() < 1e-12 && (ratio.high - mean.high).abs() < 1e-12);
    }

    #[test]
    fn a_ratio_weighs_by_its_denominators() {
        // 1 of 1 and 1 of 3: the sums say 1/2, the mean of the ratios would say 2/3.
        // Rests 1/2 and -1/2: sd = √(1/2) over the mean denominator 2.
        let found = ratio_interval(&[(1.0, 1.0), (1.0, 3.0)], Level::P95).unwrap();
        assert!((found.estimate - 0.5).abs() < 1e-15);
        assert!((found.sd - 0.5f64.sqrt() / 2.0).abs() < 1e-15);
    }

    #[test]
    fn a_ratio_without_anything_below_has_no_value() {
        assert!(ratio_interval(&[], Level::P95).is_none());
        assert!(ratio_interval(&[(0.0, 0.0), (0.0, 0.0)], Level::P95).is_none());
        let single = ratio_interval(&[(1.0, 2.0)], Level::P95).unwrap();
        assert!((single.estimate - 0.5).abs() < 1e-15 && single.low.is_nan());
    }

    #[test]
    fn a_ratio_of_twelve_replications_by_two_passes() {
        // Sums of 61 times 1e6 for counts from 3 to 14, each off by a square that is known.
        let pairs: Vec<(f64, f64)> = (0..12)
            .map(|i| (f64::from(i + 3), f64::from(i * i % 7)))
            .map(|(m, off)| (61e6 * m + off, m))
            .collect();
        let (top, bottom) =
            pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let ratio = top / bottom;
        let squares: f64 = pairs.iter().map(|(y, m)| (y - ratio * m) * (y - ratio * m)).sum();
        let sd = (squares / 11.0).sqrt() / (bottom / 12.0);
        let found = ratio_interval(&pairs, Level::P95).unwrap();
        assert!((found.estimate / ratio - 1.0).abs() < 1e-15);
        assert!((found.sd / sd - 1.0).abs() < 1e-6, "{} {sd}", found.sd);
    }

    #[test]
    fn ratios_that_are_all_alike_have_no_spread() {
        let alike: Vec<(f64, f64)> = (1..30).map(|n| (0.1 * f64::from(n), f64::from(n))).collect();
        let found = ratio_interval(&alike, Level::P95).unwrap();
        assert!((found.estimate - 0.1).abs() < 1e-15 && found.half_width() < 1e-15);
        let equal = ratio_interval(&[(0.7, 7.0); 30], Level::P95).unwrap();
        assert_eq!((equal.sd, equal.low, equal.high), (0.0, 0.7 / 7.0, 0.7 / 7.0));
    }

    #[test]
    fn pairs_of_ratios_are_pairs_of_what_each_replication_contributes() {
        let first = [(0.0, 0.0), (0.0, 2.0), (1.0, 4.0), (8.0, 3.0), (2.0, 1.0)];
        let second = [(1.0, 2.0), (2.0, 3.0), (6.0, 3.0), (1.0, 2.0), (2.0, 2.0)];
        // Of a ratio R of sums: R + (y - R m) / mean m.
        let contributions = |pairs: &[(f64, f64)]| -> Vec<f64> {
            let (top, bottom) =
                pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            let (ratio, mean) = (top / bottom, bottom / pairs.len() as f64);
            pairs.iter().map(|(y, m)| ratio + (y - ratio * m) / mean).collect()
        };
        let right = paired(&contributions(&first), &contributions(&second), Level::P95).unwrap();
        let mut pairs = RatioPairs::default();
        first.into_iter().zip(second).for_each(|(first, second)| pairs.push(first, second));
        let words: Vec<u64> = pairs.words().collect();
        assert_eq!(RatioPairs::from_words(&mut words.into_iter()), Some(pairs));
        let found = pairs.compared(Level::P95).unwrap();
        for (found, right) in [
            (found.difference.estimate, right.difference.estimate),
            (found.difference.low, right.difference.low),
            (found.difference.sd, right.difference.sd),
            (found.p, right.p),
            (found.correlation, right.correlation),
            (found.saving, right.saving),
        ] {
            assert!((found - right).abs() < 1e-12, "{found} instead of {right}");
        }
        assert_eq!(found.difference.n, 5);
        // 11 of 10 less 12 of 12.
        assert!((found.difference.estimate - (11.0 / 10.0 - 12.0 / 12.0)).abs() < 1e-12);
    }

    #[test]
    fn a_ratio_does_not_differ_from_itself() {
        let mut pairs = RatioPairs::default();
        for n in 1..20 {
            let one = (libm::sqrt(f64::from(n)), f64::from(n % 5));
            pairs.push(one, one);
        }
        let found = pairs.compared(Level::P95).unwrap();
        assert_eq!((found.difference.low, found.difference.high, found.p), (0.0, 0.0, 1.0));
        assert!((found.correlation - 1.0).abs() < 1e-12 && found.saving.is_nan());
        assert!(RatioPairs::default().compared(Level::P95).is_none());
    }
}
