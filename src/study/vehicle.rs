//! The figures of vehicles.

use super::rows::Value;
use crate::ids::VehicleId;
use crate::model::{Model, Vehicle};
use crate::observe::{Tally, VehicleState};
use crate::units::{Span, Time};

/// What is told of vehicles; the shares but that in use add up to one.
const FIGURES: &[&str] = &[
    "moved",
    "parts_a_trip",
    "vehicle_in_use",
    "driving_loaded",
    "driving_empty",
    "loading",
    "vehicle_idle",
    "vehicle_wait",
];

/// What is told of vehicles that are charged.
const CHARGED: &[&str] = &[
    "moved",
    "parts_a_trip",
    "vehicle_in_use",
    "driving_loaded",
    "driving_empty",
    "loading",
    "charging",
    "vehicle_idle",
    "vehicle_wait",
];

/// The figures of vehicles of a kind.
pub(super) const fn figures(row: &Vehicle) -> &'static [&'static str] {
    if row.charge.is_some() { CHARGED } else { FIGURES }
}

/// The values of the vehicles of all kinds.
pub(super) fn all_values(model: &Model, tally: &Tally, end: Time) -> Vec<Value> {
    model.vehicles.ids().flat_map(|vehicle| values(model, tally, vehicle, end)).collect()
}

/// The values of vehicles of a kind, in the order of their figures.
fn values(model: &Model, tally: &Tally, vehicle: VehicleId, end: Time) -> Vec<Value> {
    let row = tally.vehicle(vehicle);
    let elapsed = end - tally.begin();
    let time = |states: &[VehicleState]| {
        states.iter().map(|&state| row.level(state).integral(end)).sum::<i128>() as f64
    };
    let of_all = elapsed.ticks() as f64 * f64::from(model.vehicles[vehicle].count);
    let open = of_all - time(&[VehicleState::Closed]);
    let share = |states: &[VehicleState]| Value::Plain(time(states) / open);
    let handling = [VehicleState::Loading, VehicleState::Unloading];
    let driving = [VehicleState::Empty, VehicleState::Loaded];
    let mut values = vec![
        Value::Plain(row.moved as f64 / elapsed.hours()),
        Value::Ratio(row.moved as f64, row.trips as f64),
        share(&[driving, handling].concat()),
        share(&[VehicleState::Loaded]),
        share(&[VehicleState::Empty]),
        share(&handling),
    ];
    if model.vehicles[vehicle].charge.is_some() {
        values.push(share(&[VehicleState::Charging]));
    }
    let minute = Span::from_minutes(1).ticks() as f64;
    values.push(share(&[VehicleState::Idle]));
    values.push(Value::Ratio(row.waited as f64 / minute, row.picked_up as f64));
    values
}
