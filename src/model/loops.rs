//! Walking loops: the people of a crew go round the stations of a cell.
//!
//! For loads, and for whatever asks who has a skill, the stations of a loop are a zone that all its people
//! mind. Needs are a line of their own at each of its stations, because only who stands there can help.

use super::compile::Compiler;
use super::zones::Zones;
use super::{Model, Needs, Station};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::ids::{CrewId, NeedsId, SkillId, StationId};
use crate::scenario::{self, Written};

/// Most stations of a loop, and most people who go round one.
const MOST: usize = 200;

impl Zones {
    /// Whether people go round a walking loop.
    pub const fn go_round(&self) -> bool {
        !self.round.is_empty()
    }
}

impl Model {
    /// The crews whose people go round.
    pub fn crews_on_rounds(&self) -> impl Iterator<Item = CrewId> + '_ {
        let all = self.crews.enumerated().filter(|(_, crew)| crew.conduct.zones.go_round());
        all.map(|(id, _)| id).filter(|_| !self.needs.is_empty())
    }

    /// Whether somebody who goes round may help to meet needs.
    pub fn may_help(&self, crew: CrewId, needs: NeedsId) -> bool {
        let Needs { skills, .. } = &self.needs[needs];
        skills.iter().any(|&(skill, _)| self.skills[skill].crews.contains(&crew))
    }
}

impl Compiler<'_> {
    /// Compiles the loop of a crew; whether its stations are there.
    pub(super) fn round(&mut self, crew: CrewId, written: &Written<scenario::Loop>) -> bool {
        let row = &self.model.crews[crew];
        let (name, people) = (row.name.clone(), row.operators.len());
        let stations = &written.value.0;
        if stations.len() > MOST || people > MOST {
            let message = format!(
                "{people} people of `{name}` go round a loop of {} stations",
                stations.len()
            );
            let hint = format!("a loop has at most {MOST} stations and {MOST} people");
            let complaint = Diagnostic::error(code::TOO_MANY, message).at(written.spot);
            self.complain(complaint.hint(hint));
            return false;
        }
        let who = format!("the crew `{name}`");
        let found = stations.iter().filter_map(|station| {
            let found = self.names.stations.find(station, &who);
            self.keep(found)
        });
        let round: Vec<StationId> = found.collect();
        let are_known = round.len() == stations.len();
        let mut zone = round.clone();
        zone.sort_unstable();
        let zones = &mut self.model.crews[crew].conduct.zones;
        zones.stations = vec![zone];
        zones.round = round;
        are_known
    }

    /// The station that is compiled now, if somebody who goes round has one of the skills there.
    pub(super) fn on_a_round(&self, skills: &[(SkillId, u32, u8)]) -> Option<StationId> {
        let crews =
            skills.iter().flat_map(|&(skill, ..)| self.model.skills[skill].crews.iter().copied());
        let mut zones = crews.map(|crew| &self.model.crews[crew].conduct.zones);
        zones.any(Zones::go_round).then(|| self.station_here())
    }

    /// Whether one at most of those who go round is needed; two might wait for each other at two stations
    /// for ever.
    pub(super) fn is_for_one_on_a_round(
        &mut self,
        needs: &[(SkillId, u32)],
        who: &str,
        spot: Spot,
    ) -> bool {
        let crews = |skill: SkillId| self.model.skills[skill].crews.iter();
        let goes_round = |crew: &&CrewId| self.model.crews[**crew].conduct.zones.go_round();
        let others = |skill: SkillId| -> usize {
            let stay = crews(skill).filter(|crew| !goes_round(crew));
            stay.map(|&crew| self.model.crews[crew].people_with(skill)).sum()
        };
        let missing =
            needs.iter().filter(|&&(skill, _)| crews(skill).any(|crew| goes_round(&crew)));
        let missing = missing.map(|&(skill, count)| (count as usize).saturating_sub(others(skill)));
        let missing: usize = missing.sum();
        if missing <= 1 {
            return true;
        }
        let rounds = needs.iter().flat_map(|&(skill, _)| crews(skill).filter(goes_round));
        let mut names: Vec<&str> =
            rounds.map(|&crew| self.model.crews[crew].name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let message = format!(
            "{who} needs {missing} people who go round at the same time: see `loop` of {}",
            listed(names)
        );
        let hint = "people go round a loop one by one, and would wait for each other; let a crew without \
                    a loop help";
        self.complain(Diagnostic::error(code::SKILL, message).at(spot).hint(hint));
        false
    }

    /// Warns of loops in which whoever goes round finds no place for the part in hand.
    pub(super) fn note_loops(&mut self) {
        let model = &self.model;
        let mut found: Vec<Diagnostic> = Vec::new();
        for crew in model.crews_on_rounds() {
            let row = &model.crews[crew];
            // The first has its parts from elsewhere.
            let later = row.conduct.zones.round.iter().skip(1);
            let is_tight = |row: &Station| row.buffer == Some(0) && row.shared.is_none();
            let tight = later.filter(|&&station| is_tight(&model.stations[station]));
            let names: Vec<&str> =
                tight.map(|&station| model.stations[station].name.as_str()).collect();
            if names.is_empty() {
                continue;
            }
            let message = format!(
                "who goes round the loop of `{}` finds no place for the part in hand before {}",
                row.name,
                listed(names.iter().copied())
            );
            let hint = "with `buffer = 0` a part stays on its machine until the next one is empty; give them \
                        `buffer = 1`, which is the hand";
            let written = self.scenario.crew.get(&row.name);
            let spot = written.and_then(|crew| crew.walking_loop.as_ref()).map(|round| round.spot);
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            found.push(Diagnostic { spot, ..complaint });
        }
        for complaint in found {
            self.complain(complaint);
        }
    }
}
