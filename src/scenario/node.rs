//! The tree of a scenario: what TOML says, every key and value with its place, in our own hands so
//! that files can be merged before anything is checked.

use std::sync::Arc;

use indexmap::IndexMap;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Spot, code};

/// A value and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) spot: Spot,
    pub(super) content: Content,
    /// How it became what it is, if that is not what stands at its place.
    pub(super) remark: Option<Arc<str>>,
    /// What it changes parts of, if it does.
    pub(super) below: Option<Arc<Below>>,
}

/// A value in braces of which another changes parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Below {
    pub(super) spot: Spot,
    /// Where the parts stand that it leaves as they are.
    pub(super) parts: Vec<Spot>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Text(String),
    Whole(i64),
    Real(f64),
    Truth(bool),
    When(Datetime),
    List(Vec<Node>),
    Table(Branches),
    /// Already complained about.
    Broken,
}

/// The keys of a table in the order written.
pub(super) type Branches = IndexMap<String, Branch>;

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Branch {
    /// Where the key is written.
    pub(super) key: Spot,
    pub(super) node: Node,
}

impl Node {
    /// A value as it stands at its place.
    pub(super) const fn new(spot: Spot, content: Content) -> Self {
        Self { spot, content, remark: None, below: None }
    }

    /// The tree of a parsed file.
    pub(super) fn from_toml(
        table: &DeTable<'_>,
        span: std::ops::Range<usize>,
        file: FileId,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let spot = Spot { file, start: span.start, end: span.end };
        Self::new(spot, Content::Table(branches(table, file, diagnostics)))
    }

    /// Shows every value in it, itself included.
    pub(super) fn each(&self, see: &mut impl FnMut(&Self)) {
        see(self);
        match &self.content {
            Content::Table(branches) => {
                branches.values().for_each(|branch| branch.node.each(see));
            }
            Content::List(items) => items.iter().for_each(|item| item.each(see)),
            _ => {}
        }
    }

    /// The keys, if it is a table.
    pub(super) const fn table(&self) -> Option<&Branches> {
        match &self.content {
            Content::Table(branches) => Some(branches),
            _ => None,
        }
    }

    /// The keys, to change them, if it is a table.
    pub(super) const fn table_mut(&mut self) -> Option<&mut Branches> {
        match &mut self.content {
            Content::Table(branches) => Some(branches),
            _ => None,
        }
    }

    /// Adds to how it became what it is.
    pub(super) fn remark(&mut self, remark: &str) {
        self.remark = Some(match &self.remark {
            Some(before) if before.ends_with(remark) => return,
            Some(before) if before.is_empty() => remark.into(),
            Some(before) => format!("{before}, {remark}").into(),
            None => remark.into(),
        });
    }

    /// Takes the place of a value that changes parts of it; its own place is what lies below.
    pub(super) fn be_over_itself(&mut self, changing: &Self) {
        let (Some(own), Some(new)) = (self.table(), changing.table()) else { return };
        let stay = own.iter().filter(|(key, _)| !new.contains_key(*key));
        let parts = stay.map(|(_, part)| part.node.spot).collect();
        self.below = Some(Arc::new(Below { spot: self.spot, parts }));
        self.spot = changing.spot;
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is this text.
    pub(super) fn is_text(&self, word: &str) -> bool {
        self.text() == Some(word)
    }

    /// Whether it is the bare number 0.
    pub(super) fn is_zero(&self) -> bool {
        matches!(self.content, Content::Whole(0) | Content::Real(0.0))
    }

    /// The value as one would write it.
    pub(super) fn written(&self) -> String {
        match &self.content {
            Content::Text(text) => format!("\"{text}\""),
            Content::Whole(number) => number.to_string(),
            Content::Real(number) => number.to_string(),
            Content::Truth(truth) => truth.to_string(),
            Content::When(when) => when.to_string(),
            Content::List(_) | Content::Table(_) | Content::Broken => String::new(),
        }
    }

    /// What stands here, for messages: `the text ...`, `a list`.
    pub(super) fn found(&self) -> String {
        match &self.content {
            Content::Text(text) => format!("the text `{text}`"),
            Content::Whole(number) => format!("the number {number}"),
            Content::Real(number) => format!("the number {number:?}"),
            Content::Truth(truth) => format!("{truth}"),
            Content::When(when) => format!("the date or time {when}"),
            Content::List(_) => "a list".to_owned(),
            Content::Table(_) => "a table".to_owned(),
            Content::Broken => "something broken".to_owned(),
        }
    }
}

/// Marks values that stand where nothing could be read.
pub(super) fn break_within(branches: &mut Branches, gaps: &[Spot]) {
    for branch in branches.values_mut() {
        let spot = branch.node.spot;
        let is_lost = |gap: &Spot| gap.start <= spot.start && spot.end <= gap.end;
        match &mut branch.node.content {
            // The place of a table is its header, which can be right while its keys are not.
            Content::Table(inner) => break_within(inner, gaps),
            content => {
                if gaps.iter().any(is_lost) {
                    *content = Content::Broken;
                }
            }
        }
    }
}

/// The named things of a group of the scenario, such as its stations.
pub(super) fn group<'a>(tree: &'a Branches, key: &str) -> Option<&'a Branches> {
    tree.get(key).and_then(|branch| branch.node.table())
}

/// The same, to change them.
pub(super) fn group_mut<'a>(tree: &'a mut Branches, key: &str) -> Option<&'a mut Branches> {
    tree.get_mut(key).and_then(|branch| branch.node.table_mut())
}

fn branches(table: &DeTable<'_>, file: FileId, diagnostics: &mut Diagnostics) -> Branches {
    let entries = table.iter().map(|(key, value)| {
        let span = key.span();
        let key_spot = Spot { file, start: span.start, end: span.end };
        let span = value.span();
        let spot = Spot { file, start: span.start, end: span.end };
        let node = Node::new(spot, content(value.get_ref(), spot, diagnostics));
        (key.get_ref().to_string(), Branch { key: key_spot, node })
    });
    entries.collect()
}

fn content(value: &DeValue<'_>, spot: Spot, diagnostics: &mut Diagnostics) -> Content {
    match value {
        DeValue::String(text) => Content::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Content::Whole(number),
            Err(_) => broken(spot, "a number is too large to be read", diagnostics),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Content::Real(number),
            _ => broken(spot, "a number must be finite", diagnostics),
        },
        DeValue::Boolean(truth) => Content::Truth(*truth),
        DeValue::Datetime(when) => Content::When(*when),
        DeValue::Array(list) => {
            let node = |item: &toml::Spanned<DeValue<'_>>| {
                let span = item.span();
                let spot = Spot { file: spot.file, start: span.start, end: span.end };
                Node::new(spot, content(item.get_ref(), spot, diagnostics))
            };
            Content::List(list.iter().map(node).collect())
        }
        DeValue::Table(table) => Content::Table(branches(table, spot.file, diagnostics)),
    }
}

fn broken(spot: Spot, message: &str, diagnostics: &mut Diagnostics) -> Content {
    diagnostics.push(Diagnostic::error(code::OUT_OF_RANGE, message).at(spot));
    Content::Broken
}
