//! From the values of replications to figures with intervals.

use super::replicate::{Row, Value};
use super::results::{Difference, Figure, Interval, Method};
use crate::statistics::{self, Level};

/// Level of all intervals.
pub(super) const LEVEL: Level = Level::P95;

/// The figures of a layout from its values, replication by replication.
pub(super) fn figures(layout: &[Row], replications: &[Vec<Value>]) -> Vec<Figure> {
    let figure = |(column, row): (usize, &Row)| Figure {
        kpi: row.kpi,
        entity: row.entity.clone(),
        interval: interval(&column_of(replications, column)),
    };
    layout.iter().enumerate().map(figure).collect()
}

fn column_of(replications: &[Vec<Value>], column: usize) -> Vec<Value> {
    replications.iter().map(|values| values[column]).collect()
}

/// The interval of one figure over its replications.
///
/// A replication in which the figure has no meaning (a mean over nothing) is left out, and `n`
/// says how many are behind the interval.
pub(super) fn interval(values: &[Value]) -> Interval {
    let ratios: Vec<(f64, f64)> = values
        .iter()
        .filter_map(|value| match *value {
            Value::Ratio(y, n) => Some((y, n)),
            Value::Plain(_) => None,
        })
        .collect();
    if ratios.is_empty() {
        let plain: Vec<f64> = values.iter().filter_map(|&value| plain(value)).collect();
        made(statistics::mean_interval(&plain, LEVEL), Method::Student)
    } else {
        let total: f64 = ratios.iter().map(|&(_, n)| n).sum();
        if total == 0.0 {
            return nothing();
        }
        let mut made = made(statistics::ratio_interval(&ratios, LEVEL), Method::Ratio);
        (made.low, made.high) = (made.low.max(0.0), made.high.min(1.0));
        made
    }
}

/// A value as a number; `None` when it has no meaning.
pub(super) fn plain(value: Value) -> Option<f64> {
    let number = match value {
        Value::Plain(number) => number,
        Value::Ratio(y, n) => y / n,
    };
    number.is_finite().then_some(number)
}

fn nothing() -> Interval {
    let level = LEVEL.get();
    let nan = f64::NAN;
    Interval { estimate: nan, low: nan, high: nan, level, method: Method::None, n: 0, sd: nan }
}

fn made(estimate: Option<statistics::Estimate>, method: Method) -> Interval {
    let Some(estimate) = estimate else { return nothing() };
    let method = if estimate.low.is_nan() { Method::None } else { method };
    Interval {
        estimate: estimate.estimate,
        low: estimate.low,
        high: estimate.high,
        level: LEVEL.get(),
        method,
        n: estimate.n,
        sd: estimate.sd,
    }
}

/// The differences of one variant to the base, figure by figure; p-values are not corrected yet.
pub(super) fn differences(
    variant: usize,
    (base_layout, base): (&[Row], &[Vec<Value>]),
    (layout, values): (&[Row], &[Vec<Value>]),
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (column, row) in base_layout.iter().enumerate() {
        let same = |other: &Row| {
            other.kpi.id == row.kpi.id
                && other.entity.kind == row.entity.kind
                && (other.entity.name == row.entity.name
                    || row.entity.kind == super::EntityKind::Plant)
        };
        let Some(other) = layout.iter().position(same) else { continue };
        let pairs: Vec<(f64, f64)> = base
            .iter()
            .zip(values)
            .filter_map(|(base, variant)| Some((plain(base[column])?, plain(variant[other])?)))
            .collect();
        let (before, after): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let Some(paired) = statistics::paired(&after, &before, LEVEL) else { continue };
        found.push(Difference {
            variant,
            kpi: row.kpi,
            entity: row.entity.clone(),
            interval: made(Some(paired.difference), Method::Paired),
            p: paired.p,
            correlation: paired.correlation,
            saving: paired.saving,
        });
    }
    found
}
