//! Which of several stations a part goes to (`choice` of a step).

use super::buffer::Waiting;
use super::machine::Holding;
use super::stage::Stage;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, PlaceId, StationId, StepId};
use crate::model::StationChoice;
use crate::units::Span;

impl<O: Observer> Plant<'_, O> {
    /// The place where a step is done next, by its rule; only with room. Of those that are equal the first in the order
    /// written.
    ///
    /// A part that comes back to the station it is on changes places there: from a machine that is
    /// sound it can always do so. One from outside goes behind those who wait for room.
    pub(super) fn choose_place(&self, step: StepId, from: Option<MachineId>) -> Option<PlaceId> {
        let sound = from.filter(|&machine| self.machines.is_sound(machine));
        let here = sound.map(|machine| self.model.machines[machine].station);
        let has_room = |&place: &PlaceId| {
            let station = self.model.places[place].station;
            if self.conveyors.are_some()
                && let Some(machine) = from
                && let Some(conveyor) = self.conveyor_of(Waiting::Machine(machine), station)
            {
                return self.may_get_on(conveyor);
            }
            if self.stands.are_some()
                && let Some(machine) = from
                && let Some(stand) = self.stand_of(Waiting::Machine(machine), station)
            {
                return self.stands.may_stand(stand);
            }
            let is_taken = from.is_none() && self.buffers.is_wanted(station);
            here == Some(station) || self.buffers.has_room(station) && !is_taken
        };
        let row = &self.model.steps[step];
        let places = row.places;
        if places.len() == 1 {
            return Some(places.first()).filter(has_room);
        }
        let mut open = places.iter().filter(has_room);
        if row.choice == StationChoice::Preference {
            return open.next();
        }
        let all = open.map(|place| (place, self.badness(row.choice, place)));
        let least = all.min_by(|(_, (rank, one)), (_, (other_rank, other))| {
            rank.cmp(other_rank).then(one.total_cmp(other))
        });
        least.map(|(place, _)| place)
    }

    /// By what the places of a step are compared: the least is the best.
    pub(super) fn badness(&self, choice: StationChoice, place: PlaceId) -> (u8, f64) {
        let is_set_up = || {
            let row = &self.model.places[place];
            let product = self.model.steps[row.step].product;
            let Some(setup) = self.model.stations[row.station].setup.as_deref() else {
                return true;
            };
            let kinds = self.model.stations[row.station].machines.iter();
            kinds
                .map(|machine| self.setups.kind(machine))
                .any(|kind| kind.is_none() || kind == Some(setup.kinds[product]))
        };
        match choice {
            StationChoice::Preference => (0, 0.0),
            StationChoice::ShortestQueue => self.crowding(place),
            StationChoice::SameSetup => {
                let (cannot, queue) = self.crowding(place);
                (2 * cannot + u8::from(!is_set_up()), queue)
            }
            StationChoice::LeastLoad => self.planned_work(place),
            StationChoice::EarliestFinish => {
                let (cannot, start) = self.planned_start(place);
                let cycle = self.model.places[place].mean_cycle.ticks() as f64;
                (cannot, start + self.setup_ahead(place) + cycle)
            }
        }
    }

    /// Whether no machine of a station can work, and the parts in front beyond its free machines,
    /// for each machine that can, or for each if none can; 0 if one would start at once.
    ///
    /// Cost: a look at every machine, unless one is free.
    fn crowding(&self, place: PlaceId) -> (u8, f64) {
        let station = self.model.places[place].station;
        let coming = self.conveyors.load(station) + self.stands.load(station);
        let load = self.buffers.load(station) + coming;
        let available = self.buffers.available(station);
        let batch = self.model.stations[station].batch_size();
        let available = available.saturating_mul(batch);
        if load < available {
            return (0, 0.0);
        }
        let (cannot, share) = self.able(station);
        (cannot, f64::from(load - available + 1) / share / f64::from(batch))
    }

    /// 1 if no machine of a station can work; then how many can, or all if none can.
    fn able(&self, station: StationId) -> (u8, f64) {
        let machines = self.model.stations[station].machines;
        let can_work =
            |&machine: &MachineId| self.machines.is_sound(machine) && self.is_open(machine);
        let able = machines.iter().filter(can_work).count();
        let share = if able == 0 { machines.len() } else { able };
        (u8::from(able == 0), share as f64)
    }

    /// Whether no machine of a station can work, and how long they have work, as planned: what is left on the
    /// machines, and the parts in front and on their way, shared among the machines that can work. Ticks.
    ///
    /// Cost: a look at every part in front and every machine.
    fn planned_work(&self, place: PlaceId) -> (u8, f64) {
        let station = self.model.places[place].station;
        let machines = self.model.stations[station].machines.iter();
        let on_machines: f64 = machines.map(|machine| self.planned_rest(machine)).sum();
        let ahead: f64 = self.planned_ahead(place).sum();
        let (cannot, share) = self.able(station);
        (cannot, (ahead + on_machines) / share)
    }

    /// Whether no machine of a station can work, and when the first of those that can would be free, if each
    /// part in front and on its way went to the one that is free first. Ticks from now on.
    ///
    /// Cost: a look at every machine for every part in front.
    fn planned_start(&self, place: PlaceId) -> (u8, f64) {
        let station = self.model.places[place].station;
        let (cannot, _) = self.able(station);
        let machines = self.model.stations[station].machines.iter();
        let counts = |machine: &MachineId| {
            cannot == 1 || self.machines.is_sound(*machine) && self.is_open(*machine)
        };
        let mut free: Vec<f64> =
            machines.filter(counts).map(|machine| self.planned_rest(machine)).collect();
        let first = |free: &[f64]| {
            let numbered = free.iter().copied().enumerate();
            numbered.min_by(|(_, one), (_, other)| one.total_cmp(other)).unwrap_or((0, 0.0))
        };
        for time in self.planned_ahead(place) {
            let (machine, at) = first(&free);
            free[machine] = at + time;
        }
        (cannot, first(&free).1)
    }

    /// The planned cycles of the parts in front of a station and on their way to it; those of a batch share one.
    fn planned_ahead(&self, place: PlaceId) -> impl Iterator<Item = f64> + '_ {
        let station = self.model.places[place].station;
        let planned = |place: PlaceId| self.model.places[place].mean_cycle.ticks() as f64;
        let batch = f64::from(self.model.stations[station].batch_size());
        let queue = self.buffers.iter(station, &self.parts);
        let carried = self.conveyors.load(station) + self.stands.load(station);
        let coming = self.buffers.promised(station) + carried;
        let coming = (0..coming).map(move |_| planned(place));
        queue
            .map(move |part| planned(self.parts.get(part).place))
            .chain(coming)
            .map(move |time| time / batch)
    }

    /// What is left of the planned cycle on a machine; 0 if none is under way. Ticks.
    fn planned_rest(&self, machine: MachineId) -> f64 {
        let Holding::InCycle(part) = self.machines.holding(machine) else { return 0.0 };
        let part = self.parts.get(part);
        let done = self.cycle_done(machine, part.cycle);
        let planned = self.model.places[part.place].mean_cycle.ticks() as f64;
        (planned - done.ticks() as f64).max(0.0)
    }

    /// How much of a cycle of a machine is done: nothing before it begins, all in the stages behind it.
    fn cycle_done(&self, machine: MachineId, cycle: Span) -> Span {
        let task = Tasks::of_machine(machine);
        match self.tasks.stage(task) {
            Stage::Setup | Stage::Load => Span::ZERO,
            Stage::Cycle => {
                let now = if self.tasks.is_running(task) {
                    self.tasks.done(task, self.now).1
                } else {
                    Span::ZERO
                };
                (cycle - self.tasks.left(task) + now).max(Span::ZERO)
            }
            Stage::During | Stage::Rest | Stage::Unload => cycle,
        }
    }

    /// The setup that a part would need at a place, as planned: behind the last part in front, or on the
    /// machine that is set up soonest. Ticks.
    fn setup_ahead(&self, place: PlaceId) -> f64 {
        let row = &self.model.places[place];
        let Some(setup) = self.model.stations[row.station].setup.as_deref() else { return 0.0 };
        let product = self.model.steps[row.step].product;
        if let Some(last) = self.buffers.iter(row.station, &self.parts).last() {
            let before = Some(setup.kinds[self.parts.get(last).product]);
            let time = setup.between(before, setup.kinds[product]);
            return time.map_or(0.0, crate::random::Distribution::mean);
        }
        let machines = self.model.stations[row.station].machines.iter();
        let all = machines.map(|machine| self.planned_setup(machine, product));
        all.reduce(f64::min).unwrap_or(0.0)
    }
}
