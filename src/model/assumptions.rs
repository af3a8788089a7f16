//! What a scenario leaves unsaid and the model assumes, with the direction in which it flatters.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::{Calendar, Clock, Crew, Failure, FailureKind, Strikes, Supply};
use crate::diagnostic::{Diagnostic, Flatters, listed};
use crate::ids::{CalendarId, ProductId, Table};
use crate::random::Distribution;
use crate::units::{Span, Time};

impl Compiler<'_> {
    /// Adds a note for everything assumed.
    pub(super) fn note_assumptions(&mut self) {
        if !self.model.supplies.is_empty() {
            let has_card = |supply: &Supply| {
                let first = self.model.lines[supply.line].steps.first();
                self.model.control.door(None, first).is_some()
            };
            let message = if self.model.supplies.iter().all(has_card) {
                "no demand and no orders: there is a part whenever a card is free for one"
            } else {
                "no demand and no orders: the first station is never short of parts"
            };
            self.assume(message.to_owned(), Flatters::Throughput);
        }
        let unlimited: Vec<&str> = self
            .model
            .stations
            .iter()
            .filter(|station| !station.may_keep_out() && station.supply.is_none())
            .filter(|station| station.outside.is_none())
            .filter(|station| station.assembly.as_ref().is_none_or(|row| row.gives.is_empty()))
            .map(|station| station.name.as_str())
            .collect();
        if !unlimited.is_empty() {
            let (count, names) = (unlimited.len(), listed(unlimited.iter().copied()));
            let buffers = if count == 1 { "1 buffer is" } else { &format!("{count} buffers are") };
            let message = format!("{buffers} unlimited, so nothing waits for room there: {names}");
            self.assume(message, Flatters::Throughput);
        }
        let never = |failure: &Failure| {
            let never_strikes = matches!(&failure.strikes, Strikes::At(at) if at.is_empty());
            let starts_up = failure.kind == FailureKind::StartUp;
            failure.is_upkeep() || starts_up || never_strikes
        };
        if self.model.failures.iter().all(never) {
            self.assume("nothing ever fails".to_owned(), Flatters::Both);
        } else if !self.model.conveyors.is_empty() {
            self.assume("conveyors never fail".to_owned(), Flatters::Throughput);
        }
        if !self.model.vehicles.is_empty() {
            let message = "vehicles never fail, do not hinder one another, and need no driver";
            self.assume(message.to_owned(), Flatters::Throughput);
        }
        if !self.model.milkruns.is_empty() {
            let message = "milk runs are never late, go day and night, and need nobody";
            self.assume(message.to_owned(), Flatters::Throughput);
        }
        if !self.model.takts.is_empty() {
            let message = "a paced line moves in no time";
            self.assume(message.to_owned(), Flatters::Throughput);
        }
        if self.model.outside().next().is_some() {
            let message = "lorries are never late and take any number of parts";
            self.assume(message.to_owned(), Flatters::Throughput);
        }
        let always: Vec<&str> = self
            .model
            .vehicles
            .iter()
            .filter(|row| row.calendar.is_none() && !self.model.calendars.is_empty())
            .map(|row| row.name.as_str())
            .collect();
        if !always.is_empty() {
            let message = format!(
                "the vehicles {} drive day and night: they have no `calendar`",
                crate::diagnostic::listed(always)
            );
            self.assume(message, Flatters::Throughput);
        }
        let comes_along = |product: &super::Product| !product.along.is_empty();
        if self.model.scraps() && self.model.products.iter().any(comes_along) {
            let message = "nothing replaces a part that is thrown away before it is taken: an order waits for \
                           ever for what it should go into, unless more of them come";
            self.assume(message.to_owned(), Flatters::Either);
        }
        // What is made to stock is made anew.
        let is_replaced = |product: ProductId| {
            self.model.products[product].stock.is_some() || self.model.replaces_all(product)
        };
        let is_made_once = self.model.products.ids().any(|product| !is_replaced(product));
        if self.model.scraps() && self.model.has_promises() && is_made_once {
            let message = "nothing replaces a scrapped part: its order is short, and counts as \
                           late whenever it closes";
            self.assume(message.to_owned(), Flatters::Either);
        }
        if self.model.start.is_none() && !self.model.calendars.is_empty() {
            let message = "day 0 is a Monday: `[plant]` has no `start`";
            self.assume(message.to_owned(), Flatters::Either);
        }
        self.note_breaks();
        self.note_clockwork();
        self.note_setups_that_fail();
        self.note_free_setups();
        self.note_first_pieces();
        self.note_orders_at_night();
        self.note_long_weeks();
        self.note_changing_paces();
        self.note_ways();
        self.note_zones();
        self.note_loops();
        self.note_clearances();
        self.note_preempts();
    }

    /// What a clearance brings to a standstill is known in a run only.
    fn note_clearances(&mut self) {
        let cleared = self.model.stations.iter().filter(|station| !station.is_store());
        let cleared = cleared.filter(|station| station.clearance.is_some());
        let cleared: Vec<&str> = cleared.map(|station| station.name.as_str()).collect();
        if !cleared.is_empty() {
            let message = format!(
                "loads know nothing of what waits for a clearance, which itself takes no time and nobody: {}",
                listed(cleared)
            );
            self.assume(message, Flatters::Throughput);
        }
    }

    /// Nobody works two shifts a day: a crew that does stands for people who follow each other.
    fn note_long_weeks(&mut self) {
        const LONG: Span = Span::from_hours(60);
        let weeks = 4;
        let end = Time::ZERO + Span::from_days(7 * weeks);
        let model = &self.model;
        let is_long = |calendar: &Calendar| {
            let span = calendar.shift_time(Time::ZERO, end);
            span.ticks() > LONG.ticks() * weeks
        };
        let long: Table<CalendarId, bool> = model.calendars.iter().map(is_long).collect();
        let crews = model.crews.iter().filter(|crew| crew.count > 0);
        let has_long =
            |crew: &&Crew| crew.hours().iter().any(|(id, _)| id.is_some_and(|id| long[id]));
        let names = crews.filter(has_long);
        let names: Vec<&str> = names.map(|crew| crew.name.as_str()).collect();
        if !names.is_empty() && model.working_time.is_empty() {
            let message = format!(
                "one person stands for those who follow each other, in crews that are at work \
                 for more than 60 hours a week: {}",
                listed(names)
            );
            self.assume(message, Flatters::Either);
        }
    }

    /// Loads are told without what only a run can tell.
    fn note_changing_paces(&mut self) {
        let varies =
            |crew: &&Crew| crew.conduct.learning.is_some() || crew.conduct.fatigue.is_some();
        let crews = self.model.crews.iter().filter(varies);
        let names: Vec<&str> = crews.map(|crew| crew.name.as_str()).collect();
        if !names.is_empty() {
            let message = format!(
                "loads know nothing of what people learn, or of fatigue, in the crews: {}",
                listed(names)
            );
            self.assume(message, Flatters::Either);
        }
    }

    /// How often a machine is set up is known in a run only.
    fn note_setups_that_fail(&mut self) {
        let at_setups =
            |row: &&Failure| matches!(row.strikes, Strikes::Every { clock: Clock::Setups, .. });
        let names = self.model.failures.iter().filter(at_setups).map(|row| row.name.as_str());
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        names.dedup();
        if !names.is_empty() {
            let message =
                format!("loads know nothing of what comes with setups: {}", listed(names));
            self.assume(message, Flatters::Either);
        }
    }

    /// A bare time is exact: what comes so never comes early or late.
    fn note_clockwork(&mut self) {
        let model = &self.model;
        let is_exact = |time: &Distribution| time.bounds().0 >= time.bounds().1;
        // Tools that wear out after so many cycles are changed like clockwork.
        let exact_failure = |failure: &&Failure| match &failure.strikes {
            Strikes::Every { every, clock } => !clock.counts() && is_exact(every),
            Strikes::At(_) | Strikes::Opening(_) => false,
        };
        // What is planned comes at exact intervals.
        let failures =
            model.failures.iter().filter(|failure| !failure.is_upkeep() && failure.worn.is_none());
        let failures = failures.filter(exact_failure).map(|row| row.name.as_str());
        let demands = model.demands.iter().filter(|row| is_exact(&row.every));
        let mut names: Vec<&str> = demands.map(|row| row.name.as_str()).chain(failures).collect();
        let mut seen = BTreeSet::new();
        names.retain(|&name| seen.insert(name));
        if !names.is_empty() {
            let names = listed(names);
            let message = format!(
                "these come at exact intervals: {names}; for chance write `every = {{ mean = … }}`"
            );
            self.assume(message, Flatters::LeadTimes);
        }
    }

    /// Orders come by the calendar of nobody.
    fn note_orders_at_night(&mut self) {
        let model = &self.model;
        if !model.demands.is_empty() && model.stations.iter().all(|row| row.calendar.is_some()) {
            let names = listed(model.demands.iter().map(|row| row.name.as_str()));
            let message =
                format!("orders come at all hours, also while the plant is closed: {names}");
            self.assume(message, Flatters::Nothing);
        }
    }

    /// Breaks are people's: a station that needs nobody works through them.
    fn note_breaks(&mut self) {
        let end = Time::ZERO + Span::from_days(14);
        let has_breaks = |calendar: &Calendar| {
            calendar.open_time(Time::ZERO, end) < calendar.shift_time(Time::ZERO, end)
        };
        let with_breaks: Table<CalendarId, bool> =
            self.model.calendars.iter().map(has_breaks).collect();
        let through: Vec<&str> = self
            .model
            .stations
            .iter()
            .filter(|station| station.operators.is_none())
            .filter(|station| station.calendar.is_some_and(|id| with_breaks[id]))
            .map(|station| station.name.as_str())
            .collect();
        if !through.is_empty() {
            let names = listed(through);
            let message = format!("work goes on in breaks where nobody is needed: {names}");
            self.assume(message, Flatters::Throughput);
        }
    }

    pub(super) fn assume(&mut self, message: String, flatters: Flatters) {
        self.complain(Diagnostic::assumed(message, flatters));
    }
}
