//! Very large scenarios are answered in a time that grows with their size.

use std::fmt::Write;

use gemba::model::compile;
use gemba::scenario::{Memory, read};

/// Things of a kind in each scenario; anything quadratic would take minutes.
const MANY: usize = 30_000;

/// How many errors and how many complaints in all there are.
fn complaints(text: &str) -> (bool, usize) {
    let mut reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    if let Some(scenario) = &reading.scenario {
        compile(scenario, &mut reading.diagnostics);
    }
    (reading.diagnostics.has_errors(), reading.diagnostics.sorted().len())
}

fn repeated(head: &str, line: impl Fn(usize) -> String) -> String {
    let mut text = head.to_owned();
    for number in 0..MANY {
        writeln!(text, "{}", line(number)).expect("texts grow");
    }
    text
}

const SAW: &str = "[line.main]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"1 min\"\n";

#[test]
fn stations_that_nobody_uses() {
    let text = repeated(SAW, |n| format!("[station.s{n}]\ncycle = \"1 min\""));
    let (has_errors, count) = complaints(&text);
    assert!(!has_errors && count >= MANY, "{count}");
}

#[test]
fn keys_that_do_not_exist() {
    let (has_errors, count) = complaints(&repeated(SAW, |n| format!("key{n} = 1")));
    assert!(has_errors && count >= MANY, "{count}");
}

#[test]
fn names_that_do_not_exist() {
    let text = repeated(SAW, |n| format!("[order.o{n}]\nproduct = \"p{n}\""));
    let (has_errors, count) = complaints(&text);
    assert!(has_errors && count >= MANY, "{count}");
}

#[test]
fn crews_with_skills_of_their_own() {
    let head = "[line.main]\nstations = [\"s0\"]\n";
    let text = repeated(head, |n| {
        format!("[crew.c{n}]\n[station.s{n}]\ncycle = \"1 min\"\noperators = {{ c{n} = 1 }}")
    });
    assert!(!complaints(&text).0);
}

#[test]
fn calendars_of_their_own() {
    let text = repeated(SAW, |n| {
        format!("[calendar.c{n}]\nmon = \"06:00-14:00\"\n[crew.w{n}]\ncalendar = \"c{n}\"")
    });
    assert!(!complaints(&text).0);
}

#[test]
fn a_line_of_many_stations() {
    let stations: Vec<String> = (0..MANY).map(|n| format!("\"s{n}\"")).collect();
    let stations = stations.join(", ");
    let head = format!("[line.main]\nstations = [{stations}]\n");
    assert!(!complaints(&repeated(&head, |n| format!("[station.s{n}]\ncycle = \"1 min\""))).0);
}

#[test]
fn a_line_of_many_stations_that_close() {
    let stations: Vec<String> = (0..MANY).map(|n| format!("\"s{n}\"")).collect();
    let head = format!(
        "[plant]\ncalendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n\
         [line.main]\nstations = [{}]\n",
        stations.join(", ")
    );
    let station = |n| format!("[station.s{n}]\ncycle = \"9 h\"\nat_close = \"no_start\"");
    let (has_errors, count) = complaints(&repeated(&head, station));
    assert!(!has_errors && count >= MANY, "{count}");
}

#[test]
fn a_long_route_that_leads_back_everywhere() {
    let step = |n: usize| {
        let (next, back) = ((n + 1) % MANY, (n * 7919) % MANY);
        let shares = if next == back {
            format!("n{next} = \"99 %\"")
        } else {
            format!("n{next} = \"50 %\", n{back} = \"49 %\"")
        };
        format!("{{ station = \"saw\", name = \"n{n}\", next = {{ {shares}, out = \"1 %\" }} }}")
    };
    let steps: Vec<String> = (0..MANY).map(step).collect();
    let steps = steps.join(", ");
    let head = "[station.saw]\ncycle = \"1 s\"\n[demand.all]\nevery = \"1 h\"\n";
    let (has_errors, _) = complaints(&format!("{head}[product.p]\nroute = [{steps}]\n"));
    assert!(!has_errors);
}

#[test]
fn products_on_many_lines_are_too_many_steps() {
    let stations: Vec<String> = (0..1000).map(|n| format!("\"s{n}\"")).collect();
    let mut text = format!("[line.main]\nstations = [{}]\n", stations.join(", "));
    for n in 0..1001 {
        writeln!(text, "[station.s{n}]\ncycle = \"1 min\"").expect("texts grow");
        writeln!(text, "[product.p{n}]\nlines = [\"main\"]").expect("texts grow");
    }
    let mut reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    compile(&reading.scenario.expect("it can be read"), &mut reading.diagnostics);
    let said = reading.diagnostics.plain(&reading.sources);
    assert!(
        said.contains("error[E106]: the routes have more than 1000000 steps together"),
        "{said}"
    );
}
