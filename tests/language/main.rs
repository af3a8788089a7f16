//! What is written in short means what it means at length: the models are the same.

mod any_sheet;
mod diff;
mod sheets;
mod short;
mod sixty;
#[path = "../support/mod.rs"]
mod support;
mod traps;
#[cfg(feature = "xlsx")]
#[path = "../support/workbook.rs"]
mod workbook;

use gemba::model::Model;
use gemba::scenario::Memory;

/// The model of the first of several files.
fn model(files: &[(&str, &str)]) -> Model {
    let memory = |all: Memory, &(name, text): &(&str, &str)| all.with(name, text);
    support::model_of(&files.iter().fold(Memory::default(), memory), files[0].0)
}

/// Asserts that two scenarios are one plant.
fn same(short: &[(&str, &str)], long: &str) {
    let (short, long) = (model(short), support::model(long));
    assert_eq!(short, long);
    assert_eq!(short.hash(), long.hash());
}
