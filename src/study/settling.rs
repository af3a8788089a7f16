//! The replications of a pilot: the course of a plant from its start, step by step.

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::Progress;
use super::desk::Watch;
use super::pilot::{FIRST, Pilot, REPLICATIONS, Steps};
use super::replicate::ending;
use super::results::Ending;
use super::rows::minutes;
use crate::ids::ProductId;
use crate::model::Model;
use crate::observe::{Observer, Series, Tally};
use crate::plant::{Plant, Stop};
use crate::units::{Span, Time};

/// What pilots of all the models have found, `None` where none was run; `None` if they were stopped.
///
/// They run side by side and are added up in whole numbers, so that the number of threads does not
/// matter. One that cannot tell anything keeps all from being run.
pub(super) fn pilots(
    models: &[&Model],
    seed: u64,
    threads: usize,
    progress: &dyn Progress,
) -> Option<Vec<Option<Pilot>>> {
    let steps: Vec<_> = models.iter().map(|model| Steps::of(model)).collect();
    if steps.iter().any(Result::is_err) {
        let without = |steps: Result<Steps, _>| steps.err().map(Pilot::without);
        return Some(steps.into_iter().map(without).collect());
    }
    let each: Vec<(&Model, Steps)> =
        models.iter().copied().zip(steps.into_iter().flatten()).collect();
    progress.planned(u64::from(REPLICATIONS) * models.len() as u64);
    let jobs: Vec<_> = each
        .iter()
        .flat_map(|&(model, steps)| (0..REPLICATIONS).map(move |number| (model, steps, number)))
        .collect();
    let run = || {
        let one = |&(model, steps, number): &(&Model, Steps, u32)| {
            let found = count(model, seed, FIRST + u64::from(number), steps, progress)?;
            progress.done(1);
            Some(found)
        };
        jobs.par_iter().map(one).collect::<Option<Vec<_>>>()
    };
    let found = match ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(run),
        Err(_) => run(),
    }?;
    let of_model =
        |(&(model, steps), found): (&(&Model, Steps), &[_])| Some(pilot(model, steps, found));
    Some(each.iter().zip(found.chunks(REPLICATIONS as usize)).map(of_model).collect())
}

/// A replication's counts, and how it ended if before its time.
type Counted = (Counts, Option<Ending>);

fn pilot(model: &Model, steps: Steps, found: &[Counted]) -> Pilot {
    let mut counts = Counts::none(steps.number);
    for (one, _) in found {
        counts.add(one);
    }
    let mut endings = found.iter().filter_map(|(_, ending)| ending.clone());
    let ended = endings.next().map(|first| {
        let others = u32::try_from(endings.count()).expect("a few replications");
        (first, 1 + others)
    });
    Pilot::of(model, steps, &counts, ended)
}

/// What is counted of a course, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) replications: u32,
    /// Parts that left.
    pub(super) finished: Vec<u64>,
    /// Integral of the parts inside. Unit: parts × ticks.
    pub(super) inside: Vec<i128>,
    /// Times in system of the parts that left, summed. Unit: ticks.
    pub(super) times: Vec<i128>,
}

impl Counts {
    fn none(steps: usize) -> Self {
        let (inside, times) = (vec![0; steps], vec![0; steps]);
        Self { replications: 0, finished: vec![0; steps], inside, times }
    }

    fn add(&mut self, other: &Self) {
        self.replications += other.replications;
        self.finished.iter_mut().zip(&other.finished).for_each(|(sum, more)| *sum += more);
        self.inside.iter_mut().zip(&other.inside).for_each(|(sum, more)| *sum += more);
        self.times.iter_mut().zip(&other.times).for_each(|(sum, more)| *sum += more);
    }

    /// Parts that left, an hour, in steps of this length.
    pub(super) fn throughput(&self, step: Span) -> Vec<f64> {
        let hours = f64::from(self.replications) * step.hours();
        self.finished.iter().map(|&finished| finished as f64 / hours).collect()
    }

    /// Parts inside, in steps of this length.
    pub(super) fn inside(&self, step: Span) -> Vec<f64> {
        let ticks = f64::from(self.replications) * step.ticks() as f64;
        self.inside.iter().map(|&inside| inside as f64 / ticks).collect()
    }

    /// Mean time in system of the parts that left; where none left, that of the next that did, and
    /// after the last of them, theirs. Empty if none ever left. Unit: minutes.
    pub(super) fn times(&self) -> Vec<f64> {
        let mut next = None;
        let mut times = Vec::with_capacity(self.times.len());
        let last = self.finished.iter().rposition(|&finished| finished > 0);
        let mean = |step: usize| minutes(self.times[step] as f64) / self.finished[step] as f64;
        for step in (0..self.times.len()).rev() {
            if self.finished[step] > 0 {
                next = Some(mean(step));
            }
            times.extend(next.or(last.map(mean)));
        }
        times.reverse();
        times
    }
}

/// Runs one replication of a pilot; `None` if it was stopped.
///
/// A tally joins its buckets at [`Series::MOST`] of them, which a pilot never has.
fn count(
    model: &Model,
    seed: u64,
    replication: u64,
    steps: Steps,
    progress: &dyn Progress,
) -> Option<Counted> {
    let times = Times { step: steps.width, sums: vec![0; steps.number] };
    let end = Time::ZERO + steps.length();
    let observers = (Tally::new(model, steps.width), (times, Watch::until(end, progress)));
    let mut plant = Plant::new(model, seed, replication, observers);
    let is_whole = plant.run_until(end);
    if plant.stopped() == Some(&Stop::Cut) {
        return None;
    }
    let ending = ending(model, &plant, is_whole);
    let (mut tally, (times, _)) = plant.into_observer();
    let series = tally.take_series(end);
    debug_assert!(steps.number < Series::MOST, "each step is a bucket");
    let (finished, inside, times) = (series.finished, series.inside, times.sums);
    Some((Counts { replications: 1, finished, inside, times }, ending))
}

/// Sums the times in system of the parts that leave in each step.
struct Times {
    step: Span,
    sums: Vec<i128>,
}

impl Observer for Times {
    #[inline]
    fn departed(&mut self, _: ProductId, _part: u64, released: Time, now: Time) {
        // What leaves at the end of a step leaves in it.
        let step = (now.ticks() - 1).max(0) / self.step.ticks();
        if let Some(sum) = usize::try_from(step).ok().and_then(|step| self.sums.get_mut(step)) {
            *sum += i128::from((now - released).ticks());
        }
    }
}
