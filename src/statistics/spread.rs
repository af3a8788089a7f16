//! Whole numbers of which quantiles are asked: the few as they are, the many in bins.

use super::Histogram;

/// Numbers of both signs. Quantiles are exact up to [`Spread::EXACT`] numbers, beyond that right to 0.8 %.
///
/// Memory: 8 bytes a number while they are exact, then at most 120 KiB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// How many there are.
    count: u64,
    /// The numbers as they came, as long as they are exact.
    exact: Vec<i64>,
    /// How far those are below zero that are.
    below: Histogram,
    /// The others.
    above: Histogram,
}

/// Numbers that lie evenly between the least and the largest of them.
#[derive(Clone, Copy, Debug)]
struct Bin {
    least: i64,
    most: i64,
    count: u64,
}

impl Spread {
    /// So many are kept as they are.
    pub const EXACT: usize = 1 << 14;

    /// No numbers.
    pub const fn new() -> Self {
        Self { count: 0, exact: Vec::new(), below: Histogram::new(), above: Histogram::new() }
    }

    /// Adds a number.
    ///
    /// Cost: a few instructions; once, all that were exact are put into bins.
    #[inline]
    pub fn add(&mut self, number: i64) {
        self.count += 1;
        if self.count <= Self::EXACT as u64 {
            self.exact.push(number);
        } else {
            self.add_to_bins(number);
        }
    }

    #[cold]
    fn add_to_bins(&mut self, number: i64) {
        for number in std::mem::take(&mut self.exact) {
            self.put(number);
        }
        self.put(number);
    }

    /// Adds the numbers of another spread: the same as if they had been added one by one.
    ///
    /// Cost: one instruction or so a number or bin.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        if self.count <= Self::EXACT as u64 {
            self.exact.extend_from_slice(&other.exact);
            return;
        }
        for number in std::mem::take(&mut self.exact) {
            self.put(number);
        }
        for &number in &other.exact {
            self.put(number);
        }
        self.below.merge(&other.below);
        self.above.merge(&other.above);
    }

    fn put(&mut self, number: i64) {
        let side = if number < 0 { &mut self.below } else { &mut self.above };
        side.add(number.unsigned_abs());
    }

    /// How many numbers there are.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// For each share, the least number at or below which so many of the numbers lie; `None` without any number or bound.
    ///
    /// Numbers that grew beyond a bound when nobody looked any more are `cut`: one counts as more than everything
    /// below its bound, and above that it is not known and left out.
    ///
    /// Unit of `percent`: hundredths, 1 to 100. Bounds: the largest number or bound at most.
    pub fn quantiles<const N: usize>(
        &self,
        mut cut: Vec<i64>,
        percent: [u8; N],
    ) -> Option<[f64; N]> {
        if self.count == 0 && cut.is_empty() {
            return None;
        }
        cut.sort_unstable();
        let bins = self.bins();
        Some(percent.map(|percent| self.quantile(&bins, &cut, u64::from(percent))))
    }

    /// The numbers in ascending order.
    fn bins(&self) -> Vec<Bin> {
        let mut exact = self.exact.clone();
        exact.sort_unstable();
        let exact = exact.into_iter().map(|number| Bin { least: number, most: number, count: 1 });
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let filled = |side: &Histogram| -> Vec<Bin> {
            let (least, most) = (side.least().unwrap_or(0), side.most().unwrap_or(0));
            let filled = side.bins().filter(|&(_, _, count)| count > 0);
            let bin = |(low, high, count): (u64, u64, u64)| Bin {
                least: signed(low.max(least)),
                most: signed((high - 1).min(most)),
                count,
            };
            filled.map(bin).collect()
        };
        let below = filled(&self.below).into_iter().rev();
        let below = below.map(|bin| Bin { least: -bin.most, most: -bin.least, ..bin });
        exact.chain(below).chain(filled(&self.above)).collect()
    }

    fn quantile(&self, bins: &[Bin], cut: &[i64], percent: u64) -> f64 {
        // Numbers so far, and bounds so far.
        let (mut below, mut passed) = (0, 0);
        // Hundredths of a number that must lie at or below the quantile.
        let wanted = |passed: usize| percent * (self.count + (cut.len() - passed) as u64);
        for bin in bins {
            while let Some(&bound) = cut.get(passed).filter(|bound| **bound < bin.most) {
                passed += 1;
                if 100 * below >= wanted(passed) {
                    return bound as f64;
                }
            }
            let wanted =
                wanted(passed + cut[passed..].iter().take_while(|&&b| b == bin.most).count());
            if 100 * (below + bin.count) >= wanted {
                let share = wanted.saturating_sub(100 * below) as f64 / (100 * bin.count) as f64;
                return bin.least as f64 + share * (bin.most - bin.least) as f64;
            }
            below += bin.count;
        }
        // With all numbers passed, the bounds above them are passed one by one.
        let bound = cut[passed..]
            .iter()
            .zip(passed + 1..)
            .find(|(_, passed)| 100 * below >= wanted(*passed));
        bound.map_or(f64::NAN, |(&bound, _)| bound as f64)
    }
}

impl Default for Spread {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(numbers: impl IntoIterator<Item = i64>) -> Spread {
        let mut spread = Spread::new();
        numbers.into_iter().for_each(|number| spread.add(number));
        spread
    }

    /// Of five numbers 80 % are four, 50 % three, 90 % and 95 % five.
    #[test]
    fn few_numbers_have_exact_quantiles_whatever_their_order_and_sign() {
        let five = spread([30, -20, 10, 40, -5]);
        assert_eq!(five.quantiles(Vec::new(), [50, 80, 90, 95]), Some([10.0, 30.0, 40.0, 40.0]));
        assert_eq!(spread([7]).quantiles(Vec::new(), [1, 100]), Some([7.0, 7.0]));
        assert_eq!(Spread::new().quantiles(Vec::new(), [50]), None);
    }

    /// Nothing is known but that each is more than its bound: the largest of them is told.
    #[test]
    fn of_bounds_alone_the_largest_is_told() {
        assert_eq!(Spread::new().quantiles(vec![9, 3], [50, 95]), Some([9.0, 9.0]));
    }

    /// Of 20 numbers 95 % are 19 and 90 % are 18, to the number.
    #[test]
    fn shares_are_not_rounded() {
        let twenty = spread(1..=20);
        assert_eq!(twenty.quantiles(Vec::new(), [5, 90, 95, 96]), Some([1.0, 18.0, 19.0, 20.0]));
    }

    /// 1 to 4 are known, and two that are more than 2: of six, 2 are at or below 2 when the bounds are not passed.
    /// At 2 both bounds are passed: 2 of 4 are there. So the median is 2, and 75 % are 3.
    #[test]
    fn what_is_cut_counts_as_more_than_its_bound_and_above_it_not() {
        let four = spread(1..=4);
        assert_eq!(four.quantiles(vec![2, 2], [50, 75]), Some([2.0, 3.0]));
        // Bounds of 3: at 2 there are 2 of 6; at 3 they are passed, 3 of 4.
        assert_eq!(four.quantiles(vec![3, 3], [30, 50, 75]), Some([2.0, 3.0, 3.0]));
        // A bound beyond all: at 4 there are 4 of 5, from 9 on 4 of 4.
        assert_eq!(four.quantiles(vec![9], [80, 81]), Some([4.0, 9.0]));
        // Half of the bounds between numbers: at 2 there are 2 of 4 + 1; from 3 on all.
        assert_eq!(spread([2, 2, 9, 9]).quantiles(vec![3], [40, 50]), Some([2.0, 3.0]));
    }

    /// Few and few, few and many, many and few, and two halves that are few alone.
    #[test]
    fn merging_is_adding_one_by_one() {
        let most = i64::try_from(Spread::EXACT).expect("it is small");
        for (one, other) in [(3, 4), (3, 2 * most), (2 * most, 3), (most, most), (0, 2), (2, 0)] {
            let mut merged = spread((0..one).map(|number| number - 1));
            merged.merge(&spread((0..other).map(|number| 7 - number)));
            let added =
                (0..one).map(|number| number - 1).chain((0..other).map(|number| 7 - number));
            assert_eq!(merged, spread(added), "{one} and {other}");
        }
    }

    #[test]
    fn many_numbers_are_right_to_a_bin_on_both_sides_of_zero() {
        let half = 50_000_i64;
        let many = spread((-half..half).map(|number| number * 1_000));
        let found = many.quantiles(Vec::new(), [10, 50, 80, 95]).expect("there are numbers");
        for (found, right) in found.into_iter().zip([-40e6, 0.0, 30e6, 45e6]) {
            assert!((found - right).abs() <= 0.008 * right.abs() + 1_000.0, "{found}, {right}");
        }
        assert_eq!(many.count(), 100_000);
        assert!(many.exact.is_empty());
    }
}
