//! What paced lines can do: how the cycles on them compare with their takt.

use super::Loads;
use crate::ids::{StationId, Table, TaktId};
use crate::model::{Model, Takt};
use crate::units::Span;

/// The longest work on a paced line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaktLoad {
    /// Its station; the first of equals.
    pub longest: StationId,
    /// The mean time for which it occupies that, with loading and unloading: of the product that takes longest.
    pub cycle: Span,
    /// Stations that take longer than the takt on average, whatever comes, in their order.
    pub over: Vec<StationId>,
}

impl Loads {
    /// Parts that a paced line gives in an hour in which it is open, at most, in the mix that comes: of its stations the
    /// one that they keep longest has no time for more. `None` if nothing passes it.
    ///
    /// Where long work comes at one station now and at another then, the line stands for each, and gives less.
    pub fn most_of(&self, takt: &Takt) -> Option<f64> {
        let rows = takt.stations.iter().map(|&station| &self.stations[station]);
        let passed = rows.filter(|row| row.visits > 0.0 && row.load * row.open > 0.0);
        let most = passed.map(|row| row.visits / (row.load * row.open));
        most.reduce(f64::min).filter(|most| most.is_finite() && *most > 0.0)
    }
}

impl Model {
    /// What the paced lines can do, if somebody passes them.
    pub fn takt_loads(&self) -> Table<TaktId, Option<TaktLoad>> {
        let mut shortest: Table<StationId, Option<Span>> = Table::filled(self.stations.len(), None);
        let mut longest = shortest.clone();
        for row in &self.places {
            let time = self.occupied(row.station, row.mean_cycle);
            let (least, most) = (&mut shortest[row.station], &mut longest[row.station]);
            *least = Some(least.map_or(time, |least| least.min(time)));
            *most = Some(most.map_or(time, |most| most.max(time)));
        }
        let load = |row: &Takt| {
            let times = row.stations.iter().filter_map(|&id| Some((id, longest[id]?)));
            let (longest, cycle) =
                times.reduce(|one, other| if other.1 > one.1 { other } else { one })?;
            let is_over = |id: &&StationId| shortest[**id].is_some_and(|time| time > row.pace);
            let over = row.stations.iter().filter(is_over).copied().collect();
            Some(TaktLoad { longest, cycle, over })
        };
        self.takts.iter().map(load).collect()
    }
}
