//! A row of `on_order` of `[today]`: a purchase order that is open at the start.

use super::grid::Cell;
use super::lay::found;
use super::times::{missing, put};
use crate::diagnostic::{Diagnostic, Spot};
use crate::scenario::node::{Branch, Branches, Content, Node};

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
    let (material, quantity, promised) = (cell("material")?, cell("quantity")?, cell("promised")?);
    let spot = material.spot;
    let way = ["today", "on_order", "material", material.text().unwrap_or_default()];
    let way = way.map(|key| (key.to_owned(), spot));
    let mut order = Branches::new();
    for (key, node) in [("quantity", quantity), ("at", promised)] {
        order.insert(key.to_owned(), Branch { key: node.spot, node });
    }
    add(tree, &way, spot, Node::new(spot, Content::Table(order)));
    Ok(())
}

/// Adds to a list, which begins with the first.
fn add(tree: &mut Branches, way: &[(String, Spot)], spot: Spot, one: Node) {
    if let Some(Content::List(items)) = found(tree, way).map(|node| &mut node.content) {
        items.push(one);
    } else {
        put(tree, way, Node::new(spot, Content::List(vec![one])));
    }
}
