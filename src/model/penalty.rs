//! `penalty`: what it costs that an order is late.

use super::Model;
use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, code};
use crate::scenario::{self, Written};
use crate::units::{Money, Span};

/// What it costs that an order is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penalty {
    /// For each day after the due date, in proportion.
    pub per_day: Money,
    /// Once.
    pub per_order: Money,
    /// At most.
    pub at_most: Option<Money>,
}

impl Penalty {
    /// What an order costs that is late by so much, which may be nothing where it is short.
    pub fn of(&self, late: Span) -> Money {
        let cost = self.per_day.a_day_for(late) + self.per_order;
        self.at_most.map_or(cost, |most| cost.min(most))
    }
}

impl Model {
    /// All penalties of orders at any time.
    fn penalties(&self) -> impl Iterator<Item = &Penalty> {
        let demands = self.plants().flat_map(|plant| &plant.demands);
        let demands = demands.filter_map(|demand| demand.penalty.as_ref());
        demands.chain(self.orders.iter().filter_map(|order| order.penalty.as_ref()))
    }

    /// Whether it costs something that some order is late.
    pub fn has_penalties(&self) -> bool {
        self.penalties().next().is_some()
    }

    /// Whether orders weigh differently for rules that ask for it: some cost something for each day.
    pub fn weighs_orders(&self) -> bool {
        self.penalties().any(|penalty| penalty.per_day > Money::ZERO)
    }
}

impl Compiler<'_> {
    /// The penalty of an order or a demand; `is_promised` says that it has a due date.
    pub(super) fn penalty(
        &mut self,
        given: Option<&Written<scenario::AnyPenalty>>,
        is_promised: bool,
        who: &str,
    ) -> Option<Penalty> {
        let given = given?;
        if !is_promised {
            let message = format!("{who} has a `penalty` and no due date: it is never late");
            let hint = "give it `due`, or `due_in` where it is random; or leave the penalty out";
            self.complain(Diagnostic::warning(code::UNUSED, message).at(given.spot).hint(hint));
        }
        let scenario::AnyPenalty(table) = &given.value;
        let amount = |amount: &scenario::Given<scenario::Amount>| {
            amount.as_ref().map(|amount| amount.value.0)
        };
        Some(Penalty {
            per_day: amount(&table.per_day).unwrap_or_default(),
            per_order: amount(&table.per_order).unwrap_or_default(),
            at_most: amount(&table.at_most),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_cost_in_proportion_and_the_most_holds_for_all_of_it() {
        let euros = |euros: i128| Money::from_millionths(euros * 1_000_000);
        let plain = Penalty { per_day: euros(50), per_order: Money::ZERO, at_most: None };
        assert_eq!(plain.of(Span::from_hours(36)), euros(75));
        assert_eq!(plain.of(Span::ZERO), Money::ZERO);
        let capped = Penalty { per_order: euros(200), at_most: Some(euros(300)), ..plain };
        assert_eq!(capped.of(Span::from_hours(12)), euros(225));
        assert_eq!(capped.of(Span::from_days(2)), euros(300));
        assert_eq!(capped.of(Span::from_days(30)), euros(300));
    }
}
