//! The audit: walks the whole state and looks for what cannot be.

use super::buffer::Waiting;
use super::event::Slots;
use super::machine::Holding;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, StationId, StepId, Table};
use crate::observe::State;

impl<O: Observer> Plant<'_, O> {
    /// Checks that every part is in exactly one place, levels are within capacity, orders wait for
    /// just the parts that are inside, every promised place has a part that will come, whoever waits
    /// for room stands in the lines of just the stations that can give it, and nobody is in two
    /// places.
    ///
    /// Cost: proportional to the plant and the parts inside. For tests and debugging.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn audit(&self) -> Result<(), String> {
        let mut seen: Table<PartId, bool> = Table::new();
        let mut found = 0u32;
        let mut ordered = 0u64;
        let mut see = |part: PartId| {
            use crate::ids::Id;
            while seen.len() <= part.position() {
                seen.push(false);
            }
            if std::mem::replace(&mut seen[part], true) {
                return Err(format!("{part:?} is in two places"));
            }
            found += 1;
            ordered += u64::from(self.parts.get(part).order.is_some());
            Ok(())
        };
        for station in self.model.stations.ids() {
            self.audit_station(station)?;
            for part in self.buffers.iter(station, &self.parts) {
                see(part)?;
            }
        }
        for machine in self.model.machines.ids() {
            match self.machines.holding(machine) {
                Holding::Nothing => {}
                Holding::InCycle(part) | Holding::Finished(part) => see(part)?,
            }
        }
        for part in self.transfers.parts() {
            see(part)?;
        }
        let mut outside: Vec<PartId> =
            self.model.stations.ids().flat_map(|s| self.buffers.outside(s)).collect();
        outside.sort_unstable();
        outside.dedup();
        for part in outside {
            see(part)?;
        }
        if found != self.parts.inside() {
            return Err(format!("{found} parts found, {} inside", self.parts.inside()));
        }
        if ordered != self.orders.parts_left() {
            return Err(format!(
                "{ordered} parts inside, orders wait for {}",
                self.orders.parts_left()
            ));
        }
        for station in self.model.stations.ids() {
            self.audit_promises(station)?;
            self.audit_lines(station)?;
        }
        self.crews.audit()
    }

    /// Every place promised is for a part on its way or on a machine upstream.
    fn audit_promises(&self, station: StationId) -> Result<(), String> {
        let leads_here = |place: PlaceId| self.model.places[place].station == station;
        let coming = self.transfers.parts().filter(|&part| leads_here(self.parts.get(part).place));
        let kept = self.model.machines.ids().filter_map(|machine| self.machines.kept(machine));
        let expected = coming.count() + kept.filter(|&place| leads_here(place)).count();
        let promised = self.buffers.promised(station);
        if promised as usize == expected {
            return Ok(());
        }
        let name = &self.model.stations[station].name;
        Err(format!("`{name}` has promised {promised} places, {expected} parts will come"))
    }

    /// The line before a station: just those who wait for its room, each once, and there is none.
    fn audit_lines(&self, station: StationId) -> Result<(), String> {
        let name = &self.model.stations[station].name;
        let leads_here = |step: StepId| {
            let mut places = self.model.steps[step].places.iter();
            places.any(|place| self.model.places[place].station == station)
        };
        let waits_here = |machine: MachineId| {
            self.machines.waits_for_room(machine)
                && match self.machines.holding(machine) {
                    Holding::Nothing => false,
                    Holding::InCycle(part) | Holding::Finished(part) => {
                        leads_here(self.next_step(part))
                    }
                }
        };
        let mut machines = Vec::new();
        for who in self.buffers.line(station) {
            match who {
                Waiting::Machine(machine) => machines.push(machine),
                Waiting::Outside(part) => {
                    if !leads_here(self.model.places[self.parts.get(part).place].step) {
                        return Err(format!("{part:?} waits outside `{name}` for nothing"));
                    }
                }
            }
        }
        if self.buffers.waiting(station) as usize != self.buffers.line(station).count() {
            return Err(format!("`{name}` has miscounted its line"));
        }
        machines.sort_unstable();
        if !self.model.machines.ids().filter(|&machine| waits_here(machine)).eq(machines) {
            return Err(format!("not those who wait for `{name}` stand in its line"));
        }
        if self.buffers.is_wanted(station) && self.buffers.has_room(station) {
            return Err(format!("`{name}` has room that is waited for"));
        }
        Ok(())
    }

    fn audit_station(&self, station: StationId) -> Result<(), String> {
        let row = &self.model.stations[station];
        let loaded = |&machine: &MachineId| self.machines.holding(machine) != Holding::Nothing;
        let level = u64::from(self.buffers.len(station));
        let taken = level
            + u64::from(self.buffers.promised(station))
            + row.machines.iter().filter(loaded).count() as u64;
        // A place on a machine may have been promised before the machine failed or closed.
        let most = row.buffer.map(|places| u64::from(places) + row.machines.len() as u64);
        if most.is_some_and(|most| taken > most) {
            return Err(format!("`{}` holds {level} parts, more than it has places", row.name));
        }
        if !self.buffers.is_room_right(station, row.buffer) {
            return Err(format!("`{}` has miscounted its room", row.name));
        }
        let can_take = |&machine: &MachineId| {
            self.machines.holding(machine) == Holding::Nothing && self.machines.is_sound(machine)
        };
        if self.buffers.available(station) as usize != row.machines.iter().filter(can_take).count()
        {
            return Err(format!("`{}` has miscounted its free machines", row.name));
        }
        for machine in row.machines.iter() {
            self.audit_machine(machine)?;
        }
        Ok(())
    }

    /// A machine that works has a part and an end in sight: that of the cycle or, before, a failure.
    /// One that does not work has none.
    fn audit_machine(&self, machine: MachineId) -> Result<(), String> {
        let name = &self.model.station_of(machine).name;
        let works = self.machines.shown(machine) == State::Working;
        let ends = self.events.due(Slots::machine(machine)).is_some();
        let mut modes = self.model.machines[machine].modes.iter();
        let fails = modes.any(|mode| self.events.due(self.slots.failure(mode)).is_some());
        if works && self.machines.holding(machine) == Holding::Nothing {
            return Err(format!("`{name}` works on nothing"));
        }
        if works && !ends && !fails {
            return Err(format!("`{name}` works without an end"));
        }
        if ends && !works {
            return Err(format!("`{name}` ends a cycle without working"));
        }
        Ok(())
    }
}
