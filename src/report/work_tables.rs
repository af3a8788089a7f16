//! What `check` tells of work elements: how evenly a line is balanced, and what its work is for.

use super::number::{self, Scale, counted};
use super::run_text::paragraph;
use super::table::{self, Column, NAME};
use crate::ids::WorkId;
use crate::model::{Balance, Kind, Loads, Model, StationWork};
use crate::study::Unit;
use crate::units::Span;

/// Lines whose balance is told.
const MOST_LINES: usize = 10;

/// The work of the stations, and the balance of the lines; nothing for a plant without elements.
pub(super) fn work(model: &Model, loads: &Loads) -> String {
    let rows = model.station_work(loads);
    if rows.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", stations(model, &rows));
    let balances = model.balances();
    for balance in balances.iter().take(MOST_LINES) {
        text += &paragraph(&balance_sentence(model, balance));
    }
    text + &paragraph(&kinds_sentence(model))
}

/// Work content against takt, station by station.
fn stations(model: &Model, rows: &[StationWork]) -> String {
    let greatest = rows.iter().map(|row| row.content.minutes()).fold(0.0, f64::max);
    let scale = Scale::fitting(Unit::Minutes, greatest);
    let unit = scale.difference_word();
    let cells =
        |cell: &dyn Fn(&StationWork) -> String| rows.iter().map(cell).collect::<Vec<String>>();
    let time = |span: Span| scale.brief(span.minutes());
    let mut columns = vec![
        Column::numbers("Elements", cells(&|row| row.works.len().to_string())),
        Column::numbers(&format!("Work content\n{unit}"), cells(&|row| time(row.content))),
    ];
    if rows.iter().any(|row| row.takt.is_some()) {
        let takt = cells(&|row| row.takt.map(time).unwrap_or_default());
        columns.push(Column::numbers(&format!("Takt\n{unit}"), takt));
        let share = |row: &StationWork| {
            let machines = model.stations[row.station].machines.len() as f64;
            let takt = row.takt.filter(|takt| !takt.is_zero());
            takt.map(|takt| percent(row.content.minutes() / machines / takt.minutes()))
        };
        let shares = cells(&|row| share(row).unwrap_or_default());
        columns.push(Column::numbers("Of takt\n%", shares));
    }
    let of_kind = |kind| {
        cells(&|row| {
            let content = model.content_of(&row.works, kind).minutes();
            if row.content.is_zero() {
                String::new()
            } else {
                percent(content / row.content.minutes())
            }
        })
    };
    columns.push(Column::numbers("Necessary\n%", of_kind(Kind::Necessary)));
    columns.push(Column::numbers("Waste\n%", of_kind(Kind::Waste)));
    let largest = cells(&|row| {
        let name = largest(model, &row.works).map(|work| model.works[work].name.as_str());
        name.map(|name| number::name(name, NAME)).unwrap_or_default()
    });
    columns.push(Column::words("Largest element\n ", largest));
    let names = rows.iter().map(|row| model.stations[row.station].name.as_str());
    table::render(&Column::names("Stations", names), &columns)
}

/// The element that takes the longest; the first of equals.
fn largest(model: &Model, works: &[WorkId]) -> Option<WorkId> {
    let time = |work: &WorkId| model.works[*work].time.mean();
    works.iter().rev().copied().max_by(|one, other| time(one).total_cmp(&time(other)))
}

fn balance_sentence(model: &Model, balance: &Balance) -> String {
    let name = number::name(&model.lines[balance.line].name, 40);
    let fullest = number::name(&model.stations[balance.fullest].name, 40);
    let minutes = balance.content.minutes();
    let content = Scale::fitting(Unit::Minutes, minutes).worded_briefly(minutes);
    format!(
        "The line {name} has {content} of work in {} at {} stations, and {fullest} has the most. Its \
         balance loss is {} %: that share of the time of all of them is lost because one has more to \
         do than the others.",
        counted(balance.works as u64, "element"),
        balance.stations.len(),
        percent(balance.loss),
    )
}

/// What the work is for.
fn kinds_sentence(model: &Model) -> String {
    let works: Vec<WorkId> = model.works.ids().collect();
    let all = model.content(&works).minutes();
    let share = |kind| {
        let content = model.content_of(&works, kind).minutes();
        percent(if all > 0.0 { content / all } else { 0.0 })
    };
    format!(
        "Of all work elements {} % of the time is value, {} % is necessary and {} % is waste.",
        share(Kind::Value),
        share(Kind::Necessary),
        share(Kind::Waste)
    )
}

fn percent(share: f64) -> String {
    Scale::fitting(Unit::Share, 1.0).number(share, 1)
}
