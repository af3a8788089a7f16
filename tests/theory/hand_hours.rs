//! Rules of working time, worked by hand: who breaks which, when and how often; and what rosters break
//! by themselves.

use gemba::diagnostic::Severity;
use gemba::model::{Rule, compile};
use gemba::scenario::{Memory, read};
use gemba::study::{EntityKind, Results, Settings, run};
use gemba::units::{Span, Time, date_text};

use crate::support::model;

/// A plant of one bench that needs nobody of the crews that are watched.
fn plant(start: &str, length: &str, crews: &str, rules: &str) -> String {
    format!(
        "[plant]\nstart = {start}\n[run]\nlength = \"{length}\"\nreplications = 1\n\
         [line.main]\nstations = [\"bench\"]\n[station.bench]\ncycle = \"1 h\"\n{crews}\n\
         [rules.working_time]\n{rules}\n"
    )
}

fn results(text: &str) -> Results {
    run(&model(text), &Settings { threads: 1, ..Settings::default() }, &())
}

/// The violations of the first run: person, rule and date.
fn violations(results: &Results, start: jiff::civil::Date) -> Vec<(String, Rule, String)> {
    let told = |one: &gemba::study::Violation| {
        (format!("{}/{}", one.crew, one.number), one.rule, date_text(start, one.at))
    };
    results.hours.violations.iter().map(told).collect()
}

/// How often a rule is broken, as a number is written.
fn count(results: &Results, rule: Rule) -> String {
    let figure = results.of(EntityKind::Rule, rule.key(), "violations");
    figure.expect("a rule of the plant").interval.estimate.to_string()
}

/// What `check` says of rosters.
fn rosters(text: &str) -> Vec<String> {
    let mut reading = read(&Memory::default().with("plant.toml", text), "plant.toml");
    let scenario = reading.scenario.as_ref().expect("it is right");
    compile(scenario, &mut reading.diagnostics).expect("it is right");
    let told = reading.diagnostics.iter().filter(|one| one.severity == Severity::Warning);
    told.filter(|one| one.code == "W103").map(|one| one.message.clone()).collect()
}

const START: jiff::civil::Date = jiff::civil::date(2026, 3, 2);

/// A crew that changes from late to early in the middle of the week, two weeks long.
///
/// Late Mon 2, Tue 3 March 14:00-22:00; early Wed 4 to Fri 6 06:00-14:00: between Tue 22:00 and Wed 06:00
/// are 8 h. The working day that began on Tue 14:00 may have work until 03:00, with 11 h of rest before
/// its 24 h are over: it is broken on Wed 06:00, once. By Wed 14:00, when it ends, it has 16 h of work:
/// more than 10 h from Wed 08:00 on. The shift of Wed ends as its day does, and Thu begins 16 h later.
#[test]
fn a_quick_change_from_late_to_early_breaks_the_daily_rest_once() {
    let crews = r#"
[crew.swing]
calendar = "swing"
[calendar.swing]
extra = [
  { date = 2026-03-02, hours = "14:00-22:00" },
  { date = 2026-03-03, hours = "14:00-22:00" },
  { date = 2026-03-04, hours = "06:00-14:00" },
  { date = 2026-03-05, hours = "06:00-14:00" },
  { date = 2026-03-06, hours = "06:00-14:00" },
]
"#;
    let rules = "min_daily_rest = \"11 h\"\nmax_daily = \"10 h\"";
    let text = plant("2026-03-02", "2 weeks", crews, rules);
    let found = violations(&results(&text), START);
    let swing = |rule, at: &str| ("swing/1".to_owned(), rule, at.to_owned());
    let by_hand =
        [swing(Rule::MinDailyRest, "2026-03-04 06:00"), swing(Rule::MaxDaily, "2026-03-04 08:00")];
    assert_eq!(found, by_hand);
    let told = [
        "the roster of `swing` breaks `max_daily` (10 h) on 2026-03-04",
        "the roster of `swing` breaks `min_daily_rest` (11 h) on 2026-03-04",
    ];
    assert_eq!(rosters(&text), told);
}

/// Ten shifts of 8 h with a break after 3 h (30 min, unpaid): pieces of 3 h and 4.5 h. Without the break
/// each shift is a piece of 8 h, broken after 6 h, at noon. Two people: 20 times. A rest that is split,
/// 06:00-10:00 and 14:00-18:00, is no broken rest: from 18:00 on there are 12 h.
#[test]
fn a_break_is_due_after_six_hours_and_a_split_shift_is_no_short_rest() {
    let crews = |breaks: &str, hours: &str| {
        format!(
            "[crew.pair]\ncount = 2\ncalendar = \"day\"\n[calendar.day]\nmon-fri = {hours}\n{breaks}"
        )
    };
    let rules = "break_after = \"6 h\"\nmin_daily_rest = \"11 h\"\nmax_daily = \"8 h\"";
    let breaks = "breaks = [{ at = \"09:00\", for = \"30 min\", paid = false }]";
    let of = |breaks: &str, hours: &str| {
        results(&plant("2026-03-02", "2 weeks", &crews(breaks, hours), rules))
    };
    let long = of("", "\"06:00-14:00\"");
    assert_eq!(count(&long, Rule::BreakAfter), "20");
    let first = &long.hours.violations[0];
    assert_eq!((first.rule, first.at), (Rule::BreakAfter, Time::ZERO + Span::from_hours(12)));
    assert_eq!(long.hours.violations.len(), 20);
    assert!(of(breaks, "\"06:00-14:00\"").hours.violations.is_empty());
    assert!(of("", "[\"06:00-10:00\", \"14:00-18:00\"]").hours.violations.is_empty());
}

/// Two weeks from Monday 2 March. `six` works Monday to Saturday 06:00-18:00 with an hour of break: from
/// Saturday 18:00 to Monday 06:00 are 36 h, which is enough where 35 h are asked for; it begins in the
/// week, so it is of that week. `seven` works on Sunday too: 12 h of rest at most, both weeks broken.
/// `nights` works five nights from Sunday 22:00 to Friday 06:00: Friday 06:00 to Sunday 22:00 are 64 h.
/// Weeks are over when the next one begins, so the second is known at the end of the run, Monday 16.
#[test]
fn a_week_needs_a_rest_that_begins_in_it() {
    let crews = r#"
[crew.six]
calendar = "six"
[crew.seven]
calendar = "seven"
[crew.nights]
calendar = "nights"
[calendar.six]
mon-sat = "06:00-18:00"
breaks = [{ at = "12:00", for = "1 h" }]
[calendar.seven]
mon-sun = "06:00-18:00"
breaks = [{ at = "12:00", for = "1 h" }]
[calendar.nights]
sun-thu = "22:00-06:00"
"#;
    let rules = "weekly_rest = \"35 h\"";
    let crews = crews.replace("sun-thu", "\"sun,mon,tue,wed,thu\"");
    let text = plant("2026-03-02", "2 weeks", &crews, rules);
    let found = violations(&results(&text), START);
    let seven = |at: &str| ("seven/1".to_owned(), Rule::WeeklyRest, at.to_owned());
    // The rest of the second week has begun on Sunday 18:00, and nobody knows how long it will be.
    assert_eq!(found, [seven("2026-03-02 00:00")]);
    let longer = results(&plant("2026-03-02", "15 days", &crews, rules));
    let both = [seven("2026-03-02 00:00"), seven("2026-03-09 00:00")];
    assert_eq!(violations(&longer, START), both);
    let told = ["the roster of `seven` breaks `weekly_rest` (35 h) in the week of 2026-03-02"];
    assert_eq!(rosters(&text), told);
}

/// 55 h a week (11 h on five days) against 48 h on average over 4 weeks, 192 h in all. In a run of two
/// weeks only 110 h are known. With 40 and 45 h in the two weeks before: 40 + 45 + 55 = 140 after the
/// first week, of which one more is not known, and 195 after the second: broken in the week of 9 March.
/// With 40 h in both, 190 h: not broken. A second person has worked 60 h three times: 180 + 55 = 235
/// breaks the first week, 60 + 60 + 55 + 55 = 230 the second.
#[test]
fn what_was_worked_before_counts_in_the_average() {
    let crews = r#"
[crew.fitter]
count = 2
calendar = "long"
[calendar.long]
mon-fri = "06:00-18:00"
breaks = [{ at = "12:00", for = "1 h" }]
"#;
    let rules = "max_weekly_average = \"48 h\"\nreference_period = \"4 weeks\"";
    let with = |past: &str| {
        let text = plant("2026-03-02", "2 weeks", crews, rules);
        violations(&results(&format!("{text}[today.hours_worked]\n{past}")), START)
    };
    assert!(with("").is_empty());
    let broken = |who: &str, at: &str| (who.to_owned(), Rule::MaxWeeklyAverage, at.to_owned());
    let (first, second) = ("2026-03-02 00:00", "2026-03-09 00:00");
    let one = with("\"fitter/1\" = [\"40 h\", \"45 h\"]");
    assert_eq!(one, [broken("fitter/1", second)]);
    assert!(with("\"fitter/1\" = [\"40 h\", \"40 h\"]").is_empty());
    let both = with("fitter = [\"60 h\", \"60 h\", \"60 h\"]\n\"fitter/1\" = [\"0 h\"]");
    assert_eq!(both, [broken("fitter/2", first), broken("fitter/2", second)]);
}

/// A month of four Saturdays (7, 14, 21, 28 March 2026), all worked, two allowed: broken on the third
/// and the fourth; in April, of which the run sees 4 and 11, not at all.
///
/// A night of 9 h from 22:00 to 07:00 has 7 h between 23:00 and 06:00: more than the 8 h that are
/// allowed where three or more are in the night, broken when it ends.
#[test]
fn saturdays_of_a_month_and_long_nights_are_counted() {
    let crews = r#"
[crew.week]
calendar = "week"
[crew.night]
calendar = "night"
[calendar.week]
sat = "06:00-12:00"
[calendar.night]
extra = [{ date = 2026-03-03, hours = "22:00-07:00" }]
"#;
    let rules = "saturdays_per_month = 2\nmax_night = \"8 h\"";
    let text = plant("2026-03-02", "6 weeks", crews, rules);
    let found = violations(&results(&text), START);
    let week = |at: &str| ("week/1".to_owned(), Rule::Saturdays, at.to_owned());
    let night = ("night/1".to_owned(), Rule::MaxNight, "2026-03-04 07:00".to_owned());
    assert_eq!(found, [night, week("2026-03-21 06:00"), week("2026-03-28 06:00")]);
}

/// The overtime of `hand_pay`: six hours on each of ten days, from 14:00 to 20:00. More than 2 h a day
/// from 16:00 on, ten times; more than 20 h a week in both weeks; 14 h of work on each day, more than
/// 10 h from 16:00 on. A rest of 10 h before 06:00: the 13 h that leave 11 h are over at 19:00.
#[test]
fn overtime_breaks_what_the_roster_keeps() {
    let text = r#"
[plant]
start = 2026-03-02
[line.main]
stations = ["bench"]
[station.bench]
cycle = "7 h"
operators = { fitter = 1 }
[calendar.early]
mon-fri = "06:00-14:00"
[crew.fitter]
calendar = "early"
at_shift_end = "finish"
[rules.working_time]
max_daily = "10 h"
min_daily_rest = "11 h"
max_overtime_daily = "2 h"
max_overtime_weekly = "20 h"
[run]
length = "2 weeks"
replications = 1
"#;
    let found = results(text);
    let of = |rule| count(&found, rule);
    assert_eq!([of(Rule::MaxDaily), of(Rule::MinDailyRest)], ["10", "10"]);
    assert_eq!([of(Rule::MaxOvertimeDaily), of(Rule::MaxOvertimeWeekly)], ["10", "2"]);
    let broken = found.of(EntityKind::Rule, "max_daily", "broken").expect("its chance");
    assert_eq!(broken.interval.estimate.to_string(), "1");
    let crew = found.of(EntityKind::Crew, "fitter", "violations").expect("of the crew");
    assert_eq!(crew.interval.estimate.to_string(), "32");
    let first: Vec<(Rule, String)> =
        violations(&found, START).into_iter().map(|(_, rule, at)| (rule, at)).take(4).collect();
    let by_hand = [
        (Rule::MaxOvertimeWeekly, "2026-03-02 00:00"),
        (Rule::MaxOvertimeDaily, "2026-03-02 16:00"),
        (Rule::MaxDaily, "2026-03-02 16:00"),
        (Rule::MinDailyRest, "2026-03-02 19:00"),
    ];
    assert_eq!(first, by_hand.map(|(rule, at)| (rule, at.to_owned())));
    assert!(rosters(text).is_empty());
    // 70 h in each of both weeks, 30 h of them in overtime.
    let [fitter] = found.hours.people.as_slice() else { panic!("one person") };
    assert_eq!(format!("{:?}", fitter.worked), "[70.0, 70.0]");
    assert_eq!(format!("{:?}", fitter.overtime), "[30.0, 30.0]");
    assert_eq!(found.hours.first_week, Time::ZERO);
}

/// The preset is the directive: 8 h a day on five days with a break in them keep it, a week of twelve
/// hours without a break does not; a limit beside the preset holds instead of its own.
#[test]
fn the_preset_of_the_directive_can_be_changed_limit_by_limit() {
    let crews = "[crew.a]\ncalendar = \"a\"\n[calendar.a]\nmon-fri = \"06:00-18:00\"\n";
    let told = |rules: &str| rosters(&plant("2026-03-02", "2 weeks", crews, rules));
    let preset = "preset = \"eu_2003_88\"";
    let breaks =
        "the roster of `a` breaks `break_after` (6 h) on 2026-03-02, and 9 times more after it";
    assert_eq!(told(preset), [breaks]);
    assert_eq!(told(&format!("{preset}\nbreak_after = \"12 h\"")), [""; 0]);
    // 60 h a week are more than 48 h once the reference period is two weeks.
    let average = "the roster of `a` breaks `max_weekly_average` (48 h) in the week of 2026-03-09";
    let short = format!("{preset}\nbreak_after = \"12 h\"\nreference_period = \"2 weeks\"");
    assert_eq!(told(&short), [average]);
}
