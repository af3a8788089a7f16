//! A sheet of an Excel workbook, read cell by cell: a single cell far out in an empty sheet costs
//! nothing.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use toml::value::{Date, Datetime, Time};

use super::Trouble;
use super::grid::{Cell, Grid, MOST_COLUMNS, MOST_ROWS, Raw};
use super::keys::Keys;
use crate::diagnostic::{Cells, Diagnostic, Sources, Spot, code, meant};
use crate::scenario::files::LARGEST_FILE;

/// Most bytes that a workbook may unpack to: a small file can hide a huge one.
const MOST_UNPACKED: u64 = 256 << 20;

/// Most cells that are read of one sheet, empty ones not counted.
const MOST_CELLS: usize = 5_000_000;

/// Reads a sheet of a workbook as cells.
pub(super) fn read(
    name: &str,
    bytes: Vec<u8>,
    keys: &Keys,
    sources: &mut Sources,
) -> Result<Grid, Trouble> {
    let unreadable = |reason: String| {
        Trouble::Sheet(format!("the file `{name}` is no workbook that can be read: {reason}"))
    };
    check_size(name, &bytes).map_err(|reason| reason.unwrap_or_else(unreadable))?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(error.to_string()))?;
    let sheet = sheet_name(name, &book.sheet_names(), keys)?;
    let found = cells(&mut book, name, &sheet).map_err(|trouble| match trouble {
        Ok(reason) => unreadable(reason),
        Err(trouble) => trouble,
    })?;
    grid(&format!("{name} [{sheet}]"), &found, keys, sources)
}

/// Refuses a workbook that would unpack to a huge one.
fn check_size(name: &str, bytes: &[u8]) -> Result<(), Result<Trouble, String>> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| Err(error.to_string()))?;
    let mut size: u64 = 0;
    for entry in 0..archive.len() {
        let entry = archive.by_index_raw(entry).map_err(|error| Err(error.to_string()))?;
        size = size.saturating_add(entry.size());
    }
    if size > MOST_UNPACKED {
        let limit = MOST_UNPACKED >> 20;
        let message = format!("the workbook `{name}` unpacks to more than {limit} MiB");
        return Err(Ok(Trouble::Sheet(message)));
    }
    Ok(())
}

/// The sheet that is asked for, or the first one.
fn sheet_name(name: &str, sheets: &[String], keys: &Keys) -> Result<String, Trouble> {
    let Some(asked) = &keys.sheet else {
        let first = sheets.first().cloned();
        return first.ok_or_else(|| Trouble::Sheet(format!("the workbook `{name}` has no sheet")));
    };
    if sheets.contains(&asked.value) {
        return Ok(asked.value.clone());
    }
    let known = sheets.iter().map(String::as_str);
    let message = format!("the workbook `{name}` has no sheet `{}`", asked.value);
    let hint = meant(&asked.value, known, "its sheets are");
    let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(asked.spot).hint(hint);
    Err(Trouble::Told(Box::new(complaint)))
}

/// A cell and its row and column, from 0.
type Found = (u32, u32, Raw);

/// The cells of a sheet that are not empty, by row and column.
fn cells(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    sheet: &str,
) -> Result<Vec<Found>, Result<String, Trouble>> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|error| Ok(error.to_string()))?;
    let mut found = Vec::new();
    let mut letters: u64 = 0;
    loop {
        let cell = reader.next_cell_with_formula().map_err(|error| Ok(error.to_string()))?;
        let Some(cell) = cell else { break };
        let Some(raw) = raw(&cell.value, cell.formula.is_some()) else { continue };
        if let Raw::Text(text) = &raw {
            letters += text.len() as u64;
        }
        if letters > LARGEST_FILE {
            let limit = LARGEST_FILE >> 20;
            let message =
                format!("the sheet `{sheet}` of `{name}` holds more than {limit} MiB of text");
            return Err(Err(Trouble::Sheet(message)));
        }
        if found.len() == MOST_CELLS {
            let message =
                format!("the sheet `{sheet}` of `{name}` has more than {MOST_CELLS} cells");
            return Err(Err(Trouble::Sheet(message)));
        }
        found.push((cell.pos.0, cell.pos.1, raw));
    }
    found.sort_by_key(|&(row, column, _)| (row, column));
    Ok(found)
}

/// What a cell holds; `None` if it is empty.
fn raw(value: &DataRef<'_>, is_formula: bool) -> Option<Raw> {
    Some(match value {
        DataRef::Int(number) => Raw::Number(*number as f64),
        DataRef::Float(number) => Raw::Number(*number),
        DataRef::String(text) => text_of(text)?,
        DataRef::SharedString(text) => text_of(text)?,
        DataRef::Bool(truth) => Raw::Truth(*truth),
        // Times of day are dates of day 0, and lengths of time beyond a day have a format of theirs.
        DataRef::DateTime(when) if when.is_duration() || when.as_f64() < 1.0 => {
            Raw::Time((when.as_f64() * 86_400_000.0).round() / 1000.0)
        }
        DataRef::DateTime(when) => {
            let (year, month, day, hour, minute, second, _) = when.to_ymd_hms_milli();
            let is_midnight = (hour, minute, second) == (0, 0, 0);
            let time = Time { hour, minute, second: Some(second), nanosecond: None };
            Raw::When(Datetime {
                date: Some(Date { year, month, day }),
                time: (!is_midnight).then_some(time),
                offset: None,
            })
        }
        DataRef::DateTimeIso(text) => {
            text.parse().map_or_else(|_| Raw::Text(text.clone()), Raw::When)
        }
        DataRef::DurationIso(text) => Raw::Text(text.clone()),
        DataRef::Error(fault) => Raw::Fault(fault.to_string()),
        DataRef::Empty if is_formula => Raw::Formula,
        DataRef::Empty => return None,
    })
}

fn text_of(text: &str) -> Option<Raw> {
    let text = text.trim();
    (!text.is_empty()).then(|| Raw::Text(text.to_owned()))
}

/// The cells in rows, and a text in which each has its place: one line for each row of the sheet.
fn grid(title: &str, found: &[Found], keys: &Keys, sources: &mut Sources) -> Result<Grid, Trouble> {
    let header = keys.header - 1;
    let mut cells = Cells::workbook();
    let mut text = String::new();
    let mut rows: Vec<(u32, Vec<Cell>)> = Vec::new();
    let file = sources.next();
    let mut line = 0;
    for (row, column, raw) in found {
        if *row as usize > MOST_ROWS + header as usize {
            return Err(Trouble::Sheet(format!("`{title}` has more than {MOST_ROWS} rows")));
        }
        if *column as usize >= MOST_COLUMNS {
            let place = Cells::address(*row, *column as usize);
            let message =
                format!("`{title}` has more than {MOST_COLUMNS} columns: see cell {place}");
            return Err(Trouble::Sheet(message));
        }
        while line < *row {
            text.push('\n');
            line += 1;
        }
        if rows.last().is_none_or(|(last, _)| last != row) {
            rows.push((*row, Vec::new()));
        } else {
            text.push_str(" | ");
        }
        let start = text.len();
        let column = *column as usize;
        let mut cell = Cell { column, spot: Spot { file, start, end: start }, raw: raw.clone() };
        text.push_str(&cell.text().replace(['\n', '\r'], " "));
        cell.spot.end = text.len();
        cells.add(start, *row, column);
        if let Some((_, cells)) = rows.last_mut() {
            cells.push(cell);
        }
    }
    sources.add(title, &text);
    let mut rows = rows.into_iter().skip_while(|(row, _)| *row < header).peekable();
    let headers = rows.next_if(|(row, _)| *row == header).map(|(_, cells)| cells);
    let Some(headers) = headers else {
        return Err(Trouble::Sheet(format!("`{title}` has no headers in row {}", header + 1)));
    };
    for header in &headers {
        cells.name_column(header.column, &header.text());
    }
    sources.set_cells(file, cells);
    Ok(Grid { headers, rows: rows.map(|(_, cells)| cells).collect(), is_text: false })
}
