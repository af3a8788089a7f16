//! A slip in the writing is told, and nothing else is: what stands beside it is right.

use gemba::diagnostic::{Severity, code};
use gemba::model::find_unknown_names;
use gemba::scenario::{Memory, read};

/// A right scenario with most of the language in it.
const RICH: &str = include_str!("rich.toml");

/// Ways to spoil a line.
const SLIPS: [fn(&str) -> String; 6] = [
    |line| line.trim_end().strip_suffix([']', '}', '"']).unwrap_or(line).to_owned(),
    |line| line.replacen('"', "", 1),
    |line| line.replace('"', "“"),
    |line| line.replacen(" = ", " ", 1),
    |line| line.replacen('[', "", 1),
    |line| format!("{line}, 3"),
];

#[test]
fn a_slip_brings_no_mistakes_that_are_not_there() {
    let lines: Vec<&str> = RICH.lines().collect();
    let mut count = 0;
    for (number, line) in lines.iter().enumerate() {
        for (way, slip) in SLIPS.iter().enumerate() {
            let mut spoilt: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            spoilt[number] = slip(line);
            let mut reading = read(&Memory::default().with("a.toml", spoilt.join("\n")), "a.toml");
            if !reading.diagnostics.iter().any(|one| one.code == code::SYNTAX) {
                continue;
            }
            if let Some(in_part) = &reading.in_part {
                find_unknown_names(in_part, &mut reading.diagnostics);
            }
            count += 1;
            let is_false = |severity, code| severity == Severity::Error && code != code::SYNTAX;
            let wrong = reading.diagnostics.iter().any(|one| is_false(one.severity, one.code));
            let said = reading.diagnostics.plain(&reading.sources);
            assert!(!wrong, "line {}, way {way}: {}\n{said}", number + 1, spoilt[number]);
        }
    }
    assert!(count > 300, "only {count} slips were tried");
}
