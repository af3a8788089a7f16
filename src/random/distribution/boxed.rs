//! The families that are rare, long or slow, and what is made of other distributions.

use super::super::Draws;
use super::Distribution;
use super::cut::Cut;
use super::gamma::{Beta, Erlang, Gamma};
use super::geometric::Geometric;
use super::mixture::Mixture;
use super::sum::Sum;
use super::table::Table;

/// A family held in a box.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Boxed {
    Gamma(Gamma),
    Erlang(Erlang),
    Beta(Beta),
    Geometric(Geometric),
    Table(Table),
    Mixture(Mixture),
    Cut(Cut),
    Shifted { inner: Distribution, plus: f64 },
    Sum(Sum),
}

impl Boxed {
    pub(super) fn draw(&self, draws: &mut Draws) -> f64 {
        match self {
            Self::Gamma(gamma) => gamma.draw(draws),
            Self::Erlang(erlang) => erlang.draw(draws),
            Self::Beta(beta) => beta.draw(draws),
            Self::Geometric(geometric) => geometric.quantile(draws.uniform()),
            Self::Table(table) => table.quantile(draws.uniform()),
            Self::Mixture(mixture) => mixture.draw(draws),
            Self::Cut(cut) => cut.draw(draws),
            Self::Shifted { inner, plus } => (inner.draw(draws) + plus).max(0.0),
            Self::Sum(sum) => sum.draw(draws),
        }
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        match self {
            Self::Gamma(gamma) => Self::Gamma(gamma.scaled(factor)),
            Self::Erlang(erlang) => Self::Erlang(erlang.scaled(factor)),
            Self::Beta(beta) => Self::Beta(beta.scaled(factor)),
            Self::Geometric(geometric) => Self::Geometric(geometric.scaled(factor)),
            Self::Table(table) => Self::Table(table.scaled(factor)),
            Self::Mixture(mixture) => Self::Mixture(mixture.scaled(factor)),
            Self::Cut(cut) => Self::Cut(cut.scaled(factor)),
            Self::Shifted { inner, plus } => {
                Self::Shifted { inner: inner.scaled(factor), plus: plus * factor }
            }
            Self::Sum(sum) => Self::Sum(sum.scaled(factor)),
        }
    }

    pub(super) fn mean(&self) -> f64 {
        match self {
            Self::Gamma(gamma) => gamma.mean(),
            Self::Erlang(erlang) => erlang.gamma().mean(),
            Self::Beta(beta) => beta.mean(),
            Self::Geometric(geometric) => geometric.mean(),
            Self::Table(table) => table.mean(),
            Self::Mixture(mixture) => mixture.mean(),
            Self::Cut(cut) => cut.mean(),
            Self::Shifted { inner, plus } => inner.mean() + plus,
            Self::Sum(sum) => sum.mean(),
        }
    }

    pub(super) fn variance(&self) -> f64 {
        match self {
            Self::Gamma(gamma) => gamma.variance(),
            Self::Erlang(erlang) => erlang.gamma().variance(),
            Self::Beta(beta) => beta.variance(),
            Self::Geometric(geometric) => geometric.variance(),
            Self::Table(table) => table.variance(),
            Self::Mixture(mixture) => mixture.variance(),
            Self::Cut(cut) => cut.variance(),
            Self::Shifted { inner, .. } => inner.variance(),
            Self::Sum(sum) => sum.variance(),
        }
    }

    pub(super) fn quantile(&self, p: f64) -> Option<f64> {
        match self {
            Self::Gamma(_) | Self::Erlang(_) | Self::Beta(_) | Self::Mixture(_) | Self::Sum(_) => {
                None
            }
            Self::Geometric(geometric) => Some(geometric.quantile(p)),
            Self::Table(table) => Some(table.quantile(p)),
            Self::Cut(cut) => cut.quantile(p),
            Self::Shifted { inner, plus } => inner.quantile(p).map(|value| value + plus),
        }
    }

    pub(super) fn bounds(&self) -> (f64, f64) {
        match self {
            Self::Gamma(_) | Self::Erlang(_) => (0.0, f64::INFINITY),
            Self::Beta(beta) => beta.bounds(),
            Self::Geometric(geometric) => (geometric.unit(), f64::INFINITY),
            Self::Table(table) => table.bounds(),
            Self::Mixture(mixture) => mixture.bounds(),
            Self::Cut(cut) => cut.bounds(),
            Self::Shifted { inner, plus } => {
                let (least, greatest) = inner.bounds();
                (least + plus, greatest + plus)
            }
            Self::Sum(sum) => sum.bounds(),
        }
    }

    /// Probability of more than `x`.
    pub(super) fn above(&self, x: f64) -> f64 {
        match self {
            Self::Gamma(gamma) => gamma.above(x),
            Self::Erlang(erlang) => erlang.gamma().above(x),
            Self::Beta(beta) => beta.above(x),
            Self::Geometric(geometric) => geometric.above(x),
            Self::Table(table) => table.above(x),
            Self::Mixture(mixture) => mixture.above(x),
            Self::Cut(cut) => cut.above(x),
            Self::Shifted { inner, plus } => inner.above(x - plus),
            Self::Sum(_) => unreachable!("what is cut is refused to be a sum"),
        }
    }

    /// Whether single values have no probability.
    pub(super) fn is_continuous(&self) -> bool {
        match self {
            Self::Gamma(_) | Self::Erlang(_) | Self::Beta(_) => true,
            Self::Geometric(_) | Self::Table(_) => false,
            Self::Mixture(mixture) => mixture.parts().all(|(_, part)| part.is_continuous()),
            Self::Cut(cut) => cut.inner().is_continuous(),
            Self::Shifted { inner, .. } => inner.is_continuous(),
            Self::Sum(sum) => sum.is_continuous(),
        }
    }
}
