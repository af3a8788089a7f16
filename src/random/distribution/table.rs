//! Distributions over a list of values, found by binary search.

/// Values in rising order with their cumulated shares.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    values: Box<[f64]>,
    /// Share of this value and all before it; the last is 1. Shape: one per value.
    cumulated: Box<[f64]>,
}

impl Table {
    /// Bounds: at least one value; shares are positive. They are scaled to sum to 1.
    pub(super) fn new(mut entries: Vec<(f64, f64)>) -> Self {
        entries.sort_by(|one, other| one.0.total_cmp(&other.0));
        let values = entries.iter().map(|entry| entry.0).collect();
        Self { values, cumulated: cumulate(entries.iter().map(|entry| entry.1)) }
    }

    #[inline]
    pub(super) fn quantile(&self, u: f64) -> f64 {
        self.values[chosen(&self.cumulated, u)]
    }

    /// Each value with its share.
    pub(super) fn entries(&self) -> impl Iterator<Item = (f64, f64)> {
        self.values.iter().copied().zip(shares(&self.cumulated))
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
        match self.values.partition_point(|&value| value <= x) {
            0 => 1.0,
            below => 1.0 - self.cumulated[below - 1],
        }
    }

    pub(super) fn bounds(&self) -> (f64, f64) {
        (self.values[0], self.values[self.values.len() - 1])
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        let values = self.values.iter().map(|value| value * factor).collect();
        Self { values, cumulated: self.cumulated.clone() }
    }
}

/// Running sums, scaled so that the last is 1.
pub(super) fn cumulate(shares: impl Iterator<Item = f64>) -> Box<[f64]> {
    let mut sum = 0.0;
    let mut cumulated: Box<[f64]> = shares
        .map(|share| {
            sum += share;
            sum
        })
        .collect();
    for entry in &mut cumulated {
        *entry /= sum;
    }
    cumulated
}

/// The entry whose part of the unit interval holds `u`, which lies below 1.
#[inline]
pub(super) fn chosen(cumulated: &[f64], u: f64) -> usize {
    cumulated.partition_point(|&share| share < u)
}

/// The shares behind running sums.
pub(super) fn shares(cumulated: &[f64]) -> impl Iterator<Item = f64> {
    let before = std::iter::once(0.0).chain(cumulated.iter().copied());
    cumulated.iter().zip(before).map(|(now, before)| now - before)
}
