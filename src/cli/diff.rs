//! `gemba diff`: what is different between two scenarios, in the words of the plant.

use std::io;

use gemba::diagnostic::Severity;
use gemba::report;
use gemba::scenario;

use super::Answer;
use super::arguments::Diff;
use super::load::Loaded;
use super::terminal;

/// Tells the differences of two scenarios that are right.
pub(super) fn diff(asked: &Diff) -> io::Result<Answer> {
    let loaded = [&asked.before, &asked.after].map(|file| Loaded::from(file));
    for one in &loaded {
        one.complain(Severity::Error);
    }
    let [before, after] = &loaded;
    let (Some(one), Some(other)) = (&before.model, &after.model) else {
        return Ok(Answer::CouldNot);
    };
    let changes = scenario::diff(&before.reading, &after.reading);
    let names = [&asked.before, &asked.after].map(|file| file.to_string_lossy());
    let names = [&*names[0], &*names[1]];
    let text = if asked.json {
        report::diff_json(names, &changes)
    } else {
        report::diff_text(names, &changes, Some([one, other]))
    };
    terminal::print(&text)?;
    Ok(Answer::Yes)
}
