//! Work elements: the cycles of stations made of pieces that can be moved from one to another.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{Id, StationId, Table, WorkId};
use crate::random::{Distribution, name_key};
use crate::scenario::{self, Cycle, Written};

/// `[work.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Name as written.
    pub name: String,
    /// Where it is done.
    pub station: StationId,
    /// How long it takes. Unit: ticks.
    pub time: Distribution,
    /// What must be done before it.
    pub after: Vec<WorkId>,
    /// Whether the customer would pay for it.
    pub kind: Kind,
}

/// `kind` of a work element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The customer pays for it (`"value"`).
    Value,
    /// Nobody pays for it, and it must be done (`"necessary"`).
    Necessary,
    /// It could be left out (`"waste"`).
    Waste,
}

impl Kind {
    /// All of them, the best first.
    pub const ALL: [Self; 3] = [Self::Value, Self::Necessary, Self::Waste];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Necessary => "necessary",
            Self::Waste => "waste",
        }
    }
}

impl From<scenario::Kind> for Kind {
    fn from(kind: scenario::Kind) -> Self {
        match kind {
            scenario::Kind::Value => Self::Value,
            scenario::Kind::Necessary => Self::Necessary,
            scenario::Kind::Waste => Self::Waste,
        }
    }
}

impl Compiler<'_> {
    /// Compiles work elements, and the cycles of the stations that are made of them.
    pub(super) fn compile_work(&mut self) {
        let scenario = self.scenario;
        let mut is_whole = true;
        for (name, table) in scenario.work.iter() {
            match self.work(name, table) {
                Some(work) => {
                    self.model.works.push(work);
                }
                None => is_whole = false,
            }
        }
        if !is_whole {
            return;
        }
        self.complain_of_circles();
        self.complain_of_two_cycles();
        self.sum_cycles();
    }

    fn work(&mut self, name: &Written<String>, table: &scenario::Work) -> Option<Work> {
        let who = format!("the work element `{}`", name.value);
        let station = table.station.as_ref().map(|station| self.names.stations.find(station, &who));
        let station = station.and_then(|found| self.keep(found));
        let mut after = Some(Vec::new());
        for other in table.after.iter().flat_map(|after| &after.value) {
            let found = self.names.works.find(other, &who);
            let found = self.keep(found);
            after = after.zip(found).map(|(mut after, found)| {
                after.push(found);
                after
            });
        }
        Some(Work {
            name: name.value.clone(),
            station: station?,
            time: table.time.as_ref()?.value.time.clone(),
            after: after?,
            kind: table.kind.as_ref().map_or(Kind::Value, |kind| kind.value.into()),
        })
    }

    /// Complains about the first work elements that wait for each other in a circle.
    fn complain_of_circles(&mut self) {
        let Some(circle) = circle(&self.model.works) else { return };
        let name = |work: &WorkId| format!("`{}`", self.model.works[*work].name);
        let mut names: Vec<String> = circle.iter().map(name).collect();
        names.push(names[0].clone());
        let message = format!("work elements wait for each other: {}", names.join(" after "));
        let spot = self.scenario.work.spot(&self.model.works[circle[0]].name);
        self.complain(Diagnostic { spot, ..Diagnostic::error(code::PRECEDENCE, message) });
    }

    fn complain_of_two_cycles(&mut self) {
        let stations: BTreeSet<StationId> =
            self.model.works.iter().map(|work| work.station).collect();
        for station in stations {
            let name = self.model.stations[station].name.clone();
            let Some(row) = self.scenario.station.get(&name) else { continue };
            if let Some(cycle) = row.own_cycle() {
                let key = if row.cycle.is_some() { "cycle" } else { "rate" };
                let message =
                    format!("the station `{name}` has work elements and a `{key}` beside them");
                let hint = format!("its cycle is the sum of its elements: leave `{key}` out");
                let complaint = Diagnostic::error(code::CONFLICT, message).at(cycle.spot);
                self.complain(complaint.hint(hint));
            }
        }
    }

    /// The cycle of a station is the sum of its elements.
    fn sum_cycles(&mut self) {
        let mut parts: BTreeMap<StationId, Vec<(u64, &Written<Cycle>)>> = BTreeMap::new();
        for work in &self.model.works {
            let time = self.scenario.work.get(&work.name).and_then(|table| table.time.as_ref());
            let key = name_key(&["work", &work.name]);
            parts.entry(work.station).or_default().extend(time.map(|time| (key, time)));
        }
        for (station, parts) in parts {
            // A warning about allowances is told at the first element that has one.
            let with_allowance = parts.iter().find(|(_, time)| time.value.allowance > 0.0);
            let Some((_, first)) = with_allowance.or(parts.first()) else { continue };
            let times = parts.iter().map(|(key, time)| (*key, time.value.time.clone()));
            let time = Distribution::sum(&times.collect::<Vec<_>>());
            let cycle = Cycle { time, ..first.value.clone() };
            self.work_cycles.insert(station, Written { value: cycle, spot: first.spot });
        }
    }

    /// Complains about work elements that a line brings before what must be done before them.
    pub(super) fn check_precedence(&mut self) {
        let mut told = BTreeSet::new();
        for line in self.model.lines.ids() {
            if self.model.products[self.model.lines[line].product].loops {
                continue;
            }
            let mut places: BTreeMap<StationId, (usize, usize)> = BTreeMap::new();
            for (position, step) in self.model.lines[line].steps.iter().enumerate() {
                for place in self.model.steps[step].places.iter() {
                    let station = self.model.places[place].station;
                    places.entry(station).or_insert((position, position)).1 = position;
                }
            }
            for work in self.model.works.ids() {
                for &before in &self.model.works[work].after {
                    let of = |work: WorkId| places.get(&self.model.works[work].station);
                    let (Some((_, last)), Some((first, _))) = (of(work), of(before)) else {
                        continue;
                    };
                    if last < first {
                        told.insert((work, before));
                    }
                }
            }
        }
        for (work, before) in told {
            self.complain_of_precedence(work, before);
        }
    }

    fn complain_of_precedence(&mut self, work: WorkId, before: WorkId) {
        let [(name, station), (other, there)] = [work, before].map(|work| {
            let row = &self.model.works[work];
            (row.name.clone(), self.model.stations[row.station].name.clone())
        });
        let after = self.scenario.work.get(&name).and_then(|table| table.after.as_ref());
        let spot: Option<Spot> = after
            .and_then(|after| after.value.iter().find(|written| written.value == other))
            .map(|written| written.spot);
        let message = format!(
            "`{name}` is done at `{station}` and must come after `{other}`, which is done later, at \
             `{there}`"
        );
        let hint = "move one of them to another station";
        let complaint = Diagnostic::error(code::PRECEDENCE, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }
}

/// The first circle of work elements, each after the next.
fn circle(works: &Table<WorkId, Work>) -> Option<Vec<WorkId>> {
    let (mut done, mut is_open) = (vec![false; works.len()], vec![false; works.len()]);
    for start in works.ids() {
        // The way from the start, and how many of those before each have been looked at.
        let mut way: Vec<(WorkId, usize)> = vec![(start, 0)];
        while let Some((work, seen)) = way.last_mut() {
            let work = *work;
            is_open[work.position()] = true;
            let next = works[work].after.get(*seen).copied();
            *seen += 1;
            match next {
                None => {
                    (done[work.position()], is_open[work.position()]) = (true, false);
                    way.pop();
                }
                Some(next) if is_open[next.position()] => {
                    let from = way.iter().position(|(known, _)| *known == next)?;
                    return Some(way[from..].iter().map(|(work, _)| *work).collect());
                }
                Some(next) if done[next.position()] => {}
                Some(next) => way.push((next, 0)),
            }
        }
    }
    None
}
