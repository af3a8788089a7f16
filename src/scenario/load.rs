//! From file names to one merged tree: `extends`, `include`, and everything that can be wrong with
//! a file.

mod sheets;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

use super::Scenario;
use super::expand::{arrange, before_lines, expand, write_values};
use super::files::{FileProblem, Files, LARGEST_FILE, resolve};
use super::mend::{Found, mend};
use super::merge::{Laid, join, patch};
use super::node::{Branch, Branches, Content, Node, break_within, group};
use super::syntax::{self, Slip};
use super::table::Table;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Spot, code};

/// The key that names one file's what-if: a patch does not inherit it.
const NAME: &str = "name";

/// Files that extend or include each other may be nested so deep.
const DEEPEST: usize = 50;

/// Reads files and merges them.
pub(super) struct Loader<'a> {
    files: &'a dyn Files,
    pub(super) sources: Sources,
    pub(super) diagnostics: Diagnostics,
    /// Names of the files being read, from the first one inwards.
    open: Vec<String>,
    /// What each file says itself, parts included: a layer of the scenario.
    layers: BTreeMap<String, Branches>,
    /// Types that some station is like; they need not be whole.
    pub(super) used_types: BTreeSet<String>,
    /// What could not be read of files, and means nothing.
    gaps: Vec<Spot>,
    /// Whether keys or tables may be missing because they could not be read.
    pub(super) is_short: bool,
    /// Complaints that hold whatever could not be read.
    sure: Vec<Diagnostic>,
    /// Files that were read for a role, with their layers from the ground up; `None` could not be
    /// read.
    done: BTreeMap<(String, Role), Option<Vec<String>>>,
}

/// What a file is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// A whole scenario, with everything it extends.
    Base,
    /// A part of the file that includes it.
    Part,
}

impl<'a> Loader<'a> {
    pub(super) fn new(files: &'a dyn Files) -> Self {
        Self {
            files,
            sources: Sources::default(),
            diagnostics: Diagnostics::default(),
            open: Vec::new(),
            layers: BTreeMap::new(),
            used_types: BTreeSet::new(),
            gaps: Vec::new(),
            is_short: false,
            sure: Vec::new(),
            done: BTreeMap::new(),
        }
    }

    /// The merged tree of a scenario; `None` if some file could not be read or parsed.
    ///
    /// Every file is one layer, laid once: what two patches of a list both extend lies below both,
    /// so that the second does not undo the first.
    pub(super) fn load(&mut self, name: &str) -> Option<Branches> {
        let name = resolve("", name);
        let stack = self.file(&name, None, Role::Base)?;
        let (mut tree, mut only_timed) = self.sheets(&stack);
        let folders = self.folders();
        for layer in stack {
            let mut own = self.layers.remove(&layer)?;
            if layer != name {
                own.swap_remove(NAME);
            }
            for (station, _) in group(&own, "station").into_iter().flatten() {
                only_timed.remove(station);
            }
            before_lines(&mut tree, &own);
            patch(&mut tree, own, &Scenario::SHAPE, Laid::File, &mut self.diagnostics);
            arrange(&mut tree, &mut self.diagnostics);
        }
        let copies = write_values(&mut tree, &mut self.diagnostics);
        self.setups(&mut tree, folders);
        self.used_types = expand(&mut tree, copies, &mut self.diagnostics);
        self.drop_unknown_stations(&mut tree, only_timed);
        Some(tree)
    }

    /// Reads one file with all it names; its layers from the ground up, itself last. `spot` is
    /// where it is named.
    fn file(&mut self, name: &str, spot: Option<Spot>, role: Role) -> Option<Vec<String>> {
        if let Some(layers) = self.done.get(&(name.to_owned(), role)) {
            return layers.clone();
        }
        if self.open.iter().any(|open| open == name) {
            let mut circle = self.open.clone();
            circle.push(name.to_owned());
            let message = format!("files name each other in a circle: {}", circle.join(" → "));
            self.complain(code::CYCLE, message, spot);
            return None;
        }
        if self.open.len() >= DEEPEST {
            let message = format!("files extend each other more than {DEEPEST} deep");
            self.complain(code::CYCLE, message, spot);
            return None;
        }
        self.open.push(name.to_owned());
        let layers = self.parse(name, spot).and_then(|own| self.combine(name, own, role));
        self.open.pop();
        self.done.insert((name.to_owned(), role), layers.clone());
        layers
    }

    /// Brings in what a file includes and finds the layers that it extends.
    fn combine(&mut self, name: &str, mut own: Branches, role: Role) -> Option<Vec<String>> {
        // Without the files that could not be read nothing can be said of what is missing.
        let is_broken = |key| {
            let branch: Option<&Branch> = own.get(key);
            branch.is_some_and(|branch| branch.node.content == Content::Broken)
        };
        self.is_short |= is_broken("extends") || is_broken("include");
        let mut whole = true;
        let bases = self.named_files(&mut own, "extends", role == Role::Base);
        let parts = self.named_files(&mut own, "include", true);
        for (part, spot) in parts {
            let part = resolve(name, &part);
            match self.file(&part, Some(spot), Role::Part) {
                Some(_) => {
                    let tree = self.layers[&part].clone();
                    join(&mut own, tree, &Scenario::SHAPE, &mut self.diagnostics);
                }
                None => whole = false,
            }
        }
        let mut stack: Vec<String> = Vec::new();
        for (base, spot) in bases {
            match self.file(&resolve(name, &base), Some(spot), Role::Base) {
                Some(layers) => {
                    let new = layers.into_iter().filter(|layer| !stack.contains(layer));
                    let new: Vec<String> = new.collect();
                    stack.extend(new);
                }
                None => whole = false,
            }
        }
        self.layers.insert(name.to_owned(), own);
        stack.push(name.to_owned());
        whole.then_some(stack)
    }

    /// Takes `extends` or `include` out of a file: the names with their places.
    fn named_files(&mut self, own: &mut Branches, key: &str, allowed: bool) -> Vec<(String, Spot)> {
        let Some(branch) = own.shift_remove(key) else { return Vec::new() };
        if !allowed {
            let message = format!("a file that is included cannot have `{key}`");
            self.complain(code::CONFLICT, message, Some(branch.key));
            return Vec::new();
        }
        let items = match branch.node {
            Node { content: Content::List(items), .. } => items,
            single => vec![single],
        };
        let mut names: Vec<(String, Spot)> = Vec::with_capacity(items.len());
        let mut seen = BTreeSet::new();
        for item in items {
            if item.content == Content::Broken {
                continue;
            }
            let Some(name) = item.text() else {
                let message = format!("`{key}` must name files, found: {}", item.found());
                self.complain(code::WRONG_TYPE, message, Some(item.spot));
                continue;
            };
            if !seen.insert(name.to_owned()) {
                let message = format!("`{key}` names the file `{name}` twice");
                self.complain(code::CONFLICT, message, Some(item.spot));
                continue;
            }
            names.push((name.to_owned(), item.spot));
        }
        names
    }

    fn parse(&mut self, name: &str, spot: Option<Spot>) -> Option<Branches> {
        let text = self.text(name, spot)?;
        let file = self.sources.add(name, &text);
        let (table, errors) = DeTable::parse_recoverable(&text);
        if !errors.is_empty() {
            return self.parse_in_part(&text, file);
        }
        if table.get_ref().is_empty() {
            self.complain(code::EMPTY, format!("the file `{name}` says nothing"), spot);
            return None;
        }
        Some(self.tree(&table, &text, file))
    }

    /// The tree of a parsed file.
    fn tree(&mut self, table: &Spanned<DeTable<'_>>, text: &str, file: FileId) -> Branches {
        let node = Node::from_toml(table.get_ref(), table.span(), file, &mut self.diagnostics);
        node.each(&mut |node| {
            let is_signed = matches!(node.content, Content::Whole(_))
                && text.get(node.spot.start..).is_some_and(|text| text.starts_with('+'));
            if is_signed {
                let written = &text[node.spot.start..node.spot.end];
                let message = format!("`{written}` is read as the number {}", &written[1..]);
                let hint = "a patch gives the number that shall hold, not the difference";
                let complaint = Diagnostic::warning(code::DUBIOUS, message).at(node.spot);
                self.diagnostics.push(complaint.hint(hint));
            }
        });
        match node.content {
            Content::Table(branches) => branches,
            _ => unreachable!("a file is a table"),
        }
    }

    /// Complains about what is not TOML; the rest of the file, so that its mistakes are told too.
    fn parse_in_part(&mut self, text: &str, file: FileId) -> Option<Branches> {
        let (found, mended) = mend(text);
        for Found { error, left_open } in found {
            let Slip { message, span, hint } = match left_open {
                Some(value) => syntax::left_open(text, value),
                None => syntax::slip(text, error.span().unwrap_or(0..0), error.message()),
            };
            let spot = Spot { file, start: span.start, end: span.end };
            let complaint = Diagnostic::error(code::SYNTAX, message).at(spot);
            self.diagnostics.push(complaint.maybe_hint(hint));
        }
        let mended = mended?;
        let (table, _) = DeTable::parse_recoverable(&mended.text);
        let mut branches = self.tree(&table, &mended.text, file);
        let gap = |gap: &Range<usize>| Spot { file, start: gap.start, end: gap.end };
        let gaps: Vec<Spot> = mended.gaps.iter().map(gap).collect();
        break_within(&mut branches, &gaps);
        self.gaps.extend(gaps);
        self.is_short |= mended.is_short;
        Some(branches)
    }

    /// Takes back complaints that may only be due to what could not be read.
    pub(super) fn drop_doubtful(&self, diagnostics: &mut Diagnostics) {
        let is_in_a_gap = |spot: Spot| {
            let inside = |gap: &Spot| {
                gap.file == spot.file && gap.start <= spot.start && spot.start <= gap.end
            };
            self.gaps.iter().any(inside)
        };
        diagnostics.retain(|one| {
            let says_that_something_is_missing =
                [code::MISSING, code::REMOVE, code::NOTHING].contains(&one.code);
            one.code == code::SYNTAX
                || self.sure.contains(one)
                || !(one.spot.is_some_and(is_in_a_gap)
                    || self.is_short && says_that_something_is_missing)
        });
    }

    fn text(&mut self, name: &str, spot: Option<Spot>) -> Option<String> {
        let bytes = bytes(self.files, name, spot, &mut self.diagnostics)?;
        match String::from_utf8(bytes) {
            Ok(text) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Err(error) => {
                let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = good.split(|byte| *byte == b'\n').count();
                let message = format!("the file `{name}` is not UTF-8 text: see line {line}");
                let hint = "save it as UTF-8 in your editor".to_owned();
                let mut diagnostic = Diagnostic::error(code::NOT_UTF8, message).hint(hint);
                diagnostic.spot = spot;
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    fn complain(&mut self, code: &'static str, message: String, spot: Option<Spot>) {
        let mut diagnostic = Diagnostic::error(code, message);
        diagnostic.spot = spot;
        self.diagnostics.push(diagnostic);
    }
}

/// The bytes of a file; `spot` is where it is named.
fn bytes(
    files: &dyn Files,
    name: &str,
    spot: Option<Spot>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let problem = match files.read(name) {
        Ok(bytes) if bytes.len() as u64 <= LARGEST_FILE => return Some(bytes),
        Ok(_) => FileProblem::TooLarge,
        Err(problem) => problem,
    };
    let message = match problem {
        FileProblem::Missing => format!("there is no file `{name}`"),
        FileProblem::Directory => format!("`{name}` is a directory, not a file"),
        FileProblem::TooLarge => {
            format!("the file `{name}` is larger than {} MiB", LARGEST_FILE >> 20)
        }
        FileProblem::Refused(reason) => format!("the file `{name}` cannot be read: {reason}"),
    };
    diagnostics.push(Diagnostic { spot, ..Diagnostic::error(code::FILE, message) });
    None
}

#[cfg(test)]
mod tests {
    use super::super::{Memory, read};

    #[test]
    fn what_two_patches_share_does_not_undo_the_first() {
        let base = "[line.a]\nstations = [\"saw\", \"mill\"]\n[station.saw]\nmachines = 1\ncycle = \"1 min\"\n[station.mill]\nmachines = 1\ncycle = \"1 min\"\n";
        let patch =
            |station: &str| format!("extends = \"base.toml\"\n[station.{station}]\nmachines = 2\n");
        let both = |order: &str| {
            Memory::default()
                .with("base.toml", base)
                .with("saw.toml", patch("saw"))
                .with("mill.toml", patch("mill"))
                .with("both.toml", format!("extends = [{order}]\n"))
        };
        for order in ["\"saw.toml\", \"mill.toml\"", "\"mill.toml\", \"saw.toml\""] {
            let scenario = read(&both(order), "both.toml").scenario.expect("no mistakes");
            let machines: Vec<Option<u32>> = scenario
                .station
                .iter()
                .map(|(_, station)| station.machines.as_ref().map(|m| m.value))
                .collect();
            assert_eq!(machines, [Some(2), Some(2)], "{order}");
        }
    }
}
