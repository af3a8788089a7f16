//! Complaints about a scenario: what is wrong, where, and what would be right.
//!
//! Every mistake is collected before anything stops. A [`Diagnostic`] knows the file and the bytes
//! it points at; [`Sources`] holds the texts, so that a message can show the line.

mod cells;
pub mod code;
mod diagnostics;
mod explain;
mod flatters;
mod render;
mod suggest;

pub use cells::Cells;
pub use diagnostics::Diagnostics;
pub use explain::{EXPLANATIONS, Example, Explanation, explanation};
pub use flatters::Flatters;
pub use suggest::{closest, listed, meant};

/// A file that was read, in the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// Where something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot run.
    Error,
    /// It runs, but probably not as meant.
    Warning,
    /// Something assumed, or counted in a way, that its author should know.
    Note,
}

/// One complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Its code, such as `E014`.
    pub code: &'static str,
    /// What is wrong, in one line.
    pub message: String,
    /// Where; `None` for a file that could not be read at all.
    pub spot: Option<Spot>,
    /// Where the value is written of which the place in `spot` changes parts, if it does.
    pub over: Option<Box<Spot>>,
    /// What to write instead, if it can be guessed.
    pub hint: Option<String>,
    /// For something assumed: which way it errs.
    pub flatters: Option<Flatters>,
}

impl Diagnostic {
    /// A mistake with a code of [`mod@code`].
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// Something that is probably not meant.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    /// Something that its author should know.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message.into())
    }

    /// Something assumed, and which way it errs.
    pub fn assumed(message: impl Into<String>, flatters: Flatters) -> Self {
        Self { flatters: Some(flatters), ..Self::note(code::ASSUMED, message) }
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self { severity, code, message, spot: None, over: None, hint: None, flatters: None }
    }

    /// The same complaint, pointing at a place.
    #[must_use]
    pub fn at(mut self, spot: Spot) -> Self {
        self.spot = Some(spot);
        self
    }

    /// The same complaint with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same complaint with a hint if there is one.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }
}

/// The texts that were read, to show lines in messages.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    /// Where each line ends, ascending.
    ends: Vec<usize>,
    /// Where its cells begin, if it is a sheet.
    cells: Option<Cells>,
}

impl Sources {
    /// Adds a file under the name that messages show, with its text.
    ///
    /// # Panics
    /// With 2^32 files.
    pub fn add(&mut self, name: &str, text: &str) -> FileId {
        let id = self.next();
        let ends = text.match_indices('\n').map(|(end, _)| end).collect();
        self.files.push(Source { name: name.to_owned(), text: text.to_owned(), ends, cells: None });
        id
    }

    /// The file that will be added next.
    ///
    /// # Panics
    /// With 2^32 files.
    pub fn next(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files are read"))
    }

    /// Makes a sheet of a file: its cells have addresses.
    pub fn set_cells(&mut self, file: FileId, cells: Cells) {
        self.files[file.0 as usize].cells = Some(cells);
    }

    /// Which column a place is in, if its file is a sheet with headers.
    pub fn column(&self, spot: Spot) -> Option<String> {
        self.files[spot.file.0 as usize].cells.as_ref()?.column(spot.start)
    }

    /// The files that are sheets.
    pub fn sheets(&self) -> impl Iterator<Item = FileId> {
        (0..).zip(&self.files).filter(|(_, file)| file.cells.is_some()).map(|(id, _)| FileId(id))
    }

    /// Which cell a place is in, if its file is a sheet: ``cell C7, column `Due` ``.
    pub fn cell(&self, spot: Spot) -> Option<String> {
        self.files[spot.file.0 as usize].cells.as_ref()?.at(spot.start)
    }

    /// What is written at a place.
    pub fn written(&self, spot: Spot) -> &str {
        self.text(spot.file).get(spot.start..spot.end).unwrap_or_default()
    }

    /// Line of a place in its file, from 1.
    pub fn line(&self, spot: Spot) -> usize {
        1 + self.files[spot.file.0 as usize].ends.partition_point(|&end| end < spot.start)
    }

    /// Name of a file.
    pub fn name(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].name
    }

    /// Text of a file.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].text
    }
}
