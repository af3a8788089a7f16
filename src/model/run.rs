//! How long a plant is watched, how often, and where a run is stopped whatever happens.

use crate::units::Span;

/// `[run]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Time before measuring begins.
    pub warm_up: Span,
    /// What is measured.
    pub length: Length,
    /// How many independent repetitions.
    pub replications: Replications,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Limits that stop a run.
    pub limits: Limits,
}

/// `run.length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// A stretch of time after the warm-up.
    For(Span),
    /// Until every dated order is complete (`"orders_done"`).
    OrdersDone,
}

/// `run.replications`.
#[derive(Clone, Debug, PartialEq)]
pub enum Replications {
    /// A fixed number.
    Fixed(u32),
    /// As many as a relative precision needs.
    Precise {
        /// Half-width of the interval relative to the mean.
        precision: f64,
        /// The KPI watched, an id of [`crate::study::KPIS`].
        of: String,
        /// Cap on the number of replications.
        at_most: u32,
    },
}

/// `[run.limits]`: what no run may exceed. A run that does ends with a named result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Parts inside the plant at one time.
    pub parts: u32,
    /// Events in one replication.
    pub events: u64,
    /// Rounds of zero-length work in one instant.
    pub rounds: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { parts: 1_000_000, events: 10_000_000_000, rounds: 100_000 }
    }
}

impl Default for Run {
    fn default() -> Self {
        Self {
            warm_up: Span::ZERO,
            length: Length::For(Span::from_days(7)),
            replications: Replications::Fixed(30),
            seed: 1,
            limits: Limits::default(),
        }
    }
}
