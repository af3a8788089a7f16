//! The doors: arguments, files, progress and exit codes. The only floor with input and output.
//!
//! Data goes to the standard output, everything else to the standard error.

mod arguments;
mod check;
mod compare;
mod diff;
mod explain;
mod keeper;
mod load;
mod man;
mod new;
mod output;
mod progress;
mod run;
mod terminal;
mod together;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use gemba::report;

use arguments::{Arguments, Command, Schema};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// It is done, and if it was a question, the answer is yes.
    Yes,
    /// It is done, and the answer is no.
    No,
    /// It could not be done; why has been said.
    CouldNot,
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Self::SUCCESS,
            Answer::No => Self::from(1),
            Answer::CouldNot => Self::from(2),
        }
    }
}

/// Does what the arguments ask.
pub(crate) fn main() -> ExitCode {
    let asked = match Arguments::try_parse() {
        Ok(asked) => asked,
        Err(told) => return not_run(&told),
    };
    let done = match asked.command {
        Command::Run(asked) => run::run(&asked),
        Command::Compare(asked) => compare::compare(&asked),
        Command::Check(asked) => check::check(&asked),
        Command::Diff(asked) => diff::diff(&asked),
        Command::New(asked) => new::new(&asked),
        Command::Explain(asked) => explain::explain(&asked),
        Command::Schema { of } => schema(of),
        Command::Completions { shell } => completions(shell),
        Command::Man { command } => man::man(command.as_deref()),
    };
    done.unwrap_or_else(|problem| could_not(&problem)).into()
}

/// Says why something could not be done.
fn could_not(problem: &io::Error) -> Answer {
    terminal::complain(&format!("error: {problem}\n"));
    Answer::CouldNot
}

/// Tells help, the version, or what is wrong with the arguments.
fn not_run(told: &clap::Error) -> ExitCode {
    let printed = told.print();
    if told.use_stderr() {
        return Answer::CouldNot.into();
    }
    let printed = printed.or_else(|problem| terminal::unprinted(&problem));
    printed.map_or_else(|problem| could_not(&problem), |()| Answer::Yes).into()
}

fn schema(of: Schema) -> io::Result<Answer> {
    let text = match of {
        Schema::Scenario => format!("{:#}\n", gemba::scenario::schema()),
        Schema::Patch => format!("{:#}\n", gemba::scenario::patch_schema()),
        Schema::Results => report::RESULTS_SCHEMA.to_owned(),
    };
    terminal::print(&text)?;
    Ok(Answer::Yes)
}

fn completions(shell: clap_complete::Shell) -> io::Result<Answer> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "gemba", &mut text);
    terminal::print(&String::from_utf8_lossy(&text))?;
    Ok(Answer::Yes)
}
