//! When an order would be done on a line, as planned (`choice = "earliest_finish"` of a product).

use super::{Observer, Plant};
use crate::ids::{LineId, PlaceId, StationId, StepId};
use crate::model::Shift;
use crate::units::{Span, Time};

/// Most changes of hours that are looked at to find when work is done.
const MOST_CHANGES: usize = 1_000;

/// How far the first part of an order is, as planned.
struct Way {
    /// When it comes to the next station.
    at: Time,
    /// Parts on the line before it that have still to come to the next station.
    ahead: u64,
    /// The slowest station so far, and the time from part to part there. Unit: ticks.
    slowest: Option<(StationId, f64)>,
    /// The slowest since the parts of a lot went on together.
    since: Option<(StationId, f64)>,
    /// Parts that went on together with it.
    lot: u32,
    /// Stations all of whose machines are down.
    broken: usize,
}

impl<O: Observer> Plant<'_, O> {
    /// At how many stations of a line all machines are down; and when the last part of an order of so many would be
    /// done there, as planned.
    ///
    /// At each station the first part waits for what is on the machines, in front and on its way, and for the parts that
    /// are on the line before it. Who moves faster than planned, ways and what people wait for are not foreseen.
    ///
    /// Cost: a look at every machine of the line and at every part in front, and at each change of hours until then.
    pub(super) fn line_finish(&self, line: LineId, quantity: u32) -> (usize, Time) {
        let mut way = Way { at: self.now, ahead: 0, slowest: None, since: None, lot: 1, broken: 0 };
        for step in self.model.lines[line].steps.iter() {
            let place = self.model.steps[step].places.first();
            if !self.model.stations[self.model.places[place].station].is_store() {
                self.pass_station(step, place, quantity, &mut way);
            }
        }
        let of_lot = self.paced_until(way.at, way.since, way.lot - 1);
        (way.broken, self.paced_until(of_lot, way.slowest, quantity.saturating_sub(way.lot)))
    }

    /// When so many more parts have followed from an instant on, at the pace of a station.
    fn paced_until(&self, at: Time, slow: Option<(StationId, f64)>, parts: u32) -> Time {
        slow.map_or(at, |(station, pace)| self.worked_until(station, at, f64::from(parts) * pace))
    }

    /// The first part of an order goes through a station, as planned.
    fn pass_station(&self, step: StepId, place: PlaceId, quantity: u32, way: &mut Way) {
        let row = &self.model.places[place];
        let station = row.station;
        let machines = self.model.stations[station].machines;
        if way.slowest.is_none() {
            way.ahead += self.waiting_outside(station, step);
        }
        self.wait_for_lot(step, quantity, way);
        way.broken += usize::from(machines.iter().all(|machine| self.machines.is_down(machine)));
        let takt = self.model.least_takt(station).ticks() as f64;
        let occupied = self.model.occupied(station, row.mean_cycle).ticks() as f64;
        let pace = occupied.max(takt) / machines.len().max(1) as f64;
        let (free, change) = self.first_free(place);
        let before = free + way.ahead as f64 * pace;
        let starts = way.at.max(self.worked_until(station, self.now, before));
        let work = change + self.planned_stages(place).max(takt);
        way.at = self.worked_until(station, starts, work);
        if row.visit == 0 {
            let load = self.buffers.load(station) + self.conveyors.load(station);
            let busy = machines.len() as u64 - u64::from(self.buffers.available(station));
            way.ahead += u64::from(load + self.stands.load(station)) + busy;
        }
        for slowest in [&mut way.slowest, &mut way.since] {
            if slowest.is_none_or(|(_, slowest)| slowest < pace) {
                *slowest = Some((station, pace));
            }
        }
    }

    /// Before a step to which parts go on together the first part waits for the others.
    fn wait_for_lot(&self, step: StepId, quantity: u32, way: &mut Way) {
        let mut meetings = self.model.meetings.rows.iter();
        if let Some(meeting) = meetings.find(|meeting| meeting.to == step) {
            way.lot = meeting.together.clamp(1, quantity.max(1));
            way.at = self.paced_until(way.at, way.since.take(), way.lot - 1);
        }
    }

    /// When a station has worked so many ticks from an instant on, in its hours.
    fn worked_until(&self, station: StationId, from: Time, work: f64) -> Time {
        let mut left = Span::round(work);
        let row = &self.model.stations[station];
        let Some(calendar) = row.calendar.map(|id| &self.model.calendars[id]) else {
            return from + left;
        };
        // Machines that need nobody go on in breaks.
        let works = |shift: Shift| match shift {
            Shift::Open => true,
            Shift::Break { .. } => row.operators.is_none(),
            Shift::Away { .. } | Shift::Closed => false,
        };
        let mut at = from;
        for _ in 0..MOST_CHANGES {
            let is_open = works(calendar.shift_at(at));
            let change = calendar.next_change(at).unwrap_or(Time::NEVER);
            if is_open && at + left <= change {
                return at + left;
            }
            if change == Time::NEVER {
                break;
            }
            if is_open {
                left -= change - at;
            }
            at = change;
        }
        Time::NEVER
    }
}
