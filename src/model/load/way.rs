//! The only way of a product's parts, and what they ask of its stations.

use std::collections::BTreeMap;

use super::after::half_square;
use super::capacity::Capacity;
use super::over;
use super::pace::NoPace;
use crate::ids::{ConveyorId, Id, PlaceId, ProductId, StationId, Table};
use crate::model::{AfterRepair, Late, Model, Next, Target};
use crate::units::Span;

/// What a part asks of a station. Unit: hours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) station: StationId,
    /// At work.
    pub(super) cycles: f64,
    /// Failures included.
    pub(super) occupied: f64,
    /// Longest mean of a cycle.
    pub(super) longest: f64,
    /// Longest mean rest of a cycle in which something happens.
    pub(super) rest: f64,
}

/// What a part asks on its way.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    /// In the order in which stations are passed first.
    pub(super) stations: Vec<Asked>,
    /// Hours without any waiting.
    pub(super) work: f64,
    /// Half of the mean square of each move, added up. Unit: square hours.
    pub(super) moves: f64,
    /// Hours of each conveyor: what it needs at least from part to part.
    pub(super) rides: BTreeMap<ConveyorId, f64>,
}

impl Model {
    /// What a part of a product asks on its only way.
    pub(super) fn way_of(
        &self,
        product: ProductId,
        capacities: &Table<StationId, Capacity>,
        most: &Table<ConveyorId, f64>,
    ) -> Result<Way, NoPace> {
        let places = self.only_way(product)?;
        let mut way = Way::default();
        for (at, &place) in places.iter().enumerate() {
            let (station, cycle) = (self.places[place].station, &self.places[place].cycle);
            let capacity = &capacities[station];
            let cycles = self.places[place].mean_cycle.hours();
            let occupied = capacity.occupied(cycles);
            if let Some(hold) = &self.stations[station].hold {
                // It passes day and night: on average so much of it in the hours of the station.
                way.work += Span::round(hold.mean()).hours() * capacity.open;
                way.moves += half_square(hold);
            }
            let machines = self.stations[station].machines.len() as f64;
            // A machine that fails by the hour holds its part until it is sound again.
            way.work += over(occupied, capacity.available(machines));
            let rest = over(half_square(cycle), cycles);
            way.add(Asked { station, cycles, occupied, longest: cycles, rest });
            let next =
                places.get(at + 1).and_then(|&next| self.way(place, self.places[next].station));
            let conveyor = places
                .get(at + 1)
                .and_then(|&next| self.conveyor(station, self.places[next].station));
            if let Some(id) = conveyor {
                let row = &self.conveyors[id];
                way.work += row.travel.hours();
                // One with hours of its own does not move after closing.
                if row.calendar.is_none() {
                    way.moves += row.travel.hours() * row.travel.hours() / 2.0;
                }
                *way.rides.entry(id).or_default() += over(1.0, most[id]);
            }
            if let Some(next) = next {
                way.work += Span::round(self.ways[next].time.mean()).hours();
                way.moves += half_square(&self.ways[next].time);
            }
        }
        Ok(way)
    }

    /// The places that every part of a product passes, in their order.
    fn only_way(&self, product: ProductId) -> Result<Vec<PlaceId>, NoPace> {
        let row = &self.products[product];
        if row.lines.len() > 1 {
            return Err(NoPace::SeveralWays);
        }
        let mut places = Vec::with_capacity(row.steps.len());
        let mut next = (!row.steps.is_empty()).then(|| row.steps.first());
        while let Some(step) = next {
            let (step_places, follows) = (self.steps[step].places, self.steps[step].next);
            if step_places.len() != 1 {
                return Err(NoPace::SeveralWays);
            }
            places.push(step_places.first());
            next = match follows {
                Next::Always(Target::Out) => None,
                // A way back would be gone for ever.
                Next::Always(Target::Step(to)) if to.position() > step.position() => Some(to),
                Next::Always(Target::Step(_)) | Next::Shares { .. } => {
                    return Err(NoPace::Branches);
                }
            };
        }
        let is_paced = |&place: &PlaceId| self.stations[self.places[place].station].takt.is_some();
        if places.iter().any(is_paced) {
            return Err(NoPace::Paced);
        }
        let scraps = |&place: &PlaceId| {
            let station = &self.stations[self.places[place].station];
            let fails = |failure| self.failures[failure].part == AfterRepair::Scrap;
            let step = &self.steps[self.places[place].step];
            let is_late = step.limit.is_some_and(|limit| self.limits[limit].late == Late::Scrap);
            station.scrap > 0.0 || station.failures.iter().any(fails) || is_late
        };
        if places.iter().any(scraps) {
            return Err(NoPace::Scrap);
        }
        let station = |place: &PlaceId| &self.stations[self.places[*place].station];
        let by_tour = |pair: &[PlaceId]| {
            let at = |place: PlaceId| self.places[place].station;
            self.milkrun(at(pair[0]), at(pair[1])).is_some()
        };
        if places.windows(2).any(by_tour) {
            return Err(NoPace::Vehicles);
        }
        if places.iter().any(|place| station(place).outside.is_some()) {
            return Err(NoPace::Outside);
        }
        let goes_back = |&place: &PlaceId| self.back_from(self.places[place].step).is_some();
        if places.iter().any(goes_back) {
            return Err(NoPace::Branches);
        }
        if places.iter().any(|place| station(place).batch.is_some()) {
            return Err(NoPace::Batches);
        }
        if places.iter().any(|place| station(place).is_store() || station(place).assembly.is_some())
        {
            return Err(NoPace::Assembly);
        }
        // Parts of one kind need no setup.
        let is_set_up = |place: &PlaceId| {
            let setup = station(place).setup.as_deref();
            setup.is_some_and(|setup| setup.kinds.iter().any(|kind| *kind != setup.kinds[product]))
        };
        if places.iter().any(is_set_up) { Err(NoPace::Setups) } else { Ok(places) }
    }
}

impl Way {
    /// Adds what a part asks of a station.
    fn add(&mut self, more: Asked) {
        match self.stations.iter_mut().find(|asked| asked.station == more.station) {
            Some(asked) => {
                asked.cycles += more.cycles;
                asked.occupied += more.occupied;
                asked.longest = asked.longest.max(more.longest);
                asked.rest = asked.rest.max(more.rest);
            }
            None => self.stations.push(more),
        }
    }
}

/// What a part of a mix asks, on average.
pub(super) fn mixed(ways: &[(f64, Way)]) -> Way {
    let mut all = Way::default();
    for (share, way) in ways {
        all.work += share * way.work;
        all.moves += share * way.moves;
        for (&conveyor, hours) in &way.rides {
            *all.rides.entry(conveyor).or_default() += share * hours;
        }
        for asked in &way.stations {
            let (cycles, occupied) = (share * asked.cycles, share * asked.occupied);
            all.add(Asked { cycles, occupied, ..*asked });
        }
    }
    all
}
