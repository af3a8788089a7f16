//! Which share of the parts takes steps that are for some orders only: of the orders that are known what they are, of
//! random ones what is expected.

use std::collections::{BTreeMap, BTreeSet};

use super::About;
use super::asked::{Asked, Known};
use crate::diagnostic::{Diagnostic, code, listed};
use crate::ids::{Id, ProductId, StepId};
use crate::model::compile::Compiler;
use crate::model::{Demand, Model, Next, Target};
use crate::units::Span;

/// Most kinds of parts at a step.
const MOST_KINDS: usize = 100_000;

/// Where parts come from, and what is known of them: how many there are. The number is that of [`Parts::drawn`].
type Kinds = BTreeMap<(usize, Known), f64>;

/// The parts of a product that are released.
struct Parts {
    /// Those of dated orders, of which all is known, and those of demands, of which nothing is drawn yet.
    kinds: Kinds,
    /// What parts can be: those of dated orders, in the first place, nothing else than they are, then of each demand.
    drawn: Vec<BTreeMap<About, BTreeMap<Vec<bool>, f64>>>,
}

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
            if let Some(ways) = self.ways_of(product) {
                for (&step, ways) in &ways {
                    self.model.set_shares(step, ways);
                }
                self.tell_missed(product, &ways);
                continue;
            }
            let name = &self.model.products[product].name;
            let message = format!(
                "`{name}` has more than {MOST_KINDS} kinds of parts at a step, for the steps ahead"
            );
            let hint = "let fewer steps ask for attributes that earlier ones have asked for";
            let complaint = Diagnostic::error(code::TOO_MANY, message).hint(hint);
            let spot = self.scenario.product.spot(name);
            self.complain(Diagnostic { spot, ..complaint });
        }
    }

    /// Warns of steps that no order takes.
    fn tell_missed(&mut self, product: ProductId, ways: &BTreeMap<StepId, Ways>) {
        let onward = ways.iter().flat_map(|(step, ways)| ways.iter().map(move |way| (step, way)));
        let taken: BTreeSet<StepId> = onward
            .filter_map(|(step, &(target, parts))| match target {
                Target::Step(next) if next > *step && parts > 0.0 => Some(next),
                Target::Step(_) | Target::Out => None,
            })
            .collect();
        let steps = self.model.products[product].steps.iter();
        let branches = steps.flat_map(|step| &self.model.steps[step].branches);
        let tested = branches.flat_map(|branch| &branch.onward).filter(|row| row.test.is_some());
        let missed: BTreeSet<StepId> = tested
            .filter_map(|row| match row.target {
                Target::Step(step) if !taken.contains(&step) => Some(step),
                Target::Step(_) | Target::Out => None,
            })
            .collect();
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

    /// The parts of a product.
    fn parts_of(&self, product: ProductId, asked: &Asked<'_>) -> Parts {
        let model = &self.model;
        let mut parts = Parts { kinds: Kinds::new(), drawn: vec![BTreeMap::new()] };
        // What goes into others, and is not ordered itself, comes with whatever is ordered.
        let is_ordered = model.orders.iter().any(|order| order.product == product)
            || model.demands.iter().any(|row| model.share_of(row, product) > 0.0);
        let is_along = !is_ordered && model.is_taken(product);
        for order in model.orders.iter().filter(|row| is_along || row.product == product) {
            let known = asked.known(|about| model.of_order(order, about));
            *parts.kinds.entry((0, known)).or_default() += f64::from(order.quantity);
        }
        let hours = self.horizon().map_or(1.0, |end| end.since_start().hours());
        for row in &model.demands {
            let share = if is_along { 1.0 } else { model.share_of(row, product) };
            let orders =
                share * hours / (model.mean_gap_of_run(row) / Span::from_hours(1).ticks() as f64);
            if share > 0.0 {
                let released = orders * row.quantity.mean();
                parts.kinds.insert((parts.drawn.len(), Known::new()), released);
                parts.drawn.push(asked.drawn(row));
            }
        }
        if parts.kinds.is_empty() {
            parts.kinds.insert((0, asked.known(|_| None)), 1.0);
        }
        parts
    }

    /// How many parts go from each step of a product to what follows; `None` if there are too many kinds of them.
    ///
    /// The route is gone through step by step. What parts are is drawn when it is asked for, and forgotten when no step
    /// ahead asks for it. Ways back are left out: those who take them are as others.
    fn ways_of(&self, product: ProductId) -> Option<BTreeMap<StepId, Ways>> {
        let model = &self.model;
        let asked = Asked::of(model, product);
        let Parts { kinds, drawn } = self.parts_of(product, &asked);
        let row = &model.products[product];
        let base = row.steps.first().position();
        let mut reached = vec![Kinds::new(); row.steps.len()];
        for line in row.lines.iter() {
            reached[model.lines[line].steps.first().position() - base].clone_from(&kinds);
        }
        let mut ways = BTreeMap::new();
        for position in 0..row.steps.len() {
            let step = StepId::at(base + position);
            let here = std::mem::take(&mut reached[position]);
            let mut onward = Ways::new();
            for ((from, known), parts) in here {
                for (target, known, parts) in
                    model.onward_of(step, &asked, &drawn[from], (known, parts))?
                {
                    match onward.iter_mut().find(|(known, _)| *known == target) {
                        Some((_, sum)) => *sum += parts,
                        None => onward.push((target, parts)),
                    }
                    if let Target::Step(next) = target
                        && next > step
                    {
                        let next = next.position() - base;
                        let kind = (from, asked.still(known, next));
                        *reached[next].entry(kind).or_default() += parts;
                    }
                }
            }
            if reached.iter().any(|kinds| kinds.len() > MOST_KINDS) {
                return None;
            }
            ways.insert(step, onward);
        }
        Some(ways)
    }
}

/// What follows, and how many parts go there.
type Ways = Vec<(Target, f64)>;

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

    /// What follows a step for so many parts, of which so much is known; `None` if there are too many kinds of them.
    fn onward_of(
        &self,
        step: StepId,
        asked: &Asked<'_>,
        drawn: &BTreeMap<About, BTreeMap<Vec<bool>, f64>>,
        (known, parts): (Known, f64),
    ) -> Option<Vec<(Target, Known, f64)>> {
        let row = &self.steps[step];
        let mut all = Vec::new();
        let mut before = 0.0;
        for branch in &row.branches {
            let mut left = vec![(known.clone(), parts * (branch.cumulated - before))];
            before = branch.cumulated;
            for onward in &branch.onward {
                let test = onward.test.map(|test| &self.attributes.tests[test as usize]);
                if let Some(test) = test {
                    left = left.into_iter().flat_map(|it| asked.draw(test, drawn, it)).collect();
                }
                if left.len() > MOST_KINDS {
                    return None;
                }
                for (known, rest) in &mut left {
                    if test.is_none_or(|test| asked.passes(test, known)) {
                        let taken = *rest * onward.chance;
                        *rest -= taken;
                        all.push((onward.target, known.clone(), taken));
                    }
                }
                left.retain(|(_, rest)| *rest > 0.0);
            }
        }
        match row.next {
            _ if !row.branches.is_empty() => {}
            Next::Always(target) => all.push((target, known, parts)),
            Next::Shares { first, end } => {
                for share in &self.shares[first as usize..end as usize] {
                    all.push((share.target, known.clone(), parts * (share.cumulated - before)));
                    before = share.cumulated;
                }
            }
        }
        Some(all)
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
