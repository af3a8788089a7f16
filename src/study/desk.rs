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
use crate::observe::Observer;

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
            let Some(outcome) = replicate(models[job.scenario], seed, number, Watch(progress))
            else {
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

/// Sees nothing but whether the study is stopped.
pub(super) struct Watch<'a>(pub(super) &'a dyn Progress);

impl Observer for Watch<'_> {
    fn has_seen_enough(&self) -> bool {
        self.0.is_stopped()
    }
}
