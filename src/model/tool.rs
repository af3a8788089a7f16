//! Tools: those that wear out are planned work of a kind of its own, those that are shared are a pool.

use super::Model;
use super::cards::Control;
use super::compile::Compiler;
use super::failure::{AfterRepair, Clock, Failure, FailureKind, Finished, Strikes};
use super::handling::Call;
use super::maintenance::{Begins, Planned};
use super::names;
use super::pool::Pool;
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{StationId, StepId};
use crate::scenario::{self, AnyTool, Every, Written};

/// What the tool of a machine is called among its failures.
const NAME: &str = "tool";

impl Model {
    /// Whether machines have tools that wear out.
    pub fn has_tools(&self) -> bool {
        self.failures.iter().any(|failure| failure.kind == FailureKind::ToolChange)
    }
}

impl Compiler<'_> {
    /// Adds the tool of a station, which is planned work after so many cycles or so much work.
    pub(super) fn add_tool(&mut self, station: StationId, of: &str, table: &scenario::Station) {
        let Some(Written { value: AnyTool::Own(row), spot }) = &table.tool else { return };
        let who = format!("the tool of `{of}`");
        if let Some(spot) = table.failure.spot(NAME).or(table.maintenance.spot(NAME)) {
            let message = format!("{who} is called so, too");
            let hint = "give the failure, or the maintenance, another name";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
        let life = self.required(row.life.as_ref(), "life", &who, *spot);
        let change = self.required(row.change.as_ref(), "change", &who, *spot).cloned();
        let crew = self.needs(row.operators.as_ref(), &who);
        let (Some(life), Some(repair)) = (life, change) else { return };
        let (clock, every) = match life {
            Every::Time(time) => (Clock::Operating, time.clone()),
            Every::Cycles(cycles) => (Clock::Cycles, cycles.clone()),
        };
        let call = Call {
            priority: row.priority.as_ref().map_or(0, |priority| priority.value),
            interrupts: row.interrupts.as_ref().is_some_and(|truth| truth.value),
        };
        self.model.failures.push(Failure {
            name: NAME.to_owned(),
            station,
            strikes: Strikes::Every { clock, every },
            repair,
            crew,
            kind: FailureKind::ToolChange,
            part: AfterRepair::Resume,
            finished: Finished::Leaves,
            call,
            planned: Some(Planned { first: None, begins: Begins::AfterPart, window: None }),
            renews: Vec::new(),
            common: None,
            slow: None,
            wear: None,
            worn: None,
        });
    }

    /// Compiles the tools that stations share; each is a pool that is held from load to unload.
    pub(super) fn compile_shared_tools(&mut self, control: &mut Control) {
        for (name, table) in self.scenario.station.iter() {
            let Some(Written { value: AnyTool::Shared(tool), .. }) = &table.tool else { continue };
            if self.scenario.tool.get(&tool.value).is_none() {
                let who = format!("the station `{}`", name.value);
                let known = self.scenario.tool.names();
                self.complain(names::unknown("tool", tool, &who, known));
            }
        }
        for (name, row) in self.scenario.tool.iter() {
            let who = format!("the tool `{}`", name.value);
            if let Some(spot) = self.scenario.pool.spot(&name.value) {
                let message = format!("a tool and a pool are both called `{}`", name.value);
                let hint = "give one of them another name";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
            }
            let count = self.required(row.count.as_ref(), "count", &who, name.spot).copied();
            let stations = self.stations_with(&name.value);
            let is_named = self.scenario.station.iter().any(|(_, table)| {
                let tool = table.tool.as_ref().map(|tool| &tool.value);
                matches!(tool, Some(AnyTool::Shared(tool)) if tool.value == name.value)
            });
            if !is_named {
                let message = format!("{who} is for nothing: no station names it as its `tool`");
                self.complain(Diagnostic::warning(code::UNUSED, message).at(name.spot));
            }
            let Some(count) = count else { continue };
            let kind = Pool { returns: None };
            let cards = control.cards.push(super::Cards {
                name: format!("tool.{}", name.value),
                count,
                has_store: false,
                work: None,
                pool: Some(kind),
            });
            let here: Vec<StepId> = self
                .model
                .steps
                .ids()
                .filter(|&step| {
                    let mut places = self.model.steps[step].places.iter();
                    places.any(|place| stations.contains(&self.model.places[place].station))
                })
                .collect();
            for step in here {
                let mut places = self.model.steps[step].places.iter();
                if places.all(|place| stations.contains(&self.model.places[place].station)) {
                    control.hold(step, cards, [false, true, false]);
                    continue;
                }
                let product = &self.model.products[self.model.steps[step].product].name;
                let message = format!(
                    "only some of the stations that can do a step of `{product}` share {who}"
                );
                let hint = "let all of them name it as their `tool`";
                let complaint = Diagnostic::error(code::CONFLICT, message).at(name.spot);
                self.complain(complaint.hint(hint));
            }
        }
    }

    /// The stations that name a shared tool.
    fn stations_with(&mut self, name: &str) -> Vec<StationId> {
        let mut stations = Vec::new();
        for (station, table) in self.scenario.station.iter() {
            let Some(Written { value: AnyTool::Shared(tool), spot }) = &table.tool else {
                continue;
            };
            let Some(id) = self.names.stations.get(&station.value) else { continue };
            if tool.value != name {
                continue;
            }
            let row = &self.model.stations[id];
            if row.batch.is_some() || row.assembly.is_some() {
                let message =
                    format!("`{}` takes several parts at once, and shares no tool yet", row.name);
                let hint = "let one machine after the other take single parts, or leave `tool` out";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(*spot).hint(hint));
                continue;
            }
            stations.push(id);
        }
        stations
    }
}
