//! `preempts` of a station: parts of more urgent orders push others off its machines.

use super::Model;
use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, Flatters, code, listed};
use crate::ids::StationId;
use crate::scenario;

/// What becomes of work that is pushed off its machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preempts {
    /// What is left of it is done later (`"resume"`).
    Resume,
    /// It starts again later, with the same duration (`"restart"`).
    Restart,
}

impl Model {
    /// Whether parts are pushed off machines anywhere.
    pub fn has_preemption(&self) -> bool {
        self.stations.iter().any(|station| station.preempts.is_some())
    }

    /// Why nothing can be pushed off the machines of a station, because of what is around it; and what to do.
    fn what_keeps_from_preemption(&self, id: StationId) -> Option<(String, &'static str)> {
        let row = &self.stations[id];
        if row.takt.is_some() {
            let why = "it belongs to a paced line, on which nobody passes".to_owned();
            return Some((why, "leave it out"));
        }
        if let Some(conveyor) = self.conveyors.iter().find(|conveyor| conveyor.to == id) {
            let why = format!(
                "the conveyor `{}` brings its parts, on which nobody passes",
                conveyor.name
            );
            return Some((why, "let the conveyor end at a station before"));
        }
        if row.at_load || row.at_unload {
            let why =
                "its parts take something of a pool, or a tool that stations share, on a machine";
            return Some((why.to_owned(), "let them take it at a station before"));
        }
        None
    }
}

impl Compiler<'_> {
    /// What becomes of work that is pushed off the machines of a station.
    pub(super) fn preempts(&mut self, table: &scenario::Station) -> Option<Preempts> {
        let given = table.preempts.as_ref()?;
        if self.scenario.first_priority().is_none() {
            let message =
                "nobody is pushed off: no order and no demand has a `priority`, so all are alike";
            let hint = "give some of them one: the larger number is the more urgent";
            self.complain(Diagnostic::warning(code::UNUSED, message).at(given.spot).hint(hint));
        }
        if let Some(buffer) = &table.buffer
            && buffer.value == scenario::Buffer::Places(0)
        {
            let message =
                "hardly anybody is pushed off: without a `buffer` the urgent part waits elsewhere";
            let hint = "give the station places in front, in which it can wait";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(given.spot).hint(hint));
        }
        Some(match given.value {
            scenario::Preempts::Resume => Preempts::Resume,
            scenario::Preempts::Restart => Preempts::Restart,
        })
    }

    /// Complains about stations whose parts cannot be pushed off; comes after lines, conveyors and pools.
    pub(super) fn check_preempts(&mut self) {
        let model = &self.model;
        let some = model.stations.enumerated().filter(|(_, row)| row.preempts.is_some());
        let found: Vec<_> = some
            .filter_map(|(id, row)| {
                let (why, hint) = model.what_keeps_from_preemption(id)?;
                let message = format!("`{}` can have no `preempts`: {why}", row.name);
                let table = self.scenario.station.get(&row.name);
                let spot = table.and_then(|table| Some(table.preempts.as_ref()?.spot));
                let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
                Some(Diagnostic { spot, ..complaint })
            })
            .collect();
        for complaint in found {
            self.complain(complaint);
        }
    }

    /// Loads are those of work that is done once.
    pub(super) fn note_preempts(&mut self) {
        let some = self.model.stations.iter().filter(|station| match station.preempts {
            Some(Preempts::Restart) => true,
            Some(Preempts::Resume) => station.setup.is_some(),
            None => false,
        });
        let names: Vec<&str> = some.map(|station| station.name.as_str()).collect();
        if !names.is_empty() {
            let message = format!(
                "loads know nothing of the work and the setups that are done again where parts are pushed off: {}",
                listed(names)
            );
            self.assume(message, Flatters::Throughput);
        }
    }
}
