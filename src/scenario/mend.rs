//! A file that is not quite TOML, without what is wrong in it: so that one slip does not hide all
//! other mistakes.
//!
//! What the parser recovers by itself can be another scenario than the one written: after an open
//! bracket, tables become items of a list. So the faulty stretch is taken out of the text and the
//! rest is parsed again, until it is right. A value on one line gives way to a placeholder; whatever
//! is worse takes all of its table with it, from one header to the next. Places stay what they were.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// So many slips are told; a file with more is no attempt at TOML.
const MOST_SLIPS: usize = 100;

/// So many bytes are parsed in all, each slip taking one more reading of the whole text.
const MOST_READ: usize = 100 << 20;

/// A text with its faulty stretches taken out.
pub(super) struct Mended {
    /// Valid TOML, byte for byte as long as what was written.
    pub(super) text: String,
    /// What was taken out: what stands there means nothing.
    pub(super) gaps: Vec<Range<usize>>,
    /// Whether keys or tables may be missing, so that nothing can be said of what is not there.
    pub(super) is_short: bool,
}

/// A mistake of the writing, found by the parser.
pub(super) struct Found {
    /// What it says.
    pub(super) error: Error,
    /// The value that is opened and not closed, if that is the reason.
    pub(super) left_open: Option<Range<usize>>,
}

/// All mistakes of the writing, and the text without them; `None` if there are too many.
///
/// One slip is taken out at a time, the first in the text: others may only follow from it.
pub(super) fn mend(written: &str) -> (Vec<Found>, Option<Mended>) {
    let mut mended = Mended { text: written.to_owned(), gaps: Vec::new(), is_short: false };
    let mut found: Vec<Found> = Vec::new();
    for _ in 0..MOST_SLIPS.min(1 + MOST_READ / written.len().max(1)) {
        let text = mended.text.clone();
        let (table, errors) = DeTable::parse_recoverable(&text);
        let start = |error: &Error| error.span().map_or(0, |span| span.start);
        let (harmless, others): (Vec<Error>, Vec<Error>) =
            errors.into_iter().partition(|error| is_harmless(error, &text));
        let Some(first) = others.into_iter().min_by_key(start) else {
            found.extend(harmless.into_iter().map(|error| Found { error, left_open: None }));
            return (found, Some(mended));
        };
        let at = text.floor_char_boundary(start(&first).min(text.trim_end().len()));
        let value = long_value_around(&text, at, table.get_ref());
        mended.take_out(&text, at, first.message(), value.as_ref());
        let left_open = value.filter(|_| is_left_open(&text, start(&first)));
        found.push(Found { error: first, left_open });
    }
    (found, None)
}

/// Whether the parser understands a key all the same: only its quotes are missing.
fn is_harmless(error: &Error, text: &str) -> bool {
    let Some(letters) = error.span().and_then(|span| text.get(span)) else { return false };
    error.message().starts_with("invalid unquoted key")
        && !letters.is_empty()
        && letters.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
}

impl Mended {
    /// Takes out what is wrong at a place: a value, a line, or a whole table.
    fn take_out(&mut self, text: &str, at: usize, said: &str, value: Option<&Range<usize>>) {
        let line = line_around(text, at);
        if let Some(value) = value {
            return self.take_out_table(text, line_around(text, value.start).start);
        }
        let written = &text[line.clone()];
        let is_second = said == "duplicate key";
        if is_header(written) || is_second && !is_closed(written) {
            return self.take_out_table(text, line.start);
        }
        match value_of(written).map(|value| line.start + value.start..line.end) {
            Some(value) if !is_second && text[value.clone()].trim() != "0" => {
                self.blank(&value);
                self.text.replace_range(value.start..=value.start, "0");
                self.gaps.push(line);
            }
            Some(_) if is_second => {
                self.blank(&line);
                self.gaps.push(line);
            }
            // This may have been a header: what follows belongs to nobody knows what.
            _ => {
                let end = end_of_table(text, line.start);
                self.is_short = true;
                self.blank(&(line.start..end));
                self.gaps.push(line.start..end);
            }
        }
    }

    /// Takes out the table that a place belongs to, from its header to the next one.
    fn take_out_table(&mut self, text: &str, at: usize) {
        let header = headers(text).take_while(|line| line.start <= at).last().unwrap_or(0..0);
        let end = end_of_table(text, at);
        // A header that is right keeps its name known.
        let start = if header.start == at { header.start } else { header.end };
        self.is_short = true;
        self.blank(&(start..end));
        self.gaps.push(header.start..end);
    }

    /// Puts spaces in the place of everything but line breaks.
    fn blank(&mut self, range: &Range<usize>) {
        let blank: String = self.text[range.clone()]
            .chars()
            .flat_map(|c| {
                let blank = if c == '\n' { '\n' } else { ' ' };
                std::iter::repeat_n(blank, c.len_utf8())
            })
            .collect();
        self.text.replace_range(range.clone(), &blank);
    }
}

/// The line around a place, without its break.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    start..end
}

/// The lines that open a table.
fn headers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let from = start;
        start += line.len();
        is_header(line).then(|| from..from + line.trim_end_matches('\n').len())
    })
}

/// Where the table ends that a place belongs to: at the next header.
fn end_of_table(text: &str, at: usize) -> usize {
    headers(text).find(|line| line.start > at).map_or(text.len(), |line| line.start)
}

/// Whether a line opens a table: `[` before a letter, which no item of a list begins with.
fn is_header(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('[')
        && line.trim_start_matches('[').trim_start().starts_with(char::is_alphabetic)
}

/// Whether what is opened in a line is closed in it.
fn is_closed(line: &str) -> bool {
    let count = |letter| line.matches(letter).count();
    count('[') == count(']') && count('{') == count('}') && !line.contains("\"\"\"")
}

/// Whether a list or table that went wrong was not closed: the next thing is a header or the end.
fn is_left_open(text: &str, at: usize) -> bool {
    let at = text.floor_char_boundary(at.min(text.len()));
    let behind = text[line_around(text, at).start..].trim_start();
    behind.is_empty() || text[at..].trim().is_empty() || is_header(behind)
}

/// Where the value stands in a line `key = value`.
fn value_of(line: &str) -> Option<Range<usize>> {
    let (key, behind) = line.split_once('=')?;
    let is_key = |c: char| c.is_alphanumeric() || "_-.\"' ".contains(c);
    if key.trim().is_empty() || !key.trim().chars().all(is_key) || behind.is_empty() {
        return None;
    }
    let space = behind.len() - behind.trim_start().len();
    // A value that is missing leaves the place of one space.
    let space = if space == behind.len() { space - 1 } else { space };
    Some(key.len() + 1 + space..line.len())
}

/// The outermost value around a place, if it goes over several lines.
fn long_value_around(text: &str, at: usize, table: &DeTable<'_>) -> Option<Range<usize>> {
    let around = |value: &Spanned<DeValue<'_>>| {
        let span = value.span();
        match value.get_ref() {
            // The place of a table with a header is the header: look at what is in it.
            DeValue::Table(inner) if is_opened_by_header(text, &span) => {
                long_value_around(text, at, inner)
            }
            _ => {
                let is_around = span.start <= at && at <= span.end && span.start < span.end;
                let is_long = text.get(span.clone()).is_some_and(|value| value.contains('\n'));
                (is_around && is_long).then_some(span)
            }
        }
    };
    table.iter().find_map(|(_, value)| around(value))
}

/// Whether a table is written below a header or by dotted keys, and not in braces.
fn is_opened_by_header(text: &str, span: &Range<usize>) -> bool {
    !text.get(span.start..).is_some_and(|text| text.starts_with('{'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that are left, blanks cut off.
    fn left(text: &str) -> (Vec<String>, bool) {
        let mended = mend(text).1.expect("understood");
        assert_eq!(mended.text.len(), text.len());
        assert!(mended.text.parse::<toml::Table>().is_ok(), "{}", mended.text);
        (mended.text.lines().map(|line| line.trim_end().to_owned()).collect(), mended.is_short)
    }

    #[test]
    fn a_value_gives_way_and_its_key_stays() {
        let text = "[station.saw]\ncycle = 40 s\nbuffer = 3\nscrap = 0,2\n[station.mill]\n\
                    cycle = { mean = “3 s”, cv = 0.1 }\n";
        let wanted = [
            "[station.saw]",
            "cycle = 0",
            "buffer = 3",
            "scrap = 0",
            "[station.mill]",
            "cycle = 0",
        ];
        assert_eq!(left(text), (wanted.map(str::to_owned).to_vec(), false));
    }

    #[test]
    fn an_open_list_takes_its_table_with_it_and_no_other() {
        let text = "[line.main]\nstations = [\"saw\", \"drill\"\n\n[station.saw]\nbuffer = 1\n";
        let wanted = ["[line.main]", "", "", "[station.saw]", "buffer = 1"];
        assert_eq!(left(text), (wanted.map(str::to_owned).to_vec(), true));
    }

    #[test]
    fn a_broken_header_takes_its_table_with_it() {
        let text = "[station.saw\nbuffer = 2\n[station.mill]\nbuffer = 1\nbuffer = 2\n";
        let wanted = ["", "", "[station.mill]", "buffer = 1", ""];
        assert_eq!(left(text), (wanted.map(str::to_owned).to_vec(), true));
    }

    #[test]
    fn an_open_text_does_not_swallow_the_rest() {
        let text = "[plant]\nname = \"\"\"abc\n[station.mill]\nbuffer = 1\n";
        let wanted = ["[plant]", "", "[station.mill]", "buffer = 1"];
        assert_eq!(left(text), (wanted.map(str::to_owned).to_vec(), true));
    }

    #[test]
    fn what_may_be_a_broken_header_takes_the_rest_of_its_table_with_it() {
        let text = "[plant]\nname = \"a\"\nstation.saw]\nbuffer = 2\n[station.mill]\nbuffer = 1\n";
        let wanted = ["[plant]", "name = \"a\"", "", "", "[station.mill]", "buffer = 1"];
        assert_eq!(left(text), (wanted.map(str::to_owned).to_vec(), true));
    }

    #[test]
    fn before_the_first_header_values_give_way_too() {
        let text = "extends = base.toml\n[station.saw]\nbuffer = 1\n";
        assert_eq!(left(text).0, ["extends = 0", "[station.saw]", "buffer = 1"]);
        let text = "extends = [\"a.toml\",\n[station.saw]\nbuffer = 1\n";
        assert_eq!(left(text).0, ["", "[station.saw]", "buffer = 1"]);
    }

    #[test]
    fn each_slip_is_found_once_and_in_its_order() {
        let text = "[line.main]\nstations = [\"saw\", \"drill\"\n[station.saw\nbuffer = 1\n\
                    [station.mill]\nbuffer = 2 parts\n";
        let lines = |found: &Found| {
            let at = found.left_open.clone().or(found.error.span()).expect("placed").start;
            1 + text[..at].matches('\n').count()
        };
        assert_eq!(mend(text).0.iter().map(lines).collect::<Vec<_>>(), [2, 3, 6]);
    }
}
