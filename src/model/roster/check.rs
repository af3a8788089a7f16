//! What is said of a roster: codes and people that do not exist, days without hours, and what holds
//! beside it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Told;
use crate::diagnostic::{Diagnostic, Flatters, closest, code, listed};
use crate::ids::{CrewId, Id};
use crate::model::compile::Compiler;
use crate::scenario::Written;
use crate::units::{Span, Time};

impl Compiler<'_> {
    /// Says what is wrong with cells, of many alike once.
    pub(super) fn complain_of_roster(&mut self, told: Told) {
        let names: Vec<&str> = self.scenario.roster.codes.names().collect();
        let known = listed(names.iter().copied());
        for (text, (spot, count)) in told.unknown {
            // A code that means nothing that exists is told where it is said.
            if names.contains(&text.as_str()) {
                continue;
            }
            let more = more_cells(count);
            let message = format!("the roster has no code `{text}`{more}");
            let hint = match closest(&text, names.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if names.is_empty() => {
                    format!("say what it means: `codes = {{ {text} = \"…\" }}`")
                }
                None => format!("there are: {known}; what this one means stands in `codes`"),
            };
            self.complain(Diagnostic::error(code::UNKNOWN_NAME, message).at(spot).hint(hint));
        }
        for (crew, spot) in told.always {
            let message = format!("the crew `{crew}` is always there, and has no hours to be away");
            let hint = "give it a `calendar`: its hours of a day are those of leave and sickness";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
        }
        for (text, (spot, date, count)) in told.empty {
            let more = more_cells(count);
            let message = format!("the code `{text}` has no hours on {date}{more}");
            let hint = "its calendar is closed on that day: nobody comes; `\"off\"` says so";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot).hint(hint));
        }
        for (crew, (spot, date)) in told.long {
            let message = format!(
                "who is away on {date} misses more than 13 h, as the calendar of `{crew}` says"
            );
            let hint = "give the crew the hours of one person: on days of leave and sickness, and \
                        on those without a code, its calendar holds";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot).hint(hint));
        }
        for (name, (spot, date, count)) in told.overlaps {
            let more = match count {
                1 => String::new(),
                count => format!(", and {} times more", count - 1),
            };
            let message =
                format!("`{name}` has a shift on {date} before the one before it has ended{more}");
            let hint = "the two count as one long shift";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot).hint(hint));
        }
    }

    /// Complains about people of the roster who do not exist, or are in it twice.
    pub(in crate::model) fn check_people_of_roster(&mut self) {
        let scenario = self.scenario;
        let mut seen: BTreeSet<(CrewId, u32)> = BTreeSet::new();
        for (name, _) in scenario.roster.person.iter() {
            match self.known_person(name) {
                Ok(person) if !seen.insert(person) => {
                    let message = format!("the roster has `{}` in another row, too", name.value);
                    self.complain(Diagnostic::error(code::GIVEN_TWICE, message).at(name.spot));
                }
                Ok(_) => {}
                Err(complaint) => self.complain(complaint),
            }
        }
    }

    /// Says what holds beside the roster.
    pub(in crate::model) fn tell_of_roster(&mut self) {
        self.tell_who_is_not_in_the_roster();
        self.tell_days_outside_the_roster();
    }

    /// The crew of a name and the number of the person, of all who are ever there; or a complaint.
    fn known_person(&self, name: &Written<String>) -> Result<(CrewId, u32), Diagnostic> {
        let complain = |message| Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot);
        let crew = |name: &str| self.model.crews.iter().position(|row| row.name == name);
        let (of, number) = match crew(&name.value) {
            Some(_) => (name.value.as_str(), None),
            None => match name.value.rsplit_once('/') {
                Some((crew, number)) => (crew.trim(), Some(number.trim())),
                None => (name.value.as_str(), None),
            },
        };
        let Some(position) = crew(of) else {
            let message = format!("the roster names the crew `{of}`, which does not exist");
            let known = self.model.crews.iter().map(|row| row.name.as_str());
            let hint = closest(of, known).map_or_else(
                || "a row names a person: `welders/3`, or a crew of one".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            return Err(complain(message).hint(hint));
        };
        let id = CrewId::at(position);
        let people = self.model.crews[id].operators.len();
        let place: Option<u32> = match number {
            Some(number) => number.parse().ok(),
            None => (people <= 1).then_some(1),
        };
        let is_there = |place: &u32| 1 <= *place && *place as usize <= people;
        if let Some(place) = place.filter(is_there) {
            return Ok((id, place));
        }
        let message = format!("the roster names `{}`: there is no such person", name.value);
        let hint = match people {
            0 => format!("the crew `{of}` has nobody"),
            1 => format!("there is only `{of}/1`"),
            people => format!("the people of `{of}` are `{of}/1` to `{of}/{people}`"),
        };
        Err(complain(message).hint(hint))
    }

    /// Notes people of a crew in the roster who are not in it themselves.
    fn tell_who_is_not_in_the_roster(&mut self) {
        let mut covered: BTreeMap<CrewId, BTreeSet<u32>> = BTreeMap::new();
        for (name, _) in self.scenario.roster.person.iter() {
            if let Ok((crew, number)) = self.known_person(name) {
                covered.entry(crew).or_default().insert(number);
            }
        }
        let mut missing: Vec<String> = Vec::new();
        for (&crew, numbers) in &covered {
            let row = &self.model.crews[crew];
            let all = 1..=u32::try_from(row.operators.len()).unwrap_or(u32::MAX);
            let others = all.filter(|number| !numbers.contains(number));
            missing.extend(others.map(|number| format!("{}/{number}", row.name)));
        }
        if !missing.is_empty() {
            let names = listed(missing.iter().map(String::as_str));
            let message = format!(
                "people who are not in the roster, while others of their crew are, work by the \
                 calendar of the crew: {names}"
            );
            self.assume(message, Flatters::Either);
        }
    }

    /// Notes days of the run that the roster does not have.
    fn tell_days_outside_the_roster(&mut self) {
        let scenario = self.scenario;
        let rows = scenario.roster.person.iter();
        let days = rows.flat_map(|(_, row)| row.days.codes.iter().map(|(day, ..)| *day));
        let days: BTreeSet<Date> = days.collect();
        let (Some(&first), Some(&last), Some(start)) =
            (days.first(), days.last(), self.model.start)
        else {
            return;
        };
        let day_after = |date: Date| date.duration_since(start).as_hours() / 24 + 1;
        let end = self.horizon().unwrap_or(Time::NEVER);
        let day_of = |date: Date| Time::ZERO + Span::from_days(day_after(date) - 1);
        if last < start || day_of(first) >= end {
            let message = format!(
                "the roster is of the days from {first} to {last}, of which none is in the run"
            );
            let mut rows = scenario.roster.person.iter().flat_map(|(_, row)| &row.days.codes);
            let spot = rows.next().map(|(_, spot, _)| *spot);
            let hint = format!("the run begins on {start}");
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
            return;
        }
        let ends_before = Time::ZERO + Span::from_days(day_after(last)) < end;
        if first > start || ends_before {
            let message = format!(
                "the roster is of the days from {first} to {last}: on others, and where it has no \
                 code, the calendars of the crews hold"
            );
            self.assume(message, Flatters::Either);
        }
    }
}

fn more_cells(count: u32) -> String {
    match count {
        1 => String::new(),
        2 => ", in another cell too".to_owned(),
        count => format!(", in {} other cells too", count - 1),
    }
}
