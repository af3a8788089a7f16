//! The course of a run: what is counted in equal stretches of time, of which there are never many.

use super::Level;
use super::open::{OpenClock, OpenTime};
use crate::model::OpenHours;
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
    /// Integral of the orders that are open over each bucket; empty if they are not counted. Unit: orders × ticks.
    pub open_orders: Vec<i128>,
    /// The same of those whose due date has passed.
    pub late_orders: Vec<i128>,
}

impl Series {
    /// Most buckets.
    pub const MOST: usize = 240;

    fn new(width: Span) -> Self {
        let (finished, inside) = (Vec::with_capacity(Self::MOST), Vec::with_capacity(Self::MOST));
        Self { width, finished, inside, open_orders: Vec::new(), late_orders: Vec::new() }
    }

    /// Joins pairs of buckets.
    pub fn double(&mut self) {
        self.width = self.width + self.width;
        self.finished = self.finished.chunks(2).map(|pair| pair.iter().sum()).collect();
        for sums in [&mut self.inside, &mut self.open_orders, &mut self.late_orders] {
            *sums = sums.chunks(2).map(|pair| pair.iter().sum()).collect();
        }
    }
}

/// Fills a series while the plant runs.
#[derive(Clone, Debug)]
pub(super) struct Buckets {
    series: Series,
    /// The end of the present bucket, or the edge of the open hours if it comes first.
    next: Time,
    /// End of the present bucket, and the integral of the parts inside up to its start.
    end: Time,
    area: i128,
    /// Parts that left in the present bucket.
    finished: u64,
    /// Integral of the parts inside before counting began.
    area_before: i128,
    open: OpenClock,
}

impl Buckets {
    pub(super) fn new(width: Span, hours: Option<OpenHours>) -> Self {
        let width = width.max(Span::from_ticks(1));
        let (series, open) = (Series::new(width), OpenClock::new(hours));
        let end = Time::ZERO + width;
        let next = end.min(open.edge());
        Self { series, next, end, area: 0, finished: 0, area_before: 0, open }
    }

    /// The level of the parts inside begins to be counted anew at `now`, and so do the open hours.
    pub(super) fn restart(&mut self, inside: &Level, now: Time) {
        self.pass(inside, now);
        self.area_before += inside.integral(now);
        self.open.restart(now, self.area_before);
    }

    /// Passes the ends of buckets and of open hours before `now`; whoever changes something calls it
    /// before.
    #[inline]
    pub(super) fn pass(&mut self, inside: &Level, now: Time) {
        while now > self.next {
            self.pass_next(inside);
        }
    }

    #[cold]
    fn pass_next(&mut self, inside: &Level) {
        let at = self.next;
        if at == self.open.edge() {
            self.open.turn(self.area_before + inside.integral(at));
        }
        if at == self.end {
            self.close(inside, at);
        }
        self.next = self.end.min(self.open.edge());
    }

    /// What was counted in open hours until `now`.
    pub(super) fn open_time(&mut self, inside: &Level, now: Time) -> OpenTime {
        self.pass(inside, now);
        self.open.until(now, self.area_before + inside.integral(now))
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
