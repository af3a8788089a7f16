//! From the name of a file to a scenario, or to everything that is wrong with it.

use std::collections::BTreeSet;

use super::Scenario;
use super::decoder::Decoder;
use super::files::Files;
use super::load::Loader;
use super::node::{Branches, group_mut};
use crate::diagnostic::{Diagnostics, Sources};

/// What reading a scenario gives.
#[derive(Debug)]
pub struct Reading {
    /// The texts of all files that were read, for messages.
    pub sources: Sources,
    /// Everything that is wrong or worth knowing.
    pub diagnostics: Diagnostics,
    /// The scenario, if nothing is wrong.
    pub scenario: Option<Scenario>,
    /// What could be understood if something is wrong: enough to look for further mistakes.
    pub in_part: Option<Scenario>,
    /// The name of the file.
    pub(super) file: String,
    /// The merged tree.
    pub(super) tree: Branches,
}

/// Reads the scenario in the file `name`, with everything it extends and includes.
///
/// # Examples
/// ```
/// use gemba::scenario::{Memory, read};
///
/// let files = Memory::default().with("saw.toml", "[line.main]\nstations = [\"saw\"]");
/// assert!(read(&files, "saw.toml").scenario.is_some());
/// ```
pub fn read(files: &dyn Files, name: &str) -> Reading {
    let mut loader = Loader::new(files);
    let mut tree = loader.load(name);
    let mut diagnostics = std::mem::take(&mut loader.diagnostics);
    let decoded = tree.as_mut().map(|tree| {
        let used = take_types(tree, &loader.used_types);
        let mut decoder = Decoder::new(&mut diagnostics);
        decoder.sheets = loader.sources.sheets().collect();
        let scenario = decoder.scenario(tree);
        if let Some(types) = group_mut(tree, TYPE) {
            types.extend(used);
        }
        scenario
    });
    loader.drop_doubtful(&mut diagnostics);
    let (in_part, scenario) =
        if diagnostics.has_errors() { (decoded, None) } else { (None, decoded) };
    let Loader { sources, is_short, .. } = loader;
    let (file, tree) = (name.to_owned(), tree.unwrap_or_default());
    // Where tables or skills are missing, names are missing that exist.
    let in_part = in_part.filter(|it| !is_short && !misses_skills(it, &tree));
    Reading { sources, diagnostics, scenario, in_part, file, tree }
}

/// The group of types.
const TYPE: &str = "type";

/// Takes out types that stations are like: each of those is read whole, the type need not be.
fn take_types(tree: &mut Branches, used: &BTreeSet<String>) -> Branches {
    let Some(types) = group_mut(tree, TYPE) else { return Branches::new() };
    let (used, unused) =
        std::mem::take(types).into_iter().partition(|(name, _)| used.contains(name));
    *types = unused;
    used
}

/// Whether the skills of a crew are written and could not be read.
fn misses_skills(in_part: &Scenario, tree: &Branches) -> bool {
    let crews = tree.get("crew").and_then(|branch| branch.node.table());
    in_part.crew.iter().any(|(name, crew)| {
        let written = crews.and_then(|crews| crews.get(&name.value)?.node.table());
        crew.skills.is_none() && written.is_some_and(|written| written.contains_key("skills"))
    })
}
