//! Every code is explained, its wrong example has it, and the mended one has not.

use gemba::diagnostic::{Diagnostics, EXPLANATIONS, Example, Severity, explanation};
use gemba::model::{compile, find_unknown_names};
use gemba::scenario::{Memory, read};

const CODES: &str = include_str!("../../src/diagnostic/code.rs");

/// The codes that are defined, in their order.
fn codes() -> Vec<&'static str> {
    let values = CODES.split("&str = \"").skip(1);
    values.filter_map(|value| value.split('"').next()).collect()
}

/// A text as an editor saves it that does not know UTF-8.
fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of Latin-1")).collect()
}

/// Everything that is said of an example, and the same as text.
fn said(code: &str, example: &Example) -> (Diagnostics, String) {
    let is_latin = code == "E002" && !example.is_right;
    let files = example.files.iter().fold(Memory::default(), |files, (name, text)| {
        files.with(name, if is_latin { latin_1(text) } else { text.as_bytes().to_vec() })
    });
    let mut reading = read(&files, example.files[0].0);
    if let Some(in_part) = &reading.in_part {
        find_unknown_names(in_part, &mut reading.diagnostics);
    }
    if let Some(scenario) = &reading.scenario {
        compile(scenario, &mut reading.diagnostics);
    }
    let text = reading.diagnostics.plain(&reading.sources);
    (reading.diagnostics, text)
}

#[test]
fn every_code_is_explained_and_nothing_else() {
    let explained: Vec<&str> = EXPLANATIONS.iter().map(|one| one.code).collect();
    assert_eq!(explained, codes());
    assert!(explanation("E999").is_none());
}

#[test]
fn every_wrong_example_has_its_code_and_the_mended_one_is_right() {
    let mut wrong = Vec::new();
    for one in EXPLANATIONS {
        let examples = one.examples();
        let is_right: Vec<bool> = examples.iter().map(|example| example.is_right).collect();
        assert_eq!(is_right, [false, true], "{}: a wrong example, then the right one", one.code);
        for example in &examples {
            let (found, text) = said(one.code, example);
            let has_code = found.iter().any(|complaint| complaint.code == one.code);
            let is_fine = !found.has_errors() && found.count(Severity::Warning) == 0;
            if has_code == example.is_right || (example.is_right && !is_fine) {
                wrong.push(format!("{} {example:?}\n{text}", one.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn explanations_fit_a_terminal() {
    for one in EXPLANATIONS {
        assert!(!one.title().is_empty() && one.title().chars().count() <= 60, "{}", one.code);
        let plain = one.plain();
        assert!(!plain.lines().any(|line| line.starts_with("```") || line.starts_with('#')));
        assert!(plain.lines().all(|line| line.chars().count() <= 100), "{plain}");
    }
}
