//! The work of the dated order book, and the least time that it takes: what is asked of a run that
//! ends when its orders are done.

use super::capacity::{Capacity, Hours};
use super::staffing::Staffing;
use super::{Work, repairs};
use crate::ids::{CalendarId, SkillId, StationId, Table};
use crate::model::{Model, Shift};
use crate::units::{LONGEST, Span, Time};

/// A hundred years from the plant's start.
const HORIZON: Time = Time::from_ticks(LONGEST.ticks());

/// The work of all dated orders.
#[derive(Clone, Debug, PartialEq)]
pub struct BookWork {
    /// Hours for which each station's machines are occupied, failures of their work included.
    pub stations: Table<StationId, f64>,
    /// Hours of people with each skill.
    pub skills: Table<SkillId, f64>,
    /// Visits of all parts to all stations.
    pub visits: f64,
    /// The least time from the plant's start until the orders are done; `None` if they never are.
    ///
    /// What the busiest station, or the busiest skill, needs for its work when it never waits, in
    /// its own hours. Stations that can stand in for each other divide their work.
    ///
    /// Bounds: of mean times, and no strict bound. A cycle that runs on after closing
    /// (`at_close = "finish"`) and a repair while the station is closed gain time that is not seen
    /// here.
    pub least: Option<Span>,
    /// What takes that long; `None` if there is no work.
    pub slowest: Option<Slowest>,
}

/// What a book waits for at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slowest {
    /// The machines of a station.
    Station(StationId),
    /// The people with a skill.
    Skill(SkillId),
}

/// Machines or people that work at the same hours.
struct Workers {
    number: f64,
    hours: WorkHours,
    /// Stretches of planned overtime, in order.
    overtime: Vec<(Time, Time)>,
}

/// When work goes on.
enum WorkHours {
    /// That of the machines of a station.
    Station(Staffing),
    /// That of people; always without a calendar.
    People(Option<CalendarId>),
    /// Overtime alone, where it is outside the shifts of people.
    Beyond(CalendarId),
}

/// The book's work, from what it asks of every station.
pub(super) fn book_work(
    hours: &Hours<'_>,
    capacities: &Table<StationId, Capacity>,
    asked: &Table<StationId, Work>,
) -> BookWork {
    let model = hours.model;
    let mut skills = hours.people_in_cycles(asked);
    for (station, work) in asked.enumerated() {
        repairs::add_worn(hours, station, work, &mut skills);
    }
    let stations: Table<StationId, f64> = asked.iter().map(|work| work.occupied).collect();
    let station =
        largest(stations.enumerated().map(|(id, &work)| (id, capacities[id].share(work))));
    let skill =
        largest(skills.enumerated().map(|(id, &work)| (id, super::over(work, hours.people(id)))));
    let done = [
        station.map(|id| {
            let row = &model.stations[id];
            let hours = WorkHours::Station(Staffing::of(model, row.calendar, row.operators));
            let overtime = model.planned_stretches(&model.planned_at(id), (Time::ZERO, HORIZON));
            let machines = Workers { number: capacities[id].sound, hours, overtime };
            (Slowest::Station(id), finish(model, &[machines], stations[id]))
        }),
        skill.map(|id| {
            let crews = model.skills[id].crews.iter().map(|&crew| &model.crews[crew]);
            let people = crews.flat_map(|crew| {
                crew.hours_with(id).into_iter().map(|(calendar, people)| Workers {
                    number: f64::from(people) * crew.presence(),
                    hours: WorkHours::People(calendar),
                    overtime: Vec::new(),
                })
            });
            let people: Vec<Workers> = people.chain(in_overtime(model, id)).collect();
            (Slowest::Skill(id), finish(model, &people, skills[id]))
        }),
    ];
    let slowest = done.into_iter().flatten().reduce(|one, other| {
        // Never is later than every instant.
        let later = |at: Option<Time>| at.unwrap_or(Time::NEVER);
        if later(other.1) > later(one.1) { other } else { one }
    });
    BookWork {
        stations,
        skills,
        visits: asked.iter().map(|work| work.visits).sum(),
        least: slowest.map_or(Some(Span::ZERO), |(_, at)| at.map(Time::since_start)),
        slowest: slowest.map(|(what, _)| what),
    }
}

/// People with a skill who come to planned overtime.
fn in_overtime(model: &Model, skill: SkillId) -> impl Iterator<Item = Workers> + '_ {
    let planned = model.overtimes.enumerated().filter(|(_, row)| row.is_planned());
    planned.flat_map(move |(overtime, row)| {
        row.crews.iter().filter_map(move |&(crew, count)| {
            let calendar = model.crews[crew].calendar?;
            model.crews[crew].skills.binary_search(&skill).ok()?;
            let minding = f64::from(model.crews[crew].people_minding(skill));
            Some(Workers {
                number: model.comes(overtime, crew, count).min(minding),
                hours: WorkHours::Beyond(calendar),
                overtime: model.planned_stretches(&[overtime], (Time::ZERO, HORIZON)),
            })
        })
    })
}

/// The one of largest share above zero; the first of equals.
fn largest<T>(shares: impl Iterator<Item = (T, f64)>) -> Option<T> {
    let mut best: Option<(T, f64)> = None;
    for (id, share) in shares {
        if share > best.as_ref().map_or(0.0, |(_, best)| *best) {
            best = Some((id, share));
        }
    }
    best.map(|(id, _)| id)
}

/// When workers who begin at the plant's start have done so many `hours` of work together; `None`
/// if that takes more than a hundred years.
///
/// Cost: one step for every change of their calendars until then.
fn finish(model: &Model, workers: &[Workers], hours: f64) -> Option<Time> {
    let (mut at, mut left) = (Time::ZERO, hours);
    loop {
        let working = workers.iter().filter(|worker| worker.is_at_work(model, at));
        let rate: f64 = working.map(|worker| worker.number).sum();
        let calendars = workers.iter().flat_map(Workers::calendars);
        let change = calendars.filter_map(|&id| model.calendars[id].next_change(at)).min();
        let overtime = workers.iter().filter_map(|worker| worker.next_overtime(at)).min();
        let until = change.into_iter().chain(overtime).fold(HORIZON, Time::min);
        let done = rate * (until - at).hours();
        if rate > 0.0 && done >= left {
            return Some(at + Span::round(left / rate * Span::from_hours(1).ticks() as f64));
        }
        if until >= HORIZON {
            return None;
        }
        left -= done;
        at = until;
    }
}

impl Workers {
    fn calendars(&self) -> &[CalendarId] {
        match &self.hours {
            WorkHours::Station(staffing) => staffing.calendars(),
            WorkHours::People(calendar) => calendar.as_slice(),
            WorkHours::Beyond(calendar) => std::slice::from_ref(calendar),
        }
    }

    /// When planned overtime begins or ends after an instant.
    fn next_overtime(&self, at: Time) -> Option<Time> {
        let next = self.overtime.partition_point(|&(_, until)| until <= at);
        self.overtime.get(next).map(|&(from, until)| if from > at { from } else { until })
    }

    fn is_in_overtime(&self, at: Time) -> bool {
        let next = self.overtime.partition_point(|&(_, until)| until <= at);
        self.overtime.get(next).is_some_and(|&(from, _)| from <= at)
    }

    fn is_at_work(&self, model: &Model, at: Time) -> bool {
        match &self.hours {
            WorkHours::Station(staffing) => staffing.works_at(model, at) || self.is_in_overtime(at),
            WorkHours::Beyond(calendar) => {
                self.is_in_overtime(at) && model.calendars[*calendar].shift_at(at) == Shift::Closed
            }
            WorkHours::People(calendar) => {
                calendar.is_none_or(|id| model.calendars[id].shift_at(at) == Shift::Open)
            }
        }
    }
}
