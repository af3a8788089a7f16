//! Scenarios as text become models, through the real reader.

mod changes;
mod orders;
mod people;
mod routes;
mod scenarios;
mod work;

use super::*;
use crate::diagnostic::Diagnostics;
use crate::scenario::{Memory, read};
use crate::units::Span;

/// A model and what was said about it, one line for each complaint.
pub(in crate::model) fn compiled(text: &str) -> (Option<Model>, Vec<String>) {
    let reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    let mut diagnostics: Diagnostics = reading.diagnostics;
    let model = reading.scenario.and_then(|scenario| compile(&scenario, &mut diagnostics));
    let line = |one: &&crate::diagnostic::Diagnostic| format!("{}: {}", one.code, one.message);
    let lines = diagnostics.sorted().iter().map(line).collect();
    (model, lines)
}

/// The model of a scenario that is right.
pub(in crate::model) fn model(text: &str) -> Model {
    let (model, said) = compiled(text);
    model.unwrap_or_else(|| panic!("{said:#?}"))
}

/// The errors in a scenario that is wrong.
fn errors(text: &str) -> Vec<String> {
    let (model, said) = compiled(text);
    assert!(model.is_none(), "it has no error: {said:#?}");
    said.into_iter().filter(|line| line.starts_with('E')).collect()
}

const SMALL: &str = r#"
[run]
length = "10 days"
[line.main]
stations = ["saw", "drill", "pack"]
[station.saw]
cycle = "40 s"
[station.drill]
cycle = "45 s"
buffer = 5
[station.pack]
cycle = "38 s"
"#;

#[test]
fn ten_lines_are_a_plant() {
    let model = model(SMALL);
    let names: Vec<&str> = model.stations.iter().map(|station| station.name.as_str()).collect();
    assert_eq!(names, ["drill", "pack", "saw"]);
    let ranks: Vec<u32> = model.stations.iter().map(|station| station.rank).collect();
    assert_eq!(ranks, [1, 0, 2], "the last station before the exit comes first");
    assert_eq!(model.products.iter().map(|product| &product.name).collect::<Vec<_>>(), ["main"]);
    assert_eq!(model.run.length, Length::For(Span::from_days(10)));
    assert_eq!(model.supplies.len(), 1);
    let supply = model.supplies.iter().next().unwrap();
    assert_eq!(model.stations[supply.station].name, "saw");
}

#[test]
fn the_hash_ignores_order_comments_seed_and_names_of_print() {
    let other = r#"
[station.pack]       # the end of the line
cycle = "38 s"
source = "a stopwatch"
[station.drill]
buffer = 5
cycle = "0.75 min"
[station.saw]
cycle = "40 s"
[line.main]
stations = ["saw", "drill", "pack"]
[plant]
name = "Another name"
[run]
seed = 99
replications = 7
length = "10 days"
"#;
    let hash = model(SMALL).hash();
    assert_eq!(hash.len(), 16);
    assert_eq!(model(other).hash(), hash);
    assert_ne!(model(&SMALL.replace("45 s", "45.000001 s")).hash(), hash);
    assert_ne!(model(&SMALL.replace("buffer = 5", "buffer = 6")).hash(), hash);
    assert_ne!(model(&SMALL.replace("buffer = 5", "")).hash(), hash);
    assert_ne!(model(&SMALL.replace("drill", "mill")).hash(), hash);
    assert_ne!(model(&SMALL.replace("10 days", "11 days")).hash(), hash);
}

#[test]
fn all_names_that_do_not_exist_are_told_at_once() {
    let said = errors(
        r#"
[line.main]
stations = ["saw", "dril"]
[station.saw]
cycle = "40 s"
operators = { sawyer = 1 }
calendar = "day"
[station.drill]
cycle = "45 s"
[crew.sawyers]
count = 2
[demand.spares]
every = "1 h"
products = { mainn = 1 }
"#,
    );
    assert_eq!(
        said,
        [
            "E100: the line `main` names the station `dril`, which does not exist",
            "E100: the station `saw` needs the skill `sawyer`, which no operator has",
            "E100: the station `saw` names the calendar `day`, which does not exist",
            "E100: the demand `spares` names the product `mainn`, which does not exist",
        ]
    );
}
