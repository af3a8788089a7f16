//! Places where steps are done: what the flow asks of each on the way, found once before the run.

use super::streams::Streams;
use crate::ids::{PlaceId, StationId, Table};
use crate::model::{Blocking, Model, Next, Target};
use crate::random::{Distribution, Stream};
use crate::units::Span;

/// A step at one of its stations: a cache line.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Place {
    station: StationId,
    visit: u32,
    hop: Hop,
    stream: Stream,
    cycle: Distribution,
}

/// What follows a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hop {
    /// The part leaves the plant.
    Out,
    /// The only next place, at another station, reached in no time.
    To { place: PlaceId, station: StationId, starts: Starts },
    /// After standing aside, perhaps to an inspection, by chance or by choice, by a way that takes time, through a
    /// door, with a card to give back, from a machine that takes turns with others, past others of its order, along a
    /// paced line, from or to a station that is cleared between orders, to one at which it may push others off or takes
    /// material, to a place kept for the part, or to one to which it may come too late: see the step.
    Elsewhere,
}

/// When a machine that can take a part that arrives does so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Starts {
    /// Before the machine that the part came from takes the next one: the station is downstream of it.
    Before,
    /// After that.
    After,
    /// When its turn comes on the agenda: it chooses.
    Last,
}

impl Place {
    #[inline]
    pub(super) const fn station(&self) -> StationId {
        self.station
    }

    /// The visit to the station that a part makes here if it never comes back, from 0.
    #[inline]
    pub(super) const fn visit(&self) -> u32 {
        self.visit
    }

    #[inline]
    pub(super) const fn hop(&self) -> Hop {
        self.hop
    }

    /// How long the cycle takes for the part with this key at this visit.
    #[inline]
    pub(super) fn cycle_time(&self, key: u64, visit: u32) -> Span {
        Span::round(self.cycle.sample(self.stream, key, visit))
    }
}

/// All places.
pub(super) fn places(model: &Model, streams: &Streams) -> Table<PlaceId, Place> {
    let takes_material = model.stations_with_material();
    let place = |(id, row): (PlaceId, &crate::model::Place)| Place {
        station: row.station,
        visit: row.visit,
        hop: hop(model, id, &takes_material),
        stream: streams.cycle[row.station],
        cycle: row.cycle.clone(),
    };
    model.places.enumerated().map(place).collect()
}

fn hop(model: &Model, from: PlaceId, takes_material: &Table<StationId, bool>) -> Hop {
    let here = model.places[from].station;
    let waits_on_machine = model.stations[here].blocking == Blocking::AfterService;
    let step = model.places[from].step;
    let meets = !model.meetings.of(model.steps[step].product).is_empty();
    let row = &model.stations[here];
    let is_inspected = model.inspection_behind(from).is_some();
    let is_rare = row.lets_stand_aside() || row.takt.is_some() || row.clearance.is_some();
    if meets || is_inspected || is_rare || row.in_turn {
        return Hop::Elsewhere;
    }
    match model.steps[step].next {
        Next::Always(Target::Out) if model.control.when_done(step).is_empty() => Hop::Out,
        Next::Always(Target::Step(next)) if model.control.door(Some(step), next).is_some() => {
            Hop::Elsewhere
        }
        Next::Always(Target::Step(step)) => {
            let places = model.steps[step].places;
            let station = model.places[places.first()].station;
            let is_at_once = station != here
                && model.steps[step].limit.is_none()
                && model.stations[station].clearance.is_none()
                && model.stations[station].preempts.is_none()
                && !takes_material[station]
                && model.milkrun(here, station).is_none()
                && model.way(from, station).is_none()
                && model.conveyor(here, station).is_none()
                && model.stand(here, station).is_none();
            if places.len() == 1 && is_at_once && waits_on_machine {
                let starts = if model.stations[station].chooses() {
                    Starts::Last
                } else if model.stations[station].rank < model.stations[here].rank {
                    Starts::Before
                } else {
                    Starts::After
                };
                Hop::To { place: places.first(), station, starts }
            } else {
                Hop::Elsewhere
            }
        }
        Next::Always(Target::Out) | Next::Shares { .. } => Hop::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_cache_line() {
        assert_eq!(size_of::<Place>(), 64);
    }
}
