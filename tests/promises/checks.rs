//! How a property is checked.

use proptest::test_runner::{Config, RngSeed};

/// So many random plants, the same ones at every run.
pub(crate) fn checks(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() }
}
