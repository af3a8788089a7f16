//! A row of `[times]`: how long a product, or any product, takes at a station, and its setup.

use super::grid::Cell;
use super::lay::{Told, table_at};
use crate::diagnostic::{Diagnostic, Spot, code};
use crate::scenario::expand::{Remark, multiplied};
use crate::scenario::node::{self, Branch, Branches, Content, Node};

/// That a row has no cell of a key.
pub(super) fn missing(key: &str, cells: &[Cell]) -> Diagnostic {
    let spot = cells.first().map(|cell| cell.spot);
    let message = format!("the row has no `{key}`");
    Diagnostic { spot, ..Diagnostic::error(code::MISSING, message) }
}

/// The times of a row; at least one.
pub(super) struct Time {
    product: Option<Node>,
    station: Node,
    cycle: Option<Node>,
    setup: Option<Node>,
}

impl Time {
    /// `Err(None)` if a cell is broken, which has been told.
    pub(super) fn of(row: &Branches, cells: &[Cell]) -> Result<Self, Option<Diagnostic>> {
        let cell = |key: &str| row.get(key).map(|branch| branch.node.clone());
        let is_broken = |branch: &Branch| branch.node.content == Content::Broken;
        if row.values().any(is_broken) {
            return Err(None);
        }
        let missing = |key: &str| Some(missing(key, cells));
        let station = cell("station").ok_or_else(|| missing("station"))?;
        let (mut cycle, setup) = (cell("cycle"), cell("setup"));
        if cycle.is_none() && setup.is_none() {
            return Err(missing("cycle"));
        }
        if let (Some(per), Some(cycle)) = (cell("per"), &mut cycle) {
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
            if let Ok(content) = multiplied(cycle, 1.0 / count, &mut remark) {
                cycle.content = content;
                remark.add_to(cycle);
            }
        }
        Ok(Self { product: cell("product"), station, cycle, setup })
    }

    /// The station, if nothing is said of it yet and the time is its own.
    pub(super) fn new_station(&self, tree: &Branches) -> Option<(String, Spot)> {
        let name = self.station.text().filter(|_| self.product.is_none())?;
        let stations = node::group(tree, "station");
        let is_there = stations.is_some_and(|stations| stations.contains_key(name));
        (!is_there).then(|| (name.to_owned(), self.station.spot))
    }

    /// Puts the times where the language has them.
    pub(super) fn lay(self, tree: &mut Branches, told: &mut Told<'_>) {
        let Self { product, station, cycle, setup } = self;
        for (key, time) in [("cycle", cycle), ("setup", setup)] {
            let Some(time) = time else { continue };
            let way = way((product.as_ref(), &station), key, &time);
            if is_there(tree, &way) {
                told.push(twice((product.as_ref(), &station), key));
            } else {
                put(tree, &way, time);
            }
        }
    }
}

/// What a name says.
fn text(node: &Node) -> String {
    node.text().unwrap_or_default().to_owned()
}

/// The keys on the way to a time, each where its cell stands.
fn way((product, station): (Option<&Node>, &Node), key: &str, time: &Node) -> Vec<(String, Spot)> {
    let at_station = (text(station), station.spot);
    match product {
        Some(product) => {
            let words = ["times", "product", &text(product), key].map(str::to_owned);
            let way = words.into_iter().map(|word| (word, product.spot));
            way.chain([at_station]).collect()
        }
        None => {
            vec![("station".to_owned(), station.spot), at_station, (key.to_owned(), time.spot)]
        }
    }
}

/// The complaint about a time that two rows give.
fn twice((product, station): (Option<&Node>, &Node), key: &str) -> Diagnostic {
    let what = if key == "cycle" { "time" } else { key };
    let message = match product {
        Some(product) => {
            format!("the {what} of `{}` at `{}` is in two rows", text(product), text(station))
        }
        None => format!("the {key} of `{}` is in two rows", text(station)),
    };
    let hint =
        format!("where a product passes a station twice, give the steps of its route a `{key}`");
    Diagnostic::error(code::GIVEN_TWICE, message).at(station.spot).hint(hint)
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

pub(super) fn is_there(branches: &Branches, way: &[(String, Spot)]) -> bool {
    let Some(((first, _), rest)) = way.split_first() else { return true };
    branches.get(first).is_some_and(|branch| match branch.node.table() {
        Some(inner) if !rest.is_empty() => is_there(inner, rest),
        _ => rest.is_empty(),
    })
}
