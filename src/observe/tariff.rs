//! Which overtime people are there for, what of it their time accounts take, and at which premium the rest
//! is paid.

use super::hours::Presence;
use crate::ids::{OperatorId, OvertimeId, Table};
use crate::model::{Model, OvertimePay, Premium};
use crate::units::{Span, Time};

/// Overtime that is not paid at the premium of the crew, and time off for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// Paid at the premium of the overtime itself.
    pub time: Span,
    /// What comes on top of it. Unit: ticks × millionths of the price of an hour.
    pub extra: i128,
    /// On the time account instead of paid.
    pub credited: Span,
    /// Time off from the account, paid like the hours that it stands for.
    pub taken: Span,
}

impl Apart {
    /// Adds what is so of more time.
    pub(super) fn add(&mut self, more: Self) {
        self.time += more.time;
        self.extra += more.extra;
        self.credited += more.credited;
        self.taken += more.taken;
    }
}

/// How a stretch of overtime is paid: what the account takes first, then by the premium.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tariff {
    premium: Premium,
    /// Whether the premium is that of the overtime.
    is_own: bool,
    /// How much of the stretch, from its beginning on, is in the first tier.
    first: Span,
    /// How much of it, from its beginning on, goes to the account.
    credited: Span,
}

impl Tariff {
    /// A stretch of which so much is in the first tier of the crew's premium.
    #[cfg(test)]
    pub(super) fn in_first(first: Span) -> Self {
        Self { first, ..Self::default() }
    }

    /// Of the part of the stretch from one time after its beginning to another: how much of it is paid in
    /// the first tier of the crew's premium, and what is paid otherwise.
    pub(super) fn part(&self, from: Span, to: Span) -> (Span, Apart) {
        let none = Span::ZERO;
        let until = |end: Span| (end.min(to) - from).max(none);
        let credited = until(self.credited);
        let first = (until(self.first) - credited).max(none);
        let then = to - from - credited - first;
        if !self.is_own {
            return (first, Apart { credited, ..Apart::default() });
        }
        let on_top = |time: Span, share: u32| i128::from(time.ticks()) * i128::from(share);
        let extra = on_top(first, self.premium.at) + on_top(then, self.premium.then);
        (none, Apart { time: first + then, extra, credited, taken: none })
    }
}

/// Which overtime each person is there for.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    overtime: Option<OvertimeId>,
    /// Whether it goes on.
    is_called: bool,
}

/// The overtime and the time account of each person.
#[derive(Clone, Debug)]
pub(super) struct Tariffs {
    of: Table<OvertimeId, OvertimePay>,
    /// Empty where all overtime is paid as the crews have it.
    rows: Table<OperatorId, Row>,
    /// Hours on the account; below zero where more was taken off. Empty where nobody has one.
    accounts: Table<OperatorId, Span>,
}

impl Tariffs {
    pub(super) fn new(model: &Model) -> Self {
        let is_needed = model.overtimes.iter().any(|row| !row.pay.is_empty());
        let people = model.operators.iter().filter(|_| is_needed);
        let has_account = model.crews.ids().any(|crew| model.keeps_account(crew));
        let accounts = model.operators.ids().filter(|_| has_account);
        Self {
            of: model.overtimes.iter().map(|row| row.pay).collect(),
            rows: people.map(|_| Row::default()).collect(),
            accounts: accounts.map(|operator| model.on_account(operator)).collect(),
        }
    }

    /// Whether it is all the same which overtime somebody is there for.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A person is there for an overtime from now on.
    pub(super) fn come(&mut self, operator: OperatorId, overtime: OvertimeId) {
        self.rows[operator] = Row { overtime: Some(overtime), is_called: true };
    }

    /// The overtime ends: who stays to finish a task stays for it.
    pub(super) fn let_go(&mut self, operator: OperatorId, presence: Presence) {
        if let Some(row) = self.rows.get_mut(operator) {
            row.is_called = false;
            self.turn(operator, presence);
        }
    }

    /// A person begins to do something: what is done beyond the shift belongs to no overtime any more if
    /// that has ended, and the person does something else.
    pub(super) fn turn(&mut self, operator: OperatorId, to: Presence) {
        let row = self.rows.get_mut(operator).filter(|row| !row.is_called);
        if let Some(row) = row.filter(|_| to != Presence::Overtime) {
            row.overtime = None;
        }
    }

    /// How a stretch of overtime is paid of somebody who had so much before on that day, by the premium of
    /// the crew or another; the account takes what it has room for.
    pub(super) fn of_stretch(
        &mut self,
        operator: OperatorId,
        premium: Premium,
        (before, stretch): (Span, Span),
    ) -> Tariff {
        let overtime = self.rows.get(operator).and_then(|row| row.overtime);
        let pay = overtime.map_or_else(OvertimePay::default, |overtime| self.of[overtime]);
        let credited = match (pay.account, self.accounts.get_mut(operator)) {
            (Some(limit), Some(account)) => {
                let room = (limit - *account).max(Span::ZERO).min(stretch);
                *account += room;
                room
            }
            _ => Span::ZERO,
        };
        let (is_own, premium) = (pay.premium.is_some(), pay.premium.unwrap_or(premium));
        Tariff { premium, is_own, first: premium.in_first(before, stretch), credited }
    }

    /// A person has taken time off.
    pub(super) fn take(&mut self, operator: OperatorId, time: Span) {
        if let Some(account) = self.accounts.get_mut(operator) {
            *account -= time;
        }
    }

    /// Hours on the account of a person.
    pub(super) fn account(&self, operator: OperatorId) -> Span {
        self.accounts.get(operator).copied().unwrap_or(Span::ZERO)
    }
}

impl super::hours::Hours {
    /// A person comes for overtime, or stays for it: what was before is counted as what it was.
    pub(super) fn come(&mut self, operator: OperatorId, overtime: OvertimeId, now: Time) {
        if !self.tariffs.is_empty() {
            self.turn(operator, self.presence_of(operator), now);
            self.tariffs.come(operator, overtime);
        }
    }

    /// The overtime of a person ends.
    pub(super) fn let_go(&mut self, operator: OperatorId) {
        let presence = self.presence_of(operator);
        self.tariffs.let_go(operator, presence);
    }

    /// Hours on the time account of a person; below zero where more was taken off than was on it.
    pub fn on_account(&self, operator: OperatorId) -> Span {
        self.tariffs.account(operator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn h(hours: i64) -> Span {
        Span::from_hours(hours)
    }

    /// Six hours of which the account takes one, and the first three are in the first tier at 25 %, the
    /// others at 50 %: paid are two hours and three. Cut after two hours, the parts have one hour of the
    /// first tier and one on the account, and one of the first tier and three after it.
    #[test]
    fn the_account_takes_the_first_hours_and_the_premium_counts_on() {
        let premium = Premium { first: h(3), at: 250_000, then: 500_000 };
        let own = Tariff { premium, is_own: true, first: h(3), credited: h(1) };
        let extra = |first: i64, then: i64| {
            i128::from(h(first).ticks()) * 250_000 + i128::from(h(then).ticks()) * 500_000
        };
        let apart = |time, extra, credited| Apart { time, extra, credited, taken: h(0) };
        assert_eq!(own.part(h(0), h(6)), (h(0), apart(h(5), extra(2, 3), h(1))));
        assert_eq!(own.part(h(0), h(2)), (h(0), apart(h(1), extra(1, 0), h(1))));
        assert_eq!(own.part(h(2), h(6)), (h(0), apart(h(4), extra(1, 3), h(0))));
        let crew = Tariff { is_own: false, ..own };
        assert_eq!(crew.part(h(0), h(2)), (h(1), apart(h(0), 0, h(1))));
        assert_eq!(crew.part(h(2), h(6)), (h(1), apart(h(0), 0, h(0))));
    }
}
