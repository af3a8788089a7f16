//! Opening and closing: one pending event for each calendar.

use super::task::{Interruption, Tasks};
use super::{Observer, Plant};
use crate::ids::{CalendarId, CrewId, MachineId, OperatorId, Table};
use crate::model::{AtClose, Model, Shift};
use crate::observe::State;
use crate::units::{Span, Time};

const DAY: Span = Span::from_days(1);

#[derive(Clone, Debug)]
struct Row {
    shift: Shift,
    /// When it has opened, if it is open.
    opened: Time,
    /// When it closes next (breaks are not closings).
    closes: Time,
    /// Whether its people may miss single days of a shift that lasts for several.
    has_absence: bool,
    machines: Vec<MachineId>,
    /// Machines with planned work that begins only while it is open.
    windows: Vec<MachineId>,
    crews: Vec<CrewId>,
    /// People of crews whose people have calendars of their own.
    people: Vec<OperatorId>,
}

/// What every calendar says now.
#[derive(Debug)]
pub(super) struct Calendars {
    rows: Table<CalendarId, Row>,
}

impl Calendars {
    pub(super) fn new(model: &Model) -> Self {
        let row = |_| Row {
            shift: Shift::Open,
            opened: Time::ZERO,
            closes: Time::NEVER,
            has_absence: false,
            machines: Vec::new(),
            windows: Vec::new(),
            crews: Vec::new(),
            people: Vec::new(),
        };
        let mut rows: Table<CalendarId, Row> = model.calendars.ids().map(row).collect();
        for (machine, row) in model.machines.enumerated() {
            if let Some(calendar) = model.stations[row.station].calendar {
                rows[calendar].machines.push(machine);
            }
        }
        for mode in &model.modes {
            if let Some(planned) = &model.failures[mode.failure].planned
                && let Some(calendar) = planned.window
            {
                rows[calendar].windows.push(mode.machine);
            }
        }
        for (crew, row) in model.crews.enumerated() {
            let has_absence = row.conduct.absence.is_some();
            if !row.own_calendars.is_empty() {
                for (operator, &calendar) in row.operators.iter().zip(&row.own_calendars) {
                    rows[calendar].people.push(operator);
                    rows[calendar].has_absence |= has_absence;
                }
            } else if let Some(calendar) = row.calendar {
                rows[calendar].crews.push(crew);
                rows[calendar].has_absence |= has_absence;
            }
        }
        Self { rows }
    }

    /// When the calendar closes next.
    pub(super) fn closes(&self, calendar: CalendarId) -> Time {
        self.rows[calendar].closes
    }

    /// What the calendar says now.
    pub(super) fn shift(&self, calendar: CalendarId) -> Shift {
        self.rows[calendar].shift
    }

    /// Whether machines under the calendar may work.
    pub(super) fn is_open(&self, calendar: CalendarId) -> bool {
        self.rows[calendar].shift != Shift::Closed
    }
}

impl<O: Observer> Plant<'_, O> {
    /// Sets every calendar, machine and crew to what holds at the start.
    pub(super) fn open_calendars(&mut self) {
        for calendar in self.model.calendars.ids() {
            self.calendars.rows[calendar].shift = Shift::Open;
            self.turn(calendar);
        }
        for (crew, row) in self.model.crews.enumerated() {
            if row.calendar.is_none() && row.own_calendars.is_empty() {
                self.shift_crew(crew, Shift::Open, Time::NEVER);
            }
        }
    }

    /// A calendar changes now, or a day of a long shift begins.
    pub(super) fn pass(&mut self, calendar: CalendarId) {
        let is_same = || {
            let shift = self.model.calendars[calendar].shift_at(self.now);
            shift == self.calendars.shift(calendar)
        };
        if self.calendars.rows[calendar].has_absence && is_same() {
            self.begin_day(calendar);
        } else {
            self.turn(calendar);
        }
    }

    /// A day begins within a shift that lasts longer than one.
    fn begin_day(&mut self, calendar: CalendarId) {
        let row = &mut self.calendars.rows[calendar];
        let (crews, people) = (std::mem::take(&mut row.crews), std::mem::take(&mut row.people));
        for &crew in &crews {
            self.begin_day_of_crew(crew);
        }
        for &operator in &people {
            self.begin_day_of_person(operator);
        }
        let row = &mut self.calendars.rows[calendar];
        (row.crews, row.people) = (crews, people);
        let next = self.model.calendars[calendar].next_change(self.now);
        self.book_turn(calendar, next);
    }

    /// Books when a calendar changes next, or the next day of a long shift before that.
    fn book_turn(&mut self, calendar: CalendarId, next: Option<Time>) {
        let Row { shift, opened, closes, has_absence, .. } = self.calendars.rows[calendar];
        if has_absence && shift != Shift::Closed && closes - opened > DAY {
            let days = self.now.ticks().div_euclid(DAY.ticks()) + 1;
            let midnight = Time::from_ticks(days * DAY.ticks());
            if next.is_none_or(|next| midnight < next) {
                self.events.book(self.slots.calendar(calendar, true), midnight);
                return;
            }
        }
        if let Some(next) = next {
            let opens = self.model.calendars[calendar].shift_at(next) == Shift::Open;
            self.events.book(self.slots.calendar(calendar, opens), next);
        }
    }

    /// A calendar changes now.
    fn turn(&mut self, calendar: CalendarId) {
        let model = self.model;
        let shift = model.calendars[calendar].shift_at(self.now);
        let before = self.calendars.shift(calendar);
        let row = &mut self.calendars.rows[calendar];
        row.shift = shift;
        row.closes = model.calendars[calendar].closes(self.now);
        if before == Shift::Closed {
            row.opened = self.now;
        }
        let (machines, crews) = (std::mem::take(&mut row.machines), std::mem::take(&mut row.crews));
        let people = std::mem::take(&mut row.people);
        for &machine in &machines {
            let station = model.machines[machine].station;
            let [before, now] = [before, shift].map(|s| self.overtimes.or_overtime(station, s));
            self.turn_machine(machine, before, now);
        }
        self.turn_conveyors(calendar, shift != Shift::Closed);
        self.turn_vehicles(calendar, shift != Shift::Closed);
        if shift != Shift::Closed {
            self.open_windows(calendar);
        }
        let next = model.calendars[calendar].next_change(self.now);
        for &crew in &crews {
            self.shift_crew(crew, shift, next.unwrap_or(Time::NEVER));
        }
        for &operator in &people {
            self.shift_person(operator, shift);
        }
        // A turn of many machines is long: the next look must not wait for many of them.
        self.look_up_at = self.happened;
        let row = &mut self.calendars.rows[calendar];
        (row.machines, row.crews, row.people) = (machines, crews, people);
        self.book_turn(calendar, next);
    }

    /// Planned work that waits for a calendar may begin.
    fn open_windows(&mut self, calendar: CalendarId) {
        let machines = std::mem::take(&mut self.calendars.rows[calendar].windows);
        for &machine in &machines {
            self.begin_due_upkeep(machine);
        }
        self.calendars.rows[calendar].windows = machines;
    }

    /// What holds for a machine changes: its clocks run or stand, it opens or closes.
    pub(super) fn turn_machine(&mut self, machine: MachineId, before: Shift, now: Shift) {
        self.turn_shift_clocks(machine, before, now);
        if self.has_rare_ways {
            self.look_at_takt_of(machine);
        }
        match (before == Shift::Closed, now == Shift::Closed) {
            (false, true) => self.close_machine(machine),
            (true, false) => self.open_machine(machine),
            (true, true) | (false, false) => {}
        }
    }

    /// Whether the station of a machine is open.
    pub(super) fn is_open(&self, machine: MachineId) -> bool {
        let station = self.model.machines[machine].station;
        let calendar = self.model.stations[station].calendar;
        calendar.is_none_or(|calendar| self.calendars.is_open(calendar))
            || self.overtimes.opens(station)
    }

    /// What holds for a machine: what its calendar says, and overtime where that is closed.
    pub(super) fn shift_of(&self, machine: MachineId) -> Shift {
        let station = self.model.machines[machine].station;
        let calendar = self.model.stations[station].calendar;
        let shift = calendar.map_or(Shift::Open, |calendar| self.calendars.shift(calendar));
        self.overtimes.or_overtime(station, shift)
    }

    /// When a machine that is open closes next; overtime that is not decided does not count.
    pub(super) fn closes(&self, machine: MachineId) -> Time {
        let station = self.model.machines[machine].station;
        let Some(id) = self.model.stations[station].calendar else { return Time::NEVER };
        let calendar = &self.model.calendars[id];
        let usual = self.calendars.closes(id);
        let closes = match self.overtimes.until(station) {
            Some(until) if until > usual => calendar.closes(until),
            _ => usual,
        };
        let longer = self.overtimes.station_closes(self.model, station, closes);
        if longer > closes { calendar.closes(longer) } else { closes }
    }

    pub(super) fn close_machine(&mut self, machine: MachineId) {
        self.start_ups.stand(machine, self.now);
        let station = self.model.station_of(machine);
        let task = Tasks::of_machine(machine);
        if station.at_close == AtClose::Finish && self.tasks.is_begun(task) {
            // One that waits for people or for a repair works on when that is there.
            self.show_closed(machine);
            return;
        }
        self.interrupt(task, Interruption::Closed);
        self.machines.set(machine, State::OffShift, true);
        self.offer(machine);
        self.look_for_upkeep(machine);
    }

    fn open_machine(&mut self, machine: MachineId) {
        let task = Tasks::of_machine(machine);
        self.machines.set(machine, State::OffShift, false);
        self.start_up(machine);
        self.free(task, Interruption::NoFit);
        self.show_pause(machine);
        self.free(task, Interruption::Closed);
        self.offer(machine);
    }

    /// A machine that finished its cycle after closing is off shift from now on.
    pub(super) fn close_late(&mut self, machine: MachineId) {
        if !self.is_open(machine) {
            self.machines.set(machine, State::OffShift, true);
            self.start_ups.stand(machine, self.now);
        }
    }

    /// A closed machine is off shift, unless it works on until its cycle ends.
    pub(super) fn show_closed(&mut self, machine: MachineId) {
        if !self.is_open(machine) {
            let works = self.tasks.is_running(Tasks::of_machine(machine));
            self.machines.set(machine, State::OffShift, !works);
            if !works {
                self.look_for_upkeep(machine);
            }
        }
    }
}
