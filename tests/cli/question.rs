//! What is asked: arguments that make no sense, and questions that have no answer.

use super::*;

/// Every number that is none says which are right.
#[test]
fn numbers_out_of_bounds_say_which_are_right() {
    let folder = folder();
    let seeds = "it is a whole number from 0 to 18446744073709551615";
    let many = "it is a whole number from 1 to 1000000";
    for (arguments, said) in [
        (["--seed", "-1"].as_slice(), seeds),
        (&["--seed=-1"], seeds),
        (&["--seed", "18446744073709551616"], seeds),
        (&["--seed", "1.5"], seeds),
        (&["--replications", "0"], many),
        (&["--replications", "-3"], many),
        (&["--replications", "1000000000"], many),
        (&["--replications", "many"], many),
        (&["--threads", "1025"], "it is a whole number from 0 to 1024"),
    ] {
        let command = [["run", "line.toml"].as_slice(), arguments].concat();
        let (code, out, err) = outcome(&folder, &command);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.starts_with("error: invalid value") && err.contains(said), "{err}");
    }
    let (code, _, err) = outcome(&folder, &["run", "line.toml", "--seed", "--quiet"]);
    assert!(code == 2 && err.contains("a value is required"), "{err}");
}

#[test]
fn the_bounds_themselves_are_right() {
    let folder = folder();
    for arguments in [
        ["--seed", "18446744073709551615"],
        ["--seed", "0"],
        ["--threads", "0"],
        ["--replications", "1"],
    ] {
        let run = ["run", "line.toml", "--quiet", "--json"];
        let (code, out, err) = outcome(&folder, &[run.as_slice(), &arguments].concat());
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        if arguments[0] == "--seed" {
            assert_eq!(json(&out)["seed"].to_string(), arguments[1]);
        }
    }
}

#[test]
fn a_folder_is_no_scenario_and_is_named() {
    let folder = folder();
    fs::create_dir(folder.path().join("plants")).unwrap();
    for place in [".", "..", "/", "plants"] {
        for command in
            [["run", place].as_slice(), &["check", place], &["compare", "line.toml", place]]
        {
            let (code, out, err) = outcome(&folder, command);
            assert_eq!((code, out.as_str()), (2, ""), "{command:?}");
            assert!(err.contains(&format!("`{place}` is a directory, not a file")), "{err}");
        }
    }
}

/// A target that none of the plants can have is a mistake, told before the study; one that some of
/// them has is a question.
#[test]
fn a_target_that_no_plant_can_have_is_told_at_once() {
    let folder = folder();
    let ask = |variant: &str| {
        let target = ["--target", "on_time >= 80 %", "--quiet", "--out", "out"];
        outcome(&folder, &[["compare", "line.toml", variant].as_slice(), &target].concat())
    };
    let (code, out, err) = ask("faster.toml");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("error: no plant here has the figure `on_time`"), "{err}");
    assert!(!folder.path().join("out").exists(), "nothing was begun");
    let promised = "extends = \"line.toml\"\nname = \"Promised\"\n[demand.all]\n\
                    every = \"1 min\"\ndue_in = \"1 h\"\n";
    fs::write(folder.path().join("promised.toml"), promised).unwrap();
    let (code, out, err) = ask("promised.toml");
    assert!(code != 2 && out.contains("line has no such figure"), "{out}{err}");
}

/// The same file twice, and a patch that changes only how the plant is watched.
#[test]
fn scenarios_that_are_the_same_plant_are_warned_of() {
    let folder = folder();
    let patch = "extends = \"line.toml\"\nname = \"Nothing\"\n[run]\nseed = 7\n";
    fs::write(folder.path().join("nothing.toml"), patch).unwrap();
    for (files, said) in [
        (["line.toml", "line.toml"], "`line (2)` is the same plant as `line (1)`"),
        (["line.toml", "nothing.toml"], "`Nothing` is the same plant as `line`"),
        (["faster.toml", "faster.toml"], "`A faster drill (faster) (2)` is the same plant"),
    ] {
        let command = [["compare"].as_slice(), &files].concat();
        let (code, out, err) = outcome(&folder, &command);
        assert_eq!(code, 0);
        assert!(err.starts_with("warning: ") && err.contains(said), "{err}");
        let quiet = outcome(&folder, &[&command, ["--quiet"].as_slice()].concat());
        assert_eq!((quiet.1, quiet.2), (out, String::new()));
    }
    assert_eq!(outcome(&folder, &["compare", "line.toml", "faster.toml"]).2, "");
}

/// A part every half minute is 200 % of a saw of 1 min, also where a patch says nothing of it; two saws do it.
#[test]
fn what_is_wrong_with_several_scenarios_is_told_once_and_of_which() {
    let folder = folder();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let busy = "[run]\nlength = \"1 day\"\n[line.main]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"1 min\"\n\
                [demand.all]\nevery = \"30 s\"\n";
    write("busy.toml", busy);
    write("named.toml", "extends = \"busy.toml\"\nname = \"As busy\"\n[run]\nseed = 7\n");
    write("calm.toml", "extends = \"busy.toml\"\nname = \"Calm\"\n[station.saw]\nmachines = 2\n");
    let compare = |files: &[&str]| outcome(&folder, &[["compare"].as_slice(), files].concat()).2;
    let said = compare(&["busy.toml", "named.toml", "calm.toml"]);
    assert!(said.starts_with("In `busy`, `As busy`:\nwarning[W101]: the station `saw`"), "{said}");
    assert_eq!(said.matches("W101").count(), 1, "{said}");
    let said = compare(&["busy.toml", "named.toml"]);
    assert!(said.starts_with("In all scenarios:\nwarning[W101]: the station `saw`"), "{said}");
}

/// Two drills reach the target, two drills and two saws as well: the first is the smaller one, in
/// words and in the file.
#[test]
fn the_smallest_that_reaches_a_target_is_told_in_the_file_too() {
    let folder = folder();
    let two = "extends = \"line.toml\"\nname = \"Two drills\"\n[station.drill]\nmachines = 2\n";
    let four = "extends = \"two.toml\"\nname = \"Two of each\"\n[station.saw]\nmachines = 2\n";
    fs::write(folder.path().join("two.toml"), two).unwrap();
    fs::write(folder.path().join("four.toml"), four).unwrap();
    let files = ["compare", "line.toml", "four.toml", "two.toml", "faster.toml"];
    let ask = |target: &str| {
        let target = ["--target", target, "--json", "--quiet", "--replications", "5"];
        let (_, out, _) = outcome(&folder, &[files.as_slice(), &target].concat());
        json(&out)["target"].clone()
    };
    let small = |name: &str, position: u64, changes: &[&str]| serde_json::json!({ "scenario": name, "position": position, "changes": changes });
    // A drill of 45 s makes 80 parts an hour, the saw 90.
    let smallest = [
        small("Two drills", 2, &["machines at drill 1 → 2"]),
        small("A faster drill", 3, &["another `station.drill.cycle`"]),
    ];
    let found = ask("throughput >= 85 parts/h");
    assert_eq!(found["smallest"], serde_json::json!(smallest), "{found}");
    assert_eq!(ask("throughput >= 200 parts/h")["smallest"], serde_json::json!([]));
    let base = serde_json::json!([small("line", 0, &[])]);
    assert_eq!(ask("throughput >= 60 parts/h")["smallest"], base);
}

/// Eight weeks of a plant that works on weekdays are too few to find a warm-up in.
#[test]
fn a_warm_up_that_cannot_be_found_says_what_would_help() {
    let folder = folder();
    let week = "[plant]\ncalendar = \"day\"\n[calendar.day]\nmon-fri = \"06:00-14:00\"\n";
    let run = "[run]\nlength = \"8 weeks\"\nwarm_up = \"auto\"\n";
    let text = LINE.replace("[run]\nlength = \"1 day\"", run) + week;
    fs::write(folder.path().join("auto.toml"), text).expect("the folder takes files");
    let needed = "no warm-up can be found in 8 weeks: the hours repeat after 1 week, and that has \
                  to be seen 20 times\nhint: write `length = \"20 weeks\"`";
    let (code, out, err) = outcome(&folder, &["run", "auto.toml", "--out", "out"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains(needed), "{err}");
    assert_eq!(files(&folder.path().join("out")), Vec::<String>::new());
    fs::write(folder.path().join("other.toml"), "extends = \"auto.toml\"\nname = \"Other\"\n")
        .expect("the folder takes files");
    let (code, out, err) = outcome(&folder, &["compare", "auto.toml", "other.toml"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("`auto`: no warm-up") && err.contains("`Other`: no warm-up"), "{err}");
}
