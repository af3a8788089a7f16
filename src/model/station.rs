//! Stations and their machines.

use crate::ids::{CalendarId, FailureId, MachineId, ModeId, NeedsId, Run, StationId, SupplyId};

/// `[station.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Name as written.
    pub name: String,
    /// Its machines: identical, one queue.
    pub machines: Run<MachineId>,
    /// Places in front, machines not counted; `None` is unlimited.
    pub buffer: Option<u32>,
    /// When a part waits for room at the next station.
    pub blocking: Blocking,
    /// People needed during the cycle.
    pub operators: Option<NeedsId>,
    /// When it is open; `None` is always.
    pub calendar: Option<CalendarId>,
    /// What closing does to work in progress.
    pub at_close: AtClose,
    /// Share of parts found bad and thrown away after the cycle, in [0, 1].
    pub scrap: f64,
    /// Its failures.
    pub failures: Run<FailureId>,
    /// The unlimited supply in front of it, if it is the first of a line without demand.
    pub supply: Option<SupplyId>,
    /// Order in which things of one instant are decided: the last station before the exit is 0.
    ///
    /// Ties (same distance to the exit) are broken by name; every station has its own rank.
    pub rank: u32,
}

/// `block`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blocking {
    /// A finished part that finds no room stays on the machine (`"after"`).
    #[default]
    AfterService,
    /// A loaded part does not start unless there is room (`"before"`).
    BeforeService,
}

/// `at_close`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtClose {
    /// Work stops and goes on at the next opening (`"pause"`).
    #[default]
    Pause,
    /// A started cycle runs to its end (`"finish"`).
    Finish,
    /// A cycle that cannot end before the closing does not start (`"no_start"`).
    NoStart,
}

/// One of a station's machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// The station it belongs to.
    pub station: StationId,
    /// Its number within the station, from 1.
    pub number: u32,
    /// Its failure modes.
    pub modes: Run<ModeId>,
    /// Whether one of its modes counts working time only.
    pub wears: bool,
}

impl Station {
    /// A station with one default of everything and no machine yet.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            machines: Run::empty(),
            buffer: None,
            operators: None,
            calendar: None,
            blocking: Blocking::default(),
            at_close: AtClose::default(),
            scrap: 0.0,
            failures: Run::empty(),
            supply: None,
            rank: 0,
        }
    }
}
