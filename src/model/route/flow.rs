//! The stations in the order in which parts meet them: the order of tables.

use crate::ids::{Id, ProductId, StationId, Table};
use crate::model::Model;
use crate::units::natural_order;

impl Model {
    /// The stations that work as parts meet them: from the one farthest from its exit to the exit, equally
    /// far ones by name. Products that share no station stand one after the other, in the order of
    /// products; stations of no route come last.
    ///
    /// The order of tables, never of decisions. It depends on names and routes only.
    pub fn flow(&self) -> Vec<StationId> {
        let has_machines = |id: &StationId| self.stations[*id].has_machines();
        let mut order: Vec<StationId> = self.working_stations().filter(has_machines).collect();
        order.sort_unstable_by_key(|&station| self.stations[station].flow);
        order
    }

    /// Gives every station its place in the order of flow.
    pub(in crate::model) fn order_by_flow(&mut self) {
        let mut farthest: Table<StationId, Option<u32>> = Table::filled(self.stations.len(), None);
        let mut groups = Groups::of(self);
        let behind = self.steps_behind();
        for (product, row) in self.products.enumerated() {
            for (step, distance) in row.steps.iter().zip(self.steps_to_exit(row)) {
                for place in self.steps[step].places.iter() {
                    let station = self.places[place].station;
                    let distance = distance.map(|distance| distance + behind[product]);
                    farthest[station] = farthest[station].max(distance);
                    groups.join(product, station);
                }
            }
            if let Some(taker) = self.taker(product) {
                groups.join(product, taker);
            }
        }
        let group: Table<StationId, usize> =
            self.stations.ids().map(|station| groups.first_product(station)).collect();
        let mut order: Vec<StationId> = self.stations.ids().collect();
        order.sort_by(|&one, &other| {
            let names = || natural_order(&self.stations[one].name, &self.stations[other].name);
            let far = || farthest[other].cmp(&farthest[one]);
            group[one].cmp(&group[other]).then_with(far).then_with(names)
        });
        for (place, station) in (0..).zip(order) {
            self.stations[station].flow = place;
        }
    }
}

/// Products that share stations, directly or through others, are of one group.
struct Groups {
    /// A product of the same group that comes earlier; itself for the first.
    earlier: Vec<usize>,
    /// A product that visits each station.
    visitor: Table<StationId, Option<usize>>,
}

impl Groups {
    fn of(model: &Model) -> Self {
        let earlier = (0..model.products.len()).collect();
        Self { earlier, visitor: Table::filled(model.stations.len(), None) }
    }

    fn join(&mut self, product: ProductId, station: StationId) {
        let one = self.first(product.position());
        let other = self.visitor[station].map_or(one, |other| self.first(other));
        self.earlier[one.max(other)] = one.min(other);
        self.visitor[station] = Some(one.min(other));
    }

    /// The first product of the group.
    fn first(&mut self, mut product: usize) -> usize {
        while self.earlier[product] != product {
            // Halving the way keeps it short for the next who asks.
            self.earlier[product] = self.earlier[self.earlier[product]];
            product = self.earlier[product];
        }
        product
    }

    /// The first product of the group that visits a station; beyond all if none does.
    fn first_product(&mut self, station: StationId) -> usize {
        self.visitor[station].map_or(usize::MAX, |product| self.first(product))
    }
}
