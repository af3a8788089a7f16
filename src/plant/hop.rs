//! What follows each place, for the parts that have no choice: found once, before the run.

use crate::ids::{PlaceId, StationId, Table};
use crate::model::{Model, Next, Target};

/// What follows a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hop {
    /// The part leaves the plant.
    Out,
    /// The only next place, reached in no time, at a station further downstream.
    To(PlaceId, StationId),
    /// By chance, by choice, or by a way that takes time: see the step.
    Elsewhere,
}

/// The hop from every place.
pub(super) fn hops(model: &Model) -> Table<PlaceId, Hop> {
    let hop = |from: PlaceId| match model.steps[model.places[from].step].next {
        Next::Always(Target::Out) => Hop::Out,
        Next::Always(Target::Step(step)) => {
            let places = model.steps[step].places;
            let station = model.places[places.first()].station;
            let here = &model.stations[model.places[from].station];
            let downstream = model.stations[station].rank < here.rank;
            if places.len() == 1 && downstream && model.way(from, station).is_none() {
                Hop::To(places.first(), station)
            } else {
                Hop::Elsewhere
            }
        }
        Next::Shares { .. } => Hop::Elsewhere,
    };
    model.places.ids().map(hop).collect()
}
