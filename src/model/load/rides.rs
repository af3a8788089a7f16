//! What parts ask of conveyors.

use std::collections::BTreeMap;

use super::capacity::Hours;
use super::drives::Hops;
use super::over;
use crate::ids::{ConveyorId, Id, Table};
use crate::model::{Conveyor, Model};

/// What is asked of a conveyor. Unit: parts an hour, its closed hours included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ConveyorLoad {
    /// Parts that shall get on.
    pub asked: f64,
    /// Most that it can take over if nothing ever holds it up.
    pub most: f64,
}

impl ConveyorLoad {
    /// What is asked over what it can do: above 1 the queue in front of it grows without limit.
    pub fn load(&self) -> f64 {
        over(self.asked, self.most)
    }
}

/// Rides of a part of a product on each conveyor.
pub(super) type Rides = BTreeMap<ConveyorId, f64>;

impl Hours<'_> {
    /// Most parts an hour that each conveyor can take over.
    pub(super) fn conveyors(&self) -> Table<ConveyorId, f64> {
        let share = |row: &Conveyor| match row.calendar {
            Some(_) => self.shifts(row.calendar),
            // Nothing gets on while no station before it works.
            None => row.from.iter().map(|&from| self.open(from)).fold(0.0, f64::max),
        };
        let rows = self.model.conveyors.iter();
        rows.map(|row| row.greatest_rate() * share(row)).collect()
    }
}

impl Model {
    /// The conveyor with the highest load, if that is above `load`; the first of equals.
    pub fn conveyor_above(
        &self,
        load: f64,
        conveyors: &Table<ConveyorId, ConveyorLoad>,
    ) -> Option<(ConveyorId, ConveyorLoad)> {
        let loads = conveyors.enumerated().map(|(id, row)| (id, *row));
        let above = loads.filter(|(_, row)| row.load() > load);
        above.reduce(|best, other| if other.1.load() > best.1.load() { other } else { best })
    }

    /// How often a part of each product rides on each conveyor.
    pub(super) fn rides(&self, hops: &[Hops]) -> Vec<Rides> {
        let rides_of = |hops: &Hops| {
            let mut rides = Rides::new();
            for (&(from, to), times) in hops {
                if let Some(conveyor) = self.conveyor(from, to) {
                    *rides.entry(conveyor).or_default() += times;
                }
            }
            rides
        };
        hops.iter().map(rides_of).collect()
    }
}

/// What so many parts of each product ask of the conveyors.
pub(super) fn asked(
    rides: &[Rides],
    parts: &[f64],
    most: &Table<ConveyorId, f64>,
) -> Table<ConveyorId, ConveyorLoad> {
    let row = |most: &f64| ConveyorLoad { asked: 0.0, most: *most };
    let mut loads: Table<ConveyorId, ConveyorLoad> = most.iter().map(row).collect();
    for (rides, parts) in rides.iter().zip(parts) {
        for (&conveyor, rides) in rides {
            loads[conveyor].asked += rides * parts;
        }
    }
    loads
}

/// The share of each conveyor's time that a part of a product takes.
pub(super) fn shares_of<'a>(
    rides: &'a [Rides],
    product: crate::ids::ProductId,
    most: &'a Table<ConveyorId, f64>,
) -> impl Iterator<Item = (ConveyorId, f64)> + 'a {
    let rides = rides.get(product.position()).into_iter().flatten();
    rides.map(|(&conveyor, &rides)| (conveyor, over(rides, most[conveyor])))
}
