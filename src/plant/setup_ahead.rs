//! Setups ahead: a machine that stands is set up for what comes next, as far as that is known.
//!
//! Known is what is on its way by a move of `[transfer]`, and what is worked on at the stop before and goes
//! nowhere else next. At the end of every instant, before people take tasks, each station looks at that, in the
//! order in which it is expected: a part for whose kind a machine stands ready, or is made ready, has that
//! machine; any other has the machine that stands and needs the least setup for it. That setup asks for its
//! people. The machine takes parts while it waits for them, and what is no longer wanted is called off; a setup
//! that has begun is finished, whatever comes.

use super::machine::Holding;
use super::task::{Interruption, Tasks};
use super::{Observer, Plant};
use crate::ids::{MachineId, ModeId, PartId, PlaceId, StationId, Table};
use crate::model::{FailureKind, Model, Next, Target};
use crate::observe::State;
use crate::random::Distribution;
use crate::units::Span;

/// A station whose machines are set up ahead.
#[derive(Debug)]
struct Looks {
    station: StationId,
    /// Where parts are worked on that may come next.
    before: Vec<StationId>,
}

/// Which machines are set up ahead, and for what; empty where none is.
#[derive(Debug)]
pub(super) struct SetupsAhead {
    stations: Vec<Looks>,
    rows: Table<MachineId, Row>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    /// The setup, as a task of the machine.
    mode: Option<ModeId>,
    /// The kind for which it asks for people, or is under way.
    kind: Option<u32>,
}

/// A part that is expected.
#[derive(Clone, Copy, Debug)]
struct Expected {
    part: PartId,
    place: PlaceId,
    /// Ticks from now on, as planned.
    within: f64,
}

/// Where a part goes next for sure, and at once.
fn next_place(model: &Model, place: PlaceId) -> Option<PlaceId> {
    let row = &model.places[place];
    let Next::Always(Target::Step(next)) = model.steps[row.step].next else { return None };
    let waits = model.meeting(row.step, next).is_some();
    let is_first = model.inspection_behind(place).is_some();
    if waits || is_first || model.stations[row.station].lets_stand_aside() {
        return None;
    }
    let places = model.steps[next].places;
    (places.len() == 1).then(|| places.first())
}

impl SetupsAhead {
    pub(super) fn new(model: &Model) -> Self {
        let looks = |station: StationId| {
            let setup = model.stations[station].setup.as_deref();
            setup.is_some_and(|setup| setup.ahead)
        };
        let before = |station: StationId| {
            let places = model.places.enumerated();
            let leads = places.filter(|(id, _)| {
                next_place(model, *id).is_some_and(|next| model.places[next].station == station)
            });
            let mut before: Vec<StationId> = leads.map(|(_, row)| row.station).collect();
            before.sort_unstable();
            before.dedup();
            Looks { station, before }
        };
        let stations: Vec<Looks> =
            model.stations.ids().filter(|&id| looks(id)).map(before).collect();
        if stations.is_empty() {
            return Self { stations, rows: Table::new() };
        }
        let is_setup = |mode: &ModeId| {
            model.failures[model.modes[*mode].failure].kind == FailureKind::SetupAhead
        };
        let row = |machine: MachineId| {
            let mode = model.machines[machine].modes.iter().find(is_setup);
            Row { mode, kind: None }
        };
        Self { stations, rows: model.machines.ids().map(row).collect() }
    }

    /// Whether some machine is set up ahead.
    pub(super) const fn are_some(&self) -> bool {
        !self.stations.is_empty()
    }

    fn kind(&self, machine: MachineId) -> Option<u32> {
        self.rows.get(machine).and_then(|row| row.kind)
    }
}

impl<O: Observer> Plant<'_, O> {
    /// What a machine is being set up for ahead.
    pub(super) fn set_up_ahead_for(&self, machine: MachineId) -> Option<u32> {
        let row = self.setups_ahead.rows.get(machine)?;
        let task = self.tasks.of_mode(row.mode?);
        let is_under_way = !self.tasks.is_absent(task) && self.tasks.is_begun(task);
        row.kind.filter(|_| is_under_way)
    }

    /// What is left of the setup ahead of a machine. Ticks.
    pub(super) fn rest_of_setup_ahead(&self, machine: MachineId) -> f64 {
        let mode = self.setups_ahead.rows.get(machine).and_then(|row| row.mode);
        let Some(mode) = mode.filter(|_| self.set_up_ahead_for(machine).is_some()) else {
            return 0.0;
        };
        let task = self.tasks.of_mode(mode);
        let is_running = self.tasks.is_running(task);
        let done = if is_running { self.tasks.done(task, self.now).1 } else { Span::ZERO };
        (self.tasks.left(task) - done).ticks() as f64
    }

    /// Machines that stand ask for setups for what is known to come, and call off what they asked for.
    #[inline(never)]
    pub(super) fn look_for_setups(&mut self) {
        let stations = std::mem::take(&mut self.setups_ahead.stations);
        for looks in &stations {
            let wanted = self.wanted_ahead(looks);
            for machine in self.model.stations[looks.station].machines.iter() {
                if self.set_up_ahead_for(machine).is_some() {
                    continue;
                }
                let want = wanted.iter().find(|(of, _)| *of == machine);
                let kind = want.map(|(_, next)| self.kind_of(looks.station, *next));
                if self.setups_ahead.kind(machine) == kind {
                    continue;
                }
                self.call_off_setup(machine);
                if let (Some((_, next)), Some(kind)) = (want, kind) {
                    self.ask_for_setup(machine, *next, kind);
                }
            }
        }
        self.setups_ahead.stations = stations;
    }

    fn kind_of(&self, station: StationId, next: Expected) -> u32 {
        let setup = self.model.stations[station].setup.as_deref().expect("it has setups");
        setup.kinds[self.parts.get(next.part).product]
    }

    /// The machines of a station that should be set up ahead, and for which parts.
    fn wanted_ahead(&self, looks: &Looks) -> Vec<(MachineId, Expected)> {
        let station = looks.station;
        let machines = self.model.stations[station].machines;
        if self.buffers.len(station) > 0 {
            return Vec::new();
        }
        let mut idle: Vec<MachineId> = self.machines.all_available(machines).collect();
        let under_way = machines.iter().filter_map(|machine| self.set_up_ahead_for(machine));
        let mut under_way: Vec<u32> = under_way.collect();
        let mut wanted = Vec::new();
        if idle.is_empty() {
            return wanted;
        }
        for next in self.expected(looks) {
            let kind = self.kind_of(station, next);
            if let Some(at) = under_way.iter().position(|&other| other == kind) {
                under_way.swap_remove(at);
                continue;
            }
            let is_set_up =
                |&machine: &MachineId| self.setups.kind(machine).is_none_or(|other| other == kind);
            if let Some(at) = idle.iter().position(is_set_up) {
                idle.remove(at);
                continue;
            }
            let planned = |machine: MachineId| self.mean_setup(machine, next);
            let least = (0..idle.len())
                .min_by(|&one, &other| planned(idle[one]).total_cmp(&planned(idle[other])));
            let Some(least) = least else { break };
            wanted.push((idle.remove(least), next));
        }
        wanted
    }

    /// The setup of a machine for a part that is expected.
    fn setup_for(&self, machine: MachineId, next: Expected) -> Option<&Distribution> {
        let setup = self.model.station_of(machine).setup.as_deref()?;
        let product = self.parts.get(next.part).product;
        setup.before(next.place, product, self.setups.kind(machine))
    }

    fn mean_setup(&self, machine: MachineId, next: Expected) -> f64 {
        self.setup_for(machine, next).map_or(0.0, Distribution::mean)
    }

    /// The parts that are known to come next to a station, in the order in which they are expected.
    fn expected(&self, looks: &Looks) -> Vec<Expected> {
        let mut all: Vec<Expected> = Vec::new();
        for (part, slot) in self.transfers.going(self.slots.fixed()) {
            let place = self.parts.get(part).place;
            if self.model.places[place].station == looks.station
                && let Some(due) = self.events.due(slot)
            {
                all.push(Expected { part, place, within: (due - self.now).ticks() as f64 });
            }
        }
        let stations = looks.before.iter().map(|&station| self.model.stations[station].machines);
        for machine in stations.flat_map(crate::ids::Run::iter) {
            let Holding::InCycle(first) = self.machines.holding(machine) else { continue };
            if !self.tasks.is_running(Tasks::of_machine(machine)) {
                continue;
            }
            let rest = self.planned_rest(machine);
            for part in std::iter::once(first).chain(self.batches.others(machine).iter().copied()) {
                let here = self.parts.get(part).place;
                let Some(place) = next_place(self.model, here) else { continue };
                if self.model.places[place].station == looks.station {
                    let way = self.model.way(here, looks.station);
                    let way = way.map_or(0.0, |way| self.model.ways[way].time.mean());
                    all.push(Expected { part, place, within: rest + way });
                }
            }
        }
        let key = |next: &Expected| {
            let row = self.parts.get(next.part);
            (row.released, row.key)
        };
        all.sort_by(|one, other| {
            one.within.total_cmp(&other.within).then_with(|| key(one).cmp(&key(other)))
        });
        all
    }

    /// A machine asks to be set up for a part that is expected. It takes as long as it would when the part has
    /// come.
    fn ask_for_setup(&mut self, machine: MachineId, next: Expected, kind: u32) {
        let station = self.model.machines[machine].station;
        let Some(mode) = self.setups_ahead.rows[machine].mode else { return };
        let Some([stream, ..]) = self.streams.handling[station].as_ref() else { return };
        let visit =
            self.parts.visit_to_come(next.part, next.place, self.places[next.place].visit());
        let key = self.parts.get(next.part).key;
        let time = self.setup_for(machine, next).map(|time| time.sample(*stream, key, visit));
        let time = time.map_or(Span::ZERO, Span::round);
        if time == Span::ZERO {
            return;
        }
        self.setups_ahead.rows[machine].kind = Some(kind);
        let task = self.tasks.of_mode(mode);
        let ready = self.machines.token(machine);
        self.tasks.place(task, time, ready, self.now);
        self.go_on(task);
    }

    /// A setup is wanted no more that has not begun.
    fn call_off_setup(&mut self, machine: MachineId) {
        let Row { mode: Some(mode), kind: Some(_) } = self.setups_ahead.rows[machine] else {
            return;
        };
        self.setups_ahead.rows[machine].kind = None;
        let task = self.tasks.of_mode(mode);
        self.interrupt(task, Interruption::Failed);
        self.tasks.complete(task, self.now);
    }

    /// The people of a setup ahead are there: the machine takes no part until it is done.
    pub(super) fn start_setup_ahead(&mut self, mode: ModeId) {
        let machine = self.model.modes[mode].machine;
        if self.failures.is_down(mode) {
            return;
        }
        debug_assert!(self.machines.holding(machine) == Holding::Nothing, "a part is set up for");
        self.failures.go_down(mode);
        self.machines.go_down(machine, State::Setup);
        self.offer(machine);
    }

    /// A setup ahead is done.
    pub(super) fn end_setup_ahead(&mut self, mode: ModeId) {
        let machine = self.model.modes[mode].machine;
        if let Some(kind) = self.setups_ahead.rows[machine].kind.take() {
            self.setups.finish(machine, kind, false);
            self.first_pieces.set_up(machine);
            self.observer.set_up(self.model.machines[machine].station, machine, self.now);
        }
    }
}
