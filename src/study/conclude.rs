//! From what was found to results: figures, endings, and what plots need.

use super::found::Scenario;
use super::results::{Figure, Histogram, Method, Picture, Results, StateShares, Stopped};
use super::{EntityKind, Interval};
use crate::model::{Length, Model};
use crate::statistics;
use crate::units::Span;

/// The results of one scenario.
pub(super) fn results(model: &Model, seed: u64, stopped: Stopped, found: &Scenario) -> Results {
    let figures = found.figures();
    let picture = picture(model, &figures, found);
    Results {
        name: model.name.clone(),
        seed,
        model_hash: model.hash(),
        version: env!("CARGO_PKG_VERSION"),
        replications: found.replications,
        stopped,
        warm_up: model.run.warm_up,
        length: match model.run.length {
            Length::For(length) => Some(length),
            Length::OrdersDone => None,
        },
        figures,
        endings: found.endings.clone(),
        picture,
        notes: Vec::new(),
    }
}

fn picture(model: &Model, figures: &[Figure], found: &Scenario) -> Picture {
    Picture {
        bucket: found.course.width(),
        throughput: found.course.throughput(),
        wip: found.course.wip(),
        states: states(model, figures),
        time_in_system: histogram(&found.times),
        promise: promise(model),
    }
}

/// The common promise of all parts: none where orders have dates of their own.
fn promise(model: &Model) -> Option<Span> {
    if !model.orders.is_empty() {
        return None;
    }
    let mut promises = model.demands.iter().map(|demand| demand.due_in);
    let first = promises.next()??;
    promises.all(|promise| promise == Some(first)).then_some(first)
}

fn histogram(times: &statistics::Histogram) -> Histogram {
    let minute = Span::from_minutes(1).ticks() as f64;
    let mut bins: Vec<(f64, u64)> = Vec::new();
    let mut end = None;
    for (low, high, count) in times.bins() {
        bins.push((low as f64 / minute, count));
        end = Some(high as f64 / minute);
    }
    bins.extend(end.map(|end| (end, 0)));
    Histogram { bins }
}

/// State shares of the stations, in the order in which states win.
fn states(model: &Model, figures: &[Figure]) -> Vec<StateShares> {
    const STATES: [&str; 8] = [
        "off_shift",
        "paused",
        "repair",
        "wait_repair",
        "working",
        "blocked",
        "wait_operator",
        "starved",
    ];
    let mut states: Vec<StateShares> = Vec::with_capacity(model.stations.len());
    for figure in figures.iter().filter(|figure| figure.entity.kind == EntityKind::Station) {
        if states.last().is_none_or(|last| last.station != figure.entity.name) {
            let shares = STATES.map(|state| (state, 0.0)).to_vec();
            states.push(StateShares { station: figure.entity.name.clone(), shares });
        }
        let shares = states.last_mut().map(|last| &mut last.shares);
        let found = shares.and_then(|s| s.iter_mut().find(|(state, _)| *state == figure.kpi.id));
        if let Some((_, share)) = found {
            *share = figure.interval.estimate;
        }
    }
    states
}

impl Interval {
    /// Half of the width; NaN when there is no interval.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Whether there is an interval.
    pub fn is_given(&self) -> bool {
        self.method != Method::None
    }
}
