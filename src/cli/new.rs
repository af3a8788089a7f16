//! `gemba new`: a scenario to start from, with comments.

use std::io;

use super::Answer;
use super::arguments::{New, Starter};
use super::terminal;

/// Writes the scenario into a new file, or prints it.
pub(super) fn new(asked: &New) -> io::Result<Answer> {
    let text = match asked.kind {
        Starter::Line => include_str!("starters/line.toml"),
        Starter::JobShop => include_str!("starters/job-shop.toml"),
        Starter::Cell => include_str!("starters/cell.toml"),
        Starter::Assembly => include_str!("starters/assembly.toml"),
    };
    let Some(file) = &asked.file else {
        terminal::print(text)?;
        return Ok(Answer::Yes);
    };
    let name = file.to_string_lossy();
    // The comments name the file that is written.
    let example = text.lines().find_map(|line| line.strip_prefix("#   gemba check "));
    let example = example.and_then(|line| line.split(' ').next()).unwrap_or("plant.toml");
    terminal::write_new(file, &text.replace(example, &name))?;
    let next = format!("{name} is written. Next: gemba check {name}\n");
    terminal::print(&next)?;
    Ok(Answer::Yes)
}
