//! Whether what is due week by week can be done: a sentence, and a table of the weeks.

use super::number::{self, Scale};
use super::run_text::paragraph;
use super::table::{self, Column, NAME};
use crate::model::{DueWeek, Model};
use crate::study::Unit;
use crate::units::{Span, Time, date_text};

/// The fullest week in words, and all weeks in a table where orders are due in several.
pub(super) fn due_weeks(model: &Model) -> String {
    let weeks = model.due_weeks();
    // Of equals the first.
    let fullest = weeks.iter().rev().max_by(|one, other| one.load.total_cmp(&other.load));
    let Some(fullest) = fullest else { return String::new() };
    let said = paragraph(&sentence(model, fullest, weeks.len()));
    if weeks.len() == 1 {
        return format!("\n{said}");
    }
    format!("\n{said}\n{}", weeks_table(model, &weeks))
}

fn sentence(model: &Model, week: &DueWeek, weeks: usize) -> String {
    let name = number::name(week.fullest.name(model), 40);
    let from = date(model, week.from);
    let until = date(model, week.begins + Span::from_days(6));
    let orders = format!("Orders released from {from} on and due by {until}");
    if week.load.is_infinite() {
        return format!("{orders} need `{name}`, which is never there in that time.");
    }
    let load = Scale::fitting(Unit::Share, 1.0).worded(week.load, 1);
    let asks = format!("{orders} ask {load} of what `{name}` can do in that time");
    let said = match weeks {
        _ if week.load > 1.0 => format!("{asks}: some of them are late, whatever is done first."),
        1 => format!("{asks}."),
        _ => format!("{asks}; no other weeks are as full."),
    };
    if model.periods.is_empty() {
        return said;
    }
    format!("{said} People and hours are those of each date, times of tasks those of the start.")
}

fn weeks_table(model: &Model, weeks: &[DueWeek]) -> String {
    let dates: Vec<String> = weeks.iter().map(|week| date(model, week.begins)).collect();
    let cells = |cell: &dyn Fn(&DueWeek) -> String| weeks.iter().map(cell).collect();
    let load = |week: &DueWeek| {
        let scale = Scale::fitting(Unit::Share, 1.0);
        if week.load.is_finite() { scale.number(week.load, 1) } else { "closed".to_owned() }
    };
    let columns = [
        Column::numbers("Parts", cells(&|week| parts(week.parts))),
        Column::numbers("Highest load\n%", cells(&load)),
        Column::words("At", cells(&|week| number::name(week.fullest.name(model), NAME))),
        Column::words("Released from", cells(&|week| date(model, week.from))),
    ];
    table::render(&Column::names("Week due", dates.iter().map(String::as_str)), &columns)
}

/// The date of a midnight.
fn date(model: &Model, at: Time) -> String {
    match model.start {
        Some(start) => date_text(start, at).split(' ').next().unwrap_or_default().to_owned(),
        None => format!("day {}", at.ticks().div_euclid(Span::from_days(1).ticks()) + 1),
    }
}

/// A number of parts, on average perhaps.
fn parts(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number}") } else { format!("{number:.1}") }
}
