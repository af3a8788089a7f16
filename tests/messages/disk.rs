//! The disk as the tests see it: folders of the project.

use std::path::{Path, PathBuf};

use gemba::scenario::{FileProblem, Files};

/// Files below a folder of the project.
pub(crate) struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// The files below `folder`, named from the project's root.
    pub(crate) fn new(folder: &str) -> Self {
        Self { folder: Path::new(env!("CARGO_MANIFEST_DIR")).join(folder) }
    }

    /// Names of the files directly in the folder with this ending, sorted.
    pub(crate) fn names(&self, ending: &str) -> Vec<String> {
        let entries = self.folder.read_dir().expect("the folder is there");
        let names = entries.map(|entry| entry.expect("readable").file_name());
        let mut names: Vec<String> =
            names.map(|name| name.into_string().expect("a plain name")).collect();
        names.retain(|name| name.ends_with(ending));
        names.sort();
        names
    }

    /// The text of a file.
    pub(crate) fn text(&self, name: &str) -> String {
        let bytes = self.read(name).expect("the file is there");
        String::from_utf8(bytes).expect("the file is text")
    }

    /// How `text` differs from a file, unless it is written afresh.
    #[expect(clippy::disallowed_methods, reason = "a test reads what it compares with")]
    pub(crate) fn difference(&self, name: &str, text: &str) -> Option<String> {
        let path = self.folder.join(name);
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        if there == text {
            return None;
        }
        if std::env::var("REWRITE_MESSAGES").is_ok() {
            std::fs::write(&path, text).expect("writable");
            return None;
        }
        Some(format!("{name}: expected\n{there}\nfound\n{text}\n"))
    }
}

impl Files for Disk {
    #[expect(clippy::disallowed_methods, reason = "a test reads its cases from the disk")]
    fn read(&self, name: &str) -> Result<Vec<u8>, FileProblem> {
        let path = self.folder.join(name);
        if path.is_dir() {
            return Err(FileProblem::Directory);
        }
        std::fs::read(path).map_err(|_| FileProblem::Missing)
    }
}
