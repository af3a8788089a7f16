//! What a station has before it, as planned: by this some choices are made ([`super::choice`]).

use super::machine::Holding;
use super::stage::Stage;
use super::task::Tasks;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, PlaceId, StationId};
use crate::random::Distribution;
use crate::units::Span;

/// A machine that has work, as planned.
struct Lane {
    /// When it will be free. Ticks from now on.
    free: f64,
    /// What it will be set up for; `None` needs no setup, whatever comes.
    kind: Option<u32>,
}

impl<O: Observer> Plant<'_, O> {
    /// 1 if no machine of a station can work; then how many can, or all if none can.
    pub(super) fn able(&self, station: StationId) -> (u8, f64) {
        let machines = self.model.stations[station].machines;
        let able = machines.iter().filter(|&machine| self.can_work(machine)).count();
        let share = if able == 0 { machines.len() } else { able };
        (u8::from(able == 0), share as f64)
    }

    fn can_work(&self, machine: MachineId) -> bool {
        self.machines.is_sound(machine) && self.is_open(machine)
    }

    /// Whether no machine of a station can work, and how long those that can have work, as planned. Ticks.
    ///
    /// Cost: a look at every machine for every part in front.
    pub(super) fn planned_work(&self, place: PlaceId) -> (u8, f64) {
        let (cannot, share) = self.able(self.model.places[place].station);
        let lanes = self.lanes(place);
        (cannot, lanes.iter().map(|lane| lane.free).sum::<f64>() / share)
    }

    /// Whether no machine of a station can work, and when a part that comes now would be done there, as
    /// planned. Ticks from now on.
    ///
    /// Cost: as above.
    pub(super) fn planned_finish(&self, place: PlaceId) -> (u8, f64) {
        let row = &self.model.places[place];
        let (cannot, _) = self.able(row.station);
        let (free, change) = self.first_free(place);
        (cannot, free + change + self.planned_stages(place))
    }

    /// When a machine is set up for a part that comes to a place now: when it will be free, and the setup then.
    /// Ticks from now on, and ticks.
    pub(super) fn first_free(&self, place: PlaceId) -> (f64, f64) {
        let lanes = self.lanes(place);
        let starts = lanes.iter().map(|lane| (lane.free, self.planned_change(lane, place)));
        let first = starts.min_by(|one, other| (one.0 + one.1).total_cmp(&(other.0 + other.1)));
        first.unwrap_or((0.0, 0.0))
    }

    /// The machines of a station that can work, or all if none can, when each part in front and on its way
    /// goes to the one that is free first.
    fn lanes(&self, place: PlaceId) -> Vec<Lane> {
        let station = self.model.places[place].station;
        let (cannot, _) = self.able(station);
        let machines = self.model.stations[station].machines.iter();
        let mut lanes: Vec<Lane> = machines
            .filter(|&machine| cannot == 1 || self.can_work(machine))
            .map(|machine| Lane {
                free: self.planned_rest(machine),
                kind: self.kind_after(machine),
            })
            .collect();
        let batch = f64::from(self.model.stations[station].batch_size());
        let queue = self.buffers.iter(station, &self.parts);
        let queue = queue.map(|part| (self.parts.get(part).place, self.planned_work_on(part)));
        let carried = self.conveyors.load(station) + self.stands.load(station);
        let coming = self.buffers.promised(station) + carried;
        let to_come = (place, self.planned_stages(place));
        for (place, work) in queue.chain((0..coming).map(|_| to_come)) {
            let first = lanes.iter_mut().min_by(|one, other| one.free.total_cmp(&other.free));
            let Some(first) = first else { continue };
            first.free += (self.planned_change(first, place) + work) / batch;
            first.kind = self.kind_at_place(place).or(first.kind);
        }
        lanes
    }

    /// What a machine will be set up for when its cycle is over.
    pub(super) fn kind_after(&self, machine: MachineId) -> Option<u32> {
        match (self.machines.holding(machine), self.model.station_of(machine).setup.as_deref()) {
            (Holding::InCycle(part), Some(setup)) => {
                Some(setup.kinds[self.parts.get(part).product])
            }
            _ => self.set_up_ahead_for(machine).or_else(|| self.setups.kind(machine)),
        }
    }

    /// What a machine is set up for when it works on a part at a place.
    fn kind_at_place(&self, place: PlaceId) -> Option<u32> {
        let row = &self.model.places[place];
        let setup = self.model.stations[row.station].setup.as_deref()?;
        Some(setup.kinds[self.model.steps[row.step].product])
    }

    /// The setup that a machine needs for a part at a place.
    fn planned_change(&self, lane: &Lane, place: PlaceId) -> f64 {
        let row = &self.model.places[place];
        let product = self.model.steps[row.step].product;
        let setup = self.model.stations[row.station].setup.as_deref();
        let time = setup.and_then(|setup| setup.before(place, product, lane.kind));
        time.map_or(0.0, Distribution::mean)
    }

    /// Load, cycle and unload of a part at a place.
    pub(super) fn planned_stages(&self, place: PlaceId) -> f64 {
        let row = &self.model.places[place];
        let cycle = row.mean_cycle.ticks() as f64;
        let [load, unload] =
            [Stage::Load, Stage::Unload].map(|s| self.planned_stage(row.station, s));
        load + cycle + unload
    }

    /// Load, cycle and unload of a part that waits in front of its station; of one that was pushed off what is left.
    fn planned_work_on(&self, part: PartId) -> f64 {
        let place = self.parts.get(part).place;
        let machines = self.model.stations[self.model.places[place].station].machines;
        match self.stage_left(part) {
            Some((stage, left)) => self.planned_from(machines.first(), part, stage, left),
            None => self.planned_stages(place),
        }
    }

    /// What hands do before or after a cycle.
    fn planned_stage(&self, station: StationId, stage: Stage) -> f64 {
        let handling = stage.handling(&self.model.stations[station].attendance);
        handling.map_or(0.0, |handling| handling.time.mean())
    }

    /// What is left on a machine of setup, load, cycle and unload; of what is under way so much less as is done
    /// of it. Ticks.
    pub(super) fn planned_rest(&self, machine: MachineId) -> f64 {
        let Holding::InCycle(part) = self.machines.holding(machine) else {
            return self.rest_of_setup_ahead(machine);
        };
        let task = Tasks::of_machine(machine);
        let now = if self.tasks.is_running(task) {
            self.tasks.done(task, self.now).1
        } else {
            Span::ZERO
        };
        self.planned_from(machine, part, self.tasks.stage(task), self.tasks.left(task) - now)
    }

    /// What is left of setup, load, cycle and unload of a part that is so far; of what is under way so much less as is
    /// done of it. Ticks.
    fn planned_from(&self, machine: MachineId, part: PartId, stage: Stage, left: Span) -> f64 {
        let row = self.parts.get(part);
        let place = &self.model.places[row.place];
        let [load, unload] =
            [Stage::Load, Stage::Unload].map(|s| self.planned_stage(place.station, s));
        let cycle = place.mean_cycle.ticks() as f64;
        // Of what is planned so much less as is done of what was drawn.
        let rest = |planned: f64, drawn: Span, left: Span| {
            (planned - (drawn - left).ticks() as f64).max(0.0)
        };
        match stage {
            Stage::Setup => left.ticks() as f64 + self.planned_work_on(part),
            Stage::Load => {
                let drawn = self.stage_time(machine, part, Stage::Load);
                rest(load, drawn, left) + cycle + unload
            }
            stage @ (Stage::Cycle | Stage::During | Stage::Rest) => {
                let later = [Stage::During, Stage::Rest].into_iter().filter(|&later| later > stage);
                let later = later.map(|later| self.stage_time(machine, part, later));
                let left = later.fold(left, |sum, time| sum + time);
                rest(cycle, row.cycle, left) + unload
            }
            Stage::Unload => rest(unload, self.stage_time(machine, part, Stage::Unload), left),
            Stage::Approve => left.ticks() as f64,
        }
    }
}
