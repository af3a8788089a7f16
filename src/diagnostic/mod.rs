//! Complaints about a scenario: what is wrong, where, and what would be right.
//!
//! Every mistake is collected before anything stops. A [`Diagnostic`] knows the file and the bytes
//! it points at; [`Sources`] holds the texts, so that a message can show the line.

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
    /// Something assumed that its author should know.
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
    /// What to write instead, if it can be guessed.
    pub hint: Option<String>,
}

/// The texts that were read, to show lines in messages.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<(String, String)>,
}

impl Sources {
    /// Adds a file under the name that messages show, with its text.
    pub fn add(&mut self, name: &str, text: &str) -> FileId {
        let id = u32::try_from(self.files.len()).expect("fewer than 2^32 files are read");
        self.files.push((name.to_owned(), text.to_owned()));
        FileId(id)
    }

    /// Name of a file.
    pub fn name(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].0
    }

    /// Text of a file.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].1
    }
}
