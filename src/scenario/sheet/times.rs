//! A row of `[times]`: how long a product, or any product, takes at a station.

use super::grid::Cell;
use super::lay::{Told, table_at};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::scenario::expand::{Remark, multiplied};
use crate::scenario::node::{self, Branch, Branches, Content, Node};

/// A cycle time from a row.
pub(super) struct Time {
    product: Option<Node>,
    station: Node,
    cycle: Node,
}

impl Time {
    /// `Err(None)` if a cell is broken, which has been told.
    pub(super) fn of(row: &Branches, cells: &[Cell]) -> Result<Self, Option<Diagnostic>> {
        let cell = |key: &str| row.get(key).map(|branch| branch.node.clone());
        let is_broken = |branch: &Branch| branch.node.content == Content::Broken;
        if row.values().any(is_broken) {
            return Err(None);
        }
        let missing = |key: &str| {
            let message = format!("the row has no `{key}`");
            let spot = cells.first().map(|cell| cell.spot);
            Some(Diagnostic { spot, ..Diagnostic::error(code::MISSING, message) })
        };
        let station = cell("station").ok_or_else(|| missing("station"))?;
        let mut cycle = cell("cycle").ok_or_else(|| missing("cycle"))?;
        if let Some(per) = cell("per") {
            let count = match per.content {
                Content::Whole(count) if count > 0 => count as f64,
                Content::Real(count) if count > 0.0 => count,
                _ => {
                    let message =
                        format!("`per` must be a number above zero, found: {}", per.found());
                    return Err(Some(Diagnostic::error(code::OUT_OF_RANGE, message).at(per.spot)));
                }
            };
            let mut remark = Remark::new(format!("for {count} parts"));
            if cycle.text().is_some_and(|text| text.starts_with('@')) {
                let message = "`per` cannot divide a value that is named: write the time itself";
                return Err(Some(Diagnostic::error(code::CONFLICT, message).at(cycle.spot)));
            }
            // What is no quantity is told when it is read.
            if let Ok(content) = multiplied(&cycle, 1.0 / count, &mut remark) {
                cycle.content = content;
                remark.add_to(&mut cycle);
            }
        }
        Ok(Self { product: cell("product"), station, cycle })
    }

    /// The station, if nothing is said of it yet and the time is its own.
    pub(super) fn new_station(&self, tree: &Branches) -> Option<(String, Spot)> {
        let name = self.station.text().filter(|_| self.product.is_none())?;
        let stations = node::group(tree, "station");
        let is_there = stations.is_some_and(|stations| stations.contains_key(name));
        (!is_there).then(|| (name.to_owned(), self.station.spot))
    }

    /// Puts the time where the language has it.
    pub(super) fn lay(self, tree: &mut Branches, told: &mut Told<'_>) {
        let text = |node: &Node| node.text().unwrap_or_default().to_owned();
        // The keys on the way, each where its cell stands.
        let way: Vec<(String, Spot)> = match &self.product {
            Some(product) => [
                ("times".to_owned(), product.spot),
                ("product".to_owned(), product.spot),
                (text(product), product.spot),
                ("cycle".to_owned(), product.spot),
                (text(&self.station), self.station.spot),
            ]
            .into(),
            None => [
                ("station".to_owned(), self.station.spot),
                (text(&self.station), self.station.spot),
                ("cycle".to_owned(), self.cycle.spot),
            ]
            .into(),
        };
        if is_there(tree, &way) {
            let message = match &self.product {
                Some(product) => format!(
                    "the time of `{}` at `{}` is in two rows",
                    text(product),
                    text(&self.station)
                ),
                None => format!("the cycle of `{}` is in two rows", text(&self.station)),
            };
            let hint =
                "where a product passes a station twice, give the steps of its route a `cycle`";
            let complaint = Diagnostic::error(code::GIVEN_TWICE, message).at(self.station.spot);
            told.push(complaint.hint(hint));
            return;
        }
        put(tree, &way, self.cycle);
    }
}

/// Puts a value at the end of a way of keys, with the tables on it.
pub(super) fn put(branches: &mut Branches, way: &[(String, Spot)], node: Node) {
    let Some(((key, spot), rest)) = way.split_first() else { return };
    if rest.is_empty() {
        branches.insert(key.clone(), Branch { key: *spot, node });
        return;
    }
    let branch = branches.entry(key.clone()).or_insert_with(|| table_at(*spot));
    if let Content::Table(inner) = &mut branch.node.content {
        put(inner, rest, node);
    }
}

fn is_there(branches: &Branches, way: &[(String, Spot)]) -> bool {
    let Some(((first, _), rest)) = way.split_first() else { return true };
    branches.get(first).is_some_and(|branch| match branch.node.table() {
        Some(inner) if !rest.is_empty() => is_there(inner, rest),
        _ => rest.is_empty(),
    })
}
