//! Deadlock: stations whose parts wait for each other's room, and for nothing else, for ever.
//!
//! A station lives if it will give room some day by itself: it has room now, or a machine of it is
//! empty, works, or waits for something other than room. A machine that waits for room at a living station will get
//! it. What is left when all that lives is taken away is deadlocked.
//!
//! Source: R. C. Holt, *Some deadlock properties of computer systems*, ACM Computing Surveys 4(3),
//! 1972 (reduction of the graph of waits).

use super::machine::Holding;
use super::{Observer, Plant};
use crate::ids::{MachineId, StationId, Table};
use crate::model::{Model, Next, Target};

/// The stations that can wait for each other in a circle; only there a deadlock is looked for.
pub(super) fn circles(model: &Model) -> Table<StationId, bool> {
    let mut next: Table<StationId, Vec<StationId>> =
        Table::filled(model.stations.len(), Vec::new());
    let mut link = |from: StationId, target: Target| {
        let Target::Step(step) = target else { return };
        for place in model.steps[step].places.iter() {
            let to = model.places[place].station;
            let waits = model.stations[to].buffer.is_some() && to != from;
            if waits && !next[from].contains(&to) {
                next[from].push(to);
            }
        }
    };
    for place in &model.places {
        match model.steps[place.step].next {
            Next::Always(target) => link(place.station, target),
            Next::Shares { first, end } => {
                for share in &model.shares[first as usize..end as usize] {
                    link(place.station, share.target);
                }
            }
        }
    }
    in_circles(&next)
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

impl<O: Observer> Plant<'_, O> {
    /// A machine begins to wait for room: notes the deadlock that this may complete.
    pub(super) fn watch_deadlock(&mut self, machine: MachineId) {
        let station = self.model.machines[machine].station;
        if self.deadlock.is_none() && self.circles[station] {
            let dead = self.dead_among_waits(station);
            if !dead.is_empty() {
                self.deadlock = Some((self.now, dead));
            }
        }
    }

    /// The deadlocked stations among those that the parts at `start` wait for; none if all live.
    fn dead_among_waits(&self, start: StationId) -> Vec<StationId> {
        let mut waiting: Vec<(StationId, Vec<StationId>)> = Vec::new();
        let mut living: Vec<StationId> = Vec::new();
        let mut open = vec![start];
        while let Some(station) = open.pop() {
            let known = waiting.iter().any(|(other, _)| *other == station);
            if known || living.contains(&station) {
                continue;
            }
            match self.waits_of(station) {
                None => living.push(station),
                Some(waits) => {
                    open.extend_from_slice(&waits);
                    waiting.push((station, waits));
                }
            }
        }
        // What waits for something living lives; until nothing changes.
        while let Some(at) =
            waiting.iter().position(|(_, waits)| waits.iter().any(|other| living.contains(other)))
        {
            living.push(waiting.swap_remove(at).0);
        }
        let mut dead: Vec<StationId> = waiting.into_iter().map(|(station, _)| station).collect();
        dead.sort_unstable();
        dead
    }

    /// The stations that all machines of a station wait for; `None` if one of them does not wait.
    fn waits_of(&self, station: StationId) -> Option<Vec<StationId>> {
        if self.buffers.has_room(station) {
            return None;
        }
        let mut waits = Vec::new();
        for machine in self.model.stations[station].machines.iter() {
            if !self.machines.waits_for_room(machine) {
                return None;
            }
            let part = match self.machines.holding(machine) {
                Holding::Nothing => return None,
                Holding::InCycle(part) | Holding::Finished(part) => part,
            };
            // A part that comes back here has room as soon as the machine is sound and open.
            if self.comes_back(part) {
                return None;
            }
            let places = self.model.steps[self.next_step(part)].places.iter();
            waits.extend(places.map(|place| self.model.places[place].station));
        }
        Some(waits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;

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
