//! What a station and a skill can give: open hours, people there, and what failures take.

use super::over;
use crate::ids::{CalendarId, CrewId, SkillId, StationId};
use crate::model::{Calendar, Clock, Model, Strikes};
use crate::units::{Span, Time};

/// Capacity of a station.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capacity {
    /// Share of time in which work is possible.
    pub(super) open: f64,
    /// Machines that can work at a time, on average over all time.
    machines: f64,
    /// Repair hours for each hour of work.
    repair_per_hour: f64,
    /// Repair hours for each cycle.
    repair_per_cycle: f64,
}

impl Capacity {
    /// Of the station over `[0, end)`. Failures at given instants are left out.
    pub(super) fn of(model: &Model, station: StationId, end: Time) -> Self {
        let row = &model.stations[station];
        let open = open_share(model, station, end);
        let mut machines = row.machines.len() as f64 * open;
        let (mut repair_per_hour, mut repair_per_cycle) = (0.0, 0.0);
        for failure in row.failures.iter().map(|id| &model.failures[id]) {
            let Strikes::Every { clock, every } = &failure.strikes else { continue };
            let repair = failure.repair.mean();
            match clock {
                Clock::Operating => repair_per_hour += over(repair, every.mean()),
                Clock::OnShift | Clock::Calendar => {
                    machines *= every.mean() / (every.mean() + repair);
                }
                Clock::Cycles => {
                    repair_per_cycle += over(Span::round(repair).hours(), every.mean());
                }
            }
        }
        Self { open, machines, repair_per_hour, repair_per_cycle }
    }

    /// Hours for which a cycle of `hours` occupies a machine, its share of repairs included.
    pub(super) fn occupied(&self, hours: f64) -> f64 {
        hours * (1.0 + self.repair_per_hour) + self.repair_per_cycle
    }

    /// Share of the capacity that `occupied` hours of machines an hour take.
    pub(super) fn share(&self, occupied: f64) -> f64 {
        over(occupied, self.machines)
    }
}

/// People with a skill who are at work, on average over `[0, end)`.
pub(super) fn people(model: &Model, skill: SkillId, end: Time) -> f64 {
    let at_work = |&crew: &CrewId| {
        let row = &model.crews[crew];
        let share = row.calendar.map_or(1.0, |id| share_of(model, id, end, Calendar::open_time));
        row.operators.len() as f64 * share
    };
    model.skills[skill].crews.iter().map(at_work).sum()
}

/// Breaks stop people, and stations that need them. A station cannot work longer than there is
/// some crew with each of the skills.
fn open_share(model: &Model, station: StationId, end: Time) -> f64 {
    let row = &model.stations[station];
    let time = if row.operators.is_some() { Calendar::open_time } else { Calendar::shift_time };
    let station_share = row.calendar.map_or(1.0, |id| share_of(model, id, end, time));
    let Some(needs) = row.operators else { return station_share };
    let crews = |skill: SkillId| {
        let share = |&crew: &CrewId| {
            let calendar = model.crews[crew].calendar;
            calendar.map_or(1.0, |id| share_of(model, id, end, Calendar::open_time))
        };
        model.skills[skill].crews.iter().map(share).sum::<f64>()
    };
    model.needs[needs].skills.iter().map(|&(skill, _)| crews(skill)).fold(station_share, f64::min)
}

fn share_of(
    model: &Model,
    calendar: CalendarId,
    end: Time,
    time: fn(&Calendar, Time, Time) -> Span,
) -> f64 {
    let spent = time(&model.calendars[calendar], Time::ZERO, end);
    over(spent.hours(), end.since_start().hours())
}
