//! What goes on after a closing: cycles that are finished, repairs and moves.

use super::over;
use super::way::{Asked, Way};
use crate::model::{AtClose, Clock, Failure, Model, Strikes};
use crate::random::Distribution;
use crate::units::Span;

impl Model {
    /// Hours that go on after each closing: rests of cycles and repairs of the station with the most of
    /// them, and those of moves over the whole work.
    ///
    /// Whatever is under way at an instant that has nothing to do with it goes on for half of its mean
    /// square over its mean. Source: D. R. Cox, *Renewal Theory*, 1962, section 5.2.
    pub(super) fn after_closing(&self, way: &Way) -> f64 {
        let of_station = |asked: &Asked| {
            let row = &self.stations[asked.station];
            let is_finished = row.at_close == AtClose::Finish;
            let repairs = row.failures.iter().map(|failure| {
                let failure = &self.failures[failure];
                match &failure.strikes {
                    // By the hour of the day it takes from open hours what it takes from all.
                    Strikes::At(_) | Strikes::Every { clock: Clock::Calendar, .. } => 0.0,
                    Strikes::Every { .. } => {
                        let repair = Span::round(failure.repair.mean()).hours();
                        over(half_square(&failure.repair), repair) * lost(failure, asked)
                    }
                }
            });
            repairs.sum::<f64>() + if is_finished { asked.rest } else { 0.0 }
        };
        let stations = way.stations.iter().map(of_station).fold(0.0, f64::max);
        stations + over(way.moves, way.work)
    }
}

/// Share of its busy time that a machine is in repair for a failure.
fn lost(failure: &Failure, asked: &Asked) -> f64 {
    let repair = failure.repair.mean();
    match &failure.strikes {
        Strikes::At(_) => 0.0,
        Strikes::Every { clock: Clock::Cycles, every } => {
            let cycles = every.mean() * asked.longest;
            let repair = Span::round(repair).hours();
            over(repair, cycles + repair)
        }
        Strikes::Every { every, .. } => over(repair, every.mean() + repair),
    }
}

/// Half of the mean square of a time. Unit: square hours.
pub(super) fn half_square(time: &Distribution) -> f64 {
    let hour = Span::from_hours(1).ticks() as f64;
    let (mean, sd) = (time.mean() / hour, time.sd() / hour);
    mean.mul_add(mean, sd * sd) / 2.0
}
