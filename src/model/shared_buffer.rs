//! Shared buffers: places that several stations have in common.

use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{Id, SharedBufferId, StationId};
use crate::scenario;

/// `[buffer.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedBuffer {
    /// Name as written.
    pub name: String,
    /// How many places there are.
    pub places: u32,
    /// The stations, or the stores of what they take, in front of which parts stand there; in the order written.
    pub stations: Vec<StationId>,
}

impl Compiler<'_> {
    /// Compiles the shared buffers; comes after the stations and their stores.
    pub(super) fn compile_shared_buffers(&mut self) {
        for (name, table) in self.scenario.buffer.iter() {
            let who = format!("the shared buffer `{}`", name.value);
            let places = self.required(table.places.as_ref(), "places", &who, name.spot).copied();
            let serves = self.required(table.serves.as_ref(), "serves", &who, name.spot);
            let id = SharedBufferId::at(self.model.shared_buffers.len());
            let mut stations = Vec::new();
            for station in serves.into_iter().flatten() {
                let found = self.names.stations.find(station, &who);
                let Some(at) = self.keep(found) else { continue };
                if let Some((message, hint)) = self.refused_to_share(at) {
                    let complaint = Diagnostic::error(code::CONFLICT, message);
                    self.complain(complaint.at(station.spot).hint(hint));
                    continue;
                }
                stations.extend(self.share(at, id));
            }
            let row =
                SharedBuffer { name: name.value.clone(), places: places.unwrap_or(0), stations };
            self.model.shared_buffers.push(row);
        }
    }

    /// Whether a shared buffer serves the station of a name.
    pub(super) fn is_served(&self, station: &str) -> bool {
        let mut all = self.scenario.buffer.iter().filter_map(|(_, row)| row.serves.as_ref());
        all.any(|serves| serves.value.iter().any(|name| name.value == station))
    }

    /// What keeps a station from sharing places, and what to do.
    fn refused_to_share(&self, station: StationId) -> Option<(String, &'static str)> {
        let row = &self.model.stations[station];
        let name = &row.name;
        let table = self.scenario.station.get(name)?;
        let stores = self.stores_of(station);
        let other = stores.iter().chain([&station]).find_map(|&at| self.model.stations[at].shared);
        let buffer = table.buffer.as_ref().map(|buffer| &buffer.value);
        if row.outside.is_some() {
            let message = format!("the work of `{name}` is done outside: nothing stands in front");
            Some((message, "leave it out of `serves`"))
        } else if let Some(other) = other {
            let other = &self.model.shared_buffers[other].name;
            let message = format!("`{name}` has places in the shared buffer `{other}` already");
            Some((
                message,
                "a station has places in one shared buffer: join the two, or leave one out",
            ))
        } else if matches!(buffer, Some(scenario::Buffer::Unlimited)) {
            let message = format!("`{name}` has places of its own without limit");
            Some((message, "leave its `buffer` out, or give it the number of places of its own"))
        } else {
            None
        }
    }

    /// A station, or the stores of what it takes, get places in a shared buffer; which of them.
    fn share(&mut self, station: StationId, id: SharedBufferId) -> Vec<StationId> {
        let stores = self.stores_of(station);
        let all = if stores.is_empty() { vec![station] } else { stores };
        for &at in &all {
            let row = &mut self.model.stations[at];
            row.shared = Some(id);
            row.buffer.get_or_insert(0);
        }
        all
    }

    /// What never ends is there when it is taken, and needs no place; the rest of what is taken at once must find room.
    /// Comes after the supplies.
    pub(super) fn check_shared_buffers(&mut self) {
        for id in self.model.stations.ids() {
            let row = &mut self.model.stations[id];
            if let Some(shared) = row.shared.filter(|_| row.store.is_some() && row.supply.is_some())
            {
                (row.shared, row.buffer) = (None, None);
                self.model.shared_buffers[shared].stations.retain(|&other| other != id);
            }
        }
        self.check_shared_places();
    }

    /// The stores of what a station takes; none if it takes nothing.
    fn stores_of(&self, station: StationId) -> Vec<StationId> {
        let is_of = |id: &StationId| {
            self.model.stations[*id].store.as_ref().is_some_and(|store| store.of == station)
        };
        self.model.stations.ids().filter(is_of).collect()
    }

    /// What a station takes at once must find room in its own places and the shared ones.
    fn check_shared_places(&mut self) {
        let mut found: Vec<(String, Spot)> = Vec::new();
        for (_, assembly) in self.model.assemblies() {
            let Some(id) =
                assembly.takes.iter().find_map(|taken| self.model.stations[taken.store].shared)
            else {
                continue;
            };
            let beyond = |taken: &super::Taken| {
                taken.count.saturating_sub(self.model.stations[taken.store].buffer.unwrap_or(0))
            };
            let shares = |taken: &&super::Taken| self.model.stations[taken.store].shared.is_some();
            let needed: u32 =
                assembly.takes.iter().filter(shares).map(beyond).fold(0, u32::saturating_add);
            let buffer = &self.model.shared_buffers[id];
            let Some(first) = assembly.takes.first() else { continue };
            let station = self.model.stations[first.store].store.as_ref().map(|store| store.of);
            let name = station.map(|of| self.model.stations[of].name.clone()).unwrap_or_default();
            let takes = self.scenario.station.get(&name).and_then(|table| table.takes.as_ref());
            if let Some(takes) = takes.filter(|_| needed > buffer.places) {
                let message = format!(
                    "what `{name}` takes at once needs more of the shared buffer `{}` than its {} places: {needed}",
                    buffer.name, buffer.places
                );
                found.push((message, takes.spot));
            }
        }
        for (message, spot) in found {
            let hint =
                "give the shared buffer as many places, or the station a `buffer` of its own";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
    }
}
