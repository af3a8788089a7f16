//! People: crews, skills, and what tasks need.

use std::collections::BTreeSet;

use super::compile::Compiler;
use super::fatigue::Fatigue;
use super::learning::Learning;
use super::training::Training;
use super::{Pay, Walking, Zones};
use crate::diagnostic::{Diagnostic, Spot, closest, code, listed};
use crate::ids::{CalendarId, CrewId, Id, NeedsId, OperatorId, Run, SkillId};
use crate::scenario::{self, Operators, Written};
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
    /// The calendars of its people one by one, where they are not all that of the crew; else empty.
    pub own_calendars: Vec<CalendarId>,
    /// What they can do, those included that somebody learns in the run; ascending.
    pub skills: Vec<SkillId>,
    /// What its people learn on dates.
    pub training: Training,
    /// How they work.
    pub conduct: Conduct,
    /// How they are paid.
    pub pay: Pay,
}

/// How the people of a crew work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conduct {
    /// Their pace in each of their skills; empty where all are [`PACE`]. Zero is what nobody can do who
    /// has not learned it ([`Training`]).
    pub paces: Vec<u32>,
    /// What a break or the end of the shift does to a task.
    pub at_shift_end: AtShiftEnd,
    /// How often they do not come.
    pub absence: Option<Absence>,
    /// How they become faster; `None` is not at all.
    pub learning: Option<Learning>,
    /// How they become tired; `None` is not at all.
    pub fatigue: Option<Fatigue>,
    /// How they walk.
    pub walk: Walking,
    /// Who minds what.
    pub zones: Zones,
}

/// The pace of the standard time. Paces count in millionths of it, so that what is left of a task
/// is a whole number of ticks whoever works on it.
pub const PACE: u32 = 1_000_000;

/// `at_shift_end`: what the beginning of a break or the end of the shift does to a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtShiftEnd {
    /// The person leaves, and the next goes on (`"pause"`).
    #[default]
    Pause,
    /// The person stays until the task is done (`"finish"`).
    Finish,
    /// The person takes no task that would not end before (`"no_start"`).
    NoStart,
}

/// `absence`: how often people do not come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Absence {
    /// Share of shifts, in [0, 1]; of days in shifts that last longer than one.
    pub share: f64,
    /// Shifts in a row, on average; `None` is by chance for each.
    pub spell: Option<f64>,
}

impl Conduct {
    /// Whether there is nothing special about it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Crew {
    /// The pace of its people in a skill, whatever they learn. Unit: millionths of the standard pace.
    pub fn pace(&self, skill: SkillId) -> u32 {
        if self.conduct.paces.is_empty() {
            return PACE;
        }
        let place = self.skills.binary_search(&self.root(skill)).ok();
        place.and_then(|place| self.conduct.paces.get(place)).copied().unwrap_or(PACE)
    }

    /// The calendars of those who are there, and how many people have each; `None` is always.
    pub fn hours(&self) -> Vec<(Option<CalendarId>, u32)> {
        self.hours_of(|_| true)
    }

    /// The same of those who have a skill at some time.
    pub fn hours_with(&self, skill: SkillId) -> Vec<(Option<CalendarId>, u32)> {
        self.hours_of(|number| self.ever_has(number, skill))
    }

    /// The same of those who have one of some skills at some time.
    pub fn hours_with_any(&self, skills: &[SkillId]) -> Vec<(Option<CalendarId>, u32)> {
        self.hours_of(|number| skills.iter().any(|&skill| self.ever_has(number, skill)))
    }

    fn hours_of(&self, counts: impl Fn(u32) -> bool) -> Vec<(Option<CalendarId>, u32)> {
        if self.own_calendars.is_empty() && !self.conduct.zones.differ() {
            return vec![(self.calendar, self.count)];
        }
        let mut hours: Vec<(Option<CalendarId>, u32)> = Vec::new();
        for number in (1..=self.count).filter(|&number| counts(number)) {
            let calendar = self.calendar_of(number);
            match hours.iter_mut().find(|(known, _)| *known == calendar) {
                Some((_, people)) => *people += 1,
                None => hours.push((calendar, 1)),
            }
        }
        hours
    }

    /// Those who are there.
    pub fn people(&self) -> impl Iterator<Item = OperatorId> {
        self.operators.iter().take(self.count as usize)
    }

    /// The calendar of a person, by the number within the crew; `None` is always.
    pub fn calendar_of(&self, number: u32) -> Option<CalendarId> {
        let place = (number as usize).checked_sub(1);
        place.and_then(|place| self.own_calendars.get(place)).copied().or(self.calendar)
    }

    /// Whether something is said of what its people cost.
    pub const fn has_cost(&self) -> bool {
        self.pay.hour.is_some() || self.training.has_fees()
    }

    /// Share of its shifts for which a person comes, on average.
    pub fn presence(&self) -> f64 {
        1.0 - self.conduct.absence.map_or(0.0, |absence| absence.share)
    }
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
    /// Percent of the attention of the people with each skill; empty where all give all of it.
    pub attention: Vec<u8>,
}

impl Needs {
    /// Percent of the attention that is needed of each person with the skill at `place`.
    pub fn attention(&self, place: usize) -> u8 {
        self.attention.get(place).copied().unwrap_or(100)
    }

    /// A skill and percent of the attention for each person that is needed.
    pub(crate) fn seats(&self) -> Vec<(SkillId, u8)> {
        let of_skill = |(place, &(skill, count)): (usize, &(SkillId, u32))| {
            std::iter::repeat_n((skill, self.attention(place)), count as usize)
        };
        self.skills.iter().enumerate().flat_map(of_skill).collect()
    }

    /// The skills, how many people with each, and how many that is if their attention counts.
    pub fn people(&self) -> impl Iterator<Item = (SkillId, f64)> {
        self.skills.iter().enumerate().map(|(place, &(skill, count))| {
            (skill, f64::from(count) * f64::from(self.attention(place)) / 100.0)
        })
    }
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
            let (skills, paces) = self.skills_of(name, table);
            let training = self.training_of(table, count);
            let conduct = Conduct { paces, ..self.conduct(table, calendar, name) };
            let pay = self.pay(table, calendar, name);
            let operators = Run::new(first..self.model.operators.len());
            let name = name.value.clone();
            self.model.crews.push(Crew {
                name,
                operators,
                count,
                calendar,
                own_calendars: Vec::new(),
                skills,
                training,
                conduct,
                pay,
            });
        }
        self.sort_crews_by_flexibility();
        self.compile_zones();
    }

    /// How the people of a crew work, but for their paces.
    fn conduct(
        &mut self,
        table: &scenario::Crew,
        calendar: Option<CalendarId>,
        name: &Written<String>,
    ) -> Conduct {
        let at_shift_end = match table.at_shift_end.as_ref().map(|word| word.value) {
            None | Some(scenario::AtShiftEnd::Pause) => AtShiftEnd::Pause,
            Some(scenario::AtShiftEnd::Finish) => AtShiftEnd::Finish,
            Some(scenario::AtShiftEnd::NoStart) => AtShiftEnd::NoStart,
        };
        let absence = table.absence.as_ref().filter(|absence| absence.value.share > 0.0);
        if let Some(absence) = absence.filter(|_| calendar.is_none()) {
            let message =
                format!("the crew `{}` is always there, and has no shift to miss", name.value);
            let hint = "give it a `calendar`: people are absent for whole shifts, or for single days \
                        of a shift that lasts longer than one";
            self.complain(Diagnostic::error(code::CONFLICT, message).at(absence.spot).hint(hint));
        }
        if let Some(absence) = absence.filter(|absence| absence.value.share >= 1.0) {
            let message =
                format!("nobody of the crew `{}` ever comes: `absence` is 100 %", name.value);
            self.complain(Diagnostic::warning(code::OVERLOAD, message).at(absence.spot));
        }
        let absence = absence
            .map(|absence| Absence { share: absence.value.share, spell: absence.value.spell });
        let learning = table.learning.as_ref().and_then(|table| Learning::of(&table.value));
        let fatigue = self.fatigue(table, calendar, name);
        let walk = self.walk(name, table);
        let zones = Zones::default();
        Conduct { paces: Vec::new(), at_shift_end, absence, learning, fatigue, walk, zones }
    }

    /// People that `who` needs, at the station that is compiled now; `None` if nobody.
    pub(super) fn needs(
        &mut self,
        given: Option<&Written<Operators>>,
        who: &str,
    ) -> Option<NeedsId> {
        let Operators::Skills(wanted) = &given?.value else { return None };
        let mut skills = Vec::with_capacity(wanted.len());
        for (skill, number) in wanted.iter() {
            if let Some(id) = self.names.skills.get(&skill.value) {
                let scenario::Asked { count, attention } = number.value;
                if count > 0 {
                    skills.push((id, count, attention));
                }
            } else {
                self.complain_about_skill(skill, who);
            }
        }
        let is_complete = skills.len() == wanted.len();
        let is_more = is_complete && self.add_second_people(&mut skills, who);
        let by_rule = is_more.then(|| format!("{who}, by the rule `two_people`,"));
        let who = by_rule.as_deref().unwrap_or(who);
        for (skill, ..) in &mut skills {
            *skill = self.skill_here(*skill);
        }
        skills.sort_unstable();
        let spot = given?.spot;
        let people: u64 = skills.iter().map(|&(_, number, _)| u64::from(number)).sum();
        if skills.len() > 1 && people > MOST_SEATS {
            let message = format!("{who} needs {people} people of several skills");
            let hint = format!("at most {MOST_SEATS} are found for one task");
            self.complain(Diagnostic::error(code::TOO_MANY, message).at(spot).hint(hint));
            return None;
        }
        let known = (self.on_a_round(&skills), skills);
        if let Some(&known) = self.known_needs.get(&known).filter(|_| is_complete) {
            return Some(known);
        }
        let skills = &known.1;
        let counts: Vec<(SkillId, u32)> =
            skills.iter().map(|&(skill, number, _)| (skill, number)).collect();
        if !is_complete
            || !self.are_there(&counts, who, spot)
            || !self.is_for_one_on_a_round(&counts, who, spot)
        {
            return None;
        }
        let is_whole = skills.iter().all(|&(_, _, attention)| attention == 100);
        let attention = skills.iter().filter(|_| !is_whole).map(|&(_, _, attention)| attention);
        let needs = Needs { skills: counts, attention: attention.collect() };
        let needs = self.model.needs.push(needs);
        self.known_needs.insert(known, needs);
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
                let flexibility = crews[one].flexibility().cmp(&crews[other].flexibility());
                flexibility.then_with(|| natural_order(&crews[one].name, &crews[other].name))
            });
        }
    }

    pub(super) fn complain_about_skill(&mut self, skill: &Written<String>, who: &str) {
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
            let can = |crew: CrewId| {
                let crew = &self.model.crews[crew];
                set.iter().map(|&(skill, _)| crew.people_with(skill)).max().unwrap_or(0)
            };
            let there: usize = crews.into_iter().map(can).sum();
            if needed > there as u64 {
                let names = set.iter().map(|&(skill, _)| self.model.skills[skill].name.as_str());
                let skills = if set.len() == 1 { "the skill" } else { "one of the skills" };
                let message = format!(
                    "{who} needs {} with {skills} {}, there {}",
                    if needed == 1 { "1 person".to_owned() } else { format!("{needed} people") },
                    listed(names),
                    if there == 1 { "is 1".to_owned() } else { format!("are {there}") },
                );
                let hint = self.hint_of_zones(set.iter().map(|&(skill, _)| skill));
                self.complain(Diagnostic::error(code::SKILL, message).at(spot).maybe_hint(hint));
                return false;
            }
        }
        true
    }
}
