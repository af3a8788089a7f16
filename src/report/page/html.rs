//! HTML: parts of a document as elements. Every text is escaped here, and nowhere else.

use std::fmt::Write;

use super::super::document::{Part, Section};
use super::super::table::Column;
use super::super::{Plot, number};

/// Most columns of figures in one table: what fits on a sheet of A4.
const COLUMNS: usize = 7;

/// Most characters of a row of figures in one table: what fits on a sheet of A4 beside the names.
const CHARACTERS: usize = 112;

/// Most rows of a table; the CSV files have all.
const ROWS: usize = 500;

/// A text inside an element or an attribute: no markup.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in number::name(text, usize::MAX).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// The sections one after the other.
pub(super) fn sections(sections: &[Section]) -> String {
    sections.iter().map(|section| section_of(section)).collect()
}

/// The parts of a section; items that follow each other are one list.
pub(super) fn section_of(section: &[Part]) -> String {
    let mut html = String::new();
    for parts in section.chunk_by(|one, other| is_item(one) && is_item(other)) {
        match parts {
            [Part::Title(text)] => element(&mut html, "h3", text),
            [Part::Paragraph(text)] => element(&mut html, "p", text),
            [Part::Elsewhere { said, file }] => {
                element(&mut html, "p", &format!("{said} in `{file}` beside this page."));
            }
            [Part::Table { names, columns }] => html += &table(names, columns),
            items => {
                html += "<ul>\n";
                for part in items {
                    if let Part::Item(text) = part {
                        element(&mut html, "li", text);
                    }
                }
                html += "</ul>\n";
            }
        }
    }
    html
}

const fn is_item(part: &Part) -> bool {
    matches!(part, Part::Item(_))
}

fn element(html: &mut String, tag: &str, text: &str) {
    _ = writeln!(html, "<{tag}>{}</{tag}>", with_code(&escaped(text)));
}

/// An escaped text whose names and words of the language, in backticks, are set as such.
fn with_code(escaped: &str) -> String {
    let mut html = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some((before, (word, after))) =
        rest.split_once('`').and_then(|(before, behind)| Some((before, behind.split_once('`')?)))
    {
        html.extend([before, "<code>", word, "</code>"]);
        rest = after;
    }
    html + rest
}

/// A picture: an SVG document of our own, whose title says what it shows.
pub(super) fn figure(plot: &Plot) -> String {
    format!("<figure>\n{}\n</figure>\n", plot.svg())
}

/// Pairs of a word and what it stands for.
pub(super) fn terms(pairs: &[(&str, String)]) -> String {
    let mut html = String::from("<dl>\n");
    for (word, text) in pairs {
        _ = writeln!(html, "<dt>{}</dt><dd>{}</dd>", escaped(word), escaped(text));
    }
    html + "</dl>\n"
}

/// A table, or several below one another where it has many columns; each starts with the names.
fn table(names: &Column, columns: &[Column]) -> String {
    let rows = names.cells().len();
    let mut html = String::new();
    let mut rest = columns;
    while !rest.is_empty() {
        let (shown, behind) = rest.split_at(fitting(rest));
        html += &one_table(names, shown, rows.min(ROWS));
        rest = behind;
    }
    if rows > ROWS {
        let left = rows - ROWS;
        element(
            &mut html,
            "p",
            &format!("{left} more rows are in the CSV files beside this page."),
        );
    }
    html
}

/// How many of the first columns fit beside the names: at least one.
fn fitting(columns: &[Column]) -> usize {
    let ends = columns.iter().scan(0, |end, column| {
        *end += column.width();
        Some(*end)
    });
    ends.take(COLUMNS).take_while(|&end| end <= CHARACTERS).count().max(1)
}

fn one_table(names: &Column, columns: &[Column], rows: usize) -> String {
    let mut html = String::from("<div class=\"wide\"><table>\n<thead><tr>");
    for column in std::iter::once(names).chain(columns) {
        let title = escaped(&column.title().trim_end().replace('\n', ", "));
        _ = write!(html, "<th scope=\"col\"{}>{title}</th>", class(column));
    }
    html += "</tr></thead>\n<tbody>\n";
    for row in 0..rows {
        let name = escaped(&names.cells()[row]);
        _ = write!(html, "<tr><th scope=\"row\" class=\"words\"><bdi>{name}</bdi></th>");
        for column in columns {
            let cell = escaped(column.cells()[row].trim_end());
            _ = write!(html, "<td{}>{cell}</td>", class(column));
        }
        html += "</tr>\n";
    }
    html + "</tbody></table></div>\n"
}

const fn class(column: &Column) -> &'static str {
    if column.is_text() { " class=\"words\"" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markup_and_turn_nothing_round() {
        let text = escaped("<b onclick=\"x('y')\">&\u{202e}\u{1b}");
        assert_eq!(text, "&lt;b onclick=&quot;x(&#39;y&#39;)&quot;&gt;&amp;\u{fffd}\u{fffd}");
    }

    #[test]
    fn what_stands_in_backticks_is_set_as_it_is_written() {
        assert_eq!(with_code("a `b` and `c`"), "a <code>b</code> and <code>c</code>");
        assert_eq!(with_code("a ` b"), "a ` b");
    }

    #[test]
    fn items_that_follow_each_other_are_one_list() {
        let item = |text: &str| Part::Item(text.to_owned());
        let html = section_of(&[item("a"), item("b"), Part::Paragraph("c".to_owned()), item("d")]);
        assert_eq!(
            html,
            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>c</p>\n<ul>\n<li>d</li>\n</ul>\n"
        );
    }

    #[test]
    fn a_table_is_split_by_columns_and_cut_by_rows() {
        let cells = || vec!["1".to_owned(); ROWS + 3];
        let columns: Vec<Column> = (0..9).map(|_| Column::numbers("Queue", cells())).collect();
        let html = table(&Column::words("Station", cells()), &columns);
        assert_eq!(html.matches("<table>").count(), 2);
        assert_eq!(html.matches("<tr>").count(), 2 * (ROWS + 1));
        let wide = || Column::words("Due", vec!["2026-03-02 14:00 ± 11.9 h".to_owned(); 2]);
        let columns: Vec<Column> = std::iter::repeat_with(wide).take(5).collect();
        let split = table(&Column::words("Orders", vec!["A".to_owned(); 2]), &columns);
        assert_eq!(split.matches("<table>").count(), 2, "{split}");
        assert!(
            html.contains("<p>3 more rows are in the CSV files beside this page.</p>"),
            "{html}"
        );
    }
}
