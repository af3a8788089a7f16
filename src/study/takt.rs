//! Figures of paced lines.

use super::rows::{Value, minutes};
use crate::ids::{StationId, TaktId};
use crate::model::{Model, Takt};
use crate::observe::Tally;
use crate::units::{Span, Time};

/// Figures of every paced line.
const LINE: &[&str] =
    &["line_takt", "moves", "stops_an_hour", "line_stop_time", "line_stopped", "no_room_behind"];

/// Figures of every paced line, and of one that closes.
const LINE_WITH_SHIFTS: &[&str] = &[
    "line_takt",
    "moves",
    "stops_an_hour",
    "line_stop_time",
    "line_stopped",
    "no_room_behind",
    "stops_a_shift",
    "stopped_a_shift",
];

/// Figures of stations where some line is paced.
pub(super) const STATION: &[&str] = &["wait_takt", "line_stop", "stops_line"];

/// The figures of a paced line.
pub(super) fn figures(model: &Model, row: &Takt) -> &'static [&'static str] {
    if calendar(model, row).is_some() { LINE_WITH_SHIFTS } else { LINE }
}

fn calendar<'m>(model: &'m Model, row: &Takt) -> Option<&'m crate::model::Calendar> {
    let first = row.stations.first()?;
    model.stations[*first].calendar.map(|id| &model.calendars[id])
}

/// The values of a paced line.
pub(super) fn values(model: &Model, tally: &Tally, id: TaktId, end: Time) -> Vec<Value> {
    let told = tally.takt(id);
    let open = told.open.integral(end) as f64;
    let stopped = told.stopped.integral(end) as f64;
    let late = told.late as f64;
    let of_open = |ticks: f64| Value::Ratio(minutes(ticks), minutes(open));
    // Of nothing there is no mean.
    let mean = |ticks: f64, of: f64| Value::Ratio(if of > 0.0 { minutes(ticks) } else { 0.0 }, of);
    let mut values = vec![
        mean(open, told.given as f64),
        Value::Plain(told.moves as f64),
        Value::Ratio(late, open / Span::from_hours(1).ticks() as f64),
        mean(stopped, late),
        of_open(stopped),
        of_open(told.held_by(None, end)),
    ];
    if let Some(calendar) = calendar(model, &model.takts[id]) {
        let shifts = calendar.shifts_between(tally.begin(), end);
        values.push(Value::Ratio(if shifts > 0.0 { late } else { 0.0 }, shifts));
        values.push(mean(stopped, shifts));
    }
    values
}

/// The share that a station has of the time for which its paced line stood.
pub(super) fn share_of_stops(model: &Model, tally: &Tally, station: StationId, end: Time) -> Value {
    let Some(id) = model.stations[station].takt else { return Value::Ratio(0.0, 0.0) };
    let told = tally.takt(id);
    let stopped = told.stopped.integral(end) as f64;
    Value::Ratio(minutes(told.held_by(Some(station), end)), minutes(stopped))
}
