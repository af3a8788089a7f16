//! What comes with what is asked for: parts that are taken for it, and parts that come out beside it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::capacity::Capacity;
use super::rides::{self, Rides};
use super::{Works, over};
use crate::ids::{ConveyorId, Id, PlaceId, ProductId, StationId, Table};
use crate::model::{Assembly, Model};

impl Model {
    /// Parts of all products that come with so many that are asked for.
    ///
    /// What is ordered by itself does not come along. Of several products that come out together each comes
    /// as often as the cycles that the others need, or the parts that are taken, allow.
    pub(super) fn with_parts<'a>(
        &self,
        asked: &'a Table<ProductId, f64>,
    ) -> Cow<'a, Table<ProductId, f64>> {
        if self.assemblies().next().is_none() {
            return Cow::Borrowed(asked);
        }
        Cow::Owned(self.joined(asked, None))
    }

    /// The same; of what an unlimited supply brings so many more as are lost on their way.
    pub(super) fn with_all<'a>(
        &self,
        asked: &'a Table<ProductId, f64>,
        works: &[Works],
    ) -> Cow<'a, Table<ProductId, f64>> {
        if self.supplies.is_empty() || self.assemblies().next().is_none() {
            return self.with_parts(asked);
        }
        Cow::Owned(self.joined(asked, Some(works)))
    }

    /// The same; with `works`, so many more as are lost on their way, and as many for parts that come by as do.
    fn joined(
        &self,
        asked: &Table<ProductId, f64>,
        works: Option<&[Works]>,
    ) -> Table<ProductId, f64> {
        let visits = |product: ProductId, station: StationId, usual: f64| {
            let work = works.and_then(|works| works[product.position()].get(&station));
            work.map_or(usual, |work| work.visits)
        };
        let mut parts = asked.clone();
        let order = self.wholes_first();
        for &whole in &order {
            for (station, assembly) in self.assemblies() {
                for taken in &assembly.takes {
                    let Some(usual) = self.takes_for(whole, station, assembly) else { continue };
                    // What a part of a product brings with it where it comes by, or begins.
                    let comes = if assembly.gives.is_empty() {
                        visits(whole, station, usual)
                    } else {
                        usual
                    };
                    let count = f64::from(taken.count) / taken.products.len() as f64;
                    for &part in &taken.products {
                        if asked[part] == 0.0 {
                            let arrives = visits(part, taken.store, 1.0);
                            parts[part] += over(parts[whole] * comes * count, arrives);
                        }
                    }
                }
            }
        }
        for &part in order.iter().rev() {
            for (_, assembly) in self.assemblies() {
                if !assembly.takes.iter().any(|taken| taken.products.contains(&part)) {
                    continue;
                }
                let cycles = assembly.takes.iter().map(|taken| {
                    let arrive =
                        |&product: &ProductId| parts[product] * visits(product, taken.store, 1.0);
                    taken.products.iter().map(arrive).sum::<f64>() / f64::from(taken.count)
                });
                let cycles = cycles.fold(f64::INFINITY, f64::min);
                for made in &assembly.gives {
                    parts[made.product] = parts[made.product].max(cycles * f64::from(made.count));
                }
            }
        }
        parts
    }

    /// Cycles of a station that takes parts for one of a product; `None` if it takes none for it.
    fn takes_for(&self, whole: ProductId, station: StationId, assembly: &Assembly) -> Option<f64> {
        if assembly.gives.is_empty() {
            let visits = self.passes(whole, station);
            return (visits > 0).then_some(visits as f64);
        }
        let made = assembly.gives.iter().find(|made| made.product == whole)?;
        Some(1.0 / f64::from(made.count))
    }

    /// Parts that come out of one cycle with those at a place, them included; 1 where each has its own.
    pub(super) fn comes_out_with(&self, place: PlaceId) -> f64 {
        let assembly = self.stations[self.places[place].station].assembly.as_deref();
        assembly.map_or(1.0, |assembly| assembly.size() as f64)
    }

    /// The products, each before what is taken for it.
    fn wholes_first(&self) -> Vec<ProductId> {
        let parts = |whole| self.parts_of(whole).into_iter().map(|(part, ..)| part);
        self.before_what_they_need(parts)
    }

    /// The products that an unlimited supply comes to in the end: those that are not taken, one of those that
    /// come out together.
    pub(super) fn supplied_in_the_end(&self) -> impl Iterator<Item = ProductId> + '_ {
        let is_made = |product: ProductId| {
            let mut gives = self.assemblies().map(|(_, assembly)| &assembly.gives);
            let place = gives.find_map(|made| made.iter().position(|m| m.product == product));
            place.map(|place| place == 0)
        };
        self.products.ids().filter(move |&product| {
            let is_supplied = self.supplies.iter().any(|supply| supply.product == product);
            !self.is_taken(product) && is_made(product).unwrap_or(is_supplied)
        })
    }

    /// The shares of conveyors that a part of a product takes, with all that comes with it.
    pub(super) fn rides_with_parts(
        &self,
        product: ProductId,
        (works, rides): (&[Works], &[Rides]),
        most: &Table<ConveyorId, f64>,
    ) -> Vec<(ConveyorId, f64)> {
        let mut one = Table::filled(self.products.len(), 0.0);
        one[product] = 1.0;
        let mut shares: BTreeMap<ConveyorId, f64> = BTreeMap::new();
        for (part, &parts) in
            self.joined(&one, Some(works)).enumerated().filter(|(_, parts)| **parts > 0.0)
        {
            for (conveyor, share) in rides::shares_of(rides, part, most) {
                *shares.entry(conveyor).or_default() += parts * share;
            }
        }
        shares.into_iter().collect()
    }

    /// The shares of stations that a part of a product takes, with all that comes with it.
    pub(super) fn shares_with_parts(
        &self,
        product: ProductId,
        works: &[Works],
        capacities: &Table<StationId, Capacity>,
    ) -> Vec<(StationId, f64)> {
        let mut one = Table::filled(self.products.len(), 0.0);
        one[product] = 1.0;
        let mut shares: Works = Works::new();
        for (part, &parts) in
            self.joined(&one, Some(works)).enumerated().filter(|(_, parts)| **parts > 0.0)
        {
            for (&station, work) in &works[part.position()] {
                shares.entry(station).or_default().add(work, parts);
            }
        }
        let share = |(station, work): (StationId, super::Work)| {
            (station, capacities[station].share(work.occupied))
        };
        shares.into_iter().map(share).collect()
    }
}
