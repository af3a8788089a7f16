//! People by chance: who minds several machines, who is served first, who does not come.

use gemba::ids::{Id, OperatorId};
use gemba::observe::{Observer, OperatorState};
use gemba::plant::Plant;
use gemba::study::EntityKind;
use gemba::units::{Span, Time};

use crate::figures::Judged;
use crate::support::model;

/// One person who minds machines with half of the attention each serves two at a time: M/M/2 with 1.6
/// arrivals a minute waits 0.7111/(2 - 1.6) min. A. K. Erlang 1917.
#[test]
fn half_of_the_attention_is_a_second_server() {
    let judged = Judged::of(
        r#"
[run]
warm_up = "2000 min"
length = "300000 min"
replications = 20
[line.main]
stations = ["machine"]
[crew.minder]
[station.machine]
machines = 200
cycle = { dist = "exponential", mean = "1 min" }
operators = { minder = { attention = "50 %" } }
[demand.parts]
every = { mean = "37.5 s" }
"#,
    );
    // Idle with no part inside: (1 - 0.8)/(1 + 0.8).
    let mut judged = judged.station("machine", "queue_time", 0.711_111 / 0.4, 0.03);
    judged.is(EntityKind::Crew, "minder", "crew_utilisation", 1.0 - 0.2 / 1.8, 0.005);
    judged.end();
}

/// Two kinds of tasks for one person, 0.3 a minute each, a minute each on average.
fn two_classes(urgency: &str) -> Judged {
    Judged::of(&format!(
        r#"
[run]
warm_up = "2000 min"
length = "300000 min"
replications = 20
[line.high]
stations = ["first"]
[line.low]
stations = ["second"]
[crew.worker]
[station.first]
machines = 200
cycle = {{ dist = "exponential", mean = "1 min" }}
operators = {{ worker = 1 }}
{urgency}
[station.second]
machines = 200
cycle = {{ dist = "exponential", mean = "1 min" }}
operators = {{ worker = 1 }}
[demand.high]
every = {{ mean = "3.3333333 min" }}
products = {{ high = 1 }}
[demand.low]
every = {{ mean = "3.3333333 min" }}
products = {{ low = 1 }}
"#
    ))
}

/// A. Cobham 1954: whoever comes waits 0.6 min for the one in service, over what the classes leave.
#[test]
fn the_higher_priority_is_served_first() {
    let mut judged = two_classes("priority = 1");
    judged.is(EntityKind::Station, "first", "queue_time", 0.6 / 0.7, 0.03);
    judged.is(EntityKind::Station, "second", "queue_time", 0.6 / (0.7 * 0.4), 0.03);
    judged.end();
}

/// Who interrupts does not see the others at all; those take 1/(0.7 · 0.4) min in all.
#[test]
fn who_interrupts_does_not_see_the_others() {
    let mut judged = two_classes("priority = 1\ninterrupts = true");
    judged.is(EntityKind::Product, "high", "time_in_system", 1.0 / 0.7, 0.03);
    judged.is(EntityKind::Product, "low", "time_in_system", 1.0 / (0.7 * 0.4), 0.03);
    judged.end();
}

/// Shifts missed, and runs of them.
#[derive(Default)]
struct Missed {
    absent: Vec<bool>,
    was_absent: Vec<bool>,
    shifts: f64,
    away: f64,
    spells: f64,
}

impl Observer for Missed {
    fn operator_state(&mut self, person: OperatorId, to: OperatorState, now: Time) {
        let person = person.position();
        if self.absent.len() <= person {
            self.absent.resize(person + 1, false);
            self.was_absent.resize(person + 1, false);
        }
        let begins = now.ticks() % Span::from_days(1).ticks() == Span::from_hours(6).ticks();
        if begins && matches!(to, OperatorState::Absent | OperatorState::Idle) {
            let is_absent = to == OperatorState::Absent;
            self.shifts += 1.0;
            self.away += f64::from(u8::from(is_absent));
            self.spells += f64::from(u8::from(is_absent && !self.was_absent[person]));
            self.was_absent[person] = is_absent;
        }
    }
}

/// Share of shifts missed and mean length of a spell over 500 people and 400 days.
fn missed(absence: &str) -> (f64, f64) {
    let model = model(&format!(
        r#"
[plant]
start = 2026-03-02
calendar = "day"
[calendar.day]
mon-sun = "06:00-14:00"
[crew.hand]
count = 500
absence = {absence}
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 day"
operators = {{ hand = 1 }}
[run]
length = "400 days"
"#
    ));
    let mut plant = Plant::new(&model, 1, 0, Missed::default());
    assert!(plant.run_until(Time::ZERO + Span::from_days(400)));
    let missed = plant.into_observer();
    assert!((missed.shifts - 200_000.0).abs() < 2_000.0, "{}", missed.shifts);
    (missed.away / missed.shifts, missed.away / missed.spells)
}

/// By chance: the share has a standard error of sqrt(0.04 · 0.96/200,000) = 0.00044, and a spell is
/// 1/0.96 shifts long.
#[test]
fn absence_by_chance() {
    let (share, spell) = missed("\"4 %\"");
    assert!((share - 0.04).abs() < 0.0018, "{share}");
    assert!((spell - 1.0 / 0.96).abs() < 0.01, "{spell}");
}

/// In spells of five shifts: shifts in a row are correlated with r = 1 - 1/5 - 0.04/0.96/5 = 0.792, so
/// the standard error is (1 + r)/(1 - r) = 8.6 times as large in square: 0.0013. Some 1,600 spells:
/// their mean has a standard error of sqrt(5 · 4/1,600) = 0.11.
#[test]
fn absence_in_spells() {
    let (share, spell) = missed("{ share = \"4 %\", spell = \"5 days\" }");
    assert!((share - 0.04).abs() < 0.005, "{share}");
    assert!((spell - 5.0).abs() < 0.4, "{spell}");
}

/// How often somebody becomes absent on each day of the week, from Monday on.
#[derive(Default)]
struct Begun([f64; 7]);

impl Observer for Begun {
    fn operator_state(&mut self, _: OperatorId, to: OperatorState, now: Time) {
        if to == OperatorState::Absent {
            let (days, rest) = (now.ticks() / DAY, now.ticks() % DAY);
            assert_eq!(rest, 0, "at {now:?}");
            self.0[usize::try_from(days % 7).expect("a day of the week")] += 1.0;
        }
    }
}

const DAY: i64 = Span::from_days(1).ticks();

/// How often one of 500 people becomes absent on each day of the week, in 57 weeks: 28,500 chances. A hundred
/// of them are always at tasks that last beyond midnight.
fn begun(absence: &str, hours: &str) -> [f64; 7] {
    let model = model(&format!(
        r#"
[plant]
start = 2026-03-02
[calendar.long]
{hours}
[crew.hand]
calendar = "long"
count = 500
absence = {absence}
[line.main]
stations = ["bench"]
[station.bench]
machines = 100
cycle = "31 h"
operators = {{ hand = 1 }}
[run]
length = "57 weeks"
"#
    ));
    let mut plant = Plant::new(&model, 1, 0, Begun::default());
    assert!(plant.run_until(Time::ZERO + Span::from_days(7 * 57)));
    assert_eq!(plant.audit(), Ok(()));
    plant.into_observer().0.map(|count| count / 28_500.0)
}

/// A shift from Monday to Friday is missed by days. On Monday all who miss the day are told, 20 %, on other days
/// who was there the day before: 0.8 · 0.2, or in spells of five days 0.8 · 0.2/0.8/5. Four standard errors of
/// single chances are at most 4 · sqrt(0.2 · 0.8/28,500) = 0.0095; in spells Mondays are correlated by 0.8⁵, a
/// week apart, which makes it sqrt((1 + 0.33)/(1 - 0.33)) = 1.41 times as much.
#[test]
fn shifts_that_last_for_days_are_missed_by_days() {
    let week = "mon-fri = \"00:00-24:00\"";
    let always = "mon-sun = \"00:00-24:00\"";
    let is = |found: [f64; 7], expected: [f64; 7], within: f64| {
        let differ = found.iter().zip(expected).any(|(found, it)| (found - it).abs() > within);
        assert!(!differ, "{found:?} instead of {expected:?}");
    };
    is(begun("\"20 %\"", week), [0.2, 0.16, 0.16, 0.16, 0.16, 0.0, 0.0], 0.0095);
    is(begun("\"20 %\"", always), [0.16; 7], 0.0095);
    let spells = "{ share = \"20 %\", spell = \"5 days\" }";
    is(begun(spells, week), [0.2, 0.04, 0.04, 0.04, 0.04, 0.0, 0.0], 0.0134);
}
