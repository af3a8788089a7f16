//! A model of ManPy as it is stored, and what ManPy made of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// A stored model: its objects, what leads where, and the stored results.
#[derive(Debug)]
pub(crate) struct Manpy {
    /// Objects by their names.
    pub(crate) nodes: BTreeMap<String, Node>,
    /// From where to where: parts between stations, people to the stations they mind.
    edges: Vec<Edge>,
    /// Orders that become components and a mould.
    pub(crate) orders: Vec<Value>,
    /// How long it runs; `None` is until nothing is left to do.
    pub(crate) length: Option<f64>,
    /// Stored results, such as `M1.working_ratio`.
    pub(crate) results: BTreeMap<String, f64>,
}

/// What leads from an object to another one.
#[derive(Debug)]
struct Edge {
    from: String,
    to: String,
    /// What goes that way only: `Part` or `Frame`.
    entity: Option<String>,
}

/// What comes of parts at an object that makes others of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Makes {
    /// Four parts go into a frame.
    Assembled,
    /// Four parts come out of a frame.
    TakenApart,
    /// A lot becomes so many.
    Split(u32),
    /// So many lots become one.
    Joined(u32),
    /// Parts become others as an order says.
    Ordered,
}

/// One object of a model.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it is, without the name of its package.
    pub(crate) class: String,
    written: Value,
}

impl Node {
    /// What is written under a key; `null` if nothing is.
    pub(crate) fn get(&self, key: &str) -> &Value {
        &self.written[key]
    }

    /// A number, written as such or as a text.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        number(self.get(key))
    }

    /// A stop of this kind, such as `shift`.
    pub(crate) fn stop(&self, kind: &str) -> Option<&Value> {
        self.get("interruptions").get(kind)
    }

    /// Whether something is said of a stop: `1` is yes.
    pub(crate) fn says(&self, kind: &str, key: &str, otherwise: bool) -> bool {
        let said = self.stop(kind).and_then(|stop| number(&stop[key]));
        said.map_or(otherwise, |said| said != 0.0)
    }

    /// Parts that are here at the start.
    pub(crate) fn inside(&self) -> &[Value] {
        self.get("wip").as_array().map_or(&[], Vec::as_slice)
    }

    /// Whether it works on parts.
    pub(crate) fn is_machine(&self) -> bool {
        self.makes().is_some()
            || matches!(self.class.as_str(), "Machine" | "MachineJobShop" | "BatchScrapMachine")
    }

    /// What it makes of parts, if they do not stay what they are.
    pub(crate) fn makes(&self) -> Option<Makes> {
        let lots = || count(self.get("numberOfSubBatches"));
        match self.class.as_str() {
            "OrderDecomposition" | "MouldAssembly" | "MouldAssemblyManaged" => Some(Makes::Ordered),
            "Assembly" => Some(Makes::Assembled),
            "Dismantle" => Some(Makes::TakenApart),
            "BatchDecomposition" | "BatchDecompositionBlocking" => Some(Makes::Split(lots())),
            "BatchReassembly" | "BatchReassemblyBlocking" => Some(Makes::Joined(lots())),
            _ => None,
        }
    }

    /// Whether parts wait here.
    pub(crate) fn is_queue(&self) -> bool {
        matches!(
            self.class.as_str(),
            "Queue" | "QueueJobShop" | "LineClearance" | "ConditionalBuffer"
        )
    }

    /// Whether parts come from here.
    pub(crate) fn is_source(&self) -> bool {
        matches!(self.class.as_str(), "Source" | "BatchSource" | "NonStarvingEntry")
    }
}

/// A number, written as such or as a text.
pub(crate) fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

fn count(value: &Value) -> u32 {
    let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
    count.expect("how many lots become of one")
}

/// A time that is always the same: `{"Fixed": {"mean": 3}}`.
pub(crate) fn fixed(value: &Value) -> Option<f64> {
    number(value.get("Fixed")?.get("mean")?)
}

impl Manpy {
    /// Reads the model `name` and its results from a folder.
    ///
    /// # Panics
    /// If they are not there, or not what such files are.
    pub(crate) fn read(folder: &Path, name: &str) -> Self {
        let model = json(folder, &format!("{name}.json"));
        let result = json(folder, &format!("{name}.result.json"));
        let mut nodes = BTreeMap::new();
        for (name, written) in object(&model["graph"]["node"]) {
            let class = text(&written["_class"]).rsplit('.').next().expect("a name").to_owned();
            nodes.insert(name.clone(), Node { class, written: written.clone() });
        }
        let edges = object(&model["graph"]["edge"]).map(|(_, edge)| Edge {
            from: text(&edge["source"]),
            to: text(&edge["destination"]),
            entity: edge["data"]["entity"].as_str().map(ToOwned::to_owned),
        });
        let edges = edges.collect();
        let length = number(&model["general"]["maxSimTime"]).filter(|&length| length >= 0.0);
        let orders = model["input"]["BOM"]["productionOrders"].as_array().cloned();
        let orders = orders.unwrap_or_default();
        let mut manpy = Self { nodes, edges, orders, length, results: BTreeMap::new() };
        for element in result["elementList"].as_array().expect("a list of elements") {
            // What a conveyer is said to do depends on whether it is full, which nobody else can see.
            if element["_class"] != "Dream.Conveyer" {
                manpy.note_results(element);
            }
        }
        manpy
    }

    /// Single numbers, and when jobs begin at machines; other lists are not looked at.
    fn note_results(&mut self, element: &Value) {
        let id = text(&element["id"]);
        for (key, value) in object(&element["results"]) {
            let list = value.as_array().map(Vec::as_slice);
            let single = if let Some([single]) = list { single } else { value };
            if key == "schedule" && element["_class"] != "Dream.Operator" {
                self.note_schedule(&id, list.expect("a list of stays"));
            } else if let (Some(number), true) = (single.as_f64(), key != "unitsThroughput") {
                self.results.insert(format!("{id}.{key}"), number);
            }
        }
    }

    fn note_schedule(&mut self, job: &str, stays: &[Value]) {
        let machines: Vec<&Value> = stays
            .iter()
            .filter(|stay| {
                let node = self.nodes.get(&text(&stay["stationId"]));
                node.is_some_and(|node| node.is_machine() && node.makes().is_none())
            })
            .collect();
        for (number, stay) in (1..).zip(machines) {
            let begins = stay["entranceTime"].as_f64().expect("a time");
            self.results.insert(format!("{job}.start_{number}"), begins);
        }
    }

    /// Objects with what is asked of them, by name.
    pub(crate) fn of(&self, is: impl Fn(&Node) -> bool) -> impl Iterator<Item = (&String, &Node)> {
        self.nodes.iter().filter(move |(_, node)| is(node))
    }

    /// Where it leads, as far as that exists, in the order of names.
    pub(crate) fn after(&self, name: &str) -> Vec<&str> {
        self.after_for(name, None)
    }

    /// Where it leads for what is a `Part` or a `Frame`, in the order of names.
    pub(crate) fn after_for(&self, name: &str, entity: Option<&str>) -> Vec<&str> {
        let is_right = |edge: &&Edge| {
            let is_apart = edge.entity.is_some() && entity.is_some();
            edge.from == name && !(is_apart && edge.entity.as_deref() != entity)
        };
        let ends = self.edges.iter().filter(is_right).map(|edge| edge.to.as_str());
        let mut ends: Vec<&str> = ends.filter(|to| self.nodes.contains_key(*to)).collect();
        ends.sort_unstable();
        ends
    }

    /// What leads there.
    pub(crate) fn before(&self, name: &str) -> Vec<&str> {
        let starts = self.edges.iter().filter(|edge| edge.to == name);
        starts.map(|edge| edge.from.as_str()).collect()
    }

    /// The name of a crew in the scenario: people of a pool come in the reverse order of their names, since of
    /// those who have been free equally long we take the first by name and ManPy the last.
    pub(crate) fn person(&self, name: &str) -> String {
        let is_pool = |to: &&str| self.nodes[*to].class == "OperatorPool";
        if !self.after(name).iter().any(is_pool) {
            return name.to_owned();
        }
        let before = self.nodes.keys().filter(|other| other.as_str() < name).count();
        format!("z{:03}_{name}", 999 - before)
    }

    /// The name of a station in the scenario: but for job shops, they come in the reverse order of their
    /// names, since of parts that have waited equally long we take that of the first by name and ManPy that
    /// of the last.
    pub(crate) fn station(&self, name: &str) -> String {
        if self.nodes.values().any(|node| node.class == "MachineJobShop") {
            return name.to_owned();
        }
        let before = self.nodes.keys().filter(|other| other.as_str() < name).count();
        format!("z{:03}_{name}", 999 - before)
    }
}

#[expect(clippy::disallowed_methods, reason = "the test reads the stored models")]
fn json(folder: &Path, name: &str) -> Value {
    let text = fs::read_to_string(folder.join(name)).expect("a stored file can be read");
    serde_json::from_str(&text).expect("a stored file is JSON")
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
