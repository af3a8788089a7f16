//! Hours of people over the replications of a study, week by week and on accounts, and the rules that were
//! broken.

use super::accounts::{Accounts, AllAccounts, accounts};
use super::kept::{Words, put_all};
use super::results::{Hours, PersonWeeks, Violation};
use crate::ids::{Id, OperatorId};
use crate::model::{Breach, Model, Rule, Weeks};
use crate::observe::{Breaches, Tally, WeekHours};
use crate::units::{Span, Time};

/// What one replication found of people.
#[derive(Clone, Debug, Default)]
pub(super) struct Attended {
    /// Shape: person by person, each with all weeks.
    weeks: Vec<WeekHours>,
    /// Whole weeks.
    count: usize,
    /// Rules broken, with person and date.
    breaches: Vec<(OperatorId, Breach)>,
    accounts: Accounts,
}

impl Attended {
    pub(super) fn of(model: &Model, tally: &Tally, end: Time) -> Self {
        let hours = tally.hours();
        let count = hours.weeks_until(end);
        let of = |operator| (0..count).map(move |week| hours.in_week(operator, week));
        Self {
            weeks: model.operators.ids().flat_map(of).collect(),
            count,
            breaches: hours.breaches().map(|found| found.first.clone()).unwrap_or_default(),
            accounts: accounts(model, tally),
        }
    }
}

/// What all replications so far have found of people.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct People {
    /// Replications that had each week whole.
    told: Vec<u64>,
    /// Ticks worked, and of them in overtime, summed over the replications. Shape: week by week, each
    /// with all people.
    sums: Vec<[i64; 2]>,
    /// What the first replication broke.
    breaches: Option<Vec<(OperatorId, Breach)>>,
    accounts: AllAccounts,
}

impl People {
    /// Most memory that the outcome of a replication takes. Unit: bytes.
    pub(super) const MOST_BYTES: usize =
        crate::observe::MOST_CELLS * size_of::<WeekHours>() + Breaches::MOST * 32;

    pub(super) fn add(&mut self, worked: Attended) {
        let Attended { weeks, count, breaches, accounts } = worked;
        self.accounts.add(&accounts);
        self.breaches.get_or_insert(breaches);
        let people = weeks.len().checked_div(count).unwrap_or(0);
        if self.told.len() < count {
            self.told.resize(count, 0);
            self.sums.resize(count * people, [0; 2]);
        }
        for week in 0..count {
            self.told[week] += 1;
            for person in 0..people {
                let hours = weeks[person * count + week];
                let sum = &mut self.sums[week * people + person];
                sum[0] += hours.worked.ticks();
                sum[1] += hours.overtime.ticks();
            }
        }
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        put_all(words, &self.told, |words, told| words.push(*told));
        put_all(words, &self.sums, |words, sum| words.extend(sum.map(i64::cast_unsigned)));
        words.push(self.breaches.is_some().into());
        let breaches = self.breaches.as_deref().unwrap_or_default();
        put_all(words, breaches, |words, (operator, breach)| {
            let at = breach.at.ticks().cast_unsigned();
            words.extend([operator.position() as u64, breach.rule as u64, at]);
        });
        self.accounts.keep(words);
    }

    /// What [`People::keep`] has written; `None` if it does not fit the model.
    pub(super) fn from_kept(model: &Model, words: &mut Words) -> Option<Self> {
        let told = words.all(Words::next)?;
        let sum =
            |words: &mut Words| Some([words.next()?.cast_signed(), words.next()?.cast_signed()]);
        let sums = words.all(sum)?;
        let is_seen = words.next()? == 1;
        let breach = |words: &mut Words| {
            let operator = model.operators.ids().nth(usize::try_from(words.next()?).ok()?)?;
            let rule = *Rule::ALL.get(usize::try_from(words.next()?).ok()?)?;
            let at = Time::from_ticks(words.next()?.cast_signed());
            Some((operator, Breach { rule, at }))
        };
        let breaches = words.all(breach)?;
        let accounts = AllAccounts::from_kept(model, words)?;
        let fits = sums.len() == told.len() * model.operators.len();
        fits.then(|| Self { told, sums, breaches: is_seen.then_some(breaches), accounts })
    }

    /// What it says of people.
    pub(super) fn hours(&self, model: &Model) -> Hours {
        let begin = Time::ZERO + model.run.warm_up.span();
        let weeks = Weeks::of(model);
        let people = model.operators.len();
        let hours = |sum: i64, told: u64| Span::from_ticks(sum).hours() / told as f64;
        let course = |person: usize, which: usize| {
            let of = |(week, &told): (usize, &u64)| {
                hours(self.sums[week * people + person][which], told)
            };
            self.told.iter().enumerate().map(of).collect()
        };
        let person = |(operator, row): (OperatorId, &crate::model::Operator)| PersonWeeks {
            crew: model.crews[row.crew].name.clone(),
            number: row.number,
            worked: course(operator.position(), 0),
            overtime: course(operator.position(), 1),
        };
        let violation = |&(operator, breach): &(OperatorId, Breach)| {
            let row = &model.operators[operator];
            let crew = model.crews[row.crew].name.clone();
            Violation { crew, number: row.number, rule: breach.rule, at: breach.at }
        };
        let is_kept = !self.told.is_empty();
        let mut violations: Vec<Violation> =
            self.breaches.iter().flatten().map(violation).collect();
        violations.sort_by_key(|violation| violation.at);
        Hours {
            first_week: weeks.begins(weeks.first_from(begin)),
            people: model.operators.enumerated().filter(|_| is_kept).map(person).collect(),
            accounts: self.accounts.told(model),
            limit: model.working_time.limit(Rule::MaxWeeklyAverage).map(Span::hours),
            violations,
        }
    }
}
