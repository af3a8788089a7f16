//! How distributions of counts, of measured values and mixtures are made.

use super::boxed::Boxed;
use super::geometric::Geometric;
use super::invalid::{Invalid, finite, not_negative, positive, within};
use super::mixture::Mixture;
use super::table::Table;
use super::{Distribution, Law};

/// The table of a count grows with the square root of its mean.
const GREATEST_COUNT: f64 = 1e8;
/// Counts this much less likely than the likeliest are left out: no uniform number would find them.
const LEAST_WEIGHT: f64 = 1e-18;

impl Distribution {
    /// How often something independent happens.
    ///
    /// # Errors
    ///
    /// If `mean` is not above 0, or above 1e8.
    pub fn poisson(mean: f64) -> Result<Self, Invalid> {
        let mean = within("mean", positive("mean", mean)?, 0.0, GREATEST_COUNT)?;
        Ok(counted(mean.floor(), |count| mean / (count + 1.0)))
    }

    /// Trials up to and including the first success, each with chance `p`.
    ///
    /// # Errors
    ///
    /// If `p` is not in 1e-9 to 1.
    pub fn geometric(p: f64) -> Result<Self, Invalid> {
        if within("p", p, 1e-9, 1.0)? >= 1.0 {
            return Self::constant(1.0);
        }
        Ok(Self::boxed(Boxed::Geometric(Geometric::new(p))))
    }

    /// Successes in `n` trials, each with chance `p`.
    ///
    /// # Errors
    ///
    /// If `p` is not in 0 to 1.
    pub fn binomial(n: u32, p: f64) -> Result<Self, Invalid> {
        let p = within("p", p, 0.0, 1.0)?;
        let trials = f64::from(n);
        if p <= 0.0 || p >= 1.0 || n == 0 {
            return Self::constant(trials * p);
        }
        let odds = p / (1.0 - p);
        let mode = ((trials + 1.0) * p).floor().min(trials);
        Ok(counted(mode, |count| (trials - count) / (count + 1.0) * odds))
    }

    /// A few values, each given with its share.
    ///
    /// # Errors
    ///
    /// If there is none, a value is negative or a share is not above 0. The shares are scaled to
    /// sum to 1.
    pub fn discrete(entries: &[(f64, f64)]) -> Result<Self, Invalid> {
        for &(value, share) in entries {
            not_negative("values", value)?;
            positive("shares", share)?;
        }
        tabled(entries.to_vec())
    }

    /// Measured values, each equally likely; nothing between or beyond them.
    ///
    /// # Errors
    ///
    /// If there is none or one is negative.
    pub fn empirical(values: &[f64]) -> Result<Self, Invalid> {
        for &value in values {
            not_negative("values", value)?;
        }
        tabled(values.iter().map(|&value| (value, 1.0)).collect())
    }

    /// One of several distributions, each given with its share.
    ///
    /// # Errors
    ///
    /// If there is none or a share is not above 0. The shares are scaled to sum to 1.
    pub fn mixture(parts: &[(f64, Self)]) -> Result<Self, Invalid> {
        for (share, _) in parts {
            positive("shares", *share)?;
        }
        match parts {
            [] => Err(Invalid::new("of", "needs at least one distribution")),
            [(_, only)] => Ok(only.clone()),
            parts => Ok(Self::boxed(Boxed::Mixture(Mixture::new(parts)))),
        }
    }
}

fn tabled(entries: Vec<(f64, f64)>) -> Result<Distribution, Invalid> {
    match entries[..] {
        [] => Err(Invalid::new("values", "needs at least one value")),
        [(value, _)] => Ok(Distribution(Law::Constant(finite("values", value)?))),
        _ => Ok(Distribution::boxed(Boxed::Table(Table::new(entries)))),
    }
}

/// The counts around the likeliest one, where `next` is the weight of count + 1 over that of count.
fn counted(likeliest: f64, next: impl Fn(f64) -> f64) -> Distribution {
    let mut entries = vec![(likeliest, 1.0)];
    let (mut count, mut weight) = (likeliest, 1.0);
    while count > 0.0 && weight > LEAST_WEIGHT {
        count -= 1.0;
        weight /= next(count);
        entries.push((count, weight));
    }
    (count, weight) = (likeliest, 1.0);
    while weight > LEAST_WEIGHT {
        weight *= next(count);
        count += 1.0;
        entries.push((count, weight));
    }
    entries.retain(|entry| entry.1 > 0.0);
    Distribution::boxed(Boxed::Table(Table::new(entries)))
}
