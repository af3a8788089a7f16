//! The whole language, key by key: what it has works, and what it does not have yet says so.

use std::collections::BTreeSet;

use gemba::diagnostic::{Diagnostic, Diagnostics, Severity};
use gemba::model::compile;
use gemba::scenario::{Memory, read, reference, schema};
use serde_json::Value as Json;

/// Every key and every form of its value.
const KEYS: &str = include_str!("every-key.toml");

/// Every form of what stations take and give.
const ASSEMBLY: &str = include_str!("every-assembly.toml");

/// Every form of what is in work at the start.
const TODAY: &str = include_str!("every-today.toml");

/// Every distribution in every form.
const DISTRIBUTIONS: &str = include_str!("every-distribution.toml");

/// What is said about a text, one line for each complaint.
fn said(text: &str) -> Vec<String> {
    let files = Memory::default()
        .with("plant.toml", text)
        .with("orders.csv", "Auftraege\nAuftrag;Material;Menge;Termin\nB1;h200;1.200;20.03.2026\n")
        .with("routing.csv", "Product|Station|Run|Setup\nh200|weld|1'200|12\n")
        .with("aps.csv", "Platz,Folge,Auftrag\nsaw_b,30,A1003\n")
        .with("wip.csv", "order,at,state,quantity,remaining,until\no2,pack,waiting,2,,\no2,pack,running,1,20 s,\n")
        .with("purchases.csv", "material,quantity,promised\ncasting,3,2026-03-04\n")
        .with("setup.csv", "Setups in minutes,\n,h200,h300\nh200,,12.5\nh300,9 s,\n")
        .with("roster.csv", "Crew,No,Mon 2026-03-02,Tue 2026-03-03\nsawyer,2,N,\nsawyer,1,X,K\n");
    let reading = read(&files, "plant.toml");
    let mut diagnostics: Diagnostics = reading.diagnostics;
    if let Some(scenario) = &reading.scenario {
        compile(scenario, &mut diagnostics);
    }
    // Hours of all kinds do not fit together: W104 tells where nobody is there.
    let is_told = |one: &&Diagnostic| one.severity != Severity::Note && one.code != "W104";
    let told = diagnostics.sorted().into_iter().filter(is_told);
    told.map(|one| format!("{}: {}", one.code, one.message)).collect()
}

/// Names of keys, and words that are values, in a schema.
fn words(schema: &Json, found: &mut BTreeSet<String>) {
    match schema {
        Json::Object(entries) => {
            if let Some(Json::Object(keys)) = entries.get("properties") {
                found.extend(keys.keys().cloned());
            }
            if let Some(Json::Array(values)) = entries.get("enum") {
                found.extend(values.iter().filter_map(Json::as_str).map(str::to_owned));
            }
            let inside = entries.iter().filter(|(key, _)| *key != "definitions");
            inside.for_each(|(_, value)| words(value, found));
        }
        Json::Array(items) => items.iter().for_each(|item| words(item, found)),
        _ => {}
    }
}

/// Whether a text has a word that is not a piece of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_letter) && !after.is_some_and(is_letter)
    })
}

#[test]
fn every_key_and_every_form_of_its_value_is_right() {
    assert_eq!(said(KEYS), [""; 0]);
    assert_eq!(said(ASSEMBLY), [""; 0]);
    assert_eq!(said(TODAY), [""; 0]);
    assert_eq!(said(DISTRIBUTIONS), [""; 0]);
}

#[test]
fn the_scenario_of_every_key_leaves_none_out() {
    let mut all = BTreeSet::new();
    words(&schema(), &mut all);
    // Only one length, one warm-up, one distance and one figure can be named, and nothing is included.
    let figures = ["throughput", "time_in_system", "on_time", "tardiness", "makespan"];
    let words = ["orders_done", "auto", "include", "tab", " ", ",", ".", ";", "rectilinear"];
    let units = ["m", "cm", "mm"];
    let elsewhere = [&words[..], &units, &figures].concat();
    let missing: Vec<String> = all
        .into_iter()
        .filter(|word| !elsewhere.contains(&&**word))
        .filter(|word| ![KEYS, ASSEMBLY, TODAY].iter().any(|text| has_word(text, word)))
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// `## `[station.<name>]`` or `### `route` of `[product.<name>]``, then "Not in this version: …".
#[test]
fn every_word_of_a_later_version_says_that_it_is_one() {
    let mut count = 0;
    let reference = reference();
    let (mut table, mut inside) = (String::new(), None);
    for line in reference.lines() {
        if let Some(title) = line.strip_prefix("## `[") {
            table = title.trim_end_matches("]`").replace("<name>", "x");
            inside = None;
        } else if let Some(title) = line.strip_prefix("### `") {
            inside = title.split('`').next();
        } else if let Some(words) = line.strip_prefix("Not in this version: ") {
            for word in words.trim_end_matches('.').split(", ") {
                let word = word.trim_matches('`');
                let text = match inside {
                    Some("route") => {
                        format!("[{table}]\nroute = [{{ station = \"a\", {word} = 1 }}]\n")
                    }
                    Some(key) => format!("[{table}]\n{key} = {{ {word} = 1 }}\n"),
                    None => format!("[{table}]\n{word} = 1\n"),
                };
                let said = said(&text);
                assert!(said.iter().any(|line| line.starts_with("E011")), "{text}{said:#?}");
                count += 1;
            }
        } else if line.starts_with("`[") && line.ends_with("]`.") {
            for word in line.trim_end_matches('.').split(", ") {
                let word = word.trim_matches('`');
                assert!(said(&format!("{word}\nx = 1\n"))[0].starts_with("E011"), "{word}");
                count += 1;
            }
        }
    }
    assert!(count >= 40, "only {count} words were found");
}
