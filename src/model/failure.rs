//! Failures: when a machine stops, and what brings it back.

use crate::ids::{FailureId, MachineId, NeedsId, StationId};
use crate::random::Distribution;
use crate::units::Time;

/// `[station.<name>.failure.<mode>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Name of the mode.
    pub name: String,
    /// Its station.
    pub station: StationId,
    /// When it strikes.
    pub strikes: Strikes,
    /// Duration of the repair. Unit: ticks.
    pub repair: Distribution,
    /// People a repair needs; `None` repairs itself.
    pub crew: Option<NeedsId>,
    /// What becomes of the part in the machine.
    pub part: AfterRepair,
}

/// When a failure strikes.
#[derive(Clone, Debug, PartialEq)]
pub enum Strikes {
    /// After a random amount of a clock (`clock` with `every`).
    ///
    /// Unit of `every`: ticks, or cycles for [`Clock::Cycles`].
    Every {
        /// What makes the clock run.
        clock: Clock,
        /// Amount of the clock between two failures.
        every: Distribution,
    },
    /// At given instants, ascending (`at`): on machine 1 only.
    At(Vec<Time>),
}

/// `clock`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Working time of the machine (`"operating"`).
    Operating,
    /// Time the station's calendar is open (`"on_shift"`).
    OnShift,
    /// All time (`"calendar"`).
    Calendar,
    /// Completed cycles (`"cycles"`).
    Cycles,
}

/// `part`: what becomes of the part in a machine that fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterRepair {
    /// It goes on with the time that was left (`"resume"`).
    #[default]
    Resume,
    /// It starts again with the same duration (`"restart"`).
    Restart,
    /// It is lost (`"scrap"`).
    Scrap,
}

/// A failure mode of one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// The machine.
    pub machine: MachineId,
    /// The failure as written.
    pub failure: FailureId,
}
