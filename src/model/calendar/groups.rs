//! Breaks that the people of a crew take in groups, one after the other, so that the work goes on.
//!
//! A calendar that several use has such a break as it is written, and nobody is on it. Each person of a
//! crew has a calendar in which it is the break of the own group.

use std::collections::BTreeMap;

use super::{Break, Calendar, Hours};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::CrewId;
use crate::model::compile::Compiler;
use crate::units::{Span, clock_text};

impl Calendar {
    /// Whether people take some break in turn.
    pub(in crate::model) fn has_groups(&self) -> bool {
        self.pieces().any(|(_, _, piece)| piece.written_breaks().any(|pause| pause.is_in_groups()))
    }

    /// Whether its hours are those of everybody who has it: nobody is away, or off on single days.
    pub fn is_nobodys_own(&self) -> bool {
        self.pieces().all(|(_, _, piece)| piece.plan.is_none())
    }

    /// The same for a person of a crew, by the number from 1: with the breaks of the own groups.
    #[must_use]
    pub(in crate::model) fn of_person(&self, number: u32) -> Self {
        let mut calendar = self.clone();
        calendar.give_groups(number);
        calendar.later.iter_mut().for_each(|(_, piece)| piece.give_groups(number));
        calendar
    }

    fn give_groups(&mut self, number: u32) {
        let change = |breaks: &mut Vec<Break>| {
            if breaks.iter().any(|pause| pause.is_in_groups()) {
                for pause in breaks.iter_mut() {
                    *pause = pause.of_person(number);
                }
                breaks.sort_unstable_by_key(|pause| (pause.hours().start(), pause.hours().end()));
            }
        };
        change(&mut self.breaks);
        if let Some(rota) = &mut self.rota {
            rota.change_breaks(change);
        }
        if let Some(plan) = &mut self.plan {
            plan.change_breaks(change);
        }
    }

    /// All shifts that are written for any of its days.
    fn written_shifts(&self) -> impl Iterator<Item = Hours> {
        let usual = self.weeks().flatten().flatten();
        usual.chain(self.extra.iter().map(|(_, shift)| shift)).copied()
    }
}

impl Compiler<'_> {
    /// Puts the people of crews into the groups of their breaks; rosters are known by now.
    pub(in crate::model) fn deal_breaks(&mut self) {
        let crews: Vec<CrewId> = self.model.crews.ids().collect();
        for crew in crews {
            let row = &self.model.crews[crew];
            let calendar = |number| row.calendar_of(number).map(|id| &self.model.calendars[id]);
            let own = (1..=row.count).filter_map(|number| Some((number, calendar(number)?)));
            let mut own: BTreeMap<u32, Calendar> =
                own.map(|(number, calendar)| (number, calendar.clone())).collect();
            if !own.values().any(Calendar::has_groups) {
                continue;
            }
            for (number, calendar) in &mut own {
                if calendar.has_groups() {
                    *calendar = calendar.of_person(*number);
                    calendar.name = self.name_of_person(crew, *number);
                }
            }
            let before = std::mem::take(&mut self.model.crews[crew].own_calendars);
            for id in before {
                self.used_calendars[id] = self.model.crews[crew].calendar == Some(id);
            }
            self.give_own_calendars(crew, &own);
        }
    }

    /// The groups of a break are away one after the other inside a shift.
    pub(super) fn complain_of_groups(&mut self) {
        let scenario = self.scenario;
        let mut found = Vec::new();
        for (name, table) in scenario.calendar.iter() {
            let Some(id) = self.names.calendars.get(&name.value) else { continue };
            let calendar = &self.model.calendars[id];
            for row in table.breaks.iter().flat_map(|list| &list.value) {
                let at = row.value.at.as_ref().map(|at| at.value.0);
                let is_of_row =
                    |pause: &&Break| pause.is_in_groups() && Some(pause.hours().start()) == at;
                let Some(pause) = calendar.breaks.iter().find(is_of_row) else { continue };
                let (begins, ends) = pause.whole();
                let is_cut = |shift: &Hours| is_cut(*shift, (begins, ends));
                if let Some(shift) = calendar.written_shifts().find(is_cut) {
                    let message = format!(
                        "the {} groups of the break at {} are away until {}, not all of that inside \
                         the shift {shift} of the calendar `{}`",
                        pause.groups(),
                        clock_text(begins),
                        clock_text(of_day(ends)),
                        name.value
                    );
                    found.push((row.spot, message));
                }
            }
        }
        for (spot, message) in found {
            let hint = "each group goes when the one before is back: begin earlier, have fewer \
                        groups, or give that shift a calendar with breaks of its own";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
    }

    /// Warns of calendars with breaks in groups by which no people work.
    pub(in crate::model) fn warn_of_idle_groups(&mut self) {
        let scenario = self.scenario;
        for (name, table) in scenario.calendar.iter() {
            let Some(id) = self.names.calendars.get(&name.value) else { continue };
            let is_of_crew = self.model.crews.iter().any(|crew| crew.calendar == Some(id));
            let is_used = self.used_calendars[id];
            if !is_used || is_of_crew || self.further_calendars.contains(&name.value) {
                continue;
            }
            let rows = table.breaks.iter().flat_map(|list| &list.value);
            for row in rows.filter(|row| row.value.groups() > 1) {
                let message = format!(
                    "nobody has this break: it is one of people in groups, and no crew works by the \
                     calendar `{}`",
                    name.value
                );
                let hint = "stations stand in the breaks of the people they need, not in their own";
                let complaint = Diagnostic::warning(code::DUBIOUS, message);
                self.complain(complaint.at(row.spot).hint(hint));
            }
        }
    }
}

/// The time of day of a time after midnight.
fn of_day(clock: Span) -> Span {
    let day = Span::from_days(1).ticks();
    match clock.ticks() {
        ticks if ticks <= day => clock,
        ticks => Span::from_ticks(ticks.rem_euclid(day)),
    }
}

/// Whether a stretch of every day meets a shift and is not inside it.
fn is_cut(shift: Hours, (begins, ends): (Span, Span)) -> bool {
    (-2..=2).map(Span::from_days).any(|day| {
        let (begins, ends) = (begins + day, ends + day);
        let meets = begins < shift.end() && shift.start() < ends;
        meets && !(shift.start() <= begins && ends <= shift.end())
    })
}
