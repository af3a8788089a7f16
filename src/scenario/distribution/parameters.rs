//! The parameters of a distribution: read by key, checked against what the family takes.

use super::family::Family;
use super::standard::{self, Standard};
use super::{Habit, Measure, decode};
use crate::diagnostic::{Diagnostic, Spot, closest, code};
use crate::random::{Distribution, Invalid};
use crate::scenario::decoder::{Decoder, SOURCE};
use crate::scenario::node::{Branches, Content, Node};
use crate::scenario::quantity::Share;
use crate::scenario::shape::{FieldShape, Form, Shape};
use crate::scenario::table::Value;
use crate::units::Span;

/// What the value of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An amount of what the distribution is about.
    Amount,
    /// A bare ratio above zero.
    Ratio,
    /// The coefficient of variation: a bare ratio, zero allowed.
    Variation,
    /// A bare whole number from 1.
    Whole,
    /// `"4 %"`.
    Share,
    /// A list of amounts.
    Amounts,
    /// A list of shares that sum to 100 %.
    Shares,
    /// A list of distributions.
    Distributions,
}

/// All keys of distributions, besides `dist` and `source`.
pub(super) const KEYS: &[(&str, Kind)] = &[
    ("value", Kind::Amount),
    ("min", Kind::Amount),
    ("mode", Kind::Amount),
    ("max", Kind::Amount),
    ("mean", Kind::Amount),
    ("sd", Kind::Amount),
    ("cv", Kind::Variation),
    ("shape", Kind::Ratio),
    ("scale", Kind::Amount),
    ("phases", Kind::Whole),
    ("n", Kind::Whole),
    ("p", Kind::Share),
    ("values", Kind::Amounts),
    ("means", Kind::Amounts),
    ("shares", Kind::Shares),
    ("of", Kind::Distributions),
    ("at_least", Kind::Amount),
    ("at_most", Kind::Amount),
    ("plus", Kind::Amount),
];

/// Keys that cut or shift a continuous distribution.
pub(super) const CUTS: [&str; 3] = ["at_least", "at_most", "plus"];

/// Keys of a later version.
const LATER: [&str; 2] = ["file", "column"];

/// Shares may miss 100 % by this much, for thirds written with a few digits.
const SHARES_TOLERANCE: f64 = 0.000_5;

/// Parameters as read. Unit: ticks for lengths of time.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    numbers: Vec<(&'static str, f64)>,
    amounts: Vec<(&'static str, Vec<f64>)>,
    shares: Vec<f64>,
    of: Vec<Distribution>,
    given: Vec<&'static str>,
}

impl Parameters {
    /// Reads all keys of a table; `None` if any of them is wrong.
    pub(super) fn read(
        branches: &Branches,
        field: &FieldShape<'_>,
        measure: Measure,
        habit: Habit,
        decoder: &mut Decoder<'_>,
    ) -> Option<Self> {
        let mut parameters = Self::default();
        let mut whole = true;
        for (key, branch) in branches {
            if key == "dist" || key == SOURCE || Standard::has(key) {
                continue;
            }
            let Some(&(key, kind)) = KEYS.iter().find(|(known, _)| known == key) else {
                unknown(key, &branch.node, branch.key, decoder);
                whole = false;
                continue;
            };
            parameters.given.push(key);
            whole &=
                parameters.set(key, kind, &branch.node, (field, measure, habit), decoder).is_some();
        }
        whole.then_some(parameters)
    }

    fn set(
        &mut self,
        key: &'static str,
        kind: Kind,
        node: &Node,
        (outer, measure, habit): (&FieldShape<'_>, Measure, Habit),
        decoder: &mut Decoder<'_>,
    ) -> Option<()> {
        let bounds = match kind {
            Kind::Whole => Some((1, 1_000_000)),
            _ => outer.bounds,
        };
        let field = FieldShape { bounds, ..FieldShape::unlisted(key, Shape::Value(&Form::Text)) };
        let amount = |node: &Node, decoder: &mut Decoder<'_>| match measure {
            // A mean number of parts need not be whole.
            Measure::Parts if !matches!(key, "value" | "values") => {
                f64::decode(node, &field, decoder)
            }
            _ => measure.decode(node, &field, decoder),
        };
        match kind {
            Kind::Amount => self.numbers.push((key, amount(node, decoder)?)),
            Kind::Variation if node.is_zero() => {
                self.numbers.push((key, 0.0));
            }
            Kind::Ratio | Kind::Variation => {
                self.numbers.push((key, f64::decode(node, &field, decoder)?));
            }
            Kind::Whole => {
                self.numbers.push((key, f64::from(u32::decode(node, &field, decoder)?)));
            }
            Kind::Share => self.numbers.push((key, Share::decode(node, &field, decoder)?.0)),
            Kind::Amounts => {
                let list = each(node, &field, decoder, amount)?;
                self.amounts.push((key, list));
            }
            Kind::Shares => {
                let share = |node: &Node, decoder: &mut Decoder<'_>| {
                    Share::decode(node, &field, decoder).map(|share| share.0)
                };
                self.shares = each(node, &field, decoder, share)?;
                check_sum(&self.shares, "shares", node.spot, decoder)?;
            }
            Kind::Distributions => {
                let one = |node: &Node, decoder: &mut Decoder<'_>| {
                    decode(node, outer, measure, habit, decoder)
                };
                self.of = each(node, &field, decoder, one)?;
            }
        }
        Some(())
    }

    /// Takes a mean that no key gives.
    pub(super) fn set_mean(&mut self, mean: f64) {
        self.numbers.push(("mean", mean));
        self.given.push("mean");
    }

    /// The keys that are given.
    pub(super) fn given(&self) -> &[&'static str] {
        &self.given
    }

    /// The list that is given besides shares, if any, with its length.
    pub(super) fn list(&self) -> Option<(&'static str, usize)> {
        let amounts = self.amounts.first().map(|(key, values)| (*key, values.len()));
        amounts.or_else(|| self.given.contains(&"of").then_some(("of", self.of.len())))
    }

    /// How many shares are given, if any.
    pub(super) fn shares(&self) -> Option<usize> {
        self.given.contains(&"shares").then_some(self.shares.len())
    }

    /// The same parameters with lengths of time counted in `unit` instead of ticks.
    pub(super) fn in_unit(&self, unit: Span) -> Self {
        let count = unit.ticks() as f64;
        let is_amount = |key: &str| KEYS.contains(&(key, Kind::Amount));
        let scaled = |&(key, number): &(&'static str, f64)| {
            (key, if is_amount(key) { number / count } else { number })
        };
        let list = |(key, numbers): &(&'static str, Vec<f64>)| {
            (*key, numbers.iter().map(|number| number / count).collect())
        };
        Self {
            numbers: self.numbers.iter().map(scaled).collect(),
            amounts: self.amounts.iter().map(list).collect(),
            shares: self.shares.clone(),
            of: self.of.clone(),
            given: self.given.clone(),
        }
    }

    /// The distribution of a family, cut and shifted as written.
    ///
    /// `plus` is added first: `at_least` and `at_most` bound the result.
    pub(super) fn distribution(&self, family: &Family) -> Result<Distribution, Invalid> {
        let mut distribution = (family.make)(self)?;
        if let Some(plus) = self.find("plus") {
            distribution = distribution.shifted(plus)?;
        }
        let (least, most) = (self.find("at_least"), self.find("at_most"));
        if least.is_some() || most.is_some() {
            distribution = distribution.truncated(least, most)?;
        }
        Ok(distribution)
    }

    /// A number that the family's form has made sure of.
    pub(super) fn number(&self, key: &str) -> f64 {
        self.find(key)
            .unwrap_or_else(|| unreachable!("`{key}` is part of the form that was checked"))
    }

    /// A whole number that the family's form has made sure of.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "read as a u32")]
    pub(super) fn whole(&self, key: &str) -> u32 {
        self.number(key) as u32
    }

    /// The standard deviation, given itself or as a multiple of the mean.
    pub(super) fn sd(&self) -> f64 {
        self.find("sd").unwrap_or_else(|| self.number("cv") * self.number("mean"))
    }

    /// Shape and scale, if the distribution is given by them.
    pub(super) fn shape_and_scale(&self) -> Option<(f64, f64)> {
        Some((self.find("shape")?, self.find("scale")?))
    }

    /// The list `key`, each entry with its share.
    pub(super) fn weighted(&self, key: &str) -> Option<Vec<(f64, f64)>> {
        let (_, values) = self.amounts.iter().find(|(known, _)| *known == key)?;
        Some(values.iter().copied().zip(self.shares.iter().copied()).collect())
    }

    /// The list `values`.
    pub(super) fn values(&self) -> &[f64] {
        self.amounts.first().map_or(&[], |(_, values)| values)
    }

    /// The distributions of a mixture with their shares.
    pub(super) fn mixed(&self) -> Vec<(f64, Distribution)> {
        self.shares.iter().copied().zip(self.of.iter().cloned()).collect()
    }

    /// A number, if it is given.
    pub(super) fn find(&self, key: &str) -> Option<f64> {
        self.numbers.iter().find(|(known, _)| *known == key).map(|(_, number)| *number)
    }
}

/// The nodes of a table that are amounts of what the distribution is about.
pub(super) fn amounts(branches: &Branches) -> impl Iterator<Item = &Node> {
    branches.iter().filter(|(key, _)| is_amount(key)).map(|(_, branch)| &branch.node)
}

/// What a cell of a sheet may hold for a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Taken {
    /// A word: the name of the distribution.
    Word,
    /// An amount of what it is about.
    Amount,
    /// A bare number.
    Number,
    Share,
    Amounts,
    Shares,
}

/// What a cell of a sheet may hold for a parameter; `None` if there is no such parameter.
pub(in crate::scenario) fn taken(key: &str) -> Option<Taken> {
    if key == "dist" {
        return Some(Taken::Word);
    }
    if standard::Standard::has(key) {
        return Some(if key == "standard" { Taken::Amount } else { Taken::Share });
    }
    let (_, kind) = KEYS.iter().find(|(known, _)| *known == key)?;
    Some(match kind {
        Kind::Amount => Taken::Amount,
        Kind::Ratio | Kind::Variation | Kind::Whole => Taken::Number,
        Kind::Share => Taken::Share,
        Kind::Amounts => Taken::Amounts,
        Kind::Shares => Taken::Shares,
        Kind::Distributions => return None,
    })
}

/// Whether a parameter is an amount, or amounts, of what the distribution is about.
pub(in crate::scenario) fn is_amount(key: &str) -> bool {
    let kind = KEYS.iter().find(|(known, _)| *known == key).map(|(_, kind)| *kind);
    key == "standard" || matches!(kind, Some(Kind::Amount | Kind::Amounts | Kind::Distributions))
}

/// Complains unless shares sum to 100 %.
pub(in crate::scenario) fn check_sum(
    shares: &[f64],
    key: &str,
    spot: Spot,
    decoder: &mut Decoder<'_>,
) -> Option<()> {
    let sum: f64 = shares.iter().sum();
    if (sum - 1.0).abs() <= SHARES_TOLERANCE {
        return Some(());
    }
    let percent = (sum * 10_000.0).round() / 100.0;
    let message = format!("`{key}` must sum to 100 %, found: {percent} %");
    decoder.complain(Diagnostic::error(code::SHARES, message).at(spot));
    None
}

fn each<T>(
    node: &Node,
    field: &FieldShape<'_>,
    decoder: &mut Decoder<'_>,
    read: impl Fn(&Node, &mut Decoder<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let Content::List(items) = &node.content else {
        return decoder.wrong_type(node, field, "a list");
    };
    let read: Vec<Option<T>> = items.iter().map(|item| read(item, decoder)).collect();
    read.into_iter().collect()
}

fn unknown(key: &str, node: &Node, spot: Spot, decoder: &mut Decoder<'_>) {
    if LATER.contains(&key) {
        let _: Option<()> = decoder.later(node, &format!("`{key}`"), "write the values themselves");
        return;
    }
    let known = KEYS.iter().map(|(known, _)| *known).chain(["dist"]);
    let known = known.chain(standard::KEYS.iter().map(|(known, _)| *known));
    let hint = closest(key, known).map(|known| format!("did you mean `{known}`?"));
    let message = format!("a distribution has no key `{key}`");
    decoder.complain(Diagnostic::error(code::UNKNOWN_KEY, message).at(spot).maybe_hint(hint));
}
