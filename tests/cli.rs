//! What scripts rely on: exit codes, data on stdout and the rest on stderr, whole files.

#![expect(clippy::disallowed_methods, reason = "the tests write scenarios and read results")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

#[path = "cli/manual.rs"]
mod manual;
#[path = "cli/question.rs"]
mod question;
#[path = "cli/trouble.rs"]
mod trouble;

const LINE: &str = r#"
[run]
length = "1 day"
replications = 3

[line.main]
stations = ["saw", "drill"]

[station.saw]
cycle = "40 s"
[station.drill]
cycle = { mean = "45 s", cv = 0.3 }
buffer = 2
"#;

const FASTER: &str = r#"
extends = "line.toml"
name = "A faster drill"
[station.drill]
cycle = { mean = "38 s", cv = 0.3 }
"#;

/// A folder with a line, a faster one, and one that is wrong.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a folder for the test");
    let wrong = LINE.replace("\"40 s\"", "40").replace("[\"saw\"", "[\"sow\"");
    for (name, text) in
        [("line.toml", LINE), ("faster.toml", FASTER), ("wrong.toml", wrong.as_str())]
    {
        fs::write(folder.path().join(name), text).expect("the folder takes files");
    }
    folder
}

fn gemba(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("gemba").expect("the program is built");
    command.current_dir(folder.path()).args(arguments);
    command
}

/// Exit code, stdout and stderr.
fn outcome(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let output = gemba(folder, arguments).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("it prints text");
    (output.status.code().expect("it ends by itself"), text(output.stdout), text(output.stderr))
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("it prints JSON")
}

/// Names of all files below a folder, hidden ones too.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let entry = entry.expect("the folder can be read");
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.file_name().into_string().expect("names are text"));
        }
    }
    found.sort();
    found
}

#[test]
fn a_run_that_works_prints_figures_and_nothing_else() {
    let folder = folder();
    let (code, out, err) = outcome(&folder, &["run", "line.toml"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("line: 3 replications of 24 h"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colour in a pipe");
}

#[test]
fn mistakes_are_told_on_the_standard_error() {
    let folder = folder();
    let (code, out, err) = outcome(&folder, &["run", "wrong.toml"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("wrong.toml") && err.contains("40"), "{err}");
    let (code, out, err) = outcome(&folder, &["check", "wrong.toml"]);
    assert_eq!(code, 1);
    assert!(out.contains("mistake") && err.contains("error"), "{out}{err}");
    assert_eq!(outcome(&folder, &["check", "line.toml"]).0, 0);
}

#[test]
fn what_cannot_be_done_has_its_own_code() {
    let folder = folder();
    for wrong in [
        ["run", "absent.toml", "--quiet"].as_slice(),
        &["run"],
        &["dance"],
        &["run", "line.toml", "--replications", "0"],
        &["compare", "line.toml", "faster.toml", "--target", "on_time"],
        &["run", "line.toml", "--out", "line.toml"],
    ] {
        let (code, out, err) = outcome(&folder, wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}");
        assert!(!err.is_empty() && !err.contains("panicked"), "{wrong:?}: {err}");
    }
}

/// The answer of a check needs the whole text: without some file it cannot be given.
#[test]
fn a_file_that_cannot_be_read_is_no_answer_anywhere() {
    let folder = folder();
    fs::write(folder.path().join("orphan.toml"), "extends = \"absent.toml\"\n").unwrap();
    for wrong in [
        ["check", "absent.toml"].as_slice(),
        &["check", "."],
        &["check", "orphan.toml"],
        &["check", "absent.toml", "--show", "station.saw"],
        &["run", "orphan.toml"],
        &["compare", "line.toml", "absent.toml"],
    ] {
        let (code, out, err) = outcome(&folder, wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}");
        assert!(err.contains("E001"), "{wrong:?}: {err}");
    }
}

#[test]
fn json_is_data_and_the_same_for_any_number_of_threads() {
    let folder = folder();
    let (code, one, _) = outcome(&folder, &["run", "line.toml", "--json", "--threads", "1"]);
    assert_eq!(code, 0);
    assert_eq!(json(&one)["replications"], 3);
    let two = outcome(&folder, &["run", "line.toml", "--json", "--threads", "2"]).1;
    assert_eq!(one, two);
    let other = outcome(&folder, &["run", "line.toml", "--json", "--seed", "7"]).1;
    assert_ne!(one, other);
}

#[test]
fn a_target_that_is_reached_is_a_yes_and_one_that_is_missed_a_no() {
    let folder = folder();
    let ask = |target: &str| {
        outcome(&folder, &["compare", "line.toml", "faster.toml", "--target", target])
    };
    let (code, out, _) = ask("throughput >= 60 parts/h");
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("A faster drill reaches it"), "{out}");
    let (code, out, _) = ask("throughput >= 200 parts/h");
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("A faster drill misses it"), "{out}");
}

#[test]
fn a_target_for_what_no_plant_has_is_refused_before_anything_runs() {
    let folder = folder();
    let compare = ["compare", "line.toml", "faster.toml", "--target", "utilisation <= 90 %"];
    let (code, out, err) = outcome(&folder, &compare);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("no plant here has the figure `utilisation`"), "{err}");
    assert!(err.contains("a target can be set for throughput, parts_finished"), "{err}");
}

#[test]
fn scenarios_of_one_name_are_told_apart() {
    let folder = folder();
    let (_, out, _) = outcome(&folder, &["compare", "line.toml", "line.toml", "--json"]);
    let compared = json(&out);
    assert_ne!(compared["results"][0]["name"], compared["results"][1]["name"]);
}

#[test]
fn the_folder_holds_whole_files_and_no_leftovers() {
    let folder = folder();
    let (code, ..) = outcome(&folder, &["run", "line.toml", "--out", "a/b", "--no-plots"]);
    assert_eq!(code, 0);
    let expected =
        ["figures.csv", "report.html", "report.txt", "results.json", "series.csv", "states.csv"];
    assert_eq!(files(&folder.path().join("a/b")), expected);
    let written = fs::read_to_string(folder.path().join("a/b/results.json")).unwrap();
    assert_eq!(written, outcome(&folder, &["run", "line.toml", "--json"]).1);
}

#[test]
fn plots_are_written_beside_the_tables() {
    let folder = folder();
    let (code, ..) =
        outcome(&folder, &["compare", "line.toml", "faster.toml", "--out", "compared"]);
    assert_eq!(code, 0);
    let written = files(&folder.path().join("compared"));
    assert!(written.iter().any(|name| name == "compare_throughput.svg"), "{written:?}");
    assert!(written.iter().any(|name| name == "comparison.json"), "{written:?}");
    assert!(written.iter().all(|name| !name.starts_with('.')), "{written:?}");
}

/// A run, then a comparison, then a run without plots into one folder that holds a file of someone
/// else: at the end there is the last study and that file, nothing else.
#[test]
fn a_folder_holds_one_study_and_what_others_put_there() {
    let folder = folder();
    let out = folder.path().join("out");
    assert_eq!(outcome(&folder, &["run", "line.toml", "--out", "out"]).0, 0);
    for name in ["notes.txt", "plots/mine.svg"] {
        fs::write(out.join(name), "mine").unwrap();
    }
    let compare = ["compare", "line.toml", "faster.toml", "--out", "out"];
    assert_eq!(outcome(&folder, &compare).0, 0);
    let written = files(&out);
    let is_there = |name: &str| written.iter().any(|file| file == name);
    assert!(is_there("comparison.json") && is_there("compare_throughput.svg"), "{written:?}");
    assert!(!is_there("results.json") && !is_there("throughput.svg"), "{written:?}");
    assert_eq!(outcome(&folder, &["run", "line.toml", "--out", "out", "--no-plots"]).0, 0);
    let expected = [
        "figures.csv",
        "mine.svg",
        "notes.txt",
        "report.html",
        "report.txt",
        "results.json",
        "series.csv",
        "states.csv",
    ];
    assert_eq!(files(&out), expected);
}

/// Saw 40 s and drill 45 s: the saw comes first in every table, as it does on the floor.
#[test]
fn stations_are_listed_in_the_order_of_flow_in_every_table() {
    let folder = folder();
    let run = ["run", "line.toml", "--out", "out", "--no-plots"];
    let (_, report, _) = outcome(&folder, &run);
    let (_, check, _) = outcome(&folder, &["check", "line.toml"]);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let (figures, states) = (read("figures.csv"), read("states.csv"));
    let tables = [
        report.split_once("Stations").expect("a table of stations").1,
        check.split_once("Stations").expect("a table of stations").1,
        figures.split_once(",station,").expect("rows of stations").1,
        &states,
    ];
    for table in tables {
        let (saw, drill) = (table.find("saw"), table.find("drill"));
        assert!(saw.is_some() && saw < drill, "{table}");
    }
}

/// Ten parts of an hour each in one shift from six to two: Monday and two hours of Tuesday.
#[test]
fn a_check_tells_the_least_time_of_an_order_book() {
    let folder = folder();
    let book = "[run]\nlength = \"orders_done\"\n[plant]\nstart = 2026-03-02\n\
                calendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n\
                [line.main]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"1 h\"\n\
                [order.A]\nquantity = 10\n";
    fs::write(folder.path().join("book.toml"), book).unwrap();
    let (code, out, _) = outcome(&folder, &["check", "book.toml"]);
    assert_eq!(code, 0);
    let said = "The dated orders take about 32 h, until 2026-03-03 08:00 at best: so long `saw` is \
                busy with them.";
    assert!(out.replace('\n', " ").contains(said), "{out}");
    assert!(out.contains("h a machine") && out.contains("10.00"), "{out}");
}

/// Two orders of a saw that takes 40 s: both have a row of their own.
#[test]
fn dated_orders_are_told_in_a_table_of_their_own() {
    let folder = folder();
    let book = "extends = \"line.toml\"\n[plant]\nstart = 2026-03-02\n[order]\n\
                A1001 = { quantity = 2, due = 2026-03-02 }\nA1002 = { due = 2026-03-20 }\n";
    fs::write(folder.path().join("book.toml"), book).unwrap();
    let (code, report, _) = outcome(&folder, &["run", "book.toml", "--out", "out", "--no-plots"]);
    assert_eq!(code, 0);
    assert!(report.contains("A1001") && report.contains("2026-03-02 24:00"), "{report}");
    let table = fs::read_to_string(folder.path().join("out/orders.csv")).unwrap();
    let starts = ["scenario,order,product", "book,A1001,main,2,", "book,A1002,main,1,"];
    assert_eq!(table.lines().count(), starts.len());
    for (line, start) in table.lines().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
    let (_, out, _) = outcome(&folder, &["run", "book.toml", "--json"]);
    let results = json(&out);
    assert_eq!(results["start"], "2026-03-02");
    assert_eq!(results["orders"][1]["due"]["value"], 19.0 * 1440.0);
    let figures = results["figures"].as_array().expect("a list");
    let of_orders = figures.iter().filter(|figure| figure["kind"] == "order").count();
    // Finish, on time, tardiness and open at the end of each.
    assert_eq!(of_orders, 8);
}

#[test]
fn schemas_and_completions_are_printed() {
    let folder = folder();
    for of in ["scenario", "patch", "results"] {
        let (code, out, _) = outcome(&folder, &["schema", of]);
        assert_eq!(code, 0);
        assert_eq!(json(&out)["$schema"], "http://json-schema.org/draft-07/schema#", "{of}");
    }
    let (code, out, _) = outcome(&folder, &["completions", "bash"]);
    assert!(code == 0 && out.contains("compare"));
}

#[test]
fn a_thing_is_shown_with_the_places_of_its_values() {
    let folder = folder();
    let (code, out, _) = outcome(&folder, &["check", "faster.toml", "--show", "station.drill"]);
    assert_eq!(code, 0);
    assert!(out.contains("faster.toml:5") && out.contains("line.toml:13"), "{out}");
    let (code, out, err) = outcome(&folder, &["check", "line.toml", "--show", "station.dril"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("drill"), "{err}");
    let (code, out, err) = outcome(&folder, &["check", "line.toml", "--show", "drill"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("hint: did you mean `station.drill`?"), "{err}");
    let (_, help, _) = outcome(&folder, &["check", "--help"]);
    assert!(help.contains("1 mistakes were found"), "{help}");
}

#[test]
fn figures_over_different_stretches_of_time_are_not_compared() {
    let folder = folder();
    let longer = "extends = \"line.toml\"\n[run]\nlength = \"2 days\"\n";
    fs::write(folder.path().join("longer.toml"), longer).expect("the folder takes files");
    let (code, out, err) = outcome(&folder, &["compare", "line.toml", "longer.toml", "--quiet"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("watched for another time"), "{err}");
}

/// Waits until a study has kept something in its folder; `false` if it has ended before.
fn has_kept(study: &mut Child, folder: &Path) -> bool {
    while study.try_wait().expect("it can be asked").is_none() {
        if folder.join("unfinished-study").exists() {
            return true;
        }
        thread::sleep(Duration::from_millis(2));
    }
    false
}

/// Starts a study of many replications that is kept as often as can be.
fn long_study(folder: &TempDir, command: &[&str]) -> Child {
    let more = ["--replications", "1500", "--keep-every", "0", "--no-plots", "--out", "out"];
    let mut study = std::process::Command::new(env!("CARGO_BIN_EXE_gemba"));
    study.current_dir(folder.path()).args(command).args(more);
    study.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
}

/// The same study in one go, in another folder: every file with its bytes.
fn in_one_go(folder: &TempDir, command: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let more = ["--replications", "1500", "--no-plots", "--out", "straight"];
    assert_eq!(outcome(folder, &[command, &more].concat()).0, 0);
    contents(&folder.path().join("straight"))
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = files(folder).into_iter();
    names.map(|name| (name.clone(), fs::read(folder.join(&name)).expect("a file"))).collect()
}

#[test]
fn a_study_that_was_killed_goes_on_where_it_was() {
    for command in [["run", "line.toml"].as_slice(), &["compare", "line.toml", "faster.toml"]] {
        let folder = folder();
        let out = folder.path().join("out");
        let mut study = long_study(&folder, command);
        assert!(has_kept(&mut study, &out), "it was killed in the middle");
        study.kill().expect("it is killed");
        study.wait().expect("it is dead");
        assert!(!out.join("figures.csv").exists(), "no results yet");
        let more = ["--replications", "1500", "--no-plots", "--out", "out"];
        let (code, _, err) = outcome(&folder, &[command, &more].concat());
        assert!(code == 0 && err.contains("going on after"), "{err}");
        assert!(contents(&out) == in_one_go(&folder, command), "{command:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_study_that_was_stopped_leaves_whole_results_and_goes_on_later() {
    let folder = folder();
    let out = folder.path().join("out");
    let command = ["run", "line.toml"];
    let mut study = long_study(&folder, &command);
    assert!(has_kept(&mut study, &out), "it was stopped in the middle");
    let id = study.id().to_string();
    Command::new("kill").args(["-INT", &id]).assert().success();
    assert_eq!(study.wait().expect("it ends").code(), Some(2));
    let stopped = json(&fs::read_to_string(out.join("results.json")).expect("results"));
    assert_eq!(stopped["stopped"], "by_user");
    assert!(files(&out).iter().all(|name| !name.starts_with('.')), "no half-written file");
    let more = ["--replications", "1500", "--no-plots", "--out", "out"];
    let (code, _, err) = outcome(&folder, &[&command, more.as_slice()].concat());
    assert!(code == 0 && err.contains("going on after"), "{err}");
    assert!(contents(&out) == in_one_go(&folder, &command));
}

#[test]
fn what_cannot_be_gone_on_with_is_told_and_left_alone() {
    let folder = folder();
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("a folder");
    fs::write(out.join("unfinished-study"), "gemba unfinished nonsense").expect("a file");
    let (code, _, err) = outcome(&folder, &["run", "line.toml", "--out", "out"]);
    assert!(code == 0 && err.contains("is not used: it is damaged"), "{err}");
    assert!(!out.join("unfinished-study").exists(), "nothing is unfinished any more");
}

/// Whichever of text and files cannot be written, the other is, and the answer is that it could not.
#[test]
fn an_answer_that_cannot_be_written_is_not_lost() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("taken/results.json")).expect("a folder");
    let (code, out, err) = outcome(&folder, &["run", "line.toml", "--out", "taken"]);
    assert!(code == 2 && out.starts_with("line: 3 replications"), "{out}");
    assert!(err.contains("cannot remove `taken/results.json`"), "{err}");
    assert!(files(&folder.path().join("taken")).iter().all(|name| !name.starts_with('.')));
    if let Ok(full) = fs::File::options().write(true).open("/dev/full") {
        let mut study = std::process::Command::new(env!("CARGO_BIN_EXE_gemba"));
        study.current_dir(folder.path()).args(["run", "line.toml", "--out", "whole results"]);
        let output = study.stdout(full).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2));
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(err.contains("cannot print the answer"), "{err}");
        assert!(folder.path().join("whole results/results.json").is_file());
    }
}

/// A reader that has seen enough is no mistake.
#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_mistake() {
    let folder = folder();
    let mut study = std::process::Command::new(env!("CARGO_BIN_EXE_gemba"));
    study.current_dir(folder.path()).args(["run", "line.toml", "--json"]);
    let mut study = study.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(study.stdout.take());
    let output = study.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), [].as_slice()));
}
