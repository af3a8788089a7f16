//! People: crews, skills, and what tasks need.

use std::collections::BTreeSet;

use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, Spot, closest, code, listed};
use crate::ids::{CalendarId, CrewId, Id, NeedsId, OperatorId, Run, SkillId};
use crate::scenario::{Operators, Written};
use crate::units::natural_order;

/// `[crew.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Crew {
    /// Name as written.
    pub name: String,
    /// Its people, those included who come with a change.
    pub operators: Run<OperatorId>,
    /// How many of them are there: the first ones.
    pub count: u32,
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

/// Most people a plant may have.
const MOST_PEOPLE: usize = 1_000_000;

/// Most people that a task of several skills may need.
const MOST_SEATS: u64 = 1_000;

/// Most skills in a task for which every combination of them is checked.
const MOST_COMBINED: usize = 10;

impl Compiler<'_> {
    /// Compiles crews, their people and their skills.
    pub(super) fn compile_crews(&mut self) {
        for skill in self.names.skills.iter() {
            self.model.skills.push(Skill { name: skill.to_owned(), crews: Vec::new() });
        }
        for (name, table) in self.scenario.crew.iter() {
            let calendar =
                self.calendar_of(table.calendar.as_ref(), &format!("the crew `{}`", name.value));
            let crew = CrewId::at(self.model.crews.len());
            let first = self.model.operators.len();
            let count = table.count.as_ref().map_or(1, |count| count.value);
            if first + count as usize > MOST_PEOPLE {
                let message = format!("the crews have more than {MOST_PEOPLE} people together");
                self.complain(Diagnostic::error(code::TOO_MANY, message).at(name.spot));
                return;
            }
            for number in 1..=count {
                self.model.operators.push(Operator { crew, number });
            }
            let own = std::slice::from_ref(name);
            let skills = table.skills.as_ref().map_or(own, |skills| &skills.value.names);
            let skill = |skill: &Written<String>| {
                self.names.skills.get(&skill.value).expect("all skills of crews have ids")
            };
            let mut skills: Vec<SkillId> = skills.iter().map(skill).collect();
            skills.sort_unstable();
            skills.dedup();
            let operators = Run::new(first..self.model.operators.len());
            let name = name.value.clone();
            self.model.crews.push(Crew { name, operators, count, calendar, skills });
        }
        self.sort_crews_by_flexibility();
    }

    /// People that `who` needs; `None` if nobody.
    pub(super) fn needs(
        &mut self,
        given: Option<&Written<Operators>>,
        who: &str,
    ) -> Option<NeedsId> {
        let Operators::Skills(wanted) = &given?.value else { return None };
        let mut skills = Vec::with_capacity(wanted.len());
        for (skill, number) in wanted.iter() {
            if let Some(id) = self.names.skills.get(&skill.value) {
                if number.value > 0 {
                    skills.push((id, number.value));
                }
            } else {
                self.complain_about_skill(skill, who);
            }
        }
        skills.sort_unstable();
        let spot = given?.spot;
        let people: u64 = skills.iter().map(|&(_, number)| u64::from(number)).sum();
        if skills.len() > 1 && people > MOST_SEATS {
            let message = format!("{who} needs {people} people of several skills");
            let hint = format!("at most {MOST_SEATS} are found for one task");
            self.complain(Diagnostic::error(code::TOO_MANY, message).at(spot).hint(hint));
            return None;
        }
        let is_complete = skills.len() == wanted.len();
        if let Some(&known) = self.known_needs.get(&skills).filter(|_| is_complete) {
            return Some(known);
        }
        if !is_complete || !self.are_there(&skills, who, spot) {
            return None;
        }
        let needs = self.model.needs.push(Needs { skills: skills.clone() });
        self.known_needs.insert(skills, needs);
        Some(needs)
    }

    fn sort_crews_by_flexibility(&mut self) {
        for (crew, row) in self.model.crews.enumerated() {
            for &skill in &row.skills {
                self.model.skills[skill].crews.push(crew);
            }
        }
        let crews = &self.model.crews;
        for skill in &mut self.model.skills {
            skill.crews.sort_by(|&one, &other| {
                let flexibility = crews[one].skills.len().cmp(&crews[other].skills.len());
                flexibility.then_with(|| natural_order(&crews[one].name, &crews[other].name))
            });
        }
    }

    fn complain_about_skill(&mut self, skill: &Written<String>, who: &str) {
        let name = &skill.value;
        let message = format!("{who} needs the skill `{name}`, which no operator has");
        let hint = match (closest(name, self.names.skills.iter()), self.model.crews.is_empty()) {
            (Some(known), _) => format!("did you mean `{known}`?"),
            (None, true) => format!("add `[crew.{name}]` with a `count`"),
            (None, false) => format!("operators have: {}", listed(self.names.skills.iter())),
        };
        self.complain(Diagnostic::error(code::UNKNOWN_NAME, message).at(skill.spot).hint(hint));
    }

    /// Whether there are enough people for needs to be met at all: for every set of skills, as many
    /// who have one of them as are needed of them together.
    ///
    /// Source: P. Hall's theorem on distinct representatives.
    fn are_there(&mut self, needs: &[(SkillId, u32)], who: &str, spot: Spot) -> bool {
        let combined = if needs.len() <= MOST_COMBINED { needs.len() } else { 0 };
        let single = (0..needs.len()).map(|i| vec![needs[i]]);
        let sets = (1_usize..1 << combined)
            .filter(|set| !set.is_power_of_two())
            .map(|set| (0..needs.len()).filter(|i| set >> i & 1 == 1).map(|i| needs[i]).collect());
        for set in single.chain(sets) {
            let set: Vec<(SkillId, u32)> = set;
            let needed: u64 = set.iter().map(|&(_, number)| u64::from(number)).sum();
            let crews = set.iter().flat_map(|&(skill, _)| &self.model.skills[skill].crews);
            let crews: BTreeSet<CrewId> = crews.copied().collect();
            let there: usize =
                crews.into_iter().map(|crew| self.model.crews[crew].operators.len()).sum();
            if needed > there as u64 {
                let names = set.iter().map(|&(skill, _)| self.model.skills[skill].name.as_str());
                let skills = if set.len() == 1 { "the skill" } else { "one of the skills" };
                let message = format!(
                    "{who} needs {needed} people with {skills} {}, there {}",
                    listed(names),
                    if there == 1 { "is 1".to_owned() } else { format!("are {there}") },
                );
                self.complain(Diagnostic::error(code::SKILL, message).at(spot));
                return false;
            }
        }
        true
    }
}
