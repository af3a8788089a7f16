//! What plots need beyond the figures: series over time, shares of states, times in system.

use super::EntityKind;
use super::course::Course;
use super::results::{Element, Figure, Histogram, Picture, StateShares, StationContent};
use crate::ids::WorkId;
use crate::model::{Model, StationWork, Work};
use crate::statistics;
use crate::units::Span;

/// The picture of a plant over its replications.
pub(super) fn picture(
    model: &Model,
    figures: &[Figure],
    course: &Course,
    times: &statistics::Histogram,
    kept: u64,
) -> Picture {
    let promise = model.common_promise();
    Picture {
        bucket: course.width(),
        throughput: course.throughput(),
        wip: course.wip(),
        open_orders: course.open_orders(),
        late_orders: if model.has_promises() { course.late_orders() } else { Vec::new() },
        states: states(model, figures),
        work: work(model),
        time_in_system: histogram(times, promise, kept),
        promise,
        open_work: None,
    }
}

/// The work elements of the stations.
fn work(model: &Model) -> Vec<StationContent> {
    if model.works.is_empty() {
        return Vec::new();
    }
    let minute = Span::from_minutes(1).ticks() as f64;
    let element = |&work: &WorkId| {
        let Work { name, time, kind, .. } = &model.works[work];
        Element { name: name.clone(), minutes: time.mean() / minute, kind: *kind }
    };
    let content = |row: StationWork| StationContent {
        station: model.stations[row.station].name.clone(),
        machines: u32::try_from(model.stations[row.station].machines.len()).unwrap_or(u32::MAX),
        elements: row.works.iter().map(element).collect(),
        takt: row.takt.map(Span::minutes),
    };
    model.station_work(&model.loads()).into_iter().map(content).collect()
}

/// The bins in minutes, cut at the promise that `kept` of the parts kept: a bin knows only how many
/// parts are in it, and parts that take exactly as long as promised are frequent.
fn histogram(times: &statistics::Histogram, promise: Option<Span>, kept: u64) -> Histogram {
    let minutes = |ticks: u64| ticks as f64 / Span::from_minutes(1).ticks() as f64;
    let promise = promise.map(|promise| promise.ticks().unsigned_abs());
    let (Some(least), Some(most)) = (times.least(), times.most()) else {
        return Histogram::default();
    };
    let mut bins: Vec<(f64, u64)> = Vec::new();
    let mut before = 0;
    for (low, high, count) in times.bins() {
        let low = low.max(least);
        bins.push((minutes(low), count));
        if let Some(promise) = promise.filter(|promise| (low..high.min(most)).contains(promise)) {
            let early = kept.saturating_sub(before).min(count);
            bins.pop();
            bins.extend([(minutes(low), early), (minutes(promise), count - early)]);
        }
        before += count;
    }
    bins.push((minutes(most), 0));
    Histogram { bins }
}

/// Words of the states, in the order in which they win; a machine that is blocked before its work counts as blocked.
const STATES: [&str; 18] = [
    "off_shift",
    "paused",
    "maintenance",
    "tool_change",
    "repair",
    "wait_repair",
    "minor_stop",
    "start_up",
    "wait_pool",
    "wait_material",
    "wait_takt",
    "line_stop",
    "approval",
    "setup",
    "working",
    "blocked",
    "wait_operator",
    "starved",
];

/// State shares of the stations, in the order in which states win.
fn states(model: &Model, figures: &[Figure]) -> Vec<StateShares> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::State;

    #[test]
    fn every_state_of_a_machine_is_in_the_picture() {
        let shown = State::ALL.into_iter().filter(|state| *state != State::BlockedBefore);
        let shown: Vec<&str> = shown.map(State::word).collect();
        assert_eq!(shown, STATES);
    }

    #[test]
    fn parts_that_take_as_long_as_promised_are_within_the_promise() {
        let minutes = |minutes: i64| Span::from_minutes(minutes).ticks().unsigned_abs();
        let mut times = statistics::Histogram::new();
        for (time, count) in [(3, 10), (5, 20), (9, 30)] {
            (0..count).for_each(|_| times.add(minutes(time)));
        }
        // One tick too late is in the same bin.
        (0..5).for_each(|_| times.add(minutes(5) + 1));
        for (promise, kept) in [(3, 10), (5, 30), (7, 35), (9, 65), (20, 65), (1, 0)] {
            let found = histogram(&times, Some(Span::from_minutes(promise)), kept);
            let ends = found.bins.windows(2).map(|pair| (pair[1].0, pair[0].1));
            let within = ends.filter(|(end, _)| *end <= promise as f64);
            assert_eq!(within.map(|(_, count)| count).sum::<u64>(), kept, "{promise} min");
            let all: u64 = found.bins.iter().map(|(_, count)| count).sum();
            assert_eq!(all, 65);
        }
    }

    #[test]
    fn times_that_are_all_equal_have_a_bin_without_width() {
        let mut times = statistics::Histogram::new();
        let five = Span::from_minutes(5);
        times.add(five.ticks().unsigned_abs());
        assert_eq!(histogram(&times, Some(five), 1).bins, [(5.0, 1), (5.0, 0)]);
        assert!(histogram(&statistics::Histogram::new(), Some(five), 0).bins.is_empty());
    }
}
