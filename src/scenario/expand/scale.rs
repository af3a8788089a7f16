//! `[scale.<name>]`: a quantity, or many of one kind, made larger or smaller.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Spot, code};
use crate::scenario::decoder::Decoder;
use crate::scenario::distribution::is_amount;
use crate::scenario::node::{Branch, Branches, Content, Node, group};
use crate::scenario::origin::segments;
use crate::scenario::shape::{FieldShape, Form};
use crate::scenario::table::{Value, table};
use crate::scenario::{Given, Written};
use crate::units::{Decimal, natural_order};

table! {
    /// A quantity, or many of one kind, made larger or smaller: `what = "station.press_*.cycle"`,
    /// `by = "+5 %"`.
    Scale ("a scale") {
        /// What is scaled: paths of values, with `*` for any letters of a name. Spread grows with the
        /// mean. The cycle of a station is also the one that `[times]` and the routes give for it, and so is its
        /// setup, `station.cnc.setup` or `station.cnc.setup.time`.
        what: Given<Targets> = "required",
        /// By how much: `"+5 %"`, `"-10 %"`, or a factor such as `1.05`.
        by: Given<Factor> = "required",
    }
}

/// `what`: paths of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Targets(pub Vec<Written<String>>);

impl Value for Targets {
    const FORM: Form = Form::Either(&[Form::Text, Form::List(&Form::Text)]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        match &node.content {
            Content::Text(path) => {
                Some(Self(vec![Written { value: path.clone(), spot: node.spot }]))
            }
            Content::List(_) => decoder.list(node, field).map(Self),
            _ => decoder.wrong_type(node, field, "the path of a value, or a list of paths"),
        }
    }
}

/// `by`: what a quantity is multiplied with.
///
/// Bounds: above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor(pub f64);

impl Value for Factor {
    const FORM: Form = Form::Either(&[Form::Text, Form::Number]);

    fn decode(node: &Node, field: &FieldShape<'_>, decoder: &mut Decoder<'_>) -> Option<Self> {
        if let Some(factor) = factor(node) {
            return Some(Self(factor));
        }
        let hint = match node.text().map(str::trim) {
            Some(text) if share(text).is_some_and(|share| share >= 0.5) => {
                let factor = share(text).unwrap_or(1.0);
                format!("did you mean the factor `{}`?", rounded(factor))
            }
            Some(text) if share(text).is_some_and(|share| share > 0.0) => {
                format!("did you mean `\"+{text}\"`?")
            }
            _ => String::new(),
        };
        let message =
            format!("`{}` must be a change such as `\"+5 %\"`, found: {}", field.key, node.found());
        decoder.mistake(code::UNREADABLE, node.spot, message, &hint);
        None
    }
}

/// The factor that a value means, if it is one above zero.
fn factor(node: &Node) -> Option<f64> {
    let factor = match &node.content {
        Content::Whole(number) => *number as f64,
        Content::Real(number) => *number,
        Content::Text(text) if text.trim().starts_with(['+', '-']) => 1.0 + share(text.trim())?,
        _ => return None,
    };
    (factor > 0.0 && factor < 1e6).then_some(factor)
}

fn share(text: &str) -> Option<f64> {
    let number = text.strip_suffix('%')?.trim_end();
    Some(Decimal::parse(number)?.value() / 100.0)
}

/// Scales what every scale names.
pub(super) fn apply(tree: &mut Branches, diagnostics: &mut Diagnostics) {
    let mut scales: Vec<(String, Branches)> = group(tree, "scale")
        .into_iter()
        .flatten()
        .filter_map(|(name, branch)| Some((name.clone(), branch.node.table()?.clone())))
        .collect();
    // Rounding must not depend on the order of tables.
    scales.sort_by(|(one, _), (other, _)| natural_order(one, other));
    for (name, scale) in scales {
        let Some(by) = scale.get("by") else { continue };
        let Some(factor) = factor(&by.node) else { continue };
        let by = by.node.text().map_or_else(|| format!("x {factor}"), str::to_owned);
        let targets = match scale.get("what").map(|branch| &branch.node) {
            Some(Node { content: Content::List(items), .. }) => items.clone(),
            Some(single) => vec![single.clone()],
            None => Vec::new(),
        };
        let remark = Remark::new(format!("{by} by scale.{name}"));
        let targets: Vec<(Vec<String>, Spot)> = targets
            .iter()
            .filter_map(|target| Some((segments(target.text()?), target.spot)))
            .collect();
        // One path reaches nothing twice.
        let done = (targets.len() > 1).then(BTreeSet::new);
        Work { factor, remark, diagnostics, done }.targets(tree, &targets);
    }
}

/// Groups whose things are patterns or settings: what a scale reaches are the things themselves.
const NO_THINGS: [&str; 4] = ["type", "value", "table", "scale"];

/// One scale at work.
struct Work<'a> {
    factor: f64,
    remark: Remark,
    diagnostics: &'a mut Diagnostics,
    /// Paths of values that are scaled: each is scaled once, however often it is named. `None` if none
    /// can be named twice.
    done: Option<BTreeSet<String>>,
}

impl Work<'_> {
    fn targets(&mut self, tree: &mut Branches, targets: &[(Vec<String>, Spot)]) {
        for target in targets {
            let (path, spot) = target;
            if path.first().is_some_and(|group| NO_THINGS.contains(&group.as_str())) {
                let message = format!("`{}` is no value of a thing", path.join("."));
                let hint = "name the things, such as `station.press_*.cycle`";
                let complaint = Diagnostic::error(code::CONFLICT, message).at(*spot);
                self.diagnostics.push(complaint.hint(hint));
                continue;
            }
            let mut found = self.walk(tree, path, "", *spot);
            if let Some(key) = key_of_times(path) {
                let same = targets.iter().filter(|(other, _)| key_of_times(other) == Some(key));
                let stations: Vec<String> = same.map(|(path, _)| path[1].clone()).collect();
                let mut times = ["times", "product", "*", key].map(str::to_owned).to_vec();
                times.push(path[1].clone());
                found += self.walk(tree, &times, "", *spot);
                found += self.steps(tree, key, (&path[1], &stations), *spot);
            }
            if found == 0 {
                let message = format!("`{}` matches nothing that is written", path.join("."));
                let hint = "name the value itself, such as `station.press_*.cycle`";
                let complaint = Diagnostic::error(code::UNKNOWN_NAME, message).at(*spot);
                self.diagnostics.push(complaint.hint(hint));
            }
        }
    }

    /// Scales what lies at a path; how many values that are.
    fn walk(&mut self, branches: &mut Branches, path: &[String], way: &str, spot: Spot) -> usize {
        let Some((first, rest)) = path.split_first() else { return 0 };
        if !first.contains('*') {
            return match branches.get_mut(first) {
                Some(branch) => self.step_into((first, branch), rest, way, spot),
                None => 0,
            };
        }
        let matching = branches.iter_mut().filter(|(key, _)| matches(first, key));
        matching.map(|(key, branch)| self.step_into((key, branch), rest, way, spot)).sum()
    }

    /// Scales what lies at the rest of a path; how many values that are.
    fn step_into(
        &mut self,
        (key, branch): (&str, &mut Branch),
        rest: &[String],
        way: &str,
        spot: Spot,
    ) -> usize {
        if way.is_empty() && NO_THINGS.contains(&key) {
            return 0;
        }
        let way = format!("{way}.{key}");
        if rest.is_empty() {
            self.value(key, branch, &way, spot);
            return 1;
        }
        branch.node.table_mut().map_or(0, |table| self.walk(table, rest, &way, spot))
    }

    /// Scales the cycles, or the setups, that steps of routes give for a station; `stations` are all that
    /// the scale reaches.
    fn steps(
        &mut self,
        tree: &mut Branches,
        key: &str,
        (station, stations): (&str, &[String]),
        spot: Spot,
    ) -> usize {
        let mut found = 0;
        let products = crate::scenario::node::group_mut(tree, "product");
        for (name, product) in products.into_iter().flatten() {
            let route = product.node.table_mut().and_then(|product| product.get_mut("route"));
            let Some(Content::List(steps)) = route.map(|route| &mut route.node.content) else {
                continue;
            };
            for (place, step) in steps.iter_mut().enumerate() {
                let Some(step) = step.table_mut() else { continue };
                if let Some(times) = own_times(step, key) {
                    for (at, time) in times.iter_mut().filter(|(at, _)| matches(station, at)) {
                        found += 1;
                        self.value(
                            key,
                            time,
                            &format!("product.{name}.{place}.station.{at}"),
                            spot,
                        );
                    }
                    continue;
                }
                let visited = match step.get("station").map(|branch| &branch.node.content) {
                    Some(Content::List(items)) => items.iter().filter_map(Node::text).collect(),
                    Some(Content::Table(times)) => times.keys().map(|name| &**name).collect(),
                    Some(Content::Text(name)) => vec![name.as_str()],
                    Some(_) | None => continue,
                };
                let visited: Vec<String> = visited.into_iter().map(str::to_owned).collect();
                if !visited.iter().any(|name| matches(station, name)) {
                    continue;
                }
                let Some(time) = step.get_mut(key) else { continue };
                found += 1;
                let is_meant =
                    |name: &String| stations.iter().any(|station| matches(station, name));
                if visited.iter().all(is_meant) {
                    self.value(key, time, &format!("product.{name}.{place}.{key}"), spot);
                } else {
                    let message =
                        "this time holds for several stations, of which only some are scaled";
                    let hint =
                        "give each of the stations a time in `[times]`, or scale all of them";
                    let complaint = Diagnostic::error(code::CONFLICT, message).at(time.node.spot);
                    self.diagnostics.push(complaint.hint(hint));
                }
            }
        }
        found
    }

    /// Scales one value.
    fn value(&mut self, key: &str, branch: &mut Branch, way: &str, spot: Spot) {
        if self.done.as_mut().is_some_and(|done| !done.insert(way.to_owned())) {
            return;
        }
        match multiplied(&branch.node, self.factor, &mut self.remark) {
            Ok(content) => {
                branch.node.content = content;
                self.remark.add_to(&mut branch.node);
            }
            Err(problem) => {
                let message = format!("`{key}` {problem}");
                let complaint = Diagnostic::error(code::CONFLICT, message).at(spot);
                self.diagnostics.push(complaint);
                branch.node.content = Content::Broken;
            }
        }
    }
}

/// How values became what they are; values that had one remark before share the one after.
pub(in crate::scenario) struct Remark {
    text: String,
    /// What the last value had before, and what it has since; `None` before the first one.
    before: Option<Arc<str>>,
    after: Option<Arc<str>>,
}

impl Remark {
    pub(in crate::scenario) const fn new(text: String) -> Self {
        Self { text, before: None, after: None }
    }

    /// Adds it to those of a value.
    pub(in crate::scenario) fn add_to(&mut self, node: &mut Node) {
        if self.after.is_some() && self.before == node.remark {
            node.remark.clone_from(&self.after);
        } else {
            self.before.clone_from(&node.remark);
            node.remark(&self.text);
            self.after.clone_from(&node.remark);
        }
    }
}

/// The cycles of a step one by one, where each of its stations has its own.
fn own_times<'a>(step: &'a mut Branches, key: &str) -> Option<&'a mut Branches> {
    let station = step.get_mut("station").filter(|_| key == "cycle")?;
    station.node.table_mut()
}

/// The key under which `[times]` and steps of routes have what a path names of stations, if they have it.
fn key_of_times(path: &[String]) -> Option<&'static str> {
    let rest = match path {
        [group, _, rest @ ..] if matches(group, "station") => rest,
        _ => return None,
    };
    match rest {
        [key] if matches(key, "cycle") => Some("cycle"),
        [key] if matches(key, "setup") => Some("setup"),
        [key, time] if matches(key, "setup") && matches(time, "time") => Some("setup"),
        _ => None,
    }
}

/// A quantity, or all quantities of a distribution, times a factor.
pub(in crate::scenario) fn multiplied(
    node: &Node,
    factor: f64,
    remark: &mut Remark,
) -> Result<Content, String> {
    let none = || Err(format!("cannot be scaled, it is {}", node.found()));
    Ok(match &node.content {
        Content::Whole(number) => {
            let scaled = rounded(*number as f64 * factor);
            if scaled.fract() != 0.0 {
                return Err(format!("would be {scaled} and must be a whole number"));
            }
            #[expect(clippy::cast_possible_truncation, reason = "whole, and saturates")]
            Content::Whole(scaled as i64)
        }
        Content::Real(number) => Content::Real(rounded(number * factor)),
        Content::Text(text) => {
            let digits = |letter: char| letter.is_ascii_digit() || "._+-".contains(letter);
            let text = text.trim();
            let end = text.find(|letter| !digits(letter)).unwrap_or(text.len());
            let (number, unit) = text.split_at(end);
            let Some(number) = Decimal::parse(number) else { return none() };
            Content::Text(format!("{}{unit}", rounded(number.value() * factor)))
        }
        Content::Table(branches) if branches.keys().any(|key| is_amount(key)) => {
            let mut branches = branches.clone();
            for (_, branch) in branches.iter_mut().filter(|(key, _)| is_amount(key)) {
                branch.node.content = multiplied(&branch.node, factor, remark)?;
                remark.add_to(&mut branch.node);
            }
            Content::Table(branches)
        }
        Content::List(items) if !items.is_empty() => {
            let item = |node: &Node| {
                let mut scaled = Node::new(node.spot, multiplied(node, factor, remark)?);
                remark.add_to(&mut scaled);
                Ok(scaled)
            };
            Content::List(items.iter().map(item).collect::<Result<_, String>>()?)
        }
        Content::Broken => Content::Broken,
        _ => return none(),
    })
}

/// A number with twelve significant digits, so that 40 s and 10 % more are 44 s.
fn rounded(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

/// Whether a name is like a pattern in which `*` stands for any letters.
fn matches(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else { return rest.is_empty() };
    for piece in pieces {
        let Some(position) = rest.find(piece) else { return false };
        rest = &rest[position + piece.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        assert!(matches("press_*", "press_7"));
        assert!(matches("*", "anything"));
        assert!(matches("a*b*c", "a-b-b-c"));
        assert!(!matches("a*b*c", "a-c"));
        assert!(!matches("press_*", "press"));
        assert!(!matches("ab*ba", "aba"));
        assert!(!matches("saw", "saw_2"));
        assert!(matches("saw", "saw"));
    }

    #[test]
    fn decimal_numbers_stay_decimal() {
        assert!((rounded(40.0 * 1.1) - 44.0).abs() < f64::EPSILON);
        assert_eq!(rounded(95.0 * 1.05).to_string(), "99.75");
    }
}
