//! How evenly the work elements of a line lie on its stations.
//!
//! Work content is the mean time of the elements that one part needs at a station; failures and
//! waiting are not in it, they are in the loads.

use std::collections::BTreeMap;

use super::load::Loads;
use super::{Kind, Model};
use crate::ids::{Id, LineId, StationId, WorkId};
use crate::units::Span;

/// The work elements of a station.
#[derive(Clone, Debug, PartialEq)]
pub struct StationWork {
    /// The station.
    pub station: StationId,
    /// Its elements, each behind those after which it must be done.
    pub works: Vec<WorkId>,
    /// Mean time that a part needs there.
    pub content: Span,
    /// That of its paced line; else open time of the station between two parts that are asked for, and none where
    /// supply is unlimited, or a run ends with its orders.
    pub takt: Option<Span>,
}

/// How even a line is.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// The line.
    pub line: LineId,
    /// Its stations with work elements, as parts pass them.
    pub stations: Vec<StationId>,
    /// That with the most work content for each of its machines: the first of equals.
    pub fullest: StationId,
    /// Number of work elements.
    pub works: usize,
    /// Mean time that a part needs at all of them.
    pub content: Span,
    /// Share of the time of all stations that is lost because one of them has more to do for a part
    /// than the others: 1 − Σ t / (n × greatest t), t being work content over machines and n the
    /// number of machines in all. In [0, 1).
    pub loss: f64,
}

impl Model {
    /// Stations with work elements, in the order of flow.
    pub fn station_work(&self, loads: &Loads) -> Vec<StationWork> {
        let mut of_station: BTreeMap<StationId, Vec<WorkId>> = BTreeMap::new();
        for work in self.in_precedence() {
            of_station.entry(self.works[work].station).or_default().push(work);
        }
        let is_asked = self.supplies.is_empty() && loads.book.is_none();
        let row = |station: StationId| {
            let works = of_station.get(&station)?.clone();
            let content = self.content(&works);
            let load = &loads.stations[station];
            let own = self.stations[station].takt.map(|takt| self.takts[takt].pace);
            let asked = || {
                (is_asked && load.visits > 0.0).then(|| {
                    Span::round(load.open / load.visits * Span::from_hours(1).ticks() as f64)
                })
            };
            let takt = own.or_else(asked);
            Some(StationWork { station, works, content, takt })
        };
        self.flow().into_iter().filter_map(row).collect()
    }

    /// The balance of each line that has at least two stations with work elements.
    pub fn balances(&self) -> Vec<Balance> {
        let mut of_station: BTreeMap<StationId, Vec<WorkId>> = BTreeMap::new();
        for (id, work) in self.works.enumerated() {
            of_station.entry(work.station).or_default().push(id);
        }
        let balance = |line: LineId| {
            let places =
                self.lines[line].steps.iter().flat_map(|step| self.steps[step].places.iter());
            let mut stations: Vec<StationId> = Vec::new();
            for station in places.map(|place| self.places[place].station) {
                if of_station.contains_key(&station) && !stations.contains(&station) {
                    stations.push(station);
                }
            }
            self.balance(line, stations, &of_station)
        };
        self.lines.ids().filter_map(balance).collect()
    }

    fn balance(
        &self,
        line: LineId,
        stations: Vec<StationId>,
        of_station: &BTreeMap<StationId, Vec<WorkId>>,
    ) -> Option<Balance> {
        let machines = |station: StationId| self.stations[station].machines.len() as f64;
        let content = |station: StationId| self.content(&of_station[&station]).ticks() as f64;
        let share = |station: StationId| content(station) / machines(station);
        let mut fullest = *stations.first().filter(|_| stations.len() > 1)?;
        for &station in &stations {
            if share(station) > share(fullest) {
                fullest = station;
            }
        }
        let all: f64 = stations.iter().map(|&station| content(station)).sum();
        let places: f64 = stations.iter().map(|&station| machines(station)).sum();
        let loss = if all > 0.0 { 1.0 - all / (places * share(fullest)) } else { 0.0 };
        let works = stations.iter().map(|station| of_station[station].len()).sum();
        let content = Span::round(all);
        Some(Balance { line, stations, fullest, works, content, loss: loss.max(0.0) })
    }

    /// Mean time of work elements together.
    pub fn content(&self, works: &[WorkId]) -> Span {
        Span::round(works.iter().map(|&work| self.works[work].time.mean()).sum())
    }

    /// Mean time of those of a kind.
    pub fn content_of(&self, works: &[WorkId], kind: Kind) -> Span {
        let works: Vec<WorkId> =
            works.iter().copied().filter(|&work| self.works[work].kind == kind).collect();
        self.content(&works)
    }

    /// All work elements, each behind those after which it must be done, else by name.
    fn in_precedence(&self) -> Vec<WorkId> {
        let mut followers: Vec<Vec<WorkId>> = vec![Vec::new(); self.works.len()];
        let mut waits_for: Vec<usize> = Vec::with_capacity(self.works.len());
        for (id, work) in self.works.enumerated() {
            waits_for.push(work.after.len());
            for before in &work.after {
                followers[before.position()].push(id);
            }
        }
        let is_free = |id: &WorkId| waits_for[id.position()] == 0;
        let mut free: std::collections::BTreeSet<WorkId> =
            self.works.ids().filter(is_free).collect();
        let mut order = Vec::with_capacity(self.works.len());
        while let Some(work) = free.pop_first() {
            order.push(work);
            for &follower in &followers[work.position()] {
                waits_for[follower.position()] -= 1;
                if waits_for[follower.position()] == 0 {
                    free.insert(follower);
                }
            }
        }
        order
    }
}
