//! Merging of files, on the tree and before any check.
//!
//! A patch changes named tables key by key and replaces every other value whole. Files that are
//! included stand side by side: a value must not be given in two of them.

use super::node::{Branch, Branches, Content};
use super::shape::{Shape, TableShape};
use crate::diagnostic::{Diagnostic, Diagnostics, code};

/// The key that takes a named table away.
const REMOVE: &str = "remove";

/// Lays a patch over what is there; the result holds no `remove`.
pub(super) fn patch(
    base: &mut Branches,
    patch: Branches,
    shape: &TableShape,
    diagnostics: &mut Diagnostics,
) {
    for (key, branch) in patch {
        match (shape_of(shape, &key), &branch.node.content) {
            (Some(Shape::Table(inner)), Content::Table(_)) => {
                patch_table(base, key, branch, inner, diagnostics);
            }
            (Some(Shape::Named(inner)), Content::Table(_)) => {
                let (names, added) = open(base, key, branch);
                for (name, entry) in added {
                    patch_entry(names, name, entry, inner, diagnostics);
                }
            }
            (Some(Shape::NamedValues(_)), Content::Table(_)) => {
                let (names, added) = open(base, key, branch);
                names.extend(added);
            }
            _ => {
                base.insert(key, branch);
            }
        }
    }
}

/// Puts the content of an included file beside what is there.
pub(super) fn join(
    base: &mut Branches,
    included: Branches,
    shape: &TableShape,
    diagnostics: &mut Diagnostics,
) {
    for (key, branch) in included {
        let inner = shape_of(shape, &key);
        let tables = matches!(branch.node.content, Content::Table(_))
            && base.get(&key).is_none_or(|there| there.node.table().is_some());
        match inner {
            Some(Shape::Table(inner)) if tables => {
                let (there, added) = open(base, key, branch);
                join(there, added, inner, diagnostics);
            }
            Some(Shape::Named(inner)) if tables => {
                let (names, added) = open(base, key, branch);
                for (name, entry) in added {
                    join_entry(names, name, entry, inner, diagnostics);
                }
            }
            Some(Shape::NamedValues(_)) if tables => {
                let (names, added) = open(base, key, branch);
                for (name, entry) in added {
                    insert_once(names, name, entry, diagnostics);
                }
            }
            _ => insert_once(base, key, branch, diagnostics),
        }
    }
}

fn shape_of<'a>(shape: &'a TableShape, key: &str) -> Option<&'a Shape> {
    shape.fields.iter().find(|field| field.key == key).map(|field| &field.shape)
}

/// The table behind `key` in `base`, made if need be, and the branches to bring into it.
fn open(base: &mut Branches, key: String, branch: Branch) -> (&mut Branches, Branches) {
    let Branch { key: spot, mut node } = branch;
    let Content::Table(added) = std::mem::replace(&mut node.content, Content::Broken) else {
        unreachable!("only tables are opened")
    };
    let there = base.entry(key).or_insert_with(|| Branch { key: spot, node });
    if there.node.table().is_none() {
        there.node.content = Content::Table(Branches::new());
    }
    match &mut there.node.content {
        Content::Table(branches) => (branches, added),
        _ => unreachable!("made a table just above"),
    }
}

fn patch_table(
    base: &mut Branches,
    key: String,
    branch: Branch,
    shape: &TableShape,
    diagnostics: &mut Diagnostics,
) {
    let (there, added) = open(base, key, branch);
    patch(there, added, shape, diagnostics);
}

/// Changes, adds or removes one named table.
fn patch_entry(
    names: &mut Branches,
    name: String,
    entry: Branch,
    shape: &TableShape,
    diagnostics: &mut Diagnostics,
) {
    let Some(branches) = entry.node.table() else {
        names.insert(name, entry);
        return;
    };
    let Some(remove) = branches.get(REMOVE) else {
        patch_table(names, name, entry, shape, diagnostics);
        return;
    };
    let spot = remove.key;
    let problem = if remove.node.content != Content::Truth(true) {
        Some("`remove` can only be `true`".to_owned())
    } else if branches.len() > 1 {
        Some(format!("`remove` must stand alone, but `{name}` has other keys too"))
    } else if names.shift_remove(&name).is_none() {
        Some(format!("there is no `{name}` that could be removed"))
    } else {
        None
    };
    if let Some(problem) = problem {
        diagnostics.push(Diagnostic::error(code::REMOVE, problem).at(spot));
    }
}

fn join_entry(
    names: &mut Branches,
    name: String,
    entry: Branch,
    shape: &TableShape,
    diagnostics: &mut Diagnostics,
) {
    let there_is_a_table = names.get(&name).is_none_or(|there| there.node.table().is_some());
    if entry.node.table().is_some() && there_is_a_table {
        let (there, added) = open(names, name, entry);
        join(there, added, shape, diagnostics);
    } else {
        insert_once(names, name, entry, diagnostics);
    }
}

fn insert_once(base: &mut Branches, key: String, branch: Branch, diagnostics: &mut Diagnostics) {
    if base.contains_key(&key) {
        let message = format!("`{key}` is given in two files that are read side by side");
        let hint = "give it in one of them, or let a patch with `extends` replace it";
        diagnostics.push(Diagnostic::error(code::GIVEN_TWICE, message).at(branch.key).hint(hint));
    } else {
        base.insert(key, branch);
    }
}
