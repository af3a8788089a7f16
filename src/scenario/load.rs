//! From file names to one merged tree: `extends`, `include`, and everything that can be wrong with
//! a file.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::Scenario;
use super::files::{FileProblem, Files, LARGEST_FILE, resolve};
use super::merge::{join, patch};
use super::node::{Branches, Content, Node};
use super::table::Table;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Spot, code};

/// The key that names one file's what-if: a patch does not inherit it.
const NAME: &str = "name";

/// Files that extend or include each other may be nested so deep.
const DEEPEST: usize = 50;

/// Syntax errors of one file beyond these are left out: they mostly follow from the first.
const MOST_SYNTAX_ERRORS: usize = 100;

/// Reads files and merges them.
pub(super) struct Loader<'a> {
    files: &'a dyn Files,
    pub(super) sources: Sources,
    pub(super) diagnostics: Diagnostics,
    /// Names of the files being read, from the first one inwards.
    open: Vec<String>,
    /// Trees of files that are wanted more than once; `None` could not be read.
    done: BTreeMap<(String, Role), Option<Branches>>,
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
            done: BTreeMap::new(),
        }
    }

    /// The merged tree of a scenario; `None` if some file could not be read or parsed.
    pub(super) fn load(&mut self, name: &str) -> Option<Branches> {
        self.file(&resolve("", name), None, Role::Base)
    }

    /// The tree of one file with all it names; `spot` is where it is named.
    fn file(&mut self, name: &str, spot: Option<Spot>, role: Role) -> Option<Branches> {
        if let Some(tree) = self.done.get(&(name.to_owned(), role)) {
            return tree.clone();
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
        let tree = self.parse(name, spot).and_then(|own| self.combine(name, own, role));
        self.open.pop();
        self.done.insert((name.to_owned(), role), tree.clone());
        tree
    }

    /// Brings in what a file includes and lays it over what it extends.
    fn combine(&mut self, name: &str, mut own: Branches, role: Role) -> Option<Branches> {
        let bases = self.named_files(&mut own, "extends", role == Role::Base);
        let parts = self.named_files(&mut own, "include", true);
        let mut whole = true;
        for (part, spot) in parts {
            match self.file(&resolve(name, &part), Some(spot), Role::Part) {
                Some(tree) => join(&mut own, tree, &Scenario::SHAPE, &mut self.diagnostics),
                None => whole = false,
            }
        }
        if role == Role::Part {
            return whole.then_some(own);
        }
        let mut tree = Branches::new();
        for (base, spot) in bases {
            match self.file(&resolve(name, &base), Some(spot), Role::Base) {
                Some(base) => patch(&mut tree, base, &Scenario::SHAPE, &mut self.diagnostics),
                None => whole = false,
            }
        }
        if !own.contains_key(NAME) {
            tree.swap_remove(NAME);
        }
        patch(&mut tree, own, &Scenario::SHAPE, &mut self.diagnostics);
        whole.then_some(tree)
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
        let (table, mut errors) = DeTable::parse_recoverable(&text);
        if !errors.is_empty() {
            errors.sort_by_key(|error| error.span().map(|span| (span.start, span.end)));
            self.syntax(&errors, file);
            return None;
        }
        if table.get_ref().is_empty() {
            self.complain(code::EMPTY, format!("the file `{name}` says nothing"), spot);
            return None;
        }
        let node = Node::from_toml(table.get_ref(), table.span(), file, &mut self.diagnostics);
        match node.content {
            Content::Table(branches) => Some(branches),
            _ => unreachable!("a file is a table"),
        }
    }

    /// Complains about the first syntax error of each line; the others mostly follow from it.
    fn syntax(&mut self, errors: &[toml::de::Error], file: FileId) {
        let mut line = 0;
        for error in errors.iter().take(MOST_SYNTAX_ERRORS) {
            let span = error.span().unwrap_or(0..0);
            let spot = Spot { file, start: span.start, end: span.end };
            let this_line = self.sources.line(spot);
            if this_line == line {
                continue;
            }
            line = this_line;
            let message = match error.message() {
                "duplicate key" => format!("`{}` is given twice", self.sources.written(spot)),
                other => other.to_owned(),
            };
            self.complain(code::SYNTAX, message, Some(spot));
        }
    }

    fn text(&mut self, name: &str, spot: Option<Spot>) -> Option<String> {
        let bytes = match self.files.read(name) {
            Ok(bytes) if bytes.len() as u64 <= LARGEST_FILE => bytes,
            Ok(_) => return self.cannot_read(name, spot, &FileProblem::TooLarge),
            Err(problem) => return self.cannot_read(name, spot, &problem),
        };
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

    fn cannot_read<T>(
        &mut self,
        name: &str,
        spot: Option<Spot>,
        problem: &FileProblem,
    ) -> Option<T> {
        let message = match problem {
            FileProblem::Missing => format!("there is no file `{name}`"),
            FileProblem::Directory => format!("`{name}` is a directory, not a file"),
            FileProblem::TooLarge => {
                format!("the file `{name}` is larger than {} MiB", LARGEST_FILE >> 20)
            }
            FileProblem::Refused(reason) => format!("the file `{name}` cannot be read: {reason}"),
        };
        self.complain(code::FILE, message, spot);
        None
    }

    fn complain(&mut self, code: &'static str, message: String, spot: Option<Spot>) {
        let mut diagnostic = Diagnostic::error(code, message);
        diagnostic.spot = spot;
        self.diagnostics.push(diagnostic);
    }
}
