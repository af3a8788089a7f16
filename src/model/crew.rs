//! People: crews, skills, and what tasks need.

use crate::ids::{CalendarId, CrewId, OperatorId, Run, SkillId};

/// `[crew.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Crew {
    /// Name as written.
    pub name: String,
    /// Its people.
    pub operators: Run<OperatorId>,
    /// When they work; `None` is always.
    pub calendar: Option<CalendarId>,
    /// What they can do, ascending.
    pub skills: Vec<SkillId>,
}

/// One person.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// The crew.
    pub crew: CrewId,
    /// Number within the crew, from 1.
    pub number: u32,
}

/// Something people can do.
#[derive(Clone, Debug, PartialEq)]
pub struct Skill {
    /// Name as written.
    pub name: String,
    /// Crews that have it, least flexible first (fewest skills), then by name.
    pub crews: Vec<CrewId>,
}

/// People that a task needs at the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    /// Skill and number of people, ascending by skill; numbers above zero.
    pub skills: Vec<(SkillId, u32)>,
}
