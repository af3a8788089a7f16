//! Imports go downward only: a module of a floor never names one of a floor above.

#![expect(clippy::disallowed_methods, reason = "the test reads the sources")]

use std::fs;
use std::path::{Path, PathBuf};

/// The floors from the ground up; modules of one floor do not know each other, except where the
/// second list says so.
const FLOORS: &[&[&str]] = &[
    &["units", "ids", "diagnostic"],
    &["event_list", "random", "statistics"],
    &["scenario"],
    &["model"],
    &["observe"],
    &["plant"],
    &["study"],
    &["report"],
    &["main", "cli"],
];

/// Neighbours on one floor that may name each other: (who, whom).
const NEIGHBOURS: &[(&str, &str)] = &[("diagnostic", "units"), ("main", "cli"), ("cli", "main")];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Modules that a line of code names, as `crate::x` or `gemba::x`.
fn named(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    let mut found = Vec::new();
    for root in ["crate::", "gemba::"] {
        for (at, _) in code.match_indices(root) {
            let rest = &code[at + root.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(&rest[..end]);
        }
    }
    found
}

#[test]
fn imports_go_downward_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 30, "the sources were found");
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&root).expect("inside the sources");
        let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
        let module = first.trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        let Some(own) = floor(&module) else {
            wrong.push(format!("{}: `{module}` stands on no floor", inside.display()));
            continue;
        };
        let text = fs::read_to_string(&file).expect("a source is text");
        for (number, line) in text.lines().enumerate() {
            for other in named(line) {
                let Some(floor) = floor(other) else { continue };
                let neighbour = NEIGHBOURS.contains(&(module.as_str(), other));
                if other != module && floor >= own && !neighbour {
                    wrong.push(format!("{}:{}: names `{other}`", inside.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports that go up:\n{}", wrong.join("\n"));
}
