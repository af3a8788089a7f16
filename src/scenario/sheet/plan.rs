//! A row of `[plan]`: where an order stands in the sequence of a station.

use super::grid::Cell;
use super::times::{is_there, missing, put};
use crate::diagnostic::{Diagnostic, code};
use crate::scenario::node::{Branches, Content};

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
    let (station, order, sequence) = (cell("station")?, cell("order")?, cell("sequence")?);
    let [of, which] = [&station, &order].map(|node| node.text().unwrap_or_default().to_owned());
    let way = [
        ("plan".to_owned(), station.spot),
        ("station".to_owned(), station.spot),
        (of.clone(), station.spot),
        ("order".to_owned(), order.spot),
        (which.clone(), order.spot),
    ];
    if is_there(tree, &way) {
        let message = format!("the order `{which}` is in two rows of the plan of `{of}`");
        let hint = "an order stands once in the sequence of a station";
        let complaint = Diagnostic::error(code::GIVEN_TWICE, message).at(order.spot);
        return Err(Some(complaint.hint(hint)));
    }
    put(tree, &way, sequence);
    Ok(())
}
