//! Where vehicles are and what they do; which parts wait for them.

use std::collections::VecDeque;

use super::cause::Token;
use crate::ids::{MachineId, PartId, Run, StandId, StationId, Table, TruckId, VehicleId};
use crate::model::{Least, Model};
use crate::observe::VehicleState;
use crate::units::{Span, Time};

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

/// What a vehicle does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    Idle,
    ToLoad(StandId, StationId),
    Loading(StandId, StationId),
    Bringing(StationId),
    PuttingDown,
    ToCharge,
    Charging,
    ToHome,
}

impl Task {
    const fn drives(self) -> bool {
        matches!(self, Self::ToLoad(..) | Self::Bringing(_) | Self::ToCharge | Self::ToHome)
    }

    const fn state(self) -> VehicleState {
        match self {
            Self::Idle => VehicleState::Idle,
            Self::ToLoad(..) | Self::ToCharge | Self::ToHome => VehicleState::Empty,
            Self::Loading(..) => VehicleState::Loading,
            Self::Bringing(_) => VehicleState::Loaded,
            Self::PuttingDown => VehicleState::Unloading,
            Self::Charging => VehicleState::Charging,
        }
    }
}

#[derive(Clone, Debug)]
struct Truck {
    vehicle: VehicleId,
    /// The stop at which it is, or was last.
    at: usize,
    task: Task,
    /// How long the task takes, what was left of it at `since`, and whether it goes on.
    takes: Span,
    left: Span,
    since: Time,
    runs: bool,
    /// Time of driving since it was charged.
    driven: Span,
    cargo: Vec<PartId>,
    token: Token,
    shown: VehicleState,
}

impl Truck {
    fn left_at(&self, now: Time) -> Span {
        if self.runs { self.left - (now - self.since) } else { self.left }
    }
}

#[derive(Clone, Debug)]
struct Kind {
    trucks: Run<TruckId>,
    /// Driving time from stop to stop.
    drives: Vec<Vec<Span>>,
    /// The stop of each station to which parts are brought.
    ends: Vec<(StationId, usize)>,
    home: Option<usize>,
    stands: Vec<StandId>,
    least: Option<Least>,
    is_open: bool,
    ended: Vec<TruckId>,
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

/// All vehicles, and all parts that wait for them.
#[derive(Debug)]
pub(super) struct Vehicles {
    kinds: Table<VehicleId, Kind>,
    trucks: Table<TruckId, Truck>,
    stands: Table<StandId, Stand>,
    /// Where parts from each station stand, by where they go; empty without vehicles.
    exits: Table<StationId, Vec<(StationId, StandId)>>,
}

impl Vehicles {
    pub(super) fn new(model: &Model) -> Self {
        let stations = if model.vehicles.is_empty() { 0 } else { model.stations.len() };
        let mut exits = Table::filled(stations, Vec::new());
        let mut trucks = Table::new();
        let mut kinds: Table<VehicleId, Kind> = Table::new();
        for (vehicle, row) in model.vehicles.enumerated() {
            let stops = 0..row.ways.len();
            let drives =
                stops.clone().map(|from| stops.clone().map(|to| row.drive(from, to)).collect());
            let truck = Truck {
                vehicle,
                at: row.home().unwrap_or(0),
                task: Task::Idle,
                takes: Span::ZERO,
                left: Span::ZERO,
                since: Time::ZERO,
                runs: false,
                driven: Span::ZERO,
                cargo: Vec::new(),
                token: Token::default(),
                shown: VehicleState::Idle,
            };
            for _ in row.trucks.iter() {
                trucks.push(truck.clone());
            }
            kinds.push(Kind {
                trucks: row.trucks,
                drives: drives.collect(),
                ends: row
                    .moves
                    .iter()
                    .map(|&(_, end)| (end, model.stop_at(vehicle, end)))
                    .collect(),
                home: row.home(),
                stands: Vec::new(),
                least: row.least,
                is_open: true,
                ended: Vec::new(),
            });
        }
        let mut stands = Table::new();
        for (id, stand) in model.stands.enumerated() {
            let row = &model.vehicles[stand.vehicle];
            kinds[stand.vehicle].stands.push(id);
            for &(_, end) in row.moves.iter().filter(|(from, _)| *from == stand.station) {
                exits[stand.station].push((end, id));
            }
            stands.push(Stand {
                vehicle: stand.vehicle,
                stop: model.stop_at(stand.vehicle, stand.station),
                places: row.buffer as usize,
                loads: Vec::new(),
                lifted: 0,
                waiting: VecDeque::new(),
                freed: Token::default(),
            });
        }
        Self { kinds, trucks, stands, exits }
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

    /// All parts that wait for vehicles or are on them.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        let standing = self.stands.iter().flat_map(|row| &row.loads).map(|load| load.part);
        standing.chain(self.trucks.iter().flat_map(|truck| truck.cargo.iter().copied()))
    }

    /// Those of them for which a place is kept.
    pub(super) fn coming(&self) -> impl Iterator<Item = PartId> {
        let ready =
            self.stands.iter().flat_map(|row| &row.loads).filter(|load| load.ready.is_some());
        let ready = ready.map(|load| load.part);
        ready.chain(self.trucks.iter().flat_map(|truck| truck.cargo.iter().copied()))
    }

    /// Parts on the way to a station for which no place is kept.
    pub(super) fn load(&self, to: StationId) -> u32 {
        let loads = self.stands.iter().flat_map(|row| &row.loads);
        let count = loads.filter(|load| load.to == to && load.ready.is_none()).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Whether one of them has something to move, now or when it opens.
    pub(super) fn may_move(&self) -> bool {
        self.coming().next().is_some()
    }

    /// The stations for whose room all parts on a full stand wait; `None` if a place becomes free by itself.
    pub(super) fn waits_of(&self, stand: StandId) -> Option<impl Iterator<Item = StationId>> {
        let row = &self.stands[stand];
        let goes_on = self.has_place(stand)
            || row.lifted > 0
            || row.loads.iter().any(|load| load.ready.is_some());
        (!goes_on).then(|| row.loads.iter().map(|load| load.to))
    }

    pub(super) fn of_stand(&self, stand: StandId) -> VehicleId {
        self.stands[stand].vehicle
    }

    pub(super) fn has_place(&self, stand: StandId) -> bool {
        let row = &self.stands[stand];
        row.loads.len() + row.lifted < row.places
    }

    /// Whether a part can stand there, and nobody has waited for it.
    pub(super) fn may_stand(&self, stand: StandId) -> bool {
        self.stands[stand].waiting.is_empty() && self.has_place(stand)
    }

    pub(super) fn put(&mut self, stand: StandId, part: PartId, to: StationId, now: Time) {
        let load = Load { part, to, since: now, ready: None, truck: None };
        self.stands[stand].loads.push(load);
    }

    /// Whether a part there waits for room at a station.
    pub(super) fn waits_for_room(&self, stand: StandId, to: StationId) -> bool {
        self.waits_since(stand, to).is_some()
    }

    /// Since when a part there waits for room at a station.
    pub(super) fn waits_since(&self, stand: StandId, to: StationId) -> Option<Time> {
        let mut loads = self.stands[stand].loads.iter();
        loads.find(|load| load.to == to && load.ready.is_none()).map(|load| load.since)
    }

    /// The part that has waited longest for room at a station.
    pub(super) fn first_without_room(&self, stand: StandId, to: StationId) -> PartId {
        let mut loads = self.stands[stand].loads.iter();
        let load = loads.find(|load| load.to == to && load.ready.is_none());
        load.expect("it waits for room").part
    }

    /// A place is kept for the part that has waited longest for it.
    pub(super) fn make_ready(&mut self, stand: StandId, to: StationId, now: Time) {
        let mut loads = self.stands[stand].loads.iter_mut();
        let load = loads.find(|load| load.to == to && load.ready.is_none());
        load.expect("it waits for room").ready = Some(now);
    }

    /// A machine waits for a place, behind all who have waited as long or longer.
    pub(super) fn wait(&mut self, stand: StandId, machine: MachineId, since: Time) {
        let line = &mut self.stands[stand].waiting;
        if line.iter().any(|&(_, other)| other == machine) {
            return;
        }
        let behind = line.iter().rev().take_while(|(other, _)| *other > since).count();
        line.insert(line.len() - behind, (since, machine));
    }

    /// A machine does not wait for a place any more.
    pub(super) fn stop_waiting(&mut self, stand: StandId, machine: MachineId) {
        self.stands[stand].waiting.retain(|&(_, other)| other != machine);
    }

    /// The machines that wait for a place, the longest waiting first.
    pub(super) fn waiting(&self, stand: StandId) -> impl Iterator<Item = MachineId> {
        self.stands[stand].waiting.iter().map(|&(_, machine)| machine)
    }

    /// Who has waited longest for a place, if there is one.
    pub(super) fn first_let_on(&self, stand: StandId) -> Option<MachineId> {
        self.waiting(stand).next().filter(|_| self.has_place(stand))
    }

    /// What made a place free last.
    pub(super) fn freed(&self, stand: StandId) -> Token {
        self.stands[stand].freed
    }

    /// What calls vehicles of a kind: where, where to, and since when the first of each waits.
    pub(super) fn calls(
        &self,
        vehicle: VehicleId,
        now: Time,
    ) -> impl Iterator<Item = (StandId, StationId, Time)> {
        let kind = &self.kinds[vehicle];
        kind.stands.iter().flat_map(move |&stand| {
            let firsts = self.firsts(stand).filter(move |&(load, count)| {
                let is_enough =
                    |least: Least| count >= least.parts || load.since + least.wait <= now;
                kind.least.is_none_or(is_enough)
            });
            firsts.map(move |(load, _)| (stand, load.to, load.since))
        })
    }

    /// The first part for each station that may call a vehicle, and how many there are.
    fn firsts(&self, stand: StandId) -> impl Iterator<Item = (&Load, u32)> {
        let loads = &self.stands[stand].loads;
        let calls = |load: &&Load| load.ready.is_some() && load.truck.is_none();
        let alike = move |one: &Load| {
            let to = one.to;
            loads.iter().filter(calls).filter(move |load| load.to == to)
        };
        let is_first =
            move |load: &&Load| alike(load).next().is_some_and(|first| first.part == load.part);
        let count = move |load: &Load| u32::try_from(alike(load).count()).unwrap_or(u32::MAX);
        loads.iter().filter(calls).filter(is_first).map(move |load| (load, count(load)))
    }

    /// When the next load there will have waited long enough for more, if one waits for that.
    pub(super) fn next_wait_over(&self, stand: StandId, now: Time) -> Option<Time> {
        let least = self.kinds[self.stands[stand].vehicle].least?;
        let few = self.firsts(stand).filter(|&(_, count)| count < least.parts);
        few.map(|(load, _)| load.since + least.wait).filter(|&end| end > now).min()
    }

    /// A vehicle comes for the first parts to a station; the first of all.
    pub(super) fn claim(
        &mut self,
        truck: TruckId,
        stand: StandId,
        to: StationId,
        carries: usize,
    ) -> PartId {
        let loads = self.stands[stand].loads.iter_mut();
        let calls =
            |load: &&mut Load| load.to == to && load.ready.is_some() && load.truck.is_none();
        let mut first = None;
        for load in loads.filter(calls).take(carries) {
            load.truck = Some(truck);
            first = first.or(Some(load.part));
        }
        first.expect("a part calls")
    }

    /// A vehicle takes what it came for, and what else goes the same way.
    pub(super) fn pick_up(
        &mut self,
        truck: TruckId,
        stand: StandId,
        to: StationId,
        carries: usize,
    ) -> Vec<Load> {
        let row = &mut self.stands[stand];
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
        let truck = &mut self.trucks[truck];
        truck.at = row.stop;
        truck.cargo.extend(taken.iter().map(|load| load.part));
        taken
    }

    /// What a vehicle takes is loaded, and its places are free.
    pub(super) fn lift(&mut self, truck: TruckId, stand: StandId) {
        let truck = &self.trucks[truck];
        let row = &mut self.stands[stand];
        row.lifted -= truck.cargo.len();
        row.freed = truck.token;
    }

    /// A vehicle has no parts any more; those that it had.
    pub(super) fn unload(&mut self, truck: TruckId) -> Vec<PartId> {
        std::mem::take(&mut self.trucks[truck].cargo)
    }

    pub(super) fn cargo(&self, truck: TruckId) -> &[PartId] {
        &self.trucks[truck].cargo
    }

    pub(super) fn kind(&self, truck: TruckId) -> VehicleId {
        self.trucks[truck].vehicle
    }

    pub(super) fn task(&self, truck: TruckId) -> Task {
        self.trucks[truck].task
    }

    /// How long its task took.
    pub(super) fn took(&self, truck: TruckId) -> Span {
        self.trucks[truck].takes
    }

    pub(super) fn token(&self, truck: TruckId) -> Token {
        self.trucks[truck].token
    }

    pub(super) fn set_token(&mut self, truck: TruckId, token: Token) {
        self.trucks[truck].token = token;
    }

    /// Time of driving since it was charged.
    pub(super) fn driven(&self, truck: TruckId) -> Span {
        self.trucks[truck].driven
    }

    pub(super) fn charged(&mut self, truck: TruckId) {
        self.trucks[truck].driven = Span::ZERO;
    }

    pub(super) fn begin(&mut self, truck: TruckId, task: Task, takes: Span, now: Time) {
        let row = &mut self.trucks[truck];
        let runs = self.kinds[row.vehicle].is_open;
        (row.task, row.takes, row.left, row.since, row.runs) = (task, takes, takes, now, runs);
    }

    /// When its task ends, if it goes on.
    pub(super) fn due(&self, truck: TruckId) -> Option<Time> {
        let row = &self.trucks[truck];
        (row.runs && row.task != Task::Idle).then(|| row.since + row.left)
    }

    /// Its task is over.
    pub(super) fn arrive(&mut self, truck: TruckId) {
        let row = &mut self.trucks[truck];
        row.runs = false;
        if row.task.drives() {
            row.driven += row.takes;
        }
        if let (Task::ToCharge | Task::ToHome, Some(home)) =
            (row.task, self.kinds[row.vehicle].home)
        {
            row.at = home;
        }
    }

    /// It is at the station to which it brings parts.
    pub(super) fn come_to(&mut self, truck: TruckId, to: StationId) {
        self.trucks[truck].at = self.stop(truck, to);
    }

    fn stop(&self, truck: TruckId, to: StationId) -> usize {
        let ends = &self.kinds[self.trucks[truck].vehicle].ends;
        let end = ends.iter().find(|(station, _)| *station == to);
        end.expect("it brings parts there").1
    }

    /// How long it drives to a station from where it is.
    pub(super) fn drive_to(&self, truck: TruckId, to: StationId) -> Span {
        let row = &self.trucks[truck];
        self.kinds[row.vehicle].drives[row.at][self.stop(truck, to)]
    }

    /// How long it drives home, if it has a home.
    pub(super) fn way_home(&self, truck: TruckId) -> Option<Span> {
        let row = &self.trucks[truck];
        let kind = &self.kinds[row.vehicle];
        kind.home.map(|home| kind.drives[row.at][home])
    }

    /// How long it drives home, if it is elsewhere and has nothing to do.
    pub(super) fn may_go_home(&self, truck: TruckId) -> Option<Span> {
        let row = &self.trucks[truck];
        let is_elsewhere = self.kinds[row.vehicle].home.is_some_and(|home| home != row.at);
        self.way_home(truck).filter(|_| row.task == Task::Idle && is_elsewhere)
    }

    pub(super) fn rest(&mut self, truck: TruckId) {
        let row = &mut self.trucks[truck];
        (row.task, row.takes, row.left) = (Task::Idle, Span::ZERO, Span::ZERO);
    }

    /// Whether it can take a load.
    pub(super) fn is_free(&self, truck: TruckId) -> bool {
        matches!(self.trucks[truck].task, Task::Idle | Task::ToHome)
    }

    /// How long a free vehicle drives to a stand. On its way home it goes on, or turns round, whichever is
    /// shorter.
    pub(super) fn way_to(&self, truck: TruckId, stand: StandId, now: Time) -> Option<Span> {
        let row = &self.trucks[truck];
        let kind = &self.kinds[row.vehicle];
        let stop = self.stands[stand].stop;
        let here = kind.drives[row.at][stop];
        match row.task {
            Task::Idle => Some(here),
            Task::ToHome => {
                let left = row.left_at(now);
                let home = kind.home.expect("it drives home");
                let gone = row.takes - left;
                Some((gone + here).min(left + kind.drives[home][stop]))
            }
            Task::ToLoad(..)
            | Task::Loading(..)
            | Task::Bringing(_)
            | Task::PuttingDown
            | Task::ToCharge
            | Task::Charging => None,
        }
    }

    /// A vehicle is called, perhaps on its way home.
    pub(super) fn turn_round(&mut self, truck: TruckId, now: Time) {
        let row = &mut self.trucks[truck];
        if row.task == Task::ToHome {
            row.driven += row.takes - row.left_at(now);
        }
    }

    /// Its task is over; what it does next is decided on the agenda.
    pub(super) fn end(&mut self, truck: TruckId) -> VehicleId {
        let vehicle = self.trucks[truck].vehicle;
        self.kinds[vehicle].ended.push(truck);
        vehicle
    }

    /// The vehicles whose task is over, in the order of their numbers.
    pub(super) fn take_ended(&mut self, vehicle: VehicleId) -> Vec<TruckId> {
        let mut ended = std::mem::take(&mut self.kinds[vehicle].ended);
        ended.sort_unstable();
        ended
    }

    pub(super) fn is_open(&self, vehicle: VehicleId) -> bool {
        self.kinds[vehicle].is_open
    }

    pub(super) fn set_open(&mut self, vehicle: VehicleId, is_open: bool) {
        self.kinds[vehicle].is_open = is_open;
    }

    /// It stands until its calendar opens; `false` if its task is over at this very instant.
    pub(super) fn halt(&mut self, truck: TruckId, now: Time) -> bool {
        let row = &mut self.trucks[truck];
        let left = row.left_at(now);
        if row.runs && left.is_zero() {
            return false;
        }
        (row.left, row.since, row.runs) = (left, now, false);
        true
    }

    /// It goes on with what is left of its task.
    pub(super) fn go_on(&mut self, truck: TruckId, now: Time) {
        let row = &mut self.trucks[truck];
        if row.task != Task::Idle && !row.runs {
            (row.since, row.runs) = (now, true);
        }
    }

    /// The state to show, if it is another one.
    pub(super) fn show(&mut self, truck: TruckId) -> Option<VehicleState> {
        let row = &mut self.trucks[truck];
        let is_open = self.kinds[row.vehicle].is_open;
        let state = if is_open { row.task.state() } else { VehicleState::Closed };
        (std::mem::replace(&mut row.shown, state) != state).then_some(state)
    }

    /// What cannot be of a stand and its vehicles.
    pub(super) fn audit(&self, stand: StandId, now: Time) -> Result<(), String> {
        let row = &self.stands[stand];
        if row.loads.len() + row.lifted > row.places {
            return Err("has more parts than places".to_owned());
        }
        if row.loads.len() + row.lifted < row.places && !row.waiting.is_empty() {
            return Err("has a place that is waited for".to_owned());
        }
        let kind = &self.kinds[row.vehicle];
        let is_free = kind.trucks.iter().any(|truck| self.is_free(truck));
        let mut calls = self.calls(row.vehicle, now);
        if kind.is_open && is_free && calls.any(|(other, ..)| other == stand) {
            return Err("has a part for which no free vehicle comes".to_owned());
        }
        let lifted = |truck: &Truck| match truck.task {
            Task::Loading(other, _) if other == stand => truck.cargo.len(),
            _ => 0,
        };
        let lifted: usize = kind.trucks.iter().map(|truck| lifted(&self.trucks[truck])).sum();
        if lifted != row.lifted {
            return Err(format!("thinks that {} parts are being loaded, not {lifted}", row.lifted));
        }
        Ok(())
    }
}
