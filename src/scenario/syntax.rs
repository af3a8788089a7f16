//! What is not TOML, in plain words and with a guess of what was meant.

use std::ops::Range;

use super::quantity::date_meant;
use crate::units::{Duration, guess};

/// A mistake in the writing.
pub(super) struct Slip {
    /// What is wrong.
    pub(super) message: String,
    /// Where.
    pub(super) span: Range<usize>,
    /// What to write instead, if it can be guessed.
    pub(super) hint: Option<String>,
}

const NO_QUOTES: &str = "a text must stand in quotes";

/// Words of the parser that say more about it than about the text, and ours.
const PLAIN_WORDS: [(&str, &str); 6] = [
    ("string values must be quoted", NO_QUOTES),
    ("invalid boolean", NO_QUOTES),
    ("invalid float", "a number cannot be read"),
    ("unexpected key or value, expected newline", "there is more in the line than a value"),
    ("unclosed array", "a list is not closed, expected `]`"),
    ("invalid basic string, expected `\"`", "a text is not closed, expected `\"`"),
];

/// What the parser says of a place, told to a person.
pub(super) fn slip(text: &str, span: Range<usize>, said: &str) -> Slip {
    let written = text.get(span.clone()).unwrap_or_default();
    if said == "duplicate key" {
        return Slip { message: format!("`{written}` is given twice"), span, hint: None };
    }
    if said.starts_with("invalid unquoted key") {
        return key_without_quotes(text, span);
    }
    if let Some(slip) = decimal_comma(text, &span).or_else(|| other_quotes(text, &span)) {
        return slip;
    }
    if let Some(slip) = date(text, &span) {
        return slip;
    }
    let plain = PLAIN_WORDS.iter().find(|(theirs, _)| said.starts_with(theirs));
    let message = plain.map_or(said, |(_, ours)| ours).to_owned();
    let hint = (message == NO_QUOTES).then(|| without_quotes(written));
    Slip { message, span, hint }
}

/// What a text without quotes was meant to be: `yes` is `true`, `5 parts` is `5`.
fn without_quotes(written: &str) -> String {
    if let Some(truth) = guess::truth(written) {
        return format!("did you mean `{truth}`?");
    }
    match written.split_once(' ') {
        Some((number, unit)) if is_number(number) && !is_unit(unit) => {
            format!("did you mean `{number}`, without the word?")
        }
        _ => format!("did you mean `\"{written}\"`?"),
    }
}

fn is_number(written: &str) -> bool {
    written.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Whether a text ends with this unit: of time, or a share.
fn is_unit(written: &str) -> bool {
    let word = written.trim();
    word == "%" || Duration::spellings().any(|unit| unit == word) || guess::unit(word).is_some()
}

/// A list, table or text that is opened and not closed.
pub(super) fn left_open(text: &str, value: Range<usize>) -> Slip {
    let written = &text[value.clone()];
    let (what, close) = match written.chars().next() {
        Some('[') => ("list", "]"),
        Some('{') => ("table", "}"),
        Some('"') => ("text", "\"\"\""),
        _ => ("text", "'''"),
    };
    let line = written.find('\n').map_or(value.end, |length| value.start + length);
    let message = format!("a {what} is opened and not closed, expected `{close}`");
    Slip { message, span: value.start..line, hint: None }
}

/// A name with other letters than TOML takes without quotes.
fn key_without_quotes(text: &str, span: Range<usize>) -> Slip {
    let is_end = |c: char| c.is_whitespace() || ".[]={},\"'".contains(c);
    let at = text.floor_char_boundary(span.start);
    let start = behind_last(&text[..at], is_end);
    let end = text[at..].find(is_end).map_or(text.len(), |length| at + length);
    let name = &text[start..end];
    if name.is_empty() {
        let message = "a name cannot be read: it has letters, digits, `_` or `-`".to_owned();
        return Slip { message, span, hint: Some("write other names in quotes".to_owned()) };
    }
    let (before, after) = around(text, start..end);
    let table = before.trim_start().starts_with('[').then(|| after.find(']')).flatten();
    let meant = match table {
        Some(close) => format!("{}\"{name}\"{}", before.trim_start(), &after[..=close]),
        None => format!("\"{name}\""),
    };
    let message = format!("a name with other letters than a to z needs quotes: `{name}`");
    Slip { message, span: start..end, hint: Some(format!("write `{meant}`")) }
}

/// The place behind the last letter of a kind; the beginning if there is none.
fn behind_last(text: &str, is_wanted: impl Fn(char) -> bool) -> usize {
    let last = text.char_indices().rev().find(|(_, c)| is_wanted(*c));
    last.map_or(0, |(at, c)| at + c.len_utf8())
}

/// What stands before and behind a place in its line.
fn around(text: &str, place: Range<usize>) -> (&str, &str) {
    let start = text[..place.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[place.end..].find('\n').map_or(text.len(), |newline| place.end + newline);
    (&text[start..place.start], &text[place.end..end])
}

/// A bare number with a comma: `cv = 0,2`.
fn decimal_comma(text: &str, span: &Range<usize>) -> Option<Slip> {
    let at = text.floor_char_boundary(span.start.min(text.len()));
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let is_digit = |c: char| c.is_ascii_digit();
    for (equals, _) in text[line..end].match_indices('=') {
        let value = line + equals + 1;
        let value = value + (text[value..end].len() - text[value..end].trim_start().len());
        let (whole, behind) = text[value..end]
            .split_at(text[value..end].find(|c| !is_digit(c)).unwrap_or(end - value));
        let decimals = behind.strip_prefix(',').unwrap_or_default();
        let decimals = &decimals[..decimals.find(|c| !is_digit(c)).unwrap_or(decimals.len())];
        if whole.is_empty() || decimals.is_empty() {
            continue;
        }
        let comma = value + whole.len();
        let number = value..comma + 1 + decimals.len();
        // The parser stumbles at the comma, or at what follows the second number.
        let rest = &text[number.end..end];
        let next = number.end + rest.len() - rest.trim_start().len();
        if !(comma..=next).contains(&at) {
            continue;
        }
        let written = &text[number.clone()];
        let point = written.replacen(',', ".", 1);
        let unit = rest.split(['#', ',', '}', ']']).next().unwrap_or_default().trim();
        if is_unit(unit) {
            let message = format!("a number has a decimal comma: `{written}`");
            let hint = format!("write a point, and a text in quotes: `\"{point} {unit}\"`");
            return Some(Slip { message, span: number, hint: Some(hint) });
        }
        let hint = match guess::without_thousands(written) {
            Some(many) => format!("write `{many}`, or `{point}` with a point"),
            None => format!("write a point: `{point}`"),
        };
        let message = format!("a number has a decimal comma: `{written}`");
        return Some(Slip { message, span: number, hint: Some(hint) });
    }
    None
}

/// A text in the quotes of a word processor: `“1 min”`.
fn other_quotes(text: &str, span: &Range<usize>) -> Option<Slip> {
    const OTHERS: [char; 10] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '´'];
    let at = text.floor_char_boundary(span.start.min(text.len()));
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let rest = &text[at..end];
    if !rest.starts_with(OTHERS) {
        return None;
    }
    let inside = rest.trim_start_matches(OTHERS);
    let start = at + (rest.len() - inside.len());
    let length = inside.find(|c| OTHERS.contains(&c) || c == '"')?;
    let closing = inside[length..].chars().next().map_or(0, char::len_utf8);
    let message = "a text stands in other quotes than `\"`".to_owned();
    let hint = Some(format!("did you mean `\"{}\"`?", &inside[..length]));
    Some(Slip { message, span: at..start + length + closing, hint })
}

/// A date in another order than year, month and day.
fn date(text: &str, span: &Range<usize>) -> Option<Slip> {
    let ends = |c: char| c.is_whitespace() || "=,[]{}\"'".contains(c);
    let at = text.floor_char_boundary(span.start.min(text.len()));
    let start = behind_last(&text[..at], ends);
    let word = text[start..].split(ends).next()?;
    let meant = date_meant(word).filter(|date| date != word)?;
    let message = format!("a date is written year-month-day, found: `{word}`");
    let hint = Some(format!("did you mean `{meant}`?"));
    Some(Slip { message, span: start..start + word.len(), hint })
}
