//! Training: people are away in hours of their own, and then have a skill or another pace.

use std::collections::BTreeMap;

use super::calendar::{Away, Calendar, Why};
use super::compile::Compiler;
use super::{Crew, PACE, Shift};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{CalendarId, CrewId, SkillId};
use crate::scenario::{self, Written};
use crate::units::{LONGEST, Money, Span, Time};

/// What people of a crew learn and lose on dates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Training {
    /// What somebody can from an instant on: ascending by skill, person and instant.
    pub gains: Vec<Gain>,
    /// What it costs beside the hours, ascending by time.
    pub fees: Vec<Fee>,
}

/// What a person can from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gain {
    /// What.
    pub skill: SkillId,
    /// The person, by the number within the crew.
    pub number: u32,
    /// From when on.
    pub from: Time,
    /// How fast. Unit: millionths of the standard pace; zero is not any more.
    pub pace: u32,
}

/// What training costs beside the hours of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fee {
    /// When it is counted.
    pub at: Time,
    /// How much, for all people together.
    pub cost: Money,
}

impl Training {
    /// Whether nobody learns anything.
    pub const fn is_empty(&self) -> bool {
        self.gains.is_empty() && self.fees.is_empty()
    }

    /// Whether somebody is trained, not only loses what they can.
    pub fn has_courses(&self) -> bool {
        self.has_fees() || self.gains.iter().any(|gain| gain.pace > 0)
    }

    /// Whether it costs something beside the hours of people.
    pub const fn has_fees(&self) -> bool {
        !self.fees.is_empty()
    }
}

impl Crew {
    /// The pace of a person in a skill at an instant, zero if the person has not had it by then. Whoever has
    /// lost it finishes at the pace of before. Unit: millionths of the standard pace.
    #[inline]
    pub fn pace_of(&self, number: u32, skill: SkillId, now: Time) -> u32 {
        if !self.minds(number, skill) {
            return 0;
        }
        if self.training.gains.is_empty() {
            return self.pace(skill);
        }
        let gains = self.gains(skill, number).filter(|gain| gain.from <= now && gain.pace > 0);
        gains.last().map_or_else(|| self.pace(skill), |gain| gain.pace)
    }

    /// Whether a person has a skill at an instant, of the skills of the crew.
    #[inline]
    pub fn may_do(&self, number: u32, skill: SkillId, now: Time) -> bool {
        if self.training.gains.is_empty() {
            return self.minds(number, skill);
        }
        if !self.minds(number, skill) {
            return false;
        }
        let last = self.gains(skill, number).filter(|gain| gain.from <= now).last();
        last.map_or_else(|| self.pace(skill), |gain| gain.pace) > 0
    }

    /// What a person learns and loses of a skill, in the order of time.
    pub(super) fn gains(&self, skill: SkillId, number: u32) -> impl Iterator<Item = &Gain> {
        let (gains, skill) = (&self.training.gains, self.root(skill));
        let first = gains.partition_point(|gain| (gain.skill, gain.number) < (skill, number));
        gains[first..].iter().take_while(move |gain| (gain.skill, gain.number) == (skill, number))
    }

    /// How many of all who are ever there have a skill at some time.
    pub fn people_with(&self, skill: SkillId) -> usize {
        let all = 1..=u32::try_from(self.operators.len()).unwrap_or(u32::MAX);
        all.filter(|&number| self.ever_has(number, skill)).count()
    }

    /// The best pace that somebody ever has in a skill.
    pub fn best_pace(&self, skill: SkillId) -> u32 {
        let root = self.root(skill);
        let gains = self.training.gains.iter().filter(|gain| gain.skill == root);
        gains.map(|gain| gain.pace).max().unwrap_or(0).max(self.pace(skill))
    }
}

/// The time of a training and who is in it.
struct Course<'a> {
    name: &'a Written<String>,
    table: &'a scenario::Training,
    crew: CrewId,
    skill: SkillId,
    pace: u32,
    hours: Span,
    /// The beginning of its day.
    begins: Time,
}

impl<'a> Compiler<'a> {
    /// What people of a crew of so many learn, when it is not yet known when they have done so.
    pub(super) fn training_of(&mut self, table: &scenario::Crew, count: u32) -> Training {
        let mut gains = Vec::new();
        for (name, row) in table.training.iter() {
            let Some(skill) = self.skill(name) else { continue };
            let people = row.people.as_ref().map_or(count, |people| people.value.min(count));
            let gain = |number| Gain { skill, number, from: Time::NEVER, pace: PACE };
            gains.extend((1..=people).map(gain));
        }
        gains.sort_unstable();
        Training { gains, fees: Vec::new() }
    }

    /// Finds when everybody is in training and has done it; calendars are known by now.
    pub(super) fn compile_training(&mut self) {
        let mut courses = self.courses();
        courses.sort_by_key(|course| (course.begins, course.crew, course.skill));
        let mut found: BTreeMap<CrewId, Training> = BTreeMap::new();
        for course in &courses {
            let training = found.entry(course.crew).or_default();
            let people = self.people_in(course);
            training.gains.extend(self.hold(course, people));
            if let Some(cost) = &course.table.cost {
                let cost = Money::from_millionths(cost.value.0.millionths() * i128::from(people));
                training.fees.push(Fee { at: course.begins, cost });
            }
        }
        self.expire(&mut found);
        if found.is_empty() {
            return;
        }
        for (crew, mut training) in found {
            training.gains.sort_unstable_by_key(|gain| {
                // Who is trained at the instant at which the older qualification ends has the new one.
                (gain.skill, gain.number, gain.from, gain.pace)
            });
            self.model.crews[crew].training = training;
        }
        self.share_training();
    }

    /// The trainings of all crews that are right.
    fn courses(&mut self) -> Vec<Course<'a>> {
        let scenario = self.scenario;
        let mut courses = Vec::new();
        let crews: Vec<(CrewId, String)> =
            self.model.crews.enumerated().map(|(id, row)| (id, row.name.clone())).collect();
        for (crew, name) in crews {
            let Some(table) = scenario.crew.get(&name) else { continue };
            for (skill, row) in table.training.iter() {
                courses.extend(self.course(crew, table, (skill, row)));
            }
        }
        courses
    }

    fn course<'t>(
        &mut self,
        crew: CrewId,
        table: &scenario::Crew,
        (name, row): (&'t Written<String>, &'t scenario::Training),
    ) -> Option<Course<'t>> {
        let skill = self.skill(name)?;
        let who =
            format!("the training `{}` of the crew `{}`", name.value, self.model.crews[crew].name);
        let hours = *self.required(row.hours.as_ref(), "hours", &who, name.spot)?;
        if hours.is_zero() {
            let message = format!("{who} takes no time");
            let spot = row.hours.as_ref().map_or(name.spot, |hours| hours.spot);
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(spot));
            return None;
        }
        let on = self.required(row.on.as_ref(), "on", &who, name.spot).copied();
        let spot = row.on.as_ref().map_or(name.spot, |on| on.spot);
        let begins = Time::ZERO + Span::from_days(self.day(on?, spot)?);
        if begins < Time::ZERO {
            let message = format!("{who} begins before the plant starts");
            let hint = "write what people can at the start in `skills`";
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(spot).hint(hint));
        }
        let has_levels = table.levels.is_some() || self.scenario.plant.levels.is_some();
        let pace = match &row.to {
            Some(to) => self.pace_of(to, table),
            None if has_levels => {
                let message = format!("{who} needs `to`: the level that people have afterwards");
                self.complain(Diagnostic::error(code::MISSING, message).at(name.spot));
                None
            }
            None => Some(PACE),
        };
        let Some(pace) = pace else {
            self.complain_of_forgetting(row, &who);
            return None;
        };
        Some(Course { name, table: row, crew, skill, pace, hours, begins })
    }

    /// Nobody is trained to be unable to do something.
    fn complain_of_forgetting(&mut self, row: &scenario::Training, who: &str) {
        let Some(to) = row.to.as_ref().filter(|_| !self.complaints.has_errors()) else { return };
        let message = format!("after {who} people cannot do it: `to` is a level for who cannot");
        self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(to.spot));
    }

    /// How many people are in a training, of all who are ever in the crew.
    fn people_in(&mut self, course: &Course<'_>) -> u32 {
        let row = &self.model.crews[course.crew];
        let there = u32::try_from(row.operators.len()).unwrap_or(u32::MAX);
        let Some(asked) = &course.table.people else { return there };
        if asked.value > there {
            let message = format!(
                "the training `{}` is for {} people of `{}`, which has {there}",
                course.name.value, asked.value, row.name
            );
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(asked.spot));
        }
        asked.value.min(there)
    }

    /// Puts the first people of the crew into a training; what they can afterwards.
    fn hold(&mut self, course: &Course<'_>, people: u32) -> Vec<Gain> {
        let Course { crew, skill, pace, .. } = *course;
        self.make_all_calendars_own(crew);
        let mut known: BTreeMap<CalendarId, (CalendarId, Time)> = BTreeMap::new();
        let mut gains = Vec::new();
        for number in 1..=people {
            let place = number as usize - 1;
            let before = self.model.crews[crew].own_calendars[place];
            let held = known.get(&before).copied().or_else(|| self.held(course, before, number));
            let Some((after, from)) = held else {
                self.complain_of_no_hours(course, number);
                return gains;
            };
            known.insert(before, (after, from));
            self.model.crews[crew].own_calendars[place] = after;
            gains.push(Gain { skill, number, from, pace });
        }
        gains
    }

    /// A calendar with a training, and when it is over; `None` if it has too few hours.
    fn held(
        &mut self,
        course: &Course<'_>,
        before: CalendarId,
        number: u32,
    ) -> Option<(CalendarId, Time)> {
        let calendar = &self.model.calendars[before];
        let until = time_of_training(calendar, course.begins, course.hours)?;
        let away = Away { from: course.begins, until, why: Why::Training };
        let mut calendar = calendar.away(away);
        calendar.name = self.name_of_person(course.crew, number);
        Some((self.model.calendars.push(calendar), until))
    }

    fn complain_of_no_hours(&mut self, course: &Course<'_>, number: u32) {
        let message = format!(
            "`{}` has no {} of work after the day on which the training `{}` begins",
            self.name_of_person(course.crew, number),
            course.hours,
            course.name.value
        );
        let hint = "training takes working hours of its people; their calendar has too few";
        let spot = course.table.hours.as_ref().map_or(course.name.spot, |hours| hours.spot);
        self.complain(Diagnostic::error(code::CONFLICT, message).at(spot).hint(hint));
    }

    /// Gives everybody of a crew a calendar by name, which may be that of all.
    fn make_all_calendars_own(&mut self, crew: CrewId) {
        let row = &self.model.crews[crew];
        if !row.own_calendars.is_empty() {
            return;
        }
        let people = row.operators.len();
        let common = if let Some(common) = row.calendar {
            common
        } else {
            let mut always = self.calendar_or_always(None);
            always.name.clone_from(&self.model.crews[crew].name);
            self.model.calendars.push(always)
        };
        self.model.crews[crew].own_calendars = vec![common; people];
    }

    /// Every period has the same people, with the same calendars and skills.
    fn share_training(&mut self) {
        let super::Model { calendars, crews, periods, .. } = &mut self.model;
        for period in periods {
            period.model.calendars.clone_from(calendars);
            for (own, whole) in period.model.crews.iter_mut().zip(crews.iter()) {
                own.own_calendars.clone_from(&whole.own_calendars);
                own.training.clone_from(&whole.training);
            }
        }
    }
}

/// When so many working hours from an instant on are over; `None` if they never are.
fn time_of_training(calendar: &Calendar, begins: Time, hours: Span) -> Option<Time> {
    let (mut at, mut left) = (begins, hours);
    let end = begins + LONGEST;
    while at < end {
        let next = calendar.next_change(at).unwrap_or(Time::NEVER);
        if calendar.shift_at(at) == Shift::Open {
            if next == Time::NEVER || left <= next - at {
                return Some(at + left);
            }
            left -= next - at;
        }
        if next == Time::NEVER {
            return None;
        }
        at = next;
    }
    None
}
