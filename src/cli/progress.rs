//! How far a study is, for people who wait, the way to stop it, and what is kept of it.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use gemba::study::{self, Refusal, Stopped};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::arguments::Study;
use super::keeper::Keeper;
use super::output::Output;
use super::terminal;

/// Steps of the bar that a replication takes, so that it moves within a long one.
const STEPS: u64 = 1000;

/// A bar on the standard error, if somebody watches, the wish to stop, and what is kept.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// Replications that are done.
    done: Arc<AtomicU64>,
    stopped: Arc<AtomicBool>,
    keeper: Option<Keeper>,
}

impl Progress {
    /// Starts to show progress, unless quiet, and to listen for Ctrl-C.
    ///
    /// # Errors
    /// If the system does not let a program listen.
    pub(super) fn start(asked: &Study, output: Option<&Output>) -> io::Result<Self> {
        let quiet = asked.quiet;
        let stopped = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&stopped);
        ctrlc::set_handler(move || stop(&heard, quiet)).map_err(io::Error::other)?;
        let every = Duration::from_secs(asked.keep_every);
        let keeper = output.map(|output| Keeper::new(output.folder(), every, quiet));
        let done = Arc::new(AtomicU64::new(0));
        let bar = (!quiet && terminal::is_watched()).then(|| bar(&done));
        Ok(Self { bar, done, stopped, keeper })
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// The results are written: what was kept of the study is told or removed.
    ///
    /// # Errors
    /// If it cannot be removed.
    pub(super) fn close(&self, stopped: Stopped) -> io::Result<()> {
        match &self.keeper {
            Some(keeper) if stopped == Stopped::ByUser => {
                keeper.stopped();
                Ok(())
            }
            Some(keeper) => keeper.forget(),
            None => Ok(()),
        }
    }
}

/// The first Ctrl-C ends the study, the second everything.
fn stop(stopped: &AtomicBool, quiet: bool) {
    if stopped.swap(true, Ordering::Relaxed) {
        terminal::quit();
    }
    if !quiet {
        terminal::complain("\nstopping; again to quit at once\n");
    }
}

/// A bar of all replications, with the number of those that are done.
fn bar(done: &Arc<AtomicU64>) -> ProgressBar {
    let done = Arc::clone(done);
    let counted = move |state: &ProgressState, to: &mut dyn fmt::Write| {
        let planned = state.len().unwrap_or(0) / STEPS;
        // A terminal that takes no more shows no less for it.
        let _ = write!(to, "{}/{planned}", done.load(Ordering::Relaxed));
    };
    let style = ProgressStyle::with_template("{bar:40} {counted} replications, {eta} left")
        .expect("the template is right")
        .with_key("counted", counted);
    let bar = ProgressBar::new(0).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

impl study::Progress for Progress {
    fn planned(&self, n: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(n * STEPS);
        }
    }

    fn done(&self, n: u64) {
        self.done.fetch_add(n, Ordering::Relaxed);
    }

    fn went_on(&self, thousandths: u32) {
        if let Some(bar) = &self.bar {
            bar.inc(u64::from(thousandths) * STEPS / 1000);
        }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn left_behind(&self) -> Option<Vec<u8>> {
        self.keeper.as_ref().and_then(Keeper::left_behind)
    }

    fn goes_on(&self, replications: u32, scenarios: usize) {
        if let Some(keeper) = &self.keeper {
            keeper.goes_on(replications);
        }
        let done = u64::from(replications) * scenarios as u64;
        self.done.fetch_add(done, Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.inc(done * STEPS);
            bar.reset_eta();
        }
    }

    fn refused(&self, why: Refusal) {
        if let Some(keeper) = &self.keeper {
            keeper.refused(&why.to_string());
        }
    }

    fn is_time_to_keep(&self) -> bool {
        self.keeper.as_ref().is_some_and(Keeper::is_due)
    }

    fn keep(&self, study: &[u8]) {
        if let Some(keeper) = &self.keeper {
            keeper.keep(study);
        }
    }
}
