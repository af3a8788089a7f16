//! Pay: which hours of people are paid, and what an hour costs.

use super::OvertimePay;
use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::CalendarId;
use crate::scenario::{self, Written};
use crate::units::{Money, Span};

/// How the people of a crew are paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pay {
    /// What a paid hour of one of them costs; `None` if it is not counted.
    pub hour: Option<Money>,
    /// Whether hours are paid for which they do not come.
    pub absence: bool,
    /// What overtime costs on top.
    pub premium: Premium,
}

impl Default for Pay {
    fn default() -> Self {
        Self { hour: None, absence: true, premium: Premium::default() }
    }
}

impl Pay {
    /// Whether nothing is written of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What overtime costs on top of regular hours: tiers by the overtime of a person on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Premium {
    /// How much overtime of a day is in the first tier.
    pub first: Span,
    /// What comes on top in the first tier. Unit: millionths of the price of an hour.
    pub at: u32,
    /// What comes on top after it.
    pub then: u32,
}

impl Premium {
    /// The same for all overtime. Unit: millionths of the price of an hour.
    pub const fn same(extra: u32) -> Self {
        Self { first: Span::ZERO, at: extra, then: extra }
    }

    /// How much of a `stretch` of overtime is in the first tier, if a person had `before` of it on
    /// that day.
    pub fn in_first(&self, before: Span, stretch: Span) -> Span {
        (self.first - before).max(Span::ZERO).min(stretch)
    }
}

impl Compiler<'_> {
    /// How the people of a crew are paid.
    pub(super) fn pay(
        &mut self,
        table: &scenario::Crew,
        calendar: Option<CalendarId>,
        name: &Written<String>,
    ) -> Pay {
        if let Some(cost) = table.labour_cost.as_ref().filter(|_| calendar.is_none()) {
            let message =
                format!("the crew `{}` is always there, and paid for 168 h a week", name.value);
            let hint = "give it a `calendar` with the hours that are paid";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(cost.spot).hint(hint));
        }
        if let (Some(premium), None) = (&table.premium, &table.labour_cost) {
            let message = format!("the `premium` of the crew `{}` adds to nothing", name.value);
            let hint = "write what an hour costs without it, such as `labour_cost = \"34 EUR/h\"`";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(premium.spot).hint(hint));
        }
        Pay {
            hour: table.labour_cost.as_ref().map(|cost| cost.value.0),
            absence: table.absence_paid.as_ref().is_none_or(|paid| paid.value),
            premium: table
                .premium
                .as_ref()
                .map_or_else(Premium::default, |premium| compiled(&premium.value)),
        }
    }
}

impl Compiler<'_> {
    /// Notes whose hours cost nothing, where others cost something.
    pub(super) fn tell_unpriced_crews(&mut self) {
        let crews = &self.model.crews;
        if crews.iter().all(|crew| crew.pay.hour.is_none()) {
            return;
        }
        let unpriced = crews.iter().filter(|crew| crew.pay.hour.is_none());
        let names: Vec<&str> = unpriced.map(|crew| crew.name.as_str()).collect();
        if !names.is_empty() {
            let message = format!(
                "crews without a `labour_cost`, which the labour cost of the plant leaves out: {}",
                listed(names)
            );
            self.complain(Diagnostic::note(code::COUNTED, message));
        }
    }
}

impl Compiler<'_> {
    /// How the hours of an overtime are paid.
    pub(super) fn pay_of_overtime(&mut self, table: &scenario::Overtime, who: &str) -> OvertimePay {
        if let Some(premium) = &table.premium {
            let names = table.crews.iter().flat_map(|crews| crews.value.iter());
            let mut crews = names.filter_map(|(name, _)| self.scenario.crew.get(&name.value));
            if crews.all(|crew| crew.labour_cost.is_none()) {
                let message = format!("the `premium` of {who} adds to nothing");
                let hint = "write what an hour of its crews costs without it: `labour_cost`";
                let complaint = Diagnostic::warning(code::DUBIOUS, message).at(premium.spot);
                self.complain(complaint.hint(hint));
            }
        }
        let limit = table.account.as_ref().and_then(|account| account.value.limit.as_ref());
        let account = limit.map(|limit| limit.value);
        let premium = table.premium.as_ref().map(|premium| compiled(&premium.value));
        OvertimePay { premium, account }
    }
}

fn compiled(premium: &scenario::Premium) -> Premium {
    match premium {
        scenario::Premium::Same(extra) => Premium::same(extra.0),
        scenario::Premium::Tiers(tiers) => {
            let extra = |given: &scenario::OnTop| given.0;
            Premium {
                first: tiers.first.as_ref().map_or(Span::ZERO, |first| first.value),
                at: tiers.at.as_ref().map_or(0, |at| extra(&at.value)),
                then: tiers.then.as_ref().map_or(0, |then| extra(&then.value)),
            }
        }
    }
}
