//! What was told of a short story, in minutes.

use gemba::ids::{Id, MachineId};
use gemba::observe::{Ordered, State, Told, Trace};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::support::model;

/// A short story.
pub(crate) struct Story {
    trace: Trace,
    /// How many stations waited for each other for ever.
    pub(crate) stuck: usize,
}

/// Tells what happens in a plant in its first `days`.
pub(crate) fn story(text: &str, days: i64) -> Story {
    let model = model(text);
    let mut plant = Plant::new(&model, 1, 0, Trace::default());
    plant.run_until(Time::ZERO + Span::from_days(days));
    assert_eq!(plant.audit(), Ok(()));
    let stuck = plant.deadlocked().map_or(0, |(_, stations)| stations.len());
    Story { stuck, trace: plant.into_observer() }
}

impl Story {
    /// When machine `number` (from 1) was in a state: from minute to minute, if that ended.
    pub(crate) fn stretches(&self, number: usize, state: State) -> Vec<(i64, i64)> {
        let machine = MachineId::at(number - 1);
        let states = self.trace.lines().iter().filter_map(|&(at, told)| match told {
            Told::State(of, state) if of == machine => Some((minute(at), state)),
            _ => None,
        });
        let states: Vec<(i64, State)> = states.collect();
        let pairs = states.windows(2).filter(|pair| pair[0].1 == state);
        pairs.map(|pair| (pair[0].0, pair[1].0)).collect()
    }

    /// When cycles started.
    pub(crate) fn starts(&self) -> Vec<i64> {
        self.minutes(|told| matches!(told, Told::Started(..)))
    }

    /// When good parts left.
    pub(crate) fn departures(&self) -> Vec<i64> {
        self.minutes(|told| matches!(told, Told::Departed(..)))
    }

    /// When the dated order `number` (from 1, by release) was complete.
    pub(crate) fn completion(&self, number: usize) -> Option<i64> {
        let order = |told: &Told| match told {
            Told::Closed(Ordered::Book(id)) => id.position() + 1 == number,
            _ => false,
        };
        self.minutes(order).first().copied()
    }

    fn minutes(&self, pick: impl Fn(&Told) -> bool) -> Vec<i64> {
        self.trace.times(pick).into_iter().map(minute).collect()
    }
}

fn minute(at: Time) -> i64 {
    at.ticks() / Span::from_minutes(1).ticks()
}
