//! Parts that find no room at the end of their cycle, and do it again (`block = "again"`).
//!
//! Whether there is room is known when all else that is possible in an instant has happened. Each time is a visit
//! of its own, with what is drawn for it. A machine that has closed or failed keeps its part until it goes on.

use super::agenda::Rare;
use super::machine::Holding;
use super::{Observer, Plant};
use crate::ids::{MachineId, StationId};
use crate::model::Blocking;

impl<O: Observer> Plant<'_, O> {
    /// A finished part waits for room: it may do its cycle again.
    #[inline(never)]
    pub(super) fn may_go_again(&mut self, machine: MachineId) {
        let station = self.model.machines[machine].station;
        if self.model.stations[station].blocking == Blocking::Again {
            self.agenda.put_rare(Rare::Again(station));
        }
    }

    /// Machines of a station whose finished parts have found no room work on them again.
    pub(super) fn go_again(&mut self, station: StationId) {
        for machine in self.model.stations[station].machines.iter() {
            let Holding::Finished(part) = self.machines.holding(machine) else { continue };
            if !self.machines.waits_for_room(machine) || !self.machines.is_sound(machine) {
                continue;
            }
            self.stop_waiting(machine, part);
            self.settle_in(part, self.parts.get(part).place);
            if self.machines.empty(machine).is_some() {
                self.load(station, part, machine);
                self.may_push(station);
            }
        }
    }
}
