//! A row of `wip` of `[today]`: parts of an order that are in work at the start.

use super::grid::Cell;
use super::keys::WipState;
use super::lay::found;
use super::times::{missing, put};
use crate::diagnostic::{Diagnostic, Spot, code, listed};
use crate::scenario::node::{Branch, Branches, Content, Node};
use crate::scenario::shape::Form;
use crate::scenario::table::Value;

/// Puts a row where the language has it. `Err(None)` if a cell is broken, which has been told.
pub(super) fn lay(
    tree: &mut Branches,
    row: &Branches,
    cells: &[Cell],
) -> Result<(), Option<Diagnostic>> {
    if row.values().any(|branch| branch.node.content == Content::Broken) {
        return Err(None);
    }
    let cell = |key: &str| {
        let found = row.get(key).map(|branch| branch.node.clone());
        found.ok_or_else(|| Some(missing(key, cells)))
    };
    let (order, at) = (cell("order")?, cell("at")?);
    let spot = cells.first().map_or(order.spot, |cell| cell.spot);
    let state = row.get("state").map_or(Some("waiting"), |branch| branch.node.text());
    let words = || match WipState::FORM {
        Form::Words(words) => words.iter().map(|(word, _)| *word),
        _ => unreachable!("a choice of words"),
    };
    let state = state.filter(|state| words().any(|word| word == *state)).ok_or_else(|| {
        let spot = row.get("state").map_or(spot, |branch| branch.node.spot);
        let message = "`state` says what parts in work do";
        let complaint = Diagnostic::error(code::WRONG_TYPE, message).at(spot);
        Some(complaint.hint(format!("one of: {}", listed(words()))))
    })?;
    let quantity = row.get("quantity").map(|branch| branch.node.clone());
    let count = match quantity.as_ref().map(|node| (&node.content, node.spot)) {
        None => 1,
        Some((Content::Whole(count), _)) if *count > 0 => *count,
        Some((_, spot)) => {
            let message = "`quantity` must be a whole number of 1 or more";
            return Err(Some(Diagnostic::error(code::WRONG_TYPE, message).at(spot)));
        }
    };
    let name = |node: &Node| (node.text().unwrap_or_default().to_owned(), node.spot);
    let way = ["today", "wip", "order"].map(|key| (key.to_owned(), order.spot));
    let mut way = way.to_vec();
    way.extend([name(&order), ("at".to_owned(), at.spot), name(&at), (state.to_owned(), spot)]);
    match state {
        "running" => {
            let remaining = cell("remaining")?;
            let machines = usize::try_from(count).unwrap_or(0).min(MOST_RUNNING);
            add(tree, &way, spot, vec![remaining; machines]);
        }
        "held" => {
            let mut held = Branches::new();
            let until = cell("until")?;
            held.insert("until".to_owned(), Branch { key: until.spot, node: until });
            if let Some(node) = quantity {
                held.insert("quantity".to_owned(), Branch { key: node.spot, node });
            }
            add(tree, &way, spot, vec![Node::new(spot, Content::Table(held))]);
        }
        _ => {
            let before = found(tree, &way).and_then(|node| match node.content {
                Content::Whole(before) => Some(before),
                _ => None,
            });
            let sum = before.unwrap_or(0).saturating_add(count);
            put(
                tree,
                &way,
                Node::new(quantity.map_or(spot, |node| node.spot), Content::Whole(sum)),
            );
        }
    }
    Ok(())
}

/// More machines than any station has.
const MOST_RUNNING: usize = 10_000;

/// Adds to a list, which begins with the first.
fn add(tree: &mut Branches, way: &[(String, Spot)], spot: Spot, more: Vec<Node>) {
    if let Some(Content::List(items)) = found(tree, way).map(|node| &mut node.content) {
        items.extend(more);
    } else {
        put(tree, way, Node::new(spot, Content::List(more)));
    }
}
