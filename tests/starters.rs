//! The scenarios that `gemba new` writes are right, say nothing odd, and run.

#![expect(clippy::disallowed_methods, reason = "the test looks at what is written")]

use std::process::Command;

use tempfile::tempdir;

fn gemba(arguments: &[&str], folder: &std::path::Path) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gemba"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("it can be started");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn every_starter_is_right_without_a_warning_and_runs() {
    for kind in ["line", "job-shop", "cell", "assembly", "sheets"] {
        let folder = tempdir().expect("there is room");
        let file = format!("my {kind}.toml");
        let (code, told, _) = gemba(&["new", kind, &file], folder.path());
        assert_eq!(code, Some(0));
        assert!(told.contains(&format!("gemba check {file}")), "{told}");
        let (code, told, complaints) = gemba(&["check", &file], folder.path());
        assert_eq!(code, Some(0), "{told}{complaints}");
        assert!(told.contains(": no mistakes; "), "{told}");
        assert!(!format!("{told}{complaints}").contains("warning["), "{told}{complaints}");
        let (code, told, complaints) = gemba(&["run", &file, "--replications", "2"], folder.path());
        assert_eq!(code, Some(0), "{told}{complaints}");
        let (_, printed, _) = gemba(&["new", kind], folder.path());
        assert!(printed.starts_with("# ") && printed.contains("[plant]"));
    }
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let folder = tempdir().expect("there is room");
    assert_eq!(gemba(&["new", "line", "plant.toml"], folder.path()).0, Some(0));
    let (code, _, complaints) = gemba(&["new", "cell", "plant.toml"], folder.path());
    assert_eq!(code, Some(2));
    assert!(complaints.contains("`plant.toml` is there already"), "{complaints}");
    let (_, told, _) = gemba(&["check", "plant.toml"], folder.path());
    assert!(told.starts_with("Gear housings"), "{told}");
    let (code, _, complaints) = gemba(&["new", "line", "no/such/plant.toml"], folder.path());
    assert_eq!(code, Some(2));
    assert!(complaints.contains("no/such/plant.toml"), "{complaints}");
}

#[test]
fn of_a_starter_with_sheets_all_files_are_written_or_none() {
    let folder = tempdir().expect("there is room");
    let orders = folder.path().join("orders.csv");
    std::fs::write(&orders, "mine").expect("it can be written");
    let (code, _, complaints) = gemba(&["new", "sheets", "plant.toml"], folder.path());
    assert_eq!(code, Some(2));
    assert!(complaints.contains("`orders.csv` is there already"), "{complaints}");
    let left = std::fs::read_dir(folder.path()).expect("it is there").count();
    assert_eq!(left, 1);
    assert_eq!(std::fs::read_to_string(&orders).expect("it is there"), "mine");
    std::fs::create_dir(folder.path().join("works")).expect("there is room");
    let (code, told, _) = gemba(&["new", "sheets", "works/plant.toml"], folder.path());
    assert_eq!(code, Some(0));
    assert!(told.contains("works/stations.csv, works/routing.csv, works/orders.csv"), "{told}");
    assert_eq!(gemba(&["check", "works/plant.toml"], folder.path()).0, Some(0));
}
