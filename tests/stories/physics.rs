//! Checks of figures: plants for which the laws of production are worked by hand.

use gemba::study::{Flow, NoFlow, Results, Settings, Standing};

use crate::shop::{run, saw};
use crate::support::model;

fn study(text: &str) -> Results {
    gemba::study::run(&model(text), &Settings::default(), &())
}

fn close(found: f64, right: f64) {
    assert!((found - right).abs() < 1e-9, "{found} is not {right}");
}

fn flow(results: &Results) -> &Flow {
    results.physics.flow.as_ref().expect("it is one flow")
}

/// Constant times: the saw holds a part (2 min of work, then it is blocked), one waits, one is in
/// the drill (4 min), and in the packing place is one for 3 of every 4 min: 3.75 in all. The drill
/// never waits, so the line is at the best case: 15 an hour.
#[test]
fn a_line_without_variation_is_at_the_best_case() {
    let text = r#"
[run]
warm_up = "1 h"
length = "10 h"
replications = 5
[line.main]
stations = ["saw", "drill", "pack"]
[station.saw]
cycle = "2 min"
[station.drill]
cycle = "4 min"
buffer = 1
[station.pack]
cycle = "3 min"
"#;
    let results = study(text);
    let flow = flow(&results);
    assert_eq!(flow.slowest, "drill");
    close(flow.inside, 3.75);
    close(flow.made, 15.0);
    close(flow.best(), 15.0);
    // Nine minutes of work: 2.25 parts would do; 15 · 3.75 / (2.25 + 3.75 - 1) and 60 / 9.
    close(flow.pace.critical(), 2.25);
    close(flow.practical_worst(), 11.25);
    close(flow.worst(), 60.0 / 9.0);
    assert_eq!(flow.standing(), Standing::Best);
    let bound = results.physics.capacity.expect("one flow, always open");
    // 3.75 parts may have passed the drill before.
    close(bound.most, 15.0 + 0.375);
    assert!(!bound.is_broken() && !results.physics.growth.expect("ten hours").is_growing());
}

/// Two machines of exponential times without room between them make 2/3 of what one makes alone
/// (`pub-2m-exp-b0` of the theory), with 5/3 parts inside: one on the first machine at all times, one
/// on the second for 2/3 of it. The practical worst case is (5/3) / (2 + 5/3 - 1) = 5/8.
#[test]
fn a_line_without_room_between_stands_between_the_cases() {
    let text = r#"
[run]
warm_up = "1 day"
length = "100 days"
replications = 10
[line.main]
stations = ["one", "two"]
[station.one]
cycle = { dist = "exponential", mean = "1 min" }
[station.two]
cycle = { dist = "exponential", mean = "1 min" }
buffer = 0
"#;
    let results = study(text);
    let flow = flow(&results);
    for (found, right) in [
        (flow.made, 40.0),
        (flow.inside, 5.0 / 3.0),
        (flow.practical_worst(), 37.5),
        (flow.best(), 50.0),
    ] {
        assert!((found / right - 1.0).abs() < 0.005, "{found} is not {right}");
    }
    assert_eq!(flow.standing(), Standing::Good);
}

/// Two machines that are down half of the time, for hours, with little room between them: each
/// waits for the other's repairs.
#[test]
fn long_breakdowns_are_worse_than_the_practical_worst_case() {
    let station = "cycle = \"1 min\"\nfailure.stop = { clock = \"operating\", every = { dist = \
                   \"exponential\", mean = \"4 h\" }, repair = { time = { dist = \"exponential\", \
                   mean = \"4 h\" } } }\n";
    let text = format!(
        "[run]\nwarm_up = \"10 days\"\nlength = \"200 days\"\nreplications = 10\n[line.main]\n\
         stations = [\"one\", \"two\"]\n[station.one]\n{station}[station.two]\n{station}buffer = 2\n"
    );
    let results = study(&text);
    let flow = flow(&results);
    close(flow.pace.rate, 30.0);
    assert_eq!(flow.standing(), Standing::Bad, "{flow:?}");
    // It makes less than the cycles of a machine that never fails allow.
    close(flow.pace.fastest, 60.0);
}

/// The saw is empty at night, so fewer parts are inside on average than while it works.
#[test]
fn a_plant_that_closes_has_no_place_among_the_curves() {
    let text = r#"
[plant]
calendar = "day"
[calendar.day]
mon-sun = "06:00-14:00"
[run]
warm_up = "1 day"
length = "5 days"
replications = 5
[line.main]
stations = ["saw"]
[station.saw]
cycle = "4 min"
"#;
    let results = study(text);
    assert_eq!(results.physics.flow, Err(NoFlow::Closes));
    assert_eq!(results.physics.capacity, None);
}

/// One order is inside from 0 to 40 min, the other from 30 min on and still at the end: 70 minutes
/// of parts in an hour. One part an hour leaves after 40 min: 2/3 of a part. They are 3/7 apart.
#[test]
fn a_run_that_is_short_for_its_parts_breaks_littles_law() {
    let orders = "[order]\n1 = {}\n2 = { release = 2026-03-02T00:30:00 }\n";
    let results = study(&(run("1 h") + &saw("cycle = \"40 min\"") + orders));
    close(results.physics.little.expect("parts are inside"), 3.0 / 7.0);
    assert_eq!(results.physics.flow, Err(NoFlow::Demand));
    let text = gemba::report::run_text(&results).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("time in system are 42.9 % apart (Little's law)"), "{text}");
}

/// Parts come every 50 s and take 60 s: twelve more are inside every hour, 60 in the second half of
/// ten hours.
#[test]
fn a_queue_that_grows_is_told_by_its_slope() {
    let text = r#"
[run]
length = "10 h"
replications = 5
[line.main]
stations = ["saw"]
[station.saw]
cycle = "60 s"
[demand.all]
every = "50 s"
"#;
    let results = study(text);
    let growth = results.physics.growth.expect("ten hours");
    assert!((growth.rise.estimate - 60.0).abs() < 0.5, "{growth:?}");
    assert!(growth.is_growing());
    let text = gemba::report::run_text(&results);
    assert!(text.contains("keeps growing"), "{text}");

    // With time enough it does not, and random times are no growth.
    let settled = text_of_random("54 s");
    let growth = study(&settled).physics.growth.expect("forty days");
    assert!(!growth.is_growing(), "{growth:?}");
    // A hundredth too much is found, though it is hard to see.
    let growing = text_of_random("60.6 s");
    let growth = study(&growing).physics.growth.expect("forty days");
    assert!(growth.is_growing(), "{growth:?}");
}

/// A queue with a part a minute and times of this mean.
fn text_of_random(mean: &str) -> String {
    format!(
        "[run]\nwarm_up = \"5 days\"\nlength = \"40 days\"\nreplications = 20\n[line.main]\n\
         stations = [\"saw\"]\n[station.saw]\ncycle = {{ dist = \"exponential\", mean = \"{mean}\" }}\n\
         [demand.all]\nevery = {{ mean = \"60 s\" }}\n"
    )
}

/// A plant that works on weekdays only has a week as its shortest cycle: the weekends are no growth.
#[test]
fn weekends_are_no_growth() {
    let week = r#"
[plant]
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
[run]
warm_up = "1 week"
length = "8 weeks"
replications = 5
[line.main]
stations = ["saw"]
[station.saw]
cycle = "60 s"
[demand.all]
every = "10 min"
"#;
    let growth = study(week).physics.growth.expect("four whole weeks");
    close(growth.rise.estimate, 0.0);
    let short = study(&week.replace("8 weeks", "6 weeks"));
    assert_eq!(short.physics.growth, None);
}
