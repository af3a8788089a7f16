//! Whether what stations take and give fits the routes, and what is noticed of it.

use crate::diagnostic::{Diagnostic, Spot, code};
use crate::ids::{ProductId, StationId};
use crate::model::compile::Compiler;
use crate::model::names::spot_of;

impl Compiler<'_> {
    /// Finds the first steps of what stations give, and complains about routes that do not fit; comes after
    /// the products.
    pub(in crate::model) fn check_assemblies(&mut self) {
        let stations: Vec<StationId> =
            self.model.assemblies().map(|(station, _)| station).collect();
        for &station in &stations {
            self.find_first_places(station);
            self.check_takers(station);
            self.check_visitors(station);
        }
        if !stations.is_empty() && !self.complaints.has_errors() {
            self.check_circles();
        }
    }

    /// The routes of what a station gives begin there.
    fn find_first_places(&mut self, station: StationId) {
        let Some(mut assembly) = self.model.stations[station].assembly.take() else { return };
        for made in &mut assembly.gives {
            let Some(product) = self.model.products.get(made.product) else { continue };
            let first = product.lines.iter().find_map(|line| {
                let places = self.model.steps[self.model.lines[line].steps.iter().next()?].places;
                let only = places.iter().next().filter(|_| places.len() == 1)?;
                (self.model.places[only].station == station).then_some(only)
            });
            if let Some(place) = first.filter(|_| product.lines.len() == 1) {
                made.place = place;
                continue;
            }
            let name = product.name.clone();
            let at = self.model.stations[station].name.clone();
            let message = format!("`{at}` gives `{name}`, whose route does not begin there");
            let hint = format!("write `{at}` alone as the first step of `{name}`");
            let spot = spot_of(&self.scenario.product, &name);
            let complaint = Diagnostic::error(code::ROUTE, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
        self.model.stations[station].assembly = Some(assembly);
    }

    /// What a station takes comes to it, and to no other one.
    fn check_takers(&mut self, station: StationId) {
        let takes = self.model.stations[station].assembly.as_ref().map(|row| row.takes.clone());
        let takes = takes.unwrap_or_default();
        let taken =
            takes.iter().flat_map(|taken| taken.products.iter().map(|id| (*id, taken.store)));
        for (id, store) in taken {
            let Some(product) = self.model.products.get(id) else { continue };
            let comes = product.lines.iter().all(|line| {
                let last = self.model.lines[line].steps.iter().last();
                let mut places =
                    last.into_iter().flat_map(|step| self.model.steps[step].places.iter());
                places.any(|place| self.model.places[place].station == store)
            });
            let at = &self.model.stations[station].name;
            let name = product.name.clone();
            let message = if !comes {
                format!("`{at}` takes `{name}`, whose route does not come there")
            } else if self.model.taker(id) != Some(station) {
                format!("`{name}` is taken at `{at}` and elsewhere")
            } else {
                continue;
            };
            let hint = format!("let the route of `{name}` end at `{at}`, and only there");
            let spot = spot_of(&self.scenario.product, &name);
            let complaint = Diagnostic::error(code::ROUTE, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Who comes to a station on the way is what that gives; or, where it gives nothing, somebody must come.
    fn check_visitors(&mut self, station: StationId) {
        let Some(assembly) = self.model.stations[station].assembly.clone() else { return };
        let mut others: Vec<(ProductId, Spot)> = Vec::new();
        let mut comes = false;
        for place in self.model.places.ids().filter(|&p| self.model.places[p].station == station) {
            comes = true;
            let product = self.model.steps[self.model.places[place].step].product;
            let is_first = assembly.gives.iter().any(|made| made.place == place);
            let is_told = assembly.gives.iter().any(|made| {
                made.product == product && self.model.places[made.place].station != station
            });
            if !assembly.gives.is_empty() && !is_first && !is_told {
                let name = self.model.products.get(product).map(|row| row.name.clone());
                let spot = name.and_then(|name| spot_of(&self.scenario.product, &name));
                others.extend(spot.map(|spot| (product, spot)));
            }
        }
        others.dedup_by_key(|(product, _)| *product);
        let at = self.model.stations[station].name.clone();
        for (product, spot) in others {
            let name = &self.model.products[product].name;
            let message = format!("`{name}` comes to `{at}`, which does not take it");
            let hint = format!(
                "name it in `takes`; or leave `gives` out, if what `{at}` takes goes into `{name}`"
            );
            self.complain(Diagnostic::error(code::ROUTE, message).at(spot).hint(hint));
        }
        if assembly.gives.is_empty() && !comes {
            let message = format!("`{at}` takes parts and gives nothing, and nothing comes by");
            let hint = "say what it `gives`, or let the route of a product pass it";
            let spot = spot_of(&self.scenario.station, &at);
            let complaint = Diagnostic::error(code::ROUTE, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Nothing is needed for itself.
    fn check_circles(&mut self) {
        for product in self.model.products.ids() {
            let mut seen = vec![product];
            let mut open = self.model.parts_of(product);
            while let Some((part, ..)) = open.pop() {
                if part == product {
                    let name = self.model.products[product].name.clone();
                    let message = format!("`{name}` is taken to make what it is made of");
                    let spot = spot_of(&self.scenario.product, &name);
                    let complaint = Diagnostic::error(code::ROUTE, message);
                    self.complain(Diagnostic { spot, ..complaint });
                    return;
                }
                if !seen.contains(&part) {
                    seen.push(part);
                    open.extend(self.model.parts_of(part));
                }
            }
        }
    }

    /// What an unlimited supply brings faster than what goes with it stands in its store.
    pub(in crate::model) fn warn_about_stores(&mut self) {
        let mut found = Vec::new();
        for (station, assembly) in self.model.assemblies() {
            let fills = |store: StationId| {
                let row = &self.model.stations[store];
                row.buffer.is_none() && row.supply.is_none()
            };
            let endless = assembly.takes.iter().filter(|taken| fills(taken.store));
            let several = assembly.takes.len() > 1 || assembly.gives.is_empty();
            if several && !self.model.supplies.is_empty() {
                let name = |store: StationId| self.model.stations[store].name.clone();
                found.extend(endless.map(|taken| (station, name(taken.store))));
            }
        }
        for (station, store) in found {
            let message = format!(
                "there is room without end for {store}: it fills if what goes with it comes more slowly"
            );
            let hint = "give `buffer` so many places for each product";
            let spot = spot_of(&self.scenario.station, &self.model.stations[station].name);
            let complaint = Diagnostic::warning(code::OVERLOAD, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Who gives back the card of a part that goes into another one is not settled yet.
    pub(in crate::model) fn refuse_assembly(&mut self) {
        let first = self.scenario.station.iter().find(|(_, table)| table.takes.is_some());
        let Some((name, _)) = first else { return };
        let message = format!(
            "`{}` takes parts: cards of the plant, a line or a kanban are not possible there yet",
            name.value
        );
        let hint = "limit what waits for it by `buffer`, so many places for each product";
        self.complain(Diagnostic::error(code::CONFLICT, message).at(name.spot).hint(hint));
    }

    /// Parts with orders of their own are of no order with others: they never make a kit.
    pub(super) fn warn_of_kits(&mut self) {
        let mut found = Vec::new();
        for (station, assembly) in self.model.assemblies().filter(|(_, assembly)| assembly.kit) {
            let all = assembly.takes.iter().flat_map(|taken| &taken.products);
            let is_alone = assembly.takes.len() == 1 && !assembly.gives.is_empty();
            let own = all.copied().find(|&product| self.is_asked(product));
            if let Some(product) = own.filter(|_| !is_alone) {
                let name = |id: ProductId| self.model.products[id].name.clone();
                found.push((self.model.stations[station].name.clone(), name(product)));
            }
        }
        for (at, product) in found {
            let message = format!(
                "`{product}` has orders of its own, and `{at}` takes kits of one order: it never makes one"
            );
            let hint = "order what is made of it alone, or leave `kit` out";
            let kit = self.scenario.station.get(&at).and_then(|row| row.kit.as_ref());
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot: kit.map(|kit| kit.spot), ..complaint });
        }
    }

    /// Which of a family come is for those to say who order them: somebody must.
    pub(super) fn complain_about_families(&mut self) {
        let mut missing = Vec::new();
        for (station, assembly) in self.model.assemblies() {
            let families = assembly.takes.iter().filter(|taken| taken.products.len() > 1);
            let unknown = families.filter(|taken| {
                let mut products = taken.products.iter();
                !products
                    .any(|&product| self.is_asked(product) || self.model.is_made_of_others(product))
            });
            let name = |store: StationId| self.model.stations[store].name.clone();
            missing.extend(unknown.map(|taken| (station, name(taken.store))));
        }
        for (station, store) in missing {
            let at = &self.model.stations[station].name;
            let message =
                format!("nobody orders any product of the family that is taken as {store}");
            let hint = "give its products a demand or orders, or name one product in `takes`";
            let spot = spot_of(&self.scenario.station, at);
            let complaint = Diagnostic::error(code::ROUTE, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Whoever comes back by chance takes parts again, which do not come with the orders.
    pub(super) fn warn_of_second_visits(&mut self) {
        let mut found = Vec::new();
        for (station, assembly) in self.model.assemblies() {
            for (id, product) in self.model.products.enumerated() {
                let is_main = assembly.gives.is_empty() && product.loops;
                if is_main && !product.along.is_empty() && self.model.passes(id, station) > 0 {
                    found.push((product.name.clone(), self.model.stations[station].name.clone()));
                }
            }
        }
        for (product, at) in found {
            let message = format!(
                "`{product}` may come to `{at}` again, where it takes parts each time; those of one time \
                 come with its orders"
            );
            let hint =
                "give what is taken a demand of its own, or let the parts come back elsewhere";
            let spot = spot_of(&self.scenario.product, &product);
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }
}
