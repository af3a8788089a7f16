//! What the README shows is what comes out.

#![expect(clippy::disallowed_methods, reason = "the test reads the README")]

use std::path::Path;

use assert_cmd::Command;
use gemba::model::compile;
use gemba::scenario::{Memory, read};

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path).expect("there is a README")
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let text = readme();
    let opening = format!("\n```{language}\n");
    let after = text.split(opening.as_str()).skip(1);
    after.filter_map(|rest| rest.split("\n```").next()).map(str::to_owned).collect()
}

#[test]
fn the_commands_print_what_the_readme_shows() {
    let shown = blocks("console");
    assert_eq!(shown.len(), 4, "a run and three comparisons");
    let folder = tempfile::tempdir().expect("a folder for results");
    for block in shown {
        let block = block.replace("\\\n", " ");
        let (command, output) = block.split_once('\n').expect("a command and what it prints");
        let command = command.replace("--out out", &format!("--out {}", folder.path().display()));
        let words = split(command.strip_prefix("$ gemba ").expect("a command of gemba"));
        let run = Command::cargo_bin("gemba")
            .expect("the binary is built")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(words.iter().flat_map(|word| expand(word)))
            .arg("--quiet")
            .output()
            .expect("it runs");
        let printed = String::from_utf8(run.stdout).expect("text");
        for line in output.lines().filter(|line| *line != "…") {
            assert!(printed.lines().any(|other| other == line), "`{line}` in:\n{printed}");
        }
    }
}

/// Words of a command line; double quotes hold spaces together.
fn split(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in command.split('"').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The files that a `*` in the last part of a path stands for, in order, as a shell gives them.
fn expand(word: &str) -> Vec<String> {
    let Some((folder, (start, end))) =
        word.rsplit_once('/').and_then(|(folder, name)| Some((folder, name.split_once('*')?)))
    else {
        return vec![word.to_owned()];
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let names = std::fs::read_dir(root).expect("a folder of the project").filter_map(|entry| {
        let name = entry.ok()?.file_name().into_string().ok()?;
        (name.starts_with(start) && name.ends_with(end)).then(|| format!("{folder}/{name}"))
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn the_plant_in_ten_lines_and_the_patch_are_right() {
    let toml = blocks("toml");
    assert_eq!(toml.len(), 4, "three patches and a plant");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a scenario");
    let files = Memory::default()
        .with("test-and-repair.toml", text("test-and-repair.toml"))
        .with("contract/contract.toml", text("contract/contract.toml"))
        .with("line-rearrangement.toml", text("line-rearrangement.toml"))
        .with("line-rearrangement/patch.toml", toml[0].as_str())
        .with("contract/patch.toml", toml[1].as_str())
        .with("peak-season.toml", text("peak-season.toml"))
        .with("peak-season/patch.toml", toml[2].as_str())
        .with("plant.toml", toml[3].as_str());
    let patches = ["line-rearrangement", "contract", "peak-season"];
    let patches = patches.map(|folder| format!("{folder}/patch.toml"));
    for name in patches.iter().map(String::as_str).chain(["plant.toml"]) {
        let mut reading = read(&files, name);
        let scenario = reading.scenario.as_ref();
        let model = scenario.and_then(|scenario| compile(scenario, &mut reading.diagnostics));
        assert!(model.is_some(), "{}", reading.diagnostics.plain(&reading.sources));
    }
}
