//! One of several distributions, each with its share.

use super::super::Draws;
use super::Distribution;
use super::shares::Shares;

/// Distributions with their shares.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mixture {
    parts: Box<[Distribution]>,
    /// Shape: one per part.
    shares: Shares,
}

impl Mixture {
    /// Bounds: at least one part; shares are positive. They are scaled to sum to 1.
    pub(super) fn new(parts: &[(f64, Distribution)]) -> Self {
        Self {
            parts: parts.iter().map(|(_, part)| part.clone()).collect(),
            shares: Shares::new(parts.iter().map(|(share, _)| *share)),
        }
    }

    /// One number chooses the part, the others are the part's.
    pub(super) fn draw(&self, draws: &mut Draws) -> f64 {
        self.parts[self.shares.chosen(draws.uniform())].draw(draws)
    }

    /// Each part with its share.
    pub(super) fn parts(&self) -> impl Iterator<Item = (f64, &Distribution)> {
        self.shares.iter().zip(&self.parts)
    }

    pub(super) fn mean(&self) -> f64 {
        self.parts().map(|(share, part)| share * part.mean()).sum()
    }

    /// The mean of the variances plus the variance of the means.
    pub(super) fn variance(&self) -> f64 {
        let mean = self.mean();
        let about = |part: &Distribution| {
            let off = part.mean() - mean;
            part.variance() + off * off
        };
        self.parts().map(|(share, part)| share * about(part)).sum()
    }

    pub(super) fn bounds(&self) -> (f64, f64) {
        let wider = |all: (f64, f64), one: (f64, f64)| (all.0.min(one.0), all.1.max(one.1));
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        self.parts.iter().map(Distribution::bounds).fold(none, wider)
    }

    pub(super) fn above(&self, x: f64) -> f64 {
        self.parts().map(|(share, part)| share * part.above(x)).sum()
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        let parts = self.parts.iter().map(|part| part.scaled(factor)).collect();
        Self { parts, shares: self.shares.clone() }
    }
}
