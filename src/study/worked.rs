//! What the runs did in the hours in which the plant works.

use super::estimate::LEVEL;
use super::kept::Words;
use crate::observe::Tally;
use crate::statistics::{Estimate, Gathering};
use crate::units::Time;

/// What one replication did in its open hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Worked {
    /// Parts that left, whenever they did, over the open hours.
    made: f64,
    /// Parts inside, averaged over open hours.
    inside: f64,
    /// Parts inside when measuring began, over the open hours.
    before: f64,
    /// Closings over the open hours.
    closings: f64,
}

impl Worked {
    /// What was done by a replication that ended at `end` with so many good parts; `None` if it was
    /// closed all the time.
    pub(super) fn of(tally: &mut Tally, finished: u64, end: Time) -> Option<Self> {
        let open = tally.open_time(end);
        let hours = Some(open.time.hours()).filter(|&hours| hours > 0.0)?;
        Some(Self {
            made: finished as f64 / hours,
            inside: open.inside as f64 / open.time.ticks() as f64,
            before: tally.before() as f64 / hours,
            closings: open.closings as f64 / hours,
        })
    }
}

/// The same of all replications.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AllWorked {
    made: Gathering,
    inside: Gathering,
    before: Gathering,
    closings: Gathering,
}

impl AllWorked {
    /// Adds what a replication did.
    pub(super) fn add(&mut self, worked: &Worked) {
        self.made.push(worked.made);
        self.inside.push(worked.inside);
        self.before.push(worked.before);
        self.closings.push(worked.closings);
    }

    /// Parts that left, an open hour; `None` before the first replication.
    pub(super) fn made(&self) -> Option<Estimate> {
        Estimate::of_mean(&self.made.so_far(), LEVEL)
    }

    /// Parts inside, averaged over open hours.
    pub(super) fn inside(&self) -> f64 {
        self.inside.so_far().mean()
    }

    /// Parts inside when measuring began, an open hour.
    pub(super) fn before(&self) -> f64 {
        self.before.so_far().mean()
    }

    /// Closings an open hour.
    pub(super) fn closings(&self) -> f64 {
        self.closings.so_far().mean()
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        for all in [&self.made, &self.inside, &self.before, &self.closings] {
            words.extend(all.words());
        }
    }

    /// Goes on from what [`AllWorked::keep`] has written.
    pub(super) fn go_on_from(&mut self, words: &mut Words) -> Option<()> {
        for all in [&mut self.made, &mut self.inside, &mut self.before, &mut self.closings] {
            *all = Gathering::from_words(words)?;
        }
        Some(())
    }
}
