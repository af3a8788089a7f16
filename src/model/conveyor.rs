//! Conveyors: belts that take parts from stations to the next one.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::names::spot_of;
use super::{Blocking, Layout, Model, Target};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CalendarId, ConveyorId, StationId, StepId};
use crate::scenario::{self, Written};
use crate::units::{Distance, Span};

/// `[conveyor.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Conveyor {
    /// Name as written.
    pub name: String,
    /// The stations whose parts get on, ascending.
    pub from: Vec<StationId>,
    /// The station to which it leads.
    pub to: StationId,
    /// Parts that it holds at most; at least one.
    pub places: u32,
    /// How long a part takes from the beginning to the end.
    pub travel: Span,
    /// How long it takes to move one pitch: the least time between two parts.
    pub gap: Span,
    /// Whether parts close up behind one that cannot get off; else the belt stands still.
    pub accumulating: bool,
    /// When it moves; `None` is always.
    pub calendar: Option<CalendarId>,
}

impl Conveyor {
    /// Most parts an hour that it can take over in hours in which it moves: one for each pitch, and as many
    /// on the way at a time as it has places.
    pub fn greatest_rate(&self) -> f64 {
        let by_pitch = 1.0 / self.gap.hours();
        by_pitch.min(f64::from(self.places) / self.travel.hours())
    }
}

impl Model {
    /// The conveyor that takes parts from one station to another at once.
    ///
    /// Cost: a look at every conveyor.
    pub fn conveyor(&self, from: StationId, to: StationId) -> Option<ConveyorId> {
        let mut conveyors = self.conveyors.enumerated();
        conveyors.find(|(_, row)| row.to == to && row.from.contains(&from)).map(|(id, _)| id)
    }

    /// The stations that a part may come to at once after a station.
    pub(super) fn stations_behind(&self, from: StationId) -> BTreeSet<StationId> {
        let places = self.places.iter().filter(|place| place.station == from);
        let steps = places.flat_map(|place| self.targets(place.step)).filter_map(step_of);
        let places = steps.flat_map(|step| self.steps[step].places.iter());
        places.map(|place| self.places[place].station).collect()
    }
}

fn step_of(target: Target) -> Option<StepId> {
    match target {
        Target::Step(step) => Some(step),
        Target::Out => None,
    }
}

impl Compiler<'_> {
    /// Compiles the conveyors; comes after the routes and the cards, before the ways.
    pub(super) fn compile_conveyors(&mut self) {
        for (name, table) in self.scenario.conveyor.iter() {
            if let Some(conveyor) = self.conveyor(name, table) {
                self.check_conveyor(&conveyor, name.spot, table);
                self.model.conveyors.push(conveyor);
            }
        }
    }

    fn conveyor(&mut self, name: &Written<String>, table: &scenario::Conveyor) -> Option<Conveyor> {
        let who = format!("the conveyor `{}`", name.value);
        let from = self.required(table.from.as_ref(), "from", &who, name.spot);
        let feeders = from.map(|from| from.names.clone()).unwrap_or_default();
        let mut from = Vec::new();
        for feeder in &feeders {
            let found = self.names.stations.find(feeder, &who);
            from.extend(self.keep(found));
        }
        from.sort_unstable();
        from.dedup();
        let to = match &table.to {
            Some(to) => {
                let found = self.names.stations.find(to, &who);
                let to = self.keep(found);
                to.and_then(|station| self.store_behind(&from, station, &who, name.spot))
            }
            None => self.required::<StationId>(None, "to", &who, name.spot).copied(),
        };
        let speed = self.required(table.speed.as_ref(), "speed", &who, name.spot).copied();
        let pitch = self.required(table.pitch.as_ref(), "pitch", &who, name.spot).copied();
        let calendar = table.calendar.as_ref().and_then(|own| self.calendar_of(Some(own), &who));
        if from.is_empty() || from.len() < feeders.len() {
            return None;
        }
        let length = match &table.length {
            Some(length) => length.value,
            None => self.length_between(&from, to?, &who, name.spot)?,
        };
        let (speed, pitch) = (speed?, pitch?);
        let places = length.micrometres() / pitch.micrometres();
        Some(Conveyor {
            name: name.value.clone(),
            from,
            to: to?,
            places: u32::try_from(places).unwrap_or(u32::MAX).max(1),
            travel: speed.time_for(length),
            gap: speed.time_for(pitch),
            accumulating: table.accumulating.as_ref().is_none_or(|word| word.value),
            calendar,
        })
    }

    /// Where parts get off at a station: its store for what it takes of those that come, or the station.
    fn store_behind(
        &mut self,
        from: &[StationId],
        station: StationId,
        who: &str,
        spot: Spot,
    ) -> Option<StationId> {
        let model = &self.model;
        let behind = from.iter().flat_map(|&from| model.stations_behind(from));
        let is_store = |to: &StationId| {
            model.stations[*to].store.as_ref().is_some_and(|store| store.of == station)
        };
        let ends: BTreeSet<StationId> =
            behind.filter(|to| *to == station || is_store(to)).collect();
        let mut ends = ends.into_iter();
        match (ends.next(), ends.next()) {
            (None, _) => Some(station),
            (Some(only), None) => Some(only),
            (Some(one), Some(other)) => {
                let [one, other] = [one, other].map(|end| model.stations[end].name.clone());
                let message =
                    format!("{who} leads to `{one}` and to `{other}`: a part could hold up others");
                let hint = "give each product that the station takes a conveyor of its own";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
                None
            }
        }
    }

    /// The length of a conveyor that is not written: the way between its stations.
    fn length_between(
        &mut self,
        from: &[StationId],
        to: StationId,
        who: &str,
        spot: Spot,
    ) -> Option<Distance> {
        let [from] = from else {
            let message = format!("{who} needs `length`: it begins at several stations");
            self.complain(Diagnostic::error(code::MISSING, message).at(spot));
            return None;
        };
        let layout = &self.model.layout;
        let met = self.model.stations[to].store.as_ref().map_or(to, |store| store.of);
        let [one, other] = [*from, met].map(Layout::of_station);
        let length = layout.is_known(one, other).then(|| layout.distance(one, other));
        let [from, to] = [*from, to].map(|station| self.model.stations[station].name.clone());
        match length {
            Some(length) if length.micrometres() >= 1000 => Some(length),
            Some(_) => {
                let message =
                    format!("{who} has no length: `{from}` and `{to}` stand at one place");
                let hint = "write its `length`";
                self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(spot).hint(hint));
                None
            }
            None => {
                let message = format!("{who} needs `length`");
                let hint = format!(
                    "such as `length = \"12 m\"`; or say in `[layout.positions]` where `{from}` and `{to}` \
                     stand"
                );
                self.complain(Diagnostic::error(code::MISSING, message).at(spot).hint(hint));
                None
            }
        }
    }

    /// Complains about a conveyor that no part can take, or that cannot take them.
    fn check_conveyor(&mut self, row: &Conveyor, spot: Spot, table: &scenario::Conveyor) {
        let name = |station: StationId| self.model.stations[station].name.clone();
        let to = name(row.to);
        let at = table.from.as_ref().map_or(spot, |from| from.spot);
        let mut complaints = Vec::new();
        for &from in &row.from {
            let behind = self.model.stations_behind(from);
            if !behind.contains(&row.to) {
                let message = format!(
                    "the conveyor `{}` goes from `{}` to `{to}`, and no part goes that way",
                    row.name,
                    name(from)
                );
                let names: Vec<String> = behind.into_iter().map(name).collect();
                let hint = if names.is_empty() {
                    format!("behind `{}` parts leave the plant", name(from))
                } else {
                    let names = listed(names.iter().map(String::as_str));
                    format!("behind `{}` parts go on to: {names}", name(from))
                };
                complaints.push(Diagnostic::error(code::ROUTE, message).at(at).hint(hint));
            }
            if let Some(other) = self.model.conveyor(from, row.to) {
                let other = &self.model.conveyors[other].name;
                let message = format!(
                    "two conveyors go from `{}` to `{to}`: `{other}` and `{}`",
                    name(from),
                    row.name
                );
                complaints.push(Diagnostic::error(code::CONFLICT, message).at(at));
            }
            if self.model.stations[from].blocking == Blocking::BeforeService {
                let message = format!(
                    "`{}` cannot have `block = \"before\"` in front of the conveyor `{}`",
                    name(from),
                    row.name
                );
                let hint =
                    "write `block = \"after\"`: a part waits for the conveyor on its machine";
                let block = self.scenario.station.get(&name(from));
                let block = block.and_then(|station| station.block.as_ref());
                let spot = block
                    .map(|block| block.spot)
                    .or_else(|| spot_of(&self.scenario.station, &name(from)));
                let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
                complaints.push(Diagnostic { spot, ..complaint });
            }
            if self.leads_through_door(from, row.to) {
                let message = format!(
                    "the conveyor `{}` goes from `{}` to `{to}`, and parts take cards there, or give \
                     them back",
                    row.name,
                    name(from)
                );
                let hint = "let the kanban, the limited line or the pool begin or end elsewhere";
                complaints.push(Diagnostic::error(code::CONFLICT, message).at(at).hint(hint));
            }
            let moves = self.scenario.transfer.from.get(&name(from));
            if let Some(time) = moves.and_then(|moves| moves.to.spot(&to)) {
                let message = format!(
                    "parts go from `{}` to `{to}` on the conveyor `{}`, and by a transfer, too",
                    name(from),
                    row.name
                );
                let hint = "leave one of them out";
                complaints.push(Diagnostic::error(code::CONFLICT, message).at(time).hint(hint));
            }
        }
        if row.gap > row.travel {
            let message = format!("the conveyor `{}` is shorter than its pitch", row.name);
            let hint = "it has place for one part, and the next gets on when that has gone a pitch";
            let spot = table.pitch.as_ref().map_or(spot, |pitch| pitch.spot);
            complaints.push(Diagnostic::warning(code::DUBIOUS, message).at(spot).hint(hint));
        }
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    /// Whether parts take cards, or give them back, between two stations.
    pub(super) fn leads_through_door(&self, from: StationId, to: StationId) -> bool {
        let model = &self.model;
        let goes_there = |step: StepId| {
            let mut places = model.steps[step].places.iter();
            places.any(|place| model.places[place].station == to)
        };
        let through = |step: StepId| {
            let mut targets = model.targets(step).filter_map(step_of);
            targets.any(|next| goes_there(next) && model.control.door(Some(step), next).is_some())
        };
        let mut places = model.places.iter().filter(|place| place.station == from);
        !model.control.is_empty() && places.any(|place| through(place.step))
    }
}
