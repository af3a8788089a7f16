//! What people can do, and how fast.

use super::PACE;
use super::compile::Compiler;
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::SkillId;
use crate::scenario::{self, Levels, Rating, Written};

/// A speed, from 0.01 to 100, as a pace.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is bounded")]
fn pace(speed: f64) -> u32 {
    (speed.clamp(0.01, 100.0) * f64::from(PACE)).round() as u32
}

impl Compiler<'_> {
    /// What a crew can do, ascending, and the pace in each; no paces where all are standard.
    pub(super) fn skills_of(
        &mut self,
        name: &Written<String>,
        table: &scenario::Crew,
    ) -> (Vec<SkillId>, Vec<u32>) {
        let mut skills: Vec<(SkillId, u32)> = Vec::new();
        match &table.skills {
            None => skills.extend(self.skill(name).map(|skill| (skill, PACE))),
            Some(given) => {
                for (place, name) in given.value.names.iter().enumerate() {
                    let number = given.value.numbers.get(place);
                    let pace = number.map_or(Some(PACE), |number| self.pace_of(number, table));
                    skills.extend(self.skill(name).zip(pace));
                }
            }
        }
        // What is only learned comes behind what somebody has.
        for (skill, _) in table.training.iter() {
            let new = self.skill(skill).filter(|id| skills.iter().all(|(known, _)| known != id));
            skills.extend(new.map(|skill| (skill, 0)));
        }
        skills.sort_unstable();
        skills.dedup_by_key(|(skill, _)| *skill);
        let is_standard = skills.iter().all(|&(_, pace)| pace == PACE);
        let paces = skills.iter().filter(|_| !is_standard).map(|&(_, pace)| pace).collect();
        (skills.into_iter().map(|(skill, _)| skill).collect(), paces)
    }

    /// The id of a skill that some crew has.
    pub(super) fn skill(&self, name: &Written<String>) -> Option<SkillId> {
        self.names.skills.get(&name.value)
    }

    /// The pace that a number stands for, a speed or a level; `None` for who cannot do it, and after a
    /// complaint.
    pub(super) fn pace_of(
        &mut self,
        number: &Written<Rating>,
        table: &scenario::Crew,
    ) -> Option<u32> {
        let levels = table.levels.as_ref().or(self.scenario.plant.levels.as_ref());
        let Some(Written { value: levels, .. }) = levels else {
            if (0.01..=100.0).contains(&number.value.0) {
                self.doubt_speed(number);
                return Some(pace(number.value.0));
            }
            let message = "a speed must be from 0.01 to 100";
            let hint = if number.value.0 > 0.0 {
                "1 is the standard time, 0.8 takes a quarter longer"
            } else {
                "leave the skill out of those who cannot do it; of a skill matrix with levels, say \
                        what they mean: `levels = { 1 = 0.6, 2 = 1.0 }` in `[plant]`"
            };
            let complaint = Diagnostic::error(code::OUT_OF_RANGE, message).at(number.spot);
            self.complain(complaint.hint(hint));
            return None;
        };
        let Some(speed) = levels.speed(number.value.0) else {
            self.complain(unknown_level(number, levels));
            return None;
        };
        (speed > 0.0).then(|| pace(speed))
    }
}

impl Compiler<'_> {
    /// Nobody is twice as fast as the standard time; levels often are such numbers.
    fn doubt_speed(&mut self, number: &Written<Rating>) {
        if number.value.0 < 2.0 {
            return;
        }
        let message = format!(
            "a speed of {} does a task in {:.0} % of the standard time",
            number.value.0,
            100.0 / number.value.0
        );
        let hint = "if it is a level of a skill matrix, say what levels mean: \
                    `levels = { 1 = 0.6, 2 = 0.8, 3 = 1.0 }` in `[plant]`";
        self.complain(Diagnostic::warning(code::DUBIOUS, message).at(number.spot).hint(hint));
    }
}

fn unknown_level(number: &Written<Rating>, levels: &Levels) -> Diagnostic {
    let known: Vec<String> = levels.0.iter().map(|(level, _)| level.to_string()).collect();
    let known = listed(known.iter().map(String::as_str));
    let message = format!("there is no level {}", number.value.0);
    let hint = format!("`levels` has: {known}; where it stands, numbers in `skills` are levels");
    Diagnostic::error(code::UNKNOWN_NAME, message).at(number.spot).hint(hint)
}
