//! From the values of replications to figures with intervals.

use std::collections::HashMap;

use super::EntityKind;
use super::kept::{Words, put_all};
use super::replicate::{Row, Value};
use super::results::{Difference, Interval, Method};
use crate::statistics::{
    self, Estimate, Gathering, Level, Paired, Pairs, Ratio, RatioPairs, Running,
};

/// Level of all intervals.
pub(super) const LEVEL: Level = Level::P95;

/// One figure over the replications so far: as much of it as its interval needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Column {
    /// Values that have a meaning, as numbers.
    ///
    /// A replication in which the figure has none (a mean over nothing) is left out, and `n` says
    /// how many are behind the interval.
    told: Gathering,
    rest: Rest,
}

/// What an interval needs beside count, mean and spread.
#[derive(Clone, Debug, Default, PartialEq)]
enum Rest {
    /// Nothing has been seen.
    #[default]
    Unseen,
    /// A mean needs no more.
    Mean,
    /// How often something came true.
    Came(u32),
    /// All numbers, of which a percentile is estimated.
    High(Vec<f64>),
    /// Both sums.
    Ratio(Ratio),
    /// Both sums, of which the first is part of the second.
    Share(Ratio),
}

impl Column {
    /// Adds the value of the next replication.
    pub(super) fn add(&mut self, value: Value) {
        let number = plain(value);
        if let Some(number) = number {
            self.told.push(number);
        }
        if self.rest == Rest::Unseen {
            self.rest = match value {
                Value::Plain(_) => Rest::Mean,
                Value::Came(_) => Rest::Came(0),
                Value::High(_) => Rest::High(Vec::new()),
                Value::Ratio(..) => Rest::Ratio(Ratio::default()),
                Value::Share(..) => Rest::Share(Ratio::default()),
            };
        }
        match (&mut self.rest, value) {
            (Rest::Came(count), Value::Came(Some(true))) => *count += 1,
            (Rest::High(numbers), Value::High(_)) => numbers.extend(number),
            (Rest::Ratio(ratio), Value::Ratio(y, n)) | (Rest::Share(ratio), Value::Share(y, n)) => {
                ratio.push(y, n);
            }
            _ => {}
        }
    }

    /// Replications with a number.
    pub(super) const fn told(&self) -> u64 {
        self.told.n()
    }

    /// The numbers so far.
    pub(super) fn seen(&self) -> Running {
        self.told.so_far()
    }

    /// The interval of the figure.
    pub(super) fn interval(&self) -> Interval {
        match &self.rest {
            Rest::Unseen => nothing(),
            Rest::Mean => made(Estimate::of_mean(&self.seen(), LEVEL), Method::Student),
            Rest::High(numbers) => {
                made(statistics::quantile_interval(numbers, 0.9, LEVEL), Method::Quantile)
            }
            &Rest::Came(came) => {
                let told = u32::try_from(self.told()).expect("fewer than 2^32 replications");
                wilson(came, told)
            }
            Rest::Ratio(ratio) => made(ratio.interval(LEVEL), Method::Ratio),
            Rest::Share(share) => {
                let found = made(share.interval(LEVEL), Method::Ratio);
                if found.is_given() && found.sd == 0.0 { of_all_alike(share, found) } else { found }
            }
        }
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        words.extend(self.told.words());
        match &self.rest {
            Rest::Unseen => words.push(0),
            Rest::Mean => words.push(1),
            Rest::Came(count) => words.extend([2, u64::from(*count)]),
            Rest::High(numbers) => {
                words.push(3);
                put_all(words, numbers, |words, number| words.push(number.to_bits()));
            }
            Rest::Ratio(ratio) => {
                words.push(4);
                words.extend(ratio.words());
            }
            Rest::Share(share) => {
                words.push(5);
                words.extend(share.words());
            }
        }
    }

    /// What [`Column::keep`] has written.
    pub(super) fn from_kept(words: &mut Words) -> Option<Self> {
        let told = Gathering::from_words(words)?;
        let number = |words: &mut Words| words.next().map(f64::from_bits);
        let rest = match words.next()? {
            0 => Rest::Unseen,
            1 => Rest::Mean,
            2 => Rest::Came(words.small()?),
            3 => Rest::High(words.all(number)?),
            4 => Rest::Ratio(Ratio::from_words(words)?),
            5 => Rest::Share(Ratio::from_words(words)?),
            _ => return None,
        };
        Some(Self { told, rest })
    }
}

/// The share of orders where all replications have the same one.
///
/// Where all orders or none were on time, the spread between replications tells nothing of the rare
/// order that may still be late: the interval is at least as wide as for orders that are late
/// independently of each other, as it would be about with the first late one.
fn of_all_alike(share: &Ratio, found: Interval) -> Interval {
    let is_edge = found.estimate <= 0.0 || found.estimate >= 1.0;
    if !is_edge {
        return found;
    }
    let orders = whole(share.bottom().round());
    let came = if found.estimate > 0.0 { orders } else { 0 };
    Interval { n: found.n, sd: found.sd, ..wilson(came, orders) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
const fn whole(number: f64) -> u32 {
    number as u32
}

/// The chance of what came true in `came` of `n` replications.
pub(super) fn wilson(came: u32, n: u32) -> Interval {
    made(statistics::wilson(came, n, LEVEL), Method::Wilson)
}

/// A value as a number; `None` when it has no meaning.
pub(super) fn plain(value: Value) -> Option<f64> {
    let number = match value {
        Value::Plain(number) | Value::High(number) => number,
        Value::Ratio(y, n) | Value::Share(y, n) => y / n,
        Value::Came(came) => f64::from(u8::from(came?)),
    };
    number.is_finite().then_some(number)
}

fn nothing() -> Interval {
    let level = LEVEL.get();
    let nan = f64::NAN;
    Interval {
        estimate: nan,
        low: nan,
        high: nan,
        half_width: nan,
        level,
        method: Method::None,
        n: 0,
        sd: nan,
    }
}

pub(super) fn made(estimate: Option<statistics::Estimate>, method: Method) -> Interval {
    let Some(estimate) = estimate else { return nothing() };
    let method = if estimate.low.is_nan() { Method::None } else { method };
    Interval {
        estimate: estimate.estimate,
        low: estimate.low,
        high: estimate.high,
        half_width: estimate.half_width(),
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
            let is_ratio = matches!(base, Value::Ratio(..) | Value::Share(..));
            *self = if is_ratio {
                Self::Ratio(RatioPairs::default())
            } else {
                Self::Plain(Pairs::default())
            };
        }
        match (self, variant, base) {
            (Self::Ratio(pairs), Value::Ratio(y, n), Value::Ratio(x, m))
            | (Self::Ratio(pairs), Value::Share(y, n), Value::Share(x, m)) => {
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
        entity: row.entity.clone(),
        interval: Interval { level: level.get(), ..interval },
        p: paired.p,
        correlation: paired.correlation,
        saving: paired.saving,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Entity;
    use super::*;

    fn interval(values: &[Value]) -> Interval {
        let mut column = Column::default();
        for &value in values {
            column.add(value);
        }
        column.interval()
    }

    #[test]
    fn one_replication_gives_no_interval_of_any_kind() {
        for value in [Value::Plain(3.0), Value::Ratio(1.0, 2.0)] {
            let found = interval(&[value]);
            assert_eq!(found.method, Method::None, "{value:?}");
            assert!(found.low.is_nan() && found.high.is_nan(), "{found:?}");
        }
    }

    #[test]
    fn ends_are_held_to_what_is_possible_and_the_half_width_is_not() {
        let entity = Entity { kind: EntityKind::Station, name: "saw".to_owned() };
        let figure = |id: &str, values: &[Value]| {
            let kpi = super::super::kpi(id).unwrap();
            super::super::Figure::new(kpi, entity.clone(), interval(values)).interval
        };
        // Two values a tenth apart: t = 12.706 with one degree of freedom, sd 0.1/√2, so the
        // half-width is 0.6353.
        let low = figure("utilisation", &[Value::Plain(0.0), Value::Plain(0.1)]);
        assert_eq!((low.low, low.estimate), (0.0, 0.05));
        assert!((low.high - 0.6853).abs() < 1e-4 && (low.half_width - 0.6353).abs() < 1e-4);
        let high = figure("utilisation", &[Value::Plain(1.0), Value::Plain(0.9)]);
        assert!((high.low - 0.3147).abs() < 1e-4 && high.high >= 1.0 && high.high <= 1.0);
        assert!((high.half_width - low.half_width).abs() < 1e-12);
        let time = figure("queue_time", &[Value::Plain(0.0), Value::Plain(0.1)]);
        assert!(time.low == 0.0 && (time.high - 0.6853).abs() < 1e-4);
        let long = figure("queue_time", &[Value::Plain(10.0), Value::Plain(10.1)]);
        assert!((long.low - 9.4147).abs() < 1e-4 && (long.high - 10.6853).abs() < 1e-4);
        let open = figure("makespan_p90", &[Value::High(3.0), Value::High(4.0)]);
        // Both lie above the percentile in one case of a hundred: the first is the lower end.
        assert!((open.low - 3.0).abs() < 1e-12);
        assert!(open.high.is_infinite() && open.half_width.is_infinite());
        assert!(figure("queue_time", &[Value::Plain(3.0)]).low.is_nan());
    }

    #[test]
    fn an_interval_that_was_held_is_no_more_precise() {
        // Ends at 0 and 1, half-width 6.353 × 0.1 around a half: wider than what is possible.
        let found = interval(&[Value::Plain(0.0), Value::Plain(1.0)]).held_to((0.0, 1.0));
        assert_eq!((found.low, found.high), (0.0, 1.0));
        assert!(!found.is_precise(2.0), "6.353 is more than two thirds of a half");
        let exact = [Value::Plain(2.0); 5];
        assert!(interval(&exact).is_precise(0.01));
        assert!(!interval(&exact[..4]).is_precise(0.01), "four may be equal by chance");
    }

    #[test]
    fn orders_that_are_all_on_time_are_so_within_what_so_many_can_tell() {
        // 300 orders in 30 replications: Wilson's lower end is 300 / (300 + 1.96²).
        let all = interval(&[Value::Share(10.0, 10.0); 30]);
        assert_eq!((all.method, all.n), (Method::Wilson, 30));
        assert!((all.low - 300.0 / 303.8415).abs() < 1e-6 && all.high >= 1.0, "{all:?}");
        let none = interval(&[Value::Share(0.0, 10.0); 30]);
        assert!((none.high - 3.8415 / 303.8415).abs() < 1e-6 && none.low <= 0.0, "{none:?}");
        // With one late order: rests 1/30 and -29/30, sd √(1/30) / 10, t = 2.0452 with 29 degrees.
        let mut values = [Value::Share(10.0, 10.0); 30];
        values[7] = Value::Share(9.0, 10.0);
        let one = interval(&values);
        assert_eq!(one.method, Method::Ratio);
        assert!((one.half_width - 0.006_817).abs() < 1e-6, "{one:?}");
        // Half of all, always: nothing is at an edge.
        let half = interval(&[Value::Share(5.0, 10.0); 30]);
        assert_eq!((half.low, half.high, half.method), (0.5, 0.5, Method::Ratio));
    }

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

    #[test]
    fn a_column_goes_on_from_what_was_kept() {
        let came = |n: u32| Value::Came((n % 5 > 1).then_some(n % 3 > 1));
        let kinds: [&dyn Fn(u32) -> Value; 5] = [
            &|n| Value::Plain(f64::from(n).sqrt()),
            &|n| Value::High(f64::from(n).sqrt()),
            &|n| Value::Ratio(f64::from(n), 7.0),
            &|n| Value::Share(f64::from(n % 8), 7.0),
            &came,
        ];
        for value in kinds {
            let mut column = Column::default();
            for n in 0..70 {
                let mut words = Vec::new();
                column.keep(&mut words);
                let bytes: Vec<[u8; 8]> = words.iter().map(|word| word.to_le_bytes()).collect();
                let again = Column::from_kept(&mut Words::of(&bytes)).unwrap();
                assert_eq!(again, column);
                column = again;
                column.add(value(n));
            }
            let straight = interval(&(0..70).map(value).collect::<Vec<_>>());
            assert_eq!(format!("{:?}", column.interval()), format!("{straight:?}"));
        }
    }
}
