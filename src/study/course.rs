//! The course of a run over time, averaged over replications as they come.

use super::estimate::LEVEL;
use super::kept::{Words, put_all};
use super::kpi::Unit;
use super::results::Band;
use crate::model::{Length, Model};
use crate::observe::Series;
use crate::statistics::{Estimate, Gathering};
use crate::units::{Span, Time};

/// The longest run of all: a hundred years.
pub(super) const LONGEST: Span = Span::from_days(36_525);

/// Averages over replications in equal stretches of time.
///
/// Replications of which each ends by itself may have buckets of different widths, always doubled
/// ones. Which width holds the longest is known only at the end: so the averages are kept for each
/// width that may still come, which is less work than it seems, as each has half the buckets of the
/// one before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Course {
    replications: u64,
    /// By width, the narrowest that all replications can be told in first. At least one.
    grids: Vec<Grid>,
}

/// Averages in buckets of one width.
#[derive(Clone, Debug, PartialEq)]
struct Grid {
    width: Span,
    /// Only buckets that every replication has.
    buckets: Vec<Bucket>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Bucket {
    /// Parts that left, an hour.
    throughput: Gathering,
    /// Parts inside.
    wip: Gathering,
    /// Orders that are open, and those of them that are late.
    open_orders: Gathering,
    late_orders: Gathering,
}

/// Width of the buckets with which a replication begins.
pub(super) fn first_width(model: &Model) -> Span {
    match model.run.length {
        Length::For(length) => nice_bucket(model.run.warm_up.span() + length),
        Length::OrdersDone => Span::from_minutes(1),
    }
}

/// A bucket that divides the run into 20 to 200 equal stretches of a length people know.
///
/// From two weeks on it is whole days: shorter ones would show the shifts, not the course.
fn nice_bucket(run: Span) -> Span {
    const MINUTES: [i64; 12] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 1_440, 10_080, 40_320];
    let shortest = if run >= Span::from_days(14) { Span::from_days(1) } else { Span::ZERO };
    let fits = |bucket: &Span| *bucket >= shortest && run.ticks() / bucket.ticks() < 200;
    let nice = MINUTES.into_iter().map(Span::from_minutes).find(fits);
    let fine = Span::from_ticks(run.ticks() / 120 + 1);
    match nice {
        Some(bucket) if run.ticks() / bucket.ticks() >= 14 => bucket,
        _ => fine,
    }
}

impl Course {
    /// The course of a model's runs before any has been seen.
    pub(super) fn new(model: &Model) -> Self {
        let first = first_width(model);
        let longest = match model.run.length {
            Length::For(length) => model.run.warm_up.span() + length,
            Length::OrdersDone => LONGEST,
        };
        let half = i64::try_from(Series::MOST / 2).expect("a small number");
        let mut grids = vec![Grid { width: first, buckets: Vec::new() }];
        let mut width = first;
        // A replication that fills all its buckets doubles them.
        while model.run.length == Length::OrdersDone && width.ticks() < longest.ticks() / half {
            width = width + width;
            grids.push(Grid { width, buckets: Vec::new() });
        }
        Self { replications: 0, grids }
    }

    /// Adds a replication that ended at `end`.
    pub(super) fn add(&mut self, mut series: Series, end: Time) {
        let is_too_narrow = |grid: &Grid| grid.width < series.width;
        let narrow = self.grids.iter().take_while(|&grid| is_too_narrow(grid)).count();
        self.grids.drain(..narrow.min(self.grids.len() - 1));
        while series.width < self.grids[0].width {
            series.double();
        }
        let is_first = self.replications == 0;
        for grid in &mut self.grids {
            grid.add(&series, end, is_first);
            series.double();
        }
        self.replications += 1;
    }

    /// Width of the buckets in which the course is told.
    pub(super) fn width(&self) -> Span {
        if self.replications == 0 { Span::ZERO } else { self.grids[0].width }
    }

    /// Parts that left, an hour, bucket by bucket.
    pub(super) fn throughput(&self) -> Vec<Band> {
        self.grids[0].buckets.iter().map(|bucket| band(&bucket.throughput)).collect()
    }

    /// Parts inside, bucket by bucket.
    pub(super) fn wip(&self) -> Vec<Band> {
        self.grids[0].buckets.iter().map(|bucket| band(&bucket.wip)).collect()
    }

    /// Orders that are open, bucket by bucket; nothing if they are not counted.
    pub(super) fn open_orders(&self) -> Vec<Band> {
        self.orders(|bucket| &bucket.open_orders)
    }

    /// Open orders whose due date has passed.
    pub(super) fn late_orders(&self) -> Vec<Band> {
        self.orders(|bucket| &bucket.late_orders)
    }

    fn orders(&self, of: fn(&Bucket) -> &Gathering) -> Vec<Band> {
        let counted = self.grids[0].buckets.iter().map(of).filter(|orders| orders.n() > 0);
        counted.map(band).collect()
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        words.push(self.replications);
        put_all(words, &self.grids, |words, grid| {
            words.push(grid.width.ticks().cast_unsigned());
            put_all(words, &grid.buckets, |words, bucket| {
                let Bucket { throughput, wip, open_orders, late_orders } = bucket;
                for all in [throughput, wip, open_orders, late_orders] {
                    words.extend(all.words());
                }
            });
        });
    }

    /// What [`Course::keep`] has written.
    pub(super) fn from_kept(words: &mut Words) -> Option<Self> {
        let replications = words.next()?;
        let grids = words.all(|words| {
            let width = Span::from_ticks(words.next()?.cast_signed());
            let bucket = |words: &mut Words| {
                let mut next = || Gathering::from_words(words);
                let (throughput, wip) = (next()?, next()?);
                Some(Bucket { throughput, wip, open_orders: next()?, late_orders: next()? })
            };
            Some(Grid { width, buckets: words.all(bucket)? })
        })?;
        (!grids.is_empty()).then_some(Self { replications, grids })
    }
}

impl Grid {
    fn add(&mut self, series: &Series, end: Time, is_first: bool) {
        if is_first {
            self.buckets = vec![Bucket::default(); series.finished.len()];
        }
        self.buckets.truncate(series.finished.len());
        let (hours, ticks) = (self.width.hours(), self.width.ticks() as f64);
        let end = end.since_start().ticks() as f64;
        for (position, bucket) in self.buckets.iter_mut().enumerate() {
            // The last bucket may be cut short by the end of the run.
            let part = ((end - position as f64 * ticks) / ticks).clamp(1e-9, 1.0);
            bucket.throughput.push(series.finished[position] as f64 / hours / part);
            bucket.wip.push(series.inside[position] as f64 / ticks / part);
            let orders = [
                (&mut bucket.open_orders, &series.open_orders),
                (&mut bucket.late_orders, &series.late_orders),
            ];
            for (all, sums) in orders {
                if let Some(&sum) = sums.get(position) {
                    all.push(sum as f64 / ticks / part);
                }
            }
        }
    }
}

/// The mean of numbers that are never negative, with its interval.
pub(super) fn band(values: &Gathering) -> Band {
    let made = Estimate::of_mean(&values.so_far(), LEVEL);
    // Neither parts inside nor parts that leave can be fewer than none.
    let held = |end: f64| end.clamp(Unit::Parts.range().0, Unit::Parts.range().1);
    made.map_or(Band::default(), |found| Band {
        mean: found.estimate,
        low: held(found.low),
        high: held(found.high),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(minutes: i64, finished: &[u64]) -> Series {
        let inside = finished.iter().map(|&count| i128::from(count) * 60_000_000).collect();
        let (finished, open_orders, late_orders) = (finished.to_vec(), Vec::new(), Vec::new());
        Series { width: Span::from_minutes(minutes), finished, inside, open_orders, late_orders }
    }

    fn minute(minute: i64) -> Time {
        Time::ZERO + Span::from_minutes(minute)
    }

    fn until_orders_are_done() -> Course {
        let mut model = Model::default();
        model.run.length = Length::OrdersDone;
        Course::new(&model)
    }

    #[test]
    fn the_course_is_told_in_the_widest_buckets_and_only_where_all_replications_are() {
        let mut course = until_orders_are_done();
        course.add(series(1, &[1, 2, 3, 4, 5]), minute(5));
        course.add(series(2, &[3, 3]), minute(4));
        assert_eq!(course.width(), Span::from_minutes(2));
        // By hand: 3 parts in two minutes are 90 an hour, 7 are 210; the other run has 90 and 90.
        let means: Vec<f64> = course.throughput().iter().map(|band| band.mean).collect();
        assert_eq!(means, [90.0, 150.0]);
        course.add(series(1, &[1]), minute(1));
        assert_eq!(course.throughput().len(), 1);
        // One part in the first minute, when the run ended: 60 an hour.
        assert!((course.throughput()[0].mean - 80.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_widths_does_not_matter() {
        let (mut one, mut other) = (until_orders_are_done(), until_orders_are_done());
        one.add(series(4, &[8, 8]), minute(8));
        one.add(series(1, &[2, 2, 2, 2, 2, 2, 2, 2]), minute(8));
        other.add(series(1, &[2, 2, 2, 2, 2, 2, 2, 2]), minute(8));
        other.add(series(4, &[8, 8]), minute(8));
        assert_eq!((one.width(), one.wip()), (other.width(), other.wip()));
    }

    #[test]
    fn the_widest_buckets_hold_the_longest_run() {
        let course = until_orders_are_done();
        let widest = course.grids.last().expect("there is one").width;
        assert!(widest.ticks() * 240 > LONGEST.ticks());
        assert!(course.grids.len() < 25);
    }

    #[test]
    fn nothing_seen_is_nothing_told() {
        let course = until_orders_are_done();
        assert!(course.wip().is_empty() && course.width().is_zero());
    }
}
