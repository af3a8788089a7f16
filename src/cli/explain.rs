//! `gemba explain`: what a complaint means, why it matters, and how it is mended.

use std::io;

use gemba::diagnostic::{EXPLANATIONS, closest, explanation};

use super::Answer;
use super::arguments::Explain;
use super::terminal;

/// Tells what a code means, or which codes there are.
pub(super) fn explain(asked: &Explain) -> io::Result<Answer> {
    let Some(code) = &asked.code else { return list() };
    let code = code.to_uppercase();
    if let Some(found) = explanation(&code) {
        terminal::print(&found.plain())?;
        return Ok(Answer::Yes);
    }
    let meant = closest(&whole(&code), EXPLANATIONS.iter().map(|one| one.code)).map_or_else(
        || "`gemba explain` lists all codes".to_owned(),
        |meant| format!("did you mean `{meant}`? `gemba explain` lists all codes"),
    );
    terminal::complain(&format!("error: no complaint has the code `{code}`\nhint: {meant}\n"));
    Ok(Answer::No)
}

/// A code whose number was cut short, as it is written in full: `E12` is `E012`.
fn whole(code: &str) -> String {
    code.split_at_checked(1)
        .map_or_else(String::new, |(letter, number)| format!("{letter}{number:0>3}"))
}

/// All codes with what they stand for, one a line.
fn list() -> io::Result<Answer> {
    let lines = EXPLANATIONS.iter().map(|one| format!("{}  {}\n", one.code, one.title()));
    terminal::print(&lines.collect::<String>())?;
    Ok(Answer::Yes)
}
