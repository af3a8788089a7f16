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

/// How the sum over all crews is called, and that over all days.
const ALL_CREWS: &str = "all crews";
const IN_ALL: &str = "in all";

/// A line to write on.
const SIGNED: &str = "____________________";

/// A row of the plan: since when, of which crew.
#[derive(Clone, Debug)]
struct Line<'a> {
    /// `None` is all the time.
    from: Option<Time>,
    crew: &'a str,
    /// The most people on a day; sums have none.
    people: Option<f64>,
    hours: f64,
    overtime: f64,
    cost: Option<f64>,
    credited: Option<f64>,
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
    let lines = with_sums(&lines, is_daily);
    let date = |from| date(results, from);
    let dates: Vec<String> =
        lines.iter().map(|line| line.from.map_or_else(|| IN_ALL.to_owned(), date)).collect();
    let crews = lines.iter().map(|line| super::number::name(line.crew, 40)).collect();
    let cells = |unit: Unit, of: &dyn Fn(&Line) -> Option<f64>| -> Vec<String> {
        let decimals = if unit == Unit::People { 1 } else { 2 };
        let cell = |line: &Line| of(line).map(|it| Scale::fitting(unit, it).number(it, decimals));
        lines.iter().map(|line| cell(line).unwrap_or_default()).collect()
    };
    let people = if is_daily { "People" } else { "Most people" };
    let mut columns = vec![
        Column::words("Crew", crews),
        Column::numbers(people, cells(Unit::People, &|line| line.people)),
        Column::numbers("Hours\nh", cells(Unit::Hours, &|line| Some(line.hours))),
    ];
    if lines.iter().any(|line| line.overtime > 0.0) {
        let overtime = cells(Unit::Hours, &|line| Some(line.overtime));
        columns.push(Column::numbers("Overtime\nh", overtime));
    }
    if lines.iter().any(|line| line.credited.is_some_and(|hours| hours > 0.0)) {
        let credited = cells(Unit::Hours, &|line| line.credited);
        columns.push(Column::numbers("To the account\nh", credited));
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
    let (first, last) = (days.first().copied(), days.last().copied());
    let [first, last] = [first, last].map(|day| day.map(|day| self::date(results, day)));
    let when = format!("from {} to {}", first.unwrap_or_default(), last.unwrap_or_default());
    vec![
        Part::Title(format!("A plan to sign, {when}")),
        Part::Table { names, columns },
        Part::Elsewhere { said: said.to_owned(), file: "plan.csv" },
        Part::Paragraph(format!("Agreed on {SIGNED} signed {SIGNED} {SIGNED}")),
    ]
}

fn line(row: &PlanDay) -> Line<'_> {
    Line {
        from: Some(row.day),
        crew: &row.crew,
        people: Some(row.people.mean),
        hours: row.hours.mean,
        overtime: row.overtime.mean,
        cost: row.cost.map(|cost| cost.mean),
        credited: row.credited.map(|hours| hours.mean),
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
        let more = Line { from: Some(weeks.begins(number)), ..line(day) };
        match lines[week.1..].iter_mut().find(|line| line.crew == day.crew) {
            None => lines.push(more),
            Some(line) => {
                line.people = line.people.zip(more.people).map(|(one, other)| one.max(other));
                line.add(&more);
            }
        }
    }
    lines
}

impl Line<'_> {
    /// Adds the hours and the cost of another; a crew without a cost adds none.
    fn add(&mut self, more: &Self) {
        self.hours += more.hours;
        self.overtime += more.overtime;
        let costs = [self.cost, more.cost].into_iter().flatten();
        self.cost = costs.reduce(|one, other| one + other);
        let credited = [self.credited, more.credited].into_iter().flatten();
        self.credited = credited.reduce(|one, other| one + other);
    }
}

/// The lines with those of all crews of each week behind them, and at the end those of all the time.
fn with_sums<'a>(lines: &[Line<'a>], is_daily: bool) -> Vec<Line<'a>> {
    let of_all = |from, crew| Line {
        from,
        crew,
        people: None,
        hours: 0.0,
        overtime: 0.0,
        cost: None,
        credited: None,
    };
    let mut crews: Vec<Line> = Vec::new();
    let mut all = of_all(None, ALL_CREWS);
    for line in lines {
        if crews.iter().all(|sum| sum.crew != line.crew) {
            crews.push(of_all(None, line.crew));
        }
        crews.iter_mut().filter(|sum| sum.crew == line.crew).for_each(|sum| sum.add(line));
        all.add(line);
    }
    let mut told = Vec::with_capacity(lines.len());
    let are_several = crews.len() > 1;
    for week in lines.chunk_by(|one, other| one.from == other.from) {
        told.extend_from_slice(week);
        if !is_daily && week.len() > 1 {
            let mut sum = of_all(week[0].from, ALL_CREWS);
            for line in week {
                sum.add(line);
            }
            told.push(sum);
        }
    }
    told.extend(crews);
    told.extend(are_several.then_some(all));
    told
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
        let rows =
            text.lines().filter(|line| line.contains("fitter") || line.contains("all crews"));
        rows.map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// By hand: five days of 15 h, then five of 17 h with 2 h of overtime.
    #[test]
    fn few_days_are_told_one_by_one_and_many_by_weeks() {
        let mut results = Results { staff: fixture::staff(), ..fixture::repair_shop() };
        let days = rows(&results);
        assert_eq!(days.len(), 11);
        assert_eq!(days[0], "day 1 fitter 2.0 15.00 0.00 450.00");
        assert_eq!(days[9], "day 12 fitter 2.0 17.00 2.00 540.00");
        assert_eq!(days[10], "in all fitter 160.00 10.00 4950.00");
        let more = results.staff.plan.clone();
        results.staff.plan.extend(
            more.into_iter().map(|row| PlanDay { day: row.day + Span::from_days(14), ..row }),
        );
        let weeks = [
            "day 1 fitter 2.0 75.00 0.00 2250.00",
            "day 8 fitter 2.0 85.00 10.00 2700.00",
            "day 15 fitter 2.0 75.00 0.00 2250.00",
            "day 22 fitter 2.0 85.00 10.00 2700.00",
            "in all fitter 320.00 20.00 9900.00",
        ];
        assert_eq!(rows(&results), weeks);
        assert!(section(&fixture::repair_shop()).is_empty());
    }

    /// By hand: the same hours again, of another crew that costs nothing.
    #[test]
    fn weeks_and_all_of_them_are_summed_over_crews() {
        let mut results = Results { staff: fixture::staff(), ..fixture::repair_shop() };
        let plan = results.staff.plan.clone();
        for row in plan {
            let other = PlanDay { crew: "packer".to_owned(), cost: None, ..row.clone() };
            results.staff.plan.push(other);
            results.staff.plan.push(PlanDay { day: row.day + Span::from_days(14), ..row });
        }
        results
            .staff
            .plan
            .sort_by(|one, other| (one.day, &one.crew).cmp(&(other.day, &other.crew)));
        let sums = [
            "day 1 all crews 150.00 0.00 2250.00",
            "day 8 all crews 170.00 20.00 2700.00",
            "in all fitter 320.00 20.00 9900.00",
            "in all all crews 480.00 30.00 9900.00",
        ];
        let found = rows(&results);
        let found = found.iter().filter(|row| row.contains("all crews") || row.contains("in all"));
        assert_eq!(found.collect::<Vec<_>>(), sums);
    }

    /// By hand: days 1 to 5 and 8 to 12, and lines for a date and two names.
    #[test]
    fn a_plan_says_for_when_it_is_signed() {
        let results = Results { staff: fixture::staff(), ..fixture::repair_shop() };
        let text = document::text(&[section(&results)]);
        assert!(text.starts_with("A plan to sign, from day 1 to day 12\n"), "{text}");
        assert!(text.trim_end().ends_with(&format!("signed {SIGNED} {SIGNED}")), "{text}");
        let dated = Results { start: Some(jiff::civil::date(2026, 3, 2)), ..results };
        let text = document::text(&[section(&dated)]);
        assert!(text.starts_with("A plan to sign, from 2026-03-02 to 2026-03-13\n"), "{text}");
    }

    #[test]
    fn tables_have_a_row_for_each_day_and_each_stretch() {
        let mut results = Results { staff: fixture::staff(), ..fixture::repair_shop() };
        results.start = Some(jiff::civil::date(2026, 3, 2));
        let plan = plan_csv(std::slice::from_ref(&results));
        assert_eq!(plan.lines().count(), 11);
        let last = "Repair shop,2026-03-13,fitter,2,17,2,1.5,2.5,540,EUR,";
        assert_eq!(plan.lines().last(), Some(last));
        let roster = roster_csv(&[results]);
        let first = "Repair shop,fitter,1,work,2026-03-02 06:00,2026-03-02 09:00";
        assert_eq!(roster.lines().nth(1), Some(first));
        assert_eq!(roster.lines().count(), 1 + 2 * (5 * 3 + 5 * 4));
    }
}
