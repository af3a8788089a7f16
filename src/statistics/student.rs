//! Student's t distribution: quantiles and tails.

use statrs::distribution::{Continuous, ContinuousCDF, Normal, StudentsT};

/// From here on the expansion around the normal quantile is exact to 10^-13.
const MANY: f64 = 2000.0;

/// Steps after which a search ends; it needs about three.
const MOST_STEPS: u32 = 60;

/// The value that Student's t lies below with probability `p`, which is at least 1/2 and below 1.
///
/// `freedom` is at least 1, and need not be a whole number. Relative error below 10^-11.
pub(super) fn quantile(p: f64, freedom: f64) -> f64 {
    let start = expansion(Normal::standard().inverse_cdf(p), freedom);
    let Ok(t) = StudentsT::new(0.0, 1.0, freedom) else { return f64::NAN };
    if freedom >= MANY {
        return start;
    }
    // The tail is convex, so every step but the first lands on the same side of the root.
    let mut found = start;
    for _ in 0..MOST_STEPS {
        let step = (t.sf(found) - (1.0 - p)) / t.pdf(found);
        found += step;
        // The error of a step is of the order of its square.
        if step.abs() <= 1e-8 * found.abs() {
            break;
        }
    }
    found
}

/// Probability that Student's t lies at least as far from zero as `t`, on either side.
pub(super) fn tails(t: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |student| 2.0 * student.sf(t.abs()))
}

/// Student's quantile from the normal one, in powers of one over the freedom.
///
/// With little freedom it falls short.
///
/// Source: M. Abramowitz, I. A. Stegun, *Handbook of Mathematical Functions*, 1964, 26.7.5.
fn expansion(z: f64, freedom: f64) -> f64 {
    let square = z * z;
    let terms = [
        1.0,
        (square + 1.0) / 4.0,
        ((5.0 * square + 16.0) * square + 3.0) / 96.0,
        (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0,
        ((((79.0 * square + 776.0) * square + 1482.0) * square - 1920.0) * square - 945.0)
            / 92160.0,
    ];
    z * terms.iter().rev().fold(0.0, |sum, term| sum / freedom + term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_table() {
        // Two-sided 95 %, any table of Student's t.
        for (freedom, right) in
            [(1.0, 12.706_205), (2.0, 4.302_653), (9.0, 2.262_157), (29.0, 2.045_230)]
        {
            assert!((quantile(0.975, freedom) - right).abs() < 1e-6, "{freedom}");
        }
    }

    #[test]
    fn with_little_freedom_the_inverse_is_closed() {
        for p in [0.5, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9995, 0.999_999] {
            let one = libm::tan(std::f64::consts::PI * (p - 0.5));
            assert!((quantile(p, 1.0) - one).abs() <= 1e-9 * one, "{p}: {}", quantile(p, 1.0));
            let two = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
            assert!((quantile(p, 2.0) - two).abs() <= 1e-9 * two, "{p}: {}", quantile(p, 2.0));
        }
    }

    #[test]
    fn the_quantile_undoes_the_tails_for_every_freedom() {
        for p in [0.9, 0.95, 0.975, 0.995, 0.9995] {
            let mut before = f64::INFINITY;
            for step in 0..400 {
                let freedom = 1.0 + f64::from(step * step) * 0.0173;
                let found = quantile(p, freedom);
                assert!(found < before, "{p}, {freedom}: {found}");
                before = found;
                let share = tails(found, freedom);
                assert!((share / (2.0 - 2.0 * p) - 1.0).abs() < 1e-8, "{p}, {freedom}: {share}");
            }
        }
    }
}
