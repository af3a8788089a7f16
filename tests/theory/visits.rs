//! The event table of a short story: which part was at which machine when.

use gemba::ids::{Id, MachineId, ProductId, StationId};
use gemba::model::Model;
use gemba::observe::{Observer, State, Tally, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

/// One part at one machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    /// Number of the part in the order of release, from 1.
    pub(crate) part: usize,
    /// Number of the machine, from 1.
    pub(crate) machine: usize,
    /// When the part came to the station.
    pub(crate) arrived: Time,
    /// When its cycle started.
    pub(crate) started: Time,
    /// When its cycle was complete; `None` if it was lost in the machine or is still in it.
    pub(crate) finished: Option<Time>,
    /// When it left the machine.
    pub(crate) left: Option<Time>,
}

/// Writes down all visits, in the order of their starts.
#[derive(Debug, Default)]
pub(crate) struct Visits {
    rows: Vec<Visit>,
    keys: Vec<u64>,
    waited: Span,
}

impl Visits {
    fn part(&self, key: u64) -> usize {
        self.keys.iter().position(|&known| known == key).expect("the part was released") + 1
    }

    fn last(&mut self, part: usize) -> Option<&mut Visit> {
        self.rows.iter_mut().rev().find(|row| row.part == part)
    }

    /// The visits, part by part.
    pub(crate) fn by_part(&self) -> Vec<Visit> {
        let mut rows = self.rows.clone();
        rows.sort_by_key(|row| row.part);
        rows
    }
}

impl Observer for Visits {
    fn queue_left(&mut self, _: StationId, waited: Span, _: Time) {
        self.waited = waited;
    }

    fn cycle_started(&mut self, machine: MachineId, key: u64, now: Time) {
        let part = self.part(key);
        let arrived = now - self.waited;
        if let Some(before) = self.last(part) {
            before.left = Some(arrived);
        }
        let machine = machine.position() + 1;
        self.rows.push(Visit { part, machine, arrived, started: now, finished: None, left: None });
    }

    fn cycle_done(&mut self, _: StationId, _: MachineId, key: u64, now: Time) {
        let part = self.part(key);
        self.last(part).expect("its cycle started").finished = Some(now);
    }

    fn released(&mut self, _: ProductId, key: u64, _: Time) {
        self.keys.push(key);
    }

    fn departed(&mut self, _: ProductId, key: u64, _: Time, now: Time) {
        let part = self.part(key);
        self.last(part).expect("its cycle started").left = Some(now);
    }

    fn scrapped(&mut self, _: ProductId, _: StationId, key: u64, _: Time, now: Time) {
        let part = self.part(key);
        self.last(part).expect("its cycle started").left = Some(now);
    }
}

/// A short story, told to its end.
pub(crate) struct Story {
    /// When it ended.
    pub(crate) end: Time,
    /// The totals.
    pub(crate) tally: Tally,
    /// Everything that was told.
    pub(crate) trace: Trace,
    /// The event table.
    pub(crate) visits: Visits,
}

/// Tells the story of a plant until its dated orders are done.
pub(crate) fn story(model: &Model) -> Story {
    let tally = Tally::new(model, Span::from_minutes(1));
    let watching = (tally, (Trace::default(), Visits::default()));
    let mut plant = Plant::new(model, 1, 0, watching);
    let done = plant.run_orders(Time::ZERO + Span::from_days(365));
    assert!(done, "the orders are never done: {:?}", plant.stopped());
    assert_eq!(plant.audit(), Ok(()));
    let end = plant.now();
    let (tally, (trace, visits)) = plant.into_observer();
    Story { end, tally, trace, visits }
}

impl Story {
    /// How long a machine (from 1) was in a state. Unit: minutes.
    pub(crate) fn time_in(&self, machine: usize, state: State) -> i64 {
        let spans = self.tally.machine(MachineId::at(machine - 1), self.end);
        minute(Time::ZERO + spans[state as usize])
    }

    /// When a machine (from 1) was in a state: from minute to minute.
    pub(crate) fn stretches(&self, machine: usize, state: State) -> Vec<(i64, i64)> {
        let machine = MachineId::at(machine - 1);
        let mut since = None;
        let mut found = Vec::new();
        for &(at, told) in self.trace.lines() {
            let Told::State(of, now) = told else { continue };
            if of == machine {
                found.extend(since.take().map(|since| (minute(since), minute(at))));
                since = (now == state).then_some(at);
            }
        }
        found.extend(since.map(|since| (minute(since), minute(self.end))));
        found
    }
}

/// A whole minute since the start.
///
/// # Panics
/// If it is not whole.
pub(crate) fn minute(at: Time) -> i64 {
    let one = Span::from_minutes(1).ticks();
    assert_eq!(at.ticks() % one, 0, "{at:?} is no whole minute");
    at.ticks() / one
}
