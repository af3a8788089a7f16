//! The audit: walks the whole state and looks for what cannot be.

use super::buffer::Waiting;
use super::event::Slots;
use super::machine::Holding;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{ConveyorId, MachineId, NeedsId, PartId, StandId, StationId, Table, TaskId};
use crate::observe::State;

impl<O: Observer> Plant<'_, O> {
    /// Checks that every part is in exactly one place, levels are within capacity, orders wait for
    /// just the parts that are inside, every promised place has a part that will come, whoever waits
    /// for room stands in the lines of just the stations that can give it, and that whatever runs has
    /// an end and all its people, none of whom is in two places.
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
            self.audit_preemption(station)?;
            for part in self.buffers.iter(station, &self.parts) {
                see(part)?;
            }
        }
        self.audit_shared()?;
        self.audit_material()?;
        for machine in self.model.machines.ids() {
            for part in self.parts_on(machine) {
                see(part)?;
            }
        }
        let on_the_way = self.transfers.parts().chain(self.conveyors.parts());
        for part in on_the_way.chain(self.stands.parts()).chain(self.vehicles.parts()) {
            see(part)?;
        }
        for part in self.milkruns.waiting().chain(self.milkruns.carried()) {
            see(part)?;
        }
        let mut outside: Vec<PartId> =
            self.model.stations.ids().flat_map(|s| self.buffers.outside(s)).collect();
        outside.extend(self.cards.parts().chain(self.meetings.parts()));
        outside.extend(self.asides.parts().chain(self.orders.today.held()));
        outside.sort_unstable();
        outside.dedup();
        for part in outside {
            see(part)?;
        }
        if found != self.parts.inside() {
            return Err(format!("{found} parts found, {} inside", self.parts.inside()));
        }
        let awaited = self.awaited.parts();
        if ordered + awaited != self.orders.parts_left(self.model) {
            return Err(format!(
                "{ordered} parts inside and {awaited} to be made, orders wait for {}",
                self.orders.parts_left(self.model)
            ));
        }
        self.audit_promises()?;
        self.audit_cards()?;
        self.audit_meetings()?;
        self.audit_takts()?;
        self.audit_lines()?;
        if !self.are_circles_right() {
            return Err("those who wait for room upstream are miscounted".to_owned());
        }
        for operator in self.crews.walkers() {
            if self.events.due(self.slots.arrival(operator)).is_none() {
                return Err(format!("{operator:?} walks without an end"));
            }
        }
        self.crews.audit(self.model)
    }

    /// Every place promised is for a part on its way or on a machine upstream.
    fn audit_promises(&self) -> Result<(), String> {
        let mut expected = Table::filled(self.model.stations.len(), 0);
        let moving = self.transfers.parts().chain(self.stands.ready()).chain(self.vehicles.parts());
        let moving = moving.chain(self.milkruns.carried());
        let moving = moving.map(|part| self.parts.get(part).place);
        let kept = self.model.machines.ids().filter_map(|machine| self.machines.kept(machine));
        for place in moving.chain(kept) {
            expected[self.model.places[place].station] += 1;
        }
        for (station, &coming) in expected.enumerated() {
            let promised = self.buffers.promised(station);
            if promised != coming {
                let name = &self.model.stations[station].name;
                return Err(format!("`{name}` promised {promised} places, {coming} parts come"));
            }
        }
        Ok(())
    }

    /// Parts hold the cards of the steps at which they are, and never more than there are; whoever waits
    /// at a door is known to do so.
    fn audit_cards(&self) -> Result<(), String> {
        let control = &self.model.control;
        let mut held = Table::filled(control.cards.len(), 0);
        let queued = self.model.stations.ids().flat_map(|s| self.buffers.iter(s, &self.parts));
        let in_front = queued.chain(self.transfers.parts()).chain(self.conveyors.parts());
        let in_front = in_front.chain(self.stands.parts()).chain(self.vehicles.parts());
        let in_front = in_front.chain(self.milkruns.carried()).chain(self.orders.today.held());
        let goes_back = |part: &PartId| self.is_going_back(*part);
        let in_front = in_front.chain(self.asides.parts().filter(goes_back));
        let step = |part: PartId| self.model.places[self.parts.get(part).place].step;
        for part in in_front {
            let brought = control.taken_at_load(step(part));
            let brought = brought.filter(|&cards| self.pools.has_brought(part, cards));
            for cards in brought.chain(control.in_front(step(part)).iter().copied()) {
                held[cards] += 1;
            }
        }
        for machine in self.model.machines.ids() {
            let is_done = matches!(self.machines.holding(machine), Holding::Finished(_));
            for part in self.parts_on(machine) {
                let step = step(part);
                let all = if is_done { control.when_done(step) } else { control.held(step) };
                for &cards in all {
                    held[cards] += 1;
                }
            }
        }
        let meeting = self.meetings.parts().filter(|&part| !self.meetings.is_entering(part));
        let aside = self.asides.parts().filter(|&part| !self.is_going_back(part));
        let aside = aside.chain(self.milkruns.waiting());
        for part in self.cards.stored().chain(aside).chain(meeting) {
            for &cards in control.when_done(step(part)) {
                held[cards] += 1;
            }
        }
        if self.misses_pool() {
            return Err(
                "a machine could take a part with what it needs of a pool, or material".to_owned()
            );
        }
        for (cards, &held) in held.enumerated() {
            let used = self.cards.used(cards) - self.pools.returning(cards);
            if used != held {
                let name = &control.cards[cards].name;
                return Err(format!("{used} cards of `{name}` are in use, {held} parts hold one"));
            }
        }
        let mut known = 0;
        for (machine, door) in self.cards.machines() {
            let waits = self.machines.waits_for_room(machine) && self.cards.hold_up(machine);
            if !waits || !matches!(self.machines.holding(machine), Holding::Finished(_)) {
                return Err(format!("{machine:?} waits at {door:?} for nothing"));
            }
            known += 1;
        }
        if self.model.machines.ids().filter(|&m| self.cards.hold_up(m)).count() != known {
            return Err("a machine is held up by a door at which it does not wait".to_owned());
        }
        if let Some(door) = control.doors.ids().find(|&door| self.may_pass(door)) {
            return Err(format!("{door:?} has cards that are waited for"));
        }
        Ok(())
    }

    /// In the line before a station stand just those who wait for its room, and there is none.
    fn audit_lines(&self) -> Result<(), String> {
        let mut waiting: Table<StationId, Vec<MachineId>> =
            Table::filled(self.model.stations.len(), Vec::new());
        let mut entering: Table<ConveyorId, Vec<MachineId>> =
            Table::filled(self.model.conveyors.len(), Vec::new());
        let mut standing: Table<StandId, Vec<MachineId>> =
            Table::filled(self.model.stands.len(), Vec::new());
        for machine in self.model.machines.ids() {
            if let Holding::InCycle(part) | Holding::Finished(part) = self.machines.holding(machine)
                && self.waits_for_room_alone(machine)
            {
                for place in self.places_of(part, self.next_step(part)).iter() {
                    let to = self.model.places[place].station;
                    let who = Waiting::Machine(machine);
                    match (self.conveyor_of(who, to), self.stand_of(who, to)) {
                        (Some(conveyor), _) => entering[conveyor].push(machine),
                        (None, Some(stand)) => standing[stand].push(machine),
                        (None, None) => waiting[to].push(machine),
                    }
                }
            }
        }
        for (station, machines) in waiting.enumerated() {
            self.audit_line(station, machines)?;
        }
        for (conveyor, machines) in entering.enumerated() {
            self.audit_conveyor(conveyor, machines)?;
        }
        for (stand, mut machines) in standing.enumerated().map(|(id, all)| (id, all.clone())) {
            machines.dedup();
            self.audit_stand(stand, &machines)?;
        }
        Ok(())
    }

    /// For a conveyor wait these machines; the part at its end waits for room where there is none.
    fn audit_conveyor(&self, conveyor: ConveyorId, machines: &[MachineId]) -> Result<(), String> {
        let name = &self.model.conveyors[conveyor].name;
        self.conveyors.audit(conveyor, self.now).map_err(|why| format!("`{name}` {why}"))?;
        let mut found: Vec<MachineId> = self.conveyors.waiting(conveyor).collect();
        found.sort_unstable();
        if found != machines {
            return Err(format!("{found:?} wait for `{name}`, {machines:?} should"));
        }
        let to = self.conveyors.leads_to(conveyor);
        let waits = self.buffers.line(to).any(|who| who == Waiting::Conveyor(conveyor));
        if waits != self.conveyors.is_held(conveyor) {
            return Err(format!("`{name}` is held up by nothing, or does not know it"));
        }
        Ok(())
    }

    /// In the line before a station stand these machines and parts that may begin there.
    fn audit_line(&self, station: StationId, machines: &[MachineId]) -> Result<(), String> {
        let name = &self.model.stations[station].name;
        let begins_here = |part: PartId| {
            let first = self.model.places[self.parts.get(part).place].step;
            let mut places = self.model.steps[first].places.iter();
            places.any(|place| self.model.places[place].station == station)
        };
        let mut found = Vec::new();
        for who in self.buffers.line(station) {
            match who {
                Waiting::Machine(machine) => found.push(machine),
                Waiting::Conveyor(conveyor) if self.conveyors.leads_to(conveyor) == station => {}
                Waiting::Conveyor(conveyor) => {
                    return Err(format!("{conveyor:?} waits for the room of `{name}` for nothing"));
                }
                Waiting::Stand(stand) if self.stands.waits_for_room(stand, station) => {}
                Waiting::Stand(stand) => {
                    return Err(format!("{stand:?} waits for the room of `{name}` for nothing"));
                }
                Waiting::Outside(part) if begins_here(part) => {}
                Waiting::Aside(part) if self.asides.step(part).is_some() => {}
                Waiting::Aside(part) => {
                    return Err(format!("{part:?} stands aside `{name}` for nothing"));
                }
                Waiting::Door(door) if self.cards.is_in_line(door) => {}
                Waiting::Door(door) => {
                    return Err(format!("{door:?} waits for the room of `{name}` for nothing"));
                }
                Waiting::Outside(part) => {
                    return Err(format!("{part:?} waits outside `{name}` for nothing"));
                }
            }
        }
        found.sort_unstable();
        if found != machines {
            return Err(format!("{found:?} stand in the line of `{name}`, {machines:?} should"));
        }
        if self.buffers.waiting(station) as usize != self.buffers.line(station).count() {
            return Err(format!("`{name}` has miscounted its line"));
        }
        let is_cleared = self.model.stations[station].clearance.is_some();
        if !is_cleared && self.buffers.is_wanted(station) && self.buffers.has_room(station) {
            return Err(format!("`{name}` has room that is waited for"));
        }
        self.audit_clearance(station)
    }

    fn audit_station(&self, station: StationId) -> Result<(), String> {
        let row = &self.model.stations[station];
        let level = u64::from(self.buffers.len(station));
        let taken = level
            + u64::from(self.buffers.promised(station))
            + row.machines.iter().map(|machine| self.parts_on(machine).count() as u64).sum::<u64>();
        // A place on a machine may have been promised before the machine failed or closed.
        let at_once = row.assembly.as_ref().map_or(1, |assembly| assembly.size());
        let at_once = at_once.max(u64::from(row.batch_size()));
        let on_machines = row.machines.len() as u64 * at_once;
        let own = row.buffer.filter(|_| row.shared.is_none());
        let most = own.map(|places| u64::from(places) + on_machines);
        if most.is_some_and(|most| taken > most) {
            return Err(format!("`{}` holds {level} parts, more than it has places", row.name));
        }
        if !self.buffers.is_room_right(station, row.buffer) {
            return Err(format!("`{}` has miscounted its room", row.name));
        }
        let can_take = |&machine: &MachineId| {
            self.machines.holding(machine) == Holding::Nothing
                && self.machines.is_sound(machine)
                && self.set_up_ahead_for(machine).is_none()
                && self.approved_at(machine).is_none()
        };
        let free = row.machines.iter().filter(can_take).count();
        if row.has_machines() && self.buffers.available(station) as usize != free {
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
        let is_of_part = self.set_up_ahead_for(machine).is_none();
        let works =
            is_of_part && matches!(self.machines.shown(machine), State::Working | State::Setup);
        let is_inspected = self.machines.shown(machine) == State::Approval
            && self.tasks.is_running(Tasks::of_machine(machine));
        let works = works || is_inspected;
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
        if self.approved_at(machine).is_some() && !self.first_pieces.are_under_way(machine) {
            return Err(format!("`{name}` waits for the approval of nothing"));
        }
        if self.misses_upkeep(machine) {
            return Err(format!("planned work at `{name}` could begin"));
        }
        let task = Tasks::of_machine(machine);
        let has_people = works || self.tasks.is_coming(task);
        self.audit_team(task, self.needs(task), has_people)?;
        for mode in self.model.machines[machine].modes.iter() {
            let repair = self.tasks.of_mode(mode);
            let is_repaired =
                self.events.due(Slots::task(repair)).is_some() || self.tasks.is_coming(repair);
            let needs = self.model.failures[self.model.modes[mode].failure].crew;
            self.audit_team(repair, needs, is_repaired)?;
        }
        Ok(())
    }

    /// All people that a task needs are there while it runs, or come to it, and nobody otherwise.
    fn audit_team(&self, task: TaskId, needs: Option<NeedsId>, runs: bool) -> Result<(), String> {
        let skills = needs.filter(|_| runs).map(|needs| &self.model.needs[needs].skills);
        let needed: u32 = skills.into_iter().flatten().map(|(_, number)| number).sum();
        let there = self.crews.people_at(task);
        if there == needed as usize {
            return Ok(());
        }
        Err(format!("{there} people are at {task:?}, which needs {needed}"))
    }
}
