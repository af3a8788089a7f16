//! What a report says, before it becomes the text of a terminal or a page: sections of paragraphs,
//! lists and tables, in the order in which they are read.

use super::run_text::{item, paragraph};
use super::table::{self, Column};

/// What belongs together; without parts it is left out.
pub(super) type Section = Vec<Part>;

/// A part of a section.
pub(super) enum Part {
    /// A line over what follows.
    Title(String),
    /// A sentence or several.
    Paragraph(String),
    /// What is left out here, and the file of a folder of results that has it.
    Elsewhere { said: String, file: &'static str },
    /// An item of a list, beside those before and after it.
    Item(String),
    /// A table: the names of its rows, then their figures.
    Table { names: Column, columns: Vec<Column> },
}

impl Part {
    /// As it stands on a terminal, within the width of a page.
    fn text(&self) -> String {
        match self {
            Self::Title(text) => format!("{text}\n"),
            Self::Paragraph(text) => paragraph(text),
            Self::Elsewhere { said, file } => paragraph(&format!(
                "{said} in the figures of `--json` and in the `{file}` of `--out`."
            )),
            Self::Item(text) => item(text),
            Self::Table { names, columns } => table::render(names, columns),
        }
    }
}

/// Sections as text for a terminal, a blank line between them.
pub(super) fn text(sections: &[Section]) -> String {
    let told = sections.iter().filter(|section| !section.is_empty());
    told.map(|section| section.iter().map(Part::text).collect::<String>())
        .collect::<Vec<_>>()
        .join("\n")
}
