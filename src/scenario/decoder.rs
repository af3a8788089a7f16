//! Walks the merged tree into typed tables, complaining about everything and stopping at nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::change::unchangeable;
use super::named::Named;
use super::node::{Below, Branch, Branches, Content, Node};
use super::shape::{FieldShape, Form, REQUIRED, Shape, TableShape};
use super::table::{Table, Value, WrittenTable};
use super::{Scenario, Written, words};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Spot, closest, code, listed};
use crate::units::{Currency, guess};

/// Key that is allowed in every table and means nothing to the model: where a number comes from.
pub(super) const SOURCE: &str = "source";

/// Collects complaints while tables are read.
pub(super) struct Decoder<'a> {
    diagnostics: &'a mut Diagnostics,
    /// What the people of the scenario can do, for hints.
    pub(super) skills: Vec<String>,
    /// The currency of all money of the scenario.
    pub(super) currency: Currency,
    /// The files that are sheets.
    pub(super) sheets: BTreeSet<FileId>,
    /// The value that is read, if it changes parts of another.
    over: Option<(Spot, Arc<Below>)>,
}

impl<'a> Decoder<'a> {
    pub(super) const fn new(diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            diagnostics,
            skills: Vec::new(),
            currency: Currency::EUR,
            sheets: BTreeSet::new(),
            over: None,
        }
    }

    /// Whether a value stands in a sheet.
    pub(super) fn is_of_a_sheet(&self, node: &Node) -> bool {
        self.sheets.contains(&node.spot.file)
    }

    /// Records a complaint. One about a value that changes parts of another, and not about one of the
    /// changed parts alone, points at what changes and at what it changes.
    pub(super) fn complain(&mut self, mut diagnostic: Diagnostic) {
        if let Some((spot, below)) = &self.over {
            let is_of_both = |at| [*spot, below.spot].contains(&at) || below.parts.contains(&at);
            if diagnostic.spot.is_some_and(is_of_both) {
                diagnostic = Diagnostic {
                    spot: Some(*spot),
                    over: Some(Box::new(below.spot)),
                    ..diagnostic
                };
            }
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reads a value that may change parts of another.
    pub(super) fn over<T>(&mut self, node: &Node, read: impl FnOnce(&mut Self) -> T) -> T {
        let Some(below) = &node.below else { return read(self) };
        let before = self.over.replace((node.spot, below.clone()));
        let value = read(self);
        self.over = before;
        value
    }

    /// Records a mistake at a place.
    pub(super) fn mistake(
        &mut self,
        code: &'static str,
        spot: Spot,
        message: impl Into<String>,
        hint: &str,
    ) {
        let diagnostic = Diagnostic::error(code, message).at(spot);
        self.complain(if hint.is_empty() { diagnostic } else { diagnostic.hint(hint) });
    }

    /// Complains about a list without items or with the same name twice.
    pub(super) fn check_names(&mut self, names: &Written<Vec<Written<String>>>, key: &str) {
        if names.value.is_empty() {
            self.mistake(code::MISSING, names.spot, format!("`{key}` is empty"), "");
        }
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for name in &names.value {
            if !seen.insert(&name.value) {
                let message = format!("`{key}` names `{}` twice", name.value);
                self.mistake(code::CONFLICT, name.spot, message, "");
            }
        }
    }

    /// Reads the whole tree.
    pub(super) fn scenario(&mut self, tree: &Branches) -> Scenario {
        self.skills = super::crew::skills(tree);
        self.currency = super::money::currency(tree);
        let file = tree.values().next().map_or(FileId(0), |branch| branch.key.file);
        let mut scenario: Scenario = self.branches_of(tree, Spot { file, start: 0, end: 0 });
        scenario.change.periods = self.periods(tree, &scenario.change);
        scenario
    }

    /// Whether there is a mistake so far.
    pub(super) fn has_errors(&self) -> bool {
        self.diagnostics.has_errors()
    }

    /// Records the complaints that have not been made before.
    pub(super) fn complain_anew(&mut self, told: Diagnostics) {
        let told = told.without(self.diagnostics);
        self.diagnostics.append(told);
    }

    /// Reads a table; `name` is where its name stands.
    pub(super) fn table<T: Table>(&mut self, node: &Node, name: Spot) -> Option<T> {
        match &node.content {
            Content::Table(branches) => Some(self.branches_of(branches, name)),
            Content::Broken => None,
            _ => {
                let message = format!("{} must be a table, found: {}", T::SHAPE.noun, node.found());
                let hint = in_braces(node, &T::SHAPE);
                let complaint = Diagnostic::error(code::WRONG_TYPE, message).at(node.spot);
                self.complain(complaint.maybe_hint(hint));
                None
            }
        }
    }

    /// Reads the keys of a table.
    pub(super) fn branches_of<T: Table>(&mut self, branches: &Branches, name: Spot) -> T {
        let mut table = T::default();
        for (key, branch) in branches {
            let field = T::SHAPE.fields.iter().find(|field| field.key == key);
            match field {
                Some(field) => table.set(field, branch, self),
                None if key == SOURCE => self.source(branch),
                None if table.set_other(key, branch, self) => {}
                None => self.unknown_key(key, branch, &T::SHAPE),
            }
        }
        for field in T::SHAPE.required().filter(|field| !branches.contains_key(field.key)) {
            let message = format!("{} needs `{}`", T::SHAPE.noun, field.key);
            self.complain(Diagnostic::error(code::MISSING, message).at(name));
        }
        table.check(&WrittenTable { name, branches }, self);
        table
    }

    /// Reads a table of names; `entry` reads one of them.
    pub(super) fn named<T>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
        entry: impl Fn(&str, &Branch, &mut Self) -> Option<T>,
    ) -> Option<Named<T>> {
        let branches = self.branches(node, field)?;
        let mut entries = Vec::with_capacity(branches.len());
        for (key, branch) in branches {
            if key == SOURCE && !matches!(branch.node.content, Content::Table(_)) {
                self.source(branch);
                continue;
            }
            self.check_name(key, branch.key);
            if let Some(thing) = entry(key, branch, self) {
                entries.push((Written { value: key.clone(), spot: branch.key }, thing));
            }
        }
        Some(Named::new(entries))
    }

    /// Reads a list; `None` if any item is wrong, after complaining about all of them.
    pub(super) fn list<T: Value>(
        &mut self,
        node: &Node,
        field: &FieldShape<'_>,
    ) -> Option<Vec<Written<T>>> {
        let Content::List(items) = &node.content else {
            return self.wrong_type(node, field, "a list");
        };
        let item = |item: &Node| {
            let value = T::decode(item, field, self)?;
            Some(Written { value, spot: item.spot })
        };
        let items: Vec<Option<Written<T>>> = items.iter().map(item).collect();
        items.into_iter().collect()
    }

    fn branches<'n>(&mut self, node: &'n Node, field: &FieldShape<'_>) -> Option<&'n Branches> {
        if let Content::Table(branches) = &node.content {
            return Some(branches);
        }
        if is_array_of_tables(node) {
            let message =
                format!("`{}` is an array of tables, whose entries have no names", field.key);
            let hint = format!("give each one a name of its own: `{}.<name>`", field.key);
            self.mistake(code::ARRAY_OF_TABLES, node.spot, message, &hint);
            return None;
        }
        if let Some(hint) = names_without_numbers(node, field) {
            let message = format!("`{}` must be a table, found: {}", field.key, node.found());
            self.mistake(code::WRONG_TYPE, node.spot, message, &hint);
            return None;
        }
        self.wrong_type(node, field, "a table")
    }

    fn source(&mut self, branch: &Branch) {
        let texts = match &branch.node.content {
            Content::Text(_) | Content::Broken => return,
            Content::List(items) => {
                items.iter().all(|item| matches!(item.content, Content::Text(_)))
            }
            _ => false,
        };
        if !texts {
            let message = format!("`source` must be a text, found: {}", branch.node.found());
            self.complain(Diagnostic::error(code::WRONG_TYPE, message).at(branch.node.spot));
        }
    }

    fn check_name(&mut self, name: &str, spot: Spot) {
        if let Some(problem) = words::name_problem(name) {
            self.complain(Diagnostic::error(code::BAD_NAME, problem).at(spot));
        }
    }

    fn unknown_key(&mut self, key: &str, branch: &Branch, shape: &TableShape) {
        if let Some(complaint) = unchangeable(key, branch.key, shape) {
            self.complain(complaint);
            return;
        }
        if shape.later.contains(&key) {
            let what = if shape.noun == Scenario::SHAPE.noun {
                format!("`[{key}]`")
            } else {
                format!("`{key}` of {}", shape.noun)
            };
            let message = format!("{what} is not available in this version");
            self.complain(Diagnostic::error(code::LATER, message).at(branch.key));
            return;
        }
        let keys = || shape.fields.iter().map(|field| field.key);
        let pattern = shape.others.and_then(|others| (others.guess)(key));
        let meant = pattern.map(|key| if key.contains(',') { format!("\"{key}\"") } else { key });
        let meant = meant.or_else(|| closest(key, keys().chain([SOURCE])).map(str::to_owned));
        let hint = meant.map_or_else(
            || shape.keys_in_words(&listed(keys())),
            |key| format!("did you mean `{key}`?"),
        );
        let message = format!("{} has no key `{key}`", shape.noun);
        self.complain(Diagnostic::error(code::UNKNOWN_KEY, message).at(branch.key).hint(hint));
    }
}

/// The table that a bare value was meant to be: that of the only key it needs.
fn in_braces(node: &Node, shape: &TableShape) -> Option<String> {
    let required: Vec<&FieldShape<'_>> = match shape.required().collect::<Vec<_>>() {
        none if none.is_empty() => {
            let may = |field: &&'static FieldShape<'static>| field.default.starts_with(REQUIRED);
            shape.fields.iter().filter(may).collect()
        }
        some => some,
    };
    let [only] = required.as_slice() else { return None };
    match &node.content {
        Content::Text(text) => Some(format!("did you mean `{{ {} = \"{text}\" }}`?", only.key)),
        Content::List(_) if !is_array_of_tables(node) => {
            Some(format!("did you mean `{{ {} = [ … ] }}`?", only.key))
        }
        _ => None,
    }
}

fn is_array_of_tables(node: &Node) -> bool {
    let Content::List(items) = &node.content else { return false };
    items.iter().any(|item| matches!(item.content, Content::Table(_)))
}

/// What to write where names are listed, and how many of each is asked for.
fn names_without_numbers(node: &Node, field: &FieldShape<'_>) -> Option<String> {
    let (Content::List(items), Shape::Value(Form::Map(Form::Whole))) = (&node.content, field.shape)
    else {
        return None;
    };
    let names: Option<Vec<String>> =
        items.iter().map(|item| Some(format!("{} = 1", guess::key(item.text()?)))).collect();
    let names = names.filter(|names| !names.is_empty())?;
    Some(format!("say how many of each: `{} = {{ {} }}`", field.key, names.join(", ")))
}
