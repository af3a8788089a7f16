//! Ways of people from place to place, counted by crew.
//!
//! Memory: one row for each crew that walks and each two places, at most [`MOST_WAYS`].

use crate::ids::{CrewId, OperatorId, SiteId, Table};
use crate::model::Model;
use crate::units::Distance;

/// Most crews and pairs of places of which ways are counted; of larger plants none are.
pub const MOST_WAYS: usize = 10_000;

/// A crew that may walk from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// The crew.
    pub crew: CrewId,
    /// Where the way begins.
    pub from: SiteId,
    /// Where it ends.
    pub to: SiteId,
}

/// Ways by crew and places.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Where the rows of each person's crew begin; `None` where it does not walk.
    rows: Table<OperatorId, Option<usize>>,
    /// The place of each site among those to which people go.
    places: Table<SiteId, Option<usize>>,
    /// How many these are.
    count: usize,
    counted: Vec<(u64, Distance)>,
}

impl Ways {
    pub(super) fn new(model: &Model) -> Self {
        let mut count = 0;
        let sites = model.layout.sites().filter(|_| model.has_walkers());
        let places = sites.map(|is_place| {
            is_place.then(|| {
                count += 1;
                count - 1
            })
        });
        let places: Table<SiteId, Option<usize>> = places.collect();
        let mut walking = 0;
        let first = model.crews.iter().map(|crew| {
            crew.conduct.walk.speed.map(|_| {
                walking += 1;
                (walking - 1) * count * count
            })
        });
        let first: Table<CrewId, Option<usize>> = first.collect();
        let cells = walking * count * count;
        let is_counted = model.has_walkers() && cells <= MOST_WAYS;
        let rows = model.operators.iter().filter(|_| is_counted);
        Self {
            rows: rows.map(|operator| first[operator.crew]).collect(),
            places,
            count,
            counted: vec![(0, Distance::ZERO); if is_counted { cells } else { 0 }],
        }
    }

    /// Forgets what was counted: the end of the warm-up.
    pub(super) fn restart(&mut self) {
        self.counted.fill((0, Distance::ZERO));
    }

    /// Somebody has gone a way, or a part of it.
    pub(super) fn count(
        &mut self,
        operator: OperatorId,
        (from, to): (SiteId, SiteId),
        gone: Distance,
    ) {
        let Some(&Some(first)) = self.rows.get(operator) else { return };
        let (Some(from), Some(to)) = (self.places[from], self.places[to]) else { return };
        if from != to && gone > Distance::ZERO {
            let (ways, metres) = &mut self.counted[first + from * self.count + to];
            *ways += 1;
            *metres += gone;
        }
    }

    /// Ways of the people of all crews, and how far they went: in the order of [`courses`].
    pub fn counted(&self) -> impl Iterator<Item = (u64, Distance)> + '_ {
        let count = self.count;
        let is_way = move |(cell, _): &(usize, _)| cell / count % count != cell % count;
        self.counted.iter().copied().enumerate().filter(is_way).map(|(_, counted)| counted)
    }
}

/// The ways that are counted: by crew, from each place to each other one. Empty where nobody walks, and
/// where they are more than [`MOST_WAYS`].
pub fn courses(model: &Model) -> Vec<Course> {
    let sites = model.layout.sites().enumerate().filter(|(_, is_place)| *is_place);
    let sites: Vec<SiteId> = sites.map(|(site, _)| crate::ids::Id::at(site)).collect();
    let walks = |crew: &CrewId| model.crews[*crew].conduct.walk.speed.is_some();
    let crews: Vec<CrewId> = model.crews.ids().filter(walks).collect();
    if !model.has_walkers() || crews.len() * sites.len() * sites.len() > MOST_WAYS {
        return Vec::new();
    }
    let ways = sites.iter().flat_map(|&from| sites.iter().map(move |&to| (from, to)));
    let ways: Vec<(SiteId, SiteId)> = ways.filter(|(from, to)| from != to).collect();
    let of_crew = |&crew: &CrewId| ways.iter().map(move |&(from, to)| Course { crew, from, to });
    crews.iter().flat_map(of_crew).collect()
}
