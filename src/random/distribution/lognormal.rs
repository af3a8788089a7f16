//! The lognormal distribution: the exponential function of a normal number.

use std::fmt;

use super::super::exponential::{STEPS_OF_E, exp_steps};
use super::normal;
use super::probit::Probit;

/// A lognormal duration.
#[derive(Clone)]
pub(super) struct Lognormal {
    /// Mean and standard deviation of its logarithm. Unit: steps of the exponential function.
    centre: f64,
    spread: f64,
    probit: &'static Probit,
}

impl Lognormal {
    /// With this mean and standard deviation of its natural logarithm.
    pub(super) fn new(mu: f64, sigma: f64) -> Self {
        let (centre, spread) = (mu * STEPS_OF_E, sigma * STEPS_OF_E);
        Self { centre, spread, probit: Probit::table() }
    }

    fn mu(&self) -> f64 {
        self.centre / STEPS_OF_E
    }

    fn sigma(&self) -> f64 {
        self.spread / STEPS_OF_E
    }

    /// The value at a random word, with which it rises.
    #[inline]
    pub(super) fn at(&self, word: u64) -> f64 {
        exp_steps(self.centre + self.spread * self.probit.quantile(word))
    }

    pub(super) fn quantile(&self, p: f64) -> f64 {
        exp_steps(self.centre + self.spread * normal::quantile(p))
    }

    pub(super) fn above(&self, x: f64) -> f64 {
        normal::above((libm::log(x) - self.mu()) / self.sigma())
    }

    pub(super) fn mean(&self) -> f64 {
        libm::exp(self.mu() + 0.5 * self.sigma() * self.sigma())
    }

    pub(super) fn variance(&self) -> f64 {
        let mean = self.mean();
        mean * mean * libm::expm1(self.sigma() * self.sigma())
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self { centre: self.centre + libm::log(factor) * STEPS_OF_E, ..self.clone() }
    }
}

impl PartialEq for Lognormal {
    fn eq(&self, other: &Self) -> bool {
        self.centre == other.centre && self.spread == other.spread
    }
}

/// Its parameters; the table is the same for all.
impl fmt::Debug for Lognormal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lognormal")
            .field("centre", &self.centre)
            .field("spread", &self.spread)
            .finish_non_exhaustive()
    }
}
