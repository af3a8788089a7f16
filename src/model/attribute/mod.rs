//! Attributes of orders, and the steps that only some of them take.
//!
//! What follows such a step is told by the order of a part, whenever it is asked. The shares of [`Model::shares`] are
//! then what is expected of all orders that are known: by these loads are told.

mod asked;
mod shares;

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Compiler;
use super::{Model, Order, Target};
use crate::diagnostic::{Diagnostic, closest, code, listed};
use crate::scenario::{self, Named, Written};

/// What every order is without saying so.
const NATURAL: [&str; 2] = ["quantity", "priority"];

/// What orders can be, and who asks for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes {
    /// What is said of orders: `colour`.
    pub names: Vec<String>,
    /// Words that are said of them: `red`.
    pub words: Vec<String>,
    /// What steps ask of orders.
    pub tests: Vec<Test>,
}

impl Attributes {
    /// Whether some step asks for what orders are in a respect.
    pub fn ask_about(&self, about: About) -> bool {
        let mut clauses = self.tests.iter().flat_map(Test::clauses);
        clauses.any(|clause| clause.about == about)
    }
}

/// What an order is in one respect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Attribute {
    /// One of [`Attributes::words`].
    Word(u32),
    /// A number.
    Number(f64),
}

/// In which respect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// How many parts are ordered.
    Quantity,
    /// How urgent it is.
    Priority,
    /// One of [`Attributes::names`].
    Named(u32),
}

/// What an order must be in one respect.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// In which.
    pub about: About,
    /// One of these; none for a number between bounds.
    pub one_of: Vec<Attribute>,
    /// The least that will do.
    pub at_least: f64,
    /// The least that is too much.
    pub below: f64,
}

/// `only` and `unless` of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Test {
    /// All of it must hold.
    pub only: Vec<Clause>,
    /// Not all of it may, if there is any.
    pub unless: Vec<Clause>,
}

/// What follows a step, by the order of a part: by chance one of these.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// The number up to which it is this one, the last with 1.
    pub cumulated: f64,
    /// The first that the part takes.
    pub onward: Vec<Onward>,
}

/// A step that a part may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Onward {
    /// What its order must pass, of [`Attributes::tests`].
    pub test: Option<u32>,
    /// The share of these that take it.
    pub chance: f64,
    /// Where it leads.
    pub target: Target,
}

impl Attributes {
    /// Whether nothing is said of orders, and nobody asks.
    pub const fn is_empty(&self) -> bool {
        self.names.is_empty() && self.tests.is_empty()
    }

    fn about(&mut self, name: &str) -> About {
        match name {
            "quantity" => About::Quantity,
            "priority" => About::Priority,
            name => About::Named(place(&mut self.names, name)),
        }
    }
}

/// Where a text stands in a list, at whose end it is put if it does not stand there.
fn place(all: &mut Vec<String>, text: &str) -> u32 {
    let place = all.iter().position(|known| known == text).unwrap_or_else(|| {
        all.push(text.to_owned());
        all.len() - 1
    });
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Clause {
    fn holds(&self, value: Option<Attribute>) -> bool {
        match value {
            Some(value) if !self.one_of.is_empty() => self.one_of.contains(&value),
            Some(Attribute::Number(number)) => (self.at_least..self.below).contains(&number),
            Some(Attribute::Word(_)) | None => false,
        }
    }
}

impl Test {
    /// Whether an order passes, by what it is in each respect.
    pub fn passes(&self, of: impl Fn(About) -> Option<Attribute>) -> bool {
        self.holds_by(|clause| clause.holds(of(clause.about)))
    }

    fn holds_by(&self, holds: impl Fn(&Clause) -> bool) -> bool {
        self.only.iter().all(&holds) && (self.unless.is_empty() || !self.unless.iter().all(&holds))
    }

    fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.only.iter().chain(&self.unless)
    }
}

impl Compiler<'_> {
    /// What a step asks of orders; `None` if nothing.
    pub(super) fn compile_test(
        &mut self,
        only: Option<&Written<Named<Written<scenario::Sought>>>>,
        unless: Option<&Written<Named<Written<scenario::Sought>>>>,
    ) -> Option<u32> {
        if only.is_none() && unless.is_none() {
            return None;
        }
        let test = Test { only: self.clauses(only), unless: self.clauses(unless) };
        let tests = &mut self.model.attributes.tests;
        let place = tests.iter().position(|known| *known == test).unwrap_or_else(|| {
            tests.push(test);
            tests.len() - 1
        });
        u32::try_from(place).ok()
    }

    fn value(&mut self, value: &scenario::Attribute) -> Attribute {
        let word = match value {
            scenario::Attribute::Word(word) => word,
            scenario::Attribute::Number(number) => return Attribute::Number(*number),
        };
        let words = &mut self.model.attributes.words;
        let place = self.words.get(word).copied().unwrap_or_else(|| {
            let place = u32::try_from(words.len()).unwrap_or(u32::MAX);
            words.push(word.clone());
            self.words.insert(word.clone(), place);
            place
        });
        Attribute::Word(place)
    }

    fn clauses(
        &mut self,
        given: Option<&Written<Named<Written<scenario::Sought>>>>,
    ) -> Vec<Clause> {
        let mut clauses = Vec::new();
        for (name, sought) in given.iter().flat_map(|given| given.value.iter()) {
            let about = self.model.attributes.about(&name.value);
            let (mut one_of, mut at_least, mut below) =
                (Vec::new(), f64::NEG_INFINITY, f64::INFINITY);
            match &sought.value {
                scenario::Sought::OneOf(all) => {
                    one_of.extend(all.iter().map(|value| self.value(&value.value)));
                }
                scenario::Sought::Between(bounds) => {
                    at_least = bounds.at_least.as_ref().map_or(at_least, |bound| bound.value);
                    below = bounds.below.as_ref().map_or(below, |bound| bound.value);
                }
            }
            clauses.push(Clause { about, one_of, at_least, below });
        }
        clauses
    }

    /// What a dated order is.
    pub(super) fn compile_is(
        &mut self,
        is: &Named<Written<scenario::Attribute>>,
        who: &str,
    ) -> Vec<(u32, Attribute)> {
        let mut all = Vec::with_capacity(is.len());
        for (name, value) in is.iter() {
            if let Some(name) = self.attribute_named(name, who) {
                all.push((name, self.value(&value.value)));
            }
        }
        all
    }

    /// What the orders of a demand are, by chance.
    pub(super) fn compile_drawn(
        &mut self,
        is: &Named<Written<scenario::Drawn>>,
        who: &str,
    ) -> Vec<(u32, Vec<(f64, Attribute)>)> {
        let mut all = Vec::with_capacity(is.len());
        for (name, drawn) in is.iter() {
            let Some(name) = self.attribute_named(name, who) else { continue };
            let mut sum = 0.0;
            let mut rows = Vec::with_capacity(drawn.value.0.len());
            for (position, (value, share)) in drawn.value.0.iter().enumerate() {
                sum += share;
                let is_last = position + 1 == drawn.value.0.len();
                let cumulated = if is_last { 1.0 } else { sum };
                rows.push((cumulated, self.value(value)));
            }
            all.push((name, rows));
        }
        all
    }

    fn attribute_named(&mut self, name: &Written<String>, who: &str) -> Option<u32> {
        if let About::Named(place) = self.model.attributes.about(&name.value) {
            return Some(place);
        }
        let message = format!("`{}` of {who} has a key of its own", name.value);
        let hint = format!("write `{}` beside `is`, and not in it", name.value);
        self.complain(Diagnostic::error(code::CONFLICT, message).at(name.spot).hint(hint));
        None
    }

    /// Complains about what steps ask for and no order is.
    fn check_sought(&mut self) {
        let scenario = self.scenario;
        let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (name, value) in scenario.order.iter().flat_map(|(_, order)| order.is.iter()) {
            known.entry(&name.value).or_default().insert(value.value.to_string());
        }
        for (name, drawn) in scenario.demand.iter().flat_map(|(_, demand)| demand.is.iter()) {
            let values = drawn.value.0.iter().map(|(value, _)| value.to_string());
            known.entry(&name.value).or_default().extend(values);
        }
        let routes = scenario.product.iter().filter_map(|(_, product)| product.route.as_ref());
        let items = routes.flat_map(|route| &route.value);
        let sought = items.flat_map(|item| [&item.value.only, &item.value.unless]);
        let mut asked: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (name, sought) in sought.flatten().flat_map(|sought| sought.value.iter()) {
            if NATURAL.contains(&name.value.as_str()) {
                continue;
            }
            self.check_name(name, sought, &known);
            if let scenario::Sought::OneOf(values) = &sought.value {
                let values = values.iter().map(|value| value.value.to_string());
                asked.entry(&name.value).or_default().extend(values);
            }
        }
        self.warn_of_other_case(&mut asked);
    }

    /// Warns of orders that are what a step asks for but for capitals, once for each value.
    fn warn_of_other_case(&mut self, asked: &mut BTreeMap<&str, BTreeSet<String>>) {
        let scenario = self.scenario;
        for (name, value) in scenario.order.iter().flat_map(|(_, order)| order.is.iter()) {
            let Some(asked) = asked.get_mut(name.value.as_str()) else { continue };
            let text = value.value.to_string();
            if asked.contains(&text) {
                continue;
            }
            let meant = asked.iter().find(|other| other.to_lowercase() == text.to_lowercase());
            if let Some(meant) = meant {
                let message = format!("no step asks for the `{}`: {text}", name.value);
                let hint = format!("did you mean `{meant}`? Capitals are told apart");
                let complaint = Diagnostic::warning(code::DUBIOUS, message).at(value.spot);
                self.complain(complaint.hint(hint));
                asked.insert(text);
            }
        }
    }

    fn check_name(
        &mut self,
        name: &Written<String>,
        sought: &Written<scenario::Sought>,
        known: &BTreeMap<&str, BTreeSet<String>>,
    ) {
        let Some(values) = known.get(name.value.as_str()) else {
            let names = || known.keys().copied();
            let message = format!("no order says what its `{}` is", name.value);
            let hint = match closest(&name.value, names().chain(NATURAL)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if known.is_empty() => {
                    format!("write `is = {{ {} = … }}` for orders or demands", name.value)
                }
                None => format!("orders have: {}", listed(names())),
            };
            self.complain(Diagnostic::error(code::UNKNOWN_NAME, message).at(name.spot).hint(hint));
            return;
        };
        let scenario::Sought::OneOf(sought) = &sought.value else { return };
        for value in sought {
            let text = value.value.to_string();
            if values.contains(&text) {
                continue;
            }
            let message = format!("no order has the `{}`: {text}", name.value);
            let values = || values.iter().map(String::as_str);
            let hint = match closest(&text, values()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("there are: {}", listed(values())),
            };
            self.complain(Diagnostic::warning(code::DUBIOUS, message).at(value.spot).hint(hint));
        }
    }
}

impl Model {
    /// What a dated order is in a respect.
    pub fn of_order(&self, order: &Order, about: About) -> Option<Attribute> {
        match about {
            About::Quantity => Some(Attribute::Number(order.quantity.into())),
            About::Priority => Some(Attribute::Number(order.priority.into())),
            About::Named(name) => {
                order.is.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
            }
        }
    }
}
