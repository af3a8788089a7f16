//! A model of ManPy as a scenario.
//!
//! | ManPy | scenario |
//! |---|---|
//! | machine with a queue of its own | station with a `buffer` |
//! | queue that takes lots of one order at a time | `clearance` until the last is taken |
//! | queue that several stations share | station of one machine without work |
//! | source | demand like clockwork, and a part at the start |
//! | entry that never starves | one large order at the start |
//! | parts there at the start | orders of the first day, with a route from there on |
//! | repairman | crew that can do repairs, of machines in the order of their names |
//! | failure | failure that keeps a finished part in the machine |
//! | operator | crew with a skill for each station |
//! | break of a machine | break of somebody who minds it |
//! | machine that takes nothing before its shift ends | somebody who minds it and goes so much earlier |
//! | lot that stays together | a part, with the time of all its pieces |
//! | lots of which some pieces are lost | the same, with less time at the next machines |
//! | lots that are split and joined, parts that go into a frame | `takes` and `gives` |
//! | machine whose job is pushed off by a critical one | `preempts`, and orders with a `priority` |
//! | job for one of several machines | step with `choice = "free_longest"` |
//! | parts of an order that wait until its basic ones are done | parts that stand behind those |
//! | parts that wait until others of their order are done | steps `after` those |
//! | conveyer | conveyor with a place for each unit of its length |

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::flow::Taken;
use crate::hours::{Hours, TAKES};
use crate::manpy::{Makes, Manpy, Node, fixed, number};
use crate::missing::threshold;
use crate::people::at_end;

/// A plant that our engine can run, and how to read it.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// The plant as text.
    pub(crate) text: String,
    /// So many minutes are a unit of the model: as few as make all hours whole minutes.
    pub(crate) minutes: f64,
    /// Products, and where they leave the plant.
    pub(crate) exits: BTreeMap<String, String>,
}

/// Writes the tables of a scenario one after the other.
pub(crate) struct Writer<'m> {
    pub(crate) model: &'m Manpy,
    pub(crate) minutes: f64,
    pub(crate) text: String,
    pub(crate) orders: usize,
    /// What machines are set up for at first.
    first: String,
    pub(crate) exits: BTreeMap<String, String>,
    /// Of each station that makes others of parts, what it takes.
    pub(crate) taken: BTreeMap<String, Taken>,
    /// Pieces of the lots on which stations work, where a route names several that differ in their cycle.
    pub(crate) pieces: BTreeMap<String, f64>,
}

/// Writes a model as a scenario.
pub(crate) fn scenario(model: &Manpy) -> Scenario {
    let minutes = minutes_of_unit(model);
    let mut writer = Writer {
        model,
        minutes,
        text: String::new(),
        orders: 0,
        first: String::new(),
        exits: BTreeMap::new(),
        taken: BTreeMap::new(),
        pieces: BTreeMap::new(),
    };
    writer.text += "[plant]\nstart = 2026-03-02\n[run]\nlength = \"60 days\"\n";
    for (name, node) in &model.nodes {
        writer.write_node(name, node);
    }
    // Who is on a machine comes before who waits for it.
    for (name, node) in model.of(|node| node.is_machine() && node.makes().is_none()) {
        writer.write_inside(name, node);
    }
    for (name, node) in model.of(|node| node.makes().is_some()) {
        writer.write_inside(name, node);
    }
    for (name, node) in model.of(Node::is_queue) {
        // What is there of orders is written with them.
        if model.orders.is_empty() && !writer.write_jobs_of_one_order(node) {
            writer.write_inside(name, node);
        }
    }
    writer.write_orders();
    writer.write_made();
    for (name, node) in model.of(Node::is_machine) {
        writer.write_machine(name, node);
    }
    if let Some((first, _)) = writer.first.split_once(' ') {
        let route = format!("[{{ station = \"{first}\", cycle = \"0 s\" }}]");
        let nothing = format!("[product.nothing]\nroute = {route}\n[today.set_up_for]\n");
        writer.text += &nothing;
        writer.text += &writer.first;
    }
    Scenario { text: writer.text, minutes, exits: writer.exits }
}

fn minutes_of_unit(model: &Manpy) -> f64 {
    let instants: Vec<f64> = model
        .nodes
        .values()
        .filter_map(|node| Hours::of(model, node))
        .flat_map(|hours| hours.instants().collect::<Vec<f64>>())
        .collect();
    let is_whole = |minutes: &f64| instants.iter().all(|at| (at * minutes).fract() == 0.0);
    (1..=60).map(f64::from).find(is_whole).expect("hours are whole seconds")
}

impl Writer<'_> {
    fn write_node(&mut self, name: &str, node: &Node) {
        if let Some(hours) = Hours::of(self.model, node) {
            self.text += &hours.calendar(name, self.minutes);
        }
        match node.class.as_str() {
            _ if node.is_machine() => {}
            _ if node.is_queue() && self.is_shared(name) => self.write_shelf(name, node),
            _ if node.is_source() => self.write_source(name, node),
            "Conveyer" => self.write_conveyor(name, node),
            "Operator" | "Repairman" => self.write_people(name, node),
            _ => {}
        }
    }

    pub(crate) fn time(&self, units: f64) -> String {
        format!("\"{} min\"", units * self.minutes)
    }

    /// Whether parts come from a conveyer: its last one, at the end, stands in front of the machine here.
    fn ends_conveyer(&self, name: &str) -> bool {
        self.model.before(name).iter().any(|from| self.model.nodes[*from].class == "Conveyer")
    }

    pub(crate) fn line(&mut self, key: &str, value: &str) {
        writeln!(self.text, "{key} = {value}").expect(TAKES);
    }

    fn write_machine(&mut self, name: &str, node: &Node) {
        writeln!(self.text, "[station.{}]", self.model.station(name)).expect(TAKES);
        if let Some(cycle) = fixed(node.get("processingTime")) {
            let pieces = self.pieces.get(name).copied().unwrap_or(1.0);
            let cycle = self.time(cycle * pieces);
            self.line("cycle", &cycle);
            if node.makes().is_some() && self.has_cleared_lots() {
                self.line("kit", "true");
            }
        } else if node.makes().is_some() {
            self.line("cycle", "\"0 s\"");
            // Where everything is taken apart already, nothing is taken.
            if self.text.contains(&format!("[station.{}.takes]", self.model.station(name))) {
                self.line("kit", "true");
            }
        }
        let buffer = match node.makes() {
            None if self.ends_conveyer(name) => "1".to_owned(),
            None | Some(Makes::Split(_)) => self.places_before(name),
            Some(Makes::Assembled | Makes::Ordered) => "\"unlimited\"".to_owned(),
            Some(Makes::TakenApart) => "1".to_owned(),
            Some(Makes::Joined(lots)) => format!("{lots}"),
        };
        self.line("buffer", &buffer);
        if node.class == "BatchReassembly" && self.has_cleared_lots() {
            // As long as what came of a lot stands there, nothing of the next one comes.
            self.line("clearance", "\"order\"");
        }
        if node.makes().is_none() && self.own_queue(name).is_some_and(|own| self.is_cleared(own)) {
            self.line("clearance", "{ between = \"order\", until = \"taken\" }");
        }
        if let Some(preempts) = preempts(node) {
            self.line("preempts", preempts);
        }
        if self.is_behind_rule(name) {
            self.line("dispatch", "[\"priority\", \"due_date\"]");
        }
        let is_minded = node.stop("break").is_some() || threshold(node) > 0.0;
        if self.has_setups(name) {
            // The first job is set up for as well.
            writeln!(self.first, "{name} = \"nothing\"").expect(TAKES);
            let people = self.people_of(name, "Operator").next();
            let people = people.map(|_| format!(", operators = {{ {name} = 1 }}"));
            let setup = format!("{{ time = \"0 s\"{} }}", people.unwrap_or_default());
            self.line("setup", &setup);
        }
        let has_people =
            self.is_attended(name) && self.people_of(name, "Operator").next().is_some();
        if is_minded || has_people {
            self.line("operators", &format!("{{ {name} = 1 }}"));
        }
        if node.stop("shift").is_some() {
            self.line("calendar", &format!("\"{name}\""));
            self.line("at_close", at_end(node, "shift", false));
        }
        self.write_failures(name, node);
        if is_minded {
            self.write_minder(name, node);
        }
    }

    /// Places in front of a machine: those of the queue that is its own.
    fn places_before(&self, name: &str) -> String {
        if self.model.nodes[name].class == "MachineJobShop" {
            return "\"unlimited\"".to_owned();
        }
        self.own_queue(name).map_or_else(|| "0".to_owned(), |own| capacity(&self.model.nodes[own]))
    }

    /// The queue that only this machine has.
    fn own_queue(&self, name: &str) -> Option<&str> {
        self.model.before(name).into_iter().find(|from| {
            let is_queue = self.model.nodes.get(*from).is_some_and(Node::is_queue);
            is_queue && !self.is_shared(from)
        })
    }

    /// Whether a queue is cleared between two lots.
    fn is_cleared(&self, queue: &str) -> bool {
        self.model.nodes[queue].class == "LineClearance" && self.has_cleared_lots()
    }

    /// Whether there is such a queue, and more than the single lot that is there at the start.
    fn has_cleared_lots(&self) -> bool {
        let is_there = |is: fn(&Node) -> bool| self.model.nodes.values().any(is);
        is_there(|node| node.class == "LineClearance") && is_there(Node::is_source)
    }

    fn write_shelf(&mut self, name: &str, node: &Node) {
        let places = node.number("capacity").filter(|&places| places > 0.0);
        let buffer = places.map_or("\"unlimited\"".to_owned(), |p| format!("{}", p - 1.0));
        let station = self.model.station(name);
        let shelf = format!("[station.{station}]\ncycle = \"0 s\"\nbuffer = {buffer}\n");
        self.text += &shelf;
        if self.is_cleared(name) {
            self.line("clearance", "\"order\"");
        }
    }

    fn write_failures(&mut self, name: &str, node: &Node) {
        let people = self.repair_people(name);
        let mut stop = String::new();
        if let Some(failure) = node.stop("failure") {
            let clock = match failure["deteriorationType"].as_str() {
                Some("working") => "operating",
                Some("onShift") => "on_shift",
                _ => "calendar",
            };
            let every = self.time(fixed(&failure["TTF"]).expect("a time to failure"));
            let repair = self.time(fixed(&failure["TTR"]).expect("a time of repair"));
            stop = format!(
                "clock = \"{clock}\"\nevery = {every}\nfinished = \"stays\"\n\
                 repair = {{ time = {repair}{people} }}"
            );
        }
        if let Some(planned) = node.stop("scheduledMaintenance") {
            let repair = self.time(number(&planned["duration"]).expect("how long it takes"));
            let start = number(&planned["start"]).expect("when it begins") * self.minutes;
            let (hour, minute) = ((start / 60.0).floor(), start % 60.0);
            stop = format!(
                "at = [2026-03-02T{hour:02}:{minute:02}:00]\nrepair = {{ time = {repair} }}"
            );
        }
        let station = self.model.station(name);
        if !stop.is_empty() {
            writeln!(self.text, "[station.{station}.failure.stop]\n{stop}").expect(TAKES);
        }
        if let Some(planned) = node.stop("periodicMaintenance") {
            let every = self.time(fixed(&planned["TTF"]).expect("how often"));
            let time = self.time(fixed(&planned["TTR"]).expect("how long"));
            let table = format!(
                "[station.{station}.maintenance.planned]\nclock = \"calendar\"\nevery = {every}\n\
                 time = {time}\nwhen = \"after_part\"\n"
            );
            self.text += &table;
        }
    }
}

/// What becomes of a job that a critical one pushes off a machine, if one does.
pub(crate) fn preempts(node: &Node) -> Option<&'static str> {
    let rule = node.get("preemption");
    let says = |key: &str| number(&rule[key]) == Some(1.0);
    says("isPreemptive")
        .then(|| if says("resetOnPreemption") { "\"restart\"" } else { "\"resume\"" })
}

/// Places of a queue; below zero it has no end.
fn capacity(node: &Node) -> String {
    let places = node.number("capacity").filter(|&places| places >= 0.0);
    places.map_or("\"unlimited\"".to_owned(), |places| format!("{places}"))
}
