//! Training beside overtime, worked by hand.

use gemba::ids::{Id, OperatorId};
use gemba::observe::OperatorState;
use gemba::units::{Span, Time};

use crate::hand_roster::watch;
use crate::support::model;

/// Late shifts, and two hours of training on Tuesday, from 14:00 on. Overtime of Monday evening, which ends at
/// 01:00 of that day, that of Tuesday from 10:00 to 11:00 and that of the evening, in all 7 h, have nothing to
/// do with it; that from 12:00 to 14:30 does.
#[test]
fn training_keeps_from_overtime_from_its_first_hour_on() {
    let overtime = |name: &str, day: u32, from: &str, minutes: u32| {
        format!(
            "[overtime.{name}]\ncrews = {{ fit = 1 }}\non = [2026-03-0{day}]\nfrom = \"{from}\"\n\
             hours = \"{minutes} min\"\n"
        )
    };
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "3 days"
[line.main]
stations = ["bench"]
[station.bench]
cycle = "30 min"
operators = { fit = 1 }
[calendar.late]
mon-fri = "14:00-22:00"
[crew.fit]
calendar = "late"
[crew.fit.training.check]
hours = "2 h"
on = 2026-03-03
"#
    .to_owned()
        + &overtime("monday", 2, "22:00", 180)
        + &overtime("morning", 3, "10:00", 60)
        + &overtime("noon", 3, "12:00", 150)
        + &overtime("evening", 3, "22:00", 180);
    let (_, tally) = watch(&model(&text), 3 * 1440);
    let end = Time::ZERO + Span::from_days(3);
    let states = tally.operator(OperatorId::at(0), end);
    assert_eq!(states[OperatorState::Overtime as usize], Span::from_hours(7));
    assert_eq!(states[OperatorState::Training as usize], Span::from_hours(2));
}

/// A piece of 2 h at 14:50 fits with overtime from 16:00 to 17:00, to which everybody comes: also somebody who
/// is in training on the day after. Whoever is in training until Tuesday, 10:00, begins it then.
#[test]
fn who_starts_nothing_late_counts_on_overtime_before_a_training() {
    let done = |hours: u32, day: u32| {
        let text = format!(
            r#"
[plant]
start = 2026-03-02
[run]
length = "2 days"
[calendar.day]
mon-fri = "08:00-16:00"
[crew.fit]
calendar = "day"
at_shift_end = "no_start"
[crew.fit.training.check]
hours = "{hours} h"
on = 2026-03-0{day}
[overtime.late]
crews = {{ fit = 1 }}
on = [2026-03-02]
from = "16:00"
hours = "1 h"
[station.bench]
cycle = "2 h"
operators = {{ fit = 1 }}
[product.main]
route = ["bench"]
[order.1]
product = "main"
release = 2026-03-02T14:50:00
"#
        );
        watch(&model(&text), 2 * 1440).0
    };
    assert_eq!(done(2, 3), [16 * 60 + 50]);
    assert_eq!(done(10, 2), [1440 + 12 * 60]);
}

/// The first of two people has lost the skill by Saturday, so the second comes for the station that asks for it,
/// and on the Saturday after, too, whoever has done more overtime.
#[test]
fn whoever_can_do_something_is_asked_first_for_overtime() {
    let text = r#"
[plant]
start = 2026-03-02
[run]
length = "2 weeks"
[calendar.day]
mon-fri = "06:00-14:00"
[line.main]
stations = ["gauge"]
[station.gauge]
cycle = "1 h"
operators = { check = 1 }
[crew.fit]
count = 2
calendar = "day"
skills = ["check"]
[crew.fit.expires.check]
on = 2026-03-04
people = 1
[overtime.saturday]
crews = { fit = 1 }
opens = ["gauge"]
days = "sat"
from = "06:00"
hours = "8 h"
"#;
    let (done, tally) = watch(&model(text), 14 * 1440);
    let end = Time::ZERO + Span::from_days(14);
    let overtime =
        |person| tally.operator(OperatorId::at(person), end)[OperatorState::Overtime as usize];
    assert_eq!((overtime(0), overtime(1)), (Span::ZERO, Span::from_hours(16)));
    assert_eq!(done.len(), 12 * 8);
}
