//! Dated changes: the plant from each date on at which something is different.
//!
//! Every period is a plant of its own with the same stations, machines, crews and steps, so that
//! ids mean the same in all of them. Hours and people are combined: a calendar knows what takes its
//! place and when, and a crew has a place for everybody who is ever there.

mod combine;
mod same;

use jiff::civil::{Date, Time as Clock};

use super::compile::Compiler;
use super::{Model, WarmUp};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::scenario::{self, Scenario};
use crate::units::Time;

/// The plant from an instant on, until the next period.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// Its first instant, after the plant's start.
    pub from: Time,
    /// The plant, with periods of none of its own; its ids are those of the whole.
    pub model: Model,
}

/// A plant under way that holds from an instant on.
pub(super) struct Draft<'a> {
    /// Ticks since the plant's start: below zero before it.
    from: i64,
    scenario: &'a Scenario,
    compiler: Compiler<'a>,
}

impl Model {
    /// The plant of the start and that of every later period.
    pub(super) fn plants(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.periods.iter().map(|period| &period.model))
    }

    /// The periods that begin before `end`: from when, until when, and the plant of that time.
    pub fn periods_until(&self, end: Time) -> Vec<(Time, Time, &Self)> {
        let starts = self.periods.iter().map(|period| period.from);
        let froms = std::iter::once(Time::ZERO).chain(starts.clone());
        let untils = starts.chain(std::iter::once(Time::NEVER));
        let periods = froms.zip(untils).zip(self.plants());
        let periods = periods.map(|((from, until), plant)| (from, until.min(end), plant));
        periods.filter(|(from, until, _)| from < until || *from == Time::ZERO).collect()
    }
}

impl<'a> Compiler<'a> {
    /// Compiles the plant of every period; what they need of each other comes later.
    pub(super) fn drafts_of_periods(&mut self) -> Vec<Draft<'a>> {
        let changes = &self.scenario.change;
        for (_, change) in changes.named.iter() {
            for date in [&change.from, &change.until].into_iter().flatten() {
                self.start(date.spot);
            }
        }
        let Some(start) = self.model.start else { return Vec::new() };
        self.warn_about_dates_of_changes(start);
        let mut drafts = Vec::with_capacity(changes.periods.len());
        for period in &changes.periods {
            let scenario::Period { from, in_force, scenario } = period;
            let mut compiler = Compiler::of(scenario, false);
            compiler.model.changes = in_force.iter().map(|name| name.value.clone()).collect();
            let told = std::mem::take(&mut compiler.complaints).without(&self.complaints);
            for complaint in &told {
                self.complain(with_changes(complaint, &compiler.model.changes));
            }
            let from = from.map_or(i64::MIN, |from| ticks(start, from));
            drafts.push(Draft { from, scenario, compiler });
        }
        drafts
    }

    /// Makes one plant of those of all periods; only if each of them is right for itself.
    pub(super) fn join_periods(&mut self, mut drafts: Vec<Draft<'a>>) {
        if drafts.is_empty() {
            return;
        }
        for draft in &mut drafts {
            // Workdays of the run and of releases are counted by the plant without its changes.
            draft.compiler.model.run = self.model.run.clone();
            draft.compiler.model.orders = self.model.orders.clone();
            draft.compiler.model.plan = self.model.plan.clone();
            draft.compiler.model.wip = self.model.wip.clone();
            self.check_structure(draft);
        }
        if self.complaints.has_errors() {
            return;
        }
        self.warn_of_idle_changes(&drafts);
        self.warn_of_warm_up(&drafts);
        // The plant at the start is that of the last period that has begun by then.
        let begun = drafts.iter().rposition(|draft| draft.from <= 0).unwrap_or(0);
        let mut drafts: Vec<Draft<'a>> = drafts.into_iter().skip(begun).collect();
        self.combine(&mut drafts);
        let mut models = drafts.into_iter().map(|draft| (draft.from, draft.compiler.model));
        if let Some((_, first)) = models.next() {
            self.model = first;
        }
        let period = |(from, model)| Period { from: Time::from_ticks(from), model };
        self.model.periods = models.map(period).collect();
    }

    /// Every period orders its stations as the whole plant does.
    pub(super) fn share_ranks(&mut self) {
        let Model { stations, periods, .. } = &mut self.model;
        for period in periods {
            for (own, whole) in period.model.stations.iter_mut().zip(stations.iter()) {
                (own.rank, own.flow) = (whole.rank, whole.flow);
            }
        }
    }

    /// Warns of cycles that a change gives to a station and no visit takes while it is in force.
    fn warn_of_idle_changes(&mut self, drafts: &[Draft<'a>]) {
        for (name, change) in self.scenario.change.named.iter() {
            for (station, row) in change.station.iter() {
                let (Some(cycle), Some(id)) = (&row.cycle, self.names.stations.get(&station.value))
                else {
                    continue;
                };
                let is_idle =
                    |draft: &Draft<'a>| draft.compiler.takes_own_cycle.get(&id) == Some(&false);
                let is_in_force =
                    |draft: &&Draft<'a>| draft.compiler.model.changes.contains(&name.value);
                let mut all = drafts.iter().filter(is_in_force).peekable();
                if all.peek().is_some() && all.all(is_idle) {
                    let message = format!(
                        "the `cycle` of the station `{}` in the change `{}` holds for no product: \
                         routes or `[times]` give another",
                        station.value, name.value
                    );
                    let hint =
                        "on a date a `route` of the change can give other times in its steps";
                    let complaint = Diagnostic::warning(code::UNUSED, message).at(cycle.spot);
                    self.complain(complaint.hint(hint));
                }
            }
        }
    }

    /// Warns that a pilot may put changes into the warm-up.
    fn warn_of_warm_up(&mut self, drafts: &[Draft<'a>]) {
        let end = self.horizon().map_or(i64::MAX, Time::ticks);
        let changes = |draft: &Draft<'_>| 0 < draft.from && draft.from < end;
        if self.model.run.warm_up == WarmUp::Auto && drafts.iter().any(changes) {
            let message =
                "dated changes that are over in the warm-up that is found are not measured";
            let hint = "to measure them write a `warm_up` that ends before them, or `\"none\"`";
            let spot = self.scenario.run.warm_up.as_ref().map(|warm_up| warm_up.spot);
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    fn warn_about_dates_of_changes(&mut self, start: Date) {
        let end = self.horizon().map_or(i64::MAX, Time::ticks);
        for (name, change) in self.scenario.change.named.iter() {
            let is_late = change.begins().is_some_and(|from| ticks(start, from) >= end);
            let is_early = change.ends().is_some_and(|until| ticks(start, until) <= 0);
            let when = match (is_late, is_early) {
                (true, _) => "it begins after the run",
                (_, true) => "it ends before the plant's start",
                (false, false) => continue,
            };
            let message = format!("the change `{}` is never in force: {when}", name.value);
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(name.spot));
        }
    }
}

/// A complaint about a period, with the changes that bring it about.
fn with_changes(complaint: &Diagnostic, changes: &[String]) -> Diagnostic {
    if changes.is_empty() {
        return complaint.clone();
    }
    let names = listed(changes.iter().map(String::as_str));
    let word = if changes.len() == 1 { "the change" } else { "the changes" };
    if complaint.hint.is_none() {
        return complaint.clone().hint(format!("so it is with {word} {names}"));
    }
    let message = format!("{}, with {word} {names}", complaint.message);
    Diagnostic { message, ..complaint.clone() }
}

/// Ticks from the plant's start to an instant, below zero before it.
fn ticks(start: Date, at: jiff::civil::DateTime) -> i64 {
    let since = at.duration_since(start.to_datetime(Clock::midnight()));
    // All dates lie within ten thousand years, far inside 64 bits of microseconds.
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
