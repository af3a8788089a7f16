//! No text, however broken, makes reading, compiling or running panic or hang.

use gemba::model::{Model, compile, find_unknown_names};
use gemba::plant::{Plant, Stop};
use gemba::scenario::{Memory, read};
use gemba::units::{Span, Time};
use proptest::prelude::*;

/// Scenarios that use most of the language.
const RICH: &str = include_str!("rich.toml");
const KEYS: &str = include_str!("every-key.toml");
const DISTRIBUTIONS: &str = include_str!("every-distribution.toml");

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

/// Numbers that are likely to hurt.
const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "-1",
    "-0.0",
    "0.0000000000000000000000000001",
    "1e-300",
    "1e300",
    "999999999999999999",
    "9223372036854775807",
    "9223372036854775808",
    "100000",
    "36525",
    "nan",
    "inf",
    "3.000",
    "0x10",
];

/// Units and words that stand where others are meant.
const WORDS: [&str; 20] = [
    "us",
    "weeks",
    "workdays",
    "%",
    "EUR/h",
    "m/s",
    "kW",
    "/min",
    "h",
    "always",
    "none",
    "out",
    "unlimited",
    "orders_done",
    "auto",
    "cycles",
    "calendar",
    "exponential",
    "poisson",
    "constant",
];

/// What is said of a text as a scenario; one that is right runs for a while.
fn said(text: impl Into<Vec<u8>>) -> String {
    let mut reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    assert_eq!(reading.scenario.is_none(), reading.diagnostics.has_errors());
    if let Some(in_part) = &reading.in_part {
        find_unknown_names(in_part, &mut reading.diagnostics);
    }
    let model = reading.scenario.and_then(|s| compile(&s, &mut reading.diagnostics));
    if let Some(model) = model {
        try_out(model);
    }
    reading.diagnostics.plain(&reading.sources)
}

/// Runs a plant for a few thousand events.
fn try_out(mut model: Model) {
    model.run.limits.events = 3_000;
    model.run.limits.parts = model.run.limits.parts.min(20_000);
    model.run.limits.rounds = 100;
    let mut plant = Plant::new(&model, 1, 0, ());
    plant.run_until(Time::ZERO + Span::from_days(30));
    // A run that reaches a limit stops in the middle of an instant.
    if matches!(plant.stopped(), None | Some(Stop::Standstill)) {
        assert_eq!(plant.audit(), Ok(()));
    }
}

/// A change of a text: what kind, where, and by what. Numbers choose among what is there.
type Change = (u8, usize, usize);

/// The text after a change.
fn changed(text: &str, (kind, at, by): Change) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return String::new();
    }
    let (one, other) = (at % lines.len(), by % lines.len());
    match kind {
        0 => put(text, |c| c.is_ascii_digit() || c == '.', at, NUMBERS[by % NUMBERS.len()]),
        1 => put(text, |c| c.is_alphabetic() || c == '%', at, WORDS[by % WORDS.len()]),
        2 => {
            // A word of the text for another one: names become names of other things.
            let words = stretches(text, |c| c.is_alphanumeric() || c == '_');
            let (start, end) = words[by % words.len()];
            put(text, |c| c.is_alphanumeric() || c == '_', at, &text[start..end])
        }
        3 => {
            lines.swap(one, other);
            lines.join("\n")
        }
        4 => {
            lines.remove(one);
            lines.join("\n")
        }
        5 => {
            lines.insert(one, lines[other]);
            lines.join("\n")
        }
        6 => match (lines[one].split_once('='), lines[other].split_once('=')) {
            (Some((key, _)), Some((_, value))) => {
                let line = format!("{key}={value}");
                lines[one] = &line;
                lines.join("\n")
            }
            _ => text.to_owned(),
        },
        _ => {
            let start = text.floor_char_boundary(at % (text.len() + 1));
            let end = text.floor_char_boundary((start + by % 30).min(text.len()));
            [&text[..start], FRAGMENTS[by % FRAGMENTS.len()], &text[end..]].concat()
        }
    }
}

/// The text with one of the stretches of such characters replaced.
fn put(text: &str, is: impl Fn(char) -> bool, at: usize, by: &str) -> String {
    let all = stretches(text, is);
    if all.is_empty() {
        return text.to_owned();
    }
    let (start, end) = all[at % all.len()];
    [&text[..start], by, &text[end..]].concat()
}

/// Where stretches of such characters begin and end.
fn stretches(text: &str, is: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), '\n')]) {
        match (start, is(character)) {
            (None, true) => start = Some(at),
            (Some(first), false) => {
                all.push((first, at));
                start = None;
            }
            _ => {}
        }
    }
    all
}

#[test]
fn the_rich_scenario_is_right() {
    let said = said(RICH);
    assert!(!said.contains("error"), "{said}");
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
    // More of them: `PROPTEST_CASES=100000 cargo test --test messages never_panics`.
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn arbitrary_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        said(bytes);
    }

    #[test]
    fn a_scenario_that_was_changed_is_answered(
        text in prop::sample::select(vec![RICH, KEYS, DISTRIBUTIONS]),
        changes in prop::collection::vec((0_u8..8, any::<usize>(), any::<usize>()), 1..6),
    ) {
        let text = changes.into_iter().fold(text.to_owned(), |text, change| changed(&text, change));
        said(text);
    }
}
