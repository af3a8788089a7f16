//! Vehicles: loads call them, free ones come, load, drive and put down.
//!
//! A part that leaves its machine stands beside it until there is a place where it goes; that is promised to
//! it, and from then on it calls a vehicle. A vehicle that has parts can always put them down, so that vehicles
//! never wait for one another. Which load a free vehicle takes is decided after everything else of an instant.

use super::buffer::Waiting;
use super::cause::Token;
use super::stand::Load;
use super::vehicles::Task;
use super::{Observer, Plant};
use crate::ids::{CalendarId, MachineId, PartId, PlaceId, StandId, StationId, TruckId, VehicleId};
use crate::model::Vehicle;
use crate::observe::{Label, State, VehicleState};
use crate::random::{Distribution, Stream};
use crate::scenario::Choose;
use crate::units::{Span, Time};

/// A vehicle that may take a load.
#[derive(Clone, Copy, Debug)]
struct Call {
    truck: TruckId,
    /// How long it drives until it is there.
    way: Span,
    stand: StandId,
    to: StationId,
    since: Time,
}

impl<O: Observer> Plant<'_, O> {
    /// Where the part of somebody waits for vehicles that take it to a station; only machines have some.
    pub(super) fn stand_of(&self, who: Waiting, to: StationId) -> Option<StandId> {
        match who {
            Waiting::Machine(machine) => {
                self.stands.between(self.model.machines[machine].station, to)
            }
            Waiting::Outside(_)
            | Waiting::Aside(_)
            | Waiting::Door(_)
            | Waiting::Conveyor(_)
            | Waiting::Stand(_) => None,
        }
    }

    /// A finished part stands beside its machine from now on, on its way to a place.
    pub(super) fn put_on_stand(&mut self, stand: StandId, part: PartId, to: PlaceId) {
        self.parts.send_to(part, to);
        let station = self.model.places[to].station;
        let waits = self.stands.waits_for_room(stand, station);
        self.stands.put(stand, part, station, self.now);
        if waits {
            return;
        }
        if self.buffers.has_room(station) && !self.buffers.is_wanted(station) {
            self.make_ready(stand, station);
        } else {
            self.buffers.wait(station, Waiting::Stand(stand), self.now);
            if self.buffers.has_room(station) {
                self.agenda.put_room(station);
            }
        }
    }

    /// The first part of those that wait for room at a station has it: it calls a vehicle.
    fn make_ready(&mut self, stand: StandId, station: StationId) {
        self.buffers.promise(station);
        self.stands.make_ready(stand, station, self.now);
        self.agenda.put_calls(self.stands.of_stand(stand));
    }

    /// There is room for the first part on a stand that waits for it.
    pub(super) fn let_call(&mut self, station: StationId, stand: StandId) {
        self.buffers.end_first_wait(station);
        if O::CAUSES {
            let part = self.stands.first_without_room(stand, station);
            let mut token = self.parts.token(part).later(self.buffers.token(station));
            let machines = self.buffers.machines(station);
            if !machines.is_empty() {
                token = self.reach_now(token, machines.first());
            }
            self.parts.set_token(part, token);
        }
        self.make_ready(stand, station);
        if let Some(since) = self.stands.waits_since(stand, station) {
            self.buffers.wait(station, Waiting::Stand(stand), since);
        }
    }

    /// The machine waits until its part can stand beside it, behind all who have waited as long or longer.
    pub(super) fn wait_for_stand(&mut self, stand: StandId, machine: MachineId, since: Time) {
        self.stands.wait(stand, machine, since);
        if self.stands.has_place(stand) {
            self.agenda.put_stand(stand);
        }
    }

    /// Who has waited longest puts its part beside the machine, if there is a place.
    pub(super) fn give_stand(&mut self, stand: StandId) {
        while let Some(machine) = self.stands.first_let_on(stand) {
            let part = self.finished_part(machine);
            self.end_watch(machine);
            self.machines.set(machine, State::Blocked, false);
            if O::CAUSES {
                let freed = self.stands.freed(stand);
                let token = self.reach_now(self.parts.token(part).later(freed), machine);
                self.parts.set_token(part, token);
                self.machines.set_token(machine, token);
            }
            let step = self.next_step(part);
            let (places, choice) = (self.places_of(part, step), self.model.steps[step].choice);
            let mut here = Vec::new();
            for place in places.iter() {
                let to = self.model.places[place].station;
                let who = Waiting::Machine(machine);
                let is_here = self.stand_of(who, to) == Some(stand);
                self.stop_waiting_for(to, who);
                if is_here {
                    here.push((place, true));
                }
            }
            let place = self.best_place(choice, here.into_iter());
            let place = place.expect("vehicles take the part to a station of its step");
            self.pass_on(machine, part, place);
        }
    }

    /// What vehicles of a kind did has ended: what they do next.
    pub(super) fn end_trips(&mut self, vehicle: VehicleId) {
        for truck in self.vehicles.take_ended(vehicle) {
            self.end_task(truck);
        }
    }

    fn end_task(&mut self, truck: TruckId) {
        let task = self.vehicles.task(truck);
        self.vehicles.arrive(truck);
        match task {
            Task::Idle => {}
            Task::ToLoad(stand, to) => self.load_up(truck, stand, to),
            Task::Loading(stand, to) => {
                self.tell_task(truck, VehicleState::Loading);
                self.bring(truck, stand, to);
            }
            Task::Bringing(to) => self.put_down(truck, to),
            Task::PuttingDown => self.end_trip(truck),
            Task::ToCharge => self.charge(truck),
            Task::Charging => {
                self.tell_task(truck, VehicleState::Charging);
                self.vehicles.charged(truck);
                self.rest(truck);
            }
            Task::ToHome => self.rest(truck),
        }
    }

    /// A vehicle is at a load: what it takes is decided now.
    fn load_up(&mut self, truck: TruckId, stand: StandId, to: StationId) {
        if O::CAUSES && !self.vehicles.took(truck).is_zero() {
            self.tell_task(truck, VehicleState::Empty);
        }
        let carries = self.vehicle_of(truck).carries as usize;
        let mut token = self.vehicles.token(truck);
        let mut first = None;
        let mut parts = Vec::new();
        for Load { part, ready, .. } in self.stands.take(truck, stand, to, carries) {
            parts.push(part);
            first = first.or(Some(part));
            token = token.later(self.parts.token(part));
            let ready = ready.expect("only parts with a place where they go are loaded");
            self.observer.picked_up(truck, self.parts.get(part).key, self.now - ready, self.now);
        }
        self.vehicles.load(truck, self.stands.stop(stand), parts);
        self.vehicles.set_token(truck, token);
        let [stream, _] = self.streams.vehicle[self.vehicles.kind(truck)];
        let time = self.vehicle_of(truck).load.as_ref();
        match self.handling_time(time, stream, first) {
            Some(time) => self.begin_task(truck, Task::Loading(stand, to), time),
            None => self.bring(truck, stand, to),
        }
    }

    /// A vehicle is loaded, which makes room beside the machines.
    fn bring(&mut self, truck: TruckId, stand: StandId, to: StationId) {
        let parts = self.vehicles.cargo(truck).len();
        self.stands.lift(stand, parts, self.vehicles.token(truck));
        self.agenda.put_stand(stand);
        let way = self.vehicles.drive_to(truck, to);
        self.begin_task(truck, Task::Bringing(to), way);
    }

    fn put_down(&mut self, truck: TruckId, to: StationId) {
        self.vehicles.come_to(truck, to);
        let [_, stream] = self.streams.vehicle[self.vehicles.kind(truck)];
        let first = self.vehicles.cargo(truck).first().copied();
        let time = self.vehicle_of(truck).unload.as_ref();
        match self.handling_time(time, stream, first) {
            Some(time) => self.begin_task(truck, Task::PuttingDown, time),
            None => self.end_trip(truck),
        }
    }

    fn handling_time(
        &self,
        time: Option<&Distribution>,
        stream: Stream,
        first: Option<PartId>,
    ) -> Option<Span> {
        let part = self.parts.get(first.expect("a vehicle has parts"));
        time.map(|time| Span::round(time.sample(stream, part.key, part.visit)))
    }

    /// Parts are put down; the vehicle is free, or is charged.
    fn end_trip(&mut self, truck: TruckId) {
        if O::CAUSES {
            self.tell_task(truck, VehicleState::Loaded);
        }
        let parts = self.vehicles.unload(truck);
        self.observer.put_down(truck, parts.len(), self.now);
        for part in parts {
            if O::CAUSES {
                self.parts.set_token(part, self.vehicles.token(truck));
            }
            let place = self.parts.get(part).place;
            self.buffers.break_promise(self.model.places[place].station);
            self.arrive(part, place);
        }
        let charge = self.vehicle_of(truck).charge;
        if charge.is_some_and(|charge| self.vehicles.driven(truck) >= charge.after) {
            match self.vehicles.way_home(truck) {
                Some(way) => self.begin_task(truck, Task::ToCharge, way),
                None => self.charge(truck),
            }
        } else {
            self.rest(truck);
        }
    }

    fn charge(&mut self, truck: TruckId) {
        let charge = self.vehicle_of(truck).charge.expect("it is charged");
        self.begin_task(truck, Task::Charging, charge.time);
    }

    /// A vehicle is free where it is.
    fn rest(&mut self, truck: TruckId) {
        self.vehicles.rest(truck);
        self.show_vehicle(truck);
        self.agenda.put_calls(self.vehicles.kind(truck));
    }

    fn begin_task(&mut self, truck: TruckId, task: Task, takes: Span) {
        self.vehicles.begin(truck, task, takes, self.now);
        self.expect_vehicle(truck);
        self.show_vehicle(truck);
    }

    fn expect_vehicle(&mut self, truck: TruckId) {
        if let Some(due) = self.vehicles.due(truck) {
            self.events.book(self.slots.vehicle(truck), due);
        }
    }

    fn show_vehicle(&mut self, truck: TruckId) {
        if let Some(state) = self.vehicles.show(truck) {
            self.observer.vehicle_state(truck, state, self.now);
        }
    }

    /// Free vehicles of a kind take the loads that call; those that are not called drive home.
    pub(super) fn call_vehicles(&mut self, vehicle: VehicleId) {
        if !self.vehicles.is_open(vehicle) {
            return;
        }
        while let Some(call) = self.best_call(vehicle) {
            self.events.cancel(self.slots.vehicle(call.truck));
            let Call { truck, stand, to, way, .. } = call;
            let carries = self.vehicle_of(truck).carries as usize;
            self.vehicles.turn_round(truck, self.now);
            let first = self.stands.claim(truck, stand, to, carries);
            if O::CAUSES {
                let token = self.parts.token(first).later(self.vehicles.token(truck));
                self.vehicles.set_token(truck, token);
            }
            self.begin_task(truck, Task::ToLoad(stand, to), way);
        }
        self.expect_waits(vehicle);
        for truck in self.model.vehicles[vehicle].trucks.iter() {
            if let Some(way) = self.vehicles.may_go_home(truck) {
                self.begin_task(truck, Task::ToHome, way);
            }
        }
    }

    /// Books when loads will have waited long enough for more.
    fn expect_waits(&mut self, vehicle: VehicleId) {
        if self.model.vehicles[vehicle].least.is_none() {
            return;
        }
        for (stand, row) in self.model.stands.enumerated() {
            if row.vehicle == vehicle {
                let slot = self.slots.load_waited(stand);
                match self.stands.next_wait_over(stand, self.now) {
                    Some(end) => self.events.book(slot, end),
                    None => self.events.cancel(slot),
                }
            }
        }
    }

    /// The load that is taken next, and the vehicle that takes it.
    ///
    /// Cost: a look at every part that calls for every free vehicle.
    fn best_call(&self, vehicle: VehicleId) -> Option<Call> {
        let trucks = self.model.vehicles[vehicle].trucks;
        if !trucks.iter().any(|truck| self.vehicles.is_free(truck)) {
            return None;
        }
        let order = |call: &Call| {
            let Call { way, since, stand, to, truck } = *call;
            match self.model.vehicles[vehicle].choose {
                Choose::Nearest => (way, since, Span::ZERO, (stand, to, truck)),
                Choose::LongestWait => (Span::ZERO, since, way, (stand, to, truck)),
            }
        };
        let mut best: Option<Call> = None;
        for (stand, to, since) in self.stands.calls(vehicle, self.now) {
            let stop = self.stands.stop(stand);
            for truck in trucks.iter() {
                let Some(way) = self.vehicles.way_to(truck, stop, self.now) else { continue };
                let call = Call { truck, way, stand, to, since };
                if best.as_ref().is_none_or(|best| order(&call) < order(best)) {
                    best = Some(call);
                }
            }
        }
        best
    }

    /// The vehicles of a calendar drive from now on, or stand.
    pub(super) fn turn_vehicles(&mut self, calendar: CalendarId, is_open: bool) {
        let model = self.model;
        for (id, row) in model.vehicles.enumerated() {
            if row.calendar != Some(calendar) || self.vehicles.is_open(id) == is_open {
                continue;
            }
            self.vehicles.set_open(id, is_open);
            for truck in row.trucks.iter() {
                if is_open {
                    self.vehicles.go_on(truck, self.now);
                    self.expect_vehicle(truck);
                } else if self.vehicles.halt(truck, self.now) {
                    self.events.cancel(self.slots.vehicle(truck));
                }
                self.show_vehicle(truck);
            }
            if is_open {
                self.agenda.put_calls(id);
            }
        }
    }

    fn vehicle_of(&self, truck: TruckId) -> &Vehicle {
        &self.model.vehicles[self.vehicles.kind(truck)]
    }

    /// What a vehicle did is an activity; what it does next comes of that.
    fn tell_task(&mut self, truck: TruckId, state: VehicleState) {
        if O::CAUSES {
            let label = Label::Vehicle(self.vehicles.kind(truck), state);
            let token: Token = self.end_activity(label, self.vehicles.token(truck));
            self.vehicles.set_token(truck, token);
        }
    }

    /// For a stand wait these machines; it waits at the stations where its parts find no room.
    pub(super) fn audit_stand(&self, stand: StandId, machines: &[MachineId]) -> Result<(), String> {
        let row = self.model.stands[stand];
        let name = &self.model.vehicles[row.vehicle].name;
        let mut found: Vec<MachineId> = self.stands.waiting(stand).collect();
        found.sort_unstable();
        if found != machines {
            return Err(format!("{found:?} wait for `{name}`, {machines:?} should"));
        }
        let lifted = self.vehicles.lifted(row.vehicle, stand);
        let is_served = self.vehicles.would_come(row.vehicle);
        self.stands
            .audit(stand, lifted, is_served, self.now)
            .map_err(|why| format!("a stand of `{name}` {why}"))?;
        for station in self.model.stations.ids() {
            let waits = self.buffers.line(station).any(|who| who == Waiting::Stand(stand));
            if waits != self.stands.waits_for_room(stand, station) {
                return Err(format!("a stand of `{name}` waits for nothing, or does not know it"));
            }
        }
        Ok(())
    }
}
