//! Whether crews have as many people as overtime asks for.

use super::super::compile::Compiler;
use crate::diagnostic::{Diagnostic, code};
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
