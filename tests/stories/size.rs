//! Plants that are too large are refused before they run, and no others.

use std::fmt::Write;

use gemba::model::compile;
use gemba::scenario::{Memory, read};

use crate::support::model;

/// What is said of a scenario that is refused.
fn complaints(text: &str) -> String {
    let mut reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    let scenario = reading.scenario.as_ref().expect("it can be read");
    assert!(compile(scenario, &mut reading.diagnostics).is_none(), "it is not refused");
    reading.diagnostics.plain(&reading.sources)
}

#[test]
fn a_plant_with_too_many_failing_machines() {
    let mut text = "[line.main]\nstations = [\"s1\"]\n".to_owned();
    for number in 1..=4 {
        let station = format!(
            "[station.s{number}]\nmachines = 100_000\ncycle = \"1 min\"\n\
             failure.jam = {{ clock = \"calendar\", every = \"9 h\", repair = {{ time = \"1 h\" }} }}\n"
        );
        text.write_str(&station).unwrap();
    }
    assert!(complaints(&text).contains("400000 machines with 400000 failures are too many"));
}

/// What is found out before a run costs no more for each station of a long line.
#[test]
fn a_line_of_very_many_stations_is_not_too_large() {
    let mut text = "[demand.d]\nevery = \"1 h\"\n".to_owned();
    let mut names = Vec::new();
    for number in 1..=40_000 {
        writeln!(text, "[station.s{number}]\ncycle = \"1 min\"").unwrap();
        names.push(format!("\"s{number}\""));
    }
    writeln!(text, "[line.main]\nstations = [{}]", names.join(", ")).unwrap();
    assert_eq!(model(&text).stations.len(), 40_000);
}

#[test]
fn a_task_for_too_many_people_of_several_skills() {
    let text = r#"
[line.main]
stations = ["hall"]
[station.hall]
cycle = "1 min"
operators = { lift = 20_000, carry = 20_000 }
[crew.movers]
count = 40_000
skills = ["lift", "carry"]
"#;
    assert!(complaints(text).contains("needs 40000 people of several skills"));
}

/// A hundred million failures are refused before they are listed machine by machine.
#[test]
fn failures_of_very_many_machines() {
    let mut text = "[line.main]\nstations = [\"s\"]\n[station.s]\n".to_owned();
    text.push_str("machines = 100_000\ncycle = \"1 min\"\n");
    for number in 1..=1000 {
        let failure = "clock = \"calendar\"\nevery = \"9 h\"\nrepair = { time = \"1 h\" }";
        writeln!(text, "[station.s.failure.f{number}]\n{failure}").unwrap();
    }
    let said = complaints(&text);
    assert!(said.contains("the machines have more than 1000000 failures together"), "{said}");
}
