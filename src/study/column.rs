//! One figure over the replications of a study: what is kept of it, and the interval that follows.

use super::estimate::{LEVEL, made, nothing, of_all_alike, plain, whole, wilson};
use super::kept::{Words, put_all};
use super::results::{Interval, Method};
use super::rows::Value;
use crate::statistics::{self, Estimate, Gathering, Ratio, Running};

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
    /// Both sums. Apart, because most figures are means: a large plant has a million of them.
    Ratio(Box<Ratio>),
    /// Both sums, of which the first is part of the second.
    Share(Box<Ratio>),
    /// The same, and of how many.
    Weighted(Box<(Ratio, u64)>),
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
                Value::Ratio(..) => Rest::Ratio(Box::default()),
                Value::Share(..) => Rest::Share(Box::default()),
                Value::Weighted(..) => Rest::Weighted(Box::default()),
            };
        }
        match (&mut self.rest, value) {
            (Rest::Came(count), Value::Came(Some(true))) => *count += 1,
            (Rest::High(numbers), Value::High(_)) => numbers.extend(number),
            (Rest::Ratio(ratio), Value::Ratio(y, n)) | (Rest::Share(ratio), Value::Share(y, n)) => {
                ratio.push(y, n);
            }
            (Rest::Weighted(share), Value::Weighted(y, n, count)) => {
                share.0.push(y, n);
                share.1 += count;
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
            Rest::Share(share) => of_share(share, whole(share.bottom().round())),
            Rest::Weighted(share) => of_share(&share.0, u32::try_from(share.1).unwrap_or(u32::MAX)),
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
            Rest::Weighted(share) => {
                words.push(6);
                words.extend(share.0.words());
                words.push(share.1);
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
            4 => Rest::Ratio(Box::new(Ratio::from_words(words)?)),
            5 => Rest::Share(Box::new(Ratio::from_words(words)?)),
            6 => Rest::Weighted(Box::new((Ratio::from_words(words)?, words.next()?))),
            _ => return None,
        };
        Some(Self { told, rest })
    }
}

/// The interval of a share of so many.
fn of_share(share: &Ratio, count: u32) -> Interval {
    let found = made(share.interval(LEVEL), Method::Ratio);
    if found.is_given() && found.sd == 0.0 { of_all_alike(count, found) } else { found }
}

#[cfg(test)]
mod tests {
    use super::super::{Entity, EntityKind};
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
        // What they are worth tells nothing of how many they are.
        let worth = interval(&[Value::Weighted(5e6, 5e6, 10); 30]);
        assert!(worth.low.total_cmp(&all.low).is_eq() && worth.method == Method::Wilson);
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
        let kinds: [&dyn Fn(u32) -> Value; 6] = [
            &|n| Value::Plain(f64::from(n).sqrt()),
            &|n| Value::High(f64::from(n).sqrt()),
            &|n| Value::Ratio(f64::from(n), 7.0),
            &|n| Value::Share(f64::from(n % 8), 7.0),
            &|n| Value::Weighted(f64::from(n % 8), 7.0, 2),
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
