//! What holds where a key is absent, told for one scenario: not "the plant's" but its name.

use super::failure::Failure;
use super::node::{Branches, Content, Node};
use super::rota::monday_of;
use super::shape::{FieldShape, TableShape};

/// What is known of the place of a key that is absent.
pub(super) struct Place<'a> {
    /// The whole merged tree.
    pub(super) tree: &'a Branches,
    /// The file that was read.
    pub(super) file: &'a str,
    /// The table that the key is missing from.
    pub(super) shape: &'a TableShape,
    /// What is written in it.
    pub(super) branches: &'a Branches,
    /// Its name, if it has one.
    pub(super) name: &'a str,
}

impl Place<'_> {
    /// What holds for a key that is absent: the default, or why there is none.
    pub(super) fn default_of(&self, field: &FieldShape<'_>) -> String {
        if self.shape.noun == "a failure" && self.branches.contains_key("availability") {
            let told = Failure::told_by_availability(self.branches, field.key);
            if let Some(told) = told {
                return told;
            }
        }
        let words = || field.default.split('`').skip(1).step_by(2);
        let plant = |key: &str| text(self.tree, &["plant", key]);
        match (self.shape.noun, field.default) {
            ("a station", "pause with operators, finish without") => {
                let node = self.branches.get("operators").map(|branch| &branch.node);
                let works_alone = node.is_none_or(|node| node.is_text("none"));
                let because = if works_alone { "needs no operators" } else { "needs operators" };
                let word = if works_alone { "finish" } else { "pause" };
                format!("{word}, because it {because}")
            }
            (_, "that of `[control]`") => {
                let control = node(self.tree, &["control", "dispatch"]);
                control.map_or("fifo", |_| "that of `[control]`").to_owned()
            }
            (_, "the plant's") => {
                format!("{}, the plant's", plant("calendar").unwrap_or("always"))
            }
            (_, "the plant's start") => {
                let start = written(self.tree, &["plant", "start"]);
                start.map_or_else(
                    || field.default.to_owned(),
                    |date| format!("{date}, the plant's start"),
                )
            }
            ("a calendar", default) if default.starts_with("the plant's start, or") => {
                self.first_day(default)
            }
            (_, "the crew's own name") => format!("{}, the crew's own name", self.name),
            (_, "the only product") => self.only_product(field.default),
            (_, "the file's name") => format!("{}, the file's name", stem(self.file)),
            (_, default) if default.starts_with("required unless") => {
                match words().find(|&other| self.branches.contains_key(other)) {
                    Some(other) => format!("none, because `{other}` is given"),
                    None => format!("missing: it is {default}"),
                }
            }
            (_, default) if default.starts_with("required with") => {
                let other = words().next().unwrap_or_default();
                if self.branches.contains_key(other) {
                    format!("missing: it is {default}")
                } else {
                    format!("none, because `{other}` is not given")
                }
            }
            (_, "required") => "missing".to_owned(),
            (_, default) => default.to_owned(),
        }
    }

    /// The day on which the first turn of a rota begins.
    fn first_day(&self, default: &str) -> String {
        let start = written(self.tree, &["plant", "start"]);
        let start = start.and_then(|start| start.parse::<jiff::civil::Date>().ok());
        let is_daily = self.branches.contains_key("day_by_day");
        match start {
            _ if !is_daily && !self.branches.contains_key("week_by_week") => {
                "none, because it is no rota".to_owned()
            }
            Some(start) if is_daily => format!("{start}, the plant's start"),
            Some(start) => {
                format!("{}, the Monday of the plant's first week", monday_of(start))
            }
            None => default.to_owned(),
        }
    }

    /// The product that is meant where there is one only; a line that no product names is one too.
    fn only_product(&self, default: &str) -> String {
        let tables = |key: &str| {
            let table = self.tree.get(key).and_then(|branch| branch.node.table());
            table.into_iter().flatten().map(|(name, branch)| (name.as_str(), &branch.node))
        };
        let lines_of = |product: &'_ Node| match node(product.table()?, &["lines"])?.content {
            Content::List(ref lines) => Some(lines.clone()),
            _ => None,
        };
        let named: Vec<Node> =
            tables("product").filter_map(|(_, product)| lines_of(product)).flatten().collect();
        let lines = tables("line").map(|(name, _)| name);
        let unnamed = lines.filter(|line| !named.iter().any(|named| named.is_text(line)));
        let products: Vec<&str> = tables("product").map(|(name, _)| name).chain(unnamed).collect();
        match products.as_slice() {
            [only] => format!("{only}, {default}"),
            _ => default.to_owned(),
        }
    }
}

/// The value at a path.
fn node<'a>(tree: &'a Branches, path: &[&str]) -> Option<&'a Node> {
    let (first, rest) = path.split_first()?;
    let node = &tree.get(*first)?.node;
    if rest.is_empty() { Some(node) } else { self::node(node.table()?, rest) }
}

fn text<'a>(tree: &'a Branches, path: &[&str]) -> Option<&'a str> {
    node(tree, path).and_then(Node::text)
}

/// A date at a path.
fn written(tree: &Branches, path: &[&str]) -> Option<String> {
    match &node(tree, path)?.content {
        Content::When(when) => Some(when.to_string()),
        _ => None,
    }
}

/// The name of a file without its folder and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}
