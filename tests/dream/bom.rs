//! Orders that become components, which wait for each other and go into a mould.

use std::fmt::Write as _;

use serde_json::Value;

use crate::hours::TAKES;
use crate::manpy::{Makes, Node};
use crate::scenario::Writer;

fn id(part: &Value) -> &str {
    part["id"].as_str().expect("parts have names")
}

fn steps(part: &Value) -> &[Value] {
    part["route"].as_array().expect("parts have routes")
}

/// Whether a step waits for other parts.
fn waits(step: &Value) -> bool {
    step["requiredParts"].as_array().is_some_and(|parts| !parts.is_empty())
}

impl Writer<'_> {
    /// Jobs that wait for each other are one order, which is taken apart at the start; whether these do.
    pub(crate) fn write_jobs_of_one_order(&mut self, node: &Node) -> bool {
        let jobs = node.inside();
        if !jobs.iter().any(|job| job["route"].as_array().into_iter().flatten().any(waits)) {
            return false;
        }
        let mut gives = String::new();
        for job in jobs {
            let name = id(job);
            let route = self.job(steps(job), false).join(", ");
            self.exits.insert(name.to_owned(), "E1".to_owned());
            writeln!(self.text, "[product.{name}]\nroute = [\"apart\", {route}]").expect(TAKES);
            writeln!(gives, "{name} = 1").expect(TAKES);
        }
        let apart = format!(
            "[station.apart]\ncycle = \"0 s\"\nkit = true\n[station.apart.takes]\njobs = 1\n\
             [station.apart.gives]\n{gives}[product.jobs]\nroute = [\"apart\"]\n"
        );
        self.text += &apart;
        self.write_order("jobs");
        true
    }

    /// Orders whose design is taken apart into components, and whose components go into a mould. Where the design is
    /// not there any more, what is left of the components comes with the mould.
    pub(crate) fn write_orders(&mut self) {
        let nodes = || self.model.nodes.iter();
        let of_class = |class: &str| {
            nodes().find(|(_, node)| node.class == class).map(|(name, _)| name.clone())
        };
        let (Some(apart), Some(together)) =
            (of_class("OrderDecomposition"), of_class("MouldAssembly"))
        else {
            return;
        };
        let inside: Vec<(&str, &str)> = nodes()
            .flat_map(|(at, node)| node.inside().iter().map(move |part| (at.as_str(), id(part))))
            .collect();
        let is_inside = |part: &Value| inside.iter().any(|(_, inside)| *inside == id(part));
        for order in &self.model.orders {
            let parts = order["componentsList"].as_array().expect("an order has components");
            let design = parts.iter().find(|part| part["_class"] == "Dream.OrderDesign");
            let design = design.filter(|design| is_inside(design));
            let mut each = String::new();
            for part in parts {
                let mut steps = self.job(steps(part), design.is_none());
                match part["_class"].as_str() {
                    Some("Dream.OrderDesign") if design.is_none() => continue,
                    Some("Dream.OrderDesign") => steps.push(format!("{{ station = \"{apart}\" }}")),
                    Some("Dream.Mould") => {
                        self.exits.insert(id(part).to_owned(), "E1".to_owned());
                    }
                    _ => {
                        writeln!(each, "{} = 1", id(part)).expect(TAKES);
                        // Who comes out of the design begins with a step where that ends.
                        if design.is_none() {
                            steps.retain(|step| !step.contains(&format!("\"{apart}\"")));
                            let is_done = inside.iter().any(|(at, part_id)| {
                                *part_id == id(part)
                                    && self.model.nodes[*at].class.contains("Assembly")
                            });
                            if is_done {
                                steps.drain(..steps.len() - 1);
                            }
                        }
                    }
                }
                let route = steps.join(", ");
                writeln!(self.text, "[product.{}]\nroute = [{route}]", id(part)).expect(TAKES);
            }
            let mould = parts.iter().find(|part| part["_class"] == "Dream.Mould");
            let mould = mould.map_or("", id);
            if let Some(design) = design {
                let design = id(design);
                write!(
                    self.text,
                    "[station.{apart}.takes]\n{design} = 1\n[station.{apart}.gives]\n{each}"
                )
                .expect(TAKES);
                self.write_order(design);
            } else {
                self.write_order(mould);
            }
            let tables = format!(
                "[station.{together}.takes]\n{each}[station.{together}.gives]\n{mould} = 1\n"
            );
            self.text += &tables;
        }
    }

    /// Whether a step is where components are put together: at the first of several such stations.
    pub(crate) fn is_put_together(&self, step: &Value) -> bool {
        let places = step["stationIdsList"].as_array().into_iter().flatten();
        let mut classes =
            places.filter_map(Value::as_str).map(|place| &self.model.nodes[place].class);
        classes.any(|class| class == "MouldAssembly")
    }

    /// Whether jobs are set up for at a station, each for itself.
    pub(crate) fn has_setups(&self, name: &str) -> bool {
        self.steps_at(name).any(|step| step.get("setupTime").is_some())
    }

    /// Whether work at a station needs somebody: it does unless the steps there say that it runs by itself.
    pub(crate) fn is_attended(&self, name: &str) -> bool {
        if self.model.nodes[name].makes().is_some_and(|makes| makes != Makes::Ordered) {
            return true;
        }
        let steps = self.steps_at(name);
        let mut kinds = steps.filter_map(|step| step["operationType"].get("Processing"));
        kinds.all(|kind| kind != 0)
    }

    /// The steps of jobs and components at a station.
    fn steps_at(&self, name: &str) -> impl Iterator<Item = &Value> {
        let jobs = self.model.nodes.values().flat_map(Node::inside);
        let orders = self.model.orders.iter();
        let components = orders.filter_map(|order| order["componentsList"].as_array()).flatten();
        let all = jobs.chain(components).filter_map(|job| job["route"].as_array()).flatten();
        all.filter(move |step| {
            let places = step["stationIdsList"].as_array();
            places.into_iter().flatten().any(|place| place == name)
        })
    }
}
