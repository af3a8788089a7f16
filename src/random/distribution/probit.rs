//! The quantile of the standard normal distribution by table: for every lognormal variate.
//!
//! Source: derivatives of the quantile as in G. Steinbrecher & W. T. Shaw, *Quantile mechanics*,
//! European Journal of Applied Mathematics 19, 2008.

use std::f64::consts::PI;
use std::sync::LazyLock;

use super::super::stream::open_unit;
use super::cells::Cells;
use super::normal::quantile;

/// The table: by the smaller of the two probabilities, how far out the quantile lies.
pub(super) struct Probit(Cells);

static TABLE: LazyLock<Probit> = LazyLock::new(|| Probit(Cells::new(-1, series)));

impl Probit {
    /// The one table, made when it is asked for first.
    pub(super) fn table() -> &'static Self {
        &TABLE
    }

    /// The number that a standard normal one is below with the probability made of a random word:
    /// its first bit says on which side, the others how far out.
    ///
    /// Error: below 1e-10, absolute.
    #[inline]
    pub(super) fn quantile(&self, word: u64) -> f64 {
        let side = (word.cast_signed() >> 63).cast_unsigned();
        let tail = open_unit(word ^ side);
        let z = self.0.at(tail).unwrap_or_else(|| -quantile(tail));
        f64::from_bits(z.to_bits() | !side & SIGN)
    }
}

/// The bit of a double that makes it negative.
const SIGN: u64 = 1 << 63;

/// How far out the number lies beyond which a standard normal one is with probability `tail`.
fn series(tail: f64) -> [f64; 5] {
    let z = -quantile(tail);
    let square = z * z;
    let slope = -(2.0 * PI).sqrt() * libm::exp(0.5 * square);
    [
        z,
        slope,
        z * slope.powi(2) / 2.0,
        (1.0 + 2.0 * square) * slope.powi(3) / 6.0,
        z * (7.0 + 6.0 * square) * slope.powi(4) / 24.0,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(word: u64) -> f64 {
        (Probit::table().quantile(word) - quantile(open_unit(word))).abs()
    }

    #[test]
    fn it_agrees_with_the_algorithm_everywhere() {
        let evenly = (0..1_000_000).map(|step: u64| step.wrapping_mul(0x10_C6F7_A0B5_EDA7));
        // At another place in every cell, on both sides.
        let outward = (0..3600).map(|step| (f64::from(step) * -0.01).exp2().to_bits() << 11);
        let worst = evenly.chain(outward.flat_map(|word| [word, !word])).map(error);
        let worst = worst.fold(0.0, f64::max);
        assert!(worst < 1e-10, "{worst:e}");
    }

    #[test]
    fn it_is_right_at_the_ends() {
        for word in [0, 1 << 12, 1 << 63, (1 << 63) - 1, u64::MAX] {
            assert!(error(word) < 1e-10, "{word:x}");
        }
    }

    #[test]
    fn it_rises() {
        let table = Probit::table();
        let words = (0..4096_u64).map(|step| step << 52);
        let values: Vec<f64> = words.map(|word| table.quantile(word)).collect();
        assert!(values.is_sorted());
    }
}
