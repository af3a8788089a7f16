//! What a merged tree says in short is written out: values by name, things like others, places in
//! lines, scales. After this the tree reads as if everything had been written at length.

mod chain;
mod like;
mod scale;
mod sequence;
mod spread;
mod value;

pub use scale::{Factor, Scale, Targets};
pub(super) use scale::{Remark, multiplied};
pub use sequence::Anchor;
pub(super) use sequence::{arrange, before_lines};
pub(super) use value::VALUE;

use std::collections::BTreeSet;

use super::Scenario;
use super::merge::REMOVE;
use super::node::{Branches, Content};
use super::shape::{Shape, TableShape};
use super::table::Table;
use crate::diagnostic::{Diagnostic, Diagnostics, Spot, code};

/// Most values that are written out for others; beyond it, memory would run away.
const MOST_COPIES: usize = 3_000_000;

/// Puts the values of a tree in the places that name them; what is wrong with them is told when the
/// whole is written out.
pub(super) fn replace_values(tree: &mut Branches) {
    let mut told_later = Diagnostics::default();
    value::replace(tree, &mut Copies { left: MOST_COPIES, diagnostics: &mut told_later });
}

/// Puts the values of a merged tree in the places that name them; how many copies are left after it.
pub(super) fn write_values(tree: &mut Branches, diagnostics: &mut Diagnostics) -> usize {
    let mut copies = Copies { left: MOST_COPIES, diagnostics };
    value::replace(tree, &mut copies);
    copies.left
}

/// Writes a merged tree out, with so many copies at most; gives the names of types that something is like.
pub(super) fn expand(
    tree: &mut Branches,
    left: usize,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<String> {
    let mut copies = Copies { left, diagnostics };
    let used_types = like::copy(tree, &mut copies);
    spread::keep(tree);
    scale::apply(tree, diagnostics);
    sweep(tree, &Scenario::SHAPE, diagnostics);
    used_types
}

/// How much may still be copied, and where complaints go.
struct Copies<'a> {
    left: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Copies<'_> {
    /// Whether so many values more may be copied; says so if not, once.
    fn may(&mut self, values: usize, spot: Spot) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left = self.left.saturating_sub(values);
        if self.left == 0 {
            let message = format!("more than {MOST_COPIES} values would be copied");
            self.complain(Diagnostic::error(code::TOO_MANY, message).at(spot));
        }
        self.left > 0
    }

    fn complain(&mut self, complaint: Diagnostic) {
        self.diagnostics.push(complaint);
    }
}

/// How many values a table holds.
fn size(branches: &Branches) -> usize {
    let mut count = 0;
    branches.values().for_each(|branch| branch.node.each(&mut |_| count += 1));
    count
}

/// Takes out marks of removal: what one marks may have come from a type, or from nowhere.
fn sweep(branches: &mut Branches, shape: &TableShape, diagnostics: &mut Diagnostics) {
    for field in shape.fields {
        let Some(node) = branches.get_mut(field.key).map(|branch| &mut branch.node) else {
            continue;
        };
        match (&field.shape, &mut node.content) {
            (Shape::Table(inner), Content::Table(table)) => sweep(table, inner, diagnostics),
            (Shape::Named(inner), Content::Table(names)) => names.retain(|name, entry| {
                let Some(table) = entry.node.table_mut() else { return true };
                let mark = table.shift_remove(REMOVE);
                sweep(table, inner, diagnostics);
                let Some(mark) = mark.filter(|_| table.is_empty()) else { return true };
                // What has taken something away has done its work.
                if mark.node.content == Content::Broken {
                    return false;
                }
                let message = format!("there is no `{name}` that could be removed");
                diagnostics.push(Diagnostic::error(code::REMOVE, message).at(mark.key));
                false
            }),
            _ => {}
        }
    }
}
