//! `gemba run`: how does the plant do?

use std::io;

use gemba::diagnostic::Severity;
use gemba::report;
use gemba::study::{self, Settings, Stopped};

use super::Answer;
use super::arguments::Run;
use super::load::Loaded;
use super::output::Output;
use super::progress::Progress;
use super::terminal;

/// Runs a scenario and reports.
pub(super) fn run(asked: &Run) -> io::Result<Answer> {
    let loaded = Loaded::from(&asked.file);
    loaded.complain(if asked.study.quiet { Severity::Error } else { Severity::Warning });
    let (name, notes) = (loaded.name(), loaded.notes());
    // What was read is not needed any more: it may be large.
    let Some(model) = loaded.model else { return Ok(Answer::CouldNot) };
    let output = Output::open(&asked.study)?;
    let progress = Progress::start(&asked.study, output.as_ref())?;
    let settings = Settings { schedule: output.is_some(), ..asked.study.settings() };
    let mut results = study::run(&model, &settings, &progress);
    progress.finish();
    results.name = name;
    if results.stopped == Stopped::NoWarmUp {
        terminal::complain(&report::no_warm_up(&[results]));
        return Ok(Answer::CouldNot);
    }
    notes.join(&mut results);
    // Whichever of files and text cannot be written, the other is.
    let written = output.map_or(Ok(()), |output| output.results(&results));
    let printed = if asked.study.json {
        terminal::print_with(|to| report::write_results_json(&results, to))
    } else {
        terminal::print(&report::run_text(&results))
    };
    written?;
    progress.close(results.stopped)?;
    printed?;
    Ok(if results.stopped == Stopped::ByUser {
        Answer::CouldNot
    } else if results.endings.is_empty() {
        Answer::Yes
    } else {
        Answer::No
    })
}
