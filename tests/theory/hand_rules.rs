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

/// Shifts of twelve hours from 18:00 on, of which ten are allowed. Of the second one six are in the run of two
/// days.
#[test]
fn hours_behind_the_end_of_the_run_are_not_barred() {
    let text = PLANT.replace("4 weeks", "2 days").replace("06:00-14:00", "18:00-06:00");
    let results = results(&format!("{text}max_daily = \"10 h\"\n"));
    assert_of(&results, "hours_barred", 18.0);
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

/// A plant of one crew with its own hours and rules, from Monday, March 2, 2026 on.
fn plant(weeks: u32, hours: &str, rules: &str) -> String {
    format!(
        r#"
[plant]
start = 2026-03-02
[run]
length = "{weeks} weeks"
replications = 1
[calendar.k]
{hours}
[crew.fitter]
calendar = "k"
[line.l]
stations = ["s"]
[station.s]
calendar = "always"
cycle = "10 min"
operators = {{ fitter = 1 }}
[rules.working_time]
{rules}
"#
    )
}

/// Twelve hours on five days, 48 allowed: Friday is off anyway. Two hours of overtime on Wednesday would
/// cost the twelve of Thursday, too, so nobody is called.
#[test]
fn overtime_takes_no_shift_away_though_a_later_one_is_off_anyway() {
    let rules = "max_weekly_average = \"48 h\"\nreference_period = \"1 week\"\nenforce = true\n\
                 [overtime.o]\ncrews = { fitter = 1 }\ndays = \"wed\"\nfrom = \"18:00\"\nhours = \"2 h\"";
    let results = results(&plant(1, "mon-fri = \"06:00-18:00\"", rules));
    assert_of(&results, "hours_worked", 48.0);
    assert_of(&results, "hours_barred", 12.0);
    assert_of(&results, "calls_barred", 1.0);
}

/// Leave until Tuesday, 06:00, and then twelve hours where ten are allowed: they are off.
#[test]
fn a_shift_that_follows_on_leave_is_judged_like_any_other() {
    let hours = "mon = \"18:00-06:00\"\ntue = \"06:00-18:00\"";
    let rules = "max_daily = \"10 h\"\nenforce = true\n[roster]\ncodes = { U = \"leave\" }\n\
                 [roster.person.fitter]\n2026-03-02 = \"U\"";
    let results = results(&plant(1, hours, rules));
    assert_of(&results, "hours_barred", 12.0);
    assert_of(&results, "violations", 0.0);
}

/// Nobody works before Wednesday, 18:00, and four hours a day from then on: 66 hours are a rest.
#[test]
fn the_rest_before_the_first_work_of_all_is_one() {
    let hours = "wed = \"18:00-22:00\"\nthu-sun = \"14:00-18:00\"";
    assert_of(&results(&plant(1, hours, "weekly_rest = \"35 h\"")), "violations", 0.0);
}

/// From Wednesday on, so the week of March 2 is not known whole: whoever works on its Sunday works on
/// Monday, too.
#[test]
fn a_week_that_is_not_known_whole_keeps_nobody_away() {
    let hours = "sun = \"08:00-12:00\"\nmon = \"08:00-12:00\"";
    let text = plant(2, hours, "weekly_rest = \"35 h\"\nenforce = true");
    let results = results(&text.replace("2026-03-02", "2026-03-04"));
    assert_of(&results, "hours_barred", 0.0);
    assert_of(&results, "hours_worked", 16.0);
}

/// Nights on every day, but for the one of Sunday, March 8, on leave: from Sunday 06:00 to Monday 22:00
/// are 40 of the 45 h asked. The week after has no day off at all.
#[test]
fn a_rest_with_leave_across_the_end_of_the_week_is_as_long_as_it_is() {
    let rules = "weekly_rest = \"45 h\"\n[roster]\ncodes = { U = \"leave\" }\n\
                 [roster.person.fitter]\n2026-03-08 = \"U\"";
    assert_of(&results(&plant(2, "mon-sun = \"22:00-06:00\"", rules)), "violations", 2.0);
    let kept = rules.replace("45 h", "40 h");
    assert_of(&results(&plant(2, "mon-sun = \"22:00-06:00\"", &kept)), "violations", 1.0);
}

/// What `check` says that rules keep people from is what they are kept from in a run, where nobody is absent:
/// shifts of eight hours of two people, and one who is called for three hours on each Tuesday and Wednesday.
#[test]
fn a_check_knows_what_a_run_bars() {
    let text = PLANT.replace("calendar = \"day\"", "calendar = \"day\"\ncount = 2")
        + "max_weekly_average = \"40 h\"\nmax_overtime_weekly = \"4 h\"\n[calendar.short]\nmon-thu = \"06:00-14:00\"\n\
           [crew.other]\ncalendar = \"short\"\nskills = [\"fitter\"]\n[overtime.evening]\ncrews = { other = 1 }\n\
           days = \"tue,wed\"\nfrom = \"14:00\"\nhours = \"3 h\"\n";
    let said = complaints(&text);
    assert!(said.contains("`fitter` stay away from 16 of their 56 shifts"), "{said}");
    assert!(said.contains("kept from 4 of 8 times by `max_overtime_weekly` (4 h)"), "{said}");
    let results = results(&text);
    assert_of(&results, "hours_barred", 16.0 * 8.0);
    let calls = results.of(EntityKind::Crew, "other", "calls_barred").expect("it is called");
    assert!((calls.interval.estimate - 4.0).abs() < 1e-9);
}

fn complaints(text: &str) -> String {
    use gemba::scenario::{Memory, read};
    let mut reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    let scenario = reading.scenario.expect("it is right");
    gemba::model::compile(&scenario, &mut reading.diagnostics).expect("it is right");
    reading.diagnostics.plain(&reading.sources)
}
