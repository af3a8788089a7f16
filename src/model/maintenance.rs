//! Planned work on machines, and what starts clocks anew.

use super::calendar::{common_cycle, time_in_common};
use super::compile::Compiler;
use super::failure::{AfterRepair, Clock, Failure, FailureKind, Finished, Strikes};
use super::handling::Call;
use super::{AtClose, Shift};
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::ids::{CalendarId, FailureId, Run, StationId};
use crate::random::Distribution;
use crate::scenario::{self, Every, Renews, Written};
use crate::units::{Span, Time};

/// What is planned of a maintenance.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Amount of its clock until the first one, if it is not that between two.
    pub first: Option<Distribution>,
    /// When it begins that is due.
    pub begins: Begins,
    /// It begins only while this is open; `None` is always.
    pub window: Option<CalendarId>,
}

/// `when`: when a maintenance begins that is due.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Begins {
    /// At the end of the cycle under way (`"after_part"`).
    #[default]
    AfterPart,
    /// At once (`"immediate"`).
    Immediate,
    /// As after the part, and from this share of its interval on, in [0, 1], as soon as the machine
    /// stands anyway (`"opportunistic"`).
    Opportunistic(f64),
}

impl Compiler<'_> {
    /// Compiles the failures of a station and the planned work on it.
    pub(super) fn compile_modes(
        &mut self,
        station: StationId,
        of: &str,
        table: &scenario::Station,
    ) -> Run<FailureId> {
        let first = self.model.failures.len();
        self.compile_failures(station, of, &table.failure);
        self.compile_wears(station, of, table);
        for (name, row) in table.maintenance.iter() {
            if let Some(failure) = table.failure.spot(&name.value) {
                let message = format!(
                    "a failure and a maintenance of `{of}` are both called `{}`",
                    name.value
                );
                let hint = "give one of them another name";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(failure).hint(hint));
            }
            let compiled = self.maintenance(station, of, name, row);
            if let Some(compiled) = compiled {
                self.model.failures.push(compiled);
            }
        }
        let all = Run::new(first..self.model.failures.len());
        self.check_setups(all, of, table);
        for failure in all.iter() {
            let name = &self.model.failures[failure].name;
            let of_failure = table.failure.get(name).and_then(|row| row.renews.as_ref());
            let of_planned = table.maintenance.get(name).and_then(|row| row.renews.as_ref());
            if let Some(renews) = of_failure.or(of_planned) {
                self.model.failures[failure].renews = self.renewed(failure, all, of, renews);
            }
        }
        self.renew_worn(all);
        self.tell_endless_wear(all, of, table);
        self.add_start_up(station, of, table);
        self.add_tool(station, of, table);
        self.add_setup_ahead(station, of, table);
        self.add_cleaning(station, of, table);
        self.add_common_causes(station, table);
        Run::new(first..self.model.failures.len())
    }

    /// Complains about clocks that count setups where there are none.
    fn check_setups(&mut self, all: Run<FailureId>, of: &str, table: &scenario::Station) {
        if self.set_up_by(of, table).is_some() {
            return;
        }
        for id in all.iter() {
            let Failure { name, .. } = &self.model.failures[id];
            if self.model.failures[id].clock() != Some(Clock::Setups) {
                continue;
            }
            let message = format!("the clock of `{name}` counts setups, and `{of}` has none");
            let hint = "give the station a `setup`, or count something else";
            let of_failure = table.failure.get(name).and_then(|row| row.clock.as_ref());
            let of_planned = table.maintenance.get(name).and_then(|row| row.clock.as_ref());
            let spot = of_failure.or(of_planned).map(|clock| clock.spot);
            let complaint = Diagnostic::error(code::CONFLICT, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    fn maintenance(
        &mut self,
        station: StationId,
        of: &str,
        name: &Written<String>,
        table: &scenario::Maintenance,
    ) -> Option<Failure> {
        let who = format!("the maintenance `{}` of `{of}`", name.value);
        let mut worn = None;
        let strikes = if table.at_wear.is_some() {
            let (strikes, at) = self.worn(station, &who, table)?;
            worn = Some(at);
            Some(strikes)
        } else if let Some(instants) = &table.at {
            self.strikes_at(instants, &format!("{who} is due"))
        } else {
            self.strikes_every(table.clock.as_ref(), table.every.as_ref(), &who, name.spot)
        };
        let time = self.required(table.time.as_ref(), "time", &who, name.spot).cloned();
        let crew = self.needs(table.operators.as_ref(), &who);
        let first = table.first.as_ref().map(|first| match &first.value {
            Every::Time(amount) | Every::Cycles(amount) => amount.clone(),
        });
        let begins = match table.when.as_ref().map(|when| when.value) {
            Some(scenario::Begins::AfterPart) | None => Begins::AfterPart,
            Some(scenario::Begins::Immediate) => Begins::Immediate,
            Some(scenario::Begins::Opportunistic) => {
                Begins::Opportunistic(table.from.as_ref().map_or(0.8, |from| from.value.0))
            }
        };
        let window = table.window.as_ref();
        let window = window.and_then(|window| self.calendar_of(Some(window), &who));
        if let (Some(Strikes::Every { clock, every }), Some(time)) = (&strikes, &time)
            && !clock.counts()
            && worn.is_none()
            && time.mean() > every.mean()
        {
            let message = format!("{who} takes longer than the time until the next is due");
            let hint = "`every` counts from the end of one until the next is due";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(name.spot).hint(hint));
        }
        let call = Call {
            priority: table.priority.as_ref().map_or(0, |priority| priority.value),
            interrupts: table.interrupts.as_ref().is_some_and(|truth| truth.value),
        };
        Some(Failure {
            name: name.value.clone(),
            station,
            strikes: strikes?,
            repair: time?,
            crew,
            kind: FailureKind::Breakdown,
            part: AfterRepair::Resume,
            finished: Finished::Leaves,
            call,
            planned: Some(Planned { first, begins, window }),
            renews: Vec::new(),
            common: None,
            slow: None,
            wear: None,
            worn: worn.map(Box::new),
        })
    }

    /// Warns of planned work that waits for the end of a cycle, in a window that is open only while its station is closed
    /// and keeps cycles half done.
    pub(super) fn warn_of_windows_in_closed_hours(&mut self) {
        let mut found = Vec::new();
        for failure in &self.model.failures {
            let row = &self.model.stations[failure.station];
            let planned = failure.planned.as_ref().filter(|row| row.begins == Begins::AfterPart);
            let planned = planned.filter(|_| row.at_close == AtClose::Pause);
            let Some((hours, window)) = row.calendar.zip(planned.and_then(|row| row.window)) else {
                continue;
            };
            let calendars = [hours, window].map(|id| &self.model.calendars[id]);
            let cycle = common_cycle(calendars.into_iter()).unwrap_or(Span::ZERO);
            let end = self.horizon().unwrap_or(Time::ZERO + cycle);
            let both = |shifts: &[Shift]| shifts.iter().all(|shift| *shift != Shift::Closed);
            if time_in_common(&calendars, Time::ZERO, end, both) == Span::ZERO {
                found.push((row.name.clone(), failure.name.clone(), calendars[1].name.clone()));
            }
        }
        for (station, name, window) in found {
            let message = format!(
                "the maintenance `{name}` of `{station}` waits for the end of a cycle, and while `{window}` is open \
                 the station is closed with its cycle half done: it hardly ever begins"
            );
            let hint = "write `at_close = \"no_start\"` or `\"finish\"` at the station, or `when = \"immediate\"`";
            let table = self.scenario.station.get(&station);
            let table = table.and_then(|table| table.maintenance.get(&name));
            let spot = table.and_then(|table| Some(table.window.as_ref()?.spot));
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Whose clocks a failure or a maintenance starts anew, among `all` of its station.
    fn renewed(
        &mut self,
        by: FailureId,
        all: Run<FailureId>,
        of: &str,
        renews: &Written<Renews>,
    ) -> Vec<FailureId> {
        let failures = &self.model.failures;
        let has_clock = |id: FailureId| {
            let row = &failures[id];
            row.wear.is_some() || matches!(row.strikes, Strikes::Every { .. })
        };
        let Renews::Named(names) = &renews.value else {
            return all.iter().filter(|&id| id != by && has_clock(id)).collect();
        };
        let mut found = Vec::new();
        let mut mistakes = Vec::new();
        for name in names {
            let id = all.iter().find(|&id| failures[id].name == name.value);
            let (code, message, hint) = match id {
                None => (
                    code::UNKNOWN_NAME,
                    format!(
                        "`renews` names `{}`, which is no failure or maintenance of `{of}`",
                        name.value
                    ),
                    self.hint_of_renewed(&name.value, by, all),
                ),
                Some(id) if id == by => (
                    code::CONFLICT,
                    format!("`renews` of `{}` names itself", name.value),
                    "its own clock starts anew anyway".to_owned(),
                ),
                Some(id) if failures[id].wear.is_none() && failures[id].worn.is_some() => (
                    code::CONFLICT,
                    format!("`renews` names `{}`, which is due by a wear", name.value),
                    "name the wear: what is due by it starts anew with it".to_owned(),
                ),
                Some(id) if !has_clock(id) => (
                    code::CONFLICT,
                    format!("`renews` names `{}`, which has no clock", name.value),
                    "what comes at given instants cannot start anew".to_owned(),
                ),
                Some(id) => {
                    found.push(id);
                    continue;
                }
            };
            mistakes.push(Diagnostic::error(code, message).at(name.spot).hint(hint));
        }
        for mistake in mistakes {
            self.complain(mistake);
        }
        found.sort_unstable();
        found
    }

    fn hint_of_renewed(&self, wrong: &str, by: FailureId, all: Run<FailureId>) -> String {
        let others = all.iter().filter(|&id| id != by);
        let names = others.map(|id| self.model.failures[id].name.as_str());
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        names.dedup();
        match (closest(wrong, names.iter().copied()), names.as_slice()) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, []) => "the station has no other".to_owned(),
            (None, names) => format!("the others are: {}", listed(names.iter().copied())),
        }
    }
}
