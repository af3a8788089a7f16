//! Machines that take turns (`choice = "free_longest"` of a step).

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::{Model, Station, StationChoice};
use crate::ids::StationId;

impl Model {
    /// Whether any machines take turns.
    pub fn are_some_in_turn(&self) -> bool {
        self.stations.iter().any(|station| station.in_turn)
    }
}

impl Station {
    /// Whether it has several machines of which the one goes first that has been free longest.
    pub const fn has_turns(&self) -> bool {
        self.in_turn && self.machines.len() > 1
    }
}

impl Compiler<'_> {
    /// Notes the stations whose machines take turns; comes after the routes.
    pub(super) fn note_turns(&mut self) {
        let model = &self.model;
        let steps = model.steps.iter().filter(|step| step.choice == StationChoice::FreeLongest);
        let places = steps.flat_map(|step| step.places.iter());
        let stations: BTreeSet<StationId> =
            places.map(|place| model.places[place].station).collect();
        for station in stations {
            self.model.stations[station].in_turn = true;
        }
    }
}
