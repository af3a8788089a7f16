//! `gemba check`: is the scenario right, and does the capacity suffice?

use std::io;

use gemba::diagnostic::{Diagnostics, Severity};
use gemba::report;

use super::Answer;
use super::arguments::Check;
use super::load::Loaded;
use super::terminal;

/// Tells every mistake, then the loads; or one thing's values and where they come from.
pub(super) fn check(asked: &Check) -> io::Result<Answer> {
    let loaded = Loaded::from(&asked.file);
    // Who asks for one thing's values knows the assumptions.
    let worst = if asked.show.is_some() { Severity::Warning } else { Severity::Note };
    loaded.complain(worst);
    if loaded.is_unreadable() {
        return Ok(Answer::CouldNot);
    }
    if let Some(thing) = &asked.show {
        return show(&loaded, thing);
    }
    let Some(model) = &loaded.model else {
        let errors = loaded.reading.diagnostics.count(Severity::Error);
        let word = if errors == 1 { "mistake" } else { "mistakes" };
        terminal::print(&format!("{}: {errors} {word}\n", loaded.name()))?;
        return Ok(Answer::No);
    };
    let warnings = loaded.reading.diagnostics.count(Severity::Warning);
    terminal::print(&report::check_text(&loaded.name(), model, warnings))?;
    Ok(Answer::Yes)
}

fn show(loaded: &Loaded, thing: &str) -> io::Result<Answer> {
    match loaded.reading.origin(thing) {
        Ok(origins) => {
            terminal::print(&report::origins_text(&origins))?;
            Ok(Answer::Yes)
        }
        Err(complaint) => {
            let mut complaints = Diagnostics::default();
            complaints.push(complaint);
            terminal::complain(&complaints.styled(&loaded.reading.sources));
            Ok(Answer::No)
        }
    }
}
