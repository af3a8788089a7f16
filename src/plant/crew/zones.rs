//! Zones: nobody is at a station that others mind.

use super::walk::station_of;
use super::{Crews, Model};

impl Crews {
    /// Whether everybody is at tasks of the own zone only.
    pub(super) fn audit_zones(&self, model: &Model) -> Result<(), String> {
        for (task, team) in self.team.enumerated() {
            for member in team {
                let row = &model.operators[member.operator];
                let station = station_of(model, task);
                if !model.crews[row.crew].conduct.zones.minds(row.number, station) {
                    let name = &model.stations[station].name;
                    return Err(format!(
                        "{:?} works outside the zone, at `{name}`",
                        member.operator
                    ));
                }
            }
        }
        Ok(())
    }
}
