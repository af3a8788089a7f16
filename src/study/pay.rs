//! What people cost: paid hours, by what they are paid for.

use super::rows::Value;
use crate::ids::CrewId;
use crate::model::{Model, Pay};
use crate::observe::{CrewDay, Hours, PersonHours};
use crate::units::{Money, Span, Time};

/// What people cost, category by category; the total is their sum, exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// Hours of the calendar for which people are there, and paid breaks.
    pub(super) regular: Money,
    /// Hours for which they are paid and not there.
    pub(super) absence: Money,
    /// Overtime with its premium.
    pub(super) overtime: Money,
    /// Hours in training, and what training costs beside them.
    pub(super) training: Money,
}

impl Cost {
    /// What the people of a crew cost in measured time, which is `between`; nothing where nothing is said
    /// of it.
    pub(super) fn of_crew(
        model: &Model,
        hours: &Hours,
        crew: CrewId,
        between: (Time, Time),
    ) -> Self {
        let row = &model.crews[crew];
        let fees = row.training.fees.iter().filter(|fee| between.0 <= fee.at && fee.at < between.1);
        let fees = Self { training: fees.map(|fee| fee.cost).sum(), ..Self::default() };
        row.operators
            .iter()
            .fold(fees, |sum, operator| sum.and(Self::of_person(&row.pay, hours.of(operator))))
    }

    /// What the people of a crew cost on a day; of single persons and of whole runs it may differ by what
    /// is rounded.
    pub(super) fn of_day(pay: &Pay, day: &CrewDay) -> Self {
        let hours = PersonHours {
            regular: day.regular,
            breaks: day.breaks,
            absent: day.absent,
            training: day.training,
            overtime: day.overtime,
            first_tier: day.first_tier,
            apart: day.apart,
            ..PersonHours::default()
        };
        Self::of_person(pay, &hours)
    }

    /// What the hours on the accounts of a crew are worth at the end of a run, without any premium.
    pub(super) fn owed(model: &Model, hours: &Hours, crew: CrewId) -> Money {
        let row = &model.crews[crew];
        let Some(hour) = row.pay.hour else { return Money::ZERO };
        let account = |operator| i128::from(hours.on_account(operator).ticks());
        row.operators.iter().map(|operator| hour.for_time(account(operator), 0)).sum()
    }

    fn of_person(pay: &Pay, hours: &PersonHours) -> Self {
        let Some(hour) = pay.hour else { return Self::default() };
        let price = |time: Span, more: u32| hour.an_hour_for(i128::from(time.ticks()), more);
        let apart = hours.apart;
        let first = hours.first_tier;
        let then = hours.overtime - first - apart.time - apart.credited;
        let own = hour.for_time(i128::from(apart.time.ticks()), apart.extra);
        Self {
            regular: price(hours.regular + hours.breaks, 0),
            absence: price(hours.absent + apart.taken, 0),
            overtime: price(first, pay.premium.at) + price(then, pay.premium.then) + own,
            training: price(hours.training, 0),
        }
    }

    /// The sums of both.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            regular: self.regular + other.regular,
            absence: self.absence + other.absence,
            overtime: self.overtime + other.overtime,
            training: self.training + other.training,
        }
    }

    /// The figures of it: all, overtime, absence.
    pub(super) fn values(self) -> [Value; 3] {
        [self.total(), self.overtime, self.absence].map(|money| Value::Plain(money.value()))
    }

    /// All of it.
    pub(super) fn total(self) -> Money {
        self.regular + self.absence + self.overtime + self.training
    }
}
