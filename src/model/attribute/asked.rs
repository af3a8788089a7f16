//! What a route asks of orders, and what is known of the parts that take it, as far as it makes a difference.

use std::collections::BTreeMap;

use super::{About, Attribute, Clause, Test};
use crate::ids::ProductId;
use crate::model::{Demand, Model};
use crate::random::Distribution;

/// Most parts of an order whose chance is looked at one by one.
const MOST_PARTS: u32 = 10_000;

/// What is known of parts: in each respect what every clause says that asks for it. Nothing of what is not drawn yet, and
/// nothing more of what no step ahead asks for.
pub(super) type Known = BTreeMap<About, Vec<bool>>;

/// Whatever the clauses of a respect can say, with the chance of each.
type Drawn = BTreeMap<Vec<bool>, f64>;

/// What the route of a product asks.
pub(super) struct Asked<'m> {
    /// The clauses of all its tests.
    clauses: BTreeMap<About, Vec<&'m Clause>>,
    /// The last of its steps behind which a respect is asked for, counted from the first one.
    last: BTreeMap<About, usize>,
}

impl<'m> Asked<'m> {
    pub(super) fn of(model: &'m Model, product: ProductId) -> Self {
        let mut asked = Self { clauses: BTreeMap::new(), last: BTreeMap::new() };
        for (position, step) in model.products[product].steps.iter().enumerate() {
            let onward = model.steps[step].branches.iter().flat_map(|branch| &branch.onward);
            let tests = onward.filter_map(|onward| onward.test);
            let tests = tests.map(|test| &model.attributes.tests[test as usize]);
            for clause in tests.flat_map(Test::clauses) {
                let all = asked.clauses.entry(clause.about).or_default();
                if !all.contains(&clause) {
                    all.push(clause);
                }
                asked.last.insert(clause.about, position);
            }
        }
        asked
    }

    /// What is known of parts of which everything is: `of` says what they are.
    pub(super) fn known(&self, of: impl Fn(About) -> Option<Attribute>) -> Known {
        self.clauses.keys().map(|&about| (about, self.said(about, of(about)))).collect()
    }

    /// What the orders of a demand can be.
    pub(super) fn drawn(&self, row: &Demand) -> BTreeMap<About, Drawn> {
        let of = |&about: &About| {
            let values = row.values(about);
            let all: f64 = values.iter().map(|(chance, _)| chance).sum();
            let mut drawn = Drawn::new();
            for (chance, value) in values {
                *drawn.entry(self.said(about, Some(value))).or_default() += chance / all;
            }
            if drawn.is_empty() {
                drawn.insert(self.said(about, None), 1.0);
            }
            (about, drawn)
        };
        self.clauses.keys().map(of).collect()
    }

    /// Parts whose number is `parts`, each way to be what a test asks for; `known` is what they are already.
    pub(super) fn draw(
        &self,
        test: &Test,
        drawn: &BTreeMap<About, Drawn>,
        (known, parts): (Known, f64),
    ) -> Vec<(Known, f64)> {
        let open = self.open(test, &known);
        let Some((about, drawn_here)) = open.and_then(|about| drawn.get_key_value(&about)) else {
            return vec![(known, parts)];
        };
        let each = drawn_here.iter().flat_map(|(said, chance)| {
            let mut known = known.clone();
            known.insert(*about, said.clone());
            self.draw(test, drawn, (known, parts * chance))
        });
        each.collect()
    }

    /// The first respect that is not known and decides about a test, if there is one.
    fn open(&self, test: &Test, known: &Known) -> Option<About> {
        for clauses in [&test.only, &test.unless] {
            if clauses.iter().any(|clause| self.says(clause, known) == Some(false)) {
                return None;
            }
            if let Some(open) = clauses.iter().find(|it| self.says(it, known).is_none()) {
                return Some(open.about);
            }
        }
        None
    }

    /// Whether parts pass a test about which nothing is open.
    pub(super) fn passes(&self, test: &Test, known: &Known) -> bool {
        test.holds_by(|clause| self.says(clause, known) == Some(true))
    }

    fn says(&self, clause: &Clause, known: &Known) -> Option<bool> {
        let said = known.get(&clause.about)?;
        let place = self.clauses[&clause.about].iter().position(|other| *other == clause)?;
        Some(said[place])
    }

    /// What of all that is known makes a difference from a step on, counted from the first one.
    pub(super) fn still(&self, mut known: Known, from: usize) -> Known {
        known.retain(|about, _| self.last[about] >= from);
        known
    }

    fn said(&self, about: About, value: Option<Attribute>) -> Vec<bool> {
        self.clauses[&about].iter().map(|clause| clause.holds(value)).collect()
    }
}

impl Demand {
    /// What its orders can be in a respect, and how likely each is for a part.
    fn values(&self, about: About) -> Vec<(f64, Attribute)> {
        match about {
            About::Quantity => {
                let sizes = sizes(&self.quantity).into_iter();
                sizes.map(|(size, chance)| (size * chance, Attribute::Number(size))).collect()
            }
            About::Priority => vec![(1.0, Attribute::Number(self.priority.into()))],
            About::Named(name) => {
                let rows = self.is.iter().filter(|(known, _)| *known == name);
                let mut before = 0.0;
                let weighed = |&(cumulated, value): &(f64, Attribute)| {
                    let chance = cumulated - before;
                    before = cumulated;
                    (chance, value)
                };
                rows.flat_map(|(_, rows)| rows).map(weighed).collect()
            }
        }
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
