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
    /// How a delivery is expedited.
    pub expedite: Option<Expedite>,
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
    /// When a time is over that begins at an instant and stands still while the supplier is down.
    pub fn after(&self, from: Time, span: Span) -> Time {
        let (mut at, mut left) = (from, span);
        let first = self.down.partition_point(|&(_, end)| end <= from);
        for &(begin, end) in &self.down[first..] {
            if begin > at && begin - at >= left {
                break;
            }
            left -= (begin - at).max(Span::ZERO);
            at = end;
        }
        at + left
    }

    /// Whether it is down at an instant.
    pub fn is_down(&self, at: Time) -> bool {
        let next = self.down.partition_point(|&(_, end)| end <= at);
        self.down.get(next).is_some_and(|&(begin, _)| begin <= at)
    }
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
        let rows = table.down.iter().flat_map(|rows| &rows.value);
        let mut times: Vec<(Time, Time)> =
            rows.filter_map(|row| self.time_down(&row.value)).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_times_stand_still_while_the_supplier_is_down() {
        let hours = |hours: i64| Time::ZERO + Span::from_hours(hours);
        let supplier = Supplier {
            name: String::new(),
            lead_time: Distribution::from(0),
            late: None,
            short: None,
            days: None,
            at_least: 0,
            in_order: false,
            defective: None,
            inspection: None,
            expedite: None,
            down: vec![(hours(10), hours(20)), (hours(23), hours(24))],
        };
        // From when, how long, and when it is over.
        let cases = [
            (0, 0, 0),
            (0, 10, 10),
            (0, 11, 21),
            (0, 13, 23),
            (0, 14, 25),
            (9, 0, 9),
            (10, 0, 20),
            (15, 0, 20),
            (15, 3, 23),
            (15, 4, 25),
            (20, 0, 20),
            (23, 0, 24),
            (24, 5, 29),
        ];
        for (from, span, over) in cases {
            assert_eq!(
                supplier.after(hours(from), Span::from_hours(span)),
                hours(over),
                "{from} {span}"
            );
        }
        let down: Vec<i64> = (0..30).filter(|&at| supplier.is_down(hours(at))).collect();
        let expected: Vec<i64> = (10..20).chain([23]).collect();
        assert_eq!(down, expected);
    }
}
