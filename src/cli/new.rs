//! `gemba new`: a scenario to start from, with comments, and with its sheets if it has some.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use super::Answer;
use super::arguments::{New, Starter};
use super::terminal;

/// The sheets of the works, which lie beside its scenario.
const SHEETS: [(&str, &str); 3] = [
    ("stations.csv", include_str!("starters/works/stations.csv")),
    ("routing.csv", include_str!("starters/works/routing.csv")),
    ("orders.csv", include_str!("starters/works/orders.csv")),
];

/// Writes the scenario and its sheets into new files, or prints them.
pub(super) fn new(asked: &New) -> io::Result<Answer> {
    let (text, sheets): (_, &[(&str, &str)]) = match asked.kind {
        Starter::Line => (include_str!("starters/line.toml"), &[]),
        Starter::JobShop => (include_str!("starters/job-shop.toml"), &[]),
        Starter::Cell => (include_str!("starters/cell.toml"), &[]),
        Starter::Assembly => (include_str!("starters/assembly.toml"), &[]),
        Starter::Sheets => (include_str!("starters/works/works.toml"), &SHEETS),
    };
    let Some(file) = &asked.file else {
        terminal::print(&format!("{text}{}", in_comments(sheets)))?;
        return Ok(Answer::Yes);
    };
    let name = file.to_string_lossy();
    // The comments name the file that is written.
    let example = text.lines().find_map(|line| line.strip_prefix("#   gemba check "));
    let example = example.and_then(|line| line.split(' ').next()).unwrap_or("plant.toml");
    let mut files: Vec<(PathBuf, String)> = vec![(file.clone(), text.replace(example, &name))];
    files.extend(
        sheets.iter().map(|(sheet, rows)| (file.with_file_name(sheet), (*rows).to_owned())),
    );
    terminal::write_new(&files)?;
    let beside: Vec<String> =
        files[1..].iter().map(|(path, _)| path.display().to_string()).collect();
    let written = match beside.as_slice() {
        [] => "is written".to_owned(),
        sheets => format!("is written, and its sheets {}", sheets.join(", ")),
    };
    terminal::print(&format!("{name} {written}. Next: gemba check {name}\n"))?;
    Ok(Answer::Yes)
}

/// Sheets behind a scenario that is printed.
fn in_comments(sheets: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, rows) in sheets {
        let _ = writeln!(text, "\n# {name}:\n#");
        for row in rows.lines() {
            let _ = writeln!(text, "#   {row}");
        }
    }
    text
}
