//! Quantiles over replications.

use statrs::distribution::{Binomial, DiscreteCDF};

use super::interval::{Estimate, Level, count};

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
    let at = |rank: usize| rank.checked_sub(1).and_then(|row| sorted.get(row).copied());
    Some(Estimate {
        estimate: interpolated(&sorted, p),
        low: at(low).unwrap_or(f64::NEG_INFINITY),
        high: at(high).unwrap_or(f64::INFINITY),
        sd: f64::NAN,
        n: count(n),
    })
}

/// The quantile of type 7 of values in ascending order.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to n - 1")]
fn interpolated(sorted: &[f64], p: f64) -> f64 {
    let last = sorted.len() - 1;
    let position = last as f64 * p;
    let row = position.floor() as usize;
    let next = sorted[(row + 1).min(last)];
    sorted[row] + (position - row as f64) * (next - sorted[row])
}

/// Ranks (from 1) of the order statistics that enclose a quantile; 0 or n + 1 is an open end.
fn ranks(n: usize, p: f64, level: Level) -> (usize, usize) {
    let Ok(binomial) = Binomial::new(p, n as u64) else { return (0, n + 1) };
    // The smallest number of successes that is not exceeded with this probability.
    let quantile = |wanted: f64| {
        let (mut low, mut high) = (0, n);
        while low < high {
            let middle = usize::midpoint(low, high);
            if binomial.cdf(middle as u64) >= wanted { high = middle } else { low = middle + 1 }
        }
        low
    };
    (quantile(1.0 - level.upper()), quantile(level.upper()) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranks_are_those_of_the_binomial() {
        // Checked against tables of the binomial distribution function.
        assert_eq!(ranks(20, 0.5, Level::P95), (6, 15));
        assert_eq!(ranks(100, 0.9, Level::P95), (84, 96));
        assert_eq!(ranks(200, 0.95, Level::P95), (184, 197));
    }

    #[test]
    fn the_interval_covers_at_its_level_whatever_the_distribution() {
        // P(low rank <= successes < high rank) of a binomial is the coverage.
        for n in [5, 12, 30, 77, 400] {
            for p in [0.1, 0.5, 0.95] {
                let (low, high) = ranks(n, p, Level::P95);
                let binomial = Binomial::new(p, n as u64).unwrap();
                let below = |rank: usize| {
                    rank.checked_sub(1).map_or(0.0, |successes| binomial.cdf(successes as u64))
                };
                assert!(below(high) - below(low) >= 0.95, "{n}, {p}");
            }
        }
    }

    #[test]
    fn without_enough_observations_an_end_is_open() {
        let found = quantile_interval(&[1.0, 2.0, 3.0], 0.95, Level::P95).unwrap();
        assert!(found.high.is_infinite());
        assert!((found.estimate - 2.9).abs() < 1e-12);
        let single = quantile_interval(&[1.0], 0.5, Level::P95).unwrap();
        assert!(single.low.is_infinite() && single.high.is_infinite());
        assert!(quantile_interval(&[], 0.5, Level::P95).is_none());
        assert!(quantile_interval(&[1.0], 1.0, Level::P95).is_none());
    }
}
