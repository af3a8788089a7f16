//! How a property is checked.
//!
//! The same random cases at every run, so that a test fails for what was changed and not by luck. To
//! look further, give another seed and more cases of each property:
//!
//! ```console
//! $ PROPTEST_RNG_SEED=20260302 PROPTEST_CASES=5000 cargo test --test promises
//! ```
//!
//! What fails is shown as small as it can be made, as text where it is a plant. No seeds of failures
//! are kept in files: they mean other plants as soon as the generator changes. A plant that broke a
//! promise becomes a story in `tests/stories`, worked by hand.

use proptest::test_runner::{Config, RngSeed};

/// So many random cases, unless the environment asks for others.
pub(crate) fn checks(cases: u32) -> Config {
    // The default reads the environment.
    let asked = Config::default();
    let is_asked = |variable| std::env::var_os(variable).is_some();
    Config {
        cases: if is_asked("PROPTEST_CASES") { asked.cases } else { cases },
        rng_seed: match asked.rng_seed {
            RngSeed::Random => RngSeed::Fixed(1),
            RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
        },
        failure_persistence: None,
        ..asked
    }
}
