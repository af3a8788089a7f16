//! Where the outside begins: the one file that opens files and prints.

#![expect(clippy::disallowed_methods, reason = "files are opened here and nowhere else")]

use std::fs;
use std::io::{self, ErrorKind, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use gemba::scenario::{FileProblem, Files, LARGEST_FILE};

/// Files on the disk, seen from the present folder.
pub(super) struct Disk;

impl Files for Disk {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileProblem> {
        let problem = |problem: io::Error| match problem.kind() {
            ErrorKind::NotFound => FileProblem::Missing,
            ErrorKind::IsADirectory => FileProblem::Directory,
            _ => FileProblem::Refused(problem.to_string()),
        };
        let file = fs::File::open(name).map_err(problem)?;
        if file.metadata().is_ok_and(|about| about.is_dir()) {
            return Err(FileProblem::Directory);
        }
        // One byte more than allowed tells a file that is too large, whatever length it claims.
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(problem)?;
        if bytes.len() as u64 > LARGEST_FILE { Err(FileProblem::TooLarge) } else { Ok(bytes) }
    }
}

/// Prints data; a reader that has gone away is no mistake.
///
/// # Errors
/// If the standard output takes no more for another reason.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(problem) if problem.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(problem) => {
            Err(io::Error::new(problem.kind(), format!("cannot print the answer: {problem}")))
        }
        Ok(()) => Ok(()),
    }
}

/// Says something beside the data; colours are dropped where they are not wanted.
pub(super) fn complain(text: &str) {
    // Nobody is left to be told that nobody listens.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Whether a person watches the standard error.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// The file that is being written under another name.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

fn unfinished() -> MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends everything at once, and leaves no half-written file.
#[expect(clippy::exit, reason = "the user has asked twice")]
pub(super) fn quit() -> ! {
    // Held to the end, so that no other file is begun.
    let unfinished = unfinished();
    if let Some(path) = unfinished.as_ref() {
        // Nobody waits to be told.
        let _ = fs::remove_file(path);
    }
    std::process::exit(2)
}

/// A folder for results, known to be writable.
#[derive(Clone)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Opens the folder, makes it if need be, and tries that files can be written in it.
    ///
    /// # Errors
    /// If the folder cannot be made or written.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let named = |problem: io::Error| {
            io::Error::new(
                problem.kind(),
                format!("cannot write to `{}`: {problem}", path.display()),
            )
        };
        fs::create_dir_all(path).map_err(named)?;
        let trial = path.join(".gemba-trial");
        fs::File::create(&trial).map_err(named)?;
        fs::remove_file(&trial).map_err(named)?;
        Ok(Self { path: path.to_owned() })
    }

    /// A folder in it.
    ///
    /// # Errors
    /// If it cannot be made or written.
    pub(super) fn inner(&self, name: &str) -> io::Result<Self> {
        Self::open(&self.path.join(name))
    }

    /// Removes a file, if it is there; a name below a folder is written with `/`.
    ///
    /// # Errors
    /// If it is there and cannot be removed, or is no file.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        let place = self.path.join(name);
        match fs::remove_file(&place) {
            // A folder that is not there has no such file either.
            Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(()),
            Err(problem) => {
                let message = format!("cannot remove `{}`: {problem}", place.display());
                Err(io::Error::new(problem.kind(), message))
            }
            Ok(()) => Ok(()),
        }
    }

    /// Writes a file whole: under another name first, then renamed.
    ///
    /// # Errors
    /// If it cannot be written; a file of that name is then as it was.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let temporary = self.path.join(format!(".{name}.unfinished"));
        let finished = self.path.join(name);
        let written = begin(&temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()?;
            let mut unfinished = unfinished();
            *unfinished = None;
            fs::rename(&temporary, &finished)
        });
        written.map_err(|problem| {
            // The first problem is the one worth telling.
            let _ = fs::remove_file(&temporary);
            let place = finished.display();
            io::Error::new(problem.kind(), format!("cannot write `{place}`: {problem}"))
        })
    }

    /// Reads a file; `None` if there is none.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub(super) fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path.join(name)) {
            Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// The path of a file in it, as people read it.
    pub(super) fn place(&self, name: &str) -> String {
        self.path.join(name).display().to_string()
    }
}

/// Begins a file that [`quit`] takes away.
fn begin(path: &Path) -> io::Result<fs::File> {
    let mut unfinished = unfinished();
    *unfinished = Some(path.to_owned());
    fs::File::create(path)
}
