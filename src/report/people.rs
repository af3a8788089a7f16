//! People: what they are paid and cost, and which rules of working time they break.

use std::fmt::Write as _;
use std::io;

use super::accounts;
use super::csv::{in_memory, number, write_table};
use super::document::{Part, Section};
use super::findings::valued;
use super::number::{self as numbers, Scale, counted};
use super::table::Column;
use super::walking;
use crate::study::{EntityKind, Figure, Results, Unit, Violation};
use crate::units::{Span, Time, date_text};

/// Figures of crews that are of hours and money, in a table of their own.
pub(super) const STAFF: [&str; 15] = [
    "hours_paid",
    "hours_worked",
    "overtime",
    "efficiency",
    "violations",
    "hours_barred",
    "calls_barred",
    "labour_cost",
    "overtime_cost",
    "absence_cost",
    "training",
    "training_cost",
    "credited",
    "on_account",
    "owed",
];

/// Why writing to a string is sure.
const SURE: &str = "writing to a string cannot fail";

/// Most violations in the table of a terminal.
const MOST: usize = 10;

/// What people are paid and cost, how often rules are broken, and how much people walk, a sentence each.
pub(super) fn sentences(results: &Results) -> Vec<String> {
    let sentences = cost(results).into_iter().chain(rules(results)).chain(barred(results));
    sentences.chain(walking::sentence(results)).collect()
}

/// The sum of a figure over all crews.
fn sum(results: &Results, kpi: &str) -> f64 {
    let of = |figure: &&Figure| figure.entity.kind == EntityKind::Crew && figure.kpi.id == kpi;
    results.figures.iter().filter(of).map(|figure| figure.interval.estimate).sum()
}

/// What people are paid and cost; nothing where that is not said.
fn cost(results: &Results) -> Option<String> {
    let cost = results.plant("labour_cost").filter(|cost| cost.interval.estimate > 0.0)?;
    let hours = |hours: f64| Scale::fitting(Unit::Hours, hours).worded(hours, 0);
    let (paid, worked) = (sum(results, "hours_paid"), sum(results, "hours_worked"));
    // Hours on an account are worked and not paid.
    let of_them = if worked <= paid { " of them" } else { "" };
    let mut said = format!("People are paid {} and work {}{of_them}", hours(paid), hours(worked));
    let overtime = sum(results, "overtime") / 60.0;
    if let Some(extra) = results.plant("overtime_cost").filter(|_| overtime > 0.0) {
        let overtime = Scale::fitting(Unit::Hours, overtime).worded_briefly(overtime);
        write!(said, "; overtime of {overtime} costs {}", money(extra)).expect(SURE);
    }
    write!(said, ". Labour costs {}", money(cost)).expect(SURE);
    if let Some(part) = super::findings::finite(results.plant("labour_cost_per_part")) {
        write!(said, ", {} a good part", valued(part)).expect(SURE);
    }
    said.push('.');
    said.extend(accounts::owed(results));
    Some(said)
}

/// An amount in whole units, if it is not small.
pub(super) fn money(figure: &Figure) -> String {
    let amount = figure.interval.estimate;
    let scale = Scale::fitting(figure.unit, amount);
    if amount.abs() < 100.0 { scale.worded(amount, 2) } else { scale.worded(amount, 0) }
}

/// Which rules are broken, and how often.
fn rules(results: &Results) -> Option<String> {
    let of = |figure: &&Figure| figure.entity.kind == EntityKind::Rule;
    let mut rules = results.figures.iter().filter(of).peekable();
    rules.peek()?;
    let is_broken =
        |figure: &&Figure| figure.kpi.id == "violations" && figure.interval.estimate > 0.0;
    let broken: Vec<String> = rules
        .filter(is_broken)
        .map(|figure| {
            let chance = results.of(EntityKind::Rule, &figure.entity.name, "broken");
            let chance = chance.map(valued).unwrap_or_default();
            let times = figure.interval.estimate;
            let times = Scale::fitting(figure.unit, times).brief(times);
            format!("`{}` {times} times a run ({chance} of runs)", figure.entity.name)
        })
        .collect();
    Some(if broken.is_empty() {
        "No rule of working time is broken.".to_owned()
    } else {
        format!("Rules of working time are broken: {}.", broken.join(", "))
    })
}

/// What rules that are enforced cost; nothing where none are.
fn barred(results: &Results) -> Option<String> {
    let is_enforced = results.figures.iter().any(|figure| figure.kpi.id == "hours_barred");
    let (hours, calls) = (sum(results, "hours_barred"), sum(results, "calls_barred"));
    let hours = Scale::fitting(Unit::Hours, hours).worded_briefly(hours);
    let refused = if calls > 0.0 {
        let calls = Scale::fitting(Unit::Count, calls).brief(calls);
        format!(", and {calls} times a run somebody who would come for overtime is not called")
    } else {
        String::new()
    };
    let whose = most_barred(results);
    is_enforced.then(|| {
        format!(
            "The rules are enforced: {hours} of shifts in a run are not worked{whose}{refused}."
        )
    })
}

/// The crew that is kept from most hours, in a plant with several.
fn most_barred(results: &Results) -> String {
    let hours = |figure: &&Figure| figure.kpi.id == "hours_barred";
    let crews: Vec<&Figure> = results.figures.iter().filter(hours).collect();
    let most =
        crews.iter().max_by(|one, other| one.interval.estimate.total_cmp(&other.interval.estimate));
    let Some(most) = most.filter(|most| crews.len() > 1 && most.interval.estimate > 0.0) else {
        return String::new();
    };
    let name = super::number::name(&most.entity.name, 40);
    let hours = most.interval.estimate;
    let hours = Scale::fitting(Unit::Hours, hours).worded_briefly(hours);
    format!(", most of them by {name} ({hours})")
}

/// What people broke in the first run, the earliest first.
pub(super) fn violations(results: &Results) -> Section {
    let all = &results.hours.violations;
    if all.is_empty() {
        return Section::new();
    }
    let shown = &all[..all.len().min(MOST)];
    let names: Vec<String> = shown.iter().map(person).collect();
    let rules = shown.iter().map(|one| one.rule.key().to_owned()).collect();
    let dates = shown.iter().map(|one| date(results, one)).collect();
    let columns = vec![Column::words("Rule", rules), Column::words("When", dates)];
    let title = Part::Title("Rules broken in the first run".to_owned());
    let names = Column::names("Person", names.iter().map(String::as_str));
    let mut said = vec![title, Part::Table { names, columns }];
    if all.len() > MOST {
        let more = counted((all.len() - MOST) as u64, "violation");
        let left_out = format!("These are the first {MOST}; {more} more are");
        said.push(Part::Elsewhere { said: left_out, file: "violations.csv" });
    }
    said
}

/// A person as reports call them: by crew and number.
pub(super) fn called(crew: &str, number: u32) -> String {
    format!("{}/{number}", numbers::name(crew, 40))
}

fn person(violation: &Violation) -> String {
    called(&violation.crew, violation.number)
}

/// The date of a violation, or the week.
fn date(results: &Results, violation: &Violation) -> String {
    let at = instant(results, violation.at);
    if violation.rule.is_weekly() {
        let day = at.split(' ').next().unwrap_or_default();
        format!("week of {day}")
    } else {
        at
    }
}

/// An instant as a date, or as the hours since the start.
pub(super) fn instant(results: &Results, at: Time) -> String {
    match results.start {
        Some(start) => date_text(start, at),
        None => at.since_start().to_string(),
    }
}

/// Hours of a person in a week a row: `scenario,crew,number,week,worked_h,overtime_h`.
///
/// A week is named by its Monday, or by the days from the start to it.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::hours_csv(&[run(&model, &Settings::default(), &())]);
/// assert_eq!(table, "scenario,crew,number,week,worked_h,overtime_h\n");
/// ```
pub fn hours_csv(all: &[Results]) -> String {
    in_memory(|to| write_hours_csv(all, to))
}

/// Writes [`hours_csv`] row by row, for a plant of many people.
///
/// # Errors
/// If `to` takes no more.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let all = [run(&model, &Settings::default(), &())];
/// let mut table = Vec::new();
/// gemba::report::write_hours_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::hours_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_hours_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let rows = all.iter().flat_map(|results| {
        results.hours.people.iter().flat_map(move |person| {
            let weeks = person.worked.iter().zip(&person.overtime).enumerate();
            weeks.map(move |(week, (worked, overtime))| {
                vec![
                    results.name.clone(),
                    person.crew.clone(),
                    person.number.to_string(),
                    monday(results, week),
                    number(*worked),
                    number(*overtime),
                ]
            })
        })
    });
    write_table(&["scenario", "crew", "number", "week", "worked_h", "overtime_h"], rows, to)
}

/// The Monday of a whole week.
pub(super) fn monday(results: &Results, week: usize) -> String {
    let days = i64::try_from(7 * week).unwrap_or(0);
    let at = instant(results, results.hours.first_week + Span::from_days(days));
    if results.start.is_some() { at.split(' ').next().unwrap_or_default().to_owned() } else { at }
}

/// A violation of the first run a row: `scenario,crew,number,rule,at`.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::violations_csv(&[run(&model, &Settings::default(), &())]);
/// assert_eq!(table, "scenario,crew,number,rule,at\n");
/// ```
pub fn violations_csv(all: &[Results]) -> String {
    in_memory(|to| write_violations_csv(all, to))
}

/// Writes [`violations_csv`] row by row.
///
/// # Errors
/// If `to` takes no more.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let all = [run(&model, &Settings::default(), &())];
/// let mut table = Vec::new();
/// gemba::report::write_violations_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::violations_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_violations_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let rows = all.iter().flat_map(|results| {
        results.hours.violations.iter().map(move |one| {
            let rule = one.rule.key().to_owned();
            let who = [one.crew.clone(), one.number.to_string()];
            let [crew, number] = who;
            vec![results.name.clone(), crew, number, rule, instant(results, one.at)]
        })
    });
    write_table(&["scenario", "crew", "number", "rule", "at"], rows, to)
}

#[cfg(test)]
mod tests {
    use super::super::number::KEPT_SPACE;
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::compile;
    use crate::scenario::{Memory, read};
    use crate::study::{Settings, run};

    /// Two weeks of ten hours a day in two cycles of five hours, begun in shifts of eight: two hours of
    /// overtime on each of ten days.
    const PLANT: &str = r#"
[plant]
start = 2026-03-02
[run]
length = "2 weeks"
replications = 1
[line.main]
stations = ["bench"]
[station.bench]
cycle = "5 h"
operators = { fitter = 1 }
[calendar.day]
mon-fri = "06:00-14:00"
[crew.fitter]
calendar = "day"
at_shift_end = "finish"
labour_cost = "30 EUR/h"
premium = "50 %"
[rules.working_time]
max_daily = "9 h"
max_weekly_average = "48 h"
"#;

    fn results(text: &str) -> Results {
        let files = Memory::default().with("plant.toml", text);
        let scenario = read(&files, "plant.toml").scenario.expect("it is right");
        let model = compile(&scenario, &mut Diagnostics::default()).expect("it is right");
        run(&model, &Settings { threads: 1, ..Settings::default() }, &())
    }

    /// By hand: 80 h at 30 and 20 h at 45 are 2400 and 900, for 20 parts; the tenth hour of each day is
    /// one too many, and 50 h a week are more than 48.
    #[test]
    fn what_people_cost_and_break_is_said_in_sentences() {
        let results = results(PLANT);
        let said = sentences(&results).join(" ").replace(KEPT_SPACE, " ");
        assert_eq!(
            said,
            "People are paid 100 h and work 100 h of them; overtime of 20.0 h costs 900 EUR. Labour \
             costs 3300 EUR, 165.0 EUR a good part. Rules of working time are broken: `max_daily` 10.0 \
             times a run (100 % of runs), `max_weekly_average` 2.00 times a run (100 % of runs)."
        );
        let table = violations_csv(std::slice::from_ref(&results));
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows.len(), 1 + 12);
        assert!(rows[1].ends_with("fitter,1,max_weekly_average,2026-03-02 00:00"), "{}", rows[1]);
        assert!(rows[2].ends_with("fitter,1,max_daily,2026-03-02 15:00"), "{}", rows[2]);
        let hours = hours_csv(std::slice::from_ref(&results));
        let week = hours.lines().nth(2).expect("the second week");
        assert!(week.ends_with("fitter,1,2026-03-09,50,10"), "{week}");
        let table = super::super::document::text(&[violations(&results)]);
        assert!(
            table.contains("week of 2026-03-02") && table.contains("violations.csv"),
            "{table}"
        );
    }

    #[test]
    fn the_hours_of_people_are_drawn_with_the_legal_line() {
        let drawn = |text: &str| {
            let plots = super::super::plots(&results(text));
            plots.into_iter().find(|plot| plot.name() == "hours").map(|plot| plot.svg().to_owned())
        };
        let svg = drawn(PLANT).expect("two weeks");
        assert!(svg.contains("fitter/1 works most in a week: 50.0 h"), "{svg}");
        assert!(svg.contains("48 h: most on average") && svg.contains("Monday of the week"));
        let free = drawn(&PLANT.replace("max_weekly_average = \"48 h\"", "")).expect("two weeks");
        assert!(!free.contains("most on average"));
        assert_eq!(drawn(&PLANT.replace("\"2 weeks\"", "\"6 days\"")), None);
    }

    #[test]
    fn nothing_is_said_where_nothing_is_asked() {
        let free = PLANT.replace("labour_cost = \"30 EUR/h\"\npremium = \"50 %\"", "");
        let (free, _) = free.split_once("[rules").expect("the rules are last");
        assert!(sentences(&results(free)).is_empty());
        let kept = PLANT.replace("\"9 h\"", "\"10 h\"").replace("\"48 h\"", "\"50 h\"");
        let said = sentences(&results(&kept));
        assert_eq!(said[1], "No rule of working time is broken.");
    }

    /// By hand: shifts of eight hours, and seven a day allowed: none of the ten is worked.
    #[test]
    fn what_enforced_rules_cost_is_said() {
        let enforced = PLANT.replace("max_daily = \"9 h\"", "max_daily = \"7 h\"\nenforce = true");
        let said = sentences(&results(&enforced)).join(" ").replace(KEPT_SPACE, " ");
        let right = "The rules are enforced: 80.0 h of shifts in a run are not worked.";
        assert!(said.ends_with(right), "{said}");
        // Another crew has a shift of eight hours in each of the two weeks.
        let other = "[crew.other]\ncalendar = \"half\"\n[calendar.half]\nmon = \"06:00-14:00\"\n";
        let (plant, rules) = enforced.split_once("[rules").expect("the rules are last");
        let said = sentences(&results(&format!("{plant}{other}[rules{rules}"))).join(" ");
        let said = said.replace(KEPT_SPACE, " ");
        let right = "96.0 h of shifts in a run are not worked, most of them by fitter (80.0 h).";
        assert!(said.ends_with(right), "{said}");
    }

    /// Files are passed on: whoever may be named on a page stays a crew and a number in them.
    #[test]
    fn stored_results_name_nobody_whatever_the_report_says() {
        let (plain, named) = (
            results(&format!("{PLANT}[report]\npeople = \"pseudonyms\"\n")),
            results(&format!("{PLANT}[report]\npeople = \"named\"\n")),
        );
        let stored = |results: &Results| {
            let all = std::slice::from_ref(results);
            let tables = [hours_csv(all), violations_csv(all), super::super::roster_csv(all)];
            [tables.concat(), super::super::plan_csv(all), super::super::results_json(results)]
        };
        assert_eq!(stored(&plain), stored(&named));
        assert!(stored(&named)[0].contains("fitter,1,work,2026-03-02 06:00,2026-03-02 14:00"));
    }
}
