//! How far a study is, for people who wait, and the way to stop it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gemba::study;
use indicatif::{ProgressBar, ProgressStyle};

use super::terminal;

/// A bar on the standard error, if somebody watches, and the wish to stop.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    stopped: Arc<AtomicBool>,
}

impl Progress {
    /// Starts to show progress, unless `quiet`, and to listen for Ctrl-C.
    ///
    /// # Errors
    /// If the system does not let a program listen.
    pub(super) fn start(quiet: bool) -> io::Result<Self> {
        let stopped = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&stopped);
        ctrlc::set_handler(move || stop(&heard, quiet)).map_err(io::Error::other)?;
        let bar = (!quiet && terminal::is_watched()).then(bar);
        Ok(Self { bar, stopped })
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The first Ctrl-C lets the running replications finish, the second ends everything.
#[expect(clippy::exit, reason = "the user has asked twice")]
fn stop(stopped: &AtomicBool, quiet: bool) {
    if stopped.swap(true, Ordering::Relaxed) {
        std::process::exit(2);
    }
    if !quiet {
        terminal::complain("\nstopping after the replications that are running; again to quit\n");
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} replications, {eta} left")
        .expect("the template is right");
    let bar = ProgressBar::new(0).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

impl study::Progress for Progress {
    fn planned(&self, n: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(n);
        }
    }

    fn done(&self, n: u64) {
        if let Some(bar) = &self.bar {
            bar.inc(n);
        }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
