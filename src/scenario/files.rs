//! Where texts come from: the one door through which a scenario is read.

use std::collections::BTreeMap;

/// Largest file that is read; what is read takes up to 32 times as much. Unit: bytes.
pub const LARGEST_FILE: u64 = 32 << 20;

/// A place where files are found by name: a disk, a memory, an archive.
pub trait Files {
    /// The bytes of a file. Names are separated by `/`, relative to wherever the first file is.
    ///
    /// # Errors
    /// If there is nothing to read; an implementation need not read beyond [`LARGEST_FILE`].
    fn read(&self, name: &str) -> Result<Vec<u8>, FileProblem>;
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// There is no such file.
    Missing,
    /// It is a directory.
    Directory,
    /// It is larger than [`LARGEST_FILE`].
    TooLarge,
    /// The system refuses, for the reason it gives.
    Refused(String),
}

/// Files in memory, for tests, libraries and web pages.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// The same files and one more.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(name.to_owned(), text.into());
        self
    }
}

impl Files for Memory {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileProblem> {
        self.files.get(name).cloned().ok_or(FileProblem::Missing)
    }
}

/// The file `name` as seen from the file `from`: relative to its folder, `..` resolved.
pub(super) fn resolve(from: &str, name: &str) -> String {
    let rooted = name.starts_with('/') || name.as_bytes().get(1) == Some(&b':');
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = match folder {
        _ if rooted => name.to_owned(),
        "" if from.starts_with('/') => format!("/{name}"),
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    if path.is_empty() {
        return path;
    }
    // The root is an empty name in front of all others.
    let mut parts: Vec<&str> = if path.starts_with('/') { vec![""] } else { Vec::new() };
    for part in path.split('/') {
        match (part, parts.last()) {
            ("." | "", _) => {}
            ("..", Some(last)) if !last.is_empty() && *last != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    match parts.as_slice() {
        // The folder itself and the root have names too, if not those of files.
        [] => ".".to_owned(),
        [""] => "/".to_owned(),
        parts => parts.join("/"),
    }
}

/// The folder of a file; nothing is the one where names begin.
pub(super) fn folder_of(name: &str) -> &str {
    match name.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => "",
    }
}

/// Whether a file lies in a folder or below, both as [`resolve`] gives them.
pub(super) fn is_within(folder: &str, name: &str) -> bool {
    match folder {
        "" => !name.starts_with(['/', '.']) && name.as_bytes().get(1) != Some(&b':'),
        "/" => name.starts_with('/'),
        folder => name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_file_that_names_them() {
        assert_eq!(resolve("plant.toml", "base.toml"), "base.toml");
        assert_eq!(resolve("a/b/patch.toml", "../base.toml"), "a/base.toml");
        assert_eq!(resolve("a/patch.toml", "./../../base.toml"), "../base.toml");
        assert_eq!(resolve("a/patch.toml", "/plants/base.toml"), "/plants/base.toml");
        assert_eq!(resolve("/patch.toml", "base.toml"), "/base.toml");
        assert_eq!(resolve("../x/patch.toml", "../base.toml"), "../base.toml");
    }

    #[test]
    fn folders_keep_a_name_that_can_be_told() {
        for folder in [".", "./", "a/.."] {
            assert_eq!(resolve("", folder), ".");
        }
        assert_eq!(resolve("", "/"), "/");
        assert_eq!(resolve("", ".//plant.toml"), "plant.toml");
        assert_eq!(resolve("", "//plants//plant.toml"), "/plants/plant.toml");
        assert_eq!(resolve("", ".."), "..");
        assert_eq!(resolve("", ""), "");
    }
}
