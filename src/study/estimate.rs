//! From the values of replications to figures with intervals.

use std::collections::HashMap;

use super::EntityKind;
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
    let plain = || values.iter().filter_map(|&value| plain(value)).collect::<Vec<f64>>();
    match values.first() {
        None => nothing(),
        Some(Value::Plain(_)) => made(statistics::mean_interval(&plain(), LEVEL), Method::Student),
        Some(Value::High(_)) => {
            made(statistics::quantile_interval(&plain(), 0.9, LEVEL), Method::Quantile)
        }
        Some(Value::Came(_)) => {
            let told = plain();
            let came = told.iter().filter(|&&came| came > 0.0).count();
            let number = |n: usize| u32::try_from(n).expect("fewer than 2^32 replications");
            wilson(number(came), number(told.len()))
        }
        Some(Value::Ratio(..)) => ratio(values),
    }
}

/// The chance of what came true in `came` of `n` replications.
pub(super) fn wilson(came: u32, n: u32) -> Interval {
    made(statistics::wilson(came, n, LEVEL), Method::Wilson)
}

/// The interval of a share whose denominator is random.
fn ratio(values: &[Value]) -> Interval {
    let pair = |value: &Value| match *value {
        Value::Ratio(y, n) => Some((y, n)),
        Value::Plain(_) | Value::Came(_) | Value::High(_) => None,
    };
    let pairs: Vec<(f64, f64)> = values.iter().filter_map(pair).collect();
    let mut made = made(statistics::ratio_interval(&pairs, LEVEL), Method::Ratio);
    (made.low, made.high) = (made.low.clamp(0.0, 1.0), made.high.clamp(0.0, 1.0));
    made
}

/// A value as a number; `None` when it has no meaning.
pub(super) fn plain(value: Value) -> Option<f64> {
    let number = match value {
        Value::Plain(number) | Value::High(number) => number,
        Value::Ratio(y, n) => y / n,
        Value::Came(came) => f64::from(u8::from(came?)),
    };
    number.is_finite().then_some(number)
}

fn nothing() -> Interval {
    let level = LEVEL.get();
    let nan = f64::NAN;
    Interval { estimate: nan, low: nan, high: nan, level, method: Method::None, n: 0, sd: nan }
}

pub(super) fn made(estimate: Option<statistics::Estimate>, method: Method) -> Interval {
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

/// What makes two figures of two variants the same; the plant may have another name.
fn key(row: &Row) -> (&str, EntityKind, &str) {
    let kind = row.entity.kind;
    let name = if kind == EntityKind::Plant { "" } else { row.entity.name.as_str() };
    (row.kpi.id, kind, name)
}

/// The differences of one variant to the base, figure by figure; p-values are not corrected yet.
pub(super) fn differences(
    variant: usize,
    (base_layout, base): (&[Row], &[Vec<Value>]),
    (layout, values): (&[Row], &[Vec<Value>]),
) -> Vec<Difference> {
    let mut found = Vec::new();
    let columns: HashMap<_, usize> = layout.iter().map(key).zip(0..).collect();
    // A percentile over replications has no difference pair by pair.
    let paired = base_layout.iter().enumerate().filter(|(_, row)| row.kpi.id != "makespan_p90");
    for (column, row) in paired {
        let Some(&other) = columns.get(&key(row)) else { continue };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_replication_gives_no_interval_of_any_kind() {
        for value in [Value::Plain(3.0), Value::Ratio(1.0, 2.0)] {
            let found = interval(&[value]);
            assert_eq!(found.method, Method::None, "{value:?}");
            assert!(found.low.is_nan() && found.high.is_nan(), "{found:?}");
        }
    }

    #[test]
    fn a_replication_without_meaning_is_left_out() {
        let values = [Value::Plain(1.0), Value::Plain(f64::NAN), Value::Plain(3.0)];
        let found = interval(&values);
        assert_eq!((found.estimate, found.n), (2.0, 2));
    }

    #[test]
    fn a_chance_is_estimated_by_wilson_and_a_high_percentile_by_order() {
        let came: Vec<Value> = (0..20).map(|n| Value::Came(Some(n > 0))).collect();
        let chance = interval(&came);
        assert_eq!(chance.method, Method::Wilson);
        assert!(chance.low > 0.7 && chance.high < 1.0 && (chance.estimate - 0.95).abs() < 1e-12);
        let high: Vec<Value> = (0..100).map(|n| Value::High(f64::from(n))).collect();
        let found = interval(&high);
        assert_eq!(found.method, Method::Quantile);
        // Ranks 84 and 96 of a hundred.
        assert_eq!((found.low, found.high), (83.0, 95.0));
    }
}
