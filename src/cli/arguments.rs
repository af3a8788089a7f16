//! What can be asked on the command line.

use std::fmt;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use gemba::model::Replications;
use gemba::report::Target;
use gemba::study::Settings;

/// Try a change on the plant in text before trying it on people and money.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Exit codes: 0 done; 1 the answer is no (mistakes found, a target missed, \
                  a deadlock); 2 could not do it, or was stopped."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands: one verb, one question.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// How does the plant do?
    Run(Run),
    /// Which is better, by how much, and how sure is that?
    Compare(Compare),
    /// Is the scenario right, and does the capacity suffice?
    Check(Check),
    /// What is different between two scenarios, in the words of the plant?
    Diff(Diff),
    /// Write a scenario to start from, with comments
    New(New),
    /// What does a code such as E012 mean?
    Explain(Explain),
    /// Print a JSON Schema, for editors and programs
    Schema {
        /// Of what
        #[arg(value_enum, default_value_t = Schema::Scenario)]
        of: Schema,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print a manual page, as `man` reads it
    Man {
        /// A command such as `run`; without one the page of gemba itself
        command: Option<String>,
    },
}

/// `gemba run`.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 done; 1 some replication ended before its time (a deadlock, \
                        a limit); 2 could not do it, or was stopped."
)]
pub(super) struct Run {
    /// The scenario, a TOML file
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) study: Study,
}

/// `gemba compare`.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes: 0 done, and some scenario reaches the target; 1 none reaches \
                        it for certain, or some replication ended before its time (a deadlock, a \
                        limit); 2 could not do it, or was stopped.")]
pub(super) struct Compare {
    /// The scenario that the others are compared to, a TOML file
    pub(super) base: PathBuf,
    /// The others: whole scenarios, or patches that extend one
    #[arg(required = true)]
    pub(super) variants: Vec<PathBuf>,
    /// What shall be reached
    #[arg(
        long,
        value_parser = Target::parse,
        help = "What shall be reached: a figure of the plant, `>=` or `<=`, and a value, such as \
                \"on_time >= 80 %\""
    )]
    pub(super) target: Option<Target>,
    #[command(flatten)]
    pub(super) study: Study,
}

/// `gemba check`.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 no mistakes (warnings are allowed); 1 mistakes were found, or there \
                  is nothing of that name to show; 2 a file could not be read."
)]
pub(super) struct Check {
    /// The scenario, a TOML file
    pub(super) file: PathBuf,
    /// Show every value of a thing, such as `station.cnc`, and where it comes from
    #[arg(long, value_name = "THING")]
    pub(super) show: Option<String>,
}

/// `gemba explain`.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 done; 1 no complaint has this code; 2 it could not be printed."
)]
pub(super) struct Explain {
    /// The code of a complaint, such as E012; without one all codes are listed
    pub(super) code: Option<String>,
}

/// `gemba diff`.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes: 0 done; 2 a scenario has mistakes or cannot be read.\n\n\
                  Example: gemba diff base.toml saturday.toml")]
pub(super) struct Diff {
    /// The scenario as it is
    #[arg(value_name = "BEFORE")]
    pub(super) before: PathBuf,
    /// The scenario as it shall be
    #[arg(value_name = "AFTER")]
    pub(super) after: PathBuf,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
}

/// `gemba new`.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 done; 2 the file is there already, or cannot be written.\n\n\
                  Example: gemba new line plant.toml && gemba check plant.toml"
)]
pub(super) struct New {
    /// Which kind of plant
    #[arg(value_enum)]
    pub(super) kind: Starter,
    /// The file to write; neither it nor its sheets must be there yet. Without it the scenario is printed
    pub(super) file: Option<PathBuf>,
}

/// Scenarios to start from.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Starter {
    /// A line of machines with buffers, breakdowns and two shifts
    Line,
    /// A job shop: products with routes of their own, dated orders, skilled people
    JobShop,
    /// A cell that refills what customers take, piece by piece
    Cell,
    /// An assembly line worked by crews with several skills
    Assembly,
    /// A works from sheets: stations, times and orders in CSV files, which are written beside it
    Sheets,
}

/// What every study can be told.
#[derive(Args, Debug)]
pub(super) struct Study {
    /// Seed of all random numbers, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Number of replications, from 1 to 1000000, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = replications, allow_negative_numbers = true)]
    replications: Option<u32>,
    /// Threads, 1024 at most; 0 is one for every core. Results do not depend on it
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        value_parser = threads,
        allow_negative_numbers = true
    )]
    threads: u16,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
    /// Folder for result files and plots; an unfinished study goes on from what it left there
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write no plots into the folder
    #[arg(long)]
    pub(super) no_plots: bool,
    /// Print no progress and no warnings
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// How often an unfinished study is kept in the folder. Unit: seconds
    #[arg(long, hide = true, default_value_t = 2)]
    pub(super) keep_every: u64,
}

impl Study {
    /// The same for the library.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            replications: self.replications.map(Replications::Fixed),
            seed: self.seed,
            threads: usize::from(self.threads),
            ..Settings::default()
        }
    }
}

fn seed(text: &str) -> Result<u64, String> {
    whole(text, &(0..=u64::MAX))
}

fn replications(text: &str) -> Result<u32, String> {
    whole(text, &(1..=1_000_000))
}

fn threads(text: &str) -> Result<u16, String> {
    whole(text, &(0..=1024))
}

/// A whole number within bounds; else which numbers are right.
fn whole<N>(text: &str, bounds: &RangeInclusive<N>) -> Result<N, String>
where
    N: FromStr + PartialOrd + fmt::Display,
{
    let number = text.parse().ok().filter(|number| bounds.contains(number));
    let (low, high) = (bounds.start(), bounds.end());
    number.ok_or_else(|| format!("it is a whole number from {low} to {high}"))
}

/// What a schema can be printed of.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Schema {
    /// A whole scenario
    Scenario,
    /// A file that changes others
    Patch,
    /// The result files
    Results,
}
