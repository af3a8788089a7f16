//! Estimates and intervals. Knows no factory word.
//!
//! Replications are independent; whatever happens inside one is a single number here.

mod compare;
mod gathering;
mod histogram;
mod interval;
mod mser;
mod precision;
mod probability;
mod quantile;
mod ratio;
mod running;
mod sequence;
mod spread;
mod student;

pub use compare::{Paired, Pairs, Welch, holm, paired, welch};
pub use gathering::Gathering;
pub use histogram::Histogram;
pub use interval::{Estimate, Level, mean_interval};
pub use mser::{Truncation, mser, mser5};
pub use precision::{checkpoints, is_precise};
pub use probability::wilson;
pub use quantile::quantile_interval;
pub use ratio::{Ratio, RatioPairs, ratio_interval};
pub use running::Running;
pub use sequence::swapped_pairs;
pub use spread::Spread;
