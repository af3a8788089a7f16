//! The messages, word for word.

use gemba::model::{compile, find_unknown_names};
use gemba::scenario::{Memory, read};

use crate::disk::Disk;

/// Everything that is said about a scenario.
fn said(disk: &Disk, name: &str) -> String {
    let mut reading = read(disk, name);
    if let Some(in_part) = &reading.in_part {
        find_unknown_names(in_part, &mut reading.diagnostics);
    }
    if let Some(scenario) = &reading.scenario {
        compile(scenario, &mut reading.diagnostics);
    }
    reading.diagnostics.plain(&reading.sources)
}

#[test]
fn every_wrong_scenario_gets_exactly_its_message() {
    let disk = Disk::new("tests/messages/cases");
    let names = disk.names(".toml");
    assert!(names.len() >= 40, "only {} cases were found", names.len());
    let difference = |name: &String| {
        let text = said(&disk, name);
        assert!(!text.is_empty(), "{name} is not wrong at all");
        disk.difference(&name.replace(".toml", ".txt"), &text)
    };
    let differences: Vec<String> = names.iter().filter_map(difference).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_message_belongs_to_a_case() {
    let disk = Disk::new("tests/messages/cases");
    let cases = disk.names(".toml");
    for message in disk.names(".txt") {
        assert!(cases.contains(&message.replace(".txt", ".toml")), "{message} is left over");
    }
}

#[test]
fn a_scenario_that_is_not_there_says_so() {
    let reading = read(&Memory::default(), "plant.toml");
    let text = reading.diagnostics.plain(&reading.sources);
    assert_eq!(text, "error[E001]: there is no file `plant.toml`\n");
}

#[test]
fn five_mistakes_in_one_file_are_all_told() {
    let reading = read(&Disk::new("tests/messages/cases"), "five-mistakes.toml");
    assert_eq!(reading.diagnostics.sorted().len(), 5);
    assert!(reading.scenario.is_none());
}
