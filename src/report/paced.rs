//! Paced lines in words, and what they can do before any run.

use super::findings::{finite, valued};
use super::number::{self, Scale};
use super::table::{self, Column};
use crate::model::{Model, Takt, TaktLoad};
use crate::study::{EntityKind, Figure, Results, Unit};
use crate::units::Span;

/// Share of its open time from which on it is worth a word why a line stands.
const WORTH: f64 = 0.001;

/// Lines that are told of.
const MOST: usize = 5;

/// For how long each paced line stands beyond its takt, because of whom, and how often a part leaves it.
pub(super) fn sentences(results: &Results) -> Vec<String> {
    let is_line = |figure: &&Figure| {
        figure.entity.kind == EntityKind::Line && figure.kpi.id == "line_stopped"
    };
    let lines: Vec<&Figure> = results.figures.iter().filter(is_line).collect();
    let is_only = lines.len() == 1;
    lines.into_iter().take(MOST).filter_map(|stopped| sentence(results, stopped, is_only)).collect()
}

fn sentence(results: &Results, stopped: &Figure, is_only: bool) -> Option<String> {
    let line = stopped.entity.name.as_str();
    let of = |kpi: &str| finite(results.of(EntityKind::Line, line, kpi));
    let name = number::name(line, 40);
    let takt = of("line_takt").map_or_else(String::new, |takt| {
        format!(" A part leaves it every {} of its open time.", valued(takt))
    });
    let share = finite(Some(stopped))?.interval.estimate;
    if share < WORTH {
        return Some(format!("The paced line {name} hardly ever stands beyond its takt.{takt}"));
    }
    let time = match of("stopped_a_shift") {
        Some(shift) => format!("{} a shift, {} of its open time", valued(shift), valued(stopped)),
        None => format!("{} of its open time", valued(stopped)),
    };
    let why = reason(results, line, share, is_only);
    Some(format!("The paced line {name} stands for {time}{why}.{takt}"))
}

/// Who holds a line up for most of the time for which it stands.
fn reason(results: &Results, line: &str, stopped: f64, is_only: bool) -> String {
    let percent = |share: f64| Scale::fitting(Unit::Share, 1.0).worded(share, 1);
    let behind = finite(results.of(EntityKind::Line, line, "no_room_behind"));
    let behind = behind.map_or(0.0, |figure| figure.interval.estimate / stopped);
    let stations = results.figures.iter().filter(|figure| {
        is_only
            && figure.entity.kind == EntityKind::Station
            && figure.kpi.id == "stops_line"
            && figure.interval.estimate.is_finite()
    });
    let most = stations
        .map(|figure| (figure.interval.estimate, figure.entity.name.as_str()))
        .reduce(|one, other| if other.0 > one.0 { other } else { one });
    match most {
        Some((share, station)) if share > behind => {
            format!(", {} of that because of {}", percent(share), number::name(station, 40))
        }
        Some(_) | None if behind > 0.5 => {
            format!(", {} of that for want of room behind it", percent(behind))
        }
        Some(_) | None => String::new(),
    }
}

/// The paced lines: the takt, the longest work on each, and what it gives if all parts need that.
pub(super) fn loads(model: &Model) -> String {
    let all = model.takt_loads();
    let rows: Vec<(&Takt, &TaktLoad)> = model
        .takts
        .iter()
        .zip(all.iter())
        .filter_map(|(row, load)| Some((row, load.as_ref()?)))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let brief = |value| Scale::fitting(Unit::Count, value).brief(value);
    let times = |of: &dyn Fn(&Takt, &TaktLoad) -> Span| -> Vec<String> {
        rows.iter().map(|(row, load)| brief(of(row, load).minutes())).collect()
    };
    let longest =
        |(_, load): &(&Takt, &TaktLoad)| number::name(&model.stations[load.longest].name, 24);
    let most = rows.iter().map(|(row, load)| brief(1.0 / load.least(row.pace).hours()));
    let columns = [
        Column::numbers("Takt\nmin", times(&|row, _| row.pace)),
        Column::words("Longest work\n ", rows.iter().map(longest).collect()),
        Column::numbers("Its mean\nmin", times(&|_, load| load.cycle)),
        Column::numbers("If all need it\nparts/h open", most.collect()),
    ];
    let names = rows.iter().map(|(row, _)| row.name.as_str());
    format!("\n{}", table::render(&Column::names("Paced lines", names), &columns))
}
