//! People on call: the time from being called until they are there.

use super::compile::Compiler;
use super::names::spot_of;
use super::{AtShiftEnd, Crew, Model, Shift};
use crate::diagnostic::{Diagnostic, Flatters, code};
use crate::ids::{CalendarId, CrewId};
use crate::scenario;
use crate::units::{Span, Time};

/// How far ahead calendars are searched for their longest time at work.
const LOOK_AHEAD: Span = Span::from_days(400);

/// How long the people of a crew take until they are there.
pub(super) fn response(table: &scenario::Crew) -> Span {
    table.response.as_ref().map_or(Span::ZERO, |response| response.value)
}

impl Model {
    /// Whether people of some crew are there only some time after they were called.
    pub(super) fn has_responders(&self) -> bool {
        let responds = |crew: &Crew| !crew.conduct.walk.response.is_zero();
        self.crews.iter().any(responds) && !self.needs.is_empty()
    }

    /// The longest time that somebody of a crew is at work without a break; the longest of all times
    /// where that has no end.
    fn longest_presence(&self, crew: &Crew) -> Span {
        let hours = crew.hours().into_iter().filter(|&(_, people)| people > 0);
        hours.map(|(calendar, _)| self.longest_open(calendar)).max().unwrap_or(Span::MAX)
    }

    /// The longest time without a break in a calendar; the longest of all times where that has no end.
    pub(super) fn longest_open(&self, calendar: Option<CalendarId>) -> Span {
        let Some(calendar) = calendar.map(|id| &self.calendars[id]) else { return Span::MAX };
        let (mut longest, mut at) = (Span::ZERO, Time::ZERO);
        while at < Time::ZERO + LOOK_AHEAD {
            let is_open = calendar.shift_at(at) == Shift::Open;
            let Some(next) = calendar.next_change(at) else {
                return if is_open { Span::MAX } else { longest };
            };
            if is_open {
                longest = longest.max(next - at);
            }
            at = next;
        }
        longest
    }
}

impl Compiler<'_> {
    /// Warns of people who would be called and never come, because they go before.
    pub(super) fn warn_of_late_responses(&mut self) {
        let model = &self.model;
        let is_called = |crew: CrewId| {
            model.overtimes.iter().any(|overtime| overtime.crews.iter().any(|&(id, _)| id == crew))
        };
        let mut late: Vec<(String, Span, Span)> = Vec::new();
        for (id, crew) in model.crews.enumerated() {
            let response = crew.conduct.walk.response;
            let stays = crew.conduct.at_shift_end == AtShiftEnd::Finish;
            if response.is_zero() || stays || is_called(id) {
                continue;
            }
            let longest = model.longest_presence(crew);
            if response >= longest {
                late.push((crew.name.clone(), response, longest));
            }
        }
        for (name, response, longest) in late {
            let message = format!("people of `{name}` are never there: they go before");
            let hint = format!(
                "their `response` takes {response}, and they are at work for at most {longest} without a \
                 break; give them longer hours, or `at_shift_end = \"finish\"`"
            );
            let spot = spot_of(&self.scenario.crew, &name);
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// What is assumed of people on call.
    pub(super) fn note_responses(&mut self) {
        if !self.model.has_responders() {
            return;
        }
        let crews = self.model.crews.iter().filter(|crew| !crew.conduct.walk.response.is_zero());
        let told = crews.map(|crew| format!("`{}` ({})", crew.name, crew.conduct.walk.response));
        let told = told.collect::<Vec<_>>().join(", ");
        let message = format!("loads are without the time until people on call are there: {told}");
        self.assume(message, Flatters::Throughput);
    }
}
