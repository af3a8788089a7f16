//! What goes on after a closing: cycles that are finished, repairs and moves.

use super::over;
use super::way::{Asked, Way};
use crate::ids::FailureId;
use crate::model::{AtClose, Clock, Model, Strikes};
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
            let repairs = row.failures.iter().map(|id| {
                let failure = &self.failures[id];
                match &failure.strikes {
                    // By the hour of the day it takes from open hours what it takes from all.
                    Strikes::At(_)
                    | Strikes::Opening(_)
                    | Strikes::Every { clock: Clock::Calendar, .. } => 0.0,
                    Strikes::Every { .. } => {
                        let repair = Span::round(failure.repair.mean()).hours();
                        over(half_square(&failure.repair), repair) * self.lost(id, asked)
                    }
                }
            });
            repairs.sum::<f64>() + if is_finished { asked.rest } else { 0.0 }
        };
        let stations = way.stations.iter().map(of_station).fold(0.0, f64::max);
        stations + over(way.moves, way.work)
    }

    /// Share of its busy time that a machine is down with a failure.
    fn lost(&self, id: FailureId, asked: &Asked) -> f64 {
        let failure = &self.failures[id];
        let (repair, every) = (failure.repair.mean(), self.mean_interval(id));
        match &failure.strikes {
            Strikes::At(_) | Strikes::Opening(_) | Strikes::Every { clock: Clock::Setups, .. } => {
                0.0
            }
            Strikes::Every { clock: Clock::Cycles, .. } => {
                let repair = Span::round(repair).hours();
                over(repair, every * asked.longest + repair)
            }
            Strikes::Every { .. } => over(repair, every + repair),
        }
    }
}

/// Half of the mean square of a time. Unit: square hours.
pub(super) fn half_square(time: &Distribution) -> f64 {
    let hour = Span::from_hours(1).ticks() as f64;
    let (mean, sd) = (time.mean() / hour, time.sd() / hour);
    mean.mul_add(mean, sd * sd) / 2.0
}
