//! An unfinished study in the folder of its results, so that the same command goes on with it.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::output::KEPT;
use super::terminal::{self, Folder};

/// At most this share of the time is spent on keeping.
const SHARE: u32 = 20;

/// Keeps an unfinished study from time to time: one that is soon over leaves nothing.
pub(super) struct Keeper {
    folder: Folder,
    begun: Instant,
    every: Duration,
    is_quiet: bool,
    pace: Mutex<Pace>,
}

struct Pace {
    /// When the study is kept next; `None` when it cannot be.
    due: Option<Instant>,
    /// Whether something is there to go on from.
    is_kept: bool,
}

impl Keeper {
    /// A keeper in this folder that writes once in so long a time, at most.
    pub(super) fn new(folder: Folder, every: Duration, is_quiet: bool) -> Self {
        let begun = now();
        let pace = Pace { due: begun.checked_add(every), is_kept: false };
        Self { folder, begun, every, is_quiet, pace: Mutex::new(pace) }
    }

    /// What an earlier study has left behind.
    pub(super) fn left_behind(&self) -> Option<Vec<u8>> {
        match self.folder.read(KEPT) {
            Ok(found) => found,
            Err(problem) => {
                self.warn(&format!("cannot go on from `{}`: {problem}", self.place()));
                None
            }
        }
    }

    /// The study goes on from what was left behind.
    pub(super) fn goes_on(&self, replications: u32) {
        self.pace().is_kept = true;
        let place = self.place();
        self.say(&format!("going on after {replications} replications, kept in `{place}`\n"));
    }

    /// What was left behind is of no use.
    pub(super) fn refused(&self, why: &str) {
        self.warn(&format!("`{}` is not used: {why}", self.place()));
    }

    /// Whether enough time has gone by.
    pub(super) fn is_due(&self) -> bool {
        self.pace().due.is_some_and(|due| now() >= due)
    }

    /// Keeps the study unless it has only begun; if it cannot be kept, says so once.
    pub(super) fn keep(&self, study: &[u8]) {
        let mut pace = self.pace();
        let is_young = !pace.is_kept && self.begun.elapsed() < self.every;
        if pace.due.is_none() || is_young {
            return;
        }
        let begin = now();
        let written = self.folder.write(KEPT, study);
        match written {
            Ok(()) => {
                pace.is_kept = true;
                let wait = self.every.max(begin.elapsed() * SHARE);
                pace.due = now().checked_add(wait);
            }
            Err(problem) => {
                pace.due = None;
                self.warn(&format!("the study cannot be gone on with later: {problem}"));
            }
        }
    }

    /// The study is stopped: tells how to go on, if that is possible.
    pub(super) fn stopped(&self) {
        if self.pace().is_kept {
            let place = self.place();
            self.say(&format!(
                "what is done is kept in `{place}`: the same command goes on with it\n"
            ));
        }
    }

    /// The study is complete, its results are written: nothing need be gone on with.
    ///
    /// # Errors
    /// If what was kept cannot be removed.
    pub(super) fn forget(&self) -> io::Result<()> {
        self.folder.remove(KEPT)
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self) -> String {
        self.folder.place(KEPT)
    }

    fn warn(&self, text: &str) {
        self.say(&format!("warning: {text}\n"));
    }

    fn say(&self, text: &str) {
        if !self.is_quiet {
            terminal::complain(text);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "when to keep a study is no part of its results")]
fn now() -> Instant {
    Instant::now()
}
