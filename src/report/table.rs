//! Tables of plain text within the width of a page.

use std::borrow::Cow;

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::number;

/// Characters in a line of a report.
pub(super) const PAGE: usize = 100;

/// Characters of a name in a table.
pub(super) const NAME: usize = 40;

/// Characters in a line of a column's title.
const TITLE: usize = 16;

/// A column: its title and one cell a row.
pub(super) struct Column {
    title: String,
    cells: Vec<String>,
    width: usize,
    is_text: bool,
    /// Whether its cells are names, which a terminal cuts.
    is_cut: bool,
}

impl Column {
    /// A column of numbers, aligned right.
    pub(super) fn numbers(title: &str, cells: Vec<String>) -> Self {
        Self::new(title, cells, false, false)
    }

    /// A column of words, aligned left.
    pub(super) fn words(title: &str, cells: Vec<String>) -> Self {
        Self::new(title, cells, true, false)
    }

    /// A column of names, aligned left; on a terminal cut to [`NAME`] characters.
    pub(super) fn names<'a>(title: &str, names: impl Iterator<Item = &'a str>) -> Self {
        Self::new(title, names.map(|name| number::name(name, usize::MAX)).collect(), true, true)
    }

    fn new(title: &str, cells: Vec<String>, is_text: bool, is_cut: bool) -> Self {
        let mut column = Self { title: title.to_owned(), cells, width: 0, is_text, is_cut };
        let widest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let cells = (0..column.cells.len()).map(|row| widest(&column.shown(row)));
        column.width = cells.chain([widest(&folded(title))]).max().unwrap_or(0);
        column
    }

    /// A cell as a terminal shows it.
    fn shown(&self, row: usize) -> Cow<'_, str> {
        let cell = &self.cells[row];
        if self.is_cut { number::name(cell, NAME).into() } else { cell.into() }
    }

    /// Its title; its unit, if it has one, in a line of its own.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// Its cells, one a row.
    pub(super) fn cells(&self) -> &[String] {
        &self.cells
    }

    /// Characters of its widest line on a terminal.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// Whether it is one of words.
    pub(super) const fn is_text(&self) -> bool {
        self.is_text
    }

    /// Whether nothing but zeros and blanks is in it.
    pub(super) fn is_blank(&self) -> bool {
        let says_nothing = |c: char| matches!(c, '0' | '.' | '±' | ' ' | '–');
        self.cells.iter().all(|cell| cell.chars().all(says_nothing))
    }
}

/// Renders `rest` beside `first`, in as many tables below one another as the page needs; `first`
/// starts every one of them.
pub(super) fn render(first: &Column, rest: &[Column]) -> String {
    let mut tables = Vec::new();
    let mut shown: Vec<&Column> = vec![first];
    let mut width = first.width;
    for column in rest {
        if width + 2 + column.width > PAGE && shown.len() > 1 {
            tables.push(table(&shown));
            shown.truncate(1);
            width = first.width;
        }
        width += 2 + column.width;
        shown.push(column);
    }
    tables.push(table(&shown));
    tables.join("\n")
}

fn table(columns: &[&Column]) -> String {
    let mut table = Table::new();
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(PAGE).expect("a page is narrow"));
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(columns.iter().map(|column| {
        let cell = Cell::new(folded(&column.title));
        if column.is_text { cell } else { cell.set_alignment(CellAlignment::Right) }
    }));
    let rows = columns.first().map_or(0, |column| column.cells.len());
    for row in 0..rows {
        table.add_row(columns.iter().map(|column| {
            let cell = Cell::new(column.shown(row));
            if column.is_text { cell } else { cell.set_alignment(CellAlignment::Right) }
        }));
    }
    for (position, column) in table.column_iter_mut().enumerate() {
        // One more stands between columns.
        column.set_padding((0, u16::from(position + 1 < columns.len())));
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// `text` broken between words into lines no longer than `width` characters, where words allow.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

fn folded(title: &str) -> String {
    title.split('\n').map(|line| wrapped(line, TITLE)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_do_not_fit_go_into_a_further_table() {
        let names = Column::words("Station", vec!["saw".to_owned(), "drill".to_owned()]);
        let many: Vec<Column> = (0..12)
            .map(|i| Column::numbers(&format!("Figure {i}"), vec!["1.23 ± 0.45".to_owned(); 2]))
            .collect();
        let text = render(&names, &many);
        assert!(text.lines().all(|line| line.chars().count() <= PAGE), "{text}");
        assert_eq!(text.matches("drill").count(), 2, "{text}");
        assert!((0..12).all(|i| text.contains(&format!("Figure {i}"))), "{text}");
    }

    #[test]
    fn a_column_of_zeros_is_blank() {
        assert!(Column::numbers("Blocked", vec!["0.00 ± 0.00".into(), "–".into()]).is_blank());
        assert!(!Column::numbers("Blocked", vec!["0.01".into(), "–".into()]).is_blank());
    }
}
