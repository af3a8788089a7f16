//! Moving time between stations.

use crate::ids::StationId;
use crate::random::Distribution;

/// A way that parts take from one station to another (`[transfer]`).
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Where it starts.
    pub from: StationId,
    /// Where it ends.
    pub to: StationId,
    /// Duration of a move. Unit: ticks.
    pub time: Distribution,
}
