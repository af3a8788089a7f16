//! Vehicles: they take parts from stations to others, each where it is wanted.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::names::spot_of;
use super::{Blocking, Layout, Model};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CalendarId, Run, StandId, StationId, TruckId, VehicleId};
use crate::random::Distribution;
use crate::scenario::{self, Choose, Site, Written};
use crate::units::{Distance, Span, Speed};

/// `[vehicle.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Vehicle {
    /// Name as written.
    pub name: String,
    /// How many there are.
    pub count: u32,
    /// They themselves: the vehicles of all kinds are numbered one after the other.
    pub trucks: Run<TruckId>,
    /// How fast they drive.
    pub speed: Speed,
    /// Most parts on one trip.
    pub carries: u32,
    /// From which station to which: pairs, ascending. Stores are stations of their own here.
    pub moves: Vec<(StationId, StationId)>,
    /// Fewest parts for which one comes, and how long the first of them waits at most.
    pub least: Option<Least>,
    /// Places beside the machines of a station from which they take parts.
    pub buffer: u32,
    /// Time to load for one trip. Unit: ticks.
    pub load: Option<Distribution>,
    /// Time to unload after one trip. Unit: ticks.
    pub unload: Option<Distribution>,
    /// Which load a free one takes.
    pub choose: Choose,
    /// The stations at which they stop, in the order in which they are written; the first is where they
    /// begin, if they have no home.
    pub stops: Vec<StationId>,
    /// How far it is from stop to stop. Shape: from, to; behind the stops is the home, if there is one.
    pub ways: Vec<Vec<Distance>>,
    /// When they drive; `None` is always.
    pub calendar: Option<CalendarId>,
    /// When they are charged.
    pub charge: Option<Charge>,
}

/// The smallest load for which a vehicle comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Least {
    /// Parts.
    pub parts: u32,
    /// From when a place is kept for it the first of them waits no longer.
    pub wait: Span,
}

/// Charging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Time of driving after which it is due.
    pub after: Span,
    /// How long it takes.
    pub time: Span,
}

/// Places beside the machines of a station, from which vehicles of a kind take parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The vehicles.
    pub vehicle: VehicleId,
    /// The station.
    pub station: StationId,
}

impl Vehicle {
    /// Where they stand when nothing is to be moved, as a stop.
    pub fn home(&self) -> Option<usize> {
        (self.ways.len() > self.stops.len()).then_some(self.stops.len())
    }

    /// How long they drive from stop to stop.
    pub fn drive(&self, from: usize, to: usize) -> Span {
        self.speed.time_for(self.ways[from][to])
    }
}

impl Model {
    /// Where parts wait for vehicles that take them from one station to another at once.
    ///
    /// Cost: a look at every stand.
    pub fn stand(&self, from: StationId, to: StationId) -> Option<StandId> {
        let is_right = |stand: &Stand| {
            stand.station == from && self.vehicles[stand.vehicle].moves.contains(&(from, to))
        };
        self.stands.enumerated().find(|(_, stand)| is_right(stand)).map(|(id, _)| id)
    }

    /// The station at which somebody stops for a station: that itself, or of a store the one that takes its
    /// parts.
    pub fn met(&self, station: StationId) -> StationId {
        self.stations[station].store.as_ref().map_or(station, |store| store.of)
    }

    /// The stop of vehicles at a station.
    ///
    /// # Panics
    /// If they move nothing from or to the station.
    pub fn stop_at(&self, vehicle: VehicleId, station: StationId) -> usize {
        let met = self.met(station);
        let place = self.vehicles[vehicle].stops.iter().position(|&stop| stop == met);
        place.expect("vehicles stop at the stations between which they move parts")
    }
}

impl Compiler<'_> {
    /// Compiles the vehicles; comes after the routes, the cards and the conveyors, before the ways.
    pub(super) fn compile_vehicles(&mut self) {
        let mut trucks = 0;
        for (name, table) in self.scenario.vehicle.iter() {
            if let Some(mut vehicle) = self.vehicle(name, table) {
                vehicle.trucks = Run::new(trucks..trucks + vehicle.count as usize);
                trucks += vehicle.count as usize;
                self.check_vehicle(&vehicle, name.spot, table);
                let from: BTreeSet<StationId> =
                    vehicle.moves.iter().map(|&(from, _)| from).collect();
                let id = self.model.vehicles.push(vehicle);
                for station in from {
                    self.model.stands.push(Stand { vehicle: id, station });
                }
            }
        }
    }

    fn vehicle(&mut self, name: &Written<String>, table: &scenario::Vehicle) -> Option<Vehicle> {
        let who = format!("the vehicle `{}`", name.value);
        let speed = self.required(table.speed.as_ref(), "speed", &who, name.spot).copied();
        if table.moves.is_empty() {
            self.required::<()>(None, "moves", &who, name.spot);
        }
        let (mut moves, mut stops, mut is_known) = (Vec::new(), Vec::new(), true);
        for (from, to) in table.moves.iter() {
            let found = self.names.stations.find(from, &who);
            let Some(from) = self.keep(found) else {
                is_known = false;
                continue;
            };
            stops.push(from);
            for to in &to.value.names {
                let found = self.names.stations.find(to, &who);
                let Some(station) = self.keep(found) else {
                    is_known = false;
                    continue;
                };
                stops.push(station);
                let ends = self.ends_at(from, station);
                moves.extend(ends.iter().map(|&end| (from, end)));
                if ends.is_empty() {
                    self.complain_about_way(from, station, &who, to.spot);
                    is_known = false;
                }
            }
        }
        let mut seen = BTreeSet::new();
        stops.retain(|stop| seen.insert(*stop));
        moves.sort_unstable();
        moves.dedup();
        let calendar = table.calendar.as_ref().and_then(|own| self.calendar_of(Some(own), &who));
        let charge = match &table.charge {
            Some(charge) => {
                let row = &charge.value;
                let who = format!("`charge` of {who}");
                let after = self.required(row.after.as_ref(), "after", &who, charge.spot).copied();
                let time = self.required(row.time.as_ref(), "time", &who, charge.spot).copied();
                Some(Charge { after: after?, time: time? })
            }
            None => None,
        };
        if !is_known || moves.is_empty() {
            return None;
        }
        let ways = self.ways_of_vehicle(&stops, table, &who, name.spot)?;
        self.warn_of_small_ends(&moves, table, &name.value);
        let carries = table.carries.as_ref().map_or(1, |carries| carries.value);
        let time = |time: Option<&Written<Distribution>>| {
            time.map(|time| time.value.clone()).filter(|time| !Span::round(time.mean()).is_zero())
        };
        Some(Vehicle {
            name: name.value.clone(),
            count: table.count.as_ref().map_or(1, |count| count.value),
            trucks: Run::empty(),
            speed: speed?,
            carries,
            moves,
            least: table
                .minimum
                .as_ref()
                .zip(table.wait.as_ref())
                .map(|(minimum, wait)| Least { parts: minimum.value, wait: wait.value }),
            buffer: table.buffer.as_ref().map_or(carries, |buffer| buffer.value),
            load: time(table.load.as_ref()),
            unload: time(table.unload.as_ref()),
            choose: table.choose.as_ref().map_or(Choose::Nearest, |choose| choose.value),
            stops,
            ways,
            calendar,
            charge,
        })
    }

    /// Warns of a minimum of parts for which there is never room where they go.
    fn warn_of_small_ends(
        &mut self,
        moves: &[(StationId, StationId)],
        table: &scenario::Vehicle,
        name: &str,
    ) {
        let Some(minimum) = &table.minimum else { return };
        let room = |end: StationId| {
            let row = &self.model.stations[end];
            let machines = if row.is_store() { 0 } else { row.machines.len() as u64 };
            let on_machines = machines * u64::from(row.batch_size());
            let shared = row.shared.map_or(0, |id| self.model.shared_buffers[id].places);
            row.buffer.map(|places| u64::from(places) + u64::from(shared) + on_machines)
        };
        let ends: BTreeSet<StationId> = moves.iter().map(|&(_, end)| end).collect();
        let small = ends.into_iter().filter_map(|end| {
            let room = room(end).filter(|&room| room < u64::from(minimum.value))?;
            Some((end, room))
        });
        let small: Vec<(StationId, u64)> = small.collect();
        for (end, room) in small {
            let to = &self.model.stations[end].name;
            let message = format!(
                "the vehicles `{name}` come for {} parts with places at `{to}`, which never has more than {room}: each \
                 load there waits as long as `wait` says",
                minimum.value
            );
            let hint = "take a smaller `minimum`, or give the station more places in front";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(minimum.spot).hint(hint));
        }
    }

    /// Where parts from a station may be put down at another one: there, or in the stores of what it takes.
    fn ends_at(&self, from: StationId, to: StationId) -> Vec<StationId> {
        let behind = self.model.stations_behind(from);
        behind.into_iter().filter(|&end| self.model.met(end) == to).collect()
    }

    fn complain_about_way(&mut self, from: StationId, to: StationId, who: &str, spot: Spot) {
        let name = |station: StationId| self.model.stations[station].name.as_str();
        let message = format!(
            "{who} moves from `{}` to `{}`, and no part goes that way",
            name(from),
            name(to)
        );
        let behind: BTreeSet<StationId> =
            self.model.stations_behind(from).into_iter().map(|end| self.model.met(end)).collect();
        let hint = if behind.is_empty() {
            format!("behind `{}` parts leave the plant", name(from))
        } else {
            let names: Vec<&str> = behind.into_iter().map(name).collect();
            format!("behind `{}` parts go on to: {}", name(from), listed(names))
        };
        self.complain(Diagnostic::error(code::ROUTE, message).at(spot).hint(hint));
    }

    /// How far it is between all stops, and the home behind them.
    fn ways_of_vehicle(
        &mut self,
        stops: &[StationId],
        table: &scenario::Vehicle,
        who: &str,
        spot: Spot,
    ) -> Option<Vec<Vec<Distance>>> {
        let home = match &table.home {
            Some(home) => match &home.value {
                Site::Station(station) => {
                    let station = Written { value: station.clone(), spot: home.spot };
                    let found = self.names.stations.find(&station, who);
                    Some(End::Station(self.keep(found)?))
                }
                Site::At(position) => Some(End::At(position.in_unit(self.unit()))),
            },
            None => None,
        };
        let ends: Vec<End> = stops.iter().map(|&stop| End::Station(stop)).chain(home).collect();
        let mut missing = BTreeSet::new();
        let mut ways = Vec::new();
        for &from in &ends {
            let mut row = Vec::new();
            for &to in &ends {
                let way = self.model.layout.between(from, to);
                if way.is_none() {
                    missing.insert(self.called(from.min(to), from.max(to)));
                }
                row.push(way.unwrap_or(Distance::ZERO));
            }
            ways.push(row);
        }
        if missing.is_empty() {
            return Some(ways);
        }
        let message = format!(
            "{who} drives, and it is not known how far it is between: {}",
            listed(missing.iter().map(String::as_str))
        );
        let hint = "say in `[layout.positions]` where the stations stand, such as `weld = [8, 0]`; or write \
                    `[layout]` `from.weld.to.oven = 8`";
        self.complain(Diagnostic::error(code::MISSING, message).at(spot).hint(hint));
        None
    }

    fn called(&self, from: End, to: End) -> String {
        let name = |end: End| match end {
            End::Station(station) => self.model.stations[station].name.as_str(),
            End::At(_) => "home",
        };
        format!("{} – {}", name(from), name(to))
    }

    /// Complains about vehicles that cannot take the parts.
    fn check_vehicle(&mut self, row: &Vehicle, spot: Spot, table: &scenario::Vehicle) {
        let name = |station: StationId| self.model.stations[self.model.met(station)].name.clone();
        let mut complaints = Vec::new();
        let mut seen = BTreeSet::new();
        for &(from, end) in &row.moves {
            if !seen.insert((from, self.model.met(end))) {
                continue;
            }
            let (start, to) = (name(from), name(end));
            let way = format!("from `{start}` to `{to}`");
            let at = table.moves.get(&start);
            let at = at.and_then(|to_all| to_all.value.names.iter().find(|one| one.value == to));
            let at = at.map_or(spot, |to| to.spot);
            let mut conflict = |message: String, hint: &str, spot: Spot| {
                let complaint = Diagnostic::error(code::CONFLICT, message).at(spot);
                complaints.push(if hint.is_empty() { complaint } else { complaint.hint(hint) });
            };
            if let Some(other) = self.model.stand(from, end) {
                let other = &self.model.vehicles[self.model.stands[other].vehicle].name;
                let message = format!("two vehicles move {way}: `{other}` and `{}`", row.name);
                conflict(message, "", at);
            }
            if let Some(conveyor) = self.model.conveyor(from, end) {
                let conveyor = &self.model.conveyors[conveyor].name;
                let message = format!(
                    "parts go {way} by the vehicle `{}`, and on the conveyor `{conveyor}`, too",
                    row.name
                );
                conflict(message, "leave one of them out", at);
            }
            if self.model.stations[from].blocking == Blocking::BeforeService {
                let message = format!(
                    "`{start}` cannot have `block = \"before\"` in front of the vehicle `{}`",
                    row.name
                );
                let hint = "write `block = \"after\"`: a part waits for a place beside its machine";
                let block = self.scenario.station.get(&start);
                let block = block.and_then(|station| station.block.as_ref());
                let spot = block.map(|block| block.spot);
                let spot = spot.or_else(|| spot_of(&self.scenario.station, &start));
                conflict(message, hint, spot.unwrap_or(at));
            }
            if self.leads_through_door(from, end) {
                let message = format!(
                    "the vehicle `{}` moves {way}, and parts take cards there, or give them back",
                    row.name
                );
                let hint = "let the kanban, or the limited line, begin or end elsewhere";
                conflict(message, hint, at);
            }
            let moves = self.scenario.transfer.from.get(&start);
            if let Some(time) = moves.and_then(|moves| moves.to.spot(&to)) {
                let message =
                    format!("parts go {way} by the vehicle `{}`, and by a transfer, too", row.name);
                conflict(message, "leave one of them out", time);
            }
        }
        for complaint in complaints {
            self.complain(complaint);
        }
    }
}

/// An end of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    /// At a station.
    Station(StationId),
    /// Somewhere on the floor.
    At([Distance; 2]),
}

impl Layout {
    /// How far it is from one end to another, if it is known.
    fn between(&self, from: End, to: End) -> Option<Distance> {
        match (from, to) {
            (End::Station(from), End::Station(to)) => {
                let [from, to] = [from, to].map(Self::of_station);
                self.is_known(from, to).then(|| self.distance(from, to))
            }
            (End::At(_), End::At(_)) => Some(Distance::ZERO),
            (End::At(at), End::Station(station)) | (End::Station(station), End::At(at)) => {
                let stands =
                    self.positions[Self::of_station(station)].filter(|_| self.has_positions)?;
                Some(Distance::between(at, stands, self.rectilinear))
            }
        }
    }
}
