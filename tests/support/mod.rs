//! What all tests of whole plants share: from text to a plant that can run.

use gemba::model::{Model, compile};
use gemba::scenario::{Memory, read};

/// The model of a scenario that is right.
///
/// # Panics
/// With all complaints, if it is wrong.
pub(crate) fn model(text: &str) -> Model {
    model_of(&Memory::default().with("plant.toml", text), "plant.toml")
}

/// The model of the scenario in the file `name`.
///
/// # Panics
/// With all complaints, if it is wrong.
pub(crate) fn model_of(files: &Memory, name: &str) -> Model {
    let mut reading = read(files, name);
    let model =
        reading.scenario.as_ref().and_then(|scenario| compile(scenario, &mut reading.diagnostics));
    model.unwrap_or_else(|| panic!("{}", reading.diagnostics.plain(&reading.sources)))
}
