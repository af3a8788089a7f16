//! Where vehicles are, and what they do.

use super::cause::Token;
use crate::ids::{PartId, Run, StandId, StationId, Table, TruckId, VehicleId};
use crate::model::Model;
use crate::observe::VehicleState;
use crate::units::{Span, Time};

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
    is_open: bool,
    ended: Vec<TruckId>,
}

/// All vehicles.
#[derive(Debug)]
pub(super) struct Vehicles {
    kinds: Table<VehicleId, Kind>,
    trucks: Table<TruckId, Truck>,
}

impl Vehicles {
    pub(super) fn new(model: &Model) -> Self {
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
                is_open: true,
                ended: Vec::new(),
            });
        }
        Self { kinds, trucks }
    }

    /// The parts on vehicles.
    pub(super) fn parts(&self) -> impl Iterator<Item = PartId> {
        self.trucks.iter().flat_map(|truck| truck.cargo.iter().copied())
    }

    /// A vehicle has come to a stop, and loads parts.
    pub(super) fn load(&mut self, truck: TruckId, stop: usize, parts: Vec<PartId>) {
        let truck = &mut self.trucks[truck];
        (truck.at, truck.cargo) = (stop, parts);
    }

    /// A vehicle has no parts any more; those that it had.
    pub(super) fn unload(&mut self, truck: TruckId) -> Vec<PartId> {
        std::mem::take(&mut self.trucks[truck].cargo)
    }

    /// Whether a free one would come when called.
    pub(super) fn would_come(&self, vehicle: VehicleId) -> bool {
        let kind = &self.kinds[vehicle];
        kind.is_open && kind.trucks.iter().any(|truck| self.is_free(truck))
    }

    /// Parts from a stand that are being loaded.
    pub(super) fn lifted(&self, vehicle: VehicleId, stand: StandId) -> usize {
        let trucks = self.kinds[vehicle].trucks.iter().map(|truck| &self.trucks[truck]);
        let loads =
            trucks.filter(|truck| matches!(truck.task, Task::Loading(at, _) if at == stand));
        loads.map(|truck| truck.cargo.len()).sum()
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

    /// How long a free vehicle drives to a stop. On its way home it goes on, or turns round, whichever is
    /// shorter.
    pub(super) fn way_to(&self, truck: TruckId, stop: usize, now: Time) -> Option<Span> {
        let row = &self.trucks[truck];
        let kind = &self.kinds[row.vehicle];
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
}
