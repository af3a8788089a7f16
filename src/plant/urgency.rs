//! Dispatch rules that ask for the work that parts still have before them, and when their orders are due.
//!
//! Sources of the rules are named in [`DispatchRule`]. Planned cycles count, as for `shortest`: no setups, and
//! nobody's absence.

use std::collections::BTreeMap;

use super::dispatch::Pair;
use super::{Observer, Plant};
use crate::ids::{MachineId, PartId, StationId, StepId};
use crate::model::DispatchRule;
use crate::units::{Span, Time};

/// What the parts that wait in front of a station have in common at a choice.
#[derive(Debug, Default)]
pub(super) struct Scales {
    /// Their mean planned cycle. Unit: ticks.
    cycle: f64,
    /// The mean planned setup for one of them. Unit: ticks.
    setup: f64,
    /// Planned work in front of stations to which they may go next, for each machine. Unit: ticks.
    queues: BTreeMap<StationId, f64>,
}

/// What a part has before it, with the step for which it waits.
struct Before {
    /// Planned cycle of the step. Unit: ticks.
    cycle: f64,
    /// Planned cycles of all that follow. Unit: ticks.
    after: f64,
    /// Steps.
    steps: f64,
    /// Planned cycles of its whole route. Unit: ticks.
    whole: f64,
}

impl Before {
    /// Planned work. Unit: ticks.
    const fn work(&self) -> f64 {
        self.cycle + self.after
    }
}

/// A number as a key: the smaller is the smaller.
const fn ordered(number: f64) -> u64 {
    // `-0.0` is no other number than 0.
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// Ticks since the start.
const fn ticks(time: Time) -> f64 {
    time.since_start().ticks() as f64
}

impl<O: Observer> Plant<'_, O> {
    fn before(&self, part: PartId) -> Before {
        let place = &self.model.places[self.parts.get(part).place];
        let remaining = self.model.remaining[place.step];
        Before {
            cycle: place.mean_cycle.ticks() as f64,
            after: remaining.work,
            steps: 1.0 + remaining.steps,
            whole: remaining.whole,
        }
    }

    /// By what a rule ranks a part as long as it waits, the smaller first; only for rules that ask for what is left,
    /// and put parts in the same order at any time.
    pub(super) fn key_of_remaining(&self, rule: DispatchRule, part: PartId) -> u64 {
        let before = self.before(part);
        ordered(match rule {
            DispatchRule::OperationDue => self.operation_due(part, &before),
            DispatchRule::Slack => self.due_of(part).map_or(f64::INFINITY, ticks) - before.work(),
            DispatchRule::MostWork => -before.work(),
            DispatchRule::LeastWork => before.work(),
            DispatchRule::MostSteps => -before.steps,
            _ => before.steps,
        })
    }

    /// When a step is due. Unit: ticks.
    fn operation_due(&self, part: PartId, before: &Before) -> f64 {
        let order = self.parts.get(part).order;
        let open = order.and_then(|order| self.orders.promised(order));
        let Some((opened, due)) = open else { return f64::INFINITY };
        let [opened, due] = [opened, due].map(ticks);
        if before.whole <= 0.0 {
            return due;
        }
        let done = ((before.whole - before.after) / before.whole).clamp(0.0, 1.0);
        opened + (due - opened) * done
    }

    /// By what a rule that moves ranks a part now among those of its place, the smaller first, and until when.
    ///
    /// Parts of one place and, where the rule asks for it, of one weight have the same before them, so that the earlier
    /// due date goes first; those that are late are alike to some rules, and those that have time enough. Those that
    /// weigh nothing are all alike.
    pub(super) fn key_for_now(&self, rule: DispatchRule, part: PartId) -> (u64, Time) {
        if rule == DispatchRule::NextQueue {
            return (0, Time::NEVER);
        }
        let due = self.due_of(part).map(ticks);
        let Some(due) = due.filter(|_| !rule.weighs() || self.weight_of(part) > 0) else {
            return (ordered(f64::INFINITY), Time::NEVER);
        };
        let before = self.before(part);
        let work = before.work();
        // How long before its due date it is late, and how long before that it is not urgent.
        let (late, early) = match rule {
            DispatchRule::ModifiedDue => (work, f64::INFINITY),
            DispatchRule::Covert { look_ahead, waits } => {
                (work, work + (look_ahead * waits * work).max(1.0))
            }
            DispatchRule::Atc { waits, .. } => (work + waits * before.after, f64::INFINITY),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        let now = ticks(self.now);
        // Never at once, whatever is rounded.
        let at = |time: f64| Time::ZERO + Span::round(time.max(now + 1.0));
        if due - now <= late {
            (ordered(f64::NEG_INFINITY), Time::NEVER)
        } else if due - now >= early {
            (ordered(f64::MAX), at((due - early).floor() + 1.0))
        } else if late == f64::NEG_INFINITY {
            (ordered(due), Time::NEVER)
        } else {
            (ordered(due), at((due - late).ceil()))
        }
    }

    /// What rules compare at a choice between the parts in front of a station, all of which are ranked.
    ///
    /// Cost: for rules that ask for it, a look at each kind that waits, for each machine, and at all parts in front of
    /// the stations that follow.
    pub(super) fn scales(&self, station: StationId, machines: &[MachineId]) -> Scales {
        let mut scales = Scales::default();
        let count = f64::from(self.buffers.len(station).max(1));
        for rule in &self.model.stations[station].dispatch {
            match rule {
                DispatchRule::Atc { setups, .. } => {
                    let cycles = self
                        .ranks
                        .firsts(station)
                        .map(|first| first.count as f64 * self.before(first.part).cycle);
                    scales.cycle = cycles.sum::<f64>() / count;
                    if setups.is_some() {
                        let pairs = self.ranks.firsts(station).flat_map(|first| {
                            machines.iter().map(move |&machine| {
                                first.count as f64 * self.planned_setup(machine, first.part)
                            })
                        });
                        scales.setup = pairs.sum::<f64>() / count / machines.len().max(1) as f64;
                    }
                }
                DispatchRule::NextQueue => {
                    for first in self.ranks.firsts(station) {
                        let step = self.model.places[self.parts.get(first.part).place].step;
                        self.add_queues(step, &mut scales);
                    }
                }
                _ => {}
            }
        }
        scales
    }

    /// Adds the work in front of the stations to which parts go after a step.
    fn add_queues(&self, step: StepId, scales: &mut Scales) {
        self.model.each_next(step, |_, next| {
            for place in self.model.steps[next].places.iter() {
                let station = self.model.places[place].station;
                scales.queues.entry(station).or_insert_with(|| self.work_in_front(station));
            }
        });
    }

    /// Planned work that waits in front of a station, for each of its machines: what free machines take at once does not
    /// wait, of which those that came first are thought. Unit: ticks.
    fn work_in_front(&self, station: StationId) -> f64 {
        let mut waiting: Vec<PartId> = self.buffers.iter(station, &self.parts).collect();
        let free = self.buffers.available(station) as usize;
        if free > 0 {
            waiting.sort_by(|&one, &other| self.by_arrival(one, other));
        }
        let cycle = |&part: &PartId| self.model.places[self.parts.get(part).place].mean_cycle;
        let work: f64 = waiting.iter().skip(free).map(|part| cycle(part).ticks() as f64).sum();
        work / self.model.stations[station].machines.len().max(1) as f64
    }

    /// Where a rule puts a part now, the smaller first: for rules whose order changes while parts wait.
    pub(super) fn urgency(&self, rule: DispatchRule, scales: &Scales, pair: Pair) -> f64 {
        let part = pair.part;
        if rule == DispatchRule::NextQueue {
            return self.next_queue(part, scales);
        }
        let Some(due) = self.due_of(part).map(ticks) else { return f64::INFINITY };
        let before = self.before(part);
        let left = due - ticks(self.now);
        let slack = left - before.work();
        // A step of no time is worth no more than one of a tick.
        let cycle = before.cycle.max(1.0);
        let weight = if rule.weighs() { self.weight_of(part) as f64 } else { 1.0 };
        if weight <= 0.0 {
            return f64::INFINITY;
        }
        match rule {
            DispatchRule::SlackPerStep if slack < 0.0 => slack * before.steps,
            DispatchRule::SlackPerStep => slack / before.steps,
            DispatchRule::CriticalRatio => left / before.work().max(1.0),
            DispatchRule::ModifiedDue => left.max(before.work()),
            DispatchRule::Covert { look_ahead, waits } => {
                let waits = (look_ahead * waits * before.work()).max(1.0);
                -(1.0 - slack.max(0.0) / waits).max(0.0) * weight / cycle
            }
            DispatchRule::Atc { look_ahead, waits, setups } => {
                let slack = (slack - waits * before.after).max(0.0);
                let mut exponent = slack / (look_ahead * scales.cycle).max(1.0);
                if let Some(setups) = setups
                    && scales.setup > 0.0
                {
                    exponent += self.planned_setup(pair.machine, part) / (setups * scales.setup);
                }
                // The logarithm of the index: it tells apart what is too small for a number.
                exponent + libm::log(cycle) - libm::log(weight)
            }
            _ => 0.0,
        }
    }

    /// The least work in front of the next station, on average over where a part may go. Unit: ticks.
    fn next_queue(&self, part: PartId, scales: &Scales) -> f64 {
        let step = self.model.places[self.parts.get(part).place].step;
        let mut work = 0.0;
        self.model.each_next(step, |share, next| {
            let places = self.model.steps[next].places.iter();
            let stations = places.map(|place| self.model.places[place].station);
            let least = stations.filter_map(|station| scales.queues.get(&station)).copied();
            work += share * least.reduce(f64::min).unwrap_or(0.0);
        });
        work
    }
}
