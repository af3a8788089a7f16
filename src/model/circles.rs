//! Stations that can wait for each other's room in a circle.

use super::{Model, Taken, Target};
use crate::ids::{Id, SharedBufferId, StationId, Table};

impl Model {
    /// The stations that can wait for each other's room in a circle; only there a deadlock is looked for.
    pub fn circles(&self) -> Table<StationId, bool> {
        // Behind the stations stands one more for each shared buffer: who waits for its places waits for all whose
        // parts may hold them.
        let stations = self.stations.len();
        let nodes = stations + self.shared_buffers.len();
        let mut next: Table<StationId, Vec<StationId>> = Table::filled(nodes, Vec::new());
        let node = |id: SharedBufferId| StationId::at(stations + id.position());
        for (id, row) in self.shared_buffers.enumerated() {
            next[node(id)].clone_from(&row.stations);
        }
        let mut link = |from: StationId, target: Target| {
            let Target::Step(step) = target else { return };
            for place in self.steps[step].places.iter() {
                let to = self.places[place].station;
                let waits = self.stations[to].may_keep_out() && to != from;
                let shared = self.stations[to].shared.map(node);
                for to in shared.into_iter().chain(waits.then_some(to)) {
                    if !next[from].contains(&to) {
                        next[from].push(to);
                    }
                }
            }
        };
        for (id, place) in self.places.enumerated() {
            let inspection = self.inspection_behind(id).map(Target::Step);
            for target in self.targets(place.step).chain(inspection) {
                link(place.station, target);
            }
        }
        // A machine that waits for an approval waits whether there is room there or not.
        for (from, row) in self.stations.enumerated() {
            let first = row.first_piece().filter(|first| first.waits);
            if let Some(at) = first.and_then(|first| first.at)
                && !next[from].contains(&at)
            {
                next[from].push(at);
            }
        }
        for (_, assembly) in self.assemblies() {
            for taken in &assembly.takes {
                // In shared places, and by a clearance, parts of others can keep out what a store itself lacks.
                let store = &self.stations[taken.store];
                let shares = store.shared.is_some() || store.clearance.is_some();
                let others =
                    assembly.takes.iter().filter(|other| shares || other.store != taken.store);
                for maker in others.flat_map(|other| self.makers(other)) {
                    if !next[taken.store].contains(&maker) {
                        next[taken.store].push(maker);
                    }
                }
            }
        }
        let found = in_circles(&next);
        found.iter().copied().take(stations).collect()
    }

    /// The stations through which parts come that are taken.
    pub fn makers<'m>(&'m self, taken: &'m Taken) -> impl Iterator<Item = StationId> + 'm {
        let steps = taken.products.iter().flat_map(|&product| self.products[product].steps.iter());
        let places = steps.flat_map(|step| self.steps[step].places.iter());
        places.map(|place| self.places[place].station).filter(|at| *at != taken.store)
    }
}

/// Which stations lie on a circle of links between different stations.
///
/// Cost: proportional to stations and links. Two walks: the first notes stations as everything
/// behind them is done, the second goes against the links from the last noted; what one walk of the
/// second reaches are the stations that reach each other.
///
/// Source: the algorithm of S. R. Kosaraju, in M. Sharir, *A strong-connectivity algorithm and its
/// applications in data flow analysis*, 1981.
fn in_circles(next: &Table<StationId, Vec<StationId>>) -> Table<StationId, bool> {
    let n = next.len();
    let mut before: Table<StationId, Vec<StationId>> = Table::filled(n, Vec::new());
    for (from, links) in next.enumerated() {
        for &to in links {
            before[to].push(from);
        }
    }
    let mut seen = Table::filled(n, false);
    let mut done = Vec::with_capacity(n);
    for start in next.ids() {
        let mut path = vec![(start, 0)];
        while let Some((station, link)) = path.pop() {
            if link == 0 && std::mem::replace(&mut seen[station], true) {
                continue;
            }
            if let Some(&to) = next[station].get(link) {
                path.extend([(station, link + 1), (to, 0)]);
            } else {
                done.push(station);
            }
        }
    }
    let mut circles = Table::filled(n, false);
    for start in done.into_iter().rev() {
        let mut open = vec![start];
        let mut group = Vec::new();
        while let Some(station) = open.pop() {
            if std::mem::replace(&mut seen[station], false) {
                group.push(station);
                open.extend_from_slice(&before[station]);
            }
        }
        if group.len() > 1 {
            for station in group {
                circles[station] = true;
            }
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stations_that_reach_each_other_are_in_circles() {
        // 0 and 1 lead to each other, 2 is on the way to the circle of 3, 4 and 5, 6 is behind it.
        let links: [&[usize]; 7] = [&[1], &[0, 2], &[3], &[4], &[5], &[3, 6], &[]];
        let links = links.iter().map(|to| to.iter().map(|&to| StationId::at(to)).collect());
        let circles = in_circles(&links.collect());
        let found: Vec<bool> = circles.iter().copied().collect();
        assert_eq!(found, [true, true, false, true, true, true, false]);
    }
}
