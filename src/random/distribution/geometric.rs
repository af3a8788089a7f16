//! The geometric distribution: trials up to the first success.

use super::super::logarithm::ln;
use super::cut::Slice;

/// Trials counted in a unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Geometric {
    /// Chance of success of one trial.
    chance: f64,
    /// Logarithm of the chance of failure; negative.
    failure: f64,
    unit: f64,
}

impl Geometric {
    /// Bounds: `chance` lies in (0, 1).
    pub(super) fn new(chance: f64) -> Self {
        Self { chance, failure: libm::log1p(-chance), unit: 1.0 }
    }

    #[inline]
    pub(super) fn quantile(&self, u: f64) -> f64 {
        self.unit * (ln(1.0 - u) / self.failure).ceil().max(1.0)
    }

    /// Probability of more than `x`.
    pub(super) fn above(&self, x: f64) -> f64 {
        libm::exp((x / self.unit).floor().max(0.0) * self.failure)
    }

    pub(super) fn mean(&self) -> f64 {
        self.unit / self.chance
    }

    pub(super) fn variance(&self) -> f64 {
        self.unit * self.unit * (1.0 - self.chance) / (self.chance * self.chance)
    }

    /// What lies between two bounds, both included.
    ///
    /// What lies above a whole number is the same distribution, moved there.
    pub(super) fn slice(&self, least: f64, most: f64) -> Slice {
        let before = ((least / self.unit).ceil() - 1.0).max(0.0);
        let last = (most / self.unit).floor();
        let [share, first, second] = self.beyond(before);
        let [far_share, far_first, far_second] =
            if last.is_finite() { self.beyond(last.max(before)) } else { [0.0; 3] };
        let share = share - far_share;
        let mean = (first - far_first) / share;
        let variance = (second - far_second) / share - mean * mean;
        Slice { share, mean: mean * self.unit, variance: variance * self.unit * self.unit }
    }

    /// Probability of more than `trials`, and the first two moments of what is there times it.
    fn beyond(&self, trials: f64) -> [f64; 3] {
        let share = libm::exp(trials * self.failure);
        let (mean, square) = (1.0 / self.chance, (2.0 - self.chance) / (self.chance * self.chance));
        let second = trials * trials + 2.0 * trials * mean + square;
        [share, share * (trials + mean), share * second]
    }

    /// What one trial counts.
    pub(super) const fn unit(&self) -> f64 {
        self.unit
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self { unit: self.unit * factor, ..*self }
    }
}
