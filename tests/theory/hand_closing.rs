//! What would not end before the closing does not start: breaks and overtime counted, worked by hand.

use gemba::ids::MachineId;
use gemba::observe::{Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;
use crate::visits::minute;

/// The minutes at which the cycles of a cell with one person end in its first days.
fn ends(crew: &str, station: &str, more: &str, days: i64) -> Vec<i64> {
    let text = format!(
        r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-fri = "06:00-14:00"
breaks = [{{ at = "13:00", for = "30 min" }}]
[run]
length = "28 days"
[crew.hand]
{crew}
[station.cell]
operators = {{ hand = 1 }}
{station}
[line.main]
stations = ["cell"]
{more}
"#
    );
    let model = model(&text);
    let mut plant = Plant::new(&model, 1, 0, Trace::default());
    assert!(plant.run_until(Time::ZERO + Span::from_days(days)), "{:?}", plant.stopped());
    assert_eq!(plant.audit(), Ok(()));
    let trace = plant.into_observer();
    let done = trace.lines().iter().filter_map(|&(at, told)| match told {
        Told::Done(machine, _) => Some((machine, minute(at))),
        _ => None,
    });
    let first = <MachineId as gemba::ids::Id>::at(0);
    done.map(|(machine, at)| (assert_eq!(machine, first), at).1).collect()
}

const NO_START: &str = "cycle = \"52 min\"\nat_close = \"no_start\"";

/// From 06:00 on eight cycles of 52 min end by 12:56. The ninth would stand from 13:00 to 13:30 and
/// end at 14:18: it waits for the next day, and every day is like the first.
#[test]
fn a_break_before_the_closing_is_counted() {
    let day = |day: i64| (1..=8).map(move |n| (day * 24 + 6) * 60 + n * 52);
    assert_eq!(ends("", NO_START, "", 3), (0..3).flat_map(day).collect::<Vec<_>>());
}

/// Whoever finishes before going on a break ends it at 13:48.
#[test]
fn who_finishes_before_the_break_ends_before_the_closing() {
    let ends = ends("at_shift_end = \"finish\"", NO_START, "", 1);
    assert_eq!(ends.last(), Some(&(13 * 60 + 48)));
}

/// A cycle of 50 min from 12:40 on stands from 13:00 to 13:30 and ends at 14:00, in time.
#[test]
fn what_ends_with_the_closing_starts() {
    let ends = ends("", "cycle = \"50 min\"\nat_close = \"no_start\"", "", 1);
    assert_eq!(ends.last(), Some(&(14 * 60)));
}

/// Overtime from 14:00 to 16:00 is known before: with the ninth from 12:56 on, which stands in the
/// break and ends at 14:18, the tenth ends at 15:10 and the eleventh would at 16:02.
#[test]
fn planned_overtime_that_meets_the_closing_is_counted() {
    let overtime = "[overtime.late]\ncrews = { hand = 1 }\non = [2026-03-02]\nfrom = \"14:00\"\n\
                    hours = \"2 h\"\n";
    let late = ends("", NO_START, overtime, 1);
    assert_eq!(late[8..], [14 * 60 + 18, 15 * 60 + 10]);
    // Refused by some, it cannot be counted on; that nobody refuses it this time is chance.
    let refused = format!("{overtime}accepts = \"99 %\"\n");
    assert_eq!(ends("", NO_START, &refused, 1).get(8), Some(&(14 * 60 + 52)));
}

/// A person who starts nothing late knows of the own overtime, too: from 13:30 on, of which the
/// first ends at 14:22, cycles of 52 min end until 15:14. Without overtime nothing begins at 12:56.
#[test]
fn who_starts_nothing_late_knows_of_the_overtime_to_come() {
    let overtime = "[overtime.late]\ncrews = { hand = 1 }\non = [2026-03-02]\nfrom = \"14:00\"\n\
                    hours = \"2 h\"\n";
    let crew = "at_shift_end = \"no_start\"";
    let station = "cycle = \"52 min\"";
    assert_eq!(ends(crew, station, "", 1).len(), 8);
    let late = ends(crew, station, overtime, 1);
    assert_eq!(late[8..], [14 * 60 + 22, 15 * 60 + 14]);
}
