//! Wear by hand: by parts and by hours, planned work at a wear, looks, windows, speed, and breakdowns that planned work
//! comes too late for; then failures that only slow a machine until somebody can mend it.

use gemba::observe::State;
use gemba::study::{EntityKind, Results, Settings, run};

use State::{Maintenance, Repair, Starved, Working};

use crate::hand_walking::watch;
use crate::simulate::Case;
use crate::simulate::Tolerance::Relative;
use crate::support::model;

/// A machine `m` that takes 10 min, with a die that wears, and so many parts at the start.
fn plant(quantity: u32, die: &str, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [line.main]\nstations = [\"m\"]\n[order.all]\nquantity = {quantity}\n\
         [station.m]\ncycle = \"10 min\"\n[station.m.wear.die]\n{die}\n{more}"
    )
}

/// Planned work of 5 min on the die.
fn regrind(at: u32, more: &str) -> String {
    format!("[station.m.maintenance.regrind]\nat_wear = {{ die = {at} }}\ntime = \"5 min\"\n{more}")
}

fn figures(text: &str) -> Results {
    run(&model(text), &Settings { threads: 1, ..Settings::default() }, &())
}

fn figure(results: &Results, kind: EntityKind, name: &str, kpi: &str) -> f64 {
    results.of(kind, name, kpi).expect("the figure is there").interval.estimate
}

/// Every part wears by 3: the fourth, done at 40, brings it to 12, which is 10 or more. The repair of 5 min renews it, so
/// that the eighth, done at 85, does so again.
#[test]
fn a_worn_die_breaks_down() {
    let text = plant(9, "each_part = 3\nfails_at = 10\nrepair = { time = \"5 min\" }", "");
    let expected =
        [(0, Working), (40, Repair), (45, Working), (85, Repair), (90, Working), (100, Starved)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// Ten tenths are one: the tenth part brings it to 1, at 100, though in binary their sum is a hair less.
#[test]
fn tenths_add_up() {
    let text = plant(12, "each_part = 0.1\nfails_at = 1\nrepair = { time = \"5 min\" }", "");
    let expected = [(0, Working), (100, Repair), (105, Working), (125, Starved)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// It is reground at 5, which the second part reaches: at 20, and at 45.
#[test]
fn it_is_reground_before() {
    let die = "each_part = 3\nfails_at = 10\nrepair = { time = \"5 min\" }";
    let text = plant(5, die, &regrind(5, ""));
    let expected = [
        (0, Working),
        (20, Maintenance),
        (25, Working),
        (45, Maintenance),
        (50, Working),
        (60, Starved),
    ];
    assert_eq!(watch(&text).machine(1), expected);
}

/// A part wears by 6: from 0 it jumps over 5 and to 6, at which the machine breaks down.
#[test]
fn what_jumps_over_the_limit_breaks_down() {
    let die = "each_part = 6\nfails_at = 6\nrepair = { time = \"7 min\" }";
    let text = plant(3, die, &regrind(5, ""));
    let expected = [(0, Working), (10, Repair), (17, Working), (27, Repair), (34, Working)];
    assert_eq!(watch(&text).machine(1)[..5], expected);
}

/// It is looked at every 25 min. At 25 two parts have brought it to 6, and the third is done at 30: the machine is
/// reground until 35. The next look is at 60, after the parts done at 45 and 55; the one under way ends at 65.
#[test]
fn it_is_seen_when_it_is_looked_at() {
    let looks = "clock = \"calendar\"\nevery = \"25 min\"\n";
    let text = plant(6, "each_part = 3", &regrind(5, looks));
    let expected = [(0, Working), (30, Maintenance), (35, Working), (65, Maintenance)];
    assert_eq!(watch(&text).machine(1)[..4], expected);
}

/// At the looks after 2 and 4 cycles it is at 6 and 12; only at the third, after 6 cycles, it is 15 or more.
#[test]
fn a_look_that_finds_too_little_is_followed_by_the_next() {
    let looks = "clock = \"cycles\"\nevery = 2\n";
    let text = plant(7, "each_part = 3", &regrind(15, looks));
    let expected = [(0, Working), (60, Maintenance), (65, Working), (75, Starved)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// By working time: the look at 15 min of work, at the end of the cycle under way at 20, finds 6 of 10; the next comes
/// 15 min of work later, at 35, so at the end of the fourth cycle at 40, which finds 12.
#[test]
fn looks_after_working_time() {
    let looks = "clock = \"operating\"\nevery = \"15 min\"\n";
    let text = plant(5, "each_part = 3", &regrind(10, looks));
    let expected = [(0, Working), (40, Maintenance), (45, Working), (55, Starved)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// The same, but at once: the look at 15 in the midst of the second cycle finds 3, that at 30 finds 9, and that at 45,
/// in the midst of the fifth cycle, finds 12.
#[test]
fn a_look_in_the_midst_of_a_cycle_lets_it_go_on() {
    let looks = "clock = \"operating\"\nevery = \"15 min\"\nwhen = \"immediate\"\n";
    let text = plant(5, "each_part = 3", &regrind(10, looks));
    let expected = [(0, Working), (45, Maintenance), (50, Working), (55, Starved)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// Due at 20, it waits for its window at 01:00; the fourth part brings the die to 12 and a breakdown at 40, whose repair
/// renews it: at 60, after one part and in the midst of the second, nothing is due.
#[test]
fn a_repair_renews_what_waits_for_its_window() {
    let window = "window = \"late\"\n[calendar.late]\nmon = [\"01:00-24:00\"]\n";
    let die = "each_part = 3\nfails_at = 10\nrepair = { time = \"5 min\" }";
    let text = plant(7, die, &regrind(5, window));
    let expected = [
        (0, Working),
        (40, Repair),
        (45, Working),
        (65, Maintenance),
        (70, Working),
        (80, Starved),
    ];
    assert_eq!(watch(&text).machine(1), expected);
}

/// The same with a repair of 30 min, under way when the window opens at 01:00: the regrinding that was due does not begin.
#[test]
fn a_window_that_opens_during_the_repair_is_let_pass() {
    let window = "window = \"late\"\n[calendar.late]\nmon = [\"01:00-24:00\"]\n";
    let die = "each_part = 3\nfails_at = 10\nrepair = { time = \"30 min\" }";
    let text = plant(5, die, &regrind(5, window));
    let expected = [(0, Working), (40, Repair), (70, Working), (80, Starved)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// From 80 % of 10 on it is reground when the machine stands: after the third part it is at 9, and the queue is empty
/// from 30 to 40. After two more parts of the second order it is at 6.
#[test]
fn an_opportunity_is_taken_from_a_share_of_the_wear_on() {
    let when =
        "when = \"opportunistic\"\n[order.more]\nrelease = 2026-03-02T00:40:00\nquantity = 2\n";
    let text = plant(3, "each_part = 3", &regrind(10, when));
    let expected = [(0, Working), (30, Maintenance), (35, Starved), (40, Working), (60, Starved)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// A batch of four parts wears by 4: two of them reach 8.
#[test]
fn every_part_of_a_batch_wears() {
    let text = plant(16, "each_part = 1", &regrind(8, "")).replace("cycle =", "batch = 4\ncycle =");
    let expected = [(0, Working), (20, Maintenance), (25, Working), (45, Maintenance)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// Two an hour of work are 1 after 30 min. Parts take 20 min: the second stops at 30 with 10 min left, which follow from
/// 35 to 45; the third is done at 65, just when 30 min of work are over again.
#[test]
fn hours_of_work_wear() {
    let die = "per_hour = 2\nfails_at = 1\nrepair = { time = \"5 min\" }";
    let text = plant(3, die, "").replace("10 min", "20 min");
    let expected = [(0, Working), (30, Repair), (35, Working), (65, Repair)];
    assert_eq!(watch(&text).machine(1), expected);
}

/// By hours, reground at 0.5: after 15 min of work, at the end of the cycle at 20, and 15 min later, at 25 + 20.
#[test]
fn hours_of_work_are_reground_at_the_end_of_a_cycle() {
    let die = "per_hour = 2\nfails_at = 1\nrepair = { time = \"5 min\" }";
    let text = "[station.m.maintenance.regrind]\nat_wear = { die = 0.5 }\ntime = \"5 min\"\n";
    let text = plant(5, die, text);
    let expected =
        [(0, Working), (20, Maintenance), (25, Working), (45, Maintenance), (50, Working)];
    assert_eq!(watch(&text).machine(1)[..5], expected);
}

/// Half as fast at 100, by 50 a part: cycles of 12 min at full speed take 12, 12 / 0.75 = 16, 24, and 24 beyond it. Of
/// 76 min of work 28 are lost by speed.
#[test]
fn wear_slows_a_machine() {
    let text =
        plant(4, "each_part = 50\nslows = \"50 %\"\nfull_at = 100", "").replace("10 min", "12 min");
    let ends: Vec<i64> = crate::hand_cards::table(&text).1.iter().map(|row| row.3).collect();
    assert_eq!(ends, [12, 28, 52, 76]);
    let results = figures(&text.replace("\"orders_done\"", "\"76 min\""));
    for (kpi, right) in
        [("loss_speed", 28.0 / 76.0), ("performance", 48.0 / 76.0), ("oee", 48.0 / 76.0)]
    {
        let found = figure(&results, EntityKind::Station, "m", kpi);
        assert!((found - right).abs() < 1e-12, "{kpi}: {found} is not {right}");
    }
}

/// What must end before the closing is asked at the speed that the wear leaves: the third cycle would take 24 min from 28
/// on, and the station closes at 50, though 12 min at full speed would do. It begins at 120.
#[test]
fn a_slow_cycle_does_not_begin_before_a_closing() {
    let short = "[calendar.short]\nmon = [\"00:00-00:50\", \"02:00-24:00\"]\n";
    let text = plant(4, "each_part = 50\nslows = \"50 %\"\nfull_at = 100", short)
        .replace("10 min\"", "12 min\"\nat_close = \"no_start\"\ncalendar = \"short\"");
    let ends: Vec<i64> = crate::hand_cards::table(&text).1.iter().map(|row| row.3).collect();
    assert_eq!(ends, [12, 28, 144, 168]);
}

/// Of 130 min: breakdowns at 40 (level 12) for 5 min; with a regrind at 9 at the end of the third part each time instead
/// there is none. In 130 min with regrinds of 5 min at 30, 65 and 100 there are three, at a wear of 9.
#[test]
fn figures_of_wear() {
    let die = "each_part = 3\nfails_at = 10\nrepair = { time = \"5 min\" }";
    let text = plant(40, die, &regrind(9, "")).replace("\"orders_done\"", "\"130 min\"");
    let results = figures(&text);
    for (kpi, right) in [
        ("breakdowns_by_wear", 0.0),
        ("renewals", 3.0),
        ("renewed_in_time", 1.0),
        ("wear_when_renewed", 9.0),
        ("down_by_wear", 0.0),
        ("down_to_renew", 15.0 / 130.0),
    ] {
        let found = figure(&results, EntityKind::Wear, "m.die", kpi);
        assert!((found - right).abs() < 1e-12, "{kpi}: {found} is not {right}");
    }
    // Without: 40 min of work and 5 of repair, at 40, 85 and, just at its end, 130.
    let text = plant(40, die, "").replace("\"orders_done\"", "\"132 min\"");
    let results = figures(&text);
    for (kpi, right) in
        [("breakdowns_by_wear", 3.0), ("renewed_in_time", 0.0), ("down_by_wear", 12.0 / 132.0)]
    {
        let found = figure(&results, EntityKind::Wear, "m.die", kpi);
        assert!((found - right).abs() < 1e-12, "{kpi}: {found} is not {right}");
    }
}

/// Parts wear by exponential amounts of mean 1, so the number until 10 is one more than a Poisson number of mean 10, and
/// what goes beyond 10 is exponential again: more than 2 beyond, at 12, it breaks down, in exp(−2) of all cases. By
/// renewal and reward, with 3 min to regrind and 20 to repair, and 10 + E[X | X < 2] of wear when it is reground.
/// Source: D. R. Cox, Renewal Theory, 1962, section 2.2, of the Poisson process.
#[test]
fn shocks_by_chance() {
    let text = r#"
[run]
length = "400000 min"
replications = 20
[line.main]
stations = ["m"]
[station.m]
cycle = "1 min"
[station.m.wear.die]
each_part = { dist = "exponential", mean = 1 }
fails_at = 12
repair = { time = "20 min" }
[station.m.maintenance.regrind]
at_wear = { die = 10 }
time = "3 min"
"#;
    let fails = libm::exp(-2.0);
    let cycle = 11.0 + 20.0 * fails + 3.0 * (1.0 - fails);
    Case::<()>::new("shocks")
        .mean("working", 11.0 / cycle, Relative(0.003), |run| run.working("m"))
        .mean("repair", 20.0 * fails / cycle, Relative(0.03), |run| run.share("m", &[Repair]))
        .mean("maintenance", 3.0 * (1.0 - fails) / cycle, Relative(0.01), |run| {
            run.share("m", &[Maintenance])
        })
        .run(text);
    let results = figures(text);
    let in_time = figure(&results, EntityKind::Wear, "m.die", "renewed_in_time");
    assert!((in_time - (1.0 - fails)).abs() < 0.005, "{in_time}");
    let worn = figure(&results, EntityKind::Wear, "m.die", "wear_when_renewed");
    let right = 10.0 + 1.0 - 2.0 * fails / (1.0 - fails);
    assert!((worn - right).abs() < 0.01, "{worn} is not {right}");
}

/// An hour wears by an amount between 1 and 3 that is another after each renewal: a life until 10 is 10 × ln 3 / 2 hours
/// on average, by the mean of one over it.
#[test]
fn paces_by_chance() {
    let text = r#"
[run]
length = "4000 h"
replications = 20
[line.main]
stations = ["m"]
[station.m]
cycle = "1 min"
[station.m.wear.die]
per_hour = { dist = "uniform", min = 1, max = 3 }
fails_at = 10
repair = { time = "1 h" }
"#;
    let life = 10.0 * libm::log(3.0) / 2.0;
    Case::<()>::new("paces")
        .mean("working", life / (life + 1.0), Relative(0.003), |run| run.working("m"))
        .run(text);
}

/// What is known before a run, in parts an hour. Seven cycles of 3 min and 4 min to regrind, as of a tool of that life.
/// By exponential amounts of mean 2 until 20 there are 1 + 10 cycles of 1 min, and 3 min. With a breakdown of 20 min
/// from 24 on, which what goes beyond 20 reaches in exp(−2) of all cases, these take that instead. Parts that begin at
/// 0 and 50 of 100, where the machine is half as fast, take 60 s and 80 s; then 1 s. Ten hours at a speed that falls
/// from 1 to 1/2 are 450 parts of 1 min; then 1 s. A life until 10 at a pace between 1 and 3 is 10 × ln 3 / 2 hours on
/// average; then 1 h.
#[test]
fn loads_know_wear_by_its_mean() {
    let rate = |die: &str, cycle: &str, at: u32, time: &str| {
        let regrind = format!(
            "[station.m.maintenance.regrind]\nat_wear = {{ die = {at} }}\ntime = \"{time}\"\n"
        );
        let text = format!(
            "[run]\nlength = \"250 min\"\n[line.main]\nstations = [\"m\"]\n[station.m]\ncycle = \"{cycle}\"\n\
             [station.m.wear.die]\n{die}\n{}",
            if at > 0 { regrind } else { String::new() }
        );
        model(&text).loads().rate
    };
    let is = |found: f64, right: f64| {
        assert!((found / right - 1.0).abs() < 2e-5, "{found} is not {right}");
    };
    is(rate("each_part = 2", "3 min", 13, "4 min"), 60.0 * 7.0 / 25.0);
    let shocks = "each_part = { dist = \"exponential\", mean = 2 }\n";
    is(rate(shocks, "1 min", 20, "3 min"), 60.0 * 11.0 / 14.0);
    let fails = libm::exp(-2.0);
    let broken = format!("{shocks}fails_at = 24\nrepair = {{ time = \"20 min\" }}\n");
    let cycle = 11.0 + 20.0 * fails + 3.0 * (1.0 - fails);
    is(rate(&broken, "1 min", 20, "3 min"), 60.0 * 11.0 / cycle);
    let slow = "slows = \"50 %\"\nfull_at = 100\n";
    is(rate(&format!("each_part = 50\n{slow}"), "1 min", 100, "1 s"), 2.0 * 3600.0 / 141.0);
    is(rate(&format!("per_hour = 10\n{slow}"), "1 min", 100, "1 s"), 450.0 * 3600.0 / 36001.0);
    let pace = "per_hour = { dist = \"uniform\", min = 1, max = 3 }\nfails_at = 10\nrepair = { time = \"1 h\" }";
    let life = 10.0 * libm::log(3.0) / 2.0;
    is(rate(pace, "1 min", 0, ""), 60.0 * life / (life + 1.0));
}

/// A machine that takes 10 min, with a bearing that fails after 25 min, at half of its speed until 01:00.
fn bearing(quantity: u32, clock: &str, every: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
         [line.main]\nstations = [\"m\"]\n[order.all]\nquantity = {quantity}\n\
         [station.m]\ncycle = \"10 min\"\n[station.m.failure.bearing]\nclock = \"{clock}\"\nevery = {every}\n\
         runs_at = \"50 %\"\nrepair = {{ time = \"5 min\", window = \"late\" }}\n\
         [calendar.late]\nmon = [\"01:00-24:00\"]\n"
    )
}

/// It strikes at 25, in the third cycle, which ends at 30 as it began; the next take 20 min. The window opens at 60: the
/// machine is mended after the cycle under way, from 70 to 75. It strikes again at 100, when the window is open: the
/// cycle under way ends at 105, and is the last that counts.
#[test]
fn a_machine_runs_slowly_until_its_window() {
    let text = bearing(9, "calendar", "\"25 min\"");
    let expected = [(0, Working), (70, Repair), (75, Working), (105, Repair), (110, Working)];
    assert_eq!(watch(&text).machine(1)[..5], expected);
    let ends: Vec<i64> = crate::hand_cards::table(&text).1.iter().map(|row| row.3).collect();
    assert_eq!(ends, [10, 20, 30, 50, 70, 85, 95, 105, 120]);
}

/// By cycles: the second one brings it, and the third and fourth take 20 min each; at 60 the machine is mended.
#[test]
fn it_comes_with_cycles_as_well() {
    let ends: Vec<i64> =
        crate::hand_cards::table(&bearing(5, "cycles", "2")).1.iter().map(|row| row.3).collect();
    assert_eq!(ends, [10, 20, 40, 60, 75]);
}

/// In 75 min 5 parts of 10 min are made in 70: of 75 min planned 20 are lost by speed, 5 by the breakdown, which is one
/// failure and no planned work.
#[test]
fn running_slowly_is_a_loss_by_speed() {
    let text = bearing(40, "calendar", "\"25 min\"").replace("\"orders_done\"", "\"75 min\"");
    let results = figures(&text);
    for (kpi, right) in [
        ("loss_speed", 20.0 / 75.0),
        ("loss_breakdowns", 5.0 / 75.0),
        ("oee", 50.0 / 75.0),
        ("failures", 1.0),
        ("maintenances", 0.0),
    ] {
        let found = figure(&results, EntityKind::Station, "m", kpi);
        assert!((found - right).abs() < 1e-12, "{kpi}: {found} is not {right}");
    }
}
