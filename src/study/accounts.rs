//! Figures of time accounts: hours that people are owed, and what these are worth.

use super::pay::Cost;
use super::rows::Value;
use crate::ids::CrewId;
use crate::model::Model;
use crate::observe::Tally;
use crate::units::{Money, Span};

/// The figures of the plant, if some crew whose hours cost something has accounts.
pub(super) fn of_plant(model: &Model) -> &'static [&'static str] {
    let is_owed = |crew: CrewId| model.keeps_account(crew) && model.crews[crew].pay.hour.is_some();
    if model.crews.ids().any(is_owed) { &["on_account", "owed"] } else { &[] }
}

/// The figures of a crew, if its people have accounts.
pub(super) fn of_crew(model: &Model, crew: CrewId) -> &'static [&'static str] {
    match (model.keeps_account(crew), model.crews[crew].pay.hour) {
        (false, _) => &[],
        (true, None) => &["credited", "on_account"],
        (true, Some(_)) => &["credited", "on_account", "owed"],
    }
}

/// Hours on the accounts of a crew.
fn on_account(model: &Model, tally: &Tally, crew: CrewId) -> f64 {
    let people = model.crews[crew].operators.iter();
    hours(people.map(|operator| tally.hours().on_account(operator)))
}

/// The sum in hours.
fn hours(all: impl Iterator<Item = Span>) -> f64 {
    let ticks: i128 = all.map(|time| i128::from(time.ticks())).sum();
    ticks as f64 / Span::from_hours(1).ticks() as f64
}

pub(super) fn plant_values(model: &Model, tally: &Tally) -> Vec<Value> {
    let crews = || model.crews.ids().filter(|&crew| model.crews[crew].pay.hour.is_some());
    let on = crews().map(|crew| on_account(model, tally, crew)).sum();
    let owed: Money = crews().map(|crew| Cost::owed(model, tally.hours(), crew)).sum();
    let figures = of_plant(model).iter().zip([on, owed.value()]);
    figures.map(|(_, value)| Value::Plain(value)).collect()
}

pub(super) fn crew_values(model: &Model, tally: &Tally, crew: CrewId) -> Vec<Value> {
    let people = model.crews[crew].operators.iter();
    let credited = hours(people.map(|operator| tally.hours().of(operator).apart.credited));
    let owed = Cost::owed(model, tally.hours(), crew).value();
    let figures = of_crew(model, crew).iter().zip([credited, on_account(model, tally, crew), owed]);
    figures.map(|(_, value)| Value::Plain(value)).collect()
}
