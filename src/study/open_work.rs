//! Open work over the course of a run: the backlog on which overtime is decided, or the parts of dated
//! orders that are still to be made.

use super::course::{band, first_width};
use super::kept::{Words, put_all};
use super::results::Band;
use crate::ids::StationId;
use crate::model::{Length, Matter, Model, Order};
use crate::observe::Observer;
use crate::plant::Plant;
use crate::statistics::Gathering;
use crate::units::{Span, Time};

/// Open work over time.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenWork {
    /// What is counted.
    pub of: Counted,
    /// Time from one value to the next.
    pub step: Span,
    /// The values: of hours those at the end of each step, of parts the means of each step; the first
    /// step begins with the run, warm-up included.
    pub bands: Vec<Band>,
}

/// What open work is counted in.
#[derive(Clone, Debug, PartialEq)]
pub enum Counted {
    /// Hours of work for a machine of a station that the parts inside still have before it.
    Hours {
        /// The station.
        station: String,
        /// More hours than these call for overtime.
        over: f64,
        /// Fewer end it.
        under: f64,
    },
    /// Parts that are inside or whose dated orders are still to be released.
    Parts,
}

/// The first backlog on which overtime is decided: at which station, and with how much it begins and
/// ends. Only of runs whose length is written.
fn watched(model: &Model) -> Option<(StationId, Span, Span)> {
    let has_length = matches!(model.run.length, Length::For(_));
    model.overtimes.iter().filter(|_| has_length).find_map(|overtime| match overtime.matter {
        Some(Matter::Backlog { at, over, under }) => Some((at, over, under)),
        Some(Matter::LateOrders(_)) | None => None,
    })
}

/// Looks at the backlog while a plant runs.
pub(super) struct Watch {
    station: Option<StationId>,
    step: Span,
    /// Unit: hours.
    pub(super) seen: Vec<f64>,
}

impl Watch {
    pub(super) fn new(model: &Model) -> Self {
        let station = watched(model).map(|(station, ..)| station);
        Self { station, step: first_width(model), seen: Vec::new() }
    }

    /// Lets everything happen up to `until`, as [`Plant::run_until`] does.
    pub(super) fn run_until<O: Observer>(&mut self, plant: &mut Plant<'_, O>, until: Time) -> bool {
        let Some(station) = self.station else { return plant.run_until(until) };
        let mut next = plant.now();
        loop {
            let number = i64::try_from(self.seen.len() + 1).unwrap_or(i64::MAX);
            next = next.max(Time::from_ticks(self.step.ticks().saturating_mul(number)));
            if next > until {
                return plant.run_until(until);
            }
            if !plant.run_until(next) {
                return false;
            }
            self.seen.push(plant.backlog(station).hours());
        }
    }
}

/// Backlogs of all replications so far, as far as all of them have seen them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Backlogs {
    replications: u64,
    seen: Vec<Gathering>,
}

impl Backlogs {
    pub(super) fn add(&mut self, seen: &[f64]) {
        if self.replications == 0 {
            self.seen = vec![Gathering::default(); seen.len()];
        }
        self.seen.truncate(seen.len());
        self.replications += 1;
        for (all, &hours) in self.seen.iter_mut().zip(seen) {
            all.push(hours);
        }
    }

    /// Writes down what is needed to go on later.
    pub(super) fn keep(&self, words: &mut Vec<u64>) {
        words.push(self.replications);
        put_all(words, &self.seen, |words, all| words.extend(all.words()));
    }

    /// What [`Backlogs::keep`] has written.
    pub(super) fn from_kept(words: &mut Words) -> Option<Self> {
        Some(Self { replications: words.next()?, seen: words.all(Gathering::from_words)? })
    }

    /// Open work: the backlog, or where dated orders are all that calls for work the parts of them, of
    /// which `inside` are inside the plant in steps of `step`.
    pub(super) fn told(&self, model: &Model, inside: &[Band], step: Span) -> Option<OpenWork> {
        if let Some((station, over, under)) = watched(model) {
            let station = model.stations[station].name.clone();
            let of = Counted::Hours { station, over: over.hours(), under: under.hours() };
            let bands = self.seen.iter().map(band).collect();
            return Some(OpenWork { of, step: first_width(model), bands });
        }
        let is_book =
            !model.orders.is_empty() && model.demands.is_empty() && model.supplies.is_empty();
        is_book.then(|| {
            let steps = inside.iter().enumerate().map(|(number, band)| {
                let waiting = unreleased(model, step, number);
                Band {
                    mean: band.mean + waiting,
                    low: band.low + waiting,
                    high: band.high + waiting,
                }
            });
            OpenWork { of: Counted::Parts, step, bands: steps.collect() }
        })
    }
}

/// Parts of orders that are not released, on average over a step.
fn unreleased(model: &Model, step: Span, number: usize) -> f64 {
    let ticks = step.ticks() as f64;
    let start = ticks * number as f64;
    let of = |order: &Order| {
        let before = (order.release.ticks() as f64 - start).clamp(0.0, ticks);
        f64::from(order.quantity) * before / ticks
    };
    model.orders.iter().map(of).sum()
}

#[cfg(test)]
mod tests;
