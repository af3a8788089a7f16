//! Results for spreadsheets: figures, state shares and series as comma-separated tables.
//!
//! Numbers have a point and no grouping; a number without meaning is an empty cell.

use std::io;

use super::json::method;
use crate::study::{Counted, Results};

/// One figure a row: `scenario,kind,entity,kpi,unit,estimate,low,high,level,method,n,half_width`.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::figures_csv(&[run(&model, &Settings::default(), &())]);
/// assert!(table.starts_with("scenario,kind,entity,kpi,unit,"));
/// ```
pub fn figures_csv(all: &[Results]) -> String {
    in_memory(|to| write_figures_csv(all, to))
}

/// Writes [`figures_csv`] row by row, for a plant whose table is large.
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
/// gemba::report::write_figures_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::figures_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_figures_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let header = [
        "scenario",
        "kind",
        "entity",
        "kpi",
        "unit",
        "estimate",
        "low",
        "high",
        "level",
        "method",
        "n",
        "half_width",
    ];
    let rows = all.iter().flat_map(|results| {
        results.figures.iter().map(|figure| {
            let interval = &figure.interval;
            vec![
                results.name.clone(),
                figure.entity.kind.word().to_owned(),
                figure.entity.name.clone(),
                figure.kpi.id.to_owned(),
                figure.unit.word().to_owned(),
                number(interval.estimate),
                number(interval.low),
                number(interval.high),
                number(interval.level),
                method(interval.method).to_owned(),
                interval.n.to_string(),
                number(interval.half_width),
            ]
        })
    });
    write_table(&header, rows, to)
}

/// One state of one station a row: `scenario,station,state,share`.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::states_csv(&[run(&model, &Settings::default(), &())]);
/// assert_eq!(table, "scenario,station,state,share\n");
/// ```
pub fn states_csv(all: &[Results]) -> String {
    in_memory(|to| write_states_csv(all, to))
}

/// Writes [`states_csv`] row by row, for a plant whose table is large.
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
/// gemba::report::write_states_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::states_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_states_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let rows = all.iter().flat_map(|results| {
        results.picture.states.iter().flat_map(|station| {
            station.shares.iter().map(|(state, share)| {
                let (name, station) = (results.name.clone(), station.station.clone());
                vec![name, station, (*state).to_owned(), number(*share)]
            })
        })
    });
    write_table(&["scenario", "station", "state", "share"], rows, to)
}

/// One bucket of one series a row: `scenario,series,unit,start_min,mean,low,high`. Open work in hours is that
/// at the instant `start_min`.
///
/// # Examples
/// ```
/// # let model = gemba::model::Model::default();
/// use gemba::study::{Settings, run};
/// let table = gemba::report::series_csv(&[run(&model, &Settings::default(), &())]);
/// assert!(table.starts_with("scenario,series,unit,start_min,"));
/// ```
pub fn series_csv(all: &[Results]) -> String {
    in_memory(|to| write_series_csv(all, to))
}

/// Writes [`series_csv`] row by row, for a plant whose table is large.
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
/// gemba::report::write_series_csv(&all, &mut table)?;
/// assert_eq!(table, gemba::report::series_csv(&all).into_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_series_csv(all: &[Results], to: &mut dyn io::Write) -> io::Result<()> {
    let rows = all.iter().flat_map(|results| {
        let picture = &results.picture;
        let step = picture.bucket.minutes();
        let mut all = vec![
            ("throughput", "parts/h", 0.0, step, &picture.throughput),
            ("wip", "parts", 0.0, step, &picture.wip),
        ];
        let orders = [("open_orders", &picture.open_orders), ("late_orders", &picture.late_orders)];
        all.extend(orders.map(|(series, bands)| (series, "orders", 0.0, step, bands)));
        if let Some(work) = &picture.open_work {
            let step = work.step.minutes();
            let (unit, first) =
                if work.of == Counted::Parts { ("parts", 0.0) } else { ("h", step) };
            all.push(("open_work", unit, first, step, &work.bands));
        }
        all.into_iter().flat_map(move |(series, unit, first, step, bands)| {
            bands.iter().enumerate().map(move |(bucket, band)| {
                vec![
                    results.name.clone(),
                    series.to_owned(),
                    unit.to_owned(),
                    number(first + step * bucket as f64),
                    number(band.mean),
                    number(band.low),
                    number(band.high),
                ]
            })
        })
    });
    write_table(&["scenario", "series", "unit", "start_min", "mean", "low", "high"], rows, to)
}

pub(super) fn number(value: f64) -> String {
    if value.is_finite() { (value + 0.0).to_string() } else { String::new() }
}

/// Writes a table row by row.
pub(super) fn write_table(
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    to: &mut dyn io::Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()
}

/// What is written, as text.
pub(super) fn in_memory(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("only text is written")
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn what_is_written_is_read_back_whatever_the_name() {
        let mut results = fixture::repair_shop();
        results.name = "Hall \"2\", north\nwing".to_owned();
        results.figures[0].interval = fixture::single(2.5);
        let text = figures_csv(&[results.clone()]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), results.figures.len());
        assert_eq!(&rows[0][0], results.name);
        assert_eq!(&rows[0][5], "2.5");
        assert_eq!(&rows[0][6], "");
    }

    #[test]
    fn every_bucket_and_every_state_has_a_row() {
        let results = fixture::repair_shop();
        let states: usize = results.picture.states.iter().map(|s| s.shares.len()).sum();
        let series = results.picture.throughput.len() + results.picture.wip.len();
        let all = [results];
        assert_eq!(states_csv(&all).lines().count(), 1 + states);
        assert_eq!(series_csv(&all).lines().count(), 1 + series);
    }
}
