//! Where people walk: the places of the floor, and the ways between them.

use super::super::column::Column;
use super::super::results::Interval;
use super::super::rows::Value;
use super::super::walk::{Doings, SHIFT};
use crate::ids::{CrewId, Id, SiteId, StationId};
use crate::model::Model;
use crate::observe::{Course, Tally, courses};
use crate::units::Time;

/// The floor of the plant, and who walks on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Floor {
    /// Stations, then bases of crews that are elsewhere; empty where nobody walks.
    pub places: Vec<Place>,
    /// Ways that were walked, by crew, from each place to each other one.
    pub ways: Vec<CrewWay>,
    /// Whether people go along the axes, one after the other, not straight.
    pub rectilinear: bool,
}

/// A place on the floor.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Name of the station, or whose base it is.
    pub name: String,
    /// Whether it is a station.
    pub is_station: bool,
    /// Its two coordinates; `None` where they are not written. Unit: metres.
    pub at: Option<[f64; 2]>,
}

/// How often the people of a crew walk from one place to another.
#[derive(Clone, Debug, PartialEq)]
pub struct CrewWay {
    /// The crew.
    pub crew: String,
    /// Where the ways begin, as a number among the places from 0.
    pub from: usize,
    /// Where they end.
    pub to: usize,
    /// Ways of a person in eight hours at work; one that is broken off counts as well.
    pub ways: Interval,
    /// How far that is. Unit: metres.
    pub metres: Interval,
}

/// Ways and metres of a person in eight hours at work, way by way.
pub(super) fn ways(model: &Model, tally: &Tally, end: Time) -> Vec<Value> {
    let at_work = |crew: CrewId| {
        let people = model.crews[crew].operators.iter();
        let spans: Vec<_> = people.map(|operator| tally.operator(operator, end)).collect();
        let time = |state: crate::observe::OperatorState| {
            spans.iter().map(|spans| spans[state as usize].ticks() as f64).sum()
        };
        Doings::of(time).at_work / SHIFT.ticks() as f64
    };
    let shifts: crate::ids::Table<CrewId, f64> = model.crews.ids().map(at_work).collect();
    let counted = courses(model).into_iter().zip(tally.ways().counted());
    let values = counted.flat_map(|(course, (ways, gone))| {
        let shifts = shifts[course.crew];
        [Value::Ratio(ways as f64, shifts), Value::Ratio(gone.metres(), shifts)]
    });
    values.collect()
}

/// What is told of it.
pub(super) fn told(model: &Model, found: &[Column]) -> Floor {
    let courses = courses(model);
    if courses.is_empty() || found.is_empty() {
        return Floor::default();
    }
    let sites = model.layout.sites().enumerate().filter(|(_, is_place)| *is_place);
    let sites: Vec<SiteId> = sites.map(|(site, _)| SiteId::at(site)).collect();
    let place = |site: SiteId| sites.binary_search(&site).unwrap_or(0);
    let way = |(course, columns): (&Course, &[Column])| CrewWay {
        crew: model.crews[course.crew].name.clone(),
        from: place(course.from),
        to: place(course.to),
        ways: columns[0].interval(),
        metres: columns[1].interval(),
    };
    let ways = courses.iter().zip(found.chunks_exact(2)).map(way);
    Floor {
        places: sites.iter().map(|&site| place_of(model, site)).collect(),
        ways: ways.filter(|way| way.ways.estimate > 0.0).collect(),
        rectilinear: model.layout.rectilinear && model.layout.ways.is_empty(),
    }
}

fn place_of(model: &Model, site: SiteId) -> Place {
    let is_station = site.position() < model.working_stations().count();
    let begins = |crew: &&crate::model::Crew| crew.conduct.walk.base == Some(site);
    let name = if is_station {
        model.stations[StationId::at(site.position())].name.clone()
    } else {
        let crew = model.crews.iter().find(begins).map_or("", |crew| crew.name.as_str());
        format!("base of {crew}")
    };
    let at = model.layout.positions[site].map(|at| at.map(crate::units::Distance::metres));
    Place { name, is_station, at }
}
