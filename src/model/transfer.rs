//! Moving time between stations.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::{Model, Target};
use crate::ids::{PlaceId, StationId, WayId};
use crate::random::Distribution;
use crate::units::Span;

/// A way that parts take from one station to another (`[transfer]`).
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Where it starts.
    pub from: StationId,
    /// Where it ends.
    pub to: StationId,
    /// Duration of a move. Unit: ticks.
    pub time: Distribution,
}

impl<'a> Compiler<'a> {
    /// Compiles the ways between the stations that parts pass one after the other.
    ///
    /// A move from a station to itself takes time only if it is listed, and one along a paced line takes none; where
    /// there is a conveyor, or vehicles are, parts take those.
    pub(super) fn compile_transfers(&mut self) {
        let listed = self.listed_moves();
        let scenario = self.scenario;
        let usual = scenario.transfer.time.as_ref().map(|time| &time.value);
        let model = &mut self.model;
        let pairs: BTreeSet<(StationId, StationId)> = model
            .places
            .ids()
            .flat_map(|place| {
                let from = model.places[place].station;
                model.followers(place).into_iter().map(move |to| (from, to))
            })
            .collect();
        let mut ways: BTreeMap<(StationId, StationId), WayId> = BTreeMap::new();
        for (from, to) in pairs {
            let is_taken = model.conveyor(from, to).is_some()
                || model.stand(from, to).is_some()
                || model.milkrun(from, to).is_some();
            if is_taken {
                continue;
            }
            let usual = usual.filter(|_| from != to && !model.move_together(from, to));
            let met = model.stations[to].store.as_ref().map_or(to, |store| store.of);
            let Some(time) = listed.get(&(from, met)).copied().or(usual) else { continue };
            if !Span::round(time.mean()).is_zero() {
                ways.insert((from, to), model.ways.push(Way { from, to, time: time.clone() }));
            }
        }
        let row = |exits: &[(StationId, WayId)]| {
            u32::try_from(exits.len()).expect("fewer than 2^32 ways leave all places")
        };
        for place in model.places.ids() {
            let from = model.places[place].station;
            let first = row(&model.exits);
            for to in model.followers(place) {
                model.exits.extend(ways.get(&(from, to)).map(|&way| (to, way)));
            }
            model.places[place].exits = (first, row(&model.exits));
        }
    }

    /// The times written for single moves.
    fn listed_moves(&mut self) -> BTreeMap<(StationId, StationId), &'a Distribution> {
        let mut listed = BTreeMap::new();
        for (from, moves) in self.scenario.transfer.from.iter() {
            let found = self.names.stations.find(from, "the transfer");
            let from = self.keep(found);
            for (to, time) in moves.to.iter() {
                let found = self.names.stations.find(to, "the transfer");
                if let Some(pair) = from.zip(self.keep(found)) {
                    listed.insert(pair, &time.value);
                }
            }
        }
        listed
    }
}

impl Model {
    /// The stations that a part may go to from a place.
    pub(super) fn followers(&self, place: PlaceId) -> BTreeSet<StationId> {
        let steps = self.targets(self.places[place].step).filter_map(|target| match target {
            Target::Step(step) => Some(step),
            Target::Out => None,
        });
        let steps = steps.chain(self.back_from(self.places[place].step));
        let steps = steps.chain(self.inspection_behind(place));
        let places = steps.flat_map(|step| self.steps[step].places.iter());
        places.map(|place| self.places[place].station).collect()
    }
}
