//! A run of a translated model, measured as ManPy measures.

use std::collections::BTreeMap;

use gemba::ids::{MachineId, ProductId};
use gemba::model::{Model, Operator};
use gemba::observe::{Observer, OperatorState, State, Tally};
use gemba::plant::Plant;
use gemba::units::{Span, Time};

use crate::manpy::{Manpy, Node, number};
use crate::scenario::Scenario;
use crate::support;

/// What became of a part.
#[derive(Clone, Copy, Debug)]
struct Part {
    product: ProductId,
    released: Time,
    /// When its first cycle began.
    begun: Option<Time>,
    left: Option<Time>,
}

/// Writes down what becomes of parts.
#[derive(Debug, Default)]
struct Watch {
    parts: BTreeMap<u64, Part>,
    /// Keys of parts, in the order in which they left.
    left: Vec<u64>,
    /// When parts got on machines for a cycle, by part: a setup for it is made with the part on the machine.
    starts: Vec<(u64, MachineId, Time)>,
    /// Since when machines are set up, for the next cycle.
    set_up_since: BTreeMap<MachineId, Time>,
}

impl Observer for Watch {
    fn released(&mut self, product: ProductId, key: u64, now: Time) {
        self.parts.insert(key, Part { product, released: now, begun: None, left: None });
    }

    fn machine_state(&mut self, machine: MachineId, to: State, now: Time) {
        if to == State::Setup {
            self.set_up_since.entry(machine).or_insert(now);
        }
    }

    fn cycle_started(&mut self, machine: MachineId, key: u64, now: Time) {
        let since = self.set_up_since.remove(&machine).unwrap_or(now);
        self.starts.push((key, machine, since));
        self.parts.get_mut(&key).expect("it was released").begun.get_or_insert(now);
    }

    fn departed(&mut self, _: ProductId, key: u64, released: Time, now: Time) {
        self.left.push(key);
        let part = self.parts.get_mut(&key).expect("it was released");
        (part.left, part.released) = (Some(now), released);
    }

    fn taken(&mut self, _: ProductId, key: u64, _: Time, now: Time) {
        self.parts.get_mut(&key).expect("it was released").left = Some(now);
    }
}

/// Figures by the names of ManPy's results.
pub(crate) type Figures = BTreeMap<String, f64>;

/// Runs a scenario as long as the model says and tells ManPy's figures of it.
///
/// ManPy stops before the events of its last instant, so what would happen then does not happen here
/// either. A model without a length ends when its last part leaves, one that is cancelled with so
/// many parts when the last of them leaves.
///
/// # Panics
/// If the plant cannot be run so long.
pub(crate) fn measure(model: &Manpy, scenario: &Scenario) -> Figures {
    let plant = support::model(&scenario.text);
    let unit = Span::from_minutes(1).ticks() as f64 * scenario.minutes;
    let enough =
        model.nodes.values().find_map(|node| number(&node.get("cancelCondition")["number"]));
    let length = model.length.map(|length| Span::round(length * unit));
    let whole = length.filter(|_| enough.is_none()).map(|length| Time::ZERO + length);
    let end = whole.unwrap_or_else(|| departure(&plant, length, enough));
    let last = if whole.is_some() { end - Span::from_ticks(1) } else { end };
    let (tally, watch) = run(&plant, last);
    Reading { model, scenario, plant: &plant, tally, watch, end, unit }.figures()
}

fn run(model: &Model, until: Time) -> (Tally, Watch) {
    let tally = Tally::new(model, Span::from_hours(1));
    let mut plant = Plant::new(model, 1, 0, (tally, Watch::default()));
    assert!(plant.run_until(until), "{:?}", plant.stopped());
    assert_eq!(plant.audit(), Ok(()));
    plant.into_observer()
}

/// When the part with this number leaves, or the last one.
fn departure(model: &Model, length: Option<Span>, number: Option<f64>) -> Time {
    let (_, watch) = run(model, Time::ZERO + length.unwrap_or(Span::from_days(10)));
    let times = watch.left.iter().map(|key| watch.parts[key].left.expect("it left"));
    let is_before = |count: usize| number.is_none_or(|number| (count as f64) < number);
    let last = times.enumerate().take_while(|&(count, _)| is_before(count)).last();
    last.expect("parts leave").1
}

/// Reads ManPy's figures off a run.
struct Reading<'m> {
    model: &'m Manpy,
    scenario: &'m Scenario,
    plant: &'m Model,
    tally: Tally,
    watch: Watch,
    end: Time,
    unit: f64,
}

impl Reading<'_> {
    fn figures(&self) -> Figures {
        let mut figures = Figures::new();
        for (name, node) in &self.model.nodes {
            match node.class.as_str() {
                _ if node.is_machine() => self.read_machine(name, node, &mut figures),
                "Exit" | "ExitJobShop" => self.read_exit(name, &mut figures),
                "Operator" | "Repairman" => self.read_person(name, &mut figures),
                _ => {}
            }
        }
        self.read_jobs(&mut figures);
        figures
    }

    fn units(&self, span: Span) -> f64 {
        span.ticks() as f64 / self.unit
    }

    /// Percent of the run.
    fn percent(&self, span: Span) -> f64 {
        100.0 * span.ticks() as f64 / (self.end - Time::ZERO).ticks() as f64
    }

    fn read_machine(&self, name: &str, node: &Node, figures: &mut Figures) {
        let stations = &self.plant.stations;
        let station = self.model.station(name);
        let station = stations.iter().find(|row| row.name == station).expect("it is there");
        let spans = self.tally.machine(station.machines.first(), self.end);
        let of = |states: &[State]| {
            states.iter().fold(Span::ZERO, |sum, &state| sum + spans[state as usize])
        };
        // Whoever minds a machine alone takes its breaks; else a break of people is waiting for them.
        let has_breaks = node.stop("break").is_some();
        let paused = of(&[State::Paused]);
        let (breaks, waits) = if has_breaks { (paused, Span::ZERO) } else { (Span::ZERO, paused) };
        let waiting = of(&[State::Starved, State::WaitOperator]) + waits;
        let mut put = |what: &str, span: Span| {
            figures.insert(format!("{name}.{what}_ratio"), self.percent(span));
        };
        put("working", of(&[State::Working]));
        put("blockage", of(&[State::Blocked, State::BlockedBefore]));
        put("failure", of(&[State::Repair, State::WaitRepair, State::Maintenance]));
        put("off_shift", of(&[State::OffShift]));
        put("waiting", waiting);
        put("break", breaks);
        put("setup", of(&[State::Setup]));
        put("loading", Span::ZERO);
    }

    fn read_person(&self, name: &str, figures: &mut Figures) {
        let crews = &self.plant.crews;
        let crew = self.model.person(name);
        let is_of = |person: &Operator| crews[person.crew].name == crew;
        let (person, _) =
            self.plant.operators.enumerated().find(|(_, p)| is_of(p)).expect("they are there");
        let spans = self.tally.operator(person, self.end);
        let mut put = |what: &str, states: &[OperatorState]| {
            let sum = states.iter().fold(Span::ZERO, |sum, &s| sum + spans[s as usize]);
            figures.insert(format!("{name}.{what}_ratio"), self.percent(sum));
        };
        put("working", &[OperatorState::Working, OperatorState::Overtime]);
        put("waiting", &[OperatorState::Idle, OperatorState::OvertimeIdle]);
        put("off_shift", &[OperatorState::Off]);
        put("on_break", &[OperatorState::Break]);
    }

    fn read_exit(&self, name: &str, figures: &mut Figures) {
        let is_here = |part: &Part| {
            let product = &self.plant.products[part.product].name;
            self.scenario.exits.get(product).is_some_and(|exit| exit == name)
        };
        let parts = self.watch.left.iter().map(|key| self.watch.parts[key]);
        let mut parts: Vec<Part> = parts.filter(is_here).collect();
        self.restore_ages(&mut parts);
        let count = parts.len() as f64;
        let is_from_dummy = self.model.nodes.values().any(|n| n.number("isDummy") == Some(1.0));
        let times = parts.iter().map(|part| {
            // What stands in a queue only in name has not come yet.
            let came =
                if is_from_dummy { part.begun.expect("it was worked on") } else { part.released };
            self.units(part.left.expect("it left") - came)
        });
        let last = parts.last().and_then(|part| part.left).expect("parts leave");
        figures.insert(format!("{name}.throughput"), count);
        figures.insert(format!("{name}.lifespan"), times.sum::<f64>() / count);
        figures.insert(format!("{name}.takt_time"), self.units(last - Time::ZERO) / count);
    }

    /// What comes out of frames is what went in, in the same order, and as old as that.
    fn restore_ages(&self, parts: &mut [Part]) {
        let name = |part: &Part| self.plant.products[part.product].name.as_str();
        if !parts.iter().all(|part| name(part).ends_with("_part")) {
            return;
        }
        let is_source = |node: &&Node| node.get("entity") == "Dream.Part";
        let sources = self.model.of(|node| is_source(&node)).map(|(name, _)| name.as_str());
        let sources: Vec<&str> = sources.collect();
        let all = self.watch.parts.values().filter(|part| sources.contains(&name(part)));
        let mut came: Vec<Time> = all.map(|part| part.released).collect();
        came.sort_unstable();
        for (part, came) in parts.iter_mut().zip(came) {
            part.released = came;
        }
    }

    fn read_jobs(&self, figures: &mut Figures) {
        for (key, part) in &self.watch.parts {
            let name = &self.plant.products[part.product].name;
            if self.model.nodes.contains_key(name) {
                continue;
            }
            let name = name.trim_start_matches("A_").trim_end_matches("_secondary");
            let is_of = |(of, machine, _): &&(u64, MachineId, Time)| {
                let station = &self.plant.stations[self.plant.machines[*machine].station];
                of == key && station.assembly.is_none()
            };
            for (number, (.., at)) in (1..).zip(self.watch.starts.iter().filter(is_of)) {
                figures.insert(format!("{name}.start_{number}"), self.units(*at - Time::ZERO));
            }
            let left = part.left.map(|left| self.units(left - Time::ZERO));
            figures.extend(left.map(|left| (format!("{name}.completionTime"), left)));
            let mut jobs = self.model.nodes.values().flat_map(Node::inside);
            let due = jobs.find(|job| job["id"] == name).and_then(|job| number(&job["dueDate"]));
            let delay = left.zip(due).map(|(left, due)| left - due);
            figures.extend(delay.map(|delay| (format!("{name}.delay"), delay)));
        }
    }
}
