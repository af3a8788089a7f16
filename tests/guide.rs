//! The guide shows what comes out: its files are right, its commands print what stands below them.
//!
//! Files that a chapter shows begin with their name in a comment and are there for all later chapters
//! of its folder; sheets have their name in a comment above, `<!-- file: orders.csv -->`. A comment `<!-- shown: 1-4, 9 -->` above a block of commands says which lines of the
//! output are shown; without it all are. `REWRITE_MESSAGES=1 cargo test --test guide` writes the
//! outputs afresh: read them, and the sentences about them, before you keep them.

#![expect(clippy::disallowed_methods, reason = "the test reads and rewrites the guide")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/src")
}

/// Targets of the links in a text.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.map(|target| target.split('#').next().unwrap_or_default()).collect()
}

/// The chapters in their order.
fn chapters() -> Vec<String> {
    let summary = fs::read_to_string(root().join("SUMMARY.md")).expect("there is a summary");
    links(&summary).into_iter().map(str::to_owned).collect()
}

/// What a command of the guide prints, complaints first, as a reader sees it.
fn printed(folder: &Path, command: &str) -> String {
    let words = command.strip_prefix("$ gemba ").expect("a command of gemba");
    let run = Command::cargo_bin("gemba")
        .expect("the binary is built")
        .current_dir(folder)
        .args(words.split_whitespace())
        .output()
        .expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (text(run.stderr) + &text(run.stdout)).trim_end().to_owned()
}

/// The lines of `printed` that `shown` names, such as `1-4, 9`, with `…` where some are left out.
fn excerpt(printed: &str, shown: Option<&str>) -> String {
    let Some(shown) = shown else { return printed.to_owned() };
    let lines: Vec<&str> = printed.lines().collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut next = 1;
    for range in shown.split(", ") {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let number = |text: &str| text.parse::<usize>().expect("the number of a line");
        let (first, last) = (number(first), number(last));
        if first > next {
            kept.push("…");
        }
        assert!(last <= lines.len(), "line {last} of {} in:\n{printed}", lines.len());
        kept.extend(&lines[first - 1..last]);
        next = last + 1;
    }
    if next <= lines.len() {
        kept.push("…");
    }
    kept.join("\n")
}

/// Follows a chapter in `folder`; its text with the outputs as they are.
fn followed(text: &str, folder: &Path) -> String {
    let mut fresh = String::new();
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once("\n```") {
        let (language, block) = opened.split_once('\n').expect("a block has lines");
        let (block, after) = block.split_once("\n```").expect("a block ends");
        fresh.extend([before, "\n```", language, "\n"]);
        match language {
            "toml" => {
                let name = block.lines().next().and_then(|line| line.strip_prefix("# "));
                let name = name.expect("a file begins with its name");
                fs::write(folder.join(name), format!("{block}\n")).expect("the folder takes files");
                let check = printed(folder, &format!("$ gemba check {name}"));
                let is_right = check.contains(": no mistakes; ");
                assert!(is_right, "{name} is not right without a warning:\n{check}");
                fresh += block;
            }
            "csv" => {
                let name = before.lines().last().and_then(|line| line.strip_prefix("<!-- file: "));
                let name = name.and_then(|line| line.strip_suffix(" -->"));
                let name = name.expect("the name of a sheet stands above it");
                fs::write(folder.join(name), format!("{block}\n")).expect("the folder takes files");
                fresh += block;
            }
            "console" => {
                let command = block.lines().next().expect("a command");
                let shown =
                    before.lines().last().and_then(|line| line.strip_prefix("<!-- shown: "));
                let shown = shown.and_then(|line| line.strip_suffix(" -->"));
                let output = excerpt(&printed(folder, command), shown);
                fresh.extend([command, "\n", &output]);
            }
            other => panic!("no test for a block of `{other}`"),
        }
        fresh += "\n```";
        rest = after;
    }
    fresh + rest
}

#[test]
fn files_of_the_guide_are_right_and_commands_print_what_it_shows() {
    let mut folders: BTreeMap<PathBuf, TempDir> = BTreeMap::new();
    let mut stale = Vec::new();
    for chapter in chapters() {
        let path = root().join(&chapter);
        let text = fs::read_to_string(&path).expect("a chapter of the summary is there");
        let parent = path.parent().expect("a chapter is in a folder").to_owned();
        let folder = folders.entry(parent).or_insert_with(|| TempDir::new().expect("a folder"));
        let fresh = followed(&text, folder.path());
        if fresh != text {
            if std::env::var_os("REWRITE_MESSAGES").is_some() {
                fs::write(&path, &fresh).expect("the chapter can be written");
            } else {
                stale.push(format!("{chapter} should read:\n{fresh}"));
            }
        }
    }
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}

#[test]
fn links_of_the_guide_lead_somewhere() {
    for chapter in chapters() {
        let path = root().join(&chapter);
        let text = fs::read_to_string(&path).expect("a chapter of the summary is there");
        for target in links(&text).into_iter().filter(|target| !target.is_empty()) {
            let found = path.parent().expect("a folder").join(target);
            assert!(found.exists(), "{chapter}: {target}");
        }
    }
}
