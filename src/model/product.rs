//! Products and their routes.

use crate::ids::{PlaceId, ProductId, Run, StationId, StepId};
use crate::random::Distribution;
use crate::units::Span;

/// `[product.<name>]`, or a line that no product names.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// Name as written.
    pub name: String,
    /// Its steps, in route order.
    pub steps: Run<StepId>,
    /// Whether a part can come back to a step (then visits are counted part by part).
    pub loops: bool,
}

/// One step of a route.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its product.
    pub product: ProductId,
    /// Where it can be done, in order of preference.
    pub places: Run<PlaceId>,
    /// What follows.
    pub next: Next,
}

/// What follows a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Always the same.
    Always(Target),
    /// By chance: these rows of [`super::Model::shares`].
    Shares {
        /// First row.
        first: u32,
        /// One past the last row.
        end: u32,
    },
}

/// Where a part goes after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a step of its route.
    Step(StepId),
    /// Out of the plant: it is finished.
    Out,
}

/// One branch of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Share of this branch and of all before it, in (0, 1]; the last one is 1.
    pub cumulated: f64,
    /// Where it leads.
    pub target: Target,
}

/// A place where a step can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The step.
    pub step: StepId,
    /// The station.
    pub station: StationId,
    /// Duration of the cycle there. Unit: ticks.
    pub cycle: Distribution,
    /// Mean of the cycle, for loads and choices.
    pub mean_cycle: Span,
    /// How many earlier steps of the route can use the same station: the visit number of a part
    /// that never comes back.
    pub visit: u32,
    /// First row, and one past the last, in [`super::Model::exits`]: the ways that start here.
    pub exits: (u32, u32),
}
