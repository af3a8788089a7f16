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
