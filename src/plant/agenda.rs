//! The agenda: what has become possible in this instant, in one fixed order.
//!
//! A set of small numbers from which the least is taken; putting a number twice is putting it once.
//! The order of the numbers is the order of one instant: room first (the part that has waited
//! longest takes a freed place), then finished parts that leave, then machines that start, then
//! people; within each, downstream before upstream.

use crate::ids::{MachineId, StationId, Table};
use crate::model::Model;

/// Something that may have become possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Possible {
    /// A place in front of a station may have become free for a part that waits for it.
    Room(StationId),
    /// A finished part may leave its machine.
    Leave(MachineId),
    /// A machine of the station may take a part.
    Start(StationId),
    /// Free people may take tasks that wait for them.
    People,
}

/// What to look at before the clock moves on.
#[derive(Debug)]
pub(super) struct Agenda {
    /// Levels of a 64-ary tree of bits; the last level is the set itself.
    levels: [Vec<u64>; 3],
    stations: u32,
    machines: u32,
    station_at: Vec<StationId>,
    machine_at: Vec<MachineId>,
    rank: Table<StationId, u32>,
    place: Table<MachineId, u32>,
}

impl Agenda {
    pub(super) fn new(model: &Model) -> Self {
        let mut station_at: Vec<StationId> = model.stations.ids().collect();
        station_at.sort_by_key(|&station| model.stations[station].rank);
        let machine_at: Vec<MachineId> =
            station_at.iter().flat_map(|&s| model.stations[s].machines.iter()).collect();
        let mut rank = Table::filled(station_at.len(), 0);
        for (number, &station) in (0..).zip(&station_at) {
            rank[station] = number;
        }
        let mut place = Table::filled(machine_at.len(), 0);
        for (number, &machine) in (0..).zip(&machine_at) {
            place[machine] = number;
        }
        let size = 2 * station_at.len() + machine_at.len() + 1;
        let words = |bits: usize| vec![0; bits.div_ceil(64)];
        let levels = [words(size.div_ceil(4096)), words(size.div_ceil(64)), words(size)];
        let count = |n: usize| u32::try_from(n).expect("fewer than 2^32 of each");
        Self {
            levels,
            stations: count(station_at.len()),
            machines: count(machine_at.len()),
            station_at,
            machine_at,
            rank,
            place,
        }
    }

    /// Puts something on the agenda.
    #[inline]
    pub(super) fn put(&mut self, what: Possible) {
        let number = match what {
            Possible::Room(station) => self.rank[station],
            Possible::Leave(machine) => self.stations + self.place[machine],
            Possible::Start(station) => self.stations + self.machines + self.rank[station],
            Possible::People => 2 * self.stations + self.machines,
        } as usize;
        self.levels[2][number / 64] |= 1 << (number % 64);
        self.levels[1][number / 4096] |= 1 << (number / 64 % 64);
        if let Some(word) = self.levels[0].get_mut(number / 262_144) {
            *word |= 1 << (number / 4096 % 64);
        }
    }

    /// Takes the first thing off the agenda.
    #[inline]
    pub(super) fn take(&mut self) -> Option<Possible> {
        let (top, word) =
            (0..).zip(&self.levels[0]).find(|(_, word)| **word != 0)?;
        let middle = top * 64 + word.trailing_zeros() as usize;
        let low = middle * 64 + self.levels[1][middle].trailing_zeros() as usize;
        let bits = self.levels[2][low];
        let number = low * 64 + bits.trailing_zeros() as usize;
        let left = bits & (bits - 1);
        self.levels[2][low] = left;
        if left == 0 {
            self.levels[1][middle] &= !(1 << (low % 64));
            if self.levels[1][middle] == 0 {
                self.levels[0][top] &= !(1 << (middle % 64));
            }
        }
        Some(self.meaning(number))
    }

    #[inline]
    fn meaning(&self, number: usize) -> Possible {
        let (stations, machines) = (self.stations as usize, self.machines as usize);
        if number < stations {
            Possible::Room(self.station_at[number])
        } else if number < stations + machines {
            Possible::Leave(self.machine_at[number - stations])
        } else if number < 2 * stations + machines {
            Possible::Start(self.station_at[number - stations - machines])
        } else {
            Possible::People
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Id, Run};
    use crate::model::{Machine, Station};

    fn plant(n: usize) -> Model {
        let mut model = Model::default();
        for position in 0..n {
            let station = model.stations.push(Station {
                machines: Run::new(position..position + 1),
                rank: u32::try_from(n - 1 - position).expect("small"),
                ..Station::named("s")
            });
            model.machines.push(Machine { station, number: 1, modes: Run::empty(), wears: false });
        }
        model
    }

    #[test]
    fn downstream_comes_first_and_room_before_leaving_before_starting() {
        let mut agenda = Agenda::new(&plant(3));
        let (first, last) = (StationId::at(0), StationId::at(2));
        for what in [
            Possible::People,
            Possible::Start(first),
            Possible::Start(last),
            Possible::Leave(MachineId::at(1)),
            Possible::Room(first),
            Possible::Start(last),
        ] {
            agenda.put(what);
        }
        let order: Vec<_> = std::iter::from_fn(|| agenda.take()).collect();
        assert_eq!(
            order,
            [
                Possible::Room(first),
                Possible::Leave(MachineId::at(1)),
                Possible::Start(last),
                Possible::Start(first),
                Possible::People
            ]
        );
    }

    #[test]
    fn a_large_plant_is_taken_in_order_too() {
        let n = 100_000;
        let mut agenda = Agenda::new(&plant(n));
        for position in (0..n).step_by(997) {
            agenda.put(Possible::Start(StationId::at(position)));
        }
        let order: Vec<_> = std::iter::from_fn(|| agenda.take()).collect();
        let expected: Vec<_> =
            (0..n).step_by(997).rev().map(|p| Possible::Start(StationId::at(p))).collect();
        assert_eq!(order, expected);
    }
}
