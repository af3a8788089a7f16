//! Counts of whole numbers in bins whose width grows with the number.

/// A log-linear histogram: exact up to 128, then bins of at most 0.8 % of their value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<u64>,
}

const BITS: u32 = 7;

impl Histogram {
    /// An empty histogram.
    pub const fn new() -> Self {
        Self { counts: Vec::new() }
    }

    /// Counts `value`.
    #[inline]
    pub fn add(&mut self, value: u64) {
        let bin = bin(value);
        if bin >= self.counts.len() {
            self.counts.resize(bin + 1, 0);
        }
        self.counts[bin] += 1;
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
    }
}

impl Histogram {
    /// How many values were counted.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The filled range of bins without gaps: (lowest value, one past the highest, count).
    pub fn bins(&self) -> impl Iterator<Item = (u64, u64, u64)> + '_ {
        let first = self.counts.iter().position(|&count| count > 0).unwrap_or(self.counts.len());
        let rows = self.counts.iter().enumerate().skip(first);
        rows.map(|(bin, &count)| (low(bin), low(bin + 1), count))
    }

    /// The value below which a share `p` of the counted values lies, within the width of a bin.
    ///
    /// `None` when nothing was counted.
    pub fn quantile(&self, p: f64) -> Option<u64> {
        let total = self.count();
        let wanted = p.clamp(0.0, 1.0) * total as f64;
        let mut below = 0;
        for (low, high, count) in self.bins().filter(|&(_, _, count)| count > 0) {
            if (below + count) as f64 >= wanted {
                let inside = (wanted - below as f64).max(0.0) / count as f64;
                // The middle of the counted value's own unit, spread evenly over the bin.
                let offset = inside * (high - low - 1) as f64;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "in the bin"
                )]
                return Some(low + offset as u64);
            }
            below += count;
        }
        None
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside a bin")]
const fn whole(offset: f64) -> u64 {
    offset as u64
}

/// Lowest value of a bin.
const fn low(bin: usize) -> u64 {
    let shift = (bin >> BITS).saturating_sub(1);
    ((bin - (shift << BITS)) as u64) << shift
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "fewer than 8,000 bins")]
fn bin(value: u64) -> usize {
    let shift = (64 - value.leading_zeros()).saturating_sub(BITS + 1);
    ((shift as usize) << BITS) + (value >> shift) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_its_bin_and_bins_are_narrow() {
        for value in (0..2000).chain((1..40).map(|k| 3u64.pow(k))) {
            let bin = bin(value);
            let (from, to) = (low(bin), low(bin + 1));
            assert!(from <= value && value < to, "{value} in {from}..{to}");
            assert!(to - from == 1 || (to - from) as f64 <= 0.008 * value as f64);
        }
    }

    #[test]
    fn quantiles_are_within_a_bin_and_merging_is_counting_both() {
        let (mut low, mut high) = (Histogram::new(), Histogram::new());
        (0..500).for_each(|value| low.add(value * 1000));
        (500..1000).for_each(|value| high.add(value * 1000));
        low.merge(&high);
        assert_eq!(low.count(), 1000);
        let median = low.quantile(0.5).expect("counted") as f64;
        assert!((median / 499_500.0 - 1.0).abs() < 0.009, "{median}");
        assert_eq!(Histogram::new().quantile(0.5), None);
    }
}
