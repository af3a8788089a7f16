//! Hours that people are on tasks, week by week and by what they do there.
//!
//! Memory: at most [`MOST_SKILL_WEEKS`] weeks of the skills of crews.

use crate::ids::{CrewId, OperatorId, SkillId, Table};
use crate::model::{Model, Weeks};
use crate::units::{Span, Time};

/// Most weeks of skills of crews that are kept.
pub const MOST_SKILL_WEEKS: usize = 20_000;

/// Most weeks that are kept.
const MOST_WEEKS: usize = 104;

/// What somebody has done of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// What the person does there.
    pub skill: SkillId,
    /// Percent of the person's attention.
    pub attention: u8,
    /// What was done, in standard time.
    pub standard: Span,
    /// How long it took, until now.
    pub took: Span,
}

/// Time on tasks by crew, skill and whole week.
#[derive(Clone, Debug)]
pub struct Skills {
    crews: Table<OperatorId, CrewId>,
    /// The skills of each crew, ascending, and where its rows begin.
    of_crew: Table<CrewId, (usize, Vec<SkillId>)>,
    calendar: Weeks,
    first: i64,
    most: usize,
    /// Unit: ticks × percent. Shape: crew by crew its skills, each with the weeks from the first on.
    used: Vec<Vec<i128>>,
}

impl Skills {
    pub(super) fn new(model: &Model) -> Self {
        let mut rows = 0;
        let of_crew = model.crews.iter().map(|crew| {
            rows += crew.skills.len();
            (rows - crew.skills.len(), crew.skills.clone())
        });
        let of_crew = of_crew.collect();
        let calendar = Weeks::of(model);
        Self {
            crews: model.operators.iter().map(|operator| operator.crew).collect(),
            of_crew,
            calendar,
            first: calendar.first_from(Time::ZERO),
            most: MOST_WEEKS.min(MOST_SKILL_WEEKS / rows.max(1)),
            used: vec![Vec::new(); rows],
        }
    }

    /// Forgets what was counted: the end of the warm-up.
    pub(super) fn restart(&mut self, now: Time) {
        self.first = self.calendar.first_from(now);
        self.used.iter_mut().for_each(Vec::clear);
    }

    /// A person has done something until `now`: each week has its part of it.
    pub(super) fn count(&mut self, operator: OperatorId, done: Done, now: Time) {
        let (start, skills) = &self.of_crew[self.crews[operator]];
        let Ok(place) = skills.binary_search(&done.skill) else { return };
        let used = &mut self.used[start + place];
        let mut at = now - done.took;
        while at < now {
            let week = self.calendar.week(at);
            let end = self.calendar.begins(week + 1).min(now);
            let kept = usize::try_from(week - self.first).ok().filter(|week| *week < self.most);
            if let Some(week) = kept {
                if used.len() <= week {
                    used.resize(week + 1, 0);
                }
                used[week] += i128::from((end - at).ticks()) * i128::from(done.attention);
            }
            at = end;
        }
    }

    /// How many of the whole weeks until `end` are kept.
    pub fn weeks_until(&self, end: Time) -> usize {
        let whole = self.calendar.week(end) - self.first;
        usize::try_from(whole).unwrap_or(0).min(self.most)
    }

    /// Time of the people of a crew on tasks for one of its skills in a week, counted from the first
    /// whole one. Unit: hours.
    pub fn hours(&self, crew: CrewId, skill: SkillId, week: usize) -> f64 {
        let (start, skills) = &self.of_crew[crew];
        let place = skills.binary_search(&skill).ok();
        let used = place.and_then(|place| self.used[start + place].get(week)).copied();
        used.unwrap_or(0) as f64 / (100.0 * Span::from_hours(1).ticks() as f64)
    }
}
