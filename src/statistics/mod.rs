//! Estimates and intervals. Knows no factory word.

mod histogram;

pub use histogram::Histogram;
