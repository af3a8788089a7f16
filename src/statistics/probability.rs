//! Probabilities from successes among trials.

use statrs::distribution::{ContinuousCDF, Normal};

use super::interval::{Estimate, Level};

/// A probability with Wilson's interval.
///
/// `None` without trials, or with more successes than trials. The interval is never empty and
/// never leaves [0, 1].
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
    // Exact at the ends, where both terms are equal but rounded apart.
    let low = if successes == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if successes == trials { 1.0 } else { (centre + half).min(1.0) };
    Some(Estimate { estimate: p, low, high, sd: (p * (1.0 - p)).sqrt(), n: trials })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_has_the_published_ends() {
        // R. G. Newcombe 1998, table I, method 3: 81 of 263: 0.2553 to 0.3662; 15 of 148: 0.0624
        // to 0.1605; 0 of 20: 0 to 0.1611; 1 of 29: 0.0061 to 0.1718.
        for (successes, trials, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = wilson(successes, trials, Level::P95).unwrap();
            assert!((found.low - low).abs() <= 5.1e-5, "{found:?}");
            assert!((found.high - high).abs() <= 5.1e-5, "{found:?}");
        }
    }

    #[test]
    fn it_covers_as_often_as_computed_exactly() {
        use statrs::distribution::{Binomial, Discrete};
        // Coverage of the nominal 95 % at one true probability.
        for (p, n, right) in [(0.99, 50, 0.911), (0.95, 20, 0.925)] {
            let binomial = Binomial::new(p, n).unwrap();
            let covers = |k: &u32| {
                let found = wilson(*k, u32::try_from(n).unwrap(), Level::P95).unwrap();
                found.low <= p && p <= found.high
            };
            let last = u32::try_from(n).unwrap();
            let covered: f64 = (0..=last).filter(covers).map(|k| binomial.pmf(k.into())).sum();
            assert!((covered - right).abs() < 5.1e-4, "{p}, {n}: {covered}");
        }
    }

    #[test]
    fn no_trials_have_no_probability() {
        assert!(wilson(0, 0, Level::P95).is_none());
        assert!(wilson(2, 1, Level::P95).is_none());
        let sure = wilson(1, 1, Level::P95).unwrap();
        assert!(sure.high >= 1.0 && sure.low > 0.0);
    }
}
