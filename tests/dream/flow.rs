//! What goes through a model: sources, parts that are there at the start, routes, and what is made of
//! parts on the way.

use std::fmt::Write as _;

use serde_json::Value;

use crate::hours::TAKES;
use crate::manpy::{Makes, Node, fixed, number};
use crate::scenario::{Writer, preempts};

/// The way of parts, until they leave the plant or others are made of them.
struct Way {
    /// Steps of the route.
    steps: Vec<String>,
    /// Pieces that are left of a lot at its end.
    pieces: f64,
    /// Where it ends.
    end: End,
}

enum End {
    Exit(String),
    /// At this station, which takes the parts.
    Taken(String),
}

/// What comes out at a station that makes others of parts.
struct Made {
    product: String,
    count: u32,
    /// What it is for the way that it takes: `Part` or `Frame`.
    entity: Option<&'static str>,
    pieces: f64,
}

/// What a station takes that makes others of parts.
pub(crate) struct Taken {
    /// Products, all of one family.
    products: Vec<String>,
    /// Pieces of each lot.
    pieces: f64,
    /// What is left of the work on what is here at the start.
    left: Option<f64>,
    is_written: bool,
}

impl Writer<'_> {
    pub(crate) fn write_source(&mut self, name: &str, node: &Node) {
        let lot = ["batchNumberOfUnits", "numberOfUnits"].map(|key| node.number(key));
        let lot = lot.into_iter().flatten().next();
        let lot = lot.or_else(|| number(&node.get("entityData")["numberOfUnits"]));
        let entity = node.get("entity").as_str().and_then(|entity| entity.rsplit('.').next());
        let way = self.way(name, entity, lot.unwrap_or(1.0));
        self.write_product(name, &[], way);
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
    pub(crate) fn write_inside(&mut self, name: &str, node: &Node) {
        for part in node.inside() {
            let product = part["id"].as_str().expect("parts have names");
            if let Some(components) = part["componentsList"].as_array() {
                self.write_components(product, &part["route"], components);
                continue;
            }
            if let Some(steps) = part["route"].as_array() {
                let steps = self.job(steps, false);
                let end = End::Exit("E1".to_owned());
                self.write_product(product, &[], Way { steps, pieces: 1.0, end });
                self.write_order(product);
                if self.model.nodes.values().any(has_rule) {
                    self.write_due(part);
                }
                let pushes = self.model.nodes.values().any(|node| preempts(node).is_some());
                if pushes && number(&part["isCritical"]) == Some(1.0) {
                    self.line("priority", "1");
                }
                continue;
            }
            let is_lot = part["_class"] == "Dream.Batch";
            let pieces = number(&part["numberOfUnits"]).unwrap_or(1.0);
            let is_taken = match node.makes() {
                Some(Makes::Split(_)) => is_lot,
                Some(Makes::Joined(_)) => !is_lot,
                _ => false,
            };
            if is_taken {
                let station = self.model.station(name);
                let steps = vec![format!("{{ station = \"{station}\" }}")];
                let end = End::Taken(name.to_owned());
                self.write_product(product, &[], Way { steps, pieces, end });
                let left = fixed(&part["remainingProcessingTime"]);
                let taken = self.taken.get_mut(name).expect("it was noted");
                taken.left = taken.left.or(left);
            } else {
                let here = self.here(name, node, part);
                let lost = if here.is_empty() { 0.0 } else { lost(node) };
                let way = self.way(name, None, pieces - lost);
                self.write_product(product, &here, way);
            }
            self.write_order(product);
        }
    }

    /// An order that becomes its components where it is taken apart, and a mould where they are put together.
    fn write_components(&mut self, order: &str, route: &Value, components: &[Value]) {
        let id = |part: &Value| part["id"].as_str().expect("parts have names").to_owned();
        let at = |class: &str| {
            let mut nodes = self.model.of(|node| node.class == class);
            nodes.next().map(|(name, _)| name.clone())
        };
        let apart = at("OrderDecomposition").expect("an order is taken apart somewhere");
        let together = at("MouldAssemblyManaged");
        let mut steps = self.job(route.as_array().expect("a route"), false);
        steps.push(format!("{{ station = \"{apart}\" }}"));
        let product = format!("[product.{order}]\nroute = [{}]\n", steps.join(", "));
        self.text += &product;
        self.write_order(order);
        let is_mould = |part: &&Value| part["_class"] == "Dream.Mould";
        let mould = components.iter().find(is_mould).map(id);
        let mut names = Vec::new();
        for part in components {
            // Of parts that come out together the first by name goes first: the basic ones do.
            let name = match part["componentType"].as_str() {
                Some("Secondary") => format!("{}_secondary", id(part)),
                Some("Basic") => format!("A_{}", id(part)),
                _ => id(part),
            };
            let steps = self.job(part["route"].as_array().expect("a route"), false);
            if is_mould(&part) {
                self.exits.insert(name.clone(), "E1".to_owned());
            } else {
                if mould.is_none() {
                    self.exits.insert(name.clone(), "E1".to_owned());
                }
                names.push(name.clone());
            }
            let product = format!("[product.{name}]\nroute = [{}]\n", steps.join(", "));
            self.text += &product;
        }
        let each: Vec<String> = names.iter().map(|name| format!("{name} = 1\n")).collect();
        let each = each.concat();
        let tables =
            format!("[station.{apart}.takes]\n{order} = 1\n[station.{apart}.gives]\n{each}");
        self.text += &tables;
        if let (Some(together), Some(mould)) = (together, mould) {
            let tables = format!(
                "[station.{together}.takes]\n{each}[station.{together}.gives]\n{mould} = 1\n"
            );
            self.text += &tables;
        }
    }

    /// Whether a job comes to a machine out of a queue that has a rule.
    pub(crate) fn is_behind_rule(&self, machine: &str) -> bool {
        let jobs = self.model.nodes.values().flat_map(Node::inside);
        let mut routes = jobs.filter_map(|job| job["route"].as_array());
        let is_at = |step: &Value, is: &dyn Fn(&str) -> bool| {
            let places = step["stationIdsList"].as_array();
            places.into_iter().flatten().filter_map(Value::as_str).any(is)
        };
        routes.any(|steps| {
            steps.windows(2).any(|pair| {
                is_at(&pair[0], &|place| has_rule(&self.model.nodes[place]))
                    && is_at(&pair[1], &|place| place == machine)
            })
        })
    }

    /// What is still to be done where a part is at the start.
    fn here(&self, name: &str, node: &Node, part: &Value) -> Vec<String> {
        let station = self.model.station(name);
        if node.is_machine() && node.makes().is_none() {
            let left = left(node, part).map(|left| self.time(left));
            let cycle = left.map_or(String::new(), |left| format!(", cycle = {left}"));
            vec![format!("{{ station = \"{station}\"{cycle} }}")]
        } else if node.is_queue() && self.is_shared(name) {
            vec![format!("{{ station = \"{station}\" }}")]
        } else {
            Vec::new()
        }
    }

    /// The steps of a job: those at machines, since each has a queue of its own.
    ///
    /// Of machines that have been free equally long the first written takes it. ManPy takes the last one in the very
    /// first instant, and the first one later.
    pub(crate) fn job(&self, steps: &[Value], begins_first: bool) -> Vec<String> {
        let mut route = Vec::new();
        for step in steps {
            let mut places: Vec<String> = step["stationIdsList"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .filter(|place| self.model.nodes[*place].is_machine())
                .take(if self.is_put_together(step) { 1 } else { usize::MAX })
                .map(|place| self.model.station(place))
                .collect();
            if begins_first {
                places.reverse();
            }
            if !places.is_empty() {
                let cycle = fixed(&step["processingTime"]).unwrap_or(0.0);
                let cycle = (cycle > 0.0).then(|| format!(", cycle = {}", self.time(cycle)));
                let setup = fixed(&step["setupTime"]);
                let setup = setup.map(|setup| format!(", setup = {}", self.time(setup)));
                let names = step["requiredParts"].as_array().into_iter().flatten();
                let names: Vec<&str> = names.filter_map(Value::as_str).collect();
                let after = (!names.is_empty()).then(|| format!(", after = {names:?}"));
                let choice = (places.len() > 1).then(|| ", choice = \"free_longest\"".to_owned());
                let keys = [choice, cycle, setup, after].map(Option::unwrap_or_default).concat();
                route.push(format!("{{ station = {places:?}{keys} }}"));
            }
        }
        route
    }

    fn write_product(&mut self, name: &str, before: &[String], way: Way) {
        let steps: Vec<String> = before.iter().cloned().chain(way.steps).collect();
        let product = format!("[product.{name}]\nroute = [{}]\n", steps.join(", "));
        self.text += &product;
        match way.end {
            End::Exit(exit) => {
                self.exits.insert(name.to_owned(), exit);
            }
            End::Taken(by) => {
                self.line("family", &format!("\"into_{by}\""));
                let pieces = way.pieces;
                let taken = self.taken.entry(by).or_insert_with(|| Taken {
                    products: Vec::new(),
                    pieces,
                    left: None,
                    is_written: false,
                });
                taken.products.push(name.to_owned());
            }
        }
    }

    pub(crate) fn write_order(&mut self, product: &str) {
        self.orders += 1;
        let order = format!("[order.{}]\nproduct = \"{product}\"\n", self.orders);
        self.text += &order;
    }

    /// When a job is due, and how urgent it is, for queues that ask for it.
    fn write_due(&mut self, job: &Value) {
        if let (Some(due), Some(urgency)) = (number(&job["dueDate"]), number(&job["priority"])) {
            let minutes = due * self.minutes;
            let (hour, minute) = ((minutes / 60.0).floor(), minutes % 60.0);
            self.line("due", &format!("2026-03-02T{hour:02}:{minute:02}:00"));
            // The smaller number is the more urgent one there.
            self.line("priority", &format!("{}", 20.0 - urgency));
        }
    }

    /// The way from behind a place, of a `Part` or a `Frame` if it matters, with so many pieces.
    fn way(&mut self, name: &str, entity: Option<&str>, mut pieces: f64) -> Way {
        let mut steps = Vec::new();
        let mut last = name.to_owned();
        let mut places = self.places(name, entity);
        while let Some(first) = places.first() {
            let node = &self.model.nodes[first];
            let stations = places.iter().map(|place| self.model.station(place));
            let mut stations: Vec<String> = stations.collect();
            // Of two free machines behind two queues in a row ManPy takes the last, else the first.
            let is_behind_two = self.model.nodes[&last].is_queue()
                && self.model.before(&last).iter().any(|from| self.model.nodes[*from].is_queue());
            if is_behind_two {
                stations.reverse();
            }
            let is_by_piece = node.class == "BatchScrapMachine" && (pieces - 1.0).abs() > 1e-9;
            if is_by_piece && places.len() > 1 {
                self.pieces.extend(places.iter().map(|place| (place.clone(), pieces)));
            }
            let cycle = fixed(node.get("processingTime")).unwrap_or(0.0);
            let cycle = (is_by_piece && places.len() == 1)
                .then(|| format!(", cycle = {}", self.time(cycle * pieces)));
            steps.push(format!("{{ station = {stations:?}{} }}", cycle.unwrap_or_default()));
            pieces -= lost(node);
            if node.makes().is_some_and(|makes| makes != Makes::Assembled || entity == Some("Part"))
            {
                return Way { steps, pieces, end: End::Taken(first.to_owned()) };
            }
            last.clone_from(first);
            places = self.places(&last, None);
        }
        let is_exit = |to: &&&str| self.model.nodes[**to].class.starts_with("Exit");
        let after = self.model.after_for(&last, if last == name { entity } else { None });
        let exit = after.iter().find(is_exit).map_or("E1", |exit| exit);
        Way { steps, pieces, end: End::Exit(exit.to_owned()) }
    }

    /// Stations behind a place, any of which will do.
    fn places(&self, name: &str, entity: Option<&str>) -> Vec<String> {
        let mut found = Vec::new();
        for to in self.model.after_for(name, entity) {
            let node = &self.model.nodes[to];
            if node.class == "Conveyer" || (node.is_queue() && !self.is_shared(to)) {
                found.extend(self.places(to, None));
            } else if node.is_machine() || node.is_queue() {
                found.push(to.to_owned());
            }
        }
        found
    }

    /// Whether a queue stands before more than one station, or one that others supply as well, or is
    /// where the time of parts begins to count (`isDummy`).
    pub(crate) fn is_shared(&self, name: &str) -> bool {
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

    pub(crate) fn write_conveyor(&mut self, name: &str, node: &Node) {
        let from = self.model.station(self.model.before(name).first().expect("it has a start"));
        let to = self.model.station(self.places(name, None).first().expect("it has an end"));
        let length = node.number("length").expect("a length");
        let speed = node.number("speed").expect("a speed");
        let table = format!(
            "[conveyor.{name}]\nfrom = \"{from}\"\nto = \"{to}\"\nlength = \"{length} m\"\n\
             speed = \"{speed} m/s\"\npitch = \"1 m\"\n"
        );
        self.text += &table;
    }

    /// What stations make of what they take: products of their own, whose ways begin there.
    pub(crate) fn write_made(&mut self) {
        while let Some((name, taken)) = self.taken.iter_mut().find(|(_, taken)| !taken.is_written) {
            taken.is_written = true;
            let (name, pieces, left) = (name.clone(), taken.pieces, taken.left);
            let node = &self.model.nodes[&name];
            let made = |what: &str, count, entity, pieces| Made {
                product: format!("{name}_{what}"),
                count,
                entity,
                pieces,
            };
            let (takes, made) = match node.makes().expect("it takes parts") {
                Makes::Ordered => unreachable!("written with the order"),
                Makes::Assembled => (4, Vec::new()),
                Makes::TakenApart => {
                    let part = made("1_part", 4, Some("Part"), 1.0);
                    (1, vec![part, made("2_frame", 1, Some("Frame"), 1.0)])
                }
                Makes::Split(lots) => (1, vec![made("lot", lots, None, pieces / f64::from(lots))]),
                Makes::Joined(lots) => (lots, vec![made("lot", 1, None, pieces * f64::from(lots))]),
            };
            let station = self.model.station(&name);
            writeln!(self.text, "[station.{station}.takes]\ninto_{name} = {takes}").expect(TAKES);
            if !made.is_empty() {
                writeln!(self.text, "[station.{station}.gives]").expect(TAKES);
            }
            for Made { product, count, .. } in &made {
                self.line(product, &format!("{count}"));
            }
            for Made { product, entity, pieces, .. } in made {
                let cycle = left.map(|left| format!(", cycle = {}", self.time(left)));
                let first = format!("{{ station = \"{station}\"{} }}", cycle.unwrap_or_default());
                let way = self.way(&name, entity, pieces);
                self.write_product(&product, &[first], way);
            }
        }
    }
}

/// Whether a queue is worked off in another order than first in, first out.
pub(crate) fn has_rule(node: &Node) -> bool {
    node.get("schedulingRule") == "MC-Priority-EDD"
}

/// Pieces of a lot that are lost in its work.
fn lost(node: &Node) -> f64 {
    fixed(node.get("scrapQuantity")).unwrap_or(0.0)
}

/// What is left of the work on a part that is on a machine.
fn left(node: &Node, part: &Value) -> Option<f64> {
    let piece = fixed(node.get("processingTime"));
    let pieces = number(&part["unitsToProcess"]).or_else(|| number(&part["numberOfUnits"]));
    let lot = pieces.zip(piece).map(|(pieces, piece)| pieces * piece);
    fixed(&part["remainingProcessingTime"]).or(lot)
}
