//! Which share of the parts takes steps that are for some orders only: of the orders that are known what they are, of random
//! ones what is expected.

use std::collections::{BTreeMap, BTreeSet};

use super::{About, Attribute, Test};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::{Id, ProductId, StepId};
use crate::model::compile::Compiler;
use crate::model::{Demand, Model, Next, Product, Target};
use crate::random::Distribution;
use crate::units::Span;

/// Most parts of an order whose chance is looked at one by one.
const MOST_PARTS: u32 = 10_000;

/// Most kinds of orders of a demand.
const MOST_KINDS: usize = 100_000;

/// Orders that pass the same tests: which, and how many parts they have.
type Kinds = BTreeMap<Vec<bool>, f64>;

impl Compiler<'_> {
    /// Finds which share of the parts of each product takes the steps that are for some orders only.
    pub(in crate::model) fn share_by_orders(&mut self) {
        if self.model.attributes.tests.is_empty() {
            return;
        }
        self.check_sought();
        for product in self.model.products.ids() {
            let has_branches = self.model.products[product]
                .steps
                .iter()
                .any(|step| !self.model.steps[step].branches.is_empty());
            if !has_branches {
                continue;
            }
            if let Some(kinds) = self.kinds_of_orders(product) {
                let missed = self.model.share_by_kinds(product, &kinds);
                self.tell_missed(product, &missed);
                continue;
            }
            let name = &self.model.products[product].name;
            let message = format!(
                "a demand for `{name}` has more than {MOST_KINDS} kinds of orders for its route"
            );
            let hint = "let steps ask for fewer attributes that are drawn by chance";
            self.complain(Diagnostic::error(code::TOO_MANY, message).hint(hint));
        }
    }

    /// Warns of steps that no order takes.
    fn tell_missed(&mut self, product: ProductId, missed: &[StepId]) {
        let name = &self.model.products[product].name;
        let at = |step: &StepId| {
            let mut places = self.model.steps[*step].places.iter();
            let station = places.next().map(|place| self.model.places[place].station);
            station.map_or("", |station| &self.model.stations[station].name)
        };
        let mut stations: Vec<&str> = missed.iter().map(at).collect();
        stations.dedup();
        if !stations.is_empty() && !self.complaints.has_errors() {
            let message = format!("no order of `{name}` takes its steps at: {}", listed(stations));
            let spot = self.scenario.product.spot(name);
            let hint = "`only` and `unless` leave none of those that are known";
            let complaint = Diagnostic::warning(code::DUBIOUS, message).hint(hint);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// The kinds of orders of a product; `None` if there are too many.
    fn kinds_of_orders(&self, product: ProductId) -> Option<Kinds> {
        let model = &self.model;
        let mut kinds = Kinds::new();
        // What goes into others, and is not ordered itself, comes with whatever is ordered.
        let is_ordered = model.orders.iter().any(|order| order.product == product)
            || model.demands.iter().any(|row| model.share_of(row, product) > 0.0);
        let is_along = !is_ordered && model.is_taken(product);
        for order in model.orders.iter().filter(|row| is_along || row.product == product) {
            let of = |about| model.of_order(order, about);
            *kinds.entry(model.passed(of)).or_default() += f64::from(order.quantity);
        }
        let hours = self.horizon().map_or(1.0, |end| end.since_start().hours());
        for row in &model.demands {
            let share = if is_along { 1.0 } else { model.share_of(row, product) };
            let orders = share * hours / (row.every.mean() / Span::from_hours(1).ticks() as f64);
            if share > 0.0 {
                model.add_kinds(row, orders, &mut kinds)?;
            }
        }
        if kinds.is_empty() {
            kinds.insert(model.passed(|_| None), 1.0);
        }
        Some(kinds)
    }
}

/// How many parts an order of a demand has, each number with its chance; what is beyond very many counts as one number.
fn sizes(quantity: &Distribution) -> Vec<(f64, f64)> {
    let mut sizes = Vec::new();
    let mut rest = 1.0;
    for size in 0..MOST_PARTS {
        let more = quantity.above(f64::from(size) + 0.5);
        if rest > more {
            sizes.push((f64::from(size), rest - more));
        }
        rest = more;
        if rest < 1e-12 {
            return sizes;
        }
    }
    let known: f64 = sizes.iter().map(|(size, chance)| size * chance).sum();
    sizes.push(((quantity.mean() - known) / rest, rest));
    sizes
}

impl Model {
    /// Share of the orders of a demand that are for a product.
    fn share_of(&self, row: &Demand, product: ProductId) -> f64 {
        let mut before = 0.0;
        let mut share = 0.0;
        for (cumulated, of) in
            &self.demand_products[row.first_product as usize..row.end_product as usize]
        {
            share += if *of == product { cumulated - before } else { 0.0 };
            before = *cumulated;
        }
        share
    }

    /// Which tests an order passes.
    fn passed(&self, of: impl Fn(About) -> Option<Attribute>) -> Vec<bool> {
        self.attributes.tests.iter().map(|test| test.passes(&of)).collect()
    }

    /// Adds the kinds of so many orders of a demand, by their parts; `None` if there are too many.
    fn add_kinds(&self, row: &Demand, orders: f64, kinds: &mut Kinds) -> Option<()> {
        let asks = |about: About| {
            let mut clauses = self.attributes.tests.iter().flat_map(Test::clauses);
            clauses.any(|clause| clause.about == about)
        };
        let sizes = if asks(About::Quantity) {
            sizes(&row.quantity)
        } else {
            vec![(row.quantity.mean(), 1.0)]
        };
        // What each respect can be, and how likely; those that nobody asks for make no difference.
        let mut all: Vec<(f64, Vec<(u32, Attribute)>)> = vec![(1.0, Vec::new())];
        for (name, rows) in row.is.iter().filter(|(name, _)| asks(About::Named(*name))) {
            if all.len() * rows.len() * sizes.len() > MOST_KINDS {
                return None;
            }
            let mut more = Vec::with_capacity(all.len() * rows.len());
            for (chance, is) in &all {
                let mut before = 0.0;
                for (cumulated, value) in rows {
                    let mut is = is.clone();
                    is.push((*name, *value));
                    more.push((chance * (cumulated - before), is));
                    before = *cumulated;
                }
            }
            all = more;
        }
        for (chance, is) in &all {
            for (size, share) in &sizes {
                let of = |about| match about {
                    About::Quantity => Some(Attribute::Number(*size)),
                    About::Priority => Some(Attribute::Number(row.priority.into())),
                    About::Named(name) => {
                        is.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
                    }
                };
                let parts = orders * chance * share * size;
                *kinds.entry(self.passed(of)).or_default() += parts;
            }
        }
        Some(())
    }

    /// Fills in the shares of what follows by the order, for so many parts of each kind: kind by kind the route is gone
    /// through, step by step. Ways back are left out of this: those who take them are as others. The steps that nobody
    /// comes to.
    fn share_by_kinds(&mut self, product: ProductId, kinds: &Kinds) -> Vec<StepId> {
        let row: Product = self.products[product].clone();
        let base = row.steps.first().position();
        let mut reached = vec![vec![0.0; kinds.len()]; row.steps.len()];
        for line in row.lines.iter() {
            let first = self.lines[line].steps.first().position() - base;
            for (reached, parts) in reached[first].iter_mut().zip(kinds.values()) {
                *reached = *parts;
            }
        }
        for position in 0..row.steps.len() {
            let step = StepId::at(base + position);
            let mut onward: Vec<(Target, f64)> = Vec::new();
            for (kind, passed) in kinds.keys().enumerate() {
                let parts = reached[position][kind];
                for (target, share) in self.onward_of(step, passed) {
                    match onward.iter_mut().find(|(known, _)| *known == target) {
                        Some((_, sum)) => *sum += parts * share,
                        None => onward.push((target, parts * share)),
                    }
                    if let Target::Step(next) = target
                        && next > step
                    {
                        reached[next.position() - base][kind] += parts * share;
                    }
                }
            }
            self.set_shares(step, &onward);
        }
        let branches = row.steps.iter().flat_map(|step| &self.steps[step].branches);
        let asked = branches.flat_map(|branch| &branch.onward).filter(|row| row.test.is_some());
        let asked: BTreeSet<StepId> = asked
            .filter_map(|row| match row.target {
                Target::Step(step) => Some(step),
                Target::Out => None,
            })
            .collect();
        let is_missed = |step: &StepId| reached[step.position() - base].iter().sum::<f64>() <= 0.0;
        asked.into_iter().filter(is_missed).collect()
    }

    /// What follows a step for orders that pass these tests.
    fn onward_of(&self, step: StepId, passed: &[bool]) -> Vec<(Target, f64)> {
        let row = &self.steps[step];
        let mut all = Vec::new();
        let mut before = 0.0;
        for branch in &row.branches {
            let mut rest = branch.cumulated - before;
            before = branch.cumulated;
            for onward in &branch.onward {
                let passes = onward.test.is_none_or(|test| passed[test as usize]);
                let taken = if passes { rest * onward.chance } else { 0.0 };
                all.push((onward.target, taken));
                rest -= taken;
            }
        }
        if row.branches.is_empty() {
            match row.next {
                Next::Always(target) => all.push((target, 1.0)),
                Next::Shares { first, end } => {
                    for share in &self.shares[first as usize..end as usize] {
                        all.push((share.target, share.cumulated - before));
                        before = share.cumulated;
                    }
                }
            }
        }
        all
    }

    fn set_shares(&mut self, step: StepId, onward: &[(Target, f64)]) {
        let Next::Shares { first, end } = self.steps[step].next else { return };
        let all: f64 = onward.iter().map(|(_, parts)| parts).sum();
        if self.steps[step].branches.is_empty() || all <= 0.0 {
            return;
        }
        let mut sum = 0.0;
        let rows = &mut self.shares[first as usize..end as usize];
        for row in rows.iter_mut() {
            let parts = onward.iter().find(|(target, _)| *target == row.target);
            sum += parts.map_or(0.0, |(_, parts)| parts / all);
            row.cumulated = sum.min(1.0);
        }
        if let Some(last) = rows.last_mut() {
            last.cumulated = 1.0;
        }
    }
}
