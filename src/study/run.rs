//! Running replications: in parallel, folded in their order.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::estimate;
use super::order::{self, Book};
use super::picture::picture;
use super::replicate::{Outcome, Row, Value, layout, replicate};
use super::results::{Comparison, Ending, Method, Results, Stopped};
use super::{EntityKind, Interval};
use crate::model::{Length, Model, Replications};
use crate::statistics;

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
    /// The dated orders, folded over the outcomes.
    book: Book,
}

impl Found {
    fn of(model: &Model) -> Self {
        Self { layout: layout(model), outcomes: Vec::new(), book: Book::of(model) }
    }

    /// Adds the outcome of the next replication.
    fn add(&mut self, mut outcome: Outcome) {
        self.book.add(&std::mem::take(&mut outcome.fates));
        self.outcomes.push(outcome);
    }

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
    let mut found: Vec<Found> = models.iter().map(|model| Found::of(model)).collect();
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

/// Fates of dated orders that are kept before they are folded. Unit: orders.
const MOST_FATES: usize = 1 << 20;

/// Fewest replications that are run together, so that many threads have enough to do.
const FEWEST_TOGETHER: u32 = 64;

/// Runs every scenario up to replication `until`; `false` if the study was stopped.
///
/// When stopped, all scenarios keep the same replications: those complete in every one of them.
/// A long order book is run in stretches, so that memory holds the fates of few replications.
fn extend(
    models: &[&Model],
    seed: u64,
    until: u32,
    found: &mut [Found],
    progress: &dyn Progress,
) -> bool {
    let orders: usize = models.iter().map(|model| model.orders.len()).sum();
    let together = u32::try_from(MOST_FATES / orders.max(1)).unwrap_or(u32::MAX);
    let mut from = u32::try_from(found[0].outcomes.len()).expect("fewer than 2^32 replications");
    while from < until {
        let end = until.min(from.saturating_add(together.max(FEWEST_TOGETHER)));
        if !run_stretch(models, seed, from..end, found, progress) {
            return false;
        }
        from = end;
    }
    true
}

/// Runs these replications of every scenario; `false` if the study was stopped.
fn run_stretch(
    models: &[&Model],
    seed: u64,
    replications: Range<u32>,
    found: &mut [Found],
    progress: &dyn Progress,
) -> bool {
    let jobs: Vec<(usize, u32)> = replications
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
        if let Some(outcome) = outcome {
            found[job % models.len()].add(outcome);
        }
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
    let figures = [figures, found.book.figures(model)].concat();
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
        start: model.start,
        figures,
        orders: order::dated(model),
        endings,
        picture,
        notes: Vec::new(),
    }
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
