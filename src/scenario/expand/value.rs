//! `[value]`: a number that is used in several places, as `"@name"`.

use std::collections::BTreeSet;

use super::Copies;
use crate::diagnostic::{Diagnostic, Spot, closest, code, listed};
use crate::scenario::decoder::SOURCE;
use crate::scenario::node::{Branches, Content, Node, group};

/// The group of values.
pub(in crate::scenario) const VALUE: &str = "value";

/// What a text that stands for a value begins with.
const MARK: char = '@';

/// Puts the values in the places that name them.
pub(super) fn replace(tree: &mut Branches, copies: &mut Copies<'_>) {
    let values = group(tree, VALUE).cloned().unwrap_or_default();
    let mut places = Places { values: &values, used: BTreeSet::new(), copies };
    for (key, branch) in tree.iter_mut() {
        if key != VALUE {
            places.node(&mut branch.node);
        }
    }
    let used = places.used;
    for (name, branch) in &values {
        if let Some(&other) = others(&branch.node).first().filter(|_| name != SOURCE) {
            let message =
                format!("the value `{name}` must be written itself, not by another's name");
            let hint =
                "no value holds others: who reads a name finds what it stands for in one place";
            copies.complain(Diagnostic::error(code::CONFLICT, message).at(other).hint(hint));
        } else if !used.contains(name) && name != SOURCE {
            let message = format!("nothing uses the value `{name}`");
            let hint = format!("write `\"@{name}\"` where it shall hold");
            copies.complain(Diagnostic::warning(code::UNUSED, message).at(branch.key).hint(hint));
        }
    }
}

/// Where a value holds the names of others.
fn others(node: &Node) -> Vec<Spot> {
    let mut others = Vec::new();
    node.each(&mut |node| {
        others.extend(node.text().filter(|text| text.starts_with(MARK)).map(|_| node.spot));
    });
    others
}

/// Finds the places that name a value.
struct Places<'a, 'c> {
    values: &'a Branches,
    used: BTreeSet<String>,
    copies: &'a mut Copies<'c>,
}

impl Places<'_, '_> {
    fn node(&mut self, node: &mut Node) {
        match &mut node.content {
            Content::Table(branches) => {
                // Where numbers come from is said in any words.
                let is_source = |key: &str, node: &Node| key == SOURCE && node.table().is_none();
                let others = branches.iter_mut().filter(|(key, one)| !is_source(key, &one.node));
                others.for_each(|(_, branch)| self.node(&mut branch.node));
            }
            Content::List(items) => items.iter_mut().for_each(|item| self.node(item)),
            Content::Text(text) => {
                if let Some(name) = text.strip_prefix(MARK).map(str::to_owned) {
                    self.name(&name, node);
                }
            }
            _ => {}
        }
    }

    fn name(&mut self, name: &str, node: &mut Node) {
        let names = || self.values.keys().map(String::as_str);
        if let Some((name, branch)) = self.values.get_key_value(name) {
            self.used.insert(name.clone());
            let mut size = 0;
            branch.node.each(&mut |_| size += 1);
            if !self.copies.may(size, node.spot) {
                node.content = Content::Broken;
                return;
            }
            // That a value holds others is told where it is written.
            let is_whole = others(&branch.node).is_empty();
            node.content = if is_whole { branch.node.content.clone() } else { Content::Broken };
            node.remark(&format!("value.{name}"));
            return;
        }
        let message = format!("there is no value `{name}`");
        let hint = match (closest(name, names()), self.values.is_empty()) {
            (Some(meant), _) => format!("did you mean `@{meant}`?"),
            (None, true) => format!("add `[value]` with `{name} = …`"),
            (None, false) => format!("the values are: {}", listed(names())),
        };
        self.copies
            .complain(Diagnostic::error(code::UNKNOWN_NAME, message).at(node.spot).hint(hint));
        node.content = Content::Broken;
    }
}
