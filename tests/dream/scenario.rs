//! A model of ManPy as a scenario.
//!
//! | ManPy | scenario |
//! |---|---|
//! | machine with a queue of its own | station with a `buffer` |
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

use std::fmt::Write as _;

use serde_json::Value;

use crate::hours::{Hours, TAKES};
use crate::manpy::{Manpy, Node, fixed, number};
use crate::missing::threshold;

/// A plant that our engine can run, and how to read it.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// The plant as text.
    pub(crate) text: String,
    /// So many minutes are a unit of the model: as few as make all hours whole minutes.
    pub(crate) minutes: f64,
}

struct Writer<'m> {
    model: &'m Manpy,
    minutes: f64,
    text: String,
    orders: usize,
}

/// Writes a model as a scenario.
pub(crate) fn scenario(model: &Manpy) -> Scenario {
    let minutes = minutes_of_unit(model);
    let mut writer = Writer { model, minutes, text: String::new(), orders: 0 };
    writer.text += "[plant]\nstart = 2026-03-02\n[run]\nlength = \"60 days\"\n";
    for (name, node) in &model.nodes {
        writer.write_node(name, node);
    }
    // Who is on a machine comes before who waits for it.
    for (name, node) in model.of(Node::is_machine) {
        writer.write_inside(name, node);
    }
    for (name, node) in model.of(Node::is_queue) {
        writer.write_inside(name, node);
    }
    Scenario { text: writer.text, minutes }
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
            _ if node.is_machine() => self.write_machine(name, node),
            _ if node.is_queue() && self.is_shared(name) => self.write_shelf(name, node),
            _ if node.is_source() => self.write_source(name, node),
            "Operator" | "Repairman" => self.write_people(name, node),
            _ => {}
        }
    }

    fn time(&self, units: f64) -> String {
        format!("\"{} min\"", units * self.minutes)
    }

    fn line(&mut self, key: &str, value: &str) {
        writeln!(self.text, "{key} = {value}").expect(TAKES);
    }

    fn write_machine(&mut self, name: &str, node: &Node) {
        writeln!(self.text, "[station.{name}]").expect(TAKES);
        if let Some(cycle) = fixed(node.get("processingTime")) {
            let cycle = self.time(cycle * self.pieces(node));
            self.line("cycle", &cycle);
        }
        let buffer = self.places_before(name);
        self.line("buffer", &buffer);
        let is_minded = node.stop("break").is_some() || threshold(node) > 0.0;
        if is_minded || self.people_of(name, "Operator").next().is_some() {
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

    /// Pieces in a lot, where a machine works on lots.
    fn pieces(&self, node: &Node) -> f64 {
        let lot = |source: &Node| number(&source.get("entityData")["numberOfUnits"]);
        let sizes: Vec<f64> = self.model.nodes.values().filter_map(lot).collect();
        if node.class == "BatchScrapMachine" { sizes.first().copied().unwrap_or(1.0) } else { 1.0 }
    }

    /// Places in front of a machine: those of the queue that is its own.
    fn places_before(&self, name: &str) -> String {
        if self.model.nodes[name].class == "MachineJobShop" {
            return "\"unlimited\"".to_owned();
        }
        let before = self.model.before(name);
        let own = before.iter().find(|from| {
            let is_queue = self.model.nodes.get(**from).is_some_and(Node::is_queue);
            is_queue && !self.is_shared(from)
        });
        own.map_or_else(|| "0".to_owned(), |own| capacity(&self.model.nodes[*own]))
    }

    /// Whether a queue stands before more than one station, or one that others supply as well, or is
    /// where the time of parts begins to count (`isDummy`).
    fn is_shared(&self, name: &str) -> bool {
        let after = self.model.after(name);
        let is_own =
            |to: &&str| self.model.before(to).iter().filter(|b| self.flows(b)).count() == 1;
        let is_job_shop = self.model.nodes[name].class == "QueueJobShop";
        let is_start = self.model.nodes[name].number("isDummy") == Some(1.0);
        !is_job_shop && (is_start || after.len() != 1 || !after.iter().all(is_own))
    }

    /// Whether parts come from it.
    fn flows(&self, name: &str) -> bool {
        let node = self.model.nodes.get(name);
        node.is_some_and(|node| node.is_machine() || node.is_queue() || node.is_source())
    }

    fn write_shelf(&mut self, name: &str, node: &Node) {
        let places = node.number("capacity").filter(|&places| places > 0.0);
        let buffer = places.map_or("\"unlimited\"".to_owned(), |p| format!("{}", p - 1.0));
        let shelf = format!("[station.{name}]\ncycle = \"0 s\"\nbuffer = {buffer}\n");
        self.text += &shelf;
    }

    fn write_source(&mut self, name: &str, node: &Node) {
        let route = self.route_after(name);
        self.write_product(name, &route);
        if let Some(every) = fixed(node.get("interArrivalTime")) {
            let every = self.time(every);
            let demand = format!("[demand.{name}]\nproducts = {{ {name} = 1 }}\nevery = {every}\n");
            self.text += &demand;
            self.write_order(name);
        } else {
            // Its parts are there from the start on, and more than can be made.
            self.write_order(name);
            self.line("quantity", "1000");
        }
    }

    /// Parts that are here at the start: each is a product of its own, which is ordered once.
    fn write_inside(&mut self, name: &str, node: &Node) {
        for part in node.inside() {
            let product = part["id"].as_str().expect("parts have names");
            let route = match part["route"].as_array() {
                Some(steps) => self.job(steps),
                None if node.is_machine() => {
                    let left = left(node, part).map(|left| self.time(left));
                    let cycle = left.map_or(String::new(), |left| format!(", cycle = {left}"));
                    let here = format!("{{ station = \"{name}\"{cycle} }}");
                    format!("{here}, {}", self.route_after(name))
                }
                None if self.is_shared(name) => {
                    format!("{{ station = \"{name}\" }}, {}", self.route_after(name))
                }
                None => self.route_after(name),
            };
            self.write_product(product, &route);
            self.write_order(product);
        }
    }

    /// The steps of a job: those at machines, since each has a queue of its own.
    fn job(&self, steps: &[Value]) -> String {
        let mut route = Vec::new();
        for step in steps {
            let places: Vec<&str> = step["stationIdsList"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .filter(|place| self.model.nodes[*place].is_machine())
                .collect();
            if !places.is_empty() {
                let cycle = self.time(fixed(&step["processingTime"]).expect("a time of work"));
                route.push(format!("{{ station = {places:?}, cycle = {cycle} }}"));
            }
        }
        route.join(", ")
    }

    fn write_product(&mut self, name: &str, route: &str) {
        let product = format!("[product.{name}]\nroute = [{route}]\n");
        self.text += &product;
    }

    fn write_order(&mut self, product: &str) {
        self.orders += 1;
        let order = format!("[order.{}]\nproduct = \"{product}\"\n", self.orders);
        self.text += &order;
    }

    /// The steps from behind a place to the exit.
    fn route_after(&self, name: &str) -> String {
        let mut steps = Vec::new();
        let mut places = self.places(name);
        while !places.is_empty() {
            steps.push(format!("{{ station = {places:?} }}"));
            places = self.places(places[0]);
        }
        steps.join(", ")
    }

    /// Stations behind a place, any of which will do.
    fn places(&self, name: &str) -> Vec<&str> {
        let mut found = Vec::new();
        for to in self.model.after(name) {
            let node = &self.model.nodes[to];
            if node.is_queue() && !self.is_shared(to) {
                found.extend(self.places(to));
            } else if node.is_machine() || node.is_queue() {
                found.push(to);
            }
        }
        found
    }

    fn people_of(&self, station: &str, class: &str) -> impl Iterator<Item = &str> {
        let people = self.model.of(move |node| node.class == class);
        people.map(|(name, _)| name.as_str()).filter(move |name| self.minds(name, station))
    }

    /// Whether somebody minds a station: as a skill or by where they lead.
    fn minds(&self, person: &str, station: &str) -> bool {
        let skills = self.model.nodes[person].get("skills").as_array();
        skills.into_iter().flatten().any(|skill| skill == station)
            || self.model.after(person).contains(&station)
    }

    fn write_people(&mut self, name: &str, node: &Node) {
        let minded: Vec<&String> = self
            .model
            .of(Node::is_machine)
            .map(|(id, _)| id)
            .filter(|id| self.minds(name, id))
            .collect();
        let skills = if node.class == "Repairman" {
            "[\"repair\"]".to_owned()
        } else {
            format!("{minded:?}")
        };
        self.write_crew(name, name, node, &skills);
    }

    /// Somebody who minds one machine only: breaks and early ends are theirs.
    fn write_minder(&mut self, name: &str, node: &Node) {
        let minder = format!("minder_{name}");
        let early = threshold(node);
        if let (Some(hours), true) = (Hours::of(self.model, node), early > 0.0) {
            self.text += &hours.ending_earlier(early).calendar(&minder, self.minutes);
            let crew = format!(
                "[crew.{minder}]\nskills = [\"{name}\"]\ncalendar = \"{minder}\"\n\
                 at_shift_end = \"finish\"\n"
            );
            self.text += &crew;
        } else {
            self.write_crew(&minder, name, node, &format!("[\"{name}\"]"));
        }
    }

    fn write_crew(&mut self, name: &str, calendar: &str, node: &Node, skills: &str) {
        writeln!(self.text, "[crew.{name}]").expect(TAKES);
        self.line("skills", skills);
        if let Some(count) = node.number("capacity") {
            self.line("count", &format!("{count}"));
        }
        if Hours::of(self.model, node).is_some() {
            self.line("calendar", &format!("\"{calendar}\""));
            let kinds = ["break", "scheduledBreak", "shift"];
            let kind = kinds.into_iter().find(|kind| node.stop(kind).is_some());
            let kind = kind.expect("it has hours");
            // Breaks that are counted wait for the end of the work, unless it is said otherwise.
            self.line("at_shift_end", at_end(node, kind, kind == "break"));
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
        if !stop.is_empty() {
            writeln!(self.text, "[station.{name}.failure.stop]\n{stop}").expect(TAKES);
        }
    }
}

impl Writer<'_> {
    /// Who repairs a machine: of machines that fail in one instant the first by name is repaired first.
    fn repair_people(&self, name: &str) -> String {
        let is_repaired = |name: &str| self.people_of(name, "Repairman").next().is_some();
        if !is_repaired(name) {
            return String::new();
        }
        let later = self.model.of(Node::is_machine).map(|(other, _)| other.as_str());
        let later = later.filter(|&other| other > name && is_repaired(other)).count();
        format!(", operators = {{ repair = 1 }}, priority = {later}")
    }
}

/// What is left of the work on a part that is on a machine.
fn left(node: &Node, part: &Value) -> Option<f64> {
    let piece = fixed(node.get("processingTime"));
    let pieces = number(&part["unitsToProcess"]).or_else(|| number(&part["numberOfUnits"]));
    let lot = pieces.zip(piece).map(|(pieces, piece)| pieces * piece);
    fixed(&part["remainingProcessingTime"]).or(lot)
}

/// What the end of hours does to what is under way.
fn at_end(node: &Node, kind: &str, otherwise: bool) -> &'static str {
    if threshold(node) > 0.0 && node.class == "Operator" {
        "\"no_start\""
    } else if node.says(kind, "endUnfinished", otherwise) {
        "\"finish\""
    } else {
        "\"pause\""
    }
}

/// Places of a queue; below zero it has no end.
fn capacity(node: &Node) -> String {
    let places = node.number("capacity").filter(|&places| places >= 0.0);
    places.map_or("\"unlimited\"".to_owned(), |places| format!("{places}"))
}
