//! First pieces: the first part after a setup is inspected before the series goes on.

use super::compile::Compiler;
use super::{Model, Place, StationChoice, Step, Target};
use crate::diagnostic::{Diagnostic, Flatters, Spot, code, listed};
use crate::ids::{Id, NeedsId, PlaceId, Run, StationId, StepId};
use crate::random::Distribution;
use crate::scenario::{self, Meanwhile, Written};
use crate::units::Span;

/// `first_piece` of a setup.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstPiece {
    /// Where it is inspected; `None` is on its machine.
    pub at: Option<StationId>,
    /// How long the inspection takes; elsewhere that is the cycle of the place. Unit: ticks.
    pub time: Distribution,
    /// People needed for an inspection on the machine; `None` needs nobody.
    pub operators: Option<NeedsId>,
    /// Whether the machine waits until a first piece that is elsewhere is approved.
    pub waits: bool,
    /// Share of the first pieces that fail, in [0, 1).
    pub fails: f64,
    /// How long the setup is corrected after one has failed. Unit: ticks.
    pub correct: Distribution,
}

/// A step that parts of a place take as first pieces only: their inspection at another station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Where the first piece is made.
    pub of: PlaceId,
    /// The step, which stands in no route.
    pub step: StepId,
}

impl Model {
    /// The step at which first pieces of a place are inspected elsewhere.
    pub fn inspection_behind(&self, place: PlaceId) -> Option<StepId> {
        let found = self.inspections.binary_search_by_key(&place, |row| row.of).ok()?;
        Some(self.inspections[found].step)
    }

    /// Whether some station has first pieces.
    pub fn has_first_pieces(&self) -> bool {
        self.stations.iter().any(|station| station.first_piece().is_some())
    }
}

impl super::Station {
    /// What becomes of its first pieces; `None` if nothing does.
    pub fn first_piece(&self) -> Option<&FirstPiece> {
        self.setup.as_deref()?.first_piece.as_deref()
    }
}

/// `first_piece` as written, of a station.
fn written(table: &scenario::Station) -> Option<&Written<scenario::FirstPiece>> {
    table.setup.as_ref()?.value.0.first_piece.as_ref()
}

impl Compiler<'_> {
    /// Compiles what becomes of the first pieces of a station.
    pub(super) fn first_piece(
        &mut self,
        station: &str,
        table: &scenario::Station,
    ) -> Option<Box<FirstPiece>> {
        let given = written(table)?;
        let row = &given.value;
        let who = format!("the inspection of the first pieces of `{station}`");
        let before = table.block.as_ref().map(|block| block.value);
        let is_elsewhere = row.at.is_some();
        let conflicts = [
            (table.batch.is_some(), "makes batches"),
            (table.takes.is_some(), "joins parts"),
            (is_elsewhere && table.hold.is_some(), "holds its parts"),
            (
                is_elsewhere && before == Some(scenario::Blocking::Before),
                "keeps places ahead for its parts",
            ),
        ];
        for (_, does) in conflicts.iter().filter(|(holds, _)| *holds) {
            let message = format!("`{station}` {does}, and has no first pieces yet");
            let hint = "leave `first_piece` out";
            self.complain(Diagnostic::error(code::LATER, message).at(given.spot).hint(hint));
        }
        let at = row.at.as_ref().and_then(|at| self.inspecting_station(at, station, &who));
        let nothing = || Distribution::from(0);
        Some(Box::new(FirstPiece {
            at,
            time: row.time.as_ref().map_or_else(nothing, |time| time.value.clone()),
            operators: self.needs(row.operators.as_ref(), &who),
            waits: row.machine.as_ref().is_none_or(|word| word.value == Meanwhile::Waits),
            fails: row.fails.as_ref().map_or(0.0, |share| share.value.0),
            correct: row.correct.as_ref().map_or_else(nothing, |time| time.value.clone()),
        }))
    }

    /// The station where the first pieces of another one are inspected, or a complaint.
    fn inspecting_station(
        &mut self,
        at: &Written<String>,
        of: &str,
        who: &str,
    ) -> Option<StationId> {
        let found = self.names.stations.find(at, who);
        let found = self.keep(found)?;
        if at.value == of {
            let message = format!("{who} is at the station itself");
            let hint = "leave `at` out for an inspection on the machine";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(at.spot).hint(hint));
        }
        let table = self.scenario.station.get(&at.value)?;
        let conflicts = [
            (table.outside.is_some(), "is `outside`"),
            (table.batch.is_some(), "makes batches"),
            (table.takes.is_some(), "joins parts"),
            (at.value != of && written(table).is_some(), "has first pieces of its own"),
            (
                table
                    .tool
                    .as_ref()
                    .is_some_and(|tool| matches!(tool.value, scenario::AnyTool::Shared(_))),
                "takes a shared tool",
            ),
        ];
        for (_, does) in conflicts.iter().filter(|(holds, _)| *holds) {
            let message = format!("`{}` {does}, and cannot inspect first pieces yet", at.value);
            let hint = "name another station, or leave `at` out";
            self.complain(Diagnostic::error(code::LATER, message).at(at.spot).hint(hint));
        }
        Some(found)
    }

    /// Adds the steps at which first pieces are inspected. They stand behind all others and in no route.
    pub(super) fn compile_first_pieces(&mut self) {
        let made: Vec<(PlaceId, StationId)> = self
            .model
            .places
            .enumerated()
            .filter_map(|(place, row)| {
                let at = self.model.stations[row.station].first_piece()?.at?;
                Some((place, at))
            })
            .collect();
        for (of, at) in made {
            self.model.stations[at].inspects = true;
            let Some(cycle) = self.time_of_inspection(of, at) else { continue };
            let model = &mut self.model;
            let (step, place) = (StepId::at(model.steps.len()), model.places.len());
            let row = &model.steps[model.places[of].step];
            let (product, next, branches) = (row.product, row.next, row.branches.clone());
            let is_before =
                |other: &&Place| other.station == at && model.steps[other.step].product == product;
            let visit = model.places.iter().filter(is_before).count();
            model.steps.push(Step {
                product,
                places: Run::new(place..place + 1),
                choice: StationChoice::default(),
                dedicated: None,
                limit: None,
                next,
                branches,
            });
            let mean_cycle = Span::round(cycle.mean());
            let visit = u32::try_from(visit).expect("there are fewer than 2^32 places");
            let place = Place { cycle, mean_cycle, visit, ..Place::of_store(step, at) };
            model.places.push(place);
            model.inspections.push(Inspection { of, step });
        }
    }

    /// How long the first pieces of a place are inspected at a station.
    fn time_of_inspection(&mut self, of: PlaceId, at: StationId) -> Option<Distribution> {
        let scenario = self.scenario;
        let name = &self.model.stations[self.model.places[of].station].name;
        let given = scenario.station.get(name).and_then(written)?;
        let row = &self.model.stations[at];
        let own = scenario.station.get(&row.name).and_then(scenario::Station::own_cycle);
        let own = own.map(|cycle| cycle.value.time.clone());
        let own = own.or_else(|| Some(self.work_cycles.get(&at)?.value.time.clone()));
        let time = given.value.time.as_ref().map(|time| time.value.clone()).or(own);
        if let Some(time) = time {
            return Some(row.runs_at.slowed(time));
        }
        let at = &row.name;
        let message =
            format!("first pieces of `{name}` go to `{at}`, and nothing says for how long");
        let hint = format!("give `first_piece` a `time`, or `[station.{at}]` a `cycle`");
        let complaint = Diagnostic::error(code::NO_CYCLE, message).at(given.spot).hint(hint);
        if !self.complaints.iter().any(|known| *known == complaint) {
            self.complain(complaint);
        }
        None
    }

    /// Complains about first pieces that would leave behind whom they wait for, or are taken. Comes after all
    /// that moves parts.
    pub(super) fn check_first_pieces(&mut self) {
        let mut told: Vec<(StationId, &str)> = Vec::new();
        for Inspection { of, step } in self.model.inspections.clone() {
            let station = self.model.places[of].station;
            for why in self.model.what_keeps_from_inspection(of, step) {
                if !told.contains(&(station, why)) {
                    told.push((station, why));
                }
            }
        }
        for (station, why) in told {
            let name = &self.model.stations[station].name;
            let message =
                format!("first pieces of `{name}` cannot be inspected elsewhere yet: {why}");
            let hint = "leave `at` out for an inspection on the machine";
            let spot = self.spot_of_first_piece(name);
            let complaint = Diagnostic::error(code::LATER, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    fn spot_of_first_piece(&self, station: &str) -> Option<Spot> {
        Some(self.scenario.station.get(station).and_then(written)?.spot)
    }

    /// What is made while a first piece is inspected is good.
    pub(super) fn note_first_pieces(&mut self) {
        let goes_on = |station: &&super::Station| {
            let first = station.first_piece();
            first.is_some_and(|first| first.at.is_some() && !first.waits && first.fails > 0.0)
        };
        let all = self.model.stations.iter().filter(goes_on);
        let names: Vec<&str> = all.map(|station| station.name.as_str()).collect();
        if !names.is_empty() {
            let message = format!(
                "what is made while a first piece is inspected is good, even if that fails: {}",
                listed(names)
            );
            self.assume(message, Flatters::Throughput);
        }
    }
}

impl Model {
    /// Why first pieces of a place cannot go to their inspection.
    fn what_keeps_from_inspection(&self, of: PlaceId, step: StepId) -> Vec<&'static str> {
        let here = self.places[of].step;
        let next = self.targets(step).filter_map(|target| match target {
            Target::Step(step) => Some(step),
            Target::Out => None,
        });
        let next: Vec<StepId> = next.collect();
        let meets = next.iter().any(|&next| self.meeting(here, next).is_some());
        let product = self.steps[here].product;
        let has_limit = self.limits.iter().any(|limit| {
            self.steps[limit.to].product == product && limit.from <= here && here < limit.to
        });
        let stores = next.iter().flat_map(|&next| self.steps[next].places.iter());
        let mut stores = stores.map(|place| &self.stations[self.places[place].station]);
        let reasons = [
            (meets, "they wait for others of their order next"),
            (has_limit, "there is a limit on how long they wait"),
            (stores.any(super::Station::is_store), "they are taken for others next"),
        ];
        reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, why)| why).collect()
    }
}
