//! Estimates and intervals. Knows no factory word.
//!
//! Replications are independent; whatever happens inside one is a single number here.

mod compare;
mod histogram;
mod interval;
mod precision;

pub use compare::{Paired, Welch, holm, paired, welch};
pub use histogram::Histogram;
pub use interval::{Estimate, Level, mean_interval, quantile_interval, ratio_interval, wilson};
pub use precision::{checkpoints, is_precise};
