//! Where every value of a thing comes from: the file and line that gave it, or the default.

use super::Scenario;
use super::distribution::told;
use super::holds::Place;
use super::node::{Branches, Content, Node};
use super::read::Reading;
use super::shape::{FieldShape, Shape, TableShape};
use super::table::Table;
use crate::diagnostic::{Diagnostic, Sources, closest, code, listed};
use crate::units::guess;

/// A value and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The key, below the thing that was asked for: `failure.spindle.every`.
    pub key: String,
    /// The value as written, or the default in words.
    pub value: String,
    /// File and line; `None` is the default.
    pub place: Option<(String, usize)>,
    /// How it became what it is, if that is not what is written there.
    pub remark: Option<String>,
}

impl Reading {
    /// Every value of the thing at `path`, such as `station.cnc`, in the order of the reference.
    ///
    /// # Errors
    /// If nothing is called so; the complaint guesses what was meant.
    pub fn origin(&self, path: &str) -> Result<Vec<Origin>, Diagnostic> {
        let segments = segments(path);
        let mut shape = &Scenario::SHAPE;
        let mut branches = &self.tree;
        let mut name = "";
        let mut walk = segments.iter();
        while let Some(segment) = walk.next() {
            let Some(field) = shape.fields.iter().find(|field| field.key == segment) else {
                let known = shape.fields.iter().map(|field| field.key);
                return Err(self.missing(path, segment, known));
            };
            let node = branches.get(segment).map(|branch| &branch.node);
            match (&field.shape, node.and_then(Node::table)) {
                (Shape::Table(inner), table) => {
                    shape = inner;
                    branches = table.unwrap_or(&NOTHING);
                }
                (Shape::Named(inner), table) => {
                    let names = table.unwrap_or(&NOTHING);
                    let Some(next) = walk.next() else {
                        let mut list = self.list();
                        list.collect(field, shape, branches, name, String::new());
                        return Ok(list.origins);
                    };
                    let Some(entry) = names.get(next).and_then(|entry| entry.node.table()) else {
                        return Err(self.missing(path, next, names.keys().map(String::as_str)));
                    };
                    (shape, branches, name) = (inner, entry, next);
                }
                (Shape::Value(_) | Shape::NamedValues(_), _) => {
                    let mut list = self.list();
                    list.collect(field, shape, branches, name, String::new());
                    return Ok(list.origins);
                }
            }
        }
        let mut list = self.list();
        list.table(shape, branches, name, "");
        Ok(list.origins)
    }

    /// Every value that some file gives, in the order of the reference.
    pub fn written(&self) -> Vec<Origin> {
        let mut list = self.list();
        list.table(&Scenario::SHAPE, &self.tree, "", "");
        list.origins.retain(|origin| origin.place.is_some());
        list.origins
    }

    const fn list(&self) -> List<'_> {
        List { reading: self, origins: Vec::new() }
    }

    /// The complaint that nothing is at a path, with the path that was perhaps meant.
    fn missing<'a>(
        &self,
        path: &str,
        segment: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Diagnostic {
        let before = path.strip_suffix(segment).unwrap_or_default();
        let named = self.things_named(segment);
        let hint = match (named.as_slice(), closest(segment, known.clone())) {
            ([], Some(guess)) => Some(format!("did you mean `{before}{guess}`?")),
            ([only], _) => Some(format!("did you mean `{only}`?")),
            ([], None) if known.clone().next().is_some() => {
                Some(format!("there is: {}", listed(known)))
            }
            ([], None) => None,
            (several, _) => {
                Some(format!("there is: {}", listed(several.iter().map(String::as_str))))
            }
        };
        let message = if path == segment {
            format!("there is no `{segment}` to show")
        } else {
            format!("there is no `{segment}` to show for `{path}`")
        };
        Diagnostic::error(code::UNKNOWN_KEY, message).maybe_hint(hint)
    }

    /// Paths of the things of the scenario that are called so, or nearly so if none is.
    fn things_named(&self, name: &str) -> Vec<String> {
        let groups = Scenario::SHAPE.fields.iter();
        let groups = groups.filter(|field| matches!(field.shape, Shape::Named(_)));
        let groups = groups.filter_map(|field| {
            let names = self.tree.get(field.key)?.node.table()?;
            Some((field.key, names.keys().map(String::as_str).collect::<Vec<&str>>()))
        });
        let groups: Vec<(&str, Vec<&str>)> = groups.collect();
        let path = |group: &str, name: &str| format!("{group}.{}", guess::key(name));
        let same = groups.iter().filter(|(_, names)| names.contains(&name));
        let same: Vec<String> = same.map(|(group, _)| path(group, name)).collect();
        // A word of the language with a slip in it is no name.
        let is_word = closest(name, Scenario::SHAPE.fields.iter().map(|field| field.key)).is_some();
        if !same.is_empty() || is_word {
            return same;
        }
        let near = groups
            .iter()
            .filter_map(|(group, names)| Some(path(group, closest(name, names.iter().copied())?)));
        near.collect()
    }
}

pub(super) static NOTHING: std::sync::LazyLock<Branches> = std::sync::LazyLock::new(Branches::new);

/// The values of a thing, as they are found.
struct List<'a> {
    reading: &'a Reading,
    origins: Vec<Origin>,
}

impl List<'_> {
    fn table(&mut self, shape: &TableShape, branches: &Branches, name: &str, prefix: &str) {
        for field in shape.fields {
            self.collect(field, shape, branches, name, join(prefix, field.key));
        }
        let listed = |key: &str| shape.fields.iter().any(|field| field.key == key);
        for (key, branch) in branches.iter().filter(|(key, _)| !listed(key)) {
            self.origins.push(written(join(prefix, key), &branch.node, &self.reading.sources));
        }
    }

    /// Adds what stands behind a key of a table, or what holds without it.
    fn collect(
        &mut self,
        field: &FieldShape<'_>,
        shape: &TableShape,
        branches: &Branches,
        name: &str,
        key: String,
    ) {
        let node = branches.get(field.key).map(|branch| &branch.node);
        let sources = &self.reading.sources;
        let inner = node.and_then(Node::table);
        match (&field.shape, inner, node) {
            (Shape::Table(shape), _, _) => {
                self.table(shape, inner.unwrap_or(&NOTHING), name, &key);
            }
            (Shape::Named(shape), Some(names), _) => {
                for (name, entry) in names {
                    let entry = entry.node.table().unwrap_or(&NOTHING);
                    self.table(shape, entry, name, &join(&key, name));
                }
            }
            (Shape::NamedValues(_), Some(names), _) => {
                for (name, entry) in names {
                    self.origins.push(written(join(&key, name), &entry.node, sources));
                }
            }
            (_, _, Some(node)) => self.origins.push(written(key, node, sources)),
            (_, _, None) => {
                let tree = &self.reading.tree;
                let file = &self.reading.file;
                let value = Place { tree, file, shape, branches, name }.default_of(field);
                self.origins.push(Origin { key, value, place: None, remark: None });
            }
        }
    }
}

fn written(key: String, node: &Node, sources: &Sources) -> Origin {
    let place = (sources.name(node.spot.file).to_owned(), sources.line(node.spot));
    let value = text(node, sources);
    let value = told(node).map_or(value.clone(), |told| format!("{value} = {told}"));
    let remark = node.remark.as_deref().filter(|remark| !remark.is_empty()).map(str::to_owned);
    Origin { key, value, place: Some(place), remark }
}

/// The value as written, on one line.
fn text(node: &Node, sources: &Sources) -> String {
    match &node.content {
        Content::Table(branches) => {
            let pair = |(key, branch): (&String, &super::node::Branch)| {
                format!("{key} = {}", text(&branch.node, sources))
            };
            format!("{{ {} }}", branches.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        Content::List(items) => {
            let items: Vec<String> = items.iter().map(|item| text(item, sources)).collect();
            format!("[{}]", items.join(", "))
        }
        _ if node.remark.is_some() => node.written(),
        _ => sources.written(node.spot).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

pub(super) fn join(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

/// The parts of a path; quotes keep a point inside a name.
pub(super) fn segments(path: &str) -> Vec<String> {
    let mut segments = vec![String::new()];
    let mut quoted = false;
    for character in path.chars() {
        match character {
            '"' => quoted = !quoted,
            '.' if !quoted => segments.push(String::new()),
            other => segments.last_mut().expect("starts with one").push(other),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Memory, read};

    const BASE: &str = "[station.cnc]\nmachines = 2\ncycle = { mean = \"45 s\",\n  cv = 0.3 }\n\
        [station.cnc.failure.jam]\nat = [2026-03-10T10:15:00]\nrepair = { time = \"3 h\" }\n";

    fn shown(path: &str, key: &str) -> (String, Option<(String, usize)>) {
        let files = Memory::default()
            .with("base.toml", BASE)
            .with("patch.toml", "extends = \"base.toml\"\n\n[station.cnc]\nmachines = 3\n");
        let origins = read(&files, "patch.toml").origin(path).expect("it is there");
        let origin = origins.into_iter().find(|origin| origin.key == key).expect("listed");
        (origin.value, origin.place)
    }

    #[test]
    fn a_value_comes_from_the_file_that_gave_it_last_or_from_the_default() {
        let place = |file: &str, line| Some((file.to_owned(), line));
        assert_eq!(shown("station.cnc", "machines"), ("3".to_owned(), place("patch.toml", 4)));
        let cycle = "{ mean = \"45 s\", cv = 0.3 }".to_owned();
        assert_eq!(shown("station.cnc", "cycle"), (cycle, place("base.toml", 3)));
        assert_eq!(shown("station.cnc", "block"), ("after".to_owned(), None));
        assert_eq!(shown("station.cnc", "failure.jam.part"), ("resume".to_owned(), None));
        assert_eq!(shown("run", "seed"), ("1".to_owned(), None));
    }

    #[test]
    fn a_wrong_name_is_guessed() {
        let files = Memory::default().with("base.toml", BASE);
        let complaint = read(&files, "base.toml").origin("station.cnx").expect_err("no such");
        assert_eq!(complaint.hint.as_deref(), Some("did you mean `station.cnc`?"));
    }

    #[test]
    fn a_bare_name_is_looked_for_among_all_things() {
        let files = Memory::default().with("base.toml", BASE);
        let reading = read(&files, "base.toml");
        let hint = |path: &str| reading.origin(path).expect_err("no such").hint;
        assert_eq!(hint("cnc").as_deref(), Some("did you mean `station.cnc`?"));
        assert_eq!(hint("cnx").as_deref(), Some("did you mean `station.cnc`?"));
        assert_eq!(hint("statoin").as_deref(), Some("did you mean `station`?"));
        let complaint = reading.origin("cnc").expect_err("no such");
        assert_eq!(complaint.message, "there is no `cnc` to show");
    }

    #[test]
    fn a_default_says_what_holds_here() {
        let text = "[plant]\ncalendar = \"two_shifts\"\nstart = 2026-03-02\n\
            [line.main]\nstations = [\"saw\"]\n\
            [station.saw]\ncycle = \"1 min\"\n[station.weld]\noperators = { welder = 1 }\n\
            calendar = \"always\"\n[station.weld.failure.jam]\nclock = \"operating\"\n\
            every = { mean = \"3 h\" }\n[crew.welder]\n[demand.all]\n";
        let reading = read(&Memory::default().with("plants/shop.toml", text), "plants/shop.toml");
        let value = |path: &str, key: &str| {
            let origins = reading.origin(path).expect("it is there");
            origins.into_iter().find(|origin| origin.key == key).expect("listed").value
        };
        assert_eq!(value("station.saw", "at_close"), "finish, because it needs no operators");
        assert_eq!(value("station.weld", "at_close"), "pause, because it needs operators");
        assert_eq!(value("station.saw", "calendar"), "two_shifts, the plant's");
        let at = value("station.weld", "failure.jam.at");
        assert_eq!(at, "none, because `every` is given");
        assert_eq!(value("station.weld", "failure.jam.repair"), "missing");
        assert_eq!(value("crew.welder", "skills"), "welder, the crew's own name");
        assert_eq!(value("demand.all", "products"), "main, the only product");
        assert_eq!(value("plant", "name"), "shop, the file's name");
    }
}
