//! `[milkrun.<name>]`: tours that take parts from stop to stop at set times.

use super::compile::Compiler;
use super::{Blocking, Model};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{Id, MilkrunId, PlaceId, StationId, StepId};
use crate::scenario::{self, Written};
use crate::units::Span;

/// `[milkrun.<name>]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milkrun {
    /// Name as written.
    pub name: String,
    /// From the beginning of a tour to that of the next.
    pub every: Span,
    /// The stations at which it stops, in their order; at least two.
    pub stops: Vec<StationId>,
    /// From each stop to the next.
    pub time: Span,
    /// Most parts that it carries; `None` is as many as there are.
    pub carries: Option<u32>,
}

impl Milkrun {
    /// Whether it takes parts from a station to another; stores are where their parts are taken.
    fn leads(&self, from: StationId, to: StationId) -> bool {
        let first = self.stops.iter().position(|&stop| stop == from);
        first.is_some_and(|first| self.stops[first + 1..].contains(&to))
    }
}

impl Model {
    /// The milk run that takes parts from one station to another; the first by name.
    ///
    /// Cost: a look at every stop of all.
    pub fn milkrun(&self, from: StationId, to: StationId) -> Option<MilkrunId> {
        if self.milkruns.is_empty() || from == to {
            return None;
        }
        let to = self.met(to);
        self.milkruns.enumerated().find(|(_, row)| row.leads(from, to)).map(|(id, _)| id)
    }
}

impl Compiler<'_> {
    /// Compiles the milk runs; comes after the routes, the cards, the conveyors and the vehicles, before the ways.
    pub(super) fn compile_milkruns(&mut self) {
        for (name, table) in self.scenario.milkrun.iter() {
            if let Some(row) = self.tour(name, table) {
                self.model.milkruns.push(row);
            }
        }
        let mut used = vec![false; self.model.milkruns.len()];
        let places: Vec<PlaceId> = self.model.places.ids().collect();
        for place in places {
            let from = self.model.places[place].station;
            for to in self.model.followers(place) {
                let Some(id) = self.model.milkrun(from, to) else { continue };
                used[id.position()] = true;
                self.check_tour(id, place, to);
            }
        }
        let idle = self.model.milkruns.iter().zip(used).filter(|(_, used)| !used);
        let idle: Vec<String> = idle.map(|(row, _)| row.name.clone()).collect();
        for name in idle {
            let message = format!("the milk run `{name}` moves nothing");
            let hint = "no route leads from one of its stops at once to a later one";
            let spot = self.scenario.milkrun.spot(&name);
            let complaint = Diagnostic::warning(code::UNUSED, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    fn tour(&mut self, name: &Written<String>, table: &scenario::Milkrun) -> Option<Milkrun> {
        let who = format!("the milk run `{}`", name.value);
        let every = self.required(table.every.as_ref(), "every", &who, name.spot).copied();
        let time = self.required(table.time.as_ref(), "time", &who, name.spot).copied();
        let written = self.required(table.stops.as_ref(), "stops", &who, name.spot)?;
        let mut stops = Vec::with_capacity(written.len());
        for stop in written {
            let found = self.names.stations.find(stop, &who);
            stops.push(self.keep(found)?);
        }
        let (every, time) = (every?, time?);
        let legs = i64::try_from(stops.len()).unwrap_or(i64::MAX) - 1;
        let tour = Span::from_ticks(time.ticks().saturating_mul(legs));
        let spot = table.every.as_ref().map(|every| every.spot);
        if every <= Span::ZERO || tour > every {
            let message =
                format!("a tour of {who} takes {tour}, and another one begins every {every}");
            let hint = "write a longer `every`, or two milk runs with some of the stops each";
            let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
            return None;
        }
        let carries = table.carries.as_ref().map(|carries| carries.value);
        Some(Milkrun { name: name.value.clone(), every, stops, time, carries })
    }

    /// Complains about parts that a tour would take and cannot.
    fn check_tour(&mut self, id: MilkrunId, place: PlaceId, to: StationId) {
        let model = &self.model;
        let (from, step) = (model.places[place].station, model.places[place].step);
        let (row, here) = (&model.milkruns[id], &model.stations[from]);
        let (name, there) = (row.name.clone(), model.stations[model.met(to)].name.clone());
        let way = format!("parts go from `{}` to `{there}` by the milk run `{name}`", here.name);
        let next: Vec<StepId> = model
            .targets(step)
            .filter_map(|target| match target {
                super::Target::Step(next) => Some(next),
                super::Target::Out => None,
            })
            .chain(model.back_from(step))
            .filter(|&next| {
                model.steps[next].places.iter().any(|place| model.places[place].station == to)
            })
            .collect();
        let several = next.iter().any(|&next| model.steps[next].places.len() > 1);
        let door = next.iter().any(|&next| model.control.door(Some(step), next).is_some());
        let goes_back = next.iter().any(|&next| model.back_from(step) == Some(next));
        let why = if model.conveyor(from, to).is_some() || model.stand(from, to).is_some() {
            Some(("and a conveyor or a vehicle takes them", "the conveyor or the vehicle"))
        } else if several {
            Some(("and there are other stations for that step", "the other stations"))
        } else if door {
            let way = "and take cards or something of a pool on the way, or give it back";
            Some((way, "the cards or the pool"))
        } else if here.blocking == Blocking::BeforeService {
            let way = "and `block = \"before\"` keeps a place for them before";
            Some((way, "`block = \"before\"`"))
        } else if here.lets_stand_aside() {
            Some(("and stand aside by `hold` or `outside`", "what lets them stand aside"))
        } else if goes_back {
            let way = "and go back there when they have waited too long";
            Some((way, "the way back, with `else = \"scrap\"` or `\"count\"`"))
        } else {
            None
        };
        let Some((why, other)) = why else { return };
        let spot: Option<Spot> = self.scenario.milkrun.spot(&name);
        let complaint = Diagnostic::error(code::LATER, format!("{way}, {why}"));
        let complaint = complaint.hint(format!("leave one of the two stops out, or {other}"));
        let complaint = Diagnostic { spot, ..complaint };
        if !self.complaints.iter().any(|known| *known == complaint) {
            self.complain(complaint);
        }
    }
}
