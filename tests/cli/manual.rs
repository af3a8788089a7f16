//! The manual and the explanations of codes.

use super::{folder, outcome};

#[test]
fn every_command_has_a_page_of_the_manual() {
    let folder = folder();
    let (code, page, err) = outcome(&folder, &["man"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(page.starts_with(".ie"), "{page}");
    // The page of gemba names those of its commands, as `gemba\-run(1)`.
    let named = page.split(".TP\ngemba\\-").skip(1);
    let commands: Vec<&str> = named.filter_map(|line| line.split('(').next()).collect();
    assert!(commands.contains(&"run") && commands.contains(&"explain"), "{commands:?}");
    // The page of clap's own `help` has no options.
    for command in commands.into_iter().filter(|command| *command != "help") {
        let (code, page, err) = outcome(&folder, &["man", command]);
        assert_eq!((code, err.as_str()), (0, ""), "{command}");
        for section in [".TH gemba", ".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS"] {
            assert!(page.contains(section), "{command}: no {section} in {page}");
        }
    }
    let (code, out, err) = outcome(&folder, &["man", "rnu"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.ends_with("hint: did you mean `run`?\n"), "{err}");
}

#[test]
fn a_code_is_explained_and_one_that_is_none_is_guessed() {
    let folder = folder();
    let (code, out, _) = outcome(&folder, &["explain", "e013"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("E013: A number without its unit\n"), "{out}");
    let (code, out, _) = outcome(&folder, &["explain"]);
    assert_eq!(code, 0);
    assert!(out.lines().any(|line| line == "E013  A number without its unit"), "{out}");
    let (code, out, err) = outcome(&folder, &["explain", "E13"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("no complaint has the code `E13`"), "{err}");
    assert!(err.contains("did you mean `E013`?"), "{err}");
    assert_eq!(outcome(&folder, &["explain", ""]).0, 1);
}

#[test]
fn mistakes_point_to_the_explanation_of_the_first_in_one_line() {
    let folder = folder();
    let (_, _, err) = outcome(&folder, &["check", "wrong.toml"]);
    assert_eq!(err.matches("gemba explain").count(), 1, "{err}");
    assert!(err.contains("\nmore about a code: gemba explain E100\n"), "{err}");
    let (_, _, err) = outcome(&folder, &["check", "line.toml"]);
    assert!(!err.contains("gemba explain"), "notes alone point nowhere: {err}");
}
