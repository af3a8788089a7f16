//! From two variants on the same luck to their differences, figure by figure.

use std::collections::HashMap;

use super::EntityKind;
use super::estimate::{made, plain};
use super::kept::Words;
use super::results::{Difference, Interval, Method};
use super::rows::{Row, Value};
use crate::statistics::{Level, Paired, Pairs, RatioPairs};

/// What makes two figures of two variants the same; the plant may have another name.
fn key(row: &Row) -> (&str, EntityKind, &str) {
    let kind = row.entity.kind;
    let name = if kind == EntityKind::Plant { "" } else { row.entity.name.as_str() };
    (row.kpi.id, kind, name)
}

/// Columns of the figures that a base and a variant share: (of the base, of the variant).
pub(super) fn shared(base: &[Row], variant: &[Row]) -> Vec<(usize, usize)> {
    let columns: HashMap<_, usize> = variant.iter().map(key).zip(0..).collect();
    let both = |(column, row)| Some((column, *columns.get(&key(row))?));
    base.iter().enumerate().filter_map(both).collect()
}

/// A figure of a variant and the same of the base, pair by pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Together {
    /// Nothing has been seen.
    #[default]
    Unseen,
    /// Numbers of which the mean is estimated.
    Plain(Pairs),
    /// Ratios of sums: the difference is that of the ratios.
    Ratio(RatioPairs),
}

impl Together {
    /// Adds the values of the next replication.
    pub(super) fn add(&mut self, variant: Value, base: Value) {
        if *self == Self::Unseen {
            let is_ratio =
                matches!(base, Value::Ratio(..) | Value::Share(..) | Value::Weighted(..));
            *self = if is_ratio {
                Self::Ratio(RatioPairs::default())
            } else {
                Self::Plain(Pairs::default())
            };
        }
        match (self, variant, base) {
            (Self::Ratio(pairs), Value::Ratio(y, n), Value::Ratio(x, m))
            | (Self::Ratio(pairs), Value::Share(y, n), Value::Share(x, m))
            | (Self::Ratio(pairs), Value::Weighted(y, n, _), Value::Weighted(x, m, _)) => {
                pairs.push((y, n), (x, m));
            }
            (Self::Plain(pairs), variant, base) => {
                if let (Some(variant), Some(base)) = (plain(variant), plain(base)) {
                    pairs.push(variant, base);
                }
            }
            _ => {}
        }
    }

    /// The difference, variant minus base.
    pub(super) fn compared(&self, level: Level) -> Option<Paired> {
        match self {
            Self::Unseen => None,
            Self::Plain(pairs) => pairs.compared(level),
            Self::Ratio(pairs) => pairs.compared(level),
        }
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        match self {
            Self::Unseen => words.push(0),
            Self::Plain(pairs) => {
                words.push(1);
                words.extend(pairs.words());
            }
            Self::Ratio(pairs) => {
                words.push(2);
                words.extend(pairs.words());
            }
        }
    }

    /// What [`Together::keep`] has written.
    pub(super) fn from_kept(words: &mut Words) -> Option<Self> {
        Some(match words.next()? {
            0 => Self::Unseen,
            1 => Self::Plain(Pairs::from_words(words)?),
            2 => Self::Ratio(RatioPairs::from_words(words)?),
            _ => return None,
        })
    }
}

/// The difference of a variant to the base in one figure; its p-value is not corrected yet.
pub(super) fn difference(
    variant: usize,
    row: &Row,
    pairs: &Together,
    level: Level,
) -> Option<Difference> {
    // A percentile over replications has no difference pair by pair.
    let is_paired = row.kpi.id != "makespan_p90";
    let paired = pairs.compared(level).filter(|_| is_paired)?;
    let interval = made(Some(paired.difference), Method::Paired);
    let interval = interval.held_to(row.kpi.unit.range_of_differences());
    Some(Difference {
        variant,
        kpi: row.kpi,
        unit: row.unit,
        entity: row.entity.clone(),
        interval: Interval { level: level.get(), ..interval },
        p: paired.p,
        correlation: paired.correlation,
        saving: paired.saving,
        is_halted: false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::estimate::LEVEL;
    use super::*;

    #[test]
    fn the_difference_of_two_ratios_is_the_mean_of_their_contributions() {
        // 3 of 6 and 2 of 8; the second replication of the first has nothing to judge.
        let first = [(1.0, 2.0), (0.0, 0.0), (2.0, 4.0)];
        let second = [(1.0, 2.0), (0.0, 4.0), (1.0, 2.0)];
        let mut pairs = Together::default();
        for ((y, n), (x, m)) in first.into_iter().zip(second) {
            pairs.add(Value::Share(y, n), Value::Share(x, m));
        }
        let difference = pairs.compared(LEVEL).unwrap().difference;
        assert!((difference.estimate - 0.25).abs() < 1e-12);
        assert_eq!(difference.n, 3);
    }
}
