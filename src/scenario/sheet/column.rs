//! The columns of a sheet: which header is which key, what its cells are, and in which unit.

use super::Trouble;
use super::grid::Cell;
use super::keys::Keys;
use super::takes::Takes;
use super::unit;
use crate::diagnostic::{Diagnostic, Diagnostics, Spot, closest, code, listed, meant};
use crate::scenario::Written;
use crate::scenario::distribution;
use crate::scenario::origin::segments;
use crate::scenario::shape::{Form, Shape, TableShape};
use crate::units::guess;

/// A column whose cells are values of a key.
#[derive(Debug)]
pub(super) struct Column {
    /// Its place in the sheet, from 0.
    pub(super) index: usize,
    /// Further columns of a name that is made of several.
    pub(super) more: Vec<usize>,
    /// The key, part by part; empty for the column of names.
    pub(super) path: Vec<String>,
    /// The key as written.
    pub(super) key: String,
    /// What its cells may be.
    pub(super) takes: Takes,
    /// The unit of bare numbers in it.
    pub(super) unit: Option<String>,
    /// Where its header stands.
    pub(super) header: Spot,
    /// The key of `columns` that names it, if one does.
    mapped: Option<String>,
    /// Whether its unit is wrong, so that nothing can be said of its cells.
    pub(super) is_broken: bool,
}

impl Column {
    /// A column whose cells are read as one kind of value, whatever its header says.
    pub(super) fn of_one_kind(header: &Cell, key: &str, takes: Takes) -> Self {
        Self {
            index: header.column,
            more: Vec::new(),
            mapped: None,
            path: Vec::new(),
            key: key.to_owned(),
            takes,
            unit: None,
            header: header.spot,
            is_broken: false,
        }
    }
}

/// What a sheet is about.
pub(super) struct About {
    /// What a row has.
    pub(super) shape: &'static TableShape,
    /// The group whose things it names, such as `order`; `None` if rows have no names.
    pub(super) group: Option<&'static str>,
}

/// A sheet whose columns are looked for.
pub(super) struct Headed<'a> {
    pub(super) name: &'a str,
    pub(super) headers: &'a [Cell],
    pub(super) rows: &'a [Vec<Cell>],
    /// The line of a place.
    pub(super) line: &'a dyn Fn(Spot) -> usize,
}

impl Headed<'_> {
    /// The row, from 1, that has a header which the row of headers has not.
    fn row_with(&self, header: &str) -> Option<usize> {
        const FIRST: usize = 30;
        let has = |row: &&Vec<Cell>| row.iter().any(|cell| Header::of(cell).is(header));
        let row = self.rows.iter().take(FIRST).find(has)?;
        Some((self.line)(row.first()?.spot))
    }
}

/// A header: its words and the unit it ends with.
pub(super) struct Header<'a> {
    pub(super) cell: &'a Cell,
    pub(super) text: String,
    pub(super) words: String,
    pub(super) unit: Option<String>,
}

impl<'a> Header<'a> {
    pub(super) fn of(cell: &'a Cell) -> Self {
        let text = cell.text();
        let open = |close: char| match close {
            ']' => text.rfind('['),
            ')' => text.rfind('('),
            _ => None,
        };
        let start = text.chars().next_back().and_then(open).filter(|&start| start > 0);
        let (words, unit) = match start {
            Some(start) => {
                let unit = text[start + 1..text.len() - 1].trim();
                (text[..start].trim(), Some(unit.to_owned()).filter(|unit| !unit.is_empty()))
            }
            None => (text.as_str(), None),
        };
        let words = words.to_owned();
        Self { cell, text, words, unit }
    }

    fn is(&self, name: &str) -> bool {
        self.text == name || self.words == name
    }
}

/// The columns of a sheet, the one of names first; complaints about all that is wrong with them.
pub(super) fn columns(
    sheet: &Headed<'_>,
    keys: &Keys,
    about: &About,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Column>, Trouble> {
    let cells = sheet.headers;
    let headers: Vec<Header<'_>> = cells.iter().map(Header::of).collect();
    let used = vec![false; headers.len()];
    let mut finder = Finder { sheet, headers: &headers, keys, about, used, diagnostics };
    let mut columns = Vec::new();
    finder.mapped(&mut columns);
    let nameless = finder.names(&mut columns);
    finder.others(&mut columns);
    finder.complain_about_doubles(&mut columns);
    unit::check(&mut columns, &headers, keys, finder.diagnostics);
    if let Some(missing) = finder.missing(&columns) {
        let message = format!("the sheet has no column `{missing}`");
        let spot = cells.first().map(|cell| cell.spot);
        let hint = format!("name its header: `columns = {{ {missing} = \"…\" }}`");
        let complaint = Diagnostic::error(code::SHEET, message).hint(hint);
        return Err(Trouble::Told(Box::new(Diagnostic { spot, ..complaint })));
    }
    if let Some(complaint) = nameless {
        return Err(Trouble::Told(Box::new(complaint)));
    }
    // Names are read first, so that the rest can be told of them.
    columns.sort_by_key(|column| (!column.path.is_empty(), column.index));
    Ok(columns)
}

struct Finder<'a> {
    sheet: &'a Headed<'a>,
    headers: &'a [Header<'a>],
    keys: &'a Keys,
    about: &'a About,
    used: Vec<bool>,
    diagnostics: &'a mut Diagnostics,
}

impl Finder<'_> {
    /// Columns whose headers are given by `columns`.
    fn mapped(&mut self, columns: &mut Vec<Column>) {
        let named = self.keys.columns.iter();
        let pairs =
            named.flat_map(|(key, headers)| headers.iter().map(move |header| (key, header)));
        for (key, header) in pairs {
            let Some(position) = self.headers.iter().position(|known| known.is(&header.value))
            else {
                self.no_column(header);
                continue;
            };
            if let Some(other) = self.mapped_before(columns, position, key) {
                let message = format!("`{}` is the column of `{other}` already", header.value);
                let complaint = Diagnostic::error(code::CONFLICT, message).at(header.spot);
                self.diagnostics.push(complaint.hint("a column is one key: name another header"));
                continue;
            }
            self.used[position] = true;
            let earlier = columns.iter_mut().find(|column| column.mapped.as_ref() == Some(key));
            if let Some(earlier) = earlier {
                let is_name = self.about.group.is_none() && earlier.takes.is_a_name();
                if earlier.path.is_empty() || is_name {
                    earlier.more.push(self.headers[position].cell.column);
                } else {
                    let message =
                        format!("`{key}` stands in one column: only a name is made of several");
                    let complaint = Diagnostic::error(code::CONFLICT, message).at(header.spot);
                    self.diagnostics.push(complaint);
                }
                continue;
            }
            if self.is_name(key) {
                columns.push(Column { mapped: Some(key.clone()), ..self.name_column(position) });
                continue;
            }
            match self.column(position, key) {
                Ok(column) => columns.push(Column { mapped: Some(key.clone()), ..column }),
                Err(complaint) => self.diagnostics.push(complaint.at(header.spot)),
            }
        }
    }

    /// The other key, if there is one, whose column a header is by `columns`; what names the rows may say more of them.
    fn mapped_before(&self, columns: &[Column], position: usize, key: &str) -> Option<String> {
        let index = self.headers[position].cell.column;
        let mut earlier = columns.iter().filter(|column| column.index == index);
        let other =
            earlier.find(|column| column.mapped.as_deref().is_some_and(|other| other != key))?;
        let is_name = other.path.is_empty() || self.is_name(key);
        (!is_name).then(|| other.key.clone())
    }

    /// The column of names: the first one, unless `columns` or a header says otherwise. What gives a
    /// key is no name as well: the complaint about it.
    fn names(&mut self, columns: &mut Vec<Column>) -> Option<Diagnostic> {
        let group = self.about.group?;
        if columns.iter().any(|column| column.path.is_empty()) {
            return None;
        }
        let called = self.headers.iter().position(|header| self.is_name(&header.words));
        let position = called.unwrap_or(0);
        let header = self.headers.get(position)?;
        let mapped = columns.iter().find(|column| column.index == header.cell.column);
        let key = match mapped {
            Some(column) => Some(column.key.clone()),
            None if called.is_some() => None,
            None => self.column(position, &header.words).ok().map(|column| column.key),
        };
        if let Some(key) = key {
            let message = format!(
                "no column names what the rows are: the first one, `{}`, gives `{key}`",
                header.text
            );
            let hint = format!("say which header is the name: `columns = {{ {group} = \"…\" }}`");
            let complaint = Diagnostic::error(code::SHEET, message).at(header.cell.spot);
            return Some(complaint.hint(hint));
        }
        self.used[position] = true;
        columns.push(self.name_column(position));
        None
    }

    /// Columns whose headers are keys.
    fn others(&mut self, columns: &mut Vec<Column>) {
        let (mut unused, mut unknown) = (Vec::new(), Vec::new());
        for position in 0..self.headers.len() {
            if self.used[position] {
                continue;
            }
            let header = &self.headers[position];
            match self.column(position, &header.words) {
                Ok(column) => columns.push(column),
                Err(_) if !self.keys.columns.is_empty() => unused.push(header),
                Err(complaint) if is_guessless(&complaint) => unknown.push((header, complaint)),
                Err(complaint) => self.diagnostics.push(complaint.at(header.cell.spot)),
            }
        }
        self.no_keys(unknown);
        if !unused.is_empty() {
            let words = listed(unused.iter().map(|header| header.text.as_str()));
            let sheet = self.sheet.name;
            let message = match unused.as_slice() {
                [_] => format!("`{sheet}`: a column is not used: {words}"),
                several => format!("`{sheet}`: {} columns are not used: {words}", several.len()),
            };
            self.diagnostics.push(Diagnostic::note(code::UNREAD, message));
        }
    }

    /// Complains about headers that are no keys: of several together, with what to write.
    fn no_keys(&mut self, unknown: Vec<(&Header<'_>, Diagnostic)>) {
        if unknown.len() < 2 {
            let alone = unknown.into_iter();
            alone.for_each(|(header, complaint)| {
                self.diagnostics.push(complaint.at(header.cell.spot));
            });
            return;
        }
        let headers = listed(unknown.iter().map(|(header, _)| header.text.as_str()));
        let message = format!(
            "{} headers are no keys of {}: {headers}",
            unknown.len(),
            self.about.shape.noun
        );
        let name = self.headers.first().map_or("…", |header| header.words.as_str());
        let first = self.about.group.unwrap_or("product");
        let other = self.about.shape.fields.first().map_or("cycle", |field| field.key);
        let hint = format!(
            "say which header is which key, `columns = {{ {first} = \"{name}\", {other} = \"…\" }}`: the \
             others are then not used"
        );
        let spot = unknown[0].0.cell.spot;
        self.diagnostics.push(Diagnostic::error(code::UNKNOWN_KEY, message).at(spot).hint(hint));
    }

    /// Whether a word names the column of names.
    fn is_name(&self, word: &str) -> bool {
        self.about.group.is_some_and(|group| word == group || word == "name")
    }

    fn name_column(&self, position: usize) -> Column {
        let key = self.about.group.unwrap_or_default();
        Column::of_one_kind(self.headers[position].cell, key, Takes::default())
    }

    fn column(&self, position: usize, key: &str) -> Result<Column, Diagnostic> {
        let header = &self.headers[position];
        let path = segments(key);
        let takes = takes(self.about.shape, &path)?;
        let given = self.keys.units.iter().find(|(known, _)| known == key);
        let unit = given.map(|(_, unit)| unit.value.clone()).or_else(|| header.unit.clone());
        // Units of other languages: `Std` is `h`.
        let unit = unit.map(|unit| guess::unit(&unit).map(str::to_owned).unwrap_or(unit));
        let key = key.to_owned();
        Ok(Column {
            index: header.cell.column,
            more: Vec::new(),
            mapped: None,
            path,
            key,
            takes,
            unit,
            header: header.cell.spot,
            is_broken: false,
        })
    }

    /// A key that must have a column and has none.
    fn missing(&self, columns: &[Column]) -> Option<&'static str> {
        let is_there = |key: &str| {
            columns.iter().any(|column| column.path.first().is_some_and(|first| first == key))
        };
        if self.about.group.is_some() {
            return None;
        }
        self.about.shape.required().map(|field| field.key).find(|key| !is_there(key))
    }

    fn no_column(&mut self, header: &Written<String>) {
        let message = format!("the sheet has no column `{}`", header.value);
        let known = self.headers.iter().map(|header| header.text.as_str());
        let hint = match self.sheet.row_with(&header.value) {
            Some(row) => format!("row {row} has it: write `header = {row}`"),
            None => meant(&header.value, known, "its columns are"),
        };
        let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(header.spot);
        self.diagnostics.push(complaint.hint(hint));
    }

    fn complain_about_doubles(&mut self, columns: &mut Vec<Column>) {
        let mut seen: Vec<Vec<String>> = Vec::new();
        columns.retain(|column| {
            // A value that is a whole table leaves no room for its own keys.
            let is_double = |other: &&Vec<String>| {
                let shorter = other.len().min(column.path.len()).max(1);
                **other == column.path
                    || !other.is_empty()
                        && other.get(..shorter) == column.path.get(..shorter)
                        && (other.len() == shorter || column.path.len() == shorter)
            };
            if seen.iter().any(|other| is_double(&other)) {
                let what = if column.path.is_empty() { "names" } else { column.key.as_str() };
                let message = format!("two columns give `{what}`");
                let complaint = Diagnostic::error(code::GIVEN_TWICE, message).at(column.header);
                self.diagnostics.push(complaint);
                return false;
            }
            seen.push(column.path.clone());
            true
        });
    }
}

/// Whether a header is no key, and like none.
fn is_guessless(complaint: &Diagnostic) -> bool {
    let has_guess = complaint.hint.as_ref().is_some_and(|hint| hint.starts_with("did you mean"));
    complaint.code == code::UNKNOWN_KEY && !has_guess
}

/// What stands behind a key of a table, or why there is none.
fn takes(shape: &'static TableShape, path: &[String]) -> Result<Takes, Diagnostic> {
    let Some((first, rest)) = path.split_first() else { return Ok(Takes::default()) };
    let Some(field) = shape.fields.iter().find(|field| field.key == first) else {
        if shape.later.contains(&first.as_str()) {
            let message = format!("`{first}` of {} is not available in this version", shape.noun);
            return Err(Diagnostic::error(code::LATER, message));
        }
        let keys = || shape.fields.iter().map(|field| field.key);
        let hint = closest(first, keys()).map_or_else(
            || {
                format!(
                    "{} has: {}; other headers are mapped by `columns`",
                    shape.noun,
                    listed(keys())
                )
            },
            |meant| format!("did you mean `{meant}`?"),
        );
        let message = format!("{} has no key `{first}`", shape.noun);
        return Err(Diagnostic::error(code::UNKNOWN_KEY, message).hint(hint));
    };
    let found = match (&field.shape, rest) {
        (Shape::Value(form), rest) | (Shape::NamedValues(form), [_, rest @ ..]) => {
            form_at(form, rest)
        }
        (Shape::Table(inner), [_, ..]) => return takes(inner, rest),
        (Shape::Named(inner), [_, rest @ ..]) if !rest.is_empty() => return takes(inner, rest),
        (Shape::Table(_) | Shape::Named(_) | Shape::NamedValues(_), _) => None,
    };
    found.ok_or_else(|| {
        let message =
            format!("`{}` of {} is no value that a cell can hold", path.join("."), shape.noun);
        Diagnostic::error(code::UNKNOWN_KEY, message)
    })
}

/// What stands at a path inside a value.
fn form_at(form: &'static Form, path: &[String]) -> Option<Takes> {
    let Some((first, rest)) = path.split_first() else {
        return Some(Takes::of(form)).filter(|takes| !takes.is_only_a_table());
    };
    match form {
        Form::Inline(shape) => takes(shape, path).ok(),
        Form::Map(inner) => form_at(inner, rest),
        Form::Distribution(measure) if rest.is_empty() => {
            distribution::taken(first).map(|taken| Takes::of_parameter(taken, *measure))
        }
        Form::Either(forms) => forms.iter().find_map(|form| form_at(form, path)),
        _ => None,
    }
}
