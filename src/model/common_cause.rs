//! Failures with a common cause: they stop several stations at once.

use std::collections::BTreeMap;

use super::compile::Compiler;
use super::names::unknown;
use super::{AfterRepair, Call, Failure, FailureKind, Finished, Model, Strikes};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{FailureId, Id, StationId};
use crate::random::Distribution;
use crate::scenario::{self, Written};

/// `[failure.<name>]`: what stops several stations, before they are compiled.
#[derive(Clone, Debug)]
pub(super) struct CommonCause<'a> {
    name: &'a Written<String>,
    table: &'a scenario::CommonCause,
    /// The stations, as written: the first has the clock and the repair.
    stations: Vec<StationId>,
}

impl Model {
    /// Whether a failure has no clock and no repair of its own, but goes with that of another station.
    pub fn follows(&self, id: FailureId) -> bool {
        self.failures[id].common.is_some_and(|first| first != id)
    }
}

impl Compiler<'_> {
    /// Finds what stops several stations; each of them then has a failure of its name.
    pub(super) fn find_common_causes(&mut self) {
        let scenario = self.scenario;
        for (name, table) in scenario.failure.iter() {
            let stations = self.stopped(table, &who(name), name);
            self.common_causes.push(CommonCause { name, table, stations });
        }
    }

    /// The stations that a failure stops, each once.
    fn stopped(
        &mut self,
        table: &scenario::CommonCause,
        who: &str,
        name: &Written<String>,
    ) -> Vec<StationId> {
        let mut stations = Vec::new();
        let Some(names) = self.required(table.stops.as_ref(), "stops", who, name.spot) else {
            return stations;
        };
        if names.is_empty() {
            let message = format!("{who} stops no station");
            let spot = table.stops.as_ref().map(|stops| stops.spot);
            self.complain(Diagnostic { spot, ..Diagnostic::error(code::MISSING, message) });
        }
        for name in names {
            let of_line: Vec<Written<String>> = match name.value.strip_prefix("line.") {
                None => vec![name.clone()],
                Some(line) => {
                    let Some(line) = self.scenario.line.get(line) else {
                        let line = Written { value: line.to_owned(), spot: name.spot };
                        self.complain(unknown("line", &line, who, self.scenario.line.names()));
                        continue;
                    };
                    line.stations.iter().flat_map(|list| &list.value).cloned().collect()
                }
            };
            for station in &of_line {
                match self.names.stations.find(station, who) {
                    Ok(id) if stations.contains(&id) => {}
                    Ok(id) => stations.push(id),
                    // A wrong name in a line is told where the line is.
                    Err(complaint) if station.spot == name.spot => self.complain(complaint),
                    Err(_) => {}
                }
            }
        }
        stations
    }

    /// Adds the failures that stop a station with others.
    pub(super) fn add_common_causes(&mut self, station: StationId, table: &scenario::Station) {
        for position in 0..self.common_causes.len() {
            let CommonCause { name, table: cause, ref stations } = self.common_causes[position];
            let is_first = stations.first() == Some(&station);
            if !stations.contains(&station) {
                continue;
            }
            let own = table.failure.spot(&name.value).or(table.maintenance.spot(&name.value));
            if let Some(spot) = own {
                let message = "a failure of several stations stops this one, and has the same name";
                let hint = "give one of them another name";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
            }
            let failure = if is_first {
                self.failure(station, &who(name), name, &cause.of_station())
            } else {
                Some(Failure::that_follows(&name.value, station))
            };
            // Which is the first is found when all stations are there.
            let common = Some(FailureId::at(0));
            if let Some(failure) = failure {
                self.model.failures.push(Failure { common, ..failure });
            }
        }
    }

    /// Says which of the failures of a common cause is that of its first station; the others are like it, but
    /// for the people of the one repair.
    pub(super) fn join_common_causes(&mut self) {
        let first_of: BTreeMap<&str, StationId> = self
            .common_causes
            .iter()
            .filter_map(|cause| Some((cause.name.value.as_str(), *cause.stations.first()?)))
            .collect();
        let failures = &mut self.model.failures;
        let mut firsts: BTreeMap<String, (FailureId, Failure)> = BTreeMap::new();
        for (id, row) in failures.enumerated().filter(|(_, row)| row.common.is_some()) {
            if first_of.get(row.name.as_str()) == Some(&row.station) {
                firsts.insert(row.name.clone(), (id, row.clone()));
            }
        }
        for row in failures.iter_mut().filter(|row| row.common.is_some()) {
            let Some((first, of)) = firsts.get(&row.name) else { continue };
            row.common = Some(*first);
            if row.station != of.station {
                let (station, common) = (row.station, row.common);
                *row = Failure { station, common, crew: None, ..of.clone() };
            }
        }
    }
}

/// What a failure of several stations is called.
fn who(name: &Written<String>) -> String {
    format!("the failure `{}`", name.value)
}

impl Failure {
    /// One of which all is said at another station.
    fn that_follows(name: &str, station: StationId) -> Self {
        Self {
            name: name.to_owned(),
            station,
            strikes: Strikes::At(Vec::new()),
            repair: Distribution::from(0),
            crew: None,
            kind: FailureKind::Breakdown,
            part: AfterRepair::Resume,
            finished: Finished::Leaves,
            call: Call::default(),
            planned: None,
            renews: Vec::new(),
            common: None,
            slow: None,
            wear: None,
            worn: None,
        }
    }
}
