//! A distribution on the condition that its value lies between two bounds.

use super::super::Draws;
use super::boxed::Boxed;
use super::invalid::{Invalid, not_negative};
use super::table::Table;
use super::{Distribution, Law, quadrature};

/// Less must not be kept: such bounds describe something else than the distribution.
const LEAST_KEPT: f64 = 1e-3;
/// Tries of a rejection. As at least [`LEAST_KEPT`] is kept, all of them fail with a probability
/// below exp(-100).
const TRIES: u32 = 100_000;

/// What a distribution has between two bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slice {
    /// Probability of being there.
    pub(super) share: f64,
    /// Mean of what is there.
    pub(super) mean: f64,
    /// Variance of what is there.
    pub(super) variance: f64,
}

/// A distribution cut at two bounds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cut {
    inner: Distribution,
    least: f64,
    most: f64,
    way: Way,
    /// Probability of less than the bounds allow.
    below: f64,
    kept: Slice,
}

/// How a variate between the bounds is found.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// The inner inverse is closed.
    Inversion,
    /// What is outside is thrown away.
    Rejection,
}

impl Cut {
    pub(super) fn draw(&self, draws: &mut Draws) -> f64 {
        match self.way {
            Way::Inversion => {
                self.quantile(draws.uniform()).expect("what is inverted has a closed inverse")
            }
            Way::Rejection => (0..TRIES)
                .map(|_| self.inner.draw(draws))
                .find(|value| (self.least..=self.most).contains(value))
                .unwrap_or(self.kept.mean),
        }
    }

    pub(super) fn quantile(&self, u: f64) -> Option<f64> {
        // The largest number below 1 stands for all that rounding would push beyond it.
        let p =
            (self.below + u * self.kept.share).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
        Some(self.inner.quantile(p)?.clamp(self.least, self.most))
    }

    pub(super) const fn inner(&self) -> &Distribution {
        &self.inner
    }

    pub(super) const fn mean(&self) -> f64 {
        self.kept.mean
    }

    pub(super) const fn variance(&self) -> f64 {
        self.kept.variance
    }

    pub(super) fn bounds(&self) -> (f64, f64) {
        let (least, most) = self.inner.bounds();
        (least.max(self.least), most.min(self.most))
    }

    /// Probability of more than `x`.
    pub(super) fn above(&self, x: f64) -> f64 {
        if x >= self.most {
            return 0.0;
        }
        let beyond = if self.most.is_finite() { self.inner.above(self.most) } else { 0.0 };
        ((self.inner.above(x.max(self.least)) - beyond) / self.kept.share).clamp(0.0, 1.0)
    }

    pub(super) fn scaled(&self, factor: f64) -> Self {
        Self {
            inner: self.inner.scaled(factor),
            least: self.least * factor,
            most: self.most * factor,
            way: self.way,
            below: self.below,
            kept: Slice {
                share: self.kept.share,
                mean: self.kept.mean * factor,
                variance: self.kept.variance * factor * factor,
            },
        }
    }
}

impl Distribution {
    /// The same on the condition that it is at least and at most this much.
    ///
    /// # Errors
    ///
    /// If the bounds are negative, in the wrong order, or leave less than a thousandth.
    pub fn truncated(self, at_least: Option<f64>, at_most: Option<f64>) -> Result<Self, Invalid> {
        let least = not_negative("at_least", at_least.unwrap_or(0.0))?;
        let most = match at_most {
            Some(most) => not_negative("at_most", most)?,
            None => f64::INFINITY,
        };
        if least > most {
            let message = format!("must not be above `at_most`, found: {least} and {most}");
            return Err(Invalid::new("at_least", message));
        }
        let (first, last) = self.bounds();
        if least <= first && last <= most {
            return Ok(self);
        }
        if self.has_sum() {
            let blamed = if at_least.is_some() { "at_least" } else { "at_most" };
            return Err(Invalid::new(blamed, "cannot cut a sum of times".to_owned()));
        }
        let kept = self.slice(least, most);
        if kept.share.is_nan() || kept.share < LEAST_KEPT {
            let blamed = if at_least.is_some() { "at_least" } else { "at_most" };
            let message =
                format!("leaves {:.2} % of the distribution, at least: 0.1 %", 100.0 * kept.share);
            return Err(Invalid::new(blamed, message));
        }
        Ok(self.cut(least, most, kept))
    }

    fn cut(self, least: f64, most: f64, kept: Slice) -> Self {
        match self.0 {
            Law::Boxed(boxed) => match *boxed {
                Boxed::Table(table) => {
                    let entries =
                        table.entries().filter(|(value, _)| (least..=most).contains(value));
                    Self::boxed(Boxed::Table(Table::new(entries.collect())))
                }
                boxed => Self::boxed(boxed).cut_generally(least, most, kept),
            },
            law => Self(law).cut_generally(least, most, kept),
        }
    }

    fn cut_generally(self, least: f64, most: f64, kept: Slice) -> Self {
        let beyond = if most.is_finite() { self.above(most) } else { 0.0 };
        let below = (1.0 - beyond - kept.share).max(0.0);
        let way = if self.is_inverted() { Way::Inversion } else { Way::Rejection };
        Self::boxed(Boxed::Cut(Cut { inner: self, least, most, way, below, kept }))
    }

    /// What lies between two bounds, both included.
    pub(super) fn slice(&self, least: f64, most: f64) -> Slice {
        match &self.0 {
            Law::Boxed(boxed) => match &**boxed {
                Boxed::Table(table) => gather(
                    table
                        .entries()
                        .filter(|(value, _)| (least..=most).contains(value))
                        .map(|(mean, share)| Slice { share, mean, variance: 0.0 }),
                ),
                Boxed::Mixture(mixture) => gather(mixture.parts().map(|(share, part)| {
                    let slice = part.slice(least, most);
                    Slice { share: share * slice.share, ..slice }
                })),
                Boxed::Shifted { inner, plus } => {
                    let slice = inner.slice(least - plus, most - plus);
                    Slice { mean: slice.mean + plus, ..slice }
                }
                Boxed::Cut(cut) => {
                    let slice = cut.inner.slice(least.max(cut.least), most.min(cut.most));
                    Slice { share: slice.share / cut.kept.share, ..slice }
                }
                Boxed::Geometric(geometric) => geometric.slice(least, most),
                Boxed::Gamma(_) | Boxed::Erlang(_) | Boxed::Beta(_) => {
                    quadrature::slice(self, least, most)
                }
                Boxed::Sum(_) => unreachable!("what is cut is refused to be a sum"),
            },
            Law::Constant(value) => Slice {
                share: f64::from((least..=most).contains(value)),
                mean: *value,
                variance: 0.0,
            },
            _ => quadrature::slice(self, least, most),
        }
    }

    /// Whether one number and the inverse make a variate.
    fn is_inverted(&self) -> bool {
        match &self.0 {
            Law::Boxed(boxed) => match &**boxed {
                Boxed::Gamma(_)
                | Boxed::Erlang(_)
                | Boxed::Beta(_)
                | Boxed::Mixture(_)
                | Boxed::Sum(_) => false,
                Boxed::Geometric(_) | Boxed::Table(_) => true,
                Boxed::Cut(cut) => cut.inner.is_inverted(),
                Boxed::Shifted { inner, .. } => inner.is_inverted(),
            },
            _ => true,
        }
    }
}

/// Several slices of different things as one.
fn gather(slices: impl Iterator<Item = Slice>) -> Slice {
    let slices: Vec<Slice> = slices.filter(|slice| slice.share > 0.0).collect();
    let share: f64 = slices.iter().map(|slice| slice.share).sum();
    let mean = slices.iter().map(|slice| slice.share * slice.mean).sum::<f64>() / share;
    let about =
        |slice: &Slice| slice.share * (slice.variance + (slice.mean - mean) * (slice.mean - mean));
    let variance = slices.iter().map(about).sum::<f64>() / share;
    Slice { share, mean, variance }
}
