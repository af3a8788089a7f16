//! Tells the program which engine it is: a hash of the sources that decide what a study finds.
//!
//! An unfinished study is gone on with by the same engine only. The version is not enough: between
//! two releases it names many engines.

#![expect(clippy::disallowed_methods, reason = "the sources are files")]

use std::fs;
use std::hash::Hasher as _;
use std::io::{self, Write as _};
use std::path::Path;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

/// Folders and files of the package that decide what a study finds: the code, and the versions of
/// the crates that it is built with (which a package that others depend on does not know).
const ENGINE: [&str; 3] = ["src", "Cargo.toml", "Cargo.lock"];

fn main() -> io::Result<()> {
    // The package is the folder in which this is run.
    let package = Path::new("");
    let mut told = io::stdout().lock();
    for part in ENGINE.iter().filter(|part| package.join(part).exists()) {
        writeln!(told, "cargo::rerun-if-changed={part}")?;
    }
    writeln!(told, "cargo::rustc-env=GEMBA_ENGINE={}", engine(package)?)
}

/// The engine of a package: 32 hexadecimal digits, the same for the same sources wherever they lie,
/// whenever and in whatever order they were written.
///
/// # Errors
/// If a source cannot be read.
pub(crate) fn engine(package: &Path) -> io::Result<String> {
    let mut hasher = SipHasher13::new();
    for part in ENGINE {
        take_in(&package.join(part), part, &mut hasher)?;
    }
    Ok(format!("{:032x}", hasher.finish128().as_u128()))
}

/// Takes in a file, or all files of a folder by their names; `name` is the path in the package.
fn take_in(path: &Path, name: &str, hasher: &mut SipHasher13) -> io::Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
        let mut names: Vec<_> = entries.iter().map(fs::DirEntry::file_name).collect();
        names.sort_unstable();
        for inner in names {
            take_in(&path.join(&inner), &format!("{name}/{}", inner.to_string_lossy()), hasher)?;
        }
    } else if path.exists() {
        for part in [name.as_bytes(), &fs::read(path)?] {
            hasher.write(&(part.len() as u64).to_le_bytes());
            hasher.write(part);
        }
    }
    Ok(())
}
