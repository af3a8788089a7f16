//! Counts of whole numbers in bins whose width grows with the number.

/// A log-linear histogram: exact below 256, then bins of at most 0.8 % of their value. The least
/// and the largest value are kept exactly.
///
/// Memory: 8 bytes a bin up to the highest one filled, which is 60 KiB at most, however many
/// numbers are counted. Merging is adding, so its order does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// Shape: one per bin, from the bin of 0 to the highest one filled.
    counts: Vec<u64>,
    /// The least value; the largest there is if nothing was counted.
    least: u64,
    /// The largest value; zero if nothing was counted.
    most: u64,
}

/// Each power of two from 128 on is cut into 2^7 bins.
const BITS: u32 = 7;

impl Histogram {
    /// An empty histogram.
    pub const fn new() -> Self {
        Self { counts: Vec::new(), least: u64::MAX, most: 0 }
    }

    /// Counts `value`.
    ///
    /// Cost: a few instructions; memory only for a new highest bin.
    #[inline]
    pub fn add(&mut self, value: u64) {
        let bin = bin(value);
        if bin >= self.counts.len() {
            self.counts.resize(bin + 1, 0);
        }
        self.counts[bin] += 1;
        self.least = self.least.min(value);
        self.most = self.most.max(value);
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
    }

    /// What is needed to go on later: the least and the largest value, then the counts, bin by bin
    /// from the bin of 0 to the highest one filled.
    pub fn words(&self) -> impl Iterator<Item = u64> + '_ {
        (0..self.counts.len() + 2).map(|word| match word {
            0 => self.least,
            1 => self.most,
            bin => self.counts[bin - 2],
        })
    }

    /// The histogram that was written as `words`; `None` if that cannot be.
    pub fn from_words(words: &[u64]) -> Option<Self> {
        let (&[least, most], counts) = words.split_first_chunk::<2>()?;
        let is_right = if counts.is_empty() {
            (least, most) == (u64::MAX, 0)
        } else {
            let first = counts.iter().position(|&count| count > 0);
            let last = counts.last().is_some_and(|&count| count > 0);
            last && least <= most && first == Some(bin(least)) && bin(most) + 1 == counts.len()
        };
        is_right.then(|| Self { counts: counts.to_vec(), least, most })
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The bins from the lowest one filled to the highest, without gaps: (lowest value, one past
    /// the highest, count).
    pub fn bins(&self) -> impl Iterator<Item = (u64, u64, u64)> + '_ {
        let first = self.counts.iter().position(|&count| count > 0).unwrap_or(self.counts.len());
        let rows = self.counts.iter().enumerate().skip(first);
        rows.map(|(bin, &count)| (low(bin), low(bin + 1), count))
    }

    /// The least value counted; `None` when nothing was counted.
    pub fn least(&self) -> Option<u64> {
        (!self.counts.is_empty()).then_some(self.least)
    }

    /// The largest value counted; `None` when nothing was counted.
    pub fn most(&self) -> Option<u64> {
        (!self.counts.is_empty()).then_some(self.most)
    }

    /// The value at or below which a share `p` of the counted values lies, within the width of a
    /// bin: exact below 256, and never outside what was counted.
    ///
    /// `None` when nothing was counted. A `p` outside [0, 1] counts as the nearer end.
    pub fn quantile(&self, p: f64) -> Option<u64> {
        let wanted = p.clamp(0.0, 1.0) * self.count() as f64;
        let mut below = 0;
        for (low, high, count) in self.bins().filter(|&(_, _, count)| count > 0) {
            if (below + count) as f64 >= wanted {
                // As if the values of the bin were spread evenly over it.
                let inside = (wanted - below as f64).max(0.0) / count as f64;
                // The last bin has no value above it.
                let last = if high == u64::MAX { high } else { high - 1 };
                let (low, last) = (low.max(self.least), last.min(self.most));
                let widest = last - low;
                return Some(low + whole(inside * widest as f64).min(widest));
            }
            below += count;
        }
        None
    }
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

/// The whole part of an offset inside a bin.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside a bin")]
const fn whole(offset: f64) -> u64 {
    offset as u64
}

/// The bin of a value.
///
/// The values below 2^8 have a bin each. Above, a value keeps its 8 leading bits; the number of
/// bits that it loses and those 8 bits (of which the first is always set) are its bin.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "fewer than 8,000 bins")]
fn bin(value: u64) -> usize {
    let lost = (64 - value.leading_zeros()).saturating_sub(BITS + 1);
    ((lost as usize) << BITS) + (value >> lost) as usize
}

/// Lowest value of a bin; for the bin above the last one, the largest value there is.
fn low(bin: usize) -> u64 {
    let lost = (bin >> BITS).saturating_sub(1);
    let leading = (bin - (lost << BITS)) as u64;
    if u64::BITS as usize - lost <= BITS as usize { u64::MAX } else { leading << lost }
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
            assert_eq!(to - from == 1, value < 256);
        }
    }

    #[test]
    fn the_largest_value_has_a_bin_and_the_room_is_bounded() {
        let mut histogram = Histogram::new();
        histogram.add(u64::MAX);
        assert!(histogram.counts.len() * size_of::<u64>() < 60 * 1024);
        assert_eq!(histogram.bins().last(), Some((0xFF << 56, u64::MAX, 1)));
        assert!(histogram.quantile(1.0) >= Some(0xFF << 56));
    }

    #[test]
    fn bins_have_no_gaps_and_start_at_the_lowest_value() {
        let mut histogram = Histogram::new();
        for value in [300, 10_000, 301, 7] {
            histogram.add(value);
        }
        let bins: Vec<_> = histogram.bins().collect();
        assert_eq!(bins[0], (7, 8, 1));
        assert!(bins.windows(2).all(|pair| pair[0].1 == pair[1].0));
        assert_eq!(bins.iter().map(|bin| bin.2).sum::<u64>(), histogram.count());
    }

    #[test]
    fn quantiles_are_within_a_bin_and_merging_is_counting_both() {
        let (mut low, mut high) = (Histogram::new(), Histogram::new());
        (0..500).for_each(|value| low.add(value * 1000));
        (500..1000).for_each(|value| high.add(value * 1000));
        let mut turned = high.clone();
        turned.merge(&low);
        low.merge(&high);
        assert_eq!(low, turned);
        assert_eq!(low.count(), 1000);
        for (p, right) in [(0.05, 49_500.0), (0.5, 499_500.0), (0.95, 949_500.0)] {
            let found = low.quantile(p).unwrap() as f64;
            assert!((found / right - 1.0).abs() < 0.011, "{p}: {found}");
        }
    }

    #[test]
    fn small_numbers_have_exact_quantiles() {
        let mut histogram = Histogram::new();
        (1..=100).for_each(|value| histogram.add(value));
        assert_eq!(histogram.quantile(0.5), Some(50));
        assert_eq!(histogram.quantile(0.95), Some(95));
        assert_eq!((histogram.quantile(0.0), histogram.quantile(2.0)), (Some(1), Some(100)));
    }

    #[test]
    fn no_quantile_lies_outside_what_was_counted() {
        // 1,000 and 1,003 share the bin from 1,000 to 1,004, whose last value nobody has seen.
        let mut histogram = Histogram::new();
        (0..10).for_each(|_| histogram.add(1_003));
        assert_eq!(low(bin(1_003))..low(bin(1_003) + 1), 1_000..1_004);
        for p in [0.0, 0.05, 0.5, 0.95, 1.0] {
            assert_eq!(histogram.quantile(p), Some(1_003), "all are equal");
        }
        histogram.add(1_002);
        assert_eq!(histogram.quantile(0.0), Some(1_002));
        assert_eq!(histogram.quantile(1.0), Some(1_003));
        // A single value far up, where a bin is wide.
        let mut single = Histogram::new();
        single.add(1_000_000_007);
        assert_eq!(single.quantile(0.95), Some(1_000_000_007));
        assert_eq!((single.least(), single.most()), (single.quantile(0.0), single.quantile(1.0)));
        histogram.merge(&single);
        assert_eq!((histogram.least(), histogram.most()), (Some(1_002), Some(1_000_000_007)));
    }

    #[test]
    fn it_goes_on_from_its_words_and_refuses_others() {
        let mut histogram = Histogram::new();
        for value in [7, 300, 1_000_003] {
            let words: Vec<u64> = histogram.words().collect();
            assert_eq!(Histogram::from_words(&words).as_ref(), Some(&histogram));
            histogram.add(value);
        }
        let words: Vec<u64> = histogram.words().collect();
        for word in [0, 1] {
            let mut wrong = words.clone();
            wrong[word] = 50;
            assert_eq!(Histogram::from_words(&wrong), None);
        }
        assert_eq!(Histogram::from_words(&words[..1]), None);
        assert_eq!(Histogram::from_words(&words[..words.len() - 1]), None);
        assert_eq!(Histogram::from_words(&[u64::MAX, 0, 0]), None);
    }

    #[test]
    fn nothing_counted_has_no_quantile() {
        assert_eq!(Histogram::new().quantile(0.5), None);
        assert_eq!(Histogram::new().bins().count(), 0);
    }
}
