//! Standstill: parts are inside, and nothing that is still due will ever move one.

use super::machine::Holding;
use super::{Observer, Plant, Stop};
use crate::ids::{MachineId, StationId};
use crate::model::Length;
use crate::units::{Span, Time};

/// How long no part may move before it is asked whether one ever will.
const STANDSTILL: Span = Span::from_days(1);

impl<O: Observer> Plant<'_, O> {
    /// Nothing is due any more before `until`: with parts inside, that may be for ever.
    pub(super) fn check_standstill(&mut self, until: Time) {
        let nothing_left = self.events.pending().next().is_none();
        if nothing_left && self.parts.inside() > 0 && until > self.now {
            self.note_standstill();
            self.stop = Some(Stop::Standstill);
        }
    }

    /// Only what comes whatever happens has come due for a while: it may go on so for ever.
    pub(super) fn watch_standstill(&mut self) {
        if self.parts.inside() > 0 && self.now - self.moved > STANDSTILL {
            if self.is_stuck() {
                self.note_standstill();
                // A run of a given length goes on: its machines close, fail and are repaired.
                if self.model.run.length == Length::OrdersDone {
                    self.stop = Some(Stop::Standstill);
                }
            }
            self.moved = self.now;
        }
    }

    /// Whether every part waits for room that only another one could give.
    fn is_stuck(&self) -> bool {
        let waits = |machine: MachineId| match self.machines.holding(machine) {
            Holding::Finished(_) => !self.keeps_finished(machine),
            Holding::InCycle(_) => self.tasks.is_without_room(machine),
            Holding::Nothing => {
                let station = self.model.machines[machine].station;
                // Whoever takes parts would have taken them if all were there.
                let lacks = self.model.stations[station].assembly.is_some();
                lacks || self.buffers.len(station) == 0 && !self.buffers.is_wanted(station)
            }
        };
        let comes = |slot| !self.slots.event(slot).moves_parts();
        self.model.machines.ids().all(waits) && self.events.pending().all(comes)
    }

    fn note_standstill(&mut self) {
        if self.deadlock.is_none() {
            self.deadlock = Some((self.now, self.holding_stations()));
        }
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
