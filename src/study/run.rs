//! Running replications: in parallel, folded in their order.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::estimate;
use super::replicate::{Outcome, Row, Value, layout, replicate};
use super::results::{
    Band, Comparison, Ending, Figure, Histogram, Method, Picture, Results, StateShares, Stopped,
};
use super::{EntityKind, Interval};
use crate::model::{Length, Model, Promise, Replications};
use crate::observe::Series;
use crate::statistics;
use crate::units::Span;

/// What a study is asked besides its scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Instead of the scenario's replications.
    pub replications: Option<Replications>,
    /// Instead of the scenario's seed.
    pub seed: Option<u64>,
    /// Threads; 0 is as many as there are cores. The results do not depend on it.
    pub threads: usize,
}

/// Who is told how far a study is, and may stop it.
pub trait Progress: Sync {
    /// So many replications are planned in all; may grow.
    fn planned(&self, n: u64) {
        let _ = n;
    }

    /// So many more replications are done.
    fn done(&self, n: u64) {
        let _ = n;
    }

    /// Whether no further replication shall start.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Nobody is told.
impl Progress for () {}

/// Runs a scenario.
///
/// # Examples
/// ```
/// use gemba::study::{Settings, run};
/// # let model = gemba::model::Model::default();
/// let results = run(&model, &Settings::default(), &());
/// assert_eq!(results.seed, 1);
/// ```
pub fn run(model: &Model, settings: &Settings, progress: &dyn Progress) -> Results {
    let Comparison { mut results, .. } = together(&[model], settings, progress, false);
    results.swap_remove(0)
}

/// Runs several scenarios on the same luck: the first is the base, the others are compared to it.
///
/// All run the same replications, so that every difference is taken pair by pair. A scenario with a
/// precision in the base's `[run]` stops when the differences have it.
pub fn compare(
    models: &[(String, Model)],
    settings: &Settings,
    progress: &dyn Progress,
) -> Comparison {
    let all: Vec<&Model> = models.iter().map(|(_, model)| model).collect();
    let mut comparison = together(&all, settings, progress, true);
    for (results, (name, _)) in comparison.results.iter_mut().zip(models) {
        results.name.clone_from(name);
    }
    comparison
}

/// Outcomes of one scenario, in the order of replications.
struct Found {
    layout: Vec<Row>,
    outcomes: Vec<Outcome>,
}

impl Found {
    fn values(&self) -> Vec<Vec<Value>> {
        self.outcomes.iter().map(|outcome| outcome.values.clone()).collect()
    }
}

fn together(
    models: &[&Model],
    settings: &Settings,
    progress: &dyn Progress,
    compared: bool,
) -> Comparison {
    let base = models[0];
    let asked = settings.replications.as_ref().unwrap_or(&base.run.replications).clone();
    let seed = settings.seed.unwrap_or(base.run.seed);
    let mut found: Vec<Found> =
        models.iter().map(|model| Found { layout: layout(model), outcomes: Vec::new() }).collect();
    let work = || {
        for until in blocks(&asked) {
            progress.planned(u64::from(until) * models.len() as u64);
            if !extend(models, seed, until, &mut found, progress) {
                return Stopped::ByUser;
            }
            if let Replications::Precise { precision, of, .. } = &asked
                && is_precise(&found, of, *precision, compared)
            {
                return Stopped::ByPrecision;
            }
        }
        match asked {
            Replications::Fixed(_) => Stopped::ByNumber,
            Replications::Precise { .. } => Stopped::ByCap,
        }
    };
    let stopped = in_threads(settings.threads, work);
    let results = models
        .iter()
        .zip(&found)
        .map(|(model, found)| results(model, seed, stopped, found))
        .collect();
    let differences = if compared { all_differences(&found) } else { Vec::new() };
    Comparison { results, differences }
}

/// Runs `work` in a pool of this many threads; 0 is one for every core.
fn in_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// Numbers of replications at which a study looks at its precision.
fn blocks(asked: &Replications) -> Vec<u32> {
    match asked {
        Replications::Fixed(n) => vec![*n],
        Replications::Precise { at_most, .. } => statistics::checkpoints(*at_most).collect(),
    }
}

/// Runs every scenario up to replication `until`; `false` if the study was stopped.
///
/// When stopped, all scenarios keep the same replications: those complete in every one of them.
fn extend(
    models: &[&Model],
    seed: u64,
    until: u32,
    found: &mut [Found],
    progress: &dyn Progress,
) -> bool {
    let from = u32::try_from(found[0].outcomes.len()).expect("fewer than 2^32 replications");
    let jobs: Vec<(usize, u32)> = (from..until)
        .flat_map(|replication| (0..models.len()).map(move |model| (model, replication)))
        .collect();
    let stopped = AtomicBool::new(false);
    let outcomes: Vec<Option<Outcome>> = jobs
        .par_iter()
        .with_max_len(1)
        .map(|&(model, replication)| {
            if stopped.load(Ordering::Relaxed) || progress.is_stopped() {
                stopped.store(true, Ordering::Relaxed);
                return None;
            }
            let (outcome, ()) = replicate(models[model], seed, u64::from(replication), ());
            progress.done(1);
            Some(outcome)
        })
        .collect();
    let complete =
        outcomes.chunks(models.len()).take_while(|chunk| chunk.iter().all(Option::is_some)).count();
    for (job, outcome) in outcomes.into_iter().take(complete * models.len()).enumerate() {
        found[job % models.len()].outcomes.extend(outcome);
    }
    complete * models.len() == jobs.len()
}

/// Whether the KPI asked for is precise enough: in every scenario, or in every difference.
fn is_precise(found: &[Found], of: &str, precision: f64, compared: bool) -> bool {
    let plant = |row: &Row| row.entity.kind == EntityKind::Plant && row.kpi.id == of;
    let column = |found: &Found| found.layout.iter().position(plant);
    let values = |found: &Found| -> Option<Vec<f64>> {
        let column = column(found)?;
        found.outcomes.iter().map(|outcome| estimate::plain(outcome.values[column])).collect()
    };
    let Some(base) = values(&found[0]) else { return false };
    if !compared {
        return statistics::is_precise(&base, precision, estimate::LEVEL);
    }
    found[1..].iter().all(|variant| {
        let Some(variant) = values(variant) else { return false };
        let differences: Vec<f64> = variant.iter().zip(&base).map(|(v, b)| v - b).collect();
        statistics::is_precise(&differences, precision, estimate::LEVEL)
    })
}

fn all_differences(found: &[Found]) -> Vec<super::Difference> {
    let base = found[0].values();
    let mut all: Vec<super::Difference> = found[1..]
        .iter()
        .zip(1..)
        .flat_map(|(variant, number)| {
            estimate::differences(
                number,
                (&found[0].layout, &base),
                (&variant.layout, &variant.values()),
            )
        })
        .collect();
    correct_over_variants(&mut all);
    all
}

/// Corrects the p-values of each figure over all variants (Holm).
fn correct_over_variants(all: &mut [super::Difference]) {
    let key = |d: &super::Difference| (d.entity.clone(), d.kpi.id);
    let mut groups: std::collections::BTreeMap<_, Vec<usize>> = std::collections::BTreeMap::new();
    for (position, difference) in all.iter().enumerate() {
        groups.entry(key(difference)).or_default().push(position);
    }
    for positions in groups.into_values() {
        let raw: Vec<f64> = positions.iter().map(|&position| all[position].p).collect();
        for (position, p) in positions.into_iter().zip(statistics::holm(&raw)) {
            all[position].p = p;
        }
    }
}

fn results(model: &Model, seed: u64, stopped: Stopped, found: &Found) -> Results {
    let figures = estimate::figures(&found.layout, &found.values());
    let picture = picture(model, &figures, &found.outcomes);
    let mut endings: Vec<(Ending, u32)> = Vec::new();
    for ending in found.outcomes.iter().filter_map(|outcome| outcome.ending.as_ref()) {
        match endings.iter_mut().find(|(known, _)| known.is_like(ending)) {
            Some((_, count)) => *count += 1,
            None => endings.push((ending.clone(), 1)),
        }
    }
    Results {
        name: model.name.clone(),
        seed,
        model_hash: model.hash(),
        version: env!("CARGO_PKG_VERSION"),
        replications: u32::try_from(found.outcomes.len()).expect("fewer than 2^32 replications"),
        stopped,
        warm_up: model.run.warm_up,
        length: match model.run.length {
            Length::For(length) => Some(length),
            Length::OrdersDone => None,
        },
        figures,
        endings,
        picture,
        notes: Vec::new(),
    }
}

fn picture(model: &Model, figures: &[Figure], outcomes: &[Outcome]) -> Picture {
    let mut series: Vec<Series> = outcomes.iter().map(|outcome| outcome.series.clone()).collect();
    let width = series.iter().map(|series| series.width).max().unwrap_or(Span::ZERO);
    for series in &mut series {
        while series.width < width {
            series.double();
        }
    }
    let mut times = statistics::Histogram::new();
    for outcome in outcomes {
        times.merge(&outcome.times);
    }
    let full = |series: &Series| series.finished.len();
    let buckets = series.iter().map(full).min().unwrap_or(0);
    let hours = width.hours();
    let ticks = width.ticks() as f64;
    let part = move |outcome: usize, bucket: usize| {
        // The last bucket may be cut short by the end of the run.
        let end = outcomes[outcome].end.since_start().ticks() as f64;
        ((end - bucket as f64 * ticks) / ticks).clamp(1e-9, 1.0)
    };
    let band = |of: &dyn Fn(&Series, usize) -> f64| -> Vec<Band> {
        (0..buckets)
            .map(|bucket| {
                let value = |(outcome, series)| of(series, bucket) / part(outcome, bucket);
                let values: Vec<f64> = series.iter().enumerate().map(value).collect();
                let made = statistics::mean_interval(&values, estimate::LEVEL);
                made.map_or(Band::default(), |e| Band {
                    mean: e.estimate,
                    low: e.low,
                    high: e.high,
                })
            })
            .collect()
    };
    Picture {
        bucket: width,
        throughput: band(&|series, b| series.finished[b] as f64 / hours),
        wip: band(&|series, b| series.inside[b] as f64 / ticks),
        states: states(model, figures),
        time_in_system: histogram(&times),
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

impl Ending {
    /// Whether two replications ended for the same reason, at whatever instant.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Deadlock { stations, .. }, Self::Deadlock { stations: others, .. }) => {
                stations == others
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
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
