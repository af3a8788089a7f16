//! Where parts stand that wait for vehicles: beside the machines that they come from.

use std::collections::VecDeque;

use super::cause::Token;
use crate::ids::{MachineId, PartId, StandId, StationId, Table, TruckId, VehicleId};
use crate::model::{Least, Model};
use crate::units::Time;

/// A part that waits for a vehicle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    pub(super) part: PartId,
    to: StationId,
    /// Since when it stands beside its machine.
    since: Time,
    /// Since when a place is kept for it where it goes.
    pub(super) ready: Option<Time>,
    /// The vehicle that comes for it.
    truck: Option<TruckId>,
}

impl Load {
    /// Whether it calls a vehicle, to be brought to a station.
    fn calls_to(&self, to: StationId) -> bool {
        self.to == to && self.ready.is_some() && self.truck.is_none()
    }
}

#[derive(Clone, Debug)]
struct Stand {
    vehicle: VehicleId,
    stop: usize,
    places: usize,
    loads: Vec<Load>,
    /// Parts that are being loaded: they take their places until that is done.
    lifted: usize,
    /// Machines whose parts find no place, the longest waiting first.
    waiting: VecDeque<(Time, MachineId)>,
    /// What made a place free last.
    freed: Token,
}

/// The stands of a kind of vehicles.
#[derive(Clone, Debug)]
struct Kind {
    stands: Vec<StandId>,
    least: Option<Least>,
}

/// All stands, and all parts that wait for vehicles.
#[derive(Debug)]
pub(super) struct Stands {
    rows: Table<StandId, Stand>,
    kinds: Table<VehicleId, Kind>,
    /// Where parts from each station stand, by where they go; empty without vehicles.
    exits: Table<StationId, Vec<(StationId, StandId)>>,
}

impl Stands {
    pub(super) fn new(model: &Model) -> Self {
        let stations = if model.vehicles.is_empty() { 0 } else { model.stations.len() };
        let mut exits = Table::filled(stations, Vec::new());
        let kind = |row: &crate::model::Vehicle| Kind { stands: Vec::new(), least: row.least };
        let mut kinds: Table<VehicleId, Kind> = model.vehicles.iter().map(kind).collect();
        let mut rows = Table::new();
        for (id, stand) in model.stands.enumerated() {
            let row = &model.vehicles[stand.vehicle];
            kinds[stand.vehicle].stands.push(id);
            for &(_, end) in row.moves.iter().filter(|(from, _)| *from == stand.station) {
                exits[stand.station].push((end, id));
            }
            rows.push(Stand {
                vehicle: stand.vehicle,
                stop: model.stop_at(stand.vehicle, stand.station),
                places: row.buffer as usize,
                loads: Vec::new(),
                lifted: 0,
                waiting: VecDeque::new(),
                freed: Token::default(),
            });
        }
        Self { rows, kinds, exits }
    }

    /// Whether there is one.
    #[inline]
    pub(super) fn are_some(&self) -> bool {
        !self.exits.is_empty()
    }

    /// Where parts from one station to another wait for vehicles.
    #[inline]
    pub(super) fn between(&self, from: StationId, to: StationId) -> Option<StandId> {
        let exits = self.exits.get(from)?;
        exits.iter().find(|(station, _)| *station == to).map(|&(_, id)| id)
    }

    /// Parts on the way to a station for which no place is kept.
    pub(super) fn load(&self, to: StationId) -> u32 {
        let loads = self.rows.iter().flat_map(|row| &row.loads);
        let count = loads.filter(|load| load.to == to && load.ready.is_none()).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The stations for whose room all parts on a full stand wait; `None` if a place becomes free by itself.
    pub(super) fn waits_of(&self, stand: StandId) -> Option<impl Iterator<Item = StationId>> {
        let row = &self.rows[stand];
        let goes_on = self.has_place(stand)
            || row.lifted > 0
            || row.loads.iter().any(|load| load.ready.is_some());
        (!goes_on).then(|| row.loads.iter().map(|load| load.to))
    }

    pub(super) fn of_stand(&self, stand: StandId) -> VehicleId {
        self.rows[stand].vehicle
    }

    pub(super) fn has_place(&self, stand: StandId) -> bool {
        let row = &self.rows[stand];
        row.loads.len() + row.lifted < row.places
    }

    /// Whether a part can stand there, and nobody has waited for it.
    pub(super) fn may_stand(&self, stand: StandId) -> bool {
        self.rows[stand].waiting.is_empty() && self.has_place(stand)
    }

    pub(super) fn put(&mut self, stand: StandId, part: PartId, to: StationId, now: Time) {
        let load = Load { part, to, since: now, ready: None, truck: None };
        self.rows[stand].loads.push(load);
    }

    /// Whether a part there waits for room at a station.
    pub(super) fn waits_for_room(&self, stand: StandId, to: StationId) -> bool {
        self.waits_since(stand, to).is_some()
    }

    /// Since when a part there waits for room at a station.
    pub(super) fn waits_since(&self, stand: StandId, to: StationId) -> Option<Time> {
        let mut loads = self.rows[stand].loads.iter();
        loads.find(|load| load.to == to && load.ready.is_none()).map(|load| load.since)
    }

    /// The part that has waited longest for room at a station.
    pub(super) fn first_without_room(&self, stand: StandId, to: StationId) -> PartId {
        let mut loads = self.rows[stand].loads.iter();
        let load = loads.find(|load| load.to == to && load.ready.is_none());
        load.expect("it waits for room").part
    }

    /// A place is kept for the part that has waited longest for it.
    pub(super) fn make_ready(&mut self, stand: StandId, to: StationId, now: Time) {
        let mut loads = self.rows[stand].loads.iter_mut();
        let load = loads.find(|load| load.to == to && load.ready.is_none());
        load.expect("it waits for room").ready = Some(now);
    }

    /// A machine waits for a place, behind all who have waited as long or longer.
    pub(super) fn wait(&mut self, stand: StandId, machine: MachineId, since: Time) {
        let line = &mut self.rows[stand].waiting;
        if line.iter().any(|&(_, other)| other == machine) {
            return;
        }
        let behind = line.iter().rev().take_while(|(other, _)| *other > since).count();
        line.insert(line.len() - behind, (since, machine));
    }

    /// A machine does not wait for a place any more.
    pub(super) fn stop_waiting(&mut self, stand: StandId, machine: MachineId) {
        self.rows[stand].waiting.retain(|&(_, other)| other != machine);
    }

    /// The machines that wait for a place, the longest waiting first.
    pub(super) fn waiting(&self, stand: StandId) -> impl Iterator<Item = MachineId> {
        self.rows[stand].waiting.iter().map(|&(_, machine)| machine)
    }

    /// Who has waited longest for a place, if there is one.
    pub(super) fn first_let_on(&self, stand: StandId) -> Option<MachineId> {
        self.waiting(stand).next().filter(|_| self.has_place(stand))
    }

    /// What made a place free last.
    pub(super) fn freed(&self, stand: StandId) -> Token {
        self.rows[stand].freed
    }

    /// What calls vehicles of a kind: where, where to, and since when the first of each calls.
    pub(super) fn calls(
        &self,
        vehicle: VehicleId,
        now: Time,
    ) -> impl Iterator<Item = (StandId, StationId, Time)> {
        let kind = &self.kinds[vehicle];
        kind.stands.iter().flat_map(move |&stand| {
            let is_enough = move |&(to, since): &(StationId, Time)| {
                kind.least.is_none_or(|least| {
                    self.count_calling(stand, to) >= least.parts || since + least.wait <= now
                })
            };
            self.calling(stand).filter(is_enough).map(move |(to, since)| (stand, to, since))
        })
    }

    /// Where the parts go that call vehicles to a stand, and since when the first to each station calls: it has had
    /// its place there since.
    fn calling(&self, stand: StandId) -> impl Iterator<Item = (StationId, Time)> {
        let loads = &self.rows[stand].loads;
        loads.iter().enumerate().filter_map(move |(position, load)| {
            let since = load.ready.filter(|_| load.truck.is_none())?;
            let is_first = !loads[..position].iter().any(|other| other.calls_to(load.to));
            is_first.then_some((load.to, since))
        })
    }

    /// How many parts call vehicles to a stand that go to a station.
    fn count_calling(&self, stand: StandId, to: StationId) -> u32 {
        let count = self.rows[stand].loads.iter().filter(|load| load.calls_to(to)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// When the next load there will have waited long enough for more, if one waits for that.
    pub(super) fn next_wait_over(&self, stand: StandId, now: Time) -> Option<Time> {
        let least = self.kinds[self.rows[stand].vehicle].least?;
        let few =
            self.calling(stand).filter(|&(to, _)| self.count_calling(stand, to) < least.parts);
        few.map(|(_, since)| since + least.wait).filter(|&end| end > now).min()
    }

    /// A vehicle comes for the first parts to a station; the first of all.
    pub(super) fn claim(
        &mut self,
        truck: TruckId,
        stand: StandId,
        to: StationId,
        carries: usize,
    ) -> PartId {
        let loads = self.rows[stand].loads.iter_mut();
        let calls =
            |load: &&mut Load| load.to == to && load.ready.is_some() && load.truck.is_none();
        let mut first = None;
        for load in loads.filter(calls).take(carries) {
            load.truck = Some(truck);
            first = first.or(Some(load.part));
        }
        first.expect("a part calls")
    }

    /// The parts that wait.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        self.rows.iter().flat_map(|row| &row.loads).map(|load| load.part)
    }

    /// Those of them for which a place is kept.
    pub(super) fn ready(&self) -> impl Iterator<Item = PartId> {
        let loads = self.rows.iter().flat_map(|row| &row.loads);
        loads.filter(|load| load.ready.is_some()).map(|load| load.part)
    }

    /// The stop of its vehicles.
    pub(super) fn stop(&self, stand: StandId) -> usize {
        self.rows[stand].stop
    }

    /// A vehicle takes what it came for, and what else goes the same way.
    pub(super) fn take(
        &mut self,
        truck: TruckId,
        stand: StandId,
        to: StationId,
        carries: usize,
    ) -> Vec<Load> {
        let row = &mut self.rows[stand];
        let own = row.loads.iter().filter(|load| load.truck == Some(truck)).count();
        let mut more = carries - own;
        let mut taken = Vec::new();
        row.loads.retain(|load| {
            let is_free = load.to == to && load.ready.is_some() && load.truck.is_none();
            let takes = load.truck == Some(truck) || is_free && more > 0;
            if takes {
                more -= usize::from(load.truck.is_none());
                taken.push(*load);
            }
            !takes
        });
        row.lifted += taken.len();
        taken
    }

    /// So many parts are loaded, and their places are free.
    pub(super) fn lift(&mut self, stand: StandId, parts: usize, token: Token) {
        let row = &mut self.rows[stand];
        row.lifted -= parts;
        row.freed = token;
    }

    /// What cannot be of a stand, of which so many parts are being loaded; `is_served` if a free vehicle would
    /// come.
    pub(super) fn audit(
        &self,
        stand: StandId,
        lifted: usize,
        is_served: bool,
        now: Time,
    ) -> Result<(), String> {
        let row = &self.rows[stand];
        if row.loads.len() + row.lifted > row.places {
            return Err("has more parts than places".to_owned());
        }
        if row.loads.len() + row.lifted < row.places && !row.waiting.is_empty() {
            return Err("has a place that is waited for".to_owned());
        }
        let mut calls = self.calls(row.vehicle, now);
        if is_served && calls.any(|(other, ..)| other == stand) {
            return Err("has a part for which no free vehicle comes".to_owned());
        }
        if lifted != row.lifted {
            return Err(format!("thinks that {} parts are being loaded, not {lifted}", row.lifted));
        }
        Ok(())
    }
}
