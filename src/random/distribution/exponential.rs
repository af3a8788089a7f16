//! The exponential distribution: no memory, one look into a table.

use std::fmt;
use std::sync::LazyLock;

use super::super::logarithm::ln;
use super::cells::Cells;

/// Minus the natural logarithm of a number in (0, 1).
static TABLE: LazyLock<Cells> = LazyLock::new(|| Cells::new(0, series));

/// An exponential duration.
#[derive(Clone)]
pub(super) struct Exponential {
    pub(super) mean: f64,
    table: &'static Cells,
}

impl Exponential {
    pub(super) fn new(mean: f64) -> Self {
        Self { mean, table: &TABLE }
    }

    /// The value at `u`, which falls with `u`: one minus it has the same distribution and would
    /// cost a subtraction.
    ///
    /// Error: below 1.5e-10 of the mean.
    #[inline]
    pub(super) fn falling(&self, u: f64) -> f64 {
        let Some(multiple) = self.table.at(u) else { return -self.mean * ln(u) };
        // Beside one the error could turn the sign.
        self.mean * multiple.abs()
    }

    pub(super) fn above(&self, x: f64) -> f64 {
        libm::exp(-x / self.mean)
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self { mean: self.mean * factor, ..self.clone() }
    }
}

impl PartialEq for Exponential {
    fn eq(&self, other: &Self) -> bool {
        self.mean == other.mean
    }
}

/// Its parameter; the table is the same for all.
impl fmt::Debug for Exponential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exponential").field("mean", &self.mean).finish_non_exhaustive()
    }
}

/// Minus the logarithm around `u`.
fn series(u: f64) -> [f64; 5] {
    let inverse = 1.0 / u;
    [-ln(u), -inverse, inverse.powi(2) / 2.0, -inverse.powi(3) / 3.0, inverse.powi(4) / 4.0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_logarithm() {
        let exponential = Exponential::new(1.0);
        let mut worst: f64 = 0.0;
        for step in 1..1_000_000 {
            let u = f64::from(step) / 1_000_000.0;
            worst = worst.max((exponential.falling(u) + libm::log(u)).abs());
        }
        for step in 1..3670 {
            let u = libm::exp(-f64::from(step) * 0.01);
            worst = worst.max((exponential.falling(u) + libm::log(u)).abs());
        }
        assert!(worst < 1.5e-10, "{worst:e}");
    }

    #[test]
    fn no_number_gives_less_than_nothing() {
        let exponential = Exponential::new(1.0);
        for back in 1..100_000 {
            let u = 1.0 - f64::from(back) * f64::EPSILON / 2.0;
            assert!(exponential.falling(u) >= 0.0);
        }
    }
}
