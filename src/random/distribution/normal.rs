//! The normal distribution: quantile and tail of its standard form, and the one cut at zero.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use super::super::logarithm::ln;

/// A normal duration, conditional on being positive.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Normal {
    /// Mean before the cut.
    centre: f64,
    /// Standard deviation before the cut.
    spread: f64,
    /// Probability of what is cut off.
    cut: f64,
}

impl Normal {
    /// Bounds: `spread` is above 0 and at most a third of `centre`.
    pub(super) fn new(centre: f64, spread: f64) -> Self {
        Self { centre, spread, cut: above(centre / spread) }
    }

    #[inline]
    pub(super) fn quantile(&self, u: f64) -> f64 {
        (self.centre + self.spread * quantile(self.cut + u * (1.0 - self.cut))).max(0.0)
    }

    pub(super) fn above(&self, x: f64) -> f64 {
        if x <= 0.0 { 1.0 } else { above((x - self.centre) / self.spread) / (1.0 - self.cut) }
    }

    pub(super) fn mean(&self) -> f64 {
        self.centre + self.spread * self.hazard()
    }

    pub(super) fn variance(&self) -> f64 {
        let hazard = self.hazard();
        let start = -self.centre / self.spread;
        self.spread * self.spread * (1.0 + start * hazard - hazard * hazard)
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self { centre: self.centre * factor, spread: self.spread * factor, cut: self.cut }
    }

    /// Density over probability of the standard normal where it is cut.
    fn hazard(&self) -> f64 {
        let start = self.centre / self.spread;
        libm::exp(-0.5 * start * start) / (2.0 * PI).sqrt() / (1.0 - self.cut)
    }
}

/// Probability that a standard normal number is above `z`.
pub(super) fn above(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// The number that a standard normal one is below with probability `p`, which lies in (0, 1).
///
/// Relative error about 1e-16.
///
/// Source: M. J. Wichura, *Algorithm AS 241: The percentage points of the normal distribution*,
/// Applied Statistics 37(3), 1988, PPND16.
#[inline]
pub(super) fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-ln(tail)).sqrt();
    let z = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    if q < 0.0 { -z } else { z }
}

/// Coefficients of a numerator and a denominator, the constant term first.
type Ratio = ([f64; 8], [f64; 8]);

#[inline]
fn ratio(r: f64, (numerator, denominator): &Ratio) -> f64 {
    polynomial(r, numerator) / polynomial(r, denominator)
}

#[inline]
fn polynomial(x: f64, [lower @ .., highest]: &[f64; 8]) -> f64 {
    lower.iter().rev().fold(*highest, |sum, coefficient| sum * x + coefficient)
}

#[expect(clippy::excessive_precision, reason = "as published")]
const CENTRE: Ratio = (
    [
        3.387_132_872_796_366_608,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_082_8e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561e3,
    ],
);

#[expect(clippy::excessive_precision, reason = "as published")]
const MIDDLE: Ratio = (
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_9,
        5.769_497_221_460_691_405_5,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        2.417_807_251_774_506_117_7e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_4e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_4,
        6.897_673_349_851_000_045_5e-1,
        1.481_039_764_274_800_745_9e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
);

#[expect(clippy::excessive_precision, reason = "as published")]
const FAR: Ratio = (
    [
        6.657_904_643_501_103_777_2,
        5.463_784_911_164_114_369_9,
        1.784_826_539_917_291_335_8,
        2.965_605_718_285_048_912_3e-1,
        2.653_218_952_657_612_309_3e-2,
        1.242_660_947_388_078_438_6e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        5.998_322_065_558_879_376_9e-1,
        1.369_298_809_227_358_053_1e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591e-4,
        1.846_318_317_510_054_681_8e-5,
        1.421_511_758_316_445_888_7e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
);

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, Normal as Known};

    use super::*;

    #[test]
    fn the_check_values_of_its_author_come_out() {
        // The three that the paper prints for PPND16.
        for (p, z) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
        ] {
            assert!((quantile(p) / z - 1.0).abs() < 1e-15, "{p}: {}", quantile(p));
        }
    }

    #[test]
    fn it_agrees_with_another_implementation() {
        let known = Known::standard();
        for step in 1..20_000 {
            let p = f64::from(step) / 20_000.0;
            let z = known.inverse_cdf(p);
            assert!((quantile(p) - z).abs() <= 2e-15 * z.abs().max(1.0), "{p}: {z}");
        }
    }

    #[test]
    fn its_tail_gives_back_the_probability() {
        for power in 2..300 {
            let p = libm::exp(-f64::from(power));
            let z = -quantile(p);
            // So far out an error of z comes back times the square of z.
            assert!((above(z) / p - 1.0).abs() < 1e-15 * z * z, "{p:e}");
        }
    }
}
