//! Count, mean and spread of numbers that arrive one after the other.

use super::Gathering;

/// Count, mean, spread and range of the numbers seen so far.
///
/// Numbers that are all equal have no spread at all, not a rounded one.
///
/// Source: B. P. Welford, *Note on a method for calculating corrected sums of squares and
/// products*, Technometrics 4, 1962 (adding one number); T. F. Chan, G. H. Golub, R. J. LeVeque,
/// *Algorithms for computing the sample variance*, The American Statistician 37, 1983 (merging).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    n: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
    min: f64,
    max: f64,
}

impl Running {
    /// How many words it is written in.
    pub const WORDS: usize = 5;

    /// Nothing seen yet.
    pub const fn new() -> Self {
        Self { n: 0, mean: 0.0, squares: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY }
    }

    /// All of `values`, folded in chunks of 32 that are merged in order.
    pub fn of(values: &[f64]) -> Self {
        let mut all = Gathering::default();
        for &value in values {
            all.push(value);
        }
        all.so_far()
    }

    /// Adds a number.
    pub fn push(&mut self, value: f64) {
        self.n += 1;
        let off = value - self.mean;
        self.mean += off / self.n as f64;
        self.squares += off * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// What was seen by both.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        if self.n == 0 {
            return *other;
        }
        if other.n == 0 {
            return *self;
        }
        let n = self.n + other.n;
        let off = other.mean - self.mean;
        let share = other.n as f64 / n as f64;
        Self {
            n,
            mean: self.mean + off * share,
            squares: self.squares + other.squares + off * off * (self.n as f64 * share),
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    /// How many numbers were seen.
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Their mean; NaN if there are none.
    pub const fn mean(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.mean }
    }

    /// Their variance, as an estimate from a sample (divided by n - 1); NaN for fewer than two.
    pub fn variance(&self) -> f64 {
        if self.n < 2 { f64::NAN } else { self.squares / (self.n - 1) as f64 }
    }

    /// Their standard deviation, as an estimate from a sample; NaN for fewer than two.
    pub fn sd(&self) -> f64 {
        self.variance().sqrt()
    }

    /// The smallest; infinity if there are none.
    pub const fn min(&self) -> f64 {
        self.min
    }

    /// The largest; minus infinity if there are none.
    pub const fn max(&self) -> f64 {
        self.max
    }

    /// What is needed to go on later, to the last bit.
    pub const fn words(&self) -> [u64; Self::WORDS] {
        let Self { n, mean, squares, min, max } = *self;
        [n, mean.to_bits(), squares.to_bits(), min.to_bits(), max.to_bits()]
    }

    /// The numbers that were written as `words`; `None` if there are too few.
    pub fn from_words(words: &mut impl Iterator<Item = u64>) -> Option<Self> {
        let n = words.next()?;
        let mut number = || words.next().map(f64::from_bits);
        let (mean, squares, min, max) = (number()?, number()?, number()?, number()?);
        Some(Self { n, mean, squares, min, max })
    }
}

impl Default for Running {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::gathering::CHUNK;
    use super::*;

    /// A smooth but irregular series around a large mean, where a sum of squares would lose its
    /// digits.
    fn series(n: u32) -> Vec<f64> {
        (0..n).map(|i| 1e9 + f64::from(i * i % 97) / 7.0).collect()
    }

    #[test]
    fn it_agrees_with_two_passes() {
        let values = series(1000);
        let found = Running::of(&values);
        let mean = values.iter().sum::<f64>() / 1000.0;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        assert!((found.mean() / mean - 1.0).abs() < 1e-14);
        assert!((found.variance() / (squares / 999.0) - 1.0).abs() < 1e-6);
        assert_eq!((found.n(), found.min(), found.max()), (1000, 1e9, 1e9 + 96.0 / 7.0));
    }

    #[test]
    fn four_numbers_by_hand() {
        let found = Running::of(&[2.0, 4.0, 4.0, 6.0]);
        assert_eq!((found.mean(), found.variance()), (4.0, 8.0 / 3.0));
    }

    #[test]
    fn equal_numbers_have_no_spread_at_all() {
        // The sum of ten tenths is not one; the mean of a hundred must be a tenth all the same.
        let found = Running::of(&[0.1; 100]);
        assert_eq!((found.mean(), found.sd()), (0.1, 0.0));
    }

    #[test]
    fn whole_chunks_may_be_folded_apart() {
        let values = series(500);
        let chunk = usize::try_from(CHUNK).unwrap();
        let (first, rest) = values.split_at(3 * chunk);
        let one_by_one = rest.chunks(chunk).map(Running::of);
        let merged = one_by_one.fold(Running::of(first), |all, part| all.merged(&part));
        assert_eq!(merged, Running::of(&values));
    }

    #[test]
    fn nothing_has_no_mean_and_one_number_no_spread() {
        assert!(Running::new().mean().is_nan());
        let one = Running::of(&[7.0]);
        assert!((one.mean() - 7.0).abs() < 1e-15 && one.sd().is_nan());
        assert_eq!(Running::new().merged(&one), one);
        assert_eq!(one.merged(&Running::default()), one);
    }
}
