//! `gemba man`: a page of the manual, in the language of `man`.

use std::io;

use clap::CommandFactory as _;
use clap_mangen::Man;
use gemba::diagnostic::meant;

use super::Answer;
use super::arguments::Arguments;
use super::terminal;

/// Prints the page of gemba, or that of one of its commands.
pub(super) fn man(command: Option<&str>) -> io::Result<Answer> {
    let mut gemba = Arguments::command();
    // Gives the commands their whole names, such as `gemba run`.
    gemba.build();
    let page = match command {
        None => gemba,
        Some(name) => match gemba.find_subcommand(name) {
            Some(found) => found.clone(),
            None => return Ok(unknown(name, &gemba)),
        },
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    terminal::print(&String::from_utf8_lossy(&text))?;
    Ok(Answer::Yes)
}

fn unknown(name: &str, gemba: &clap::Command) -> Answer {
    let names = gemba.get_subcommands().map(clap::Command::get_name);
    let meant = meant(name, names, "the commands are");
    terminal::complain(&format!("error: there is no command `{name}`\nhint: {meant}\n"));
    Answer::CouldNot
}
