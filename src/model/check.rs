//! What a compiled model says about itself before any run: what cannot keep up, what is left over,
//! and what was assumed.

use super::compile::Compiler;
use super::{Blocking, Length, Loads, Shift};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{StationId, Table};
use crate::units::{Span, Time};

impl Compiler<'_> {
    /// Adds errors for what could never end, warnings for what is probably not meant, and notes
    /// for what is assumed. Only for a model without errors.
    pub(super) fn check(&mut self) {
        let visited = self.visited();
        self.warn_about_the_unused(&visited);
        let loads = self.model.loads();
        if self.check_rates(&loads) {
            self.warn_about_loads(&loads);
        }
        self.note_assumptions(&visited);
    }

    fn station_spot(&self, station: StationId) -> Option<Spot> {
        let name = &self.model.stations[station].name;
        self.scenario.station.entry(name).map(|(name, _)| name.spot)
    }

    fn warn(&mut self, code: &'static str, message: String, spot: Option<Spot>, hint: Option<String>) {
        let complaint = Diagnostic::warning(code, message).maybe_hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    fn note(&mut self, message: String) {
        self.complain(Diagnostic::note(code::ASSUMED, message));
    }

    fn visited(&self) -> Table<StationId, bool> {
        let mut visited = Table::filled(self.model.stations.len(), false);
        for place in &self.model.places {
            visited[place.station] = true;
        }
        visited
    }

    fn warn_about_the_unused(&mut self, visited: &Table<StationId, bool>) {
        for (station, _) in visited.enumerated().filter(|(_, visited)| !**visited) {
            let name = &self.model.stations[station].name;
            let message = format!("the station `{name}` is in no route");
            self.warn(code::UNUSED, message, self.station_spot(station), None);
        }
        let used: Vec<usize> = self.model.needs.iter().flat_map(|needs| &needs.skills)
            .map(|&(skill, _)| skill)
            .flat_map(|skill| &self.model.skills[skill].crews)
            .map(|crew| crate::ids::Id::position(*crew))
            .collect();
    }
}
