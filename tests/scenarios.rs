//! Every scenario that comes with gemba is right, runs, and takes the path it took before.
//!
//! A path is known by its fingerprint, a number made of everything that was told. When one moves
//! on purpose, `cargo test --test scenarios -- --ignored --nocapture` prints the table anew for
//! `tests/fingerprints.txt`, and the change log says under *Changed results* why it moved.

#![expect(clippy::disallowed_methods, reason = "the test reads the scenarios of the repository")]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use gemba::ids::{Id, MachineId, ModeId, OperatorId, ProductId, StationId, WayId};
use gemba::model::{Length, Model, compile};
use gemba::observe::{Observer, OperatorState, State};
use gemba::plant::Plant;
use gemba::random::{mix, name_key};
use gemba::scenario::{FileProblem, Files, read};
use gemba::units::{Span, Time};

/// The fingerprints that hold: name of the file and number, line by line.
const KNOWN: &str = include_str!("fingerprints.txt");

/// Longest stretch of a scenario that is run.
const SHORT: Span = Span::from_days(3);

/// Files of the repository.
struct Repository;

impl Files for Repository {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileProblem> {
        fs::read(name).map_err(|_| FileProblem::Missing)
    }
}

/// Adds up what is told, in whatever order within an instant.
#[derive(Default)]
struct Fingerprint(u64);

impl Fingerprint {
    fn tell(&mut self, what: u64, whom: impl Id, detail: u64, now: Time) {
        let line = [what, whom.position() as u64, detail, now.ticks().cast_unsigned()];
        self.0 = self.0.wrapping_add(line.into_iter().fold(0, mix));
    }
}

impl Observer for Fingerprint {
    fn machine_state(&mut self, machine: MachineId, to: State, now: Time) {
        self.tell(1, machine, name_key(&[to.word()]), now);
    }
    fn operator_state(&mut self, operator: OperatorId, to: OperatorState, now: Time) {
        self.tell(2, operator, name_key(&[to.word()]), now);
    }
    fn queue_joined(&mut self, station: StationId, now: Time) {
        self.tell(3, station, 0, now);
    }
    fn cycle_started(&mut self, machine: MachineId, part: u64, now: Time) {
        self.tell(4, machine, part, now);
    }
    fn cycle_done(&mut self, _: StationId, machine: MachineId, part: u64, now: Time) {
        self.tell(5, machine, part, now);
    }
    fn failed(&mut self, mode: ModeId, now: Time) {
        self.tell(6, mode, 0, now);
    }
    fn repaired(&mut self, mode: ModeId, now: Time) {
        self.tell(7, mode, 0, now);
    }
    fn released(&mut self, product: ProductId, part: u64, now: Time) {
        self.tell(8, product, part, now);
    }
    fn moved(&mut self, way: WayId, now: Time) {
        self.tell(9, way, 0, now);
    }
    fn departed(&mut self, product: ProductId, part: u64, _: Time, now: Time) {
        self.tell(10, product, part, now);
    }
    fn scrapped(&mut self, _: ProductId, station: StationId, part: u64, _: Time, now: Time) {
        self.tell(11, station, part, now);
    }
}

/// The scenarios in a folder and below, by name. A folder beside a scenario of its name holds parts of
/// that.
fn scenarios(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() && path.with_extension("toml").is_file() {
            continue;
        }
        if path.is_dir() {
            found.extend(scenarios(&path));
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    found.sort_unstable();
    found
}

fn model(name: &str) -> Model {
    let mut reading = read(&Repository, name);
    let model =
        reading.scenario.as_ref().and_then(|scenario| compile(scenario, &mut reading.diagnostics));
    model.unwrap_or_else(|| panic!("{}", reading.diagnostics.plain(&reading.sources)))
}

/// The fingerprint of the first days of a scenario.
fn fingerprint(name: &str) -> u64 {
    let model = model(name);
    let mut plant = Plant::new(&model, model.run.seed, 0, Fingerprint::default());
    let whole = match model.run.length {
        Length::For(length) => {
            plant.run_until(Time::ZERO + (model.run.warm_up.span() + length).min(SHORT))
        }
        Length::OrdersDone => plant.run_orders(Time::ZERO + Span::from_days(3650)),
    };
    assert!(whole, "{name} ends early: {:?}", plant.stopped());
    assert_eq!(plant.audit(), Ok(()), "{name}");
    plant.into_observer().0
}

/// All scenarios with their fingerprints, as they stand in the file.
fn table() -> String {
    let mut table = String::new();
    for name in scenarios(Path::new("scenarios")) {
        let number = fingerprint(&name);
        writeln!(table, "{name} {number:016x}").expect("a text takes every text");
    }
    table
}

#[test]
fn every_scenario_takes_the_path_it_took_before() {
    let table = table();
    let moved: Vec<&str> =
        table.lines().filter(|line| !KNOWN.lines().any(|k| k == *line)).collect();
    let gone: Vec<&str> = KNOWN.lines().filter(|line| !table.lines().any(|t| t == *line)).collect();
    assert!(moved.is_empty() && gone.is_empty(), "now {moved:#?}\nbefore {gone:#?}");
}

#[test]
#[ignore = "prints fingerprints.txt anew: cargo test --test scenarios -- --ignored --nocapture"]
fn print_the_fingerprints() {
    println!("{}", table());
}
