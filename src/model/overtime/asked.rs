//! Whether crews have as many people as overtime asks for, and whether these can come and do something.

use super::super::compile::Compiler;
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::CrewId;
use crate::units::{Time, stretch_text};

impl Compiler<'_> {
    /// Complains about overtime that asks for more people of a crew than are ever in it.
    pub(in crate::model) fn check_people_of_overtime(&mut self) {
        let mut complaints = Vec::new();
        for (name, table) in self.scenario.overtime.iter() {
            for (of, count) in table.crews.iter().flat_map(|crews| crews.value.iter()) {
                let crew = self.model.crews.iter().find(|crew| crew.name == of.value);
                let Some(there) = crew.map(|crew| crew.operators.len()) else { continue };
                if count.value as usize > there {
                    let message = format!(
                        "the overtime `{}` asks for {} people of `{}`, which has {there}",
                        name.value, count.value, of.value
                    );
                    complaints.push(Diagnostic::error(code::OUT_OF_RANGE, message).at(count.spot));
                }
            }
        }
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    /// Warns of overtime that people of a crew never come to, as their limit leaves no room for it, and of such
    /// at which they have nothing to do.
    pub(in crate::model) fn warn_of_vain_overtime(&mut self) {
        let model = &self.model;
        let mut complaints = Vec::new();
        for row in &model.overtimes {
            let table = self.scenario.overtime.get(&row.name);
            let names = |which: &dyn Fn(CrewId) -> bool| {
                let crews = row.crews.iter().filter(|&&(crew, _)| which(crew));
                let crews: Vec<&str> =
                    crews.map(|&(crew, _)| model.crews[crew].name.as_str()).collect();
                (!crews.is_empty()).then(|| listed(crews))
            };
            let has_hours =
                |crew: CrewId| !model.crews[crew].hours().iter().all(|of| of.0.is_none());
            if let Some(crews) = names(&|crew| has_hours(crew) && !model.leaves_room(row, crew)) {
                let message = format!(
                    "nobody of {crews} ever comes to the overtime `{}`: it lasts {}, and `at_most` leaves {}",
                    row.name,
                    row.hours,
                    row.at_most.into_iter().flatten().min().unwrap_or(row.hours)
                );
                let hint = "who has fewer hours left than the whole of it is not asked";
                let spot = table.and_then(|table| table.at_most.as_ref()).map(|most| most.spot);
                let complaint = Diagnostic::warning(code::ROSTER, message).hint(hint);
                complaints.push(Diagnostic { spot, ..complaint });
            }
            let helps = |crew: CrewId| {
                let mut needs = row.opens.iter().flat_map(|&station| model.needs_at(station));
                needs.any(|needs| model.may_help(crew, needs))
            };
            if let Some(crews) = names(&|crew| !helps(crew)) {
                let message = format!(
                    "people of {crews} can do nothing at the stations that the overtime `{}` opens",
                    row.name
                );
                let spot = table.and_then(|table| {
                    let crews = table.crews.as_ref().map(|crews| crews.spot);
                    table.opens.as_ref().map(|opens| opens.spot).or(crews)
                });
                complaints.push(Diagnostic { spot, ..Diagnostic::warning(code::DUBIOUS, message) });
            }
        }
        for complaint in complaints {
            self.complain(complaint);
        }
    }

    /// Warns of overtime that comes while dated changes leave fewer people than it asks for.
    pub(in crate::model) fn warn_of_short_overtime(&mut self) {
        let Some(start) = self.model.start.filter(|_| !self.model.periods.is_empty()) else {
            return;
        };
        let end = self.horizon().unwrap_or(Time::NEVER);
        let mut complaints = Vec::new();
        for (from, until, plant) in self.model.periods_until(end) {
            for row in &plant.overtimes {
                if row.next(from).is_none_or(|begins| begins >= until) {
                    continue;
                }
                for &(crew, count) in &row.crews {
                    let crew = &plant.crews[crew];
                    if count <= crew.count {
                        continue;
                    }
                    let begins = (from > Time::ZERO).then_some(from);
                    let when = stretch_text(start, begins, (until < end).then_some(until));
                    let message = format!(
                        "the overtime `{}` asks for {count} people of `{}`, which has {} {when}",
                        row.name, crew.name, crew.count
                    );
                    let table = self.scenario.overtime.get(&row.name);
                    let crews = table.and_then(|table| table.crews.as_ref());
                    let spot = crews.and_then(|crews| Some(crews.value.get(&crew.name)?.spot));
                    let complaint = Diagnostic::warning(code::DUBIOUS, message);
                    let complaint = complaint.hint("only those who are there are asked");
                    complaints.push(Diagnostic { spot, ..complaint });
                }
            }
        }
        for complaint in complaints {
            self.complain(complaint);
        }
    }
}
