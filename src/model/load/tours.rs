//! What parts ask of milk runs.

use super::capacity::Hours;
use super::drives::Hops;
use super::over;
use crate::ids::{Id, MilkrunId, Table};
use crate::model::{Milkrun, Model};

/// What is asked of a milk run. Unit: parts an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MilkrunLoad {
    /// Parts that it shall take.
    pub asked: f64,
    /// Of these, the most that are on the same leg from a stop to the next while the stations work from which they
    /// come.
    pub leg: f64,
}

impl MilkrunLoad {
    /// Parts of a tour on its fullest leg, on average, if none is left.
    pub fn on_board(&self, row: &Milkrun) -> f64 {
        self.leg * row.every.hours()
    }

    /// These over what it carries; 0 where that is as many as there are.
    pub fn load(&self, row: &Milkrun) -> f64 {
        row.carries.map_or(0.0, |most| self.on_board(row) / f64::from(most))
    }
}

impl Model {
    /// What so many parts of each product an hour ask of the milk runs. A station at which a tour stops twice gives
    /// it parts at the first stop, as far as that leads there.
    pub(super) fn toured(
        &self,
        hours: &Hours<'_>,
        hops: &[Hops],
        parts: &[f64],
    ) -> Table<MilkrunId, MilkrunLoad> {
        let mut legs: Vec<Vec<f64>> =
            self.milkruns.iter().map(|row| vec![0.0; row.stops.len()]).collect();
        let mut loads = Table::filled(self.milkruns.len(), MilkrunLoad::default());
        for (hops, parts) in hops.iter().zip(parts) {
            for (&(from, to), times) in hops {
                let Some(id) = self.milkrun(from, to) else { continue };
                loads[id].asked += times * parts;
                let stops = &self.milkruns[id].stops;
                let end = self.met(to);
                let ride = stops.iter().position(|&stop| stop == from).and_then(|first| {
                    let way = stops[first + 1..].iter().position(|&stop| stop == end)?;
                    Some(first..=first + way)
                });
                for leg in ride.into_iter().flatten() {
                    legs[id.position()][leg] += over(times * parts, hours.open(from));
                }
            }
        }
        for (load, legs) in loads.iter_mut().zip(legs) {
            load.leg = legs.into_iter().fold(0.0, f64::max);
        }
        loads
    }
}
