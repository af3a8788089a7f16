//! Start-ups of machines that have stood for long.

use super::compile::Compiler;
use super::failure::{AfterRepair, Failure, FailureKind, Finished, Strikes};
use super::{Call, Model};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{CalendarId, StationId};
use crate::scenario;
use crate::units::{Span, Time};

/// What a start-up is called.
const NAME: &str = "start_up";

impl Compiler<'_> {
    /// Adds the start-up of a station, which is a failure that strikes when it opens.
    pub(super) fn add_start_up(&mut self, station: StationId, of: &str, table: &scenario::Station) {
        let Some(given) = &table.start_up else { return };
        let row = &given.value;
        let who = format!("the start-up of `{of}`");
        let own = table.failure.spot(NAME).or(table.maintenance.spot(NAME));
        if let Some(spot) = own {
            let message = format!("{who} is called so, too");
            let hint = "give the failure, or the maintenance, another name";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
        let time = self.required(row.time.as_ref(), "time", &who, given.spot).cloned();
        let crew = self.needs(row.operators.as_ref(), &who);
        let priority = row.priority.as_ref().map_or(0, |priority| priority.value);
        let after = row.after_closed.as_ref().map_or(Span::ZERO, |after| after.value);
        let Some(repair) = time else { return };
        self.model.failures.push(Failure {
            name: NAME.to_owned(),
            station,
            strikes: Strikes::Opening(after),
            repair,
            crew,
            kind: FailureKind::StartUp,
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

    /// Warns of start-ups of stations that never close.
    pub(super) fn warn_of_idle_start_ups(&mut self) {
        for (name, table) in self.scenario.station.iter() {
            let Some(given) = &table.start_up else { continue };
            let Some(id) = self.names.stations.get(&name.value) else { continue };
            let closes = |plant: &Model| {
                let closes = |id: CalendarId| plant.calendars[id].closes(Time::ZERO) < Time::NEVER;
                plant.stations[id].calendar.is_some_and(closes)
            };
            if !self.model.plants().any(closes) {
                let message =
                    format!("the station `{}` never closes, so it is never started up", name.value);
                let hint = "give it a `calendar`, such as that of its people";
                let complaint = Diagnostic::warning(code::UNUSED, message).at(given.spot);
                self.complain(complaint.hint(hint));
            }
        }
    }
}

impl Model {
    /// How often a calendar opens in a stretch of time after it was closed for so long.
    ///
    /// Cost: one step for each change of the calendar.
    pub(super) fn count_openings(
        &self,
        calendar: Option<CalendarId>,
        after: Span,
        (start, end): (Time, Time),
    ) -> u32 {
        let Some(calendar) = calendar.map(|id| &self.calendars[id]) else { return 0 };
        let is_open = |at: Time| calendar.shift_at(at) != super::Shift::Closed;
        // Look back, so that the first opening knows since when it was closed; at the start of the run, for long.
        let mut now = (start - after.min(Span::from_days(366))).max(Time::ZERO);
        let (mut count, mut closed) = (0, (!is_open(now)).then_some(now - after));
        while let Some(next) = calendar.next_change(now).filter(|&next| next < end) {
            closed = match (closed, is_open(next)) {
                (Some(since), true) => {
                    count += u32::from(next >= start && next - since >= after);
                    None
                }
                (Some(since), false) => Some(since),
                (None, true) => None,
                (None, false) => Some(next),
            };
            now = next;
        }
        count
    }
}
