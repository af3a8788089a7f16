//! A text file of cells: CSV in the dialects that spreadsheets and ERP systems write.
//!
//! The splitting is our own because every cell must know its place: the usual crate tells the
//! place of records only.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Trouble;
use super::grid::{Cell, Grid, MOST_COLUMNS, MOST_ROWS, Raw};
use super::keys::Keys;
use crate::diagnostic::{Cells, Diagnostic, FileId, Sources, Spot, code};

/// Delimiters that are looked for, in this order.
const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];

/// Reads a text file as cells.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    keys: &Keys,
    sources: &mut Sources,
) -> Result<Grid, Trouble> {
    let text = with_line_ends(decode(name, bytes, keys)?);
    let file = sources.add(name, &text);
    let mut text = Records { text: &text, file, at: 0, delimiter: ';' };
    let named = text.separator_line();
    let asked = keys.delimiter.or(named);
    for _ in 1..keys.header {
        text.skip_line();
    }
    text.delimiter = asked.unwrap_or_else(|| text.likely_delimiter());
    let mut cells = Cells::default();
    let Some(headers) = text.record(&mut cells)? else {
        return Err(Trouble::Sheet(format!("the file `{name}` has no row {}", keys.header)));
    };
    for header in &headers {
        cells.name_column(header.column, &header.text());
    }
    let mut rows = Vec::new();
    while let Some(row) = text.record(&mut cells)? {
        if row.is_empty() {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(Trouble::at(
                row[0].spot,
                format!("the sheet has more than {MOST_ROWS} rows"),
            ));
        }
        rows.push(row);
    }
    sources.set_cells(file, cells);
    Ok(Grid { headers, rows, is_text: true })
}

/// The bytes as text, in the encoding that is asked for, or that the file names itself.
fn decode<'a>(name: &str, bytes: &'a [u8], keys: &Keys) -> Result<Cow<'a, str>, Trouble> {
    if keys.encoding.is_none() && Encoding::for_bom(bytes).is_none() {
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            Trouble::Hinted(
                code::NOT_UTF8,
                format!("the file `{name}` is not UTF-8 text: see line {line}"),
                "if it comes from Windows, write `encoding = \"windows-1252\"`".to_owned(),
            )
        });
    }
    let label = keys.encoding.as_ref().map_or("utf-8", |encoding| &encoding.value);
    let encoding = Encoding::for_label(label.trim().as_bytes());
    let Some(encoding) = encoding else {
        let spot = keys.encoding.as_ref().map(|encoding| encoding.spot);
        let message = format!("there is no encoding `{label}`");
        let hint = "usual ones are `utf-8`, `windows-1252`, `utf-16le`, `iso-8859-1`";
        let complaint = Diagnostic::error(code::UNKNOWN_WORD, message).hint(hint);
        return Err(Trouble::Told(Box::new(Diagnostic { spot, ..complaint })));
    };
    let (text, used, is_broken) = encoding.decode(bytes);
    if is_broken {
        let message = format!("the file `{name}` is not text in the encoding `{}`", used.name());
        let hint = match used {
            _ if used == UTF_8 || used == UTF_16LE || used == UTF_16BE => {
                "if it comes from Windows, try `encoding = \"windows-1252\"`"
            }
            _ => "save it as UTF-8",
        };
        return Err(Trouble::Hinted(code::NOT_UTF8, message, hint.to_owned()));
    }
    Ok(text)
}

/// The same text with line ends that everybody knows: a lone carriage return, as old programs end lines
/// with, becomes a line feed, so that all places stay.
fn with_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.matches('\r').count() == text.matches("\r\n").count() {
        return text;
    }
    let parts: Vec<String> = text.split("\r\n").map(|part| part.replace('\r', "\n")).collect();
    Cow::Owned(parts.join("\r\n"))
}

/// A text that is cut into records.
struct Records<'a> {
    text: &'a str,
    file: FileId,
    /// Where the next record begins.
    at: usize,
    delimiter: char,
}

impl Records<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').map_or(self.rest().len(), |end| end + 1);
    }

    /// The delimiter that a first line such as `sep=;` names.
    fn separator_line(&mut self) -> Option<char> {
        let line = self.rest().lines().next()?;
        let mut named = line.strip_prefix("sep=")?.chars();
        let delimiter = named.next()?;
        self.skip_line();
        Some(delimiter)
    }

    /// The delimiter by which the first record has most cells, as many as the second has.
    fn likely_delimiter(&self) -> char {
        let mut lines = self.rest().lines();
        let first = lines.next().unwrap_or_default();
        let second = lines.find(|line| !line.trim().is_empty());
        let score = |delimiter: char| {
            let cells = count(first, delimiter);
            let fits = second.is_none_or(|second| count(second, delimiter) == cells);
            (cells > 0, fits, cells)
        };
        // Of equals the one that is listed first.
        DELIMITERS.into_iter().rev().max_by_key(|&delimiter| score(delimiter)).unwrap_or(',')
    }

    /// The cells of the next record; `None` behind the last one.
    fn record(&mut self, cells: &mut Cells) -> Result<Option<Vec<Cell>>, Trouble> {
        if self.rest().is_empty() {
            return Ok(None);
        }
        let row = cells.next_row();
        let mut record = Vec::new();
        for column in 0.. {
            let start = self.at;
            let (text, end) = self.field()?;
            let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            if !text.is_empty() {
                if column >= MOST_COLUMNS {
                    let spot = Spot { file: self.file, start, end };
                    let message = format!("the sheet has more than {MOST_COLUMNS} columns");
                    return Err(Trouble::at(spot, message));
                }
                let spot = self.trimmed(start, end);
                let raw = if text.starts_with('=') && text.len() > 1 {
                    Raw::Formula
                } else {
                    Raw::Text(text.to_owned())
                };
                cells.add(spot.start, row, column);
                record.push(Cell { column, spot, raw });
            }
            self.at = end;
            let mut next = self.rest().chars();
            match next.next() {
                Some(sign) if sign == self.delimiter => self.at += sign.len_utf8(),
                Some('\r') => {
                    self.at += 2;
                    break;
                }
                Some('\n') => {
                    self.at += 1;
                    break;
                }
                _ => break,
            }
        }
        Ok(Some(record))
    }

    /// The place of a field without the spaces around it.
    fn trimmed(&self, start: usize, end: usize) -> Spot {
        let field = &self.text[start..end];
        let from = start + field.len() - field.trim_start().len();
        let to = from + field.trim().len();
        Spot { file: self.file, start: from, end: to }
    }

    /// The next field without its quotes, and where it ends.
    fn field(&self) -> Result<(Cow<'_, str>, usize), Trouble> {
        let rest = self.rest();
        if !rest.starts_with('"') {
            let ends = |c: char| c == self.delimiter || c == '\n' || c == '\r';
            let length = rest.find(ends).unwrap_or(rest.len());
            return Ok((Cow::Borrowed(&rest[..length]), self.at + length));
        }
        let mut from = 1;
        let mut is_plain = true;
        loop {
            let Some(length) = rest[from..].find('"') else {
                let spot = Spot { file: self.file, start: self.at, end: self.at + 1 };
                return Err(Trouble::at(spot, "these quotes are not closed".to_owned()));
            };
            let quote = from + length;
            if rest[quote + 1..].starts_with('"') {
                is_plain = false;
                from = quote + 2;
                continue;
            }
            let inside = &rest[1..quote];
            let text = if is_plain {
                Cow::Borrowed(inside)
            } else {
                Cow::Owned(inside.replace("\"\"", "\""))
            };
            // What stands behind closed quotes belongs to nothing.
            let ends = |c: char| c == self.delimiter || c == '\n' || c == '\r';
            let behind = &rest[quote + 1..];
            let length = behind.find(ends).unwrap_or(behind.len());
            if !behind[..length].trim().is_empty() {
                let start = self.at + quote + 1;
                let spot = Spot { file: self.file, start, end: start + length };
                return Err(Trouble::at(spot, "text behind closed quotes".to_owned()));
            }
            return Ok((text, self.at + quote + 1 + length));
        }
    }
}

/// How often a delimiter stands in a line outside quotes.
fn count(line: &str, delimiter: char) -> usize {
    let outside = line.split('"').step_by(2);
    outside.map(|part| part.matches(delimiter).count()).sum()
}
