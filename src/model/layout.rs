//! Where people walk: positions of stations and crews, distances and speeds.

use super::compile::Compiler;
use super::response::response;
use super::{Crew, Model, Station, Ways};
use crate::diagnostic::{Diagnostic, Flatters, code, listed};
use crate::ids::{CrewId, Id, NeedsId, SiteId, StationId, Table};
use crate::scenario::{self, Distances, LengthUnit, Metric, Site, Written};
use crate::units::{Distance, Span, Speed};

/// Where people can be, and how far it is from one site to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Positions: of the stations, by their number, then of crews that begin elsewhere. `None` where
    /// nobody goes.
    pub positions: Table<SiteId, Option<[Distance; 2]>>,
    /// Whether people go along the axes, one after the other, not straight.
    pub rectilinear: bool,
    /// Ways whose lengths are written.
    pub ways: Ways,
    /// Whether lengths of others follow from positions.
    pub has_positions: bool,
}

/// How the people of a crew walk.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Walking {
    /// How fast; `None` takes no time.
    pub speed: Option<Speed>,
    /// Where they are when their shift begins; `None` is at their first task.
    pub base: Option<SiteId>,
    /// How long it takes until they are there, and begin to walk, if they had no task before.
    pub response: Span,
}

impl Layout {
    /// Whether there is nothing to say about it.
    pub fn is_empty(&self) -> bool {
        self.positions.iter().all(Option::is_none) && self.ways.is_empty()
    }

    /// Which sites are places to which people may go. Shape: site by site.
    pub fn sites(&self) -> impl Iterator<Item = bool> + '_ {
        self.positions.ids().map(|site| self.has(site) || self.ways.has(site))
    }

    /// The site of a station.
    pub fn of_station(station: StationId) -> SiteId {
        SiteId::at(station.position())
    }

    /// Whether something stands at a site.
    fn has(&self, site: SiteId) -> bool {
        self.positions[site].is_some()
    }

    /// How far it is from one site to another.
    pub fn distance(&self, from: SiteId, to: SiteId) -> Distance {
        self.known(from, to).unwrap_or(Distance::ZERO)
    }

    /// Whether it is known how far it is from one site to another.
    pub(super) fn is_known(&self, from: SiteId, to: SiteId) -> bool {
        self.known(from, to).is_some()
    }

    fn known(&self, from: SiteId, to: SiteId) -> Option<Distance> {
        if from == to {
            return Some(Distance::ZERO);
        }
        let between = || {
            let (from, to) = (self.positions[from]?, self.positions[to]?);
            self.has_positions.then(|| Distance::between(from, to, self.rectilinear))
        };
        self.ways.distance(from, to).or_else(between)
    }
}

impl Walking {
    /// Whether nobody walks, from nowhere.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Model {
    /// Whether walking takes somebody time.
    pub fn has_walkers(&self) -> bool {
        let walks = self.crews.iter().any(|crew| crew.conduct.walk.speed.is_some());
        walks && !self.needs.is_empty()
    }

    /// Whether it matters where people are: to walk, to respond, or to go round.
    pub fn has_comers(&self) -> bool {
        self.has_walkers() || self.has_responders() || self.crews_on_rounds().next().is_some()
    }
}

impl Compiler<'_> {
    /// Compiles the positions of stations.
    pub(super) fn compile_layout(&mut self) {
        let layout = &self.scenario.layout;
        let stations = self.names.stations.iter().len();
        let mut positions = Table::filled(stations, None);
        let unit = self.unit();
        for (name, position) in layout.positions.iter() {
            let found = self.names.stations.find(name, "the layout");
            if let Some(station) = self.keep(found) {
                positions[Layout::of_station(station)] = Some(position.value.in_unit(unit));
            }
        }
        let distances = layout.distance.as_ref().map(|distances| &distances.value);
        let rectilinear = matches!(distances, None | Some(Distances::Metric(Metric::Rectilinear)));
        let has_positions = !matches!(distances, Some(Distances::Sheet(_)));
        let ways = self.compile_ways(unit);
        self.model.layout = Layout { positions, rectilinear, ways, has_positions };
    }

    pub(super) fn unit(&self) -> LengthUnit {
        self.scenario.layout.unit.as_ref().map_or(LengthUnit::Metres, |unit| unit.value)
    }

    /// How the people of a crew walk.
    pub(super) fn walk(&mut self, name: &Written<String>, table: &scenario::Crew) -> Walking {
        let usual = self.scenario.layout.walking_speed.as_ref();
        let speed = table.walking_speed.as_ref().or(usual).map(|speed| speed.value);
        let base = table.base.as_ref().and_then(|base| match &base.value {
            Site::At(position) => {
                let position = position.in_unit(self.unit());
                Some(self.model.layout.positions.push(Some(position)))
            }
            Site::Station(station) => {
                let station = Written { value: station.clone(), spot: base.spot };
                let found =
                    self.names.stations.find(&station, &format!("the crew `{}`", name.value));
                self.keep(found).map(Layout::of_station)
            }
        });
        if let Some(base) = table.base.as_ref().filter(|_| speed.is_none()) {
            let message = format!("the crew `{}` has a `base`, and does not walk", name.value);
            let hint = "give `[layout]` or the crew a `walking_speed`";
            self.complain(Diagnostic::warning(code::UNUSED, message).at(base.spot).hint(hint));
        }
        Walking { speed, base, response: response(table) }
    }

    /// Complains about places to which people walk and that have no position.
    pub(super) fn check_layout(&mut self) {
        let mut written = self.scenario.layout.positions.names();
        let is_misspelt = |name: &str| self.names.stations.get(name).is_none();
        if !self.model.has_walkers() || written.any(is_misspelt) {
            return;
        }
        if !self.model.layout.has_positions || !self.model.layout.ways.is_empty() {
            self.check_ways();
            return;
        }
        let model = &self.model;
        let walks = |needs: NeedsId| {
            let skills = model.needs[needs].skills.iter();
            let mut crews = skills.flat_map(|&(skill, _)| &model.skills[skill].crews);
            crews.any(|&crew| model.crews[crew].conduct.walk.speed.is_some())
        };
        let is_base = |station: StationId| {
            let site = Layout::of_station(station);
            model.crews.iter().any(|crew| crew.conduct.walk.base == Some(site))
        };
        let is_visited = |(id, station): &(StationId, &Station)| {
            let repairs =
                station.failures.iter().filter_map(|failure| model.failures[failure].crew);
            let is_met = station.all_operators().chain(repairs).any(walks) || is_base(*id);
            is_met && !station.is_store()
        };
        let missing = model.stations.enumerated().filter(is_visited);
        let missing = missing.filter(|(id, _)| !model.layout.has(Layout::of_station(*id)));
        let names: Vec<&str> = missing.map(|(_, station)| station.name.as_str()).collect();
        let Some(first) = names.first() else { return };
        let message = format!(
            "people walk, and these stations to which they go have no position: {}",
            listed(names.iter().copied())
        );
        let hint = format!(
            "add them to `[layout.positions]`, such as `{} = [8, 0]`",
            crate::units::guess::key(first)
        );
        let usual = self.scenario.layout.walking_speed.as_ref();
        let own = self.scenario.crew.iter().find_map(|(_, crew)| crew.walking_speed.as_ref());
        let spot = usual.or(own).map(|speed| speed.spot);
        let complaint = Diagnostic::error(code::MISSING, message).hint(hint);
        self.complain(Diagnostic { spot, ..complaint });
    }

    /// What is assumed of ways.
    pub(super) fn note_ways(&mut self) {
        let model = &self.model;
        let is_counted = |(id, crew): (CrewId, &Crew)| {
            crew.conduct.walk.speed.is_none() || model.counts_ways(id)
        };
        if model.has_walkers() && model.crews.enumerated().all(is_counted) {
            let message =
                "loads have the ways of rounds in them: people who find little to do walk more";
            self.assume(message.to_owned(), Flatters::Throughput);
        } else if model.has_walkers() {
            let message = "loads are without walking: the more people walk, the less they do";
            self.assume(message.to_owned(), Flatters::Throughput);
        } else if !self.model.layout.is_empty() && !self.model.crews.is_empty() {
            let message = "walking takes no time: `[layout]` has no `walking_speed`";
            self.assume(message.to_owned(), Flatters::Throughput);
        }
        self.note_responses();
    }
}
