//! Time accounts: hours of overtime that people take off later instead of being paid for.
//!
//! A person has one account. Hours go to it as overtime is worked, and from it as a roster gives time off.

use super::calendar::Calendar;
use super::compile::Compiler;
use super::working_time::named;
use super::{Crew, Model, Operator};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{CrewId, OperatorId, OvertimeId};
use crate::units::Span;

impl Model {
    /// Hours on the account of a person at the plant's start.
    pub fn on_account(&self, operator: OperatorId) -> Span {
        let Operator { crew, number } = self.operators[operator];
        let of = |(who, n, _): &&(CrewId, u32, Span)| *who == crew && [0, number].contains(n);
        // The person's own, if there are any, stand behind those of the crew.
        self.on_accounts.iter().rfind(of).map_or(Span::ZERO, |(_, _, hours)| *hours)
    }

    /// Whether people of a crew have a time account.
    pub fn keeps_account(&self, crew: CrewId) -> bool {
        let is_of_crew = |row: &super::Overtime| {
            row.pay.account.is_some() && row.crews.iter().any(|&(of, _)| of == crew)
        };
        let takes_off =
            |row: &Crew| row.own_calendars.iter().any(|&id| self.calendars[id].has_time_off());
        self.overtimes.iter().any(is_of_crew)
            || self.on_accounts.iter().any(|&(of, _, _)| of == crew)
            || takes_off(&self.crews[crew])
    }
}

impl Compiler<'_> {
    /// Hours on accounts at the start, and whether accounts have one limit.
    pub(super) fn compile_accounts(&mut self) {
        let mut all = Vec::new();
        for (name, hours) in self.scenario.today.time_account.iter() {
            let (crew, number) = named(&name.value);
            let crew = self.model.crews.enumerated().find(|(_, row)| row.name == crew);
            all.extend(crew.zip(number).map(|((crew, _), number)| (crew, number, hours.value)));
        }
        all.sort_unstable();
        self.model.on_accounts = all;
        self.complain_of_limits();
    }

    /// A person has one account, so it has one limit.
    fn complain_of_limits(&mut self) {
        let rows = &self.model.overtimes;
        let mut found: Vec<(OvertimeId, String)> = Vec::new();
        for (later, row) in rows.enumerated() {
            let Some(limit) = row.pay.account else { continue };
            let other =
                rows.enumerated().take_while(|(id, _)| *id < later).find_map(|(_, other)| {
                    let shared = row
                        .crews
                        .iter()
                        .find(|(crew, _)| other.crews.iter().any(|(known, _)| known == crew))?;
                    let known = other.pay.account.filter(|known| *known != limit)?;
                    Some((shared.0, known, other.name.as_str()))
                });
            if let Some((crew, known, name)) = other {
                let message = format!(
                    "the time account of `{}` has a limit of {limit} by the overtime `{}`, and of \
                     {known} by `{name}`",
                    self.model.crews[crew].name, row.name
                );
                found.push((later, message));
            }
        }
        for (overtime, message) in found {
            let name = &self.model.overtimes[overtime].name;
            let table = self.scenario.overtime.get(name);
            let spot = table.and_then(|table| Some(table.account.as_ref()?.spot));
            let hint = "a person has one account for all overtime: give both the same limit";
            let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Complains about accounts of nobody.
    pub(super) fn check_accounts(&mut self) {
        for (name, _) in self.scenario.today.time_account.iter() {
            if let Some(complaint) = self.nobody(name, "time_account") {
                self.complain(complaint);
            }
        }
    }
}

impl Calendar {
    /// Whether its person takes time off from an account.
    pub fn has_time_off(&self) -> bool {
        self.is_ever_away(super::calendar::Why::Account)
    }
}
