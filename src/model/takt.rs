//! Paced lines (`pace` of a line): all parts on one move on together, at the end of every takt.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::{AtClose, Blocking, Model, Next, Target};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{Id, StationId, StepId, TaktId};
use crate::scenario::{self, Scenario, Written};
use crate::units::{Span, Time, stretch_text};

/// A line with a `pace`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takt {
    /// Name of the line as written.
    pub name: String,
    /// Its stations in their order, with one machine each; at least one.
    pub stations: Vec<StationId>,
    /// Open time from one move to the next, if every station is done by then.
    pub pace: Span,
}

impl Takt {
    /// The station behind one of the line, if it is not the last.
    fn behind(&self, station: StationId) -> Option<StationId> {
        let position = self.stations.iter().position(|&id| id == station)?;
        self.stations.get(position + 1).copied()
    }

    /// Whether a station is the first.
    pub fn begins_at(&self, station: StationId) -> bool {
        self.stations.first() == Some(&station)
    }
}

/// Whether a line with a `pace` only says so of stations that stand in the routes of products, or on lines that
/// products name.
pub(super) fn is_passed_by_routes(scenario: &Scenario, line: &str) -> bool {
    let Some(row) = scenario.line.get(line).filter(|row| row.pace.is_some()) else { return false };
    let own: BTreeSet<&str> =
        row.stations.iter().flat_map(|list| &list.value).map(|name| name.value.as_str()).collect();
    let products = || scenario.product.iter().map(|(_, product)| product);
    let routes = products().filter_map(|product| product.route.as_ref());
    let steps = routes.flat_map(|route| &route.value).flat_map(|item| &item.value.stations);
    let lines = products().filter_map(|product| product.lines.as_ref());
    let lines = lines.flat_map(|list| &list.value).filter(|name| name.value != line);
    let lines = lines.filter_map(|name| scenario.line.get(&name.value)?.stations.as_ref());
    let mut all = steps.chain(lines.flat_map(|list| &list.value));
    all.any(|station| own.contains(station.value.as_str()))
}

/// Something that cannot be on a paced line, and what to do about it.
type Refused = (String, &'static str);

impl Model {
    /// The only station at which a step is done.
    fn only_station(&self, step: StepId) -> Option<StationId> {
        let places = self.steps[step].places;
        (places.len() == 1).then(|| self.places[places.first()].station)
    }

    /// Whether parts move from one station to another along a paced line.
    pub(super) fn move_together(&self, from: StationId, to: StationId) -> bool {
        let takt = self.stations[from].takt.map(|id| &self.takts[id]);
        takt.is_some_and(|takt| takt.behind(from) == Some(to))
    }

    /// How long a part keeps a machine of the station from the next one, at least, if the station is on a paced
    /// line.
    pub fn least_takt(&self, station: StationId) -> Span {
        self.stations[station].takt.map_or(Span::ZERO, |takt| self.takts[takt].pace)
    }
}

impl Compiler<'_> {
    /// Compiles the paced lines; comes after the routes.
    pub(super) fn compile_takts(&mut self) {
        let scenario = self.scenario;
        for (name, line) in scenario.line.iter() {
            if let Some(pace) = &line.pace {
                self.compile_takt(name, line, pace);
            }
        }
    }

    fn compile_takt(
        &mut self,
        name: &Written<String>,
        line: &scenario::Line,
        pace: &Written<Span>,
    ) {
        let id = TaktId::at(self.model.takts.len());
        let who = format!("the line `{}`", name.value);
        let is_own = is_passed_by_routes(self.scenario, &name.value);
        let mut stations = Vec::new();
        for station in line.stations.iter().flat_map(|list| &list.value) {
            let found = self.names.stations.find(station, &who);
            match found {
                Ok(found) => stations.push(found),
                // A wrong name on a line that is a product is told with its route.
                Err(complaint) if is_own => self.complain(complaint),
                Err(_) => {}
            }
        }
        for (position, &station) in stations.iter().enumerate() {
            let refused = self.refused_at(station, position, &stations);
            if let Some((message, hint)) = refused {
                self.refuse_pace(&name.value, &message, hint, pace.spot);
            }
            if position > 0 {
                self.model.stations[station].buffer = Some(0);
            }
            self.model.stations[station].takt = Some(id);
        }
        self.model.takts.push(Takt { name: name.value.clone(), stations, pace: pace.value });
        if let Some(release) = line.release.as_ref().filter(|_| is_own) {
            let message = format!("`release` of {who} holds for no product");
            let hint =
                "its stations stand in other routes or lines: write it there, or under `[control]`";
            let complaint = Diagnostic::error(code::CONFLICT, message).at(release.spot).hint(hint);
            self.complain(complaint);
        }
        for (message, hint) in self.refused_routes(id) {
            self.refuse_pace(&name.value, &message, hint, pace.spot);
        }
    }

    fn refuse_pace(&mut self, line: &str, message: &str, hint: &str, spot: Spot) {
        let message = format!("the line `{line}` cannot be paced: {message}");
        self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
    }

    /// What keeps a station from standing on a paced line.
    fn refused_at(
        &self,
        station: StationId,
        position: usize,
        stations: &[StationId],
    ) -> Option<Refused> {
        let row = &self.model.stations[station];
        let name = &row.name;
        let written = self.scenario.station.get(name);
        let buffer = written.and_then(|table| table.buffer.as_ref()).map(|buffer| &buffer.value);
        // Of what a station takes there may be some in its stores.
        let has_buffer = buffer.is_some_and(|buffer| match buffer {
            scenario::Buffer::Places(places) => *places > 0,
            scenario::Buffer::Unlimited => true,
            scenario::Buffer::Each(_) => false,
        });
        let calendar = |id: StationId| self.model.stations[id].calendar;
        let assembly = row.assembly.as_deref();
        Some(if row.takt.is_some() {
            (format!("`{name}` is on a paced line already"), "a station has one place on one line")
        } else if row.outside.is_some() {
            (format!("the work of `{name}` is done outside"), "let it come before the line")
        } else if row.machines.len() != 1 {
            let machines = row.machines.len();
            (
                format!("`{name}` has {machines} machines"),
                "a part has one place in each takt: write one station behind the other, each with a share of the work",
            )
        } else if position > 0 && (has_buffer || row.shared.is_some()) {
            (
                format!("`{name}` has a buffer"),
                "parts move together, with nothing between the stations: only the first one has a buffer",
            )
        } else if row.batch.is_some() {
            (format!("`{name}` works on batches"), "let it come before the line, or behind it")
        } else if row.hold.is_some() {
            (
                format!("parts stand aside behind `{name}`"),
                "let them do so before the line, or behind it",
            )
        } else if assembly.is_some_and(|assembly| !assembly.gives.is_empty()) {
            (
                format!("`{name}` gives others than it takes"),
                "what goes into the parts of the line is taken without `gives`",
            )
        } else if row.blocking == Blocking::BeforeService {
            (format!("`{name}` begins only when there is room behind it"), "leave out `block`")
        } else if row.inspects || row.first_piece().is_some_and(|first| first.at.is_some()) {
            (
                format!("first pieces go to `{name}`, or from there, to be inspected"),
                "let them be inspected on the machine, without `at`, or outside the line",
            )
        } else if row.blocking == Blocking::Again {
            (format!("`{name}` lets its parts go round again"), "leave out `block`")
        } else if row.at_close == AtClose::NoStart {
            (
                format!("`{name}` starts nothing that it would not end before it closes"),
                "write `at_close = \"pause\"` or `\"finish\"`",
            )
        } else if row.setup.as_ref().is_some_and(|setup| setup.ahead) {
            (format!("`{name}` is set up ahead"), "leave out `ahead`")
        } else if calendar(station) != calendar(stations[0]) {
            let first = &self.model.stations[stations[0]].name;
            (
                format!("`{name}` has other hours than `{first}`"),
                "a line opens and closes as one: write the same `calendar`",
            )
        } else {
            return None;
        })
    }

    /// Routes that do not pass a paced line from its first station to the last.
    fn refused_routes(&self, id: TaktId) -> Vec<Refused> {
        const HINT: &str = "a part passes all its stations, in their order; where nothing is done to it let the cycle \
                            be `\"0 s\"`";
        let (model, takt) = (&self.model, &self.model.takts[id]);
        let mut refused = Vec::new();
        let on_line = |step: StepId| {
            let mut places = model.steps[step].places.iter();
            places.any(|place| model.stations[model.places[place].station].takt == Some(id))
        };
        for line in &model.lines {
            let of = &model.products[line.product].name;
            let steps: Vec<StepId> = line.steps.iter().filter(|&step| on_line(step)).collect();
            if steps.is_empty() {
                continue;
            }
            let found: Vec<Option<StationId>> =
                steps.iter().map(|&step| model.only_station(step)).collect();
            if found.contains(&None) {
                let message = format!("a step of `{of}` can be done there or elsewhere");
                refused.push((message, "let the step have one station"));
            } else if !found.into_iter().flatten().eq(takt.stations.iter().copied()) {
                let message = format!("`{of}` does not pass all its stations in their order");
                refused.push((message, HINT));
            } else {
                refused.extend(self.refused_ways(&steps, of));
            }
        }
        if !refused.is_empty() {
            return refused;
        }
        // Nobody comes from elsewhere into the middle.
        for step in model.steps.ids() {
            let here = model.only_station(step).and_then(|here| takt.behind(here));
            let back = model.back_from(step).map(Target::Step);
            for target in model.targets(step).chain(back) {
                let Target::Step(next) = target else { continue };
                let Some(there) = model.only_station(next).filter(|_| on_line(next)) else {
                    continue;
                };
                if !takt.begins_at(there) && here != Some(there) {
                    let of = &model.products[model.steps[step].product].name;
                    let name = &model.stations[there].name;
                    refused.push(if model.only_station(step) == Some(there) {
                        (
                            format!("parts of `{of}` come to `{name}` again"),
                            "let them go on from there, or come to its first station again",
                        )
                    } else {
                        (
                            format!("parts of `{of}` come to `{name}` from elsewhere"),
                            "let them come to its first station",
                        )
                    });
                }
            }
        }
        refused
    }

    /// Ways of parts that leave a paced line before its end.
    fn refused_ways(&self, steps: &[StepId], of: &str) -> Option<Refused> {
        let model = &self.model;
        let leaves = steps
            .windows(2)
            .find(|pair| model.steps[pair[0]].next != Next::Always(Target::Step(pair[1])))?;
        let here = model.only_station(leaves[0])?;
        let name = &model.stations[here].name;
        let message = format!("parts of `{of}` can go elsewhere from `{name}`");
        Some((message, "let them branch behind the last station"))
    }

    /// Complains about what moves or stops parts within paced lines; comes after all that does.
    pub(super) fn check_takts(&mut self) {
        let mut found: BTreeMap<TaktId, Vec<Refused>> = BTreeMap::new();
        let model = &self.model;
        for (step, row) in model.steps.enumerated() {
            let Next::Always(Target::Step(next)) = row.next else { continue };
            let both = model.only_station(step).zip(model.only_station(next));
            let Some((from, to)) = both else { continue };
            let Some(id) = model.stations[from].takt else { continue };
            if model.takts[id].behind(from) != Some(to) {
                continue;
            }
            if let Some(refused) = self.refused_between((step, from), (next, to)) {
                found.entry(id).or_default().push(refused);
            }
        }
        for overtime in &model.overtimes {
            for (id, takt) in model.takts.enumerated() {
                let opens = |id: &&StationId| overtime.opens.contains(id);
                let count = takt.stations.iter().filter(opens).count();
                if count > 0 && count < takt.stations.len() {
                    let message =
                        format!("the overtime `{}` opens some of its stations", overtime.name);
                    let refused =
                        (message, "let it open all or none: `opens` takes `line.<name>`, too");
                    found.entry(id).or_default().push(refused);
                }
            }
        }
        for (id, refused) in found {
            let name = self.model.takts[id].name.clone();
            let line = self.scenario.line.get(&name);
            let Some(spot) = line.and_then(|line| line.pace.as_ref()).map(|pace| pace.spot) else {
                continue;
            };
            for (message, hint) in refused {
                self.refuse_pace(&name, &message, hint, spot);
            }
        }
    }

    /// What keeps parts from moving with the line from one station to the next.
    fn refused_between(
        &self,
        (step, from): (StepId, StationId),
        (next, to): (StepId, StationId),
    ) -> Option<Refused> {
        let model = &self.model;
        let (here, there) = (&model.stations[from].name, &model.stations[to].name);
        let way = format!("from `{here}` to `{there}`");
        let place = model.steps[step].places.first();
        Some(if model.conveyor(from, to).is_some() {
            (
                format!("a conveyor leads {way}"),
                "its parts move with the line: leave the conveyor out",
            )
        } else if model.stand(from, to).is_some() || model.milkrun(from, to).is_some() {
            (
                format!("parts are brought {way}"),
                "its parts move with the line: leave the stops out",
            )
        } else if model.way(place, to).is_some() {
            (
                format!("the way {way} takes time"),
                "the time to move is part of the takt: leave it out",
            )
        } else if model.control.door(Some(step), next).is_some() {
            (
                format!("parts take or give back a card or something of a pool {way}"),
                "let that begin and end before the line, behind it, or at its machines",
            )
        } else if model.meetings.at(next).is_some() {
            (
                format!("parts wait for others {way}"),
                "they move with the line: leave out `after` and `moves_in`",
            )
        } else if model.steps[next].limit.is_some() {
            (format!("parts may wait only so long {way}"), "leave out `within`")
        } else {
            return None;
        })
    }
}

impl Compiler<'_> {
    /// Warns of stations on paced lines whose mean cycle is longer than the takt, whatever comes: of each line once,
    /// with the dates where there are changes.
    pub(super) fn warn_of_long_cycles(&mut self) {
        let end = self.horizon().unwrap_or(Time::NEVER);
        let mut told: BTreeMap<TaktId, Diagnostic> = BTreeMap::new();
        for (from, until, plant) in self.model.periods_until(end) {
            let loads = plant.takt_loads();
            for ((id, takt), load) in plant.takts.enumerated().zip(loads.iter()) {
                let over = load.as_ref().map_or(&[][..], |load| load.over.as_slice());
                if over.is_empty() || told.contains_key(&id) {
                    continue;
                }
                let from = (from > Time::ZERO).then_some(from);
                let until = (until < end).then_some(until);
                let start = plant.start.filter(|_| from.is_some() || until.is_some());
                let when = start.map(|start| format!("{} ", stretch_text(start, from, until)));
                let names = over.iter().map(|&station| plant.stations[station].name.as_str());
                let word = if over.len() == 1 { "takes" } else { "take" };
                let message = format!(
                    "{}the line `{}` has a takt of {}, and {} {word} longer on average",
                    when.unwrap_or_default(),
                    takt.name,
                    takt.pace,
                    listed(names)
                );
                let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(
                    "the line stands beyond nearly every takt: move work, or write a longer `pace`",
                );
                let spot = self.spot_of_pace(takt, &plant.changes);
                told.insert(id, Diagnostic { spot, ..complaint });
            }
        }
        for complaint in told.into_values() {
            self.complaints.push(complaint);
        }
    }

    /// Where the `pace` of a line is written that holds with these changes.
    fn spot_of_pace(&self, takt: &Takt, changes: &[String]) -> Option<Spot> {
        let periods = &self.scenario.change.periods;
        let of = |row: &&scenario::Period| row.in_force.iter().map(|name| &name.value).eq(changes);
        let scenario = periods.iter().find(of).map_or(self.scenario, |row| &row.scenario);
        Some(scenario.line.get(&takt.name)?.pace.as_ref()?.spot)
    }
}
