//! The plan to sign: which crew comes when, for how many hours, at what cost. By days, or where these are
//! many by weeks.

use super::document::{Part, Section};
use super::number::Scale;
use super::people::instant;
use super::table::Column;
use crate::model::Weeks;
use crate::study::{PlanDay, Results, Unit};
use crate::units::{Span, Time};

/// Most days that are told one by one.
const MOST_DAYS: usize = 14;

/// A row of the plan: since when, of which crew.
struct Line<'a> {
    from: Time,
    crew: &'a str,
    /// The most people on a day.
    people: f64,
    hours: f64,
    overtime: f64,
    cost: Option<f64>,
}

/// The plan with its title; nothing where no crew has hours of its own.
pub(super) fn section(results: &Results) -> Section {
    let plan = &results.staff.plan;
    let mut days: Vec<Time> = plan.iter().map(|row| row.day).collect();
    days.dedup();
    if plan.is_empty() {
        return Section::new();
    }
    let is_daily = days.len() <= MOST_DAYS;
    let lines = if is_daily { plan.iter().map(line).collect() } else { weekly(results) };
    let dates: Vec<String> = lines.iter().map(|line| date(results, line.from)).collect();
    let crews = lines.iter().map(|line| super::number::name(line.crew, 40)).collect();
    let cells = |unit: Unit, of: &dyn Fn(&Line) -> Option<f64>| -> Vec<String> {
        let decimals = if unit == Unit::People { 1 } else { 2 };
        let cell = |line: &Line| of(line).map(|it| Scale::fitting(unit, it).number(it, decimals));
        lines.iter().map(|line| cell(line).unwrap_or_default()).collect()
    };
    let people = if is_daily { "People" } else { "Most people" };
    let mut columns = vec![
        Column::words("Crew", crews),
        Column::numbers(people, cells(Unit::People, &|line| Some(line.people))),
        Column::numbers("Hours\nh", cells(Unit::Hours, &|line| Some(line.hours))),
    ];
    if lines.iter().any(|line| line.overtime > 0.0) {
        let overtime = cells(Unit::Hours, &|line| Some(line.overtime));
        columns.push(Column::numbers("Overtime\nh", overtime));
    }
    if lines.iter().any(|line| line.cost.is_some()) {
        let currency = results.staff.currency;
        let title = format!("Cost\n{}", currency.letters());
        let costs = cells(Unit::Money(Some(currency)), &|line| line.cost);
        columns.push(Column::numbers(&title, costs));
    }
    let names = if is_daily { "Day" } else { "Week from" };
    let names = Column::names(names, dates.iter().map(String::as_str));
    let said = "The hours are means over all runs: what is planned is the same in each of them, absence \
                and overtime that is called for are not. Every day is";
    vec![
        Part::Title("A plan to sign".to_owned()),
        Part::Table { names, columns },
        Part::Elsewhere { said: said.to_owned(), file: "plan.csv" },
    ]
}

fn line(row: &PlanDay) -> Line<'_> {
    Line {
        from: row.day,
        crew: &row.crew,
        people: row.people.mean,
        hours: row.hours.mean,
        overtime: row.overtime.mean,
        cost: row.cost.map(|cost| cost.mean),
    }
}

/// The days of each week together, from Monday.
fn weekly(results: &Results) -> Vec<Line<'_>> {
    let monday = jiff::civil::Weekday::Monday;
    let weeks = Weeks::from_weekday(results.start.map_or(monday, jiff::civil::Date::weekday));
    let mut lines: Vec<Line> = Vec::new();
    let mut week = (i64::MIN, 0);
    for day in &results.staff.plan {
        let number = weeks.week(day.day);
        if number != week.0 {
            week = (number, lines.len());
        }
        let more = Line { from: weeks.begins(number), ..line(day) };
        match lines[week.1..].iter_mut().find(|line| line.crew == day.crew) {
            None => lines.push(more),
            Some(line) => {
                line.people = line.people.max(more.people);
                line.hours += more.hours;
                line.overtime += more.overtime;
                line.cost = line.cost.zip(more.cost).map(|(one, other)| one + other);
            }
        }
    }
    lines
}

/// The date of a midnight, which may be before the start.
fn date(results: &Results, at: Time) -> String {
    match results.start {
        Some(_) => instant(results, at).split(' ').next().unwrap_or_default().to_owned(),
        None => format!("day {}", at.ticks().div_euclid(Span::from_days(1).ticks()) + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{document, fixture, plan_csv, roster_csv};
    use super::*;

    fn rows(results: &Results) -> Vec<String> {
        let text = document::text(&[section(results)]);
        let rows = text.lines().filter(|line| line.contains("fitter"));
        rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// By hand: five days of 15 h, then five of 17 h with 2 h of overtime.
    #[test]
    fn few_days_are_told_one_by_one_and_many_by_weeks() {
        let mut results = Results { staff: fixture::staff(), ..fixture::repair_shop() };
        let days = rows(&results);
        assert_eq!(days.len(), 10);
        assert_eq!(days[0], "day 1 fitter 2.0 15.00 0.00 450.00");
        assert_eq!(days[9], "day 12 fitter 2.0 17.00 2.00 540.00");
        let more = results.staff.plan.clone();
        results.staff.plan.extend(
            more.into_iter().map(|row| PlanDay { day: row.day + Span::from_days(14), ..row }),
        );
        let weeks = [
            "day 1 fitter 2.0 75.00 0.00 2250.00",
            "day 8 fitter 2.0 85.00 10.00 2700.00",
            "day 15 fitter 2.0 75.00 0.00 2250.00",
            "day 22 fitter 2.0 85.00 10.00 2700.00",
        ];
        assert_eq!(rows(&results), weeks);
        assert!(section(&fixture::repair_shop()).is_empty());
    }

    #[test]
    fn tables_have_a_row_for_each_day_and_each_stretch() {
        let mut results = Results { staff: fixture::staff(), ..fixture::repair_shop() };
        results.start = Some(jiff::civil::date(2026, 3, 2));
        let plan = plan_csv(std::slice::from_ref(&results));
        assert_eq!(plan.lines().count(), 11);
        let last = "Repair shop,2026-03-13,fitter,2,17,2,1.5,2.5,540,EUR";
        assert_eq!(plan.lines().last(), Some(last));
        let roster = roster_csv(&[results]);
        let first = "Repair shop,fitter,1,work,2026-03-02 06:00,2026-03-02 09:00";
        assert_eq!(roster.lines().nth(1), Some(first));
        assert_eq!(roster.lines().count(), 1 + 2 * (5 * 3 + 5 * 4));
    }
}
