//! Standstill: parts are inside, and nothing that is still due will ever move one.

#![expect(
    clippy::inline_always,
    reason = "on the way of every event a call costs as much as its body"
)]

use super::event::Event;
use super::machine::Holding;
use super::{Observer, Plant, Stop};
use crate::ids::{CardsId, MachineId, StationId};
use crate::model::{Deadlock, Length};
use crate::units::{Span, Time};

/// How long no part may move before it is asked whether one ever will.
const STANDSTILL: Span = Span::from_days(1);

/// Batches that wait for parts which never come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotFull {
    /// Stations with a free machine, and the most parts in front of each that go together.
    pub batches: Vec<(StationId, u32)>,
    /// Cards that are all held, while somebody waits for one.
    pub cards: Vec<CardsId>,
}

impl<O: Observer> Plant<'_, O> {
    /// Nothing is due any more before `until`: with parts inside, that may be for ever.
    pub(super) fn check_standstill(&mut self, until: Time) {
        let nothing_left = self.events.pending().next().is_none();
        if nothing_left && self.parts.inside() > 0 && until > self.now {
            self.note_standstill();
            self.stop = Some(Stop::Standstill);
        }
    }

    /// Only what comes whatever happens has come due for a while: it may go on so for ever. Asked when all that is
    /// possible at an instant has happened.
    #[inline(always)]
    pub(super) fn watch_standstill(&mut self) {
        if self.now - self.moved > STANDSTILL {
            self.look_for_standstill();
        }
    }

    #[inline(never)]
    fn look_for_standstill(&mut self) {
        if self.parts.inside() == 0 {
            return;
        }
        if self.is_stuck() {
            self.note_standstill();
            // A run of a given length goes on: its machines close, fail and are repaired.
            if self.model.run.length == Length::OrdersDone {
                self.stop = Some(Stop::Standstill);
            }
        }
        self.moved = self.now;
    }

    /// Whether every part waits for room that only another one could give.
    fn is_stuck(&self) -> bool {
        let waits = |machine: MachineId| match self.machines.holding(machine) {
            // Parts that can change places do when their machines are sound and open again.
            Holding::Finished(_) => {
                let may_swap = self.model.deadlock == Deadlock::Swap;
                !self.keeps_finished(machine) && (!may_swap || self.machines.is_sound(machine))
            }
            Holding::InCycle(_) => self.tasks.is_without_room(machine),
            Holding::Nothing => {
                let station = self.model.machines[machine].station;
                // Whoever takes parts would have taken them if all were there.
                let lacks = self.model.stations[station].assembly.is_some();
                let has_work = self.buffers.len(station) > 0
                    && self.not_enough(station).is_none()
                    && !self.pools.waits(machine)
                    && !self.lack_all(station);
                lacks
                    || !has_work && !self.is_wanted_by_some(station)
                    || self.takes_none_in(station)
            }
        };
        let comes = |slot| match self.slots.event(slot) {
            // What is waited for is ordered then.
            Event::StockReviewed(material) | Event::Expired(material) => {
                !self.is_waited_for(material)
            }
            event => !event.moves_parts(),
        };
        self.model.machines.ids().all(waits)
            && !self.conveyors.may_move()
            && self.stands.ready().next().is_none()
            && self.vehicles.parts().next().is_none()
            && !self.may_leave_by_lorry()
            && !self.may_tour()
            && !self.may_move_line()
            && self.events.pending().all(comes)
    }

    fn note_standstill(&mut self) {
        if self.deadlock.is_none() {
            self.deadlock = Some((self.now, self.holding_stations()));
            self.note_missing_material();
            let batches = self.batches_not_full();
            if !batches.is_empty() {
                let cards = self.cards_all_held();
                self.not_full = Some(Box::new(NotFull { batches, cards }));
            }
        }
    }

    fn batches_not_full(&self) -> Vec<(StationId, u32)> {
        let is_free = |machine: MachineId| self.machines.holding(machine) == Holding::Nothing;
        let stations = self.model.stations.enumerated();
        let free = stations.filter(|(_, row)| row.machines.iter().any(is_free));
        let full = free.filter_map(|(station, _)| Some((station, self.not_enough(station)?)));
        full.chain(self.too_few_for_lorries()).collect()
    }

    /// Stations at which fewer parts wait than a lorry takes, and how many.
    fn too_few_for_lorries(&self) -> impl Iterator<Item = (StationId, u32)> {
        let stations = self.model.stations.enumerated();
        let outside = stations.filter(|(_, row)| row.outside.is_some());
        outside.map(|(id, _)| (id, self.buffers.len(id))).filter(|&(_, parts)| parts > 0)
    }

    /// The pools of which all are out, while somebody waits for one.
    pub fn pools_all_held(&self) -> impl Iterator<Item = CardsId> {
        let cards = &self.model.control.cards;
        self.cards_all_held().into_iter().filter(|&id| cards[id].pool.is_some())
    }

    fn cards_all_held(&self) -> Vec<CardsId> {
        let control = &self.model.control;
        let is_wanted = |id: CardsId| {
            let mut doors = control.doors.enumerated();
            let mut machines = self.model.machines.ids();
            doors.any(|(door, row)| row.takes.contains(&id) && self.cards.is_wanted(door))
                || machines.any(|machine| self.pools.waits_for(machine, id))
        };
        let all = control.cards.enumerated();
        let held = all.filter(|(id, _)| !self.is_one_free(*id) && is_wanted(*id));
        held.map(|(id, _)| id).collect()
    }

    /// Stations with a part on a machine or in front.
    fn holding_stations(&self) -> Vec<StationId> {
        let holds = |machine: MachineId| self.machines.holding(machine) != Holding::Nothing;
        let stations = self.model.stations.enumerated().filter(|(id, station)| {
            self.buffers.len(*id) > 0 || station.machines.iter().any(holds)
        });
        stations.map(|(id, _)| id).collect()
    }
}
