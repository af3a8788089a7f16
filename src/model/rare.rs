//! What a run hardly ever sees, or never: failures, and what people learn after it.

use super::compile::Compiler;
use super::names::spot_of;
use super::{Clock, Failure, Length, Loads, Model, Strikes};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::units::{Span, Time};

/// How often a failure strikes the machines of its station in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frequency {
    /// Once or more, on average.
    Often,
    /// Less than once, on average.
    Rare,
    /// The first time it can is after the run.
    Never,
}

impl Compiler<'_> {
    /// Warns of training that is not over before the run is.
    pub(super) fn tell_late_training(&mut self) {
        let Some(end) = self.horizon() else { return };
        let scenario = self.scenario;
        let mut late = Vec::new();
        for row in &self.model.crews {
            let Some(table) = scenario.crew.get(&row.name) else { continue };
            for (name, _) in table.training.iter() {
                let Some(skill) = self.skill(name) else { continue };
                let gains =
                    row.training.gains.iter().filter(|gain| gain.skill == skill && gain.pace > 0);
                if gains.map(|gain| gain.from).min().is_some_and(|from| from >= end) {
                    late.push((name.value.clone(), row.name.clone(), name.spot));
                }
            }
        }
        for (skill, crew, spot) in late {
            let message = format!(
                "the training `{skill}` of the crew `{crew}` is not over before the run is"
            );
            let hint = "nobody has the skill, or the level, in the run";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot).hint(hint));
        }
    }

    /// Warns of failures that no run sees, and notes those that most runs do not.
    pub(super) fn tell_rare_failures(&mut self, loads: &Loads) {
        let Length::For(length) = self.model.run.length else { return };
        let model = &self.model;
        let run = model.run.warm_up.most(length) + length;
        let of = |failure: &Failure| {
            let station = &model.stations[failure.station].name;
            let name = match failure.common {
                Some(_) => format!("`{}`", failure.name),
                None => format!("`{}` of `{station}`", failure.name),
            };
            (failure.noun(), name)
        };
        let (mut never, mut rare) = (Vec::new(), Vec::new());
        for (_, failure) in model.failures.enumerated().filter(|(id, _)| !model.follows(*id)) {
            match frequency(model, loads, failure, run) {
                Frequency::Often => {}
                Frequency::Rare => rare.push(of(failure).1),
                Frequency::Never => {
                    let spot =
                        spot_of(&self.scenario.station, &model.stations[failure.station].name);
                    never.push((of(failure), spot));
                }
            }
        }
        for ((noun, name), spot) in never {
            let comes = if noun == "failure" { "strikes" } else { "comes due" };
            let message =
                format!("the {noun} {name} never {comes}: its first time is after the run");
            self.complain(Diagnostic { spot, ..Diagnostic::warning(code::DUBIOUS, message) });
        }
        if !rare.is_empty() {
            let rare: Vec<&str> = rare.iter().map(|name| name.trim_matches('`')).collect();
            let message = format!(
                "expected less than once in a run, so whether a run sees them is luck: {}",
                listed(rare)
            );
            self.complain(Diagnostic::note(code::COUNTED, message));
        }
    }
}

fn frequency(model: &Model, loads: &Loads, failure: &Failure, run: Span) -> Frequency {
    let Strikes::Every { clock, every } = &failure.strikes else { return Frequency::Often };
    let station = &model.stations[failure.station];
    let load = &loads.stations[failure.station];
    let machines = if failure.common.is_some() { 1.0 } else { station.machines.len() as f64 };
    let ticks = run.ticks() as f64;
    // What the clock of one machine counts in the run, at most and on average.
    let (most, mean) = match clock {
        Clock::Calendar => (ticks, ticks),
        Clock::OnShift => {
            let end = Time::ZERO + run;
            let shift = station.calendar.map(|id| model.calendars[id].shift_time(Time::ZERO, end));
            let ticks = shift.unwrap_or(run).ticks() as f64;
            (ticks, ticks)
        }
        Clock::Operating => (ticks, ticks * load.open * load.load.min(1.0)),
        Clock::Setups => return Frequency::Often,
        Clock::Cycles => (f64::INFINITY, load.visits * run.hours() / machines),
    };
    let first = failure.planned.as_ref().and_then(|planned| planned.first.as_ref());
    let first = first.unwrap_or(every);
    if first.bounds().0 > most {
        Frequency::Never
    } else if machines * mean < first.mean() {
        Frequency::Rare
    } else {
        Frequency::Often
    }
}
