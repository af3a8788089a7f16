//! No text, however broken, makes reading panic or hang.

use gemba::scenario::{Memory, read};
use proptest::prelude::*;

/// A scenario that uses most of the language.
const RICH: &str = include_str!("rich.toml");

/// Fragments that are likely to hurt.
const FRAGMENTS: [&str; 24] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "-",
    "\n",
    "#",
    "0",
    "1e999",
    "-1",
    "nan",
    "\u{0}",
    "é",
    "[[station]]",
    "remove = true",
    "2026-02-30",
    "\"99999999999 weeks\"",
    "\"-5 s\"",
    "\"\"\"",
];

fn said(text: impl Into<Vec<u8>>) -> String {
    let reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    assert_eq!(reading.scenario.is_none(), reading.diagnostics.has_errors());
    reading.diagnostics.plain(&reading.sources)
}

#[test]
fn the_rich_scenario_is_right() {
    assert_eq!(said(RICH), "");
}

#[test]
fn deep_nesting_is_a_message() {
    for open in ["[", "{a=", "[{a="] {
        assert!(said(format!("x = {}", open.repeat(50_000))).contains("error[E004]"));
    }
    assert!(said(format!("{}x = 1", "a.".repeat(50_000))).contains("error"));
    assert!(said(format!("[{}x]", "a.".repeat(50_000))).contains("error"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        said(bytes);
    }

    #[test]
    fn a_scenario_with_a_fragment_put_in_or_a_stretch_cut_out_is_answered(
        at in 0..RICH.len(),
        cut in 0_usize..30,
        fragment in prop::sample::select(FRAGMENTS.to_vec()),
    ) {
        let mut bytes = RICH.as_bytes().to_vec();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, fragment.bytes());
        said(bytes);
    }

    #[test]
    fn a_scenario_with_its_values_exchanged_is_answered(
        one in 0..RICH.lines().count(),
        other in 0..RICH.lines().count(),
    ) {
        let mut lines: Vec<String> = RICH.lines().map(str::to_owned).collect();
        let value = |line: &str| line.split_once('=').map(|(_, value)| value.to_owned());
        if let (Some(taken), Some((key, _))) = (value(&lines[other]), lines[one].split_once('=')) {
            lines[one] = format!("{key}={taken}");
        }
        said(lines.join("\n"));
    }
}
