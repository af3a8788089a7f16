//! Gamma, Erlang and beta: no closed inverse, so they reject on the variate's own numbers.

use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::checked_gamma_ur;

use super::super::Draws;
use super::super::logarithm::ln;
use super::normal;

/// Up to this many phases the product of as many uniform numbers is a normal number.
const PHASES_BY_PRODUCT: u32 = 16;

/// A gamma distribution.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gamma {
    shape: f64,
    scale: f64,
}

impl Gamma {
    pub(super) const fn new(shape: f64, scale: f64) -> Self {
        Self { shape, scale }
    }

    pub(super) fn draw(&self, draws: &mut Draws) -> f64 {
        self.scale * standard_gamma(self.shape, draws)
    }

    pub(super) fn above(&self, x: f64) -> f64 {
        if x <= 0.0 { 1.0 } else { checked_gamma_ur(self.shape, x / self.scale).unwrap_or(0.0) }
    }

    pub(super) fn mean(&self) -> f64 {
        self.shape * self.scale
    }

    pub(super) fn variance(&self) -> f64 {
        self.shape * self.scale * self.scale
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self::new(self.shape, self.scale * factor)
    }
}

/// The sum of equal exponential phases.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Erlang {
    phases: u32,
    /// Mean of one phase.
    phase: f64,
}

impl Erlang {
    pub(super) const fn new(phases: u32, phase: f64) -> Self {
        Self { phases, phase }
    }

    /// Few phases take one uniform number each and one logarithm, which is monotone in every one
    /// of them; many phases are drawn as a gamma variate.
    pub(super) fn draw(&self, draws: &mut Draws) -> f64 {
        if self.phases > PHASES_BY_PRODUCT {
            return self.phase * standard_gamma(f64::from(self.phases), draws);
        }
        let product: f64 = (0..self.phases).map(|_| draws.uniform()).product();
        -self.phase * ln(product)
    }

    /// The same distribution as a gamma one.
    pub(super) fn gamma(&self) -> Gamma {
        Gamma::new(f64::from(self.phases), self.phase)
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self::new(self.phases, self.phase * factor)
    }
}

/// A beta distribution between two bounds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Beta {
    min: f64,
    width: f64,
    low: f64,
    high: f64,
}

impl Beta {
    /// Bounds: the shapes `low` and `high` are at least 0.05.
    pub(super) const fn new(min: f64, width: f64, low: f64, high: f64) -> Self {
        Self { min, width, low, high }
    }

    pub(super) fn draw(&self, draws: &mut Draws) -> f64 {
        let low = standard_gamma(self.low, draws);
        let high = standard_gamma(self.high, draws).max(f64::MIN_POSITIVE);
        self.min + self.width * (low / (low + high))
    }

    pub(super) fn above(&self, x: f64) -> f64 {
        let part = (x - self.min) / self.width;
        if part <= 0.0 {
            1.0
        } else if part >= 1.0 {
            0.0
        } else {
            checked_beta_reg(self.high, self.low, 1.0 - part).unwrap_or(0.0)
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.min + self.width * self.low / (self.low + self.high)
    }

    pub(super) fn variance(&self) -> f64 {
        let sum = self.low + self.high;
        self.width * self.width * self.low * self.high / (sum * sum * (sum + 1.0))
    }

    pub(super) fn bounds(&self) -> (f64, f64) {
        (self.min, self.min + self.width)
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self::new(self.min * factor, self.width * factor, self.low, self.high)
    }
}

/// A gamma variate of scale 1.
///
/// Source: G. Marsaglia and W. W. Tsang, *A simple method for generating gamma variables*, ACM
/// Transactions on Mathematical Software 26(3), 2000; a shape below 1 by their last remark.
fn standard_gamma(shape: f64, draws: &mut Draws) -> f64 {
    if shape < 1.0 {
        let power = libm::exp(ln(draws.uniform()) / shape);
        return power * standard_gamma(shape + 1.0, draws);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    // More than 95 % of the tries are kept, whatever the shape, and most without a logarithm.
    loop {
        let x = normal::quantile(draws.uniform());
        let root = 1.0 + c * x;
        let (square, cube) = (x * x, root * root * root);
        let u = draws.uniform();
        if cube > 0.0
            && (u < 1.0 - 0.0331 * square * square
                || ln(u) < 0.5 * square + d * (1.0 - cube + ln(cube)))
        {
            return d * cube;
        }
    }
}
