//! Rosters that obey, worked by hand.

use gemba::study::{EntityKind, Results, Settings, run};

use crate::support::model;

fn results(text: &str) -> Results {
    run(&model(text), &Settings { threads: 1, ..Settings::default() }, &())
}

fn of_crew(results: &Results, kpi: &str) -> f64 {
    results.of(EntityKind::Crew, "fitter", kpi).expect("the crew has it").interval.estimate
}

fn assert_of(results: &Results, kpi: &str, right: f64) {
    let found = of_crew(results, kpi);
    assert!((found - right).abs() < 1e-9, "{kpi}: {found} for {right}");
}

const PLANT: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "4 weeks"
replications = 1
[line.main]
stations = ["bench"]
[station.bench]
cycle = "30 min"
operators = { fitter = 1 }
[calendar.day]
mon-sun = "06:00-14:00"
[crew.fitter]
calendar = "day"
labour_cost = "30 EUR/h"
[rules.working_time]
enforce = true
"#;

/// Eight hours a day, and 40 a week allowed: from Monday to Friday. Saturday and Sunday are off, and
/// nobody is paid for them: 2 x 8 h in each of four weeks.
#[test]
fn a_shift_that_would_break_the_average_is_not_worked_and_not_paid() {
    let results = results(&format!("{PLANT}max_weekly_average = \"40 h\"\n"));
    assert_of(&results, "hours_barred", 64.0);
    assert_of(&results, "hours_paid", 160.0);
    assert_of(&results, "labour_cost", 4800.0);
    assert_of(&results, "violations", 0.0);
    let weekend = results.staff.plan.iter().filter(|row| {
        let day = row.day.since_start().hours() / 24.0;
        day.rem_euclid(7.0) >= 5.0
    });
    assert_eq!(weekend.count(), 0);
}

/// 35 h of rest in each week, and work on every day. The first week has none until its end, so on Monday
/// of the second the rest goes on: Sunday 14:00 to Tuesday 06:00 are 40 h. They began on the Sunday of
/// the first week, so the second has none of its own, and so on: each Monday but the first is off.
#[test]
fn a_rest_that_is_missing_is_taken_before_the_next_week_begins() {
    let results = results(&format!("{PLANT}weekly_rest = \"35 h\"\n"));
    assert_of(&results, "hours_barred", 24.0);
    assert_of(&results, "violations", 0.0);
}

/// Overtime from 14:00 to 20:00 is within ten hours of work only if it is two hours long, and a rest of 11 h
/// would end at 07:00: nobody is called on any day.
#[test]
fn nobody_is_called_for_overtime_that_would_break_a_day_or_the_rest_before_the_next() {
    let overtime = |from: &str, hours: &str| {
        format!(
            "{PLANT}max_daily = \"10 h\"\nmin_daily_rest = \"11 h\"\n[overtime.late]\n\
             crews = {{ fitter = 1 }}\ndays = \"mon-sun\"\nfrom = \"{from}\"\nhours = \"{hours}\"\n"
        )
    };
    let long = results(&overtime("14:00", "6 h"));
    assert_eq!((of_crew(&long, "overtime"), of_crew(&long, "calls_barred")), (0.0, 28.0));
    let short = results(&overtime("14:00", "2 h"));
    assert_eq!((of_crew(&short, "overtime"), of_crew(&short, "calls_barred")), (28.0 * 120.0, 0.0));
    // From 18:00 to 20:00 it is ten hours of work, and ten hours of rest until 06:00.
    let late = results(&overtime("18:00", "2 h"));
    assert_eq!((of_crew(&late, "overtime"), of_crew(&late, "calls_barred")), (0.0, 28.0));
    for found in [long, short, late] {
        assert_eq!((of_crew(&found, "hours_barred"), of_crew(&found, "violations")), (0.0, 0.0));
    }
}
