//! Where routes lead: which steps are reached, how far each is from the exit, and what follows from
//! that for the order in which stations are served.

use std::collections::VecDeque;

use crate::ids::{Id, ProductId, StationId, StepId, Table};
use crate::model::{Model, Next, Product, Target};
use crate::units::natural_order;

impl Model {
    /// The targets of a step.
    pub(in crate::model) fn targets(&self, step: StepId) -> impl Iterator<Item = Target> + '_ {
        let (only, shares) = match self.steps[step].next {
            Next::Always(target) => (Some(target), 0..0),
            Next::Shares { first, end } => (None, first as usize..end as usize),
        };
        only.into_iter().chain(self.shares[shares].iter().map(|share| share.target))
    }

    /// Whether a part of the product can come to each of its steps. Shape: its steps, in order.
    pub(in crate::model) fn reached(&self, product: &Product) -> Vec<bool> {
        let mut reached = vec![false; product.steps.len()];
        let starts = product.lines.iter().flat_map(|line| self.lines[line].steps.iter().take(1));
        let mut open: Vec<StepId> = starts.collect();
        while let Some(step) = open.pop() {
            let position = position(product, step);
            if reached[position] {
                continue;
            }
            reached[position] = true;
            open.extend(self.targets(step).filter_map(|target| match target {
                Target::Step(next) => Some(next),
                Target::Out => None,
            }));
        }
        reached
    }

    /// Fewest further steps until a part has left the plant; `None` where it never can.
    /// Shape: the steps of the product, in order.
    pub(in crate::model) fn steps_to_exit(&self, product: &Product) -> Vec<Option<u32>> {
        let mut before: Vec<Vec<StepId>> = vec![Vec::new(); product.steps.len()];
        let mut distance = vec![None; product.steps.len()];
        let mut open = VecDeque::new();
        for step in product.steps.iter() {
            for target in self.targets(step) {
                match target {
                    Target::Step(next) => before[position(product, next)].push(step),
                    Target::Out if distance[position(product, step)].is_none() => {
                        distance[position(product, step)] = Some(0);
                        open.push_back((step, 0));
                    }
                    Target::Out => {}
                }
            }
        }
        while let Some((step, far)) = open.pop_front() {
            for &earlier in &before[position(product, step)] {
                let entry = &mut distance[position(product, earlier)];
                if entry.is_none() {
                    *entry = Some(far + 1);
                    open.push_back((earlier, far + 1));
                }
            }
        }
        distance
    }

    /// Fewest further steps behind the end of each product's route: of what its parts go into. 0 where they
    /// leave the plant.
    pub(in crate::model) fn steps_behind(&self) -> Table<ProductId, u32> {
        let mut behind = Table::filled(self.products.len(), 0);
        // Nothing is needed for itself: what is known of the last ones settles those before them.
        for _ in self.assemblies() {
            for (station, assembly) in self.assemblies() {
                let Some(nearest) = self.nearest_of(station, &behind) else { continue };
                for &product in assembly.takes.iter().flat_map(|taken| &taken.products) {
                    behind[product] = nearest + 1;
                }
            }
        }
        behind
    }

    /// Fewest steps from a station to the exit, for whatever comes there.
    fn nearest_of(&self, station: StationId, behind: &Table<ProductId, u32>) -> Option<u32> {
        let of_product = |(id, product): (ProductId, &Product)| {
            let distances = self.steps_to_exit(product);
            let here = product.steps.iter().zip(distances).filter_map(|(step, distance)| {
                let mut places = self.steps[step].places.iter();
                places.any(|place| self.places[place].station == station).then_some(distance?)
            });
            here.min().map(|distance| distance + behind[id])
        };
        self.products.enumerated().filter_map(of_product).min()
    }

    /// Gives every station its rank: nearest to the exit first, then by name; stations that no
    /// route visits come last.
    pub(in crate::model) fn rank_stations(&mut self) {
        let mut nearest: Table<StationId, u32> = Table::filled(self.stations.len(), u32::MAX);
        let behind = self.steps_behind();
        for (id, product) in self.products.enumerated() {
            let distances = self.steps_to_exit(product);
            for (step, distance) in product.steps.iter().zip(distances) {
                for place in self.steps[step].places.iter() {
                    let entry = &mut nearest[self.places[place].station];
                    let distance = distance.map_or(u32::MAX, |distance| distance + behind[id]);
                    *entry = (*entry).min(distance);
                }
            }
        }
        let mut order: Vec<StationId> = self.stations.ids().collect();
        order.sort_by(|&one, &other| {
            let names = || natural_order(&self.stations[one].name, &self.stations[other].name);
            nearest[one].cmp(&nearest[other]).then_with(names)
        });
        for (rank, station) in (0..).zip(order) {
            self.stations[station].rank = rank;
        }
    }
}

/// Position of a step in the route of its product.
fn position(product: &Product, step: StepId) -> usize {
    step.position() - product.steps.first().position()
}
