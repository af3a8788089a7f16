//! What a compiled model says about itself before any run: what could never end, what cannot keep
//! up, what is left over, and what was assumed.

use super::compile::Compiler;
use super::names::spot_of;
use super::{Calendar, Length, Loads};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CalendarId, CrewId, ProductId, StationId, Table};
use crate::units::{Span, Time};

impl Compiler<'_> {
    /// Adds errors, warnings and notes; only for a model that has no errors so far.
    pub(super) fn check(&mut self) {
        self.warn_about_the_unused();
        let loads = self.model.loads();
        if self.check_rates(&loads) {
            self.warn_about_loads(&loads);
            self.warn_about_supply(&loads);
            self.note_assumptions();
        }
    }

    fn warn(&mut self, code: &'static str, message: String, spot: Option<Spot>) {
        self.complain(Diagnostic { spot, ..Diagnostic::warning(code, message) });
    }

    fn note(&mut self, message: String) {
        self.complain(Diagnostic::note(code::ASSUMED, message));
    }

    fn station_spot(&self, station: StationId) -> Option<Spot> {
        let name = &self.model.stations[station].name;
        spot_of(&self.scenario.station, name)
    }

    fn warn_about_the_unused(&mut self) {
        let visited = self.visited();
        for (station, _) in visited.enumerated().filter(|(_, is_visited)| !**is_visited) {
            let message =
                format!("the station `{}` is in no route", self.model.stations[station].name);
            self.warn(code::UNUSED, message, self.station_spot(station));
        }
        let crews: Vec<CrewId> =
            self.model.crews.ids().filter(|&crew| self.is_idle(crew)).collect();
        for crew in crews {
            let name = &self.model.crews[crew].name;
            let spot = spot_of(&self.scenario.crew, name);
            self.warn(code::UNUSED, format!("nothing needs the crew `{name}`"), spot);
        }
        for (name, _) in self.scenario.calendar.iter() {
            if !self.model.calendars.iter().any(|calendar| calendar.name == name.value) {
                let message = format!("nobody works by the calendar `{}`", name.value);
                self.warn(code::UNUSED, message, Some(name.spot));
            }
        }
        let made = self.made();
        for (product, _) in made.enumerated().filter(|(_, is_made)| !**is_made) {
            let name = &self.model.products[product].name;
            let spot = spot_of(&self.scenario.product, name);
            let spot = spot.or_else(|| spot_of(&self.scenario.line, name));
            self.warn(code::UNUSED, format!("nobody orders the product `{name}`"), spot);
        }
    }

    fn visited(&self) -> Table<StationId, bool> {
        let mut visited = Table::filled(self.model.stations.len(), false);
        for place in &self.model.places {
            visited[place.station] = true;
        }
        visited
    }

    fn is_idle(&self, crew: CrewId) -> bool {
        let mut needed = self.model.needs.iter().flat_map(|needs| &needs.skills);
        !needed.any(|(skill, _)| self.model.crews[crew].skills.contains(skill))
    }

    fn made(&self) -> Table<ProductId, bool> {
        let mut made = Table::filled(self.model.products.len(), false);
        let ordered = self.model.orders.iter().map(|order| order.product);
        let demanded = self.model.demand_products.iter().map(|&(_, product)| product);
        let supplied = self.model.supplies.iter().map(|supply| supply.product);
        for product in ordered.chain(demanded).chain(supplied) {
            made[product] = true;
        }
        made
    }

    /// Whether a run can come to its end: time passes, and not with too many events.
    fn check_rates(&mut self, loads: &Loads) -> bool {
        if loads.rate.is_infinite() {
            let message = "parts are supplied without limit and need no time anywhere";
            let hint = "give some station of the line a `cycle` above zero, or add a demand";
            self.complain(Diagnostic::error(code::ENDLESS, message).hint(hint));
            return false;
        }
        let Length::For(length) = self.model.run.length else { return true };
        let hours = (self.model.run.warm_up + length).hours();
        let events = loads.visit_rate * hours;
        let most = self.model.run.limits.events;
        if events > most as f64 {
            let message = format!(
                "a run would take at least {events:.3e} events, more than the limit {most}"
            );
            let hint =
                "shorten the run, make parts rarer, or raise `events` in `limits` of `[run]`";
            self.complain(Diagnostic::error(code::TOO_MANY, message).hint(hint));
        }
        events <= most as f64
    }

    /// Stations and skills that cannot do what demands and orders ask for.
    fn warn_about_loads(&mut self, loads: &Loads) {
        for (station, load) in loads.stations.enumerated() {
            let name = &self.model.stations[station].name;
            let spot = self.station_spot(station);
            if load.open <= 0.0 && load.visits > 0.0 {
                self.warn(code::OVERLOAD, format!("the station `{name}` is never open"), spot);
            } else if self.model.supplies.is_empty() && load.alone > 1.0 {
                let percent = load.alone * 100.0;
                let message =
                    format!("the station `{name}` is asked for {percent:.0} % of what it can do");
                let hint = "its queue grows without limit for as long as that lasts";
                let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
                self.complain(Diagnostic { spot, ..complaint });
            }
        }
        for (skill, &load) in loads.skills.enumerated() {
            let name = &self.model.skills[skill].name;
            if load > 1.0 && self.model.supplies.is_empty() {
                let percent = load * 100.0;
                let message = format!(
                    "the people with the skill `{name}` are asked for {percent:.0} % of their time"
                );
                let crew = self.model.skills[skill].crews.first();
                let crew = crew.map_or("", |&crew| &self.model.crews[crew].name);
                let spot = spot_of(&self.scenario.crew, crew);
                self.warn(code::OVERLOAD, message, spot);
            }
        }
    }

    /// A line that is never short of parts fills the unlimited buffer of a slower station.
    fn warn_about_supply(&mut self, loads: &Loads) {
        let mut supplies = self.model.supplies.iter();
        let (Some(supply), None) = (supplies.next(), supplies.next()) else { return };
        let Some(bottleneck) = loads.bottleneck else { return };
        let (first, slowest) = (loads.stations[supply.station], loads.stations[bottleneck]);
        let row = &self.model.stations[bottleneck];
        if slowest.load > first.load * (1.0 + 1e-9) && row.buffer.is_none() {
            let name = &row.name;
            let message = format!("the buffer of `{name}` is unlimited and fills without end");
            let hint = format!("`{name}` is the slowest station: give it a `buffer`");
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            let spot = self.station_spot(bottleneck);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    fn note_assumptions(&mut self) {
        if !self.model.supplies.is_empty() {
            self.note(
                "no demand and no orders: the first station is never short of parts".to_owned(),
            );
        }
        let unlimited: Vec<&str> = self
            .model
            .stations
            .iter()
            .filter(|station| station.buffer.is_none() && station.supply.is_none())
            .map(|station| station.name.as_str())
            .collect();
        if !unlimited.is_empty() {
            let (count, names) = (unlimited.len(), listed(unlimited.iter().copied()));
            let buffers = if count == 1 { "1 buffer is" } else { &format!("{count} buffers are") };
            let message = format!("{buffers} unlimited, nothing is blocked there: {names}");
            self.note(message);
        }
        if self.model.failures.is_empty() {
            self.note("nothing ever fails".to_owned());
        }
        if self.model.start.is_none() && !self.model.calendars.is_empty() {
            self.note("day 0 is a Monday: `[plant]` has no `start`".to_owned());
        }
        self.note_breaks();
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
            self.note(format!("work goes on in breaks where nobody is needed: {names}"));
        }
    }
}
