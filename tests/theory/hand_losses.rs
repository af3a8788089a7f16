//! What a machine loses, worked by hand: minor stops, speed, work in vain, and the OEE that is left.

use gemba::observe::State;
use gemba::study::{EntityKind, Results, Settings, run};

use State::{MinorStop, OffShift, Repair, StartUp, Starved, WaitOperator, WaitRepair, Working};

use crate::hand_walking::watch;
use crate::support::model;
use crate::visits::story;

fn results(text: &str) -> Results {
    run(&model(text), &Settings { threads: 1, ..Settings::default() }, &())
}

/// A figure of the station `m`.
fn figure(results: &Results, kpi: &str) -> f64 {
    let found = results.of(EntityKind::Station, "m", kpi).expect("the figure is there");
    found.interval.estimate
}

/// Asserts figures of the station `m`.
fn assert_figures(results: &Results, right: &[(&str, f64)]) {
    for (kpi, right) in right {
        let found = figure(results, kpi);
        assert!((found - right).abs() < 1e-12, "{kpi}: {found} is not {right}");
    }
}

/// Asserts losses of the station `m` in so many minutes of planned time, in the order of breakdowns, setups, idling and
/// minor stops, speed and defects, where none is started up; the good parts have what is left.
fn assert_losses(
    results: &Results,
    planned: f64,
    [breakdowns, setups, stops, speed, defects]: [f64; 5],
) {
    let good = planned - breakdowns - setups - stops - speed - defects;
    assert_figures(
        results,
        &[
            ("oee", good / planned),
            ("loss_breakdowns", breakdowns / planned),
            ("loss_setups", setups / planned),
            ("loss_stops", stops / planned),
            ("loss_speed", speed / planned),
            ("loss_defects", defects / planned),
        ],
    );
}

/// A machine `m` with `quantity` parts at the start, and what else is written.
fn plant(length: &str, quantity: u32, more: &str) -> String {
    format!(
        "[plant]\nstart = 2026-03-02\n[run]\nlength = \"{length}\"\n\
         [line.main]\nstations = [\"m\"]\n\
         [order.all]\nrelease = 2026-03-02\nquantity = {quantity}\n{more}"
    )
}

/// A jam from 2 to 5 whose helper comes at 4, the breakdown meanwhile from 3 to 8 with its fitter from 6 on: while the
/// machine is broken it shows that, before and after it the jams. A second jam, from 7 to 10, follows.
#[test]
fn a_minor_stop_has_a_state_of_its_own_and_a_breakdown_goes_first() {
    let text = plant(
        "orders_done",
        1,
        r#"
[station.m]
cycle = "4 min"
[station.m.failure.jam]
at = [2026-03-02T00:02:00, 2026-03-02T00:07:00]
kind = "minor"
repair = { time = "1 min", operators = { helper = 1 } }
[station.m.failure.crash]
at = [2026-03-02T00:03:00]
repair = { time = "2 min", operators = { fitter = 1 } }
[calendar.from_four]
mon = ["00:04-24:00"]
[calendar.from_six]
mon = ["00:06-24:00"]
[crew.helper]
count = 1
calendar = "from_four"
[crew.fitter]
count = 1
calendar = "from_six"
"#,
    );
    // The first jam ends at 5, the crash at 8 and so does the second jam, which its helper mends at once.
    let states = [(0, Working), (2, MinorStop), (3, WaitRepair), (6, Repair), (8, Working)];
    assert_eq!(watch(&text).machine(1)[..5], states);
    let told = story(&model(&text));
    assert_eq!(told.end, gemba::units::Time::ZERO + gemba::units::Span::from_minutes(10));
    let row = told.tally.station(gemba::ids::Id::at(0));
    assert_eq!((row.failures, row.minor_stops), (1, 2));
}

/// The jam is longer than the breakdown: it shows again, until its helper is done.
#[test]
fn a_minor_stop_shows_again_after_a_breakdown() {
    let text = plant(
        "orders_done",
        1,
        r#"
[station.m]
cycle = "4 min"
[station.m.failure.jam]
at = [2026-03-02T00:02:00]
kind = "minor"
repair = { time = "7 min" }
[station.m.failure.second]
at = [2026-03-02T00:04:00]
kind = "minor"
repair = { time = "2 min" }
[station.m.failure.crash]
at = [2026-03-02T00:03:00]
repair = { time = "2 min" }
"#,
    );
    let states = [(0, Working), (2, MinorStop), (3, Repair), (5, MinorStop), (9, Working)];
    assert_eq!(watch(&text).machine(1)[..5], states);
}

/// 60 s at 94 % are 63.829787 s, to the microsecond; load and unload take as long as they take.
#[test]
fn a_cycle_below_full_speed_takes_its_time_over_the_share() {
    let cycle = "[station.m]\ncycle = \"60 s\"\nruns_at = \"94 %\"\n";
    let end = |more: &str| story(&model(&plant("orders_done", 3, &format!("{cycle}{more}")))).end;
    assert_eq!(end("").ticks(), 3 * 63_829_787);
    let hands = "load = { time = \"10 s\" }\nunload = { time = \"5 s\" }\n";
    assert_eq!(end(hands).ticks(), 3 * (10_000_000 + 63_829_787 + 5_000_000));
    let found = results(&plant("1 h", 3, &format!("{cycle}{hands}")));
    let worked = 3.0 * 78.829_787;
    let hour = 3600.0;
    assert_losses(&found, hour, [0.0, 0.0, hour - worked, 3.0 * 3.829_787, 0.0]);
}

/// 10 min at 80 % are 12.5, of which hands take 4 in the middle as ever; at full speed they would be 10.
#[test]
fn hands_in_a_slow_cycle_are_as_quick_as_ever() {
    let text = |hands: &str| {
        let more = format!(
            "[station.m]\ncycle = \"10 min\"\nruns_at = \"80 %\"\nduring = {{ time = \"{hands}\", operators = {{ hand = 1 }} }}\n[crew.hand]\ncount = 1\n"
        );
        results(&plant("60 min", 2, &more))
    };
    assert_losses(&text("4 min"), 60.0, [0.0, 0.0, 35.0, 5.0, 0.0]);
    // Hands that take 11 min make 11 of the 10 at full speed, too.
    assert_losses(&text("11 min"), 60.0, [0.0, 0.0, 35.0, 3.0, 0.0]);
    // And with 13 min the machine has not been slow at all.
    assert_losses(&text("13 min"), 60.0, [0.0, 0.0, 34.0, 0.0, 0.0]);
}

/// Each part is loaded for 1 min and worked on for 8 min at 80 %, 10. The machine breaks at 15, 3 min into the second
/// cycle, which begins anew at 22; those were 2.4 at full speed. It jams at 40 for 2 min. The parts are out at 11, 32,
/// 45, 56, 67 and 78.
const BAD_DAY: &str = r#"
[station.m]
cycle = "8 min"
runs_at = "80 %"
load = { time = "1 min" }
[station.m.failure.crash]
at = [2026-03-02T00:15:00]
repair = { time = "7 min" }
part = "restart"
[station.m.failure.jam]
at = [2026-03-02T00:40:00]
kind = "minor"
repair = { time = "2 min" }
"#;

#[test]
fn the_losses_and_the_good_parts_fill_the_planned_time() {
    let found = results(&plant("120 min", 6, BAD_DAY));
    // Worked are 6 times 11 and 3 min: 69. At full speed they were 6 times 9 and 2.4: 56.4.
    assert_losses(&found, 120.0, [7.0, 0.0, 2.0 + 42.0, 69.0 - 56.4, 2.4]);
    assert_figures(
        &found,
        &[
            ("oee", 54.0 / 120.0),
            ("availability", 113.0 / 120.0),
            ("performance", 56.4 / 113.0),
            ("quality", 54.0 / 56.4),
            ("iso_availability", 71.0 / 120.0),
            ("iso_effectiveness", 56.4 / 71.0),
            ("failures", 1.0),
            ("minor_stops", 1.0),
            ("minor_stop", 2.0 / 120.0),
        ],
    );
}

/// The same, but the part is lost at 15, with its loading: 3.4 in vain. The others are out at 11, 33, 46, 57 and 68.
#[test]
fn what_was_done_to_a_part_that_is_lost_was_in_vain() {
    let text = BAD_DAY.replace("part = \"restart\"", "part = \"scrap\"");
    let found = results(&plant("120 min", 6, &text));
    assert_losses(&found, 120.0, [7.0, 0.0, 2.0 + 52.0, 5.0 * 2.0 + 0.6, 3.4]);
}

/// People at 80 % take 10 min for 8; at 160 % they take 5, and the loss of speed is below zero.
#[test]
fn people_are_slow_or_quick_against_the_standard() {
    let text = |speed: &str| {
        let more = format!(
            "[station.m]\ncycle = \"8 min\"\nscrap = \"100 %\"\noperators = {{ welding = 1 }}\n\
             [crew.welder]\ncount = 1\nskills = {{ welding = {speed} }}\n"
        );
        results(&plant("60 min", 3, &more))
    };
    assert_losses(&text("0.8"), 60.0, [0.0, 0.0, 30.0, 6.0, 24.0]);
    assert_losses(&text("1.6"), 60.0, [0.0, 0.0, 45.0, -9.0, 24.0]);
}

/// A batch of three takes 10 min at 50 %: 20. All of it was in vain if all three are bad; two batches by 60.
#[test]
fn bad_parts_of_a_batch_have_its_time_together() {
    let more = "[station.m]\ncycle = \"10 min\"\nruns_at = \"50 %\"\nscrap = \"100 %\"\n\
                batch = { size = 3, minimum = 3 }\n";
    let found = results(&plant("60 min", 6, more));
    assert_losses(&found, 60.0, [0.0, 0.0, 20.0, 20.0, 20.0]);
}

/// The speed of a station may change on a date: the second cycle, begun at 10, takes the 10 min that it began with; the
/// third, begun at 20, takes 20 and ends at 40.
#[test]
fn a_speed_may_change_on_a_date() {
    let more = "[station.m]\ncycle = \"10 min\"\n\
                [change.worn]\nfrom = 2026-03-02T00:15:00\nuntil = 2026-03-02T00:30:00\n\
                station.m.runs_at = \"50 %\"\n";
    let found = results(&plant("60 min", 4, more));
    assert_losses(&found, 60.0, [0.0, 0.0, 10.0, 10.0, 0.0]);
}

/// `pub-oee`, as a plant: a shift of 480 min with 60 of break for its worker. 150 parts of each of two products, with a
/// change-over of 12 min after the first 150 at 9:05, a breakdown of 35 min at 7:00. Whatever is done from 11:10:30 until
/// 11:19:30 is bad: 9 parts. The last is done at 12:47, and nothing is left for 73 min.
#[test]
fn pub_oee() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "1 day"
[calendar.early]
mon = ["06:00-14:00"]
breaks = [{ at = "10:00", for = "60 min" }]
[crew.worker]
count = 1
calendar = "early"
[product.a]
route = ["m"]
[product.b]
route = ["m"]
[station.m]
cycle = "1 min"
calendar = "early"
operators = { worker = 1 }
setup = "12 min"
[station.m.failure.crash]
at = [2026-03-02T07:00:00]
repair = { time = "35 min" }
[order.1]
product = "a"
quantity = 150
release = 2026-03-02
[order.2]
product = "b"
quantity = 150
release = 2026-03-02
[change.bad_coil]
from = 2026-03-02T11:10:30
until = 2026-03-02T11:19:30
station.m.scrap = "100 %"
"#;
    let found = results(text);
    assert_losses(&found, 420.0, [35.0, 12.0, 73.0, 0.0, 9.0]);
    let right = [
        ("availability", 0.888_095_24),
        ("performance", 0.804_289_54),
        ("quality", 0.97),
        ("oee", 0.692_857_14),
    ];
    for (kpi, right) in right {
        assert!((figure(&found, kpi) - right).abs() < 1e-6, "{kpi}");
    }
    assert_figures(&found, &[("parts_done", 300.0), ("iso_availability", 300.0 / 420.0)]);
    assert!(
        (found.plant("parts_scrapped").expect("it is there").interval.estimate - 9.0).abs() < 1e-12
    );
}

/// Who waits for an operator, or has no part, is available after Nakajima and not after ISO 22400-2; the OEE is the same.
/// The worker comes at 20 and makes two parts of 10 min within 60.
#[test]
fn waiting_is_lost_in_performance_or_in_availability() {
    let text = plant(
        "60 min",
        2,
        r#"
[station.m]
cycle = "10 min"
operators = { worker = 1 }
scrap = "0.000001 %"
[calendar.late]
mon = ["00:20-24:00"]
[crew.worker]
count = 1
calendar = "late"
"#,
    );
    assert_eq!(watch(&text).machine(1)[..3], [(0, WaitOperator), (20, Working), (40, Starved)]);
    let third = 1.0 / 3.0;
    let right = [
        ("oee", third),
        ("availability", 1.0),
        ("performance", third),
        ("iso_availability", third),
        ("iso_effectiveness", 1.0),
    ];
    assert_figures(&results(&text), &right);
}

/// Six parts of 4 min. The machine is open until 10, from 20 to 30 and from 60 on, and needs 5 min after 20 closed ones.
fn started(more: &str) -> Vec<(i64, State)> {
    let text = plant(
        "orders_done",
        6,
        &format!(
            "[calendar.holes]\nmon = [\"00:00-00:10\", \"00:20-00:30\", \"01:00-24:00\"]\n\
             [station.m]\ncycle = \"4 min\"\ncalendar = \"holes\"\nat_close = \"pause\"\n{more}"
        ),
    );
    watch(&text).machine(1)
}

/// It is open at the start, so it is warm; 10 closed minutes leave it so, 30 do not. The third part waits in it from 10 to 20.
#[test]
fn a_machine_is_started_up_that_has_stood_for_long() {
    let found = started("start_up = { time = \"5 min\", after_closed = \"20 min\" }\n");
    let day = [(0, Working), (10, OffShift), (20, Working), (30, OffShift), (60, StartUp)];
    assert_eq!(found, [&day[..], &[(65, Working), (69, Starved)]].concat());
    // Exactly so long is enough, and so is any closing by itself.
    let found = started("start_up = { time = \"5 min\", after_closed = \"30 min\" }\n");
    assert_eq!(found[4], (60, StartUp));
    let found = started("start_up = { time = \"5 min\", after_closed = \"31 min\" }\n");
    assert_eq!(found[4], (60, Working));
    let found = started("start_up = { time = \"5 min\" }\n");
    // The third part has 2 min left at 25, the fourth 1 min at 30, the last two follow.
    let day = [(0, Working), (10, OffShift), (20, StartUp), (25, Working), (30, OffShift)];
    assert_eq!(found, [&day[..], &[(60, StartUp), (65, Working), (74, Starved)]].concat());
}

/// Who starts it up comes at 63. Meanwhile the machine shows that it is not started up.
#[test]
fn a_start_up_waits_for_its_people() {
    let found = started(
        "start_up = { time = \"5 min\", after_closed = \"20 min\", operators = { fitter = 1 } }\n\
         [calendar.late]\nmon = [\"01:03-24:00\"]\n[crew.fitter]\ncalendar = \"late\"\n",
    );
    assert_eq!(found[4..], [(60, StartUp), (68, Working), (72, Starved)]);
}

/// The third part is finished at 12, after the closing at 10: at 20 the machine has stood for 8 min.
#[test]
fn a_cycle_that_is_finished_after_closing_keeps_the_machine_warm() {
    let found = |after: u32| {
        let text = plant(
            "orders_done",
            4,
            &format!(
                "[calendar.holes]\nmon = [\"00:00-00:10\", \"00:20-24:00\"]\n\
                 [station.m]\ncycle = \"4 min\"\ncalendar = \"holes\"\nat_close = \"finish\"\n\
                 start_up = {{ time = \"5 min\", after_closed = \"{after} min\" }}\n"
            ),
        );
        watch(&text).machine(1)
    };
    assert_eq!(found(9), [(0, Working), (12, OffShift), (20, Working), (24, Starved)]);
    let cold = [(0, Working), (12, OffShift), (20, StartUp), (25, Working), (29, Starved)];
    assert_eq!(found(8), cold);
}

/// Closed at the start and open from 10 on, a machine is cold: 5 of its 50 min go to the start-up, 20 to two parts.
#[test]
fn starting_up_is_a_loss_of_its_own() {
    let text = plant(
        "60 min",
        2,
        "[calendar.late]\nmon = [\"00:10-24:00\"]\n[station.m]\ncycle = \"10 min\"\n\
         calendar = \"late\"\nstart_up = { time = \"5 min\", after_closed = \"8 h\" }\n",
    );
    let right = [
        ("oee", 20.0 / 50.0),
        ("loss_start_up", 5.0 / 50.0),
        ("loss_stops", 25.0 / 50.0),
        ("availability", 45.0 / 50.0),
        ("iso_availability", 20.0 / 50.0),
        ("start_ups", 1.0),
        ("failures", 0.0),
        ("start_up", 5.0 / 60.0),
    ];
    assert_figures(&results(&text), &right);
}

/// A cycle of 10 min takes a car apart into a body and 4 wheels, all of which are thrown away: 6 cycles in an hour
/// are in vain, each once, whatever comes out of it.
#[test]
fn what_is_taken_apart_has_its_cycle_together() {
    let found = results(
        r#"
[run]
length = "60 min"
replications = 1
[station.m]
cycle = "10 min"
scrap = "100 %"
takes = { car = 1 }
gives = { body = 1, wheel = 4 }
[product.car]
route = ["m"]
[product.body]
route = ["m"]
[product.wheel]
route = ["m"]
"#,
    );
    assert_figures(&found, &[("oee", 0.0), ("quality", 0.0), ("loss_defects", 1.0)]);
}
