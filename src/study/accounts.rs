//! Figures of time accounts: hours that people are owed, and what these are worth.

use super::kept::{Words, put_all};
use super::pay::Cost;
use super::results::PersonAccount;
use super::rows::Value;
use crate::ids::{CrewId, OperatorId};
use crate::model::{Model, Operator};
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

/// Time accounts of people in one replication.
pub(super) type Accounts = Vec<[Span; 3]>;

/// What came to each account, what was taken off, and what is left.
///
/// Shape: one entry for each person whose crew keeps accounts, crew by crew.
pub(super) fn accounts(model: &Model, tally: &Tally) -> Accounts {
    let hours = tally.hours();
    let of = |operator| {
        let apart = hours.of(operator).apart;
        [apart.credited, apart.taken, hours.on_account(operator)]
    };
    holders(model).map(of).collect()
}

/// People whose crews keep accounts.
fn holders(model: &Model) -> impl Iterator<Item = OperatorId> {
    let crews = model.crews.ids().filter(|&crew| model.keeps_account(crew));
    crews.flat_map(|crew| model.crews[crew].operators.iter())
}

/// Time accounts of people, over all replications.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AllAccounts {
    replications: u64,
    /// Ticks, summed. Shape: as those of one replication.
    sums: Vec<[i64; 3]>,
}

impl AllAccounts {
    pub(super) fn add(&mut self, accounts: &Accounts) {
        self.replications += 1;
        self.sums.resize(accounts.len(), [0; 3]);
        for (sum, of) in self.sums.iter_mut().zip(accounts) {
            sum.iter_mut().zip(of).for_each(|(sum, time)| *sum += time.ticks());
        }
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        words.push(self.replications);
        put_all(words, &self.sums, |words, sum| words.extend(sum.map(i64::cast_unsigned)));
    }

    /// What [`AllAccounts::keep`] has written; `None` if it does not fit the model.
    pub(super) fn from_kept(model: &Model, words: &mut Words) -> Option<Self> {
        let replications = words.next()?;
        let sum = |words: &mut Words| {
            let mut next = || Some(words.next()?.cast_signed());
            Some([next()?, next()?, next()?])
        };
        let sums = words.all(sum)?;
        let fits = replications == 0 || sums.len() == holders(model).count();
        fits.then_some(Self { replications, sums })
    }

    /// What it says of people.
    pub(super) fn told(&self, model: &Model) -> Vec<PersonAccount> {
        let mean = |sum: i64| Span::from_ticks(sum).hours() / self.replications as f64;
        let of = |(operator, sums): (OperatorId, &[i64; 3])| {
            let Operator { crew, number } = model.operators[operator];
            let [credited, taken, left] = sums.map(mean);
            let before = mean(sums[2] - sums[0] + sums[1]);
            let crew = model.crews[crew].name.clone();
            PersonAccount { crew, number, before, credited, taken, left }
        };
        holders(model).zip(&self.sums).map(of).collect()
    }
}
