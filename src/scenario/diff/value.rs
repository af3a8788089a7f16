//! Values in plain words, and whether two of them mean the same.

use crate::scenario::node::{Content, Node};
use crate::units::Duration;

/// Whether two values mean the same, however they are written: `"90 s"` is `"1.5 min"`.
pub(super) fn same(one: &Node, other: &Node) -> bool {
    match (&one.content, &other.content) {
        (Content::Text(one), Content::Text(other)) => {
            let spans = (Duration::parse(one), Duration::parse(other));
            one == other || matches!(spans, (Ok(one), Ok(other)) if one == other)
        }
        (Content::Whole(whole), Content::Real(real))
        | (Content::Real(real), Content::Whole(whole)) => {
            (*whole as f64 - real).abs() <= f64::EPSILON * real.abs()
        }
        (Content::List(one), Content::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Content::Table(one), Content::Table(other)) => {
            let without_source = |key: &&String| *key != "source";
            let names = |branches: &crate::scenario::node::Branches| {
                branches.keys().filter(without_source).count()
            };
            names(one) == names(other)
                && one.iter().filter(|(key, _)| without_source(key)).all(|(key, branch)| {
                    other.get(key).is_some_and(|there| same(&branch.node, &there.node))
                })
        }
        (one, other) => one == other,
    }
}

/// A value in plain words: `40 s`, `mean 40 s, cv 0.2`.
pub(super) fn plain(node: &Node) -> String {
    match &node.content {
        Content::Text(text) => text.clone(),
        Content::List(items) if items.is_empty() => "none".to_owned(),
        Content::List(items) => {
            // Lists in a list are kept apart.
            let item = |item: &Node| match &item.content {
                Content::List(_) => format!("[{}]", plain(item)),
                _ => plain(item),
            };
            let items: Vec<String> = items.iter().map(item).collect();
            items.join(", ")
        }
        Content::Table(branches) => {
            let pairs = branches.iter().filter(|(key, _)| *key != "source");
            let pairs: Vec<String> = pairs
                .map(|(key, branch)| match &branch.node.content {
                    Content::Table(_) => format!("{key} ({})", plain(&branch.node)),
                    _ => format!("{key} {}", plain(&branch.node)),
                })
                .collect();
            pairs.join(", ")
        }
        _ => node.written(),
    }
}

/// What a new thing has, in a few words.
pub(super) fn summary(node: &Node) -> String {
    const LONGEST: usize = 100;
    let mut words = String::new();
    let Some(branches) = node.table() else { return plain(node) };
    for (key, branch) in branches.iter().filter(|(key, _)| *key != "source" && *key != "like") {
        let value = plain(&branch.node);
        let is_table = branch.node.table().is_some();
        let pair = if is_table { format!("{key} ({value})") } else { format!("{key} {value}") };
        if words.len() + pair.len() > LONGEST && !words.is_empty() {
            words.push_str(", …");
            break;
        }
        if !words.is_empty() {
            words.push_str(", ");
        }
        words.push_str(&pair);
    }
    words
}
