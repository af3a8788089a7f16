//! Where every value of a thing comes from: the file and line that gave it, or the default.

use super::Scenario;
use super::node::{Branches, Content, Node};
use super::read::Reading;
use super::shape::{FieldShape, Shape, TableShape};
use super::table::Table;
use crate::diagnostic::{Diagnostic, Sources, closest, code, listed};

/// A value and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The key, below the thing that was asked for: `failure.spindle.every`.
    pub key: String,
    /// The value as written, or the default in words.
    pub value: String,
    /// File and line; `None` is the default.
    pub place: Option<(String, usize)>,
}

impl Reading {
    /// Every value of the thing at `path`, such as `station.cnc`, in the order of the reference.
    ///
    /// # Errors
    /// If nothing is called so; the complaint guesses what was meant.
    pub fn origin(&self, path: &str) -> Result<Vec<Origin>, Diagnostic> {
        let mut origins = Vec::new();
        let segments = segments(path);
        let mut shape = &Scenario::SHAPE;
        let mut branches = &self.tree;
        let mut walk = segments.iter();
        while let Some(segment) = walk.next() {
            let Some(field) = shape.fields.iter().find(|field| field.key == segment) else {
                return Err(missing(path, segment, shape.fields.iter().map(|field| field.key)));
            };
            let node = branches.get(segment).map(|branch| &branch.node);
            match (&field.shape, node.and_then(Node::table)) {
                (Shape::Table(inner), table) => {
                    shape = inner;
                    branches = table.unwrap_or(&NOTHING);
                }
                (Shape::Named(inner), table) => {
                    let names = table.unwrap_or(&NOTHING);
                    let Some(name) = walk.next() else {
                        collect(field, node, String::new(), &self.sources, &mut origins);
                        return Ok(origins);
                    };
                    let Some(entry) = names.get(name).and_then(|entry| entry.node.table()) else {
                        return Err(missing(path, name, names.keys().map(String::as_str)));
                    };
                    (shape, branches) = (inner, entry);
                }
                (Shape::Value(_) | Shape::NamedValues(_), _) => {
                    collect(field, node, String::new(), &self.sources, &mut origins);
                    return Ok(origins);
                }
            }
        }
        table(shape, branches, "", &self.sources, &mut origins);
        Ok(origins)
    }

    /// Every value that some file gives, in the order of the reference.
    pub fn written(&self) -> Vec<Origin> {
        let mut origins = Vec::new();
        table(&Scenario::SHAPE, &self.tree, "", &self.sources, &mut origins);
        origins.retain(|origin| origin.place.is_some());
        origins
    }
}

static NOTHING: std::sync::LazyLock<Branches> = std::sync::LazyLock::new(Branches::new);

fn table(
    shape: &TableShape,
    branches: &Branches,
    prefix: &str,
    sources: &Sources,
    origins: &mut Vec<Origin>,
) {
    for field in shape.fields {
        let node = branches.get(field.key).map(|branch| &branch.node);
        collect(field, node, join(prefix, field.key), sources, origins);
    }
    let listed = |key: &str| shape.fields.iter().any(|field| field.key == key);
    for (key, branch) in branches.iter().filter(|(key, _)| !listed(key)) {
        origins.push(written(join(prefix, key), &branch.node, sources));
    }
}

fn collect(
    field: &FieldShape<'_>,
    node: Option<&Node>,
    key: String,
    sources: &Sources,
    origins: &mut Vec<Origin>,
) {
    let inner = node.and_then(Node::table);
    match (&field.shape, inner, node) {
        (Shape::Table(shape), _, _) => {
            table(shape, inner.unwrap_or(&NOTHING), &key, sources, origins);
        }
        (Shape::Named(shape), Some(names), _) => {
            for (name, entry) in names {
                let entry = entry.node.table().unwrap_or(&NOTHING);
                table(shape, entry, &join(&key, name), sources, origins);
            }
        }
        (Shape::NamedValues(_), Some(names), _) => {
            for (name, entry) in names {
                origins.push(written(join(&key, name), &entry.node, sources));
            }
        }
        (_, _, Some(node)) => origins.push(written(key, node, sources)),
        (_, _, None) => {
            origins.push(Origin { key, value: field.default.to_owned(), place: None });
        }
    }
}

fn written(key: String, node: &Node, sources: &Sources) -> Origin {
    let place = (sources.name(node.spot.file).to_owned(), sources.line(node.spot));
    Origin { key, value: text(node, sources), place: Some(place) }
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
        _ => sources.written(node.spot).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

fn join(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

/// The parts of a path; quotes keep a point inside a name.
fn segments(path: &str) -> Vec<String> {
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

fn missing<'a>(
    path: &str,
    segment: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let hint = match closest(segment, known.clone()) {
        Some(guess) => Some(format!("did you mean `{guess}`?")),
        None if known.clone().next().is_some() => Some(format!("there is: {}", listed(known))),
        None => None,
    };
    let message = format!("there is no `{segment}` to show for `{path}`");
    Diagnostic::error(code::UNKNOWN_KEY, message).maybe_hint(hint)
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
        assert_eq!(complaint.hint.as_deref(), Some("did you mean `cnc`?"));
    }
}
