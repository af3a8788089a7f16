//! Tasks that by rule need two people: the second one is added where needs are compiled, so that loads,
//! `check` and the plant know of no other.

use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::SkillId;

/// The skill, how many people with it, and percent of the attention of each.
pub(super) type Wanted = (SkillId, u32, u8);

/// A rule that nobody works alone with a skill.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    skill: SkillId,
    second: SkillId,
    spot: Spot,
    /// The tasks that take a second person by it.
    tasks: Vec<String>,
}

impl Compiler<'_> {
    /// Reads `two_people`; skills are known by now.
    pub(super) fn compile_two_people(&mut self) {
        let scenario = self.scenario;
        let pairs = scenario.rules.two_people.iter().flat_map(|rule| &rule.value.pairs);
        for (skill, second) in pairs {
            let who = "the rule `two_people`";
            let mut id = |name| {
                let found = self.skill(name);
                if found.is_none() {
                    self.complain_about_skill(name, who);
                }
                found
            };
            let first = id(skill);
            let other = if skill == second { first } else { id(second) };
            let rule = first.zip(other).map(|(skill_id, second)| Rule {
                skill: skill_id,
                second,
                spot: skill.spot,
                tasks: Vec::new(),
            });
            self.two_people.extend(rule);
        }
    }

    /// Adds the second people that rules ask for to what `who` needs, as it is written: whoever is added
    /// asks for nobody else. Whether somebody was added.
    pub(super) fn add_second_people(&mut self, wanted: &mut Vec<Wanted>, who: &str) -> bool {
        if self.two_people.is_empty() {
            return false;
        }
        let written = wanted.clone();
        let mut is_more = false;
        for rule in &mut self.two_people {
            let of = |skill| written.iter().find(move |(other, ..)| *other == skill);
            let Some(&(_, 1, attention)) = of(rule.skill) else { continue };
            if rule.second == rule.skill {
                for (_, count, _) in wanted.iter_mut().filter(|(skill, ..)| *skill == rule.skill) {
                    *count = 2;
                }
            } else if wanted.iter().any(|(skill, ..)| *skill == rule.second) {
                // There is one already.
                continue;
            } else {
                wanted.push((rule.second, 1, attention));
            }
            is_more = true;
            if !rule.tasks.iter().any(|known| known == who) {
                rule.tasks.push(who.to_owned());
            }
        }
        is_more
    }

    /// A task that needs nobody after all.
    pub(super) fn forget_second_people(&mut self, who: &str) {
        self.two_people.iter_mut().for_each(|rule| rule.tasks.retain(|task| task != who));
    }

    /// Tells which tasks take a second person by rule.
    pub(super) fn tell_two_people(&mut self) {
        for rule in std::mem::take(&mut self.two_people) {
            let [skill, second] =
                [rule.skill, rule.second].map(|id| self.model.skills[id].name.clone());
            let complaint = if rule.tasks.is_empty() {
                let message = format!("nothing asks for one person with `{skill}` alone");
                Diagnostic::warning(code::UNUSED, message)
            } else {
                let tasks = rule.tasks.join(", ");
                Diagnostic::note(
                    code::COUNTED,
                    if skill == second {
                        format!("two people with `{skill}` by the rule `two_people`: {tasks}")
                    } else {
                        format!(
                            "a person with `{second}` beside the one with `{skill}` by the rule \
                             `two_people`: {tasks}"
                        )
                    },
                )
            };
            self.complain(complaint.at(rule.spot));
        }
    }
}
