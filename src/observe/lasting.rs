//! How many orders are open over the course of a run, and how many of them are late: each is added when it is known
//! how long it was open.

use super::Series;
use crate::units::{Span, Time};

/// Sums over equal stretches of time, at most [`Series::MOST`] of them. Unit: orders × ticks.
#[derive(Clone, Debug, Default)]
pub(super) struct Lasting {
    /// Length of a stretch, doubled when an order outlasts the stretches; zero if nothing is counted.
    width: Span,
    open: Vec<i128>,
    late: Vec<i128>,
}

impl Lasting {
    /// Counts in stretches that begin so long.
    pub(super) fn new(width: Span) -> Self {
        Self { width: width.max(Span::from_ticks(1)), ..Self::default() }
    }

    /// An order was open until then, and late since its due date.
    pub(super) fn add(&mut self, opened: Time, due: Option<Time>, until: Time) {
        let opened = opened.max(Time::ZERO);
        if self.width.is_zero() || until <= opened {
            return;
        }
        let most = i64::try_from(Series::MOST).expect("a small number");
        while until.ticks() > self.width.ticks().saturating_mul(most) {
            self.double();
        }
        spread(&mut self.open, self.width, opened, until);
        if let Some(due) = due.filter(|&due| due < until) {
            spread(&mut self.late, self.width, opened.max(due), until);
        }
    }

    /// Gives the sums to a series of the same run, stretch by stretch.
    pub(super) fn give(&mut self, series: &mut Series) {
        if self.width.is_zero() {
            return;
        }
        while self.width < series.width {
            self.double();
        }
        let stretches = series.finished.len();
        let given = |sums: &mut Vec<i128>| {
            let mut sums = std::mem::take(sums);
            sums.resize(stretches, 0);
            sums
        };
        (series.open_orders, series.late_orders) = (given(&mut self.open), given(&mut self.late));
    }

    fn double(&mut self) {
        self.width = self.width + self.width;
        for sums in [&mut self.open, &mut self.late] {
            *sums = sums.chunks(2).map(|pair| pair.iter().sum()).collect();
        }
    }
}

/// Adds a stretch of time to the sums that it is in.
fn spread(sums: &mut Vec<i128>, width: Span, from: Time, until: Time) {
    let width = width.ticks();
    let (from, until) = (from.ticks(), until.ticks());
    let place = |ticks: i64| usize::try_from(ticks / width).unwrap_or(0);
    let (first, last) = (place(from), place(until - 1));
    if sums.len() <= last {
        sums.resize(last + 1, 0);
    }
    let mut begin = from / width * width;
    for sum in &mut sums[first..=last] {
        let end = begin.saturating_add(width);
        *sum += i128::from(until.min(end) - from.max(begin));
        begin = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minute: i64) -> Time {
        Time::ZERO + Span::from_minutes(minute)
    }

    fn minutes(sums: &[i128]) -> Vec<i128> {
        sums.iter().map(|sum| sum / i128::from(Span::from_minutes(1).ticks())).collect()
    }

    #[test]
    fn an_order_counts_in_every_stretch_in_which_it_is_open() {
        let mut lasting = Lasting::new(Span::from_minutes(10));
        lasting.add(minute(5), Some(minute(12)), minute(25));
        lasting.add(minute(10), Some(minute(40)), minute(20));
        lasting.add(minute(7), None, minute(7));
        assert_eq!(minutes(&lasting.open), [5, 20, 5]);
        assert_eq!(minutes(&lasting.late), [0, 8, 5]);
    }

    #[test]
    fn stretches_are_joined_when_an_order_outlasts_them() {
        let mut lasting = Lasting::new(Span::from_minutes(1));
        lasting.add(minute(0), None, minute(3));
        lasting.add(minute(0), Some(minute(0)), minute(241));
        assert_eq!(lasting.width, Span::from_minutes(2));
        assert_eq!(minutes(&lasting.open)[..3], [4, 3, 2]);
        assert_eq!(minutes(&lasting.late)[119..], [2, 1]);
    }
}
