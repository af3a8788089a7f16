//! The schedule of one run for spreadsheets and planning boards.

use std::io;

use super::csv::{in_memory, number, write_table};
use crate::study::{Results, ScheduleBar};
use crate::units::{Span, Time, date_text};

/// A setup, or work on parts of an order one after the other at a machine, a row, by their beginning:
/// `scenario,kind,order,product,step,station,machine,begin,end,begin_min,end_min,parts,busy_min,due,late_min`.
///
/// `late_min` is how much later than `due` nothing more of its order was to come, or how long it was overdue at the end of
/// the run; empty of orders in time and of those that were cancelled.
/// Of the first replication. What is under way at its end has no end. Only with [`Results::schedule`].
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::schedule_csv(&[run(&model, &Settings::default(), &())]);
/// assert!(table.starts_with("scenario,kind,order,product,step,station,machine,begin,end,"));
/// ```
pub fn schedule_csv(all: &[Results]) -> String {
    in_memory(|to| write_schedule_csv(all, to))
}

/// Writes [`schedule_csv`] row by row, for a long one.
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
/// gemba::report::write_schedule_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::schedule_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_schedule_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let header = [
        "scenario",
        "kind",
        "order",
        "product",
        "step",
        "station",
        "machine",
        "begin",
        "end",
        "begin_min",
        "end_min",
        "parts",
        "busy_min",
        "due",
        "late_min",
    ];
    let rows = all.iter().flat_map(|results| {
        let bars = results.schedule.iter().flat_map(|schedule| &schedule.bars);
        bars.map(|bar| cells(results, bar))
    });
    write_table(&header, rows, to)
}

fn cells(results: &Results, bar: &ScheduleBar) -> Vec<String> {
    let Some(schedule) = &results.schedule else { return Vec::new() };
    let date = |at: Option<Time>| {
        let (Some(start), Some(at)) = (results.start, at) else { return String::new() };
        date_text(start, at)
    };
    let order = bar.order.map(|order| &schedule.orders[order]);
    let late = order.and_then(|order| order.late_by(schedule.end));
    vec![
        results.name.clone(),
        if bar.is_setup() { "setup" } else { "work" }.to_owned(),
        order.map_or_else(String::new, |order| order.name.clone()),
        schedule.products[bar.product].clone(),
        bar.step.to_string(),
        schedule.stations[bar.station].0.clone(),
        bar.machine.to_string(),
        date(Some(bar.begin)),
        date(bar.end),
        number(bar.begin.since_start().minutes()),
        number(bar.end.map_or(f64::NAN, |end| end.since_start().minutes())),
        bar.parts.to_string(),
        number(bar.busy.minutes()),
        date(order.and_then(|order| order.due)),
        number(late.map_or(f64::NAN, Span::minutes)),
    ]
}
