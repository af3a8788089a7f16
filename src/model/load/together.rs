//! Skills that the same people have: what is asked of them together.
//!
//! Whoever has two skills counts fully for each of them alone. Together they are asked for the work of both, by
//! those who have one of them.

use std::collections::BTreeSet;

use super::capacity::Hours;
use super::over;
use crate::ids::{CrewId, SkillId, Table};

/// Most skills of a plant whose pairs are looked at.
const MOST_SKILLS: usize = 300;

/// Skills that share people, and the load of these people by all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The skills, two or more, ascending.
    pub skills: Vec<SkillId>,
    /// People needed with one of the skills over people there who have one, on average.
    ///
    /// Bounds: a lower bound as that of each skill; people whom overtime brings count for each skill.
    pub load: f64,
}

/// The pair of skills, or all that hang together by their crews, that asks most of its people; `None` if no
/// two skills share a crew, or if each of the skills asks as much by itself.
pub(super) fn fullest(hours: &Hours<'_>, needs: &Table<SkillId, f64>) -> Option<Together> {
    if needs.len() > MOST_SKILLS {
        return None;
    }
    let asked: Vec<SkillId> = needs.ids().filter(|&skill| needs[skill] > 0.0).collect();
    let crews = |skill: SkillId| &hours.model.skills[skill].crews;
    let shares =
        |one: SkillId, other: SkillId| crews(one).iter().any(|id| crews(other).contains(id));
    let mut sets: BTreeSet<Vec<SkillId>> = BTreeSet::new();
    for (place, &one) in asked.iter().enumerate() {
        let others = asked[place + 1..].iter().filter(|&&other| shares(one, other));
        sets.extend(others.map(|&other| vec![one, other]));
        sets.insert(hanging_together(one, &asked, &shares));
    }
    let told = sets.into_iter().filter(|skills| skills.len() > 1).map(|skills| {
        let need: f64 = skills.iter().map(|&skill| needs[skill]).sum();
        let load = over(need, there(hours, &skills));
        let alone = skills.iter().map(|&skill| over(needs[skill], hours.people(skill)));
        (load > alone.fold(0.0, f64::max) * (1.0 + 1e-9)).then_some(Together { skills, load })
    });
    told.flatten().reduce(|one, other| if other.load > one.load { other } else { one })
}

/// The skills that are reached from one by crews that have several.
fn hanging_together(
    first: SkillId,
    asked: &[SkillId],
    shares: &impl Fn(SkillId, SkillId) -> bool,
) -> Vec<SkillId> {
    let mut found = vec![first];
    let mut next = 0;
    while next < found.len() {
        let more: Vec<SkillId> = asked
            .iter()
            .copied()
            .filter(|&skill| !found.contains(&skill) && shares(found[next], skill))
            .collect();
        found.extend(more);
        next += 1;
    }
    found.sort_unstable();
    found
}

/// People at work who have one of the skills at some time, on average.
fn there(hours: &Hours<'_>, skills: &[SkillId]) -> f64 {
    let model = hours.model;
    let crews: BTreeSet<CrewId> =
        skills.iter().flat_map(|&skill| &model.skills[skill].crews).copied().collect();
    let usual: f64 =
        crews.into_iter().map(|crew| hours.people_of(&model.crews[crew], skills)).sum();
    usual + skills.iter().map(|&skill| hours.people_in_overtime(skill)).sum::<f64>()
}
