//! Swap: finished parts that wait for each other's room in a circle change places (`deadlock = "swap"`).
//!
//! They do so when all else that is possible in the instant has happened, and all at once: nobody else gets the
//! room that one of them leaves. A circle with a machine that is down or closed waits for that. What waits for
//! anything but places in front of stations stays a deadlock.

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

    /// The circle to which the waits of a deadlocked station lead: of each station the first machine that can take
    /// part, and of its next stations the first.
    fn circle_from(&self, station: StationId) -> Circle {
        let mut path: Vec<(StationId, Link)> = Vec::new();
        let mut at = station;
        loop {
            if let Some(from) = path.iter().position(|&(known, _)| known == at) {
                return Circle::Of(path[from..].iter().map(|&(_, link)| link).collect());
            }
            let machines = self.model.stations[at].machines;
            let links: Vec<Link> =
                machines.iter().filter_map(|machine| self.link(machine)).collect();
            let sound = links.iter().find(|(machine, ..)| self.machines.is_sound(*machine));
            let Some(&link) = sound else {
                return if links.is_empty() { Circle::Never } else { Circle::Later };
            };
            path.push((at, link));
            at = self.model.places[link.2].station;
        }
    }

    /// A finished part that waits for a place in front of a station and nothing else, and that place.
    fn link(&self, machine: MachineId) -> Option<Link> {
        let Holding::Finished(part) = self.machines.holding(machine) else { return None };
        if !self.waits_for_room_alone(machine) || self.batches.has_others(machine) {
            return None;
        }
        let Target::Step(step) = self.target(part) else { return None };
        if self.door_behind(part, step).is_some() {
            return None;
        }
        let from = self.model.machines[machine].station;
        let is_paced = |station: StationId| self.model.stations[station].takt.is_some();
        if is_paced(from) || self.inspection_of(part).is_some() {
            return None;
        }
        let is_plain = |place: &PlaceId| {
            let to = self.model.places[*place].station;
            let is_moved = self.model.conveyor(from, to).is_some()
                || self.model.stand(from, to).is_some()
                || self.model.milkrun(from, to).is_some();
            to != from && !is_moved && !is_paced(to) && !self.model.stations[to].is_store()
        };
        let place = self.places_of(part, step).iter().find(is_plain)?;
        Some((machine, part, place))
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
