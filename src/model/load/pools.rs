//! What parts ask of pools: by Little's law the number that they hold is their rate times how long each
//! holds one.

use super::balance::Shares;
use super::capacity::Capacity;
use super::over;
use super::visits::visits;
use crate::ids::{CardsId, Id, PlaceId, ProductId, StationId, StepId, Table};
use crate::model::{Model, Product};

/// What is asked of a pool.
///
/// Bounds: work, moves and the way back alone; waiting, failures, setups and closed hours come on top.
///
/// Source: J. D. C. Little, *A proof for the queuing formula L = λW*, Operations Research 9(3), 1961.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolLoad {
    /// Which one.
    pub cards: CardsId,
    /// Things that are out in open hours, on average: closed hours in which they stay out do not count.
    pub out: f64,
    /// How many there are.
    pub count: f64,
}

impl PoolLoad {
    /// Those that are out over those that there are: above 1 more is asked than the pool can do.
    pub fn load(&self) -> f64 {
        over(self.out, self.count)
    }
}

/// For how many hours a part of each product has something of each pool out.
pub(super) type Holds = Vec<Table<CardsId, f64>>;

impl Model {
    /// The pool with the highest load, if that is above `load`; the first of equals.
    pub fn pool_above(&self, load: f64, pools: &[PoolLoad]) -> Option<PoolLoad> {
        let above = pools.iter().copied().filter(|row| row.load() > load);
        above.reduce(|best, other| if other.load() > best.load() { other } else { best })
    }

    /// For how long parts of each product have things of pools out.
    pub(super) fn holds(&self, shares: &Shares) -> Holds {
        if !self.control.has_pools() {
            return Holds::new();
        }
        self.products.iter().map(|product| self.holds_of(product, shares)).collect()
    }

    fn holds_of(&self, product: &Product, shares: &Shares) -> Table<CardsId, f64> {
        let mut hours = Table::filled(self.control.cards.len(), 0.0);
        let mut taken = Table::filled(self.control.cards.len(), 0.0);
        let visits = visits(self, product, &shares.places);
        for line in product.lines.iter() {
            let first = self.lines[line].steps.first();
            if let Some(door) = self.control.door(None, first) {
                for &cards in &self.control.doors[door].takes {
                    taken[cards] += shares.lines[line];
                }
            }
        }
        for (step, visits) in product.steps.iter().zip(visits) {
            let visits = visits * self.line_of(step).map_or(0.0, |line| shares.lines[line]);
            for cards in self.control.taken_at_load(step) {
                taken[cards] += visits;
            }
            for place in self.steps[step].places.iter() {
                let here = visits * shares.places[place];
                for &cards in self.control.held(step) {
                    hours[cards] += here * self.hours_on_machine(place);
                }
                let good = here * (1.0 - self.stations[self.places[place].station].scrap);
                for (next, chance) in self.chances(step) {
                    self.add_move(place, next, good * chance, shares, &mut hours);
                    let Some(door) = self.control.door(Some(step), next) else { continue };
                    let door = &self.control.doors[door];
                    door.takes.iter().for_each(|&cards| taken[cards] += good * chance);
                    door.keeps.iter().for_each(|&cards| taken[cards] -= good * chance);
                }
            }
        }
        for (cards, row) in self.control.cards.enumerated() {
            let back = row.pool.as_ref().and_then(|pool| pool.returns.as_ref());
            let back = back.map_or(0.0, |time| crate::units::Span::round(time.mean()).hours());
            hours[cards] += taken[cards] * back;
        }
        hours
    }

    /// Adds the time of moves on which parts hold things of pools.
    fn add_move(
        &self,
        from: PlaceId,
        next: StepId,
        parts: f64,
        shares: &Shares,
        hours: &mut Table<CardsId, f64>,
    ) {
        let step = self.places[from].step;
        let keeps = self.control.door(Some(step), next).map(|door| &self.control.doors[door].keeps);
        let held = self.control.in_front(next).iter().chain(keeps.into_iter().flatten());
        let held: Vec<CardsId> = held.copied().collect();
        for to in self.steps[next].places.iter() {
            let station = self.places[to].station;
            let here = self.places[from].station;
            let time = match (self.conveyor(here, station), self.stand(here, station)) {
                (Some(conveyor), _) => self.conveyors[conveyor].travel.hours(),
                (None, Some(stand)) => self.trip_hours(self.stands[stand].vehicle, here, station),
                (None, None) => self.way(from, station).map_or(0.0, |way| {
                    crate::units::Span::round(self.ways[way].time.mean()).hours()
                }),
            };
            for &cards in &held {
                hours[cards] += parts * shares.places[to] * time;
            }
        }
    }

    /// How long a part is on a machine, of a full batch if it is one.
    fn hours_on_machine(&self, place: PlaceId) -> f64 {
        let row = &self.places[place];
        let share = self.occupied(row.station, row.mean_cycle).hours();
        share * f64::from(self.stations[row.station].batch_size())
    }
}

/// The largest share of time in which a station is open over which parts hold something of a pool.
fn open(model: &Model, cards: CardsId, capacities: &Table<StationId, Capacity>) -> f64 {
    let control = &model.control;
    let holds = |step: StepId| {
        let all = [control.in_front(step), control.held(step), control.when_done(step)];
        all.into_iter().flatten().any(|&held| held == cards)
    };
    let held = model.places.iter().filter(|place| holds(place.step));
    let open = held.map(|place| capacities[place.station].open).fold(0.0, f64::max);
    if open > 0.0 { open } else { 1.0 }
}

impl Model {
    /// Whether a pool does fewer parts of a mix than one for which each part takes a share of an hour; every product
    /// goes one way.
    pub(super) fn is_short_of_pools(
        &self,
        mix: &[(ProductId, f64)],
        share: f64,
        capacities: &Table<StationId, Capacity>,
    ) -> bool {
        let alone = Shares {
            places: Table::filled(self.places.len(), 1.0),
            lines: Table::filled(self.lines.len(), 1.0),
        };
        let holds = self.holds(&alone);
        let mut parts = vec![0.0; self.products.len()];
        for &(product, part) in mix {
            parts[product.position()] = part;
        }
        asked(self, &holds, &parts, capacities).iter().any(|row| row.load() > share * (1.0 + 1e-9))
    }
}

/// What so many parts of each product an hour ask of the pools.
pub(super) fn asked(
    model: &Model,
    holds: &Holds,
    parts: &[f64],
    capacities: &Table<StationId, Capacity>,
) -> Vec<PoolLoad> {
    let pools = model.control.cards.enumerated().filter(|(_, row)| row.pool.is_some());
    let load = |(cards, row): (CardsId, &crate::model::Cards)| {
        let out: f64 = holds.iter().zip(parts).map(|(hours, parts)| hours[cards] * parts).sum();
        let out = out / open(model, cards, capacities);
        PoolLoad { cards, out, count: f64::from(row.count) }
    };
    pools.map(load).collect()
}
