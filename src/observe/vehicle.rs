//! What is counted of vehicles.

use super::Level;
use crate::ids::{Table, TruckId, VehicleId};
use crate::model::Model;
use crate::units::{Span, Time};

/// What a vehicle does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VehicleState {
    /// It stands, and nothing calls it.
    Idle,
    /// It drives without parts: to a load, to where it is charged, or home.
    Empty,
    /// It is loaded.
    Loading,
    /// It drives with parts.
    Loaded,
    /// It is unloaded.
    Unloading,
    /// It is charged.
    Charging,
    /// Its calendar is closed: it stands where it is.
    Closed,
}

impl VehicleState {
    /// How many there are.
    pub const COUNT: usize = 7;
}

/// What is counted of vehicles of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VehicleTally {
    /// Vehicles in each state.
    states: [Level; VehicleState::COUNT],
    /// Parts put down.
    pub moved: u64,
    /// Trips with parts that have ended.
    pub trips: u64,
    /// Parts of which loading has begun.
    pub picked_up: u64,
    /// Time for which they waited with a place where they go. Unit: ticks.
    pub waited: i128,
}

impl VehicleTally {
    /// Vehicles in a state.
    pub const fn level(&self, state: VehicleState) -> Level {
        self.states[state as usize]
    }
}

/// All vehicles.
#[derive(Clone, Debug)]
pub(super) struct Vehicles {
    rows: Table<VehicleId, VehicleTally>,
    trucks: Table<TruckId, (VehicleId, VehicleState)>,
}

impl Vehicles {
    pub(super) fn new(model: &Model) -> Self {
        let mut vehicles = Self {
            rows: Table::filled(model.vehicles.len(), VehicleTally::default()),
            trucks: Table::new(),
        };
        for (id, row) in model.vehicles.enumerated() {
            for _ in row.trucks.iter() {
                vehicles.trucks.push((id, VehicleState::Idle));
                vehicles.rows[id].states[VehicleState::Idle as usize].rise(Time::ZERO);
            }
        }
        vehicles
    }

    pub(super) fn of(&self, vehicle: VehicleId) -> &VehicleTally {
        &self.rows[vehicle]
    }

    pub(super) fn restart(&mut self, now: Time) {
        for row in &mut self.rows {
            let mut states = row.states;
            for level in &mut states {
                level.restart(now);
            }
            *row = VehicleTally { states, ..VehicleTally::default() };
        }
    }

    pub(super) fn turn(&mut self, truck: TruckId, to: VehicleState, now: Time) {
        let (vehicle, state) = &mut self.trucks[truck];
        let states = &mut self.rows[*vehicle].states;
        states[*state as usize].fall(now);
        states[to as usize].rise(now);
        *state = to;
    }

    pub(super) fn pick_up(&mut self, truck: TruckId, waited: Span) {
        let row = &mut self.rows[self.trucks[truck].0];
        row.picked_up += 1;
        row.waited += i128::from(waited.ticks());
    }

    pub(super) fn put_down(&mut self, truck: TruckId, parts: usize) {
        let row = &mut self.rows[self.trucks[truck].0];
        row.moved += parts as u64;
        row.trips += 1;
    }
}
