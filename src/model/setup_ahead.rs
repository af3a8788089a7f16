//! Setups ahead: machines that stand are set up for what is known to come.

use super::Call;
use super::compile::Compiler;
use super::failure::{AfterRepair, Failure, FailureKind, Finished, Strikes};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::StationId;
use crate::random::Distribution;
use crate::scenario;

/// What a setup ahead is called among the failures of its machines.
const NAME: &str = "setup";

impl Compiler<'_> {
    /// Adds the setup ahead of a station: a task that stops a machine without a part.
    pub(super) fn add_setup_ahead(
        &mut self,
        station: StationId,
        of: &str,
        table: &scenario::Station,
    ) {
        let row = table.setup.as_ref().map(|setup| &setup.value.0);
        let Some(row) = row.filter(|row| row.ahead.as_ref().is_some_and(|truth| truth.value))
        else {
            return;
        };
        let spot = row.ahead.as_ref().map(|truth| truth.spot);
        let taken = table.failure.spot(NAME).or(table.maintenance.spot(NAME));
        if let Some(spot) = taken {
            let message = format!("the setup ahead of `{of}` is called `{NAME}`, too");
            let hint = "give the failure, or the maintenance, another name";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
        let several =
            [(table.batch.is_some(), "makes batches"), (table.takes.is_some(), "joins parts")];
        if let Some((_, does)) = several.iter().find(|(holds, _)| *holds) {
            let message = format!("`{of}` {does}, and cannot be set up ahead yet");
            let complaint = Diagnostic::error(code::CONFLICT, message).hint("leave `ahead` out");
            self.complain(Diagnostic { spot, ..complaint });
        }
        let crew = self.needs(row.operators.as_ref(), &format!("the setup of the station `{of}`"));
        let own = table.priority.as_ref().map_or(0, |given| given.value);
        let priority = row.priority.as_ref().map_or(own, |given| given.value);
        self.model.failures.push(Failure {
            name: NAME.to_owned(),
            station,
            strikes: Strikes::At(Vec::new()),
            repair: Distribution::from(0),
            crew,
            kind: FailureKind::SetupAhead,
            part: AfterRepair::Resume,
            finished: Finished::Leaves,
            call: Call { priority, interrupts: false },
            planned: None,
            renews: Vec::new(),
            common: None,
            slow: None,
            wear: None,
            worn: None,
        });
    }

    /// Complains about stations that are set up ahead and to which conveyors, vehicles or milk runs lead: what is on
    /// them is not looked at.
    pub(super) fn check_setups_ahead(&mut self) {
        for (name, table) in self.scenario.station.iter() {
            let ahead = table.setup.as_ref().and_then(|setup| setup.value.0.ahead.as_ref());
            let Some(ahead) = ahead.filter(|truth| truth.value) else { continue };
            let Some(id) = self.names.stations.get(&name.value) else { continue };
            let conveys = self.model.conveyors.iter().any(|row| row.to == id);
            let mut vehicles = self.model.vehicles.iter();
            let drives = vehicles.any(|row| row.moves.iter().any(|(_, to)| *to == id));
            let mut tours = self.model.stations.ids().map(|from| self.model.milkrun(from, id));
            let what = if conveys {
                Some("a conveyor leads")
            } else if drives {
                Some("vehicles bring parts")
            } else {
                tours.any(|tour| tour.is_some()).then_some("a milk run brings parts")
            };
            if let Some(what) = what {
                let message =
                    format!("{what} to `{}`, which cannot be set up ahead yet", name.value);
                let hint = "leave `ahead` out, or let parts move by `[transfer]`";
                let complaint = Diagnostic::error(code::CONFLICT, message).at(ahead.spot);
                self.complain(complaint.hint(hint));
            }
        }
    }
}
