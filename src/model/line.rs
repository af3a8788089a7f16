//! The lines of products: what an order goes to, and keeps to.

use super::compile::Compiler;
use super::names::{spot_of, unknown};
use super::route::Item;
use super::{Model, Product};
use crate::diagnostic::{Diagnostic, code};
use crate::ids::{LineId, ProductId, Run, StationId, StepId};
use crate::scenario::{self, Written};
use crate::units::{Money, natural_order};

/// A line as one product passes it; a product with a route has this one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Name of the line, or of the product whose route it is.
    pub name: String,
    /// The product made on it.
    pub product: ProductId,
    /// Its steps, in order.
    pub steps: Run<StepId>,
    /// What it costs to make an order on it.
    pub cost: LineCost,
}

/// `cost` of a line: what it costs to make an order on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineCost {
    /// For each order, or lot of an order, that goes to it.
    pub per_order: Money,
    /// For each part that is started there.
    pub per_part: Money,
}

impl LineCost {
    /// What so many parts cost that come together.
    pub fn of(&self, parts: u32) -> Money {
        self.per_order + Money::from_millionths(self.per_part.millionths() * i128::from(parts))
    }

    /// Whether it is as usual.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `choice`: which of several lines an order goes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The line that has the least work before it (`"least_load"`).
    #[default]
    LeastLoad,
    /// The first line in the order written that can start at once, else the one with the least
    /// work before it (`"preference"`).
    Preference,
    /// The line on which its last part is done soonest, as planned (`"earliest_finish"`).
    EarliestFinish,
    /// The line on which it costs least, its lateness included, as planned (`"cheapest"`).
    Cheapest,
}

impl Model {
    /// Whether it costs something to make an order on some line.
    pub fn has_line_costs(&self) -> bool {
        self.lines.iter().any(|line| !line.cost.is_empty())
    }

    /// The lines by which orders are told, in natural order of their names: those of products that are ordered and made on
    /// several, unless orders get them from stock or they are joined of others. None where there is no such product.
    pub fn lines_of_orders(&self) -> Vec<&str> {
        let is_told = |product: &&Product| {
            product.lines.len() > 1 && product.stock.is_none() && !product.is_made
        };
        if !self.products.iter().any(|product| is_told(&product)) {
            return Vec::new();
        }
        let ordered = self.ordered_products();
        let products = ordered.iter().map(|&id| &self.products[id]).filter(is_told);
        let lines = products.flat_map(|product| product.lines.iter());
        let mut names: Vec<&str> = lines.map(|line| self.lines[line].name.as_str()).collect();
        names.sort_by(|one, other| natural_order(one, other).then_with(|| one.cmp(other)));
        names.dedup();
        names
    }

    /// The line that makes an order of a product where only one can.
    pub fn only_line(&self, product: ProductId) -> Option<LineId> {
        let row = &self.products[product];
        (row.lines.len() == 1 && row.stock.is_none()).then(|| row.lines.first())
    }

    /// Whether a line as a product passes it is the line `name`, and not a route of that name.
    pub fn is_line(&self, line: LineId, name: &str) -> bool {
        let row = &self.lines[line];
        if row.name != name {
            return false;
        }
        let stations = |line: &Line| -> Vec<StationId> {
            let places = line.steps.iter().flat_map(|step| self.steps[step].places.iter());
            places.map(|place| self.places[place].station).collect()
        };
        let is_one_of_several = |line: &&Line| self.products[line.product].lines.len() > 1;
        let mut lines = self.lines.iter().filter(|line| line.name == name);
        let known = lines.find(is_one_of_several);
        known.is_some_and(|known| stations(known) == stations(row))
    }

    /// The line to which a step belongs; inspections of first pieces stand in none.
    ///
    /// Cost: a look at all lines.
    pub fn line_of(&self, step: StepId) -> Option<LineId> {
        let has = |steps: Run<StepId>| {
            !steps.is_empty() && steps.first() <= step && step <= steps.nth(steps.len() - 1)
        };
        self.lines.enumerated().find(|(_, line)| has(line.steps)).map(|(id, _)| id)
    }
}

/// A line under way: its steps as written, and who writes them down.
pub(super) struct Draft<'a> {
    pub(super) name: &'a str,
    pub(super) who: String,
    pub(super) items: Vec<Item<'a>>,
    pub(super) cost: LineCost,
}

impl<'a> Compiler<'a> {
    /// The lines of a product as written: its route, the lines it names, or the line it is.
    pub(super) fn drafts(&mut self, name: &'a str) -> Vec<Draft<'a>> {
        let scenario = self.scenario;
        let Some(product) = scenario.product.get(name) else {
            return vec![self.draft_of_line(name)];
        };
        let who = format!("the product `{name}`");
        match (&product.route, &product.lines) {
            (Some(route), _) if !route.value.is_empty() => {
                let items = route.value.iter().map(Item::of_route).collect();
                vec![Draft { name, who, items, cost: LineCost::default() }]
            }
            (None, Some(lines)) if !lines.value.is_empty() => self.made_on(&lines.value, &who),
            (Some(Written { spot, .. }), _) | (None, Some(Written { spot, .. })) => {
                let message = format!("{who} has no step");
                self.complain(Diagnostic::error(code::NOTHING, message).at(*spot));
                Vec::new()
            }
            (None, None) => {
                let message = format!("{who} has neither a `route` nor `lines`");
                let spot = spot_of(&scenario.product, name);
                self.complain(Diagnostic { spot, ..Diagnostic::error(code::MISSING, message) });
                Vec::new()
            }
        }
    }

    /// The lines that make `who`.
    fn made_on(&mut self, lines: &'a [Written<String>], who: &str) -> Vec<Draft<'a>> {
        let mut drafts = Vec::with_capacity(lines.len());
        for line in lines {
            if self.scenario.line.get(&line.value).is_some() {
                drafts.push(self.draft_of_line(&line.value));
            } else {
                let complaint = unknown("line", line, who, self.scenario.line.names());
                self.complain(complaint);
            }
        }
        drafts
    }

    /// The stations of a line, as steps.
    fn draft_of_line(&mut self, name: &'a str) -> Draft<'a> {
        let line = self.scenario.line.get(name);
        let stations = line.and_then(|line| line.stations.as_ref());
        let stations = stations.map(|list| list.value.as_slice()).unwrap_or_default();
        if stations.is_empty() {
            let message = format!("the line `{name}` has no station");
            let spot = spot_of(&self.scenario.line, name);
            self.complain(Diagnostic { spot, ..Diagnostic::error(code::NOTHING, message) });
        }
        let items = stations.iter().map(Item::of_line).collect();
        let cost =
            line.and_then(|line| line.cost.as_ref()).map_or_else(LineCost::default, |cost| {
                let amount = |given: &scenario::Given<scenario::Amount>| {
                    given.as_ref().map_or(Money::ZERO, |amount| amount.value.0)
                };
                LineCost {
                    per_order: amount(&cost.value.per_order),
                    per_part: amount(&cost.value.per_part),
                }
            });
        Draft { name, who: format!("the line `{name}`"), items, cost }
    }
}

impl From<scenario::Choice> for Choice {
    fn from(word: scenario::Choice) -> Self {
        match word {
            scenario::Choice::LeastLoad => Self::LeastLoad,
            scenario::Choice::Preference => Self::Preference,
            scenario::Choice::EarliestFinish => Self::EarliestFinish,
            scenario::Choice::Cheapest => Self::Cheapest,
        }
    }
}
