//! Whether a period has the same stations, machines, crews and steps as the whole plant.

use super::Draft;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{ProductId, Run, StationId, Table};
use crate::model::compile::Compiler;
use crate::model::{Clock, Meeting, Model, Strikes, Target, Workload};
use crate::random::Distribution;
use crate::scenario::{Failure, Scenario};
use crate::units::Span;

impl Compiler<'_> {
    /// Complains unless the plant of a period differs only in what can change on a date.
    pub(super) fn check_structure(&mut self, draft: &Draft<'_>) {
        let (whole, own) = (&self.model, &draft.compiler.model);
        if structure(whole) == structure(own) {
            return;
        }
        let found = failure_problem(whole, own, draft.scenario)
            .or_else(|| route_problem(whole, own, draft.scenario))
            .or_else(|| takt_problem(whole, own, self.scenario))
            .or_else(|| setup_problem(whole, own, self.scenario))
            .or_else(|| cards_problem(whole, own, self.scenario));
        let (message, spot) = found.unwrap_or_else(|| {
            let name = own.changes.last().cloned().unwrap_or_default();
            let message = format!("the change `{name}` changes what cannot change on a date");
            (message, self.scenario.change.named.spot(&name))
        });
        let complaint = Diagnostic { spot, ..Diagnostic::error(code::CHANGE, message) };
        let known = self.complaints.iter().any(|known| *known == complaint);
        if !known {
            self.complain(complaint);
        }
    }
}

/// What of the failures of a period is not as before, and where that is written.
fn failure_problem(
    whole: &Model,
    own: &Model,
    scenario: &Scenario,
) -> Option<(String, Option<Spot>)> {
    for (before, now) in whole.failures.iter().zip(own.failures.iter()) {
        let station = &own.stations[now.station].name;
        let table = scenario.station.get(station).and_then(|row| row.failure.get(&now.name));
        let of = |spot: fn(&Failure) -> Option<Spot>| table.and_then(spot);
        let who = format!("the {} `{}` of `{station}`", now.noun(), now.name);
        if before.worn != now.worn {
            let planned = scenario.station.get(station).map(|row| &row.maintenance);
            let message = format!("how often {who} looks at the wear cannot change on a date");
            return Some((message, planned.and_then(|planned| planned.spot(&now.name))));
        }
        if clock(&before.strikes) != clock(&now.strikes) {
            let message = format!("{who} cannot begin or cease to exist on a date");
            return Some((message, of(|table| Some(table.availability.as_ref()?.spot))));
        }
        if before.crew != now.crew {
            let message = format!("the people who repair {who} cannot change on a date");
            return Some((message, of(|table| Some(table.repair.as_ref()?.spot))));
        }
    }
    None
}

const fn clock(strikes: &Strikes) -> Option<Clock> {
    match strikes {
        Strikes::Every { clock, .. } => Some(*clock),
        Strikes::At(_) | Strikes::Opening(_) => None,
    }
}

/// A line that becomes paced on a date, or is so no more.
fn takt_problem(whole: &Model, own: &Model, scenario: &Scenario) -> Option<(String, Option<Spot>)> {
    let is_in = |model: &Model, name: &str| model.takts.iter().any(|takt| takt.name == name);
    let only = |these: &Model, others: &Model| {
        let mut names = these.takts.iter().map(|takt| takt.name.clone());
        names.find(|name| !is_in(others, name))
    };
    let (name, what) = match only(whole, own) {
        Some(name) => (name, "cease to be paced"),
        None => (only(own, whole)?, "become paced"),
    };
    let message =
        format!("the line `{name}` cannot {what} on a date: a line with a `pace` can have another");
    let change = own.changes.last().or(whole.changes.last());
    Some((message, change.and_then(|change| scenario.change.named.spot(change))))
}

/// The station of a period whose steps have other setups than before.
fn setup_problem(
    whole: &Model,
    own: &Model,
    scenario: &Scenario,
) -> Option<(String, Option<Spot>)> {
    let stations = whole.stations.iter().zip(own.stations.iter());
    let (_, other) = stations.into_iter().find(|(before, now)| before.setup != now.setup)?;
    let message = format!(
        "the setups of steps and of `[times]` at `{}` cannot change on a date: each stays as it was",
        other.name
    );
    let change = own.changes.last().or(whole.changes.last());
    Some((message, change.and_then(|change| scenario.change.named.spot(change))))
}

/// The product of a period that has other steps than before.
fn route_problem(
    whole: &Model,
    own: &Model,
    scenario: &Scenario,
) -> Option<(String, Option<Spot>)> {
    let products = whole.products.ids().filter(|&id| own.products.get(id).is_some());
    let is_other = |id| route(whole, id) != route(own, id) || waits(whole, id) != waits(own, id);
    let other = products.into_iter().find(|&id| is_other(id))?;
    let name = &own.products[other].name;
    let message = format!(
        "the steps of `{name}` cannot change on a date: only their cycles and the shares in `next`"
    );
    let table = scenario.product.get(name);
    Some((message, table.and_then(|table| Some(table.route.as_ref()?.spot))))
}

/// A limit that begins or ends on a date.
fn cards_problem(
    whole: &Model,
    own: &Model,
    scenario: &Scenario,
) -> Option<(String, Option<Spot>)> {
    let names = |model: &Model| -> Vec<String> {
        model.control.cards.iter().map(|cards| cards.name.clone()).collect()
    };
    let (before, now) = (names(whole), names(own));
    let only = |these: &[String], others: &[String]| {
        these.iter().find(|name| !others.contains(name)).cloned()
    };
    let name = only(&before, &now).or_else(|| only(&now, &before))?;
    let message =
        format!("the limit of `{name}` cannot begin or end on a date: only its number can change");
    let change = own.changes.last().or(whole.changes.last());
    Some((message, change.and_then(|change| scenario.change.named.spot(change))))
}

/// The stations of each step and what can follow it, counted from the first step.
fn route(model: &Model, product: ProductId) -> Vec<(Vec<StationId>, Vec<Option<usize>>)> {
    let steps = model.products[product].steps;
    let position = |target| match target {
        Target::Step(step) => steps.iter().position(|other| other == step),
        Target::Out => None,
    };
    let step = |step| {
        let places = model.steps[step].places.iter().map(|place| model.places[place].station);
        (places.collect(), model.targets(step).map(position).collect())
    };
    steps.iter().map(step).collect()
}

/// What parts wait for on the way to the steps of a product.
fn waits(model: &Model, product: ProductId) -> Vec<&Meeting> {
    let steps = model.products[product].steps;
    let rows = steps.iter().filter_map(|step| model.meetings.at(step));
    rows.map(|id| &model.meetings.rows[id]).collect()
}

/// The plant without all that can change on a date.
fn structure(model: &Model) -> Model {
    let nothing = || Distribution::from(1);
    let mut bare = model.clone();
    bare.name.clear();
    bare.changes.clear();
    bare.periods.clear();
    bare.calendars = Table::new();
    bare.operators = Table::new();
    bare.demand_products.clear();
    bare.remaining = Table::new();
    for station in &mut bare.stations {
        (station.calendar, station.scrap) = (None, 0.0);
        station.runs_at = crate::model::RunsAt::default();
        if let Some(each) = station.batch.as_mut().and_then(|batch| batch.each.as_mut()) {
            *each = nothing();
        }
        (station.rank, station.flow) = (0, 0);
        if let Some(of) = station.outside.as_mut().and_then(|outside| outside.workdays_mut()) {
            *of = crate::model::Workdays::All;
        }
    }
    for failure in &mut bare.failures {
        failure.repair = nothing();
        if let Some(planned) = &mut failure.planned {
            planned.window = None;
        }
        if let Strikes::Every { every, .. } = &mut failure.strikes {
            *every = nothing();
        }
    }
    for place in &mut bare.places {
        (place.cycle, place.mean_cycle) = (nothing(), Span::ZERO);
    }
    bare.shares.iter_mut().for_each(|share| share.cumulated = 0.0);
    for branch in bare.steps.iter_mut().flat_map(|step| &mut step.branches) {
        branch.cumulated = 0.0;
        branch.onward.iter_mut().for_each(|onward| onward.chance = 0.0);
    }
    for demand in &mut bare.demands {
        (demand.every, demand.quantity, demand.due_in) = (nothing(), nothing(), None);
        (demand.due_by, demand.rates) = (None, None);
        (demand.first_product, demand.end_product) = (0, 0);
    }
    bare.conveyors.iter_mut().for_each(|conveyor| conveyor.calendar = None);
    bare.vehicles.iter_mut().for_each(|vehicle| vehicle.calendar = None);
    bare.takts.iter_mut().for_each(|takt| takt.pace = Span::ZERO);
    for cards in &mut bare.control.cards {
        cards.count = 0;
        cards.work = cards.work.take().map(|_| Workload { limit: Span::ZERO, of: Table::new() });
    }
    for overtime in &mut bare.overtimes {
        if let crate::model::Days::Weekly { closed, .. } = &mut overtime.days {
            closed.clear();
        }
    }
    for crew in &mut bare.crews {
        (crew.calendar, crew.count, crew.operators) = (None, 0, Run::empty());
        crew.own_calendars.clear();
        crew.training = crate::model::Training::default();
    }
    bare
}
