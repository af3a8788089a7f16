//! The program knows the sources it was built from, and no others give it the same name.

#![expect(clippy::disallowed_methods, reason = "the test writes sources")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

#[path = "../build.rs"]
#[expect(dead_code, reason = "a script of the build has a main function")]
mod build;

/// The engine of a package with these files, written in this order.
fn engine(files: &[(&str, &str)]) -> String {
    let package = TempDir::new().expect("a folder for the test");
    for (name, text) in files {
        let path = package.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in the package")).expect("a folder");
        fs::write(path, text).expect("the folder takes files");
    }
    build::engine(package.path()).expect("the sources can be read")
}

const SOURCES: [(&str, &str); 3] =
    [("Cargo.toml", "[package]"), ("src/plant/mod.rs", "rule"), ("src/units.rs", "word")];

/// A program that was not built again after a change of its sources would go on with work of others.
#[test]
fn the_program_is_of_these_sources() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(build::engine(here).expect("the sources can be read"), env!("GEMBA_ENGINE"));
}

#[test]
fn the_same_sources_are_the_same_engine_wherever_they_lie() {
    let mut other_order = SOURCES;
    other_order.reverse();
    assert_eq!(engine(&SOURCES), engine(&other_order));
    let documented = [SOURCES.as_slice(), &[("README.md", "words"), ("tests/a.rs", "a")]].concat();
    assert_eq!(engine(&SOURCES), engine(&documented), "what is no source changes no figure");
}

#[test]
fn any_change_of_the_sources_is_another_engine() {
    let [package, plant, units] = SOURCES;
    let engines = [
        engine(&SOURCES),
        engine(&[package, plant]),
        engine(&[package, plant, (units.0, "ward")]),
        engine(&[package, plant, ("src/unit.rs", units.1)]),
        engine(&[package, (plant.0, units.1), (units.0, plant.1)]),
        engine(&[package, plant, units, ("src/new.rs", "")]),
        engine(&[package, plant, units, ("Cargo.lock", "libm 0.2.1")]),
        engine(&[package, plant, units, ("Cargo.lock", "libm 0.2.2")]),
    ];
    let distinct: BTreeSet<&String> = engines.iter().collect();
    assert_eq!(distinct.len(), engines.len());
}
