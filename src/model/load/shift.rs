//! Load of people shift by shift: what is asked of those with a skill while the same crews are there.
//!
//! Work may wait for another shift, so over a long time only all shifts together decide. How much has to
//! wait is told by an even pace: each task is done in all hours in which it can be, as much in each.

use std::collections::BTreeMap;

use super::capacity::{Capacity, Hours, add_people};
use super::staffing::Staffing;
use super::{PeriodLoads, Released, over, repairs};
use crate::ids::{CalendarId, CrewId, NeedsId, OvertimeId, SkillId, StationId, Table};
use crate::model::{Length, Model, Shift};
use crate::units::{Span, Time};

/// Longest stretch of time that is looked at.
const LONGEST: Span = Span::from_days(2 * 366);

/// Most kinds of tasks and people that are followed.
const MOST_FOLLOWED: usize = 20_000;

/// Most needs of stations for skills that are kept.
const MOST_NEEDS: usize = 2_000_000;

/// What is asked of the people with a skill while the same of their crews are there.
#[derive(Clone, Debug, PartialEq)]
pub struct ShiftLoad {
    /// The skill.
    pub skill: SkillId,
    /// Crews of which somebody who has it is in a shift, ascending.
    pub crews: Vec<CrewId>,
    /// Crews of which somebody who has it comes by planned overtime, ascending.
    pub overtime: Vec<CrewId>,
    /// How long that is so. Unit: hours a week.
    pub hours: f64,
    /// People with the skill who are at work in these hours, on average; breaks are no work.
    pub people: f64,
    /// People with the skill who are needed in these hours at an even pace: every task is done in all hours
    /// in which its station is open and its people are there, as much in each.
    pub needed: f64,
}

impl ShiftLoad {
    /// People needed over people there: above 1, work has to wait for another shift.
    pub fn load(&self) -> f64 {
        over(self.needed, self.people)
    }
}

/// Tasks that can be done in the same hours.
struct Task {
    staffing: Staffing,
    /// The calendar of their station.
    calendar: Option<CalendarId>,
    /// When planned overtime opens it.
    overtime: Vec<(Time, Time)>,
    /// People they need on average over all time, by skill.
    need: Table<SkillId, f64>,
}

/// The hours of the station, whom it needs, and the overtime that opens it.
type Which = (Option<CalendarId>, NeedsId, Vec<OvertimeId>);

/// People with a skill who have the same hours.
struct People {
    skill: SkillId,
    crew: CrewId,
    calendar: Option<CalendarId>,
    number: f64,
    /// When they have the skill.
    held: (Time, Time),
    /// When they come, outside their calendar, by planned overtime; `None` is by their shifts.
    overtime: Option<Vec<(Time, Time)>>,
}

/// The crews of a skill that are there, by shifts and by overtime.
type There = (SkillId, Vec<CrewId>, Vec<CrewId>);

/// Time in which the same crews are there.
#[derive(Default)]
struct Row {
    first: Time,
    time: Span,
    /// Hours of people at work.
    people: f64,
    /// In which each task can be done.
    tasks: BTreeMap<usize, Span>,
}

impl Model {
    /// What is asked of people shift by shift in a period: of each skill with crews that are there at
    /// different times, in the order of their names and of time.
    ///
    /// Empty for a run that ends with its orders and for unlimited supplies, where no pace is asked for, and
    /// for very large plants. A period of more than two years is told by its first two.
    ///
    /// Cost: one step for every change of a calendar, each for all tasks and people.
    pub fn loads_by_shift(&self, period: &PeriodLoads) -> Vec<ShiftLoad> {
        let from = period.from.unwrap_or(Time::ZERO);
        let periods = self.periods_until(self.end_of_loads());
        let found = periods.into_iter().find(|(begins, ..)| *begins == from);
        let has_pace = self.supplies.is_empty() && self.run.length != Length::OrdersDone;
        match found.filter(|_| has_pace) {
            Some((from, until, plant)) => plant.shifts_between(from, until),
            None => Vec::new(),
        }
    }

    fn shifts_between(&self, from: Time, until: Time) -> Vec<ShiftLoad> {
        if self.stations.len() * self.skills.len() > MOST_NEEDS {
            return Vec::new();
        }
        let hours = Hours::between(self, from, until);
        let tasks = self.tasks_of_people(&hours);
        let people = self.people_by_hours(&hours);
        if tasks.len() + people.len() > MOST_FOLLOWED {
            return Vec::new();
        }
        let end = until.min(from + LONGEST);
        let (mut rows, mut working) = (BTreeMap::new(), vec![Span::ZERO; tasks.len()]);
        let mut sweep = Sweep::of(self, &tasks, &people, (from, end));
        while sweep.at < end {
            let next = sweep.next();
            sweep.add(next, (&tasks, &mut working), &people, &mut rows);
            sweep.go_to(next);
        }
        self.told(rows, &tasks, &working, end - from)
    }

    /// The tasks that need people, those that can be done in the same hours as one.
    fn tasks_of_people(&self, hours: &Hours<'_>) -> Vec<Task> {
        let capacities: Table<StationId, Capacity> =
            self.stations.ids().map(|station| Capacity::of(hours, station)).collect();
        let Released { works, rates, .. } = self.released(hours, &capacities, &hours.conveyors());
        let mut tasks: BTreeMap<Which, Task> = BTreeMap::new();
        let mut add = |at: Option<StationId>, needs: NeedsId, time: f64| {
            let calendar = at.and_then(|station| self.stations[station].calendar);
            let overtimes = at.map_or_else(Vec::new, |station| self.planned_at(station));
            let task = tasks.entry((calendar, needs, overtimes)).or_insert_with_key(|key| {
                let overtime = self.planned_stretches(&key.2, (hours.start, hours.end));
                let need = Table::filled(self.skills.len(), 0.0);
                Task {
                    staffing: Staffing::of(self, calendar, Some(needs)),
                    calendar,
                    overtime,
                    need,
                }
            });
            add_people(self, needs, time, &mut task.need);
        };
        for (station, work) in self.total(&works, &rates).enumerated() {
            for (needs, time) in hours.attended(station, work) {
                add(Some(station), needs, time);
            }
            let worn = repairs::worn(hours, station, work);
            for (needs, time) in worn.into_iter().chain(repairs::timed(hours, station)) {
                add(None, needs, time);
            }
        }
        tasks.into_values().collect()
    }

    fn people_by_hours(&self, hours: &Hours<'_>) -> Vec<People> {
        let mut people = Vec::new();
        let always = (Time::from_ticks(i64::MIN), Time::NEVER);
        let of_skills = self.skills.enumerated();
        let pairs =
            of_skills.flat_map(|(id, skill)| skill.crews.iter().map(move |&crew| (id, crew)));
        for (skill, id) in pairs {
            let crew = &self.crews[id];
            let mut add = |calendar, number: u32, held| {
                let number = crew.presence() * f64::from(number);
                people.push(People { skill, crew: id, calendar, number, held, overtime: None });
            };
            if crew.training.is_empty() {
                for (calendar, number) in crew.hours_with(skill) {
                    add(calendar, number, always);
                }
            } else {
                for number in 1..=crew.count {
                    for held in crew.held(number, skill) {
                        add(crew.calendar_of(number), 1, held);
                    }
                }
            }
        }
        for (overtime, row) in self.overtimes.enumerated().filter(|(_, row)| row.is_planned()) {
            let stretches = self.planned_stretches(&[overtime], (hours.start, hours.end));
            for &(id, count) in &row.crews {
                let comes = self.comes(overtime, id, count);
                let crew = &self.crews[id];
                for &skill in crew.calendar.iter().flat_map(|_| &crew.skills) {
                    let number = comes.min(f64::from(crew.people_minding(skill)));
                    let (calendar, overtime) = (crew.calendar, Some(stretches.clone()));
                    people.push(People {
                        skill,
                        crew: id,
                        calendar,
                        number,
                        held: always,
                        overtime,
                    });
                }
            }
        }
        people.retain(|people| people.number > 0.0);
        people
    }

    fn told(
        &self,
        rows: BTreeMap<There, Row>,
        tasks: &[Task],
        working: &[Span],
        all: Span,
    ) -> Vec<ShiftLoad> {
        let weeks = all.hours() / Span::from_days(7).hours();
        let mut told: Vec<(Time, ShiftLoad)> = Vec::new();
        for ((skill, crews, overtime), row) in rows {
            let time = row.time.hours();
            let need = |(&task, span): (&usize, &Span)| {
                let share = over(span.hours(), working[task].hours());
                tasks[task].need[skill] * all.hours() * share
            };
            let needed = over(row.tasks.iter().map(need).sum(), time);
            let (hours, people) = (over(time, weeks), over(row.people, time));
            told.push((row.first, ShiftLoad { skill, crews, overtime, hours, people, needed }));
        }
        told.sort_by_key(|(first, load)| (load.skill, *first));
        let is_asked = |skill| tasks.iter().any(|task| task.need[skill] > 0.0);
        let count = |skill| told.iter().filter(|(_, load)| load.skill == skill).count();
        let several: Vec<SkillId> =
            self.skills.ids().filter(|&skill| count(skill) > 1 && is_asked(skill)).collect();
        let loads = told.into_iter().map(|(_, load)| load);
        loads.filter(|load| several.binary_search(&load.skill).is_ok()).collect()
    }
}

/// Time from change to change of all calendars that matter.
struct Sweep<'a> {
    model: &'a Model,
    at: Time,
    end: Time,
    /// What each calendar says, and until when; those that do not matter never change.
    shifts: Table<CalendarId, (Shift, Time)>,
    /// Further instants at which something changes, ascending.
    edges: Vec<Time>,
}

impl<'a> Sweep<'a> {
    fn of(model: &'a Model, tasks: &[Task], people: &[People], (at, end): (Time, Time)) -> Self {
        let mut shifts = Table::filled(model.calendars.len(), (Shift::Closed, Time::NEVER));
        let of_tasks = tasks.iter().flat_map(|task| task.staffing.calendars());
        let of_people = people.iter().filter_map(|people| people.calendar.as_ref());
        for &id in of_tasks.chain(of_people) {
            shifts[id] = told_by(model, id, at);
        }
        let of_tasks = tasks.iter().flat_map(|task| &task.overtime);
        let of_people = people.iter().flat_map(|people| {
            std::iter::once(&people.held).chain(people.overtime.iter().flatten())
        });
        let edges = of_tasks.chain(of_people).flat_map(|&(from, until)| [from, until]);
        let mut edges: Vec<Time> = edges.collect();
        edges.sort_unstable();
        edges.dedup();
        Self { model, at, end, shifts, edges }
    }

    /// The next instant at which something changes.
    fn next(&self) -> Time {
        let changes = self.shifts.iter().map(|&(_, until)| until);
        let edge = self.edges.get(self.edges.partition_point(|&edge| edge <= self.at));
        changes.chain(edge.copied()).fold(self.end, Time::min)
    }

    fn go_to(&mut self, next: Time) {
        self.at = next;
        for id in self.model.calendars.ids() {
            if self.shifts[id].1 <= next {
                self.shifts[id] = told_by(self.model, id, next);
            }
        }
    }

    fn is_in(&self, stretches: &[(Time, Time)]) -> bool {
        let after = stretches.partition_point(|&(from, _)| from <= self.at);
        after > 0 && self.at < stretches[after - 1].1
    }

    fn is_closed(&self, calendar: Option<CalendarId>) -> bool {
        calendar.is_some_and(|id| self.shifts[id].0 == Shift::Closed)
    }

    fn may_work(&self, task: &Task) -> bool {
        let shifts = task.staffing.calendars().iter().map(|&id| self.shifts[id].0);
        task.staffing.works(&shifts.collect::<Vec<_>>())
            || self.is_closed(task.calendar) && self.is_in(&task.overtime)
    }

    /// Adds the time until `next`.
    fn add(
        &self,
        next: Time,
        (tasks, working): (&[Task], &mut [Span]),
        people: &[People],
        rows: &mut BTreeMap<There, Row>,
    ) {
        let time = next - self.at;
        let mut there: BTreeMap<SkillId, (Vec<CrewId>, Vec<CrewId>, f64)> = BTreeMap::new();
        for group in people {
            let (crews, overtime, at_work) = there.entry(group.skill).or_default();
            let holds = group.held.0 <= self.at && self.at < group.held.1;
            let shift = group.calendar.map_or(Shift::Open, |id| self.shifts[id].0);
            let (list, is_there, works) = match &group.overtime {
                None => {
                    let is_in_shift = matches!(shift, Shift::Open | Shift::Break { .. });
                    (crews, is_in_shift, shift == Shift::Open)
                }
                Some(stretches) => {
                    let comes = shift == Shift::Closed && self.is_in(stretches);
                    (overtime, comes, comes)
                }
            };
            if holds && is_there && !list.contains(&group.crew) {
                list.push(group.crew);
            }
            *at_work += if holds && works { group.number } else { 0.0 };
        }
        let nobody = |skill| there.get(&skill).is_none_or(|(.., at_work)| *at_work <= 0.0);
        let is_done = |task: &Task| {
            let mut needed = task.need.enumerated().filter(|(_, need)| **need > 0.0);
            self.may_work(task) && !needed.any(|(skill, _)| nobody(skill))
        };
        let can: Vec<usize> = (0..tasks.len()).filter(|&task| is_done(&tasks[task])).collect();
        for &task in &can {
            working[task] += time;
        }
        for (skill, (mut crews, mut overtime, at_work)) in there {
            crews.sort_unstable();
            overtime.sort_unstable();
            if crews.is_empty() && overtime.is_empty() {
                continue;
            }
            let row = rows
                .entry((skill, crews, overtime))
                .or_insert_with(|| Row { first: self.at, ..Row::default() });
            row.time += time;
            row.people += at_work * time.hours();
            for &task in can.iter().filter(|&&task| tasks[task].need[skill] > 0.0) {
                *row.tasks.entry(task).or_default() += time;
            }
        }
    }
}

/// What a calendar says, and until when.
fn told_by(model: &Model, id: CalendarId, at: Time) -> (Shift, Time) {
    let calendar = &model.calendars[id];
    (calendar.shift_at(at), calendar.next_change(at).unwrap_or(Time::NEVER))
}
