//! The course of a run: what is counted in equal stretches of time, of which there are never many.

use super::Level;
use crate::units::{Span, Time};

/// Sums over equal stretches of time, at most [`Series::MOST`] of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Length of a bucket. Unit: ticks. Doubles when the run outgrows the buckets.
    pub width: Span,
    /// Parts that left in each bucket.
    pub finished: Vec<u64>,
    /// Integral of the parts inside over each bucket. Unit: parts × ticks.
    pub inside: Vec<i128>,
}

impl Series {
    /// Most buckets.
    pub const MOST: usize = 240;

    fn new(width: Span) -> Self {
        let (finished, inside) = (Vec::with_capacity(Self::MOST), Vec::with_capacity(Self::MOST));
        Self { width, finished, inside }
    }

    /// Joins pairs of buckets.
    pub fn double(&mut self) {
        self.width = self.width + self.width;
        self.finished = self.finished.chunks(2).map(|pair| pair.iter().sum()).collect();
        self.inside = self.inside.chunks(2).map(|pair| pair.iter().sum()).collect();
    }
}

/// Fills a series while the plant runs.
#[derive(Clone, Debug)]
pub(super) struct Buckets {
    series: Series,
    /// End of the present bucket, and the integral of the parts inside up to its start.
    end: Time,
    area: i128,
    /// Parts that left in the present bucket.
    finished: u64,
    /// Integral of the parts inside before counting began.
    area_before: i128,
}

impl Buckets {
    pub(super) fn new(width: Span) -> Self {
        let width = width.max(Span::from_ticks(1));
        let series = Series::new(width);
        Self { series, end: Time::ZERO + width, area: 0, finished: 0, area_before: 0 }
    }

    /// The level of the parts inside begins to be counted anew; its integral has been `area`.
    pub(super) const fn restart(&mut self, area: i128) {
        self.area_before += area;
    }

    /// Closes the buckets that end before `now`; whoever changes something calls it before.
    #[inline]
    pub(super) fn pass(&mut self, inside: &Level, now: Time) {
        while now > self.end {
            self.close(inside, self.end);
        }
    }

    /// A good part leaves.
    #[inline]
    pub(super) const fn finish(&mut self) {
        self.finished += 1;
    }

    /// Closes the buckets at `now`, the last one cut short, and gives them away.
    pub(super) fn take(&mut self, inside: &Level, now: Time) -> Series {
        self.pass(inside, now);
        if self.end - self.series.width < now {
            self.close(inside, now);
        }
        std::mem::replace(&mut self.series, Series::new(Span::from_ticks(1)))
    }

    #[cold]
    fn close(&mut self, inside: &Level, now: Time) {
        let area = self.area_before + inside.integral(now);
        self.series.inside.push(area - self.area);
        self.series.finished.push(self.finished);
        self.area = area;
        self.finished = 0;
        if self.series.finished.len() == Series::MOST {
            self.series.double();
        }
        self.end = now + self.series.width;
    }
}
