//! What plots need beyond the figures: series over time, shares of states, times in system.

use super::EntityKind;
use super::course::Course;
use super::results::{Figure, Histogram, Picture, StateShares};
use crate::model::{Model, Promise};
use crate::statistics;
use crate::units::Span;

/// The picture of a plant over its replications.
pub(super) fn picture(
    model: &Model,
    figures: &[Figure],
    course: &Course,
    times: &statistics::Histogram,
) -> Picture {
    Picture {
        bucket: course.width(),
        throughput: course.throughput(),
        wip: course.wip(),
        states: states(model, figures),
        time_in_system: histogram(times),
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
    match first {
        Promise::After(span) => promises.all(|promise| promise == Some(first)).then_some(span),
        // Workdays are not the same length of time for every order.
        Promise::Workdays { .. } => None,
    }
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
