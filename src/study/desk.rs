//! Replications side by side, folded in their order.
//!
//! Every thread takes the next replication, runs it and hands it in. What is handed in is folded as
//! soon as all before it is: so the results do not depend on the number of threads, and what waits
//! for an earlier replication is bounded.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

use super::Progress;
use super::found::{Found, Scenario};
use super::replicate::{Outcome, replicate};
use super::run::Study;
use crate::model::{Length, Model};
use crate::observe::Observer;
use crate::units::Time;

/// Memory of outcomes that may wait for an earlier one. Unit: bytes.
const WAITING: usize = 64 << 20;

/// Where replications are taken and handed in.
pub(super) struct Desk<'a> {
    study: &'a Study<'a>,
    /// Replications wanted in all.
    until: u32,
    /// How many replications may be begun from the first one that is not complete on.
    ahead: u32,
    line: Mutex<Line<'a>>,
    moved: Condvar,
}

struct Line<'a> {
    found: &'a mut Found,
    /// What is taken next.
    next: Job,
    /// Begun replications in their order, the first one not complete: an outcome, once it is handed
    /// in, for each scenario.
    begun: VecDeque<Vec<Option<Outcome>>>,
    /// Nothing more is taken or folded.
    is_closed: bool,
}

/// A replication of a scenario.
#[derive(Clone, Copy)]
struct Job {
    replication: u32,
    scenario: usize,
}

impl<'a> Desk<'a> {
    /// A desk for replications from those found up to `until`, and so many threads.
    pub(super) fn new(
        study: &'a Study<'a>,
        found: &'a mut Found,
        until: u32,
        threads: usize,
    ) -> Self {
        let each: usize = found.scenarios.iter().map(Scenario::most_bytes).sum();
        let ahead = (WAITING / each).clamp(2 * threads, 32 * threads);
        let next = Job { replication: found.replications(), scenario: 0 };
        let line = Line { found, next, begun: VecDeque::new(), is_closed: false };
        Self {
            study,
            until,
            ahead: u32::try_from(ahead).unwrap_or(u32::MAX),
            line: Mutex::new(line),
            moved: Condvar::new(),
        }
    }

    /// Runs replications until all are begun, or the study is stopped: for one thread of several.
    pub(super) fn work(&self) {
        let _leaves = Leaves(self);
        let Study { models, seed, progress, .. } = *self.study;
        while let Some(job) = self.take() {
            let number = u64::from(job.replication);
            let model = models[job.scenario];
            let Some(outcome) = replicate(model, seed, number, Watch::new(model, progress)) else {
                self.close();
                break;
            };
            progress.done(1);
            self.hand_in(job, outcome);
        }
    }

    /// The next replication to run; waits while too many wait for an earlier one.
    fn take(&self) -> Option<Job> {
        let mut line = self.line();
        loop {
            let Job { replication, .. } = line.next;
            if line.is_closed || replication >= self.until || self.study.progress.is_stopped() {
                return None;
            }
            if replication - line.found.replications() < self.ahead {
                return Some(line.take(self.study.models.len()));
            }
            line = self.moved.wait(line).expect(UNHARMED);
        }
    }

    /// Takes an outcome, and folds all that are complete in their order.
    fn hand_in(&self, job: Job, outcome: Outcome) {
        let mut line = self.line();
        let place = job.replication - line.found.replications();
        line.begun[place as usize][job.scenario] = Some(outcome);
        while line.fold() {
            if self.study.progress.is_time_to_keep() {
                self.study.keep(line.found);
            }
        }
        self.moved.notify_all();
    }

    fn close(&self) {
        if let Ok(mut line) = self.line.lock() {
            line.is_closed = true;
        }
        self.moved.notify_all();
    }

    fn line(&self) -> MutexGuard<'_, Line<'a>> {
        self.line.lock().expect(UNHARMED)
    }
}

/// Why a lock is never found broken.
const UNHARMED: &str = "a thread that fails ends the study";

impl Line<'_> {
    fn take(&mut self, scenarios: usize) -> Job {
        let job = self.next;
        if job.scenario == 0 {
            self.begun.push_back((0..scenarios).map(|_| None).collect());
        }
        self.next = if job.scenario + 1 < scenarios {
            Job { scenario: job.scenario + 1, ..job }
        } else {
            Job { replication: job.replication + 1, scenario: 0 }
        };
        job
    }

    /// Folds the first replication if it is complete in all scenarios; whether it was.
    fn fold(&mut self) -> bool {
        let is_whole = |outcomes: &mut Vec<Option<Outcome>>| outcomes.iter().all(Option::is_some);
        let Some(outcomes) = self.begun.pop_front_if(is_whole) else { return false };
        self.found.add(outcomes.into_iter().flatten().collect());
        true
    }
}

/// Closes the desk when its thread fails, so that no other one waits for ever.
struct Leaves<'a, 'b>(&'b Desk<'a>);

impl Drop for Leaves<'_, '_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

/// Sees nothing but whether the study is stopped, and tells how far the run is.
pub(super) struct Watch<'a> {
    progress: &'a dyn Progress,
    whole: Whole,
    /// Thousandths of the run that were told.
    told: u32,
}

/// What a run has to come to.
enum Whole {
    /// Its end.
    Time(Time),
    /// So many complete orders.
    Orders(usize),
}

impl<'a> Watch<'a> {
    /// Of a replication of a scenario.
    pub(super) fn new(model: &Model, progress: &'a dyn Progress) -> Self {
        let whole = match model.run.length {
            Length::For(length) => Whole::Time(Time::ZERO + model.run.warm_up.span() + length),
            Length::OrdersDone => Whole::Orders(model.orders.len()),
        };
        Self { progress, whole, told: 0 }
    }

    /// Of a run that ends at an instant.
    pub(super) const fn until(end: Time, progress: &'a dyn Progress) -> Self {
        Self { progress, whole: Whole::Time(end), told: 0 }
    }

    fn tell(&mut self, part: f64) {
        let thousandths = thousandths(part);
        if thousandths > self.told {
            self.progress.went_on(thousandths - self.told);
            self.told = thousandths;
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 1000 by the line before"
)]
fn thousandths(part: f64) -> u32 {
    (1000.0 * part).clamp(0.0, 1000.0) as u32
}

impl Observer for Watch<'_> {
    fn has_seen_enough(&mut self, orders_left: usize, now: Time) -> bool {
        self.tell(match self.whole {
            Whole::Time(end) => now.ticks() as f64 / end.ticks() as f64,
            Whole::Orders(all) => 1.0 - orders_left as f64 / all as f64,
        });
        self.progress.is_stopped()
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.tell(1.0);
    }
}
