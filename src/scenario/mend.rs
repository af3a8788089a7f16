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

/// So often a text is parsed; each time all faulty lines are taken out that were found.
const MOST_ROUNDS: usize = 8;

/// A text with its faulty stretches taken out.
pub(super) struct Mended {
    /// Valid TOML, byte for byte as long as what was written.
    pub(super) text: String,
    /// What was taken out: what stands there means nothing.
    pub(super) gaps: Vec<Range<usize>>,
    /// Whether keys or tables may be missing, so that nothing can be said of what is not there.
    pub(super) is_short: bool,
    /// Where stretches of several lines went wrong; the first mistake of each tells it.
    pub(super) stretches: Vec<Stretch>,
    /// What the parser said only after something before had been taken out, and where stretches of
    /// several lines went wrong then.
    pub(super) later: (Vec<Error>, Vec<Stretch>),
    /// Whether something has been taken out, so that all else is later.
    is_second_round: bool,
}

/// Several lines that went wrong together.
pub(super) struct Stretch {
    /// From its header on.
    pub(super) lines: Range<usize>,
    /// The value that goes over several lines, if that is what went wrong.
    pub(super) value: Option<Range<usize>>,
}

impl Stretch {
    /// Whether a place is in it.
    pub(super) const fn has(&self, at: usize) -> bool {
        self.lines.start <= at && at <= self.lines.end
    }
}

/// The text without what is wrong in it; `None` if too little of it could be understood.
pub(super) fn mend(written: &str) -> Option<Mended> {
    let text = written.to_owned();
    let (gaps, stretches, later) = (Vec::new(), Vec::new(), (Vec::new(), Vec::new()));
    let mut mended =
        Mended { text, gaps, is_short: false, stretches, later, is_second_round: false };
    for _ in 0..MOST_ROUNDS {
        let text = mended.text.clone();
        let (table, errors) = DeTable::parse_recoverable(&text);
        let mut errors = errors.iter().filter(|error| !is_harmless(error, &text)).peekable();
        if errors.peek().is_none() {
            return Some(mended);
        }
        let errors: Vec<&Error> = errors.collect();
        if mended.is_second_round {
            let new = errors.iter().filter(|error| mended.is_untouched(&text, error));
            let new: Vec<Error> = new.map(|error| (*error).clone()).collect();
            mended.later.0.extend(new);
        }
        for error in errors {
            mended.take_out(&text, error, table.get_ref())?;
        }
        mended.is_second_round = true;
    }
    None
}

/// Whether the parser understands a key all the same: only its quotes are missing.
pub(super) fn is_harmless(error: &Error, text: &str) -> bool {
    let Some(letters) = error.span().and_then(|span| text.get(span)) else { return false };
    error.message().starts_with("invalid unquoted key")
        && !letters.is_empty()
        && letters.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
}

impl Mended {
    /// Whether nothing was taken out of the table in which an error is found.
    fn is_untouched(&self, text: &str, error: &Error) -> bool {
        let at = error.span().map_or(0, |span| span.start);
        let start = headers(text).take_while(|line| line.start <= at).last();
        let start = start.map_or(0, |line| line.start);
        let end = headers(text).find(|line| line.start > at).map_or(text.len(), |line| line.start);
        !self.gaps.iter().any(|gap| gap.start < end && start < gap.end)
    }

    /// Takes out the place of an error: a value, a line, or a whole table.
    fn take_out(&mut self, text: &str, error: &Error, table: &DeTable<'_>) -> Option<()> {
        let at = error.span().map_or(0, |span| span.start);
        let at = text.floor_char_boundary(at.min(text.trim_end().len()));
        let line = line_around(text, at);
        if self.gaps.iter().any(|gap| gap.start <= line.start && line.end <= gap.end)
            && text[line.clone()].trim().is_empty()
        {
            return Some(());
        }
        let long = long_value_around(text, at, table);
        let is_header = is_header(&text[line.clone()]);
        if let Some(value) = long {
            return self.take_out_table(text, line_around(text, value.start).start, Some(value));
        }
        let is_second = error.message() == "duplicate key";
        if is_header || is_second && !is_closed(&text[line.clone()]) {
            return self.take_out_table(text, line.start, None);
        }
        let value = value_of(&text[line.clone()]).map(|value| line.start + value.start..line.end);
        match value {
            Some(value) if !is_second && text[value.clone()].trim() != "0" => {
                self.blank(&value);
                self.text.replace_range(value.start..=value.start, "0");
            }
            _ => {
                self.is_short |= !is_second;
                self.blank(&line);
            }
        }
        self.gaps.push(line);
        Some(())
    }

    /// Takes out the table that a stretch belongs to, from its header to the next one.
    ///
    /// `None` for what stands before all headers: without it, nothing else can be judged.
    fn take_out_table(&mut self, text: &str, at: usize, value: Option<Range<usize>>) -> Option<()> {
        let before = headers(text).take_while(|line| line.start <= at).last()?;
        let after = headers(text).find(|line| line.start > at);
        let end = after.map_or(text.len(), |line| line.start);
        // A header that is right keeps its name known.
        let start = if before.start == at { before.start } else { before.end };
        self.is_short = true;
        self.blank(&(start..end));
        self.gaps.push(before.start..end);
        let end = value.as_ref().map_or(end, |value| end.max(value.end));
        let stretch = Stretch { lines: before.start..end, value };
        if self.is_second_round {
            self.later.1.push(stretch);
        } else {
            self.stretches.push(stretch);
        }
        Some(())
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
pub(super) fn is_left_open(text: &str, at: usize) -> bool {
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
        let mended = mend(text).expect("understood");
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
    fn before_the_first_header_only_a_value_can_give_way() {
        assert!(mend("extends = [\"a.toml\",\n[station.saw]\nbuffer = 1\n").is_none());
        let text = "extends = base.toml\n[station.saw]\nbuffer = 1\n";
        assert_eq!(left(text).0[0], "extends = 0");
    }
}
