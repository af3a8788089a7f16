//! Figures of orders that have something in common: all of the plant, those of a demand, of a product, of a
//! line, of a customer.

use super::rows::{Value, mean, minutes};
use crate::ids::ProductId;
use crate::model::{Demand, Model};
use crate::observe::{OrderGroup, OrderTally, Worth};

const FINISHED: &[&str] = &["orders_finished"];
const SHORT: &[&str] = &["orders_short"];
const CANCELLED: &[&str] = &["orders_cancelled"];
const EXPEDITED: &[&str] = &["orders_expedited"];
const BY_PARTS: &[&str] = &["parts_on_time"];
const LEAD_TIMES: &[&str] = &["lead_time_p50", "lead_time_p80", "lead_time_p90", "lead_time_p95"];
const PROMISES: &[&str] = &["on_time", "all_on_time", "orders_late", "tardiness", "lateness"];
const BY_VALUE: &[&str] = &["on_time_by_value"];
const COST: &[&str] = &["lateness_cost"];
const LATENESS: &[&str] = &["lateness_p50", "lateness_p80", "lateness_p90", "lateness_p95"];

/// The shares of orders of these quantiles. Unit: hundredths.
const PERCENT: [u8; 4] = [50, 80, 90, 95];

/// Figures that are quantiles over orders: for files and pages, too many for a terminal.
///
/// # Examples
/// ```
/// assert!(gemba::study::is_quantile_of_orders("lead_time_p80"));
/// ```
pub fn is_quantile_of_orders(kpi: &str) -> bool {
    LEAD_TIMES.contains(&kpi) || LATENESS.contains(&kpi)
}

/// Figures of orders.
///
/// # Examples
/// ```
/// assert!(gemba::study::is_of_orders("on_time"));
/// assert!(!gemba::study::is_of_orders("throughput"));
/// ```
pub fn is_of_orders(kpi: &str) -> bool {
    let all = [
        FINISHED, SHORT, CANCELLED, EXPEDITED, LEAD_TIMES, PROMISES, BY_PARTS, BY_VALUE, COST,
        LATENESS,
    ];
    all.into_iter().flatten().any(|figure| *figure == kpi)
}

/// What is told of a group of orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Of {
    /// Some are promised.
    promises: bool,
    /// What is promised may have a price.
    value: bool,
}

impl Of {
    /// Orders of all products.
    pub(super) fn all(model: &Model) -> Self {
        Self { promises: model.has_promises(), value: model.has_promised_value() }
    }

    /// Orders of a product.
    pub(super) fn product(model: &Model, product: ProductId) -> Self {
        let promises = model.has_promises();
        Self { promises, value: promises && model.price(product).is_some() }
    }

    /// Orders of a demand: of what they are worth nothing is told.
    pub(super) const fn demand(demand: &Demand) -> Self {
        Self { promises: demand.due_in.is_some(), value: false }
    }
}

/// The figures of a group of orders.
pub(super) fn figures(model: &Model, of: Of) -> Vec<&'static str> {
    let promises = of.promises;
    let when = |is_so: bool, figures: &'static [&'static str]| if is_so { figures } else { &[] };
    let all = [
        FINISHED,
        when(model.may_be_short(), SHORT),
        when(model.cancels(), CANCELLED),
        when(of.promises && model.hurry.is_some(), EXPEDITED),
        LEAD_TIMES,
        when(promises, PROMISES),
        when(of.promises && model.ships_in_parts(), BY_PARTS),
        when(of.value, BY_VALUE),
        when(promises && model.has_penalties(), COST),
        when(promises, LATENESS),
    ];
    all.concat()
}

/// The products whose orders have figures of their own: where there are orders for several.
pub(super) fn products(model: &Model) -> impl Iterator<Item = ProductId> {
    let is_told = model.has_orders_by_product();
    model.ordered_products().into_iter().filter(move |_| is_told)
}

/// The values of [`figures`], in their order.
pub(super) fn values(model: &Model, group: &OrderGroup, of: Of, values: &mut Vec<Value>) {
    let orders = group.tally();
    values.push(Value::Plain(orders.closed as f64));
    if model.may_be_short() {
        values.push(Value::Plain(orders.short as f64));
    }
    if model.cancels() {
        values.push(Value::Plain(orders.cancelled as f64));
    }
    if of.promises && model.hurry.is_some() {
        values.push(Value::Plain(orders.expedited as f64));
    }
    values.extend(quantiles(group.lead_times(PERCENT)));
    if of.promises {
        values.extend(promised(orders));
        if model.ships_in_parts() {
            let parts = orders.parts_judged as f64;
            values.push(Value::Share(orders.parts_on_time as f64, parts));
        }
        if of.value {
            let Worth { orders, judged, on_time } = *group.worth();
            values.push(Value::Weighted(on_time.value(), judged.value(), orders));
        }
        if model.has_penalties() {
            values.push(Value::Plain(orders.cost.value()));
        }
        values.extend(quantiles(group.lateness(PERCENT)));
    }
}

fn promised(orders: &OrderTally) -> [Value; 5] {
    let judged = orders.judged as f64;
    [
        Value::Share(judged - orders.late as f64, judged),
        Value::Came((orders.judged > 0).then_some(orders.late == 0)),
        Value::Plain(orders.late as f64),
        mean(orders.tardiness, orders.judged),
        mean(orders.lateness, orders.whole),
    ]
}

fn quantiles(ticks: Option<[f64; PERCENT.len()]>) -> [Value; PERCENT.len()] {
    ticks.unwrap_or([f64::NAN; PERCENT.len()]).map(|ticks| Value::Plain(minutes(ticks)))
}
