//! Learning curves: how long the next piece takes whoever has made so many.

use crate::scenario::{self, Curve as Word};
use crate::units::Span;

/// `learning`: how people become faster with every piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learning {
    /// The shape.
    pub curve: Curve,
    /// The binary logarithm of the rate: 0 or less.
    pub exponent: f64,
    /// The share of the time of the first piece below which no piece goes, in [0, 1].
    pub plateau: f64,
    /// Pieces made before the run.
    pub experience: f64,
    /// The number of the piece that takes the standard time, at least 1.
    pub standard_at: f64,
    /// How long it takes to forget half of the experience; `None` is never.
    pub half_life: Option<Span>,
}

/// The shape of a learning curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// Piece n takes n^b of the time of the first.
    Unit,
    /// The first n pieces take n^b of it on average.
    Cumulative,
    /// A share of the time cannot be learned, the rest is as `Unit`. Bounds: in [0, 1].
    DeJong(f64),
}

/// No piece takes more than so many times the standard time, or less than one such part of it.
const MOST: f64 = 1_000.0;

impl Learning {
    pub(super) fn of(table: &scenario::Learning) -> Option<Self> {
        let number = |given: Option<u32>, usual: f64| given.map_or(usual, f64::from);
        let fixed = table.fixed.as_ref().map_or(0.0, |share| share.value.0);
        Some(Self {
            curve: match table.curve.as_ref().map(|word| word.value) {
                None | Some(Word::Unit) => Curve::Unit,
                Some(Word::Cumulative) => Curve::Cumulative,
                Some(Word::DeJong) => Curve::DeJong(fixed),
            },
            exponent: libm::log2(table.rate.as_ref()?.value.0),
            plateau: table.plateau.as_ref().map_or(0.0, |share| share.value.0),
            experience: number(table.experience.as_ref().map(|count| count.value), 0.0),
            standard_at: number(table.standard_at.as_ref().map(|count| count.value), 1.0),
            half_life: table.forgets_half_in.as_ref().map(|half| half.value),
        })
    }

    /// How long the next piece takes whoever has made so many, in parts of the standard time.
    ///
    /// Bounds: `made` is 0 or more; the result lies in [0.001, 1000].
    ///
    /// Source: T. P. Wright, Factors affecting the cost of airplanes, *Journal of the Aeronautical
    /// Sciences* 3, 1936; J. R. de Jong, The effects of increasing skill on cycle time, *Ergonomics* 1,
    /// 1957.
    pub fn factor(&self, made: f64) -> f64 {
        (self.time_of(made + 1.0) / self.time_of(self.standard_at)).clamp(1.0 / MOST, MOST)
    }

    /// The time of piece `n` in parts of that of the first.
    fn time_of(&self, n: f64) -> f64 {
        let learned = |n: f64| libm::pow(n, self.exponent);
        let time = match self.curve {
            Curve::Unit => learned(n),
            Curve::Cumulative => {
                n * learned(n) - if n > 1.0 { (n - 1.0) * learned(n - 1.0) } else { 0.0 }
            }
            Curve::DeJong(fixed) => fixed + (1.0 - fixed) * learned(n),
        };
        time.max(self.plateau).max(1.0 / MOST)
    }

    /// What is left of the experience after some time away.
    pub fn remembered(&self, made: f64, away: Span) -> f64 {
        match self.half_life {
            Some(half) => made * libm::exp2(-(away.ticks() as f64 / half.ticks() as f64)),
            None => made,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Learning = Learning {
        curve: Curve::Unit,
        exponent: -0.321_928_094_887_362,
        plateau: 0.0,
        experience: 0.0,
        standard_at: 1.0,
        half_life: None,
    };

    /// Sum of the first so many pieces of ten hours.
    fn total(learning: &Learning, pieces: u32) -> f64 {
        (0..pieces).map(|made| 10.0 * learning.factor(f64::from(made))).sum()
    }

    #[test]
    fn pub_learning() {
        assert!((libm::log2(0.8) - UNIT.exponent).abs() < 1e-12);
        assert!((10.0 * UNIT.factor(19.0) - 3.812_079).abs() < 1e-6);
        assert!((total(&UNIT, 20) - 104.849_428_260_358).abs() < 1e-9);
        let first = (1..=20).find(|&n| 10.0 * UNIT.factor(f64::from(n - 1)) <= 5.0);
        assert_eq!(first, Some(9));
        let cumulative = Learning { curve: Curve::Cumulative, ..UNIT };
        assert!((total(&cumulative, 20) - 76.241_58).abs() < 1e-5);
        assert!((10.0 * cumulative.factor(19.0) - 2.606_139_3).abs() < 1e-6);
    }

    #[test]
    fn a_plateau_and_what_cannot_be_learned_are_floors() {
        let plateau = Learning { plateau: 0.6, ..UNIT };
        // 4^b = 0.64, 5^b = 0.5956.
        assert!((plateau.factor(3.0) - 0.64).abs() < 1e-12);
        assert!((plateau.factor(4.0) - 0.6).abs() < 1e-12);
        assert!((plateau.factor(1e6) - 0.6).abs() < 1e-12);
        let fixed = Learning { curve: Curve::DeJong(0.25), ..UNIT };
        assert!((fixed.factor(3.0) - (0.25 + 0.75 * 0.64)).abs() < 1e-12);
    }

    #[test]
    fn the_standard_time_is_that_of_the_piece_said() {
        let skilled = Learning { standard_at: 4.0, ..UNIT };
        assert!((skilled.factor(3.0) - 1.0).abs() < 1e-12);
        assert!((skilled.factor(0.0) - 1.0 / 0.64).abs() < 1e-12);
    }

    #[test]
    fn half_is_forgotten_in_the_time_said() {
        let forgetful = Learning { half_life: Some(Span::from_days(30)), ..UNIT };
        assert!((forgetful.remembered(80.0, Span::from_days(60)) - 20.0).abs() < 1e-12);
        assert!((UNIT.remembered(80.0, Span::from_days(60)) - 80.0).abs() < 1e-12);
    }
}
