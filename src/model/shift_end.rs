//! People who would stay to finish, at stations that do not let them.

use super::compile::Compiler;
use super::{AtClose, AtShiftEnd, Crew};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{CrewId, StationId};

impl Compiler<'_> {
    /// Notes crews that stay to `finish`, where each of their stations stops with their shift.
    pub(super) fn tell_who_cannot_finish(&mut self) {
        let model = &self.model;
        let stops = |crew: &Crew, station: StationId| {
            let row = &model.stations[station];
            row.at_close == AtClose::Pause
                && row.calendar.is_some()
                && row.calendar == crew.calendar
        };
        let cannot = |(id, crew): (CrewId, &Crew)| {
            let mut stations = model
                .stations
                .ids()
                .filter(|&station| model.needs_at(station).any(|needs| model.may_help(id, needs)));
            let is_plain = crew.own_calendars.is_empty() && model.overtimes.is_empty();
            let stays = crew.conduct.at_shift_end == AtShiftEnd::Finish;
            let first = stations.next().filter(|_| is_plain && stays)?;
            let repairs = |station: StationId| {
                let mut failures = model.stations[station].failures.iter();
                failures.any(|failure| {
                    model.failures[failure].crew.is_some_and(|needs| model.may_help(id, needs))
                })
            };
            let all_stop = std::iter::once(first)
                .chain(stations)
                .all(|station| stops(crew, station) && !repairs(station));
            all_stop.then(|| (crew.name.clone(), model.stations[first].name.clone()))
        };
        let found: Vec<(String, String)> = model.crews.enumerated().filter_map(cannot).collect();
        for (crew, station) in found {
            let message = format!(
                "people of `{crew}` never stay to finish: their stations, such as `{station}`, stop when the \
                 shift ends"
            );
            let hint = "write `at_close = \"finish\"` at the stations, too: with people they pause at closing";
            let table = self.scenario.crew.get(&crew).and_then(|table| table.at_shift_end.as_ref());
            let spot = table.map(|word| word.spot);
            let complaint = Diagnostic::note(code::COUNTED, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }
}
