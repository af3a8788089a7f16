//! Distributions of durations and counts.
//!
//! A [`Distribution`] has no unit: the language turns lengths of time into ticks before it makes
//! one. Whatever has a closed inverse is drawn by inversion, with one uniform number and monotone
//! in it, so that two variants of a plant that share their luck stay close. The rest (gamma, beta,
//! mixtures and what is cut out of them) draws from the numbers of the one variate only.
//!
//! All logarithms and powers are those of `libm` or our own: the same bits everywhere.

mod boxed;
mod cells;
mod continuous;
mod counts;
mod cut;
mod exponential;
mod gamma;
mod geometric;
mod invalid;
mod lognormal;
mod mixture;
mod normal;
mod probit;
mod quadrature;
mod shares;
mod solve;
mod sum;
mod table;
mod triangular;

pub use invalid::Invalid;

use super::exponential::exp;
use super::logarithm::ln;
use super::{Draws, Stream};
use boxed::Boxed;
use exponential::Exponential;
use lognormal::Lognormal;
use normal::Normal;
use triangular::Triangular;

use crate::units::Span;

/// A distribution of a duration or a count; never negative, never infinite.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(Law);

/// The families. The ones that plants use most are held in place, the others in a box.
#[derive(Clone, Debug, PartialEq)]
enum Law {
    Constant(f64),
    Exponential(Exponential),
    Uniform { min: f64, max: f64 },
    Triangular(Triangular),
    Lognormal(Lognormal),
    Normal(Normal),
    Weibull { scale: f64, power: f64 },
    Loglogistic { scale: f64, power: f64 },
    Boxed(Box<Boxed>),
}

impl Distribution {
    /// The variate of the thing `index` on its `visit`.
    ///
    /// Cost: a constant draws nothing; an exponential costs one block of the generator and a
    /// logarithm.
    #[inline]
    pub fn sample(&self, stream: Stream, index: u64, visit: u32) -> f64 {
        match &self.0 {
            Law::Constant(value) => *value,
            Law::Exponential(law) => law.falling(stream.uniform(index, visit, 0)),
            Law::Lognormal(law) => law.at(stream.word(index, visit, 0)),
            law => law.sample_seldom(stream, index, visit),
        }
    }

    /// The next variate of these numbers.
    fn draw(&self, draws: &mut Draws) -> f64 {
        match &self.0 {
            Law::Constant(value) => *value,
            Law::Lognormal(law) => law.at(draws.word()),
            Law::Boxed(boxed) => boxed.draw(draws),
            law => law.invert(draws.uniform()),
        }
    }

    /// Whether it is always the same.
    pub fn is_constant(&self) -> bool {
        matches!(self.0, Law::Constant(_))
    }

    /// The same in a unit of which `factor` go into one of the present unit.
    ///
    /// # Panics
    ///
    /// If `factor` is not a positive number.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        assert!(factor > 0.0 && factor.is_finite(), "a unit is a positive number: {factor}");
        Self(match &self.0 {
            Law::Constant(value) => Law::Constant(value * factor),
            Law::Exponential(exponential) => Law::Exponential(exponential.scaled(factor)),
            Law::Uniform { min, max } => Law::Uniform { min: min * factor, max: max * factor },
            Law::Triangular(triangular) => Law::Triangular(triangular.scaled(factor)),
            Law::Lognormal(lognormal) => Law::Lognormal(lognormal.scaled(factor)),
            Law::Normal(normal) => Law::Normal(normal.scaled(factor)),
            Law::Weibull { scale, power } => Law::Weibull { scale: scale * factor, power: *power },
            Law::Loglogistic { scale, power } => {
                Law::Loglogistic { scale: scale * factor, power: *power }
            }
            Law::Boxed(boxed) => Law::Boxed(Box::new(boxed.scaled(factor))),
        })
    }

    /// Its mean.
    ///
    /// Exact, except where a continuous distribution is truncated: then by quadrature, with a
    /// relative error below 1e-9.
    pub fn mean(&self) -> f64 {
        match &self.0 {
            Law::Constant(value) => *value,
            Law::Exponential(exponential) => exponential.mean,
            Law::Uniform { min, max } => 0.5 * (min + max),
            Law::Triangular(triangular) => triangular.mean(),
            Law::Lognormal(lognormal) => lognormal.mean(),
            Law::Normal(normal) => normal.mean(),
            Law::Weibull { scale, power } => scale * libm::tgamma(1.0 + power),
            Law::Loglogistic { scale, power } => scale * solve::loglogistic_moment(*power),
            Law::Boxed(boxed) => boxed.mean(),
        }
    }

    /// Its standard deviation; infinite for a log-logistic of shape 2 or less.
    ///
    /// Exact in the same sense as [`Self::mean`].
    pub fn sd(&self) -> f64 {
        self.variance().sqrt()
    }

    fn variance(&self) -> f64 {
        match &self.0 {
            Law::Constant(_) => 0.0,
            Law::Exponential(exponential) => exponential.mean * exponential.mean,
            Law::Uniform { min, max } => (max - min) * (max - min) / 12.0,
            Law::Triangular(triangular) => triangular.variance(),
            Law::Lognormal(lognormal) => lognormal.variance(),
            Law::Normal(normal) => normal.variance(),
            Law::Weibull { power, .. } => {
                let mean = self.mean();
                mean * mean * solve::weibull_variation(*power)
            }
            Law::Loglogistic { power, .. } => {
                let mean = self.mean();
                mean * mean * solve::loglogistic_variation(*power)
            }
            Law::Boxed(boxed) => boxed.variance(),
        }
    }

    /// The value that it is below with probability `p`, where the inverse is closed.
    ///
    /// # Panics
    ///
    /// If `p` is outside the open interval (0, 1).
    pub fn quantile(&self, p: f64) -> Option<f64> {
        assert!(0.0 < p && p < 1.0, "a probability inside (0, 1): {p}");
        match &self.0 {
            Law::Constant(value) => Some(*value),
            Law::Boxed(boxed) => boxed.quantile(p),
            falling @ (Law::Exponential(_) | Law::Weibull { .. }) => Some(falling.invert(1.0 - p)),
            rising => Some(rising.invert(p)),
        }
    }

    /// The least and the greatest value it can take; the greatest may be infinite.
    pub fn bounds(&self) -> (f64, f64) {
        match &self.0 {
            Law::Constant(value) => (*value, *value),
            Law::Uniform { min, max } => (*min, *max),
            Law::Triangular(triangular) => triangular.bounds(),
            Law::Exponential(_)
            | Law::Lognormal(_)
            | Law::Normal(_)
            | Law::Weibull { .. }
            | Law::Loglogistic { .. } => (0.0, f64::INFINITY),
            Law::Boxed(boxed) => boxed.bounds(),
        }
    }

    /// Probability of more than `x`.
    pub(crate) fn above(&self, x: f64) -> f64 {
        match &self.0 {
            Law::Constant(value) => f64::from(*value > x),
            _ if x <= 0.0 && self.is_continuous() => 1.0,
            Law::Exponential(exponential) => exponential.above(x),
            Law::Uniform { min, max } => ((max - x) / (max - min)).clamp(0.0, 1.0),
            Law::Triangular(triangular) => triangular.above(x),
            Law::Lognormal(lognormal) => lognormal.above(x),
            Law::Normal(normal) => normal.above(x),
            Law::Weibull { scale, power } => libm::exp(-libm::pow(x / scale, 1.0 / power)),
            Law::Loglogistic { scale, power } => 1.0 / (1.0 + libm::pow(x / scale, 1.0 / power)),
            Law::Boxed(boxed) => boxed.above(x),
        }
    }

    /// Whether single values have no probability.
    fn is_continuous(&self) -> bool {
        match &self.0 {
            Law::Constant(_) => false,
            Law::Boxed(boxed) => boxed.is_continuous(),
            _ => true,
        }
    }

    fn boxed(boxed: Boxed) -> Self {
        Self(Law::Boxed(Box::new(boxed)))
    }
}

/// Always this count.
impl From<u32> for Distribution {
    fn from(count: u32) -> Self {
        Self(Law::Constant(f64::from(count)))
    }
}

/// Always this length of time, in ticks; a negative one counts as zero.
impl From<Span> for Distribution {
    fn from(span: Span) -> Self {
        Self(Law::Constant(span.ticks().max(0) as f64))
    }
}

impl Law {
    /// [`Distribution::sample`] of what few plants draw often, kept apart so that the others need
    /// no room for it.
    #[inline(never)]
    fn sample_seldom(&self, stream: Stream, index: u64, visit: u32) -> f64 {
        match self {
            Self::Boxed(boxed) => boxed.draw(&mut stream.draws(index, visit)),
            law => law.invert(stream.uniform(index, visit, 0)),
        }
    }

    /// The value at `u`, which lies in (0, 1).
    #[inline]
    fn invert(&self, u: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential(exponential) => exponential.falling(u),
            Self::Uniform { min, max } => min + (max - min) * u,
            Self::Triangular(triangular) => triangular.quantile(u),
            Self::Lognormal(lognormal) => lognormal.quantile(u),
            Self::Normal(normal) => normal.quantile(u),
            Self::Weibull { scale, power } => scale * exp(power * ln(-ln(u))),
            Self::Loglogistic { scale, power } => scale * exp(power * ln(u / (1.0 - u))),
            Self::Boxed(_) => unreachable!("a boxed family draws for itself"),
        }
    }
}

#[cfg(test)]
mod tests;
