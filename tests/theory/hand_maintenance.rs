//! Planned work, worked by hand: due in mid cycle, on an idle machine, at an opportunity, in a window,
//! without its people, at dates, beside failures.

use gemba::observe::{OperatorState, State};

use State::{Blocked, Maintenance, OffShift, Repair, Starved, WaitOperator, Working};

use crate::hand_walking::watch;

/// A plant whose machine takes 10 min for a part, with planned work of 5 min and orders.
fn plant(more: &str, orders: &[(&str, u32)]) -> String {
    let mut text = "[plant]\nstart = 2026-03-02\n[run]\nlength = \"orders_done\"\n\
                    [line.main]\nstations = [\"machine\"]\n"
        .to_owned();
    for (number, (release, quantity)) in orders.iter().enumerate() {
        let order = "[order.NUMBER]\nrelease = 2026-03-02TRELEASE:00\nquantity = QUANTITY\n"
            .replace("NUMBER", &number.to_string())
            .replace("RELEASE", release)
            .replace("QUANTITY", &quantity.to_string());
        text += &order;
    }
    let own = if more.contains("[station.machine]") { "" } else { "[station.machine]\n" };
    let more = more.replace("[station.machine]", "[station.machine]\ncycle = \"10 min\"");
    let own = own.replace("[station.machine]", "[station.machine]\ncycle = \"10 min\"");
    text + &own + &more
}

/// Planned work of 5 min that is due after an interval of a clock.
fn clean(clock: &str, every: &str) -> String {
    format!(
        "[station.machine.maintenance.clean]\nclock = \"{clock}\"\nevery = {every}\ntime = \"5 min\"\n"
    )
}

fn states(more: &str, orders: &[(&str, u32)]) -> Vec<(i64, State)> {
    watch(&plant(more, orders)).machine(1)
}

/// Due at 15, in the second cycle, which ends at 20.
#[test]
fn the_cycle_under_way_ends_first() {
    let found = states(&clean("calendar", "\"15 min\""), &[("00:00", 3)]);
    assert_eq!(found, [(0, Working), (20, Maintenance), (25, Working), (35, Starved)]);
}

/// The clock of work says 15 in the second cycle and 35, which is 15 after 20, in the fourth.
#[test]
fn a_clock_of_work_waits_for_the_end_of_the_cycle() {
    let found = states(&clean("operating", "\"15 min\""), &[("00:00", 4)]);
    assert_eq!(found, [(0, Working), (20, Maintenance), (25, Working), (45, Maintenance)]);
}

/// At 15 the second part stops with 5 min left, which follow from 20 to 25. The clock, of time or of work,
/// says 15 again at 35 or at a reading of 30: at 35, just when the third part is done, which comes first.
#[test]
fn at_once_interrupts_the_cycle_and_the_part_goes_on() {
    for clock in ["calendar", "operating"] {
        let text = clean(clock, "\"15 min\"") + "when = \"immediate\"\n";
        let found = states(&text, &[("00:00", 3)]);
        let expected = [(0, Working), (15, Maintenance), (20, Working), (35, Maintenance)];
        assert_eq!(found, expected, "{clock}");
    }
}

/// Idle from 10 on; a part that comes at 17 waits until 20.
#[test]
fn an_idle_machine_is_maintained_at_once() {
    let found = states(&clean("calendar", "\"15 min\""), &[("00:00", 1), ("00:17", 1)]);
    let expected = [(0, Working), (10, Starved), (15, Maintenance), (20, Working), (30, Starved)];
    assert_eq!(found, expected);
}

/// From 20 min on at the first opportunity. Idle at 20 with the end of the second part; from 45, 20 after
/// 25, at 50.
#[test]
fn an_opportunity_is_an_empty_machine() {
    let text = clean("calendar", "\"100 min\"") + "when = \"opportunistic\"\nfrom = \"20 %\"\n";
    let found = states(&text, &[("00:00", 2), ("00:40", 1)]);
    let expected =
        [(0, Working), (20, Maintenance), (25, Starved), (40, Working), (50, Maintenance)];
    assert_eq!(found, expected);
}

/// A part that comes just when it may be done early is taken first.
#[test]
fn a_part_that_comes_at_the_same_instant_leaves_no_opportunity() {
    let text = clean("calendar", "\"100 min\"") + "when = \"opportunistic\"\nfrom = \"20 %\"\n";
    let found = states(&text, &[("00:00", 1), ("00:20", 1)]);
    let expected = [(0, Working), (10, Starved), (20, Working), (30, Maintenance)];
    assert_eq!(found, expected);
}

/// Busy without end: at 100 it is due, with the end of the tenth part.
#[test]
fn without_an_opportunity_it_is_due_in_the_end() {
    for clock in ["calendar", "operating"] {
        let text = clean(clock, "\"95 min\"") + "when = \"opportunistic\"\nfrom = \"20 %\"\n";
        let found = states(&text, &[("00:00", 11)]);
        assert_eq!(found, [(0, Working), (100, Maintenance), (105, Working), (115, Starved)]);
    }
}

/// The clock of work, or of cycles, has come to two cycles at 20, when the third part waits already; the
/// machine is empty at 30.
#[test]
fn clocks_of_work_and_cycles_find_opportunities() {
    for (clock, every) in [("operating", "\"50 min\""), ("cycles", "5")] {
        let text = clean(clock, every) + "when = \"opportunistic\"\nfrom = \"40 %\"\n";
        let found = states(&text, &[("00:00", 3), ("01:00", 1)]);
        let expected =
            [(0, Working), (30, Maintenance), (35, Starved), (60, Working), (70, Starved)];
        assert_eq!(found, expected, "{clock}");
    }
}

/// From 20 on it may be done; at 25 the machine fails for 8 min, in a cycle with 5 min left. Both run at
/// once, and planned work is shown.
#[test]
fn an_opportunity_is_a_failure() {
    let clocks = [("calendar", "\"100 min\"", 20), ("operating", "\"50 min\"", 40)];
    for (clock, every, from) in clocks {
        let early = format!("when = \"opportunistic\"\nfrom = \"{from} %\"\n");
        let jam = "[station.machine.failure.jam]\nat = [2026-03-02T00:25:00]\n\
                   repair = { time = \"8 min\" }\n";
        let found = states(&(clean(clock, every) + &early + jam), &[("00:00", 4)]);
        let expected =
            [(0, Working), (25, Maintenance), (30, Repair), (33, Working), (48, Starved)];
        assert_eq!(found, expected, "{clock}");
    }
}

/// A gives its second part to B at 40 only: it may be done from 25 on, and A is blocked then. A finished
/// part leaves in the middle of planned work, and the third one starts after it, at 45.
#[test]
fn an_opportunity_is_a_blocked_machine() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "orders_done"
[line.main]
stations = ["A", "B"]
[order.all]
product = "main"
quantity = 3
release = 2026-03-02
[station.A]
cycle = "10 min"
[station.A.maintenance.clean]
clock = "calendar"
every = "100 min"
when = "opportunistic"
from = "25 %"
time = "TIME"
[station.B]
cycle = "30 min"
buffer = 0
"#;
    let expected = [
        (0, Working),
        (20, Blocked),
        (25, Maintenance),
        (30, Blocked),
        (40, Working),
        (50, Blocked),
        (55, Maintenance),
        (60, Blocked),
        (70, Starved),
        (85, Maintenance),
        (90, Starved),
    ];
    assert_eq!(watch(&text.replace("TIME", "5 min")).machine(1), expected);
    let expected = [
        (0, Working),
        (20, Blocked),
        (25, Maintenance),
        (45, Working),
        (55, Blocked),
        (70, Maintenance),
        (90, Starved),
    ];
    assert_eq!(watch(&text.replace("TIME", "20 min")).machine(1), expected);
}

/// It may be done from 25 on, and the machine closes at 30, with the third part done: it is done behind
/// the closing, from 30 to 35, and may be done early again from 60 on, when the fourth part starts.
#[test]
fn an_opportunity_is_a_closed_machine() {
    let text = clean("calendar", "\"100 min\"")
        + "when = \"opportunistic\"\nfrom = \"25 %\"\n"
        + "[station.machine]\ncalendar = \"day\"\n[calendar.day]\n"
        + "mon = [\"00:00-00:30\", \"01:00-02:00\"]\n";
    let found = states(&text, &[("00:00", 4)]);
    assert_eq!(found, [(0, Working), (30, OffShift), (60, Working), (70, Maintenance)]);
}

/// Due at 15; the window opens at 30, and the machine works on until then. Due again at 50, in a cycle that
/// ends at 55: the window is open, or has just closed.
#[test]
fn a_window_is_waited_for_at_work() {
    let text = clean("calendar", "\"15 min\"")
        + "window = \"gap\"\n[calendar.gap]\nmon = [\"00:30-UNTIL\"]\n";
    let found = states(&text.replace("UNTIL", "01:00"), &[("00:00", 6)]);
    let expected = [
        (0, Working),
        (30, Maintenance),
        (35, Working),
        (55, Maintenance),
        (60, Working),
        (70, Starved),
    ];
    assert_eq!(found, expected);
    let found = states(&text.replace("UNTIL", "00:55"), &[("00:00", 6)]);
    assert_eq!(found, [(0, Working), (30, Maintenance), (35, Working), (65, Starved)]);
}

/// The same at once: the clock of work says 15 at 15, nothing happens, and at 32 the fourth part is
/// interrupted, with 8 min left.
#[test]
fn a_window_is_waited_for_and_interrupts() {
    let text = clean("operating", "\"15 min\"")
        + "when = \"immediate\"\nwindow = \"gap\"\n[calendar.gap]\nmon = [\"00:32-00:40\"]\n";
    let found = states(&text, &[("00:00", 5)]);
    assert_eq!(found, [(0, Working), (32, Maintenance), (37, Working), (55, Starved)]);
}

/// Nobody is there until 40, and the machine waits from 20 on. With 30 min of work the shift ends at 60,
/// 10 min of it are left for the next one, at 90.
#[test]
fn planned_work_waits_for_its_people() {
    let text = clean("calendar", "\"15 min\"").replace("time = \"5 min\"", "time = \"TIME\"")
        + "operators = { fitter = 1 }\n[crew.fitter]\ncount = 1\ncalendar = \"late\"\n\
           [calendar.late]\nmon = [\"00:40-01:00\", \"01:30-03:00\"]\n";
    let short = watch(&plant(&text.replace("TIME", "5 min"), &[("00:00", 3)]));
    let expected = [(0, Working), (20, Maintenance), (45, Working), (55, Starved)];
    assert_eq!(short.machine(1), expected);
    let there = [(0, OperatorState::Off), (40, OperatorState::Working), (45, OperatorState::Idle)];
    assert_eq!(short.person(1), there);
    assert_eq!(short.minutes_of(1, OperatorState::Working), 5);
    let long = watch(&plant(&text.replace("TIME", "30 min"), &[("00:00", 3)]));
    let expected = [(0, Working), (20, Maintenance), (100, Working), (110, Starved)];
    assert_eq!(long.machine(1), expected);
    assert_eq!(long.minutes_of(1, OperatorState::Working), 30);
}

/// Both are due at 15 and begin at 20: together, or one after the other if they need the same person, the
/// first until 25, so that it is due again at 40, and done after the third part.
#[test]
fn two_that_are_due_begin_together() {
    let text = clean("calendar", "\"15 min\"")
        + "[station.machine.maintenance.grease]\nclock = \"calendar\"\nevery = \"15 min\"\n\
           time = \"8 min\"\n";
    let found = states(&text, &[("00:00", 3)]);
    assert_eq!(found, [(0, Working), (20, Maintenance), (28, Working), (38, Starved)]);
    let both = text.replace("time =", "operators = { fitter = 1 }\ntime =") + "[crew.fitter]\n";
    let found = states(&both, &[("00:00", 3)]);
    assert_eq!(found, [(0, Working), (20, Maintenance), (33, Working), (43, Maintenance)]);
}

/// Due at 15, at 17 and at 40: from 20, the end of the cycle, to 25; the second one follows until 30, and no
/// part starts between them; the third one comes with the end of the third part. Every machine has it.
#[test]
fn planned_dates_that_pass_follow() {
    let dates = "[station.machine.maintenance.clean]\ntime = \"5 min\"\n\
                 at = [2026-03-02T00:15:00, 2026-03-02T00:17:00, 2026-03-02T00:40:00]\n";
    let expected = [(0, Working), (20, Maintenance), (30, Working), (40, Maintenance)];
    assert_eq!(states(dates, &[("00:00", 3)]), expected);
    let two = dates.to_owned() + "[station.machine]\nmachines = 2\n";
    let watched = watch(&plant(&two, &[("00:00", 6)]));
    assert_eq!((watched.machine(1), watched.machine(2)), (expected.to_vec(), expected.to_vec()));
}

/// The machine would jam 40 min after the start or the last planned work, which comes at 30 and at 65.
#[test]
fn planned_work_renews_the_clock_of_a_failure() {
    let jam = "[station.machine.failure.jam]\nclock = \"calendar\"\nevery = \"40 min\"\n\
               repair = { time = \"10 min\" }\n";
    let text = clean("calendar", "\"30 min\"") + "RENEWS" + jam;
    for renews in ["renews = [\"jam\"]\n", "renews = \"all\"\n"] {
        let found = states(&text.replace("RENEWS", renews), &[("00:00", 6)]);
        let expected = [(0, Working), (30, Maintenance), (35, Working), (65, Maintenance)];
        assert_eq!(found, expected);
    }
    let found = states(&text.replace("RENEWS", ""), &[("00:00", 4)]);
    let expected = [
        (0, Working),
        (30, Maintenance),
        (35, Working),
        (40, Repair),
        (50, Working),
        (55, Starved),
    ];
    assert_eq!(found, expected);
}

/// Jams after 20 min, at 20, 50 and 80, renew planned work that would be due 30 min later: at 60 it is
/// renewed in the instant in which it would be due.
#[test]
fn a_repair_renews_planned_work() {
    let jam = "[station.machine.failure.jam]\nclock = \"calendar\"\nevery = \"20 min\"\n\
               repair = { time = \"10 min\" }\nrenews = [\"clean\"]\n";
    let found = states(&(clean("calendar", "\"30 min\"") + jam), &[("00:00", 6)]);
    let expected =
        [(0, Working), (20, Repair), (30, Working), (50, Repair), (60, Working), (80, Repair)];
    assert_eq!(found, expected);
}

/// Every second part jams the machine, and the repair renews cleaning, which may be done early from 80 % of three parts
/// on, the third: it never is. At 20 and 50 the machine stands for the repair, and cleaning is done neither beside it
/// nor behind it.
#[test]
fn planned_work_does_not_begin_while_a_repair_renews_it() {
    let jam = "[station.machine.failure.jam]\nclock = \"cycles\"\nevery = 2\n\
               repair = { time = \"10 min\" }\nrenews = [\"clean\"]\n";
    for from in ["80 %", "60 %"] {
        let early = format!("when = \"opportunistic\"\nfrom = \"{from}\"\n");
        let text = clean("cycles", "3") + &early + jam;
        let expected = [(0, Working), (20, Repair), (30, Working), (50, Repair)];
        assert_eq!(states(&text, &[("00:00", 4)]), expected, "from {from}");
    }
}

/// A cycle that has failed at 12 is under way: planned work that is due at 15 waits for its end, at 28.
#[test]
fn an_interrupted_cycle_is_under_way() {
    let jam = "[station.machine.failure.jam]\nat = [2026-03-02T00:12:00]\n\
               repair = { time = \"8 min\" }\n";
    let found = states(&(clean("calendar", "\"15 min\"") + jam), &[("00:00", 3)]);
    let expected = [
        (0, Working),
        (12, Repair),
        (20, Working),
        (28, Maintenance),
        (33, Working),
        (43, Starved),
    ];
    assert_eq!(found, expected);
}

/// The same if the part is lost at 12: then nothing is under way, and planned work begins beside the
/// repair.
#[test]
fn a_lost_part_is_not_under_way() {
    let jam = "[station.machine.failure.jam]\nat = [2026-03-02T00:17:00]\n\
               repair = { time = \"8 min\" }\npart = \"scrap\"\n";
    let found = states(&(clean("calendar", "\"15 min\"") + jam), &[("00:00", 3)]);
    let expected = [(0, Working), (17, Maintenance), (22, Repair), (25, Working), (35, Starved)];
    assert_eq!(found, expected);
}

/// The part waits for its operator, who comes at 12, and so has not begun: planned work at 5 goes ahead.
#[test]
fn a_part_that_has_not_begun_waits() {
    let text = clean("calendar", "\"5 min\"").replace("time = \"5 min\"", "time = \"4 min\"")
        + "[station.machine]\noperators = { operator = 1 }\n[crew.operator]\ncalendar = \"late\"\n\
           [calendar.late]\nmon = [\"00:12-01:00\"]\n";
    let found = states(&text, &[("00:00", 1)]);
    let expected =
        [(0, WaitOperator), (5, Maintenance), (9, WaitOperator), (12, Working), (22, Maintenance)];
    assert_eq!(found, expected);
}

/// The first after 5 min, the others after 20: due at 5 and at 35.
#[test]
fn the_first_one_may_come_earlier() {
    let text = clean("calendar", "\"20 min\"") + "first = \"5 min\"\n";
    let found = states(&text, &[("00:00", 3)]);
    assert_eq!(found, [(0, Working), (10, Maintenance), (15, Working), (35, Maintenance)]);
}

/// After every second part.
#[test]
fn cycles_are_counted() {
    let found = states(&clean("cycles", "2"), &[("00:00", 4)]);
    assert_eq!(found, [(0, Working), (20, Maintenance), (25, Working), (45, Maintenance)]);
}

/// The machine jams at 22, during planned work until 25, for 10 min.
#[test]
fn a_failure_by_the_calendar_comes_in_planned_work_too() {
    let jam = "[station.machine.failure.jam]\nclock = \"calendar\"\nevery = \"22 min\"\n\
               repair = { time = \"10 min\" }\n";
    let found = states(&(clean("calendar", "\"15 min\"") + jam), &[("00:00", 3)]);
    let expected =
        [(0, Working), (20, Maintenance), (25, Repair), (32, Working), (42, Maintenance)];
    assert_eq!(found, expected);
}

/// A clock of open hours stands from 10 to 30: due at 35, while the fourth part is under way.
#[test]
fn a_clock_of_open_hours_stands_while_closed() {
    let text = clean("on_shift", "\"15 min\"")
        + "[station.machine]\ncalendar = \"day\"\n[calendar.day]\n\
           mon = [\"00:00-00:10\", \"00:30-02:00\"]\n";
    let found = states(&text, &[("00:00", 3)]);
    let expected = [
        (0, Working),
        (10, OffShift),
        (30, Working),
        (40, Maintenance),
        (45, Working),
        (55, Starved),
    ];
    assert_eq!(found, expected);
}

/// After 40 min, and from 20 on after 20: what is left, 20 min, becomes 10, so it is due at 30; then at 55.
#[test]
fn a_dated_change_stretches_the_clock() {
    let text = clean("calendar", "\"40 min\"")
        + "[change.more]\nfrom = 2026-03-02T00:20:00\n\
           [change.more.station.machine.maintenance.clean]\nevery = \"20 min\"\ntime = \"8 min\"\n";
    let found = states(&text, &[("00:00", 5)]);
    let expected = [(0, Working), (30, Maintenance), (38, Working), (58, Maintenance)];
    assert_eq!(found, expected);
}
