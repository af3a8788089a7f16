//! Fatigue: how much slower whoever has been at work for so long is.

use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, code};
use crate::ids::CalendarId;
use crate::scenario::{self, Written};
use crate::units::Span;

/// `fatigue`: how people become slower with every hour without rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fatigue {
    /// How long after a rest the pace is kept.
    pub after: Span,
    /// The share of the pace that every hour takes from then on, in [0, 1].
    pub an_hour: f64,
    /// The share of the pace that is always left, in [0.1, 1].
    pub at_least: f64,
}

impl Fatigue {
    /// `None` where nobody becomes tired.
    pub(super) fn of(table: &scenario::Fatigue) -> Option<Self> {
        let an_hour = table.an_hour.as_ref()?.value.0;
        let fatigue = Self {
            after: table.after.as_ref().map_or(Span::ZERO, |after| after.value),
            an_hour,
            at_least: table.at_least.as_ref().map_or(0.5, |least| least.value.0),
        };
        (an_hour > 0.0 && fatigue.at_least < 1.0).then_some(fatigue)
    }

    /// What is left of the pace so long after a rest, as a share of it.
    ///
    /// Shape: 1 − f · max(0, h − h₀) with h hours since the rest; bounds: in [`Self::at_least`, 1].
    pub fn left_of_pace(&self, since_rest: Span) -> f64 {
        let tired = (since_rest.hours() - self.after.hours()).max(0.0);
        (1.0 - self.an_hour * tired).clamp(self.at_least, 1.0)
    }
}

impl Compiler<'_> {
    /// How the people of a crew become tired; whoever never rests would do so for ever.
    pub(super) fn fatigue(
        &mut self,
        table: &scenario::Crew,
        calendar: Option<CalendarId>,
        name: &Written<String>,
    ) -> Option<Fatigue> {
        let given = table.fatigue.as_ref()?;
        let rests = |id: CalendarId| {
            let calendar = &self.model.calendars[id];
            calendar.has_breaks() || calendar.longest_shift(Span::from_days(400)) < Span::MAX
        };
        if !calendar.is_some_and(rests) {
            let message = format!("the crew `{}` is always there, and never rests", name.value);
            let hint = "give it a `calendar` with breaks or ends of shifts: people recover in them";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(given.spot).hint(hint));
        }
        Fatigue::of(&given.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hour_from_the_one_said_takes_its_share_down_to_what_is_left_always() {
        let fatigue = Fatigue { after: Span::from_hours(4), an_hour: 0.05, at_least: 0.8 };
        let left = |hours: i64| fatigue.left_of_pace(Span::from_hours(hours));
        assert!((left(0) - 1.0).abs() < 1e-12);
        assert!((left(4) - 1.0).abs() < 1e-12);
        assert!((left(6) - 0.9).abs() < 1e-12);
        assert!((left(8) - 0.8).abs() < 1e-12);
        assert!((left(100) - 0.8).abs() < 1e-12);
    }
}
