//! How far it is between stations, where that is written way by way.

use super::compile::Compiler;
use super::{Crew, Layout};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{Id, SiteId, SkillId, StationId};
use crate::scenario::{Distances, LengthUnit, Site};
use crate::units::Distance;

/// Distances between stations that are written. Empty where all follow from positions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways {
    /// How many stations there are.
    pub stations: usize,
    /// From each station to each; `None` is not written.
    pub distances: Vec<Option<Distance>>,
}

impl Ways {
    /// Whether nothing is written.
    pub const fn is_empty(&self) -> bool {
        self.distances.is_empty()
    }

    /// How far it is from one site to another: as written, or as the way back.
    pub fn distance(&self, from: SiteId, to: SiteId) -> Option<Distance> {
        let [from, to] = [from, to].map(Id::position);
        if self.is_empty() || from.max(to) >= self.stations {
            return None;
        }
        let there = self.distances[from * self.stations + to];
        there.or(self.distances[to * self.stations + from])
    }

    /// Whether a way to or from a site is written.
    pub fn has(&self, site: SiteId) -> bool {
        let at = site.position();
        let cells = |other: usize| {
            [at * self.stations + other, other * self.stations + at]
                .map(|cell| self.distances[cell])
        };
        !self.is_empty()
            && at < self.stations
            && (0..self.stations).flat_map(cells).any(|cell| cell.is_some())
    }
}

/// Most pairs without a distance that are named.
const MOST_NAMED: usize = 10;

impl Compiler<'_> {
    /// Compiles the ways that are written one by one.
    pub(super) fn compile_ways(&mut self, unit: LengthUnit) -> Ways {
        let layout = &self.scenario.layout;
        if layout.from.is_empty() {
            return Ways::default();
        }
        let stations = self.names.stations.iter().len();
        let mut ways = Ways { stations, distances: vec![None; stations * stations] };
        let mut unknown: Vec<&str> = Vec::new();
        for (from, row) in layout.from.iter() {
            let ends = row.to.iter().map(|(to, _)| to);
            for name in std::iter::once(from).chain(ends) {
                if self.names.stations.get(&name.value).is_none()
                    && !unknown.contains(&&*name.value)
                {
                    unknown.push(&name.value);
                    let found = self.names.stations.find(name, "the layout");
                    self.keep(found);
                }
            }
            let Some(start) = self.names.stations.get(&from.value) else { continue };
            for (to, written) in row.to.iter() {
                let Some(end) = self.names.stations.get(&to.value) else { continue };
                let distance = unit.distance(written.value.0);
                if start == end && distance > Distance::ZERO {
                    let message = format!(
                        "the way from `{}` to itself is not 0: {}",
                        from.value, written.value.0
                    );
                    self.complain(Diagnostic::error(code::OUT_OF_RANGE, message).at(written.spot));
                }
                ways.distances[start.position() * stations + end.position()] = Some(distance);
            }
        }
        ways
    }

    /// Complains about people who begin where no way is written, and about pairs of stations between
    /// which people may walk and no distance is known.
    pub(super) fn check_ways(&mut self) {
        let sheet = self.scenario.layout.distance.as_ref();
        let sheet = sheet.filter(|distances| matches!(distances.value, Distances::Sheet(_)));
        for (name, crew) in self.scenario.crew.iter().filter(|_| sheet.is_some()) {
            let base = crew.base.as_ref();
            if let Some(base) = base.filter(|base| matches!(base.value, Site::At(_))) {
                let message = format!(
                    "the crew `{}` has its base at coordinates, to which no way is written",
                    name.value
                );
                let hint = "where distances come from a sheet, a base is a station";
                self.complain(Diagnostic::error(code::CONFLICT, message).at(base.spot).hint(hint));
            }
        }
        if self.complaints.has_errors() {
            return;
        }
        let mut missing: Vec<(StationId, StationId)> =
            self.model.crews.iter().flat_map(|crew| self.unknown_ways(crew)).collect();
        missing.sort_unstable();
        missing.dedup();
        let Some(&first) = missing.first() else { return };
        let name = |station: StationId| self.model.stations[station].name.as_str();
        let pair =
            |&(one, other): &(StationId, StationId)| format!("{} – {}", name(one), name(other));
        let named = missing.iter().take(MOST_NAMED).map(pair).collect::<Vec<_>>().join(", ");
        let more = missing.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!("people walk, and these ways have no distance: {named}{more}");
        let key = crate::units::guess::key;
        let hint = format!(
            "add them to the sheet, or write `[layout]` `from.{}.to.{} = 8`; the way back is the same \
             unless it is written",
            key(name(first.0)),
            key(name(first.1))
        );
        let spot = self.scenario.layout.distance.as_ref().map(|distances| distances.spot);
        let spot =
            spot.or_else(|| self.scenario.layout.from.iter().next().map(|(name, _)| name.spot));
        self.complain(Diagnostic { spot, ..Diagnostic::error(code::MISSING, message).hint(hint) });
    }

    /// Pairs of stations between which people of a crew may walk, and no distance is known.
    fn unknown_ways(&self, crew: &Crew) -> Vec<(StationId, StationId)> {
        let model = &self.model;
        if crew.conduct.walk.speed.is_none() {
            return Vec::new();
        }
        let has = |skill: &SkillId| crew.skills.binary_search(skill).is_ok();
        let is_base =
            |station: StationId| crew.conduct.walk.base == Some(Layout::of_station(station));
        let goes_to = |station: &StationId| {
            let needs = model.needs_at(*station);
            let mut skills = needs.flat_map(|needs| &model.needs[needs].skills);
            skills.any(|(skill, _)| has(skill)) || is_base(*station)
        };
        let stations: Vec<StationId> = model.stations.ids().filter(goes_to).collect();
        let zones = &crew.conduct.zones.stations;
        let one_minds_both = |one: StationId, other: StationId| {
            let minds = |zone: &Vec<StationId>, station: StationId| {
                is_base(station) || zone.binary_search(&station).is_ok()
            };
            zones.is_empty() || zones.iter().any(|zone| minds(zone, one) && minds(zone, other))
        };
        let mut unknown = Vec::new();
        for (place, &one) in stations.iter().enumerate() {
            for &other in &stations[place + 1..] {
                let [from, to] = [one, other].map(Layout::of_station);
                let is_known = model.layout.is_known(from, to) && model.layout.is_known(to, from);
                if !is_known && one_minds_both(one, other) {
                    unknown.push((one, other));
                }
            }
        }
        unknown
    }
}
