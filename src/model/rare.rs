//! Failures that a run hardly ever sees, or never.

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
    /// Warns of failures that no run sees, and notes those that most runs do not.
    pub(super) fn tell_rare_failures(&mut self, loads: &Loads) {
        let Length::For(length) = self.model.run.length else { return };
        let model = &self.model;
        let run = model.run.warm_up.most(length) + length;
        let of = |failure: &Failure| {
            format!("`{}` of `{}`", failure.name, model.stations[failure.station].name)
        };
        let (mut never, mut rare) = (Vec::new(), Vec::new());
        for failure in &model.failures {
            match frequency(model, loads, failure, run) {
                Frequency::Often => {}
                Frequency::Rare => rare.push(of(failure)),
                Frequency::Never => {
                    let spot =
                        spot_of(&self.scenario.station, &model.stations[failure.station].name);
                    never.push((of(failure), spot));
                }
            }
        }
        for (name, spot) in never {
            let message =
                format!("the failure {name} never strikes: its first time is after the run");
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
    let machines = station.machines.len() as f64;
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
        Clock::Cycles => (f64::INFINITY, load.visits * run.hours() / machines),
    };
    if every.bounds().0 > most {
        Frequency::Never
    } else if machines * mean < every.mean() {
        Frequency::Rare
    } else {
        Frequency::Often
    }
}
