//! Qualifications that end: on a date, or so long after training.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::{Crew, Gain, Model, Training};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::{CrewId, SkillId, StationId};
use crate::scenario::{self, Written};
use crate::units::{Span, Time, date_text};

const DAY: Span = Span::from_days(1);

impl Crew {
    /// When a person has a skill: stretches in order, none of which meets the next. The first one may begin
    /// before all times, the last one may never end.
    pub fn held(&self, number: u32, skill: SkillId) -> Vec<(Time, Time)> {
        if self.skills.binary_search(&skill).is_err() || !self.minds(number, skill) {
            return Vec::new();
        }
        let always = Time::from_ticks(i64::MIN);
        let mut since = (self.pace(skill) > 0).then_some(always);
        let mut held = Vec::new();
        for gain in self.gains(skill, number) {
            match since {
                None if gain.pace > 0 => since = Some(gain.from),
                Some(from) if gain.pace == 0 => {
                    held.push((from, gain.from));
                    since = None;
                }
                _ => {}
            }
        }
        held.extend(since.map(|from| (from, Time::NEVER)));
        // Lost and given back in one instant is not lost.
        held.dedup_by(|later, earlier| {
            let meet = earlier.1 == later.0;
            if meet {
                earlier.1 = later.1;
            }
            meet
        });
        held
    }

    /// Whether a person has a skill at some time from the plant's start on.
    pub fn ever_has(&self, number: u32, skill: SkillId) -> bool {
        self.held(number, skill).iter().any(|&(_, until)| until > Time::ZERO)
    }
}

impl Compiler<'_> {
    /// Finds when people lose what they can; `found` is what they learn.
    pub(super) fn expire(&mut self, found: &mut BTreeMap<CrewId, Training>) {
        let scenario = self.scenario;
        let crews: Vec<(CrewId, String)> =
            self.model.crews.enumerated().map(|(id, row)| (id, row.name.clone())).collect();
        for (crew, name) in crews {
            let Some(table) = scenario.crew.get(&name) else { continue };
            let mut lost: Vec<Gain> = Vec::new();
            for (skill, row) in table.expires.iter() {
                let of = table.training.get(&skill.value);
                let renews = of.is_some_and(|row| row.valid.is_some());
                let gains = found.get(&crew).map_or(&[][..], |training| &training.gains);
                lost.extend(self.lost_on(crew, (skill, row), renews.then_some(gains)));
            }
            for (skill, row) in table.training.iter() {
                let (Some(valid), Some(skill)) = (&row.valid, self.skill(skill)) else { continue };
                let gains = found.get(&crew).map_or(&[][..], |training| &training.gains);
                let gains = gains.iter().filter(|gain| gain.skill == skill);
                lost.extend(gains.map(|gain| {
                    let from = midnight_after(gain.from + valid.value);
                    Gain { from, pace: 0, ..*gain }
                }));
            }
            if !lost.is_empty() {
                found.entry(crew).or_default().gains.extend(lost);
            }
        }
    }

    /// What the people of a crew lose after a date; not what a training that is `valid` for its own time
    /// has renewed before.
    fn lost_on(
        &mut self,
        crew: CrewId,
        (name, row): (&Written<String>, &scenario::Expiry),
        renewed: Option<&[Gain]>,
    ) -> Vec<Gain> {
        let crew_name = self.model.crews[crew].name.clone();
        let who = format!("the expiry of `{}` in the crew `{crew_name}`", name.value);
        let skill = self.skill(name);
        let has = |skill: &SkillId| self.model.crews[crew].skills.contains(skill);
        let Some(skill) = skill.filter(has) else {
            let skills = &self.model.crews[crew].skills;
            let names = skills.iter().map(|&skill| self.model.skills[skill].name.as_str());
            let hint = format!("its people have: {}", listed(names));
            let message =
                format!("nobody in the crew `{crew_name}` has the skill `{}`", name.value);
            let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot);
            self.complain(complaint.hint(hint));
            return Vec::new();
        };
        let Some(&on) = self.required(row.on.as_ref(), "on", &who, name.spot) else {
            return Vec::new();
        };
        let spot = row.on.as_ref().map_or(name.spot, |on| on.spot);
        let Some(day) = self.day(on, spot) else { return Vec::new() };
        let there = u32::try_from(self.model.crews[crew].operators.len()).unwrap_or(u32::MAX);
        if let Some(asked) = row.people.as_ref().filter(|asked| asked.value > there) {
            let message = format!("{who} is of {} people, and there are {there}", asked.value);
            self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(asked.spot));
        }
        let from = Time::from_ticks((day + 1).saturating_mul(DAY.ticks()));
        self.warn_of_expiry(row, &who, from);
        let people = row.people.as_ref().map_or(there, |people| people.value.min(there));
        let is_renewed = |number: u32| {
            renewed.is_some_and(|gains| {
                let of = |gain: &&Gain| gain.skill == skill && gain.number == number;
                gains.iter().filter(of).any(|gain| gain.from <= from)
            })
        };
        let lost = |number| Gain { skill, number, from, pace: 0 };
        (1..=people).filter(|&number| !is_renewed(number)).map(lost).collect()
    }

    /// An expiry outside of the run.
    fn warn_of_expiry(&mut self, row: &scenario::Expiry, who: &str, from: Time) {
        let end = self.horizon().unwrap_or(Time::NEVER);
        let (message, hint) = if from <= Time::ZERO {
            let hint = "nobody of them has the skill in the run: leave it out of their `skills`";
            (format!("{who} is before the plant's start"), hint)
        } else if from >= end {
            (format!("{who} is after the run"), "it changes nothing in the run")
        } else {
            return;
        };
        let spot = row.on.as_ref().map(|on| on.spot);
        let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    /// Warns of dates from which on too few people have a skill that somebody needs.
    pub(super) fn warn_of_lost_skills(&mut self) {
        let end = self.horizon().unwrap_or(Time::NEVER);
        let model = &self.model;
        let mut found = Vec::new();
        for (skill, row) in model.skills.enumerated() {
            let crews = row.crews.iter().map(|&crew| &model.crews[crew]);
            let of_skill = crews.flat_map(|crew| {
                let root = crew.root(skill);
                crew.training.gains.iter().filter(move |gain| gain.skill == root)
            });
            let turns: BTreeSet<Time> = of_skill.map(|gain| gain.from.max(Time::ZERO)).collect();
            let is_lost =
                |at: Time| row.crews.iter().any(|&crew| model.crews[crew].loses(skill, at));
            let asked = asked(model, skill);
            let Some(&least) = asked.keys().next().filter(|_| turns.iter().any(|&at| is_lost(at)))
            else {
                continue;
            };
            let lacks = |at: &&Time| **at < end && model.holders(skill, **at) < least;
            let Some(&from) = turns.iter().find(lacks).filter(|&&from| is_lost(from)) else {
                continue;
            };
            let back = turns.range(from..).find(|&&at| model.holders(skill, at) >= least);
            found.push((skill, least, from, back.copied().filter(|&at| at < end), asked));
        }
        for (skill, least, from, back, asked) in found {
            let names = asked.values().flatten().collect::<BTreeSet<_>>();
            let names = listed(names.iter().map(|&&id| self.model.stations[id].name.as_str()));
            let people = match least {
                1 => "nobody has".to_owned(),
                least => format!("fewer than {least} people have"),
            };
            let until =
                back.map_or_else(|| "on".to_owned(), |at| format!("to {}", self.date_of(at)));
            let message = format!(
                "{people} the skill `{}` from {} {until}, which {names} needs",
                self.model.skills[skill].name,
                self.date_of(from),
            );
            let hint = "let somebody be trained in it before, with `valid` at the training";
            let crews = &self.model.skills[skill].crews;
            let root = crews.first().map_or(skill, |&crew| self.model.crews[crew].root(skill));
            let name = self.model.skills[root].name.clone();
            let tables = self.scenario.crew.iter();
            let spots = tables.filter_map(|(_, table)| {
                table.expires.spot(&name).or_else(|| table.training.spot(&name))
            });
            let spot = spots.min();
            self.complain(Diagnostic {
                spot,
                ..Diagnostic::warning(code::GAP, message).hint(hint)
            });
        }
    }

    fn date_of(&self, at: Time) -> String {
        let text = self.model.start.map(|start| date_text(start, at)).unwrap_or_default();
        text.strip_suffix(" 00:00").unwrap_or(&text).to_owned()
    }
}

impl Crew {
    /// Whether somebody loses a skill at an instant; all that is lost before the start is lost then.
    fn loses(&self, skill: SkillId, at: Time) -> bool {
        let root = self.root(skill);
        let mut gains = self.training.gains.iter().filter(|gain| gain.skill == root);
        gains.any(|gain| gain.pace == 0 && gain.from.max(Time::ZERO) == at)
    }
}

impl Model {
    /// How many people who are there have a skill at an instant.
    fn holders(&self, skill: SkillId, at: Time) -> u32 {
        let plant = self.periods.iter().rev().find(|period| period.from <= at);
        let plant = plant.map_or(self, |period| &period.model);
        let crews = self.skills[skill].crews.iter().map(|&crew| &plant.crews[crew]);
        let has = |crew: &Crew| (1..=crew.count).filter(|&who| crew.may_do(who, skill, at)).count();
        crews.map(|crew| u32::try_from(has(crew)).unwrap_or(u32::MAX)).sum()
    }
}

/// How many people with a skill are needed at once, and where.
fn asked(model: &Model, skill: SkillId) -> BTreeMap<u32, BTreeSet<StationId>> {
    let mut asked: BTreeMap<u32, BTreeSet<StationId>> = BTreeMap::new();
    for (station, row) in model.stations.enumerated() {
        let machines = row.machines.iter();
        let modes = machines.flat_map(|machine| model.machines[machine].modes.iter());
        let repairs = modes.filter_map(|mode| model.failures[model.modes[mode].failure].crew);
        for needs in row.all_operators().chain(repairs) {
            let of_skill = model.needs[needs].skills.iter().filter(|(other, _)| *other == skill);
            for &(_, count) in of_skill {
                asked.entry(count).or_default().insert(station);
            }
        }
    }
    asked
}

/// The first midnight at which the day of an instant is over.
fn midnight_after(at: Time) -> Time {
    Time::from_ticks(
        at.ticks().div_euclid(DAY.ticks()).saturating_add(1).saturating_mul(DAY.ticks()),
    )
}
