//! What a study tells of crews: what they do with their time, and who is to come when.

use super::super::results::{Band, Interval};
use super::Floor;
use crate::observe::Mark;
use crate::units::{Currency, Time};

/// What is told of crews.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Staff {
    /// What each crew does with its time.
    pub states: Vec<CrewStates>,
    /// Hours on tasks of each skill against the hours of people there, shift by shift.
    pub loads: Vec<SkillLoad>,
    /// Who comes when, by day, then by crew; days without any hours are left out. Only crews with hours
    /// of their own or overtime.
    pub plan: Vec<PlanDay>,
    /// In what the plan counts money.
    pub currency: Currency,
    /// Who is at work when, in the first replication.
    pub roster: Roster,
    /// Where people walk.
    pub floor: Floor,
}

/// What a crew does with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct CrewStates {
    /// The crew.
    pub crew: String,
    /// Share of the time that is not off in each state, by its word; of `off` the share of all time.
    pub shares: Vec<(&'static str, Interval)>,
}

/// Hours on tasks of a skill, and hours of people there who have it, in whole weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillLoad {
    /// The skill.
    pub skill: String,
    /// The calendar of the crews; `None` is always.
    pub calendar: Option<String>,
    /// The crews.
    pub crews: Vec<String>,
    /// Hours on tasks that need the skill, week by week.
    pub used: Vec<Band>,
    /// Hours at work of the people of the crews, overtime included and training left out; of those who
    /// are trained in the skill, from the week on in which they have it.
    pub there: Vec<Band>,
}

/// What people of a crew are to do on a day, from midnight to midnight.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDay {
    /// The midnight with which the day begins.
    pub day: Time,
    /// The crew.
    pub crew: String,
    /// People at work.
    pub people: Band,
    /// Hours at work, overtime included, breaks and training excluded.
    pub hours: Band,
    /// Hours of them outside the hours of the calendar.
    pub overtime: Band,
    /// What the paid hours cost, and training that begins on the day; `None` where nothing is said of it.
    pub cost: Option<Band>,
    /// Hours of the overtime that go to time accounts; `None` where people have none.
    pub credited: Option<Band>,
}

/// Who is at work when.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    /// When it begins: the Monday of the first measured week, or of the first week with overtime.
    pub from: Time,
    /// When it ends.
    pub until: Time,
    /// What people do, person by person.
    pub stints: Vec<PersonStint>,
    /// People who are left out because there are very many.
    pub left_out: usize,
}

impl Default for Roster {
    fn default() -> Self {
        Self { from: Time::ZERO, until: Time::ZERO, stints: Vec::new(), left_out: 0 }
    }
}

/// A stretch of a person at work, on a break, or absent.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonStint {
    /// The crew.
    pub crew: String,
    /// The number within the crew, from 1.
    pub number: u32,
    /// What it is.
    pub mark: Mark,
    /// Since when.
    pub from: Time,
    /// Until when.
    pub to: Time,
}
