//! How many people a plant has, how long they are there, how far they walk, what they make in a paid hour, and
//! how often they break rules.

use super::rows::{Value, sums};
use super::walk::{Doings, metres};
use crate::model::Model;
use crate::observe::Tally;
use crate::units::{Span, Time};

/// The figures of it, for a plant that has people.
pub(super) const FIGURES: &[&str] = &["people", "hours_paid", "overtime", "parts_per_paid_hour"];

/// The figure of it besides, for a plant in which people walk.
pub(super) const WAYS: &[&str] = &["distance_walked"];

/// The figure of it besides, for a plant with rules of working time.
pub(super) const RULES: &[&str] = &["violations"];

/// Their values in a replication that ended at `end` with so many good parts.
pub(super) fn values(model: &Model, tally: &Tally, finished: u64, end: Time) -> Vec<Value> {
    let all = || model.operators.ids();
    let paid: f64 = all().map(|operator| tally.hours().of(operator).paid().hours()).sum();
    let states = sums(all().map(|operator| tally.operator(operator, end)));
    let overtime = Doings::of(|state| states[state as usize] as f64).overtime;
    let mut values = vec![
        Value::Plain(people(model, (tally.begin(), end))),
        Value::Plain(paid),
        Value::Plain(overtime / Span::from_minutes(1).ticks() as f64),
        Value::Ratio(finished as f64, paid),
    ];
    if model.has_walkers() {
        values.push(Value::Plain(metres(tally, all())));
    }
    if let Some(breaches) = tally.hours().breaches() {
        let counts = breaches.counts.iter().flatten();
        values.push(Value::Plain(counts.map(|&count| f64::from(count)).sum()));
    }
    values
}

/// People of all crews, averaged over a stretch of time: a change may bring some or take them away.
fn people(model: &Model, (begin, end): (Time, Time)) -> f64 {
    let periods = model.periods_until(end);
    let of = |plant: &Model| plant.crews.iter().map(|crew| f64::from(crew.count)).sum::<f64>();
    let all = (end - begin).ticks() as f64;
    if periods.len() == 1 || all <= 0.0 {
        return of(model);
    }
    let sum = periods.iter().map(|(from, until, plant)| {
        let time = (*until - begin.max(*from)).max(Span::ZERO);
        of(plant) * time.ticks() as f64
    });
    sum.sum::<f64>() / all
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};
    use crate::study::{Results, Settings, run};

    fn results(text: &str) -> Results {
        let files = Memory::default().with("plant.toml", text);
        let scenario = read(&files, "plant.toml").scenario.expect("it is right");
        let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
        run(&model, &Settings { threads: 1, ..Settings::default() }, &())
    }

    /// By hand: one fitter, and two more from the second week on: (1 + 3) / 2. A part takes an hour;
    /// there is one bench: 40 parts in each week, for 40 and 120 paid hours.
    #[test]
    fn people_are_averaged_over_time_and_parts_are_told_by_the_hours_paid() {
        let results = results(
            r#"
[plant]
start = 2026-03-02
[run]
length = "2 weeks"
replications = 2
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = { fitter = 1 }
[calendar.day]
mon-fri = "06:00-14:00"
[crew.fitter]
calendar = "day"
[change.more]
from = 2026-03-09
crew.fitter.count = 3
"#,
        );
        let of = |id: &str| results.plant(id).expect("there are people").interval.estimate;
        assert!((of("people") - 2.0).abs() < 1e-12);
        assert!((of("parts_per_paid_hour") - 0.5).abs() < 1e-12);
        assert!((of("hours_paid") - 160.0).abs() < 1e-9);
        assert!(of("overtime").abs() < 1e-12);
    }

    /// Nine hours a day where eight are allowed, five days, two people of a crew and one of another: 15 times.
    #[test]
    fn violations_of_a_plant_are_those_of_all_its_people() {
        let text = r#"
[plant]
start = 2026-03-02
[run]
length = "1 week"
[line.main]
stations = ["bench"]
[station.bench]
cycle = "1 h"
operators = { fitter = 1 }
[calendar.day]
mon-fri = "06:00-15:00"
[crew.fitter]
count = 2
calendar = "day"
[crew.other]
skills = ["fitter"]
calendar = "day"
[rules.working_time]
max_daily = "8 h"
"#;
        let told =
            |text: &str| results(text).plant("violations").map(|figure| figure.interval.estimate);
        assert_eq!(told(text), Some(15.0));
        assert_eq!(told(text.split("[rules").next().expect("it is there")), None);
    }
}
