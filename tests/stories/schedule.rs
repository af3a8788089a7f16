//! Who works for which order when, and how many orders are open, worked by hand.

use gemba::report::{results_json, schedule_csv};
use gemba::study::{Band, Results, Settings, run};
use gemba::units::Span;

use crate::support::model;

/// A saw of an hour a part and a drill of two hours a part, with setups of 30 min between products.
const SHOP: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "10 h"
replications = 2
[product.pin]
route = [{ station = "saw", cycle = "1 h" }, { station = "drill", cycle = "2 h" }]
[product.nut]
route = [{ station = "saw", cycle = "1 h" }]
[station.saw]
setup = "30 min"
[station.drill]
[order.a]
product = "pin"
quantity = 2
due = 2026-03-02T05:00:00
[order.b]
product = "nut"
release = 2026-03-02T00:30:00
due = 2026-03-02T04:00:00
[order.c]
product = "nut"
release = 2026-03-02T02:00:00
"#;

fn watched(text: &str) -> Results {
    run(&model(text), &Settings { threads: 1, schedule: true, ..Settings::default() }, &())
}

/// Kind, order, product, step, station, begin, end, parts, time at work and lateness; minutes.
fn rows(results: &Results) -> Vec<String> {
    let csv = schedule_csv(std::slice::from_ref(results));
    let told = [1, 2, 3, 4, 5, 9, 10, 11, 12, 14];
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        told.map(|cell| cells[cell]).join(" ")
    };
    csv.lines().skip(1).map(row).collect()
}

/// The saw makes both pins, one bar from 0:00 to 2:00; it is set up for nuts until 2:30 and makes that of `b` and that
/// of `c`. The drill bores the pins from 1:00 to 5:00 without a gap: `a` is on time to the minute, `b` at 3:30, too.
#[test]
fn parts_of_an_order_one_after_the_other_are_one_bar() {
    let told = [
        "work a pin 1 saw 0 120 2 120 ",
        "work a pin 2 drill 60 300 2 240 ",
        "setup b nut 1 saw 120 150 0 30 ",
        "work b nut 1 saw 150 210 1 60 ",
        "work c nut 1 saw 210 270 1 60 ",
    ];
    assert_eq!(rows(&watched(SHOP)), told);
}

/// From 3:00 to 5:00 the saw is closed, in the middle of the nut of `b`: its bar ends at 5:30, 90 min late, of which
/// it worked an hour. That of `c` is under way when the run ends at 6:00.
#[test]
fn closed_hours_are_inside_a_bar_and_what_is_under_way_has_no_end() {
    let text = SHOP.replace("length = \"10 h\"", "length = \"6 h\"");
    let closes = "[calendar.day]\nmon-sun = [\"00:00-03:00\", \"05:00-24:00\"]\n[station.saw]\n\
                  calendar = \"day\"\nat_close = \"pause\"\n";
    let text = text.replace("[station.saw]\n", closes);
    let rows = rows(&watched(&text));
    let saw: Vec<&String> = rows.iter().filter(|row| row.contains("saw")).collect();
    let told = [
        "work a pin 1 saw 0 120 2 120 ",
        "setup b nut 1 saw 120 150 0 30 90",
        "work b nut 1 saw 150 330 1 60 90",
        "work c nut 1 saw 330  1 30 ",
    ];
    assert_eq!(saw, told);
}

/// Whoever does not ask for a schedule has the same results without it.
#[test]
fn a_schedule_changes_nothing_else() {
    let plain = run(&model(SHOP), &Settings::default(), &());
    assert!(plain.schedule.is_none());
    let watched = watched(SHOP);
    assert!(watched.schedule.is_some());
    assert_eq!(results_json(&plain), results_json(&watched));
}

/// Steps of five minutes. `a` is open until 5:00, `b` from 0:30 to 3:30, `c` from 2:00 to 4:30; with earlier due dates
/// `a` is late from 4:00 on, and `b` from 3:00.
#[test]
fn open_and_late_orders_are_counted_over_time() {
    let text = SHOP.replace("T04:00:00", "T03:00:00");
    let text = text.replace("T05:00:00", "T04:00:00");
    let picture = run(&model(&text), &Settings::default(), &()).picture;
    assert_eq!(picture.bucket, Span::from_minutes(5));
    let within =
        |minute: usize, from: usize, to: usize| f64::from(u8::from((from..to).contains(&minute)));
    let expected =
        |of: &dyn Fn(usize) -> f64| (0..120).map(|step| of(5 * step)).collect::<Vec<_>>();
    let means = |bands: &[Band]| bands.iter().map(|band| band.mean).collect::<Vec<_>>();
    let open = expected(&|at| within(at, 0, 300) + within(at, 30, 210) + within(at, 120, 270));
    let late = expected(&|at| within(at, 240, 300) + within(at, 180, 210));
    assert_eq!(means(&picture.open_orders), open);
    assert_eq!(means(&picture.late_orders), late);
}

/// Without promises nothing is late, and where nobody waits for an order none is told.
#[test]
fn nothing_is_told_of_orders_that_nobody_waits_for() {
    let line = "[line.a]\nstations = [\"saw\"]\n[station.saw]\ncycle = \"1 h\"\n";
    let picture = watched(line).picture;
    assert!(picture.open_orders.is_empty() && picture.late_orders.is_empty());
    let book = "[order.a]\nproduct = \"a\"\nquantity = 3\n[run]\nlength = \"1 day\"\n";
    let results = watched(&format!("{line}{book}"));
    assert!(!results.picture.open_orders.is_empty() && results.picture.late_orders.is_empty());
    assert_eq!(rows(&results), ["work a a 1 saw 0 180 3 180 "]);
}

/// Each three hours an order of a demand comes, done after an hour instead of half an hour: its bar has its due date and
/// how late it is, as that of a dated order.
#[test]
fn orders_of_demands_have_their_due_dates() {
    let text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"7 h\"\nreplications = 1\n[station.saw]\n\
        cycle = \"1 h\"\n[product.nut]\nroute = [\"saw\"]\n[order.a]\ndue = 2026-03-02T02:00:00\n[demand.d]\n\
        every = \"3 h\"\ndue_in = \"30 min\"\n";
    let results = watched(text);
    let told = [
        "work a nut 1 saw 0 60 1 60 ",
        "work d 1 nut 1 saw 180 240 1 60 30",
        "work d 2 nut 1 saw 360 420 1 60 30",
    ];
    assert_eq!(rows(&results), told);
    let csv = schedule_csv(&[results]);
    assert!(
        csv.contains(",2026-03-02 03:30,30\n") && csv.contains(",2026-03-02 06:30,30\n"),
        "{csv}"
    );
}

/// The drill throws every pin away: `a` is short when the second one is bored at 5:00, an hour after it was due, and not
/// when the run ends. The nut of `b` is cancelled at 1:00 while it waits for the saw, which makes it all the same until
/// 3:30; nobody waits for it any more, so that it is not late at 2:00.
#[test]
fn short_orders_are_late_until_nothing_more_comes_and_cancelled_ones_are_not_late() {
    let text = SHOP
        .replace("due = 2026-03-02T05:00:00", "due = 2026-03-02T04:00:00")
        .replace(
            "due = 2026-03-02T04:00:00\n[order.c]",
            "due = 2026-03-02T02:00:00\ncancelled = 2026-03-02T01:00:00\n[order.c]",
        )
        .replace("[station.drill]", "[station.drill]\nscrap = \"100 %\"");
    let told = [
        "work a pin 1 saw 0 120 2 120 60",
        "work a pin 2 drill 60 300 2 240 60",
        "setup b nut 1 saw 120 150 0 30 ",
        "work b nut 1 saw 150 210 1 60 ",
        "work c nut 1 saw 210 270 1 60 ",
    ];
    assert_eq!(rows(&watched(&text)), told);
}
