//! Distributions over a list of values.

use super::shares::Shares;

/// Values in rising order with their shares.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    values: Box<[f64]>,
    /// Shape: one per value.
    shares: Shares,
}

impl Table {
    /// Bounds: at least one value; shares are positive. They are scaled to sum to 1.
    pub(super) fn new(mut entries: Vec<(f64, f64)>) -> Self {
        entries.sort_by(|one, other| one.0.total_cmp(&other.0));
        let values = entries.iter().map(|entry| entry.0).collect();
        Self { values, shares: Shares::new(entries.iter().map(|entry| entry.1)) }
    }

    #[inline]
    pub(super) fn quantile(&self, u: f64) -> f64 {
        self.values[self.shares.chosen(u)]
    }

    /// Each value with its share.
    pub(super) fn entries(&self) -> impl Iterator<Item = (f64, f64)> {
        self.values.iter().copied().zip(self.shares.iter())
    }

    pub(super) fn mean(&self) -> f64 {
        self.entries().map(|(value, share)| share * value).sum()
    }

    pub(super) fn variance(&self) -> f64 {
        let mean = self.mean();
        self.entries().map(|(value, share)| share * (value - mean) * (value - mean)).sum()
    }

    /// Probability of more than `x`.
    pub(super) fn above(&self, x: f64) -> f64 {
        1.0 - self.shares.of_first(self.values.partition_point(|&value| value <= x))
    }

    pub(super) fn bounds(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        let values = self.values.iter().map(|value| value * factor).collect();
        Self { values, shares: self.shares.clone() }
    }
}
