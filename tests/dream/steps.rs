//! Lines with failures counted step by step, a quarter of a unit at a time.
//!
//! It shares nothing with our engine: no events, no tasks, no scenario. It can make ManPy's choices
//! and ours, so that a difference between the two is one of these choices and nothing else.

use std::collections::VecDeque;

use crate::manpy::{Manpy, Node, fixed, number};
use crate::watch::Figures;

/// Steps in a unit of the model: all its times are whole steps.
const STEPS: f64 = 4.0;

/// Which of several goes first, if nothing else tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// The first by name.
    First,
    /// The last by name.
    Last,
}

/// Where simulators may differ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choices {
    /// Whether a finished part may leave a machine that has failed.
    pub(crate) leaves_failed: bool,
    /// Whether a part that a failure has kept waits from the repair on, behind others.
    pub(crate) waits_anew: bool,
    /// Of parts that have waited for a place equally long.
    pub(crate) waiting: Turn,
    /// Of free machines that a queue supplies.
    pub(crate) free: Turn,
    /// Of machines that fail in the same instant and need the same repairman.
    pub(crate) failed: Turn,
}

#[derive(Debug, Default)]
struct Machine {
    name: String,
    cycle: i64,
    /// Time to failure and time of repair.
    stop: Option<(i64, i64)>,
    needs_repairman: bool,
    is_last: bool,
    is_fed_by_queue: bool,
    /// When the part on it came into the plant.
    part: Option<i64>,
    left: i64,
    finished: Option<i64>,
    fails_at: Option<i64>,
    repaired_at: Option<i64>,
    working: i64,
    blocked: i64,
    failed: i64,
    waiting: i64,
}

impl Machine {
    /// Whether it has failed: it will fail, but the time does not run.
    fn is_down(&self) -> bool {
        self.stop.is_some() && self.fails_at.is_none()
    }

    /// Whether it has a finished part that may leave it now.
    fn may_give(&self, choices: Choices) -> bool {
        self.finished.is_some() && (choices.leaves_failed || !self.is_down())
    }
}

/// Where parts come from: a source, or a queue with so many places.
#[derive(Debug)]
struct Store {
    name: String,
    parts: VecDeque<i64>,
    /// Time between two arrivals of a source.
    every: Option<i64>,
    /// Places of a queue.
    places: usize,
}

#[derive(Debug)]
struct Line {
    machines: Vec<Machine>,
    stores: Vec<Store>,
    /// For each machine, then for each store: who supplies it, in the same count.
    before: Vec<Vec<usize>>,
    choices: Choices,
    /// The time of parts begins in the queue after the source, not when they are made.
    comes_late: bool,
    free_repairmen: usize,
    asks: VecDeque<usize>,
    times: Vec<i64>,
    last: i64,
    repairing: i64,
}

/// ManPy's figures of a line under these choices.
pub(crate) fn step_by_step(model: &Manpy, choices: Choices) -> Figures {
    let mut line = Line::new(model, choices);
    let enough =
        model.nodes.values().find_map(|node| number(&node.get("cancelCondition")["number"]));
    let end = steps(model.length.expect("a line has a length"));
    let mut now = 0;
    while now < end {
        line.happen(now);
        if enough.is_some_and(|enough| line.times.len() as f64 >= enough) {
            break;
        }
        line.pass();
        now += 1;
    }
    line.figures(now)
}

fn steps(units: f64) -> i64 {
    whole(units * STEPS)
}

fn whole(number: f64) -> i64 {
    assert!(number.fract() == 0.0, "{number} is not whole");
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
    let whole = number as i64;
    whole
}

impl Line {
    fn new(model: &Manpy, choices: Choices) -> Self {
        let machines: Vec<Machine> =
            model.of(Node::is_machine).map(|(name, node)| machine(model, name, node)).collect();
        let is_store = |node: &Node| node.is_queue() || node.is_source();
        let stores: Vec<Store> = model.of(is_store).map(|(name, node)| store(name, node)).collect();
        let names: Vec<&String> =
            machines.iter().map(|m| &m.name).chain(stores.iter().map(|s| &s.name)).collect();
        let places = |name: &&String| {
            let before = model.before(name);
            (0..names.len()).filter(|&p| before.contains(&names[p].as_str())).collect()
        };
        let before = names.iter().map(places).collect();
        let comes_late = model.nodes.values().any(|n| n.number("isDummy") == Some(1.0));
        Self {
            machines,
            stores,
            before,
            choices,
            comes_late,
            free_repairmen: 1,
            asks: VecDeque::new(),
            times: Vec::new(),
            last: 0,
            repairing: 0,
        }
    }

    /// Everything that happens at `now`: arrivals, ends of work and of repairs, failures, moves.
    fn happen(&mut self, now: i64) {
        for store in &mut self.stores {
            if store.every.is_some_and(|every| now % every == 0) {
                store.parts.push_back(now);
            }
        }
        for machine in &mut self.machines {
            if machine.part.is_some() && machine.finished.is_none() && machine.left == 0 {
                machine.finished = Some(now);
            }
            if machine.repaired_at == Some(now) {
                machine.repaired_at = None;
                if self.choices.waits_anew && machine.finished.is_some() {
                    machine.finished = Some(now);
                }
                machine.fails_at = machine.stop.map(|(every, _)| now + every);
                self.free_repairmen += usize::from(machine.needs_repairman);
            }
        }
        self.fail(now);
        while self.leave(now) || self.move_one(now) {}
    }

    fn fail(&mut self, now: i64) {
        let mut failed: Vec<usize> =
            (0..self.machines.len()).filter(|&m| self.machines[m].fails_at == Some(now)).collect();
        match self.choices.failed {
            Turn::First => {}
            Turn::Last => failed.reverse(),
        }
        for machine in failed {
            let row = &mut self.machines[machine];
            row.fails_at = None;
            if row.needs_repairman {
                self.asks.push_back(machine);
            } else {
                row.repaired_at = row.stop.map(|(_, repair)| now + repair);
            }
        }
        while self.free_repairmen > 0 && !self.asks.is_empty() {
            let machine = self.asks.pop_front().expect("somebody asks");
            self.free_repairmen -= 1;
            let row = &mut self.machines[machine];
            row.repaired_at = row.stop.map(|(_, repair)| now + repair);
        }
    }

    /// Lets a finished part leave the plant; whether there was one.
    fn leave(&mut self, now: i64) -> bool {
        let choices = self.choices;
        let may = |m: &&mut Machine| m.is_last && m.may_give(choices);
        let Some(machine) = self.machines.iter_mut().find(may) else { return false };
        machine.finished = None;
        self.times.push(now - machine.part.take().expect("it was finished"));
        self.last = now;
        true
    }

    /// Moves a part to a place that can take it; whether there was one.
    fn move_one(&mut self, now: i64) -> bool {
        let machines = self.machines.len();
        let mut takers: Vec<usize> = (0..machines + self.stores.len()).collect();
        if self.choices.free == Turn::Last {
            let reversed: Vec<usize> =
                (0..machines).rev().filter(|&m| self.machines[m].is_fed_by_queue).collect();
            takers.retain(|place| !reversed.contains(place));
            takers.splice(0..0, reversed);
        }
        for taker in takers {
            if self.takes(taker)
                && let Some(giver) = self.giver(taker)
            {
                let part = self.give(giver, now);
                self.take(taker, part);
                return true;
            }
        }
        false
    }

    fn takes(&self, place: usize) -> bool {
        if let Some(machine) = self.machines.get(place) {
            return machine.part.is_none() && !machine.is_down();
        }
        let store = &self.stores[place - self.machines.len()];
        store.every.is_none() && store.parts.len() < store.places
    }

    /// Who has waited longest to supply a place.
    fn giver(&self, place: usize) -> Option<usize> {
        let since = |&giver: &usize| match self.machines.get(giver) {
            Some(m) => m.finished.filter(|_| m.may_give(self.choices)),
            None => self.stores[giver - self.machines.len()].parts.front().copied(),
        };
        let ready = self.before[place].iter().filter_map(|giver| Some((since(giver)?, *giver)));
        let ready: Vec<(i64, usize)> = ready.collect();
        let longest = ready.iter().map(|&(since, _)| since).min()?;
        let mut equals = ready.into_iter().filter(|&(since, _)| since == longest).map(|(_, g)| g);
        if self.choices.waiting == Turn::Last { equals.next_back() } else { equals.next() }
    }

    fn give(&mut self, giver: usize, now: i64) -> i64 {
        let machines = self.machines.len();
        if let Some(machine) = self.machines.get_mut(giver) {
            machine.finished = None;
            return machine.part.take().expect("it has a part");
        }
        let store = &mut self.stores[giver - machines];
        let part = store.parts.pop_front().expect("it has parts");
        if self.comes_late && store.every.is_some() { now } else { part }
    }

    fn take(&mut self, place: usize, part: i64) {
        let machines = self.machines.len();
        if let Some(machine) = self.machines.get_mut(place) {
            machine.part = Some(part);
            machine.left = machine.cycle;
        } else {
            self.stores[place - machines].parts.push_back(part);
        }
    }

    /// A step passes.
    fn pass(&mut self) {
        for machine in &mut self.machines {
            if machine.is_down() {
                machine.failed += 1;
            } else if machine.part.is_none() {
                machine.waiting += 1;
            } else if machine.finished.is_some() {
                machine.blocked += 1;
            } else {
                machine.working += 1;
                machine.left -= 1;
            }
            self.repairing += i64::from(machine.needs_repairman && machine.repaired_at.is_some());
        }
    }

    fn figures(&self, end: i64) -> Figures {
        let mut figures = Figures::new();
        let percent = |steps: i64| 100.0 * steps as f64 / end as f64;
        for machine in &self.machines {
            let mut put = |what: &str, steps: i64| {
                figures.insert(format!("{}.{what}_ratio", machine.name), percent(steps));
            };
            put("working", machine.working);
            put("blockage", machine.blocked);
            put("failure", machine.failed);
            put("waiting", machine.waiting);
        }
        let count = self.times.len() as f64;
        let sum: i64 = self.times.iter().sum();
        figures.insert("E1.throughput".to_owned(), count);
        figures.insert("E1.lifespan".to_owned(), sum as f64 / STEPS / count);
        figures.insert("E1.takt_time".to_owned(), self.last as f64 / STEPS / count);
        figures.insert("W1.working_ratio".to_owned(), percent(self.repairing));
        figures.insert("W1.waiting_ratio".to_owned(), percent(end - self.repairing));
        figures
    }
}

fn machine(model: &Manpy, name: &str, node: &Node) -> Machine {
    let failure = node.stop("failure");
    let time = |key: &str| failure.map(|f| steps(fixed(&f[key]).expect("a time")));
    let stop = time("TTF").zip(time("TTR"));
    let is = |place: &str, class: &str| model.nodes[place].class == class;
    let before = model.before(name);
    Machine {
        name: name.to_owned(),
        cycle: steps(fixed(node.get("processingTime")).expect("a time of work")),
        stop,
        needs_repairman: before.iter().any(|from| is(from, "Repairman")),
        is_last: model.after(name).iter().any(|to| is(to, "Exit")),
        is_fed_by_queue: before.iter().any(|from| is(from, "Queue")),
        fails_at: stop.map(|(every, _)| every),
        ..Machine::default()
    }
}

fn store(name: &str, node: &Node) -> Store {
    let every = fixed(node.get("interArrivalTime")).map(steps);
    let places = node.number("capacity").map_or(0, whole);
    let places = usize::try_from(places).expect("a queue with an end");
    Store { name: name.to_owned(), parts: VecDeque::new(), every, places }
}
