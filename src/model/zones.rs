//! Zones: the people of a crew mind some stations each.
//!
//! A skill that people of a crew with zones have is a skill of its own at each group of stations that the
//! same people mind. So whatever asks who has a skill, and how many, counts those who mind the station.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::names::spot_of;
use super::{Crew, Model, Skill};
use crate::diagnostic::{Diagnostic, Flatters, code, listed};
use crate::ids::{CrewId, Id, NeedsId, SkillId, StationId};
use crate::scenario;

/// Who of a crew minds what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Zones {
    /// The stations of each zone, ascending. Empty where everybody minds everything.
    pub stations: Vec<Vec<StationId>>,
    /// The stations of a walking loop in the order of the round, all of them one zone. Empty where
    /// nobody goes round.
    pub round: Vec<StationId>,
    /// The skills that are bound to stations, ascending.
    pub skills: Vec<SkillAt>,
}

/// A skill at some stations.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillAt {
    /// The skill at these stations.
    pub skill: SkillId,
    /// The skill as written.
    pub of: SkillId,
    /// The zones whose people have it, ascending from 0; of no meaning without zones.
    pub zones: Vec<usize>,
}

impl Zones {
    /// Whether nothing is bound to stations.
    pub const fn is_empty(&self) -> bool {
        self.stations.is_empty() && self.skills.is_empty()
    }

    /// Whether people mind different stations.
    pub const fn differ(&self) -> bool {
        !self.stations.is_empty()
    }

    /// The zone of a person: they are dealt to the zones in turn.
    pub(in crate::model) const fn zone_of(&self, number: u32) -> usize {
        (number as usize).saturating_sub(1) % self.stations.len()
    }

    /// Whether a person, by the number within the crew, minds a station.
    pub fn minds(&self, number: u32, station: StationId) -> bool {
        !self.differ() || self.stations[self.zone_of(number)].binary_search(&station).is_ok()
    }

    fn bound(&self, skill: SkillId) -> Option<&SkillAt> {
        let place = self.skills.binary_search_by_key(&skill, |row| row.skill).ok();
        place.map(|place| &self.skills[place])
    }

    /// Whether a person minds the stations to which a skill is bound.
    #[inline]
    fn have(&self, number: u32, skill: SkillId) -> bool {
        let is_theirs = |row: &SkillAt| row.zones.contains(&self.zone_of(number));
        !self.differ() || self.bound(skill).is_none_or(is_theirs)
    }
}

impl Crew {
    /// Whether a person minds the stations to which a skill is bound, if it is bound to any.
    #[inline]
    pub fn minds(&self, number: u32, skill: SkillId) -> bool {
        self.conduct.zones.have(number, skill)
    }

    /// The skill as written.
    #[inline]
    pub fn root(&self, skill: SkillId) -> SkillId {
        let zones = &self.conduct.zones;
        if zones.is_empty() { skill } else { zones.bound(skill).map_or(skill, |row| row.of) }
    }

    /// How many skills its people have, as written.
    pub fn flexibility(&self) -> usize {
        self.skills.len() - self.conduct.zones.skills.len()
    }

    /// How many of those who are there mind the stations to which a skill is bound.
    pub fn people_minding(&self, skill: SkillId) -> u32 {
        let minding = (1..=self.count).filter(|&number| self.minds(number, skill));
        u32::try_from(minding.count()).unwrap_or(self.count)
    }
}

impl Model {
    /// The skills that are worth telling: of those that are bound to stations, which are needed there.
    pub fn told_skills(&self) -> impl Iterator<Item = SkillId> + '_ {
        let has_zones = self.crews.iter().any(|crew| crew.conduct.zones.differ());
        let needed = self.needs.iter().filter(|_| has_zones).flat_map(|needs| &needs.skills);
        let needed: BTreeSet<SkillId> = needed.map(|&(skill, _)| skill).collect();
        self.skills.ids().filter(move |skill| !has_zones || needed.contains(skill))
    }

    /// What the cycles and repairs at a station need of people.
    pub(crate) fn needs_at(&self, station: StationId) -> impl Iterator<Item = NeedsId> + '_ {
        let row = &self.stations[station];
        let repairs = row.failures.iter().filter_map(|failure| self.failures[failure].crew);
        row.all_operators().chain(repairs)
    }
}

/// For each crew with a skill the zones with a station; `None` where everybody minds it.
type Minding = Vec<Option<Vec<usize>>>;

impl Compiler<'_> {
    /// Compiles the zones of all crews, and binds their skills to stations.
    pub(super) fn compile_zones(&mut self) {
        let scenario = self.scenario;
        let mut are_known = true;
        for (crew, (name, table)) in self.model.crews.ids().zip(scenario.crew.iter()) {
            if let Some(round) = table.walking_loop.as_ref().filter(|it| !it.value.0.is_empty()) {
                are_known &= self.round(crew, round);
            }
            let Some(zones) = table.zones.as_ref().filter(|it| !it.value.0.is_empty()) else {
                continue;
            };
            let count = self.model.crews[crew].count;
            if (1..zones.value.0.len()).contains(&(count as usize)) {
                let message = format!(
                    "the crew `{}` has {} zones and {}",
                    name.value,
                    zones.value.0.len(),
                    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
                );
                let hint = "people are dealt to the zones in turn, and the last zones get nobody: \
                            join zones, or raise `count`, in changes too";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(zones.spot).hint(hint));
            }
            let stations = zones.value.0.iter();
            let stations: Vec<Vec<StationId>> =
                stations.map(|zone| self.zone(&zone.value, &name.value)).collect();
            let written = zones.value.0.iter().map(|zone| zone.value.0.len());
            are_known &= written.eq(stations.iter().map(Vec::len));
            self.model.crews[crew].conduct.zones.stations = stations;
        }
        if !are_known {
            // What follows from a name that is not right is not told.
            self.model.crews.iter_mut().for_each(|crew| crew.conduct.zones = Zones::default());
        } else if self.model.crews.iter().any(|crew| crew.conduct.zones.differ()) {
            self.bind_skills();
        }
    }

    fn zone(&mut self, zone: &scenario::Zone, crew: &str) -> Vec<StationId> {
        let who = format!("the crew `{crew}`");
        let found = zone.0.iter().filter_map(|name| {
            let found = self.names.stations.find(name, &who);
            self.keep(found)
        });
        let mut stations: Vec<StationId> = found.collect();
        stations.sort_unstable();
        stations
    }

    /// Makes a skill at each group of stations that the same people mind of every skill of a crew with
    /// zones.
    fn bind_skills(&mut self) {
        let stations: Vec<StationId> = (0..self.names.stations.iter().len()).map(Id::at).collect();
        for skill in self.model.skills.ids() {
            let crews = self.model.skills[skill].crews.clone();
            if !crews.iter().any(|&crew| self.model.crews[crew].conduct.zones.differ()) {
                continue;
            }
            let mut groups: BTreeMap<Minding, Vec<StationId>> = BTreeMap::new();
            for &station in &stations {
                groups.entry(self.minding(&crews, station)).or_default().push(station);
            }
            let mut groups: Vec<(Minding, Vec<StationId>)> = groups.into_iter().collect();
            groups.sort_by(|one, other| one.1.cmp(&other.1));
            for (minding, stations) in groups {
                self.bind(skill, &crews, minding, &stations);
            }
        }
    }

    fn minding(&self, crews: &[CrewId], station: StationId) -> Minding {
        let zones = |&crew: &CrewId| {
            let zones = &self.model.crews[crew].conduct.zones;
            let with = zones.stations.iter().enumerate();
            let with = with.filter(|(_, zone)| zone.binary_search(&station).is_ok());
            zones.differ().then(|| with.map(|(place, _)| place).collect())
        };
        crews.iter().map(zones).collect()
    }

    fn bind(&mut self, of: SkillId, crews: &[CrewId], minding: Minding, stations: &[StationId]) {
        const MOST_NAMED: usize = 3;
        let names = self.names.stations.iter().collect::<Vec<_>>();
        let named = stations.iter().take(MOST_NAMED).map(|&station| names[station.position()]);
        let named = named.collect::<Vec<_>>().join(", ");
        let more = stations.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let name = format!("{} at {named}{more}", self.model.skills[of].name);
        let skill = self.model.skills.push(Skill { name, crews: Vec::new() });
        for (&crew, zones) in crews.iter().zip(minding) {
            if zones.as_ref().is_some_and(Vec::is_empty) {
                continue;
            }
            self.model.skills[skill].crews.push(crew);
            let crew = &mut self.model.crews[crew];
            crew.skills.push(skill);
            crew.conduct.zones.skills.push(SkillAt { skill, of, zones: zones.unwrap_or_default() });
        }
        for &station in stations {
            self.skills_at.insert((of, station), skill);
        }
    }

    /// A skill as it is needed at the station that is compiled now.
    pub(super) fn skill_here(&self, skill: SkillId) -> SkillId {
        self.skills_at.get(&(skill, self.station_here())).copied().unwrap_or(skill)
    }

    /// The station that is compiled now.
    pub(super) fn station_here(&self) -> StationId {
        StationId::at(self.model.stations.len())
    }

    /// What can be done where people who mind a station are too few.
    pub(super) fn hint_of_zones(&self, skills: impl Iterator<Item = SkillId>) -> Option<String> {
        let bound: Vec<SkillId> = skills.collect();
        let of =
            self.skills_at.iter().find(|(_, skill)| bound.contains(skill)).map(|(at, _)| at.0)?;
        // Whoever minds every station of it is too few for another reason.
        let mind_less = |crew: &&Crew| {
            let few = |skill: &SkillId| crew.people_minding(*skill) < crew.count;
            let has = |skill: &SkillId| crew.skills.binary_search(skill).is_ok();
            crew.conduct.zones.differ() && bound.iter().any(|skill| !has(skill) || few(skill))
        };
        let crews = self.model.skills[of].crews.iter().map(|&crew| &self.model.crews[crew]);
        let crews: Vec<&Crew> = crews.filter(mind_less).collect();
        if crews.is_empty() {
            return None;
        }
        let names = listed(crews.iter().map(|crew| crew.name.as_str()));
        Some(if crews.iter().all(|crew| crew.conduct.zones.go_round()) {
            format!("people work only at the stations of their round: see `loop` of {names}")
        } else {
            format!("people mind only the stations of their zone: see `zones` of {names}")
        })
    }

    /// What is said of zones: stations where their people can do nothing, and what loads leave out.
    pub(super) fn note_zones(&mut self) {
        let mut idle: Vec<(&str, String, String)> = Vec::new();
        let mut shared: Vec<String> = Vec::new();
        let told: BTreeSet<SkillId> = self.model.told_skills().collect();
        for crew in &self.model.crews {
            let zones = &crew.conduct.zones;
            for &station in zones.stations.iter().flatten() {
                let needs = self.model.needs_at(station);
                let mut skills = needs.flat_map(|needs| &self.model.needs[needs].skills);
                if !skills.any(|(skill, _)| crew.skills.binary_search(skill).is_ok()) {
                    let key = if zones.go_round() { "loop` of" } else { "zones` of" };
                    let station = self.model.stations[station].name.clone();
                    idle.push((key, crew.name.clone(), station));
                }
            }
            // Who minds everything minds every group.
            let several = |zone: usize| {
                let minds = |row: &&SkillAt| !zones.differ() || row.zones.contains(&zone);
                let skills = zones.skills.iter().filter(minds);
                let skills = skills.filter(|row| told.contains(&row.skill)).map(|row| row.of);
                let skills: Vec<SkillId> = skills.collect();
                skills.windows(2).any(|two| two[0] == two[1])
            };
            if (0..zones.stations.len().max(1)).any(several) {
                shared.push(crew.name.clone());
            }
        }
        idle.sort_unstable();
        idle.dedup();
        for (key, crew, station) in idle {
            let message = format!("`{key} `{crew}` names `{station}`, where they can do nothing");
            let spot = spot_of(&self.scenario.crew, &crew);
            self.complain(Diagnostic { spot, ..Diagnostic::warning(code::UNUSED, message) });
        }
        if !shared.is_empty() {
            let message = format!(
                "loads of each group of stations are told as if its people minded no other: {}",
                listed(shared.iter().map(String::as_str))
            );
            self.assume(message, Flatters::Throughput);
        }
    }
}
