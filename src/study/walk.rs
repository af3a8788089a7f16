//! What people walk, and how long they are on the way.

use super::rows::Value;
use crate::ids::{CrewId, OperatorId};
use crate::model::Model;
use crate::observe::{OperatorState, Tally};
use crate::units::Span;

/// Figures of a crew that is on the way to its tasks.
const COME: &[&str] = &["walking", "waiting_for_others"];

/// Figures of a crew that walks.
const WALK: &[&str] = &["walking", "waiting_for_others", "distance_walked", "walked_per_shift"];

/// Hours over which a way is told as that of a shift.
pub(super) const SHIFT: Span = Span::from_hours(8);

/// Time of the people of a crew by what they do. Unit: ticks, of all of them together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doings {
    /// On tasks.
    pub(super) busy: f64,
    pub(super) walking: f64,
    pub(super) waiting: f64,
    /// At work, breaks excluded.
    pub(super) at_work: f64,
    /// The part of that which is outside the shift.
    pub(super) overtime: f64,
}

impl Doings {
    /// What `time` in each state comes to.
    pub(super) fn of(time: impl Fn(OperatorState) -> f64) -> Self {
        let late = time(OperatorState::Overtime);
        let late_idle = time(OperatorState::OvertimeIdle);
        let late_walking = time(OperatorState::OvertimeWalking);
        let late_waiting = time(OperatorState::OvertimeWaiting);
        let busy = time(OperatorState::Working) + late;
        let walking = time(OperatorState::Walking) + late_walking;
        let waiting = time(OperatorState::Waiting) + late_waiting;
        let idle = time(OperatorState::Idle) + late_idle;
        Self {
            busy,
            walking,
            waiting,
            at_work: busy + idle + walking + waiting,
            overtime: late + late_idle + late_walking + late_waiting,
        }
    }
}

/// Figures of the ways of a crew; none where coming takes its people no time.
pub(super) fn walk_figures(model: &Model, crew: CrewId) -> &'static [&'static str] {
    let comes = model.has_comers() && !model.crews[crew].conduct.walk.response.is_zero();
    match (walks(model, crew), comes) {
        (true, _) => WALK,
        (false, true) => COME,
        (false, false) => &[],
    }
}

/// The values of [`walk_figures`], in its order.
pub(super) fn walk_values(
    model: &Model,
    tally: &Tally,
    crew: CrewId,
    doings: Doings,
    values: &mut Vec<Value>,
) {
    if walk_figures(model, crew).is_empty() {
        return;
    }
    let Doings { walking, waiting, at_work, .. } = doings;
    values.push(Value::Plain(walking / at_work));
    values.push(Value::Plain(waiting / at_work));
    if !walks(model, crew) {
        return;
    }
    let metres = metres(tally, model.crews[crew].operators.iter());
    values.push(Value::Plain(metres));
    values.push(Value::Ratio(metres, at_work / SHIFT.ticks() as f64));
}

/// How far people have walked together. Unit: metres.
pub(super) fn metres(tally: &Tally, people: impl Iterator<Item = OperatorId>) -> f64 {
    let gone: i128 = people.map(|operator| i128::from(tally.walked(operator).micrometres())).sum();
    gone as f64 / 1e6
}

/// Whether walking takes the people of a crew time.
fn walks(model: &Model, crew: CrewId) -> bool {
    model.has_walkers() && model.crews[crew].conduct.walk.speed.is_some()
}
