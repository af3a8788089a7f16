//! Distributions (stub).

use super::Stream;

/// A distribution of a duration or a count.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same.
    Constant(f64),
    /// Exponential by its mean.
    Exponential {
        /// Mean.
        mean: f64,
    },
}

impl Distribution {
    /// A variate.
    #[inline]
    pub fn sample(&self, stream: Stream, index: u64, visit: u32) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::Exponential { mean } => {
                -mean * super::logarithm::ln_unit(stream.uniform(index, visit, 0))
            }
        }
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::Exponential { mean } => mean,
        }
    }
}
