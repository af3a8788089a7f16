//! Swap: finished parts that wait for each other's room in a circle change places (`deadlock = "swap"`).
//!
//! They do so when all else that is possible in the instant has happened, and all at once: nobody else gets the
//! room that one of them leaves. A circle with a machine that is down or closed waits for that. What waits for
//! anything but places in front of stations stays a deadlock, and so does what waits for a station to be clear.

use super::agenda::Rare;
use super::cause::Token;
use super::machine::Holding;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, StationId};
use crate::model::{Deadlock, Target};

/// A machine of a circle, its part, and where that goes.
type Link = (MachineId, PartId, PlaceId);

/// What is found behind stations that wait for each other.
enum Circle {
    /// These parts can change places.
    Of(Vec<Link>),
    /// They could, if a machine were not down or closed.
    Later,
    /// They cannot.
    Never,
}

impl<O: Observer> Plant<'_, O> {
    /// A machine that is sound and open again holds a part that waits for room: its circle may change places.
    pub(super) fn may_swap(&mut self, machine: MachineId) {
        if self.model.deadlock == Deadlock::Swap {
            self.knots.push(self.model.machines[machine].station);
            self.agenda.put_rare(Rare::Swap);
        }
    }

    /// Parts that wait for each other change places; what cannot is a deadlock.
    pub(super) fn swap_parts(&mut self) {
        let mut stations = std::mem::take(&mut self.knots);
        stations.sort_unstable();
        stations.dedup();
        for station in stations {
            let dead = self.dead_among_waits(station);
            if dead.is_empty() {
                continue;
            }
            match self.circle_from(station) {
                Circle::Of(links) => self.change_places(&links),
                Circle::Never if self.deadlock.is_none() => self.deadlock = Some((self.now, dead)),
                Circle::Never | Circle::Later => {}
            }
        }
    }

    /// A circle to which the waits of a deadlocked station lead, the first that is found: of each station its machines,
    /// and of their parts the next stations, in the order written.
    fn circle_from(&self, station: StationId) -> Circle {
        let mut is_later = false;
        let mut met = vec![station];
        // Stations on the way, each with the links that are still to be tried.
        let mut path = vec![(station, self.links_of(station, &mut is_later))];
        let mut taken: Vec<Link> = Vec::new();
        while let Some((_, links)) = path.last_mut() {
            let Some(link) = links.pop() else {
                path.pop();
                taken.pop();
                continue;
            };
            let to = self.model.places[link.2].station;
            if let Some(from) = path.iter().position(|&(known, _)| known == to) {
                taken.push(link);
                return Circle::Of(taken.split_off(from));
            }
            if !met.contains(&to) {
                met.push(to);
                taken.push(link);
                path.push((to, self.links_of(to, &mut is_later)));
            }
        }
        if is_later { Circle::Later } else { Circle::Never }
    }

    /// What the machines of a station that are open and not down can give away, the last first; whether others
    /// could.
    fn links_of(&self, station: StationId, is_later: &mut bool) -> Vec<Link> {
        let machines = self.model.stations[station].machines.iter();
        let mut links: Vec<Link> = machines.flat_map(|machine| self.links(machine)).collect();
        let all = links.len();
        links.retain(|&(machine, ..)| self.machines.is_sound(machine));
        *is_later |= links.len() < all;
        links.reverse();
        links
    }

    /// A finished part that waits for places in front of stations and nothing else, with each of these places.
    fn links(&self, machine: MachineId) -> Vec<Link> {
        let Holding::Finished(part) = self.machines.holding(machine) else { return Vec::new() };
        let Target::Step(step) = self.target(part) else { return Vec::new() };
        let from = self.model.machines[machine].station;
        let is_paced = |station: StationId| self.model.stations[station].takt.is_some();
        if !self.waits_for_room_alone(machine)
            || self.batches.has_others(machine)
            || self.door_behind(part, step).is_some()
            || self.inspection_of(part).is_some()
            || is_paced(from)
        {
            return Vec::new();
        }
        let is_plain = |place: &PlaceId| {
            let to = self.model.places[*place].station;
            let is_moved = self.model.conveyor(from, to).is_some()
                || self.model.stand(from, to).is_some()
                || self.model.milkrun(from, to).is_some();
            let is_cleared = self.model.stations[to].clearance.is_some();
            let is_store = self.model.stations[to].is_store();
            to != from && !is_moved && !is_paced(to) && !is_store && !is_cleared
        };
        let places = self.places_of(part, step).iter().filter(is_plain);
        places.map(|place| (machine, part, place)).collect()
    }

    fn change_places(&mut self, links: &[Link]) {
        if O::CAUSES {
            let tokens = links.iter().map(|&(_, part, _)| self.parts.token(part));
            let last = tokens.reduce(Token::later).unwrap_or_default();
            for &(machine, part, _) in links {
                let token = self.reach_now(last, machine);
                self.parts.set_token(part, token);
                self.machines.set_token(machine, token);
            }
        }
        for &(machine, part, _) in links {
            self.stop_waiting(machine, part);
        }
        for &(machine, ..) in links {
            self.vacate(machine);
        }
        for &(_, part, place) in links {
            self.move_on(part, place);
        }
        self.observer.swapped(self.now);
    }
}
