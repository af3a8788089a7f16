//! Release by the work inside (`rule = "drum_buffer_rope"`, `rule = "workload"`): cards that count hours of work at
//! a station instead of parts.

use std::collections::BTreeMap;

use super::cards::{Cards, Control};
use super::compile::Compiler;
use super::{Model, Place};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{LineId, ProductId, StationId, StepId, Table};
use crate::scenario::{Release, Written};
use crate::units::Span;

/// The work for a station that may be inside, and how much a part brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Workload {
    /// A part enters while the work inside is less than this.
    pub limit: Span,
    /// How long the machines of the station have work with a part of each product, all of them together.
    pub of: Table<ProductId, Span>,
}

impl Model {
    /// How long the machines of a station have work with a part that goes along a line, if it takes every step once.
    fn work_at(&self, line: LineId, station: StationId) -> Span {
        let machines = self.stations[station].machines.len().max(1) as f64;
        let steps = self.lines[line].steps.iter();
        let places = steps.flat_map(|step| self.steps[step].places.iter());
        let here = places.map(|place| &self.places[place]).filter(|place| place.station == station);
        let time = |place: &Place| self.occupied(station, place.mean_cycle).ticks() as f64;
        Span::round(here.map(time).sum::<f64>() / machines)
    }

    /// The steps of a line from the first to the last that can be done at a station.
    fn steps_until(&self, line: LineId, station: StationId) -> Vec<StepId> {
        let steps: Vec<StepId> = self.lines[line].steps.iter().collect();
        let is_at = |step: &StepId| {
            let mut places = self.steps[*step].places.iter();
            places.any(|place| self.places[place].station == station)
        };
        steps.iter().rposition(is_at).map(|last| steps[..=last].to_vec()).unwrap_or_default()
    }
}

impl Compiler<'_> {
    /// Adds the limits of work of a rule of release, for the parts on these lines.
    pub(super) fn compile_workload(
        &mut self,
        name: &str,
        release: Option<&Written<Release>>,
        lines: &[LineId],
        control: &mut Control,
    ) {
        let Some(release) = release else { return };
        let limits: BTreeMap<String, (Written<String>, Span)> = release
            .value
            .workload()
            .map(|(station, limit)| (station.value.clone(), (station.clone(), limit)))
            .collect();
        for (station, limit) in limits.into_values() {
            let found = self.names.stations.find(&station, "the release");
            let Some(id) = self.keep(found) else { continue };
            let mut of = Table::filled(self.model.products.len(), Span::ZERO);
            let name = format!("{name}.{}", station.value);
            let cards = control.cards.push(Cards::plain(name, u32::MAX));
            let mut is_visited = false;
            for &line in lines {
                let product = self.model.lines[line].product;
                of[product] = of[product].max(self.model.work_at(line, id));
                for step in self.model.steps_until(line, id) {
                    control.held[step].push(cards);
                    is_visited = true;
                }
            }
            if !is_visited {
                let message = format!("no part under this release comes to `{}`", station.value);
                let hint = "name a station of the routes";
                self.complain(Diagnostic::error(code::ROUTE, message).at(station.spot).hint(hint));
            }
            control.cards[cards].work = Some(Workload { limit, of });
        }
    }
}
