//! Calendars as written become functions of time.

use super::{Break, Calendar, Hours, Workdays};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{CalendarId, Table};
use crate::model::Promise;
use crate::model::compile::Compiler;
use crate::scenario::{self, CalendarName, Written};
use crate::units::{ClockRange, Span, clock_text, natural_order};

impl Compiler<'_> {
    /// Compiles all calendars; who uses which comes later.
    pub(in crate::model) fn compile_calendars(&mut self) {
        for (name, table) in self.scenario.calendar.iter() {
            let calendar = self.calendar(name, table);
            self.model.calendars.push(calendar);
        }
        self.compile_rotas();
        self.complain_of_groups();
        self.used_calendars = Table::filled(self.model.calendars.len(), false);
        if let Some(named) = &self.scenario.plant.calendar {
            self.plant_calendar = self.calendar_named(named, "the plant");
        }
    }

    /// The calendar by which `who` works: its own, else the plant's; `None` is always.
    pub(in crate::model) fn calendar_of(
        &mut self,
        own: Option<&Written<CalendarName>>,
        who: &str,
    ) -> Option<CalendarId> {
        let calendar = match own {
            Some(named) => self.calendar_named(named, who),
            None => self.plant_calendar,
        };
        if let Some(calendar) = calendar {
            self.used_calendars[calendar] = true;
        }
        calendar
    }

    /// Which days are the workdays of the key at `spot`; `None` if nothing says it.
    pub(in crate::model) fn workdays(&mut self, key: &str, spot: Spot) -> Option<Workdays> {
        match (&self.scenario.plant.calendar, self.plant_calendar) {
            (None, _) => {
                let message =
                    format!("`{key}` counts workdays, and the plant has no calendar of its own");
                let hint =
                    "write `calendar` in `[plant]`, or a length of time such as `\"14 days\"`";
                self.complain(Diagnostic::error(code::MISSING, message).at(spot).hint(hint));
                None
            }
            (Some(Written { value: CalendarName::Always, .. }), _) => Some(Workdays::All),
            (Some(_), calendar) => {
                let calendar = calendar?;
                self.used_calendars[calendar] = true;
                Some(Workdays::Of(calendar))
            }
        }
    }

    /// Drops the calendars that nobody works by, and puts the others into the order of their names.
    pub(in crate::model) fn keep_used_calendars(&mut self) {
        let mut kept = Table::new();
        let mut moved = Table::filled(self.model.calendars.len(), None);
        let used = self.model.calendars.enumerated().filter(|(id, _)| self.used_calendars[*id]);
        let mut used: Vec<(CalendarId, &Calendar)> = used.collect();
        used.sort_by(|(_, one), (_, other)| natural_order(&one.name, &other.name));
        for (id, calendar) in used {
            moved[id] = Some(kept.push(calendar.clone()));
        }
        let of_stations = self.model.stations.iter_mut().map(|station| &mut station.calendar);
        let of_crews = self.model.crews.iter_mut().map(|crew| &mut crew.calendar);
        let of_promises =
            self.model.demands.iter_mut().filter_map(|demand| match &mut demand.due_in {
                Some(Promise::Workdays { of: Workdays::Of(calendar), .. }) => Some(calendar),
                Some(Promise::Workdays { of: Workdays::All, .. } | Promise::After(_)) | None => {
                    None
                }
            });
        let planned = self.model.failures.iter_mut().filter_map(|row| row.planned.as_mut());
        let of_windows = planned.map(|planned| &mut planned.window);
        let of_conveyors = self.model.conveyors.iter_mut().map(|row| &mut row.calendar);
        let of_vehicles = self.model.vehicles.iter_mut().map(|row| &mut row.calendar);
        let of_movers = of_conveyors.chain(of_vehicles);
        for calendar in of_stations.chain(of_crews).chain(of_windows).chain(of_movers) {
            *calendar = calendar.and_then(|id: CalendarId| moved[id]);
        }
        let own = self.model.crews.iter_mut().flat_map(|crew| &mut crew.own_calendars);
        for calendar in of_promises.chain(own) {
            *calendar = moved[*calendar].expect("calendars of promises and people are used");
        }
        for outside in self.model.stations.iter_mut().filter_map(|row| row.outside.as_mut()) {
            if let Some(Workdays::Of(calendar)) = outside.workdays_mut() {
                *calendar = moved[*calendar].expect("the calendar of workdays is used");
            }
        }
        self.plant_calendar = self.plant_calendar.and_then(|id| moved[id]);
        self.model.calendars = kept;
    }

    fn calendar_named(&mut self, named: &Written<CalendarName>, who: &str) -> Option<CalendarId> {
        match &named.value {
            CalendarName::Always => None,
            CalendarName::Named(name) => {
                let name = Written { value: name.clone(), spot: named.spot };
                let found = self.names.calendars.find(&name, who);
                self.keep(found)
            }
        }
    }

    fn calendar(&mut self, name: &Written<String>, table: &scenario::Calendar) -> Calendar {
        let who = format!("the calendar `{}`", name.value);
        let week = std::array::from_fn(|day| table.week.shifts(day).map(hours).collect());
        let mut breaks = Vec::new();
        for row in table.breaks.iter().flat_map(|list| &list.value) {
            breaks.extend(self.pause(row, &who));
        }
        let mut closed = Vec::new();
        for date in table.closed.iter().flat_map(|list| &list.value) {
            closed.extend(self.day(date.value, date.spot));
        }
        let mut extra = Vec::new();
        for row in table.extra.iter().flat_map(|list| &list.value) {
            let date = self.required(row.value.date.as_ref(), "date", "an extra shift", row.spot);
            let ranges =
                self.required(row.value.hours.as_ref(), "hours", "an extra shift", row.spot);
            let (Some(date), Some(ranges)) = (date, ranges) else { continue };
            if let Some(day) = self.day(*date, row.spot) {
                extra.extend(ranges.ranges.iter().map(|range| (day, hours(range.value))));
            }
        }
        let first =
            self.model.start.map_or(jiff::civil::Weekday::Monday, jiff::civil::Date::weekday);
        let calendar = Calendar::new(&name.value, week, first)
            .with_breaks(breaks)
            .with_closed(closed)
            .with_extra(extra);
        if table.turns().is_none() {
            self.warn_of_idle_breaks(&calendar, table);
        }
        calendar
    }

    /// Warns of breaks outside all shifts.
    pub(super) fn warn_of_idle_breaks(&mut self, calendar: &Calendar, table: &scenario::Calendar) {
        let rows = table.breaks.iter().flat_map(|list| &list.value);
        let rows = rows.filter_map(|row| Some((row.spot, row.value.at.as_ref()?.value.0)));
        for (spot, at) in rows {
            let written = |pause: &&Break| pause.hours().start() == at;
            let Some(pause) = calendar.breaks.iter().find(written) else { continue };
            if !calendar.meets(pause.hours()) {
                let at = clock_text(at);
                let message = format!(
                    "the break at {at} is outside all shifts of the calendar `{}`",
                    calendar.name
                );
                self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot));
            }
        }
    }

    fn pause(&mut self, row: &Written<scenario::Break>, who: &str) -> Option<Break> {
        let scenario::Break { at, length, paid, .. } = &row.value;
        let at = self.required(at.as_ref(), "at", "a break", row.spot)?.0;
        let length = self.required(length.as_ref(), "for", "a break", row.spot)?;
        if at >= Span::from_days(1) {
            let message =
                format!("a break of {who} begins at {}, when the day is over", clock_text(at));
            let hint = "write `\"00:00\"`: breaks hold on every day";
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(row.spot).hint(hint));
            return None;
        }
        if length.is_zero() {
            let message = format!("a break of {who} takes no time");
            let hint = "leave it out, or say how long it lasts";
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(row.spot).hint(hint));
            return None;
        }
        if *length > Span::from_days(1) {
            let message = format!("a break of {who} lasts {length}, longer than a day");
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(row.spot));
            return None;
        }
        let pause = Break::new(at, *length, paid.as_ref().is_none_or(|paid| paid.value));
        Some(pause.in_groups(row.value.groups()))
    }
}

fn hours(range: ClockRange) -> Hours {
    Hours::new(range.start(), range.end() - range.start())
}
