//! Crews for spreadsheets: their states, their skills week by week, their plan, a roster, and their ways.

use std::io;

use super::csv::{in_memory, number, write_table};
use super::people::{instant, monday};
use crate::study::{Band, Results};

/// A state of a crew a row: `scenario,crew,state,share,low,high`. Of `off` it is the share of all time, of
/// the other states that of the time that is not off.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::crews_csv(&[run(&model, &Settings::default(), &())]);
/// assert_eq!(table, "scenario,crew,state,share,low,high\n");
/// ```
pub fn crews_csv(all: &[Results]) -> String {
    in_memory(|to| write_crews_csv(all, to))
}

/// Writes [`crews_csv`] row by row.
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
/// gemba::report::write_crews_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::crews_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_crews_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let rows = all.iter().flat_map(|results| {
        results.staff.states.iter().flat_map(move |crew| {
            crew.shares.iter().map(move |(state, share)| {
                let words = [&results.name, &crew.crew, *state].map(str::to_owned);
                let numbers = [share.estimate, share.low, share.high].map(number);
                words.into_iter().chain(numbers).collect()
            })
        })
    });
    write_table(&["scenario", "crew", "state", "share", "low", "high"], rows, to)
}

/// A week of a skill in a shift a row:
/// `scenario,skill,calendar,week,used_h,used_low_h,used_high_h,there_h,there_low_h,there_high_h`.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::skills_csv(&[run(&model, &Settings::default(), &())]);
/// assert!(table.starts_with("scenario,skill,calendar,week,used_h,"));
/// ```
pub fn skills_csv(all: &[Results]) -> String {
    in_memory(|to| write_skills_csv(all, to))
}

/// Writes [`skills_csv`] row by row.
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
/// gemba::report::write_skills_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::skills_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_skills_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let header = [
        "scenario",
        "skill",
        "calendar",
        "week",
        "used_h",
        "used_low_h",
        "used_high_h",
        "there_h",
        "there_low_h",
        "there_high_h",
    ];
    let rows = all.iter().flat_map(|results| {
        results.staff.loads.iter().flat_map(move |load| {
            let weeks = load.used.iter().zip(&load.there).enumerate();
            weeks.map(move |(week, (used, there))| {
                let calendar = load.calendar.clone().unwrap_or_else(|| "always".to_owned());
                let words = [results.name.clone(), load.skill.clone(), calendar];
                let numbers = [monday(results, week)].into_iter().chain(cells(used));
                words.into_iter().chain(numbers).chain(cells(there)).collect()
            })
        })
    });
    write_table(&header, rows, to)
}

/// A plan of who comes when, a day of a crew a row:
/// `scenario,date,crew,people,hours,overtime_h,overtime_low_h,overtime_high_h,cost,currency,credited_h`.
///
/// All are means over the replications, to ten thousandths; what is planned is the same in each of them.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::plan_csv(&[run(&model, &Settings::default(), &())]);
/// assert!(table.starts_with("scenario,date,crew,people,hours,"));
/// ```
pub fn plan_csv(all: &[Results]) -> String {
    in_memory(|to| write_plan_csv(all, to))
}

/// Writes [`plan_csv`] row by row.
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
/// gemba::report::write_plan_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::plan_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_plan_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let header = [
        "scenario",
        "date",
        "crew",
        "people",
        "hours",
        "overtime_h",
        "overtime_low_h",
        "overtime_high_h",
        "cost",
        "currency",
        "credited_h",
    ];
    let rows = all.iter().flat_map(|results| {
        results.staff.plan.iter().map(move |row| {
            let date = instant(results, row.day);
            let date = date.strip_suffix(" 00:00").unwrap_or(&date).to_owned();
            let words = [results.name.clone(), date, row.crew.clone()];
            let cost = row.cost.map_or_else(String::new, |cost| rounded(cost.mean));
            let currency = row.cost.map(|_| results.staff.currency.letters().to_owned());
            let numbers = [row.people.mean, row.hours.mean].map(rounded);
            let overtime = [row.overtime.mean, row.overtime.low, row.overtime.high].map(rounded);
            let credited = row.credited.map_or_else(String::new, |hours| rounded(hours.mean));
            let ends = [cost, currency.unwrap_or_default(), credited];
            words.into_iter().chain(numbers).chain(overtime).chain(ends).collect()
        })
    });
    write_table(&header, rows, to)
}

/// A stretch of a person in the first run a row: `scenario,crew,number,state,from,to`.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::roster_csv(&[run(&model, &Settings::default(), &())]);
/// assert_eq!(table, "scenario,crew,number,state,from,to\n");
/// ```
pub fn roster_csv(all: &[Results]) -> String {
    in_memory(|to| write_roster_csv(all, to))
}

/// Writes [`roster_csv`] row by row.
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
/// gemba::report::write_roster_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::roster_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_roster_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let rows = all.iter().flat_map(|results| {
        results.staff.roster.stints.iter().map(move |stint| {
            let (crew, number) = (stint.crew.clone(), stint.number.to_string());
            let times = [stint.from, stint.to].map(|at| instant(results, at));
            let words = [results.name.clone(), crew, number, stint.mark.word().to_owned()];
            words.into_iter().chain(times).collect()
        })
    });
    write_table(&["scenario", "crew", "number", "state", "from", "to"], rows, to)
}

/// A way of a crew a row, of a person in eight hours at work:
/// `scenario,crew,from,to,ways,ways_low,ways_high,metres,metres_low,metres_high`.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::ways_csv(&[run(&model, &Settings::default(), &())]);
/// assert!(table.starts_with("scenario,crew,from,to,ways,"));
/// ```
pub fn ways_csv(all: &[Results]) -> String {
    in_memory(|to| write_ways_csv(all, to))
}

/// Writes [`ways_csv`] row by row.
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
/// gemba::report::write_ways_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::ways_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_ways_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    const HEADER: [&str; 10] = [
        "scenario",
        "crew",
        "from",
        "to",
        "ways",
        "ways_low",
        "ways_high",
        "metres",
        "metres_low",
        "metres_high",
    ];
    let rows = all.iter().flat_map(|results| {
        let floor = &results.staff.floor;
        floor.ways.iter().map(move |way| {
            let name = |place: usize| floor.places[place].name.as_str();
            let words = [&results.name, &way.crew, name(way.from), name(way.to)].map(str::to_owned);
            let numbers = [&way.ways, &way.metres].into_iter();
            let numbers = numbers.flat_map(|it| [it.estimate, it.low, it.high].map(number));
            words.into_iter().chain(numbers).collect()
        })
    });
    write_table(&HEADER, rows, to)
}

/// A number that people sign: to ten thousandths, as sums of many runs end in noise.
fn rounded(value: f64) -> String {
    number((value * 1e4).round() / 1e4)
}

/// A mean with its interval.
fn cells(band: &Band) -> [String; 3] {
    [band.mean, band.low, band.high].map(number)
}
