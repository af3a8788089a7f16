//! What stations and skills can give: open hours, people there, and what failures take.

use std::collections::BTreeMap;

use super::staffing::Staffing;
use super::{Work, over};
use crate::ids::{CalendarId, NeedsId, OvertimeId, SkillId, StationId, Table};
use crate::model::{Clock, Crew, Model, Strikes};
use crate::units::{Span, Time};

/// What calendars leave of a stretch of time. Bounds: shares of it, in [0, 1].
#[derive(Clone, Copy, Debug)]
struct Share {
    /// Working time of people, breaks excluded.
    open: f64,
    /// Shifts, breaks included.
    shift: f64,
}

/// Without a calendar, all time is open.
const ALWAYS: Share = Share { open: 1.0, shift: 1.0 };

/// When things can work in a stretch of time.
pub(super) struct Hours<'a> {
    pub(super) model: &'a Model,
    /// Start of the stretch of time.
    pub(super) start: Time,
    /// End of the stretch of time.
    pub(super) end: Time,
    calendars: Table<CalendarId, Share>,
    /// Share of time in which a calendar has a shift and somebody with each of the skills is there.
    staffed: BTreeMap<(Option<CalendarId>, NeedsId), f64>,
    /// Share of time in which planned overtime opens a station beyond its own hours.
    overtime: Table<StationId, f64>,
    /// People whom planned overtime brings beyond their own hours, on average.
    people_in_overtime: Table<SkillId, f64>,
}

impl<'a> Hours<'a> {
    pub(super) fn between(model: &'a Model, start: Time, end: Time) -> Self {
        let share = |time: Span| over(time.hours(), (end - start).hours());
        let calendars = model.calendars.iter().map(|calendar| Share {
            open: share(calendar.open_time(start, end)),
            shift: share(calendar.shift_time(start, end)),
        });
        let of_stations = model.stations.iter().map(|row| (row.calendar, row.operators));
        let of_repairs = model.failures.iter().map(|failure| (None, failure.crew));
        let mut staffed = BTreeMap::new();
        for (calendar, needs) in of_stations.chain(of_repairs) {
            let Some(needs) = needs else { continue };
            staffed.entry((calendar, needs)).or_insert_with(|| {
                share(Staffing::of(model, calendar, Some(needs)).time(model, start, end))
            });
        }
        let (overtime, people_in_overtime) = planned(model, start, end);
        let calendars = calendars.collect();
        Self { model, start, end, calendars, staffed, overtime, people_in_overtime }
    }

    /// People with a skill who are at work, on average.
    pub(super) fn people(&self, skill: SkillId) -> f64 {
        let crews = self.model.skills[skill].crews.iter().map(|&crew| &self.model.crews[crew]);
        let at_work = |crew: &Crew| {
            if !crew.training.is_empty() {
                return self.people_who_learn(crew, skill);
            }
            let hours = crew.hours_with(skill).into_iter();
            hours
                .map(|(calendar, people)| f64::from(people) * self.share(calendar).open)
                .sum::<f64>()
        };
        let usual: f64 = crews.map(|crew| crew.presence() * at_work(crew)).sum();
        usual + self.people_in_overtime[skill]
    }

    /// People of a crew who are at work and have one of the skills at some time, on average.
    pub(super) fn people_of(&self, crew: &Crew, skills: &[SkillId]) -> f64 {
        let hours = crew.hours_with_any(skills).into_iter();
        let at_work = hours.map(|(calendar, people)| f64::from(people) * self.share(calendar).open);
        crew.presence() * at_work.sum::<f64>()
    }

    /// People with a skill whom planned overtime brings, on average.
    pub(super) fn people_in_overtime(&self, skill: SkillId) -> f64 {
        self.people_in_overtime[skill]
    }

    /// People of a crew who are at work and have a skill, on average, where some learn.
    fn people_who_learn(&self, crew: &Crew, skill: SkillId) -> f64 {
        let all = (self.end - self.start).hours();
        let share = |number: u32| {
            let open = |(from, until): (Time, Time)| {
                let (from, until) = (from.max(self.start), until.min(self.end));
                match crew.calendar_of(number) {
                    _ if from >= until => Span::ZERO,
                    Some(id) => self.model.calendars[id].open_time(from, until),
                    None => until - from,
                }
            };
            let open = crew.held(number, skill).into_iter().map(open);
            over(open.fold(Span::ZERO, |sum, time| sum + time).hours(), all)
        };
        (1..=crew.count).map(share).sum()
    }

    /// People that the cycles of `work` need, with what comes before and after, by skill: on average
    /// if the work is that of an hour.
    pub(super) fn people_in_cycles(&self, work: &Table<StationId, Work>) -> Table<SkillId, f64> {
        let mut people = Table::filled(self.model.skills.len(), 0.0);
        for (station, work) in work.enumerated() {
            for (needs, hours) in self.attended(station, work) {
                add_people(self.model, needs, hours, &mut people);
            }
        }
        people
    }

    /// Who the cycles of a station need, with what comes before and after, and for how many hours.
    pub(super) fn attended(&self, station: StationId, work: &Work) -> Vec<(NeedsId, f64)> {
        let row = &self.model.stations[station];
        let mut attended = Vec::new();
        let mut handled = 0.0;
        for handling in row.attendance.handlings() {
            let hours = work.visits * Span::round(self.model.handled(handling)).hours();
            handled += hours;
            attended.extend(handling.operators.map(|needs| (needs, hours)));
        }
        attended.extend(row.operators.map(|needs| (needs, (work.hours - handled).max(0.0))));
        attended
    }

    /// Share of time in which a calendar has shifts, breaks included.
    pub(super) fn shifts(&self, calendar: Option<CalendarId>) -> f64 {
        self.share(calendar).shift
    }

    /// Share of time in which the `on_shift` clocks of a station run: breaks apply to people, and so
    /// to stations that need them.
    pub(super) fn on_shift(&self, station: StationId) -> f64 {
        let row = &self.model.stations[station];
        let share = self.share(row.calendar);
        if row.operators.is_some() { share.open } else { share.shift }
    }

    /// Share of time in which somebody with each of the skills of a repair is at work.
    pub(super) fn somebody(&self, needs: NeedsId) -> f64 {
        self.staffed[&(None, needs)]
    }

    /// Share of all time that failures at given instants take from one machine of the station while
    /// it is open.
    fn lost_at(&self, station: StationId, instants: &[Time], repair: Span) -> f64 {
        let calendar = self.model.stations[station].calendar.map(|id| &self.model.calendars[id]);
        let lost = |&at: &Time| {
            let end = (at + repair).min(self.end);
            let at = at.max(self.start);
            match calendar {
                _ if at >= end => 0.0,
                Some(calendar) => calendar.shift_time(at, end).hours(),
                None => (end - at).hours(),
            }
        };
        over(instants.iter().map(lost).sum(), (self.end - self.start).hours())
    }

    /// Share of time in which a station can work. A station that needs people works while it has a
    /// shift and somebody with each of the skills is there; breaks stop people only.
    pub(super) fn open(&self, station: StationId) -> f64 {
        let row = &self.model.stations[station];
        let usual = match row.operators {
            Some(needs) => self.staffed[&(row.calendar, needs)],
            None => self.share(row.calendar).shift,
        };
        (usual + self.overtime[station]).min(1.0)
    }

    fn share(&self, calendar: Option<CalendarId>) -> Share {
        calendar.map_or(ALWAYS, |id| self.calendars[id])
    }
}

/// Capacity of a station.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capacity {
    /// Share of time in which work is possible.
    pub(super) open: f64,
    /// Machines that are sound while the station is open, on average.
    pub(super) sound: f64,
    /// Machines that can work at a time, on average over all time.
    machines: f64,
    /// How much longer cycles take on average than at the speed of the station.
    slow: f64,
    /// Repair hours for each hour of work.
    repair_per_hour: f64,
    /// Repair hours for each cycle.
    repair_per_cycle: f64,
}

impl Capacity {
    /// The capacity of a station. Waiting for repair crews is left out.
    pub(super) fn of(hours: &Hours<'_>, station: StationId) -> Self {
        let row = &hours.model.stations[station];
        let open = hours.open(station);
        let (mut sound, mut lost) = (row.machines.len() as f64, 0.0);
        let (mut repair_per_hour, mut repair_per_cycle) = (0.0, 0.0);
        for id in row.failures.iter() {
            let failure = &hours.model.failures[id];
            let crew =
                failure.common.map_or(failure.crew, |first| hours.model.failures[first].crew);
            let slowness = crew.map_or(1.0, |needs| hours.model.slowness(needs));
            let windowed = hours.model.windowed(id);
            let at_work = windowed.map_or(1.0, |windowed| windowed.at_work);
            let repair = failure.repair.mean() * slowness * at_work;
            let clock = match &failure.strikes {
                Strikes::Every { clock, .. } => clock,
                Strikes::Opening(after) => {
                    let stretch = (hours.start, hours.end);
                    let times = hours.model.count_openings(row.calendar, *after, stretch);
                    let taken = Span::round(repair).hours() * f64::from(times);
                    let all = row.machines.len() as f64;
                    lost += over(all * taken, (hours.end - hours.start).hours());
                    continue;
                }
                Strikes::At(instants) => {
                    let machines = if failure.is_of_all() { row.machines.len() } else { 1 };
                    lost += machines as f64 * hours.lost_at(station, instants, Span::round(repair));
                    continue;
                }
            };
            let every = hours.model.mean_interval(id);
            match clock {
                Clock::Setups => {}
                _ if every.is_infinite() => {}
                Clock::Operating => repair_per_hour += over(repair, every),
                Clock::OnShift | Clock::Calendar => sound *= every / (every + repair),
                Clock::Cycles => repair_per_cycle += over(Span::round(repair).hours(), every),
            }
        }
        let machines = (sound * open - lost).max(0.0);
        let slow = if row.is_slowed { hours.model.slowdown(station) } else { 1.0 };
        Self { open, sound, machines, slow, repair_per_hour, repair_per_cycle }
    }

    /// Hours for which a cycle of `hours` occupies a machine, its share of repairs included.
    pub(super) fn occupied(&self, hours: f64) -> f64 {
        hours * self.slow * (1.0 + self.repair_per_hour) + self.repair_per_cycle
    }

    /// Share of the open time of so many machines in which they are sound.
    pub(super) fn available(&self, machines: f64) -> f64 {
        over(self.machines, machines * self.open)
    }

    /// Machines that can work at a time, on average.
    pub(super) const fn machines(&self) -> f64 {
        self.machines
    }

    /// Share of the capacity that `occupied` hours of machines an hour take.
    pub(super) fn share(&self, occupied: f64) -> f64 {
        over(occupied, self.machines)
    }
}

/// Adds the people of a task that takes so many hours.
pub(super) fn add_people(
    model: &Model,
    needs: NeedsId,
    hours: f64,
    people: &mut Table<SkillId, f64>,
) {
    for (skill, number) in model.needs[needs].people() {
        people[skill] += hours * number;
    }
}

/// What planned overtime adds to the hours of stations, as shares of the time, and to the people with
/// each skill.
fn planned(model: &Model, start: Time, end: Time) -> (Table<StationId, f64>, Table<SkillId, f64>) {
    let mut stations = Table::filled(model.stations.len(), 0.0);
    let mut skills = Table::filled(model.skills.len(), 0.0);
    let share = |time: Span| over(time.hours(), (end - start).hours());
    let mut known: BTreeMap<(Vec<OvertimeId>, Option<CalendarId>), f64> = BTreeMap::new();
    if model.overtimes.is_empty() {
        return (stations, skills);
    }
    for (station, row) in model.stations.enumerated() {
        let overtimes = model.planned_at(station);
        if !overtimes.is_empty() {
            let time = known
                .entry((overtimes, row.calendar))
                .or_insert_with_key(|of| share(model.planned_overtime(&of.0, of.1, (start, end))));
            stations[station] = *time;
        }
    }
    for (overtime, row) in model.overtimes.enumerated().filter(|(_, row)| row.is_planned()) {
        for &(crew, count) in &row.crews {
            let people = model.comes(overtime, crew, count);
            let crew = &model.crews[crew];
            let time = share(model.planned_overtime(&[overtime], crew.calendar, (start, end)));
            for &skill in &crew.skills {
                skills[skill] += people.min(f64::from(crew.people_minding(skill))) * time;
            }
        }
    }
    (stations, skills)
}
