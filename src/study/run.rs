//! Studies: how many replications, on whose luck, and when there are enough.

use std::collections::BTreeMap;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::Difference;
use super::conclude::results;
use super::desk::Desk;
use super::found::Found;
use super::kept::{self, Key, Refusal};
use super::pilot::REPLICATIONS;
use super::results::{Comparison, Results, Stopped};
use super::schedule::schedule;
use super::settling::pilots;
use crate::model::{Model, Replications, WarmUp};
use crate::observe::MOST_BARS;
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
    /// Whether the first replication of a plant with dated orders is watched for its schedule.
    pub schedule: bool,
}

/// Who is told how far a study is, may stop it, and keeps what it needs to go on another day.
pub trait Progress: Sync {
    /// So many replications are planned in all; may grow.
    fn planned(&self, n: u64) {
        let _ = n;
    }

    /// So many more replications are done.
    fn done(&self, n: u64) {
        let _ = n;
    }

    /// A replication is so much further, in thousandths: 1000 of each before it is done. Told often, by every
    /// thread.
    fn went_on(&self, thousandths: u32) {
        let _ = thousandths;
    }

    /// Whether the study shall stop at once: replications that are running are thrown away.
    ///
    /// Asked often, by every thread: it should cost next to nothing.
    fn is_stopped(&self) -> bool {
        false
    }

    /// What an earlier study handed to [`Progress::keep`] last, if it is still there.
    fn left_behind(&self) -> Option<Vec<u8>> {
        None
    }

    /// The study goes on after so many replications of each of its scenarios.
    fn goes_on(&self, replications: u32, scenarios: usize) {
        let _ = (replications, scenarios);
    }

    /// What was left behind is not used; the study starts from nothing.
    fn refused(&self, why: Refusal) {
        let _ = why;
    }

    /// Whether what has been found so far shall be kept. Asked after each replication, in order.
    fn is_time_to_keep(&self) -> bool {
        false
    }

    /// All that is needed to go on later, to the last bit.
    fn keep(&self, study: &[u8]) {
        let _ = study;
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
    let Comparison { mut results, .. } = answered(&[model], settings, progress);
    results.swap_remove(0)
}

/// Runs several scenarios on the same luck: the first is the base, the others are compared to it.
///
/// All run the same replications, so that every difference is taken pair by pair. Where the base's
/// `[run]` asks for a precision, the study stops when the difference of every variant has it.
///
/// # Panics
/// Without any scenario.
///
/// # Examples
/// ```
/// use gemba::study::{Settings, compare};
/// # let model = gemba::model::Model::default();
/// let scenarios = [("as it is".to_owned(), model.clone()), ("the same".to_owned(), model)];
/// let comparison = compare(&scenarios, &Settings::default(), &());
/// assert_eq!(comparison.results[1].name, "the same");
/// ```
pub fn compare(
    models: &[(String, Model)],
    settings: &Settings,
    progress: &dyn Progress,
) -> Comparison {
    let all: Vec<&Model> = models.iter().map(|(_, model)| model).collect();
    let mut comparison = answered(&all, settings, progress);
    for (results, (name, _)) in comparison.results.iter_mut().zip(models) {
        results.name.clone_from(name);
    }
    for row in &mut comparison.nervousness {
        for figure in &mut row.figures {
            figure.entity.name.clone_from(&comparison.results[row.variant].name);
        }
    }
    comparison
}

/// Runs the scenarios, after their pilots if a warm-up has to be found: all whose warm-up is
/// `Auto` have the longest that any of them needs.
fn answered(models: &[&Model], settings: &Settings, progress: &dyn Progress) -> Comparison {
    let (asking, places): (Vec<&Model>, Vec<usize>) =
        models.iter().zip(0..).filter(|(model, _)| model.run.warm_up == WarmUp::Auto).unzip();
    if asking.is_empty() {
        return Study::new(models, settings, progress).answer();
    }
    let seed = settings.seed.unwrap_or(models[0].run.seed);
    let Some(pilots) = pilots(&asking, seed, settings.threads, progress) else {
        return Study::new(models, settings, progress).nothing(Stopped::ByUser);
    };
    let found: Option<Vec<Span>> =
        pilots.iter().map(|pilot| pilot.as_ref()?.found.as_ref().ok().copied()).collect();
    let longest = found.and_then(|found| found.into_iter().max());
    let mut comparison = longest.map_or_else(
        || Study::new(models, settings, progress).nothing(Stopped::NoWarmUp),
        |longest| {
            let mut settled: Vec<Model> = models.iter().map(|&model| model.clone()).collect();
            for &place in &places {
                settled[place].run.warm_up = WarmUp::For(longest);
            }
            let settled: Vec<&Model> = settled.iter().collect();
            let study = Study::new(&settled, settings, progress);
            Study { before: u64::from(REPLICATIONS) * asking.len() as u64, ..study }.answer()
        },
    );
    for (place, pilot) in places.into_iter().zip(pilots) {
        comparison.results[place].pilot = pilot;
    }
    comparison
}

/// A study under way.
pub(super) struct Study<'a> {
    pub(super) models: &'a [&'a Model],
    pub(super) seed: u64,
    pub(super) progress: &'a dyn Progress,
    asked: Replications,
    threads: usize,
    schedule: bool,
    key: Key,
    /// Replications of pilots that were run before.
    before: u64,
}

impl<'a> Study<'a> {
    fn new(models: &'a [&'a Model], settings: &Settings, progress: &'a dyn Progress) -> Self {
        let asked = settings.replications.as_ref().unwrap_or(&models[0].run.replications).clone();
        let seed = settings.seed.unwrap_or(models[0].run.seed);
        let key = Key::new(models, &asked, seed);
        let Settings { threads, schedule, .. } = *settings;
        Self { models, seed, progress, asked, threads, schedule, key, before: 0 }
    }

    fn answer(&self) -> Comparison {
        let mut found = self.left_behind();
        let stopped = self.find(&mut found);
        if stopped == Stopped::ByUser {
            self.keep(&found);
        }
        self.conclude(found, stopped)
    }

    /// The answer of a study that has no replications.
    fn nothing(&self, why: Stopped) -> Comparison {
        self.conclude(Found::new(self.models), why)
    }

    fn conclude(&self, found: Found, stopped: Stopped) -> Comparison {
        let mut differences = found.differences();
        correct_over_variants(&mut differences);
        let nervousness = found.nervousness(self.models);
        let mut results: Vec<Results> = self
            .models
            .iter()
            .zip(found.scenarios)
            .map(|(model, found)| results(model, self.seed, stopped, found))
            .collect();
        if self.schedule {
            self.watch(&mut results);
        }
        for difference in &mut differences {
            let sides = [0, difference.variant];
            difference.is_halted = sides.iter().any(|&side| !results[side].endings.is_empty());
        }
        Comparison { results, differences, nervousness }
    }

    /// Adds schedules of the first replication.
    fn watch(&self, all: &mut [Results]) {
        for (results, model) in all.iter_mut().zip(self.models) {
            if model.orders.is_empty() || results.replications == 0 || self.progress.is_stopped() {
                continue;
            }
            results.schedule = schedule(model, self.seed, self.progress);
            if results.schedule.is_none() && !self.progress.is_stopped() {
                results.notes.push(format!(
                    "The schedule of the first replication has more than {MOST_BARS} bars: it is not told."
                ));
            }
        }
    }

    /// What an earlier study has found and left behind, or nothing.
    fn left_behind(&self) -> Found {
        let kept = self.progress.left_behind();
        match kept.map(|bytes| kept::from_bytes(self.key, self.models, &bytes)) {
            None => Found::new(self.models),
            Some(Ok(found)) => {
                self.progress.goes_on(found.replications(), self.models.len());
                found
            }
            Some(Err(refusal)) => {
                self.progress.refused(refusal);
                Found::new(self.models)
            }
        }
    }

    /// Hands over what is needed to go on later.
    pub(super) fn keep(&self, found: &Found) {
        self.progress.keep(&kept::bytes(self.key, found));
    }

    /// Runs replications until there are enough; why there are not more.
    fn find(&self, found: &mut Found) -> Stopped {
        let pool = ThreadPoolBuilder::new().num_threads(self.threads).build().ok();
        for until in blocks(&self.asked) {
            // Looked at before it was left behind, and there were not enough.
            if until < found.replications() {
                continue;
            }
            self.progress.planned(self.before + u64::from(until) * self.models.len() as u64);
            self.extend(found, until, pool.as_ref());
            if found.replications() < until {
                return Stopped::ByUser;
            }
            if let Replications::Precise { precision, of, .. } = &self.asked
                && found.is_precise(of, *precision)
            {
                return Stopped::ByPrecision;
            }
        }
        match self.asked {
            Replications::Fixed(_) => Stopped::ByNumber,
            Replications::Precise { .. } => Stopped::ByCap,
        }
    }

    /// Runs every scenario up to replication `until`, or until the study is stopped.
    fn extend(&self, found: &mut Found, until: u32, pool: Option<&ThreadPool>) {
        let threads = pool.map_or(1, ThreadPool::current_num_threads);
        let desk = Desk::new(self, found, until, threads);
        match pool {
            Some(pool) => drop(pool.broadcast(|_| desk.work())),
            None => desk.work(),
        }
    }
}

/// Numbers of replications at which a study looks at its precision.
fn blocks(asked: &Replications) -> Vec<u32> {
    match asked {
        Replications::Fixed(n) => vec![*n],
        Replications::Precise { at_most, .. } => statistics::checkpoints(*at_most).collect(),
    }
}

/// Corrects the p-values of each figure over all variants (Holm).
fn correct_over_variants(all: &mut [Difference]) {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (position, difference) in all.iter().enumerate() {
        groups.entry((&difference.entity, difference.kpi.id)).or_default().push(position);
    }
    let groups: Vec<Vec<usize>> = groups.into_values().collect();
    for positions in groups {
        let raw: Vec<f64> = positions.iter().map(|&position| all[position].p).collect();
        for (position, p) in positions.into_iter().zip(statistics::holm(&raw)) {
            all[position].p = p;
        }
    }
}
