//! When an order would be done on a line, as planned (`choice = "earliest_finish"` of a product).

use super::{Observer, Plant};
use crate::ids::{LineId, PlaceId, StationId, StepId};
use crate::model::{AtClose, Calendar, Shift};
use crate::random::Distribution;
use crate::units::{Span, Time};

/// Most changes of hours that are looked at to find when work is done.
const MOST_CHANGES: usize = 1_000;

/// Most parts that are followed one by one.
const MOST_FOLLOWED: u32 = 100_000;

/// A station on the way of an order.
#[derive(Clone, Copy, Debug)]
struct Passed {
    station: StationId,
    /// How long a part occupies a machine. Unit: ticks.
    cycle: f64,
    machines: u32,
}

impl Passed {
    /// From part to part. Unit: ticks.
    fn pace(self) -> f64 {
        self.cycle / f64::from(self.machines)
    }
}

/// How far the first part of an order is, as planned.
struct Way {
    /// When it comes to the next station.
    at: Time,
    /// Parts on the line before it that have still to come to the next station.
    ahead: u64,
    /// What it passed since it and others went on together.
    since: Vec<Passed>,
    /// The slowest station so far.
    slowest: Option<Passed>,
    /// Parts that went on together with it, itself counted.
    lot: u32,
    /// Stations all of whose machines are down.
    broken: usize,
}

impl<O: Observer> Plant<'_, O> {
    /// At how many stations of a line all machines are down; and when the last part of an order of so many would be
    /// done there, as planned.
    ///
    /// At each station the first part waits for what is on the machines, in front and on its way, and for the parts that
    /// are on the line before it, as if these were like it. Who moves faster than planned, ways and what people wait for
    /// are not foreseen.
    ///
    /// Cost: a look at every machine of the line and at every part in front, and at each change of hours until then.
    pub(super) fn line_finish(&self, line: LineId, quantity: u32) -> (usize, Time) {
        let mut way =
            Way { at: self.now, ahead: 0, since: Vec::new(), slowest: None, lot: 1, broken: 0 };
        for step in self.model.lines[line].steps.iter() {
            let place = self.model.steps[step].places.first();
            let station = &self.model.stations[self.model.places[place].station];
            if let Some(outside) = &station.outside {
                // All of the order go with one lorry.
                let leaves = outside.leaves.next(self.last_is_done(&way, quantity));
                way.at = self.model.back_from_outside(outside, Distribution::mean, leaves);
                way.since.clear();
                way.lot = quantity.max(1);
            } else if station.has_machines() {
                self.pass_station(step, place, quantity, &mut way);
            }
        }
        (way.broken, self.last_is_done(&way, quantity))
    }

    /// When the last part of an order is as far as the first one is on its way.
    fn last_is_done(&self, way: &Way, quantity: u32) -> Time {
        let lot = if way.lot > 1 { way.lot } else { quantity.max(1) };
        let of_lot = self.others_follow(way, lot - 1);
        // Further lots come at the pace of the slowest station.
        let later = quantity.saturating_sub(lot);
        let slow = way.slowest.filter(|_| later > 0);
        slow.map_or(of_lot, |slow| {
            self.worked_until(slow.station, of_lot, f64::from(later) * slow.pace())
        })
    }

    /// When so many parts have followed the first one through the stations since they went on together.
    fn others_follow(&self, way: &Way, parts: u32) -> Time {
        // Of nobody it is now, closed or not.
        let since = way.since.iter().filter(|_| parts > 0);
        let slow = since.max_by(|one, other| one.pace().total_cmp(&other.pace()));
        slow.map_or(way.at, |slow| {
            self.worked_until(slow.station, way.at, follow(&way.since, parts))
        })
    }

    /// The first part of an order goes through a station, as planned.
    fn pass_station(&self, step: StepId, place: PlaceId, quantity: u32, way: &mut Way) {
        let row = &self.model.places[place];
        let (station, machines) = (row.station, self.model.stations[row.station].machines);
        if way.slowest.is_none() {
            way.ahead += self.waiting_outside(station, step);
        }
        self.wait_for_lot(step, quantity, way);
        way.broken += usize::from(machines.iter().all(|machine| self.machines.is_down(machine)));
        let takt = self.model.least_takt(station).ticks() as f64;
        let occupied = self.model.occupied(station, row.mean_cycle).ticks() as f64;
        let count = u32::try_from(machines.len()).unwrap_or(u32::MAX).max(1);
        let passed = Passed { station, cycle: occupied.max(takt), machines: count };
        let (free, change) = self.first_free(place);
        let before = free + way.ahead as f64 * passed.pace();
        let starts = way.at.max(self.worked_until(station, self.now, before));
        let work = change + self.planned_stages(place).max(takt);
        let hold = self.model.stations[station].hold.as_deref().map_or(0.0, Distribution::mean);
        way.at = self.cycle_done(station, starts, work) + Span::round(hold);
        if row.visit == 0 {
            let load = self.buffers.load(station) + self.conveyors.load(station);
            let busy = machines.len() as u64 - u64::from(self.buffers.available(station));
            way.ahead += u64::from(load + self.stands.load(station)) + busy;
        }
        way.since.push(passed);
        if way.slowest.is_none_or(|slowest| slowest.pace() < passed.pace()) {
            way.slowest = Some(passed);
        }
    }

    /// Before a step to which parts go on together the first part waits for the others, and all parts that wait there
    /// for others are before it.
    fn wait_for_lot(&self, step: StepId, quantity: u32, way: &mut Way) {
        let mut meetings = self.model.meetings.rows.enumerated();
        if let Some((id, meeting)) = meetings.find(|(_, meeting)| meeting.to == step) {
            let lot = meeting.together.clamp(1, quantity.max(1));
            way.at = self.others_follow(way, lot - 1);
            way.since.clear();
            way.lot = lot;
            way.ahead += self.meetings.len(id) as u64;
        }
    }

    /// When a cycle ends that may begin from an instant on, by what its station does at closing.
    fn cycle_done(&self, station: StationId, from: Time, work: f64) -> Time {
        let row = &self.model.stations[station];
        let Some(calendar) = row.calendar.map(|id| &self.model.calendars[id]) else {
            return from + Span::round(work);
        };
        let open = |at| self.worked_until(station, at, 0.0);
        match row.at_close {
            AtClose::Pause => self.worked_until(station, from, work),
            AtClose::Finish => open(from) + Span::round(work),
            AtClose::NoStart => {
                let ends = |at| self.worked_until(station, at, work);
                let fits = |at: &Time| ends(*at) <= calendar.closes(*at);
                let mut starts =
                    std::iter::successors(Some(open(from)), |&at| Some(open(calendar.closes(at))));
                starts.by_ref().take(MOST_CHANGES).find(fits).map_or(Time::NEVER, ends)
            }
        }
    }

    /// When a station has worked so many ticks from an instant on, in its hours.
    fn worked_until(&self, station: StationId, from: Time, work: f64) -> Time {
        if from == Time::NEVER {
            return from;
        }
        let mut left = Span::round(work);
        let row = &self.model.stations[station];
        let Some(calendar) = row.calendar.map(|id| &self.model.calendars[id]) else {
            return from + left;
        };
        let mut at = from;
        for _ in 0..MOST_CHANGES {
            let is_open = works(calendar, at, row.operators.is_some());
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

/// Whether a station works: machines that need nobody go on in breaks.
fn works(calendar: &Calendar, at: Time, needs_people: bool) -> bool {
    match calendar.shift_at(at) {
        Shift::Open => true,
        Shift::Break { .. } => !needs_people,
        Shift::Away { .. } | Shift::Closed => false,
    }
}

/// How long after the first part the last of so many others leaves stations to which they come together. Unit: ticks.
///
/// Part n begins when it is there and, on m machines, part n - m is done. Beyond [`MOST_FOLLOWED`] parts come at the
/// pace of the slowest station.
///
/// Cost: a step for each part at each station, as the parts themselves will cost.
fn follow(stations: &[Passed], parts: u32) -> f64 {
    let followed = parts.min(MOST_FOLLOWED);
    // Of each part, how long after the first one it leaves, which comes to each station first.
    let mut leaves = vec![0.0_f64; followed as usize + 1];
    for station in stations {
        let machines = station.machines as usize;
        for part in machines..leaves.len() {
            leaves[part] = leaves[part].max(leaves[part - machines] + station.cycle);
        }
    }
    let slowest = stations.iter().map(|station| station.pace()).fold(0.0, f64::max);
    leaves[followed as usize] + f64::from(parts - followed) * slowest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;

    fn passed(machines: u32, cycle: f64) -> Passed {
        Passed { station: StationId::at(0), cycle, machines }
    }

    /// Three machines of 10 bring eight parts at 0, 0, 0, 10, 10, 10, 20 and 20. On two of 7 these begin at 0, 0, 7, 10,
    /// 14, 17, 21 and 24: the last one is held up by one that waited itself.
    #[test]
    fn parts_wait_for_their_machine_and_for_each_other() {
        let stations = [passed(3, 10.0), passed(2, 7.0)];
        let leave: Vec<f64> = (0..8).map(|parts| follow(&stations, parts)).collect();
        assert_eq!(leave, [0.0, 0.0, 7.0, 10.0, 14.0, 17.0, 21.0, 24.0]);
    }

    /// One machine sets the pace of all that follow, however many they are.
    #[test]
    fn many_come_at_the_pace_of_the_slowest_station() {
        let stations = [passed(4, 8.0), passed(1, 3.0), passed(7, 14.0)];
        for parts in [MOST_FOLLOWED, 4 * MOST_FOLLOWED] {
            assert!(follow(&stations, parts).total_cmp(&(3.0 * f64::from(parts))).is_eq());
        }
    }
}
