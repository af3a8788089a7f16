//! Suppliers: how soon what is ordered comes, how late, and how short.

use super::Lorry;
use super::compile::Compiler;
use crate::random::Distribution;
use crate::scenario::{self, Written};
use crate::units::{Money, Span, Time};

/// `[supplier.<name>]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// Name as written.
    pub name: String,
    /// From the order to the delivery. Unit: ticks.
    pub lead_time: Distribution,
    /// Share of the deliveries that are late, and by how much. Unit: ticks.
    pub late: Option<(f64, Distribution)>,
    /// Share of the deliveries that are short, and the share of the order that is missing then.
    pub short: Option<(f64, f64)>,
    /// When deliveries come; `None` is at any time.
    pub days: Option<Lorry>,
    /// Fewest that are ordered at a time; 0 is any number.
    pub at_least: u32,
    /// Whether a later purchase order of a material waits for those before it.
    pub in_order: bool,
    /// Chance of each thing to be taken out by the incoming inspection; below 1.
    pub defective: Option<f64>,
    /// How long the incoming inspection takes. Unit: ticks.
    pub inspection: Option<Distribution>,
    /// When it is down: ascending, apart from each other; from an instant until before another one.
    pub down: Vec<(Time, Time)>,
    /// How it is down by chance.
    pub outages: Option<Outages>,
    /// How a delivery is expedited.
    pub expedite: Option<Expedite>,
}

/// How a supplier is down by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Outages {
    /// From the end of one time to the beginning of the next. Unit: ticks.
    pub every: Distribution,
    /// How long it lasts. Unit: ticks.
    pub lasts: Distribution,
}

/// How a delivery is expedited.
#[derive(Clone, Debug, PartialEq)]
pub struct Expedite {
    /// From when it is expedited to the delivery. Unit: ticks.
    pub lead_time: Distribution,
    /// What it costs.
    pub cost: Money,
}

impl Supplier {
    /// Until when it is down at an instant by date.
    pub fn down_until(&self, at: Time) -> Option<Time> {
        let next = self.down.partition_point(|&(_, end)| end <= at);
        self.down.get(next).filter(|&&(begin, _)| begin <= at).map(|&(_, end)| end)
    }

    /// When it is down next by date, after an instant.
    pub fn down_after(&self, at: Time) -> Option<Time> {
        let next = self.down.partition_point(|&(begin, _)| begin <= at);
        self.down.get(next).map(|&(begin, _)| begin)
    }

    /// Whether it is down at any time, by date or by chance.
    pub fn is_ever_down(&self) -> bool {
        !self.down.is_empty() || self.outages.is_some()
    }

    /// When is ordered what should be there at an instant, if it takes as long as it does on average; before the start
    /// where that would be.
    pub fn ordered_for(&self, wanted: Time) -> Time {
        let inspection =
            self.inspection.as_ref().map_or(Span::ZERO, |time| Span::round(time.mean()));
        let delivered = before(wanted, inspection);
        let delivered = self.days.as_ref().map_or(delivered, |days| days.last(delivered));
        before(delivered, Span::round(self.lead_time.mean()))
    }
}

/// So long before an instant, below zero before the start.
fn before(at: Time, span: Span) -> Time {
    Time::from_ticks(at.ticks().saturating_sub(span.ticks()))
}

impl Compiler<'_> {
    /// Compiles the suppliers; comes before the material.
    pub(super) fn compile_suppliers(&mut self) {
        for (name, table) in self.scenario.supplier.iter() {
            let who = format!("the supplier `{}`", name.value);
            let lead_time = self.required(table.lead_time.as_ref(), "lead_time", &who, name.spot);
            let row = Supplier {
                name: name.value.clone(),
                lead_time: lead_time.cloned().unwrap_or_else(|| Distribution::from(0)),
                late: table.late.as_ref().and_then(|late| self.late(late)),
                short: table.short.as_ref().and_then(|short| self.short(short)),
                days: self.delivery_days(table),
                at_least: table.at_least.as_ref().map_or(0, |at_least| at_least.value),
                in_order: table.crossing.as_ref().is_some_and(|crossing| !crossing.value),
                defective: table.defective.as_ref().map(|share| share.value.0),
                inspection: table.inspection.as_ref().map(|time| time.value.clone()),
                down: self.times_down(table),
                outages: table.down.as_ref().and_then(|downs| outages(&downs.value.0)),
                expedite: table.expedite.as_ref().and_then(|expedite| self.expedite(expedite)),
            };
            self.model.suppliers.push(row);
        }
    }

    fn delivery_days(&self, table: &scenario::Supplier) -> Option<Lorry> {
        let (days, at) = (table.days.as_ref(), table.at.as_ref());
        let days = days.map(|days| &days.value);
        let is_said = days.is_some() || at.is_some();
        is_said.then(|| self.times_of_week(days, at.map_or(Span::ZERO, |at| at.value.0)))
    }

    fn expedite(&mut self, given: &Written<scenario::Expedite>) -> Option<Expedite> {
        let (table, spot) = (&given.value, given.spot);
        let time = self.required(table.lead_time.as_ref(), "lead_time", "`expedite`", spot);
        let cost = table.cost.as_ref().map(|cost| cost.value.0);
        Some(Expedite { lead_time: time.cloned()?, cost: cost.unwrap_or_default() })
    }

    /// Times that meet are one.
    fn times_down(&mut self, table: &scenario::Supplier) -> Vec<(Time, Time)> {
        let rows = table.down.iter().flat_map(|downs| &downs.value.0);
        let dated = rows.filter(|row| row.value.every.is_none());
        let mut times: Vec<(Time, Time)> =
            dated.filter_map(|row| self.time_down(&row.value)).collect();
        times.sort_unstable();
        let mut apart: Vec<(Time, Time)> = Vec::new();
        for (begin, end) in times {
            match apart.last_mut() {
                Some((_, last)) if begin <= *last => *last = end.max(*last),
                Some(_) | None => apart.push((begin, end)),
            }
        }
        apart
    }

    fn time_down(&mut self, row: &scenario::Down) -> Option<(Time, Time)> {
        let begin = match &row.from {
            Some(from) => self.beginning(from.value, from.spot),
            None => Some(Time::ZERO),
        };
        let until = row.until.as_ref()?;
        let end = self.instant(until.value.end(), until.spot);
        begin.zip(end)
    }

    fn late(&mut self, late: &Written<scenario::LateDelivery>) -> Option<(f64, Distribution)> {
        let (table, spot) = (&late.value, late.spot);
        let chance = self.required(table.chance.as_ref(), "chance", "`late`", spot).copied();
        let by = self.required(table.by.as_ref(), "by", "`late`", spot).cloned();
        Some((chance?.0, by?))
    }

    fn short(&mut self, short: &Written<scenario::ShortDelivery>) -> Option<(f64, f64)> {
        let (table, spot) = (&short.value, short.spot);
        let chance = self.required(table.chance.as_ref(), "chance", "`short`", spot).copied();
        let missing = self.required(table.missing.as_ref(), "missing", "`short`", spot).copied();
        Some((chance?.0, missing?.0))
    }
}

/// How a supplier is down by chance, if it is.
fn outages(rows: &[Written<scenario::Down>]) -> Option<Outages> {
    rows.iter().find_map(|row| {
        let (every, lasts) = (row.value.every.as_ref()?, row.value.lasts.as_ref()?);
        Some(Outages { every: every.value.clone(), lasts: lasts.value.clone() })
    })
}
