//! Where the outside begins: the one file that opens files and prints.

#![expect(clippy::disallowed_methods, reason = "files are opened here and nowhere else")]

use std::fs;
use std::io::{self, BufWriter, ErrorKind, IntoInnerError, IsTerminal as _, Read as _, Write};
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

/// How much is written at once. Unit: bytes.
const BUFFER: usize = 64 << 10;

/// Prints data; a reader that has gone away is no mistake, nor is one that never was.
///
/// # Errors
/// If the standard output takes no more for another reason.
pub(super) fn print(text: &str) -> io::Result<()> {
    print_with(|to| to.write_all(text.as_bytes()))
}

/// Prints data bit by bit, for what is large.
///
/// # Errors
/// If the standard output takes no more, unless its reader has gone away.
pub(super) fn print_with(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let printed = fill(&mut output).and_then(|()| output.flush());
    // What is left after a problem is not tried again.
    drop(output.into_parts());
    printed.or_else(|problem| unprinted(&problem))
}

/// Why the answer is not printed; nothing if nobody reads it any more.
///
/// # Errors
/// If it is something else than a reader that has gone away.
pub(super) fn unprinted(problem: &io::Error) -> io::Result<()> {
    if problem.kind() == ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(io::Error::new(problem.kind(), format!("cannot print the answer: {problem}")))
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

/// The files that are being written under other names.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Held while several files are changed that belong together.
static TOGETHER: Mutex<()> = Mutex::new(());

/// Changes files that belong together: [`quit`] comes before or after, never between.
pub(super) fn together<T>(change: impl FnOnce() -> T) -> T {
    let _together = TOGETHER.lock().unwrap_or_else(PoisonError::into_inner);
    change()
}

/// Ends everything at once, and leaves no half-written file.
#[expect(clippy::exit, reason = "the user has asked twice")]
pub(super) fn quit() -> ! {
    // Held to the end, so that no other file is begun or changed.
    let _together = TOGETHER.lock();
    let unfinished = unfinished();
    for path in unfinished.iter() {
        // Nobody waits to be told.
        let _ = fs::remove_file(path);
    }
    std::process::exit(2)
}

/// Writes files that are not there yet, all of them or none.
///
/// # Errors
/// If there is one of them, or one cannot be written; nothing is left of any then.
pub(super) fn write_new(files: &[(PathBuf, String)]) -> io::Result<()> {
    together(|| {
        let mut begun: Vec<&Path> = Vec::new();
        let written = files.iter().try_for_each(|(path, text)| {
            let mut file = create_new(path)?;
            begun.push(path);
            file.write_all(text.as_bytes()).map_err(|problem| unwritten(path, &problem))
        });
        if written.is_err() {
            for path in begun {
                // The first problem is the one worth telling.
                let _ = fs::remove_file(path);
            }
        }
        written
    })
}

fn create_new(path: &Path) -> io::Result<fs::File> {
    fs::File::create_new(path).map_err(|problem| match problem.kind() {
        ErrorKind::AlreadyExists => {
            let message = format!("`{}` is there already; name another file", path.display());
            io::Error::new(problem.kind(), message)
        }
        _ => unwritten(path, &problem),
    })
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
            let why = file_on_the_way(path).unwrap_or_else(|| problem.to_string());
            let message = format!("cannot write to `{}`: {why}", path.display());
            io::Error::new(problem.kind(), message)
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
        remove(&self.path.join(name))
    }

    /// Removes what a study that was killed has left of a file while it was writing it.
    ///
    /// # Errors
    /// If it is there and cannot be removed.
    pub(super) fn tidy(&self, name: &str) -> io::Result<()> {
        remove(&aside(&self.path.join(name)))
    }

    /// Writes a file whole: under another name first, then renamed.
    ///
    /// # Errors
    /// If it cannot be written; a file of that name is then as it was.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.begin(name, |to| to.write_all(bytes))?.publish()
    }

    /// Writes a file under another name, to the last byte; a folder that somebody has removed since
    /// it was opened is made again.
    ///
    /// # Errors
    /// If it cannot be written; nothing is left of it then.
    pub(super) fn begin(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Begun> {
        let begun = Begun { path: self.path.join(name) };
        begun.fill(fill).map_err(|problem| unwritten(&begun.path, &problem))?;
        Ok(begun)
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

/// A file under another name, whole but not yet to be seen; it goes if it is never published.
pub(super) struct Begun {
    /// Where it will be seen.
    path: PathBuf,
}

impl Begun {
    fn fill(&self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut file = BufWriter::with_capacity(BUFFER, self.create()?);
        fill(&mut file)?;
        file.into_inner().map_err(IntoInnerError::into_error)?.sync_all()
    }

    /// Creates the file, which [`quit`] takes away from now on.
    fn create(&self) -> io::Result<fs::File> {
        let aside = aside(&self.path);
        let mut unfinished = unfinished();
        unfinished.push(aside.clone());
        fs::File::create(&aside).or_else(|problem| match aside.parent() {
            Some(folder) if problem.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(folder)?;
                fs::File::create(&aside)
            }
            _ => Err(problem),
        })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// If it cannot be renamed; a file of that name is then as it was.
    pub(super) fn publish(self) -> io::Result<()> {
        let renamed = fs::rename(aside(&self.path), &self.path);
        renamed.map_err(|problem| unwritten(&self.path, &problem))
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let aside = aside(&self.path);
        let mut unfinished = unfinished();
        // The first problem is the one worth telling; a file that was published is not there.
        let _ = fs::remove_file(&aside);
        unfinished.retain(|path| *path != aside);
    }
}

/// The other name under which a file is written.
fn aside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.unfinished"))
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        // A folder that is not there has no such file either.
        Err(problem) if problem.kind() == ErrorKind::NotFound => Ok(()),
        Err(problem) => {
            let message = format!("cannot remove `{}`: {problem}", path.display());
            Err(io::Error::new(problem.kind(), message))
        }
        Ok(()) => Ok(()),
    }
}

fn unwritten(path: &Path, problem: &io::Error) -> io::Error {
    io::Error::new(problem.kind(), format!("cannot write `{}`: {problem}", path.display()))
}

/// What is a file where a folder should be.
fn file_on_the_way(path: &Path) -> Option<String> {
    let file = path.ancestors().find(|part| part.is_file())?;
    let what = if file == path { "it".to_owned() } else { format!("`{}`", file.display()) };
    Some(format!("{what} is a file, not a folder"))
}
