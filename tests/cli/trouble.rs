//! What happens when the outside does not play along: full disks, folders that are none, readers
//! that go away, impatient users. Results are whole or absent, and the exit code tells which.

use std::io;
use std::process::Output;

use super::*;

/// A shell command, in which `$GEMBA` is the program.
#[cfg(unix)]
fn shell(folder: &TempDir, command: &str) -> Output {
    let mut shell = std::process::Command::new("sh");
    shell.current_dir(folder.path()).env("GEMBA", env!("CARGO_BIN_EXE_gemba"));
    shell.args(["-c", command]).output().expect("there is a shell")
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A program that never had a standard output, or whose reader goes away, answers by its exit code;
/// files are written all the same.
#[cfg(unix)]
#[test]
fn without_a_reader_the_exit_code_is_the_answer() {
    let folder = folder();
    for closed in [">&-", "2>&- >&-"] {
        let command = format!("\"$GEMBA\" run line.toml --quiet --out out {closed}");
        assert_eq!(told(&shell(&folder, &command)), (Some(0), String::new(), String::new()));
        assert!(folder.path().join("out/results.json").is_file());
        let command = format!("\"$GEMBA\" check wrong.toml {closed}");
        assert_eq!(shell(&folder, &command).status.code(), Some(1));
    }
    let missed = "{ \"$GEMBA\" compare line.toml faster.toml --quiet --json \
                  --target 'throughput >= 200 parts/h'; echo $? >code; } | head -n 1";
    assert_eq!(told(&shell(&folder, missed)).1, "{\n");
    assert_eq!(fs::read_to_string(folder.path().join("code")).unwrap(), "1\n");
}

/// What cannot be printed is not done, whatever it is.
#[test]
fn what_cannot_be_printed_is_told() {
    let folder = folder();
    if !Path::new("/dev/full").exists() {
        println!("skipped: there is no /dev/full");
        return;
    }
    for command in [
        ["--help"].as_slice(),
        &["--version"],
        &["run", "--help"],
        &["schema"],
        &["completions", "bash"],
        &["man", "run"],
        &["explain", "E012"],
        &["check", "line.toml"],
        &["run", "line.toml", "--json"],
        &["compare", "line.toml", "faster.toml", "--json"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").expect("it opens");
        let mut gemba = std::process::Command::new(env!("CARGO_BIN_EXE_gemba"));
        let output = gemba.current_dir(folder.path()).args(command).stdout(full).output();
        let (code, _, err) = told(&output.expect("it runs"));
        assert_eq!(code, Some(2), "{command:?}");
        assert!(err.contains("error: cannot print the answer: "), "{command:?}: {err}");
    }
}

/// Files may have so many blocks at most (of 512 or 1024 bytes, as the shell likes), like on a disk
/// that is nearly full: the results of the study before stay as they are, all of them.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_results_that_were_there() {
    let folder = folder();
    let out = folder.path().join("out");
    assert_eq!(outcome(&folder, &["run", "line.toml", "--out", "out", "--no-plots"]).0, 0);
    let before = contents(&out);
    let command = "trap '' XFSZ; ulimit -f 8; \
                   \"$GEMBA\" compare line.toml faster.toml --quiet --out out";
    let (code, printed, err) = told(&shell(&folder, command));
    assert_eq!(code, Some(2), "{err}");
    assert!(printed.contains("A faster drill"), "the answer is printed: {printed}");
    assert!(err.starts_with("error: cannot write `out/comparison.json`: "), "{err}");
    assert!(contents(&out) == before);
}

/// The tables are small enough, the page is not: nothing is there, not even what was whole.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_in_the_middle_takes_nothing() {
    let folder = folder();
    let command = "trap '' XFSZ; ulimit -f 56; \"$GEMBA\" run line.toml --quiet --out out";
    let (code, _, err) = told(&shell(&folder, command));
    assert!(code == Some(2) && err.contains("error: cannot write `out/report.html`"), "{err}");
    assert!(files(&folder.path().join("out")).is_empty());
}

/// The folder is removed while a study runs: it is made again, with the results in it.
#[test]
fn a_folder_that_was_removed_during_the_study_is_made_again() {
    let folder = folder();
    let out = folder.path().join("out");
    let mut study = long_study(&folder, &["run", "line.toml"]);
    assert!(has_kept(&mut study, &out), "it was removed in the middle");
    remove_while_written(&out);
    assert_eq!(study.wait().expect("it ends").code(), Some(0));
    assert!(contents(&out) == in_one_go(&folder, &["run", "line.toml"]));
}

/// Removes a folder into which somebody else writes.
fn remove_while_written(folder: &Path) {
    while let Err(problem) = fs::remove_dir_all(folder) {
        assert_eq!(problem.kind(), io::ErrorKind::DirectoryNotEmpty, "{problem}");
    }
}

#[test]
fn a_folder_that_is_none_is_told_before_the_study() {
    let folder = folder();
    let ask = |out: &str| {
        let (code, printed, err) = outcome(&folder, &["run", "line.toml", "--quiet", "--out", out]);
        assert_eq!((code, printed.as_str()), (2, ""));
        err
    };
    let said = "error: cannot write to `line.toml`: it is a file, not a folder\n";
    assert_eq!(ask("line.toml"), said);
    let said = "error: cannot write to `line.toml/a/b`: `line.toml` is a file, not a folder\n";
    assert_eq!(ask("line.toml/a/b"), said);
    fs::create_dir(folder.path().join("out")).unwrap();
    fs::write(folder.path().join("out/plots"), "").unwrap();
    assert_eq!(ask("out"), "error: cannot write to `out/plots`: it is a file, not a folder\n");
}

#[cfg(unix)]
#[test]
fn a_folder_that_takes_no_files_is_told_before_the_study() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(out.join("trial"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    for place in ["out", "out/inner"] {
        let (code, printed, err) = outcome(&folder, &["run", "line.toml", "--out", place]);
        assert_eq!((code, printed.as_str()), (2, ""));
        assert!(err.contains(&format!("error: cannot write to `{place}`: ")), "{err}");
    }
}

#[test]
fn folders_and_files_have_names_in_any_script() {
    let folder = folder();
    for name in ["Ergebnisse im März", "結果/line 1"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
        let scenario = format!("{name}/Säge.toml");
        fs::write(folder.path().join(&scenario), LINE).unwrap();
        let (code, printed, err) = outcome(&folder, &["run", &scenario, "--quiet", "--out", name]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(printed.starts_with("Säge: 3 replications"), "{printed}");
        assert!(folder.path().join(name).join("results.json").is_file());
    }
}

/// What a killed study was just writing goes with the next one, even if that keeps nothing.
#[test]
fn what_a_killed_study_left_half_written_goes() {
    let folder = folder();
    let out = folder.path().join("out");
    fs::create_dir_all(out.join("plots")).unwrap();
    let half =
        [".unfinished-study.unfinished", ".results.json.unfinished", "plots/.wip.svg.unfinished"];
    for name in half {
        fs::write(out.join(name), "half").unwrap();
    }
    fs::write(out.join(".mine.unfinished"), "whole").unwrap();
    assert_eq!(outcome(&folder, &["run", "line.toml", "--out", "out", "--no-plots"]).0, 0);
    let mut hidden = files(&out);
    hidden.retain(|name| name.starts_with('.'));
    assert_eq!(hidden, [".mine.unfinished"]);
}

/// The second Ctrl-C does not wait for anything, and leaves nothing half-written.
#[cfg(unix)]
#[test]
fn a_second_interrupt_ends_at_once() {
    let folder = folder();
    let out = folder.path().join("out");
    let mut study = long_study(&folder, &["compare", "line.toml", "faster.toml"]);
    assert!(has_kept(&mut study, &out), "it was stopped in the middle");
    let id = study.id().to_string();
    for _ in 0..2 {
        // It may have ended at the first one.
        let _ = std::process::Command::new("kill").args(["-INT", &id]).status();
    }
    assert_eq!(study.wait().expect("it ends").code(), Some(2));
    let left = files(&out);
    assert!(left.iter().all(|name| !name.starts_with('.')), "{left:?}");
    let results = ["comparison.json", "report.txt", "figures.csv", "states.csv", "series.csv"];
    let there = results.iter().filter(|name| left.iter().any(|file| file == *name)).count();
    assert!(there == 0 || there == results.len(), "all or nothing: {left:?}");
}

/// Another build wrote it: the same study, to the last bit, but not of this engine.
#[test]
fn what_another_build_has_left_is_not_gone_on_with() {
    let folder = folder();
    let out = folder.path().join("out");
    let command = ["run", "line.toml"];
    let mut study = long_study(&folder, &command);
    assert!(has_kept(&mut study, &out), "it was stopped in the middle");
    study.kill().expect("it is killed");
    study.wait().expect("it is dead");
    let mut kept = fs::read(out.join("unfinished-study")).unwrap();
    // Behind the mark of 16 bytes comes the engine, at the end the checksum over all before it.
    kept[16] ^= 1;
    let body = kept.len() - 8;
    let sum = checksum(&kept[..body]);
    kept[body..].copy_from_slice(&sum);
    fs::write(out.join("unfinished-study"), kept).unwrap();
    let more = ["--replications", "1500", "--no-plots", "--out", "out"];
    let (code, _, err) = outcome(&folder, &[&command, more.as_slice()].concat());
    assert_eq!(code, 0);
    let said = "is not used: another version or build of gemba has written it";
    assert!(err.contains(said) && !err.contains("going on"), "{err}");
    assert!(contents(&out) == in_one_go(&folder, &command));
}

/// The checksum of an unfinished study: SipHash-1-3 over the length and the bytes.
fn checksum(bytes: &[u8]) -> [u8; 8] {
    use siphasher::sip128::{Hasher128 as _, SipHasher13};
    use std::hash::Hasher as _;
    let mut hasher = SipHasher13::new();
    hasher.write(&(bytes.len() as u64).to_le_bytes());
    hasher.write(bytes);
    hasher.finish128().h1.to_le_bytes()
}
