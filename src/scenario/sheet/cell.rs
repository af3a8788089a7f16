//! A cell becomes a value of the tree, in the notation of the language.

use jiff::civil::{Date, DateTime};
use toml::value::Datetime;

use super::column::Column;
use super::grid::{Cell, Raw};
use super::keys::Keys;
use super::number::{Misread, number};
use super::takes::Kind;
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::scenario::node::{Branch, Branches, Content, Node};
use crate::units::guess;

/// Reads a cell as a value of its column's key.
pub(super) fn node(cell: &Cell, column: &Column, keys: &Keys) -> Result<Node, Diagnostic> {
    let reader = Reader { column, keys, spot: cell.spot };
    let mut node = Node::new(cell.spot, reader.content(&cell.raw)?);
    // The text at its place is the sheet's, not the language's.
    node.remark("");
    Ok(node)
}

/// The name in a cell.
pub(super) fn name(cell: &Cell) -> Result<String, Diagnostic> {
    match &cell.raw {
        Raw::Formula | Raw::Fault(_) => Err(unreadable(cell)),
        _ => Ok(cell.text()),
    }
}

/// The complaint about a formula without a result.
fn unreadable(cell: &Cell) -> Diagnostic {
    let (message, hint) = match &cell.raw {
        Raw::Fault(fault) => (
            format!("the cell holds the mark of a formula that went wrong: {fault}"),
            "mend the formula in the workbook, and save it",
        ),
        _ => (
            "the cell holds a formula, and no result of it".to_owned(),
            "open the file in the program that made it, and save the values",
        ),
    };
    Diagnostic::error(code::SHEET, message).at(cell.spot).hint(hint)
}

struct Reader<'a> {
    column: &'a Column,
    keys: &'a Keys,
    spot: Spot,
}

impl Reader<'_> {
    fn content(&self, raw: &Raw) -> Result<Content, Diagnostic> {
        let takes = &self.column.takes;
        let cell = || Cell { column: self.column.index, spot: self.spot, raw: raw.clone() };
        match raw {
            Raw::Formula | Raw::Fault(_) => Err(unreadable(&cell())),
            Raw::Text(text) if takes.words.contains(&text.as_str()) => {
                Ok(Content::Text(text.clone()))
            }
            Raw::Text(text) if takes.is(Kind::Map) && !self.is_number(text) => self.map(text),
            Raw::Text(text) if takes.is(Kind::List) => self.list(text),
            Raw::Text(text) => self.text(text),
            Raw::Number(number) if takes.is(Kind::Map) && !takes.is(Kind::OneForAll) => {
                self.map(&plain(*number))
            }
            Raw::Number(number) if takes.is(Kind::List) => {
                let content = if takes.is_quantity() {
                    self.quantity(&plain(*number), "")?
                } else {
                    Content::Text(plain(*number))
                };
                let mut node = Node::new(self.spot, content);
                node.remark("");
                Ok(Content::List(vec![node]))
            }
            Raw::Number(number) if takes.is_quantity() => self.quantity(&plain(*number), ""),
            Raw::Number(_) if takes.is(Kind::Date) => Err(self.complaint(
                code::UNREADABLE,
                format!("`{}` must be a date, found the number {}", self.column.key, cell().text()),
                "give the cell the format of a date".to_owned(),
            )),
            Raw::Truth(truth) if takes.is(Kind::Truth) => Ok(Content::Truth(*truth)),
            Raw::When(when) if takes.is(Kind::Date) => Ok(Content::When(*when)),
            Raw::Time(seconds) if takes.is(Kind::Time) => {
                Ok(Content::Text(format!("{} s", plain(*seconds))))
            }
            Raw::Number(_) | Raw::Truth(_) | Raw::When(_) | Raw::Time(_) => {
                Ok(Content::Text(cell().text()))
            }
        }
    }

    /// A cell that is one value, as text.
    fn text(&self, text: &str) -> Result<Content, Diagnostic> {
        let takes = &self.column.takes;
        if takes.is(Kind::Date) {
            return self.date(text).map(Content::When);
        }
        if takes.is(Kind::Truth) {
            let meant = guess::truth(text).or_else(|| text.parse().ok());
            return Ok(meant.map_or_else(|| Content::Text(text.to_owned()), Content::Truth));
        }
        if !takes.is_quantity() {
            return Ok(Content::Text(text.to_owned()));
        }
        let is_whole = takes.is(Kind::Whole) && !takes.has_unit();
        match number(text, self.keys) {
            // With decimal commas `59,000` is 59 to three decimals.
            Ok(number) if is_whole && self.keys.decimal == ',' && number.digits.contains('.') => {
                let (whole, decimals) = number.digits.split_once('.').unwrap_or_default();
                let is_zero = decimals.bytes().all(|digit| digit == b'0');
                let digits = if is_zero { whole } else { &number.digits };
                self.quantity(digits, number.behind)
            }
            // A count is whole: `1.200` is no 1.2.
            Ok(number) if is_whole && has_three_decimals(&number.digits) => {
                Err(self.no_number(text, &Misread::Grouped))
            }
            Ok(number) => self.quantity(&number.digits, number.behind),
            Err(Misread::NoNumber) => Ok(Content::Text(text.to_owned())),
            Err(misread) => Err(self.no_number(text, &misread)),
        }
    }

    /// A number with the unit behind it, or that of its column.
    fn quantity(&self, digits: &str, behind: &str) -> Result<Content, Diagnostic> {
        let takes = &self.column.takes;
        let unit = if behind.is_empty() { self.column.unit.as_deref() } else { Some(behind) };
        match unit {
            // A ratio in percent: a `cv` of 12.5 % is 0.125.
            Some("%") if takes.is(Kind::Ratio) => {
                let ratio = digits.parse::<f64>().unwrap_or(0.0) / 100.0;
                Ok(bare(&plain(ratio)))
            }
            Some("1" | "-") if takes.is(Kind::Share) => {
                let percent = digits.parse::<f64>().unwrap_or(0.0) * 100.0;
                Ok(Content::Text(format!("{} %", plain(percent))))
            }
            Some(unit) if takes.has_unit() => {
                let unit = guess::unit(unit).unwrap_or(unit);
                Ok(Content::Text(format!("{digits} {unit}")))
            }
            _ if takes.is(Kind::Number) && behind.is_empty() => Ok(bare(digits)),
            Some(unit) => Ok(Content::Text(format!("{digits} {unit}"))),
            None => {
                let examples =
                    [(Kind::Share, "%"), (Kind::Money, "EUR"), (Kind::MoneyADay, "EUR/day")];
                let example = examples.into_iter().find(|(kind, _)| takes.is(*kind));
                let example = example.map_or("s", |(_, unit)| unit);
                let key = &self.column.key;
                let message = format!("`{key}` needs a unit: neither header nor cell has one");
                let hint = format!(
                    "write the header as `{key} [{example}]`, or `units = {{ {key} = \"{example}\" }}`"
                );
                let complaint =
                    Diagnostic::error(code::BARE_NUMBER, message).at(self.column.header);
                Err(complaint.hint(hint))
            }
        }
    }

    /// Whether a cell of names with numbers has one number instead, which will do.
    fn is_number(&self, text: &str) -> bool {
        self.column.takes.is(Kind::OneForAll) && guess::bare_number(text).is_some()
    }

    /// What stands between several values in one cell: no comma where that is the decimal sign.
    fn separator(&self, text: &str) -> char {
        let signs = [';', '|', ','].into_iter().filter(|sign| *sign != self.keys.decimal);
        signs.into_iter().find(|sign| text.contains(*sign)).unwrap_or(';')
    }

    /// Several values in one cell.
    fn list(&self, text: &str) -> Result<Content, Diagnostic> {
        let sign = self.separator(text);
        let items = text.split(sign).map(str::trim).filter(|item| !item.is_empty());
        let item = |item: &str| {
            let mut node = Node::new(self.spot, self.text(item)?);
            node.remark("");
            Ok(node)
        };
        Ok(Content::List(items.map(item).collect::<Result<_, Diagnostic>>()?))
    }

    /// Names, each with a number: `welder = 1; helper = 2`, or names alone for one of each.
    fn map(&self, text: &str) -> Result<Content, Diagnostic> {
        let sign = self.separator(text);
        let mut branches = Branches::new();
        for item in text.split(sign).map(str::trim).filter(|item| !item.is_empty()) {
            if guess::bare_number(item).is_some() {
                let key = &self.column.key;
                return Err(self.complaint(
                    code::WRONG_TYPE,
                    format!("`{key}` must name skills, such as `welder = 1`, found: `{text}`"),
                    format!(
                        "where cells hold numbers alone, name the skill in the key: `{key}.welder`"
                    ),
                ));
            }
            let (name, value) = match item.split_once(['=', ':']) {
                Some((name, value)) => (name.trim(), value.trim()),
                None => (item, "1"),
            };
            let mut node = Node::new(self.spot, self.text(value)?);
            node.remark("");
            if branches.insert(name.to_owned(), Branch { key: self.spot, node }).is_some() {
                let message = format!("`{}` names `{name}` twice", self.column.key);
                return Err(Diagnostic::error(code::CONFLICT, message).at(self.spot));
            }
        }
        Ok(Content::Table(branches))
    }

    fn complaint(&self, code: &'static str, message: String, hint: String) -> Diagnostic {
        Diagnostic::error(code, message).at(self.spot).hint(hint)
    }

    fn no_number(&self, text: &str, misread: &Misread) -> Diagnostic {
        let key = &self.column.key;
        let (message, hint) = match misread {
            Misread::Ambiguous => {
                let sign = if self.keys.decimal == '.' { ',' } else { '.' };
                (
                    format!("`{key}` may be about one or more than a thousand, found: `{text}`"),
                    format!(
                        "write `thousands = \"{sign}\"` or `decimal = \"{sign}\"` for this sheet"
                    ),
                )
            }
            Misread::Grouped => (
                format!("`{key}` must be a whole number, found: `{text}`"),
                format!(
                    "if these are thousands, write `thousands = \"{}\"` for this sheet",
                    self.keys.decimal
                ),
            ),
            Misread::Decimal if self.keys.decimal == '.' => (
                format!("`{key}` has a decimal comma: `{text}`"),
                "write `decimal = \",\"` for this sheet".to_owned(),
            ),
            Misread::Decimal => (
                format!("`{key}` has a decimal point, where the sheet has commas: `{text}`"),
                "mend the cell, or leave `decimal` out".to_owned(),
            ),
            Misread::Broken | Misread::NoNumber => (
                format!("`{key}` must be a number, found: `{text}`"),
                "separators of thousands stand before groups of three digits".to_owned(),
            ),
        };
        self.complaint(code::UNREADABLE, message, hint)
    }

    fn date(&self, text: &str) -> Result<Datetime, Diagnostic> {
        let key = &self.column.key;
        if let Some(format) = &self.keys.dates {
            return by_format(text, &format.value).ok_or_else(|| {
                let message =
                    format!("`{key}` must be a date like `{}`, found: `{text}`", format.value);
                Diagnostic::error(code::DATE, message).at(self.spot)
            });
        }
        // Where day and month may be meant either way round, nothing is guessed.
        let is_clear = match text.find(['/', '-', '.']) {
            Some(place) => text[place..].starts_with('.') || place == 4,
            None => true,
        };
        let meant = guess::date(text).filter(|_| is_clear && has_full_year(text));
        if let Some(meant) = meant {
            return by_toml(&meant).ok_or_else(|| {
                let message = format!("there is no day {text}");
                Diagnostic::error(code::DATE, message).at(self.spot)
            });
        }
        let (message, hint) = if is_clear && has_no_year(text) {
            (format!("the date `{text}` {NO_YEAR}"), "write the year, too, such as 02.11.2026")
        } else if is_clear {
            (
                format!("`{key}` must be a date such as 2026-03-20, found: `{text}`"),
                "say how the sheet writes dates, such as `dates = \"%d.%m.%y\"`",
            )
        } else {
            (
                format!("`{key}` may be day and month or month and day, found: `{text}`"),
                "write `dates = \"%d/%m/%Y\"` or `dates = \"%m/%d/%Y\"` for this sheet",
            )
        };
        Err(self.complaint(code::DATE, message, hint.to_owned()))
    }
}

/// Whether a number has three decimals that are not all zero, as thousands have.
fn has_three_decimals(digits: &str) -> bool {
    digits.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3)
}

/// Whether the year of a date has four digits.
fn has_full_year(text: &str) -> bool {
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    date.split(['-', '.', '/']).any(|part| part.len() == 4)
}

/// What is said of such a date.
pub(super) const NO_YEAR: &str = "has no year";

/// Whether a text is written as a date of day and month only: `02.11.`
fn has_no_year(text: &str) -> bool {
    let parts: Vec<&str> = text.trim_end_matches('.').split('.').collect();
    let is_short = |part: &&str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.len() == 2 && parts.iter().all(is_short)
}

/// A date that is written as `format` says, with or without a time of day behind it.
fn by_format(text: &str, format: &str) -> Option<Datetime> {
    let has_time = ["%H", "%I", "%k", "%l", "%T", "%R"].iter().any(|sign| format.contains(sign));
    if has_time {
        return by_toml(&DateTime::strptime(format, text).ok()?.to_string());
    }
    if let Ok(date) = Date::strptime(format, text) {
        return by_toml(&date.to_string());
    }
    let with_time = |time: &str| DateTime::strptime(format!("{format} {time}"), text).ok();
    let instant = with_time("%H:%M").or_else(|| with_time("%H:%M:%S"))?;
    by_toml(&instant.to_string())
}

fn by_toml(text: &str) -> Option<Datetime> {
    let date = text.split('T').next()?.parse::<Date>().ok()?;
    // A year of two digits is none of the first century.
    (date.year() >= 1000).then_some(())?;
    text.parse().ok()
}

/// A number with at most fifteen digits, as a workbook shows it: 0.1 + 0.2 is 0.3.
pub(super) fn plain(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

/// A bare number: whole if it is.
pub(super) fn bare(digits: &str) -> Content {
    let whole = digits.strip_suffix(".0").unwrap_or(digits);
    match (whole.parse::<i64>(), digits.parse::<f64>()) {
        (Ok(whole), _) => Content::Whole(whole),
        (_, Ok(number)) => Content::Real(number),
        _ => Content::Text(digits.to_owned()),
    }
}
