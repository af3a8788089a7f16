//! Figures of lines: of paced ones, and of orders by the line that made them.

use super::rows::Value;
use super::{ordered, takt};
use crate::ids::TaktId;
use crate::model::Model;
use crate::observe::Tally;
use crate::units::{Time, natural_order};

/// A line: the paced one of the name, and its position among those by which orders are told.
type Row<'a> = (&'a str, Option<TaktId>, Option<usize>);

/// The lines of which something is told, in natural order of the names.
fn rows(model: &Model) -> Vec<Row<'_>> {
    let paced = model.takts.enumerated().map(|(id, row)| (row.name.as_str(), id));
    let mut rows: Vec<Row<'_>> = paced.map(|(name, id)| (name, Some(id), None)).collect();
    for (name, position) in model.lines_of_orders().into_iter().zip(0..) {
        match rows.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, _, of_orders)) => *of_orders = Some(position),
            None => rows.push((name, None, Some(position))),
        }
    }
    rows.sort_by(|(one, ..), (other, ..)| natural_order(one, other).then_with(|| one.cmp(other)));
    rows
}

/// The figures of lines: those of a paced one, and those of orders.
pub(super) fn figures(model: &Model) -> Vec<(&str, Vec<&'static str>)> {
    let of = ordered::Of::all(model);
    let mut all = Vec::new();
    for (name, paced, of_orders) in rows(model) {
        let paced = paced.map_or(&[][..], |id| takt::figures(model, &model.takts[id]));
        let of_orders = of_orders.map_or_else(Vec::new, |_| ordered::figures(model, of));
        all.push((name, [paced, &of_orders].concat()));
    }
    all
}

/// The values of [`figures`], in their order.
pub(super) fn values(model: &Model, tally: &Tally, end: Time, values: &mut Vec<Value>) {
    let of = ordered::Of::all(model);
    for (_, paced, of_orders) in rows(model) {
        values.extend(paced.into_iter().flat_map(|id| takt::values(model, tally, id, end)));
        if let Some(position) = of_orders {
            ordered::values(model, tally.orders_of_line(position), of, values);
        }
    }
}
